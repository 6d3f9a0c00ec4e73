"""Decimals as text and back, digit by digit: no number passes through a float."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from xietong.core.interval import Interval

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


def ends(values: Interval | None) -> str:
    """The ends of an interval: 5.25/5.43, /12 where it has no lower one; empty for None."""
    if values is None:
        return ""
    return "/".join("" if one is None else digits(one) for one in (values.low, values.high))


def interval(text: str) -> Interval | None:
    """What `ends` wrote."""
    if not text:
        return None
    low, mark, high = text.partition("/")
    if not mark:
        raise ValueError(text)
    return Interval(number(low) if low else None, number(high) if high else None)
