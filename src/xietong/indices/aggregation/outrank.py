"""Units compared pair by pair: how much of the weight speaks for one against another, and Copeland's count of wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

EQUAL = 1e-12  # of the weight: sums of binary fractions that differ by less are a tie
CELLS = 1 << 23  # comparisons held at once


def outranking(values: Floats, weights: Floats) -> Floats:
    """Share of the weight for which unit i is better than unit j; children that are equal count half for each.

    o_ij = (Σ w[x_i > x_j] + ½ Σ w[x_i = x_j]) / Σw over the children that both have; o_ij + o_ji = 1, o_ii = 0.
    Source: Munda & Nardo, Noncompensatory/nonlinear composite indicators, Applied Economics 41 (2009). values (…, units,
    children), weights (…, children) relative; returns (…, units, units), missing for two units without a common child.
    """
    margins, upper = _margins(values, weights)
    units = values.shape[-2]
    matrix = np.zeros((*margins.shape[:-1], units, units))
    matrix[..., upper[0], upper[1]] = (1.0 + margins) / 2.0
    matrix[..., upper[1], upper[0]] = (1.0 - margins) / 2.0
    return matrix


def dominant(outranked: Floats) -> Floats:
    """Share of the pairs in which one unit is better in everything: (…, units, units) → (…).

    Source: COINr outrankMatrix (fracDominant). NaN counts as not dominant. Raises nothing.
    """
    units = outranked.shape[-1]
    pairs = np.count_nonzero(outranked >= 1 - EQUAL, axis=(-2, -1)) / (units * (units - 1) / 2)
    return np.asarray(pairs, dtype=np.float64)


def copeland(values: Floats, weights: Floats) -> Floats:
    """Copeland's score: in how many pairs a unit outranks the other less in how many it is outranked.

    s_i = Σ_j sign(o_ij − ½), whole numbers from −(n−1) to n−1; only the order of values counts. Source: Copeland (1951);
    Munda & Nardo (2009). Shapes and missing values as in `outranking`; two units without a common child are not a pair,
    and a unit without any value, or without a pair, is missing. The comparisons are made once for values that many
    sets of weights share.
    Raises ValuesError for fewer than two units.
    """
    lead = np.broadcast_shapes(values.shape[:-2], weights.shape[:-1])
    units = values.shape[-2]
    pairs = units * (units - 1) // 2
    if values.ndim == 2 and weights.ndim > 1:
        signs, both, upper = _signs(values)
        flat = weights.reshape(-1, weights.shape[-1])
        step = max(1, CELLS // max(pairs, 1))
        parts = [
            _copeland(_margin(signs, both, flat[at : at + step]), upper, units) for at in range(0, len(flat), step)
        ]
        return np.concatenate(parts).reshape(*lead, units) if parts else np.empty((*lead, units))
    if not lead:
        return _copeland(*_margins(values, weights), units)
    flat_values = np.broadcast_to(values, (*lead, *values.shape[-2:])).reshape(-1, *values.shape[-2:])
    flat_weights = np.broadcast_to(weights, (*lead, values.shape[-1])).reshape(-1, values.shape[-1])
    step = max(1, CELLS // max(pairs * values.shape[-1], 1))
    scores = np.empty((len(flat_values), units))
    for at in range(0, len(scores), step):
        some = slice(at, at + step)
        scores[some] = _copeland(*_margins(flat_values[some], flat_weights[some]), units)
    return scores.reshape(*lead, units)


def _signs(values: Floats) -> tuple[Floats, Floats | None, tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """For every pair i < j the sign of x_i − x_j, (…, pairs, children), and where both are there if any is missing."""
    upper = np.triu_indices(values.shape[-2], 1)
    signs: Floats = np.sign(values[..., upper[0], :] - values[..., upper[1], :])
    missing = np.isnan(signs)
    if not missing.any():
        return signs, None, upper
    return np.where(missing, 0.0, signs), np.where(missing, 0.0, 1.0), upper


def _margins(values: Floats, weights: Floats) -> tuple[Floats, tuple[NDArray[np.intp], NDArray[np.intp]]]:
    signs, both, upper = _signs(values)
    column = weights[..., None]
    ahead = np.matmul(signs, column)[..., 0]
    whole = weights.sum(axis=-1)[..., None] if both is None else np.matmul(both, column)[..., 0]
    return _share(ahead, whole), upper


def _margin(signs: Floats, both: Floats | None, weights: Floats) -> Floats:
    """Margins of many sets of weights (sets, children) over the same pairs, (sets, pairs)."""
    whole = weights.sum(axis=-1)[:, None] if both is None else weights @ both.T
    return _share(weights @ signs.T, whole)


def _share(ahead: Floats, whole: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, ahead / whole, np.nan)


def _copeland(margins: Floats, upper: tuple[NDArray[np.intp], NDArray[np.intp]], units: int) -> Floats:
    """Wins less losses, (…, pairs) to (…, units); single precision holds whole numbers of this size exactly."""
    wins = np.greater(margins, EQUAL).astype(np.float32)
    wins -= np.less(margins, -EQUAL)
    ends = np.zeros((margins.shape[-1], units), dtype=np.float32)
    at = np.arange(len(ends))
    ends[at, upper[0]], ends[at, upper[1]] = 1.0, -1.0
    scores = np.asarray(wins @ ends, dtype=np.float64)
    if not np.isnan(margins.sum()):
        return scores
    compared = (~np.isnan(margins)).astype(np.float32) @ np.abs(ends) > 0
    return np.where(compared, scores, np.nan)
