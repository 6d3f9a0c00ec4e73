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
_TITLE = 40  # characters of a first line that is a title
_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_TIME_ALONE = re.compile(r"(?:去年|上年|前年|今年|当年|同期|同月|\d{1,2}月份?)*")
# what the date of a document would tell the year of
_TIME = re.compile(
    r"全年|[今去前本]年|[上当同]年|同期|半年|季度|\d\s*月|[年月][初末底]|目前|当前|截[至止]|近年|[十百一二三四五六七八九]月"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?=-|/|$)")


def as_of_unsaid_years(sources: Sequence[Source]) -> list[tuple[Source, Sequence[Statement]]]:
    """The statements of each document, those of an undated one in years of its own."""
    return [(source, _statements(source, _FIRST + _APART * at)) for at, source in enumerate(sources)]


def _statements(source: Source, year: int) -> Sequence[Statement]:
    said = source.reading.statements
    if source.date is not None or source.text is None or all(one.period for one in said):
        return said
    if not _TIME.search(source.content):
        return said
    headed = frozenset(_IN_TITLE.findall(source.content[:_TITLE].partition("\n")[0]))
    meant = int(next(iter(headed))) if len(headed) == 1 else year  # 武清区2023年经济社会发展简况
    assumed = read(replace(source.text, date=Period.parse(f"{meant}-12-31")))
    by_place = {(one.start, one.end): one for one in assumed.statements}
    return [_dated(one, by_place.get((one.start, one.end)), year == meant) for one in said]


def _dated(one: Statement, assumed: Statement | None, unsaid: bool) -> Statement:
    if assumed is None or one.period or not assumed.period:
        return one
    years = [int(said) for said in _YEAR.findall(f"{assumed.period} {assumed.base_period}")]
    if unsaid and min(years) < _FIRST - _APART // 2:
        return one
    # a word of time that was taken for a part of the name; anything else may be a person's
    named = assumed.indicator in one.indicator or _TIME_ALONE.fullmatch(one.indicator) is not None
    name = assumed.indicator if named else one.indicator
    return replace(one, period=assumed.period, base_period=assumed.base_period, indicator=name)


def shown(period: Period) -> str:
    """A time in words of ISO 8601; YYYY for a year that is not said, YYYY−1 for the one before it."""
    return _YEAR.sub(_placeholder, str(period))


def _placeholder(found: re.Match[str]) -> str:
    year = int(found[0])
    if year < _FIRST - _APART // 2:
        return found[0]
    before = (_FIRST - year) % _APART
    return f"YYYY−{before}" if before else "YYYY"
