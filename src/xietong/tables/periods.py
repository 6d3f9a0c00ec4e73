"""A printed time → Period: 2019, 2019年, 2019年末, 2019年1—6月, 2019Q1, 2019-03, 2024.0 (a year that a program wrote)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from xietong.core.period import Period, days_in
from xietong.statements.numbers import hanzi
from xietong.tables.numbers import clean

_YEAR = re.compile(r"((?:1[89]|20)\d\d)(?:\.0+)?年?度?(末|底)?", re.ASCII)
_CODED = re.compile(r"((?:1[89]|20)\d\d)[-/年]?([QSHqsh])([1-4])", re.ASCII)
_QUARTER = re.compile(r"((?:1[89]|20)\d\d)年第?([1-4一二三四])季度?", re.ASCII)
_HALF = re.compile(r"((?:1[89]|20)\d\d)年([上下])半年", re.ASCII)
_MONTH = re.compile(r"((?:1[89]|20)\d\d)(?:年|[-/])?(1[0-2]|0?[1-9])月?(末|底)?", re.ASCII)
_HANZI = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# a year and a part of it, in two columns
_APART = re.compile(r"((?:1[89]|20)\d\d)(?:\.0+)?年?\s+(?=[\dQqHhSs第一二三四上下前])(\S*?)(?:\.0+)?", re.ASCII)
_DAY = re.compile(r"((?:1[89]|20)\d\d)[-/.年](1[0-2]|0?[1-9])[-/.月](3[01]|[12]\d|0?[1-9])日?(?: 00:00:00)?", re.ASCII)


_BEHIND = re.compile(
    r"(?<=[年度末底月日\d])[(（\[]?(?:初步|初步核算|初步核算数|预计|快报|快报数|修订|修订数)[)）\]]$|(?<=[年月度])[①-⑳*＊#¹²³]+$"
)


def status_of(printed: str) -> str:
    """What a heading with a time says of the state of its values: 初步 of 2023年（初步）; "" where nothing."""
    found = _BEHIND.search(re.sub(r"\s+", "", clean(printed)))
    return found[0].strip("()（）[]①②③*# ") if found else ""


def years_in_digits(text: str) -> str:
    """二〇二三年 as 2023年, wherever it stands in a text; full-width digits as narrow ones."""
    return _HANZI.sub(lambda found: found[0].translate(_DIGITS), clean(text))


@lru_cache(8192)
def read_period(printed: str) -> Period | None:
    """The period of a heading or a cell; None where it is none, or says more than a time."""
    text = clean(printed)
    text = re.sub(r"\s+", "", _APART.sub(r"\1年\2", text, count=1) if _APART.fullmatch(text) else text)
    text = _BEHIND.sub("", text)
    text = years_in_digits(text)
    text = text.replace("00:00:00", "") if len(text) > 10 else text
    if found := _YEAR.fullmatch(text):
        year = Period.year(int(found[1]))
        return Period.until(year.end) if found[2] else year
    if found := _CODED.fullmatch(text):
        size = 3 if found[2] in "Qq" else 6
        first = (int(found[3]) - 1) * size + 1
        return Period.months(int(found[1]), first, first + size - 1) if first <= 12 else None
    if found := _QUARTER.fullmatch(text):
        number = int(found[2]) if found[2].isdigit() else int(hanzi(found[2]))
        return Period.months(int(found[1]), 3 * number - 2, 3 * number)
    if found := _HALF.fullmatch(text):
        return Period.months(int(found[1]), 1 if found[2] == "上" else 7, 6 if found[2] == "上" else 12)
    if "前三季度" in text and (found := _YEAR.fullmatch(text.replace("前三季度", ""))):
        return Period.months(int(found[1]), 1, 9)
    if found := re.fullmatch(r"((?:1[89]|20)\d\d)年?(1[0-2]|[1-9])月?[-—–~至](1[0-2]|[1-9])月", text, re.ASCII):
        first, last = int(found[2]), int(found[3])
        return Period.months(int(found[1]), first, last) if first <= last else None
    if found := _DAY.fullmatch(text):
        year_, month, day = (int(part) for part in found.groups()[:3])
        return Period.day(date(year_, month, day)) if day <= days_in(year_, month) else None
    if (found := _MONTH.fullmatch(text)) and (len(text) > 5 or not text.isdigit()):
        span = Period.months(int(found[1]), int(found[2]), int(found[2]))
        return Period.until(span.end) if found[3] else span
    return None
