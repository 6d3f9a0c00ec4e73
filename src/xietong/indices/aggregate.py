"""Normalised values up the hierarchy: every node from its children, by its own method and weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.core.errors import XietongError
from xietong.indices.combine import AGGREGATIONS, WEIGHTINGS, enough
from xietong.indices.faults import Fault
from xietong.indices.parameters import complete

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.indices.framework import Framework, Node


@dataclass(frozen=True, eq=False)
class Aggregated:
    """scores (…, units, elements), the indicators' own first; weights (…, elements) relative to their siblings.

    faults: what a method refused, with its node; the scores of that node are missing then.
    """

    scores: Floats
    weights: Floats
    faults: tuple[Fault, ...]


def manual_weights(framework: Framework, times: Sequence[str]) -> Floats:
    """Weights as the framework gives them, (times, elements); NaN at a time for which it gives none."""
    given = [[element.weight_at(time) for element in framework.elements] for time in times]
    return np.array([[np.nan if weight is None else weight for weight in row] for row in given], dtype=np.float64)


def aggregate(
    framework: Framework, values: Floats, weights: Floats, units: Sequence[str] = (), fixed: bool = False
) -> Aggregated:
    """Scores of all elements; units are named in what is refused.

    values (…, units, indicators) normalised, weights (…, elements); leading axes broadcast, so that many sets of weights
    go over one set of values at once, and the first of them that values have is time. Weights of nodes that weigh by
    the data replace those given, unless they are fixed. Children before parents; a child that is missing gives its weight to its siblings,
    and a node with fewer than its threshold of children is missing.
    """
    lead = np.broadcast_shapes(values.shape[:-2], weights.shape[:-1])
    scores = np.full((*lead, values.shape[-2], len(framework.elements)), np.nan)
    scores[..., : values.shape[-1]] = values
    used = np.array(np.broadcast_to(weights, (*lead, len(framework.elements))))
    faults: list[Fault] = []
    leaves = len(framework.indicators)
    for place in framework.tree.order:
        if place < leaves:
            continue
        node, members = framework.nodes[place - leaves], framework.tree.children[place]
        below = scores[..., members]
        if refused := tuple(demands(framework, node, members, below, units)):
            faults.extend(refused)
            continue
        try:
            used[..., members] = weigh(node, below, used[..., members], fixed)
            scores[..., place] = score(node, below, used[..., members])
        except ValueError as problem:
            faults.append(refusal(node, problem))
    used[..., framework.tree.root] = 1.0
    return Aggregated(scores, used, tuple(faults))


def demands(
    framework: Framework, node: Node, members: NDArray[np.int64], below: Floats, units: Sequence[str]
) -> Iterator[Fault]:
    """What the method of a node needs and its children do not have: values above zero, units to compare."""
    method = AGGREGATIONS[node.aggregate.method]
    if method.requires_positive:
        for child, column in zip(members, np.moveaxis(below, -1, 0), strict=True):
            low = np.unique(np.argwhere(column <= 0)[:, -1])
            if low.size:
                named = listed([units[unit] if units else str(unit) for unit in low])
                words = {"code": node.code, "method": node.aggregate.method, "child": framework.codes[child]}
                yield Fault(node.place, "not_positive", {**words, "units": named, "low": f"{np.nanmin(column):.6g}"})
    if method.needs_all_units and np.any(np.sum(~np.isnan(below).all(axis=-1), axis=-1) < 2):
        yield Fault(node.place, "one_unit", {"code": node.code, "method": node.aggregate.method})


def listed(names: Sequence[str], most: int = 6) -> str:
    """Some names for a message, and that there are more."""
    return ", ".join([*names[:most], *(["…"] if len(names) > most else [])])


def _both(problem: ValueError) -> dict[str, str]:
    """What a method says, in both languages where it has them."""
    if isinstance(problem, XietongError):
        return {language: problem.sentence(language) for language in ("zh", "en")}
    return {"zh": str(problem), "en": str(problem)}


def refusal(node: Node, problem: ValueError) -> Fault:
    """What a method says that cannot compute a node."""
    return Fault(node.place, "refused", {"code": node.code, **_both(problem)})


def score(node: Node, below: Floats, weights: Floats) -> Floats:
    """The score of a node, (…, units), of its children (…, units, children) and their weights (…, children)."""
    method = AGGREGATIONS[node.aggregate.method]
    found: Floats = method.function(below, weights, **complete(node.aggregate.parameters, method.parameters))
    return np.where(enough(below, node.enough), found, np.nan)


def weigh(node: Node, below: Floats, given: Floats, fixed: bool = False) -> Floats:
    """Weights of the children relative to their sum: as given, or from their values (…, units, children)."""
    if fixed or node.weigh.method == "manual":
        with np.errstate(divide="ignore", invalid="ignore"):
            shares: Floats = given / given.sum(axis=-1, keepdims=True)
        return np.where(np.isinf(shares), np.nan, shares)
    method = WEIGHTINGS[node.weigh.method]
    parameters = complete(node.weigh.parameters, method.parameters)
    children = below.shape[-1]
    if node.weigh.parameters.get("across", "all") == "all":
        return np.broadcast_to(_from(method.function, below.reshape(-1, children), parameters), given.shape)
    each = [_from(method.function, one, parameters) for one in below.reshape(-1, *below.shape[-2:])]
    return np.stack(each).reshape(given.shape)


def _from(function: Any, values: Floats, parameters: dict[str, Any]) -> Floats:
    weights: Floats = function(values, **parameters)
    return weights
