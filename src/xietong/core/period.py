"""Spans of days, as GUIDE and ledger write them: "2023-01-01/2023-12-31", "../2023-12-31" for a stock at a date.

The textual form follows ISO 8601-1 time intervals, with ".." for an open start (ISO 8601-2, extended intervals).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


@dataclass(frozen=True, slots=True)
class Period:
    """A closed interval of days; `start` is None where only the end is known ("as of")."""

    start: date | None
    end: date

    def __post_init__(self) -> None:
        if self.start is not None and self.start > self.end:
            raise ValueError(f"a period cannot end before it starts: {self.start}/{self.end}")

    def __str__(self) -> str:
        return f"{self.start or '..'}/{self.end}"

    @classmethod
    def year(cls, year: int, last: int | None = None) -> Period:
        """A calendar year, or the years from `year` to `last`."""
        return cls(date(year, 1, 1), date(last or year, 12, 31))

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Period:
        """The months `first` to `last` (1-based, inclusive) of a year."""
        return cls(date(year, first, 1), date(year, last, days_in(year, last)))

    @classmethod
    def day(cls, day: date) -> Period:
        """One day."""
        return cls(day, day)

    @classmethod
    def until(cls, end: date) -> Period:
        """A stock at the end of a day: "../end"."""
        return cls(None, end)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "A/B", "../B", or a year, month or day standing for its own span. ValueError otherwise."""
        if "/" in text:
            start, _, end = text.partition("/")
            return cls(None if start == ".." else date.fromisoformat(start), date.fromisoformat(end))
        found = _DAY.match(text)
        if not found:
            raise ValueError(f"not a date or period: {text!r} (write YYYY, YYYY-MM or YYYY-MM-DD)")
        year, month, day = (int(part) if part else 0 for part in found.groups())
        if day:
            return cls.day(date(year, month, day))
        if month:
            if not 1 <= month <= 12:
                raise ValueError(f"no such month: {text!r}")
            return cls.months(year, month, month)
        return cls.year(year)

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar year."""
        return self == Period.year(self.end.year)

    def shifted(self, years: int) -> Period:
        """The same span some years away; 29 February becomes 28 where there is none, month ends stay month ends."""
        return Period(None if self.start is None else shift_years(self.start, years), shift_years(self.end, years))


def days_in(year: int, month: int) -> int:
    """Number of days of a month."""
    return calendar.monthrange(year, month)[1]


def shift_years(day: date, years: int) -> date:
    """The same day some years away; the last day of a month stays the last day."""
    year = day.year + years
    last = days_in(year, day.month)
    at_end = day.day == days_in(day.year, day.month)
    return date(year, day.month, last if at_end else min(day.day, last))
