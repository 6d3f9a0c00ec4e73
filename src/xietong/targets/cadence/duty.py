"""What a body owes by a day, and by how many working days it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from xietong.core.calendar import WorkCalendar
from xietong.core.errors import CalendarError


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a body owes by a day (None: the tables of working days do not reach it). `kind` task or clause (of a
    review), `subject` its id, `step` what is owed of a clause, `address` of what holds it (the review's id). `days`: working
    days left, below zero since it is overdue; None where the tables do not reach."""

    kind: Literal["task", "clause"]
    subject: str
    title: str
    due: date | None
    days: int | None
    step: str = ""
    within: str = ""
    detail: str = ""


def left(due: date, on: date, calendar: WorkCalendar) -> int | None:
    """Working days from a day to a due date; below zero once it has passed, at least one then. None where the calendar has no
    table for the time between."""
    try:
        days = calendar.between(on, due)
    except CalendarError:
        return None
    return min(days, -1) if due < on else days


def overdue(due: date, on: date, calendar: WorkCalendar) -> int | None:
    """Working days since a due date; 0 where it has not passed."""
    days = left(due, on, calendar)
    return None if days is None else max(-days, 0)
