"""The calendar of working days: the one of the data files, read once."""

from __future__ import annotations

from functools import cache

from xietong.core.calendar import WorkCalendar
from xietong.data import table


@cache
def calendar() -> WorkCalendar:
    """Working days of China, with the notices that set them."""
    return WorkCalendar.load(table("calendars/cn.toml"))
