"""Seasonal adjustment against statsmodels and by construction; releases that are linked and not mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.seasonal import seasonal_decompose

from tests.indices.reference import needs_reference, number, rows
from xietong.core.errors import ValuesError
from xietong.indices.numbers.seasonal import decomposed
from xietong.indices.numbers.vintages import Release, Vintages

if TYPE_CHECKING:
    from collections.abc import Callable

    from xietong.core.panel import Floats


def monthly(model: str, years: int = 5) -> tuple[Floats, Floats]:
    """A straight line with a season, and the season."""
    months = np.arange(12 * years)
    season = 10 * np.sin(2 * np.pi * np.arange(12) / 12) + np.where(np.arange(12) == 1, -8.0, 0.0)
    season = season - season.mean()
    line = 100.0 + 0.5 * months
    factors = 1 + season / 100 if model == "multiplicative" else season
    return line * factors[months % 12] if model == "multiplicative" else line + factors[months % 12], factors


@pytest.mark.parametrize("model", ["multiplicative", "additive"])
@pytest.mark.parametrize("period", [12, 4, 7])
def test_decomposition_of_statsmodels(model: str, period: int) -> None:
    values = np.random.default_rng(4).uniform(50, 150, 5 * period + 2)
    ours, theirs = decomposed(values, period, model), seasonal_decompose(values, model=model, period=period)
    np.testing.assert_allclose(ours.trend, theirs.trend, rtol=1e-9)
    np.testing.assert_allclose(ours.season, theirs.seasonal, rtol=1e-9)
    np.testing.assert_allclose(ours.rest, theirs.resid, rtol=1e-9, atol=1e-9)


def test_a_line_with_a_season_comes_apart_as_it_was_made() -> None:
    values, factors = monthly("additive")
    found = decomposed(values, model="additive")
    np.testing.assert_allclose(found.factors, factors, atol=1e-9)
    np.testing.assert_allclose(found.adjusted, 100.0 + 0.5 * np.arange(60), atol=1e-9)
    begun = decomposed(values[3:], model="additive", begins=3)
    np.testing.assert_allclose(begun.factors, factors, atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(
    factor=st.floats(0.1, 10.0),
    model=st.sampled_from(["multiplicative", "additive"]),
    average=st.sampled_from(["mean", "median"]),
)
def test_a_decomposition_puts_the_series_together_again_and_scales_with_it(
    factor: float, model: str, average: str
) -> None:
    values = monthly(model)[0] + np.random.default_rng(6).normal(0, 1, 60)
    found = decomposed(values, model=model, average=average)
    whole = (
        found.trend * found.season * found.rest
        if model == "multiplicative"
        else found.trend + found.season + found.rest
    )
    known = ~np.isnan(whole)
    assert known.sum() == 48
    np.testing.assert_allclose(whole[known], values[known], rtol=1e-9)
    np.testing.assert_allclose(
        decomposed(values * factor, model=model, average=average).adjusted, found.adjusted * factor, rtol=1e-9
    )
    assert found.factors.mean() == pytest.approx(1.0 if model == "multiplicative" else 0.0, abs=1e-9)


def test_an_accident_does_not_move_the_median_of_a_season() -> None:
    values, factors = monthly("additive", years=7)
    values[40] += 60
    typical = np.abs(decomposed(values, model="additive", average="median").factors - factors).max()
    assert typical < 1.5 < np.abs(decomposed(values, model="additive").factors - factors).max()


def test_a_missing_month_stays_missing() -> None:
    values = monthly("additive")[0]
    values[30] = np.nan
    found = decomposed(values, model="additive")
    assert np.isnan(found.adjusted[30])
    assert np.isnan(found.trend[24:37]).all()
    assert not np.isnan(np.delete(found.adjusted, 30)).any()


def test_too_few_years_and_what_has_no_ratio_are_refused() -> None:
    with pytest.raises(ValuesError, match="36 values"):
        decomposed(np.arange(1.0, 36.0))
    with pytest.raises(ValuesError, match="above zero"):
        decomposed(np.arange(0.0, 36.0))
    gaps = monthly("additive", years=3)[0]
    gaps[12:18] = np.nan
    with pytest.raises(ValuesError, match="season"):
        decomposed(gaps, model="additive")
    assert decomposed(monthly("additive", years=3)[0], model="additive").adjusted.shape == (36,)


# releases


def published() -> list[Release]:
    """The releases of the development index of the region: each gives a year, most its change from the year before."""
    found = []
    for row in rows("jjj_index_published.csv"):
        year, total, change = row["ref_year"], number(row["total"]), row["change_vs_prev_year"]
        before = str(int(year) - 1)
        given_change = {} if not change else {before: total - number(change)}
        # of the last release only the year is known, and that it is the last
        date = "2025-12-31" if year == "2024" else row["release"]
        found.append(Release(date, {**given_change, year: total}, row["base_year"]))
    return found


@needs_reference
def test_each_release_of_the_regions_index_is_its_own_vintage() -> None:
    vintages = Vintages(tuple(published()))
    assert vintages.value("2020", "2021-12-31") == 119.33
    assert vintages.value("2020", "2022-12-31") == pytest.approx(131.2)
    changed = {revision.period: revision.points for revision in vintages.revisions()}
    assert changed["2020"] == pytest.approx(131.2 - 119.33)
    assert changed["2021"] == pytest.approx(139.9 - 138.9)
    assert "2017" not in changed or abs(changed["2017"]) < 0.011
    assert vintages.change("2022", "2021") == pytest.approx(5.1)
    with pytest.raises(ValuesError, match="mix vintages"):
        vintages.change("2022", "2020")


@needs_reference
def test_a_series_over_releases_has_the_growth_that_each_release_gives() -> None:
    releases = [release for release in published() if release.base == "2014"]
    linked = Vintages(tuple(releases)).linked()
    assert linked.values["2024"] == 154.1
    for row in rows("jjj_index_published.csv"):
        if row["base_year"] == "2014" and row["change_vs_prev_year"]:
            year, total = row["ref_year"], number(row["total"])
            within = total / (total - number(row["change_vs_prev_year"]))
            assert linked.values[year] / linked.values[str(int(year) - 1)] == pytest.approx(within, rel=1e-9)
    # mixing them would give 2020 to 2021 as growth of 16 per cent instead of 6
    assert linked.values["2021"] / linked.values["2020"] < 1.06


def test_a_base_change_is_linked_where_releases_overlap() -> None:
    old = Release("2020-01-01", {"2017": 150.0, "2018": 160.0, "2019": 165.0}, "2010")
    new = Release("2021-01-01", {"2018": 120.0, "2019": 126.0, "2020": 130.0}, "2014")
    found = Vintages((new, old)).linked()
    assert found.factors == {"2020-01-01": pytest.approx(246 / 325), "2021-01-01": 1.0}
    assert found.values == {"2017": pytest.approx(150 * 246 / 325), "2018": 120.0, "2019": 126.0, "2020": 130.0}
    assert found.sources == {"2017": "2020-01-01", "2018": "2021-01-01", "2019": "2021-01-01", "2020": "2021-01-01"}
    assert Vintages((new, old)).linked("2020-06-30").values == old.values


def test_releases_with_a_change_or_a_rate_imply_the_time_before() -> None:
    assert Release.with_change("2022-12-28", "2021", 138.9, "2020", 7.7).values["2020"] == pytest.approx(131.2)
    assert Release.with_growth("2025-07-01", "2024", 116.2, "2023", 16.2).values["2023"] == pytest.approx(100.0)


def test_what_releases_cannot_say_is_refused() -> None:
    one, other = Release("2020-01-01", {"2018": 1.0}), Release("2021-01-01", {"2020": 2.0})
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: Vintages((one, one)), "two of one day"),
        (lambda: Vintages(()), "no release"),
        (lambda: Vintages((one, other)).linked(), "no period in common"),
        (lambda: Vintages((one, other)).value("2020", "2020-12-31"), "no release by 2020-12-31"),
        (lambda: Vintages((one, other)).value("2018", "2019-01-01"), "first is of 2020-01-01"),
        (lambda: Release.with_growth("2025-01-01", "2024", 1.0, "2023", -100.0), "above −100"),
    ]
    for act, words in cases:
        with pytest.raises(ValuesError, match=words):
            act()
