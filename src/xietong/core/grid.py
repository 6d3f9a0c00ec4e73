"""The grid of the cadence: weeks, months, quarters, half-years and years as periods, their names, and time as a number.

Weeks are those of ISO 8601: Monday to Sunday, the first holds the year's first Thursday; a week belongs to the ISO year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from xietong.core.period import Period, days_in

Grain = Literal["week", "month", "quarter", "half", "year"]
Clock = Literal["periods", "days"]
MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
GRAINS: tuple[Grain, ...] = ("week", *MONTHS)  # the shorter first
_LETTERS: dict[Grain, str] = {"week": "W", "quarter": "Q", "half": "H"}
_NAME = re.compile(r"(?P<year>\d{4})(?:-(?P<letter>[WQH]?)(?P<number>\d{1,2}))?$")


def cell(day: date, grain: Grain) -> Period:
    """The week, month, quarter, half-year or year that a day lies in."""
    if grain == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    months = MONTHS[grain]
    first = (day.month - 1) // months * months + 1
    return Period.months(day.year, first, first + months - 1)


def cells(first: date, last: date, grain: Grain) -> Iterator[Period]:
    """All cells from the one that `first` lies in to the one that `last` lies in, in order; none where last < first."""
    while first <= last:
        one = cell(first, grain)
        yield one
        first = one.end + timedelta(days=1)


@lru_cache(maxsize=8192)
def grain_of(period: Period) -> Grain | None:
    """Which cell of the grid a period is exactly; None for others and for stocks."""
    if period.start is None:
        return None
    return next((grain for grain in GRAINS if cell(period.end, grain) == period), None)


def name(period: Period) -> str:
    """2024-W09, 2024-03, 2024-Q1, 2024-H1, 2024; other periods as they are written ("A/B", "../B")."""
    grain = grain_of(period)
    if grain is None:
        return str(period)
    if grain == "week":
        year, week, _ = period.end.isocalendar()
        return f"{year}-W{week:02d}"
    if grain == "year":
        return f"{period.end.year:04d}"
    number = period.end.month // MONTHS[grain]
    return f"{period.end.year:04d}-{_LETTERS[grain]}{number}" if grain != "month" else f"{period.end:%Y-%m}"


def named(text: str) -> Period:
    """The period of a name as `name` writes it. ValueError for others."""
    found = _NAME.match(text)
    if not found or not found["letter"]:
        return Period.parse(text)
    year, number = int(found["year"]), int(found["number"])
    if found["letter"] == "W":
        monday = date.fromisocalendar(year, number, 1)
        return Period(monday, monday + timedelta(days=6))
    grain: Grain = "quarter" if found["letter"] == "Q" else "half"
    months = MONTHS[grain]
    if not 1 <= number <= 12 // months:
        raise ValueError(f"no such {grain}: {text!r}")
    return Period.months(year, (number - 1) * months + 1, number * months)


@lru_cache(maxsize=8192)
def position(day: date, clock: Clock = "periods") -> Fraction:
    """A day's end as a number of years, so that differences are the years of the progress formulas.

    Both clocks make the end of a year a whole number. "periods" counts months, a day inside a month as its share of the
    month: ends of months, quarters and half-years lie at even twelfths. "days" counts days, as shares of their year.
    """
    if clock == "days":
        in_year = Period.year(day.year)
        start = in_year.start or day
        return day.year + Fraction((day - start).days + 1, (in_year.end - start).days + 1)
    return day.year + Fraction(day.month - 1, 12) + Fraction(day.day, 12 * days_in(day.year, day.month))
