"""A change between two times taken apart: by the values of each indicator, by weights, by what came and went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.aggregate import aggregate

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.indices.run import Result


@dataclass(frozen=True)
class Effect:
    """What one indicator did. before, after: its normalised values. coverage: that it came or went as a value.

    weight is missing (NaN) where it cannot be told indicator by indicator; then it is in `Change.weights` alone.
    """

    code: str
    before: float
    after: float
    value: float
    weight: float
    coverage: float


@dataclass(frozen=True)
class Change:
    """after - before = Σ value + Σ coverage + weights + rest.

    rest is zero where all means on the way are arithmetic; else it is what indicators do together, and what other units
    do where a method compares them.
    """

    code: str
    unit: str
    times: tuple[str, str]
    before: float
    after: float
    effects: tuple[Effect, ...]
    weights: float
    rest: float


def change(result: Result, unit: str, first: str, last: str, code: str = "") -> Change:
    """What changed the score of a node (the index if none is named) of a unit between two times.

    Values are normalised ones: that a raw value did not move while the others did is a change too. With arithmetic means
    throughout, the two sides are weighed alike: value ½(W₁ + W₂)(x₂ - x₁), weight ½(x₁ + x₂)(W₂ - W₁), W the effective
    weight among what is there (Bennet 1920; Marshall-Edgeworth). Otherwise each indicator alone is exchanged, once with
    the rest as it was and once as it is, and the mean of the two is its effect. An indicator with a value at one of the
    times only is coverage. Raises KeyError for an unknown code, ValueError for a unit or time the result does not have.
    """
    framework = result.framework
    place, who = framework.position(code or result.index), result.panel.units.index(unit)
    when = result.panel.times.index(first), result.panel.times.index(last)
    before, after = (float(result.scores[time, who, place]) for time in when)
    leaves = list(framework.tree.leaves(place))
    scores = result.scores[list(when), who][:, leaves]
    way = _together if _arithmetic(result, place) else _alone
    value, weight, weights = way(result, place, who, when, leaves)
    came = np.isnan(scores[0]) != np.isnan(scores[1])
    effects = tuple(
        Effect(framework.codes[leaf], float(scores[0, at]), float(scores[1, at]),
               0.0 if came[at] else float(value[at]), float(weight[at]), float(value[at]) if came[at] else 0.0)
        for at, leaf in enumerate(leaves) if not np.isnan(scores[:, at]).all()
    )  # fmt: skip
    rest = after - before - weights - sum(one.value + one.coverage for one in effects)
    return Change(framework.codes[place], unit, (first, last), before, after, effects, weights, rest)


def acting_weights(result: Result, place: int) -> Floats:
    """Weights of all elements in the score of one: its share among the siblings that are there, times that of its parent.

    (times, units, elements); 0 for what is not under the element or has no score.
    """
    tree, scores = result.framework.tree, result.scores
    acting = np.zeros_like(scores)
    acting[..., place] = 1.0
    for parent in reversed(tree.order):
        if parent in tree.children and place in tree.lineage(parent):
            members = tree.children[parent]
            weights = np.where(np.isnan(scores[..., members]), 0.0, result.weights[:, None, members])
            total = weights.sum(axis=-1, keepdims=True)
            shares = np.divide(weights, total, out=np.zeros_like(weights), where=total != 0)
            acting[..., members] = shares * acting[..., [parent]]
    return acting


def _arithmetic(result: Result, place: int) -> bool:
    framework, leaves = result.framework, len(result.framework.indicators)
    below = [node for at, node in enumerate(framework.nodes, leaves) if place in framework.tree.lineage(at)]
    return all(node.aggregate.method == "arithmetic" for node in below)


def _together(
    result: Result, place: int, who: int, when: tuple[int, int], leaves: list[int]
) -> tuple[Floats, Floats, float]:
    """Both sides weighed alike; where one side is missing, all of the other is coverage."""
    weights = acting_weights(result, place)[list(when), who][:, leaves]
    scores = result.scores[list(when), who][:, leaves]
    here = ~np.isnan(scores)
    both, known = here.all(axis=0), np.where(here, scores, 0.0)
    value = np.where(both, weights.mean(axis=0) * (known[1] - known[0]), weights[1] * known[1] - weights[0] * known[0])
    weight = np.where(both, known.mean(axis=0) * (weights[1] - weights[0]), 0.0)
    return value, weight, float(weight.sum())


def _alone(
    result: Result, place: int, who: int, when: tuple[int, int], leaves: list[int]
) -> tuple[Floats, Floats, float]:
    """Each indicator exchanged alone, from either side; the weights exchanged together, from either side."""
    framework = result.framework
    cross = result.scores[list(when)][:, :, : len(framework.indicators)]
    weights = result.weights[list(when)]

    def scored(values: Floats, used: Floats) -> Floats:
        found: Floats = aggregate(framework, values, used, result.panel.units, fixed=True).scores[..., who, place]
        return found

    sides = []
    for side, other in ((0, 1), (1, 0)):
        many = np.repeat(cross[side][None], len(leaves) + 1, axis=0)
        many[np.arange(len(leaves)), who, leaves] = cross[other, who, leaves]
        found = scored(many, np.repeat(weights[side][None], len(many), axis=0))
        sides.append(found[:-1] - found[-1] if side == 0 else found[-1] - found[:-1])
    value = np.nan_to_num(sum(sides) / 2)
    turned = [
        scored(cross[[side]], weights[[1 - side]])[0] - scored(cross[[side]], weights[[side]])[0] for side in (0, 1)
    ]
    total = 0.0 if np.array_equal(*weights) else float(np.nan_to_num((turned[0] - turned[1]) / 2))
    return value, np.full(len(leaves), 0.0 if np.array_equal(*weights) else np.nan), total
