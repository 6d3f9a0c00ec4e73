"""Tasks of a workspace: proposed from a plan and confirmed, entered, changed, reported week by week; lists, boards, history.

All of it is records: who entered what when, nothing overwritten, the state as of any day as it was known at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from xietong.core import clock
from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.record import Entry, Record
from xietong.store import documents, records, task_checks, task_rows, task_tables
from xietong.store import tasks as lists
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.store.task_rows import (
    BoardRow,
    Branch,
    MatterRow,
    MeetingRow,
    PlanRow,
    Saved,
    TaskRow,
    UpdateRow,
)  # fmt: skip
from xietong.store.tasks import Asked, AsOf
from xietong.targets.tasks.bodies import register
from xietong.targets.tasks.entries import of_record, task_entry, update_entry
from xietong.targets.tasks.matters import MatterKind, Meeting
from xietong.targets.tasks.model import Task, Update
from xietong.targets.tasks.propose import Proposal, propose
from xietong.targets.tasks.refusal import FaultsError, raise_if, refused
from xietong.targets.tasks.text import reason as reason_of
from xietong.workspace.plans import Plans

__all__ = [
    "AsOf", "Asked", "BoardRow", "Branch", "MatterRow", "MeetingRow", "PlanRow", "Saved", "TaskRow", "Tasks", "UpdateRow",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanProposed:
    """What a plan of a document says is to be done; `known` are the ids of what was confirmed already."""

    document: str
    title: str
    horizon: date | None
    tasks: tuple[Proposal, ...]
    known: frozenset[str]


class Tasks:
    """`ws.tasks`. Every method that writes checks all it is given first: ValuesError (FaultsError with every row that is
    wrong), and nothing is saved, or all is."""

    def __init__(self, ledger: Ledger, person: Callable[[], str], plans: Plans) -> None:
        self._ledger, self._person, self._plans = ledger, person, plans
        self._board: tuple[object, tuple[BoardRow, ...]] = (None, ())

    # -- asking --------------------------------------------------------------------------------------------------

    def get(self, task: str, as_of: AsOf | None = None) -> TaskRow:
        """One task by its id or the beginning of it. NotFoundError."""
        at = as_of or AsOf(clock.today())
        with self._ledger.reading() as connection:
            record = records.get(connection, "task", task, at.known)
            return task_rows.of_records(connection, [record], at)[0]

    def find(
        self, asked: Asked | None = None, as_of: AsOf | None = None, limit: int | None = 50, offset: int = 0, *,
        by_concern: bool = False, counted: bool = True,
    ) -> Page[TaskRow]:  # fmt: skip
        """Tasks by due date, or with `by_concern` the worst first. `as_of` None: today, with all that is known; a body may be
        given by any of its names. Without `counted` the total is that of the items given, which is quicker."""
        at, wanted = as_of or AsOf(clock.today()), asked or Asked()
        with self._ledger.reading() as connection:
            page = lists.find(connection, wanted, at, limit, offset, by_concern=by_concern, counted=counted)
        return Page(tuple(task_rows.of_kept(one, at.day) for one in page.items), page.total, page.limit, page.offset)

    def board(self, as_of: AsOf | None = None, plan: str = "") -> tuple[BoardRow, ...]:
        """All bodies with their counts, the one with most to answer for first."""
        at = as_of or AsOf(clock.today())
        with self._ledger.reading() as connection:
            key = (records.last(connection), at, plan)
            if self._board[0] != key:  # the last one asked for, until anything is entered
                self._board = (key, task_rows.board(connection, at, plan))
            return self._board[1]

    def standings(self, asked: Asked | None = None, as_of: AsOf | None = None) -> dict[str, int]:
        """How many of some tasks stand how; "silent" counts those not reported for weeks."""
        with self._ledger.reading() as connection:
            counts, silent = lists.standings(connection, asked or Asked(), as_of or AsOf(clock.today()))
        return {**counts, "silent": silent}

    def updates(
        self, tasks: Sequence[str] = (), first: date | None = None, last: date | None = None, known: datetime | None = None,
        limit: int | None = None, offset: int = 0,
    ) -> Page[UpdateRow]:  # fmt: skip
        """What holds of the weeks that end in a span of days, of some tasks or of all; by day, the latest first."""
        with self._ledger.reading() as connection:
            page = records.find(
                connection, "update", parent=list(tasks) or None, first=first, last=last, as_of=known, limit=limit,
                offset=offset, latest=True,
            )  # fmt: skip
        return Page(tuple(map(task_rows.of_update, page.items)), page.total, page.limit, page.offset)

    def last_reported(self) -> date | None:
        """The last day that an update speaks to."""
        with self._ledger.reading() as connection:
            found = lists.last_reported(connection)
        return date.fromisoformat(found) if found else None

    def history(self, task: str) -> tuple[Record, ...]:
        """All entries about a task: itself, its updates, problems and requests, the latest first."""
        with self._ledger.reading() as connection:
            key = records.ever(connection, "task", task)
            found = (*records.history(connection, "task", key), *records.below(connection, key, _BELOW))
        return tuple(sorted(found, key=lambda one: -one.number))

    def tree(self, plan: str, as_of: AsOf | None = None) -> tuple[Branch, ...]:
        """The tasks of a plan by its clauses, measures with their tasks below, in the order of the text."""
        at = as_of or AsOf(clock.today())
        rows = list(self.find(Asked(plan=plan), at, limit=None).items)
        known = {one.id for one in rows}
        with self._ledger.reading() as connection:
            while above := {one.task.parent for one in rows if one.task.parent} - known:
                rows += task_rows.gathered(connection, sorted(above), rows, at)
                known |= above
        return task_rows.tree(rows)

    def titles(self) -> dict[str, tuple[str, ...]]:
        """The ids of all tasks by title."""
        with self._ledger.reading() as connection:
            return lists.by_title(connection)

    def title(self, task: str) -> str:
        """The title of a task by its whole id, empty where it is in no list."""
        with self._ledger.reading() as connection:
            return lists.titles(connection, [task]).get(task, "")

    def propose(self, document: str) -> tuple[PlanProposed, ...]:
        """What a document's plans say is to be done, as tasks a person may confirm (`add`); those that were are marked.
        NotFoundError; nothing for a document that is no plan."""
        found, plans = self._plans.named(document)
        proposed = [(plan, propose(plan, found)) for plan in plans]
        with self._ledger.reading() as connection:
            keys = [one.id for _, many in proposed for one in many]
            known = frozenset(one.subject for one in records.held(connection, "task", keys))
        return tuple(
            PlanProposed(found, plan.title, plan.horizon.due if plan.horizon else None, many, known)
            for plan, many in proposed
        )

    def confirm(self, document: str, tasks: Sequence[str] = (), reason: str = "") -> Saved:
        """Enter tasks as a plan says them: those of some ids (with the measures they belong to), or all that are not there yet."""
        proposed = {
            one.id: one.task for plan in self.propose(document) for one in plan.tasks if one.id not in plan.known
        }
        if tasks:
            chosen = [_one_of(proposed, key) for key in tasks]
            proposed = {
                key: one
                for key, one in proposed.items()
                if key in {*chosen, *(proposed[each].parent for each in chosen)}
            }
        if not proposed:
            raise refused("nothing_to_save")
        return self.put([("", one) for one in proposed.values()], reason)

    def plans(self) -> tuple[PlanRow, ...]:
        """The documents that tasks were taken from, with how many."""
        with self._ledger.reading() as connection:
            return task_rows.plans(connection)

    def plan(self, document: str) -> PlanRow:
        """A document by its id or the beginning of it, purged or not where tasks were taken from it. NotFoundError."""
        with self._ledger.reading() as connection:
            known = task_rows.plans(connection)
            try:
                row = documents.row(connection, documents.find_id(connection, document))
            except NotFoundError:
                gone = [one for one in known if one.purged and document and one.document.startswith(document)]
                if len(gone) != 1:
                    raise
                return gone[0]
        count = next((one.tasks for one in known if one.document == row.id), 0)
        return PlanRow(row.id, row.title or row.name, count)

    def waiting(self, task: str, as_of: AsOf | None = None) -> tuple[TaskRow, ...]:
        """The tasks that wait for one."""
        return self.find(Asked(after=task), as_of, limit=None).items

    def many(self, tasks: Sequence[str], as_of: AsOf | None = None) -> tuple[TaskRow, ...]:
        """Some tasks by their whole ids, in the order given; those that do not exist are left out."""
        at = as_of or AsOf(clock.today())
        with self._ledger.reading() as connection:
            held = {one.subject: one for one in records.held(connection, "task", tasks, at.known)}
            return task_rows.of_records(connection, [held[one] for one in tasks if one in held], at)

    def matters(
        self, kinds: Sequence[MatterKind] = (), *, task: str = "", body: str = "", meeting: str = "",
        is_open: bool | None = None, as_of: AsOf | None = None, limit: int | None = 50, offset: int = 0,
    ) -> Page[MatterRow]:  # fmt: skip
        """Problems and requests by the day they were raised; `is_open` as of now, or as known at the moment of `as_of`."""
        terms: dict[str, str | Sequence[str]] = {}
        if body:
            terms["party"] = lists.names(body, (as_of or AsOf(clock.today())).day)
        if meeting:
            terms["meeting"] = meeting
        if is_open is not None:
            terms["status"] = ("unresolved",) if is_open else ("resolved", "withdrawn")
        with self._ledger.reading() as connection:
            known = as_of.known if as_of is not None else None
            return task_rows.matters(connection, kinds or ("problem", "request"), terms, task, known, limit, offset)

    def matter(self, matter: str) -> MatterRow:
        """A problem or request by its id or the beginning of it. NotFoundError."""
        with self._ledger.reading() as connection:
            return task_rows.matter(connection, matter)

    def meetings(
        self, first: date | None = None, last: date | None = None, limit: int | None = 50, offset: int = 0
    ) -> Page[MeetingRow]:
        """Meetings, the latest first."""
        with self._ledger.reading() as connection:
            page = records.find(connection, "meeting", first=first, last=last, limit=limit, offset=offset, latest=True)
        rows = tuple(MeetingRow(one.subject, of_record(Meeting, one), one) for one in page.items)
        return Page(rows, page.total, page.limit, page.offset)

    # -- entering ------------------------------------------------------------------------------------------------

    def add(self, tasks: Sequence[Task], reason: str = "") -> Saved:
        """Enter tasks. Those that refer to each other (parent, after) do so by `Task.first_id`."""
        return self.put([("", one) for one in tasks], reason)

    def put(self, tasks: Sequence[tuple[str, Task]], reason: str = "", number: int | None = None) -> Saved:
        """Enter new tasks (with an empty id) and other states of those there are, together; those that hold already are left
        alone. `number`: the entry that the one given was seen as."""
        named = [
            (key or one.first_id, one)
            for (key, _), one in zip(tasks, _named_tasks([each for _, each in tasks]), strict=True)
        ]
        given, why = dict(named), reason_of(reason)
        if len(given) < len(named):
            raise refused("same_twice")
        new = [key for (was, _), (key, _) in zip(tasks, named, strict=True) if not was]
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            person = self._name()
            if number is not None:
                task_checks.unchanged(connection, "task", list(given), number)
            faults, issues = task_checks.tasks(connection, given, clock.today(), new)
            raise_if(faults, len(given))
            made = records.add(connection, person, [task_entry(key, one, why) for key, one in given.items()])
            task_tables.refresh(connection, given)
        return Saved(tuple(given), issues, made)

    def change(self, task: str, to: Task, reason: str, number: int | None = None) -> Saved:
        """Enter another state of a task; the reason says why. `number`: the entry it was seen as; ValuesError where it was
        changed meanwhile, where nothing is changed, and without a reason."""
        held = self.get(task)
        if not reason.strip():
            raise refused("change_reason", title=held.task.title)
        (named,) = _named_tasks([to])
        if named == held.task:
            raise refused("nothing_changed")
        return self.put([(held.id, named)], reason, number)

    def withdraw(self, task: str, reason: str) -> Saved:
        """Take a task out of lists; its history stays. ValuesError without a reason, and where others belong to it or wait."""
        held = self.get(task)
        if not reason.strip():
            raise refused("change_reason", title=held.task.title)
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            below = task_checks.dependants(connection, held.id, clock.today())
            if below:
                raise refused("has_children", title=held.task.title, count=below)
            made = records.add(connection, self._name(), [Entry("task", held.id, None, reason=reason_of(reason))])
            task_tables.refresh(connection, [held.id])
        return Saved((held.id,), (), made)

    def report(self, updates: Sequence[Update], today: date | None = None) -> Saved:
        """Enter updates, each for another week of its task unless it is a correction; evidence by ids or their beginnings."""
        on = today or clock.today()
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            person = self._name()
            whole, issues = task_checks.updates(connection, updates, on)
            made = records.add(connection, person, [update_entry(one) for one in whole])
            task_tables.refresh(connection, [one.task for one in whole])
        return Saved(tuple(one.id for one in whole), issues, made)

    def wrong(
        self, tasks: Sequence[tuple[str, Task]] = (), updates: Sequence[Update] = (), today: date | None = None
    ) -> tuple[tuple[int, ValuesError], ...]:
        """What `put` or `report` would refuse, by position; nothing is written."""
        on, named = today or clock.today(), _named_tasks([one for _, one in tasks])
        given = {key or one.first_id: one for (key, _), one in zip(tasks, named, strict=True)}
        new = [one.first_id for (key, _), one in zip(tasks, named, strict=True) if not key]
        with self._ledger.reading() as connection:
            faults, _ = task_checks.tasks(connection, given, on, new)
            try:
                task_checks.updates(connection, updates, on)
            except FaultsError as error:
                faults += error.faults
        return tuple(faults)

    def record(self, batches: Sequence[tuple[datetime, Sequence[Entry]]], person: str) -> None:
        """Enter what was entered elsewhere, by whom and when: example data, another ledger. Nothing is checked but the order of
        time; the entries are those of `targets/tasks/entries.py`."""
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            for at, entries in batches:
                records.add(connection, person, entries, at)
            every = [one for _, entries in batches for one in entries]
            task_tables.refresh(connection, {one.subject if one.kind == "task" else one.parent for one in every} - {""})

    def _name(self) -> str:
        return task_checks.person(self._person())


def _one_of(proposed: Mapping[str, Task], key: str) -> str:
    found = [one for one in proposed if key and one.startswith(key)]
    if len(found) != 1:
        raise refused("reference_unknown", given=key[:64])
    return found[0]


_BELOW = ("update", "problem", "request")


def _named_tasks(tasks: Sequence[Task]) -> list[Task]:
    """Bodies by their full names, where the register knows them."""

    def full(names: tuple[str, ...], task: Task) -> tuple[str, ...]:
        territory = task.territories[0] if len(task.territories) == 1 else ""
        return tuple(register().name(one, territory, task.start) for one in names)

    return [
        replace(
            one, lead=full(one.lead, one), supporting=full(one.supporting, one), responsible=full(one.responsible, one)
        )
        for one in tasks
    ]
