"""Tasks, updates, problems, meetings and projects as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from xietong.core.content import content
from xietong.core.issue import Issue
from xietong.core.record import Record
from xietong.store import task_rows as rows
from xietong.targets.tasks.funnel import Flow
from xietong.web import addresses
from xietong.workspace.agenda import MeetingShown
from xietong.workspace.tasks import PlanProposed


class Task(BaseModel):
    """A task with how it stands on the day asked for; `task` and `state` leave out what is not said."""

    id: str
    address: str
    standing: str
    silent: bool
    task: dict[str, Any]
    state: dict[str, Any]
    entered: datetime
    person: str
    number: int


class Update(BaseModel):
    """An update; `late`: days from the day it is for to the day it was entered."""

    update: dict[str, Any]
    week: str
    late: int
    entered: datetime
    person: str
    number: int


class Matter(BaseModel):
    """A problem or request for coordination."""

    id: str
    task_title: str
    matter: dict[str, Any]
    entered: datetime
    person: str


class Entry(BaseModel):
    """An entry as it was made; content null: withdrawn."""

    number: int
    kind: str
    subject: str
    day: str
    late: int
    content: dict[str, Any] | None
    reason: str
    person: str
    at: datetime


class FullTask(BaseModel):
    """A task with its updates, its problems, what it waits for, what belongs to it, and every entry about it; `targets`:
    addresses of the targets it serves."""

    task: Task
    updates: list[Update]
    matters: list[Matter]
    before: list[Task]
    waiting: list[Task]
    below: list[Task]
    targets: list[str]
    history: list[Entry]


class Body(BaseModel):
    """A body with how many of the tasks it answers for stand how; `known`: it is in the register."""

    body: str
    known: bool
    counts: dict[str, int]
    total: int
    silent: int
    supporting: int
    problems: int


class Plan(BaseModel):
    """A document that tasks were taken from; `purged`: it was deleted since."""

    document: str
    title: str
    tasks: int
    purged: bool


class Board(BaseModel):
    """The bodies on a day, the counts of all tasks, the plans there are."""

    day: str
    counts: dict[str, int]
    bodies: list[Body]
    total: int
    limit: int
    offset: int
    plans: list[Plan]
    last_update: str


class Branch(BaseModel):
    """A clause of a plan, or a task, and what is below."""

    title: str
    task: Task | None
    below: list[Branch]


class Proposed(BaseModel):
    """A task as a plan says it; `known`: it was confirmed."""

    id: str
    known: bool
    task: dict[str, Any]
    issues: list[dict[str, str]]


class Proposal(BaseModel):
    """A plan of a document with what it says is to be done."""

    title: str
    horizon: str
    tasks: list[Proposed]


class Tree(BaseModel):
    """The tasks of a plan by its clauses, and what its text proposes; `purged`: the document was deleted since."""

    document: str
    purged: bool
    tree: list[Branch]
    proposals: list[Proposal]


class Saved(BaseModel):
    """What was recorded, and what is worth a look though it was taken."""

    ids: list[str]
    issues: list[dict[str, str]]


class Taken(BaseModel):
    """What came of a list: how many rows are new, changed what holds, or say the same; and what is worth a look."""

    new: int
    changed: int
    same: int
    issues: list[dict[str, str]]


class Meeting(BaseModel):
    """A meeting with its points; matters and tasks by id."""

    id: str
    meeting: dict[str, Any]
    matters: dict[str, Matter]
    tasks: dict[str, Task]
    entered: datetime
    person: str


class Agenda(BaseModel):
    """What is open, the points of the next agenda, and the meetings."""

    open: list[Matter]
    items: list[dict[str, Any]]
    meetings: list[dict[str, Any]]


class Project(BaseModel):
    """A project with the stage it was at on the day asked for."""

    id: str
    address: str
    project: dict[str, Any]
    stage: str | None
    over: bool
    entered: datetime
    person: str
    number: int


class Way(BaseModel):
    """The projects of an origin and a host (empty: all) that came to each stage; money in units of its currency."""

    origin: str
    host: str
    reached: dict[str, int]
    now: dict[str, int]
    ended: int
    money: dict[str, dict[str, Any]]


class Funnel(BaseModel):
    """All projects, the flows by origin and host, and a page of the projects."""

    day: str
    whole: Way
    flows: list[Way]
    items: list[Project]
    total: int
    limit: int
    offset: int


class FullProject(BaseModel):
    """A project with every entry about it."""

    project: Project
    history: list[Entry]


def task(row: rows.TaskRow) -> Task:
    """A task."""
    return Task(
        id=row.id, address=addresses.task(row.id), standing=row.standing, silent=row.silent, task=content(row.task),
        state=content(row.state), entered=row.record.at, person=row.record.person, number=row.record.number,
    )  # fmt: skip


def update(row: rows.UpdateRow) -> Update:
    """An update."""
    return Update(
        update=content(row.update), week=row.update.week, late=row.late, entered=row.record.at, person=row.record.person,
        number=row.record.number,
    )  # fmt: skip


def matter(row: rows.MatterRow) -> Matter:
    """A problem or request."""
    return Matter(
        id=row.id, task_title=row.task, matter=content(row.matter), entered=row.record.at, person=row.record.person
    )


def entry(one: Record) -> Entry:
    """An entry of the ledger."""
    late = rows.late(one.day, one.at) if one.kind == "update" and one.day is not None else 0
    return Entry(
        number=one.number, kind=one.kind, subject=one.subject, day=str(one.day or ""), late=late,
        content=None if one.content is None else dict(one.content), reason=one.reason, person=one.person, at=one.at,
    )  # fmt: skip


def body(row: rows.BoardRow) -> Body:
    """A row of the board."""
    return Body(
        body=row.body, known=row.known, counts={str(name): count for name, count in row.counts.items()}, total=row.total,
        silent=row.silent, supporting=row.supporting, problems=row.problems,
    )  # fmt: skip


def plan(row: rows.PlanRow) -> Plan:
    """A plan that tasks were taken from."""
    return Plan(document=row.document, title=row.title, tasks=row.tasks, purged=row.purged)


def branch(one: rows.Branch) -> Branch:
    """A clause or task with what is below."""
    return Branch(
        title=one.title, task=task(one.row) if one.row is not None else None, below=[branch(each) for each in one.below]
    )


def issues(found: tuple[Issue, ...]) -> list[dict[str, str]]:
    """What is worth a look."""
    return [{"code": one.code, "severity": one.severity, **one.message} for one in found]


def proposal(one: PlanProposed) -> Proposal:
    """A plan with what it says is to be done."""
    return Proposal(
        title=one.title, horizon=str(one.horizon or ""),
        tasks=[
            Proposed(id=each.id, known=each.id in one.known, task=content(each.task), issues=issues(each.issues))
            for each in one.tasks
        ],
    )  # fmt: skip


def saved(one: rows.Saved) -> Saved:
    """What was recorded."""
    return Saved(ids=list(one.ids), issues=issues(one.issues))


def meeting(shown: MeetingShown) -> Meeting:
    """A meeting."""
    row = shown.row
    return Meeting(
        id=row.id, meeting=content(row.meeting), matters={key: matter(one) for key, one in shown.matters.items()},
        tasks={key: task(one) for key, one in shown.tasks.items()}, entered=row.record.at, person=row.record.person,
    )  # fmt: skip


def project(row: rows.ProjectRow, day: Any) -> Project:
    """A project on a day."""
    one = row.project
    return Project(
        id=row.id, address=addresses.project(row.id), project=content(one), stage=one.stage(day), over=one.is_over(day),
        entered=row.record.at, person=row.record.person, number=row.record.number,
    )  # fmt: skip


def way(one: Flow) -> Way:
    """A flow of projects."""
    money = {
        currency: {
            "intended": f"{sums.intended:f}", "agreed": f"{sums.agreed:f}", "paid": f"{sums.paid:f}",
            "counted": list(sums.counted),
        }
        for currency, sums in one.money.items()
    }  # fmt: skip
    return Way(
        origin=one.origin, host=one.host, reached={str(name): count for name, count in one.reached.items()},
        now={str(name): count for name, count in one.now.items()}, ended=one.ended, money=money,
    )  # fmt: skip
