"""Calendar dates as documents print them → Period."""

from __future__ import annotations

import re
from typing import Final

from xietong.core.period import Period

_HANZI: Final = "〇○零一二三四五六七八九十"
_S: Final = r"[ \t　]{0,2}"
# year, month, day; full-width digits are turned to ASCII first
_FORMS: Final = (
    rf"(?P<y>(?:19|20)\d\d){_S}年{_S}(?P<m>\d{{1,2}}){_S}月(?:{_S}(?P<d>\d{{1,2}}){_S}[日号])?",
    r"(?<!\d)(?P<y2>(?:19|20)\d\d)(?P<sep>[-/.．])(?P<m2>\d{1,2})(?:(?P=sep)(?P<d2>\d{1,2}))?(?![\d.．])",
    rf"(?P<y3>[一二][{_HANZI}]{{3}})年(?P<m3>[{_HANZI}]{{1,2}})月(?:(?P<d3>[{_HANZI}]{{1,3}})[日号])?",
)
DATE: Final = re.compile("|".join(_FORMS))
_CLOCK: Final = r"(?:[T\s]{0,3}\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_WEEK: Final = r"(?:[\s　]{0,6}[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
_AROUND_LEFT: Final = re.compile(r"[\s　（(\[【]*$")
_AROUND_RIGHT: Final = re.compile(
    rf"{_CLOCK}{_WEEK}{_CLOCK}[\s　）)\]】]{{0,9}}(?:第?[ 　]?\d{{1,3}}[ 　]?版)?[\s　]{{0,9}}$"
)
_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")


def normal(text: str) -> str:
    """Full-width digits as ASCII; the length stays."""
    return text.translate(_DIGITS)


def first(text: str) -> Period | None:
    """The first date of a text that exists in the calendar."""
    for found in DATE.finditer(normal(text)):
        period = _period(found)
        if period is not None:
            return period
    return None


def alone(text: str) -> Period | None:
    """The date that makes up a whole line, with weekday, clock time and brackets or without; None for other lines."""
    found = _whole(text)
    return _period(found) if found else None


def shaped(text: str) -> bool:
    """True for a line that is written as a date and nothing else, whether the calendar has it or not."""
    return _whole(text) is not None


def _whole(text: str) -> re.Match[str] | None:
    found = DATE.search(normal(text)) if len(text) <= 60 else None
    if found and _AROUND_LEFT.fullmatch(text[: found.start()]) and _AROUND_RIGHT.match(text[found.end() :]):
        return found
    return None


def without(text: str) -> str:
    """A line without its first date and weekday."""
    found = DATE.search(normal(text))
    return text if not found else text[: found.start()] + re.sub(rf"^{_CLOCK}{_WEEK}", "", text[found.end() :])


def _period(found: re.Match[str]) -> Period | None:
    year, month, day = ("".join(filter(None, (found[key], found[key + "2"]))) for key in "ymd")
    if found["y3"]:
        year = "".join(str(_digit(char)) for char in found["y3"])
        month, day = str(_small(found["m3"])), str(_small(found["d3"] or ""))
        day = "" if day == "0" else day
    return read(year, month, day)


def read(year: str, month: str, day: str = "") -> Period | None:
    """The month or day of these numbers, None where the calendar has none."""
    try:
        return Period.parse("-".join(filter(None, (year, month, day))))
    except ValueError:
        return None


def _digit(char: str) -> int:
    return 0 if char in "〇○零" else "一二三四五六七八九".find(char) + 1


def _small(hanzi: str) -> int:
    """十二 → 12, 三十一 → 31, 二〇 → 20; 0 for nothing."""
    if "十" in hanzi:
        tens, _, ones = hanzi.partition("十")
        return 10 * (_digit(tens) if tens else 1) + (_digit(ones) if ones else 0)
    value = 0
    for char in hanzi:
        value = 10 * value + _digit(char)
    return value
