"""The years a plan is made for, as its title and its date say them: what lies before them has been, and is no goal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from xietong.core.period import Period
from xietong.documents.dates import alone, first
from xietong.targets.plans.title_years import Titled

_HEAD = 700  # characters in which the day of a notice is looked for
_PART = re.compile(r"[一二三]、|第[一二]章|第一条|[（(]一[）)]")
_ADOPTED = re.compile(
    r"(?:——?)?\d{4}年\d{1,2}月\d{1,2}日在.{4,40}会议上$|[（(]\d{4}年.{0,60}(?:通过|印发|发布|公布|批准)[）)]?$"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """`begins`: what ended before that day is no goal; `year`: the one whose parts need no year (6月底前, 全年), None
    where a plan of several years bears no date; `read_as_of`: the day its times are read as of, of its own or that its
    title makes likely (`assumed`). `first_due`: the first deadline that the plan names, where nothing says when it begins."""

    begins: date | None
    year: int | None
    read_as_of: Period | None
    assumed: bool = False
    first_due: date | None = None


def frame(said: Titled | None, dated: Period | None) -> Frame:
    """The frame of a plan, from the years of its title and the date it bears."""
    first = date(said.first, 1, 1) if said is not None and said.first is not None else None
    one_year = said.last if said is not None and said.first == said.last else None
    if dated is not None:
        own = dated.start or dated.end
        begins = min(first, own) if first is not None and first.year >= own.year - 1 else own
        return Frame(begins, one_year or dated.end.year, dated)
    if first is None:
        return Frame(None, None, None)
    return Frame(first, one_year, Period.day(first), assumed=True)


def signed(words: str) -> Period | None:
    """The day a notice bears above the plan it issues, in a line of its own or where it says who adopted it; None where
    there is none before the first part."""
    for line in words[:_HEAD].split("\n"):
        if _PART.match(line):
            return None
        day = alone(line) or (first(line) if _ADOPTED.match(line) else None)
        if day is not None and day.start == day.end:
            return day
    return None
