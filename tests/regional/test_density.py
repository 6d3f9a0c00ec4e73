"""Kernel densities: against scipy and statsmodels, with bounds, over time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import gaussian_kde
from statsmodels.nonparametric.bandwidths import bw_silverman

from xietong.core.errors import ValuesError
from xietong.regional.density import bandwidth_of, density

SAMPLE = np.random.default_rng(1).normal(10, 3, 60)


def test_named_bandwidths() -> None:
    """scipy names the normal reference rule after Silverman; statsmodels' Silverman divides the IQR by 1.349, not 1.34."""
    s = SAMPLE.std(ddof=1)
    assert bandwidth_of(SAMPLE, "scott") == pytest.approx(gaussian_kde(SAMPLE, "scott").factor * s)
    assert bandwidth_of(SAMPLE, "normal") == pytest.approx(gaussian_kde(SAMPLE, "silverman").factor * s)
    assert bandwidth_of(SAMPLE, "silverman") == pytest.approx(bw_silverman(SAMPLE), rel=0.007)


@pytest.mark.parametrize(("ours", "theirs"), [("scott", "scott"), ("normal", "silverman")])
def test_the_density_is_scipys(ours: str, theirs: str) -> None:
    found, weights = density(SAMPLE, ours), np.linspace(1, 2, 60)
    assert found.density[0] == pytest.approx(gaussian_kde(SAMPLE, theirs)(found.grid), rel=1e-9)
    other = gaussian_kde(SAMPLE, "scott", weights=weights)
    weighted = density(SAMPLE, float(np.sqrt(other.covariance[0, 0])), found.grid, weights=weights)
    assert weighted.density[0] == pytest.approx(other(found.grid), rel=1e-9)


@pytest.mark.parametrize(("lower", "upper"), [(None, None), (0.0, None), (None, 1.0), (0.0, 1.0)])
def test_it_integrates_to_one_within_its_bounds(lower: float | None, upper: float | None) -> None:
    shares = np.random.default_rng(2).beta(0.8, 1.2, (3, 80))
    found = density(shares, 0.05, np.linspace(-0.5, 1.5, 8001), lower, upper)
    assert np.trapezoid(found.density, found.grid) == pytest.approx(np.ones(3), abs=2e-3)
    beyond = (found.grid < (lower if lower is not None else -9)) | (found.grid > (upper if upper is not None else 9))
    assert (found.density[:, beyond] == 0).all()


def test_uniform_values_stay_level_at_a_bound() -> None:
    """Without reflection the density at the bound of uniform values is halved."""
    x = (np.arange(2000) + 0.5) / 2000
    edge = [0.0, 0.5]
    assert density(x, 0.05, edge, 0, 1).density[0] == pytest.approx([1, 1], abs=1e-3)
    assert density(x, 0.05, edge).density[0] == pytest.approx([0.5, 1], abs=1e-3)


def test_the_picture_moves_from_one_club_to_two() -> None:
    rng = np.random.default_rng(3)
    one, two = rng.normal(0, 1, 400), np.concatenate([rng.normal(-4, 1, 200), rng.normal(4, 1, 200)])
    found = density(np.array([one, two]), 0.9)
    assert [len(tops) for tops in found.peaks] == [1, 2]
    assert found.peaks[1] == pytest.approx([-4, 4], abs=0.5)


def test_missing_units_are_left_out_at_their_time() -> None:
    x = np.array([SAMPLE, SAMPLE])
    x[1, :10] = np.nan
    found = density(x)
    alone = density(SAMPLE[10:], grid=found.grid)
    assert found.density[1] == pytest.approx(alone.density[0])
    assert found.used.tolist() == [60, 50]
    assert found.dropped.tolist() == [0, 10]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: density([1.0, 1.0]), "same everywhere"),
        (lambda: density([[1.0, 2.0], [np.nan, 1.0]]), "at least 2"),
        (lambda: density([1.0, -1.0], lower=0), "a value"),
        (lambda: density([1.0, 2.0], lower=3, upper=2), "a value"),
        (lambda: density([1.0, 2.0], 0.0), "bandwidth is 0"),
        (lambda: density([1.0, 2.0], "botev"), "botev"),
    ],
)
def test_what_is_refused_is_named(call: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        call()
