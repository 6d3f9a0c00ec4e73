"""Numbers with what they can stand for, their unit and how they are spelled: sums, products and quotients of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from xietong.core.interval import Interval
from xietong.observations.doubts import figure
from xietong.observations.model import Observation
from xietong.observations.units import scaled, scaled_interval

_DIGITS = 28
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A central value, the interval around it, the unit, and the words of its computation."""

    value: Decimal
    values: Interval
    unit: str
    text: str

    @classmethod
    def exactly(cls, number: int) -> Quantity:
        """A count."""
        return cls(Decimal(number), Interval.exactly(number), "", str(number))

    def scaled(self, by: Fraction, unit: str) -> Quantity:
        """The same in another unit, spelled as before."""
        return Quantity(scaled(self.value, by), scaled_interval(self.values, by), unit, self.text)

    def times(self, other: Quantity) -> Quantity:
        """The product with a quantity that is not negative."""
        values = _product(self.values, other.values)
        return Quantity(self.value * other.value, values, "", f"{_factor(self.text)} × {_factor(other.text)}")

    def percent(self, less: int = 0) -> Quantity:
        """A ratio in per cent, less some wholes: 1.05 is 105%, and 5% with `less` 1."""
        low, high = (None if end is None else (end - less) * _HUNDRED for end in (self.values.low, self.values.high))
        text = f"({self.text} − {less}) × 100" if less else f"{self.text} × 100"
        return Quantity((self.value - less) * _HUNDRED, Interval(low, high), "%", text)


def quantity(one: Observation, unit: str, by: Fraction) -> Quantity:
    """An observation as a quantity; of a range the middle."""
    value = sum(one.value, Decimal(0)) / len(one.value)
    return Quantity(scaled(value, by), scaled_interval(one.values, by), unit, figure(one))


def added(many: Sequence[Quantity]) -> Quantity:
    """Their sum, in the unit of the first."""
    if len(many) == 1:
        return many[0]
    total = sum((one.values for one in many[1:]), many[0].values)
    text = " + ".join(one.text for one in many)
    return Quantity(sum((one.value for one in many), Decimal(0)), total, many[0].unit, text)


def over(one: Quantity, other: Quantity) -> Quantity:
    """The quotient. `other` does not hold zero."""
    with localcontext() as context:
        context.prec = _DIGITS
        value = one.value / other.value
    return Quantity(
        value, _quotient(one.values, other.values), one.unit, f"{_factor(one.text)} ÷ {_factor(other.text)}"
    )


def _factor(text: str) -> str:
    """In brackets where it is a sum or a quotient."""
    return f"({text})" if any(f" {sign} " in text for sign in "+−÷×") else text


def _quotient(one: Interval, other: Interval) -> Interval:
    """Quotients of intervals with open ends too: of two positive ones the open ends stay open."""
    if one.bounded and other.bounded:
        return one / other
    if one.low is None or other.low is None or one.low < 0 or other.low <= 0:
        return Interval(None, None)
    low = Decimal(0) if other.high is None else (Interval.exactly(one.low) / Interval.exactly(other.high)).low
    high = None if one.high is None else (Interval.exactly(one.high) / Interval.exactly(other.low)).high
    return Interval(low, high)


def _product(one: Interval, other: Interval) -> Interval:
    if one.bounded and other.bounded:
        return one * other
    return Interval(None, None)
