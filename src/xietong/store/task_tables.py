"""The tables that lists and boards of tasks come from, made from the records, with what was known before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Table, and_, bindparam, delete, func, insert, select, update

from xietong.core.content import content
from xietong.core.ids import content_id
from xietong.core.record import Record
from xietong.data import raw
from xietong.store import records
from xietong.store.model import RecordTable, Setting, TaskBody, TaskCourse, TaskTable
from xietong.store.records import moment_text
from xietong.targets.tasks.entries import of_record
from xietong.targets.tasks.matters import Matter
from xietong.targets.tasks.model import Task, Update
from xietong.targets.tasks.replay import Entered, Part, Turn, replay

OPEN_END = "9999-12-31"
_SETTING = "tasks"
_VERSION = 2  # of the three tables
_CHUNK = 400
_BELOW = ("task", "update", "problem", "request")
_Key = TypeVar("_Key", str, int)
_Row = dict[str, Any]
_Table = TaskTable | TaskBody | TaskCourse


def version() -> str:
    """Changes with the limits by which a task is late or silent."""
    return content_id("tasks", _VERSION, raw("tasks.toml"))


def is_current(connection: Connection) -> bool:
    """Whether the tables were made by this program's rules."""
    return connection.scalar(select(Setting.value).where(Setting.name == _SETTING)) == version()


def rebuild(connection: Connection) -> None:
    """Make all tables anew from the records."""
    for table in (TaskCourse, TaskBody, TaskTable):
        connection.execute(delete(table))
    refresh(connection, connection.scalars(select(RecordTable.subject).where(RecordTable.kind == "task")).all())
    connection.execute(delete(Setting).where(Setting.name == _SETTING))
    connection.execute(insert(Setting).values(name=_SETTING, value=version()))


def refresh(connection: Connection, tasks: Iterable[str]) -> None:
    """Take in what was entered about some tasks since the last time, and what it changes of those they belong to; call it in
    the transaction that records about them."""
    keys = sorted(set(tasks))
    above: set[str] = set()
    for part in chunks(keys):
        states = records.versions(connection, "task", part)
        above |= {one.parent for one in states if one.parent}
        _take_in(connection, part, states)
    for part in chunks(sorted(above - set(keys))):
        _take_in(connection, part, records.versions(connection, "task", part))


def chunks(keys: Sequence[_Key]) -> Iterator[Sequence[_Key]]:
    """As many ids as go into one query."""
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _take_in(connection: Connection, keys: Sequence[str], states: Sequence[Record]) -> None:
    entered: dict[str, list[Entered]] = {key: [] for key in keys}
    tasks = _Rows(connection, TaskTable, keys, lambda _: "")
    bodies = _Rows(connection, TaskBody, keys, lambda row: f"{row['role']} {row['body']}")
    courses = _Rows(connection, TaskCourse, keys, lambda row: str(row["since"]))
    for one in states:
        task = of_record(Task, one)
        entered[one.subject].append(_entered(one, task))
        tasks.turn(one.subject, moment_text(one.at), [_task_row(one, task)])
        if one.superseded is not None:
            tasks.turn(one.subject, moment_text(one.superseded), [])
    for one in records.versions_below(connection, keys, _BELOW):
        what = _what(one)
        if not isinstance(what, Matter) or what.blocking:
            entered[one.parent].append(_entered(one, what))
    for key, many in entered.items():
        for turn in replay(many, max(bodies.last[key], courses.last[key])):
            begin = "" if turn.whole else _day(turn.stretches[0].since)
            courses.turn(key, turn.at, _course_rows(key, turn), begin)
            if turn.whole:
                bodies.turn(key, turn.at, _body_rows(key, turn.task))
    for each in (tasks, bodies, courses):
        each.write(connection)


class _Rows:
    """Rows of some tasks in a table: those known now, and what is made of them moment by moment; `last` is the moment to which
    a task's rows are made, empty without any."""

    def __init__(
        self, connection: Connection, table: type[_Table], keys: Sequence[str], name: Callable[[_Row], str]
    ) -> None:
        self._table, self._name = cast(Table, table.__table__), name
        self._now: dict[str, dict[str, _Row]] = {key: {} for key in keys}
        self._new: list[_Row] = []
        self._over: list[_Row] = []
        self.last = dict.fromkeys(keys, "")
        subject = TaskTable.id if table is TaskTable else self._table.c.task_id
        moments = select(subject, func.max(table.known_from), func.max(table.known_until)).where(subject.in_(keys))
        for key, begun, over in connection.execute(moments.group_by(subject)):
            self.last[key] = max(begun, over or "")
        held = select(subject.label("of"), self._table).where(subject.in_(keys), table.known_until.is_(None))
        for found in connection.execute(held).mappings():
            row = {column.name: found[column.name] for column in self._table.columns}
            self._now[found["of"]][name(row)] = row

    def turn(self, key: str, at: str, rows: Sequence[_Row], begin: str = "") -> None:
        """From a moment on these are the rows of a task whose names are not before `begin`."""
        if at <= self.last[key]:
            return
        held, given = self._now[key], {self._name(one): one for one in rows}
        for name in [one for one in held if one >= begin]:
            if name not in given or any(held[name][column] != value for column, value in given[name].items()):
                row = held.pop(name)
                row["known_until"] = at
                self._over.append(row)
        for name in given.keys() - held.keys():
            held[name] = {**given[name], "known_from": at, "known_until": None}
            self._new.append(held[name])

    def write(self, connection: Connection) -> None:
        """Write what came, and until when what was there was known."""
        fresh = {id(one) for one in self._new}
        over = [one for one in self._over if id(one) not in fresh]
        if over:
            key = list(self._table.primary_key)
            rows = [
                {f"of_{column.name}": one[column.name] for column in key} | {"over": one["known_until"]} for one in over
            ]
            same = and_(*(column == bindparam(f"of_{column.name}") for column in key))
            connection.execute(update(self._table).where(same).values(known_until=bindparam("over")), rows)
        if self._new:
            connection.execute(insert(self._table), self._new)


def _what(record: Record) -> Update | Matter | Part:
    match record.kind:
        case "task":
            return Part()
        case "update":
            return of_record(Update, record)
    return of_record(Matter, record)


def _entered(record: Record, what: Task | Update | Matter | Part) -> Entered:
    over = record.superseded
    return Entered(what, moment_text(record.at), moment_text(over) if over is not None else "")


def _task_row(record: Record, task: Task) -> _Row:
    plan = task.source.document if task.source is not None else ""
    return {
        "number": record.number, "id": record.subject, "parent": task.parent, "plan": plan, "start": _day(task.start),
        "due": _day(task.due), "title": task.title,
    }  # fmt: skip


def _course_rows(key: str, turn: Turn) -> list[_Row]:
    return [
        {"task_id": key, "since": _day(one.since), "until": _day(one.until) or OPEN_END, "due": _day(turn.task.due),
         "base": one.base, "late_from": _day(one.late_from), "silent_from": _day(one.silent_from),
         "state": content(one.state)}
        for one in turn.stretches if turn.task is not None
    ]  # fmt: skip


def _body_rows(key: str, task: Task | None) -> list[_Row]:
    if task is None:
        return []
    return [
        {"task_id": key, "body": name[:300], "role": "answering" if name in task.answering else "supporting"}
        for name in task.bodies
    ]


def _day(day: date | None) -> str:
    return str(day or "")
