"""Intervals of decimal numbers: what a printed figure can stand for, and what follows from several of them.

A figure is read as rounded to its last printed digit, so 426.8 is any value from 426.75 to 426.85. Sums, differences,
products and quotients of such figures are intervals too; nothing that lies inside them is an error of the text.
Bounds are closed; None is unbounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

_DIGITS = 28


@dataclass(frozen=True, slots=True)
class Interval:
    """low … high, both included; None where there is no bound. ValueError where low exceeds high."""

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"{self.low} > {self.high}")

    @classmethod
    def exactly(cls, value: Decimal | int) -> Interval:
        """One number and no other."""
        return cls(Decimal(value), Decimal(value))

    @classmethod
    def rounded(cls, value: Decimal, step: Decimal) -> Interval:
        """All that is printed as `value` when rounded to `step`."""
        return cls(value - step / 2, value + step / 2)

    @property
    def bounded(self) -> bool:
        """Whether both ends are known."""
        return self.low is not None and self.high is not None

    def __contains__(self, value: Decimal) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return not (self.above(other) or other.above(self))

    def above(self, other: Interval) -> bool:
        """Whether every number in this one is greater than every number in the other."""
        return self.low is not None and other.high is not None and self.low > other.high

    def wider(self, by: Decimal) -> Interval:
        """Both ends moved outwards by `by`."""
        return Interval(None if self.low is None else self.low - by, None if self.high is None else self.high + by)

    def distance(self, other: Interval) -> Decimal:
        """How far two intervals lie apart; 0 where they meet."""
        if self.high is not None and other.low is not None and self.high < other.low:
            return other.low - self.high
        if self.low is not None and other.high is not None and self.low > other.high:
            return self.low - other.high
        return Decimal(0)

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """Product; ValueError where a bound is missing."""
        corners = [a * b for a in self._ends() for b in other._ends()]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient, rounded outwards; ValueError where a bound is missing or the divisor may be 0."""
        low, high = other._ends()
        if low <= 0 <= high:
            raise ValueError("division by an interval that holds 0")
        downs, ups = [], []
        for a in self._ends():
            for b in (low, high):
                downs.append(_outward(a, b, up=False))
                ups.append(_outward(a, b, up=True))
        return Interval(min(downs), max(ups))

    def root(self, degree: int) -> Interval:
        """The `degree`-th root of positive numbers, rounded outwards. ValueError for others."""
        low, high = self._ends()
        if low <= 0 or degree < 1:
            raise ValueError("roots are taken of positive numbers")
        with localcontext() as context:
            context.prec = _DIGITS + 10
            power = Decimal(1) / degree
            below, above = low**power, high**power
        margin = Decimal(1).scaleb(-_DIGITS + 4)
        return Interval(below * (1 - margin), above * (1 + margin))

    def _ends(self) -> tuple[Decimal, Decimal]:
        if self.low is None or self.high is None:
            raise ValueError("a bound is missing")
        return self.low, self.high


def added(values: Iterable[Interval]) -> Interval:
    """The sum of intervals; 0 of none."""
    return sum(values, Interval.exactly(0))


def _outward(a: Decimal, b: Decimal, *, up: bool) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        context.rounding = ROUND_CEILING if up else ROUND_FLOOR
        return a / b
