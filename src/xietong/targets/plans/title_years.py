"""The years that the title of a plan names: （2024—2026年）, 到2027年, 2025年工作要点, “十五五”规划."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from xietong.data import table
from xietong.documents.model import Clause
from xietong.targets.plans.source import Source

_DASH = r" ?(?:-{1,2}|~|至|到|-至) ?"
_MONTH = r"(?:\.\d{1,2}|年\d{1,2}月)"  # 2024.1—2026.12
_SPAN = re.compile(
    rf"(?<!\d)(?P<first>20\d\d)(?:{_MONTH}| ?年度?)?{_DASH}(?P<last>20\d\d|\d\d(?=年))(?:{_MONTH}| ?年度?)?(?!\d)"
)
_TO = re.compile(r"到(?P<last>20\d\d)年")
_BY = re.compile(r"(?P<last>20\d\d)年[以之]?前|面向(?P<ahead>20\d\d)年")
_ONE = re.compile(r"(?<!\d)(?P<last>20\d\d) ?年度?(?!\d{1,2}月|.*20\d\d|[以之]?前|版|[)）]?修[订正])")
_FIVE_YEARS = re.compile(r"第?“?十(?P<n>[一二三四五六七八九])”?个?五(?:”|年)?")
_BRACKETED = re.compile(r"[（(〔]20\d\d年度?[）)〕](?:的通知)?$")  # 工作要点（2025年度）
_PART = re.compile(r"[一二三]、|第[一二]章|第一条|[（(]一[）)]|1[.、]")
_ISSUED = re.compile(
    r"(?:印发|下发|发布|下达)[^《》]{0,20}《[^《》]{4,80}》|《[^《》]{4,80}》[^《》。]{0,12}(?:印发|下发|发布|下达)"
)
_HEAD = 1500  # characters in which the title of a plan that a notice issues is looked for
_LINE = 60  # characters of a line that may be one of a title
_DIGITS = "一二三四五六七八九"
_SPOKEN = re.compile(r"二[〇零○0][〇零○一二三四五六七八九]{2}(?=年|至|-)")
_PLAIN = str.maketrans("０１２３４５６７８９—－–―−‐～．　", "0123456789------~. ")
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class Titled:
    """The years that words of a title give, and where in them; `first` is None where only the end is said."""

    first: int | None
    last: int
    start: int
    end: int


def titled(head: str) -> Titled | None:
    """The years of a title; None where it has none."""
    head = _plain(head)
    if found := _SPAN.search(head):
        first, last = int(found["first"]), int(found["last"])
        last += first // 100 * 100 if last < 100 else 0
        return Titled(first, last, *found.span()) if first <= last else None
    if found := _TO.search(head):
        return Titled(None, int(found["last"]), *found.span())
    if one := _of_one_year(head):
        return one
    found = _FIVE_YEARS.search(head)
    if found and re.search(_words()["five_years"], head):
        last = 2010 + 5 * _DIGITS.index(found["n"])
        return Titled(last - 4, last, *found.span())
    if found := _BY.search(head):
        return Titled(None, int(found["last"] or found["ahead"]), *found.span())
    return None


def years_named(source: Source, clauses: tuple[Clause, ...], title: str) -> Titled | None:
    """The years of the title of a plan by their place in the view: in its first words, else in the title of what a notice
    issues, or a line of a title before the first numbered part."""
    start, end = source.inside(clauses[0].start, max(clauses[0].own_end, clauses[0].start))
    if said := titled(source.text[start:end][: max(len(title) + 40, 80)]):
        return _moved(said, start)
    _, stop = source.clause(clauses[0])
    for left, line in title_lines(source.text, start, min(stop, start + _HEAD)):
        if said := titled(line):
            return _moved(said, left)
    return None


def title_lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The short lines of text[start:end] before the first numbered part that may be titles, and the titles in 《》 that are
    said to be issued there; each with where it begins."""
    for found in re.compile(r"[^\n]+").finditer(text, start, end):
        line = found.group()
        if _PART.match(line) and found.start() > start:
            return
        if len(line) <= _LINE and not line.endswith(("。", "；", "：", "，")):
            yield found.start(), line
        for issued in _ISSUED.finditer(line):
            opens, closes = issued.group().index("《"), issued.group().rindex("》")
            yield found.start() + issued.start() + opens + 1, issued.group()[opens + 1 : closes]


def _of_one_year(head: str) -> Titled | None:
    """2025年…要点: the one year that stands before what the plan is called, or in brackets behind it; not that of a vision."""
    found = _ONE.search(head)
    if found is None:
        return None
    behind = head[found.end() :].split("\n")[0]
    line = head[: found.end() + 5].rsplit("\n", 1)[-1]
    called = re.search(_words()["of_a_year"], behind) and not re.search(_words()["of_many"], head)
    if called or _BRACKETED.search(line):
        return Titled(int(found["last"]), int(found["last"]), *found.span())
    return None


def _plain(head: str) -> str:
    """The same characters with ASCII digits and dashes; as long as what it is made of."""
    head = head.translate(_PLAIN)
    return _SPOKEN.sub(lambda found: found.group().translate(_NUMERALS).replace("二", "2"), head)


def _moved(said: Titled, by: int) -> Titled:
    return replace(said, start=said.start + by, end=said.end + by)


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = table("plans.toml")["title"]
    return words
