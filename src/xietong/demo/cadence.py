"""The demo's two years as an office lives them: on every occasion of the cadence what was known is frozen, and the plan is
reviewed clause by clause; a year is assessed.

Example data: what is found, recommended and replied is made up (`tasks/review.toml`); all of it bears the day on which it
would have been entered. What lies after today is left out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from xietong.core import clock
from xietong.core.clock import standing_at
from xietong.core.record import Entry
from xietong.targets.reviews.model import Step
from xietong.workspace import Workspace

_BEGIN = date(2025, 1, 6)
_ASSESSED = date(2024, 12, 22)  # after the plan's targets, before its tasks were confirmed
_HOUR = 17  # after what is entered on a day
Moments = Sequence[tuple[datetime, Sequence[Entry]]]


def enter_with_cadence(workspace: Workspace, document: str, moments: Moments, person: str, today: date) -> None:
    """Enter what was entered when (in order of time), and at every occasion between freeze the edition of the day."""
    with standing_at(clock.at(_ASSESSED, time(_HOUR))):
        assessments = workspace.assessments.by(person)
        assessments.freeze(assessments.put(_file("assessment.toml")))
    occasions, _ = workspace.cadence.occasions(_BEGIN, today - timedelta(days=1))
    told = _Review(workspace, document, person)
    cadence, done = workspace.cadence.by(person), 0
    for day in sorted({one.day for one in occasions} | {one for one in told.days if one < today}):
        until = clock.at(day, time(_HOUR))
        coming = [one for one in moments[done:] if one[0] < until]
        if coming:
            workspace.tasks.record(coming, person)
            done += len(coming)
        with standing_at(until):
            told.enter(day)
            for one in occasions:
                if one.day == day:
                    cadence.freeze(one.rule.code, one.name)
    workspace.tasks.record(moments[done:], person)


class _Review:
    """The story of a review, day by day."""

    def __init__(self, workspace: Workspace, document: str, person: str) -> None:
        said = tomllib.loads(_file("review.toml"))
        self._about: dict[str, Any] = said["review"]
        self._steps: list[dict[str, Any]] = said["step"]
        self._reviews, self._document = workspace.reviews.by(person), document
        self._clauses: dict[str, str] = {}

    @property
    def days(self) -> Iterable[date]:
        """Days on which something is entered."""
        return {self._about["day"], *(one["entered"] for one in self._steps)}

    def enter(self, day: date) -> None:
        """All that is entered on a day."""
        about = self._about
        if about["day"] == day:
            review = self._reviews.open(self._document, about["title"], about["by"], "plan", day)
            taken = self._reviews.take_up(review, dict.fromkeys(about["clauses"], ((), ())), day)
            self._clauses = dict(zip(about["clauses"], taken, strict=True))
        for one in self._steps:
            if one["entered"] == day:
                self._reviews.step(self._step(one))

    def _step(self, one: dict[str, Any]) -> Step:
        return Step(
            self._clauses[one["clause"]], one["kind"], one.get("day", one["entered"]), one.get("text", ""),
            tuple(one.get("bodies", ())), (), one.get("outcome", ""), one.get("due"),
            self._reviews.evidence(one.get("evidence", ())),
        )  # fmt: skip


def _file(name: str) -> str:
    return files("xietong.demo").joinpath("tasks", name).read_text(encoding="utf-8")
