"""What a sentence says of the order of its figures: A，高于B; 由高到低依次为A、B、C; 2017年为6年来最高."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from xietong.core.issue import Issue
from xietong.observations.figures import Figure, same_unit
from xietong.observations.finding import finding, printed
from xietong.observations.sentence import Row

_MORE = r"高于|多于|大于|快于|高出|超过|超出"
_LESS = r"低于|少于|小于|慢于|不及|不如"
# A，高于上年的B; A，增速快于全省平均水平（B）: nothing but the name of the other between the verb and its figure
_COMPARES = re.compile(
    rf"^[）)]?(?:左右)?[，、]?(?:但|而|且|却|其)?(?:增速|增幅|涨幅|比重|占比|规模|总量|数量|明显|略|远|大幅|仍|已|均|也|都)*"
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))(?P<other>[^，。；\d]{{0,18}}|(?:19|20)\d\d年[^，。；\d]{{0,12}}|"
    rf"(?P<whose>全国|全省|全市|全区|区域|京津冀|平均)[^，。；\d]{{0,6}}，(?P=whose)[^，。；\d]{{0,6}}[为是])$"
)
_GOES_ON = re.compile(r"^的(?!水平|规模)|^以[上下]|^左右的")  # 超过10亿元的企业: a class, no value to compare with


def check_orders(row: Row) -> Iterator[Issue]:
    """All checks of order in a sentence."""
    yield from _compared(row)
    yield from _than(row)
    yield from _listed(row)
    yield from _of_years(row)
    yield from _ordinals(row)
    yield from _first_and_next(row)


_PLACE = re.compile(
    r"第(?P<number>[一二三四五六七八九]|\d)(?![季产次批期届阶方])(?:位|名)?|(?P<first>最高|最多|最大|首位|之首|榜首)(?=[，。；]|$|为)"
)
_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")}


def _ordinals(row: Row) -> Iterator[Issue]:
    """甲最高，为A；乙以B排在第二；丙C，列第三: a later place has no greater value."""
    if re.search(r"倒数|由低到高|从低到高|增速|增幅|降幅|占比|全国第|全省第|世界第|全球第", row.words):
        return
    said: list[tuple[int, Figure]] = []
    for at in range(len(row)):
        own = row.lead(at).split("；")[-1] + "│" + row.tail(at).split("；")[0]
        places = list(_PLACE.finditer(own))
        # what stands behind a figure may be said of the next one
        if len(places) != 1 or not row.is_amount(at) or row.figures[at].statement.form != "number":
            continue
        number = places[0]["number"]
        rank = 1 if not number else int(number) if number.isdigit() else _HAN[number]
        said.append((rank, row.figures[at]))
    alike = [one for one in said if _alike(one[1], said[0][1])] if said else []
    for (rank, figure), (next_rank, other) in pairwise(sorted(alike, key=lambda one: one[0])):
        if rank < next_rank and other.values.above(figure.values) and _greatest_first(figure):
            listed = f"{printed(figure)}（{rank}）、{printed(other)}（{next_rank}）"
            yield finding("order", "error", [other, figure], listed, said=listed)


_LEADS = re.compile(r"^，(?:居|列|位列|位居|排在?|稳居)[^，。；\d]{0,10}(?:之首|首位|第一|榜首)，")


def _first_and_next(row: Row) -> Iterator[Issue]:
    """甲A，居各镇之首，乙B、丙C紧随其后: none of those behind is greater."""
    for first in range(len(row) - 1):
        if not _LEADS.match(row.gap(first, first + 1)) or not re.search(r"紧随其后|次之|分列", row.words):
            continue
        for at in range(first + 1, len(row)):
            one, other = row.figures[first], row.figures[at]
            if _alike(one, other) and other.values.above(one.values) and _greatest_first(one):
                listed = f"{printed(one)}、{printed(other)}"
                yield finding("order", "error", [one, other], listed, said=listed)
                return


def _greatest_first(figure: Figure) -> bool:
    """Whether the first place is that of the greatest value, as far as the indicator tells."""
    return figure.known is None or figure.known.direction >= 0


def _compared(row: Row) -> Iterator[Issue]:
    for first, second in pairwise(range(len(row))):
        one, other = row.figures[first], row.figures[second]
        found = _COMPARES.search(row.gap(first, second))
        if found is None or not _alike(one, other) or _GOES_ON.match(row.tail(second, 6)):
            continue
        # 超过三年期的合同近800份: a bound of time that tells a class, no value
        if not found["other"] or re.search(
            r"目标|计划|预期|任务|标准|限值|以前|[一二三四五六七八九十半]年", found["other"]
        ):
            continue
        wrong = other.values.above(one.values) if found["more"] else one.values.above(other.values)
        if wrong:
            said = f"{printed(one)}{found['more'] or found['less']}{printed(other)}"
            yield finding("sign", "error", [one, other], said, said=said)


_THAN = re.compile(r"^[）)]?，(?:但|而)?(?:比|较)(?:上年|去年|(?:19|20)\d\d年)(?:同期|末|底)?的$")
_MOVED = re.compile(
    r"^(?:进一步|有所|明显|大幅|显著|略|稳步|持续)*(?:(?P<up>提高|增加|增长|上升|扩大|提升|上涨)|(?P<down>减少|下降|降低|缩小|回落|下滑|缩短))(?=[，。；]|$)"
)


def _than(row: Row) -> Iterator[Issue]:
    """A，比2014年的B进一步提高: the verb behind two values."""
    for first, second in pairwise(range(len(row))):
        one, other = row.figures[first], row.figures[second]
        moved = _MOVED.match(row.tail(second, 10))
        if moved is None or not _THAN.search(row.gap(first, second)) or not _alike(one, other):
            continue
        if other.values.above(one.values) if moved["up"] else one.values.above(other.values):
            said = f"{printed(one)}，比{printed(other)}{moved[0]}"
            yield finding("sign", "error", [one, other], said, said=said)


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are values of one kind, as far as their unit and measure tell."""
    a, b = one.statement, other.statement
    kinds = {a.measure, b.measure}
    rates = a.unit == "%" and kinds <= {"growth", "share", "level"}
    levels = kinds == {"level"} and a.unit not in ("", "%") and a.unit != "位"
    return same_unit(one, other) and (rates or levels) and a.form == b.form == "number" and "difference" not in kinds


_DESCENDING = re.compile(r"(?:[由从]高到低|[由从]大到小|[由从]多到少|[由从]快到慢|按?降序)[^。；]{0,30}$")
_ASCENDING = re.compile(r"(?:[由从]低到高|[由从]小到大|[由从]少到多|按?升序)[^。；]{0,30}$")


def _listed(row: Row) -> Iterator[Issue]:
    """由高到低依次为: each figure of the list is no greater than the one before it."""
    for start in range(len(row)):
        lead = row.lead(start)
        falls, rises = _DESCENDING.search(lead), _ASCENDING.search(lead)
        if not falls and not rises:
            continue
        run = [start]
        while (
            run[-1] + 1 < len(row) and _alike(row.figures[start], row.figures[run[-1] + 1]) and _listed_on(row, run[-1])
        ):
            run.append(run[-1] + 1)
        if len(run) < 3:
            continue
        for before, after in pairwise(run):
            one, other = row.figures[before], row.figures[after]
            if (other.values.above(one.values)) if falls else one.values.above(other.values):
                listed = "、".join(printed(row.figures[at]) for at in run)
                yield finding("order", "error", [one, other], listed, said=listed)
                break


def _listed_on(row: Row, at: int) -> bool:
    return not re.search(r"。|其中|合计|平均|占", row.gap(at, at + 1))


_RECORD = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:[^，。；\d]{0,8})?为?(?:近)?(?P<count>\d{1,2}|[一二三四五六七八九十]+)年来的?(?:最|新)(?P<end>[高低多少大小])"
)


def _of_years(row: Row) -> Iterator[Issue]:
    """2012—2017年分别为…，2017年为6年来最高: no other year of the list is higher."""
    found = _RECORD.search(row.words)
    if found is None:
        return
    values = [
        figure
        for figure in row.figures
        if figure.actual_level and figure.period is not None and figure.statement.form == "number"
    ]
    said = [one for one in values if one.period is not None and one.period.end.year == int(found["year"])]
    if len(said) != 1 or len(values) < 3:
        return
    mine = said[0]
    others = [one for one in values if one.thing == mine.thing and same_unit(one, mine) and one is not mine]
    high = found["end"] in "高多大"
    above = [one for one in others if (one.values.above(mine.values) if high else mine.values.above(one.values))]
    if above:
        shown = f"{printed(mine)}; {'、'.join(map(printed, above))}"
        yield finding("order", "error", [mine, *above], shown, said=shown)
