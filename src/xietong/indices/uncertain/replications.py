"""Replications with everything that made them: what varied, scores, ranks, and each made again alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.run import Result, run
from xietong.indices.statistics.ranks import descending
from xietong.indices.uncertain.variant import changed, drawn_weights, noised, reweighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.indices.apply import Given
    from xietong.indices.recipe import Recipe
    from xietong.indices.uncertain.engine import Undefined
    from xietong.indices.uncertain.model import Design


@dataclass(frozen=True, eq=False)
class Replications:
    """uniform and picks (replications, inputs); scores (replications, times, units, elements) of the design's elements.

    nominal: the framework as it is; undefined: replications without scores, with the reasons; elements: their codes.
    """

    design: Design
    nominal: Result
    uniform: Floats
    picks: NDArray[np.int64]
    elements: tuple[str, ...]
    scores: Floats
    undefined: tuple[Undefined, ...]
    recipe: Recipe

    @property
    def given(self) -> Given:
        """What was computed on."""
        return self.nominal.given

    @cached_property
    def ranks(self) -> Floats:
        """Ranks among the units, 1 for the best, ties the lowest."""
        return descending(self.scores, axis=2)

    @cached_property
    def nominal_ranks(self) -> Floats:
        """Those of the framework as it is, (times, units, elements)."""
        places = [self.nominal.framework.position(code) for code in self.elements]
        return self.nominal.ranks[:, :, places]

    def time(self, design: Design) -> int:
        """Where the time of a design stands, the last where it names none."""
        times = self.given.panel.times
        return times.index(design.time) if design.time else len(times) - 1

    def element(self, design: Design) -> int:
        """Where the element of a design stands among those kept, the first where it names none."""
        return self.elements.index(design.element) if design.element else 0

    def parameters(self, row: int) -> dict[str, Any]:
        """What a replication chose, by input: the choice as the framework file says it, the draw, or factors by code."""
        found: dict[str, Any] = {}
        for place, one in enumerate(self.design.inputs):
            found[one.code] = self._weights(place, row) if one.continuous else one.said(int(self.picks[row, place]))
        return found

    def alone(self, row: int) -> Result:
        """A replication by itself, from its framework and panel through `run`. Raises FaultyIndexError where undefined."""
        given = self.framework_and_panel(row)
        return run(given.framework, given.panel, given.groups)

    def framework_and_panel(self, row: int) -> Given:
        """The framework of a replication, with its weights, and its panel, with its noise."""
        inputs, picks, seed = self.design.inputs, self.picks[row].tolist(), self.design.seed
        framework, panel = changed(self.given.framework, inputs, picks), self.given.panel
        given: dict[str, float] = {}
        factors: dict[str, float] = {}
        for place, (one, pick) in enumerate(zip(inputs, picks, strict=True)):
            if one.what == "data":
                panel = noised(panel, self.given.framework, one, place, pick, seed)
            elif one.what == "weights" and one.choices:
                given |= one.choices[pick]
            elif one.what == "weights":
                for code, factor in self._weights(place, row).items():
                    factors[code] = factors.get(code, 1.0) * factor
        if given or factors:
            framework = reweighted(framework, factors, given)
        return replace(self.given, framework=framework, panel=panel)

    def _weights(self, place: int, row: int) -> dict[str, float]:
        some = slice(row, row + 1)
        drawn = drawn_weights(
            self.design, place, self.picks[some, place], self.uniform[some, self.design.columns[place]]
        )
        return dict(zip(self.design.inputs[place].touched, drawn[0].tolist(), strict=True))
