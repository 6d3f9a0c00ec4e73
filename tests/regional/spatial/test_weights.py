"""Weights and distances: PySAL, what neighbours mean, islands by name, what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.regional.spatial.maps import Floats
from xietong.core.errors import ValuesError
from xietong.regional.spatial.distance import great_circle, plane
from xietong.regional.spatial.weights import Weights, band, contiguity, inverse, least_band, nearest

UNITS = tuple("ABCDEFGHIJ")
POINTS = np.random.default_rng(3).uniform((113, 36), (120, 42), (10, 2))
DISTANCES = great_circle(POINTS)


def full(weights: Any) -> Floats:
    return np.asarray(weights.full()[0])


def test_distances_on_the_globe() -> None:
    """A quarter and a half of a great circle, a degree of a meridian, and what a package computes."""
    quarter = np.pi / 2
    found = great_circle(np.array([[0.0, 0], [90, 0], [180, 0], [0, 90], [0, 1]]), radius=1.0)
    assert found[0] == pytest.approx([0, quarter, 2 * quarter, quarter, np.pi / 180])
    assert great_circle(np.array([[116.4, 39.9], [116.4, 39.9]])).tolist() == [[0, 0], [0, 0]]


@pytest.mark.filterwarnings("ignore")
def test_distances_are_those_of_pysal() -> None:
    from libpysal.cg import arcdist

    theirs = [
        [arcdist(one, other, radius=6371.0088) if one is not other else 0.0 for other in POINTS] for one in POINTS
    ]
    assert pytest.approx(np.array(theirs), rel=1e-6) == DISTANCES


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=3, max_size=3))
def test_distance_is_a_metric(points: list[tuple[float, float]]) -> None:
    found = great_circle(np.array(points), radius=1.0)
    assert found.tolist() == found.T.tolist()
    assert (found <= np.pi + 1e-12).all()
    assert found[0, 2] <= found[0, 1] + found[1, 2] + 1e-7


@pytest.mark.filterwarnings("ignore")
def test_weights_are_those_of_pysal() -> None:
    from libpysal.weights import KNN, DistanceBand

    flat = POINTS * (1.0, 1.0)
    apart = plane(flat)
    assert full(KNN(flat, k=3)).tolist() == nearest(UNITS, apart, 3).matrix.tolist()
    limit = float(np.quantile(apart, 0.4))
    assert full(DistanceBand(flat, limit, silence_warnings=True)).tolist() == band(UNITS, apart, limit).matrix.tolist()
    theirs = full(DistanceBand(flat, limit, alpha=-2.0, binary=False, silence_warnings=True))
    assert inverse(UNITS, apart, 2.0, limit).matrix == pytest.approx(theirs)


def test_pairs_count_both_ways_unless_directed() -> None:
    both = contiguity("ABC", [("A", "B"), ("B", "A"), ("B", "C")])
    assert both.matrix.tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert both.symmetric
    assert both.neighbours("B") == {"A": 1.0, "C": 1.0}
    one = contiguity("ABC", [("A", "B")], directed=True)
    assert one.matrix.tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert not one.symmetric


def test_islands_are_named_and_stay_islands() -> None:
    weights = contiguity("ABCD", [("A", "B"), ("A", "C")])
    assert weights.islands == ("D",)
    standard = weights.standardised()
    assert standard.islands == ("D",)
    assert standard.matrix.sum(axis=1).tolist() == [1, 1, 1, 0]
    assert standard.matrix[0].tolist() == [0, 0.5, 0.5, 0]
    assert weights.connected().units == ("A", "B", "C")
    assert weights.counts.tolist() == [2, 1, 1, 0]


def test_some_units_in_another_order() -> None:
    weights = contiguity("ABCD", [("A", "B"), ("B", "C")])
    assert weights.of("CB").matrix.tolist() == [[0, 1], [1, 0]]


def test_nearest_of_units_equally_far_is_the_first() -> None:
    apart = plane(np.array([[0.0], [1], [-1], [2]]))
    assert nearest("ABCD", apart, 1).neighbours("A") == {"B": 1.0}
    assert (nearest(UNITS, DISTANCES, 4).counts == 4).all()


def test_the_least_band_leaves_no_island_and_a_hair_less_does() -> None:
    limit = least_band(UNITS, DISTANCES)
    assert band(UNITS, DISTANCES, limit).islands == ()
    assert len(band(UNITS, DISTANCES, limit * (1 - 1e-12)).islands) >= 1


def test_places_at_one_point_are_neighbours_but_have_no_inverse() -> None:
    apart = plane(np.array([[0.0], [0], [5]]))
    assert band("ABC", apart, 1.0).matrix.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    with pytest.raises(ValuesError, match=r"0 at \(0, 1\)、\(1, 0\)"):
        inverse("ABC", apart)


def test_weights_cannot_be_changed() -> None:
    weights = contiguity("AB", [("A", "B")])
    with pytest.raises(ValueError, match="read-only"):
        weights.matrix[0, 1] = 9


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: contiguity("AB", [("A", "X"), ("Y", "B")]), "none of the units: X、Y"),
        (lambda: contiguity("AB", [("A", "A")]), "their own neighbours: A"),
        (lambda: contiguity("ABA", [("A", "B")]), "repeated: A"),
        (lambda: nearest(UNITS, DISTANCES, 10), "each unit has 9 others"),
        (lambda: nearest(UNITS, DISTANCES, 0), "k must be from 1"),
        (lambda: band(UNITS, DISTANCES, 0.0), "threshold is 0.0"),
        (lambda: band(UNITS, DISTANCES, float("nan")), "threshold is nan"),
        (lambda: band("AB", DISTANCES, 1.0), "shape"),
        (lambda: band("AB", np.array([[0, np.nan], [1, 0]]), 1.0), r"at \(0, 1\)"),
        (lambda: great_circle(np.array([[39.9, 116.4]])), "longitude first"),
        (lambda: great_circle(np.array([[116.4, np.nan]])), "at 0"),
        (lambda: great_circle(np.array([116.4, 39.9])), "shape"),
        (lambda: plane(np.array([[np.nan]])), "points: missing"),
        (lambda: Weights(("A", "B"), np.eye(2)), "no neighbour of itself"),
    ],
)
def test_what_is_refused(make: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        make()
