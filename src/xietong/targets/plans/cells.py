"""The figure of a cell, or of what a person types: ≥95, 70左右, [25], 5.5—6, 前10位, 不超过32微克/立方米."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from xietong.statements.find import Quantity, find
from xietong.statements.numbers import plain
from xietong.targets.model import Goal, GoalKind

_FLOOR: Final = ("≥", ">=", "不低于", "不少于", "不小于", "至少", "以上", "及以上")
_CEILING: Final = ("≤", "<=", "不超过", "不高于", "不大于", "至多", "控制在", "以内", "及以下")
_ABOVE: Final = (">", "＞", "超过", "突破", "高于", "大于", "多于")
_BELOW: Final = ("<", "＜", "低于", "小于", "少于", "以下")
_ABOUT: Final = ("约", "~", "～", "≈", "左右")
_SIGN = "|".join(
    sorted((*_FLOOR[:6], *_CEILING[:7], *_ABOVE, *_BELOW[:4], *_ABOUT[:4], "＞=", "＜="), key=len, reverse=True)
)
_SIGNED: Final[dict[str, tuple[GoalKind, bool]]] = {
    **dict.fromkeys((*_FLOOR, "＞="), ("floor", False)), **dict.fromkeys((*_CEILING, "＜="), ("ceiling", False)),
    **dict.fromkeys(_ABOVE, ("floor", True)), **dict.fromkeys(_BELOW, ("ceiling", True)),
}  # fmt: skip
_OPEN, _CLOSE = r"[\[［【]?", r"[\]］】]?"
_MAGNITUDES: Final = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
_UNIT = r"(?P<unit>[^\d\[\]（(左以及之]{0,8})"
_NUMBER = re.compile(
    rf"^(?:达到?|为)?{_OPEN}(?P<sign>{_SIGN})?{_OPEN}(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<mag>万亿|亿|万)?{_CLOSE}"
    rf"{_UNIT}(?P<behind>左右|及以上|及以下|以上|以内|以下|之内)?{_CLOSE}"
)
_RANGE = re.compile(
    rf"^{_OPEN}(?P<low>\d[\d,]*(?:\.\d+)?)(?P<own>万亿|亿|万|%)?(?:—{{1,2}}|-|–|~|～|至)(?P<high>\d[\d,]*(?:\.\d+)?)(?P<mag>万亿|亿|万)?{_CLOSE}"
    rf"{_UNIT}(?P<behind>左右|之间)?{_CLOSE}"
)


def goal_of_cell(words: str, unit: str, *, whole: bool = False) -> Goal | None:
    """The goal that some words are; None where they hold no number (持续改善). `unit` is that of the row, with its
    magnitude (亿元); what the words say goes before it. whole: nothing else may stand in them."""
    words = re.sub(r"\s", "", words)
    ranked = next((one for one in find(words) if isinstance(one, Quantity) and one.unit in ("位", "名")), None)
    if ranked is not None and ranked.form == "number" and (rank := max(ranked.value)) >= 1 and rank % 1 == 0:
        return Goal("rank", None, rank, ranked.unit)
    if (span := _RANGE.match(words)) is not None:
        return None if whole and span.end() < len(words) else _between(span, unit)
    found = _NUMBER.match(words)
    if found is None or (whole and found.end() < len(words)):
        return None
    return _single(found, unit)


def _between(span: re.Match[str], unit: str) -> Goal | None:
    said = span["unit"] or ("%" if span["own"] == "%" else "")
    factor = _factor(span["mag"] or "", said or unit)
    first = _MAGNITUDES.get(span["own"] or "", factor)
    low, high = _value(span["low"], first), _value(span["high"], factor)
    return Goal.between(low, high, own(said or unit)) if low <= high else None


def _single(found: re.Match[str], unit: str) -> Goal:
    said = found["unit"] or unit
    value, kept = _value(found["number"], _factor(found["mag"] or "", said)), own(said)
    signs = [one for one in (found["sign"], found["behind"]) if one]
    kind, strict = next((_SIGNED[one] for one in signs if one in _SIGNED), ("value", False))
    about = any(one in _ABOUT for one in signs)
    if kind == "floor":
        return Goal("floor", value, None, kept, strict, about)
    if kind == "ceiling":
        return Goal("ceiling", None, value, kept, strict, about)
    return Goal.value(value, kept, about=about)


def _factor(magnitude: str, unit: str) -> int:
    return _MAGNITUDES.get(magnitude or _magnitude(unit), 1)


def _value(number: str, factor: int) -> Decimal:
    return plain(Decimal(number.replace(",", "")) * factor)


def _magnitude(unit: str) -> str:
    return next((one for one in _MAGNITUDES if unit.startswith(one)), "")


def own(unit: str) -> str:
    """亿元 → 元: the magnitude is in the value."""
    return unit.removeprefix(_magnitude(unit))
