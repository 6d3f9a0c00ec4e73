"""A change printed right beside the two figures it is of: 由A增加到B，增长c; A，上年为B，增长c; 比上年的A增加d.

The words alone say which figure is which, so that nothing has to be known of the indicator or the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.observations.figures import at_constant_prices
from xietong.observations.finding import finding, printed, spread
from xietong.observations.sentence import Row

_HUNDRED = Interval.exactly(100)
_ONE = Interval.exactly(1)

_UP = "增长|增加|提高|上升|提升|扩大|上涨|新增|净增|扩增|增|升|涨|多出|多|高出|高|延长|加快|拓展|翻"
_DOWN = "下降|减少|降低|回落|缩短|缩减|压缩|压减|下跌|下滑|收窄|减|降|跌|少|低"
_PLACES = r"(?:(?:上年|去年|上一年|前一年|前年|上年同期|去年同期|同期|年初|上年末|去年末|上年底|去年底|(?:19|20)\d\d年(?:同期|末|底|初)?|[一二三四五六七八九十两]+年前|搬迁前|改革前|实施前|此前|原来|以前))"
# What introduces the earlier of two values, right before its number.
_EARLIER = re.compile(
    rf"(?:^|[，；（(、]|[比较与])(?:而|其中|比|较|与)?{_PLACES}[^，。；、\d]{{0,10}}?(?:的|为|是|有|只有|仅为|仅有|仅|不过|约为|约|则为|仅是|：)*$"
)
_FROM = re.compile(r"[由从](?!事|业|此|来自)[^，。；]{0,24}?(?:的|约|近|不足|仅有|仅|只有)*$")
_TO = re.compile(
    rf"^(?:左右)?[^，。；\d]{{0,8}}?(?:{_UP}|{_DOWN}|发展|壮大|扩展|扩|攀升|跃升|增|变|跃|到)(?:了)?(?:到|至|为)(?:了)?(?:(?:19|20)\d\d年(?:末|底)?|目前|现在|今年|去年|如今|[^，。；\d]{{0,8}})?(?:的)?(?:约|近|超过|超|达)*$"
)
# Between the two values and the change, and between two changes: nothing that names another thing.
_ON = (
    r"(?:同比|环比|比(?:上年|去年)(?:同期|末|底)?|较(?:上年|去年)(?:同期|末|底)?|比年初|较年初|一年间?|一年来|净|总共|累计|增幅|增速|降幅|涨幅|幅度|增长率|"
    r"(?:19|20)\d\d年以来|[一二三四五六七八九十两\d]+年(?:间|来|里|时间)?|实现|也|又|就|即|则|整整|大幅|明显|名义|按现价(?:计算)?|现价|平均|较之|比|较|其|分别|合计|和|，|、|（|\()*"
)
_SAID = re.compile(
    rf"^[余多]?(?:左右)?[，（(、]?{_ON}(?P<verb>{_UP}|{_DOWN})?(?:了|约|近|超过?|达到?|为|是|幅度|率|至|{_UP})*$"
)
_YEARLY = re.compile(r"年均|年平均|平均每年|每年平均|年复合")


@dataclass(frozen=True, slots=True)
class Ends:
    """Places in the row of the later and the earlier value, and where changes of them begin."""

    later: int
    earlier: int
    next: int


def check_beside(row: Row) -> Iterator[Issue]:
    """Every change in a sentence that stands right behind its two values."""
    if "分别" in row.words or re.search(r"依次|不变价|可比|扣除价格|同口径|实际增长", row.words):
        return
    for ends in _ends(row):
        at = ends.next
        while at < len(row) and (verb := _SAID.match(row.lead(at))) is not None:
            yield from _compare(row, ends, at, verb["verb"] or "")
            at += 1


def _ends(row: Row) -> Iterator[Ends]:
    for index in range(len(row)):
        if not row.is_level(index):
            continue
        lead = row.lead(index)
        later = index + 1
        if later < len(row) and _same(row, index, later) and _FROM.search(lead) and _TO.match(row.gap(index, later)):
            yield Ends(later, index, later + 1)
        elif _EARLIER.search(lead):
            before = _current(row, index)
            if before is not None:
                yield Ends(before, index, index + 1)


def _current(row: Row, earlier: int) -> int | None:
    """The value that an earlier one is compared with: the one right before it, changes left out."""
    for index in range(earlier - 1, max(-1, earlier - 4), -1):
        if row.is_level(index) and _same(row, index, earlier):
            between = row.gap(index, earlier)
            apart = "；" in between or (_EARLIER.search(row.lead(index)) and _is_before(row, index, earlier))
            return None if apart else index
    return None


def _is_before(row: Row, one: int, other: int) -> bool:
    """Whether the first of two dated values is of an earlier time than the second: then neither is compared with it."""
    first, second = row.figures[one].period, row.figures[other].period
    return first is not None and second is not None and first.end < second.end


def _same(row: Row, one: int, other: int) -> bool:
    return row.unit(one) == row.unit(other)


def _compare(row: Row, ends: Ends, at: int, verb: str) -> Iterator[Issue]:
    later, earlier, said = row.figures[ends.later], row.figures[ends.earlier], row.figures[at]
    one = said.statement
    figures = [said, later, earlier]
    yearly = bool(_YEARLY.search(row.lead(at)))
    names = {"level": printed(later), "base": printed(earlier), "said": printed(said)}
    if one.form != "number":
        return
    try:
        if one.unit == "%" and not yearly:
            if at_constant_prices(later) or at_constant_prices(said):
                return
            result = (later.values / earlier.values - _ONE) * _HUNDRED
            if not result.meets(said.values) and not result.meets(-said.values):
                shown = spread(result, "%")
                formula = f"({names['level']} ÷ {names['base']} − 1) × 100 = {shown} ≠ {names['said']}"
                yield finding("growth", "error", figures, formula, result=shown, **names)
        elif one.unit == row.unit(ends.later) and not yearly and verb and one.measure in ("difference", "level"):
            result = later.values - earlier.values
            if not result.meets(said.values) and not result.meets(-said.values):
                shown = spread(result, one.unit)
                formula = f"{names['level']} − {names['base']} = {shown} ≠ {names['said']}"
                yield finding("difference", "error", figures, formula, result=shown, **names)
        elif one.unit == "倍" and not yearly:
            result = later.values / earlier.values
            more = one.note == "increase" or bool(verb)
            result = result - _ONE if more else result
            if not result.meets(said.values):
                shown = spread(result, "倍")
                formula = f"{names['level']} ÷ {names['base']}{' − 1' if more else ''} = {shown} ≠ {names['said']}"
                yield finding("multiple", "error", figures, formula, result=shown.removesuffix("倍"), **names)
        elif one.unit == "%" and yearly:
            yield from _average(row, ends, at, names)
    except ValueError:
        return


def _average(row: Row, ends: Ends, at: int, names: dict[str, str]) -> Iterator[Issue]:
    """年均 over the years from the earlier to the later value."""
    later, earlier, said = row.figures[ends.later], row.figures[ends.earlier], row.figures[at]
    if later.period is None or earlier.period is None:
        return
    steps = later.period.end.year - earlier.period.end.year
    if steps < 2 or at_constant_prices(later):
        return
    result = ((later.values / earlier.values).root(steps) - _ONE) * _HUNDRED
    if result.meets(said.values) or result.meets(-said.values):
        return
    shown = spread(result, "%")
    yield finding(
        "average", "error", [said, later, earlier],
        f"({names['level']} ÷ {names['base']})^(1/{steps}) − 1 = {shown} ≠ {names['said']}",
        result=shown, steps=str(steps), hint="", **names,
    )  # fmt: skip
