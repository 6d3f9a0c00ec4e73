"""What indicators look like: one row of statistics for each, and how much of each unit's data there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.statistics import moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xietong.core.panel import Floats


@dataclass(frozen=True)
class Limits:
    """Below these shares, or beyond these moments, an indicator is flagged. Source: COINr get_stats, its defaults."""

    available: float = 0.65
    nonzero: float = 0.5
    unique: float = 0.5
    skewness: float = 2.0
    kurtosis: float = 3.5


@dataclass(frozen=True, eq=False)
class Description:
    """Statistics by indicator, arrays (indicators,).

    available, nonzero, unique and same are numbers of units; the shares of the last three are of those with a value.
    few, zeros, alike and outliers flag low availability, many zeros, few different values, and |skewness| and kurtosis
    both beyond their limits; the shares they look at are of all units, as in COINr.
    """

    minimum: Floats
    maximum: Floats
    mean: Floats
    median: Floats
    deviation: Floats
    skewness: Floats
    kurtosis: Floats
    available: Floats
    nonzero: Floats
    unique: Floats
    same: Floats
    few: NDArray[np.bool_]
    zeros: NDArray[np.bool_]
    alike: NDArray[np.bool_]
    outliers: NDArray[np.bool_]


def describe(values: Floats, limits: Limits | None = None) -> Description:
    """Statistics of a cross-section (units, indicators), deviation with n - 1, moments bias-corrected (type 2)."""
    limits, units = limits or Limits(), len(values)
    available = moments.counted(values, 0)[0]
    nonzero = np.sum((values != 0) & ~np.isnan(values), axis=0).astype(np.float64)
    unique, same = _runs(values)
    skew, kurt = moments.skewness(values, 0)[0], moments.kurtosis(values, 0)[0]
    return Description(
        moments.lowest(values, 0)[0],
        moments.highest(values, 0)[0],
        moments.mean(values, 0)[0],
        moments.median(values, 0)[0],
        moments.deviation(values, 0)[0],
        skew,
        kurt,
        available,
        nonzero,
        unique,
        same,
        available / units < limits.available,
        nonzero / units < limits.nonzero,
        unique / units < limits.unique,
        (np.abs(skew) > limits.skewness) & (kurt > limits.kurtosis),
    )


def _runs(values: Floats) -> tuple[Floats, Floats]:
    """How many different values a column has, and how often its most frequent one occurs."""
    ordered = np.sort(values, axis=0)
    there = ~np.isnan(ordered)
    begins = there & np.vstack([np.ones_like(ordered[:1], bool), ordered[1:] != ordered[:-1]])
    position = np.arange(len(values))[:, None]
    start = np.maximum.accumulate(np.where(begins, position, 0), axis=0)
    longest = np.max(np.where(there, position - start + 1, 0), axis=0)
    return begins.sum(axis=0).astype(np.float64), longest.astype(np.float64)


def availability(values: Floats, groups: Sequence[NDArray[np.int64]]) -> Floats:
    """Share of the indicators of each group that a unit has, (…, units, groups) of (…, units, indicators)."""
    there = ~np.isnan(values)
    shares: Floats = np.stack([there[..., members].mean(axis=-1) for members in groups], axis=-1)
    return shares
