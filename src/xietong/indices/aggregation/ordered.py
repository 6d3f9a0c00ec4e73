"""Ordered weighted averages: weights for places in the order of a unit's own values, from best to worst."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def owa(
    values: Floats,
    weights: Floats,
    order: Sequence[float] = (),
    power: float = 1.0,
    start: float = 0.0,
    end: float = 1.0,
) -> Floats:
    """Ordered weighted average: Σ_j v_j b_j, where b_1 ≥ b_2 ≥ … are the values of a unit from best to worst.

    v_j = Q(S_j) − Q(S_{j−1}), where S_j is the share of the weights of the j best. Q is the line through (i/n, Σ order up
    to i) where order is given: plain OWA (Yager, IEEE Trans. SMC 18 (1988)) for equal weights, WOWA (Torra, Int. J.
    Intelligent Systems 12 (1997)) for others. Else Q(r) = ((r − start)/(end − start))^power, cut to 0–1 (Yager 1996):
    power 1 is the weighted mean, below it leans to the best, above it to the worst; 0.3–0.8 is "most" (大多数),
    0–0.5 "at least half" (至少半数), 0.5–1 "as many as possible" (尽可能多).

    values (…, units, children), weights (…, children) relative, not negative; returns (…, units). Missing children give
    their weight to those present. Raises ValuesError for an order that is not one number for each child, none below
    zero, with a sum of one, and for start ≥ end.
    """
    falling = np.argsort(-values, axis=-1, kind="stable")  # missing ones are last
    held = np.broadcast_to(weights[..., None, :], np.broadcast_shapes(values.shape, (*weights.shape[:-1], 1, 1)))
    ranked = np.take_along_axis(np.broadcast_to(values, held.shape), np.broadcast_to(falling, held.shape), axis=-1)
    there = ~np.isnan(ranked)
    moved = np.where(there, np.take_along_axis(held, np.broadcast_to(falling, held.shape), axis=-1), 0.0)
    whole = moved.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        reached = np.minimum(np.cumsum(moved, axis=-1) / whole, 1.0)
    quantity = _of_order(reached, order, values.shape[-1]) if len(order) else _of_power(reached, power, start, end)
    places = np.diff(quantity, axis=-1, prepend=0.0)
    score: Floats = np.sum(places * np.where(there, ranked, 0.0), axis=-1)
    return np.where(whole[..., 0] > 0, score, np.nan)


def orness(order: Sequence[float]) -> float:
    """How near the weights of places are to taking the best alone: Σ (n − j) v_j / (n − 1), 1 best, ½ mean, 0 worst.

    Source: Yager (1988). Raises ValuesError for weights of places that do not fit, and for less than two.
    """
    number = len(order)
    _fit(order, max(number, 2))
    return float(np.dot(np.arange(number - 1, -1, -1), order) / (number - 1))


def _of_order(reached: Floats, order: Sequence[float], children: int) -> Floats:
    _fit(order, children)
    marks = np.arange(children + 1) / children
    sums = np.concatenate([[0.0], np.cumsum(order)])
    sums[-1] = 1.0
    quantity: Floats = np.interp(reached, marks, sums)
    return quantity


def _fit(order: Sequence[float], children: int) -> None:
    if len(order) != children or min(order) < 0 or abs(sum(order) - 1.0) > 1e-9:
        raise refused("order", children=children, given=len(order), sum=float(sum(order)))


def _of_power(reached: Floats, power: float, start: float, end: float) -> Floats:
    if start >= end:
        raise refused("start_end", start=start, end=end)
    quantity: Floats = np.clip((reached - start) / (end - start), 0.0, 1.0) ** power
    return quantity
