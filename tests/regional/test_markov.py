"""Chains of classes: published classes, giddy where it is right, and small chains solved by hand."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest
from giddy.ergodic import mfpt
from giddy.markov import Homogeneity_Results, Markov, Spatial_Markov
from giddy.mobility import markov_mobility
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import full2W

from tests.regional.published import matrix, needed
from xietong.core.errors import ValuesError
from xietong.regional.convergence.classes import classify, quantile_cuts
from xietong.regional.convergence.markov import (
    closed_classes,
    ergodic,
    first_passage,
    homogeneity,
    spatial_transitions,
    transitions,
    transitions_by_time,
)
from xietong.regional.convergence.mobility import mobility


@needed
def test_published_classes_and_their_chain() -> None:
    x, want = np.array(matrix("convergence_input.csv", first=1)).T, np.array(matrix("markov_classes.csv")).T
    classes = classify(x, quantile_cuts(x, 4))
    assert (classes == want).all()
    with contextlib.redirect_stdout(io.StringIO()):
        other = Markov(want.T)
        steps = other.mfpt
    found = transitions(classes)
    assert (found.counts == other.transitions).all()
    assert found.probability == pytest.approx(other.p)
    assert ergodic(found.probability) == pytest.approx(other.steady_state)
    assert first_passage(found.probability) == pytest.approx(steps)
    assert found.dropped == 0


def chain(seed: int, k: int) -> np.ndarray:
    p = np.random.default_rng(seed).dirichlet(np.ones(k), k)
    return np.asarray(p)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_chains_agree_with_giddy(seed: int, k: int) -> None:
    p = chain(seed, k)
    pi, found = ergodic(p), mobility(p)
    assert pi @ p == pytest.approx(pi)
    assert pi.sum() == pytest.approx(1)
    assert first_passage(p) == pytest.approx(mfpt(p), rel=1e-6)
    assert np.diag(first_passage(p)) == pytest.approx(1 / pi, rel=1e-6)
    names = {"P": found.shorrocks, "D": found.determinant, "L2": found.eigenvalue}
    for name, value in names.items():
        assert value == pytest.approx(markov_mobility(p, measure=name), abs=1e-9)
    even = mobility(p, np.full(k, 1 / k))
    for name, value in {"B1": even.leaving, "B2": even.distance}.items():
        assert value == pytest.approx(markov_mobility(p, measure=name, ini=np.full(k, 1 / k)), abs=1e-9)


def test_homogeneity_agrees_with_giddy() -> None:
    rng = np.random.default_rng(2)
    counts = rng.integers(0, 30, (4, 3, 3)).astype(float)
    counts[1, 2] = 0
    other, found = Homogeneity_Results(list(counts)), homogeneity(counts)
    assert (found.q, found.ratio) == pytest.approx((other.Q, other.LR))
    assert found.freedom == other.dof
    assert (found.q_p, found.ratio_p) == pytest.approx((other.Q_p_value, other.LR_p_value))


def test_the_same_chain_is_not_rejected_and_another_is() -> None:
    same = np.array([[[30.0, 10], [10, 30]]] * 3)
    assert homogeneity(same).q == pytest.approx(0)
    assert homogeneity(same).q_p == pytest.approx(1)
    other = np.array([[[30.0, 10], [10, 30]], [[10.0, 30], [30, 10]]])
    # each of the 8 cells is 10 from the 20 expected: Q = 8 · 100 / 20
    assert homogeneity(other).q == pytest.approx(40)
    assert homogeneity(other).freedom == 2


def test_spatial_chains_agree_with_giddy() -> None:
    """giddy cuts the neighbours' values with cuts of its own unless told: here both take the same fixed cuts."""
    rng = np.random.default_rng(4)
    x = rng.lognormal(size=(12, 10))
    w = np.array([[float(abs(i - j) in (1, 9)) for j in range(10)] for i in range(10)])
    w /= w.sum(1, keepdims=True)
    cuts = np.array([0.7, 1.3])
    with contextlib.redirect_stdout(io.StringIO()):
        weights = full2W(w)
        other = Spatial_Markov(x.T, weights, fixed=True, discrete=False, cutoffs=cuts, lag_cutoffs=cuts, k=3, m=3)
    found = spatial_transitions(classify(x, cuts), classify(x @ w.T, cuts), 3)
    assert (found.counts == other.T).all()
    assert found.counts.sum(0) == pytest.approx(transitions(classify(x, cuts), 3).counts)


def test_a_small_chain_by_hand() -> None:
    """Stay 1/2 or move 1/2 from the first class, 1/4 back: π = (1/3, 2/3); passage 2 and 4 steps, returns 3 and 3/2."""
    p = [[0.5, 0.5], [0.25, 0.75]]
    assert ergodic(p) == pytest.approx([1 / 3, 2 / 3])
    assert first_passage(p) == pytest.approx(np.array([[3, 2], [4, 1.5]]))
    assert mobility(p).shorrocks == pytest.approx(0.75)
    assert mobility(p).half_life == pytest.approx(0.5)


def test_classes_left_for_ever_and_chains_that_fall_apart() -> None:
    left = [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0.5, 0.5]]
    assert ergodic(left) == pytest.approx([0.5, 0.5, 0])
    assert first_passage(left).tolist() == [[2, 2, np.inf], [2, 2, np.inf], [4, 2, np.inf]]
    apart = [[1.0, 0, 0], [0.5, 0, 0.5], [0.0, 0, 1]]
    assert closed_classes(apart) == ((0,), (2,))
    # the middle may end in either: neither is certain to be reached
    assert first_passage(apart).tolist() == [[1.0, np.inf, np.inf], [np.inf, np.inf, np.inf], [np.inf, np.inf, 1]]
    with pytest.raises(ValuesError, match=r"2 closed sets of classes \(\{0\} / \{2\}\)"):
        ergodic(apart)


def test_missing_classes_drop_their_pairs() -> None:
    found = transitions([[0.0, 1, np.nan], [0.0, -1, 1], [1.0, 1, 1]])
    assert found.counts.tolist() == [[1, 1], [0, 1]]
    assert found.dropped == 3
    by_time = transitions_by_time([[0.0, 1, np.nan], [0.0, -1, 1], [1.0, 1, 1]])
    assert by_time.counts.sum(0).tolist() == found.counts.tolist()
    assert transitions([[0, 1], [0, 0], [1, 0]], lag=2).counts.tolist() == [[0, 1], [1, 0]]


def test_a_class_never_left_has_no_probabilities() -> None:
    found = transitions([[0, 0], [0, 2]], 3)
    assert np.isnan(found.probability[1:]).all()
    assert found.error[0] == pytest.approx([np.sqrt(0.125), 0, np.sqrt(0.125)])
    with pytest.raises(ValuesError, match="Class 1 never occurs"):
        ergodic(found.probability)


def test_values_on_a_cut_fall_below_it_and_missing_have_no_class() -> None:
    assert classify([[1.0, 2.0, 2.1, np.nan]], [2.0]).tolist() == [[0, 0, 1, -1]]
    cuts = quantile_cuts([[1.0, 2, 3, 4, np.nan], [10.0, 20, 30, 40, 50]], 2)
    assert cuts.ravel().tolist() == [2.5, 30]
    pooled = quantile_cuts([[1.0, 2, 3, 4], [10.0, 20, 30, 40]], 2, "all times")
    assert pooled.ravel().tolist() == [7, 7]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: transitions([[0, 3], [1, 1]], 2), "a class is 3"),
        (lambda: transitions([[0.0, 0.5], [1.0, 1]]), "whole number"),
        (lambda: transitions([[0, 1]]), "lag is 1"),
        (lambda: ergodic([[0.5, 0.4], [0.0, 1]]), "Row 0 .* sums to 0.9"),
        (lambda: ergodic([[1.0, 0.0]]), "shape"),
        (lambda: classify([[1.0]], [3.0, 2.0]), "rising"),
        (lambda: quantile_cuts([[1.0]], 1), "k is 1"),
        (lambda: homogeneity(np.ones((1, 2, 2))), "at least 2"),
        (lambda: homogeneity(np.zeros((2, 2, 2))), "undefined"),
        (lambda: spatial_transitions([[0, 1], [1, 1]], [[0], [1]]), "around"),
        (lambda: mobility([[1.0]]), "at least 2"),
        (lambda: mobility([[0.5, 0.5], [0.5, 0.5]], [0.5, 0.6]), "sums to 1.1"),
    ],
)
def test_what_is_refused_is_named(call: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        call()
