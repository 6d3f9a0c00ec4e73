"""The design of an uncertainty analysis: which choices vary, over what, and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.framework import STEPS

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.indices.faults import Fault

WHAT = (*STEPS, "aggregate", "weighting", "weights", "remove", "data")


@dataclass(frozen=True)
class Input:
    """One thing that varies, between alternatives that one number from 0 to 1 chooses among, or continuously.

    what: a kind of step, "aggregate" (how nodes are put together), "weighting" (how they weigh), "weights" (the numbers),
    "remove" (elements left out with all under them), "data" (noise on raw values). choices: the alternatives, each what
    the framework file would say; for noise there are none, but `sets` draws of size `noise`; without sets the
    weight of every element is a number of its own. shares: the probability of
    every alternative. on: codes of nodes (aggregate, weighting) or elements (weights, data), empty for all.
    """

    code: str
    zh: str
    en: str
    what: str
    choices: tuple[Any, ...]
    shares: tuple[float, ...]
    place: str
    on: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    noise: float = 0.0
    shape: str = "uniform"
    by: str = "value"
    sets: int = 0

    @property
    def alternatives(self) -> int:
        """How many there are, 1 where it varies continuously."""
        return len(self.choices) or self.sets or 1

    @property
    def continuous(self) -> bool:
        """Whether the weight of every element varies by itself."""
        return not self.choices and not self.sets

    @property
    def dimensions(self) -> int:
        """How many numbers from 0 to 1 it takes."""
        return len(self.on) if self.continuous else 1

    @property
    def touched(self) -> tuple[str, ...]:
        """The codes of what it changes: those of its weights where they are given, else those it is on."""
        if self.what == "weights" and self.choices:
            return tuple(dict.fromkeys(code for choice in self.choices for code in choice))
        return self.on

    def factors(self, uniform: Floats) -> Floats:
        """What numbers from 0 to 1 make of weights: from 1 − noise to 1 + noise."""
        return 1.0 + self.noise * (2.0 * uniform - 1.0)

    @cached_property
    def bounds(self) -> Floats:
        """Where each alternative ends in the unit interval, (alternatives,)."""
        if not self.shares:
            return np.arange(1, self.alternatives + 1) / self.alternatives
        ends = np.cumsum(self.shares)
        bounds: Floats = ends / ends[-1]
        return bounds

    def said(self, pick: int) -> Any:
        """An alternative as a replication records it: the choice, or the number of the draw from 1."""
        return self.choices[pick] if self.choices else {"set": pick + 1}

    def label(self, pick: int) -> str:
        """An alternative for a message."""
        one = self.said(pick)
        if isinstance(one, dict):
            return " ".join(f"{value}" if key == "method" else f"{key}={value}" for key, value in one.items())
        return "+".join(one) or "—" if isinstance(one, list) else str(one)


@dataclass(frozen=True, eq=False)
class Design:
    """inputs, and how they are drawn: kind "sobol" (scrambled) or "random", runs points, from a seed.

    undefined: "refuse" a combination that cannot be computed, or "report" it and go on. elements: codes whose scores are
    kept, the index if empty. target, unit, time, element: what sensitivity explains (`targets`). bootstrap: resamples, 0
    for none; level: the probability of an interval. table: what the file says, for the recipe.
    """

    inputs: tuple[Input, ...]
    kind: str = "sobol"
    runs: int = 512
    seed: int = 1
    undefined: str = "refuse"
    elements: tuple[str, ...] = ()
    target: str = "rank_shift"
    unit: str = ""
    time: str = ""
    element: str = ""
    bootstrap: int = 1000
    level: float = 0.9
    table: dict[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def columns(self) -> tuple[slice, ...]:
        """The columns of a point that belong to each input."""
        ends = np.cumsum([0, *(one.dimensions for one in self.inputs)]).tolist()
        return tuple(slice(start, end) for start, end in pairwise(ends))
