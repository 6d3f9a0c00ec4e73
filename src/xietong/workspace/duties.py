"""What every body owes: tasks that are overdue or due soon, and the next steps of reviews."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xietong.core.clock import today
from xietong.store import cadence as kept
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.store.task_rows import TaskRow
from xietong.store.tasks import Asked, AsOf
from xietong.targets.cadence.duty import Duty, left
from xietong.targets.tasks.bodies import register
from xietong.workspace.calendars import calendar
from xietong.workspace.compose import OPEN, due_soon

if TYPE_CHECKING:
    from xietong.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body, under the name it bears on the day, with how much it owes: tasks overdue, due soon and not reported for long,
    open problems that name it, steps of reviews and how many of them are overdue."""

    body: str
    overdue: int = 0
    soon: int = 0
    silent: int = 0
    matters: int = 0
    steps: int = 0
    late_steps: int = 0

    @property
    def late(self) -> int:
        """All that is overdue."""
        return self.overdue + self.late_steps


class Duties:
    """`ws.duties`: asked on a day, today unless told."""

    def __init__(self, ledger: Ledger, workspace: Workspace) -> None:
        self._ledger, self._ws = ledger, workspace

    def bodies(self, on: date | None = None) -> tuple[BodyRow, ...]:
        """All bodies that owe anything, the one with most overdue first."""
        day = on or today()
        with self._ledger.reading() as connection:
            soon: Counter[str] = Counter()
            for name, count in kept.due_by_body(connection, day, due_soon(day)).items():
                soon[register().now(name, day)] += count
        steps: Counter[str] = Counter()
        late: Counter[str] = Counter()
        for body, duty in self._steps(day):
            steps[body] += 1
            late[body] += duty.days is not None and duty.days < 0
        board = {one.body: one for one in self._ws.tasks.board(AsOf(day))}
        rows = []
        for name in dict.fromkeys((*board, *steps)):
            task = board.get(name)
            counts = task.counts if task else {}
            rows.append(
                BodyRow(name, counts.get("overdue", 0), soon[name], task.silent if task else 0,
                        task.problems if task else 0, steps[name], late[name])
            )  # fmt: skip
        owing = [one for one in rows if one.overdue or one.soon or one.silent or one.matters or one.steps]
        return tuple(sorted(owing, key=lambda one: (-one.late, -one.soon, -one.steps, one.body)))

    def of(self, body: str, on: date | None = None, limit: int = 50, offset: int = 0) -> Page[Duty]:
        """What one body owes: tasks that are overdue or due soon, by day."""
        day = on or today()
        asked = Asked(lead=body, standings=("overdue", *OPEN), due_to=due_soon(day))
        page = self._ws.tasks.find(asked, AsOf(day), limit, offset)
        return Page(tuple(_duty(row, day) for row in page.items), page.total, page.limit, page.offset)

    def steps(self, body: str, on: date | None = None) -> tuple[Duty, ...]:
        """The steps of reviews that one body owes, those overdue first."""
        day = on or today()
        now = register().now(body, day)
        found = [duty for name, duty in self._steps(day) if name in (body, now)]
        return tuple(sorted(found, key=lambda one: (one.due is None, one.due or day)))

    def _steps(self, day: date) -> list[tuple[str, Duty]]:
        found = []
        for row in self._ws.reviews.all_open(day):
            for one in row.found.open:
                if one.owed is None:
                    continue
                days = left(one.owed.due, day, calendar()) if one.owed.due else None
                duty = Duty(
                    "clause", one.clause.id, one.clause.name, one.owed.due, days, one.owed.step, row.id,
                    row.found.review.title,
                )  # fmt: skip
                found += [(register().now(body, day), duty) for body in one.owed.bodies]
        return found


def _duty(row: TaskRow, day: date) -> Duty:
    due = row.task.due
    days = left(due, day, calendar()) if due else None
    return Duty("task", row.id, row.task.title, due, days, row.standing)
