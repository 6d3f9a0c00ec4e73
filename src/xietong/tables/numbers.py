"""The text of a cell → number, missing mark, or neither. Nothing is guessed: what is not wholly a number is text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xietong.data import table

_WIDE = str.maketrans("０１２３４５６７８９．，－＋％（）：／　\xa0\u2009\u202f", "0123456789.,-+%():/    ")
# short enough to be multiplied by any magnitude without rounding
PLAIN = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?", re.ASCII)
_GROUPED = re.compile(r"[-+−]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?", re.ASCII)
_SIGNED = re.compile(r"[-+−]?(?:\d{1,24}(?:\.\d{0,18})?|\.\d{1,18})(?:[eE][-+]?\d{1,2})?", re.ASCII)
# marks that are no digits: a circled, superscript or starred one is a footnote and can be nothing else
_MARK = re.compile(
    r"(.*?[\d.%])\s*([①-⑳⑴-⒇❶-❿⓪¹²³⁰⁴-⁹*＊#†‡△▲]+|[\[【〔(（][①-⑳*＊#†‡△▲a-z][\]】〕)）]|\[\d{1,2}\]|\[[¹²³⁰⁴-⁹]{1,2}\])",
    re.DOTALL,
)
_UNITED = re.compile(r"([-+−]?[\d,. ]*\d)\s*([^\d\s.,①-⑳¹²³⁰⁴-⁹*#(（\[][^\d]{0,12}|%|‰)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell holds: `value` with `digits` as they are to be quoted; a footnote `mark`; a `unit` written in the
    cell; `missing` where it is a mark for no value. None of them: words."""

    value: Decimal | None = None
    digits: str = ""
    mark: str = ""
    unit: str = ""
    missing: bool = False


@cache
def _missing() -> frozenset[str]:
    return frozenset(table("tables.toml")["missing"])


def clean(text: str) -> str:
    """Full-width digits and signs as narrow ones, without blanks around."""
    return text.translate(_WIDE).strip()


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value, by a mark or by being empty."""
    return not text or text in _missing()


def read_number(text: str) -> Number:
    """What a cell of values holds. Never raises."""
    if PLAIN.fullmatch(text):
        return Number(Decimal(text), text)
    short = clean(text)
    if is_missing(short) or is_missing(text.strip()):
        return Number(missing=True)
    number = _number(short)
    if number is not None:
        return number
    marked = _MARK.fullmatch(short)
    if marked:
        inner = read_number(marked[1])
        if inner.value is not None and not inner.mark:
            return Number(inner.value, inner.digits, marked[2], inner.unit)
    united = _UNITED.fullmatch(short)
    if united:
        inner_number = _number(united[1].strip())
        if inner_number is not None:
            return Number(inner_number.value, inner_number.digits, "", united[2].strip())
    return Number()


def _number(short: str) -> Number | None:
    if _GROUPED.fullmatch(short):
        short = short.replace(",", "").replace(" ", "")
    if not _SIGNED.fullmatch(short):
        return None
    value = Decimal(short.replace("−", "-"))
    return Number(value, format(value, "f"))
