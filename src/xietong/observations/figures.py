"""Readings → figures: statements with what they can stand for, which indicator they name and when they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from xietong.core.interval import Interval
from xietong.core.issue import Place
from xietong.core.period import Period
from xietong.observations import places
from xietong.observations.aliases import NONE, linked
from xietong.observations.catalogue import Indicator, catalogue, plain
from xietong.observations.link import Link
from xietong.observations.printed import interval
from xietong.statements.model import Reading, Statement
from xietong.statements.places import find_places, without_places


@dataclass(frozen=True)
class Source:
    """One document as checks see it: its name, its text, what was read in it, and its date where one is known."""

    name: str
    content: str
    reading: Reading
    date: Period | None = None


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
    if any(_CONSTANT.search(scope) for scope in figure.statement.scope) or _CONSTANT.search(figure.line):
        return True
    if re.search(r"名义|现价|现行价", figure.line):
        return False
    known = figure.known
    return known.growth == "real" if known is not None else bool(_REAL.search(figure.statement.indicator))


def figures(sources: Iterable[Source], aliases: Mapping[str, str] = NONE) -> list[Figure]:
    """All figures of some documents, in order; `aliases` are what a workspace was taught."""
    sources = list(sources)
    found = [
        figure(source.name, statement, line_of(source.content, statement), source.date, linked(statement, aliases))
        for source in sources
        for statement in source.reading.statements
    ]
    contents = {source.name: source.content for source in sources}
    return _named_behind(_announced(_referring(found, aliases), contents, aliases), aliases)


_THIS_IS = re.compile(
    r"^(?:！|：|——|—|，)?(?:这|即|就|正)是?(?P<phrase>[^，。；！]{4,40}?)"
    r"(?:的(?:总量|最新数据|最新数字|数字|数据|规模|答卷|成绩|变化|增幅|成绩单)|一年的变化|，|$)"
)
_MADE_KNOWN = re.compile(r"^！(?P<phrase>[^，。；！]{4,40}?)(?:公布|发布|出炉|揭晓)")
_YEAR_SAID = re.compile(r"((?:19|20)\d\d)年(末|底)?")
_GENERAL = frozenset(["", "总量", "总数", "数量", "规模", "总规模"])
# 设施蔬菜产量连年增长，2023年较2013年增长87.5%
_OPENS = re.compile(
    r"^(?:(?:此外|同时|另外|其中)，?)?([一-龥A-Za-z0-9.（）]{3,24}?)"
    r"(?:连年|逐年|持续|稳步|不断|快速|大幅)+(?:增长|上升|下降|提高|减少|增加|扩大|改善)，"
)


def _announced(found: list[Figure], contents: Mapping[str, str], aliases: Mapping[str, str]) -> list[Figure]:
    """528件，这是临港产业园2021年专利授权量的总量: a figure that its sentence opens with, and names behind it."""
    for at, one in enumerate(found):
        head = one.line.partition(one.statement.quote)[0]
        behind = "".join(contents[one.document][one.statement.end : one.statement.end + 60].split())
        named = _THIS_IS.match(behind) or _MADE_KNOWN.match(behind)
        if named is None or re.search(r"[，。；：\d]\D*$", re.sub(r"PM2.5|(?:19|20)\d\d年", "", head)):
            continue
        phrase = named["phrase"]
        year = _YEAR_SAID.search(phrase)
        regions = tuple(name for place in find_places(phrase, 0, len(phrase)) for name in place.names)
        bare = _YEAR_SAID.sub("", without_places(phrase)).strip("的在年来一")
        period = one.statement.period
        if year is not None:
            whole = Period.year(int(year[1]))
            period = str(Period.until(whole.end) if year[2] else whole)
        opens = re.fullmatch(r"[\s“]*[一-龥]{0,8}", head) is not None  # else it is named before, and dated behind
        statement = replace(
            one.statement,
            indicator=bare[-36:] if opens else one.statement.indicator,
            regions=regions or one.statement.regions,
            period=period,
        )
        renamed = figure(one.document, statement, one.line, one.date, linked(statement, aliases))
        found[at] = replace(renamed, announced=True)
    return found


_REFERS = re.compile(
    r"^(?:其中)?(?:这|该|此|上述)(?:一|项|个)?(?:项|个)?(?:指标|数据|数字|数值|数|总量|规模|比重|比例|占比)"
)


def _referring(found: list[Figure], aliases: Mapping[str, str]) -> list[Figure]:
    """2014年，这项指标还停留在17149万吨: of the thing that the figure before it is of, one of its unit if there is one."""
    for at, one in enumerate(found):
        said = _SAID.search("".join(one.line.partition(one.statement.quote)[0].split()))
        bare = one.statement.indicator in _GENERAL
        subject = _OPENS.match("".join(one.line.split())) if bare else None
        if subject is not None and one.statement.measure in ("growth", "multiple", "level"):
            statement = replace(one.statement, indicator=without_places(subject[1]))
            found[at] = figure(one.document, statement, one.line, one.date, linked(statement, aliases))
            continue
        if not at or not (_REFERS.match(one.statement.indicator) or (said and not one.statement.indicator)):
            continue
        near = [
            other
            for other in found[max(0, at - 6) : at]
            if other.document == one.document and one.statement.start - other.statement.end < _REACH
        ]
        alike = [other for other in near if same_unit(other, one) and other.statement.indicator] or near
        if alike:
            last = alike[-1].statement
            statement = replace(one.statement, indicator=last.indicator, regions=last.regions)
            found[at] = figure(one.document, statement, one.line, one.date, linked(statement, aliases))
    return found


_SAID = re.compile(r"[这该此](?:一|项|个)?(?:项|个)?(?:指标|指数|数据|数字|数值)")
_REACH = 300  # characters


def _named_behind(found: list[Figure], aliases: Mapping[str, str]) -> list[Figure]:
    """从53天到31天，重污染天数大幅下降: figures at the head of a sentence are of what follows them."""
    for at in range(len(found) - 1, -1, -1):
        one = found[at]
        if not re.match(r"\s*[从由]", one.statement.sentence) or (one.thing[0] and one.statement.indicator in one.line):
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        subject = _SUBJECT.search("".join(one.line.split()))
        regions = one.statement.regions
        if after is not None and after.document == one.document and after.line == one.line and after.thing[0]:
            phrase, regions = after.statement.indicator, after.statement.regions
        elif subject is not None:
            phrase = subject[1]
        else:
            continue
        statement = replace(one.statement, indicator=phrase, regions=regions)
        found[at] = figure(one.document, statement, one.line, one.date, linked(statement, aliases))
    return found


_SUBJECT = re.compile(
    r"，(?:[一-龥]{2,6}[市区省县])?([一-龥A-Za-z0-9.]{3,16}?)(?:大幅|明显|持续|显著|稳步)?(?:下降|上升|增长|减少|增加|提高|改善)"
)


def figure(document: str, statement: Statement, line: str, date: Period | None, named: Link) -> Figure:
    """One statement as checks see it."""
    return Figure(
        document,
        statement,
        interval(statement),
        named,
        thing(statement, named),
        _period(statement.period),
        _period(statement.base_period) or _began(statement),
        line,
        date,
    )


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
