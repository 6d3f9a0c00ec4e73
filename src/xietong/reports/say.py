"""Values as a report prints them: scale, unit, declared rounding; words for sections, places and units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain

from xietong.core.numerals import plain
from xietong.data import table
from xietong.observations import places
from xietong.observations.catalogue import catalogue
from xietong.observations.units import factor, scaled
from xietong.reports.check import rounded
from xietong.reports.given import Value
from xietong.reports.model import Language, Piece

WORDS = "messages/report_words.toml"
_SCALED = frozenset(
    "元 美元 欧元 港元 人 人次 户 吨 平方米 平方公里 立方米 件 标准箱 千瓦时 千瓦 辆 台 家 个 亩 公顷 公里".split()  # noqa: SIM905 - read as words
)
_MODIFIERS = {
    "zh": {"~": "约", ">": "超过", ">=": "不低于", "<": "不足", "<=": "不超过", "=": ""},
    "en": {"~": "about ", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most ", "=": ""},
}
_SCALES: dict[str, tuple[tuple[int, str], ...]] = {
    "zh": ((8, "亿"), (4, "万")),
    "en": ((9, "billion"), (6, "million")),
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a value is to be printed. `digits` None: not rounded; `unit` "": the one that reads best; `change`: 增长, 下降."""

    digits: int | None = None
    mode: str = "half"
    unit: str = ""
    change: bool = False


def word(key: str, language: Language, **values: object) -> str:
    """Words of sections, `section.key` of the data."""
    section, _, name = key.partition(".")
    return str(table(WORDS)[section][name][language]).format(**values)


@cache
def _glossary() -> dict[str, dict[str, str]]:
    return table("glossary.toml")


def unit_words(unit: str, language: Language) -> str:
    """A unit as a language names it."""
    return unit if language == "zh" else _glossary()["unit"].get(unit, unit)


def place_words(key: str, language: Language) -> str:
    """A place or flow as a language names it."""
    said = places.words(key)
    if language == "zh":
        return said
    sides = (", ".join(_glossary()["place"].get(one, one) for one in side.split("、")) for side in said.split("→"))
    return " → ".join(sides)


def indicator_words(key: str, language: Language) -> str:
    """An indicator of the catalogue by its code; a phrase as it is."""
    known = catalogue().indicators.get(key)
    if known is None or language == "zh":
        return key if known is None else known.zh
    return known.en[:1].upper() + known.en[1:]


def figure(value: Value, language: Language, manner: Manner, *, note: bool = True) -> Piece:
    """A value in running text."""
    numbers, unit, rounding, scale = value.value, value.unit, "", ""
    if manner.unit and (by := factor(value.unit, manner.unit)) is not None:
        numbers, unit = tuple(scaled(one, by) for one in numbers), manner.unit
    power = 0
    if not manner.unit and unit in _SCALED:
        power, scale = _scale(numbers, language)
    if manner.digits is not None:
        rounding = f"{manner.mode} {manner.digits} {power}"
    shown = [_text(rounded(one, rounding).scaleb(-power), manner.digits) for one in numbers]
    words = _worded(numbers, shown, value, manner, language)
    text = _with_unit(words, scale, unit, language)
    change = value.change
    return Piece(
        text, "figure", value=numbers, unit=unit, rounding=rounding, period=value.period, sources=value.sources, change=change,
        note=note,
    )  # fmt: skip


def _worded(numbers: tuple[Decimal, ...], shown: list[str], value: Value, manner: Manner, language: Language) -> str:
    """The numbers with modifier, and the direction in words where it is asked for."""
    if value.form == "ratio":
        return ":".join(shown)
    said = shown[0] if len(shown) == 1 else ("—" if language == "zh" else "–").join(shown)
    if manner.change and value.change and len(numbers) == 1:
        way = word("way.down" if numbers[0] < 0 else "way.up", language)
        said = way + said.removeprefix("-")
    return _MODIFIERS[language][value.modifier] + said


def _with_unit(words: str, scale: str, unit: str, language: Language) -> str:
    if language == "zh":
        return words + scale + ("个" if unit == "百分点" else "") + unit
    named = unit_words(unit, language)
    if unit in ("%", "‰"):
        return words + unit
    return " ".join(one for one in (words, scale, named) if one)


def _scale(numbers: tuple[Decimal, ...], language: Language) -> tuple[int, str]:
    """The largest scale that leaves at least one before the point and no more than four decimals behind it."""
    for power, said in _SCALES[language]:
        if all(abs(one) >= Decimal(10) ** power for one in numbers) and all(
            _decimals(one.scaleb(-power)) <= 5 for one in numbers
        ):
            return power, said
    return 0, ""


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text(number: Decimal, digits: int | None) -> str:
    """All digits; a declared number of decimals is kept with its zeros."""
    return plain(number) if digits is None else f"{number:,.{digits}f}"


# --- in tables -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """The unit that a row or column of a table is in: its words, and the unit of the values behind it."""

    unit: str
    power: int
    words: str


def column(values: Iterable[Value | None], language: Language) -> Column:
    """One unit for several values: 亿元 where all are at least that large, else 万元, else as it is."""
    given = [one for one in values if one is not None]
    unit = given[0].unit if given else ""
    numbers = list(chain.from_iterable(one.value for one in given))
    power, scale = scale_of(numbers, language) if unit in _SCALED else (0, "")
    named = unit_words(unit, language)
    words = f"{scale}{named}" if language == "zh" else " ".join(one for one in (scale, named) if one)
    return Column(unit, power, words)


def scale_of(numbers: Sequence[Decimal], language: Language) -> tuple[int, str]:
    """One scale for a column: the power of ten and its word; none where the smallest would be all decimals."""
    for power, said in _SCALES[language] if any(numbers) else ():
        big = max(abs(one) for one in numbers) >= Decimal(10) ** power
        if big and min(abs(one) for one in numbers if one) >= Decimal(10) ** (power - 1):
            return power, said
    return 0, ""


def cell(value: Value | None, into: Column, digits: int | None, language: Language) -> tuple[Piece, ...]:
    """A value in a table, without its unit; a dash where there is none."""
    if value is None:
        return (Piece("—" if language == "zh" else "–"),)
    numbers = tuple(one.scaleb(-into.power) for one in value.value)
    rounding = "" if digits is None else f"half {digits} 0"
    shown = [_text(rounded(one, rounding), digits) for one in numbers]
    text = (":" if value.form == "ratio" else "—").join(shown)
    unit = into.unit if not into.power else into.words
    return (
        Piece(
            _MODIFIERS[language][value.modifier] + text,
            "figure",
            value=numbers,
            unit=unit,
            rounding=rounding,
            sources=value.sources,
        ),
    )
