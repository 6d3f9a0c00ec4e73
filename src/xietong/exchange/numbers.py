"""Decimals as text and back, digit by digit: no number passes through a float."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)


def digits(value: Decimal) -> str:
    """Plain digits without an exponent."""
    return format(value, "f")


def joined(values: Iterable[Decimal]) -> str:
    """The ends of a range or the terms of a ratio: 1/1.5."""
    return "/".join(map(digits, values))


def number(text: str) -> Decimal:
    """ValueError where the text is no finite decimal number, to its end."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def numbers(text: str) -> tuple[Decimal, ...]:
    """What `joined` wrote."""
    return tuple(map(number, text.split("/")))
