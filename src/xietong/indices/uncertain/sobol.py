"""First-order and total indices of Sobol' by centred estimators, and their bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats

CELLS = 1 << 22  # of counts of resampled rows held at once


@dataclass(frozen=True, eq=False)
class Indices:
    """first and total (inputs, …); low and high ends of their intervals, (2, inputs, …), None where none was asked for."""

    first: Floats
    total: Floats
    low: Floats | None = None
    high: Floats | None = None


def indices(outputs: Floats, inputs: int) -> Indices:
    """Of outputs ((inputs + 2)·runs, …) in the order A, B, A with the i-th input of B (`draw.crossed`).

    First order: S = Σ (f(B) − m)(f(ABᵢ) − f(A)) / (n V), Saltelli et al. (2010), Computer Physics Communications 181, table
    2 (b), centred by the mean m of f(A) and f(B), without which its error grows with m². Total: T = Σ (f(A) − f(ABᵢ))² /
    (2 n V), Jansen (1999). V is the variance over A and B with 2n. Rows in which any output of A, B, AB₁ … is missing are left
    out; of outputs that do not vary both are missing. Estimates are not cut to [0, 1].
    """
    table = _products(outputs, inputs)
    counts = np.ones((1, len(table)))
    first, total = _estimates(counts, table, inputs, outputs.shape[1:])
    return Indices(first[0], total[0])


def bootstrapped(outputs: Floats, inputs: int, resamples: int, level: float, seed: int) -> Indices:
    """The same with percentile intervals of probability `level`: rows of the design are drawn again, with all their runs.

    Source: Archer, Saltelli and Sobol' (1997). Of Sobol' points, which are not independent, the intervals are too wide
    rather than too narrow.
    """
    plain = indices(outputs, inputs)
    if not resamples:
        return plain
    table = _products(outputs, inputs)
    random = np.random.default_rng(seed)
    step = max(1, CELLS // max(len(table), 1))
    found = []
    for at in range(0, resamples, step):
        some = min(step, resamples - at)
        drawn = random.integers(len(table), size=(some, len(table))) + np.arange(some)[:, None] * len(table)
        counts = np.bincount(drawn.ravel(), minlength=some * len(table)).reshape(some, len(table))
        found.append(np.stack(_estimates(counts.astype(np.float64), table, inputs, outputs.shape[1:])))
    both = np.concatenate(found, axis=1)  # (first and total, resamples, inputs, …)
    tails = ((1 - level) / 2, (1 + level) / 2)
    low, high = np.quantile(both, tails, axis=1)
    return Indices(plain.first, plain.total, low, high)


def _products(outputs: Floats, inputs: int) -> Floats:
    """What the estimators add up over rows: (rows, 3·inputs + 4, outputs), complete rows only, outputs less their mean."""
    runs = len(outputs) // (inputs + 2)
    blocks = outputs.reshape(inputs + 2, runs, -1)
    blocks = blocks[:, ~np.isnan(blocks).any(axis=(0, 2))]
    if blocks.shape[1]:
        moved = np.ptp(blocks[:2], axis=(0, 1)) > 0
        blocks = np.where(moved, blocks - blocks[:2].mean(axis=(0, 1)), np.nan)
    first, second, mixed = blocks[0], blocks[1], blocks[2:]
    steps = mixed - first
    parts = [*(second * steps), *steps, *(steps**2), first, second, first**2, second**2]
    return np.stack(parts, axis=1)


def _estimates(counts: Floats, table: Floats, inputs: int, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """First and total of every set of counts (sets, rows): (sets, inputs, …)."""
    runs = max(table.shape[0], 1)
    sums = (counts @ table.reshape(len(table), -1)).reshape(len(counts), *table.shape[1:]) / runs
    crossed, steps, squares = (sums[:, inputs * part : inputs * (part + 1)] for part in range(3))
    one, other, one_squared, other_squared = np.moveaxis(sums[:, 3 * inputs :], 1, 0)
    centre = (one + other) / 2
    variance = (one_squared + other_squared) / 2 - centre**2
    size = (one_squared + other_squared) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(variance > 1e-14 * np.maximum(size, 1e-300), 1.0 / variance, np.nan)[:, None]
    found = ((crossed - centre[:, None] * steps) * share, squares / 2 * share)
    return tuple(part.reshape(len(counts), inputs, *shape) for part in found)
