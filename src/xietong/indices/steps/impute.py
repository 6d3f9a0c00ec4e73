"""Imputation: missing values estimated from other units, other indicators or other times.

Every method is f(values, **parameters) -> values with (times, units, indicators); values that are there never change,
and what a method cannot estimate stays missing: the caller records both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.indices.statistics import moments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

    Positions = NDArray[np.int64]

Statistic = Literal["mean", "median"]
STATISTICS = {"mean": moments.mean, "median": moments.median}


def _filled(values: Floats, estimates: Floats) -> Floats:
    return np.where(np.isnan(values), estimates, values)


def mean(values: Floats, across: str = "each") -> Floats:
    """The mean of the units at the same time, or across "all" times. Source: OECD/JRC Handbook (2008) 3.

    x̄ = Σ x / n. values (times, units, indicators), in their units; returns the same shape. A time without any value
    stays missing. Raises nothing.
    """
    return _filled(values, _central(values, "mean", across))


def median(values: Floats, across: str = "each") -> Floats:
    """The median of the units at the same time, or across "all" times. Source: OECD/JRC Handbook (2008) 3.

    Shapes, units and missing values as `mean`. Raises nothing.
    """
    return _filled(values, _central(values, "median", across))


def group_mean(values: Floats, groups: Positions) -> Floats:
    """The mean of the units of the same group at the same time; groups (units,), -1 for a unit of none, left missing.

    Source: COINr Impute with impute_by = "column" and a group. Shapes and units as `mean`; a group without values
    stays missing. Raises nothing.
    """
    return _by_group(values, groups, "mean")


def group_median(values: Floats, groups: Positions) -> Floats:
    """The median of the units of the same group at the same time; groups (units,), -1 for a unit of none.

    Source: as `group_mean`. Shapes, units and missing values as `group_mean`. Raises nothing.
    """
    return _by_group(values, groups, "median")


def row(values: Floats, families: Positions, statistic: Statistic = "mean", scale: bool = True) -> Floats:
    """The mean or median of the unit's other indicators of the family, on the min–max scale, taken back to the unit.

    families (indicators,): positions of the groups of indicators. scale: values go to [0, 1] over the units of the
    time first and back afterwards, as indicators of different units have no mean; they come multiplied by the direction
    (times, units, indicators). Source: COINr Impute with impute_by = "row".
    A unit without any other indicator of the family stays missing, and so does one without spread among the units.
    Raises nothing.
    """
    low = moments.lowest(values, 1) if scale else np.zeros((1, 1, 1))
    span = moments.highest(values, 1) - low if scale else np.ones((1, 1, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        common = (values - low) / span
    estimates = np.full_like(values, np.nan)
    for family in np.unique(families):
        members = families == family
        estimates[:, :, members] = STATISTICS[statistic](common[:, :, members], 2)
    return _filled(values, estimates * span + low)


def latest(values: Floats, most: int = 0) -> Floats:
    """The unit's latest earlier value, at most `most` times back (0: any). Source: COINr impute_panel "latest".

    x_t = x_s, s the last time before t with a value. Shapes and units as `mean`; what has no earlier value stays
    missing. Raises nothing.
    """
    position, before = np.arange(len(values))[:, None, None], _latest_position(values)
    near = (before >= 0) & ((position - before <= most) if most else True)
    carried = np.take_along_axis(values, np.maximum(before, 0), axis=0)
    return _filled(values, np.where(near, carried, np.nan))


def constant(values: Floats) -> Floats:
    """The unit's latest earlier value, before the first the first. Source: R approx(method = "constant", rule = 2).

    Shapes and units as `mean`; a unit without any value stays missing. Raises nothing.
    """
    first = np.take_along_axis(values, _next_position(values).clip(max=len(values) - 1), axis=0)
    return _filled(latest(values), first)


def linear(values: Floats, moments_of: Floats, ends: Literal["nearest", "leave"] = "nearest") -> Floats:
    """On the straight line between the unit's values before and after; at the ends the nearest value, or left missing.

    moments_of (times,): when the times are, e.g. years. Source: R approx(method = "linear", rule = 2 or 1).
    x_t = x_s + (x_e − x_s)(t − s)/(e − s). Shapes and units as `mean`; a unit without any value stays missing. Raises
    nothing.
    """
    before, after = _latest_position(values), _next_position(values)
    inside = (before >= 0) & (after < len(values))
    low, high = before.clip(min=0), after.clip(max=len(values) - 1)
    start, end = np.take_along_axis(values, low, axis=0), np.take_along_axis(values, high, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (moments_of[:, None, None] - moments_of[low]) / (moments_of[high] - moments_of[low])
    estimates = np.where(inside, start + share * (end - start), np.nan)
    nearest = np.where(before >= 0, start, np.where(after < len(values), end, np.nan))
    return _filled(_filled(values, estimates), nearest) if ends == "nearest" else _filled(values, estimates)


def value(values: Floats, value: float) -> Floats:
    """One given number, e.g. 0 where missing means none: said in the framework, never assumed.

    Source: none needed. Shapes and units as `mean`; nothing stays missing. Raises nothing.
    """
    return _filled(values, np.full_like(values, value))


def _central(values: Floats, statistic: Statistic, across: str) -> Floats:
    pooled = values if across == "each" else values.reshape(1, -1, values.shape[2])
    return STATISTICS[statistic](pooled, 1)


def _by_group(values: Floats, groups: Positions, statistic: Statistic) -> Floats:
    estimates = np.full_like(values, np.nan)
    for group in np.unique(groups[groups >= 0]):
        members = groups == group
        estimates[:, members] = STATISTICS[statistic](values[:, members], 1)
    return _filled(values, estimates)


def _latest_position(values: Floats) -> Positions:
    """Position of the latest time with a value, up to and with each; -1 where there is none."""
    own = np.where(np.isnan(values), -1, np.arange(len(values))[:, None, None])
    return np.maximum.accumulate(own, axis=0)


def _next_position(values: Floats) -> Positions:
    """Position of the next time with a value, from each on; the number of times where there is none."""
    own = np.where(np.isnan(values), len(values), np.arange(len(values))[:, None, None])
    return np.minimum.accumulate(own[::-1], axis=0)[::-1]
