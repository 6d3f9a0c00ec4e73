"""Measures of disparity: published cases, exact fractions, other packages, and what must hold for any incomes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inequality.atkinson import Atkinson
from inequality.gini import Gini
from inequality.theil import Theil, TheilD

from tests.regional.published import FOLDER, needed, rows
from xietong.core.errors import ValuesError
from xietong.regional.disparity.entropy import atkinson, generalised_entropy, theil_l, theil_t
from xietong.regional.disparity.gini import dagum, gini
from xietong.regional.disparity.nested import nested
from xietong.regional.disparity.variation import variation, williamson

incomes = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=40)
MEASURES = (
    gini,
    theil_t,
    theil_l,
    variation,
    lambda x: generalised_entropy(x, 2),
    lambda x: atkinson(x, 0.5),
    lambda x: atkinson(x, 1),
    lambda x: atkinson(x, 2),
)


@needed
def test_published_gini_and_theil_of_countries() -> None:
    table = rows("ineq_input.csv")
    lines = (FOLDER / "ineq_gini_theil.txt").read_text().replace("Very High", "VeryHigh").splitlines()
    head, shares = lines[: lines.index("contributions")], lines[lines.index("contributions") + 1 :]
    want, part = ({w.split()[0]: float(w.split()[1]) for w in block if w} for block in (head, shares))
    y, groups = [float(row["y"]) for row in table], [row["group"].replace(" ", "") for row in table]
    found = nested(y, [groups])
    assert gini(y).value == pytest.approx(want["gini0"], rel=1e-12)
    assert gini(y).used == want["n"]
    for name, value in {"T": found.total, "Tb": found.between[0], "Tw": found.within}.items():
        assert value == pytest.approx(want[name], rel=1e-12)
    level = found.levels[0]
    for at, group in enumerate(level.groups):
        assert level.entropy[at] == pytest.approx(want[group], rel=1e-12)
        assert level.contribution[at] / found.total == pytest.approx(part[group], rel=1e-12)
    assert found.within / found.total == pytest.approx(part["Tw"], rel=1e-12)


def exact_dagum(x: list[int], groups: str) -> dict[str, Fraction]:
    """Dagum's definitions, pair by pair, in fractions."""
    n, mean = len(x), Fraction(sum(x), len(x))
    of = {g: [v for v, h in zip(x, groups, strict=True) if h == g] for g in dict.fromkeys(groups)}
    mu = {g: Fraction(sum(v), len(v)) for g, v in of.items()}

    def pair(j: str, h: str) -> Fraction:
        total = sum(abs(a - b) for a in of[j] for b in of[h])
        return Fraction(total, len(of[j]) * len(of[h])) / (mu[j] + mu[h]) if total else Fraction(0)

    p = {g: Fraction(len(v), n) for g, v in of.items()}
    s = {g: p[g] * mu[g] / mean for g in of}
    parts = {
        "within": sum((pair(g, g) * p[g] * s[g] for g in of), Fraction(0)),
        "net": Fraction(0),
        "over": Fraction(0),
    }
    for j in of:
        for h in of:
            if (mu[j], j) > (mu[h], h):
                d = sum(max(a - b, 0) for a in of[j] for b in of[h])
                q = sum(max(b - a, 0) for a in of[j] for b in of[h])
                affluence = Fraction(d - q, d + q) if d + q else Fraction(0)
                gross = pair(j, h) * (p[j] * s[h] + p[h] * s[j])
                parts["net"] += gross * affluence
                parts["over"] += gross * (1 - affluence)
    return parts


@pytest.mark.parametrize(
    ("x", "groups"),
    [
        ([1, 2, 3, 2, 4, 6, 9], "AAABBBB"),
        ([5, 1, 1, 7, 3, 3, 20], "ABCABCA"),
        ([2, 2, 2, 2], "AABB"),
        ([0, 0, 1, 4], "AABC"),
    ],
)
def test_dagum_is_what_fractions_give(x: list[int], groups: str) -> None:
    want, found = exact_dagum(x, groups), dagum(x, list(groups))
    assert found.within == pytest.approx(float(want["within"]), abs=1e-15)
    assert found.net_between == pytest.approx(float(want["net"]), abs=1e-15)
    assert found.transvariation == pytest.approx(float(want["over"]), abs=1e-15)
    assert found.gini == pytest.approx(float(sum(want.values())), abs=1e-15)


def test_the_tiny_case_of_dagum() -> None:
    """G = 68/189 and Gw = 1/7, known beforehand; the pair has G = 41/87 and D = 39/41."""
    found = dagum([1, 2, 3, 2, 4, 6, 9], list("AAABBBB"))
    exact = (68 / 189, 1 / 7, 13 / 63, 2 / 189)
    assert (found.gini, found.within, found.net_between, found.transvariation) == pytest.approx(exact, abs=1e-15)
    assert found.pair_gini[0, 1] == pytest.approx(41 / 87)
    assert found.pair_affluence[0, 1] == pytest.approx(39 / 41)
    assert found.gross_between == pytest.approx(found.gini - found.within)


@settings(deadline=None)
@given(incomes)
def test_other_packages_agree(x: list[float]) -> None:
    y = np.array(x)
    assert gini(y).value == pytest.approx(Gini(y.copy()).g, abs=1e-11)
    # inequality.Theil takes n-times shares: the same T; near equality its T is rounding of either sign
    assert theil_t(y).value == pytest.approx(Theil(y).T, abs=1e-11)
    for epsilon in (0.5, 1, 2):
        assert atkinson(y, epsilon).value == pytest.approx(Atkinson(y, epsilon).A, abs=1e-9)


@settings(deadline=None)
@given(incomes, st.integers(0, 10**6))
def test_theil_by_groups_agrees(x: list[float], seed: int) -> None:
    groups = np.random.default_rng(seed).integers(0, 3, len(x))
    other, found = TheilD(np.array(x), groups), nested(x, [groups])
    assert found.between[0] == pytest.approx(float(other.bg[0]), abs=1e-10)
    assert found.within == pytest.approx(float(other.wg[0]), abs=1e-10)


@pytest.mark.parametrize("measure", MEASURES)
@settings(deadline=None)
@given(x=incomes, factor=st.floats(1e-3, 1e3))
def test_the_unit_of_money_is_of_no_matter(measure: Any, x: list[float], factor: float) -> None:
    assert measure(np.array(x) * factor).value == pytest.approx(measure(x).value, abs=1e-9)


@pytest.mark.parametrize("measure", [m for m in MEASURES if m is not variation])
@settings(deadline=None)
@given(x=incomes, times=st.integers(2, 4))
def test_replicating_the_population_changes_nothing(measure: Any, x: list[float], times: int) -> None:
    assert measure(x * times).value == pytest.approx(measure(x).value, abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@settings(deadline=None)
@given(x=st.lists(st.floats(1, 1e4), min_size=3, max_size=20, unique=True), share=st.floats(0.05, 0.45))
def test_a_transfer_from_rich_to_poor_lessens_disparity(measure: Any, x: list[float], share: float) -> None:
    y = np.sort(np.array(x))
    before, gap = measure(y).value, y[-1] - y[0]
    y[0], y[-1] = y[0] + share * gap, y[-1] - share * gap
    assert measure(y).value <= before + 1e-12


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 1e5), st.integers(1, 6)), min_size=2, max_size=15))
def test_a_weight_is_so_many_equal_units(pairs: list[tuple[float, int]]) -> None:
    x, w = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    many = np.repeat(x, w.astype(int))
    for measure in (
        gini,
        theil_t,
        theil_l,
        lambda a, b=None: generalised_entropy(a, -1, b),
        lambda a, b=None: atkinson(a, 2, b),
    ):
        assert measure(x, w).value == pytest.approx(measure(many).value, abs=1e-9)
    assert williamson(x, w).value == pytest.approx(variation(many, ddof=0).value, abs=1e-9)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.01, 1e5), st.floats(0.1, 100), st.integers(0, 3)), min_size=2, max_size=25),
    st.sampled_from([-1.0, 0.0, 0.3, 1.0, 2.0]),
)
def test_parts_sum_to_the_whole(units: list[tuple[float, float, int]], alpha: float) -> None:
    """Regions hold two provinces each; each part is computed by itself, none as what is left."""
    x, w, code = (np.array(column) for column in zip(*units, strict=True))
    found = nested(x, [code // 2, code], w, alpha)
    assert sum(found.between) + found.within == pytest.approx(found.total, rel=1e-9, abs=1e-10)
    assert found.total == pytest.approx(generalised_entropy(x, alpha, w).value, abs=1e-12)
    assert min(*found.between, found.within) >= 0
    groups = dagum(x, code, w)
    assert groups.within + groups.net_between + groups.transvariation == pytest.approx(groups.gini, abs=1e-10)
    assert groups.gini == pytest.approx(gini(x, w).value, abs=1e-10)


def test_two_stage_nested_theil_in_fractions() -> None:
    """Four cities in three provinces in two regions, every term written out (Akita 2003)."""
    income, people = [6.0, 2.0, 3.0, 1.0], [2.0, 1.0, 1.0, 2.0]
    found = nested(np.divide(income, people), [["R", "R", "R", "S"], ["P", "P", "Q", "T"]], people)

    def term(part: float, heads: float) -> float:
        return float(part * np.log(part / heads))

    regions = term(11 / 12, 4 / 6) + term(1 / 12, 2 / 6)
    provinces = 11 / 12 * (term(8 / 11, 3 / 4) + term(3 / 11, 1 / 4))
    cities = 8 / 12 * (term(6 / 8, 2 / 3) + term(2 / 8, 1 / 3))
    assert [float(part) for part in found.between] == pytest.approx([regions, provinces])
    assert found.within == pytest.approx(cities)
    one = nested(np.divide(income, people), [["R", "R", "R", "S"]], people)
    assert one.within == pytest.approx(provinces + cities)


@settings(deadline=None)
@given(incomes)
def test_entropy_and_atkinson_pass_smoothly_through_their_limits(x: list[float]) -> None:
    for limit in (0.0, 1.0):
        assert generalised_entropy(x, limit + 1e-7).value == pytest.approx(
            generalised_entropy(x, limit).value, rel=1e-4, abs=1e-9
        )
    assert atkinson(x, 1 + 1e-7).value == pytest.approx(atkinson(x, 1).value, rel=1e-4, abs=1e-9)


def test_nearly_equal_incomes_keep_their_digits() -> None:
    """1 and 1 + 2e-6: T ≈ L ≈ GE(2) ≈ d²/8 with d = 2e-6; a formula that subtracts ones would give noise."""
    x = [1.0, 1.0 + 2e-6]
    for alpha in (-1, 0, 0.3, 0.7, 1, 2):
        assert generalised_entropy(x, alpha).value == pytest.approx(0.5e-12, rel=1e-3)
    assert gini(x).value == pytest.approx(0.5e-6, rel=1e-5)


def test_small_sample_correction_by_name() -> None:
    x = [1, 2, 3, 2, 4, 6, 9]
    assert gini(x, correction="deltas").value == pytest.approx(68 / 189 * 7 / 6)
    assert np.isnan(gini([5.0], correction="deltas").value)
    with pytest.raises(ValuesError, match="jackknife"):
        gini(x, correction="jackknife")  # type: ignore[arg-type]


def test_missing_units_are_left_out_and_counted_for_each_year() -> None:
    panel = np.array([[1.0, np.nan, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0], [np.nan] * 4])
    found = gini(panel)
    assert found.value[:2] == pytest.approx([float(gini(x).value) for x in ([1, 3, 4], [1, 2, 3, 4])])
    assert np.isnan(found.value[2])
    assert found.used.tolist() == [3, 4, 0]
    assert found.dropped.tolist() == [1, 0, 4]
    by_year = dagum(panel, list("ABAB"))
    assert by_year.gini[:2] == pytest.approx(found.value[:2])
    assert np.isnan(by_year.gini[2])
    assert theil_t([1, 2, 3], [1, np.nan, 1]).value == pytest.approx(theil_t([1, 3]).value)


def test_a_group_without_units_says_nothing() -> None:
    found = dagum([1.0, 2.0, np.nan], ["A", "A", "B"])
    assert found.within == pytest.approx(found.gini)
    assert np.isnan(found.pair_gini[0, 1])
    assert np.isnan(nested([1.0, 2.0, np.nan], [["A", "A", "B"]]).levels[0].entropy[1])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gini([1, -2, 3]), r"1 negative value.*\(1\)"),
        (lambda: gini([0, 0]), "sums to zero"),
        (lambda: gini([1, np.inf]), "infinite"),
        (lambda: gini([1, 2], [1, 2, 3]), "shape"),
        (lambda: gini([1, 2], [0, 0]), "weights sums to zero"),
        (lambda: theil_l([0, 1]), "not above zero"),
        (lambda: atkinson([0, 1], 1), "not above zero"),
        (lambda: atkinson([1, 2], 0), "epsilon is 0"),
        (lambda: generalised_entropy([1, 2], np.inf), "alpha is inf"),
        (lambda: dagum([1, 2], ["A"]), r"shape \(1,\), not \(2,\)"),
        (lambda: nested([1, 2, 3], [["R", "S", "S"], ["P", "P", "Q"]]), "'P' lies in both 'R' and 'S'"),
        (lambda: nested([1, 2], []), "levels"),
        (lambda: variation([1, 2], ddof=2), "ddof"),
    ],
)
def test_what_is_refused_is_named(call: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words) as caught:
        call()
    assert caught.value.sentence("zh") != caught.value.sentence("en")


def test_zeros_where_the_measure_bears_them() -> None:
    assert theil_t([0, 1]).value == pytest.approx(np.log(2))
    assert generalised_entropy([0, 1], 0.3).value == pytest.approx(((0.5 * 2**0.3) - 1) / (0.3 * -0.7))
    assert generalised_entropy([0, 1], 2).value == pytest.approx(0.5)
    assert atkinson([0, 1], 0.5).value == pytest.approx(0.5)
    assert gini([0, 0, 0, 1]).value == pytest.approx(0.75)
