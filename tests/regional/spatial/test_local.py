"""Local Moran: exact moments, PySAL, quadrants, conditional permutation, false discovery."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.regional.spatial.maps import Floats, dealt, grid, maps, pysal
from xietong.core.errors import ValuesError
from xietong.regional.spatial.getis import hot_spots
from xietong.regional.spatial.local import QUADRANTS, false_discovery, local_moran
from xietong.regional.spatial.moran import moran_i
from xietong.regional.spatial.weights import rows_to_one

WEIGHTS = rows_to_one(grid(3, 4))


def others_dealt(x: Floats, unit: int) -> Floats:
    """All maps in which the unit keeps its value."""
    rest = np.array(list(permutations(np.delete(x, unit))))
    return np.insert(rest, unit, x[unit], axis=1)


def test_moments_are_those_of_all_conditional_permutations() -> None:
    x, weights = np.array([3.0, 1, 4, 1, 5, 9]), grid(2, 3) * np.arange(1, 7)[:, None]
    weights[0, 1] = 5
    found = local_moran(x, weights, seed=0)
    for unit in range(6):
        every = local_moran(others_dealt(x, unit), weights, seed=0, permutations=1).statistic[:, unit]
        assert found.expected[unit] == pytest.approx(every.mean(), rel=1e-10)
        assert found.variance[unit] == pytest.approx(every.var(), rel=1e-10)


def test_gi_is_a_standard_score_over_all_conditional_permutations() -> None:
    x, weights = np.array([3.0, 1, 4, 1, 5, 9]), rows_to_one(grid(2, 3))
    for unit in range(6):
        every = hot_spots(others_dealt(x, unit), weights, own=False)[:, unit]
        assert [every.mean(), every.std()] == pytest.approx([0, 1], abs=1e-10)


def test_p_is_the_share_of_conditional_permutations() -> None:
    x, weights = np.array([3.0, 1, 4, 1, 5, 9]), rows_to_one(grid(2, 3))
    found = local_moran(x, weights, seed=4, permutations=20_000)
    for unit in range(6):
        every = others_dealt(x, unit) @ weights[unit]
        lag = x @ weights[unit]
        share = min(1, 2 * min((every >= lag - 1e-12).mean(), (every <= lag + 1e-12).mean()))
        assert found.p[unit] == pytest.approx(share, abs=0.02)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(3))
def test_as_pysal(seed: int) -> None:
    import esda

    x, w = dealt(30, seed), pysal(grid(5, 6))
    w.transform = "r"
    theirs = esda.Moran_Local(x, w, permutations=0)
    ours = local_moran(x, rows_to_one(grid(5, 6)), seed=2)
    assert ours.statistic * 29 / 30 == pytest.approx(theirs.Is)
    assert ours.quadrant.tolist() == theirs.q.tolist()


@settings(deadline=None)
@given(maps())
def test_local_values_add_up_to_the_global_one(drawn: tuple[Floats, Floats]) -> None:
    values, weights = drawn
    found = local_moran(values, weights, seed=0, permutations=1)
    assert found.statistic.sum() == pytest.approx(weights.sum() * float(moran_i(values, weights)), abs=1e-8)


def test_quadrants_clusters_and_an_outlier() -> None:
    """A block of high values in a low plain, and one low value within it."""
    field = np.zeros((8, 8))
    field[:4, :4] = 10.0
    field[1, 1] = 0.0
    found = local_moran(field.ravel(), rows_to_one(grid(8, 8)), seed=1, permutations=9999)
    shown = found.clusters(0.05, adjusted=False).reshape(8, 8)
    assert QUADRANTS[shown[2, 2]] == "HH"
    assert QUADRANTS[shown[1, 1]] == "LH"
    assert QUADRANTS[found.quadrant.reshape(8, 8)[6, 6]] == "LL"
    assert (found.adjusted >= found.p).all()
    assert np.count_nonzero(found.clusters()) <= np.count_nonzero(shown)


def test_all_times_at_once_are_each_time_and_a_hole_is_no_map() -> None:
    values = dealt(12, 3, (3,))
    values[1, 4] = np.nan
    found = local_moran(values, WEIGHTS, seed=5, permutations=99)
    for time in (0, 2):
        alone = local_moran(values[time], WEIGHTS, seed=5, permutations=99)
        assert found.p[time].tolist() == alone.p.tolist()
        assert found.statistic[time] == pytest.approx(alone.statistic)
    assert np.isnan(found.p[1]).all()
    assert not found.quadrant[1].any()
    assert not found.clusters()[1].any()


def test_an_island_has_no_quadrant_and_no_p() -> None:
    weights = np.zeros((7, 7))
    weights[:6, :6] = grid(2, 3)
    found = local_moran(dealt(7), weights, seed=0)
    assert found.statistic[6] == 0
    assert found.quadrant[6] == 0
    assert np.isnan([found.p[6], found.adjusted[6], found.normal_p[6]]).all()
    assert np.isfinite(found.p[:6]).all()


def test_the_seed_decides() -> None:
    x = dealt(12)
    one, same, other = (local_moran(x, WEIGHTS, seed=seed, permutations=199).p for seed in (1, 1, 2))
    assert one.tolist() == same.tolist() != other.tolist()


@pytest.mark.filterwarnings("ignore")
@settings(deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), min_size=1, max_size=12))
def test_false_discovery_is_that_of_statsmodels(drawn: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    p = np.array(drawn)
    given_ = p[np.isfinite(p)]
    found = false_discovery(p)
    assert np.isnan(found).tolist() == np.isnan(p).tolist()
    if given_.size:
        assert found[np.isfinite(p)] == pytest.approx(multipletests(given_, method="fdr_bh")[1], abs=1e-12)


def test_no_permutation_is_refused() -> None:
    with pytest.raises(ValuesError, match="permutations is 0"):
        local_moran(dealt(12), WEIGHTS, seed=0, permutations=0)
