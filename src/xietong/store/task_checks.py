"""What is about to be entered about tasks, checked against the ledger in the transaction that enters it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from xietong.core import clock
from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.issue import Issue
from xietong.store import documents, records, statements
from xietong.store import tasks as lists
from xietong.store.tasks import Asked, AsOf
from xietong.targets.tasks.bodies import ended, register, remarks
from xietong.targets.tasks.checks import personal, task_faults, task_issues, update_faults, update_issues
from xietong.targets.tasks.entries import of_record
from xietong.targets.tasks.matters import Matter, Meeting
from xietong.targets.tasks.model import CLOSED, Evidence, Task, Update
from xietong.targets.tasks.project import Project
from xietong.targets.tasks.refusal import raise_if, refused

Faults = list[tuple[int, ValuesError]]


def person(name: str) -> str:
    """The name entries bear. ValuesError where none is set."""
    if not name.strip():
        raise refused("no_person")
    return name


def unchanged(connection: Connection, kind: str, keys: Sequence[str], number: int) -> None:
    """ValuesError where a subject has another entry by now than the one it was seen as."""
    for one in records.held(connection, kind, keys):
        if one.number != number:
            raise refused("changed_meanwhile", person=one.person or "–", at=clock.stamp(one.at))


def tasks(
    connection: Connection, given: Mapping[str, Task], on: date, new: Collection[str]
) -> tuple[Faults, tuple[Issue, ...]]:
    """Everything that is wrong with tasks that are entered together, by position, and what is worth a look; `new`: the ids of
    those that must not be there yet."""
    held = {one.subject for one in records.held(connection, "task", list(new))}
    known = _with_all_before(connection, given)
    faults: Faults = []
    issues: list[Issue] = []
    for at, (key, task) in enumerate(given.items(), 1):
        wrong = [(at, refused("task_known", title=task.title, id=key[:12]))] if key in held else []
        wrong += [(at, one) for one in task_faults(key, task, known, on)]
        faults += wrong
        if not wrong:
            issues += task_issues(task, known, on)
    return faults, tuple(issues)


def _with_all_before(connection: Connection, given: Mapping[str, Task]) -> dict[str, Task]:
    """The tasks with all that they wait for or belong to, and so on."""
    known = dict(given)
    asked: set[str] = set(known)
    wanted = {one for task in given.values() for one in (*task.after, task.parent) if one} - asked
    while wanted:
        asked |= wanted
        found = {one.subject: of_record(Task, one) for one in records.held(connection, "task", sorted(wanted))}
        known |= found
        wanted = {one for task in found.values() for one in (*task.after, task.parent) if one} - asked
    return known


def updates(connection: Connection, given: Sequence[Update], today: date) -> tuple[list[Update], tuple[Issue, ...]]:
    """Updates with whole ids and what is worth a look. FaultsError with everything that is wrong with any of them."""
    faults: Faults = []
    issues: list[Issue] = []
    whole: list[Update] = []
    held, earlier = _held(connection, given, faults)
    for at, update in sorted(enumerate(given, 1), key=lambda one: one[1].day):
        record = held.get(update.task)
        if record is None:
            continue
        key, task = record
        try:
            one = replace(update, task=key, evidence=_evidence(connection, update.evidence))
        except ValuesError as fault:
            faults.append((at, fault))
            continue
        others = earlier.setdefault(key, [])
        wrong = [(at, fault) for fault in update_faults(task, one, others, today)]
        faults += wrong
        if not wrong:
            issues += update_issues(task, one, others, today, _undone(connection, task, one))
            whole.append(one)
        others[:] = [each for each in others if each.week != one.week] + [one]
    raise_if(sorted(faults, key=lambda one: one[0]), len(given))
    return whole, tuple(issues)


def _held(
    connection: Connection, given: Sequence[Update], faults: Faults
) -> tuple[dict[str, tuple[str, Task]], dict[str, list[Update]]]:
    """The tasks by the ids given, and the updates that hold of them."""
    found = {}
    for at, one in enumerate(given, 1):
        if one.task in found:
            continue
        try:
            record = records.get(connection, "task", one.task)
        except NotFoundError as error:
            faults.append((at, ValuesError(str(error), error.sentence("zh"))))
            continue
        found[one.task] = (record.subject, of_record(Task, record))
    earlier: dict[str, list[Update]] = {}
    keys = [key for key, _ in found.values()]
    for start in range(0, len(keys), 400):
        for record in records.find(connection, "update", parent=keys[start : start + 400], limit=None).items:
            earlier.setdefault(record.parent, []).append(of_record(Update, record))
    return found, earlier


def _evidence(connection: Connection, given: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The same by whole ids. ValuesError for one that is not there."""
    found = []
    for one in given:
        try:
            if one.kind == "document":
                found.append(Evidence("document", documents.find_id(connection, one.id)))
            else:
                found.append(Evidence("statement", statements.get(connection, one.id).id))
        except NotFoundError:
            raise refused("evidence_unknown", id=one.id) from None
    return tuple(found)


def _undone(connection: Connection, task: Task, update: Update) -> list[str]:
    """Titles of tasks that should be done before and are not on the day of an update that says done."""
    if update.status != "done" or not task.after:
        return []
    states = lists.states(connection, task.after, update.day)
    return [title for title, status in states if status not in CLOSED]


def dependants(connection: Connection, key: str, day: date) -> int:
    """How many tasks belong to one or wait for it."""
    return sum(lists.find(connection, one, AsOf(day), 1).total for one in (Asked(parent=key), Asked(after=key)))


def matters(
    connection: Connection, given: Sequence[Matter], today: date
) -> tuple[dict[str, Matter], tuple[Issue, ...]]:
    """Problems and requests by id, with whole ids and full names. FaultsError with everything that is wrong."""
    faults: Faults = []
    found: dict[str, Matter] = {}
    issues: list[Issue] = []
    for at, matter in enumerate(given, 1):
        try:
            one = _matter(connection, matter)
            if one.day > today:
                raise refused("day_future", day=one.day, today=today)
            for body in (*one.asked, *((one.raised_by,) if one.raised_by else ())):
                fault = ended(body, one.day)
                if fault is not None:
                    raise fault
            key = one.first_id
            if key in found or records.held(connection, one.kind, [key]):
                raise refused("matter_known", title=one.title, day=one.day)
        except (ValuesError, NotFoundError) as fault:
            faults.append(
                (at, fault if isinstance(fault, ValuesError) else ValuesError(str(fault), fault.sentence("zh")))
            )
            continue
        found[key] = one
        issues += [*remarks(one.asked, one.day, one.day), *personal(one.title, one.title, one.text)]
    raise_if(faults, len(given))
    return found, tuple(issues)


def _matter(connection: Connection, matter: Matter) -> Matter:
    held = records.get(connection, "task", matter.task) if matter.task else None
    task, seat = held.subject if held else "", ""
    if held is not None and len(places := of_record(Task, held).territories) == 1:
        seat = places[0]
    name = register().name
    problem = records.get(connection, "problem", matter.problem).subject if matter.problem else ""
    return replace(
        matter, task=task, problem=problem, asked=tuple(dict.fromkeys(name(one, seat, matter.day) for one in matter.asked)),
        raised_by=name(matter.raised_by, seat, matter.day) if matter.raised_by else "",
        evidence=_evidence(connection, matter.evidence),
    )  # fmt: skip


def on_agenda(connection: Connection, key: str, meeting: Meeting) -> dict[str, Matter]:
    """The matters of an agenda as they are then, by id. ValuesError for one that is not there, settled, or on another."""
    found = {}
    for one in meeting.items:
        for matter in one.matters:
            try:
                held = records.first(connection, ("problem", "request"), matter)
            except NotFoundError:
                raise refused("matter_unknown", item=one.title, id=matter[:12]) from None
            now = of_record(Matter, held)
            if not now.is_open:
                raise refused("matter_closed", title=now.title)
            if now.status == "listed":
                raise refused("matter_listed", title=now.title)
            found[held.subject] = replace(now, status="listed", meeting=key)
    return found


def projects(
    connection: Connection, given: Mapping[str, Project], today: date, new: Collection[str]
) -> tuple[Faults, tuple[Issue, ...]]:
    """As `tasks`, of projects."""
    faults: Faults = []
    issues: list[Issue] = []
    held = {one.subject for one in records.held(connection, "project", list(new))}
    for at, (key, one) in enumerate(given.items(), 1):
        if key in held:
            faults.append((at, refused("project_known", title=one.title, id=key[:12])))
        last = max((day for day in (*(day for _, day in one.stages()), one.ended) if day is not None), default=None)
        if last is not None and last > today:
            faults.append((at, refused("stage_future", title=one.title, day=last, today=today)))
        known = {each.subject for each in records.held(connection, "task", one.tasks)}
        faults += [
            (at, refused("project_task", title=one.title, id=each[:12])) for each in one.tasks if each not in known
        ]
        first = next(one.stages())[1]
        faults += [(at, fault) for fault in (ended(body, first) for body in one.lead) if fault is not None]
        issues += [*remarks(one.lead, first, today), *personal(one.title, one.title, one.text, one.ending)]
    return faults, tuple(issues)
