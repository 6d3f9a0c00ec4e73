"""Calendars of working days, one table a country; every year names the notice it is from."""

from functools import cache

from xietong.core.calendar import WorkCalendar
from xietong.data import table


@cache
def calendar(country: str = "cn") -> WorkCalendar:
    """The working days of a country (ISO 3166-1 alpha-2, small letters)."""
    return WorkCalendar.load(table(f"calendars/{country}.toml"))
