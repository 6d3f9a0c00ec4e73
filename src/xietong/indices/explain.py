"""A score opened: what each child gives to its parent, and each indicator to the index, in points that sum to it."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.indices.combine import AGGREGATIONS
from xietong.indices.parameters import complete

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.indices.framework import Node
    from xietong.indices.run import Result

Attribution = Literal["weighted", "logarithmic", "shapley"]
EXACT, ORDERS = 8, 48  # children up to which all coalitions are tried; orders that are tried of more
SEED = 20140226  # of those orders: the same result gives the same points


@dataclass(frozen=True)
class Part:
    """What a child gives. weight: its share among the siblings that are there; percent: of the parent's score."""

    code: str
    score: float
    weight: float
    points: float
    percent: float


@dataclass(frozen=True)
class Opened:
    """The score of a node for one unit at one time: start + Σ points of the parts = score.

    start is 0 for "weighted"; for the others it is the score of the same node where the unit's children are at the mean
    of all units, so that points say what lifts or lowers it from there. Children without a score are in `missing`.
    """

    code: str
    score: float
    rank: float
    attribution: Attribution
    start: float
    parts: tuple[Part, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Through:
    """What every indicator gives to a node through all levels between: start + Σ points = score."""

    code: str
    score: float
    start: float
    points: dict[str, float]


def principal(result: Result) -> str:
    """The index itself, or where it has no score at all the node with scores that has the most indicators under it."""
    framework = result.framework
    scored = [node.code for node in framework.nodes if node.code not in result.uncovered]
    if not scored or result.index in scored:
        return result.index
    return max(scored, key=lambda code: len(framework.tree.leaves(framework.position(code))))


def opened(result: Result, unit: str, time: str, code: str = "") -> Opened:
    """A node (the index if none is named) into its children.

    weighted (arithmetic mean): wᵢxᵢ/Σw. logarithmic (geometric mean): L(S, S₀)·wᵢ·ln(xᵢ/x̄ᵢ)/Σw with the logarithmic mean
    L(a, b) = (a - b)/ln(a/b), the additive LMDI-I of Ang (2004), Energy Policy 32, 1131-1139. shapley (all others):
    the Shapley value of the children between their means x̄ and their values, the other units as they are; by all
    coalitions for up to 8 children, beyond that over 48 fixed orders and their reverses, which sum to the score all the
    same. Raises KeyError for a code that is no node, ValueError for a unit or time that the result does not have.
    """
    framework, tree = result.framework, result.framework.tree
    when, who = result.panel.times.index(time), result.panel.units.index(unit)
    place = framework.position(code or result.index)
    if place not in tree.children:
        raise KeyError(code)
    node = framework.nodes[place - len(framework.indicators)]
    members = tree.children[place]
    below, weights = result.scores[when][:, members], result.weights[when, members]
    there = ~np.isnan(below[who])
    score = float(result.scores[when, who, place])
    start, points = (0.0, np.full(len(members), np.nan)) if np.isnan(score) else _points(node, below, weights, who)
    shares = np.where(there, weights, 0.0)
    shares = shares / (shares.sum() or 1.0)
    parts = tuple(
        Part(framework.codes[members[at]], float(below[who, at]), float(shares[at]), float(points[at]), _percent(points[at], score))
        for at in np.flatnonzero(there)
    )  # fmt: skip
    missing = tuple(framework.codes[members[at]] for at in np.flatnonzero(~there))
    rank = float(result.ranks[when, who, place])
    return Opened(framework.codes[place], score, rank, attribution(node), start, parts, missing)


def attribution(node: Node) -> Attribution:
    """The name of the way in which a node's score is shared out."""
    named: dict[str, Attribution] = {"arithmetic": "weighted", "geometric": "logarithmic"}
    return named.get(node.aggregate.method, "shapley")


def through(result: Result, unit: str, time: str, code: str = "") -> Through:
    """What every indicator gives to a node: the points of each child go to its own parts in proportion to them.

    Exact weights times values where all means on the way are arithmetic. Where a node starts from the mean of the units
    (`Opened.start`) that part is kept apart, in `start`; so are the points of a child whose score is zero but whose parts
    are not. Errors as in `opened`.
    """
    top = opened(result, unit, time, code)
    points: dict[str, float] = {}
    start = top.start + sum(_down(result, unit, time, part.code, part.points, points) for part in top.parts)
    return Through(top.code, top.score, start, points)


def _down(result: Result, unit: str, time: str, code: str, given: float, points: dict[str, float]) -> float:
    """Hand points on to the indicators under an element; what stays with no indicator."""
    framework = result.framework
    if framework.position(code) < len(framework.indicators):
        points[code] = given
        return 0.0
    inner = opened(result, unit, time, code)
    if inner.score == 0.0:
        points.update(dict.fromkeys(_leaves(result, code), 0.0))
        return given
    by = given / inner.score
    return by * inner.start + sum(_down(result, unit, time, one.code, by * one.points, points) for one in inner.parts)


def _leaves(result: Result, code: str) -> Iterator[str]:
    framework = result.framework
    return (framework.codes[leaf] for leaf in framework.tree.leaves(framework.position(code)))


def _percent(points: float, score: float) -> float:
    return float(points / score * 100) if score else float("nan")


def _points(node: Node, below: Floats, weights: Floats, who: int) -> tuple[float, Floats]:
    """Where the score starts and what each child adds; missing for missing children. below (units, children)."""
    way = attribution(node)
    if way == "weighted":
        shares = np.where(np.isnan(below[who]), 0.0, weights)
        return 0.0, shares / shares.sum() * below[who]
    with np.errstate(invalid="ignore"):
        count = (~np.isnan(below)).sum(axis=0)
        usual = np.where(np.isnan(below[who]), np.nan, np.nansum(below, axis=0) / np.maximum(count, 1))
    return (_logarithmic if way == "logarithmic" else _shapley)(node, below, weights, who, usual)


def _logarithmic(node: Node, below: Floats, weights: Floats, who: int, usual: Floats) -> tuple[float, Floats]:
    shares = np.where(np.isnan(below[who]), 0.0, weights)
    shares = shares / shares.sum()
    moved = shares * (np.log(below[who]) - np.log(usual))
    total, start = np.nansum(moved), float(np.exp(np.nansum(shares * np.log(usual))))
    score = start * np.exp(total)
    mean = start if abs(total) < 1e-12 else (score - start) / total
    return start, mean * moved


def _shapley(node: Node, below: Floats, weights: Floats, who: int, usual: Floats) -> tuple[float, Floats]:
    """Shapley values of the children that are there, over a worth that is the score with some of them at their mean."""
    method = AGGREGATIONS[node.aggregate.method]
    parameters = complete(node.aggregate.parameters, method.parameters)

    def worth(present: NDArray[np.bool_]) -> Floats:
        """(coalitions, children) → (coalitions,)"""
        many = np.repeat(below[None], len(present), axis=0)
        many[:, who] = np.where(present, below[who], usual)
        score: Floats = method.function(many, np.broadcast_to(weights, (len(present), len(weights))), **parameters)
        return score[:, who]

    there = np.flatnonzero(~np.isnan(below[who]))
    found = np.full(len(weights), np.nan)
    start, found[there] = (_coalitions if len(there) <= EXACT else _orders)(worth, there, len(weights))
    return start, found


def _coalitions(
    worth: Callable[[NDArray[np.bool_]], Floats], there: NDArray[np.int64], width: int
) -> tuple[float, Floats]:
    """φᵢ = Σ over S without i of |S|!(n-|S|-1)!/n!·(v(S ∪ i) - v(S)). Source: Shapley (1953)."""
    n = len(there)
    numbers = np.arange(2**n)
    inside = (numbers[:, None] >> np.arange(n)) & 1 == 1
    present = np.zeros((2**n, width), bool)
    present[:, there] = inside
    values, size = worth(present), inside.sum(axis=1)
    share = np.array([factorial(k) * factorial(n - k - 1) / factorial(n) if k < n else 0.0 for k in range(n + 1)])
    found = np.empty(n)
    for at in range(n):
        without = numbers[~inside[:, at]]
        found[at] = np.sum(share[size[without]] * (values[without | (1 << at)] - values[without]))
    return float(values[0]), found


def _orders(worth: Callable[[NDArray[np.bool_]], Floats], there: NDArray[np.int64], width: int) -> tuple[float, Floats]:
    """The mean of what each child adds, over orders in which they come; each order sums to the whole."""
    n, draw = len(there), np.random.default_rng(SEED)
    orders = [draw.permutation(n) for _ in range(ORDERS)]
    found, start = np.zeros(n), 0.0
    for order in [*orders, *(order[::-1] for order in orders)]:
        present = np.zeros((n + 1, width), bool)
        for step, one in enumerate(order, 1):
            present[step:, there[one]] = True
        values = worth(present)
        found[order] += np.diff(values)
        start = float(values[0])
    return start, found / (2 * ORDERS)
