"""What each body owes: due dates from all sides as one list, overdue first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xietong.core.calendar import WorkCalendar
from xietong.core.errors import CalendarError


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a body owes by a day: `kind` task or review, `subject` its id. `overdue` are the working days since,
    0 where the day has not passed; None where the calendar has no table for the time between."""

    body: str
    kind: str
    subject: str
    title: str
    due: date
    overdue: int | None = 0
    detail: str = ""


def overdue(due: date, on: date, calendar: WorkCalendar) -> int | None:
    """Working days after a due date up to a day; at least 1 once the day has passed."""
    if on <= due:
        return 0
    try:
        return max(calendar.between(due, on), 1)
    except CalendarError:
        return None


def by_body(duties: Iterable[Duty]) -> dict[str, tuple[Duty, ...]]:
    """By body: the one with most overdue first; its duties by day."""
    owing: dict[str, list[Duty]] = {}
    for one in duties:
        owing.setdefault(one.body, []).append(one)

    def weight(item: tuple[str, list[Duty]]) -> tuple[int, int, str]:
        return -sum(one.overdue != 0 for one in item[1]), -len(item[1]), item[0]

    return {
        body: tuple(sorted(ones, key=lambda one: (one.due, one.title)))
        for body, ones in sorted(owing.items(), key=weight)
    }
