"""A printed unit → the unit without its magnitude and the factor: 亿元 → 元 × 10⁸; 万人年 → 人年 × 10⁴."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache

from xietong.data import table
from xietong.statements.numbers import magnitude
from xietong.tables.numbers import clean

_MAGNITUDE = re.compile(r"(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百|十)(.+)")
_SURE = frozenset(["万亿", "千亿", "百亿", "十亿", "亿", "千万", "百万", "十万", "万"])
_SEVERAL = re.compile(r"[、，,；;和及与或]")
_PER = re.compile(r"[/每]")


@cache
def known() -> frozenset[str]:
    """All units that the reader of texts knows, without magnitude."""
    data = table("units.toml")
    return frozenset(data["measured"]) | frozenset(data["classifiers"]) | frozenset(data["same"])


@lru_cache(4096)
def split(printed: str) -> tuple[str, Decimal]:
    """(unit without magnitude, factor); a unit nobody knows stays as it is printed, with factor 1."""
    unit = re.sub(r"\s+", " ", clean(printed)).strip("()（）:： ")
    unit = table("tables.toml")["units"].get(unit.lower(), unit).replace(" ", "")
    factor = Decimal(1)
    same: dict[str, str] = table("units.toml")["same"]
    if unit not in known():
        found = _MAGNITUDE.fullmatch(unit)
        if found and (found[1] in _SURE or found[2] in known()):
            unit, factor = found[2], magnitude(found[1])
    return same.get(unit, unit), factor


def is_unit(printed: str) -> bool:
    """Whether some words are a unit that is known, with or without magnitude, or a quotient of such."""
    unit, factor = split(printed)
    if not unit or unit.isdigit() or _SEVERAL.search(unit):
        return False
    if unit in known():
        return True
    parts = _PER.split(unit)
    return (factor > 1 and len(unit) <= 6) or (
        len(parts) == 2 and all(split(one)[0] in known() for one in parts if one)
    )


def unit_level(level: str, path: Sequence[str]) -> bool:
    """Whether a level of a heading is the unit of its column: 亿元 below 地区生产总值."""
    return len(path) > 1 and is_unit(level)


_BRACKETS = re.compile(r"[(（]\s*([^()（）]{1,16}?)\s*[)）]")


@lru_cache(4096)
def in_brackets(heading: str) -> tuple[str, str]:
    """(heading without its unit, unit): "R&D经费（亿元）" → "R&D经费", "亿元"; "" where it has none."""
    for found in reversed(list(_BRACKETS.finditer(heading))):
        if is_unit(found[1]):
            return (heading[: found.start()] + heading[found.end() :]).strip(), found[1]
    return heading, ""
