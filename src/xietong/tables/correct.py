"""What a cell is read as, with some of it as a person writes it: checked and resolved as if the table had printed it.

A reading is the columns of the observation that a cell makes, by name (`store.model.ObservationTable`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from math import log10
from typing import Any

from xietong.core.period import Period
from xietong.observations import places
from xietong.observations.model import Key, id_of_cell, thing_id
from xietong.statements.numbers import plain
from xietong.statements.review.correct import CorrectionError
from xietong.tables.model import When
from xietong.tables.numbers import read_number
from xietong.tables.resolve import of_period, what, when, where
from xietong.tables.units import is_unit, split

Reading = Mapping[str, Any]
FIELDS = ("value", "unit", "indicator", "place", "period")
SAID = ("indicator", "place", "period", "measure", "base_period", "scope", "breakdown", "value", "unit")
_LONGEST = 200  # characters of a field
_DIGITS = re.compile(r"[+-]?\d{1,20}(\.\d{1,12})?", re.ASCII)
_UNITS = ("元", "百元", "千元", "万元", "十万元", "百万元", "千万元", "亿元", "十亿元", "百亿元", "千亿元", "万亿元")


def same(one: Reading | None, other: Reading | None) -> bool:
    """Whether two readings of a cell say the same."""
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in SAID)


def whole(read: Reading) -> bool:
    """Whether a reading lacks nothing that an observation needs."""
    return bool(read["value"] and read["indicator"] and read["place"] and read["period"])


def written(read: Reading, text: str, phrase: str) -> dict[str, str]:
    """A reading as a person writes it: what `corrected` takes; the value in the printed unit."""
    digits = _digits(read, text)
    return {
        "value": digits, "unit": str(read["quote"]).removeprefix(digits), "indicator": phrase,
        "place": places.words(read["place"]) if read["place"] else "", "period": str(read["period"]),
    }  # fmt: skip


def _digits(read: Reading, text: str) -> str:
    """The printed digits; of a corrected reading those that the person wrote."""
    own = read_number(text).digits
    if own and str(read["quote"]).startswith(own):
        return own
    found = _DIGITS.match(str(read["quote"]))
    return found[0] if found and read["value"] else ""


def corrected(
    read: Reading, text: str, phrase: str, fields: Mapping[str, str], aliases: Mapping[str, str]
) -> dict[str, Any]:
    """A reading with some fields as a person writes them. CorrectionError for a field that there is not, a value that
    it cannot have, something that is still missing, or where nothing would change."""
    said = written(read, text, phrase)
    for name, value in fields.items():
        said[name] = _checked(name, value.strip())
    if not said["value"]:
        raise CorrectionError("value", "Write the value as digits.", "请写明数值。")
    unit, factor = split(said["unit"])
    made: dict[str, Any] = dict(read) | {
        "value": [str(plain(_number(said["value"]) * factor))], "form": "number", "modifier": "=", "unit": unit,
        "quote": said["value"] + said["unit"],
    }  # fmt: skip
    if "place" in fields:
        made["place"] = _place(said["place"])
    stock = str(read["period"]).startswith("..")
    named = what(
        said["indicator"],
        unit,
        said["place"],
        "" if {"indicator", "unit"} & fields.keys() else read["measure"],
        aliases,
    )
    if "indicator" in fields or unit != read["unit"]:
        made |= {"indicator": named.indicator, "measure": named.measure}
        stock = named.stock
    elif not read["period"]:
        stock = named.stock
    if "period" in fields or stock != str(read["period"]).startswith(".."):
        time = _time(said["period"])
        made |= {
            "period": time.stock if stock else time.span, "last_day": time.last_day,
            "base_period": time.before if made["measure"] == "growth" else "",
        }  # fmt: skip
    if not whole(made):
        raise CorrectionError(
            "", "It still lacks an indicator, a place or a period.", "还缺指标、地区或时期，不能成为观测值。"
        )
    if same(made, read):
        raise CorrectionError("", "This is what was read; nothing would be corrected.", "与原读数相同，没有可更正的。")
    thing = thing_id(Key(made["indicator"], made["place"], "", made["measure"], "", made["scope"], made["breakdown"]))
    return made | {"id": id_of_cell(made["cell_id"], thing, made["period"], made["base_period"])}


def _checked(name: str, text: str) -> str:
    if name not in FIELDS:
        raise CorrectionError(
            name,
            f"A cell has no field {name!r} that can be corrected; those are {', '.join(FIELDS)}.",
            f"单元格没有可更正的字段“{name}”；可更正的有：{'、'.join(FIELDS)}。",
        )
    if (not text and name != "unit") or len(text) > _LONGEST or any(ord(char) < 32 for char in text):
        raise CorrectionError(
            name, f"{name}: 1 to {_LONGEST} characters on one line.", f"{name}：1 至 {_LONGEST} 个字，不换行。"
        )
    if name == "value":
        return re.sub(r"(?<=\d),(?=\d{3})", "", text)
    if name == "unit" and text and not is_unit(text):
        raise CorrectionError(name, f"unit: {text!r} is not known here.", f"单位：不认识“{text}”。")
    return text


def _number(text: str) -> Decimal:
    try:
        if _DIGITS.fullmatch(text):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise CorrectionError(
        "value",
        f"value: {text!r} is no number. Write plain digits (12345.6).",
        f"数值：“{text}”不合要求，请写普通数字（如 12345.6）。",
    )


def _place(text: str) -> str:
    found = where(text)
    if not found.known or not found.sure:
        raise CorrectionError(
            "place",
            f"place: {text!r} is not known; `xietong territories` lists places.",
            f"地区：不认识“{text}”；可用 `xietong territories` 查看。",
        )
    return found.key


def _time(text: str) -> When:
    found = when(text)
    if found is not None:
        return found
    try:
        start, slash, end = text.partition("/")
        if slash:
            first = None if start.strip() == ".." else Period.parse(start.strip()).start
            return of_period(Period(first, Period.parse(end.strip()).end), text)
        return of_period(Period.parse(text), text)
    except ValueError:
        raise CorrectionError(
            "period",
            f"period: {text!r} is no period. Write YYYY, YYYY-MM, YYYY-MM-DD, A/B, or ../B for the state at a day.",
            f"时期：“{text}”不是时期。写作 YYYY、YYYY-MM、YYYY-MM-DD、起/止，或 ../止（时点）。",
        ) from None


def power_between(computation: str) -> int:
    """The power of ten by which a unit is too large, as its finding computed it: "123亿元 ↔ 1.2亿元; …" is 2, "10^-3.9, …"
    is -4; 0 where it does not say."""
    if found := re.match(r"10\^(-?\d+(?:\.\d+)?)", computation):
        return round(float(found[1]))
    own, arrow, other = computation.partition(";")[0].partition(" ↔ ")
    if not arrow:
        return 0
    sizes = []
    for side in (own, other):
        number = read_number(side)
        if number.value is None or number.value <= 0:
            return 0
        sizes.append(float(number.value * split(number.unit)[1]))
    return round(log10(sizes[0] / sizes[1]))


def unit_by(printed: str, power: int) -> str:
    """The unit of money, or of anything counted, that is 10^power times a printed one; "" where it has no name."""
    unit, factor = split(printed)
    wanted = factor.scaleb(power)
    names = [name.removesuffix("元") + unit for name in _UNITS]
    return next((name for name in names if split(name) == (unit, wanted)), "")
