"""What a sentence says behind two values of where they went: 年初A，年末B，逐步减少; 该市A，全省平均B，领先于全省平均; 顺差."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from xietong.core.issue import Issue
from xietong.observations.beside import earlier_later
from xietong.observations.figures import Figure, same_unit
from xietong.observations.finding import finding, printed
from xietong.observations.sentence import Row

_UP = "增加|增长|上升|提高|提升|扩大|上涨|走高|攀升|递增|壮大"
_DOWN = "减少|下降|降低|回落|缩小|缩减|下滑|走低|递减|收窄|压降|萎缩"
_HOW = (
    "逐步|逐年|同比|有所|明显|显著|大幅|稳步|持续|不断|进一步|小幅|略有|连年|呈|实现|总体|整体|呈现|保持|出现|较快|快速"
)
_WENT = re.compile(
    rf"^[）)]?，(?P<what>[^，。；\d（]{{0,8}}?)(?:{_HOW})+(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<better>改善|好转|向好)|(?P<worse>恶化|变差))"
    r"(?:之势|趋势|态势|势头)?(?=[，。；]|$)"
)
_AHEAD = re.compile(
    r"^[）)]?，[^，。；\d]{0,8}?(?:(?P<more>高于|领先于?|超过|快于|多于|好于|优于|跑赢)|(?P<less>低于|落后于?|慢于|少于|不及))"
    r"(?:全国|全省|全市|全区|区域|同期|行业)?(?:的)?平均"
)


def check_trends(row: Row) -> Iterator[Issue]:
    """All pairs of values that stand next to each other, with the words behind them."""
    for first, second in pairwise(range(len(row))):
        one, other = row.figures[first], row.figures[second]
        if same_unit(one, other) and _levels(one, other):
            yield from _went(row, first, second)
            yield from _ahead(row, first, second)
    yield from _balance(row)


def _levels(one: Figure, other: Figure) -> bool:
    return all(
        figure.statement.measure in ("level", "share")
        and figure.statement.form == "number"
        and figure.statement.unit != "位"
        for figure in (one, other)
    )


def _went(row: Row, first: int, second: int) -> Iterator[Issue]:
    """上年43，今年53，同比改善: where a value went is up or down, better or worse where the catalogue knows which that is."""
    ends = earlier_later(row, (first, second))
    said = _WENT.match(row.tail(second, 20))
    if ends is None or said is None or re.search(r"分别|依次|[幅速差]$|占比|比重", said["what"]):
        return
    later, earlier = row.figures[ends.later], row.figures[ends.earlier]
    known = later.known or earlier.known
    direction = 1 if said["up"] else -1 if said["down"] else (known.direction if known is not None else 0)
    direction = -direction if said["worse"] else direction
    if "分别" in row.gap(first, second) or not direction:
        return
    if earlier.values.above(later.values) if direction > 0 else later.values.above(earlier.values):
        words = f"{printed(earlier)} → {printed(later)}{said[0].strip('，）)')}"
        yield finding("sign", "error", [later, earlier], words, said=words)


def _ahead(row: Row, first: int, second: int) -> Iterator[Issue]:
    """A，全市平均水平为B，该地领先于全市平均."""
    said = _AHEAD.match(row.tail(second, 24))
    if said is None or "平均" not in row.lead(second) or "平均" in row.lead(first):
        return
    one, other = row.figures[first], row.figures[second]
    if other.values.above(one.values) if said["more"] else one.values.above(other.values):
        words = f"{printed(one)}{said['more'] or said['less']}{printed(other)}"
        yield finding("sign", "error", [one, other], words, said=words)


_SIDES = re.compile(r"(?P<surplus>顺差|盈余|结余)|(?P<deficit>逆差|赤字)")


def _balance(row: Row) -> Iterator[Issue]:
    """进口A，出口B，顺差C: a surplus is of more exports than imports."""
    imports = [
        at
        for at in range(len(row))
        if re.search(r"(?<!出)进口(?!出)[^，。；]{0,6}$", row.lead(at)) and row.is_amount(at)
    ]
    exports = [
        at for at in range(len(row)) if re.search(r"(?<!进)出口[^，。；]{0,6}$", row.lead(at)) and row.is_amount(at)
    ]
    if len(imports) != 1 or len(exports) != 1 or row.unit(imports[0]) != row.unit(exports[0]):
        return
    bought, sold = row.figures[imports[0]], row.figures[exports[0]]
    words = row.tail(max(imports[0], exports[0]), 16)
    side = _SIDES.search(words)
    if side is None or "；" in words[: side.start()] or bought.thing[1] != sold.thing[1]:
        return
    if bought.values.above(sold.values) if side["surplus"] else sold.values.above(bought.values):
        said = f"{printed(bought)}，{printed(sold)}，{side[0]}"
        yield finding("sign", "error", [bought, sold], said, said=said)
