"""Normalisation: indicators of any unit brought to one scale on which larger is better.

Every method is f(values, sample, **parameters) -> values with values (times, units, indicators) already multiplied by
the direction (±1), and sample (times or 1, number, indicators) as `sample` makes it, multiplied likewise; missing stays
missing. What a framework says of each indicator (goalposts, target, direction) comes as arrays along the last axis, in
the indicator's own unit. A column without spread gives NaN where its range divides: the caller refuses it beforehand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.statistics.moments import deviation, highest, lowest, mean
from xietong.indices.statistics.ranks import Ties, ascending

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def _over(numerator: Floats, denominator: Floats) -> Floats:
    """A quotient that is NaN, not infinite, where the denominator is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = numerator / denominator
    return np.where(np.isinf(quotient), np.nan, quotient)


def minmax(values: Floats, sample: Floats, lower: float = 0.0, upper: float = 100.0) -> Floats:
    """lower + (upper - lower)(x - min)/(max - min), min and max of the sample. Source: OECD/JRC Handbook (2008) 5.3.

    values (times, units, indicators) directed, sample (times or 1, number, indicators); returns the shape of values,
    on lower … upper. Missing stays missing; NaN without spread. Raises nothing: `run` refuses constant columns.
    """
    low, high = lowest(sample, 1), highest(sample, 1)
    return _over(values - low, high - low) * (upper - lower) + lower


def zscore(values: Floats, sample: Floats, centre: float = 0.0, spread: float = 1.0) -> Floats:
    """centre + spread·(x - mean)/sd, sd with n - 1, mean and sd of the sample. Source: OECD/JRC Handbook (2008) 5.2.

    Shapes and missing values as `minmax`; without unit. NaN without spread or with one value. Raises nothing.
    """
    return _over(values - mean(sample, 1), deviation(sample, 1)) * spread + centre


def scaled(values: Floats, sample: Floats, lower: float = 0.0, upper: float = 100.0) -> Floats:
    """100(x - lower)/(upper - lower) with fixed bounds in the unit of the directed values. Source: GII 2020, COINr.

    Shapes as `minmax`; sample is not read. Missing stays missing. Raises nothing.
    """
    del sample
    return (values - lower) / (upper - lower) * 100


def distance_to_max(values: Floats, sample: Floats) -> Floats:
    """1 - (max - x)/(max - min), 1 for the best. Source: OECD/JRC Handbook (2008) 5.4.

    Shapes and missing values as `minmax`, from 0 to 1. Raises nothing.
    """
    low, high = lowest(sample, 1), highest(sample, 1)
    return 1 - _over(high - values, high - low)


def distance_to_reference(values: Floats, sample: Floats, reference: int, cap: bool = False) -> Floats:
    """1 - (r - x)/(r - min) with r the value of one unit at the same time; cap holds what is better than it at 1.

    Missing where the reference unit is. Source: OECD/JRC Handbook (2008) 5.4.
    Shapes as `minmax`; NaN where the reference is the least. Raises nothing.
    """
    mark = values[:, reference : reference + 1, :]
    return _capped(1 - _over(mark - values, mark - lowest(sample, 1)), cap)


def distance_to_target(values: Floats, sample: Floats, target: Floats, direction: Floats, cap: bool = False) -> Floats:
    """(x - min)/(target - min), for a falling indicator (max - x)/(max - target); cap holds what is past it at 1.

    target (indicators,) in the indicator's unit. Source: OECD/JRC Handbook (2008) 5.4; COINr n_dist2targ.
    Shapes and missing values as `minmax`; NaN where the target is the least of the sample. Raises nothing.
    """
    low = lowest(sample, 1)
    return _capped(_over(values - low, target * direction - low), cap)


def fraction_of_max(values: Floats, sample: Floats) -> Floats:
    """x / max, the values keeping their sign and proportions. Source: COINr n_fracmax.

    Shapes and missing values as `minmax`; NaN where the maximum is 0, which `run` refuses. Raises nothing.
    """
    return _over(values, highest(sample, 1))


def rank(values: Floats, sample: Floats, ties: Ties = "min") -> Floats:
    """Rank in the sample, 1 for the worst. Source: OECD/JRC Handbook (2008) 5.1.

    Shapes as `minmax`; missing values have no rank and are not counted. Raises KeyError for unknown ties.
    """
    return ascending(values, sample, ties, axis=1)


def percentile_rank(values: Floats, sample: Floats, ties: Ties = "min") -> Floats:
    """(rank - 1)/(n - 1), n the number of values in the sample: 0 for the worst, 1 for the best.

    Source: COINr n_prank. Shapes, missing values and errors as `rank`; NaN where one value stands alone.
    """
    number = np.sum(~np.isnan(sample), axis=1, keepdims=True)
    return _over(rank(values, sample, ties) - 1, number - 1.0)


def borda(values: Floats, sample: Floats, ties: Ties = "min") -> Floats:
    """rank - 1: how many of the sample are worse (Borda count).

    Source: de Borda (1781); COINr n_borda. Shapes, missing values and errors as `rank`.
    """
    return rank(values, sample, ties) - 1


def goalposts(
    values: Floats,
    sample: Floats,
    goalposts: Floats,
    direction: Floats,
    scale: float = 1.0,
    truncate: bool = True,
    log: bool = False,
) -> Floats:
    """scale·(x - low)/(high - low) between fixed goalposts, turned round for a falling indicator.

    goalposts (indicators, 2), low and high in the indicator's unit. truncate holds scores between 0 and scale; log takes
    logarithms of values and goalposts, which must then be positive. Source: UNDP Human Development Report, technical
    note 1; COINr n_goalposts.
    Shapes as `minmax`; sample is not read. Missing stays missing; NaN for logarithms of what is not positive. Raises
    nothing.
    """
    del sample
    plain, low, high = values * direction, goalposts[:, 0], goalposts[:, 1]
    if log:
        with np.errstate(divide="ignore", invalid="ignore"):
            plain, low, high = np.log(plain), np.log(low), np.log(high)
    share = _over(plain - low, high - low)
    share = np.where(direction < 0, 1 - share, share)
    return scale * (np.clip(share, 0.0, 1.0) if truncate else share)


def base_index(values: Floats, sample: Floats, base: int, direction: Floats, level: float = 100.0) -> Floats:
    """level·x/x₀, for a falling indicator level·x₀/x, with x₀ the unit's own value at the base time (a position).

    Source: fixed-base individual indices of the development indices of the National Bureau of Statistics of China.
    Missing where the base is; negative values have no meaning here and are refused by the caller.
    Shapes as `minmax`; sample is not read. Raises nothing.
    """
    del sample
    plain = values * direction
    start = plain[base : base + 1]
    return level * np.where(direction < 0, _over(start, plain), _over(plain, start))


def as_is(values: Floats, sample: Floats) -> Floats:
    """The directed values themselves: what is on one scale already.

    x itself, in its unit. Source: none needed. Shapes as `minmax`; missing stays missing. Raises nothing.
    """
    del sample
    return values


def _capped(scores: Floats, cap: bool) -> Floats:
    return np.minimum(scores, 1.0) if cap else scores
