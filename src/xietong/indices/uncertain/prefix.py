"""The steps of many frameworks, each computed once: frameworks that begin alike share what they begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xietong.indices.apply import DO, Stage
from xietong.indices.fit import misfits, misfits_of_stages
from xietong.indices.run import STOP

if TYPE_CHECKING:
    from xietong.indices.apply import Given
    from xietong.indices.faults import Fault
    from xietong.indices.framework import Step


@dataclass
class Chain:
    """The stages of the framework before, of which the next keeps as many as begin alike (one chain is kept at a time)."""

    head: object = None
    steps: list[Step] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)

    def through(self, given: Given, head: object) -> tuple[tuple[Stage, ...], tuple[Fault, ...]]:
        """Stages from raw to normalised values, and what is wrong; no stages after what cannot be gone through.

        head: what tells raw values and indicators apart: two frameworks and panels with the same are the same to the steps.
        """
        found = [*given.framework.faults, *misfits(given)]
        if any(fault.code in STOP for fault in found):
            return (), tuple(found)
        if head != self.head:
            self.head, self.steps, self.stages = head, [], [Stage("raw", given.raw)]
        same = self._same(given.framework.steps)
        self.steps, self.stages = self.steps[:same], self.stages[: same + 1]
        for step in given.framework.steps[same:]:
            self.stages.append(DO[step.kind](given, step, self.stages[-1].values))
            self.steps.append(step)
        return tuple(self.stages), (*found, *misfits_of_stages(given, self.stages))

    def _same(self, steps: tuple[Step, ...]) -> int:
        """How many steps at the beginning are those of the chain."""
        pairs = zip(self.steps, steps, strict=False)
        unlike = (
            number for number, (one, other) in enumerate(pairs) if (one.kind, one.choice) != (other.kind, other.choice)
        )
        return next(unlike, min(len(self.steps), len(steps)))
