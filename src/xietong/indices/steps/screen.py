"""Screening: units with too few values, or too many zeros, at a time are left out, and named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

By = Literal["available", "nonzero", "both"]


def available(values: Floats) -> Floats:
    """Share of the indicators for which a unit has a value, (times, units) of (times, units, indicators)."""
    share: Floats = np.mean(~np.isnan(values), axis=-1)
    return share


def nonzero(values: Floats) -> Floats:
    """Share of a unit's values that are not zero, (times, units); NaN for a unit without values."""
    there = np.sum(~np.isnan(values), axis=-1)
    zeros = np.sum(values == 0, axis=-1)
    with np.errstate(invalid="ignore"):
        share: Floats = 1 - zeros / there
    return share


def included(
    values: Floats,
    by: By = "available",
    least_available: float = 2 / 3,
    least_nonzero: float = 0.05,
    keep: NDArray[np.bool_] | None = None,
    drop: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:
    """Which units stay at which time, (times, units).

    by: share of values available, share of values not zero, or both; keep and drop (units,) are exceptions made by
    hand and go before the shares. Source: COINr Screen (byNA, byzeros, byNAandzeros).
    """
    with np.errstate(invalid="ignore"):
        filled, moved = available(values) >= least_available, ~(nonzero(values) < least_nonzero)
    stays = {"available": filled, "nonzero": moved, "both": filled & moved}[by]
    stays = stays if keep is None else stays | keep
    return stays if drop is None else stays & ~drop


def screen(values: Floats, stays: NDArray[np.bool_]) -> Floats:
    """The values with those of excluded units made missing: shapes stay, the exclusion is recorded by the caller."""
    return np.where(stays[..., None], values, np.nan)
