"""Sobol' indices: against SALib, against what is known exactly, and what their intervals cover."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from SALib.analyze import sobol as salib
from SALib.test_functions import Ishigami

from tests.indices.test_uncertain import FRAMEWORK, VARY, design, panel
from xietong.indices.framework_read import from_table as framework_from
from xietong.indices.uncertain.analyse import sensitivity
from xietong.indices.uncertain.draw import crossed, points
from xietong.indices.uncertain.model import Design, Input
from xietong.indices.uncertain.sobol import indices

if TYPE_CHECKING:
    from xietong.core.panel import Floats

ISHIGAMI = np.array([0.3139, 0.4424, 0.0])  # Ishigami and Homma (1990), a = 7, b = 0.1
ISHIGAMI_TOTAL = np.array([0.5576, 0.4424, 0.2437])


def plain(dimensions: int, **said: Any) -> Design:
    """Inputs of one dimension each, whatever they choose."""
    return Design(tuple(Input(str(one), "", "", "data", (), (), "", sets=2) for one in range(dimensions)), **said)


def ishigami(uniform: Floats) -> Floats:
    """The Ishigami function of points in the unit cube."""
    values: Floats = Ishigami.evaluate((2 * uniform[:, :3] - 1) * np.pi)
    return values


def with_categories(uniform: Floats) -> Floats:
    """Ishigami of a third input that is one of three, and a fourth of two that turns the sign of a part."""
    third = np.array([-np.pi, 0.5, np.pi])[np.minimum((uniform[:, 2] * 3).astype(int), 2)]
    angles = (2 * uniform[:, :2] - 1) * np.pi
    sign = np.where(uniform[:, 3] < 0.5, 1.0, -1.0)
    one = np.sin(angles[:, 0])
    values: Floats = one + 7 * sign * np.sin(angles[:, 1]) ** 2 + 0.1 * third**4 * one
    return values


def in_salibs_order(outputs: Floats, inputs: int) -> Floats:
    """A, AB1 … ABd, B row by row, from A, B, AB1 … ABd."""
    blocks = outputs.reshape(inputs + 2, -1)
    return blocks[[0, *range(2, inputs + 2), 1]].T.ravel()


def test_ishigami() -> None:
    """What is known exactly, first order and total: in the mean of twenty designs, and each nearly."""
    found = [indices(ishigami(crossed(plain(3, runs=2048, seed=seed))), 3) for seed in range(20)]
    np.testing.assert_allclose(np.mean([one.first for one in found], axis=0), ISHIGAMI, atol=0.01)
    np.testing.assert_allclose(np.mean([one.total for one in found], axis=0), ISHIGAMI_TOTAL, atol=0.005)
    for one in found:
        np.testing.assert_allclose(one.first, ISHIGAMI, atol=0.07)
        np.testing.assert_allclose(one.total, ISHIGAMI_TOTAL, atol=0.03)


@pytest.mark.parametrize(("function", "inputs"), [(ishigami, 3), (with_categories, 4)])
@pytest.mark.parametrize("kind", ["sobol", "random"])
def test_as_salib(function: Any, inputs: int, kind: str) -> None:
    """Equal to SALib on the same points: it standardises the outputs, which is our centring but for its mean over all runs."""
    outputs = function(crossed(plain(inputs, runs=4096, kind=kind)))
    problem = {"num_vars": inputs, "names": list("abcd"[:inputs]), "bounds": [[0, 1]] * inputs}
    theirs = salib.analyze(problem, in_salibs_order(outputs, inputs), calc_second_order=False, num_resamples=10, seed=1)
    found = indices(outputs, inputs)
    np.testing.assert_allclose(found.first, theirs["S1"], atol=0.01)
    np.testing.assert_allclose(found.total, theirs["ST"], rtol=1e-3, atol=1e-4)


def test_categories_exactly() -> None:
    """Two coins and a die: y = 3·coin + die·other coin, against variances by hand."""
    uniform = crossed(plain(3, runs=1 << 14))
    coin, other = (np.floor(uniform[:, place] * 2) for place in (0, 2))
    die = np.floor(uniform[:, 1] * 6) + 1
    found = indices(3 * coin + die * other, 3)
    # of coin: 9/4; of die: Var(die)/4 = 35/48; of other: 3.5²/4; of die with other: E(die²)/2 − 3.5²/4 − the two
    parts = np.array([9 / 4, 35 / 48, 3.5**2 / 4])
    whole = 9 / 4 + (91 / 6) / 2 - 3.5**2 / 4
    both = whole - parts.sum()
    np.testing.assert_allclose(found.first, parts / whole, atol=0.01)
    np.testing.assert_allclose(found.total, (parts + np.array([0, both, both])) / whole, atol=0.01)


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e4), st.integers(0, 99))
def test_level_and_scale_do_not_matter(level: float, scale: float, seed: int) -> None:
    """The estimators are centred: a constant added changes nothing, however large beside the spread."""
    outputs = ishigami(crossed(plain(3, runs=64, seed=seed)))
    found, moved = indices(outputs, 3), indices(level + scale * outputs, 3)
    tolerance = 1e-9 * (1 + abs(level) / scale)
    np.testing.assert_allclose(moved.first, found.first, atol=tolerance)
    np.testing.assert_allclose(moved.total, found.total, atol=tolerance)


def test_many_outputs_at_once() -> None:
    """Columns of outputs are what each is alone; one that does not vary has no indices; missing rows are left out."""
    outputs = ishigami(crossed(plain(3, runs=256)))
    table = np.stack([outputs, np.full_like(outputs, 5.1), outputs**2], axis=1)
    found = indices(table, 3, 20)
    np.testing.assert_allclose(found.first[:, 0], indices(outputs, 3).first, rtol=1e-10)
    assert np.isnan(found.first[:, 1]).all()
    assert np.isnan(found.total[:, 1]).all()
    assert found.low is not None
    assert found.low.shape == (2, 3, 3)
    with_gap = outputs.copy()
    with_gap[256 * 2 + 7] = np.nan
    kept = np.delete(outputs.reshape(5, 256), 7, axis=1).ravel()
    np.testing.assert_allclose(indices(with_gap, 3).first, indices(kept, 3).first, rtol=1e-12)


def test_gaps_of_one_output_are_not_those_of_another() -> None:
    """Each output by its own complete rows; without any there are no indices."""
    outputs = ishigami(crossed(plain(3, runs=64)))
    table = np.repeat(outputs[:, None], 4, axis=1)
    table[7, 1] = table[64 * 4 + 9, 1] = np.nan
    table[:, 2] = np.nan
    found = indices(table, 3, 10)
    assert found.complete.tolist() == [64, 62, 0, 64]
    alone = indices(table[:, 1], 3, 10)
    np.testing.assert_allclose(found.first[:, 1], alone.first, rtol=1e-12)
    np.testing.assert_allclose(found.total[:, [0, 3]].T, [indices(outputs, 3).total] * 2, rtol=1e-12)
    assert np.isnan(found.total[:, 2]).all()


def test_intervals_cover() -> None:
    """Of 60 random designs, intervals of 90 per cent hold the exact values about as often; each has its estimate inside."""
    held = []
    for seed in range(60):
        found = indices(ishigami(crossed(plain(3, runs=512, kind="random", seed=seed))), 3, 200, 0.9, seed)
        assert found.low is not None
        assert found.high is not None
        held.append([(found.low[0] <= ISHIGAMI) & (found.high[0] >= ISHIGAMI),
                     (found.low[1] <= ISHIGAMI_TOTAL) & (found.high[1] >= ISHIGAMI_TOTAL)])  # fmt: skip
        assert (found.low[0] <= found.first).all()
        assert (found.first <= found.high[0]).all()
    share = np.mean(held)
    assert 0.83 < share < 0.96


def test_sobol_points_are_balanced() -> None:
    """Every half of every axis has as many points; of a number that is no power of two there are as many as asked."""
    drawn = points("sobol", 64, 5, 3)
    assert (np.sum(drawn < 0.5, axis=0) == 32).all()
    assert points("sobol", 100, 5, 3).shape == (100, 5)
    np.testing.assert_array_equal(points("sobol", 50, 5, 3), drawn[:50])
    assert points("sobol", 1, 2, 1).shape == (1, 2)


def test_targets() -> None:
    """Ranks and scores of one unit and of every unit, and a function of one's own, on the same replications."""
    framework = framework_from(deepcopy(FRAMEWORK))
    vary = [one for one in VARY if one["what"] != "data"]

    def found(**said: Any) -> Any:
        return sensitivity(framework, panel(), design(vary, runs=16, bootstrap=0, **said))

    every, one = found(target="scores", time="2020"), found(target="score", unit="w", time="2020")
    np.testing.assert_allclose(every.indices.total[:, 2], one.indices.total, rtol=1e-10)
    assert every.indices.first.shape == (7, 6)
    assert every.indices.complete.tolist() == [16] * 6
    ranks, rank = found(target="ranks"), found(target="rank", unit="w")
    np.testing.assert_array_equal(ranks.outputs[:, 2], rank.outputs)
    shift = found()
    ours = np.nanmean(np.abs(ranks.outputs - shift.replications.nominal_ranks[1, :, 0]), axis=1)
    np.testing.assert_allclose(shift.outputs, ours, rtol=1e-12)
    own = sensitivity(framework, panel(), design(vary, runs=16, bootstrap=0), own=lambda done: done.scores[:, 0, 2, 0])
    np.testing.assert_allclose(own.indices.first, one.indices.first, rtol=1e-10)
    assert set(own.by_input()) == {entry["code"] for entry in vary}
    with pytest.raises(ValueError, match="one row a replication"):
        sensitivity(framework, panel(), design(vary, runs=16), own=lambda done: done.scores[:3])
