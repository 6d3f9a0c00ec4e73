"""The one clock: what moment it is, and what day that is for the office.

A day is a day by the office's clock wherever the program runs: on a server that counts in UTC the morning of Beijing
still belongs to the day before. Moments are kept in UTC, days and times of day are read off in `ZONE`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, timezone

ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")  # all of China keeps it; no summer time since 1991
_SET: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _SET.get() or datetime.now(UTC)  # noqa: TID251


def today() -> date:
    """The day it is for the office."""
    return day_of(now())


def local(moment: datetime) -> datetime:
    """A moment by the office's clock."""
    return moment.astimezone(ZONE)


def day_of(moment: datetime) -> date:
    """The day of a moment by the office's clock."""
    return local(moment).date()


def end_of(day: date) -> datetime:
    """The last moment of a day by the office's clock, in UTC."""
    return at(day, time.max)


def at(day: date, hour: time) -> datetime:
    """A time of day by the office's clock, in UTC."""
    return datetime.combine(day, hour, ZONE).astimezone(UTC)


def stamp(moment: datetime) -> str:
    """A moment as people read it, by the office's clock: 2026-03-01 09:30."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Inside, it is that moment: for the two years of the demo, and for tests. Entries keep their order all the same: none
    is dated before the last."""
    token = _SET.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _SET.reset(token)
