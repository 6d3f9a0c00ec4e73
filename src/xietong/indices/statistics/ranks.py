"""Ranks: how many of a sample lie below or at a value, for any number of columns at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats

Ties = Literal["min", "max", "average"]


def ascending(values: Floats, sample: Floats | None = None, ties: Ties = "min", axis: int = -2) -> Floats:
    """Rank of each value in a sample along an axis, 1 for the lowest; missing values have no rank.

    values (..., n, indicators); sample of the same shape but for n, the values themselves where none is given; a value
    that is not of the sample has the rank it would take in it. Ties get the lowest, highest or mean of their ranks.
    """
    sample = values if sample is None else sample
    values, sample = np.moveaxis(values, axis, -1), np.moveaxis(sample, axis, -1)
    sample = np.broadcast_to(sample, (*values.shape[:-1], sample.shape[-1]))
    below, within = _before(values, sample, first="values"), _before(values, sample, first="sample")
    tied = np.maximum(within - below, 1)
    rank = below + {"min": np.ones_like(tied), "max": tied, "average": (1 + tied) / 2}[ties]
    return np.moveaxis(np.where(np.isnan(values), np.nan, rank), -1, axis)


def descending(values: Floats, axis: int = -1) -> Floats:
    """Competition rank, 1 for the highest, ties the lowest of their ranks (1, 2, 2, 4); missing values have none."""
    turned = np.moveaxis(-values, axis, -1)
    order = np.argsort(turned, axis=-1)
    ordered = np.take_along_axis(turned, order, axis=-1)
    first = np.ones(ordered.shape, bool)
    first[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    places = np.where(first, np.arange(1.0, ordered.shape[-1] + 1), 0.0)
    rank = np.empty_like(turned)
    np.put_along_axis(rank, order, np.maximum.accumulate(places, axis=-1), axis=-1)
    return np.moveaxis(np.where(np.isnan(turned), np.nan, rank), -1, axis)


def _before(values: Floats, sample: Floats, first: Literal["values", "sample"]) -> Floats:
    """How many of the sample come before each value where equal ones have the given order."""
    parts = (values, sample) if first == "values" else (sample, values)
    counts = [np.ones(part.shape[-1]) if part is sample else np.zeros(part.shape[-1]) for part in parts]
    joined, counting = np.concatenate(parts, axis=-1), np.concatenate(counts)
    order = np.argsort(joined, axis=-1, kind="stable")
    number = np.empty_like(joined)
    np.put_along_axis(number, order, np.cumsum(counting[order], axis=-1), axis=-1)
    start = 0 if first == "values" else sample.shape[-1]
    return number[..., start : start + values.shape[-1]]
