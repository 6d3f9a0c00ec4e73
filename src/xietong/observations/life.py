"""The life of a figure: who said it first, who repeats it, who differs, how it drifted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xietong.observations.figures import Figure
from xietong.observations.observe import passage
from xietong.observations.same import ALIKE, alike, same_sort, when

Part = Literal["first", "reprint", "repeats", "agrees", "later", "differs"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """One figure of a life and its part in it.

    `first` said it; a `reprint` has the same sentence; `repeats` the same number; `agrees` with the first within
    rounding; `later` another number of another time; `differs` another number of the same time.
    """

    figure: Figure
    part: Part


def life(one: Figure, others: Iterable[Figure]) -> list[Appearance]:
    """All figures of the thing that `one` is of, at its time or, for what exists at a moment, at any; by document date."""
    kept = {
        (each.document, each.statement.start): each for each in (one, *others) if each is one or _belongs(one, each)
    }
    ordered = sorted(kept.values(), key=_order)
    passages: set[str] = set()
    found: list[Appearance] = []
    for each in ordered:
        found.append(Appearance(each, _part(ordered[0], each, passages)))
        passages.add(passage(each.statement))
    return found


_ALIKE = 0.5  # names that share so much may be one thing, where the numbers are near each other too
_NEAR = Decimal("1.5")


def _belongs(one: Figure, other: Figure) -> bool:
    if not same_sort(one, other):
        return False
    likeness = alike(one, other)
    a, b = abs(one.statement.value[0]), abs(other.statement.value[0])
    if likeness < _ALIKE or (likeness < ALIKE and max(a, b) > _NEAR * min(a, b)):
        return False
    undated = one.period is None or other.period is None
    return when(one, other) != "other" or undated or (_is_stock(one) and _is_stock(other))


def _is_stock(figure: Figure) -> bool:
    return figure.period is None or figure.period.start is None


def _order(figure: Figure) -> tuple[str, str, int]:
    day = str(figure.date.end) if figure.date else "9999"
    return day, figure.document, figure.statement.start


def _part(first: Figure, each: Figure, passages: set[str]) -> Part:
    if each is first:
        return "first"
    if passage(each.statement) in passages:
        return "reprint"
    if each.statement.value == first.statement.value and each.statement.modifier == first.statement.modifier:
        return "repeats"
    if each.values.meets(first.values):
        return "agrees"
    return "differs" if when(first, each) != "other" else "later"
