"""Targets: what shall be reached, from where, by when, how firmly, and which clause says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from xietong.core.ids import content_id
from xietong.core.interval import Interval
from xietong.core.period import Period
from xietong.statements.model import Measure
from xietong.targets.refusal import refused

GoalKind = Literal["value", "range", "floor", "ceiling", "rank"]
Direction = Literal[-1, 0, 1]
Strength = Literal["binding", "expected", ""]  # 约束性, 预期性, not said


_WIDEST = 40  # powers of ten and digits: what is beyond is no figure, and exact arithmetic with it would not end


def exact(value: object) -> Decimal:
    """A number as it is written: 0.1 is a tenth, also as a float. What is no number is NaN, which nothing takes."""
    if isinstance(value, Decimal):
        return value
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return Decimal(repr(value)) if number else Decimal("NaN")


def usable(value: Decimal) -> bool:
    """Whether a number can be worked with: finite, and of a size and length that figures have."""
    return value.is_finite() and abs(value.adjusted()) <= _WIDEST and len(value.as_tuple().digits) <= _WIDEST


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached. Made by `value`, `between`, `floor`, `ceiling` and `rank`.

    A value is reached from the side it is approached from (see `aim`); a range is left again on its far side. `strict`:
    the bound itself is not enough (超过, 低于). `about`: the text says 约, 左右; judged like the number it gives. Numbers may
    be given as int or float: they are taken as written.
    Raises ValuesError for bounds that are missing, no usable numbers, or the wrong way round, and for ranks that are no counts.
    """

    kind: GoalKind
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    strict: bool = False
    about: bool = False

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            if (bound := getattr(self, name)) is not None:
                object.__setattr__(self, name, exact(bound))
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if not bounds or not all(usable(bound) for bound in bounds):
            raise refused("goal_number", goal=self)
        if len(bounds) == 2 and bounds[0] > bounds[1]:
            raise refused("goal_order", low=bounds[0], high=bounds[1])
        if self.kind == "rank" and (bounds[0] < 1 or bounds[0] % 1):
            raise refused("goal_rank", rank=bounds[0])

    @classmethod
    def value(cls, value: Decimal | float, unit: str = "", *, about: bool = False) -> Goal:
        """To reach a number: 达到 150."""
        return cls("value", exact(value), exact(value), unit, about=about)

    @classmethod
    def between(cls, low: Decimal | float, high: Decimal | float, unit: str = "") -> Goal:
        """To lie in a range, both ends included: 4.5%–5%."""
        return cls("range", exact(low), exact(high), unit)

    @classmethod
    def floor(cls, low: Decimal | float, unit: str = "", *, strict: bool = False) -> Goal:
        """At least: 不低于, 以上; `strict` 超过."""
        return cls("floor", exact(low), None, unit, strict)

    @classmethod
    def ceiling(cls, high: Decimal | float, unit: str = "", *, strict: bool = False) -> Goal:
        """At most: 控制在 … 以内; `strict` 低于."""
        return cls("ceiling", None, exact(high), unit, strict)

    @classmethod
    def rank(cls, place: int) -> Goal:
        """A place or better: 前三."""
        return cls("rank", None, exact(place), "位")

    @property
    def interval(self) -> Interval:
        """The numbers the goal names, without the side a value is approached from."""
        return Interval(self.low, self.high)

    def __str__(self) -> str:
        if self.kind in ("value", "range"):
            said = str(self.low) if self.low == self.high else f"{self.low}–{self.high}"
        elif self.low is not None:
            said = f"{'>' if self.strict else '≥'}{self.low}"
        else:
            said = f"{'<' if self.strict else '≤'}{self.high}"
        return f"{'≈' if self.about else ''}{said}{self.unit}"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where the way begins: the value of a period (or of a moment, "../2020-12-31"), an int or float as written."""

    value: Decimal
    period: Period

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", exact(self.value))
        if not usable(self.value):
            raise refused("value_number", period=self.period, value=self.value)


@dataclass(frozen=True, slots=True)
class Target:
    """A goal of an indicator at a territory by a date.

    `indicator` is a code of the catalogue, `territory` a key of the gazetteer; `direction` is given where a person or the
    plan says whether more (1) or less (-1) is meant, 0 where it follows from goal, baseline or catalogue; `clause` is the
    id of the source clause; `inherited`: the clause has no date and the plan's horizon stands in. `members` are the
    territories that answer for a joint goal together. Raises ValuesError for a due date at or before the baseline's end.
    """

    indicator: str
    territory: str
    goal: Goal
    due: date
    baseline: Baseline | None = None
    direction: Direction = 0
    strength: Strength = ""
    clause: str = ""
    inherited: bool = False
    measure: Measure = "level"
    scope: str = ""
    members: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.baseline is not None and self.due <= self.baseline.period.end:
            raise refused("due_before_start", due=self.due, start=self.baseline.period.end)

    @property
    def id(self) -> str:
        """Identity: what is to be reached, where, by when, and the clause that says so; not how it is going."""
        goal, parts = self.goal, (self.indicator, self.territory, self.measure, self.scope, str(self.due), self.clause)
        bounds = [None if one is None else str(one.normalize()) for one in (goal.low, goal.high)]
        return content_id(*parts, goal.kind, bounds, goal.unit, int(goal.strict))

    def starting(self, baseline: Baseline) -> Target:
        """The same target with a baseline, where the plan gives none."""
        return replace(self, baseline=baseline)
