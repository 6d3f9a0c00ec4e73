"""Periods as templates name them: by themselves, or by the period of the report."""

from __future__ import annotations

from datetime import date, timedelta

from xietong.core.errors import ValuesError
from xietong.core.grid import Grain, cell, grain_of, named
from xietong.core.numerals import span
from xietong.core.period import Period
from xietong.data import table

LATEST, LATEST_YEAR = "latest", "latest_year"
_SETTINGS = "reports.toml"


def last_whole(day: date, grain: Grain) -> Period:
    """The last week, month, quarter, half-year or year that had ended by a day."""
    current = cell(day, grain)
    return current if current.end == day else before(current, grain)


def before(period: Period, grain: Grain) -> Period:
    """The one before."""
    start = period.start or period.end
    return cell(start - timedelta(days=1), grain)


def resolved(given: str, report: Period) -> Period | None:
    """A period as written; None for the latest there is (of a year: `latest_year`). ValuesError for what is none."""
    words = {zh: en for en, zh in table(_SETTINGS)["relative"].items()}
    asked = words.get(given, given) or LATEST
    match asked:
        case "latest" | "latest_year":
            return None
        case "this":
            return report
        case "last":
            grain = grain_of(report)
            return before(report, grain) if grain else report.shifted(-1)
        case "year_ago":
            return report.shifted(-1)
        case "year":
            return Period.year(report.end.year)
        case "last_year":
            return Period.year(report.end.year - 1)
    try:
        return named(asked)
    except ValueError:
        raise ValuesError(
            f"“{given}” is no period; write 2023, 2023-05, 2023-Q1, 2023-H1, or this, last, latest.",
            f"“{given}”不是时期；写 2023、2023-05、2023-Q1、2023-H1，或 this、last、latest。",
        ) from None


def of_year(given: str) -> bool:
    """Whether the latest whole year is asked for."""
    return given in (LATEST_YEAR, table(_SETTINGS)["relative"][LATEST_YEAR])


def is_year(period: Period) -> bool:
    """A year, or a stock at the end of one."""
    return period.is_year or (period.start is None and (period.end.month, period.end.day) == (12, 31))


def words(period: Period, language: str) -> str:
    """A period as a report names it: 2024年第一季度, the first quarter of 2024, week of …"""
    grain = grain_of(period)
    number = (period.end.month - 1) // 3
    if grain == "quarter":
        ordinal = (
            ("一", "二", "三", "四")[number] if language == "zh" else ("first", "second", "third", "fourth")[number]
        )
        return (
            f"{period.end.year}年第{ordinal}季度" if language == "zh" else f"the {ordinal} quarter of {period.end.year}"
        )
    if grain == "half":
        first = period.end.month == 6
        if language == "zh":
            return f"{period.end.year}年{'上' if first else '下'}半年"
        return f"the {'first' if first else 'second'} half of {period.end.year}"
    start, end = period.start, period.end
    if grain == "week" and start is not None and (start.year, start.month) == (end.year, end.month):
        if language == "zh":
            return f"{end.year}年{end.month}月{start.day}日至{end.day}日"
        return f"{start.day}–{span(f'{end}/{end}', 'en')}"
    return span(str(period), language)


def same(wanted: Period, has: Period) -> bool:
    """Whether an observation's period is the one asked for; a stock at the end of a period counts as the period's."""
    return (
        wanted == has
        or (has.start is None and has.end == wanted.end)
        or (wanted.start is None and wanted.end == has.end)
    )
