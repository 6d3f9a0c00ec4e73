"""Lists and boards of tasks, asked by day and by what was known (the tables are made in `task_tables.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, select

from xietong.core.content import of_content
from xietong.core.record import Record
from xietong.store import records
from xietong.store.model import RecordTable, TaskBody, TaskCourse, TaskTable
from xietong.store.rows import Page
from xietong.store.task_tables import OPEN_END, chunks
from xietong.targets.tasks.bodies import register
from xietong.targets.tasks.model import Status
from xietong.targets.tasks.standing import Standing, State

_WORDS = 8
_Table = type[TaskTable] | type[TaskBody] | type[TaskCourse]


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day, and the moment up to which entries count (None: all). Late entries show as the difference between two."""

    day: date
    known: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tasks: all that is given must hold. `body` in any role, `lead` those that must report, by any of its names;
    `plan` the id of a document; `words` in the title, all of them; `due_from`, `due_to` a span of due dates, both included;
    `standings` and `status` any of them; `silent` only those not reported for weeks."""

    body: str = ""
    lead: str = ""
    plan: str = ""
    territory: str = ""
    parent: str = ""
    target: str = ""
    after: str = ""
    meeting: str = ""
    status: tuple[Status, ...] = ()
    standings: tuple[Standing, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    words: str = ""
    silent: bool = False


def names(body: str, day: date) -> tuple[str, ...]:
    """All names that stand for a body on a day."""
    return register().names(register().now(register().name(body), day), day) if body else ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A task's entry, its state on the day asked for, and its standing."""

    record: Record
    state: State
    standing: Standing


def _standing(day: str) -> ColumnElement[str]:
    """`standing.judged` in SQL."""
    c = TaskCourse
    return case(
        (c.base.in_(("done", "dropped")), c.base),
        (and_(c.due != "", c.due < day), literal("overdue")),
        (c.base == "blocked", c.base),
        (and_(c.late_from != "", c.late_from <= day), literal("late")),
        else_=c.base,
    )


def known(table: _Table, at: datetime | None = None) -> ColumnElement[bool]:
    """Whether a row of one of the tables was known at a moment, or is now."""
    if at is None:
        return table.known_until.is_(None)
    moment = records.moment_text(at)
    return and_(
        table.known_from <= moment, func.coalesce(table.known_until, OPEN_END) > moment
    )  # one condition: an OR is planned worse


def _on(at: AsOf) -> ColumnElement[bool]:
    day = str(at.day)
    return and_(TaskCourse.since <= day, TaskCourse.until > day, known(TaskCourse, at.known))


def find(
    connection: Connection, asked: Asked, at: AsOf, limit: int | None = 50, offset: int = 0, *, by_concern: bool = False,
    counted: bool = True,
) -> Page[Kept]:  # fmt: skip
    """Tasks as they stood on a day, by due date (those without one last), or the worst first; without `counted` the total is
    that of the items given. Those that only gather others are in no list."""
    stands = _standing(str(at.day))
    source, conditions = _asked_of(asked, at)
    order: list[Any] = [case((TaskCourse.due == "", OPEN_END), else_=TaskCourse.due), TaskCourse.task_id]
    if by_concern:
        rank = {name: place for place, name in enumerate(("overdue", "blocked", "late", "running", "ahead", "planned"))}
        order.insert(0, case(rank, value=stands, else_=len(rank)))
    counts = (func.count().over(),) if counted and limit is not None else ()
    query = select(TaskCourse.task_id, stands.label("standing"), *counts).select_from(source).where(*conditions)
    rows = connection.execute(query.order_by(*order).limit(limit).offset(offset)).all()
    total = rows[0][-1] if rows and counts else len(rows) + offset
    if counts and offset and not rows:
        total = connection.scalar(select(func.count()).select_from(source).where(*conditions)) or 0
    keys = [row.task_id for row in rows]
    held = {one.subject: one for one in records.held(connection, "task", keys, at.known)}
    states_of = _states(connection, keys, at)
    items = tuple(Kept(held[row.task_id], states_of[row.task_id], row.standing) for row in rows)
    return Page(items, total, len(items) if limit is None else limit, offset)


def _states(connection: Connection, keys: Sequence[str], at: AsOf) -> dict[str, State]:
    found: dict[str, State] = {}
    for part in chunks(keys):
        query = select(TaskCourse.task_id, TaskCourse.state).where(TaskCourse.task_id.in_(part), _on(at))
        found |= {row.task_id: of_content(State, row.state) for row in connection.execute(query)}
    return found


def _asked_of(asked: Asked, at: AsOf) -> tuple[Any, list[ColumnElement[bool]]]:
    """What is asked, and the conditions. Courses hold due dates too, so the tasks themselves are joined only where words of
    theirs are asked for: a look at each of 20,000 takes longer than reading all courses."""
    own = list(_of_task(asked))
    found = [_on(at), *_of_course(asked, at)]
    if not own:
        return TaskCourse, found
    joined = TaskTable.__table__.join(TaskCourse.__table__, TaskCourse.task_id == TaskTable.id)
    return joined, [*found, known(TaskTable, at.known), *own]


def _of_course(asked: Asked, at: AsOf) -> Iterator[ColumnElement[bool]]:
    day = str(at.day)
    if asked.status:
        yield _status_in(asked.status)
    if asked.standings:
        yield _standing(day).in_(asked.standings)
    if asked.due_from is not None or asked.due_to is not None:
        yield TaskCourse.due != ""
    if asked.due_from is not None:
        yield TaskCourse.due >= str(asked.due_from)
    if asked.due_to is not None:
        yield TaskCourse.due <= str(asked.due_to)
    if asked.silent:
        yield and_(TaskCourse.silent_from != "", TaskCourse.silent_from <= day)
    for body, role in ((asked.body, ""), (asked.lead, "answering")):
        if body:
            of = select(TaskBody.task_id).where(TaskBody.body.in_(names(body, at.day)), known(TaskBody, at.known))
            yield TaskCourse.task_id.in_(of.where(TaskBody.role == role) if role else of)


def _of_task(asked: Asked) -> Iterator[ColumnElement[bool]]:
    for column, value in ((TaskTable.plan, asked.plan), (TaskTable.parent, asked.parent)):
        if value:
            yield column == value
    for word in asked.words.split()[:_WORDS]:
        yield TaskTable.title.contains(word, autoescape=True)
    for name, value in (
        ("territory", asked.territory), ("target", asked.target), ("after", asked.after), ("meeting", asked.meeting)
    ):  # fmt: skip
        if value:
            yield TaskTable.number.in_(records.having(name, value))


def _status_in(status: Sequence[str]) -> ColumnElement[bool]:
    said = func.coalesce(TaskCourse.state["status"].as_string(), "planned")
    return said.in_(status)


def board(connection: Connection, at: AsOf, plan: str = "") -> list[tuple[str, Standing, bool, int]]:
    """(name of a body, standing, silent, count) over the tasks each answers for."""
    day = str(at.day)
    is_silent = and_(TaskCourse.silent_from != "", TaskCourse.silent_from <= day)
    said, quiet = _standing(day).label("standing"), case((is_silent, 1), else_=0).label("quiet")
    query = (
        select(TaskBody.body, said, quiet, func.count())
        .select_from(TaskBody)
        .join(TaskCourse, TaskCourse.task_id == TaskBody.task_id)
        .where(_on(at), known(TaskBody, at.known), TaskBody.role == "answering")
        .group_by(TaskBody.body, said, quiet)
    )
    if plan:
        query = query.where(TaskCourse.task_id.in_(_of_plan(plan, at)))
    return [(row[0], cast("Standing", row[1]), bool(row[2]), int(row[3])) for row in connection.execute(query)]


def _of_plan(plan: str, at: AsOf) -> Select[Any]:
    return select(TaskTable.id).where(TaskTable.plan == plan, known(TaskTable, at.known))


def supporting(connection: Connection, at: AsOf, plan: str = "") -> dict[str, int]:
    """How many tasks each body supports."""
    held = (TaskBody.role == "supporting", known(TaskBody, at.known))
    query = select(TaskBody.body, func.count()).where(*held).group_by(TaskBody.body)
    if plan:
        query = query.where(TaskBody.task_id.in_(_of_plan(plan, at)))
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def standings(connection: Connection, asked: Asked, at: AsOf) -> tuple[dict[str, int], int]:
    """How many of the tasks asked for stand how, and how many of them are silent."""
    day = str(at.day)
    said = _standing(day)
    quiet = func.sum(case((and_(TaskCourse.silent_from != "", TaskCourse.silent_from <= day), 1), else_=0))
    source, conditions = _asked_of(asked, at)
    query = select(said, func.count(), quiet).select_from(source).where(*conditions).group_by(said)
    rows = connection.execute(query).all()
    return {row[0]: int(row[1]) for row in rows}, sum(int(row[2]) for row in rows)


def titles(connection: Connection, tasks: Sequence[str]) -> dict[str, str]:
    """Titles of tasks by id."""
    found: dict[str, str] = {}
    for part in chunks(sorted(set(tasks))):
        query = select(TaskTable.id, TaskTable.title).where(TaskTable.id.in_(part), known(TaskTable))
        found |= {row.id: row.title for row in connection.execute(query)}
    return found


def by_title(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The ids of all tasks by title."""
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(select(TaskTable.id, TaskTable.title).where(known(TaskTable)).order_by(TaskTable.id)):
        found[row.title] = (*found.get(row.title, ()), row.id)
    return found


def states(connection: Connection, tasks: Sequence[str], day: date) -> list[tuple[str, str]]:
    """Titles of some tasks and their standing, without the calendar, on a day."""
    held = (_on(AsOf(day)), known(TaskTable), TaskTable.id.in_(tasks))
    query = select(TaskTable.title, TaskCourse.base).join(TaskCourse, TaskCourse.task_id == TaskTable.id).where(*held)
    return [(row.title, row.base) for row in connection.execute(query)]


def last_reported(connection: Connection) -> str:
    """The last day that an update speaks to; empty without any."""
    query = select(RecordTable.day).where(RecordTable.kind == "update", RecordTable.superseded_at.is_(None))
    return str(connection.scalar(query.order_by(RecordTable.day.desc()).limit(1)) or "")


def plans(connection: Connection) -> dict[str, int]:
    """The documents that tasks were taken from, with how many."""
    query = select(TaskTable.plan, func.count()).where(TaskTable.plan != "", known(TaskTable)).group_by(TaskTable.plan)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def children(connection: Connection, parents: Sequence[str], at: datetime | None = None) -> dict[str, int]:
    """How many tasks belong to each of some, or belonged as known at a moment; those that nothing belongs to are left out."""
    found: dict[str, int] = {}
    for part in chunks(parents):
        query = select(TaskTable.parent, func.count()).where(TaskTable.parent.in_(part), known(TaskTable, at))
        found |= {row[0]: int(row[1]) for row in connection.execute(query.group_by(TaskTable.parent))}
    return found
