"""What is read from a plan: located and quoted, in the words of the text, not yet confirmed by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from xietong.core.ids import content_id
from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.data.refusals import refusal
from xietong.documents.model import Clause
from xietong.statements.model import Measure, Modifier
from xietong.targets.model import Baseline, Direction, Goal, Strength, Target

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
    """Where the sentence says the way begins; `period` is None where it gives none."""

    value: Decimal
    period: Period | None
    said: Words


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """A goal as the text gives it, not yet linked to an indicator of the catalogue.

    `due` is None where neither the clause nor the plan says when; `inherited`: the plan's horizon stands in for a date
    of its own. `modifier` and `period` are the statement's: `period` is what a goal of a year or an average covers.
    `direction` is that of the verb (提高到 1, 压缩至 -1), 0 where it does not tell. `clause` is an index into the plan's
    clauses.
    """

    said: Words
    sentence: Words
    indicator: str
    places: tuple[str, ...]
    goal: Goal
    modifier: Modifier
    measure: Measure
    due: date | None
    clause: int
    inherited: bool = False
    period: str = ""
    base_period: str = ""
    scope: tuple[str, ...] = ()
    direction: Direction = 0
    strength: Strength = ""
    baseline: PlanBaseline | None = None

    def target(self, indicator: str, territory: str, clause: Clause) -> Target:
        """The target, once its indicator (a code) and its territory (a key of the gazetteer) are known.

        Raises ValuesError where it has no due date, or one that lies before its baseline.
        """
        if self.due is None:
            raise refusal("plans", "goal_undated", words=self.said.quote)
        start = self.baseline
        baseline = Baseline(start.value, start.period) if start is not None and start.period is not None else None
        return Target(
            indicator, territory, self.goal, self.due, baseline, self.direction, self.strength, clause_id(clause),
            self.inherited, self.measure, "、".join(self.scope),
        )  # fmt: skip


def clause_id(clause: Clause) -> str:
    """Identity of a clause by its words, so that a text read again, or read elsewhere, has the same."""
    return content_id(clause.label, clause.quote)


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
