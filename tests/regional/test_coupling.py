"""Coupling coordination and obstacles: exact cases, the published correction, scales by date."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.errors import ValuesError
from xietong.regional.coupling import coupling, scale
from xietong.regional.obstacle import obstacle

systems = st.lists(st.just(0.0) | st.floats(1e-9, 1), min_size=2, max_size=5)


def test_two_systems_in_exact_numbers() -> None:
    """U = (1/4, 1): geometric over arithmetic 4/5; corrected √((1 − 3/4) · 1/4) = 1/4; T = 5/8."""
    assert coupling([0.25, 1], form="standard").coupling == pytest.approx(4 / 5)
    found = coupling([0.25, 1])
    assert (found.coupling, found.development) == pytest.approx((1 / 4, 5 / 8))
    assert found.coordination == pytest.approx(np.sqrt(5 / 32))
    assert found.lagging == 0
    assert coupling([0.25, 1], [3, 1]).development == pytest.approx(7 / 16)
    # 廖重斌: {U₁U₂ / [(U₁+U₂)/2]²}^k = (16/25)^2
    assert coupling([0.25, 1], form="power", exponent=2).coupling == pytest.approx((16 / 25) ** 2)


def test_three_systems_in_exact_numbers() -> None:
    """U = (1/4, 1/2, 1): standard 3·(1/8)^(1/3)/(7/4) = 6/7; corrected √((1 − (1/4 + 3/4 + 1/2)/3) · (1/8)^(1/2))."""
    assert coupling([0.25, 0.5, 1], form="standard").coupling == pytest.approx(6 / 7)
    assert coupling([1, 0.25, 0.5]).coupling == pytest.approx(np.sqrt(0.5 * np.sqrt(1 / 8)))
    assert coupling([0.25, 0.5, 1], form="power", exponent=1 / 3).coupling == pytest.approx(6 / 7)


@settings(deadline=None)
@given(systems)
def test_the_corrected_form_is_its_definition_pair_by_pair(u: list[float]) -> None:
    n = len(u)
    apart = sum(abs(a - b) for a, b in combinations(u, 2)) / sum(range(1, n))
    others = sorted(u)[:-1]
    level = np.prod([x / max(u) for x in others]) ** (1 / (n - 1)) if max(u) > 0 else 0.0
    assert coupling(u).coupling ** 2 == pytest.approx((1 - apart) * level, abs=1e-9)


def test_the_published_correction() -> None:
    case = tomllib.loads((Path(__file__).parent / "coupling.toml").read_text(encoding="utf-8"))
    old, new = np.array(case["standard"]), np.array(case["corrected"])
    root = (1 - np.sqrt(1 - old**2)) / old
    greater = (1 - new**2 / root**2) / (1 - root**2)
    assert ((greater > 0) & (greater < 1)).all()
    pairs = np.column_stack([greater * root**2, greater])
    assert coupling(pairs, form="standard").coupling == pytest.approx(old)
    assert coupling(pairs).coupling == pytest.approx(new)


@settings(deadline=None)
@given(systems, st.sampled_from(["standard", "corrected", "power"]))
def test_degrees_stay_within_bounds_and_do_not_know_the_order(u: list[float], form: str) -> None:
    found, turned = coupling(u, form=form), coupling(u[::-1], form=form)
    for degree in (found.coupling, found.development, found.coordination):
        assert 0 <= degree <= 1 + 1e-12
    assert turned.coupling == pytest.approx(found.coupling)


@settings(deadline=None)
@given(st.floats(0.001, 1), st.integers(2, 6), st.sampled_from(["standard", "corrected", "power"]))
def test_systems_that_are_alike_are_coupled_fully(level: float, n: int, form: str) -> None:
    assert coupling([level] * n, form=form).coupling == pytest.approx(1)


def test_zeros_and_missing_systems() -> None:
    found = coupling([[0.0, 0.5], [0.0, 0.0], [np.nan, 0.5]])
    assert found.coordination[:2].tolist() == [0, 0]
    assert np.isnan([found.coupling[2], found.development[2], found.coordination[2]]).all()
    assert found.lagging.tolist() == [0, 0, -1]
    assert found.undefined == 1


def test_scales_name_a_degree_as_their_paper_does() -> None:
    ten, right = scale("liao-1999", date(2024, 1, 1)), scale("tian-2021", date(2024, 1, 1))
    degrees = [0.0, 0.5, 0.4999, 1.0, np.nan]
    assert [ten.grades[g][0] for g in ten.grade(degrees)[:4]] == ["极度失调", "勉强协调", "濒临失调", "优质协调"]
    assert ten.grade(degrees)[4] == -1
    assert right.grades[int(right.grade(0.5))][0] == "濒临失调"
    assert (
        scale("coupling-stages", date(2024, 1, 1)).grades[int(scale("coupling-stages", date(2024, 1, 1)).grade(0.8))][0]
        == "磨合阶段"
    )
    with pytest.raises(ValuesError, match="no rule on 2010-01-01"):
        scale("tian-2021", date(2010, 1, 1))


def test_obstacles_in_exact_numbers() -> None:
    """Deviations 1/2, 1/4, 0 with weights 1/2, 1/4, 1/4: 1/4 and 1/16 of 5/16."""
    found = obstacle([0.5, 0.75, 1.0], [2, 1, 1], ["economy", "economy", "ecology"])
    assert found.degree == pytest.approx([0.8, 0.2, 0])
    assert found.by_group == pytest.approx([1, 0])
    assert found.ranking().tolist() == [0, 1, 2]


def test_obstacles_of_what_is_missing_or_reached() -> None:
    found = obstacle([[0.5, np.nan, 0.5], [1.0, 1, 1]])
    assert found.degree[0, [0, 2]] == pytest.approx([0.5, 0.5])
    assert np.isnan(found.degree[0, 1])
    assert np.isnan(found.degree[1]).all()
    assert np.isnan(found.by_group[1]).all()
    assert found.dropped.tolist() == [1, 0]


@settings(deadline=None)
@given(st.lists(st.floats(0, 0.99), min_size=2, max_size=8))
def test_obstacles_share_the_whole(x: list[float]) -> None:
    assert obstacle(x).degree.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: coupling([0.5, 1.2]), r"above 1, the first at \(1\)"),
        (lambda: coupling([0.5, -0.1]), "negative"),
        (lambda: coupling([0.5]), "at least 2"),
        (lambda: coupling([0.5, 0.5], [1, 2, 3]), "weights"),
        (lambda: coupling([0.5, 0.5], [0, 0]), "sums to zero"),
        (lambda: coupling([0.5, 0.5], form="best"), "best"),
        (lambda: coupling([0.5, 0.5], form="power", exponent=0), "exponent"),
        (lambda: scale("mine", date(2024, 1, 1)), "mine"),
        (lambda: scale("liao-1999", date(2024, 1, 1)).grade(1.1), "above 1"),
        (lambda: obstacle([0.5, 2]), "above 1"),
        (lambda: obstacle([0.5, 0.2], groups=["a"]), "groups"),
    ],
)
def test_what_is_refused_is_named(call: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        call()
