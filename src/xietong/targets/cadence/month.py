"""A month as weeks of days, Monday first, each day worked or off, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from xietong.core import grid
from xietong.core.calendar import WorkCalendar
from xietong.core.period import Period
from xietong.data.refusals import refusal
from xietong.targets.cadence.model import MESSAGES

_MONTH = re.compile(r"\d{4}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Day:
    """A day: `worked` is None in a year without a table; `holiday` its name; `made_up`: a weekend day that is worked."""

    day: date
    inside: bool
    worked: bool | None
    holiday: str
    made_up: bool


def month_of(text: str) -> Period:
    """The month of a text YYYY-MM. ValuesError for others."""
    try:
        if not _MONTH.match(text):
            raise ValueError(text)
        return Period.months(int(text[:4]), int(text[5:]), int(text[5:]))
    except ValueError:
        raise refusal(MESSAGES, "month", month=text[:20]) from None


def weeks(month: Period, calendar: WorkCalendar) -> tuple[tuple[Day, ...], ...]:
    """The weeks that touch a month. Days of a neighbouring year without a table are neither worked nor off."""
    start = month.start or month.end
    return tuple(
        tuple(_day(week.start + timedelta(days=at), month, calendar) for at in range(7) if week.start)
        for week in grid.cells(start, month.end, "week")
    )


def _day(day: date, month: Period, calendar: WorkCalendar) -> Day:
    inside = (day.year, day.month) == (month.end.year, month.end.month)
    if day.year not in calendar.years:
        return Day(day, inside, None, "", False)
    return Day(day, inside, calendar.is_workday(day), calendar.holiday(day), day in calendar.work)
