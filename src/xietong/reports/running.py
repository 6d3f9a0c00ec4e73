"""Running text → the figures typed in it, each with place, words and, where it can be read, value and unit.

Stricter than `statements/find.py`, which abstains where it doubts: here whatever is not known to be a date, a name or
an ordinal is a figure. Rules and words are data (`data/running.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from xietong.data import table
from xietong.reports.even import Even, even
from xietong.statements.find import Quantity, find
from xietong.statements.numbers import hanzi, magnitude


@dataclass(frozen=True, slots=True)
class Number:
    """A figure: text[start:end] with its unit, text[start:head] the numeral alone; `value` is empty where it cannot be
    read, else one number, two for a range, more for a ratio, with 万 and 亿 multiplied out and percent kept in percent."""

    start: int
    end: int
    head: int
    words: str
    value: tuple[Decimal, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is no figure: its name, what it is in two languages, and the pattern of what it covers."""

    name: str
    zh: str
    en: str
    pattern: re.Pattern[str]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of the data."""
    return tuple(
        Rule(
            one["name"], one["zh"], one["en"], re.compile("|".join(f"(?:{_filled(each)})" for each in one["patterns"]))
        )
        for one in _words()["rule"]
    )


def _filled(pattern: str) -> str:
    """A pattern with `{classifier}` as the classifiers of units.toml: what they follow is counted, whatever stands before."""
    return pattern.replace("{classifier}", _classifiers())


@cache
def _classifiers() -> str:
    return "(?:" + "|".join(sorted(table("units.toml")["counted"], key=len, reverse=True)) + ")"


def numbers(text: str, names: tuple[str, ...] = (), *, values: bool = False) -> tuple[Number, ...]:
    """All figures of a text in order; `names` are words that are names here, though they have numerals. `values`: the text
    is a cell among values, where a lone 2023 is one."""
    flat = even(text)
    taken = [
        found.span()
        for rule in rules()
        if not (values and rule.name == _LONE_YEAR)
        for found in rule.pattern.finditer(flat.text)
    ]
    called = [found.span() for name in names for found in re.finditer(re.escape(even(name).text), flat.text)]
    return tuple(_joined(text, flat, _found(flat, _Covered(taken, called))))


def is_quantity(words: str) -> bool:
    """Whether words hold a number with a unit or a share, or speak of a rise or fall: such words are no name, whoever says so."""
    flat = even(words).text
    said = _words()
    moves = re.search(f"{said['falling']}|{said['rising']}", flat, re.IGNORECASE)
    return any(isinstance(one, Quantity) and one.unit for one in find(flat)) or bool(
        re.search(r"\d\s?(?:%|‰|[万亿])|^[\d.,\s]+$", flat) or (moves and _numerals().search(flat))
    )


def covers(text: str) -> tuple[tuple[int, int, str], ...]:
    """What the rules cover in a text: (start, end, name of the rule)."""
    flat = even(text)
    found = [
        (*flat.span(*one.span()), rule.name)
        for rule in rules()
        for one in rule.pattern.finditer(flat.text)
        if one.group()
    ]
    return tuple(sorted(found))


class _Covered:
    """Spans that are no figures: those of rules by the numeral, whose patterns look at what follows; those of names of a
    template whole, since 企业12 before 家 is no name."""

    def __init__(self, ruled: list[tuple[int, int]], called: list[tuple[int, int]]) -> None:
        self._ruled, self._called = ruled, called

    def __call__(self, start: int, head: int, end: int) -> bool:
        return any(first <= start and head <= last for first, last in self._ruled) or any(
            first <= start and end <= last for first, last in self._called
        )


_Span = tuple[int, int, int, tuple[Decimal, ...], str]  # start, end, head, value, unit


def _found(flat: Even, covered: _Covered) -> Iterator[_Span]:
    text = flat.text
    quantities = [one for one in find(text) if isinstance(one, Quantity)] + list(_loosely(text))
    for one in quantities:
        head = _head(text, one)
        if not covered(one.start, head, one.end):
            yield one.start, one.end, head, one.value, one.unit
    for match in _numerals().finditer(text):
        start, end = match.span()
        head = match.end("digits") if match["arabic"] else end
        counted = _counted_to(text, end)
        if _ranked(text, start, end) and not (text[start - 1] == "前" and covered(start, head, end)):
            yield start - 1, end, end, _value(match), ""
        elif not covered(start, head, counted) and _is_figure(text, match):
            yield start, counted, head, _value(match), ""


def _counted_to(text: str, end: int) -> int:
    """Where a numeral ends with what it counts: 三年, 35家; that there is no unit to compare is another matter."""
    found = _counted().match(text, end)
    return found.end() if found else end


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{_words()['time']}|{_classifiers()})")


def _loosely(text: str) -> Iterator[Quantity]:
    """Quantities behind 各, 引进, 高 …, which the reader of statements takes for parts of names."""
    loose = re.sub(rf"{_words()['loose_before']}(?=[两二三四五六七八九十百千万亿半])", "，", text)
    if loose != text:
        yield from (one for one in find(loose) if isinstance(one, Quantity))


def _head(text: str, one: Quantity) -> int:
    """Where the numeral of a quantity ends and its unit begins."""
    found = re.match(rf"-?(?:百分之)?[\d.,:：—–~\-至到比 ]*\d|[-{_HAN}点]+|.", text[one.start : one.end])
    return one.start + (found.end() if found else 1)


_LONE_YEAR = "lone_year"
_FRACTIONS = "¼-¾⅐-⅞↉"
_RAISED = "⁰¹²³⁴-⁹₀-₉"
_LISTED = "⓪①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛㈠-㈩㊀-㊉❶-➓Ⅰ-Ⅿⅰ-ⅿ"  # enumerators, but before what is counted
_HAN = "零〇一二三四五六七八九十百千万亿两俩半"
_SCALES = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
_DIGITS = r"\d+(?:[.,]\d+)*"


@cache
def _words() -> dict[str, Any]:
    return table("running.toml")


@cache
def _numerals() -> re.Pattern[str]:
    said, english = _words(), _words()["english"]
    special = "|".join(sorted(said["words"], key=len, reverse=True))
    return re.compile(
        rf"(?P<fraction>[{_HAN}\d]+分之[{_HAN}\d点.]+)"
        rf"|(?P<special>(?!{said['not_words']})(?:{special}))"
        rf"|(?P<arabic>(?P<digits>(?:(?<![\d.])\.)?{_DIGITS})(?:(?P<mag>[十百千]?[万亿]|万亿)| (?P<scale>{'|'.join(_SCALES)})\b)?)"
        rf"|(?P<ratio>[{_HAN}]+比[{_HAN}]+)"
        rf"|(?P<han>[{_HAN}]+(?:点[零〇一二三四五六七八九]+)?)"
        rf"|(?P<vulgar>[{_FRACTIONS}]|[{_RAISED}]+|(?:[{_LISTED}]|(?<![A-Za-z])(?-i:[IVXLC]{{2,}}))(?=\s?(?:[%‰万亿倍成元]|{_classifiers()})))"
        rf"|(?P<word>\b(?:{english['word']})\b)"
        rf"|(?P<english>\b(?:{english['number']})(?:[ -](?:and )?(?:{english['number']}))*\b)"
        rf"|(?P<ordinal>\b(?:{english['ordinal']})\b)",
        re.IGNORECASE,
    )


def _is_figure(text: str, match: re.Match[str]) -> bool:
    before, behind = text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 24]
    if match["ordinal"]:
        said = _words()["english"]
        return bool(re.search(said["ranked"], before, re.IGNORECASE) or re.match(said["ranks"], behind, re.IGNORECASE))
    if match["han"]:
        return _han(match["han"], before, behind)
    return True


def _ranked(text: str, start: int, end: int) -> bool:
    """Whether the numeral is a rank: 排名第三, 名列前三, 第三大."""
    said, mark = _words(), text[start - 1 : start]
    if mark not in ("第", "前") or re.match(said["not_ranked"], text[end : end + 8]):
        return False
    if mark == "第" and re.match(said["ranks"], text[end : end + 8]):
        return True
    return bool(re.search(said["ranked"], text[max(0, start - 17) : start - 1]))


def _han(letters: str, before: str, behind: str) -> bool:
    """Whether a numeral in characters is a figure."""
    said = _words()
    more = "[余多几来]?"
    strict = bool(re.match(f"{more}(?:{said['strict']})", behind))
    if "点" in letters:
        return True
    if letters == "一":
        measured = re.match(said["time"], behind) and (
            re.search(said["lasting"], before) or re.match(f"(?:{said['time']}){said['within']}", behind)
        )
        return bool(measured) or (strict and not re.match(said["article"], behind))
    if letters == "半":
        return strict or bool(re.match(said["half_time"], behind))
    timed = bool(re.match(more + said["time"], behind))
    if re.fullmatch("[百千万亿]+|十[万亿]*", letters):
        return _magnitude(letters, before, behind, timed=timed)
    if letters == "二":
        return strict or timed  # 两 counts; 二期, 二类, 二代 are the second
    counted = strict or timed or bool(re.match(more + _classifiers(), behind))
    if len(letters) == 1:
        return (counted and letters != "零") or strict
    if re.search("[十百千万亿]", letters):
        return len(set(letters)) > 1
    return (counted and (len(letters) > 2 or _about(letters) or not timed)) or ("〇" in letters and len(letters) > 2)


def _magnitude(letters: str, before: str, behind: str, *, timed: bool) -> bool:
    """Whether 十, 百, 千, 万, 亿 alone are a figure: 近千, 上百家, 十天, 千亿级; not 千家万户."""
    said = _words()
    return bool(
        re.search(said["about"], before)
        or re.match("[余多几](?!次)", behind)
        or re.match(said["times"], behind)
        or re.fullmatch("(?:[十百千]万|[十百千万]亿)千?", letters)  # 百万千瓦
        or (letters == "十" and (timed or re.match(_classifiers(), behind)))
    )


def _about(letters: str) -> bool:
    """Two digits that mean about so many: 七八, 三五."""
    digits = "一二三四五六七八九"
    return letters in digits or letters in ("三五", "两三")


def _value(match: re.Match[str]) -> tuple[Decimal, ...]:
    """The value of a numeral that bears no unit; empty where it cannot be read."""
    words = match.group()
    try:
        if match["arabic"]:
            scale = _SCALES.get((match["scale"] or "").lower(), Decimal(1)) * magnitude(match["mag"] or "")
            return (Decimal(match["digits"].replace(",", "")) * scale,)
        if match["han"] and "点" not in words:
            return (hanzi(words),)
    except (ValueError, ArithmeticError):
        return ()
    return ()


def _joined(given: str, flat: Even, spans: Iterator[_Span]) -> Iterator[Number]:
    """Spans that overlap as one figure: the longer tells its value, the whole is shown."""
    last: _Span | None = None
    for span in sorted(set(spans), key=lambda one: (one[0], -one[1], not one[3], not one[4], one[2])):
        if last is not None and span[0] < last[1]:
            better = last if last[1] - last[0] >= span[1] - span[0] else span
            last = (last[0], max(last[1], span[1]), max(last[2], span[2]), better[3], better[4])
            continue
        if last is not None:
            yield _number(given, flat, last)
        last = span
    if last is not None:
        yield _number(given, flat, last)


def _number(given: str, flat: Even, span: _Span) -> Number:
    start, end, head, value, unit = span
    first, last = flat.span(start, end)
    return Number(first, last, flat.span(start, max(head, start + 1))[1], given[first:last], value, unit)
