"""Readings → figures: statements with what they can stand for, which indicator they name and when they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from xietong.core.interval import Interval
from xietong.core.issue import Place
from xietong.core.period import Period
from xietong.documents.model import Text
from xietong.observations import places
from xietong.observations.catalogue import Indicator, catalogue, plain
from xietong.observations.link import Link
from xietong.observations.printed import interval
from xietong.statements.model import Reading, Statement


@dataclass(frozen=True)
class Source:
    """One document as checks see it: its name, its text, what was read in it, and its date where one is known.

    `text` is the document whole: one without a date is read once more as of a year that nobody says (`unsaid.py`).
    """

    name: str
    content: str
    reading: Reading
    date: Period | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A statement of a document. `thing` is what it measures: indicator or phrase, and places."""

    document: str
    statement: Statement
    values: Interval
    link: Link
    thing: tuple[str, tuple[str, ...]]
    period: Period | None
    base: Period | None
    line: str  # the sentence around it, for words that the clause leaves out
    date: Period | None = None  # the document's
    announced: bool = False  # its sentence begins with it and names it behind

    @property
    def where(self) -> Place:
        """Where it stands."""
        one = self.statement
        return Place(self.document, one.start, one.end, one.quote, one.sentence)

    @property
    def known(self) -> Indicator | None:
        """Its entry in the catalogue."""
        return catalogue().indicators[self.link.code] if self.link.code else None

    @property
    def since(self) -> bool:
        """Whether it is a change since some year: on that year, or on the one before it; up to the last that is known."""
        return self.base is not None and not self.statement.base_period

    @property
    def actual_level(self) -> bool:
        """Whether it reports how much there is."""
        return self.statement.measure == "level" and self.statement.modality == "actual"


_REAL = re.compile(r"(?:生产总值|增加值|GDP|可支配收入|能耗|劳动生产率)(?:总量|总额)?$")
_CONSTANT = re.compile(r"不变价|可比|实际增长|扣除价格|同口径")


def at_constant_prices(figure: Figure) -> bool:
    """Whether a rate is, or by custom is, at constant prices or on a comparable scope: levels as printed say nothing of it."""
    return _constant(figure.statement.scope, figure.line, figure.link.code, figure.statement.indicator)


@lru_cache(maxsize=20_000)
def _constant(scope: tuple[str, ...], line: str, code: str, phrase: str) -> bool:
    if any(map(_CONSTANT.search, scope)) or _CONSTANT.search(line):
        return True
    if re.search(r"名义|现价|现行价", line):
        return False
    return catalogue().indicators[code].growth == "real" if code else bool(_REAL.search(phrase))


def figure(document: str, statement: Statement, line: str, date: Period | None, named: Link) -> Figure:
    """One statement as checks see it."""
    return Figure(
        document,
        statement,
        interval(statement),
        named,
        thing(statement, named),
        _period(statement.period),
        _over_years(statement) or _period(statement.base_period) or _began(statement),
        line,
        date,
    )


# 两年增长50%; of ten years nobody knows whether the first is counted
_OVER = re.compile(
    r"(?<![一二三四五六七八九十近前])([两三四五])年(?:间|来)?(?:累计)?(?:增长|提高|增加|下降|减少|降低)(?:了|约|近)*$"
)


def _over_years(statement: Statement) -> Period | None:
    """The base of 两年增长50%, so many years before."""
    covers = _period(statement.period)
    years = _OVER.search(statement.sentence[: max(0, statement.start - statement.sentence_start)])
    if statement.measure != "growth" or years is None or covers is None or not covers.is_year:
        return None
    return Period.year(covers.end.year - "零一二三四五".index(years[1].replace("两", "二")))


def _began(statement: Statement) -> Period | None:
    """2014年以来累计下降57.3%: the year a change set out from, as its words give no other base."""
    covers = _period(statement.period)
    if statement.measure not in ("growth", "multiple") or covers is None or covers.start is None:
        return None
    whole_years = (covers.start.month, covers.start.day) == (1, 1) and covers.end.year > covers.start.year
    return Period.year(covers.start.year) if whole_years and "年均" not in statement.sentence else None


def thing(statement: Statement, named: Link) -> tuple[str, tuple[str, ...]]:
    """What a statement measures: the code of its indicator or the phrase, and its places."""
    return named.code + named.occasion or plain(statement.indicator), places.keys(statement.regions)


def _period(written: str) -> Period | None:
    return Period.parse(written) if written else None


_STOPS = "。！？\n"


def line_of(content: str, statement: Statement) -> str:
    """The sentence around a statement, at most 300 characters to each side."""
    start = max(content.rfind(stop, max(0, statement.start - 300), statement.start) for stop in "。！？") + 1
    ends = [at for stop in "。！？" if (at := content.find(stop, statement.end, statement.end + 300)) >= 0]
    return content[start : min(ends, default=statement.end + 80)]


def same_time(one: Period | None, other: Period | None) -> bool:
    """Whether two figures are of one time: the same days, or the end of a span and the stock at that end."""
    if one is None or other is None:
        return False
    return one == other or (one.end == other.end and (one.start is None or other.start is None))


def same_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures are in one unit: an index is printed with 点 or without."""
    units = {one.statement.unit, other.statement.unit}
    return len(units) == 1 or units == {"", "点"}
