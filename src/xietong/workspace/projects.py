"""Projects between territories: entered, changed, followed from signing to production, counted by origin and host."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from xietong.core import clock
from xietong.core.record import Record
from xietong.store import records, task_checks
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.store.task_rows import ProjectRow, Saved
from xietong.store.tasks import AsOf
from xietong.targets.tasks.entries import of_record, project_entry
from xietong.targets.tasks.funnel import Flow, funnel, whole
from xietong.targets.tasks.project import Project
from xietong.targets.tasks.refusal import raise_if, refused
from xietong.targets.tasks.text import reason as reason_of


class Projects:
    """`ws.projects`. Nothing is saved half: ValuesError before anything is written."""

    def __init__(self, ledger: Ledger, person: Callable[[], str]) -> None:
        self._ledger, self._person = ledger, person

    def get(self, project: str, known: datetime | None = None) -> ProjectRow:
        """One by its id or the beginning of it. NotFoundError."""
        with self._ledger.reading() as connection:
            return _row(records.get(connection, "project", project, known))

    def find(
        self, origin: str = "", host: str = "", *, task: str = "", known: datetime | None = None, limit: int | None = 50,
        offset: int = 0,
    ) -> Page[ProjectRow]:  # fmt: skip
        """Projects by the day they were signed, the latest first; origin and host are keys of the gazetteer."""
        terms = {name: one for name, one in (("origin", origin), ("host", host), ("task", task)) if one}
        with self._ledger.reading() as connection:
            page = records.find(
                connection, "project", terms, as_of=known, limit=limit, offset=offset, latest=True
            )  # fmt: skip
        return Page(tuple(map(_row, page.items)), page.total, page.limit, page.offset)

    def funnel(self, as_of: AsOf | None = None) -> tuple[Flow, tuple[Flow, ...]]:
        """All projects as one flow, and the flows by origin and host, on a day."""
        at = as_of or AsOf(clock.today())
        projects = [one.project for one in self.find(known=at.known, limit=None).items]
        return whole(projects, at.day), funnel(projects, at.day)

    def history(self, project: str) -> tuple[Record, ...]:
        """All entries of a project, the latest first."""
        with self._ledger.reading() as connection:
            key = records.ever(connection, "project", project)
            return tuple(reversed(records.history(connection, "project", key)))

    def add(self, projects: Sequence[Project], reason: str = "", today: date | None = None) -> Saved:
        """Enter projects. Refused: a stage in the future, one that was entered already, a body that has ended, a task that is
        not there; each with its row."""
        return self.put([("", one) for one in projects], reason, today=today)

    def change(
        self, project: str, to: Project, reason: str, number: int | None = None, today: date | None = None
    ) -> Saved:
        """Enter another state of a project; the reason says why. `number`: the entry it was seen as."""
        held = self.get(project)
        if not reason.strip():
            raise refused("change_reason", title=held.project.title)
        if to == held.project:
            raise refused("nothing_changed")
        return self.put([(held.id, to)], reason, number, today)

    def put(
        self,
        projects: Sequence[tuple[str, Project]],
        reason: str = "",
        number: int | None = None,
        today: date | None = None,
    ) -> Saved:
        """Enter new projects (with an empty id) and other states of those there are, together."""
        given = {key or one.first_id: one for key, one in projects}
        if len(given) < len(projects):
            raise refused("same_twice")
        new = [one.first_id for key, one in projects if not key]
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            person = task_checks.person(self._person())
            if number is not None:
                task_checks.unchanged(connection, "project", list(given), number)
            faults, issues = task_checks.projects(connection, given, today or clock.today(), new)
            raise_if(faults, len(given))
            made = records.add(
                connection, person, [project_entry(key, one, reason_of(reason)) for key, one in given.items()]
            )
        return Saved(tuple(given), issues, made)


def _row(record: Record) -> ProjectRow:
    return ProjectRow(record.subject, of_record(Project, record), record)
