"""Rules of a cadence and the occasions they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from xietong.core import grid
from xietong.core.grid import Grain
from xietong.core.ids import content_id
from xietong.core.period import Period

Falls = Literal["same", "after"]
Move = Literal["previous", "next"]
WORDS = "cadence.toml"
MESSAGES = "cadence"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a cadence; see data/cadence.toml. One of `weekday`, `workday` and `monthday` is not 0. `since` and
    `until` (None: still) are the days of the beginning of a period between which it holds."""

    code: str
    zh: str
    en: str
    grain: Grain
    weekday: int
    workday: int
    monthday: int
    falls: Falls
    move: Move
    reminders: tuple[int, ...]
    sections: tuple[str, ...]
    since: date
    until: date | None = None

    def name(self, language: str) -> str:
        """What it is called."""
        return self.zh if language == "zh" else self.en

    def holds(self, period: Period) -> bool:
        """Whether it is the rule of a period."""
        start = period.start or period.end
        return self.since <= start and (self.until is None or start <= self.until)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One edition to be made: of a rule, about a period, on a day. `planned` is the day before holidays moved it."""

    rule: Rule
    period: Period
    planned: date
    day: date
    reminders: tuple[date, ...]

    @property
    def name(self) -> str:
        """The period's name: 2024-W09, 2024-03, 2024-Q1."""
        return grid.name(self.period)

    @property
    def id(self) -> str:
        """Identity: the rule's code and the period. It stays when the day moves."""
        return occasion_id(self.rule.code, self.name)

    @property
    def moved(self) -> bool:
        """Whether holidays moved it."""
        return self.day != self.planned


def occasion_id(code: str, name: str) -> str:
    """Identity of an occasion by the rule's code and the name of its period."""
    return content_id("occasion", code, name)
