"""What is wrong between a design and the framework and data it varies, before anything is computed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.faults import Fault
from xietong.indices.uncertain.variant import changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from xietong.indices.apply import Given
    from xietong.indices.framework import Framework
    from xietong.indices.uncertain.engine import Undefined
    from xietong.indices.uncertain.model import Design, Input

MOST = 21201  # dimensions for which Sobol' points are known (Joe and Kuo 2008)


def misfits(given: Given, design: Design) -> Iterator[Fault]:
    """Names that the framework or the data do not have, and alternatives that are faulty by themselves."""
    framework, panel, place = given.framework, given.panel, "[design]"
    for key, known in (("time", panel.times), ("unit", panel.units)):
        if (said := getattr(design, key)) and said not in known:
            yield Fault(place, f"no_{key}", {key: said})
    if design.target in ("rank", "score") and not design.unit:
        yield Fault(place, "needed", {"key": "unit", "allowed": ", ".join(panel.units[:6])})
    if design.kind == "sobol" and 2 * design.columns[-1].stop > MOST:
        yield Fault(place, "too_many_dimensions", {"number": design.columns[-1].stop, "most": MOST // 2})
    kept = design.elements or framework.codes
    for code in design.elements:
        yield from _known(framework.codes, code, place)
    if design.element:
        yield from _known(kept, design.element, place)
    for one in design.inputs:
        named = [*_codes(framework, one)]
        yield from named
        if not named:
            yield from _alternatives(framework, one)
    yield from _twice(framework, design.inputs)


def of_group(framework: Framework, inputs: Sequence[Input]) -> Iterator[Fault]:
    """What cannot be varied in the framework of one group: weights of elements whose parent weighs by the data there."""
    methods = {node.code: node.weigh.method for node in framework.nodes}
    for one in (one for one in inputs if one.what == "weights"):
        for code in (code for code in one.touched if code in framework.codes):
            parent = framework.element(code).parent
            if methods.get(parent, "manual") != "manual":
                yield Fault(one.place, "weights_from_data", {"code": code, "parent": parent, "method": methods[parent]})


def combined(undefined: Iterable[Undefined], inputs: Sequence[Input], picks: NDArray[np.int64]) -> tuple[Fault, ...]:
    """Every reason once, with what its combinations have in common and the number of its replications."""
    rows: defaultdict[tuple[str, str], list[NDArray[np.int64]]] = defaultdict(list)
    first: dict[tuple[str, str], Fault] = {}
    for one in undefined:
        for fault in one.faults:
            rows[fault.place, fault.code].append(one.rows)
            first.setdefault((fault.place, fault.code), fault)
    return tuple(
        _combination(fault, inputs, picks, np.unique(np.concatenate(rows[key]))) for key, fault in first.items()
    )


def _combination(fault: Fault, inputs: Sequence[Input], picks: NDArray[np.int64], rows: NDArray[np.int64]) -> Fault:
    having = picks[rows]
    common = [
        f"{one.code} = {one.label(int(column[0]))}"
        for one, column in zip(inputs, having.T, strict=True)
        if (column == column[0]).all() and one.alternatives > 1
    ]
    sentence = {language: replace(fault, place="").sentence(language).lstrip(":： ") for language in ("zh", "en")}
    words = {"combination": " · ".join(common) or "…", "runs": len(rows), "of": len(picks), **sentence}
    return Fault(fault.place, "in_combination", words)


def _known(known: Iterable[str], code: str, place: str) -> Iterator[Fault]:
    if code not in known:
        yield Fault(place, "no_element", {"code": code})


def _codes(framework: Framework, one: Input) -> Iterator[Fault]:
    """Steps, nodes, elements and indicators that an input names."""
    nodes = tuple(node.code for node in framework.nodes)
    leaves = tuple(indicator.code for indicator in framework.indicators)
    known = {"aggregate": nodes, "weighting": nodes, "data": leaves}.get(one.what, framework.codes)
    for code in one.on:
        yield from _known(known, code, one.place)
    if one.what in ("remove", "weights"):
        for code in dict.fromkeys(code for choice in one.choices for code in choice):
            yield from _known(framework.codes, code, one.place)
    if one.what == "weights" and not one.choices and not one.on:
        yield Fault(one.place, "nothing_varies", {"code": one.code})
    if one.what == "weights":
        allowed = {node.code for node in framework.nodes if node.weigh.parameters.get("negative")}
        signed = {element.code for element in framework.elements if element.parent in allowed}
        negative = {code for choice in one.choices for code, value in choice.items() if value < 0}
        for code in sorted(negative - signed):
            yield Fault(one.place, "negative_weight", {"code": code})
    steps = [step.kind for step in framework.steps]
    if one.what not in (*NO_STEP, *steps):
        yield Fault(one.place, "no_step_to_vary", {"kind": one.what, "allowed": ", ".join(steps) or "—"})


NO_STEP = ("aggregate", "weighting", "weights", "remove", "data", "")


def _alternatives(framework: Framework, one: Input) -> Iterator[Fault]:
    """Every alternative alone, in the framework as it is, at its own place."""
    if one.what in ("weights", "data", ""):
        return
    for pick in range(one.alternatives):
        for fault in changed(framework, (one,), (pick,)).faults:
            yield replace(fault, place=f"{one.place} {pick + 1} · {fault.place}")


def _twice(framework: Framework, inputs: Sequence[Input]) -> Iterator[Fault]:
    """Two inputs for one thing: the later would undo the earlier in silence. Noise adds up; removals too."""
    nodes = tuple(node.code for node in framework.nodes)
    taken: dict[tuple[str, str], str] = {}
    for one in inputs:
        if one.what in ("remove", "data", "") or (one.what == "weights" and not one.choices):
            continue
        over = one.touched if one.what == "weights" else (one.on or nodes) if one.what in NO_STEP else ("",)
        clash = next((taken[one.what, code] for code in over if (one.what, code) in taken), None)
        if clash is not None:
            yield Fault(one.place, "varied_twice", {"what": one.what, "first": clash})
        taken.update({(one.what, code): one.code for code in over})
