"""First-order and total indices of Sobol' by centred estimators, and their bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

CELLS = 1 << 21  # of counts of resampled rows made at once


@dataclass(frozen=True, eq=False)
class Indices:
    """first and total (inputs, …); complete (…): the rows they are of.

    low and high ends of their intervals are (2, inputs, …), first order and total; None where none was asked for.
    """

    first: Floats
    total: Floats
    complete: NDArray[np.int64]
    low: Floats | None = None
    high: Floats | None = None


def indices(outputs: Floats, inputs: int, resamples: int = 0, level: float = 0.9, seed: int = 1) -> Indices:
    """Of outputs ((inputs + 2)·runs, …) in the order A, B, A with the i-th input of B (`draw.crossed`).

    First order: S = Σ (f(B) − m)(f(ABᵢ) − f(A)) / (n V), Saltelli et al. (2010), Computer Physics Communications 181, table
    2 (b), centred by the mean m of f(A) and f(B), without which its error grows with m². Total: T = Σ (f(A) − f(ABᵢ))² /
    (2 n V), Jansen (1999). V is the variance over A and B with 2n. Rows in which an output is missing in A, B or any AB
    are left out of it; of outputs that do not vary both are missing. Estimates are not cut to [0, 1].

    resamples: percentile intervals of probability `level` by bootstrap, rows of the design drawn again with all their runs;
    missing where a resample does not vary. Source: Archer, Saltelli and Sobol' (1997). Of Sobol' points, which are not
    independent, the intervals are too wide rather than too narrow.
    """
    blocks = outputs.reshape(inputs + 2, len(outputs) // (inputs + 2), -1)
    missing = np.asarray(np.isnan(blocks).any(axis=0))
    found = np.full((6, inputs, blocks.shape[2]), np.nan)
    patterns, member = np.unique(missing, axis=1, return_inverse=True)
    for number, pattern in enumerate(patterns.T):
        columns = np.flatnonzero(member.ravel() == number)
        found[:, :, columns] = _together(blocks[:, ~pattern][:, :, columns], resamples, level, seed)
    shaped = found.reshape(6, inputs, *outputs.shape[1:])
    complete = np.sum(~missing, axis=0).reshape(outputs.shape[1:])
    ends = (shaped[2:4], shaped[4:]) if resamples else (None, None)
    return Indices(shaped[0], shaped[1], complete, *ends)


def _together(blocks: Floats, resamples: int, level: float, seed: int) -> Floats:
    """Outputs without gaps, (inputs + 2, rows, outputs): first and total, their low ends, their high ends, (6, inputs, outputs)."""
    inputs, rows, number = len(blocks) - 2, *blocks.shape[1:]
    found = np.full((6, inputs, number), np.nan)
    if not rows:
        return found
    table = _products(blocks)
    found[:2] = _estimates(np.ones((1, rows)), table, inputs)[:, 0]
    random, step = np.random.default_rng(seed), max(1, CELLS // rows)
    sizes = [min(step, resamples - at) for at in range(0, resamples, step)]
    if sizes:
        both = np.concatenate([_estimates(_counts(random, size, rows), table, inputs) for size in sizes], axis=1)
        found[2:] = np.quantile(both, ((1 - level) / 2, (1 + level) / 2), axis=1).reshape(4, inputs, number)
    return found


def _counts(random: np.random.Generator, sets: int, rows: int) -> Floats:
    """How often each row is drawn, (sets, rows)."""
    drawn = random.integers(rows, size=(sets, rows)) + np.arange(sets)[:, None] * rows
    return np.bincount(drawn.ravel(), minlength=sets * rows).reshape(sets, rows).astype(np.float64)


def _products(blocks: Floats) -> Floats:
    """What the estimators add up over rows: (rows, 3·inputs + 4, outputs), of outputs less their mean."""
    moved = np.ptp(blocks[:2], axis=(0, 1)) > 0
    blocks = np.where(moved, blocks - blocks[:2].mean(axis=(0, 1)), np.nan)
    first, second, mixed = blocks[0], blocks[1], blocks[2:]
    steps = mixed - first
    return np.stack([*(second * steps), *steps, *(steps**2), first, second, first**2, second**2], axis=1)


def _estimates(counts: Floats, table: Floats, inputs: int) -> Floats:
    """First and total of every set of counts (sets, rows): (2, sets, inputs, outputs)."""
    sums = (counts @ table.reshape(len(table), -1)).reshape(len(counts), *table.shape[1:]) / len(table)
    crossed, steps, squares = (sums[:, inputs * part : inputs * (part + 1)] for part in range(3))
    one, other, one_squared, other_squared = np.moveaxis(sums[:, 3 * inputs :], 1, 0)
    centre, size = (one + other) / 2, (one_squared + other_squared) / 2
    variance = size - centre**2
    with np.errstate(invalid="ignore", divide="ignore"):  # what is left of equal numbers by rounding is no variance
        share = np.where(variance > 1e-14 * size, 1.0 / variance, np.nan)[:, None]
    return np.stack([(crossed - centre[:, None] * steps) * share, squares / 2 * share])
