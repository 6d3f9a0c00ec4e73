"""Projects that go from one territory to another: signed, landed, started, in production, ended; and their money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, get_args

from xietong.core.ids import content_id
from xietong.data import table
from xietong.targets.tasks.limits import listed, said
from xietong.targets.tasks.model import Money
from xietong.targets.tasks.refusal import refused

Stage = Literal["signed", "landed", "started", "production"]
"""签约 → 落地 → 开工 → 投产. What ended is no stage: a project ends in whichever stage it was."""
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class Project:
    """A project by the territories it comes from and goes to (keys of the gazetteer), with the day of each stage it reached.

    `intended` (意向投资额), `agreed` (协议投资额), `paid` (到位资金) as of the entry. A stage may have no day of its own: what is
    in production was signed. `ended` with `ending`, why. Raises ValuesError for stages out of order, an end before the last
    stage or without a reason, a project without any stage, amounts of several currencies.
    """

    title: str
    origin: str
    host: str
    signed: date | None = None
    landed: date | None = None
    started: date | None = None
    production: date | None = None
    ended: date | None = None
    ending: str = ""
    intended: Money | None = None
    agreed: Money | None = None
    paid: Money | None = None
    industry: str = ""
    park: str = ""
    lead: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        said("title", self.title)
        said("text", self.text)
        said("text", self.ending)
        listed("bodies", self.lead)
        listed("after", self.tasks)
        if not self.origin or not self.host:
            raise refused("project_places", title=self.title)
        self._in_order()
        if len({one.currency for one in (self.intended, self.agreed, self.paid) if one is not None}) > 1:
            raise refused("project_currencies", title=self.title)

    def _in_order(self) -> None:
        reached = tuple(self.stages())
        if not reached:
            raise refused("project_no_stage", title=self.title)
        for (first, day), (second, after) in pairwise(reached):
            if after < day:
                named = table("tasks.toml")["stages"]
                raise refused(
                    "project_order", title=self.title, first=day, second=after, stage=named[second], before=named[first]
                )
        if self.ended is not None and self.ended < reached[-1][1]:
            raise refused("project_ended_early", title=self.title, ended=self.ended, day=reached[-1][1])
        if self.ended is not None and not self.ending.strip():
            raise refused("project_ending", title=self.title)

    def stages(self) -> Iterator[tuple[Stage, date]]:
        """The stages it reached, with their days, in order."""
        for stage in STAGES:
            day = getattr(self, stage)
            if day is not None:
                yield stage, day

    def stage(self, day: date) -> Stage | None:
        """The last stage reached by a day; None where it was not signed yet."""
        return next((stage for stage, reached in reversed(tuple(self.stages())) if reached <= day), None)

    def is_over(self, day: date) -> bool:
        """Whether it had ended by a day."""
        return self.ended is not None and self.ended <= day

    @property
    def first_id(self) -> str:
        """The id it gets when it is first entered."""
        return content_id("project", self.title, self.origin, self.host)
