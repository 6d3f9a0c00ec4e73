"""Industrial structures of parks and cities: exact cases and what must hold for any."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.errors import ValuesError
from xietong.regional.structure import (
    concentration,
    krugman_pairs,
    location_quotient,
    reference_of,
    similarity,
    specialisation,
    symmetric_quotient,
)

# two parks and a city in three industries; together 60, 30, 10
PARKS = [[40.0, 10, 0], [10.0, 10, 0], [10.0, 10, 10]]
amounts = st.integers(2, 5).flatmap(
    lambda m: st.lists(st.lists(st.floats(0.1, 1e5), min_size=m, max_size=m), min_size=2, max_size=6)
)


def test_location_quotients_in_exact_numbers() -> None:
    found = location_quotient(PARKS)
    assert found[0] == pytest.approx([0.8 / 0.6, 0.2 / 0.3, 0])
    assert found[2] == pytest.approx([1 / 1.8, 1 / 0.9, 1 / 0.3])
    assert symmetric_quotient(PARKS)[0] == pytest.approx([1 / 7, -1 / 5, -1])
    nation = location_quotient(PARKS, [50.0, 25, 25])
    assert nation[1] == pytest.approx([1, 2, 0])
    assert np.isnan(location_quotient(PARKS, [50.0, 50, 0])[:, 2]).all()


def test_specialisation_in_exact_numbers() -> None:
    """The first park (0.8, 0.2, 0) against the others together (20, 20, 10)/50."""
    found = specialisation(PARKS)
    assert reference_of(PARKS, "others")[0] == pytest.approx([0.4, 0.4, 0.2])
    assert found.krugman[0] == pytest.approx(0.8)
    assert found.diversity[0] == pytest.approx(1.25)
    assert found.relative[0] == pytest.approx(2)
    assert found.herfindahl == pytest.approx([0.68, 0.5, 1 / 3])
    assert found.normalised_herfindahl == pytest.approx([0.52, 0.25, 0], abs=1e-12)
    assert specialisation([[1.0, 2], [1.0, 2]]).diversity.tolist() == [np.inf, np.inf]


def test_similarity_in_exact_numbers() -> None:
    """(4, 1, 0) and (1, 1, 0): 5 / √34; K = |0.8 − 0.5| + |0.2 − 0.5| = 0.6, overlap 0.7."""
    assert similarity(PARKS)[0, 1] == pytest.approx(5 / np.sqrt(34))
    assert krugman_pairs(PARKS)[0, 1] == pytest.approx(0.6)
    assert similarity([[1.0, 0], [0.0, 1]])[0, 1] == 0
    assert krugman_pairs([[1.0, 0], [0.0, 1]])[0, 1] == 2


@settings(deadline=None)
@given(amounts, st.floats(0.01, 100))
def test_structures_know_neither_size_nor_order(table: list[list[float]], factor: float) -> None:
    e = np.array(table)
    grown = e * np.geomspace(1, factor, len(e))[:, None]
    assert similarity(grown) == pytest.approx(similarity(e), abs=1e-9)
    assert krugman_pairs(grown) == pytest.approx(krugman_pairs(e), abs=1e-9)
    assert similarity(e) == pytest.approx(similarity(e).T)
    assert np.diag(similarity(e)) == pytest.approx(1)
    assert similarity(e[:, ::-1]) == pytest.approx(similarity(e))
    s = e / e.sum(1, keepdims=True)
    assert np.minimum(s[0], s[1]).sum() == pytest.approx(1 - krugman_pairs(e)[0, 1] / 2)


@settings(deadline=None)
@given(amounts)
def test_quotients_average_to_one(table: list[list[float]]) -> None:
    """Weighted by the units' sizes, the quotients of an industry have the mean 1, as the whole is its parts."""
    e = np.array(table)
    assert (location_quotient(e) * (e.sum(1) / e.sum())[:, None]).sum(0) == pytest.approx(np.ones(e.shape[1]))
    assert ((specialisation(e).krugman >= 0) & (specialisation(e).krugman <= 2)).all()


def test_concentration_in_exact_numbers() -> None:
    """Sizes (1/2, 1/2); an industry wholly in one unit: G = 1/2, 1 − Σx² = 1/2; with H = 1/5, γ = (1/2 − 1/10) / (4/10) = 1."""
    found = concentration([[10.0, 5, 0], [0.0, 10, 0]], [0.2, 0.2, 0.2], [1.0, 1])
    assert found.hoover[:2] == pytest.approx([0.5, 1 / 6])
    assert found.raw[:2] == pytest.approx([0.5, 1 / 18])
    assert found.ellison_glaeser[:2] == pytest.approx([1, (1 / 18 - 0.1) / 0.4])
    assert np.isnan([found.hoover[2], found.raw[2], found.ellison_glaeser[2]]).all()
    assert np.isnan(concentration(PARKS).ellison_glaeser).all()


def test_plants_placed_by_chance_are_not_agglomeration() -> None:
    """Ellison and Glaeser's model with γ = 0: equal plants thrown on units by size; the mean of γ over industries is near 0."""
    rng = np.random.default_rng(7)
    sizes, plants, industries = rng.dirichlet(np.full(20, 5.0)), 30, 4000
    e = rng.multinomial(plants, sizes, industries).T.astype(float)
    found = concentration(e, np.full(industries, 1 / plants), sizes)
    assert found.ellison_glaeser.mean() == pytest.approx(0, abs=0.001)
    assert found.raw.mean() > 0.02


def test_panels_are_taken_year_by_year() -> None:
    panel = np.array([PARKS, np.array(PARKS)[::-1]])
    assert similarity(panel)[1] == pytest.approx(similarity(PARKS)[::-1, ::-1])
    assert specialisation(panel).krugman[1] == pytest.approx(specialisation(PARKS).krugman[::-1])
    assert concentration(panel).hoover[1] == pytest.approx(concentration(PARKS).hoover)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: similarity([[1.0, np.nan], [1.0, 1]]), r"lacks 1 value.*\(0, 1\)"),
        (lambda: similarity([[0.0, 0], [1.0, 1]]), r"sums to zero at \(0\)"),
        (lambda: similarity([[1.0, -1], [1.0, 1]]), "negative"),
        (lambda: location_quotient(PARKS, "nation"), "nation"),
        (lambda: location_quotient(PARKS, [1.0, 2]), "shape"),
        (lambda: specialisation([[1.0, 2]]), "at least 2"),
        (lambda: concentration(PARKS, [0.1, 1, 0.1]), "above 1"),
    ],
)
def test_what_is_refused_is_named(call: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        call()
