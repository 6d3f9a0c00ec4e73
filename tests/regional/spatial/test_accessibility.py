"""Accessibility: by hand, what cannot be reached or is not known, properties, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.regional.spatial.maps import Floats
from xietong.core.errors import ValuesError
from xietong.regional.spatial.accessibility import (
    change,
    mean_time,
    pairs_within,
    potential,
    relative,
    shortest,
    within,
)

TIMES = np.array([[0.5, 1.0, 4.0], [1.0, 0.5, 2.0], [4.0, 2.0, 0.25]])
MASSES = np.array([6.0, 3.0, 1.0])


def test_by_hand() -> None:
    assert mean_time(TIMES, MASSES).tolist() == pytest.approx([(3 + 4) / 4, (6 + 2) / 7, (24 + 6) / 9])
    assert mean_time(TIMES).tolist() == pytest.approx([2.5, 1.5, 3])
    assert potential(TIMES, MASSES).tolist() == pytest.approx([3.25, 6.5, 3])
    assert potential(TIMES, MASSES, power=2).tolist() == pytest.approx([3 + 1 / 16, 6.25, 6 / 16 + 3 / 4])
    assert within(TIMES, 2.0).tolist() == [1, 2, 1]
    assert within(TIMES, 2.0, MASSES).tolist() == [3, 7, 3]
    assert float(pairs_within(TIMES, 2.0)) == pytest.approx(4 / 6)


def test_with_its_own_time() -> None:
    assert mean_time(TIMES, MASSES, own=True)[0] == pytest.approx((3 + 3 + 4) / 10)
    assert potential(TIMES, MASSES, own=True)[0] == pytest.approx(3.25 + 12)
    assert within(TIMES, 1.0, MASSES, own=True).tolist() == [9, 9, 1]


def test_no_way_and_not_known_are_two_things() -> None:
    times = TIMES.copy()
    times[0, 2], times[1, 2] = np.inf, np.nan
    assert mean_time(times, MASSES)[0] == np.inf
    assert potential(times, MASSES)[0] == 3
    assert within(times, 2.0)[0] == 1
    assert np.isnan([mean_time(times, MASSES)[1], potential(times, MASSES)[1], within(times, 2.0)[1]]).all()
    assert mean_time(times, np.array([6.0, 3, 0])).tolist() == pytest.approx([1, 1, 30 / 9])
    assert np.isnan(mean_time(TIMES, np.array([6.0, np.nan, 1]))).tolist() == [True, False, True]


def test_several_years_at_once() -> None:
    years = np.array([TIMES, TIMES / 2])
    assert mean_time(years, MASSES)[1] == pytest.approx(mean_time(TIMES, MASSES) / 2)
    masses = np.array([MASSES, MASSES * 2])
    assert potential(years, masses)[1] == pytest.approx(potential(TIMES, MASSES) * 4)
    found = change(mean_time(years, MASSES)[0], mean_time(years, MASSES)[1])
    assert found.relative == pytest.approx([-0.5] * 3)


def test_relative_accessibility_has_the_mean_one() -> None:
    assert relative(mean_time(TIMES, MASSES)).mean() == pytest.approx(1)
    assert relative(np.array([1.0, 3])).tolist() == [0.5, 1.5]


def test_shortest_goes_by_other_places_and_both_are_told_apart() -> None:
    direct = np.array([[0, 1.0, np.nan, np.inf], [1, 0, 2, np.inf], [np.inf, 2, 0, np.inf], [np.inf, 5, np.nan, 0]])
    assert shortest(direct).tolist() == [[0, 1, 3, np.inf], [1, 0, 2, np.inf], [3, 2, 0, np.inf], [6, 5, 7, 0]]


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 10), min_size=25, max_size=25))
def test_shortest_is_that_of_scipy_and_a_metric(drawn: list[float]) -> None:
    from scipy.sparse.csgraph import floyd_warshall

    direct: Floats = np.array(drawn).reshape(5, 5)
    np.fill_diagonal(direct, 0)
    found = shortest(direct)
    assert found == pytest.approx(floyd_warshall(direct))
    assert (found <= direct).all()
    assert (found[:, None, :] <= found[:, :, None] + found[None] + 1e-9).all()


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 10), min_size=16, max_size=16), st.floats(0.1, 10))
def test_quicker_ways_are_never_worse(drawn: list[float], limit: float) -> None:
    slow: Floats = np.array(drawn).reshape(4, 4)
    fast = slow * 0.7
    masses = np.arange(1.0, 5)
    assert (mean_time(fast, masses) < mean_time(slow, masses)).all()
    assert (potential(fast, masses) > potential(slow, masses)).all()
    assert (within(fast, limit, masses) >= within(slow, limit, masses)).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: mean_time(-TIMES), "times: missing, infinite, negative"),
        (lambda: mean_time(TIMES, np.ones(2)), "masses has the shape"),
        (lambda: mean_time(TIMES, -MASSES), "negative ones at"),
        (lambda: mean_time(TIMES, np.zeros(3)), "has the mass 0"),
        (lambda: mean_time(TIMES[0]), "shape"),
        (lambda: potential(TIMES * (TIMES != 4), MASSES), r"0 at \(0, 2\)、\(2, 0\)"),
        (lambda: potential(np.zeros((3, 3)) + np.where(np.eye(3), 0, 1), MASSES, own=True), r"\(0, 0\)"),
        (lambda: potential(TIMES, MASSES, power=0), "power is 0"),
        (lambda: within(TIMES, 0), "limit is 0"),
        (lambda: pairs_within(np.zeros((1, 1)), 1), "at least 2"),
        (lambda: shortest(-TIMES), "negative"),
    ],
)
def test_what_is_refused(make: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        make()
