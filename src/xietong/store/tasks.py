"""Lists and boards of tasks: tables made from the records of tasks, updates and problems, and asked by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, literal, select

from xietong.core.content import content, of_content
from xietong.core.ids import content_id
from xietong.core.record import Record
from xietong.data import raw
from xietong.store import records
from xietong.store.model import RecordTable, RecordTerm, Setting, TaskBody, TaskCourse, TaskTable
from xietong.store.rows import Page
from xietong.targets.tasks.bodies import register
from xietong.targets.tasks.course import course
from xietong.targets.tasks.entries import of_record
from xietong.targets.tasks.matters import Matter
from xietong.targets.tasks.model import Status, Task, Update
from xietong.targets.tasks.standing import Standing, State, silent

OPEN_END = "9999-12-31"
_SETTING = "tasks"
_VERSION = 1  # of the two tables
_CHUNK = 400
_WORDS = 8


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

    def fits(self, task: Task, now: State, stands: Standing, day: date) -> bool:
        """Whether a task is one of them; what `_conditions` asks of the tables."""
        at = task.source
        return (
            (not self.body or not set(names(self.body, day)).isdisjoint(task.bodies))
            and (not self.lead or not set(names(self.lead, day)).isdisjoint(task.answering))
            and self.plan in ("", at.document if at else "") and self.meeting in ("", at.meeting if at else "")
            and self.parent in ("", task.parent)
            and all(not one or one in many for one, many in (
                (self.territory, task.territories), (self.target, task.targets), (self.after, task.after)))
            and (not self.status or now.status in self.status) and (not self.standings or stands in self.standings)
            and (self.due_from is None or (task.due is not None and task.due >= self.due_from))
            and (self.due_to is None or (task.due is not None and task.due <= self.due_to))
            and all(word in task.title for word in self.words.split()[:_WORDS])
            and (not self.silent or silent(task, now, day))
        )  # fmt: skip


def names(body: str, day: date) -> tuple[str, ...]:
    """All names that stand for a body on a day."""
    return register().names(register().now(register().name(body), day), day) if body else ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A task's entry, its state on the day asked for, and its standing."""

    record: Record
    state: State
    standing: Standing


def version() -> str:
    """Changes with the limits by which a task is late or silent."""
    return content_id("tasks", _VERSION, raw("tasks.toml"))


def is_current(connection: Connection) -> bool:
    """Whether the tables were made by this program's rules."""
    return connection.scalar(select(Setting.value).where(Setting.name == _SETTING)) == version()


def rebuild(connection: Connection) -> None:
    """Make both tables anew from the records."""
    for table in (TaskCourse, TaskBody, TaskTable):
        connection.execute(delete(table))
    known = select(RecordTable.subject).where(RecordTable.kind == "task", RecordTable.superseded_at.is_(None))
    refresh(connection, connection.scalars(known).all())
    connection.execute(delete(Setting).where(Setting.name == _SETTING))
    connection.execute(insert(Setting).values(name=_SETTING, value=version()))


def refresh(connection: Connection, tasks: Iterable[str]) -> None:
    """Make the rows of some tasks anew, and of those they belong to; call it in the transaction that records about them."""
    keys = sorted(set(tasks))
    above = _above(connection, keys)
    for part in _chunks(keys):
        for table in (TaskCourse, TaskBody):
            connection.execute(delete(table).where(table.task_id.in_(part)))
        connection.execute(delete(TaskTable).where(TaskTable.id.in_(part)))
        _put_tasks(connection, part)
    above |= _above(connection, keys)
    for part in _chunks(sorted({*keys, *above})):
        for table in (TaskCourse, TaskBody):
            connection.execute(delete(table).where(table.task_id.in_(part)))
        _put_courses(connection, part)


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _above(connection: Connection, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for part in _chunks(keys):
        query = select(TaskTable.parent).where(TaskTable.id.in_(part), TaskTable.parent != "")
        found.update(connection.scalars(query))
    return found


def _put_tasks(connection: Connection, keys: Sequence[str]) -> None:
    rows = []
    for one in records.held(connection, "task", keys):
        task = of_record(Task, one)
        plan = task.source.document if task.source is not None else ""
        rows.append(
            {"id": one.subject, "number": one.number, "parent": task.parent, "plan": plan, "start": _day(task.start),
             "due": _day(task.due), "title": task.title}
        )  # fmt: skip
    if rows:
        connection.execute(insert(TaskTable), rows)


def _put_courses(connection: Connection, keys: Sequence[str]) -> None:
    """A task that others belong to and that has no updates of its own stands as they do, and has no course and no bodies."""
    updates: dict[str, list[Update]] = {}
    matters: dict[str, list[Matter]] = {}
    for one in records.find(connection, "update", parent=keys, limit=None).items:
        updates.setdefault(one.parent, []).append(of_record(Update, one))
    for kind in ("problem", "request"):
        for one in records.find(connection, kind, {"blocking": "yes"}, parent=keys, limit=None).items:
            matters.setdefault(one.parent, []).append(of_record(Matter, one))
    groups = children(connection, keys)
    stretches, bodies = [], []
    for one in records.held(connection, "task", keys):
        key, task = one.subject, of_record(Task, one)
        if key in groups and key not in updates:
            continue
        bodies += [
            {"task_id": key, "body": name[:300], "role": "answering" if name in task.answering else "supporting"}
            for name in task.bodies
        ]
        for stretch in course(task, updates.get(key, ()), matters.get(key, ())):
            stretches.append(
                {"task_id": key, "since": _day(stretch.since), "until": _day(stretch.until) or OPEN_END,
                 "due": _day(task.due), "base": stretch.base, "late_from": _day(stretch.late_from),
                 "silent_from": _day(stretch.silent_from), "state": content(stretch.state)}
            )  # fmt: skip
    if stretches:
        connection.execute(insert(TaskCourse), stretches)
    if bodies:
        connection.execute(insert(TaskBody), bodies)


def _day(day: date | None) -> str:
    return str(day or "")


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


def _on(day: str) -> ColumnElement[bool]:
    return and_(TaskCourse.since <= day, TaskCourse.until > day)


def find(
    connection: Connection, asked: Asked, day: date, limit: int | None = 50, offset: int = 0, *, by_concern: bool = False,
    counted: bool = True,
) -> Page[Kept]:  # fmt: skip
    """Tasks as they stood on a day by all that is known now, by due date (those without one last), or the worst first; without
    `counted` the total is that of the items given."""
    at = str(day)
    stands = _standing(at)
    conditions = _conditions(asked, day)
    joined = TaskTable.__table__.join(TaskCourse.__table__, TaskCourse.task_id == TaskTable.id)
    order: list[Any] = [case((TaskTable.due == "", OPEN_END), else_=TaskTable.due), TaskTable.id]
    if by_concern:
        rank = {name: place for place, name in enumerate(("overdue", "blocked", "late", "running", "ahead", "planned"))}
        order.insert(0, case(rank, value=stands, else_=len(rank)))
    query = select(TaskTable.number, TaskTable.id, stands.label("standing")).select_from(joined).where(*conditions)
    rows = connection.execute(query.order_by(*order).limit(limit).offset(offset)).all()
    total = len(rows) + offset
    if counted and limit is not None and (len(rows) == limit or (offset and not rows)):
        total = connection.scalar(select(func.count()).select_from(joined).where(*conditions)) or 0
    held = _records(connection, [row.number for row in rows])
    states_of = _states(connection, [row.id for row in rows], at)
    items = tuple(Kept(held[row.number], states_of[row.id], row.standing) for row in rows)
    return Page(items, total, len(items) if limit is None else limit, offset)


def _states(connection: Connection, keys: Sequence[str], day: str) -> dict[str, State]:
    found: dict[str, State] = {}
    for part in _chunks(keys):
        query = select(TaskCourse.task_id, TaskCourse.state).where(TaskCourse.task_id.in_(part), _on(day))
        found |= {row.task_id: of_content(State, row.state) for row in connection.execute(query)}
    return found


def _records(connection: Connection, numbers: Sequence[int]) -> dict[int, Record]:
    found = {}
    for start in range(0, len(numbers), _CHUNK):
        for one in records.numbered(connection, numbers[start : start + _CHUNK]):
            found[one.number] = one
    return found


def _conditions(asked: Asked, on: date) -> list[ColumnElement[bool]]:
    day = str(on)
    found = [_on(day), *_named_in(asked, on)]
    found += [
        column == value for column, value in ((TaskTable.plan, asked.plan), (TaskTable.parent, asked.parent)) if value
    ]
    if asked.status:
        found.append(_status_in(asked.status))
    if asked.standings:
        found.append(_standing(day).in_(asked.standings))
    if asked.due_from is not None:
        found += [TaskTable.due != "", TaskTable.due >= str(asked.due_from)]
    if asked.due_to is not None:
        found += [TaskTable.due != "", TaskTable.due <= str(asked.due_to)]
    found += [TaskTable.title.contains(word, autoescape=True) for word in asked.words.split()[:_WORDS]]
    if asked.silent:
        found += [TaskCourse.silent_from != "", TaskCourse.silent_from <= day]
    return found


def _named_in(asked: Asked, on: date) -> Iterator[ColumnElement[bool]]:
    """By the bodies and by the words of the record."""
    for name, value in (
        ("territory", asked.territory), ("target", asked.target), ("after", asked.after), ("meeting", asked.meeting)
    ):  # fmt: skip
        if value:
            having = select(RecordTerm.number).where(RecordTerm.name == name, RecordTerm.value == value)
            yield TaskTable.number.in_(having)
    if asked.body:
        yield TaskTable.id.in_(select(TaskBody.task_id).where(TaskBody.body.in_(names(asked.body, on))))
    if asked.lead:
        answers = select(TaskBody.task_id).where(TaskBody.body.in_(names(asked.lead, on)), TaskBody.role == "answering")
        yield TaskTable.id.in_(answers)


def _status_in(status: Sequence[str]) -> ColumnElement[bool]:
    said = func.coalesce(TaskCourse.state["status"].as_string(), "planned")
    return said.in_(status)


def board(connection: Connection, day: date, plan: str = "") -> list[tuple[str, Standing, bool, int]]:
    """(name of a body, standing, silent, count) over the tasks each answers for."""
    at = str(day)
    is_silent = and_(TaskCourse.silent_from != "", TaskCourse.silent_from <= at)
    said, quiet = _standing(at).label("standing"), case((is_silent, 1), else_=0).label("quiet")
    query = (
        select(TaskBody.body, said, quiet, func.count())
        .select_from(TaskBody)
        .join(TaskCourse, TaskCourse.task_id == TaskBody.task_id)
        .where(_on(at), TaskBody.role == "answering")
        .group_by(TaskBody.body, said, quiet)
    )
    if plan:
        query = query.where(TaskCourse.task_id.in_(select(TaskTable.id).where(TaskTable.plan == plan)))
    return [(row[0], cast("Standing", row[1]), bool(row[2]), int(row[3])) for row in connection.execute(query)]


def supporting(connection: Connection, plan: str = "") -> dict[str, int]:
    """How many tasks each body supports."""
    query = select(TaskBody.body, func.count()).where(TaskBody.role == "supporting").group_by(TaskBody.body)
    if plan:
        query = query.where(TaskBody.task_id.in_(select(TaskTable.id).where(TaskTable.plan == plan)))
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def standings(connection: Connection, asked: Asked, day: date) -> tuple[dict[str, int], int]:
    """How many of the tasks asked for stand how, and how many of them are silent."""
    at = str(day)
    said = _standing(at)
    quiet = func.sum(case((and_(TaskCourse.silent_from != "", TaskCourse.silent_from <= at), 1), else_=0))
    joined = TaskTable.__table__.join(TaskCourse.__table__, TaskCourse.task_id == TaskTable.id)
    source: Any = TaskCourse if asked == Asked() else joined
    query = select(said, func.count(), quiet).select_from(source).where(*_conditions(asked, day)).group_by(said)
    rows = connection.execute(query).all()
    return {row[0]: int(row[1]) for row in rows}, sum(int(row[2]) for row in rows)


def titles(connection: Connection, tasks: Sequence[str]) -> dict[str, str]:
    """Titles of tasks by id."""
    found: dict[str, str] = {}
    for part in _chunks(sorted(set(tasks))):
        query = select(TaskTable.id, TaskTable.title).where(TaskTable.id.in_(part))
        found |= {row.id: row.title for row in connection.execute(query)}
    return found


def by_title(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The ids of all tasks by title."""
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(select(TaskTable.id, TaskTable.title).order_by(TaskTable.id)):
        found[row.title] = (*found.get(row.title, ()), row.id)
    return found


def states(connection: Connection, tasks: Sequence[str], day: date) -> list[tuple[str, str]]:
    """Titles of some tasks and their standing, without the calendar, on a day."""
    joined = TaskTable.__table__.join(TaskCourse.__table__, TaskCourse.task_id == TaskTable.id)
    query = select(TaskTable.title, TaskCourse.base).select_from(joined).where(_on(str(day)), TaskTable.id.in_(tasks))
    return [(row.title, row.base) for row in connection.execute(query)]


def last_reported(connection: Connection) -> str:
    """The last day that an update speaks to; empty without any."""
    query = select(RecordTable.day).where(RecordTable.kind == "update", RecordTable.superseded_at.is_(None))
    return str(connection.scalar(query.order_by(RecordTable.day.desc()).limit(1)) or "")


def plans(connection: Connection) -> dict[str, int]:
    """The documents that tasks were taken from, with how many."""
    query = select(TaskTable.plan, func.count()).where(TaskTable.plan != "").group_by(TaskTable.plan)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def children(connection: Connection, parents: Sequence[str]) -> dict[str, int]:
    """How many tasks belong to each of some; those that nothing belongs to are left out."""
    found: dict[str, int] = {}
    for part in _chunks(parents):
        query = select(TaskTable.parent, func.count()).where(TaskTable.parent.in_(part)).group_by(TaskTable.parent)
        found |= {row[0]: int(row[1]) for row in connection.execute(query)}
    return found
