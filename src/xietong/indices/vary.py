"""A framework with other choices: what uncertainty analysis and “what if” change, by name."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from xietong.indices.faults import Fault, refuse
from xietong.indices.framework_read import from_table, sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xietong.indices.framework import Framework, Node


def vary(
    framework: Framework,
    steps: Mapping[str, Mapping[str, Any] | None] | None = None,
    aggregate: Mapping[str, Any] | str | None = None,
    nodes: Mapping[str, Mapping[str, Any] | str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Framework:
    """Another framework, read anew and checked like any.

    steps: by kind, a method with parameters in place of the step's, or None to leave the step out; aggregate: for all
    nodes; nodes: by code, for single ones; weights: by code. Methods that indicators choose for themselves stay. Raises
    FaultyIndexError where the result is faulty; KeyError for a step or a code that the framework does not have: nothing
    is passed over in silence.
    """
    table = deepcopy(framework.table)
    for kind, choice in (steps or {}).items():
        _step(table, kind, choice)
    if aggregate is not None:
        table["aggregate"] = {"method": aggregate} if isinstance(aggregate, str) else dict(aggregate)
        for node in table["node"]:
            node.pop("aggregate", None)
    for code, method in (nodes or {}).items():
        _entry(table, code, ("node",))["aggregate"] = method if isinstance(method, str) else dict(method)
    for code, weight in (weights or {}).items():
        _entry(table, code, ("indicator", "node"))["weight"] = weight
    return sound(from_table(table))


def moved(framework: Framework, weights: Mapping[str, float]) -> Framework:
    """The framework with some weights replaced, relative to those of their siblings, which stay as they are.

    Where a parent weighs equally its children count 1 each. Raises FaultyIndexError with every code whose weight cannot
    be moved: unknown, the index itself, or under a parent that weighs by the data; and every weight that is none.
    """
    nodes = {node.code: node for node in framework.nodes}
    parents = {element.code: nodes.get(element.parent) for element in framework.elements}
    refuse(_immovable(weights, parents))
    table = deepcopy(framework.table)
    for parent in {one.code: one for code in weights if (one := parents[code])}.values():
        children = [element for element in framework.elements if element.parent == parent.code]
        for child in children:
            entry = _entry(table, child.code, ("indicator", "node"))
            if child.code in weights:
                entry["weight"] = float(weights[child.code])
            elif parent.weigh.method == "equal":
                entry["weight"] = 1.0
        if all(weights.get(child.code, 1.0) == 0 for child in children):
            refuse([Fault(parent.code, "bad_weight", {"code": parent.code, "value": 0})])
        _entry(table, parent.code, ("node",))["weights"] = {"method": "manual", "sum": "relative"}
    return sound(from_table(table))


def _immovable(weights: Mapping[str, float], parents: Mapping[str, Node | None]) -> Iterator[Fault]:
    for code, weight in weights.items():
        parent = parents.get(code)
        if parent is None or parent.weigh.method not in MOVABLE:
            yield Fault(code, "no_weight_of", {"code": code})
        elif not 0 <= weight < float("inf"):
            yield Fault(code, "bad_weight", {"code": code, "value": weight})


MOVABLE = ("manual", "equal")  # ways of weighing that do not look at the data


def _step(table: dict[str, Any], kind: str, choice: Mapping[str, Any] | None) -> None:
    places = [place for place, step in enumerate(table.get("step", ())) if step["do"] == kind]
    if not places:
        raise KeyError(f"the framework has no step {kind!r}")
    for place in reversed(places):
        if choice is None:
            del table["step"][place]
            for indicator in table["indicator"]:  # what they say for a step that is gone
                for key in (kind, *(("denominator", "factor") if kind == "denominate" else ())):
                    indicator.pop(key, None)
        else:
            table["step"][place] = {"do": kind, **choice}


def _entry(table: dict[str, Any], code: str, kinds: tuple[str, ...]) -> dict[str, Any]:
    for kind in kinds:
        for entry in table.get(kind, ()):
            if entry.get("code") == code:
                found: dict[str, Any] = entry
                return found
    raise KeyError(code)
