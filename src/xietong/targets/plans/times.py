"""The times that a plan says, as it means them: parts of a year are of its year, and what comes round every year is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from xietong.core.period import Period
from xietong.data import table
from xietong.statements.times import Clock, Time
from xietong.targets.plans.frame import Frame

_WHOLE = re.compile(r"全年(?:全年)?|年[底末终]")
_PART = re.compile(
    r"(?:上|下)半年|前?[一二三四1-4]个?季度|第[一二三四1-4][ 、]?季度|\d{1,2} ?月(?:份|上旬|中旬|下旬|底|末|初)?(?:\d{1,2}[日号])?"
)
_WITHIN = re.compile(r"(?<![\d一二两三四五六七八九十几多])年内(?![容涵])")
_DATED = re.compile(r"(?:19|20)\d\d|[一二]〇|十[一二三四五六]五|今年|本年|明年|去年|上年|前年")
_NO_TERM = frozenset(("base", "same", "from", "since", "years"))
_CLAUSE = 200  # characters of a clause: a time further in leads nothing


@dataclass(frozen=True, slots=True)
class Term:
    """view[start:end] says a time that ends on `period.end`.

    `part`, `clause`: where its part of the sentence (；) and its clause (，) begin. `leads`: nothing but 力争, 到, a number
    of the plan or a heading stands before it in its clause; `apart`: a comma follows it; `due`: said as a deadline.
    """

    start: int
    end: int
    period: Period
    sentence: int
    part: int
    clause: int
    leads: bool
    apart: bool
    due: bool
    within: bool  # 其中2027年底前…: of a part of what was said

    @property
    def day(self) -> date:
        return self.period.end


@cache
def _lexicon() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = table("plans.toml")["terms"]
    return re.compile(words["lead"]), re.compile(words["yearly"]), re.compile(words["issued"])


def read_terms(text: str, start: int, end: int, frame: Frame) -> Iterator[Term]:
    """The times of view[start:end] that can be terms, in order."""
    leading, _, _ = _lexicon()
    for time in _times(text, start, end, frame):
        if time.period is None or time.kind in _NO_TERM or _no_deadline(text, time):
            continue
        sentence = max(text.rfind(mark, start, time.start) for mark in "。！\n") + 1
        part = max(text.rfind("；", sentence, time.start) + 1, sentence, start)
        clause = max(max(text.rfind(mark, part, time.start) for mark in "，：") + 1, part)
        before = text[max(clause, time.start - _CLAUSE) : time.start]
        yield Term(
            time.start, time.end, time.period, max(sentence, start), part, clause,
            time.start - clause <= _CLAUSE and leading.fullmatch(before) is not None, _is_apart(text, time.end), time.due,
            "其中" in before,
        )  # fmt: skip


def _times(text: str, start: int, end: int, frame: Frame) -> Iterator[Time]:
    """The times of view[start:end] as this plan means them."""
    clock = Clock(frame.read_as_of, plan=True)
    for line in re.compile(r"[^\n]+").finditer(text, start, end):
        clock.paragraph(None)
        read = [_meant(one, clock.year, frame) for one in clock.read(text, *line.span())]
        inner = [_inner(found, frame) for found in _WITHIN.finditer(text, *line.span())]
        kept = [one for one in (*read, *inner) if one is not None]
        yield from sorted(kept, key=lambda one: one.start)


def _inner(found: re.Match[str], frame: Frame) -> Time | None:
    """年内: up to the end of the plan's year."""
    if frame.year is None:
        return None
    return Time(*found.span(), "until", Period.until(date(frame.year, 12, 31)), "年内", due=True)


def _meant(time: Time, named: int | None, frame: Frame) -> Time | None:
    """全年, 6月底 without a year: of the plan's year, unless a year gone by was just spoken of; nobody's where a plan of
    several years bears no date."""
    if time.period is None or _DATED.search(time.words):
        return time
    if frame.assumed and frame.year is None:
        return None
    bare = _WHOLE.fullmatch(time.words) or _PART.fullmatch(time.words)
    if bare is None or frame.year is None or (named is not None and named < frame.year):
        return time
    return replace(time, period=time.period.shifted(frame.year - time.period.end.year))


def _no_deadline(text: str, time: Time) -> bool:
    """每年3月底前, 2024年印发的: done every year, or when something was said."""
    _, yearly, issued = _lexicon()
    return bool(yearly.search(text[max(0, time.start - 8) : time.start])) or bool(issued.match(text, time.end))


def _is_apart(text: str, end: int) -> bool:
    return bool(re.match(r"(?:[底末]|[以之]?前|期间|时|左右)*[，：]|[^，。；：\d]{0,5}：", text[end : end + 6]))
