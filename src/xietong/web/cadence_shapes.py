"""The calendar, editions and duties as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel

from xietong.store.cadence import EditionRow
from xietong.targets.cadence.changes import Change as FoundChange
from xietong.targets.cadence.duty import Duty as FoundDuty
from xietong.targets.cadence.edition import Line as FoundLine
from xietong.targets.cadence.model import Occasion as FoundOccasion
from xietong.web import addresses
from xietong.web.cadence_view import CalendarDay, address
from xietong.workspace.cadence import Origins, Shown
from xietong.workspace.duties import BodyRow


class Occasion(BaseModel):
    """When an edition is made. `planned` is the day before holidays moved it."""

    code: str
    name: str
    period: str
    planned: date
    day: date
    reminders: list[date]
    address: str


class Due(BaseModel):
    """A task that is due."""

    task: str
    title: str
    address: str


class Step(BaseModel):
    """A step of a review that is due."""

    title: str
    step: str
    address: str


class Day(BaseModel):
    """A day. `worked` is null in a year without a table; `due` are the first of `due_count`."""

    day: date
    worked: bool | None
    holiday: str
    made_up: bool
    occasions: list[Occasion]
    due: list[Due]
    due_count: int
    steps: list[Step]


class Month(BaseModel):
    """A month by weeks from Monday on, days of its neighbours included; `unknown`: why some occasions are not known."""

    month: str
    weeks: list[list[Day]]
    unknown: str


class Line(BaseModel):
    """A line of an edition: what it is about, and its facts as codes, numbers and days."""

    section: str
    kind: str
    subject: str
    title: str
    bodies: list[str]
    facts: dict[str, str]
    address: str


class Change(BaseModel):
    """A line that is new, gone or changed; facts: name → [before, after]."""

    kind: str
    line: Line
    facts: dict[str, list[str]]


class Vintage(BaseModel):
    """What an edition was made from."""

    day: date
    known: datetime
    number: int
    observations: list[str]
    digest: str


class EditionHead(BaseModel):
    """A frozen edition as lists show it; `made` is null for one that is not frozen; `afterwards`: frozen after its day."""

    code: str
    period: str
    planned: date
    day: date
    before: str
    counts: dict[str, int]
    late: int
    made: datetime | None
    person: str
    afterwards: bool
    address: str


class Edition(EditionHead):
    """An edition with its lines, what was entered after the one before, what changed since, and (asked by beside=now) how the
    present differs; the addresses of its reports."""

    vintage: Vintage
    lines: list[Line]
    entered_late: list[Line]
    changed: list[Change]
    since: list[Change] | None
    reports: list[str]


class Body(BaseModel):
    """How much a body owes."""

    body: str
    overdue: int
    soon: int
    silent: int
    matters: int
    steps: int
    late_steps: int
    address: str


class Duty(BaseModel):
    """Something a body owes: `days` are working days left, below zero since it is overdue, null where not known."""

    kind: str
    subject: str
    title: str
    due: date | None
    days: int | None
    step: str
    detail: str
    address: str


def occasion(one: FoundOccasion) -> Occasion:
    """An occasion."""
    return Occasion(
        code=one.rule.code, name=one.name, period=str(one.period), planned=one.planned, day=one.day,
        reminders=list(one.reminders), address=addresses.edition(one.rule.code, one.name),
    )  # fmt: skip


def day(one: CalendarDay) -> Day:
    """A day of the calendar."""
    return Day(
        day=one.day.day, worked=one.day.worked, holiday=one.day.holiday, made_up=one.day.made_up,
        occasions=[occasion(each) for each in one.occasions], due_count=one.count,
        due=[Due(task=each.id, title=each.title, address=addresses.task(each.id)) for each in one.due],
        steps=[Step(title=title, step=step, address=link) for title, step, link in one.steps],
    )  # fmt: skip


def line(one: FoundLine, origins: Origins) -> Line:
    """A line; `origins`: the entries that lines of problems and late entries are about."""
    return Line(
        section=one.section, kind=one.kind, subject=one.subject, title=one.title, bodies=list(one.bodies),
        facts=dict(one.facts), address=address(one, origins.get((one.kind, one.subject))),
    )  # fmt: skip


def _changes(found: Sequence[FoundChange], origins: Origins) -> list[Change]:
    return [
        Change(kind=one.kind, line=line(one.line, origins), facts={name: [was, now] for name, was, now in one.facts})
        for one in found
    ]


def head(row: EditionRow) -> EditionHead:
    """A row of the list."""
    one = row.edition
    return EditionHead(
        code=one.code, period=one.period, planned=one.planned, day=one.day, before=one.before, counts=dict(one.counts),
        late=one.late, made=row.record.at, person=row.record.person, afterwards=row.afterwards,
        address=addresses.edition(one.code, one.period),
    )  # fmt: skip


def edition(shown: Shown, origins: Origins, reports: Sequence[str] = ()) -> Edition:
    """The whole of it."""
    one, row = shown.edition, shown.row
    vintage = Vintage(
        day=one.vintage.day, known=one.vintage.known, number=one.vintage.number, digest=one.vintage.digest,
        observations=list(one.vintage.observations),
    )  # fmt: skip
    return Edition(
        code=one.code, period=one.period, planned=one.planned, day=one.day, before=one.before, counts=dict(one.counts),
        late=one.late, made=row.record.at if row else None, person=row.record.person if row else "",
        afterwards=bool(row and row.afterwards), address=addresses.edition(one.code, one.period), vintage=vintage,
        lines=[line(each, origins) for each in shown.lines.lines],
        entered_late=[line(each, origins) for each in shown.lines.late], changed=_changes(shown.moved, origins),
        since=None if shown.since is None else _changes(shown.since, origins), reports=list(reports),
    )  # fmt: skip


def body(one: BodyRow) -> Body:
    """A row of the list of bodies."""
    return Body(
        body=one.body, overdue=one.overdue, soon=one.soon, silent=one.silent, matters=one.matters, steps=one.steps,
        late_steps=one.late_steps, address=addresses.duties(one.body),
    )  # fmt: skip


def duty(one: FoundDuty) -> Duty:
    """A duty."""
    link = addresses.task(one.subject) if one.kind == "task" else addresses.reviewed(one.within, one.subject)
    return Duty(
        kind=one.kind, subject=one.subject, title=one.title, due=one.due, days=one.days, step=one.step, detail=one.detail,
        address=link,
    )  # fmt: skip
