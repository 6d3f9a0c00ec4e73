"""Periods as SDMX writes them, and back: 2023, 2023-S1, 2023-Q2, 2023-05, 2023-05-01, else first day/length in days.

SDMX has no sign for a stock "as of" a day: the day alone, with PERIOD_KIND saying so.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from xietong.core.period import Period

Kind = Literal["SPAN", "ASOF"]
_PART = re.compile(r"(\d{4})-([SQ])(\d)")
_LENGTH = re.compile(r"(\d{4}-\d\d-\d\d)/P(\d+)D")
_MONTHS = {"S": 6, "Q": 3}


@lru_cache(maxsize=10_000)
def written(text: str) -> tuple[str, Kind]:
    """TIME_PERIOD and PERIOD_KIND of a period as the ledger writes it."""
    period = Period.parse(text)
    if period.start is None:
        return str(period.end), "ASOF"
    first, last = period.start, period.end
    if first == last:
        return str(first), "SPAN"
    if period.is_year:
        return f"{first.year:04}", "SPAN"
    for letter, months in (("S", 6), ("Q", 3), ("", 1)):
        number = (first.month - 1) // months
        if first.year == last.year and period == Period.months(first.year, number * months + 1, (number + 1) * months):
            return f"{first.year:04}-" + (f"{letter}{number + 1}" if letter else f"{first.month:02}"), "SPAN"
    return f"{first}/P{(last - first).days + 1}D", "SPAN"


def read(text: str, kind: str) -> str:
    """Back to the ledger's form. ValueError for what `written` does not write."""
    if kind == "ASOF":
        return str(Period.until(date.fromisoformat(text)))
    if kind != "SPAN":
        raise ValueError(kind)
    if part := _PART.fullmatch(text):
        year, months, number = int(part[1]), _MONTHS[part[2]], int(part[3])
        if not 1 <= number <= 12 // months:
            raise ValueError(text)
        return str(Period.months(year, (number - 1) * months + 1, number * months))
    if length := _LENGTH.fullmatch(text):
        first, days = date.fromisoformat(length[1]), int(length[2])
        try:
            return str(Period(first, first + timedelta(days=days - 1)))
        except OverflowError:
            raise ValueError(text) from None
    if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", text):
        raise ValueError(text)
    return str(Period.parse(text))
