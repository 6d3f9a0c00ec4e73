"""Statement → Interval: which values a printed figure can stand for.

A figure is rounded to its last printed digit (10.4万亿 is 10.35 to 10.45 trillion). A modifier widens it by the place of
its last digit that is not 0: 近5000 is 4500 to 5500, 1400余 is 1400 to 1500, 约60 is 55 to 65; 超1万 has no upper bound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xietong.core.interval import Interval
from xietong.statements.model import Statement
from xietong.statements.numbers import magnitude

_NUMBER = re.compile(r"\d[\d,， ]*(?:\.\d+)?")
_MAGNITUDE = re.compile(r"(万亿|千亿|百亿|十亿|千万|百万|十万|亿|万)")
# The words of a modifier right before and right behind a number; 签约 and 附近 are none.
BEFORE = {
    "less": r"(?:将近|接近|(?<![附临最靠邻就远亲])近|不足|不到|低于|少于|未满)",
    "over": r"(?:超过|超|逾|突破|大于|多于|不少于|不低于|至少|高于)",
    "about": r"(?:大约|(?<![签预节制公续违履契条邀集解缔守毁合爽隐简])约)",
    "within": r"(?:不超过|至多|最多|最高)",
}
BEHIND = {
    "about": r"(?:左右|上下)",
    "over": r"(?:以上|之上|有余|还多|余|多(?![项个家种次元方边少样]))",
    "within": r"(?:以内|之内|以下|之下)",
}
# 1小时交通圈, 半小时通勤圈: the figure names a class and is not measured
_CIRCLE = "圈"
_FEW = Decimal("0.9")
_LITTLE = Decimal("0.03")
_MORE = re.compile(r"[余多来几]")


def steps(quote: str, value: Decimal) -> tuple[Decimal, Decimal]:
    """The unit of the last printed digit, and of the last that is not 0, both in the unit of `value`."""
    value = abs(value)
    clean = re.sub(r"(?<=\d)\s+(?=\d)", "", quote)
    numbers = [one.replace(",", "").replace("，", "").strip() for one in _NUMBER.findall(clean)]
    size = _MAGNITUDE.search(clean)
    scale = magnitude(size[1]) if size else Decimal(1)
    if "成" in quote:
        scale *= 10
    for number in numbers:
        if Decimal(number) * scale == value:
            decimals = len(number.partition(".")[2])
            last = scale.scaleb(-decimals)
            return last, max(last, _place(value))
    if len(numbers) == 1 and Decimal(numbers[0]) and not size:  # a cell of a table: its magnitude stands in the head
        last = (value / Decimal(numbers[0])).scaleb(-len(numbers[0].partition(".")[2]))
        return abs(last), max(abs(last), _place(value))
    place = _place(value)  # in characters: 三千亿, 近百
    return (min(place, scale) if numbers else place), place


def _place(value: Decimal) -> Decimal:
    """The place of the last digit of a number that is not 0: 100 for 1400, 0.1 for 3.7."""
    if value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def interval(statement: Statement) -> Interval:
    """The values the figure of a statement can stand for."""
    if statement.unit in ("小时", "分钟") and _CIRCLE in statement.sentence:
        return Interval(min(statement.value), max(statement.value))
    behind = statement.sentence[statement.end - statement.sentence_start :][:1]
    if statement.unit == "倍" and behind == "多" and statement.modifier == "=" and statement.form == "number":
        return Interval(statement.value[0], statement.value[0] + 1)  # 5倍多
    return interval_of(statement.value, statement.form, statement.written or statement.quote, statement.modifier)


def interval_of(numbers: Sequence[Decimal], form: str, quote: str, modifier: str) -> Interval:
    """The values that printed numbers can stand for. For a range: from its low end to its high end."""
    if quote.endswith("番") and modifier == "=":  # 翻一番 is said of twice as much, more or less
        return Interval(numbers[0] * _FEW, numbers[0] * (2 - _FEW))
    if "番" in quote and modifier in (">", ">="):  # 翻两番多: short of the next doubling
        return Interval(numbers[0], numbers[0] * 2)
    if form == "range":
        low, high = sorted(numbers)  # a fall of 3% to 9% is −3 to −9
        return Interval(low - steps(quote, low)[0] / 2, high + steps(quote, high)[0] / 2)
    last, place = steps(quote, numbers[0])
    return widened(numbers[0], last, place, modifier, bounded=bool(_MORE.search(quote)))


def widened(value: Decimal, last: Decimal, place: Decimal, modifier: str, *, bounded: bool) -> Interval:
    """The interval of one number with its modifier; `bounded`: 余 or 多 inside, which ends below the next place."""
    if modifier == "=":
        return Interval.rounded(value, last)
    sign = -1 if value < 0 else 1
    if modifier == "~":
        # 近8400 may be a little less than half a place below; 近5000 is not 4300
        below = max(place / 2, min(place, abs(value) * _LITTLE))
        inner, outer = value - sign * below, value + sign * place / 2
        return Interval(min(inner, outer), max(inner, outer))
    if modifier in (">", ">="):
        top = value + sign * place if bounded else None
        return Interval(value, top) if sign > 0 else Interval(top, value)
    return Interval(None, value) if sign > 0 else Interval(value, None)


def parts(statement: Statement) -> tuple[Interval, ...]:
    """The parts of a ratio a:b:c, each rounded to its own last digit."""
    written = re.findall(r"\d+(?:\.\d+)?", statement.written or statement.quote)
    decimals = [len(one.partition(".")[2]) for one in written]
    if len(decimals) != len(statement.value):
        return ()
    return tuple(
        Interval.rounded(value, Decimal(1).scaleb(-places))
        for value, places in zip(statement.value, decimals, strict=True)
    )
