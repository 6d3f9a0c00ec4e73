"""Flows: exact measures, margins, joint flows taken apart, NetworkX as an oracle, refusals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.regional.spatial.maps import Floats
from xietong.core.errors import ValuesError
from xietong.regional.spatial.flow_table import Deduced, Gap, flow_table
from xietong.regional.spatial.flows import (
    change,
    concentration,
    evenness,
    fitted_to_totals,
    internal_share,
    modularity,
    reciprocity,
    shares,
    strengths,
    symmetry,
)

FLOWS = np.array([[5.0, 30, 10], [20, 0, 0], [10, 40, 1]])
UNITS = ("110000", "120000", "130000")


@st.composite
def networks(draw: st.DrawFn) -> Floats:
    n = draw(st.integers(2, 6))
    found = np.array(draw(st.lists(st.integers(0, 100), min_size=n * n, max_size=n * n)), dtype=np.float64).reshape(
        n, n
    )
    found[0, 1] += 1
    return found


def test_strengths() -> None:
    found = strengths(FLOWS)
    assert found.out.tolist() == [40, 20, 50]
    assert found.into.tolist() == [30, 70, 10]
    assert found.net.tolist() == [-10, 50, -40]
    assert found.gross.tolist() == [70, 90, 60]
    assert found.own.tolist() == [5, 0, 1]


@settings(deadline=None)
@given(networks())
def test_what_leaves_arrives(flows: Floats) -> None:
    found = strengths(flows)
    assert found.net.sum() == pytest.approx(0)
    assert found.out.sum() == found.into.sum() == flows.sum() - np.trace(flows)


def test_internal_share() -> None:
    """Units 0 and 1 are the region: inside 5 + 30 + 20, leaving 65 in all, arriving 105, touching 115."""
    found = internal_share(FLOWS, np.array([True, True, False]))
    assert [float(found.of_origins), float(found.of_destinations), float(found.of_all)] == [55 / 65, 55 / 105, 55 / 115]
    margins = internal_share(FLOWS, np.array([True, True, False]), np.array([65.0, 35, 0]), np.array([55.0, 145, 0]))
    assert float(margins.of_origins) == 55 / 100
    assert float(margins.of_destinations) == 55 / 200
    assert float(margins.of_all) == 55 / 245


@settings(deadline=None)
@given(networks())
def test_the_whole_is_all_internal_and_shares_are_shares(flows: Floats) -> None:
    whole = internal_share(flows, np.ones(len(flows), dtype=bool))
    assert float(whole.of_all) == float(whole.of_origins) == 1
    part = internal_share(flows, np.arange(len(flows)) < 2)
    assert 0 <= float(part.of_all) <= float(part.of_origins) <= 1
    assert 0 <= float(part.of_all) <= float(part.of_destinations) <= 1


def test_a_flow_that_is_not_known_is_not_nothing() -> None:
    flows = FLOWS.copy()
    flows[2, 0] = np.nan
    found = strengths(flows)
    assert np.isnan(found.out).tolist() == [False, False, True]
    assert np.isnan(found.into).tolist() == [True, False, False]
    inside = internal_share(flows, np.array([True, True, False]))
    assert float(inside.of_origins) == 55 / 65  # what leaves is known
    assert np.isnan(inside.of_destinations)
    assert np.isnan(concentration(flows))
    assert np.isnan(evenness(flows))
    assert np.isnan(modularity(flows, np.array([0, 0, 1])))


def test_shares_symmetry_reciprocity() -> None:
    assert shares(FLOWS)[0].tolist() == [5 / 45, 30 / 45, 10 / 45]
    found = symmetry(FLOWS)
    assert found[0, 1] == found[1, 0] == pytest.approx(0.8)
    assert found[1, 2] == 0
    assert found[0, 2] == 1
    assert np.isnan(np.diagonal(found)).all()
    assert float(reciprocity(FLOWS)) == pytest.approx((2 * 20 + 2 * 10 + 0) / 110)


def test_concentration_and_evenness_at_their_ends() -> None:
    one, even = np.zeros((4, 4)), 1.0 - np.eye(4)
    one[0, 3] = 7
    assert [float(concentration(one)), float(evenness(one))] == [1, 0]
    assert [float(concentration(even)), float(evenness(even))] == pytest.approx([1 / 12, 1])
    assert np.isnan(concentration(np.zeros((3, 3))))
    assert np.isnan(reciprocity(np.eye(3)))


def test_modularity_in_fractions() -> None:
    flows, groups = FLOWS.astype(int).tolist(), [0, 0, 1]
    m = sum(map(sum, flows))
    expected = sum(
        Fraction(flows[i][j], m) - Fraction(sum(flows[i]) * sum(row[j] for row in flows), m * m)
        for i in range(3) for j in range(3) if groups[i] == groups[j]
    )  # fmt: skip
    assert float(modularity(FLOWS, np.array(groups))) == pytest.approx(float(expected))
    assert float(modularity(FLOWS, np.zeros(3, dtype=np.int64))) == pytest.approx(0)


@pytest.mark.filterwarnings("ignore")
@settings(deadline=None)
@given(networks())
def test_modularity_is_that_of_networkx(flows: Floats) -> None:
    networkx = pytest.importorskip("networkx")
    groups = np.arange(len(flows)) % 2
    graph = networkx.from_numpy_array(flows, create_using=networkx.DiGraph)
    parts = [set(np.flatnonzero(groups == one).tolist()) for one in (0, 1)]
    assert float(modularity(flows, groups)) == pytest.approx(networkx.community.modularity(graph, parts), abs=1e-9)


def test_all_times_at_once_are_each_time() -> None:
    both = np.array([FLOWS, FLOWS.T * 3])
    for function in (concentration, evenness, reciprocity, symmetry, shares):
        for time in range(2):
            assert function(both)[time] == pytest.approx(function(both[time]), nan_ok=True)
    assert modularity(both, np.array([0, 1, 1])).shape == (2,)


def test_change() -> None:
    later = np.array([[5.0, 60, 10], [0, 0, 8], [10, 40, np.nan]])
    found = change(FLOWS, later)
    assert found.difference[0].tolist() == [0, 30, 0]
    assert found.ratio[0].tolist() == [1, 2, 1]
    assert np.isnan(found.ratio[1, 2])
    assert found.appeared.tolist() == [[False] * 3, [False, False, True], [False] * 3]
    assert found.vanished.tolist() == [[False] * 3, [True, False, False], [False] * 3]
    assert np.isnan(found.share).all()  # the later whole is not known


def test_fitted_to_totals() -> None:
    found = fitted_to_totals(1.0 - np.eye(3), np.array([6.0, 4, 2]), np.array([2.0, 4, 6]))
    assert found.sum(axis=1) == pytest.approx([6, 4, 2])
    assert found.sum(axis=0) == pytest.approx([2, 4, 6])
    assert np.diagonal(found).tolist() == [0, 0, 0]
    again = fitted_to_totals(FLOWS, FLOWS.sum(axis=1), FLOWS.sum(axis=0))
    assert again == pytest.approx(FLOWS)


def test_joint_flows_are_taken_apart() -> None:
    """北京→津冀 and 北京→天津 give 北京→河北; then 京津→河北 gives 天津→河北."""
    found = flow_table(
        {"110000→120000+130000": 748.7, "110000→120000": 150.0, "110000+120000→130000": 700.0, "110000→": 8536.9,
         "→130000": 1000.0, "130000→310000": 5.0, "120000+130000→110000": 9.0},
        UNITS,
    )  # fmt: skip
    assert found.matrix[0].tolist() == pytest.approx([np.nan, 150, 598.7], nan_ok=True)
    assert found.matrix[1, 2] == pytest.approx(101.3)
    assert [one.whole for one in found.deduced] == ["110000→120000+130000", "110000+120000→130000"]
    assert found.leaving.tolist() == pytest.approx([8536.9, np.nan, np.nan], nan_ok=True)
    assert found.arriving.tolist() == pytest.approx([np.nan, np.nan, 1000], nan_ok=True)
    assert found.joint == {"120000+130000→110000": 9.0}
    assert found.outside == {"130000→310000": 5.0}
    assert found.gaps == ()


def test_a_joint_flow_that_is_not_the_sum_of_its_parts_is_said() -> None:
    found = flow_table({"110000→120000+130000": 10.0, "110000→120000": 4.0, "110000→130000": 7.0}, UNITS)
    assert found.gaps == (Gap("110000→120000+130000", 10.0, 11.0),)
    below = flow_table({"110000→120000+130000": 10.0, "110000→120000": 14.0}, UNITS)
    assert below.gaps == (Gap("110000→120000+130000", 10.0, 14.0),)
    assert np.isnan(below.matrix[0, 2])
    assert below.joint == {"110000→120000+130000": 10.0}


@settings(deadline=None)
@given(networks(), st.integers(0, 5))
def test_any_one_part_follows_from_the_whole(flows: Floats, which: int) -> None:
    units = tuple("abcdef"[: len(flows)])
    hidden = units[which % len(units)]
    cells = {f"a→{unit}": float(flows[0, at]) for at, unit in enumerate(units) if unit != hidden}
    found = flow_table({**cells, f"a→{'+'.join(units)}": float(flows[0].sum())}, units)
    assert found.matrix[0] == pytest.approx(flows[0])
    assert found.deduced == (Deduced("a", hidden, found.matrix[0, units.index(hidden)], f"a→{'+'.join(units)}"),)
    assert not found.joint
    assert not found.gaps


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: strengths(-FLOWS), r"negative or infinite at \(0, 0\)"),
        (lambda: strengths(FLOWS[:2]), "shape"),
        (lambda: internal_share(FLOWS, np.array([True, False])), "members has the shape"),
        (lambda: internal_share(FLOWS, np.array([True] * 3), np.ones(3)), "exceed the total"),
        (lambda: modularity(FLOWS, np.zeros(2, dtype=np.int64)), "groups has the shape"),
        (lambda: change(FLOWS, FLOWS[:2, :2]), "later has the shape"),
        (lambda: evenness(np.ones((1, 1))), "at least 2"),
        (lambda: fitted_to_totals(FLOWS, np.ones(3), np.ones(3) * 2), "must be equal"),
        (lambda: fitted_to_totals(np.diag([0.0, 1, 1]), np.ones(3), np.ones(3)), "does not fit its totals"),
        (lambda: fitted_to_totals(FLOWS, np.array([1, np.nan, 1]), np.ones(3)), "leaving: missing"),
        (lambda: flow_table({"110000": 1.0}, UNITS), "“110000” is no flow"),
        (lambda: flow_table({"→": 1.0}, UNITS), "“→” is no flow"),
        (lambda: flow_table({"a→b→c": 1.0}, UNITS), "is no flow"),
        (lambda: flow_table({"110000→120000": -1.0}, UNITS), "negative or infinite at 110000→120000"),
        (lambda: flow_table({"110000→120000": float("nan")}, UNITS), "110000→120000"),
    ],
)
def test_what_is_refused(make: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        make()
