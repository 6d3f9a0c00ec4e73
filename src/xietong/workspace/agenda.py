"""What stands in the way, and the meeting that settles it: problems and requests raised, gathered, concluded on, resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xietong.core import clock
from xietong.store import records, task_checks, task_rows, task_tables
from xietong.store.ledger import Ledger
from xietong.store.task_rows import MatterRow, MeetingRow, Saved, TaskRow
from xietong.store.tasks import AsOf
from xietong.targets.tasks.agenda import gather
from xietong.targets.tasks.entries import matter_entry, meeting_entry, of_record, task_entry
from xietong.targets.tasks.matters import Item, Matter, Meeting
from xietong.targets.tasks.model import Source, Task
from xietong.targets.tasks.refusal import raise_if, refused
from xietong.targets.tasks.text import reason as reason_of
from xietong.targets.tasks.text import words


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A meeting with what its points are about and the tasks that came of them."""

    row: MeetingRow
    matters: Mapping[str, MatterRow]
    tasks: Mapping[str, TaskRow]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What was concluded on a point (its number from 1), and the tasks it becomes."""

    item: int
    text: str
    tasks: tuple[Task, ...] = ()


class Agenda:
    """`ws.agenda`. Nothing is saved half: ValuesError before anything is written."""

    def __init__(self, ledger: Ledger, person: Callable[[], str]) -> None:
        self._ledger, self._person = ledger, person

    def get(self, meeting: str) -> MeetingShown:
        """A meeting by its id or the beginning of it. NotFoundError."""
        with self._ledger.reading() as connection:
            held = records.get(connection, "meeting", meeting)
            found = of_record(Meeting, held)
            keys = [key for one in found.items for key in one.matters]
            rows = {key: task_rows.matter(connection, key) for key in keys}
            made = records.held(connection, "task", [key for one in found.items for key in one.tasks])
            tasks = task_rows.of_records(connection, made, AsOf(clock.today()))
        return MeetingShown(MeetingRow(held.subject, found, held), rows, {one.id: one for one in tasks})

    def gather(self) -> tuple[Item, ...]:
        """The points of the next agenda: what is open and on none yet, what blocks first."""
        with self._ledger.reading() as connection:
            page = task_rows.matters(connection, ("problem", "request"), {"status": "open"}, "", None, None, 0)
        return gather({one.id: one.matter for one in page.items})

    def put(self, matters: Sequence[Matter], today: date | None = None) -> Saved:
        """Raise problems and requests. Refused: a day in the future, a task or problem that is not there, a body that has
        ended, one that was raised already."""
        on = today or clock.today()
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            person = task_checks.person(self._person())
            found, issues = task_checks.matters(connection, matters, on)
            made = records.add(connection, person, [matter_entry(key, one) for key, one in found.items()])
            task_tables.refresh(connection, [one.task for one in found.values() if one.task])
        return Saved(tuple(found), issues, made)

    def resolve(self, matter: str, day: date, resolution: str, today: date | None = None) -> Saved:
        """Say that a problem or request is settled, and how."""
        on = today or clock.today()
        if day > on:
            raise refused("day_future", day=day, today=on)
        resolution = words(resolution)
        return self._settle(matter, lambda one: replace(one, status="resolved", resolved=day, resolution=resolution))

    def withdraw(self, matter: str, reason: str) -> Saved:
        """Take a problem or request back; its history stays."""
        if not reason.strip():
            raise refused("reason")
        return self._settle(matter, lambda one: replace(one, status="withdrawn"), reason)

    def _settle(self, matter: str, change: Callable[[Matter], Matter], reason: str = "") -> Saved:
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            person = task_checks.person(self._person())
            row = task_rows.matter(connection, matter)
            if not row.matter.is_open:
                raise refused("matter_closed", title=row.matter.title)
            entry = matter_entry(row.id, change(row.matter), reason_of(reason))
            made = records.add(connection, person, [entry])
            task_tables.refresh(connection, [row.matter.task] if row.matter.task else [])
        return Saved((row.id,), (), made)

    def plan(self, meeting: Meeting) -> Saved:
        """Call a meeting with its agenda; what is on it is listed there. Refused: matters that are not open or on another
        agenda, a meeting of that name and day that is there already."""
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            person = task_checks.person(self._person())
            key = meeting.first_id
            if records.held(connection, "meeting", [key]):
                raise refused("meeting_known", title=meeting.title, day=meeting.day)
            listed = task_checks.on_agenda(connection, key, meeting)
            entries = [meeting_entry(key, meeting), *(matter_entry(one, matter) for one, matter in listed.items())]
            made = records.add(connection, person, entries)
        return Saved((key,), (), made)

    def conclude(self, meeting: str, conclusions: Sequence[Conclusion], today: date | None = None) -> Saved:
        """Keep what a meeting concluded; each conclusion's tasks are entered with the meeting as their source. Refused: before
        its day, a point it does not have, a point concluded on already, and whatever is wrong with the tasks."""
        on = today or clock.today()
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            person = task_checks.person(self._person())
            held = records.get(connection, "meeting", meeting)
            before = of_record(Meeting, held)
            after, tasks = _concluded(held.subject, before, conclusions, on)
            faults, issues = task_checks.tasks(connection, tasks, on, tasks)
            raise_if(faults, len(tasks))
            keys = [key for one in conclusions for key in before.items[one.item - 1].matters]
            settled = [task_rows.matter(connection, key) for key in keys]
            entries = [
                meeting_entry(held.subject, after), *(task_entry(key, task) for key, task in tasks.items()),
                *(matter_entry(one.id, replace(one.matter, status="concluded")) for one in settled if one.matter.is_open),
            ]  # fmt: skip
            made = records.add(connection, person, entries)
            task_tables.refresh(connection, [*tasks, *(one.matter.task for one in settled if one.matter.task)])
        return Saved((held.subject, *tasks), issues, made)


def _concluded(
    key: str, meeting: Meeting, conclusions: Sequence[Conclusion], on: date
) -> tuple[Meeting, dict[str, Task]]:
    """The meeting with its conclusions, and their tasks by id."""
    if meeting.day > on:
        raise refused("meeting_future", title=meeting.title, day=meeting.day, today=on)
    items, tasks = list(meeting.items), dict[str, Task]()
    for one in conclusions:
        if not 1 <= one.item <= len(items):
            raise refused("no_item", title=meeting.title, item=one.item, count=len(items))
        item = items[one.item - 1]
        if item.conclusion:
            raise refused("item_concluded", item=item.title)
        if not one.text.strip():
            raise refused("no_conclusion", item=item.title)
        own = [replace(task, source=Source(meeting=key, item=one.item)) for task in one.tasks]
        found = {task.first_id: task for task in own}
        if len(found) < len(own) or not found.keys().isdisjoint(tasks):
            raise refused("same_twice")
        tasks |= found
        items[one.item - 1] = replace(item, conclusion=words(one.text), tasks=tuple(found))
    return replace(meeting, items=tuple(items), held=True), tasks
