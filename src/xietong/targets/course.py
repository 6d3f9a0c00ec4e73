"""What was known of an indicator on a day: readings by period, each as its latest release of that day has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from xietong.core.grid import Grain, cell, cells, grain_of, name
from xietong.core.period import Period, days_in
from xietong.targets.model import exact, usable
from xietong.targets.refusal import refused

How = Literal["sum", "mean", "last"]


@dataclass(frozen=True, slots=True)
class Reading:
    """An observed value of a period (an int or float as written), and the day it was released (None: not known; then it counts
    from the period's end)."""

    period: Period
    value: Decimal
    released: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", exact(self.value))
        if not usable(self.value):
            raise refused("value_number", period=self.period, value=self.value)


@dataclass(frozen=True, slots=True)
class Coarse:
    """A longer period made of shorter ones: its value (None: no data, never zero) and the periods that are missing."""

    period: Period
    value: Decimal | None
    missing: tuple[Period, ...]


def known(readings: Iterable[Reading], as_of: date) -> tuple[Reading, ...]:
    """One reading for each period, in order: the latest released by `as_of`; periods that end later are left out.

    Raises ValuesError where one period has two values of the same release day.
    """
    latest: dict[Period, Reading] = {}
    for one in readings:
        day = _day(one)
        if max(day, one.period.end) > as_of:
            continue
        other = latest.get(one.period)
        if other is not None and _day(other) == day and other.value != one.value:
            raise refused("two_values", period=name(one.period), first=other.value, second=one.value, day=day)
        if other is None or _day(other) < day:
            latest[one.period] = one
    return tuple(sorted(latest.values(), key=lambda one: one.period.end))


def _day(reading: Reading) -> date:
    return reading.released or reading.period.end


@lru_cache(maxsize=8192)
def length(period: Period) -> str:
    """What kind of span a period is: "week" … "year", "stock", or the number of its days; only like is compared with like."""
    if period.start is None:
        return "stock"
    return grain_of(period) or f"{(period.end - period.start).days + 1} d"


def same_length(periods: Sequence[Period]) -> None:
    """Refuse years beside months, and flows beside stocks."""
    for one in periods[1:]:
        if length(one) != length(periods[0]):
            raise refused("mixed_lengths", first=name(periods[0]), second=name(one))


@lru_cache(maxsize=8192)
def part_of_year(period: Period) -> tuple[int, int, int]:
    """The year and the part of it, so that January is compared with January: ISO week, or month and day of the end; a
    month's last day is day 31."""
    if grain_of(period) == "week":
        year, week, _ = period.end.isocalendar()
        return year, 0, week
    end = period.end
    return end.year, end.month, 31 if end.day == days_in(end.year, end.month) else end.day


def coarser(readings: Sequence[Reading], grain: Grain, how: How) -> tuple[Coarse, ...]:
    """Readings of one length gathered into longer periods of the grid.

    "sum" and "mean" need every part: with one missing there is no value, and the missing ones are named. "last" is the
    value of the last part there is (for levels: what the period came to, not its highest). Raises ValuesError for
    readings of several lengths, or longer than the grid.
    """
    if not readings:
        return ()
    same_length([one.period for one in readings])
    fine = length(readings[0].period)
    if fine not in ("week", "month", "quarter", "half", "year") and how != "last":
        raise refused("off_grid", period=readings[0].period, grain=grain)
    for one in readings:
        if not _fits(one.period, grain):
            raise refused("off_grid", period=one.period, grain=grain)
    values = {one.period: one.value for one in readings}
    ends = sorted(one.period.end for one in readings)
    return tuple(_gathered(whole, values, how) for whole in cells(ends[0], ends[-1], grain))


def _fits(period: Period, grain: Grain) -> bool:
    """Whether a period lies in one cell of the grid; weeks may reach back over the ends of longer ones."""
    first, whole = period.start or period.end, cell(period.end, grain)
    return grain_of(period) == "week" or whole.start is None or whole.start <= first


def _gathered(whole: Period, values: dict[Period, Decimal], how: How) -> Coarse:
    inside = {period: value for period, value in values.items() if cell_holds(whole, period)}
    parts = _parts(whole, next(iter(values)))
    missing = tuple(part for part in parts if part not in inside)
    if not inside or (missing and how != "last"):
        return Coarse(whole, None, missing)
    if how == "last":
        return Coarse(whole, inside[max(inside, key=lambda one: one.end)], missing)
    total = sum(inside.values(), Decimal(0))
    return Coarse(whole, total if how == "sum" else total / len(inside), missing)


def cell_holds(whole: Period, part: Period) -> bool:
    """Whether a part ends inside a whole: a week belongs to the month, quarter … in which it ends."""
    return whole.start is not None and whole.start <= part.end <= whole.end


def _parts(whole: Period, like: Period) -> list[Period]:
    grain = grain_of(like)
    if grain is None or whole.start is None:
        return []
    return [one for one in cells(whole.start, whole.end, grain) if cell_holds(whole, one)]
