"""Editions as records, and what the calendar asks of tasks and entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, select

from xietong.core.record import Entry, Record
from xietong.store import records
from xietong.store.model import RecordTable, TaskBody, TaskCourse, TaskTable
from xietong.store.tasks import known
from xietong.targets.cadence import edition as form
from xietong.targets.cadence.changes import Change, Opening, opening_of, opening_record
from xietong.targets.cadence.changes import opening as first_of
from xietong.targets.cadence.edition import Edition, Line, Lines
from xietong.targets.cadence.model import occasion_id
from xietong.targets.tasks.model import CLOSED

EDITION, LINES, OPENING = "edition", "edition_lines", "edition_opening"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A frozen edition: its head, when it was frozen and by whom; `afterwards`: after its day."""

    id: str
    edition: Edition
    record: Record
    afterwards: bool


@dataclass(frozen=True, slots=True)
class DueRow:
    """A task that is due, for the calendar."""

    id: str
    title: str
    due: date


def row(one: Record) -> EditionRow:
    """A record as a row."""
    head = form.head(one.content or {})
    return EditionRow(one.subject, head, one, form.afterwards(head.day, one.at))


def get(connection: Connection, code: str, period: str) -> EditionRow | None:
    """The edition of a rule's code about a period; None where it is not frozen."""
    held = records.held(connection, EDITION, [occasion_id(code, period)])
    return row(held[0]) if held else None


def lines(connection: Connection, identity: str) -> Lines:
    """The lines of a frozen edition."""
    return form.lines(records.get(connection, LINES, identity).content or {})


def opening(connection: Connection, identity: str) -> Opening:
    """The first lines and changes of a frozen edition."""
    return opening_of(records.get(connection, OPENING, identity).content or {})


def origins(connection: Connection, some: Sequence[Line]) -> dict[tuple[str, str], Record]:
    """The entries that lines of problems and of late entries are about, by kind and subject of the line; as they were last
    entered, withdrawn or not."""
    asked: dict[str, set[str]] = {}
    for line in some:
        if line.kind == "matter" or line.section == "late":
            asked.setdefault(line.kind, set()).add(line.subject)
    found: dict[tuple[str, str], Record] = {}
    for kind, subjects in asked.items():
        ordered = sorted(subjects)
        for start in range(0, len(ordered), _CHUNK):
            for of in ("problem", "request") if kind == "matter" else (kind,):
                for one in records.versions(connection, of, ordered[start : start + _CHUNK]):
                    found[kind, one.subject] = one
    return found


def entries(identity: str, one: Edition, held: Lines, moved: Sequence[Change]) -> list[Entry]:
    """An edition as it is recorded."""
    terms = {"code": (one.code,), "period": (one.period,)}
    return [
        Entry(EDITION, identity, form.head_record(one), "", one.day, terms),
        Entry(LINES, identity, form.lines_record(held), identity, None, {}),
        Entry(OPENING, identity, opening_record(first_of(held, moved)), identity, None, {}),
    ]


def before(connection: Connection, code: str, day: date) -> EditionRow | None:
    """The last frozen edition of a code of an earlier day."""
    query = (
        select(RecordTable.subject)
        .where(
            RecordTable.kind == EDITION, RecordTable.superseded_at.is_(None), RecordTable.day < str(day),
            RecordTable.number.in_(records.having("code", code)),
        )
        .order_by(RecordTable.day.desc())
        .limit(1)
    )  # fmt: skip
    subject = connection.scalar(query)
    return row(records.get(connection, EDITION, subject)) if subject else None


def last_number(connection: Connection, known: datetime) -> int:
    """The number of the last entry that was made up to a moment, 0 where there is none."""
    at = records.moment_text(known)
    return connection.scalar(select(func.max(RecordTable.number)).where(RecordTable.at <= at)) or 0


def all_known(connection: Connection, known: datetime) -> bool:
    """Whether nothing was entered after a moment but editions, so that the state then is the state now."""
    at = records.moment_text(known)
    later = (
        select(RecordTable.number)
        .where(RecordTable.at > at, RecordTable.kind.not_in((EDITION, LINES, OPENING)))
        .limit(1)
    )
    return connection.scalar(later) is None


def problems(connection: Connection, known: datetime | None) -> dict[str, int]:
    """How many open problems and requests name each body, as known at a moment."""
    found: Counter[str] = Counter()
    for kind in ("problem", "request"):
        found.update(records.counts(connection, kind, "body", {"status": "unresolved"}, as_of=known))
    return dict(found)


def due(connection: Connection, first: date, last: date, limit: int, bodies: Sequence[str] = ()) -> list[DueRow]:
    """Tasks due in a span of days that are not closed on the due day, by day; of some bodies, or all."""
    query = (
        select(TaskTable.id, TaskTable.title, TaskTable.due)
        .join(TaskCourse, and_(TaskCourse.task_id == TaskTable.id, known(TaskCourse), TaskCourse.since <= TaskTable.due, TaskCourse.until > TaskTable.due))
        .where(known(TaskTable), TaskTable.due >= str(first), TaskTable.due <= str(last), TaskCourse.base.not_in(CLOSED))
        .order_by(TaskTable.due, TaskTable.title, TaskTable.id)
        .limit(limit)
    )  # fmt: skip
    if bodies:
        query = query.where(
            TaskTable.id.in_(select(TaskBody.task_id).where(TaskBody.body.in_(bodies), known(TaskBody)))
        )
    return [DueRow(one.id, one.title, date.fromisoformat(one.due)) for one in connection.execute(query)]


def due_counts(connection: Connection, first: date, last: date) -> dict[date, int]:
    """How many such tasks there are on each day of a span."""
    query = (
        select(TaskTable.due, func.count())
        .join(TaskCourse, and_(TaskCourse.task_id == TaskTable.id, known(TaskCourse), TaskCourse.since <= TaskTable.due, TaskCourse.until > TaskTable.due))
        .where(known(TaskTable), TaskTable.due >= str(first), TaskTable.due <= str(last), TaskCourse.base.not_in(CLOSED))
        .group_by(TaskTable.due)
    )  # fmt: skip
    return {date.fromisoformat(day): int(count) for day, count in connection.execute(query)}


def due_by_body(connection: Connection, first: date, last: date) -> dict[str, int]:
    """How many tasks that are not closed on the first day each body must answer for by a span of days."""
    query = (
        select(TaskBody.body, func.count())
        .select_from(TaskTable)
        .join(TaskCourse, and_(TaskCourse.task_id == TaskTable.id, known(TaskCourse), TaskCourse.since <= str(first), TaskCourse.until > str(first)))
        .join(TaskBody, and_(TaskBody.task_id == TaskTable.id, TaskBody.role == "answering", known(TaskBody)))
        .where(known(TaskTable), TaskTable.due >= str(first), TaskTable.due <= str(last), TaskCourse.base.not_in(CLOSED))
        .group_by(TaskBody.body)
    )  # fmt: skip
    return {body: int(count) for body, count in connection.execute(query)}
