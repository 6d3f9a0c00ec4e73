"""Tasks and their updates: what is to be done, by whom, by when, with what money; and how it stood in a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from xietong.core.grid import cell, name
from xietong.core.ids import content_id
from xietong.core.period import Period
from xietong.targets.tasks.limits import CURRENCIES, amount, listed, said, share
from xietong.targets.tasks.refusal import refused

Role = Literal["lead", "supporting", "responsible"]
"""`responsible`: 责任单位, where nothing says who of them leads."""
ROLES: tuple[Role, ...] = get_args(Role)
Status = Literal["planned", "running", "blocked", "done", "dropped"]
STATUSES: tuple[Status, ...] = get_args(Status)
CLOSED: tuple[Status, ...] = ("done", "dropped")
EvidenceKind = Literal["document", "statement"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its unit, one of `data/tasks.toml` (元, 万元, 亿元, 亿美元 …). ValuesError for another unit, for less than
    nothing, and for what is no number that can be worked with."""

    amount: Decimal
    unit: str = "亿元"

    def __post_init__(self) -> None:
        amount(self.amount, self.unit)

    @property
    def currency(self) -> str:
        """CNY, USD …"""
        return CURRENCIES[self.unit][0]

    @property
    def base(self) -> Decimal:
        """The amount in 元, US dollars …"""
        return self.amount * CURRENCIES[self.unit][1]

    def __str__(self) -> str:
        return f"{self.amount:f}{self.unit}"


@dataclass(frozen=True, slots=True)
class Size:
    """A size of what is built (120万吨, 30万吨级): a property, never a goal. `of` is the project, `words` as printed."""

    of: str
    value: tuple[Decimal, ...]
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """What shall be done by a day on the way."""

    title: str
    due: date

    def __post_init__(self) -> None:
        said("milestone", self.title)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a task comes from: text[start:end] of `document` == `quote`, in the clause with that id (`plans.model.clause_id`)
    and the titles on the way to it; or item number `item` (from 1) of a meeting."""

    document: str = ""
    plan: str = ""
    clause: str = ""
    path: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    quote: str = ""
    meeting: str = ""
    item: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A measure of a plan or, with a `parent` (its id), one of the tasks it consists of; a conclusion of a meeting; or what
    an office sets itself.

    Bodies are named as the register (`core.body`) or the plan names them, one role each; `territories` are keys of the
    gazetteer; `after` ids of tasks that must be done first; `targets` ids of targets it serves. `inherited`: the clause has
    no date and the plan's horizon stands in. Money planned is here, money done in the updates. Raises ValuesError for a due
    date before the start, a milestone outside the two, a body with two roles.
    """

    title: str
    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    start: date | None = None
    due: date | None = None
    inherited: bool = False
    milestones: tuple[Milestone, ...] = ()
    after: tuple[str, ...] = ()
    planned: Money | None = None
    sizes: tuple[Size, ...] = ()
    targets: tuple[str, ...] = ()
    parent: str = ""
    source: Source | None = None
    text: str = ""

    def __post_init__(self) -> None:
        said("title", self.title)
        said("text", self.text)
        for group, many in (("bodies", self.bodies), ("territories", self.territories), ("after", self.after)):
            listed(group, many)
        listed("milestones", [(one.title, one.due) for one in self.milestones])
        listed("targets", self.targets)
        if self.start is not None and self.due is not None and self.due < self.start:
            raise refused("due_before_start", title=self.title, due=self.due, start=self.start)
        for one in self.milestones:
            if self.due is not None and one.due > self.due:
                raise refused("milestone_late", title=self.title, milestone=one.title, day=one.due, due=self.due)
            if self.start is not None and one.due < self.start:
                raise refused("milestone_early", title=self.title, milestone=one.title, day=one.due, start=self.start)

    @property
    def bodies(self) -> tuple[str, ...]:
        """All bodies, the leading first."""
        return self.lead + self.responsible + self.supporting

    @property
    def answering(self) -> tuple[str, ...]:
        """The bodies that must report: those that lead; all that are responsible where nobody leads."""
        return self.lead or self.responsible

    @property
    def first_id(self) -> str:
        """The id a task gets when it is first entered: of a clause and its words, or of title, parent and due. It keeps it."""
        at = self.source
        if at is not None and at.document:
            return content_id("task", at.document, at.clause, at.start, at.end, bool(self.parent))
        if at is not None:
            return content_id("task", at.meeting, at.item, self.title)
        return content_id("task", self.title, self.parent, str(self.due or ""))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an update rests on: a document or a statement of the ledger, by its id."""

    kind: EvidenceKind
    id: str


@dataclass(frozen=True, slots=True)
class Update:
    """How a task stood in a week or on a day (`when`); it speaks for that week, and a task has one for each.

    `completion` in per cent, 0 to 100, and `invested` in the unit of the task's planned money, both since its start; None
    where not reported. `reached` names milestones that were reached. `correction`: it replaces what was said of that week,
    and `reason` says why; `reason` also explains a completion below the one before. Raises ValuesError for a span that is no
    day and no week, a completion beyond 0–100, "done" with less than 100, "blocked" without words, a correction without reason.
    """

    task: str
    when: Period
    status: Status
    completion: Decimal | None = None
    invested: Money | None = None
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    reached: tuple[str, ...] = ()
    correction: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        said("text", self.text)
        said("reason", self.reason)
        listed("evidence", self.evidence)
        listed("milestones", self.reached)
        if self.when.start != self.when.end and cell(self.when.end, "week") != self.when:
            raise refused("update_span", when=self.when)
        if self.status not in STATUSES:
            raise refused("status", status=self.status)
        if self.completion is not None:
            share(self.completion)
        if self.status == "done" and self.completion not in (None, Decimal(100)):
            raise refused("done_below", completion=self.completion)
        if self.status == "blocked" and not self.text.strip():
            raise refused("blocked_silent")
        if self.correction and not self.reason.strip():
            raise refused("correction_reason", week=self.week)

    @property
    def day(self) -> date:
        """The day it speaks to: the last of its span."""
        return self.when.end

    @property
    def week(self) -> str:
        """The ISO week it is for: 2024-W23."""
        return name(cell(self.when.end, "week"))

    @property
    def id(self) -> str:
        """One for each task and week: a correction is a later entry of the same."""
        return content_id("update", self.task, self.week)

    @property
    def done(self) -> Decimal | None:
        """Completion in per cent; a task that is done is complete."""
        return Decimal(100) if self.status == "done" else self.completion
