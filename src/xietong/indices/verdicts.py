"""Verdicts on raw values by the thresholds of each indicator, as in city examinations (城市体检)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.indices.framework import Framework


def judged(framework: Framework, raw: Floats) -> NDArray[np.int64]:
    """The position of the first verdict that a raw value reaches, -1 for none, of the same shape as the values.

    raw (times, units, indicators) in the indicators' units, before any step. A missing value reaches none, nor does one
    between the thresholds.
    """
    found = np.full(raw.shape, -1, dtype=np.int64)
    for place, indicator in enumerate(framework.indicators):
        column = raw[..., place]
        for number in reversed(range(len(indicator.verdicts))):
            one = indicator.verdicts[number]
            inside = (column >= one.at_least) & (column <= one.at_most) & (column > one.above) & (column < one.below)
            found[..., place] = np.where(inside, number, found[..., place])
    return found


def shares(framework: Framework, raw: Floats, word: str) -> Floats:
    """Share of the indicators with verdicts and a value that reach the one called `word` (zh or en), (times, units).

    NaN where there is no such indicator: the rate of 达标 of a city examination.
    """
    verdicts = judged(framework, raw)
    named = np.zeros(raw.shape, bool)
    for place, indicator in enumerate(framework.indicators):
        wanted = [number for number, one in enumerate(indicator.verdicts) if word in (one.zh, one.en)]
        named[..., place] = np.isin(verdicts[..., place], wanted)
    counted = ~np.isnan(raw) & np.array([bool(indicator.verdicts) for indicator in framework.indicators])
    with np.errstate(invalid="ignore"):
        share: Floats = named.sum(axis=-1) / counted.sum(axis=-1)
    return share
