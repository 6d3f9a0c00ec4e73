"""What an edition says: lines gathered from tasks, problems, reviews and targets as they stood at a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
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
from xietong.store.task_rows import TaskRow
from xietong.store.tasks import Asked, AsOf
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
from xietong.targets.tasks.bodies import register
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
        asked = AsOf(one.day, then)
        since = covered_by(before) if before else None
        found = [line for section in one.rule.sections for line in self._section(section, one, since, asked)]
        return Lines(tuple(found), tuple(self._late(before, at)) if before else ())

    def _section(self, section: str, one: Occasion, since: date | None, asked: AsOf) -> Iterator[Line]:
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

    def _targets(self, asked: AsOf) -> Iterator[Line]:
        """Targets as they were entered by the moment, judged on what had been released by the day."""
        with self._ledger.reading() as connection:
            held = records.find(connection, TARGET, {"state": "held"}, as_of=asked.known, limit=None).items
        for one in self._ws.standing.stands([of_record(each.subject, each.content or {}) for each in held], asked.day):
            yield target_line(one)

    def _done(self, one: Occasion, since: date | None, asked: AsOf) -> Iterator[Line]:
        begin = since or _day_before(one)
        for row in self._ws.tasks.find(Asked(status=("done",)), asked, limit=None).items:
            if row.state.done_on is not None and begin < row.state.done_on <= covered(one):
                yield self._line("done", row, one.day)

    def _matters(self, asked: AsOf) -> Iterator[Line]:
        for one in self._ws.tasks.matters(is_open=True, as_of=asked, limit=None).items:
            if one.matter.day <= asked.day:
                yield matter_line(one.id, one.matter, one.task)

    def _reviews(self, asked: AsOf) -> Iterator[Line]:
        for one in self._ws.reviews.all_open(asked.day, asked.known):
            yield from review_lines(one.id, one.found)

    def _tasks(self, section: str, wanted: Asked, asked: AsOf) -> Iterator[Line]:
        for row in self._ws.tasks.find(wanted, asked, limit=None).items:
            yield self._line(section, row, asked.day)

    def _line(self, section: str, row: TaskRow, day: date) -> Line:
        return task_line(section, row.id, row.task, row.state, row.standing, day, calendar())

    def _reported(self, one: Occasion, since: date | None, asked: AsOf) -> Iterator[Line]:
        """The last update of each task since the edition before; a week speaks from its Monday on."""
        begin = (since or _day_before(one)) + _DAY
        found = self._ws.tasks.updates(first=begin, last=covered(one), known=asked.known).items
        last = {row.update.task: row for row in reversed(found) if (row.update.when.start or row.update.day) <= one.day}
        with self._ledger.reading() as connection:
            titles = task_lists.titles(connection, list(last))
        for key, row in sorted(last.items()):
            yield update_line(key, titles.get(key, ""), row.update)

    def _bodies(self, asked: AsOf) -> Iterator[Line]:
        with self._ledger.reading() as connection:
            open_ones = kept.problems(connection, asked.known)
        matters: Counter[str] = Counter()
        for name, count in open_ones.items():
            matters[register().now(name, asked.day)] += count
        answering = [row for row in self._ws.tasks.board(asked) if row.total]
        for row in sorted(answering, key=lambda one: (-one.total, one.body)):
            counts = {str(one): count for one, count in row.counts.items()}
            yield count_line("bodies", "body", row.body, {**counts, "silent": row.silent, "matters": matters[row.body]})

    def _standings(self, asked: AsOf) -> Iterator[Line]:
        counts = self._ws.tasks.standings(None, asked)
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
