"""The grid of the cadence: cells, names, and time as a number."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.grid import Clock, Grain, cell, cells, grain_of, name, named, position
from xietong.core.period import Period

GRAINS: tuple[Grain, ...] = ("week", "month", "quarter", "half", "year")
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "grain", "wanted"),
    [
        (date(2024, 12, 30), "week", "2025-W01"),
        (date(2021, 1, 3), "week", "2020-W53"),
        (date(2024, 2, 29), "month", "2024-02"),
        (date(2024, 5, 1), "quarter", "2024-Q2"),
        (date(2024, 7, 1), "half", "2024-H2"),
        (date(2024, 7, 1), "year", "2024"),
    ],
)
def test_names(day: date, grain: Grain, wanted: str) -> None:
    """ISO weeks belong to the ISO year, which is not always the day's."""
    assert name(cell(day, grain)) == wanted


@settings(deadline=None)
@given(DAYS, st.sampled_from(GRAINS))
def test_a_cell_holds_its_day_and_its_name(day: date, grain: Grain) -> None:
    """A day lies in its cell; the cell is one of its grain; its name is read back."""
    one = cell(day, grain)
    assert one.start is not None
    assert one.start <= day <= one.end
    assert grain_of(one) == grain
    assert named(name(one)) == one


@settings(deadline=None)
@given(DAYS, st.integers(0, 900), st.sampled_from(GRAINS))
def test_cells_follow_without_gap(first: date, span: int, grain: Grain) -> None:
    """Cells from a day to a later one touch, and hold both."""
    last = first + timedelta(days=span)
    line = list(cells(first, last, grain))
    assert cell(first, grain) == line[0]
    assert cell(last, grain) == line[-1]
    assert all(b.start == a.end + timedelta(days=1) for a, b in pairwise(line))


def test_no_cells_backwards() -> None:
    """An end before the start has no cells."""
    assert list(cells(date(2024, 2, 1), date(2024, 1, 1), "month")) == []


@pytest.mark.parametrize("text", ["2024-Q5", "2024-H3", "2024-W54", "2024-X1"])
def test_names_that_are_none(text: str) -> None:
    """A fifth quarter is refused."""
    with pytest.raises(ValueError, match=r"."):
        named(text)


def test_other_periods_have_no_grain() -> None:
    """A stock and a running total are not on the grid, and are named as they are written."""
    assert grain_of(Period.until(date(2024, 12, 31))) is None
    assert name(Period.months(2024, 1, 5)) == "2024-01-01/2024-05-31"


@pytest.mark.parametrize("clock", ["periods", "days"])
@settings(deadline=None)
@given(DAYS)
def test_time_runs_on(clock: Clock, day: date) -> None:
    """Later days have greater numbers; years end at whole ones on both clocks."""
    assert position(day, clock) < position(day + timedelta(days=1), clock)
    assert position(date(day.year, 12, 31), clock) == day.year + 1


def test_the_two_clocks() -> None:
    """A quarter of a year by periods; 91 of 366 days by days."""
    assert position(date(2024, 3, 31)) == 2024 + Fraction(1, 4)
    assert position(date(2024, 3, 31), "days") == 2024 + Fraction(91, 366)
