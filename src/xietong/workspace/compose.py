"""What an edition says: lines gathered from tasks, problems, reviews and targets as they stood at a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xietong.core import grid
from xietong.core.errors import CalendarError
from xietong.core.record import Record
from xietong.data import table
from xietong.store import cadence as kept
from xietong.store import records
from xietong.store import tasks as task_lists
from xietong.store.cadence import EditionRow
from xietong.store.ledger import Ledger
from xietong.store.task_rows import AsOf, TaskRow
from xietong.store.tasks import Asked
from xietong.targets.cadence.compose import (
    count_line,
    late_line,
    matter_line,
    review_lines,
    target_line,
    task_line,
    update_line,
)  # fmt: skip
from xietong.targets.cadence.edition import Line, Lines
from xietong.targets.cadence.model import WORDS, Occasion
from xietong.targets.held import KIND as TARGET
from xietong.targets.held import of_record
from xietong.targets.tasks.standing import STANDINGS, Standing
from xietong.workspace.calendars import calendar

if TYPE_CHECKING:
    from xietong.workspace.workspace import Workspace

DATED = ("update", "problem", "request", "review_step")
"""Kinds of entry that are of a day and may come after it."""
_RAISED = ("problem", "request")  # of the day they were raised; what becomes of them later is of its own day
_DAY = timedelta(days=1)
_LATE = 2000  # entries after the event that an edition lists; more are counted by the entries themselves
OPEN: tuple[Standing, ...] = tuple(one for one in STANDINGS if one not in ("done", "dropped", "overdue"))


class Then:
    """Tasks as they stood on a day, as known at a moment (None: now); an earlier moment is read from the records once."""

    def __init__(self, workspace: Workspace, asked: AsOf) -> None:
        self._ws, self.asked, self.day, self.known = workspace, asked, asked.day, asked.known

    @cached_property
    def every(self) -> tuple[TaskRow, ...]:
        """All tasks."""
        return self._ws.tasks.find(Asked(), self.asked, limit=None).items

    def find(self, wanted: Asked) -> tuple[TaskRow, ...]:
        """Some of them by due date."""
        if self.known is None:
            return self._ws.tasks.find(wanted, self.asked, limit=None).items
        return tuple(one for one in self.every if wanted.fits(one.task, one.state, one.standing, self.day))

    def standings(self) -> Mapping[str, int]:
        """How many stand how."""
        if self.known is None:
            return self._ws.tasks.standings(None, self.day)
        return Counter(str(one.standing) for one in self.every)


class Composer:
    """Makes the lines of an edition. `at` None takes all that is known now."""

    def __init__(self, workspace: Workspace, ledger: Ledger) -> None:
        self._ws, self._ledger = workspace, ledger

    def names(self, body: str, day: date) -> tuple[str, ...]:
        """All names that stand for a body on a day."""
        return task_lists.names(body, day)

    def lines(self, one: Occasion, before: EditionRow | None, at: datetime | None) -> Lines:
        """The sections of the occasion's rule, and what came late."""
        with self._ledger.reading() as connection:
            then = at if at is not None and not kept.all_known(connection, at) else None
        asked = Then(self._ws, AsOf(one.day, then))
        since = covered_by(before) if before else None
        found = [line for section in one.rule.sections for line in self._section(section, one, since, asked)]
        return Lines(tuple(found), tuple(self._late(before, at)) if before else ())

    def _section(self, section: str, one: Occasion, since: date | None, asked: Then) -> Iterator[Line]:
        match section:
            case "overdue" | "blocked":
                return self._tasks(section, Asked(standings=(section,)), asked)
            case "silent":
                return self._tasks(section, Asked(silent=True), asked)
            case "due":
                soon = Asked(standings=OPEN, due_from=one.day, due_to=due_soon(one.day))
                return self._tasks(section, soon, asked)
            case "done":
                return self._done(one, since, asked)
            case "reported":
                return self._reported(one, since, asked)
            case "matters":
                return self._matters(asked)
            case "bodies":
                return self._bodies(asked)
            case "standings":
                return self._standings(asked)
            case "targets":
                return self._targets(asked)
        return self._reviews(asked)

    def _targets(self, asked: Then) -> Iterator[Line]:
        """Targets as they were entered by the moment, judged on what had been released by the day."""
        with self._ledger.reading() as connection:
            held = records.find(connection, TARGET, {"state": "held"}, as_of=asked.known, limit=None).items
        for one in self._ws.standing.stands([of_record(each.subject, each.content or {}) for each in held], asked.day):
            yield target_line(one)

    def _done(self, one: Occasion, since: date | None, asked: Then) -> Iterator[Line]:
        begin = since or _day_before(one)
        for row in asked.find(Asked(status=("done",))):
            if row.state.done_on is not None and begin < row.state.done_on <= covered(one):
                yield self._line("done", row, one.day)

    def _matters(self, asked: Then) -> Iterator[Line]:
        for one in self._ws.tasks.matters(is_open=True, as_of=asked.asked, limit=None).items:
            if one.matter.day <= asked.day:
                yield matter_line(one.id, one.matter, one.task)

    def _reviews(self, asked: Then) -> Iterator[Line]:
        for one in self._ws.reviews.all_open(asked.day, asked.known):
            yield from review_lines(one.id, one.found)

    def _tasks(self, section: str, wanted: Asked, asked: Then) -> Iterator[Line]:
        for row in asked.find(wanted):
            yield self._line(section, row, asked.day)

    def _line(self, section: str, row: TaskRow, day: date) -> Line:
        return task_line(section, row.id, row.task, row.state, row.standing, day, calendar())

    def _reported(self, one: Occasion, since: date | None, asked: Then) -> Iterator[Line]:
        """The last update of each task since the edition before; a week speaks from its Monday on."""
        begin = (since or _day_before(one)) + _DAY
        found = self._ws.tasks.updates(first=begin, last=covered(one), known=asked.known).items
        last = {row.update.task: row for row in reversed(found) if (row.update.when.start or row.update.day) <= one.day}
        with self._ledger.reading() as connection:
            titles = task_lists.titles(connection, list(last))
        for key, row in sorted(last.items()):
            yield update_line(key, titles.get(key, ""), row.update)

    def _bodies(self, asked: Then) -> Iterator[Line]:
        for row in self._ws.tasks.board(asked.asked):
            if row.total:
                counts = {str(standing): count for standing, count in row.counts.items()}
                yield count_line("bodies", "body", row.body, counts | {"silent": row.silent, "matters": row.problems})

    def _standings(self, asked: Then) -> Iterator[Line]:
        counts = asked.standings()
        for standing in STANDINGS:
            if counts.get(standing):
                yield count_line("standings", "standing", standing, {"count": counts[standing]})

    def _late(self, before: EditionRow, at: datetime | None) -> Iterator[Line]:
        """What was entered after the edition before was frozen though it is of its days."""
        vintage = before.edition.vintage
        until = covered_by(before)
        with self._ledger.reading() as connection:
            page = records.entered(connection, DATED, after=vintage.known, until=at, last=until, limit=_LATE)
            found = [one for one in page.items if one.kind not in _RAISED or _is_first(connection, one)]
            titles = task_lists.titles(connection, [one.parent for one in found if one.parent])
        for one in found:
            yield late_line(one, titles.get(one.parent, "") or self._title(one))

    def _title(self, one: Record) -> str:
        return str((one.content or {}).get("title", ""))


def _is_first(connection: Any, one: Record) -> bool:
    return records.history(connection, one.kind, one.subject)[0].number == one.number


def covered(one: Occasion) -> date:
    """The last day an edition is about: its own day, or the end of its week or month where that comes later."""
    return max(one.day, one.period.end)


def covered_by(row: EditionRow) -> date:
    """The same of a frozen edition."""
    return max(row.edition.day, grid.named(row.edition.period).end)


def _day_before(one: Occasion) -> date:
    return (one.period.start or one.day) - _DAY


def due_soon(day: date) -> date:
    """The last day that counts as due soon, as far as the tables of working days reach."""
    try:
        return calendar().add(day, table(WORDS)["edition"]["ahead"])
    except CalendarError:
        return date(day.year, 12, 31)
