"""Spatial regression: spreg, what simulation gives back, impacts, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tests.regional.spatial.maps import Floats, grid, pysal
from xietong.core.errors import ValuesError
from xietong.regional.spatial.least_squares import diagnose, ordinary
from xietong.regional.spatial.likelihood import durbin_model, error_model, impacts, lag_model
from xietong.regional.spatial.weights import rows_to_one

ROOK = grid(6, 7)
WEIGHTS = rows_to_one(ROOK)


def sample(rho: float = 0.0, decay: float = 0.0, seed: int = 0, weights: Floats = WEIGHTS) -> tuple[Floats, Floats]:
    rng, n = np.random.default_rng(seed), len(weights)
    x = rng.normal(size=(n, 2))
    noise = np.linalg.solve(np.eye(n) - decay * weights, rng.normal(size=n))
    return np.asarray(np.linalg.solve(np.eye(n) - rho * weights, 1 + x @ [2.0, -1.0] + noise)), x


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("rho", "decay"), [(0.5, 0.0), (0.0, 0.6), (-0.3, 0.0)])
def test_as_spreg(rho: float, decay: float) -> None:
    import spreg

    y, x = sample(rho, decay, seed=3)
    w = pysal(ROOK)
    w.transform = "r"
    least = spreg.OLS(y[:, None], x, w, spat_diag=True, moran=True)
    ours = ordinary(y, x)
    assert ours.coefficients == pytest.approx(least.betas.ravel())
    assert ours.errors == pytest.approx(least.std_err)
    assert ours.log_likelihood == pytest.approx(least.logll)
    found = diagnose(y, x, WEIGHTS)
    assert [found.moran, found.moran_z] == pytest.approx(least.moran_res[:2])
    theirs = [least.lm_error, least.lm_lag, least.rlm_error, least.rlm_lag, least.lm_sarma]
    for one, other in zip(
        (found.error, found.lag, found.robust_error, found.robust_lag, found.sarma), theirs, strict=True
    ):
        assert [one.statistic, one.p] == pytest.approx(other)
    for fit, oracle in ((lag_model, spreg.ML_Lag), (error_model, spreg.ML_Error)):
        model, other = fit(y, x, WEIGHTS), oracle(y[:, None], x, w)
        assert [*model.coefficients, model.parameter] == pytest.approx(other.betas.ravel(), rel=1e-5)
        assert [*model.errors, model.parameter_error] == pytest.approx(other.std_err, rel=1e-5)
        assert model.log_likelihood == pytest.approx(other.logll)


def test_the_maximum_is_one_for_weights_that_are_not_symmetric() -> None:
    """Directed weights with complex roots: no other parameter has a higher likelihood."""
    rng = np.random.default_rng(2)
    weights = rows_to_one(np.where(np.eye(30), 0, (rng.random((30, 30)) < 0.15) * 1.0))
    weights = rows_to_one(weights + np.roll(np.eye(30), 1, axis=1))
    y, x = sample(0.4, seed=5, weights=weights)
    model, n = lag_model(y, x, weights), 30
    design = np.column_stack([np.ones(n), x])

    def likelihood(rho: float) -> float:
        moved = y - rho * weights @ y
        e = moved - design @ np.linalg.lstsq(design, moved, rcond=None)[0]
        _, log_det = np.linalg.slogdet(np.eye(n) - rho * weights)
        return float(-n / 2 * (np.log(2 * np.pi * (e @ e) / n) + 1) + log_det)

    assert likelihood(model.parameter) == pytest.approx(model.log_likelihood)
    assert model.log_likelihood >= max(likelihood(rho) for rho in np.linspace(-0.95, 0.99, 500))


@pytest.mark.parametrize(("fit", "given"), [(lag_model, {"rho": 0.5}), (error_model, {"decay": 0.5})])
def test_what_was_put_in_comes_out(fit: object, given: dict[str, float]) -> None:
    """Means over twenty-five simulated maps: within three standard errors of the truth, and the errors as large as the spread."""
    models = [fit(*sample(**given, seed=seed, weights=rows_to_one(grid(8, 8))), rows_to_one(grid(8, 8)))  # type: ignore[operator]
              for seed in range(25)]  # fmt: skip
    slopes = np.array([[*model.coefficients[1:], model.parameter] for model in models])
    errors = np.array([[*model.errors[1:], model.parameter_error] for model in models])
    spread = slopes.std(axis=0)
    assert (
        np.abs(slopes.mean(axis=0) - [2, -1, 0.5]) < 3 * spread / np.sqrt(25) + [0, 0, 0.03]
    ).all()  # ρ is biased down
    assert errors.mean(axis=0) == pytest.approx(spread, rel=0.4)


def test_impacts_are_what_a_change_of_x_does() -> None:
    y, x = sample(0.5, seed=1)
    for fit in (lag_model, durbin_model):
        model = fit(y, x, WEIGHTS)
        own, lagged = model.coefficients[1:3], (model.coefficients[3:] if fit is durbin_model else np.zeros(2))
        for variable in range(2):
            change = np.linalg.solve(
                np.eye(42) - model.parameter * WEIGHTS, np.eye(42) * own[variable] + WEIGHTS * lagged[variable]
            )
            found = impacts(model, WEIGHTS)
            assert found.direct[variable] == pytest.approx(np.diagonal(change).mean())
            assert found.total[variable] == pytest.approx(change.sum() / 42)
            assert found.indirect[variable] == pytest.approx(found.total[variable] - found.direct[variable])


def test_durbin_holds_both_other_models() -> None:
    y, x = sample(0.4, seed=9)
    wide = durbin_model(y, x, WEIGHTS).log_likelihood
    assert wide >= max(lag_model(y, x, WEIGHTS).log_likelihood, error_model(y, x, WEIGHTS).log_likelihood) - 1e-9


def test_unit_of_y_does_not_matter() -> None:
    y, x = sample(0.4, seed=2)
    one, other = lag_model(y, x, WEIGHTS), lag_model(y * 1e8, x / 1e4, WEIGHTS)
    assert other.parameter == pytest.approx(one.parameter, rel=1e-8)
    assert other.coefficients[1:] == pytest.approx(one.coefficients[1:] * 1e12, rel=1e-7)


def test_no_variable_but_the_constant() -> None:
    """The lag of a constant fit is fitted itself: error and lag cannot be told apart, and it is said."""
    y, _ = sample(0.5)
    found = diagnose(y, np.empty((42, 0)), WEIGHTS)
    assert found.error.statistic == pytest.approx(found.lag.statistic)
    assert np.isnan(found.robust_error.statistic)
    assert 0 < lag_model(y, np.empty((42, 0)), WEIGHTS).parameter < 1


@pytest.mark.parametrize("fit", [lag_model, error_model, durbin_model, diagnose])
def test_what_is_refused(fit: object) -> None:
    y, x = sample()
    cases = {
        "collinear": (y, np.column_stack([x, x[:, 0] * 3]), WEIGHTS),
        "missing or infinite at 4": (np.where(np.arange(42) == 4, np.nan, y), x, WEIGHTS),
        "parameters": (y, np.random.default_rng(0).normal(size=(42, 60)), WEIGHTS),
        "Residuals are 0": (x @ [1.0, 2.0], x, WEIGHTS),
        "shape": (y, x[:-1], WEIGHTS),
        "All weights are 0": (y, x, np.zeros((42, 42))),
    }
    for words, given in cases.items():
        with pytest.raises(ValuesError, match=words):
            fit(*given)  # type: ignore[operator]


def test_durbin_refuses_rows_that_do_not_sum_to_one() -> None:
    y, x = sample()
    with pytest.raises(ValuesError, match="row-standardised"):
        durbin_model(y, x, ROOK)
