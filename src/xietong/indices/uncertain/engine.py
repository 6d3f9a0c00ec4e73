"""Replications computed: grouped by what they have in common, every group in one pass over all its weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.aggregate import manual_weights
from xietong.indices.framework import STEPS
from xietong.indices.uncertain.batch import batched, chunk
from xietong.indices.uncertain.check import of_group
from xietong.indices.uncertain.prefix import Chain
from xietong.indices.uncertain.variant import changed, noised, weights_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.indices.apply import Given
    from xietong.indices.faults import Fault
    from xietong.indices.framework import Framework
    from xietong.indices.uncertain.model import Design, Input

    Positions = NDArray[np.int64]

FIRST = ("data", "remove", *STEPS, "aggregate", "weighting")  # what comes first in the computation


@dataclass(frozen=True, eq=False)
class Undefined:
    """Replications (their positions) that have no scores, and why."""

    rows: Positions
    faults: tuple[Fault, ...]


@dataclass(frozen=True, eq=False)
class Computed:
    """scores (replications, times, units, elements), NaN throughout for what is undefined."""

    scores: Floats
    undefined: tuple[Undefined, ...]


def compute(given: Given, design: Design, picks: Positions, uniform: Floats, elements: Sequence[str]) -> Computed:
    """Scores of elements (codes) in every replication, by alternatives (replications, inputs) and points they come from.

    Replications are grouped by all alternatives but weights; the steps of a group are taken from the group before as far
    as they are the same, and its weights go up the hierarchy together. Arrays of children are held to `batch.CELLS`
    values; besides them memory is that of the scores.
    """
    panel = given.panel
    scores = np.full((len(picks), len(panel.times), len(panel.units), len(elements)), np.nan)
    undefined, chain = [], Chain()
    frameworks: dict[tuple[int, ...], Framework] = {}
    for picked, rows in groups(given.framework, design.inputs, picks):
        said = tuple(0 if one.what == "data" else pick for one, pick in zip(design.inputs, picked, strict=True))
        framework = frameworks.get(said) or changed(given.framework, design.inputs, said)
        frameworks[said] = framework
        group = Group(given, design, picked, framework)
        values, faults = group.values(chain)
        if faults or values is None:
            undefined.append(Undefined(rows, faults))
            continue
        for part, found, told in group.parts(values, picks, uniform, rows, elements):
            if told:
                undefined.append(Undefined(part, told))
            else:
                scores[part] = found
    return Computed(scores, tuple(undefined))


def groups(
    framework: Framework, inputs: tuple[Input, ...], picks: Positions
) -> Iterator[tuple[tuple[int, ...], Positions]]:
    """Alternatives of all inputs (weights: the first) and the replications that have them, likest ones in a row."""
    kinds = [kind for kind in FIRST if kind not in STEPS]
    steps = [step.kind for step in framework.steps]
    order = [*kinds[:2], *steps, *kinds[2:]]
    told = [place for place, one in enumerate(inputs) if one.what != "weights"]
    told.sort(key=lambda place: order.index(inputs[place].what))
    distinct, member = np.unique(picks[:, told], axis=0, return_inverse=True)
    by_group = np.argsort(member.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(member.ravel(), minlength=len(distinct)))
    for one, rows in zip(distinct, np.split(by_group, ends[:-1]), strict=True):
        picked = np.zeros(len(inputs), np.int64)
        picked[told] = one
        yield tuple(picked.tolist()), rows


class Group:
    """Replications that differ in nothing but weights."""

    def __init__(self, given: Given, design: Design, picked: tuple[int, ...], framework: Framework) -> None:
        self.design, inputs, panel = design, design.inputs, given.panel
        for place, one in enumerate(inputs):
            if one.what == "data":
                panel = noised(panel, given.framework, one, place, picked[place], design.seed)
        self.head = tuple(pick for one, pick in zip(inputs, picked, strict=True) if one.what in ("data", "remove"))
        self.given = replace(given, framework=framework, panel=panel)

    def values(self, chain: Chain) -> tuple[Floats | None, tuple[Fault, ...]]:
        """Normalised values (times, units, indicators), or what is wrong."""
        stages, faults = chain.through(self.given, self.head)
        return (stages[-1].values if stages else None), (*faults, *of_group(self.given.framework, self.design.inputs))

    def parts(
        self, values: Floats, picks: Positions, uniform: Floats, rows: Positions, elements: Sequence[str]
    ) -> Iterator[tuple[Positions, Floats, tuple[Fault, ...]]]:
        """Rows with their scores (rows, times, units, elements), or with what is wrong with all of them."""
        framework, units = self.given.framework, self.given.panel.units
        wanted = [framework.position(code) if code in framework.codes else -1 for code in elements]
        base = manual_weights(framework, self.given.panel.times)
        size = chunk(framework, values)
        waiting = [rows[at : at + size] for at in range(0, len(rows), size)]
        while waiting:
            part = waiting.pop(0)
            weights = weights_of(framework, self.design, picks[part], uniform[part], base)
            done = batched(framework, values, weights, wanted, units)
            if done.faults and not done.shared and len(part) > 1:  # some have it: halves tell which
                waiting[:0] = [part[: len(part) // 2], part[len(part) // 2 :]]
            else:
                yield part, done.scores, done.faults
