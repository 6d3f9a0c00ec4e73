"""Global autocorrelation: exact moments, PySAL, invariances, what is missing and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.regional.spatial.maps import Floats, dealt, grid, maps, pysal
from xietong.core.errors import ValuesError
from xietong.regional.spatial.geary import geary, geary_c
from xietong.regional.spatial.getis import getis, getis_g, hot_spots
from xietong.regional.spatial.moments import Autocorrelation, normal_p
from xietong.regional.spatial.moran import bivariate_moran, moran, moran_i
from xietong.regional.spatial.permute import permuted

TESTS: dict[str, Callable[[Floats, Floats], Autocorrelation]] = {"moran": moran, "geary": geary, "getis": getis}
STATISTICS = {"moran": moran_i, "geary": geary_c, "getis": getis_g}


def exact(name: str, x: list[int], w: list[list[int]]) -> Fraction:
    """Each statistic as its definition has it, in whole numbers."""
    n, pairs = len(x), list(product(range(len(x)), repeat=2))
    mean, s0 = Fraction(sum(x), n), sum(map(sum, w))
    spread = sum((one - mean) ** 2 for one in x)
    match name:
        case "moran":
            return Fraction(n, s0) * sum(w[i][j] * (x[i] - mean) * (x[j] - mean) for i, j in pairs) / spread
        case "geary":
            return Fraction(n - 1, 2 * s0) * sum(w[i][j] * (x[i] - x[j]) ** 2 for i, j in pairs) / spread
        case _:
            below = sum(x[i] * x[j] for i, j in pairs if i != j)
            return Fraction(sum(w[i][j] * x[i] * x[j] for i, j in pairs), below)


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize("x", [[1, 2, 3, 5, 8], [9, 1, 1, 1, 2], [4, 4, 4, 4, 7]])
def test_statistic_and_moments_are_those_of_all_permutations(name: str, x: list[int]) -> None:
    w = [[0, 1, 0, 2, 0], [1, 0, 1, 0, 0], [0, 3, 0, 1, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]]  # unit 5 is an island
    every = [exact(name, list(one), w) for one in permutations(x)]
    mean = sum(every) / len(every)
    found = TESTS[name](np.array(x, dtype=np.float64), np.array(w, dtype=np.float64))
    assert float(found.statistic) == pytest.approx(float(exact(name, x, w)), rel=1e-13)
    assert float(found.expected) == pytest.approx(float(mean), rel=1e-13)
    assert float(found.variance) == pytest.approx(
        float(sum((one - mean) ** 2 for one in every) / len(every)), rel=1e-11
    )


def test_moments_under_normality_are_those_of_normal_values() -> None:
    """No package is asked: many maps of independent normal values have them."""
    weights = grid(2, 3)
    drawn = np.random.default_rng(5).standard_normal((400_000, 6))
    for function, statistic in ((moran, moran_i), (geary, geary_c)):
        found = function(drawn[0], weights, "normal")
        values = statistic(drawn, weights)
        assert values.mean() == pytest.approx(float(found.expected), abs=4 * values.std() / 400_000**0.5)
        assert values.var() == pytest.approx(float(found.variance), rel=0.02)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_as_pysal(seed: int, standardise: bool) -> None:
    import esda

    x, matrix = dealt(20, seed), grid(4, 5)
    w = pysal(matrix)
    w.transform = "r" if standardise else "b"
    weights = matrix / matrix.sum(axis=1, keepdims=True) if standardise else matrix
    theirs = esda.Moran(x, w, transformation="R" if standardise else "B", permutations=0)
    ours = moran(x, weights)
    assert [float(ours.statistic), float(ours.z), float(ours.p)] == pytest.approx(
        [theirs.I, theirs.z_rand, theirs.p_rand]
    )
    assert float(moran(x, weights, "normal").z) == pytest.approx(theirs.z_norm)
    other = esda.Geary(x, w, transformation="R" if standardise else "B", permutations=0)
    contrast = geary(x, weights)
    assert [float(contrast.statistic), float(contrast.z)] == pytest.approx([other.C, -other.z_rand])
    assert float(geary(x, weights, "normal").z) == pytest.approx(-other.z_norm)
    y = dealt(20, seed + 50)
    total = 1.0 if standardise else weights.sum() / 20  # PySAL leaves n/S0 out, which is 1 for standardised rows only
    assert total * float(bivariate_moran(x, y, weights)) == pytest.approx(
        esda.Moran_BV(x, y, w, transformation="R" if standardise else "B", permutations=0).I
    )
    if not standardise:
        third = esda.G(x, w, permutations=0)
        assert [float(getis(x, weights).statistic), float(getis(x, weights).z)] == pytest.approx(
            [third.G, third.z_norm]
        )
        assert hot_spots(x, weights) == pytest.approx(esda.G_Local(x, w, transform="B", star=True, permutations=0).Zs)
        gi = esda.G_Local(x, w, transform="B", star=False, permutations=0).Zs
        assert hot_spots(x, weights, own=False) == pytest.approx(gi)


@settings(deadline=None)
@given(maps(), st.floats(0.5, 20), st.floats(-100, 100))
def test_neither_unit_nor_origin_matters(drawn: tuple[Floats, Floats], scale: float, shift: float) -> None:
    values, weights = drawn
    for function in (moran, geary):
        one, other = function(values, weights), function(values * scale + shift, weights)
        assert one.statistic == pytest.approx(other.statistic, rel=1e-7, abs=1e-9)
        assert one.variance == pytest.approx(other.variance, rel=1e-7, abs=1e-9)


@settings(deadline=None)
@given(maps(), st.integers(0, 1000))
def test_order_of_units_does_not_matter(drawn: tuple[Floats, Floats], seed: int) -> None:
    values, weights = drawn
    order = np.random.default_rng(seed).permutation(len(values))
    spread = np.abs(values) + np.arange(float(len(values)))
    for function in STATISTICS.values():
        there = function(spread, weights)
        here = function(spread[order], weights[np.ix_(order, order)])
        assert here == pytest.approx(there, rel=1e-9, abs=1e-12)


@settings(deadline=None)
@given(maps())
def test_moran_of_a_symmetric_part_is_the_same(drawn: tuple[Floats, Floats]) -> None:
    """A quadratic form knows only the mean of both directions."""
    values, weights = drawn
    assert moran_i(values, weights) == pytest.approx(moran_i(values, (weights + weights.T) / 2), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", TESTS)
def test_all_times_at_once_are_each_time(name: str) -> None:
    values, weights = dealt(12, 1, (3, 2)), grid(3, 4)
    values[1, 0, 5] = np.nan
    values[2, 1] = 3.0
    found = TESTS[name](values, weights)
    for time, indicator in np.ndindex(3, 2):
        alone = TESTS[name](values[time, indicator], weights)
        for field in ("statistic", "expected", "variance", "z", "p"):
            one = getattr(found, field)[time, indicator]
            assert one == pytest.approx(float(getattr(alone, field)), nan_ok=True, rel=1e-12)
    assert np.isnan(found.statistic).tolist() == [[False, False], [True, False], [False, True]]
    assert np.isnan(found.p).tolist() == np.isnan(found.statistic).tolist()


def test_like_beside_like_is_positive_and_a_chessboard_negative() -> None:
    weights = grid(4, 4)
    halves, board = np.repeat([1.0, 2.0], 8), (np.indices((4, 4)).sum(axis=0) % 2).ravel() + 1.0
    assert float(moran_i(board, weights)) == pytest.approx(-1)
    assert float(moran(halves, weights).z) > 2 > -2 > float(moran(board, weights).z)
    assert float(geary(halves, weights).z) > 2 > -2 > float(geary(board, weights).z)
    assert float(geary(halves, weights, alternative="greater").p) < 0.01


def test_where_all_neighbour_all_there_is_nothing_to_test() -> None:
    found = moran(dealt(6), 1 - np.eye(6))
    assert float(found.statistic) == pytest.approx(-1 / 5)
    assert np.isnan(found.z)


def test_permutations_are_seeded_and_agree_with_enumeration() -> None:
    x, weights = np.array([1.0, 2, 3, 5, 8, 9]), grid(2, 3)
    every = moran_i(np.array(list(permutations(x.tolist()))), weights)
    share = float((every >= moran_i(x, weights) - 1e-12).mean())
    found = permuted(x, lambda one: moran_i(one, weights), seed=3, permutations=20_000, alternative="greater")
    assert float(found.p) == pytest.approx(share, abs=4 * np.sqrt(share / 20_000))
    assert float(found.mean) == pytest.approx(-1 / 5, abs=0.02)
    again = permuted(x, lambda one: moran_i(one, weights), seed=3, permutations=20_000, alternative="greater")
    assert again.p == found.p
    assert again.mean == found.mean


def test_permutations_in_blocks_are_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    x, weights = dealt(12, 2, (4,)), grid(3, 4)
    whole = permuted(x, lambda one: moran_i(one, weights), seed=1, permutations=99)
    monkeypatch.setattr("xietong.regional.spatial.permute._HELD", 100)
    parts = permuted(x, lambda one: moran_i(one, weights), seed=1, permutations=99)
    assert parts.p.tolist() == whole.p.tolist()


def test_ties_count_as_extreme() -> None:
    """Of a map with one value that differs, half of all permutations are the same map but for rounding."""
    x = np.array([0.1, 0.1, 0.1, 0.7])
    weights = np.array([[0, 1.0, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])  # a ring: all places are alike
    found = permuted(x, lambda one: moran_i(one, weights), seed=1, permutations=99)
    assert float(found.p) == 1.0


@pytest.mark.parametrize(
    ("values", "weights", "words"),
    [
        (np.ones(3), np.zeros((3, 3)), "at least 4 units"),
        (np.ones(4), np.zeros((4, 4)), "All weights are 0"),
        (np.ones(5), grid(2, 2), "shape"),
        (np.ones(4), np.eye(4), "is not 0 at 0、1、2、3"),
        (np.ones(4), -grid(2, 2), "negative values at"),
        (np.ones(4), np.where(grid(2, 2) > 0, np.nan, 0), "missing"),
    ],
)
def test_what_is_refused(values: Floats, weights: Floats, words: str) -> None:
    for function in TESTS.values():
        with pytest.raises(ValuesError, match=words):
            function(values, weights)


def test_getis_refuses_negative_values_and_names_them() -> None:
    with pytest.raises(ValuesError, match=r"negative ones at \(1, 2\)") as refused:
        getis(np.array([[1.0, 2, 3, 4], [1, 2, -3, 4]]), grid(2, 2))
    assert "莫兰指数" in refused.value.sentence("zh")


def test_sides_of_a_test() -> None:
    z = np.array([-1.96, 0.0, 1.96, np.nan])
    assert normal_p(z, "greater")[2] == pytest.approx(0.025, abs=1e-4)
    assert normal_p(z, "less")[0] == pytest.approx(0.025, abs=1e-4)
    assert normal_p(z, "two-sided")[:3] == pytest.approx([0.05, 1, 0.05], abs=1e-4)
    with pytest.raises(ValuesError, match="alternative"):
        normal_p(z, "both")  # type: ignore[arg-type]
