"""Numbers, goals and indicators of targets in words of a language: with their unit, in 万 and 亿 where these read better."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

from xietong.core.grid import name
from xietong.core.numerals import amount, span
from xietong.core.period import Period
from xietong.data import table
from xietong.observations.catalogue import catalogue
from xietong.targets.model import Goal

LANGUAGES = ("zh", "en")
_LARGE, _DIGITS = 10_000, 8  # from here on a computed number is told to so many digits …
_COARSE = {
    "zh": ((12, -7), (8, -4), (6, -2)),
    "en": ((12, -7), (9, -5), (6, -2)),
}  # … or to four decimals of its 亿 or billion
_PLACES = 4


def unit_words(unit: str, language: str) -> str:
    """A unit as a language names it."""
    return unit if language == "zh" else str(table("glossary.toml")["unit"].get(unit, unit))


def figure(value: Decimal, unit: str, language: str) -> str:
    """A number as it is, with its unit: 5600亿元, 560 billion yuan."""
    named = unit_words(unit, language)
    gap = " " if language == "en" and named not in ("", "%") else ""
    return f"{amount(value, language)}{gap}{named}"


def quantity(value: Decimal, unit: str, language: str, *, change: bool = False) -> str:
    """A computed number with its unit: four decimals; large ones as they are where they have eight digits at most. change: what percentages differ by are
    percentage points."""
    if not value.is_finite() or abs(value.adjusted()) >= 50:
        return f"{value}{unit_words(unit, language)}"
    unit = "百分点" if change and unit == "%" else unit
    if abs(value) >= _LARGE and len(value.normalize().as_tuple().digits) <= _DIGITS:
        return figure(value, unit, language)
    with localcontext() as context:
        context.prec = 80
        places = _decimals(value) if abs(value) < _LARGE else _rounded(value, language)
        short = round(value, places)
        short = short.quantize(Decimal(1)) if places < 0 else short.normalize()
    return figure(short, unit, language)


def near(value: Decimal, unit: str, language: str) -> str:
    """An estimate with its unit, to four significant digits."""
    return figure(short(value), unit, language)


def short(value: Decimal) -> Decimal:
    """A number to four significant digits; whole numbers of fewer stay as they are."""
    if not value.is_finite() or not value:
        return value
    places = 3 - value.adjusted()
    made = round(value, places) if places < 28 else value
    return made.normalize() if made == made.to_integral_value() and abs(made.adjusted()) < 20 else made


def _rounded(value: Decimal, language: str) -> int:
    coarse = (places for power, places in _COARSE[language] if value.adjusted() >= power)
    return next(coarse, _DIGITS - 1 - value.adjusted())


def _decimals(value: Decimal) -> int:
    return _PLACES if abs(value) >= Decimal("0.1") or not value else min(_PLACES - 1 - value.adjusted(), 20)


def goal_words(goal: Goal, language: str) -> str:
    """What is to be reached, in signs: ≥5600亿元, ≈3.7%, 4.5–5%, ≤15."""
    unit = goal.unit if goal.kind != "rank" or language == "zh" else ""
    ends = [figure(one, unit, language) for one in (goal.low, goal.high) if one is not None]
    if goal.kind == "range" and goal.low is not None:
        return f"{amount(goal.low, language)}–{ends[-1]}"
    sign = {"floor": "≥", "ceiling": "≤", "rank": "≤"}.get(goal.kind, "")
    strict = {"≥": ">", "≤": "<"}.get(sign, sign) if goal.strict else sign
    return f"{'≈' if goal.about else ''}{strict}{ends[0]}"


def when(period: Period, language: str) -> str:
    """A period by its short name (2024-Q1); what exists at a moment as of it."""
    return name(period) if period.start is not None else span(str(period), language)


def both(goal: Goal) -> Mapping[str, str]:
    """The same in both languages, for a sentence of either."""
    return {language: goal_words(goal, language) for language in LANGUAGES}


def status_words(status: str, language: str) -> str:
    """A verdict's status."""
    return str(table("messages/targets.toml")["status"][status][language])


def left_words(left: Mapping[str, int], language: str) -> str:
    """What was not used of the values known, by reason (`Course.left`), as a sentence; empty for nothing."""
    if not left:
        return ""
    says, chinese = table("messages/targets.toml")["left"], language == "zh"
    parts = (str(says[reason][language]).format(n=count) for reason, count in left.items())
    return f"{says['head'][language]}{'' if chinese else ' '}{('；' if chinese else '; ').join(parts)}{'。' if chinese else '.'}"


def indicator_words(code: str) -> dict[str, str]:
    """What an indicator is called; a phrase that the catalogue does not know as it is."""
    known = catalogue().indicators.get(code)
    return {"zh": known.zh, "en": known.en} if known else {"zh": code, "en": code}
