"""Cumulative progress in a year: sums against the plan of the same date, and the mistakes that are made with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.targets.cases import LATE, readings, target
from xietong.core.errors import ValuesError
from xietong.targets.model import Target
from xietong.targets.progress.cumulative import cumulative, seasonal

D = Decimal
YEAR = date(2024, 12, 31)
FLOOR = target(["floor", "1200"], YEAR)
CEILING = target(["ceiling", "1200"], YEAR, indicator="ENERGY")


def months(*amounts: int | str) -> dict[str, str]:
    """Amounts of the first months of 2024; "" is a missing one."""
    return {f"2024-{at:02d}": str(amount) for at, amount in enumerate(amounts, 1) if amount != ""}


def test_against_an_even_plan() -> None:
    """Three months of 110 against 100 each, and not capped at one."""
    verdict = cumulative(FLOOR, readings(months(110, 110, 110)), LATE)
    assert verdict.status == "ahead"
    numbers = dict(verdict.numbers)
    assert (numbers["actual"], numbers["planned"], numbers["ratio"], numbers["share"]) == (
        D(330),
        D(300),
        D("1.1"),
        D("0.275"),
    )


def test_against_a_plan_of_its_own() -> None:
    """A plan with a slow start: 60 of 50 is ahead though it is far below a twelfth."""
    plan = [D(50), *[D(100)] * 10, D(150)]
    assert cumulative(FLOOR, readings(months(60)), LATE, plan=plan).status == "ahead"
    assert cumulative(FLOOR, readings(months(60)), LATE).status == "behind"


def test_quarters() -> None:
    """Two quarters against half the goal."""
    values = readings({"2024-01-01/2024-03-31": "250", "2024-04-01/2024-06-30": "300"})
    verdict = cumulative(FLOOR, values, LATE, grain="quarter")
    assert (verdict.status, verdict.number("planned"), verdict.number("cells")) == ("behind", D(600), D(2))


def test_months_make_the_quarters_they_fill() -> None:
    """Asked by quarter with months known: the first quarter is whole, of the second May is missing, so it is no data."""
    values = readings(months(100, 110, 120, 90, "", 90))
    verdict = cumulative(FLOOR, values, LATE, grain="quarter")
    assert (verdict.number("actual"), verdict.number("planned"), verdict.number("cells")) == (D(330), D(300), D(1))
    assert "2024-Q2" in verdict.sentence("en")


@pytest.mark.parametrize(("made", "status"), [(100, "met"), (50, "missed")])
def test_a_goal_due_in_june_is_planned_to_june(made: int, status: str) -> None:
    """Half a year's goal of 600: 100 a month are wanted, not 50, and June decides."""
    one = target(["floor", "600"], date(2024, 6, 30))
    half = cumulative(one, readings(months(*[made] * 3)), LATE)
    assert (half.number("planned"), half.status) == (D(300), "ahead" if made == 100 else "behind")
    assert cumulative(one, readings(months(*[made] * 9)), LATE).status == status


def test_weeks_are_those_that_end_in_the_year() -> None:
    """2024 has 52; the first begins on 1 January, the one after the last belongs to 2025. A month that the goal is due within
    cannot be counted whole."""
    weeks = {f"2024-01-{first:02d}/2024-01-{first + 6:02d}": "30" for first in (1, 8, 15)}
    verdict = cumulative(FLOOR, readings(weeks), LATE, grain="week")
    assert (verdict.number("cells"), verdict.status) == (D(3), "ahead")
    assert verdict.number("planned") == sum([D(1200) / 52] * 3)
    with pytest.raises(ValuesError):
        cumulative(target(["floor", "600"], date(2024, 6, 15)), [], LATE)


def test_running_totals_are_not_summed_again() -> None:
    """January, January to February, January to March: the last is the sum."""
    values = readings({"2024-01": "90", "2024-01-01/2024-02-29": "200", "2024-01-01/2024-03-31": "310"})
    assert cumulative(FLOOR, values, LATE).number("actual") == D(310)


def test_a_running_total_bridges_missing_months() -> None:
    """Half a year is known though no month of the first quarter is; July comes on top."""
    values = readings({"2024-01-01/2024-06-30": "610", "2024-07": "100"})
    verdict = cumulative(FLOOR, values, date(2024, 8, 15))
    assert (verdict.number("actual"), verdict.number("cells")) == (D(710), D(7))
    assert not verdict.has("missing_cells")


def test_a_missing_month_is_no_zero() -> None:
    """With March missing the sum ends in February, says so, and April waits for it."""
    verdict = cumulative(FLOOR, readings(months(100, 100, "", 100)), date(2024, 5, 10))
    assert (verdict.number("actual"), verdict.number("cells"), verdict.status) == (D(200), D(2), "ahead")
    assert "2024-03" in verdict.sentence("en")
    assert cumulative(FLOOR, readings(months("", 100)), LATE).status == "no_data"


def test_percentages_of_months_are_not_summed() -> None:
    """20 + 40 + 60 + 70 + 85 + 100 is 375 of nothing: indicators that do not add up are refused."""
    shares = readings(months(20, 40, 60, 70, 85, 100))
    with pytest.raises(ValuesError):
        cumulative(target(["floor", "100"], YEAR, indicator="GDP_PC"), shares, LATE)
    growth = Target("GDP", "110000", FLOOR.goal, YEAR, measure="growth")
    with pytest.raises(ValuesError):
        cumulative(growth, shares, LATE)


def test_a_ceiling_is_kept_from_below() -> None:
    """Energy of a year: less than the plan of the date is ahead; once passed, the year is missed before its end."""
    assert cumulative(CEILING, readings(months(90)), LATE, adds=True).status == "ahead"
    assert cumulative(CEILING, readings(months(110)), LATE, adds=True).status == "behind"
    assert cumulative(CEILING, readings(months(1300)), LATE, adds=True).status == "missed"


@pytest.mark.parametrize("kind", ["floor", "ceiling"])
def test_exactly_on_the_plan_is_on_schedule(kind: str) -> None:
    """A quarter of 100 is 25, though a twelfth has no end in decimals."""
    one = target([kind, "100"], YEAR)
    assert cumulative(one, readings({"2024-01-01/2024-03-31": "25"}), LATE, adds=True).status == "ahead"


def test_the_whole_year() -> None:
    """Met with what is beyond it, missed by one."""
    verdict = cumulative(FLOOR, readings(months(*[110] * 12)), LATE)
    assert verdict.status == "met"
    assert verdict.has("over")
    assert cumulative(FLOOR, readings(months(*[100] * 11, 99)), LATE).status == "missed"


def test_vintages() -> None:
    """February is not over on 15 February."""
    assert cumulative(FLOOR, readings(months(100, 100)), date(2024, 2, 15)).number("cells") == D(1)


@pytest.mark.parametrize("plan", [[D(100)] * 11, [D(100)] * 11 + [D(99)]])
def test_a_plan_that_does_not_make_the_goal(plan: list[Decimal]) -> None:
    """A plan one short, or of eleven months."""
    with pytest.raises(ValuesError):
        cumulative(FLOOR, [], LATE, plan=plan)


def test_other_refusals() -> None:
    """A range, a span that is neither a month nor a running total, an indicator nobody knows, a year without amounts."""
    with pytest.raises(ValuesError):
        cumulative(target(["range", "1", "2"], YEAR), [], LATE)
    with pytest.raises(ValuesError):
        cumulative(FLOOR, readings({"2024-02-01/2024-03-31": "5"}), LATE)
    with pytest.raises(ValuesError):
        cumulative(target(["floor", "1"], YEAR, indicator="nobody's"), [], LATE)
    with pytest.raises(ValuesError):
        seasonal(D(10), [D(0)] * 12)


@settings(deadline=None)
@given(st.lists(st.integers(0, 500), min_size=12, max_size=12).filter(any), st.integers(1, 12))
def test_a_seasonal_plan_met_in_proportion(last_year: list[int], known: int) -> None:
    """Where every month makes what its share of last year asks, the ratio is one at any date."""
    plan = seasonal(D(1200), [D(one) for one in last_year])
    values = readings({f"2024-{at:02d}": str(amount) for at, amount in enumerate(plan[:known], 1)})
    ratio = cumulative(FLOOR, values, LATE, plan=plan).number("ratio")
    assert ratio is None or abs(ratio - 1) < D("1e-20")
