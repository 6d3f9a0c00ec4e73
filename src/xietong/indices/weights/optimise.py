"""Weights found from correlations: what a child matters in an index, rather than what it is said to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from xietong.core.errors import ValuesError
from xietong.indices.aggregation.means import arithmetic
from xietong.indices.refused import refused
from xietong.indices.weights.correlate import correlations
from xietong.indices.weights.sample import deviations, varied

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

    Score = Callable[[Floats], Floats]

OBJECTIVES = ("balance", "infomax")
SEED, SCATTER, STARTS = 20260101, 200, 4  # of the searches, the same every time


def optimised(
    values: Floats,
    objective: str = "balance",
    correlation: str = "pearson",
    importance: Sequence[float] = (),
    negative: bool = False,
) -> Floats:
    """Weights for which the correlations of the children with their weighted mean are as wanted.

    "balance": correlations in proportion to the importance (equal where none is given), by least Σ (t_j − c_j/Σc)²/n;
    "infomax": the largest Σ c_j. Source: Becker, Saisana, Paruolo & Vandecasteele, Weights and importance in composite
    indicators, Ecological Indicators 80 (2017); COINr's get_opt_weights. correlation: "pearson", "spearman", "kendall".
    negative: whether weights below zero may be found. For Pearson correlations of complete values the answer is exact
    where it has no weight below zero: w_j ∝ (R⁻¹t)_j / s_j for balance, w_j ∝ 1/s_j for infomax; otherwise it is the best
    of several searches, the same every time, and never worse than the importance itself as weights.
    values (units, children); returns (children,) that sum to 1. Missing values are left out pair by pair and their
    weight goes to the children present. Raises ValuesError for a child that is the same everywhere, for fewer than three
    units, and for an importance that is not one number above zero for each child.
    """
    return _found(
        values, lambda weights: arithmetic(values, weights), objective, correlation, importance, negative, exact=True
    )


def optimised_nested(
    values: Floats,
    groups: NDArray[np.int64],
    tops: Floats,
    objective: str = "infomax",
    correlation: str = "pearson",
    importance: Sequence[float] = (),
) -> Floats:
    """Weights of grandchildren by their correlations with an index that is the mean of means of groups.

    groups (children,) holds the group of each child from 0, tops (groups,) the weights of the groups. Only the weights
    of one group beside each other count, so that those of a group come out with the sum of its top. Source, parameters,
    missing values and errors as in `optimised`.
    """

    def score(weights: Floats) -> Floats:
        parts = [arithmetic(values[:, groups == group], weights[groups == group]) for group in range(len(tops))]
        return arithmetic(np.stack(parts, axis=-1), tops)

    weights = _found(values, score, objective, correlation, importance, negative=False, exact=False)
    held = np.array([weights[groups == group].sum() for group in range(len(tops))])
    result: Floats = weights * (tops / tops.sum() / held)[groups]
    return result


def loss(
    values: Floats,
    scores: Floats,
    objective: str = "balance",
    correlation: str = "pearson",
    target: Floats | None = None,
) -> float:
    """How far correlations of values (units, children) with scores (units,) are from what is wanted; less is better."""
    found = correlations(values, correlation, scores[:, None])[:, 0]
    if objective == "infomax":
        return -float(found.sum())
    wanted = np.full(len(found), 1 / len(found)) if target is None else target
    whole = float(found.sum())
    return float(np.mean((wanted - found / whole) ** 2)) if whole > 0 else np.inf


def _found(
    values: Floats,
    score: Score,
    objective: str,
    correlation: str,
    importance: Sequence[float],
    negative: bool,
    exact: bool,
) -> Floats:
    target = _target(importance, values.shape[-1])
    if np.min(np.sum(~np.isnan(varied(values, "optimised")), axis=0)) < 3:
        raise refused("too_few", method="optimised", units=int(np.min(np.sum(~np.isnan(values), axis=0))), least=3)

    def lost(weights: Floats) -> float:
        try:
            return loss(values, score(weights), objective, correlation, target)
        except ValuesError:  # a mean that is the same for all units has no correlation
            return np.inf

    starts = [target, *_closed(values, objective, target, negative)]
    complete = not np.isnan(values).any()
    if exact and complete and correlation == "pearson" and len(starts) > 1:
        return starts[1]
    # begin also where a scatter over the simplex is best: ranks make plateaus
    scatter = np.random.default_rng(SEED).dirichlet(np.ones(len(target)), size=SCATTER)
    starts += sorted(scatter, key=lost)[:STARTS]
    if correlation == "pearson":
        starts.append(min((_descended(lost, start, negative) for start in starts), key=lost))
        return min([_polished(lost, starts[-1], negative), *starts], key=lost)
    return min([*(_polished(lost, start, negative) for start in starts), *starts], key=lost)


def _target(importance: Sequence[float], children: int) -> Floats:
    target = np.asarray(importance, dtype=np.float64) if len(importance) else np.ones(children)
    if len(target) != children or not (target > 0).all():
        raise refused("importance", children=children, given=", ".join(f"{one:g}" for one in target))
    whole: Floats = target / target.sum()
    return whole


def _closed(values: Floats, objective: str, target: Floats, negative: bool) -> list[Floats]:
    """The weights that would do for Pearson correlations of complete values, if they have no sign they must not have."""
    spread = deviations(values, 1)
    standard: Floats = np.ones(len(target))
    if objective == "balance":
        matrix = correlations(values)
        if np.linalg.cond(matrix) > 1e12:
            return []
        standard = np.asarray(np.linalg.solve(matrix, target), dtype=np.float64)
    weights = standard / spread
    fits = weights.sum() > 0 and (negative or (weights >= 0).all())
    return [weights / weights.sum()] if fits else []


def _whole(found: Floats, start: Floats, negative: bool) -> Floats:
    """What a search found as weights that sum to one; the start where it went astray."""
    raw = found if negative else np.abs(found)
    scaled: Floats = raw / raw.sum() if raw.sum() > 0 else start
    return scaled


def _descended(lost: Callable[[Floats], float], start: Floats, negative: bool) -> Floats:
    """The best weights along gradients from a start."""
    from scipy.optimize import minimize

    limits = None if negative else [(0.0, 1.0)] * len(start)
    found = minimize(lambda at: _finite(lost(_whole(at, start, negative))), start, method="L-BFGS-B", bounds=limits)
    return _whole(found.x, start, negative)


def _polished(lost: Callable[[Floats], float], start: Floats, negative: bool) -> Floats:
    """The best weights that a simplex finds from a start; it needs no gradient."""
    from scipy.optimize import minimize

    options = {"xatol": 1e-9, "fatol": 1e-15, "maxfev": 200 * len(start), "adaptive": len(start) > 4}
    found = minimize(
        lambda at: _finite(lost(_whole(at, start, negative))), start, method="Nelder-Mead", options=options
    )
    return _whole(found.x, start, negative)


def _finite(number: float) -> float:
    return number if np.isfinite(number) else 1e6
