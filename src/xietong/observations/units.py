"""Units as data: which are of one family, and how many of one another is. Nothing is converted by guess."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache

from xietong.core.interval import Interval
from xietong.data import table

FILE = "conversion.toml"
_DIGITS = 28


@cache
def _known() -> dict[str, tuple[str, Fraction]]:
    families = table(FILE)["families"]
    return {unit: (family, Fraction(size)) for family, units in families.items() for unit, size in units.items()}


@cache
def measured(unit: str) -> tuple[str, Fraction]:
    """The family of a unit and how many of the family's first unit it is: 万人 → ("persons", 10000)."""
    if unit in _known():
        return _known()[unit]
    for word, size in table(FILE)["magnitudes"].items():  # the longest words come first
        if unit.startswith(word) and len(unit) > len(word):
            family, inner = measured(unit.removeprefix(word))
            return family, inner * Fraction(size)
    return unit, Fraction(1)


def factor(unit: str, into: str) -> Fraction | None:
    """How many `into` one `unit` is; None where they measure different things."""
    (family, size), (other, wanted) = measured(unit), measured(into)
    return size / wanted if family == other else None


def first_of(unit: str) -> str:
    """The first unit of the family of a unit: 万人 → 人; 户 → 户."""
    family, _ = measured(unit)
    units = table(FILE)["families"].get(family)
    return str(next(iter(units))) if units else family


def scaled(value: Decimal, by: Fraction) -> Decimal:
    """A number times an exact factor, to 28 digits."""
    if by == 1:
        return value
    with localcontext() as context:
        context.prec = _DIGITS
        return value * by.numerator / by.denominator


def scaled_interval(values: Interval, by: Fraction) -> Interval:
    """The same of both ends; `by` is positive."""
    if by == 1:
        return values
    low, high = (None if one is None else scaled(one, by) for one in (values.low, values.high))
    return Interval(low, high)
