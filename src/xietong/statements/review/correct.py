"""A field of a statement gets another value: checked as if it had been read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from xietong.core.errors import XietongError
from xietong.core.period import Period
from xietong.statements.model import Form, Measure, Modality, Modifier, Statement

FIELDS = (
    "indicator", "regions", "period", "base_period", "value", "unit", "modifier", "measure", "modality", "scope",
    "attribution",
)  # fmt: skip
_CHOICES: dict[str, tuple[str, ...]] = {
    "modifier": get_args(Modifier), "measure": get_args(Measure), "modality": get_args(Modality),
}  # fmt: skip
_LONGEST = 200  # characters of a field; phrases of the text are far shorter
_NUMBERS: dict[Form, range] = {"number": range(1, 2), "range": range(2, 3), "ratio": range(2, 12)}


class CorrectionError(XietongError):
    """A value that a field cannot have; `field` names it."""

    def __init__(self, field: str, en: str, zh: str) -> None:
        self.field = field
        super().__init__(en, zh)


def corrected(statement: Statement, fields: Mapping[str, str]) -> Statement:
    """The statement with some fields as a person writes them; lists are joined by 、, ranges and ratios by /.

    CorrectionError for a field that there is not, a value it cannot have, or where nothing would change.
    """
    changes: dict[str, Any] = {name: _parsed(statement, name, text) for name, text in fields.items()}
    if "attribution" in changes:
        changes |= {"attribution_start": -1, "attribution_end": -1}
    made = replace(statement, **changes)
    if made.content() == statement.content():
        raise CorrectionError("", "This is what was read; nothing would be corrected.", "与原读数相同，没有可更正的。")
    return made


def written(statement: Statement, field: str) -> str:
    """A field as a person writes it: what `corrected` reads back."""
    value = getattr(statement, field)
    if field == "value":
        return "/".join(f"{one:f}" for one in value)
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _parsed(statement: Statement, field: str, text: str) -> Any:
    text = text.strip()
    if field not in FIELDS:
        raise CorrectionError(
            field,
            f"A statement has no field {field!r} that can be corrected; those are {', '.join(FIELDS)}.",
            f"陈述没有可更正的字段“{field}”；可更正的有：{'、'.join(FIELDS)}。",
        )
    if len(text) > _LONGEST or any(ord(char) < 32 for char in text):
        raise CorrectionError(
            field, f"{field}: at most {_LONGEST} characters on one line.", f"{field}：至多 {_LONGEST} 个字，不换行。"
        )
    if field in _CHOICES:
        return _one_of(field, text)
    if field in ("period", "base_period"):
        return _period(field, text)
    if field == "value":
        return _value(statement, text)
    if field in ("regions", "scope"):
        return tuple(dict.fromkeys(part.strip().replace("->", "→") for part in text.split("、") if part.strip()))
    return text


def _one_of(field: str, text: str) -> str:
    if text not in _CHOICES[field]:
        choices = _CHOICES[field]
        raise CorrectionError(
            field, f"{field} is one of {' '.join(choices)}, not {text!r}.", f"{field} 只能是 {' '.join(choices)}。"
        )
    return text


def _period(field: str, text: str) -> str:
    try:
        return str(_parsed_period(text)) if text else ""
    except ValueError:
        raise CorrectionError(
            field,
            f"{field}: {text!r} is no period. Write YYYY, YYYY-MM, YYYY-MM-DD, A/B, or ../B for the state at a day.",
            f"{field}：“{text}”不是时期。写作 YYYY、YYYY-MM、YYYY-MM-DD、起/止，或 ../止（时点）。",
        ) from None


def _parsed_period(text: str) -> Period:
    """A period whose ends may be months or years as well as days."""
    start, slash, end = text.partition("/")
    if not slash:
        return Period.parse(text)
    return Period(None if start.strip() == ".." else Period.parse(start.strip()).start, Period.parse(end.strip()).end)


def _value(statement: Statement, text: str) -> tuple[Decimal, ...]:
    parts = [re.sub(r"(?<=\d),(?=\d{3})", "", part.strip()) for part in text.split("/")]
    try:
        values = tuple(Decimal(part) for part in parts)
    except InvalidOperation:
        values = ()
    plain = all(re.fullmatch(r"[+-]?\d{1,20}(\.\d{1,12})?", part) for part in parts)
    if not values or not plain or len(values) not in _NUMBERS[statement.form]:
        raise CorrectionError(
            "value",
            f"value: {text!r} is not what a {statement.form} can be. Write plain digits (12345.6), parts joined by /.",
            f"value：“{text}”不合要求。请写普通数字（如 12345.6），区间和比例用 / 分开。",
        )
    return values
