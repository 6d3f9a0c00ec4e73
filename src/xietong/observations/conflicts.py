"""Figures of one thing that cannot all hold: two values, a part of a year above the year."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from xietong.core.interval import Interval
from xietong.core.issue import Issue, Severity
from xietong.core.period import Period
from xietong.observations.changes import Levels
from xietong.observations.explained import explain, other_lists, same_value_other_name
from xietong.observations.figures import Figure, at_constant_prices
from xietong.observations.finding import finding, number, printed, spread
from xietong.observations.named import goes_into
from xietong.observations.observe import status
from xietong.observations.same import (
    ALIKE,
    Pair,
    alike,
    bare,
    has_grown,
    is_past,
    is_start,
    named,
    of_a_part,
    pairs,
    telling,
    timed,
)
from xietong.observations.unsaid import shown as shown_time
from xietong.statements.periods import is_stock
from xietong.statements.places import find_places


def check_conflicts(figures: list[Figure]) -> Iterator[Issue]:
    """Between figures of one document and of several."""
    yield from _values(figures)
    yield from same_value_other_name(figures)
    yield from other_lists(figures)
    yield from _parts_of_years(figures)


def _values(figures: list[Figure]) -> Iterator[Issue]:
    said: set[tuple[object, ...]] = set()
    count: Counter[tuple[object, ...]] = Counter()
    for pair in pairs(figures):
        about = (pair.one.thing, pair.one.document, pair.other.document)
        if count[about] >= _ENOUGH:
            continue  # so many values of one thing are no two values of it
        issue = _conflict(pair) or explain(pair)
        if issue is None or _one_list(pair.one, pair.other):
            continue
        # the same two values in other words or another reprint are said once
        key = (issue.code, pair.one.thing[1], frozenset((pair.one.values, pair.other.values)))
        if key not in said:
            said.add(key)
            count[about] += 1
            yield issue


_ENOUGH = 12  # findings of one thing in two documents, or in one


def _one_list(one: Figure, other: Figure) -> bool:
    """Two amounts in one sentence are parts of a list, or before and after, not two values of one thing; so
    are those of a sentence and its reprint."""
    same_clause = "".join(one.statement.sentence.split()) == "".join(other.statement.sentence.split())
    return same_clause or (one.document == other.document and one.line == other.line)


def _conflict(pair: Pair) -> Issue | None:
    """Two values for one thing, time, base and scope that no rounding brings together."""
    one, other = pair.one, pair.other
    if pair.when == "other" or not pair.base or pair.scopes or one.values.meets(other.values):
        return None
    if pair.when == "undated" and not (telling(one) and telling(other)):
        return None
    if _revised(one, other):
        return finding(
            "revision", "note", [one, other], f"{printed(one)} → {printed(other)}", said=printed(one),
            other=printed(other),
        )  # fmt: skip
    if (
        is_start(one)
        or is_start(other)
        or is_past(one)
        or is_past(other)
        or has_grown(one)
        or has_grown(other)
        or of_a_part(one) != of_a_part(other)
        or not (named(one) and named(other))
        or (pair.when == "same" and not (timed(one) or timed(other)))
    ):
        return None
    shown, against = printed(one), printed(other)
    gap = number(one.values.distance(other.values), one.statement.unit)
    # within one document no reading makes both true; another may have been revised
    certain = pair.when == "same" and one.document == other.document and timed(one) and timed(other)
    code = "values" if pair.when == "same" else "values_undated"
    severity: Severity = "error" if certain else "warning"
    return finding(code, severity, [one, other], f"{shown} | {against}: {gap}", said=shown, other=against, result=gap)


_RELEASED = 150  # days between two releases after which official figures are customarily revised


def _revised(one: Figure, other: Figure) -> bool:
    """Whether two documents give the same figure at two stages: first and final, or half a year apart."""
    stages = {status(one.line), status(other.line)}
    if "preliminary" in stages and stages & {"final", "revised"}:
        return True
    if one.document == other.document or one.date is None or other.date is None:
        return False
    return one.known is not None and abs((one.date.end - other.date.end).days) > _RELEASED and one.period is not None


# --- parts of a year -------------------------------------------------------------------------------------------------


def _of_year(figure: Figure) -> bool:
    return figure.period is not None and figure.period.is_year


def _is_part(period: Period | None) -> bool:
    if period is None or period.start is None or period.is_year:
        return False
    return period.start.year == period.end.year and (period.end - period.start).days >= 27


_STOCKS = re.compile(
    r"保有|存量|装机|累计|现有|均|率|指数|浓度|价格|(?:人口|余额|面积|里程|总数|户数|家数|企业|机构|基站|床位|主体)(?:总?数量?|总量|规模)?$"
)


_DONE = re.compile(r"新(?:认定|增|设|建|登记|开工|签|招|培育)|立案|查处|办理|受理|审结|签约|发放|培训|救助|接待|成交")


_NEW = re.compile(r"新(?:认定|增|设|建|登记|开工|签|招|培育|开通|改建)")


def _is_flow(figure: Figure) -> bool:
    """Whether values of parts of a year add up to the year's."""
    if figure.known is not None:
        return figure.known.time == "sum"
    one = figure.statement
    counted = one.unit in ("元", "美元", "吨", "标准箱", "人次", "千瓦时", "件", "架次", "万件", "个", "项")
    if _NEW.match(bare(one.indicator)) and "累计" not in one.scope:
        return True
    done = one.unit in ("家", "户", "起", "例", "宗", "人", "件次", "份") and _DONE.search(one.indicator) is not None
    of_months = figure.period is not None and figure.period.start is not None and "累计" in one.scope
    name = _DOING.sub("", one.indicator) if of_months else one.indicator
    return (counted or done) and not is_stock(name) and not _STOCKS.search(name)


def _since_new_year(figure: Figure) -> bool:
    """A total since the beginning of the year, where the figure is said to be one: 累计 of a bare month is of longer."""
    period = figure.period
    started = period is not None and period.start is not None and (period.start.month, period.start.day) == (1, 1)
    return started or "累计" not in figure.statement.scope


Thing = tuple[str, tuple[str, ...]]


def _growths(figures: list[Figure]) -> tuple[dict[Thing, list[Figure]], dict[Thing, list[Figure]]]:
    """The rates of growth of parts of years, and all others, by what they are of."""
    parts: dict[Thing, list[Figure]] = defaultdict(list)
    others: dict[Thing, list[Figure]] = defaultdict(list)
    for one in figures:
        if one.statement.measure == "growth":
            (parts if _is_part(one.period) else others)[one.thing].append(one)
    return parts, others


def _of_season(figure: Figure) -> bool:
    """仅暑运两个月就运送398万人次: of less than the year it was read for."""
    return bool(_SEASON.search(re.split("[，。；]", figure.line.partition(figure.statement.quote)[0])[-1]))


def _plainly(figure: Figure) -> Figure:
    """The figure, of a thing without what only says that it was done: 累计完成水利投资 and 完成水利投资 are one over months."""
    period = figure.period
    by_month = period is not None and period.start is None and period.end.month < _LAST
    if (
        by_month
        and period is not None
        and _NEW.match(bare(figure.statement.indicator))
        and "累计" not in figure.statement.scope
    ):
        figure = replace(figure, period=Period(date(period.end.year, 1, 1), period.end))  # 截至11月底新增: of this year
    name = _DOING.sub("", figure.thing[0])
    told = figure.link.code or len(name) < _NAME or name == figure.thing[0]
    return figure if told else replace(figure, thing=(name, figure.thing[1]))


_DOING = re.compile(r"^(?:累计|共计|共|已|完成|实现|达到)+")
_SEASON = re.compile(r"[一二两三四五六七八九十\d]+个?(?:月|天|周)|[寒暑]假|[春暑]运|暑期|黄金周|假期|期间|高峰")
_LAST = 12  # month
_NAME = 3  # characters of a name


def _parts_of_years(figures: list[Figure]) -> Iterator[Issue]:
    figures = list(map(_plainly, figures))
    levels = Levels([*figures, *map(_as_forecast, filter(_is_forecast, figures))])
    growths, yearly = _growths(figures)
    by_unit: dict[tuple[str, tuple[str, ...]], list[Figure]] = defaultdict(list)
    for one in figures:
        if one.actual_level and _of_year(one) and one.statement.form == "number":
            by_unit[(one.statement.unit, one.thing[1])].append(one)
    for part in figures:
        if not part.actual_level or not _is_part(part.period) or not _is_flow(part) or part.statement.form != "number":
            continue
        if not _since_new_year(part):
            continue
        assert part.period is not None
        year = part.period.end.year
        for whole in (*levels.of(part), *_alike(part, by_unit)):
            if (
                whole.statement.unit != part.statement.unit
                or whole.period is None
                or whole is part
                or _of_season(whole)
            ):
                continue
            if whole.period.end.year == year and _covers(whole.period, part.period) and part.values.above(whole.values):
                yield _exceeding(part, whole, shown_time(part.period), shown_time(whole.period))
            elif whole.period.is_year and whole.period.end.year == year - 1:
                yield from _chained(part, whole, growths.get(part.thing, []))
                yield from _outgrown(part, whole, yearly.get(part.thing, []))
    yield from _in_one_line(figures)


_PART_WORDS = re.compile(
    r"上半年|前[一二两三四五六七八九十\d]+个?(?:月|季度)|1(?:—|-|–|~|至|到)\d{1,2}月|[一二三四]季度|(?<![\d—\-])\d{1,2}月份?(?![\d日底末])"
)
_YEAR_WORDS = re.compile(r"全年(?:来看，)?(?!平均|日均|月均)")
_REST = re.compile(r"(?:共|累计|合计|总计|共计|总共|实现|完成|达到?|为|发放|接待|销售|生产|新增|的|，|（)*")


def _in_one_line(figures: list[Figure]) -> Iterator[Issue]:
    """去年上半年发放A，全年共发放B: one thing in one sentence, by its words, whatever year it is."""
    near = ((first, second) for at, first in enumerate(figures) for second in figures[at + 1 : at + 4])
    for first, second in near:
        one, other = first.statement, second.statement
        if first.document != second.document or one.unit != other.unit:
            continue
        if first.line != second.line and (first.thing != second.thing or not first.link.code):
            continue
        if not (first.actual_level and second.actual_level and _is_flow(first)) or first.thing[1] != second.thing[1]:
            continue
        clauses = ["".join(said.sentence[: said.start - said.sentence_start].split()) for said in (one, other)]
        between = clauses[1].removeprefix(clauses[0]) if clauses[1].startswith(clauses[0]) else clauses[1]
        own = re.split("[，；（]", clauses[0])[-1], re.split("[，；（]", between)[-1]
        for part, whole, swapped in ((first, second, False), (second, first, True)):
            part_words, whole_words = reversed(own) if swapped else own
            said = _PART_WORDS.search(part_words)
            same = part.thing[0] == whole.thing[0] or _REST.fullmatch(_YEAR_WORDS.sub("", _PART_WORDS.sub("", own[1])))
            if not same or said is None or not _YEAR_WORDS.search(whole_words) or _other_years(part, whole):
                continue
            if part.values.above(whole.values):
                yield _exceeding(part, whole, said[0], "全年")


def _other_years(one: Figure, other: Figure) -> bool:
    return one.period is not None and other.period is not None and one.period.end.year != other.period.end.year


def _exceeding(part: Figure, whole: Figure, part_period: str, whole_period: str) -> Issue:
    return finding(
        "period_exceeds", "error", [part, whole], f"{printed(part)} > {printed(whole)}", part=printed(part),
        whole=printed(whole), part_period=part_period, whole_period=whole_period,
    )  # fmt: skip


def _outgrown(part: Figure, whole: Figure, figures: list[Figure]) -> Iterator[Issue]:
    """上年A，今年增长g，前11个月P: the year came to A × (1+g), and its months to no more."""
    assert part.period is not None
    year = Period.year(part.period.end.year)
    for rate in figures:
        if (
            rate.statement.measure != "growth"
            or rate.period != year
            or rate.thing != part.thing
            or at_constant_prices(rate)
        ):
            continue
        if rate.document != part.document or rate.base != whole.period or rate.statement.modality != "actual":
            continue
        try:
            reached = whole.values * (Interval.exactly(1) + rate.values / Interval.exactly(100))
        except ValueError:
            continue
        if part.values.above(reached):
            shown = spread(reached, part.statement.unit)
            yield finding(
                "outgrown", "error", [part, rate, whole],
                f"{printed(whole)} × (1 + {printed(rate)}) = {shown} < {printed(part)}", part=printed(part),
                part_period=shown_time(part.period), rate=printed(rate), result=shown, whole=printed(whole),
            )  # fmt: skip


def _alike(part: Figure, by_unit: dict[tuple[str, tuple[str, ...]], list[Figure]]) -> list[Figure]:
    """Whole years of what is nearly the same phrase, where the catalogue knows neither."""
    near = by_unit.get((part.statement.unit, part.thing[1]), [])
    return [one for one in near if one.thing != part.thing and (alike(part, one) >= ALIKE or _shortens(part, one))]


_AGAIN = re.compile(r"[该本当那同]年|全年|[上下]半年|[已就即共仅达]|累计|前[一二三四五六七八九十\d]+个?(?:月|季度)")


def _shortens(one: Figure, other: Figure) -> bool:
    """全年发放创业补贴A。前三季度已发放B: near one another, the one name goes into the other without what says when."""
    near = one.document == other.document and abs(one.statement.start - other.statement.start) < _CLOSE
    first, again = sorted((one, other), key=lambda figure: figure.statement.start)
    names = [_AGAIN.sub("", bare(figure.statement.indicator)) for figure in (again, first)]
    placed = any(place.names for place in find_places(again.statement.sentence, 0, len(again.statement.sentence)))
    near = near and not any("当年" in figure.line for figure in (one, other))  # of which year, who knows
    shorter = 1 < len(names[0]) < len(names[1]) and not placed
    return near and shorter and goes_into(names[0], names[1])


_CLOSE = 120  # characters


def _covers(whole: Period, part: Period) -> bool:
    """Whether one span of a year holds another that begins with it or lies in it, and is longer."""
    if whole.start is None or part.start is None:
        return False
    return whole.start <= part.start and part.end <= whole.end and whole != part


def _is_forecast(figure: Figure) -> bool:
    """预计全年…: what a year is to come to is no less than what its months have brought."""
    one = figure.statement
    return one.modality == "target" and one.measure == "level" and "预计" in figure.line and _of_year(figure)


def _as_forecast(figure: Figure) -> Figure:
    return replace(figure, statement=replace(figure.statement, modality="actual"))


def _chained(part: Figure, whole: Figure, growths: list[Figure]) -> Iterator[Issue]:
    """前11个月X，增长g: the same months of the year before were X/(1+g), and not more than that whole year."""
    for rate in growths:
        if (
            at_constant_prices(rate)
            or rate.thing != part.thing
            or rate.period != part.period
            or rate.document != part.document
        ):
            continue
        try:
            before = part.values / (Interval.exactly(1) + rate.values / Interval.exactly(100))
        except ValueError:
            continue
        if before.above(whole.values):
            shown = spread(before, part.statement.unit)
            assert part.period is not None
            yield finding(
                "chained", "error", [part, rate, whole],
                f"{printed(part)} ÷ (1 + {printed(rate)}) = {shown} > {printed(whole)}",
                part=printed(part), part_period=shown_time(part.period), rate=printed(rate), result=shown,
                whole=printed(whole),
            )  # fmt: skip
