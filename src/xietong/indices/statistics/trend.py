"""How indicators change over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def compound_growth(values: Floats, moments: Floats) -> Floats:
    """(x_last/x_first)^(1/(t_last - t_first)) - 1 with the first and the last value there is, (units, indicators).

    values (times, units, indicators); moments (times,) ascending, in years for a yearly rate. NaN with fewer than two
    values, or where the root is not defined (a change of sign, a start at zero); 0 where both are the same. Source:
    COINr CAGR.
    Raises nothing.
    """
    there = ~np.isnan(values)
    first, last = np.argmax(there, axis=0)[None], (len(values) - 1 - np.argmax(there[::-1], axis=0))[None]
    start, end = (np.take_along_axis(values, place, axis=0)[0] for place in (first, last))
    span = (moments[last] - moments[first])[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        rate: Floats = (end / start) ** (1 / span) - 1
    rate = np.where((end == start) & (span > 0), 0.0, rate)
    return np.where((span > 0) & np.isfinite(rate), rate, np.nan)
