"""The gravity model: exact attraction, symmetry, what a law that made the flows gives back, statsmodels, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.regional.spatial.maps import Floats
from xietong.core.errors import ValuesError
from xietong.regional.spatial.distance import plane
from xietong.regional.spatial.gravity import attraction, breakpoints, deterrence, field_strength, interaction, mass
from xietong.regional.spatial.gravity_fit import fit_gravity
from xietong.regional.spatial.poisson import poisson

MASSES = np.array([4.0, 1.0, 9.0])
APART = np.array([[0.0, 2, 3], [2, 0, 6], [3, 6, 0]])


def world(n: int = 12, seed: int = 0) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    return rng.gamma(3.0, 2.0, n) + 0.5, plane(rng.uniform(0, 100, (n, 2)))


def test_attraction_by_hand() -> None:
    found = attraction(MASSES, APART)
    assert found.matrix.tolist() == [[0, 1, 4], [1, 0, 0.25], [4, 0.25, 0]]
    assert found.linkage.tolist() == [5, 1.25, 4.25]
    assert found.received.tolist() == [5, 1.25, 4.25]
    assert found.share[0].tolist() == [0, 0.2, 0.8]


def test_directed_attraction_counts_a_tie_to_each_side_by_its_mass() -> None:
    found = attraction(MASSES, APART, directed=True)
    assert found.matrix[0, 1] == pytest.approx(1 * 4 / 5)
    assert found.matrix[1, 0] == pytest.approx(1 * 1 / 5)
    assert found.matrix + found.matrix.T == pytest.approx(attraction(MASSES, APART).matrix)


def test_powers_exponents_and_constant() -> None:
    found = attraction(MASSES, APART, power=1.0, constant=10.0, exponents=(0.5, 1.0)).matrix
    assert found[0, 1] == pytest.approx(10 * 2 * 1 / 2)
    assert found[1, 0] == pytest.approx(10 * 1 * 4 / 2)


def test_all_times_at_once_and_a_missing_mass_costs_its_own_ties_only() -> None:
    masses = np.array([MASSES, [4, np.nan, 9]])
    found = attraction(masses, APART)
    assert found.matrix[0].tolist() == attraction(MASSES, APART).matrix.tolist()
    assert found.matrix[1, 0, 2] == 4
    assert np.isnan(found.matrix[1, 0, 1])
    assert np.isnan(found.linkage[1]).all()
    assert np.diagonal(found.matrix[1]).tolist() == [0, 0, 0]


def test_masses_of_zero_attract_nothing() -> None:
    found = attraction(np.array([0.0, 0, 3]), APART, directed=True)
    assert not found.matrix.any()
    assert np.isnan(found.share).all()


def test_mass_of_several_indicators_is_their_geometric_mean() -> None:
    assert mass(np.array([[4.0, 9], [0, 5], [np.nan, 1]])) == pytest.approx([6, 0, np.nan], nan_ok=True)


def test_deterrence() -> None:
    assert deterrence(APART, "power", 2)[0, 1] == pytest.approx(1 / 4)
    assert deterrence(APART, "exponential", 0.5)[0, 1] == pytest.approx(np.exp(-1))
    assert deterrence(APART, "gaussian", 0.5)[0, 1] == pytest.approx(np.exp(-2))
    assert deterrence(APART, "tanner", 1, 0.5)[0, 1] == pytest.approx(np.exp(-1) / 2)
    assert interaction(MASSES, deterrence(APART, "power", 2)).tolist() == attraction(MASSES, APART).matrix.tolist()


def test_breakpoints_are_where_both_fields_are_equal() -> None:
    found = breakpoints(MASSES, APART)
    assert found[0, 1] == pytest.approx(2 / (1 + 0.5))
    assert found + found.T == pytest.approx(APART)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        at = np.array([[found[one, other]], [APART[one, other] - found[one, other]]])
        fields = field_strength(MASSES[[one, other]], at)
        assert fields[0, 0] == pytest.approx(fields[1, 0])


@settings(deadline=None)
@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_attraction_scales_with_its_units(heavier: float, longer: float) -> None:
    masses, apart = world(5)
    found = attraction(masses * heavier, apart * longer).matrix
    assert found == pytest.approx(attraction(masses, apart).matrix * heavier**2 / longer**2)


@pytest.mark.parametrize("method", ["ols", "ppml"])
@pytest.mark.parametrize("decay", ["power", "exponential"])
@pytest.mark.parametrize("effects", [False, True])
def test_a_law_that_made_the_flows_is_found_again(method: Any, decay: Any, effects: bool) -> None:
    masses, apart = world()
    deterred = deterrence(apart, decay, 1.5 if decay == "power" else 0.04)
    flows = 3.0 * interaction(masses, deterred, (0.8, 1.2))
    flows[2, 5] = np.nan
    found = fit_gravity(flows, apart, None if effects else (masses, masses), method, decay)
    assert found.decay == pytest.approx(1.5 if decay == "power" else 0.04, rel=1e-8)
    if not effects:
        assert [np.exp(found.constant), found.origin, found.destination] == pytest.approx([3.0, 0.8, 1.2], rel=1e-8)
    assert found.used == 12 * 11 - 1
    assert found.r2 == pytest.approx(1)
    seen = np.isfinite(found.fitted)
    assert found.fitted[seen] == pytest.approx(flows[seen], rel=1e-8)
    assert seen.sum() == found.used


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("scale", [1.0, 1e9, 1e-6])
def test_ppml_is_that_of_statsmodels_in_any_unit(scale: float) -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(4)
    x = np.column_stack([np.ones(200), rng.normal(size=(200, 3))])
    y = rng.poisson(np.exp(x @ [0.2, 0.5, -0.7, 0.3])).astype(float)
    ours = poisson(y * scale, x)
    theirs = sm.GLM(y, x, family=sm.families.Poisson()).fit(cov_type="HC0", tol=1e-14)
    assert (y == 0).any()
    assert ours.coefficients - [np.log(scale), 0, 0, 0] == pytest.approx(theirs.params, rel=1e-8)
    assert ours.errors == pytest.approx(theirs.bse, rel=1e-8)
    assert ours.deviance == pytest.approx(theirs.deviance * scale, rel=1e-8)
    bare = poisson(y, x[:, 1:])
    assert bare.coefficients == pytest.approx(
        sm.GLM(y, x[:, 1:], family=sm.families.Poisson()).fit(tol=1e-14).params, rel=1e-8
    )


@pytest.mark.filterwarnings("ignore")
def test_gravity_with_zeros_is_that_of_statsmodels() -> None:
    import statsmodels.api as sm

    masses, apart = world(10, 3)
    flows = np.random.default_rng(1).poisson(interaction(masses, deterrence(apart, "power", 1.2))).astype(float)
    found = fit_gravity(flows, apart, (masses, masses))
    rows, columns = np.nonzero(~np.eye(10, dtype=bool))
    x = np.column_stack([np.ones(90), np.log(masses[rows]), np.log(masses[columns]), -np.log(apart[rows, columns])])
    theirs = sm.GLM(flows[rows, columns], x, family=sm.families.Poisson()).fit(cov_type="HC0", tol=1e-14)
    assert [found.constant, found.origin, found.destination, found.decay] == pytest.approx(theirs.params, rel=1e-7)
    assert found.errors == pytest.approx(theirs.bse, rel=1e-7)
    plain = fit_gravity(flows, apart, (masses, masses), "ols")
    assert plain.left_out == int((flows[rows, columns] == 0).sum()) > 0
    assert plain.used + plain.left_out == found.used == 90
    some = flows[rows, columns] > 0
    least = sm.OLS(np.log(flows[rows, columns][some]), x[some]).fit()
    assert [plain.constant, plain.origin, plain.destination, plain.decay] == pytest.approx(least.params)
    assert plain.errors == pytest.approx(least.bse)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_ppml_with_effects_keeps_the_margins(seed: int) -> None:
    """With dummies for origins and destinations fitted totals are the observed ones (Fally 2015)."""
    _, apart = world(6, seed)
    flows = np.random.default_rng(seed).integers(1, 50, (6, 6)).astype(float)
    np.fill_diagonal(flows, 0)
    fitted = np.nan_to_num(fit_gravity(flows, apart).fitted)
    assert fitted.sum(axis=0) == pytest.approx(flows.sum(axis=0), rel=1e-6)
    assert fitted.sum(axis=1) == pytest.approx(flows.sum(axis=1), rel=1e-6)


def test_an_estimate_that_does_not_exist_is_refused_by_name() -> None:
    """The second variable is 1 only where y is 0: its coefficient runs to −∞."""
    y = np.array([0.0, 0, 3, 5, 2, 8])
    x = np.column_stack([np.ones(6), [1.0, 1, 0, 0, 0, 0], [1.0, 2, 3, 4, 5, 7]])
    with pytest.raises(ValuesError, match="can only be 0, and the estimate does not exist: 0、1"):
        poisson(y, x)


def test_a_fit_that_is_merely_small_is_not_refused() -> None:
    apart = np.linspace(1, 60, 40)
    y = np.where(apart > 20, 0.0, np.exp(10 - apart))
    found = poisson(y, np.column_stack([np.ones(40), apart]))
    assert found.fitted.min() < 1e-12 * y.mean()
    assert found.coefficients[1] == pytest.approx(-1, abs=1e-3)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: attraction(np.array([1.0, -2, 3]), APART), "negative ones at 1"),
        (lambda: attraction(MASSES, np.where(APART == 6, 0, APART)), r"0 at \(1, 2\)、\(2, 1\)"),
        (lambda: attraction(MASSES, APART, power=-1.0), "power is -1"),
        (lambda: attraction(MASSES, APART[0]), "shape"),
        (lambda: deterrence(APART, "linear", 1.0), "form is linear"),  # type: ignore[arg-type]
        (lambda: breakpoints(np.array([1.0, 0, 3]), APART), "masses: missing"),
        (lambda: breakpoints(MASSES, APART, 0.0), "power is 0"),
        (lambda: fit_gravity(-APART, APART, (MASSES, MASSES)), "Flows are negative"),
        (lambda: fit_gravity(APART, APART, (MASSES, np.array([1.0, np.nan, 2]))), "masses: missing"),
        (lambda: fit_gravity(APART, APART, (np.ones(3), np.ones(3))), "collinear"),
        (lambda: fit_gravity(APART, APART), "6 observations for 6 parameters"),
        (lambda: fit_gravity(APART, APART, (MASSES, MASSES), "nls"), "method is nls"),  # type: ignore[arg-type]
        (lambda: poisson(np.zeros(4), np.ones((4, 1))), "estimate does not exist"),
        (lambda: poisson(np.array([1.0, np.nan, 2]), np.ones((3, 1))), "missing or infinite at 1"),
        (lambda: poisson(np.array([1.0, -1, 2]), np.ones((3, 1))), "negative or infinite at 1"),
    ],
)
def test_what_is_refused(make: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        make()
