"""Figures whose name stands elsewhere: behind them, in the sentence before, at the head of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from xietong.core.period import Period
from xietong.observations.aliases import NONE, linked
from xietong.observations.figures import Figure, Source, figure, line_of, same_unit
from xietong.observations.same_span import of_same_span
from xietong.observations.unsaid import as_of_unsaid_years
from xietong.statements.places import find_places, without_places


def figures(sources: Iterable[Source], aliases: Mapping[str, str] = NONE) -> list[Figure]:
    """All figures of some documents, in order; `aliases` are what a workspace was taught."""
    sources = list(sources)
    found = [
        figure(source.name, statement, line_of(source.content, statement), source.date, linked(statement, aliases))
        for source, statements in as_of_unsaid_years(sources)
        for statement in statements
    ]
    contents = {source.name: source.content for source in sources}
    found = _resumed(_referring(found, aliases), aliases)
    found = _compared(_headed(found, contents, aliases), aliases)
    return of_same_span(_named_behind(_announced(found, contents, aliases), aliases))


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


# 2022年各地技术合同成交额如下。(line) 承德市：29.2亿元；保定市：21.7亿元
_HEADING = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年(?P<end>末|底)?，?)?(?P<phrase>[^，。：；\d\n]{2,30}?)(?:情况)?(?:如下|见下)[。：:]?$"
)
_ALL_OF = re.compile(r"^(?:全省|全市|京津冀)?(?:各[地市区县]|[三四五六七八九十]+[地市区县]|[一-龥]{0,6}等地)(?:的)?")


def _headed(found: list[Figure], contents: Mapping[str, str], aliases: Mapping[str, str]) -> list[Figure]:
    """Figures of a list with nothing beside them but their places are of what the line above the list names."""
    for at, one in enumerate(found):
        bare = one.statement.indicator in ("", *one.statement.regions)
        if not bare or not one.statement.regions or one.statement.measure != "level":
            continue
        heading = _HEADING.search(_line_above(contents[one.document], one.statement.start))
        if heading is None:
            continue
        period = one.statement.period
        if heading["year"] and not period:
            whole = Period.year(int(heading["year"]))
            period = str(Period.until(whole.end) if heading["end"] else whole)
        phrase = _ALL_OF.sub("", without_places(heading["phrase"]))
        statement = replace(one.statement, indicator=phrase, period=period)
        found[at] = figure(one.document, statement, one.line, one.date, linked(statement, aliases))
    return found


def _line_above(content: str, start: int) -> str:
    """The last line before the one of a place that does not itself end like an item of a list."""
    lines = content[max(0, start - _REACH) : start].split("\n")[:-1]
    return next(
        (line.strip() for line in reversed(lines) if line.strip() and not re.search(r"\d[^，。]{0,6}[；;]$", line)), ""
    )


# 2023年，这一浓度已降至34微克/立方米: a time and a verb, and no name but one that points back
_TIMES = re.compile(
    r"^(?:(?:截至|截止|至|到|于|在)?(?:(?:19|20)\d\d年(?:底|末)?|\d{1,2}月(?:份|底|末)?|去年|今年|上年|当年|目前|年底|年末|上半年|[前一二三四]+季度)"
    r"(?:以来)?(?:，|时|的)?)+"
)
_POINTS_BACK = re.compile(
    r"(?:这|该|此)(?:一|项|个|类)*(?P<noun>[一-龥]{1,6}?)"
    r"(?=已|则|再|又|进一步|达|为|增|升|提|降|减|下|扩|突|超|是|攀|跃|回)"
)
_REACHES = re.compile(
    r"(?:(?:已经|已|则|又|再|进一步|迅速|快速|稳步|累计|大幅|再次|首次)*"
    r"(?:为|是|有|达到?|(?:增加|增长|上升|提高|提升|扩大|攀升|跃升|下降|降低|减少|回落|缩减|压减|增|升|降|减)[到至为]"
    r"|突破|超过|跃上)了?)?(?:近|约|超过?|逾)?"
)


def _resumed(found: list[Figure], aliases: Mapping[str, str]) -> list[Figure]:
    """A value of another time with no name of its own is of the last thing of its unit; so are the changes behind it."""
    read = tuple(found)
    for at, one in enumerate(read):
        if not at or one.statement.modality != "actual" or (one.statement.indicator and not _only_points(one)):
            continue
        if one.statement.measure == "level":
            named = _resumes(found, at)
        else:
            named = found[at - 1] if _goes_with(read[at - 1], one) and found[at - 1].statement.indicator else None
        if named is not None:
            found[at] = _renamed(one, named, aliases)
    return found


def _only_points(one: Figure) -> bool:
    """Whether a sentence has 该项投资 for a name, and what was read is the thing that another sentence is about."""
    said = _TIMES.sub("", "".join(one.line.partition(one.statement.quote)[0].split()))
    return one.statement.indicator not in one.line and _POINTS_BACK.match(said) is not None


def _goes_with(last: Figure, one: Figure) -> bool:
    """Whether a change stands behind a value in its sentence, of its time and place."""
    first, second = last.statement, one.statement
    return (
        last.line == one.line and last.actual_level and (first.period, first.regions) == (second.period, second.regions)
    )


def _resumes(found: list[Figure], at: int) -> Figure | None:
    one = found[at]
    said = _TIMES.sub("", "".join(one.line.partition(one.statement.quote)[0].split()))
    points = _POINTS_BACK.match(said)
    if one.period is None or not _REACHES.fullmatch(said[points.end() :] if points else said):
        return None
    before = [
        other
        for other in found[max(0, at - 6) : at]
        if other.document == one.document
        and one.statement.start - other.statement.end < _REACH
        and other.statement.indicator
        and other.actual_level
        and same_unit(other, one)
        and (points is None or goes_into(points["noun"], other.statement.indicator))
    ]
    return before[-1] if before and before[-1].period not in (None, one.period) else None


def goes_into(noun: str, phrase: str) -> bool:
    """Whether a phrase has the characters of a noun, in their order: 浓度 of PM2.5平均浓度."""
    rest = iter(phrase)
    return all(char in rest for char in noun)


def _renamed(one: Figure, named: Figure, aliases: Mapping[str, str]) -> Figure:
    """A figure with the name and the places of another."""
    statement = replace(one.statement, indicator=named.statement.indicator, regions=named.statement.regions)
    return figure(one.document, statement, one.line, one.date, linked(statement, aliases))


# 旅游总收入超过通州区（575.2亿元）和房山区（496.2亿元）的丰台区，以793.3亿元位居榜首
_COMPARED = re.compile(
    r"(?:^|，)(?P<phrase>[^，。；（）\d]{2,20}?)(?:均|都|已|双双)?(?:超过|高于|低于|多于|少于|领先于?)[^，。；（）]{2,12}（\d"
)
_WITH = re.compile(r"的(?P<place>[^，。；（）]{2,8})，以$")
_NO_NAME = re.compile(r"^(?:位居|位列|名列|居|排|领先|领跑)")


def _compared(found: list[Figure], aliases: Mapping[str, str]) -> list[Figure]:
    """Figures in a comparison of places are of what the comparison begins with."""
    for at, one in enumerate(found):
        own = bool(one.statement.indicator) and one.statement.indicator in "".join(one.line.split())
        if (own and not _NO_NAME.match(one.statement.indicator)) or one.statement.measure != "level":
            continue
        named = _COMPARED.search(one.line)
        if named is not None:
            owner = _WITH.search("".join(one.line.partition(one.statement.quote)[0].split()))
            found_places = find_places(owner["place"], 0, len(owner["place"])) if owner else []
            regions = found_places[0].names if len(found_places) == 1 else one.statement.regions
            statement = replace(one.statement, indicator=without_places(named["phrase"]), regions=regions)
            found[at] = figure(one.document, statement, one.line, one.date, linked(statement, aliases))
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
            found[at] = _renamed(one, alike[-1], aliases)
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
            phrase = without_places(subject[1])
        else:
            continue
        statement = replace(one.statement, indicator=phrase, regions=regions)
        found[at] = figure(one.document, statement, one.line, one.date, linked(statement, aliases))
    return found


_SUBJECT = re.compile(
    r"，(?:[一-龥]{2,6}[市区省县])?([一-龥A-Za-z0-9.]{3,16}?)(?:大幅|明显|持续|显著|稳步)?(?:下降|上升|增长|减少|增加|提高|改善)"
)
