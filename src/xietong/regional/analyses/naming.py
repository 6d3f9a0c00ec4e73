"""What keys are called: indicators, parts of them, places, groups, words of analyses; cells in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from xietong.observations import places
from xietong.observations.catalogue import catalogue
from xietong.regional.analyses.catalogue import word

if TYPE_CHECKING:
    from xietong.regional.analyses.model import Column, Value

Name = Callable[[str, str], str]
"""Key and language → what it is called."""
PART = "|"  # between an indicator and its breakdown in the code of a part


def named(key: str, language: str = "zh") -> str:
    """An indicator of the catalogue, the breakdown of a part, a place or a flow; any other key as it is."""
    if PART in key:
        return key.partition(PART)[2]
    entry = catalogue().indicators.get(key)
    if entry is not None:
        return entry.zh if language == "zh" else entry.en
    return places.words(key)


def label(key: str, language: str, name: Name = named) -> str:
    """A heading, a line of a chart, a part: a word of data/analyses.toml ("club 1" by its first), else a name."""
    first, space, rest = key.partition(" ")
    said = word(key, language)
    if said != key:
        return said
    return f"{word(first, language)} {rest}" if space and word(first, language) != first else name(key, language)


def said(column: Column, value: Value, language: str, name: Name = named) -> Value:
    """A cell in words: places and indicators by name, shares in per cent, p-values to three places; numbers stay."""
    if value is None:
        return None
    if column.kind in ("place", "indicator"):
        return name(str(value), language)
    if column.kind == "word":
        pair = str(value).split("|")
        return pair[0 if language == "zh" else 1] if len(pair) == 2 else label(str(value), language, name)
    if column.kind == "share" and isinstance(value, float):
        return f"{value:.1%}"
    if column.kind == "p" and isinstance(value, float):
        return "<0.001" if value < 0.001 else f"{value:.3f}"
    return value
