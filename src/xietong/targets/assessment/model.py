"""A yearly assessment: which goals, for whom, for how many points, by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from xietong.core.ids import content_id
from xietong.core.period import Period
from xietong.data.refusals import refusal
from xietong.statements.model import Measure
from xietong.targets.model import Direction, Goal, Target
from xietong.targets.split import share_out

Rule = Literal["met", "way", "ratio"]
How = Literal["shares", "together"]
WORDS = "assessment.toml"
MESSAGES = "assessment"


@dataclass(frozen=True, slots=True)
class Joint:
    """A goal that several territories answer for together. `how`: split among them by `weights` in multiples of `step`, or
    reached together with one score for all; `agreed` says by whom and when the rule was agreed."""

    goal: Goal
    how: How
    members: tuple[str, ...]
    agreed: str
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    step: Decimal = Decimal("0.01")

    @property
    def place(self) -> str:
        """The key of all members together, as observations of joint places have it."""
        return "+".join(sorted(self.members))


@dataclass(frozen=True, slots=True)
class Item:
    """One goal of the year. `goals` and `starts` (the values of the period `start`) are by territory key; a territory
    without a goal is not assessed on it. `joint` stands in place of `goals`."""

    code: str
    indicator: str
    points: Decimal
    rule: Rule
    goals: Mapping[str, Goal]
    starts: Mapping[str, Decimal] = field(default_factory=dict)
    start: Period | None = None
    measure: Measure = "level"
    scope: str = ""
    direction: Direction = 0
    joint: Joint | None = None

    def shared(self, year: int) -> dict[str, Goal]:
        """The goal of each territory: its own, or its share of a joint goal. ValuesError where it cannot be shared."""
        one = self.joint
        if one is None:
            return dict(self.goals)
        if one.how == "together":
            return dict.fromkeys(one.members, one.goal)
        whole = Target(self.indicator, one.place, one.goal, date(year, 12, 31), measure=self.measure)
        return {part.key: part.goal for part in share_out(whole, dict(one.weights), one.step).parts}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is assessed. `set_on` is the day the goals were set; values count that were released by `known` (None: all).
    ValuesError for goals set after the year."""

    title: str
    year: int
    by: str
    set_on: date
    territories: tuple[str, ...]
    items: tuple[Item, ...]
    known: date | None = None

    def __post_init__(self) -> None:
        if self.set_on.year > self.year:
            raise refusal(MESSAGES, "set_late", set=self.set_on, year=self.year)

    @property
    def id(self) -> str:
        """Identity: title and year; it stays while the goals are being worked on."""
        return content_id("assessment", self.title, self.year)

    @property
    def period(self) -> Period:
        """The year."""
        return Period.year(self.year)


@dataclass(frozen=True, slots=True)
class Value:
    """What was reached: `source` is the id of the observation, `released` the day it was made known ("" not known)."""

    value: Decimal
    unit: str
    source: str
    released: str = ""


Values = Mapping[tuple[str, str], Value]
"""(item's code, territory) → value; no entry where there is no data."""
