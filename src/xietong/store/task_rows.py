"""What questions about tasks are answered with, and how the answers are put together from records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection, select

from xietong.core import clock
from xietong.core.issue import Issue
from xietong.core.record import Record
from xietong.store import records, tasks
from xietong.store.model import Document, TaskTable
from xietong.store.rows import Page
from xietong.store.tasks import AsOf, Kept
from xietong.targets.tasks.bodies import register
from xietong.targets.tasks.entries import of_record
from xietong.targets.tasks.matters import Matter, MatterKind, Meeting
from xietong.targets.tasks.model import Status, Task, Update
from xietong.targets.tasks.project import Project
from xietong.targets.tasks.standing import STANDINGS, Standing, State, silent, standing, state

_MANY = 2_000


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as lists show it: what was entered last, how it stands, in a word, whether it is silent, and the entry."""

    id: str
    task: Task
    state: State
    standing: Standing
    record: Record
    silent: bool = False


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """An update as it was entered. `late`: days from the day it is for to the day it was entered, 0 where it was in time."""

    update: Update
    record: Record
    late: int = 0


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A problem or request with its task's title and its entry."""

    id: str
    matter: Matter
    task: str
    record: Record


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting and its entry."""

    id: str
    meeting: Meeting
    record: Record


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project and its entry."""

    id: str
    project: Project
    record: Record


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A body (its present name) with how many of the tasks it answers for stand how, how many of them are silent, how many more
    it supports, and how many open problems and requests name it. `known`: it is in the register of bodies."""

    body: str
    counts: Mapping[Standing, int]
    supporting: int = 0
    silent: int = 0
    problems: int = 0
    known: bool = True

    @property
    def total(self) -> int:
        """The tasks it answers for."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A document that tasks were taken from; `purged`: it was deleted since, and `title` is that of the plan as it was."""

    document: str
    title: str
    tasks: int
    purged: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A clause of a plan by its label and title, or (with `row`) a task; and what is below."""

    title: str
    row: TaskRow | None = None
    below: tuple[Branch, ...] = ()

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """All tasks in it."""
        own = (self.row,) if self.row is not None else ()
        return own + tuple(row for one in self.below for row in one.rows)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was recorded, and what is worth a look though it was taken."""

    ids: tuple[str, ...]
    issues: tuple[Issue, ...] = ()
    records: tuple[Record, ...] = field(default=())


def late(day: date, at: datetime) -> int:
    """Days from a day to the day of an entry, 0 where that is not later."""
    return max(0, (clock.day_of(at) - day).days)


def of_kept(one: Kept, day: date) -> TaskRow:
    """A row of a list."""
    task = of_record(Task, one.record)
    return TaskRow(one.record.subject, task, one.state, one.standing, one.record, silent(task, one.state, day))


def of_update(one: Record) -> UpdateRow:
    """An update with how late it was entered."""
    update = of_record(Update, one)
    return UpdateRow(update, one, late(update.day, one.at))


def of_records(connection: Connection, found: Sequence[Record], at: AsOf) -> tuple[TaskRow, ...]:
    """Tasks with their states on a day, as known at a moment. A task that others belong to and that has no updates of its own
    stands as they do."""
    keys = [one.subject for one in found]
    updates: dict[str, list[Update]] = {}
    for one in _of_all(connection, "update", keys, at):
        updates.setdefault(one.parent, []).append(of_record(Update, one))
    walls = _walls(connection, keys, at)
    below = _below(connection, [key for key in keys if key not in updates], at)
    rows = []
    for one in found:
        task = of_record(Task, one)
        parts = below.get(one.subject, ())
        now = state(updates.get(one.subject, ()), at.day, walls.get(one.subject, 0))
        if parts:
            rows.append(rolled(TaskRow(one.subject, task, now, "planned", one), parts))
        else:
            rows.append(TaskRow(one.subject, task, now, standing(task, now, at.day), one, silent(task, now, at.day)))
    return tuple(rows)


def _below(connection: Connection, keys: Sequence[str], at: AsOf) -> dict[str, list[TaskRow]]:
    """What belongs to some tasks."""
    groups = sorted(tasks.children(connection, keys, at.known))
    if not groups:
        return {}
    held = records.find(connection, "task", parent=groups, as_of=at.known, limit=None).items
    found: dict[str, list[TaskRow]] = {}
    for row in of_records(connection, held, at):
        found.setdefault(row.task.parent, []).append(row)
    return found


def gathered(connection: Connection, keys: Sequence[str], rows: Sequence[TaskRow], at: AsOf) -> tuple[TaskRow, ...]:
    """Tasks that only gather others, as these stand: `rows` are those at hand, the rest is looked up."""
    here = {one.id for one in rows}
    below: dict[str, list[TaskRow]] = {}
    for one in rows:
        below.setdefault(one.task.parent, []).append(one)
    held = records.find(connection, "task", parent=list(keys), as_of=at.known, limit=None).items
    for one in of_records(connection, [each for each in held if each.subject not in here], at):
        below.setdefault(one.task.parent, []).append(one)
    found = []
    for record in records.held(connection, "task", keys, at.known):
        empty = TaskRow(record.subject, of_record(Task, record), state((), at.day, 0), "planned", record)
        found.append(rolled(empty, below[record.subject]) if record.subject in below else empty)
    return tuple(found)


def rolled(row: TaskRow, parts: Sequence[TaskRow]) -> TaskRow:
    """A task that stands as its parts do: as the worst of them, its completion the mean of theirs, where all report one (one that
    has not begun counts as nothing)."""
    shares = [
        one.state.completion if one.state.completion is not None else Decimal(0) if one.state.status == "planned" else None
        for one in parts if one.standing != "dropped"
    ]  # fmt: skip
    known = [one for one in shares if one is not None]
    mean = (
        (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if known and len(known) == len(shares)
        else None
    )
    worst = min((one.standing for one in parts), key=STANDINGS.index)
    reported = max((one.state.reported for one in parts if one.state.reported is not None), default=None)
    closed = worst in ("done", "dropped")
    status: Status = (
        ("done" if worst == "done" else "dropped") if closed else "running" if reported is not None else "planned"
    )
    now = State(
        status,
        mean if reported is not None else None,
        reported=reported,
        blocking=sum(one.state.blocking for one in parts),
    )
    return replace(row, state=now, standing=worst, silent=any(one.silent for one in parts))


def _of_all(
    connection: Connection, kind: str, keys: Sequence[str], at: AsOf, terms: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """What belongs to some tasks; of very many all of the kind are gone through once."""
    wanted = set(keys)
    parts: list[Sequence[str] | None] = [keys[start : start + 400] for start in range(0, len(keys), 400)]
    for part in parts if len(keys) <= _MANY else [None]:
        for one in records.find(connection, kind, terms, parent=part, as_of=at.known, limit=None).items:
            if one.parent in wanted:
                yield one


def _walls(connection: Connection, keys: Sequence[str], at: AsOf) -> Counter[str]:
    """How many blocking problems of each task are open on a day."""
    found: Counter[str] = Counter()
    for kind in ("problem", "request"):
        for one in _of_all(connection, kind, keys, at, {"blocking": "yes"}):
            found[one.parent] += of_record(Matter, one).blocks(at.day)
    return found


def board(connection: Connection, at: AsOf, plan: str) -> tuple[BoardRow, ...]:
    """Counts by the body that answers on the day, under its present name."""
    counts: dict[str, Counter[Standing]] = {}
    quiet: Counter[str] = Counter()
    helping: Counter[str] = Counter()
    for name, said, is_silent, count in tasks.board(connection, at, plan):
        body = register().now(name, at.day)
        counts.setdefault(body, Counter())[said] += count
        quiet[body] += count if is_silent else 0
    for name, count in tasks.supporting(connection, at, plan).items():
        helping[register().now(name, at.day)] += count
    problems: Counter[str] = Counter()
    for kind in ("problem", "request"):
        for name, count in records.counts(connection, kind, "party", {"status": "unresolved"}, as_of=at.known).items():
            problems[register().now(name, at.day)] += count
    names = dict.fromkeys((*counts, *helping))
    rows_of = [
        BoardRow(one, counts.get(one, Counter()), helping[one], quiet[one], problems[one], one in register().by_name)
        for one in names
    ]
    return tuple(sorted(rows_of, key=lambda one: (-one.total, -one.supporting, one.body)))


def plans(connection: Connection) -> tuple[PlanRow, ...]:
    """The documents that tasks were taken from, the one with most tasks first."""
    counted = tasks.plans(connection)
    query = select(Document.id, Document.title, Document.name).where(Document.id.in_(list(counted)))
    titles = {row.id: row.title or row.name for row in connection.execute(query)}
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        PlanRow(key, titles.get(key) or _title_kept(connection, key), count, key not in titles)
        for key, count in ordered
    )


def _title_kept(connection: Connection, plan: str) -> str:
    """What a plan that was purged is called in its tasks."""
    query = select(TaskTable.number).where(TaskTable.plan == plan, tasks.known(TaskTable)).order_by(TaskTable.number)
    (first,) = records.numbered(connection, list(connection.scalars(query.limit(1))))
    return str(((first.content or {}).get("source") or {}).get("plan", "")) or plan[:12]


def tree(rows: Sequence[TaskRow]) -> tuple[Branch, ...]:
    """Tasks under the clauses they come from; tasks entered by hand below a measure stand behind those of the text."""
    ordered = sorted(
        rows, key=lambda one: (one.task.source.start if one.task.source else 0, bool(one.task.parent), one.id)
    )
    known = {one.id for one in rows}
    below: dict[str, list[TaskRow]] = {}
    for one in ordered:
        below.setdefault(one.task.parent if one.task.parent in known else "", []).append(one)

    def branch(row: TaskRow) -> Branch:
        return Branch(row.task.title, row, tuple(map(branch, below.get(row.id, ()))))

    return _grouped([(row.task.source.path[:-1] if row.task.source else (), branch(row)) for row in below.get("", ())])


def _grouped(given: Sequence[tuple[tuple[str, ...], Branch]]) -> tuple[Branch, ...]:
    found: list[Branch] = []
    at = 0
    while at < len(given):
        path, one = given[at]
        if not path:
            found.append(one)
            at += 1
            continue
        end = at
        while end < len(given) and given[end][0][:1] == path[:1]:
            end += 1
        found.append(Branch(path[0], None, _grouped([(way[1:], each) for way, each in given[at:end]])))
        at = end
    return tuple(found)


def matters(
    connection: Connection, kinds: Sequence[MatterKind], terms: Mapping[str, str | Sequence[str]], task: str,
    known: datetime | None, limit: int | None, offset: int,
) -> Page[MatterRow]:  # fmt: skip
    """Problems and requests of some kinds by the day they were raised, with the titles of their tasks."""
    pages = [
        records.find(
            connection, kind, terms, parent=task or None, as_of=known, limit=None if limit is None else offset + limit
        )
        for kind in kinds
    ]  # fmt: skip
    found = sorted((one for page in pages for one in page.items), key=lambda one: (one.day or date.min, one.subject))
    cut = found[offset : None if limit is None else offset + limit]
    titles = tasks.titles(connection, [one.parent for one in cut if one.parent])
    rows = tuple(MatterRow(one.subject, of_record(Matter, one), titles.get(one.parent, ""), one) for one in cut)
    return Page(rows, sum(page.total for page in pages), len(cut) if limit is None else limit, offset)


def matter(connection: Connection, key: str) -> MatterRow:
    """One by the beginning of its id, whichever kind it is. NotFoundError."""
    held = records.first(connection, ("problem", "request"), key)
    titles = tasks.titles(connection, [held.parent] if held.parent else [])
    return MatterRow(held.subject, of_record(Matter, held), titles.get(held.parent, ""), held)
