"""Forecasts: an interval that holds what was held back, and no forecast from next to nothing."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.targets.cases import LATE, readings, target
from tests.targets.panel import HIGH, HORIZONS, LOW, SHAPES, series
from xietong.core.errors import ValuesError
from xietong.targets.aim import aim
from xietong.targets.forecast import forecast, foretell

PANEL = Path(__file__).parents[2].parent / "shared" / "data" / "panel"
DUE = date(2030, 12, 31)
SERIES = st.lists(st.floats(1, 1e6), min_size=5, max_size=12)


@pytest.mark.skipif(not PANEL.is_dir(), reason="the shared panel is not here")
@pytest.mark.parametrize("name", sorted(SHAPES))
def test_four_in_five_held_back_years_lie_inside(name: str) -> None:
    """70–90 % of the last years of the series of each file, foretold from what came before (a sample; all: bench)."""
    runs = list(series(PANEL / name).values())
    hits = tries = 0
    for values in runs[:: max(len(runs) // 150, 1)]:
        for ahead in HORIZONS:
            if len(values) - ahead >= 5:
                made = forecast(values[:-ahead], ahead)
                tries += 1
                hits += made.low[-1] * (1 - 1e-9) <= values[-1] <= made.high[-1] * (1 + 1e-9)
    assert LOW <= 100 * hits / tries <= HIGH


@settings(deadline=None)
@given(SERIES)
def test_fewer_than_five_points_give_none(values: list[float]) -> None:
    """Four are refused with a sentence, five are not."""
    with pytest.raises(ValuesError):
        forecast(values[:4], 1)
    assert forecast(values[:5], 1).points == 5


@settings(deadline=None)
@given(SERIES, st.integers(1, 10))
def test_intervals_are_in_order_and_widen(values: list[float], steps: int) -> None:
    """low ≤ middle ≤ high, and nothing is surer later than sooner."""
    made = forecast(values, steps)
    for low, middle, high in zip(made.low, made.middle, made.high, strict=True):
        assert low <= middle <= high
    assert list(made.spread) == sorted(made.spread)


@settings(deadline=None)
@given(SERIES, st.floats(0.5, 0.99))
def test_a_higher_level_is_wider(values: list[float], level: float) -> None:
    """A surer interval holds the less sure."""
    narrow, wide = forecast(values, 3, 0.5), forecast(values, 3, level)
    assert wide.low[2] <= narrow.low[2] * (1 + 1e-12)
    assert narrow.high[2] <= wide.high[2] * (1 + 1e-12)


@settings(deadline=None)
@given(SERIES, st.floats(1, 1e6))
def test_chances_of_a_floor_and_a_ceiling_make_one(values: list[float], bound: float) -> None:
    """Above or below; and the bounds of the interval are passed with one chance in ten."""
    made = forecast(values, 2)
    above, below = (aim(target([kind, repr(bound)], DUE)) for kind in ("floor", "below"))
    assert made.chance(above, 2) + made.chance(below, 2) == pytest.approx(1)
    if made.spread[1] > 1e-9 and math.isfinite(made.high[1]):
        assert made.chance(aim(target(["floor", repr(made.high[1])], DUE)), 2) == pytest.approx(0.1, abs=1e-6)


@settings(deadline=None)
@given(st.floats(0.1, 1e6), st.integers(5, 12))
def test_a_constant_series_stays(value: float, count: int) -> None:
    """It has given no reason for another value: a floor at it is met for sure, strictly above it never."""
    made = forecast([value] * count, 3)
    assert made.middle == made.low == made.high == (value,) * 3
    assert made.chance(aim(target(["floor", repr(value)], DUE)), 3) == 1
    assert made.chance(aim(target(["above", repr(value)], DUE)), 3) == 0


def test_steady_growth_is_drawn_on() -> None:
    """5 % a year for ten years: the next year is near 5 % more, and 5 years' doubling is out of reach."""
    values = [100 * 1.05**year for year in range(10)]
    made = forecast(values, 5)
    assert made.middle[0] == pytest.approx(values[-1] * 1.05, rel=0.01)
    assert made.chance(aim(target(["floor", str(values[-1] * 2)], DUE)), 5) < 0.01


def test_ways_are_combined_by_how_little_they_missed() -> None:
    """Weights make one; a line without a flaw has nearly all of its weight on the drift that draws it; with nothing to tell the
    ways apart they count alike."""
    straight = dict(forecast([-10.0 + 3 * year for year in range(9)], 1).ways)
    assert sum(straight.values()) == pytest.approx(1)
    assert max(straight, key=lambda way: straight[way]).damping == 1
    assert max(straight.values()) > 0.99
    still = dict(forecast([5.0] * 9, 1).ways)
    assert len(set(still.values())) == 1
    wild = dict(forecast([3.0, 9.0, 2.0, 8.0, 3.0, 9.0, 2.0], 1).ways)
    assert max(wild.values()) < 0.9


def test_values_below_zero_are_on_their_own_scale() -> None:
    """A balance that changes its sign."""
    made = forecast([-3.0, 1.0, -2.0, 4.0, 0.0, 2.0], 2)
    assert made.scale == "level"
    assert made.low[1] < 0 < made.high[1]


@pytest.mark.parametrize("values", [[1, 2, 3, 4, math.nan], [1, 2, math.inf, 4, 5]])
def test_missing_values_are_refused(values: list[float]) -> None:
    """Neither zero nor left out in silence."""
    with pytest.raises(ValuesError):
        forecast(values, 1)


@pytest.mark.parametrize("steps", [0, -1, 31])
def test_horizons_out_of_reach(steps: int) -> None:
    """Nothing to foretell, or too far."""
    with pytest.raises(ValuesError):
        forecast([1, 2, 3, 4, 5], steps)


def test_only_what_was_known() -> None:
    """Readings to a due date: steps of years from the last known; a gap cuts off what is before it."""
    years = {str(year): str(100 + year - 2010) for year in range(2010, 2024)}
    made, steps = foretell(readings(years), LATE, DUE)
    assert (made.points, steps) == (14, 7)
    made, steps = foretell(readings(years), date(2019, 12, 31), DUE)
    assert (made.points, steps) == (10, 11)
    del years["2016"]
    assert foretell(readings(years), LATE, DUE)[0].points == 7
    del years["2020"]
    with pytest.raises(ValuesError):
        foretell(readings(years), LATE, DUE)


def test_months_by_year_and_by_step() -> None:
    """By year July is compared with July; by step every month counts, and the due date is months away."""
    months = {f"{year}-{month:02d}": str(year * 12 + month) for year in range(2018, 2024) for month in range(1, 13)}
    made, steps = foretell(readings(months), LATE, date(2026, 12, 31))
    assert (made.points, steps) == (6, 3)
    made, steps = foretell(readings(months), LATE, date(2024, 6, 15), by="step")
    assert (made.points, steps) == (72, 6)


def test_a_due_date_already_reached_is_not_foretold() -> None:
    """Nor is anything foretold from no data."""
    years = {str(year): str(year) for year in range(2010, 2024)}
    with pytest.raises(ValuesError):
        foretell(readings(years), LATE, date(2023, 12, 31))
    with pytest.raises(ValuesError):
        foretell([], LATE, DUE)
