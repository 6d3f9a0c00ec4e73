"""What is wrong with a framework in itself: its hierarchy, its methods, its weights."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xietong.indices.combine import AGGREGATIONS, WEIGHTINGS
from xietong.indices.faults import Fault
from xietong.indices.parameters import Parameter, misfits
from xietong.indices.steps.methods import METHODS
from xietong.indices.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xietong.indices.framework import Choice, Element, Framework, Node

CLOSE = 1e-9  # weights written with few decimals, added in binary
MANUAL = {"sum": Parameter("1", names=("1", "100", "relative")), "negative": Parameter(False)}
FROM_DATA = {"across": Parameter("all", names=("all", "each"))}


def faults_of(framework: Framework) -> Iterator[Fault]:
    """Every fault of a framework, whatever data it will be given."""
    yield from _hierarchy(framework)
    yield from _steps(framework)
    yield from _indicators(framework)
    for node in framework.nodes:
        yield from _node(framework, node)


def _hierarchy(framework: Framework) -> Iterator[Fault]:
    if not framework.indicators:
        yield Fault(framework.code or "framework", "no_indicators")
    yield from _repeated(framework)
    parents = {node.code for node in framework.nodes}
    leaves = {indicator.code for indicator in framework.indicators}
    for element in framework.elements:
        if element.parent in leaves:
            yield Fault(element.place, "parent_is_indicator", {"code": element.code, "parent": element.parent})
        elif element.parent and element.parent not in parents:
            yield Fault(element.place, "no_parent", {"code": element.code, "parent": element.parent})
        elif not element.parent and element.code in leaves:
            yield Fault(element.place, "needed", {"key": "parent", "allowed": ", ".join(sorted(parents)) or "[[node]]"})
    yield from _roots_and_cycles(framework)
    taken = {element.parent for element in framework.elements}
    for node in framework.nodes:
        if node.code not in taken:
            yield Fault(node.place, "no_children", {"code": node.code})


def _repeated(framework: Framework) -> Iterator[Fault]:
    counts = Counter(framework.codes)
    for code in (code for code, number in counts.items() if number > 1):
        same = [element for element in framework.elements if element.code == code]
        parents = sorted({element.parent for element in same})
        if len(parents) > 1:
            yield Fault(same[-1].place, "two_parents", {"code": code, "parents": ", ".join(parents)})
        else:
            yield Fault(same[-1].place, "repeated_code", {"code": code, "first": same[0].place})


def _roots_and_cycles(framework: Framework) -> Iterator[Fault]:
    roots = [node for node in framework.nodes if not node.parent]
    if len(roots) > 1:
        yield Fault(roots[1].place, "two_roots", {"codes": ", ".join(node.code for node in roots)})
    parent_of = {element.code: element.parent for element in framework.elements}
    seen: set[str] = set()
    for element in framework.elements:
        line: list[str] = []
        code = element.code
        while code and code not in line and code not in seen and code in parent_of:
            line.append(code)
            code = parent_of[code]
        if code in line:
            ring = [*line[line.index(code) :], code]
            yield Fault(framework.element(code).place, "cycle", {"ring": " → ".join(ring)})
        seen.update(line)


def _steps(framework: Framework) -> Iterator[Fault]:
    for step in framework.steps:
        if step.kind:
            yield from _choice(step.choice, METHODS[step.kind], step.place, step.kind)
    kinds = [step.kind for step in framework.steps]
    if kinds.count("normalise") > 1:
        yield Fault(framework.steps[-1].place, "two_normalisations")
    elif "normalise" in kinds and kinds[-1] != "normalise":
        yield Fault(framework.steps[-1].place, "after_normalisation", {"kind": kinds[-1]})


def _indicators(framework: Framework) -> Iterator[Fault]:
    steps = {step.kind: step.choice for step in framework.steps}
    for indicator in framework.indicators:
        for kind, choice in indicator.choices.items():
            yield from _choice(choice, METHODS[kind], indicator.place, kind)
            if kind not in steps:
                yield Fault(indicator.place, "no_step", {"kind": kind, "code": indicator.code})
        chosen = indicator.choices.get("normalise") or steps.get("normalise")
        method = METHODS["normalise"].get(chosen.method) if chosen else None
        for key in ("goalposts", "target"):
            if method and key in method.asks and getattr(indicator, key) is None:
                yield Fault(indicator.place, "needed", {"key": key, "allowed": "number"})
        if indicator.goalposts and chosen and chosen.parameters.get("log") and indicator.goalposts[0] <= 0:
            yield Fault(indicator.place, "log_of_goalpost", {"code": indicator.code, "value": indicator.goalposts[0]})
        if indicator.factor <= 0:
            yield Fault(indicator.place, "bad_value", {"key": "factor", "value": indicator.factor, "allowed": "> 0"})


def _node(framework: Framework, node: Node) -> Iterator[Fault]:
    yield from _choice(node.aggregate, AGGREGATIONS, node.place, "aggregate")
    yield from _choice(node.weigh, WEIGHTINGS, node.place, "weights", MANUAL if node.weigh.method == "manual" else {})
    children = [element for element in framework.elements if element.parent == node.code]
    if node.weigh.method == "manual":
        for child in children:
            yield from _dated(child)
        yield from _signs(node, children)
        yield from _sums(node, children)
        return
    for child in (child for child in children if child.weights):
        yield Fault(
            child.place, "unused_weight", {"code": child.code, "parent": node.code, "method": node.weigh.method}
        )


def _dated(element: Element) -> Iterator[Fault]:
    """Weights of two times that overlap: which one holds would depend on their order."""
    spans = sorted((weight.valid_from, weight.valid_to or "￿") for weight in element.weights)
    for (_, end), (start, _) in pairwise(spans):
        if start <= end:
            yield Fault(element.place, "weights_overlap", {"code": element.code, "start": start or "…", "end": end})


def _signs(node: Node, children: list[Element]) -> Iterator[Fault]:
    if node.weigh.parameters.get("negative"):
        return
    for child in children:
        if any(weight.value < 0 for weight in child.weights):
            yield Fault(child.place, "negative_weight", {"code": child.code})
    if children and all(child.weights and not any(one.value for one in child.weights) for child in children):
        yield Fault(node.place, "no_weight", {"code": node.code})


def _sums(node: Node, children: list[Element]) -> Iterator[Fault]:
    """At every time at which a weight begins, weights of the children sum to 1 (100), unless all are 1 or relative."""
    wanted = node.weigh.parameters.get("sum", "1")
    if wanted not in ("1", "100"):
        return
    starts = sorted({weight.valid_from for child in children for weight in child.weights})
    for start in starts:
        given = [child.weight_at(start) for child in children]
        values = [value for value in given if value is not None]
        if len(values) < len(given) or all(value == 1 for value in values):
            continue  # a time without a weight is a fault of the times asked for; equal weights may be left out
        if abs(sum(values) - float(wanted)) > CLOSE * float(wanted):
            words = {"code": node.code, "sum": f"{sum(values):.10g}", "wanted": wanted, "time": _since(start)}
            yield Fault(node.place, "weights_sum", words)


def _choice(
    choice: Choice, methods: Mapping[str, Any], place: str, key: str, more: Mapping[str, Parameter] | None = None
) -> Iterator[Fault]:
    method = methods.get(choice.method)
    if method is None:
        yield Fault(place, "no_method", {"key": key, "method": choice.method, "allowed": ", ".join(methods)})
        return
    known = {**method.parameters, **(more or {})}
    if key == "weights" and choice.method not in ("manual", "equal"):
        known |= FROM_DATA
    for code, words in misfits(choice.parameters, known):
        yield Fault(place, code, {**words, "key": f"{key}.{words['key']}"})


def tree_is_sound(framework: Framework) -> bool:
    """Whether the hierarchy can be gone through: no cycle, every parent there, codes not repeated, one root."""
    try:
        tree = Tree.of(framework.codes, tuple(element.parent for element in framework.elements))
    except ValueError:
        return False
    return len(set(framework.codes)) == len(framework.codes) and tree.parents.count(-1) == 1


def _since(start: str) -> dict[str, str]:
    """From when weights hold, for a sentence; nothing where they always do."""
    return {"zh": f"自 {start} 起" if start else "", "en": f" from {start}" if start else ""}
