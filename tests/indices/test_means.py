"""Means: the reference tool's numbers, exact fractions, and what holds of every mean."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.indices.reference import aggregated, column, needs_reference, rows
from xietong.core.errors import ValuesError
from xietong.indices.aggregation.means import arithmetic, enough, generalised, geometric, harmonic

if TYPE_CHECKING:
    from collections.abc import Callable

    from xietong.core.panel import Floats

    Mean = Callable[[Floats, Floats], Floats]

MEANS: list[Mean] = [arithmetic, geometric, harmonic, generalised, lambda x, w: generalised(x, w, -3.0)]
positive = st.floats(0.01, 1000.0)
tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=positive)
)


def weights_of(values: Floats) -> Floats:
    return np.arange(1.0, values.shape[-1] + 1.0)


@needs_reference
@pytest.mark.parametrize(
    ("file", "base", "methods"),
    [
        ("agg_amean", "norm_minmax_1_100", [arithmetic] * 3),
        ("agg_gmean", "norm_minmax_1_100", [geometric] * 3),
        ("agg_hmean", "norm_minmax_1_100", [harmonic] * 3),
        ("agg_genmean_p2", "norm_minmax_1_100", [generalised] * 3),
        ("agg_amean_amean_gmean", "norm_minmax_1_100", [arithmetic, arithmetic, geometric]),
        ("agg_rawNA_amean", "norm_rawNA_minmax_1_100", [arithmetic] * 3),
        ("agg_rawNA_gmean", "norm_rawNA_minmax_1_100", [geometric] * 3),
    ],
)
def test_scores_of_the_reference_tool(file: str, base: str, methods: list[Mean]) -> None:
    for code, scores in aggregated(f"{base}.csv", methods).items():
        np.testing.assert_allclose(scores, column(f"{file}.csv", code), rtol=1e-9, err_msg=code)


@needs_reference
def test_a_node_with_too_few_children_is_missing_as_in_the_reference_tool() -> None:
    def half(values: Floats, weights: Floats) -> Floats:
        return np.where(enough(values, 0.5), arithmetic(values, weights), np.nan)

    for code, scores in aggregated("norm_minmax_1_100.csv", [half] * 3).items():
        np.testing.assert_allclose(scores, column("agg_amean_datthresh05.csv", code), rtol=1e-9, err_msg=code)


@needs_reference
def test_raw_loadings_as_relative_weights() -> None:
    loadings = {row["iCode"]: float(row["Weight"]) for row in rows("pca_weights_L1.csv")}
    for code, scores in aggregated("norm_minmax_1_100.csv", [arithmetic] * 3, loadings).items():
        np.testing.assert_allclose(scores, column("agg_amean_PCAweights.csv", code), rtol=1e-9, err_msg=code)


def test_exact_means_of_one_two_four_weighted_one_one_two() -> None:
    values, weights = np.array([[1.0, 2.0, 4.0]]), np.array([1.0, 1.0, 2.0])
    assert arithmetic(values, weights)[0] == float(Fraction(1 + 2 + 8, 4))
    assert harmonic(values, weights)[0] == float(Fraction(4, 1) / (Fraction(1) + Fraction(1, 2) + Fraction(2, 4)))
    assert geometric(values, weights)[0] == pytest.approx((1 * 2 * 4 * 4) ** 0.25, rel=1e-15)
    assert generalised(values, weights, 2.0)[0] == pytest.approx(float(Fraction(1 + 4 + 32, 4)) ** 0.5, rel=1e-15)
    assert generalised(values, weights, float("inf"))[0] == 4.0
    assert generalised(values, weights, float("-inf"))[0] == 1.0


@pytest.mark.parametrize("mean", MEANS)
@settings(deadline=None)
@given(values=tables)
def test_a_mean_lies_between_the_least_and_the_largest(mean: Mean, values: Floats) -> None:
    score = mean(values, weights_of(values))
    assert np.all(score >= values.min(axis=-1) * (1 - 1e-9))
    assert np.all(score <= values.max(axis=-1) * (1 + 1e-9))


@pytest.mark.parametrize("mean", MEANS)
@settings(deadline=None)
@given(values=tables, factor=st.floats(0.1, 10.0))
def test_a_mean_scales_with_its_values_and_not_with_its_weights(mean: Mean, values: Floats, factor: float) -> None:
    weights = weights_of(values)
    np.testing.assert_allclose(mean(values * factor, weights), mean(values, weights) * factor, rtol=1e-9)
    np.testing.assert_allclose(mean(values, weights * factor), mean(values, weights), rtol=1e-9)


@pytest.mark.parametrize("mean", MEANS)
@settings(deadline=None)
@given(values=tables, seed=st.integers(0, 99))
def test_the_order_of_units_and_children_does_not_matter(mean: Mean, values: Floats, seed: int) -> None:
    weights, draw = weights_of(values), np.random.default_rng(seed)
    units, members = draw.permutation(values.shape[0]), draw.permutation(values.shape[1])
    score = mean(values, weights)
    np.testing.assert_allclose(mean(values[units][:, members], weights[members]), score[units], rtol=1e-9)


@pytest.mark.parametrize("mean", MEANS)
@settings(deadline=None)
@given(values=tables)
def test_a_missing_child_gives_its_weight_to_the_others(mean: Mean, values: Floats) -> None:
    weights = weights_of(values)
    gap = values.copy()
    gap[:, 0] = np.nan
    if values.shape[1] == 1:
        assert np.isnan(mean(gap, weights)).all()
    else:
        np.testing.assert_allclose(mean(gap, weights), mean(values[:, 1:], weights[1:]), rtol=1e-9)


@settings(deadline=None)
@given(values=tables)
def test_power_means_grow_with_the_power(values: Floats) -> None:
    weights = weights_of(values)
    powers = [float("-inf"), -50.0, -1.0, 0.0, 1.0, 2.0, 50.0, float("inf")]
    scores = [generalised(values, weights, power) for power in powers]
    for less, more in pairwise(scores):
        assert np.all(less <= more * (1 + 1e-9))
    np.testing.assert_allclose(scores[2], harmonic(values, weights), rtol=1e-9)


@pytest.mark.parametrize("mean", MEANS)
def test_many_sets_of_weights_at_once(mean: Mean) -> None:
    draw = np.random.default_rng(1)
    values, weights = draw.uniform(1, 2, (7, 3)), draw.uniform(0, 1, (11, 3))
    values[2, 1] = np.nan
    together = mean(values, weights)
    assert together.shape == (11, 7)
    for one, row in zip(together, weights, strict=True):
        np.testing.assert_allclose(one, mean(values, row), rtol=1e-12)


@pytest.mark.parametrize(("mean", "low"), [(geometric, 0.0), (harmonic, 0.0), (geometric, -1.0), (generalised, -1.0)])
def test_values_without_a_logarithm_reciprocal_or_root_are_refused(mean: Mean, low: float) -> None:
    with pytest.raises(ValuesError, match=f"lowest is {low:g}") as refusal:
        mean(np.array([[1.0, low]]), np.ones(2))
    assert "标准化" in refusal.value.sentence("zh")


def test_children_that_weigh_nothing_make_no_mean() -> None:
    assert np.isnan(arithmetic(np.array([[1.0, np.nan]]), np.array([0.0, 1.0]))).all()
