"""Weights as they act: effective weights in the index, and weights found so that children have the influence wished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.indices.statistics.correlation import Kind, correlation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xietong.core.panel import Floats
    from xietong.indices.tree import Tree

Aim = Literal["balance", "infomax"]


def effective_weights(tree: Tree, weights: Floats) -> Floats:
    """Weight of every element in the index: its share among its siblings times the effective weight of its parent.

    weights (…, elements), in any scale → the same shape, 1 for the root. Source: COINr get_eff_weights.
    """
    shares, found = np.array(weights, dtype=np.float64), np.ones_like(weights, dtype=np.float64)
    for members in tree.children.values():
        shares[..., members] /= shares[..., members].sum(axis=-1, keepdims=True)
    for place in reversed(tree.order):
        parent = tree.parents[place]
        if parent >= 0:
            found[..., place] = shares[..., place] * found[..., parent]
    return found


@dataclass(frozen=True, eq=False)
class Found:
    """weights (columns,) summing to 1; influence (columns,): correlations with the index, shares of their sum to balance.

    objective: mean squared distance of the shares from the wish (balance), sum of the correlations (infomax).
    """

    weights: Floats
    influence: Floats
    objective: float


def influential_weights(
    columns: Floats,
    index: Callable[[Floats], Floats],
    aim: Aim = "balance",
    wish: Sequence[float] = (),
    kind: Kind = "pearson",
) -> Found:
    """Weights under which the correlations of columns with the index are as wished, or in sum the largest.

    columns (units, columns); index: weights (columns,) → scores (units,). wish: relative importance to balance, equal
    where none is given. Weights are positive; found by Nelder–Mead on their logarithms from several fixed starts, so
    that the same data give the same weights. Source: Becker et al. (2017), Weights and importance in composite
    indicators, doi:10.1016/j.ecolind.2017.03.056; COINr get_opt_weights.
    """
    from scipy.optimize import minimize  # late: scipy.optimize is slow to import

    number = columns.shape[1]
    wanted = np.array(wish or [1.0] * number, dtype=np.float64)
    wanted = wanted / wanted.sum()

    def influence(logs: Floats) -> Floats:
        weights = np.exp(logs - logs.max())
        strength = correlation(columns, index(weights / weights.sum())[:, None], kind)[:, 0]
        return strength / strength.sum() if aim == "balance" else strength

    def loss(logs: Floats) -> float:
        found = influence(logs)
        lost = np.mean((wanted - found) ** 2) if aim == "balance" else -found.sum()
        return float(lost) if np.isfinite(lost) else float("inf")

    options = {"xatol": 1e-10, "fatol": 1e-16, "maxiter": 400 * number, "maxfev": 400 * number, "adaptive": number > 4}
    best = np.zeros(number)
    for start in (np.log(wanted), np.zeros(number)):
        for _ in range(3):  # a new simplex at the end of the last leaves the ridges where one gets stuck
            start = minimize(loss, start, method="Nelder-Mead", options=options).x
        best = min((best, start), key=loss)
    weights = np.exp(best - best.max())
    value = loss(best)
    return Found(weights / weights.sum(), influence(best), -value if aim == "infomax" else value)
