"""Interval arithmetic: what is computed from any values inside lies inside what is computed from the intervals."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.core.interval import Interval

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
POSITIVE = st.decimals(min_value=Decimal("0.001"), max_value=10**9, places=3)


@st.composite
def inside(draw: st.DrawFn, positive: bool = False) -> tuple[Interval, Fraction]:
    """An interval and a number in it."""
    one, other = sorted((draw(POSITIVE if positive else NUMBERS), draw(POSITIVE if positive else NUMBERS)))
    share = Fraction(draw(st.integers(0, 1000)), 1000)
    return Interval(one, other), Fraction(one) + share * (Fraction(other) - Fraction(one))


def holds(interval: Interval, number: Fraction) -> bool:
    """Whether a fraction lies in an interval, exactly."""
    above = interval.low is None or Fraction(interval.low) <= number
    return above and (interval.high is None or number <= Fraction(interval.high))


@given(inside(), inside())
def test_sums_differences_and_products(one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]) -> None:
    """The result for the numbers is among the results for the intervals."""
    (a, x), (b, y) = one, other
    assert holds(a + b, x + y)
    assert holds(a - b, x - y)
    assert holds(a * b, x * y)
    assert holds(-a, -x)


@given(inside(), inside(positive=True))
def test_quotients_are_rounded_outwards(one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]) -> None:
    """A quotient without end is still inside."""
    (a, x), (b, y) = one, other
    assert holds(a / b, x / y)


@given(inside(positive=True), st.integers(1, 12))
def test_roots_are_rounded_outwards(one: tuple[Interval, Fraction], degree: int) -> None:
    """The power of the root's ends embraces the number: exact arithmetic is the oracle."""
    interval, number = one
    root = interval.root(degree)
    assert root.low is not None
    assert root.high is not None
    assert Fraction(root.low) ** degree <= number <= Fraction(root.high) ** degree


@given(inside(), inside())
def test_meeting_and_distance_agree(one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]) -> None:
    """Two intervals meet exactly when nothing lies between them; both are symmetric."""
    a, b = one[0], other[0]
    assert a.meets(b) == b.meets(a) == (a.distance(b) == 0)
    assert a.distance(b) == b.distance(a)
    assert a.meets(a)
    assert [a.above(b), b.above(a), a.meets(b)].count(True) == 1


@given(NUMBERS, st.sampled_from(["1", "0.1", "0.01", "100"]))
def test_rounded_holds_all_that_is_printed_so(value: Decimal, step: str) -> None:
    """Every number that rounds to the value is inside, and no other whose rounding differs."""
    size = Decimal(step)
    with localcontext() as context:
        context.prec = 40
        value = (value / size).quantize(Decimal(1)) * size
        interval = Interval.rounded(value, size)
        assert value in interval
        assert value + size / 2 in interval
        assert value + size * Decimal("0.51") not in interval


@pytest.mark.parametrize("wrong", ["divide", "root", "order", "unbounded"])
def test_what_is_not_defined_is_refused(wrong: str) -> None:
    """Division by what may be 0, roots of negative numbers, ends in the wrong order, products without bounds."""
    one, around_zero = Interval(Decimal(1), Decimal(2)), Interval(Decimal(-1), Decimal(1))
    with pytest.raises(ValueError, match=r".+"):
        {
            "divide": lambda: one / around_zero,
            "root": lambda: around_zero.root(2),
            "order": lambda: Interval(Decimal(2), Decimal(1)),
            "unbounded": lambda: one * Interval(None, Decimal(1)),
        }[wrong]()


def test_open_ends() -> None:
    """超1万 has no upper end: it meets everything above, nothing below."""
    above = Interval(Decimal(10_000), None)
    assert above.meets(Interval.exactly(12_000))
    assert not above.meets(Interval.exactly(9_999))
    assert above.distance(Interval.exactly(9_000)) == 1_000
    assert (above + Interval.exactly(1)).low == 10_001
