"""Two pieces of a series made one over the times that both have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats

HOW = ("ratio", "geometric", "difference")


@dataclass(frozen=True, eq=False)
class Link:
    """The linked series (times,), and what the older piece was multiplied by (ratio) or moved by (difference)."""

    values: Floats
    factor: float
    overlap: tuple[int, ...]


def linked(older: Floats, newer: Floats, how: str = "ratio") -> Link:
    """The newer series as it is, and before it the older one brought to its level over the times that both have.

    how: "ratio" Σ newer / Σ older over the overlap; "geometric" the geometric mean of newer/older; "difference" their
    mean difference, for balances and shares. Source: IMF and others, Consumer Price Index Manual (2020), ch. 9; Quarterly
    National Accounts Manual (2017), ch. 8. Both (times,) on the same times, missing where they say nothing; where both
    say something the newer counts. Raises ValuesError for pieces of different length, no overlap, and a ratio of values that
    are not above zero.
    """
    if older.shape != newer.shape:
        raise refused("length", children=len(newer), given=len(older))
    both = ~np.isnan(older) & ~np.isnan(newer)
    if not both.any():
        raise refused("no_overlap")
    one, other = older[both], newer[both]
    if how != "difference" and not ((one > 0).all() and (other > 0).all()):
        raise refused("not_positive", method="link", low=float(min(one.min(), other.min())))
    overlap = tuple(int(place) for place in np.flatnonzero(both))
    if how == "difference":
        factor = float(np.mean(other - one))
        return Link(np.where(np.isnan(newer), older + factor, newer), factor, overlap)
    factor = float(other.sum() / one.sum() if how == "ratio" else np.exp(np.mean(np.log(other / one))))
    return Link(np.where(np.isnan(newer), older * factor, newer), factor, overlap)
