"""The framework of an index: a hierarchy of indicators and nodes, and the steps from raw values to scores."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xietong.indices.tree import Tree

if TYPE_CHECKING:
    from xietong.indices.faults import Fault

STEPS = ("denominate", "impute", "screen", "treat", "normalise")


@dataclass(frozen=True)
class Choice:
    """A method by its registered name, with the parameters that were given; defaults are the method's."""

    method: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Weight:
    """A weight and the times for which it is valid: labels as in the panel, "" for no bound, both ends included."""

    value: float
    valid_from: str = ""
    valid_to: str = ""

    def holds(self, time: str) -> bool:
        """Whether it is valid at a time; a bound covers the labels that begin with it (2019 covers 2019-05)."""
        ended = bool(self.valid_to) and time[: len(self.valid_to)] > self.valid_to
        return self.valid_from <= time and not ended


@dataclass(frozen=True)
class Verdict:
    """A verdict on a raw value, as in city examinations (城市体检): reached from `at_least` up to `at_most`."""

    zh: str
    en: str
    at_least: float = float("-inf")
    at_most: float = float("inf")
    above: float = float("-inf")
    below: float = float("inf")


@dataclass(frozen=True)
class Element:
    """What indicators and nodes have in common; `place` is where the file says it."""

    code: str
    parent: str
    zh: str
    en: str
    weights: tuple[Weight, ...]
    place: str

    def weight_at(self, time: str) -> float | None:
        """Its weight at a time: 1 where the file says nothing of weights, None where it gives none for the time."""
        if not self.weights:
            return 1.0
        return next((weight.value for weight in self.weights if weight.holds(time)), None)


@dataclass(frozen=True)
class Indicator(Element):
    """A leaf: raw values come from the panel under its code.

    direction: 1 where more is better, -1 where less is. goalposts and target are in its unit. denominator is a code of
    the panel, divided by and multiplied by factor. verdicts judge the raw value, the first that is reached.
    choices: the methods that differ from those of the steps, by step.
    """

    direction: int = 1
    unit: str = ""
    goalposts: tuple[float, float] | None = None
    target: float | None = None
    denominator: str = ""
    factor: float = 1.0
    verdicts: tuple[Verdict, ...] = ()
    choices: dict[str, Choice] = field(default_factory=dict)


@dataclass(frozen=True)
class Node(Element):
    """An aggregate: how its children are weighted and put together, and the share of them that must be there."""

    aggregate: Choice = field(default_factory=lambda: Choice("arithmetic"))
    weigh: Choice = field(default_factory=lambda: Choice("manual"))
    enough: float = 0.0


@dataclass(frozen=True)
class Step:
    """One step, in the order of the file; choice is what goes for indicators that choose nothing else."""

    kind: str
    choice: Choice
    place: str


@dataclass(frozen=True, eq=False)
class Framework:
    """A framework as read; `table` is what was read and can be read again, faults what reading found wrong.

    partial: data need not have every indicator; what they do not cover is missing, and says so in the result.
    Elements are the indicators, then the nodes, each in the order of the file: this order is that of arrays of scores.
    """

    code: str
    zh: str
    en: str
    indicators: tuple[Indicator, ...]
    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    table: dict[str, Any]
    partial: bool = False
    faults: tuple[Fault, ...] = ()

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Indicators, then nodes."""
        return (*self.indicators, *self.nodes)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the elements, in the order of arrays of scores."""
        return tuple(element.code for element in self.elements)

    @cached_property
    def tree(self) -> Tree:
        """The hierarchy as positions. Raises ValueError for a framework with faults."""
        return Tree.of(self.codes, tuple(element.parent for element in self.elements))

    @cached_property
    def hash(self) -> str:
        """Of everything the framework says, whatever the order of its keys."""
        said = json.dumps(self.table, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()

    def name(self, language: str) -> str:
        """Its name in one language."""
        return self.zh if language == "zh" else self.en

    def element(self, code: str) -> Element:
        """An element by its code. Raises KeyError for one that is not there."""
        return self.elements[self.position(code)]

    def position(self, code: str) -> int:
        """Where an element stands in arrays of scores. Raises KeyError for one that is not there."""
        if code not in self.codes:
            raise KeyError(code)
        return self.codes.index(code)
