"""σ, β and clubs: the published panel of 182 countries, statsmodels, and panels whose answer is planted."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit
from statsmodels.stats.sandwich_covariance import cov_hc3

from tests.regional.published import FOLDER, matrix, needed, rows
from xietong.core.errors import ValuesError
from xietong.regional.convergence.beta import beta, beta_panel
from xietong.regional.convergence.clubs import clubs
from xietong.regional.convergence.logt import log_t, long_run_variance
from xietong.regional.convergence.sigma import sigma


def countries() -> np.ndarray:
    """Income per head of 182 countries, 1990–2022, (times, units)."""
    return np.array(matrix("convergence_input.csv", first=1)).T


@needed
def test_published_sigma() -> None:
    want, found = rows("sigma_convergence.csv"), sigma(countries(), range(1990, 2023))
    assert found.sd_log == pytest.approx([float(row["sd_log"]) for row in want], rel=1e-12)
    assert found.cv == pytest.approx([float(row["cv"]) for row in want], rel=1e-12)
    line = sm.OLS(found.cv, sm.add_constant(np.arange(1990.0, 2023))).fit()
    assert (found.cv_trend.slope, found.cv_trend.error) == pytest.approx((line.params[1], line.bse[1]), rel=1e-8)
    assert found.cv_trend.p == pytest.approx(line.pvalues[1], rel=1e-6)
    assert (found.used, found.dropped) == (182, 0)


@needed
def test_published_beta() -> None:
    want, x = json.loads((FOLDER / "beta_convergence.json").read_text()), countries()
    found = beta(x[0], x[-1], 32)
    values = {
        "n": found.used, "alpha": found.alpha, "b": found.b, "se": found.error, "t": found.t,
        "R2": found.r2, "speed_lambda": found.speed, "half_life": found.half_life,
    }  # fmt: skip
    for name, value in values.items():
        assert value == pytest.approx(want[name], rel=1e-10), name


def sample_of(seed: int = 1, n: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Incomes at both ends and two controls, with noise that grows with income."""
    rng = np.random.default_rng(seed)
    logs, controls = rng.normal(9, 1, n), rng.normal(size=(n, 2))
    growth = 0.2 - 0.015 * logs + controls @ [0.01, -0.005] + rng.normal(0, 0.004, n) * (logs - 5)
    return np.exp(logs), np.exp(logs + 20 * growth), controls


@pytest.mark.parametrize("errors", ["classical", "HC0", "HC1", "HC3"])
def test_conditional_beta_is_what_statsmodels_gives(errors: str) -> None:
    start, end, controls = sample_of()
    found = beta(start, end, 20, controls, errors)
    fit = sm.OLS(np.log(end / start) / 20, sm.add_constant(np.column_stack([np.log(start), controls]))).fit()
    other = {"classical": fit.bse, "HC0": fit.HC0_se, "HC1": fit.HC1_se, "HC3": np.sqrt(np.diag(cov_hc3(fit)))}[errors]
    assert found.fit.coefficients == pytest.approx(fit.params, rel=1e-9)
    assert found.fit.errors == pytest.approx(other, rel=1e-9)
    assert found.r2 == pytest.approx(fit.rsquared)


def test_the_nonlinear_regression_is_the_same_estimate() -> None:
    start, end, _ = sample_of()
    found, logs = beta(start, end, 20), np.log(start)

    def model(z: np.ndarray, alpha: float, speed: float) -> np.ndarray:
        return np.asarray(alpha - (1 - np.exp(-speed * 20)) / 20 * z)

    best, covariance = curve_fit(model, logs, np.log(end / start) / 20, p0=(0.1, 0.02), xtol=1e-14, ftol=1e-14)
    assert found.speed == pytest.approx(best[1], rel=1e-6)
    assert found.speed_error == pytest.approx(np.sqrt(covariance[1, 1]), rel=1e-4)


def test_a_known_speed_is_found_again() -> None:
    """Gaps that close by 2 % a year, exactly: λ = 0.02, half-life 34.66, whatever the span."""
    logs = np.linspace(7, 11, 12)
    for span in (5.0, 30.0):
        end = np.exp(12 + (logs - 12) * np.exp(-0.02 * span))
        found = beta(np.exp(logs), end, span)
        assert (found.speed, found.half_life) == pytest.approx((0.02, np.log(2) / 0.02))


def test_divergence_has_no_half_life_and_overshooting_no_speed() -> None:
    logs = np.linspace(7, 11, 12)
    apart = beta(np.exp(logs), np.exp(logs * 1.5), 10)
    assert apart.speed < 0
    assert np.isnan(apart.half_life)
    turned = beta(np.exp(logs), np.exp(18 - logs), 10)
    assert np.isnan(turned.speed)


def test_panel_beta_is_least_squares_with_dummies() -> None:
    rng = np.random.default_rng(3)
    x = np.exp(np.cumsum(rng.normal(0.05, 0.1, (9, 14)), 0) + 9)
    x[4, 2] = np.nan
    z = rng.normal(size=(9, 14, 1))
    found = beta_panel(x, 2, z, errors="classical")
    y, logs = (np.log(x[2:]) - np.log(x[:-2])) / 2, np.log(x[:-2])
    known = ~np.isnan(y + logs)
    time, unit = np.nonzero(known)
    dummies = np.column_stack([time[:, None] == np.arange(7), unit[:, None] == np.arange(1, 14)]).astype(float)
    fit = sm.OLS(y[known], np.column_stack([logs[known], z[:-2][known], dummies])).fit()
    assert found.b == pytest.approx(fit.params[0], rel=1e-8)
    assert found.error == pytest.approx(fit.bse[0], rel=1e-8)
    assert found.p == pytest.approx(fit.pvalues[0], rel=1e-6)
    assert (found.used, found.dropped) == (known.sum(), 2)


def test_units_with_a_gap_do_not_pass_for_convergence() -> None:
    """The poorest unit has no value at the end: over the rest nothing changes, and one unit is told to be left out."""
    x = np.tile([1.0, 50.0, 60.0, 70.0], (5, 1))
    x[3:, 0] = np.nan
    found = sigma(x)
    assert np.ptp(found.sd_log) == 0
    assert (found.used, found.dropped) == (3, 1)
    assert found.sd_log_trend.slope == pytest.approx(0)
    start, end, _ = sample_of()
    end[0] = np.nan
    assert (beta(start, end, 20).used, beta(start, end, 20).dropped) == (39, 1)


def independent_log_t(x: np.ndarray, skip: int) -> tuple[float, float]:
    """b and t by the definitions of the paper, with loops, for comparison."""
    times, n = len(x), x.shape[1]
    spread = [sum((v / np.mean(row) - 1) ** 2 for v in row) / n for row in x]
    y = np.array([np.log(spread[0] / spread[t]) - 2 * np.log(np.log(t + 1)) for t in range(skip, times)])
    fit = sm.OLS(y, sm.add_constant(np.log(np.arange(skip + 1, times + 1)))).fit()
    u, m = fit.resid, len(y)
    rho = sm.OLS(u[1:], u[:-1]).fit().params[0]
    width = 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * m) ** 0.2
    variance = float(u @ u) / (m - 1)
    for lag in range(1, m - 1):
        z = 6 * np.pi * lag / width / 5
        weight = 3 / z**2 * (np.sin(z) / z - np.cos(z))
        variance += 2 * weight * float(u[lag:] @ u[:-lag]) / (m - 1)
    inverse = np.linalg.inv(fit.model.exog.T @ fit.model.exog)[1, 1]
    return float(fit.params[1]), float(fit.params[1] / np.sqrt(variance * inverse))


@needed
def test_log_t_of_countries_by_its_definition() -> None:
    x = np.log(countries())
    for units in (slice(None), slice(40, 43), slice(40, 45), slice(90, 97)):
        found = log_t(x[:, units])
        assert (found.b, found.t) == pytest.approx(independent_log_t(x[:, units], 11), rel=1e-8)


@needed
def test_the_variance_of_the_authors_program_cannot_turn_negative_here() -> None:
    """For these twenty countries it is negative without the last lag, and t would have no value."""
    x = np.log(countries())[:, :20]
    assert -100 < log_t(x).t < -1.65


def planted(limits: list[float], each: int = 6, times: int = 40) -> np.ndarray:
    """Groups of units that close in on paths of their own, the paths drawing apart; units in an order of no meaning."""
    rng = np.random.default_rng(5)
    t = np.arange(1, times + 1)[:, None]
    parts = [9 + limit * t / 10 + rng.normal(0, 1.2, each) / np.log(t + 1) / t for limit in limits]
    return np.concatenate(parts, axis=1)


def test_planted_clubs_are_found_and_kept_apart() -> None:
    x = planted([3.0, 1.0, -0.5])
    order = np.random.default_rng(6).permutation(x.shape[1])
    found = clubs(x[:, order], merge="PS")
    assert not found.overall.converges
    assert [sorted(int(order[unit]) // 6 for unit in club.units) for club in found.clubs] == [[0] * 6, [1] * 6, [2] * 6]
    assert found.divergent == ()


def test_one_path_is_one_club_and_paths_apart_are_none() -> None:
    together = clubs(planted([1.0], each=9))
    assert [sorted(club.units) for club in together.clubs] == [list(range(9))]
    apart = clubs(planted([4.0, 2.0, 0.5, -0.5], each=1))
    assert apart.clubs == ()
    assert sorted(apart.divergent) == [0, 1, 2, 3]


@needed
@pytest.mark.parametrize("merge", ["none", "PS", "vLT"])
@pytest.mark.parametrize("order", ["last", "last half"])
def test_every_country_is_in_one_club_or_divergent(merge: str, order: str) -> None:
    x = np.log(countries())
    found = clubs(x, merge=merge, order=order)
    placed = [unit for club in found.clubs for unit in club.units] + list(found.divergent)
    assert sorted(placed) == list(range(182))
    for club in found.clubs:
        assert club.test.converges
        assert club.test.t == pytest.approx(log_t(x[:, sorted(club.units)]).t, rel=1e-6)
        last = x[-1] if order == "last" else x[16:].mean(0)
        assert (
            len(found.clubs) == 1 or merge != "none" or list(club.units) == sorted(club.units, key=lambda u: -last[u])
        )


def test_paths_that_meet_for_a_year_are_still_compared() -> None:
    """Two units with equal (rounded) values in one year: that year is left out, not taken for convergence or its opposite."""
    x = planted([1.0], each=2)
    before = log_t(x)
    x[30] = x[30].mean()
    assert log_t(x).converges == before.converges
    assert np.isfinite(log_t(x).t)
    x[0] = x[0].mean()
    assert np.isfinite(log_t(x).t)
    same = np.repeat(np.linspace(8, 10, 20)[:, None], 3, axis=1)
    assert log_t(same).t == np.inf
    assert clubs(same).clubs[0].units == (0, 1, 2)


@needed
def test_the_sieve_adds_to_the_core_what_converges_with_it() -> None:
    """With c* out of reach the core stands alone; with c* = 0 it has every country whose t with the core is above zero, and no other."""
    x = np.log(countries())
    core, club = clubs(x, sieve=1e9).clubs[0].units, clubs(x, step=0).clubs[0].units
    joined = {unit for unit in range(182) if unit not in core and log_t(x[:, [*core, unit]]).t > 0}
    assert set(club) == set(core) | joined
    assert joined
    # the core is the size with the greatest t among those that begin with its richest
    order = [int(unit) for unit in np.argsort(-x[-1])]
    start = order.index(core[0])
    sizes = [log_t(x[:, order[start : start + size]]).t for size in range(2, len(core) + 2)]
    assert int(np.argmax(sizes)) + 2 == len(core)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 10))
def test_log_t_knows_neither_scale_nor_order(seed: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    x = np.exp(np.cumsum(rng.normal(0.02, 0.05, (20, 5)), 0) + 5)
    found, again = log_t(x), log_t(x[:, rng.permutation(5)] * factor)
    assert (again.b, again.t) == pytest.approx((found.b, found.t), rel=1e-5)


def test_long_run_variance_of_noise_is_its_variance() -> None:
    """Independent residuals: the lags add little; a positive AR(1) adds (1 + ρ)² / (1 − ρ²), that is (1 + ρ)/(1 − ρ)."""
    rng = np.random.default_rng(0)
    noise = rng.normal(size=4000)
    assert long_run_variance(noise) == pytest.approx(1, rel=0.1)
    series = np.zeros(4000)
    for t in range(1, len(series)):
        series[t] = 0.5 * series[t - 1] + noise[t]
    assert long_run_variance(series) == pytest.approx(4, rel=0.1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sigma([[1, 2], [0, 2], [1, 2]]), r"not above zero.*\(1, 0\)"),
        (lambda: sigma(np.ones((3, 1))), "at least 2"),
        (lambda: sigma([[1, 2], [2, 3], [3, 5]], [2000, 2000, 2001]), "rising"),
        (lambda: sigma([[1, 2], [2, 3]]), "observations"),
        (lambda: beta([1, 2, 3], [2, 3, 4], 0), "span is 0"),
        (lambda: beta([1, 2, 3, 4], [2, 3, 4, 5], 3, [1, 1, 1, 1]), "collinear"),
        (lambda: beta([1, 2], [2, 3], 3), "at least 3"),
        (lambda: beta([1, 2, 3], [2, 3, 4], 3, errors="HC9"), "HC9"),
        (lambda: log_t(np.full((12, 3), np.nan)), "lacks 36"),
        (lambda: log_t(np.ones((5, 3))), "at least 4"),
        (lambda: log_t(np.ones((20, 1))), "at least 2"),
        (lambda: log_t(-np.ones((20, 3))), "sums to zero"),
        (lambda: clubs(np.ones((20, 3)), merge="all"), "merge"),
    ],
)
def test_what_is_refused_is_named(call: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        call()
