"""Benefit of the doubt: each unit by the weights that suit it best, found by linear programming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats


@dataclass(frozen=True, eq=False)
class Doubt:
    """Scores (…, units) and the weights each unit chose, (…, units, children)."""

    scores: Floats
    weights: Floats


def doubt(values: Floats, weights: Floats, least: float = 0.0, most: float = 1.0, around: bool = False) -> Floats:
    """Benefit of the doubt, max_w Σ w x_i subject to Σ w x_k ≤ 1 for every unit k, w ≥ 0: a score up to 1.

    Source: Cherchye, Moesen, Rogge & Van Puyenbroeck, An introduction to 'benefit of the doubt' composite indicators,
    Social Indicators Research 82 (2007). least and most bound the share of each child in the score, w x_i / Σ w x_i (pie
    shares, Wong & Beasley 1990); with around they are factors of its given weight, so that 0.5 and 1.5 keep a share
    within half of it (least up to 1, most from 1). Without bounds the given weights do not count and the score does not
    depend on the units in which children are measured.

    values (…, units, children), not negative; weights (…, children) relative; returns (…, units). A missing child
    counts for nothing, for its own unit and as a peer (Kuosmanen 2009), and its bound does not hold; a unit without any
    value is missing. Raises ValuesError for negative values and for bounds that no weights can keep.
    """
    return chosen(values, weights, least, most, around).scores


def chosen(values: Floats, weights: Floats, least: float = 0.0, most: float = 1.0, around: bool = False) -> Doubt:
    """The scores of `doubt` with the weights behind them; the same parameters, source and errors."""
    if (values < 0).any():
        raise refused("negative", method="doubt", low=float(np.nanmin(values)))
    lead = np.broadcast_shapes(values.shape[:-2], weights.shape[:-1])
    tables = np.broadcast_to(values, (*lead, *values.shape[-2:])).reshape(-1, *values.shape[-2:])
    given = np.broadcast_to(weights, (*lead, values.shape[-1])).reshape(-1, values.shape[-1])
    found = [
        [_best(table, unit, _shares(row, table[unit], (least, most), around)) for unit in range(len(table))]
        for table, row in zip(tables, given, strict=True)
    ]
    taken = np.array(found).reshape(*lead, *values.shape[-2:])
    scores = np.where(np.isnan(values).all(axis=-1), np.nan, np.sum(taken * np.nan_to_num(values), axis=-1))
    return Doubt(scores, taken)


def _shares(weights: Floats, own: Floats, bounds: tuple[float, float], around: bool) -> tuple[Floats, Floats]:
    """The least and the most share of each child; a child that is missing has none."""
    there = ~np.isnan(own)
    base = np.where(there, weights, 0.0) if around else there.astype(np.float64)
    base = base / base.sum() if around and base.sum() > 0 else base
    low, high = bounds[0] * base, np.minimum(bounds[1] * base, 1.0)
    if there.any() and (low.sum() > 1 + 1e-12 or high.sum() < 1 - 1e-12 or (low > high).any()):
        raise refused("bounds", least=bounds[0], most=bounds[1], low=float(low.sum()), high=float(high.sum()))
    return low, high


def _best(table: Floats, unit: int, shares: tuple[Floats, Floats]) -> Floats:
    """The weights that make the score of one unit the largest; zero for children it does not have."""
    from scipy.optimize import linprog

    if ((shares[0] > 0) & (table[unit] == 0)).any():
        raise refused("no_weights", unit=unit + 1)
    known = np.nan_to_num(table)
    scale = np.where(known.max(axis=0) > 0, known.max(axis=0), 1.0)
    known = known / scale
    own = known[unit]
    rows, ends = [known], [np.ones(len(known))]
    # low · Σ w x ≤ w x ≤ high · Σ w x, for the children whose share is bounded
    for bound, sign in zip(shares, (1.0, -1.0), strict=True):
        tight = np.flatnonzero((bound > 0) if sign > 0 else (bound < 1))
        rows.append(sign * (bound[tight, None] * own - np.eye(len(own))[tight] * own))
        ends.append(np.zeros(len(tight)))
    limits = [(0.0, None if there else 0.0) for there in ~np.isnan(table[unit])]
    answer = linprog(-own, A_ub=np.concatenate(rows), b_ub=np.concatenate(ends), bounds=limits, method="highs")
    if not answer.success:
        raise refused("no_weights", unit=unit + 1)
    weights: Floats = np.asarray(answer.x, dtype=np.float64) / scale
    return weights
