"""What is read from a plan: located and quoted, in the words of the text, not yet confirmed by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.documents.model import Clause
from xietong.statements.model import Measure, Modifier

GoalKind = Literal["value", "range", "floor", "ceiling", "rank"]
Strength = Literal["binding", "expected", ""]  # 约束性, 预期性, not said
Role = Literal["lead", "supporting", "responsible"]


@dataclass(frozen=True, slots=True)
class Words:
    """text[start:end] == quote."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Horizon:
    """The day a plan runs to, and the words that say so; `others`: other days that might be meant."""

    due: date
    said: Words
    others: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanBaseline:
    """Where the sentence says the way begins; `period` is empty where it gives none."""

    value: Decimal
    period: str
    said: Words


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """A goal as the text gives it.

    `low` and `high` are what is accepted: both for a value or range, one for a floor, ceiling or rank; 万 and 亿 are
    multiplied out, percent is in percent. `strict`: the bound itself is not enough (超过); `about`: 约, 左右. `due` is
    None where neither the clause nor the plan says when; `inherited`: the plan's horizon stands in for a date of its
    own. `period` is what a goal of a year or an average covers. `direction` is that of the verb (提高到 1, 压缩至 -1),
    0 where it does not tell. `clause` is an index into the plan's clauses.
    """

    said: Words
    sentence: Words
    indicator: str
    places: tuple[str, ...]
    kind: GoalKind
    low: Decimal | None
    high: Decimal | None
    unit: str
    modifier: Modifier
    measure: Measure
    due: date | None
    clause: int
    strict: bool = False
    about: bool = False
    inherited: bool = False
    period: str = ""
    base_period: str = ""
    scope: tuple[str, ...] = ()
    direction: int = 0
    strength: Strength = ""
    baseline: PlanBaseline | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a plan names for a task. `responsible`: 责任单位, where nothing says who of them leads."""

    name: str
    role: Role
    said: Words


@dataclass(frozen=True, slots=True)
class Size:
    """A size of a project (120万吨, 30万吨级): a property, never a goal. `of` is the project, as printed."""

    of: str
    value: tuple[Decimal, ...]
    unit: str
    said: Words


@dataclass(frozen=True, slots=True)
class Milestone:
    """What shall be done by a day, where the task gives one."""

    due: date
    said: Words


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A measure (a numbered part of the plan) or, with a `parent`, one of the tasks it consists of.

    `goals` are indices into the plan's goals. `due` is the last milestone, else the plan's horizon, `inherited`.
    """

    index: int
    parent: int
    clause: int
    title: str
    said: Words
    bodies: tuple[Body, ...] = ()
    sizes: tuple[Size, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    goals: tuple[int, ...] = ()
    due: date | None = None
    inherited: bool = False

    def who(self, role: Role) -> tuple[str, ...]:
        """Names of the bodies with that role."""
        return tuple(one.name for one in self.bodies if one.role == role)


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: an article of a text with all that was read from it, in text order."""

    title: str
    date: Period | None
    clauses: tuple[Clause, ...]
    horizon: Horizon | None
    goals: tuple[PlanGoal, ...] = ()
    tasks: tuple[PlanTask, ...] = ()
    issues: tuple[Issue, ...] = ()
