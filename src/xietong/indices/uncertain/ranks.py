"""What many replications say of the ranks of units: intervals, frequencies, who is before whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.statistics.moments import highest, lowest, mean, quantile

if TYPE_CHECKING:
    from xietong.core.panel import Floats


@dataclass(frozen=True, eq=False)
class RankIntervals:
    """Statistics over replications, each (times, units, …); missing for a unit that never has a rank.

    low and high are quantiles (type 7) that leave (1 − level)/2 out on either side.
    """

    nominal: Floats
    mean: Floats
    median: Floats
    low: Floats
    high: Floats
    best: Floats
    worst: Floats


def intervals(ranks: Floats, nominal: Floats, level: float = 0.9) -> RankIntervals:
    """Of ranks (replications, times, units, …), those undefined left out. Source: COINr get_sensitivity (RankStats)."""
    tails = ((1 - level) / 2, (1 + level) / 2)
    low, high = (quantile(ranks, share, 0)[0] for share in tails)
    middle = quantile(ranks, 0.5, 0)[0]
    return RankIntervals(nominal, mean(ranks, 0)[0], middle, low, high, lowest(ranks, 0)[0], highest(ranks, 0)[0])


def frequencies(ranks: Floats) -> Floats:
    """Share of the replications in which a unit has each rank, (…, units, ranks), of ranks (replications, …, units)."""
    units = ranks.shape[-1]
    there = np.maximum(np.sum(~np.isnan(ranks), axis=0), 1)
    found = [np.sum(ranks == place, axis=0) / there for place in range(1, units + 1)]
    return np.stack(found, axis=-1)


def ahead(ranks: Floats) -> Floats:
    """Share of the replications in which one unit ranks before another, ties half, (units, units), of (replications, units).

    Replications in which either has no rank are left out; a unit against itself is one half.
    """
    found = np.empty((ranks.shape[1], ranks.shape[1]))
    for unit in range(ranks.shape[1]):  # a row at a time, so that memory is that of the ranks
        both = ~np.isnan(ranks[:, unit, None]) & ~np.isnan(ranks)
        won = (ranks[:, unit, None] < ranks) + 0.5 * (ranks[:, unit, None] == ranks)
        with np.errstate(invalid="ignore"):
            found[unit] = np.sum(won, axis=0) / both.sum(axis=0)
    return found
