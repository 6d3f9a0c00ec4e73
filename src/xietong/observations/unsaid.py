"""Documents without a date: 全年, 去年 and 前三季度 in them are of years that nobody says, and yet of known order.

Such a document is read as of a year of its own that cannot be meant. What is only of such years takes them as its
time; what ties one of them to a year that is said (2014年以来) keeps what the text alone tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from xietong.core.period import Period
from xietong.observations.figures import Source
from xietong.statements.model import Statement
from xietong.statements.read import read

_FIRST = 3000
_APART = 20  # years between those of two documents
_YEAR = re.compile(r"(?<!\d)\d{4}(?=-|/|$)")


def as_of_unsaid_years(sources: Sequence[Source]) -> list[tuple[Source, Sequence[Statement]]]:
    """The statements of each document, those of an undated one in years of its own."""
    return [(source, _statements(source, _FIRST + _APART * at)) for at, source in enumerate(sources)]


def _statements(source: Source, year: int) -> Sequence[Statement]:
    if source.date is not None or source.text is None:
        return source.reading.statements
    assumed = read(replace(source.text, date=Period.parse(f"{year}-12-31")))
    times = {(one.start, one.end): (one.period, one.base_period) for one in assumed.statements}
    return [_timed(one, *times.get((one.start, one.end), ("", ""))) for one in source.reading.statements]


def _timed(one: Statement, period: str, base: str) -> Statement:
    years = [int(said) for said in _YEAR.findall(f"{period} {base}")]
    if one.period or not period or any(said < _FIRST - _APART // 2 for said in years):
        return one
    return replace(one, period=period, base_period=base)


def shown(period: Period) -> str:
    """A time in words of ISO 8601; YYYY for a year that is not said, YYYY−1 for the one before it."""
    return _YEAR.sub(_placeholder, str(period))


def _placeholder(found: re.Match[str]) -> str:
    year = int(found[0])
    if year < _FIRST - _APART // 2:
        return found[0]
    before = (_FIRST - year) % _APART
    return f"YYYY−{before}" if before else "YYYY"
