"""The time that running text gives a figure: the year, quarter or month its clause speaks of, and whether that is the
time of the value it is bound to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from xietong.core.period import Period
from xietong.data import table
from xietong.reports.even import even

_MARKS = "，。；：！？,;.!?"


@dataclass(frozen=True, slots=True)
class Told:
    """Words that name a time: its year, and the first and last month they reach to, 0 where they name the year alone."""

    words: str
    year: int
    first: int = 0
    last: int = 0


def contradicts(text: str, start: int, end: int, period: str) -> str:
    """The words around text[start:end] that name another time than `period` (ISO); empty where none do. Compared is what
    is said: a year with the year, a quarter or month with the months of the period."""
    told = _behind(text, end) or _before(text, start)
    if told is None or not period:
        return ""
    held = Period.parse(period)
    begin = held.start or held.end
    if not begin.year <= told.year <= held.end.year:
        return told.words
    if not told.last:
        return ""
    same = held.end == _closing(told.year, told.last, held.end) and (
        held.start is None or (begin.year, begin.month) in ((told.year, told.first), (told.year, 1))
    )
    return "" if same else told.words


def _closing(year: int, month: int, end: date) -> date:
    """The day `end` where it lies in a month, else the first of that month (which is no end of any period)."""
    return end if (end.year, end.month) == (year, month) else date(year, month, 1)


def _before(text: str, start: int) -> Told | None:
    """The last time named in the clause before a figure, or in the one before where that is nothing but a time."""
    clauses = re.split(f"[{_MARKS}]", _plain(text[max(0, start - 80) : start]))
    if re.search(table("running.toml")["shared_out"], clauses[-1]):
        return None  # 2022年、2023年分别为 … 和 …
    if found := _last(clauses[-1]):
        return found
    before = clauses[-2].strip() if len(clauses) > 1 else ""
    found = _last(before)
    alone = table("running.toml")["time_alone"].format(time=re.escape(found.words if found else ""))
    return found if found and re.fullmatch(alone, before) else None


def _plain(text: str) -> str:
    """Full-width digits and years in characters as digits."""
    digits = str.maketrans("〇零○一二三四五六七八九", "000123456789")
    return re.sub(
        "[一二][〇零○九][〇零○一二三四五六七八九]{2}(?=年)", lambda found: found[0].translate(digits), even(text).text
    )


def _last(clause: str) -> Told | None:
    said = table("running.toml")
    found = None
    for match in re.finditer(f"{said['told_time']}|{said['told_in_english']}", clause):
        before, behind = clause[: match.start()], clause[match.end() :]
        compared = re.search(said["compared_before"], before) or re.match(said["compared_behind"], behind)
        if not compared or re.fullmatch(said["of_the_figure"], behind):
            found = _told(match)
    return found


def _behind(text: str, end: int) -> Told | None:
    """… in 2022, said behind the figure."""
    match = re.compile(r"[^\S\n]*(?:[A-Za-z]+ ){0,3}" + table("running.toml")["told_in_english"]).match(text, end)
    return _told(match) if match else None


def _told(match: re.Match[str]) -> Told:
    parts = match.groupdict()
    year = int(parts.get("year") or parts["year_en"])
    if quarter := parts.get("quarter"):
        number = "一二三四".find(quarter) + 1 or int(quarter)
        return Told(match.group(), year, 1 if parts["since"] else number * 3 - 2, number * 3)
    if parts.get("half"):
        return Told(match.group(), year, 1 if parts["half"] == "上" else 7, 6 if parts["half"] == "上" else 12)
    if parts.get("month"):
        last = int(parts["month"])
        return Told(match.group(), year, int(parts["month_first"] or last), last)
    return Told(match.group(), year)
