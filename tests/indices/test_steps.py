"""Steps: properties that hold for any data, and small cases worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from xietong.indices.statistics import moments, ranks
from xietong.indices.statistics.correlation import correlation
from xietong.indices.steps import impute, normalise, screen, treat
from xietong.indices.steps.sample import sample

if TYPE_CHECKING:
    from xietong.core.panel import Floats

NUMBERS = st.integers(-50, 50).map(float)
GAPPY = st.one_of(NUMBERS, st.just(float("nan")))
CUBES = arrays.arrays(np.float64, (3, 6, 2), elements=GAPPY)
FULL = arrays.arrays(np.float64, (3, 6, 2), elements=NUMBERS)
NAN = float("nan")


@settings(deadline=None)
@given(CUBES)
def test_moments_are_those_of_scipy(values: Floats) -> None:
    """Column by column, missing left out; skewness and kurtosis bias-corrected."""
    for time in values:
        for place, column in enumerate(time.T):
            there = column[~np.isnan(column)]
            ours = [
                float(f(time, 0)[0, place])
                for f in (moments.mean, moments.deviation, moments.skewness, moments.kurtosis)
            ]
            flat = len(np.unique(there)) < 2
            skewed = stats.skew(there, bias=False) if len(there) > 2 and not flat else NAN
            peaked = stats.kurtosis(there, bias=False) if len(there) > 3 and not flat else NAN
            theirs = [there.mean() if len(there) else NAN, there.std(ddof=1) if len(there) > 1 else NAN, skewed, peaked]
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(treat.shape(column), theirs[2:], rtol=1e-9, atol=1e-9)
            if len(there):
                for share in (0.05, 0.5, 0.9):
                    assert moments.quantile(time, share, 0)[0, place] == pytest.approx(np.quantile(there, share))


@settings(deadline=None)
@given(CUBES, st.sampled_from(["min", "max", "average"]))
def test_ranks_are_those_of_scipy(values: Floats, ties: ranks.Ties) -> None:
    """Ranks within a time, missing values left out."""
    ours = ranks.ascending(values, ties=ties, axis=1)
    for time, ranked in zip(values, ours, strict=True):
        for column, found in zip(time.T, ranked.T, strict=True):
            theirs = stats.rankdata(column, ties, nan_policy="omit")
            np.testing.assert_array_equal(found, np.where(np.isnan(column), NAN, theirs))


@settings(deadline=None)
@given(arrays.arrays(np.float64, (7, 3), elements=GAPPY))
def test_correlations_are_those_of_scipy(values: Floats) -> None:
    """Pair by pair over the units that have both."""
    oracle = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}
    for kind in ("pearson", "spearman", "kendall"):
        found = correlation(values, kind=kind)
        for one in range(3):
            for other in range(3):
                both = ~np.isnan(values[:, one]) & ~np.isnan(values[:, other])
                pair = values[both][:, [one, other]]
                varies = len(pair) > 1 and (np.ptp(pair, axis=0) > 0).all()
                theirs = oracle[kind](pair[:, 0], pair[:, 1]).statistic if varies else NAN
                assert found[one, other] == pytest.approx(theirs, rel=1e-9, abs=1e-9, nan_ok=True)


@settings(deadline=None)
@given(CUBES, st.sampled_from(["each", "all", "rolling", "span"]))
def test_minmax_stays_in_its_range(values: Floats, across: str) -> None:
    """Within the sample the lowest is the lower bound and the highest the upper; order is kept, missing stays missing."""
    drawn = sample(values, across, window=2, span=(0, 2))
    scores = normalise.minmax(values, drawn, 1.0, 10.0)
    there = scores[~np.isnan(scores)]
    assert ((there >= 1 - 1e-9) & (there <= 10 + 1e-9)).all()
    assert np.isnan(scores[np.isnan(values)]).all()


def test_samples() -> None:
    """Each time, all, a window of two, a span of the first two."""
    values = np.arange(6.0).reshape(3, 2, 1)
    assert sample(values).shape == (3, 2, 1)
    assert sample(values, "all")[0, :, 0].tolist() == [0, 1, 2, 3, 4, 5]
    rolling = sample(values, "rolling", window=2)[:, :, 0]
    np.testing.assert_array_equal(rolling, [[NAN, NAN, 0, 1], [0, 1, 2, 3], [2, 3, 4, 5]])
    assert sample(values, "span", span=(0, 1))[0, :, 0].tolist() == [0, 1, 2, 3]
    assert normalise.minmax(values, sample(values, "span", span=(0, 1)))[2, 1, 0] == pytest.approx(500 / 3)


@settings(deadline=None)
@given(CUBES)
def test_imputation_never_changes_what_is_there(values: Floats) -> None:
    """And the mean fills all unless a column has nothing."""
    groups = np.array([0, 0, 1, 1, -1, 2])
    done = [
        impute.mean(values), impute.median(values, "all"), impute.group_mean(values, groups), impute.latest(values),
        impute.constant(values), impute.linear(values, np.arange(3.0)), impute.row(values, np.array([0, 0])),
        impute.value(values, 0.0),
    ]  # fmt: skip
    for filled in done:
        there = ~np.isnan(values)
        np.testing.assert_array_equal(filled[there], values[there])
    assert not np.isnan(done[-1]).any()
    assert (np.isnan(done[0]).all(axis=1) == np.isnan(values).all(axis=1)).all()


def test_imputation_by_hand() -> None:
    """Over time: carried on, interpolated by when the times are, and at the ends the nearest."""
    values = np.array([NAN, 2.0, NAN, NAN, 8.0, NAN]).reshape(6, 1, 1)
    years = np.array([2010.0, 2011, 2012, 2013, 2017, 2018])
    np.testing.assert_array_equal(impute.latest(values).ravel(), [NAN, 2, 2, 2, 8, 8])
    np.testing.assert_array_equal(impute.latest(values, most=1).ravel(), [NAN, 2, 2, NAN, 8, 8])
    assert impute.constant(values).ravel().tolist() == [2, 2, 2, 2, 8, 8]
    assert impute.linear(values, years).ravel().tolist() == [2, 2, 3, 4, 8, 8]
    np.testing.assert_array_equal(impute.linear(values, years, "leave").ravel(), [NAN, 2, 3, 4, 8, NAN])


def test_groups_and_rows_by_hand() -> None:
    """The mean of the group; and the unit's other indicators on the common scale, taken back."""
    values = np.array([[[0.0, 100.0], [10.0, 300.0], [5.0, NAN]]])
    assert impute.group_mean(values, np.array([0, 1, 1]))[0, 2, 1] == 300
    assert np.isnan(impute.group_mean(values, np.array([0, 1, -1]))[0, 2, 1])
    assert impute.row(values, np.array([0, 0]))[0, 2, 1] == 200  # half of its range, as the other indicator is


def test_screening_by_hand() -> None:
    """Shares of values and of zeros, with exceptions made by hand."""
    values = np.array([[[1.0, 2.0], [0.0, NAN], [NAN, NAN]]])
    assert screen.included(values, least_available=0.5).tolist() == [[True, True, False]]
    assert screen.included(values, "nonzero", least_nonzero=0.5).tolist() == [[True, False, True]]
    assert screen.included(values, "both", 0.5, 0.5).tolist() == [[True, False, False]]
    keep, drop = np.array([False, False, True]), np.array([True, False, False])
    assert screen.included(values, "both", 0.5, 0.5, keep, drop).tolist() == [[False, False, True]]


def test_goalposts_by_hand() -> None:
    """Held to the scale, turned round for a falling indicator, by logarithms."""
    posts, values = np.array([[20.0, 80.0]]), np.array([[[10.0], [50.0], [90.0]]])
    up = normalise.goalposts(values, values, posts, np.array([1.0]), 100.0)
    assert up.ravel().tolist() == [0, 50, 100]
    down = normalise.goalposts(-values, -values, posts, np.array([-1.0]), 100.0)
    assert down.ravel().tolist() == [100, 50, 0]
    free = normalise.goalposts(values, values, posts, np.array([1.0]), truncate=False)
    assert free.ravel().tolist() == pytest.approx([-1 / 6, 0.5, 7 / 6])
    logged = normalise.goalposts(values, values, np.array([[1.0, 100.0]]), np.array([1.0]), log=True)
    assert logged.ravel().tolist() == pytest.approx([0.5, np.log10(50) / 2, np.log10(90) / 2])


def test_distances_by_hand() -> None:
    """To a reference unit, capped or not, and to a target of a falling indicator."""
    values = np.array([[[0.0], [5.0], [10.0]]])
    assert normalise.distance_to_reference(values, values, 1).ravel().tolist() == [0, 1, 2]
    assert normalise.distance_to_reference(values, values, 1, cap=True).ravel().tolist() == [0, 1, 1]
    falling = normalise.distance_to_target(-values, -values, np.array([2.0]), np.array([-1.0]))
    assert falling.ravel().tolist() == pytest.approx([1.25, 0.625, 0])
    assert normalise.percentile_rank(values, values).ravel().tolist() == [0, 0.5, 1]
    assert normalise.borda(values, values).ravel().tolist() == [0, 1, 2]


def test_winsorising_by_hand() -> None:
    """One point out of line is brought to the next; where points are tied they move together and count together."""
    column = np.array([*range(1, 11), 30.0, 100.0, NAN])
    treated, done = treat.treat(column)
    assert done.winsorised == 1
    assert treated[10:12].tolist() == [30.0, 30.0]
    assert done.marks.tolist() == [0] * 11 + [treat.HIGH, 0]
    assert np.isnan(treated[-1])
    forced, marks, number = treat.winsorise(column, most=3, force=True)
    assert number == 3  # 100 to 30, both to 10; the skew is now the other way: 1 to 2
    assert forced[9:12].tolist() == [10.0, 10.0, 10.0]
    assert forced[0] == 2.0
    assert marks.tolist() == [treat.LOW, *[0] * 9, treat.HIGH, treat.HIGH, 0]
    low, done = treat.treat(-column)
    assert low[10:12].tolist() == [-30.0, -30.0]
    assert done.marks[11] == treat.LOW


def test_transformation_is_of_the_original() -> None:
    """Where winsorising does not do, the logarithm of the untreated column; combined, of the treated one."""
    column = np.exp(np.linspace(0, 12, 30))
    treated, done = treat.treat(column, most=1)
    assert done.transformation == "log_shifted"
    np.testing.assert_array_equal(treated, treat.log_shifted(column))
    combined, _ = treat.treat(column, most=1, combine=True)
    np.testing.assert_array_equal(combined, treat.log_shifted(treat.winsorise(column, 1)[0]))


@pytest.mark.parametrize("name", sorted(treat.TRANSFORMATIONS))
def test_transformations_keep_the_order(name: str) -> None:
    """COINr's GII logarithm returns its input; ours is a logarithm, and none turns units round."""
    column = np.array([1.0, 2.0, 4.0, 50.0, 1000.0])
    done = treat.TRANSFORMATIONS[name](column)
    assert (np.diff(done) > 0).all()
    assert (np.diff(done)[-1] / np.diff(done)[0]) < (np.diff(column)[-1] / np.diff(column)[0])
    if name == "log_gii":
        with pytest.raises(ValueError, match="above 1"):
            treat.log_gii(column / 1e4)
    negative = treat.log_either(-column)
    assert (np.diff(negative) < 0).all()


def test_constant_columns_pass_untouched() -> None:
    """Nothing to treat in a column without spread or with too few values."""
    for column in (
        np.full(9, 3.0),
        np.full(7, 0.1),
        np.array([0.7, NAN] * 6),
        np.array([1.0, NAN, 5.0]),
        np.full(4, NAN),
    ):
        treated, done = treat.treat(column)
        np.testing.assert_array_equal(treated, column)
        assert done.checks[0].passed
