"""Denomination: extensive indicators divided by the size of the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def denominate(values: Floats, denominators: Floats, factors: Floats) -> Floats:
    """x / (d / factor), indicator by indicator.

    values (times, units, indicators); denominators of the same shape, 1 where an indicator has none; factors
    (indicators,), e.g. 1000 for "per thousand". Missing where the value or its denominator is; a denominator of zero is
    refused beforehand by the caller and gives NaN here. Source: COINr Denominate.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        divided: Floats = values / (denominators / factors)
    return np.where(np.isinf(divided), np.nan, divided)
