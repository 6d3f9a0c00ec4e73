"""Coefficient of variation, plain and weighted by population."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import refused
from xietong.regional.sample import Measure, sample

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def variation(values: ArrayLike, ddof: int = 1) -> Measure:
    """CV = s / x̄ with s² = Σ (x − x̄)² / (n − ddof); ddof = 1 is the sample's, 0 the population's.

    Source: Pearson (1896); as a measure of regional disparity, Barro and Sala-i-Martin (1992), Journal of Political Economy 100.

    values (..., units); the result has the shape (...). Missing: left out with the count; a cross-section of no more
    than ddof units has no value (NaN). Raises ValuesError for negative or infinite values, a sum of zero, another ddof.
    """
    if ddof not in (0, 1):
        raise refused("out_of_range", what="ddof", got=ddof, wanted="0 or 1")
    units = sample(values)
    n = units.present.sum(-1)
    square = np.where(units.present, (units.relative - 1.0) ** 2, 0.0).sum(-1)
    return units.measure(np.sqrt(square / np.where(n > ddof, n - ddof, np.nan)))


def williamson(values: ArrayLike, population: ArrayLike) -> Measure:
    """V_w = √(Σ pᵢ (xᵢ − μ)²) / μ with p the shares of population and μ = Σ p x, the mean of the whole.

    Source: Williamson (1965), Economic Development and Cultural Change 13(4). values are per head.

    values (..., units), population the same or broadcast; the result has the shape (...). Missing: a unit without value or population
    is left out with the count. Raises ValuesError for negative or infinite values, a sum of zero.
    """
    units = sample(values, population)
    return units.measure(np.sqrt((units.share * (units.relative - 1.0) ** 2).sum(-1)))
