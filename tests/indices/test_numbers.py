"""Official index numbers: published cases to their rounding, fractions exactly, what holds of chains, links and parts."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.indices.reference import column, columns, needs_reference, number, rows
from xietong.core.errors import ValuesError
from xietong.indices.aggregation.means import arithmetic, geometric
from xietong.indices.numbers.chain import accumulated, chained, fixed_base, rebased
from xietong.indices.numbers.contribution import chain_contributions, contributions
from xietong.indices.numbers.diffusion import composite
from xietong.indices.numbers.growth import KINDS, grown, growth, volatility
from xietong.indices.numbers.link import HOW, linked
from xietong.indices.numbers.rounding import adding_up, printed

if TYPE_CHECKING:
    from xietong.core.panel import Floats

CASES = tomllib.loads((Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8"))
series = st.tuples(st.integers(2, 6), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.floats(1.0, 100.0))
)


def floats(cells: Any) -> Floats:
    """Fractions as text, to any depth."""
    return np.array([floats(cell) if isinstance(cell, list) else float(Fraction(cell)) for cell in cells])


# published


@needs_reference
def test_the_development_index_of_the_region_is_the_mean_of_its_five_in_every_complete_release() -> None:
    parts = columns("jjj_index_published.csv", ["innovation", "coordination", "green", "openness", "sharing"])
    totals = column("jjj_index_published.csv", "total")
    complete = ~np.isnan(parts).any(axis=1)
    assert complete.sum() == 6
    for mean, total, row in zip(
        arithmetic(parts, np.ones(5))[complete],
        totals[complete],
        np.array(rows("jjj_index_published.csv"))[complete],
        strict=True,
    ):
        decimals = len(row["total"].partition(".")[2])
        assert printed(mean, decimals) == Decimal(row["total"]), total


@needs_reference
def test_the_innovation_index_of_china_is_the_mean_of_its_four() -> None:
    parts = columns("cii_fields_published.csv", ["environment", "input", "output", "effect"])
    np.testing.assert_allclose(arithmetic(parts, np.ones(4)), column("cii_fields_published.csv", "total"), atol=0.051)


@needs_reference
def test_a_field_of_the_innovation_index_is_a_chain_of_symmetric_growth() -> None:
    file = "cii_environment_chain.csv"
    values, equal = columns(file, ["college", "gdp_pc", "informatization", "sci_share", "tax_firms"]), np.ones(5)
    index = chained(values, equal)
    assert np.abs(index - column(file, "field_published")).max() < 0.071
    for name, other in {
        "chain_symmetric": index,
        "chain_plain": chained(values, equal, "plain"),
        "chain_geometric": chained(values, equal, "log"),
        "level_mean": fixed_base(values, equal),
    }.items():
        np.testing.assert_allclose(other, column(file, name), rtol=1e-9, err_msg=name)
    # the other formulas do not reproduce what was published
    assert np.abs(chained(values, equal, "plain") - column(file, "field_published")).max() > 1


@needs_reference
def test_contribution_rates_to_the_index_of_new_drivers() -> None:
    file = "nei_2024_contribution.csv"
    end = column(file, "index_2024")
    start = end / (1 + column(file, "growth_pct") / 100)
    found = contributions(start, end, column(file, "weight_rounded"))
    np.testing.assert_allclose(found.percent, column(file, "contribution_pct"), atol=0.08)
    assert found.percent.sum() == pytest.approx(100.0, abs=1e-12)


@needs_reference
def test_the_purchasing_managers_index_to_its_printed_decimal() -> None:
    parts = columns(
        "pmi_nbs.csv", ["new_orders", "production", "employment", "supplier_delivery", "raw_material_inventory"]
    )
    index = composite(parts, np.array([30.0, 25, 20, 15, 10]), [False, False, False, True, False])
    assert [printed(one) for one in index] == [Decimal(row["pmi_published"]) for row in rows("pmi_nbs.csv")]
    np.testing.assert_allclose(index, [number(row["pmi_calc"]) for row in rows("pmi_nbs.csv")], rtol=1e-9)


# by hand


@pytest.mark.parametrize("case", CASES["growth"], ids=lambda case: case["reason"])
def test_growth(case: dict[str, Any]) -> None:
    assert growth(floats(case["values"]), case["kind"]) == pytest.approx(floats(case["rates"]), rel=1e-15)


@pytest.mark.parametrize("case", CASES["chain"], ids=lambda case: case["reason"])
def test_chains(case: dict[str, Any]) -> None:
    found = chained(floats(case["values"]), floats(case["weights"]), case["kind"])
    assert found == pytest.approx(floats(case["index"]), rel=1e-14)


def test_a_missing_child_does_not_move_a_chain_but_moves_a_fixed_base() -> None:
    values = np.array([[10.0, 10.0], [20.0, 10.0], [20.0, np.nan], [20.0, np.nan]])
    index = chained(values, np.ones(2))
    assert index[1] == index[2] == index[3]
    assert fixed_base(values, np.ones(2)).tolist() == [100.0, 150.0, 200.0, 200.0]
    broken = chained(np.array([[10.0], [np.nan], [12.0]]), np.ones(1))
    assert broken[0] == 100.0
    assert np.isnan(broken[1:]).all()


def test_weights_that_change_hold_for_their_step() -> None:
    values = np.array([[10.0, 10.0], [20.0, 10.0], [20.0, 30.0]])
    index = chained(values, np.array([[1.0, 0.0], [0.0, 1.0]]), "plain")
    assert index == pytest.approx([100.0, 200.0, 600.0])


def test_another_base() -> None:
    months = np.array([98.0, 102.0, 110.0, np.nan])
    assert rebased(months, [0, 1])[:3] == pytest.approx([98.0, 102.0, 110.0])
    assert rebased(months, 2)[0] == pytest.approx(98 / 1.1)
    assert fixed_base(np.array([[2.0, 8.0], [8.0, 8.0]]), np.ones(2), mean="geometric")[1] == pytest.approx(200.0)
    with pytest.raises(ValuesError, match="time 4"):
        rebased(months, 3)


def test_levels_from_published_rates() -> None:
    assert accumulated(np.array([10.0, -10.0])) == pytest.approx([100.0, 110.0, 99.0])
    assert accumulated(np.array([40.0]), "symmetric") == pytest.approx([100.0, 150.0])


def test_links() -> None:
    older = np.array([100.0, 110.0, 120.0, np.nan])
    newer = np.array([np.nan, 220.0, 242.0, 250.0])
    found = linked(older, newer)
    assert found.factor == float(Fraction(462, 230))
    assert found.values.tolist() == [100.0 * 462 / 230, 220.0, 242.0, 250.0]
    assert found.overlap == (1, 2)
    assert linked(older, newer, "geometric").factor == pytest.approx((2 * 242 / 120) ** 0.5)
    assert linked(older, newer, "difference").values[0] == pytest.approx(100 + (110 + 122) / 2)


# in general


@settings(deadline=None)
@given(values=series, kind=st.sampled_from(KINDS))
def test_growth_and_level_undo_each_other(values: Floats, kind: str) -> None:
    np.testing.assert_allclose(grown(values[:-1], growth(values, kind), kind), values[1:], rtol=1e-9)


@settings(deadline=None)
@given(values=series, kind=st.sampled_from(["symmetric", "log"]))
def test_a_chain_of_these_comes_back_with_its_values(values: Floats, kind: str) -> None:
    """Up and down by the same steps ends where it began; plain growth drifts upwards instead."""
    there_and_back = np.concatenate([values, values[-2::-1]])
    weights = np.arange(1.0, values.shape[1] + 1)
    assert chained(there_and_back, weights, kind)[-1] == pytest.approx(100.0, rel=1e-9)
    assert chained(there_and_back, weights, "plain")[-1] >= 100.0 - 1e-9


@settings(deadline=None)
@given(values=series, kind=st.sampled_from(KINDS), factor=st.floats(0.1, 10.0))
def test_a_chain_does_not_depend_on_the_units_of_measurement(values: Floats, kind: str, factor: float) -> None:
    weights = np.ones(values.shape[1])
    scaled = values * np.array([factor] + [1.0] * (values.shape[1] - 1))
    np.testing.assert_allclose(chained(scaled, weights, kind), chained(values, weights, kind), rtol=1e-9)


@settings(deadline=None)
@given(values=series, kind=st.sampled_from(KINDS))
def test_contributions_to_a_chain_add_up_to_every_step_and_to_the_span(values: Floats, kind: str) -> None:
    weights = np.arange(1.0, values.shape[1] + 1)
    index = chained(values, weights, kind)
    found = chain_contributions(values, weights, kind)
    np.testing.assert_allclose(found.change, np.diff(index), rtol=1e-9, atol=1e-9)
    assert found.points.sum() == pytest.approx(index[-1] - index[0], rel=1e-9, abs=1e-9)
    np.testing.assert_allclose(found.pull.sum(axis=1), growth(index, "plain"), rtol=1e-9, atol=1e-9)


@settings(deadline=None)
@given(values=series, mean=st.sampled_from(["arithmetic", "geometric"]))
def test_contributions_to_a_mean_add_up(values: Floats, mean: str) -> None:
    weights = np.arange(1.0, values.shape[1] + 1)
    whole = {"arithmetic": arithmetic, "geometric": geometric}[mean](values, weights)
    found = contributions(values[:-1], values[1:], weights, mean)
    np.testing.assert_allclose(found.change, np.diff(whole), rtol=1e-9, atol=1e-9)
    sums = found.percent.sum(axis=-1)
    np.testing.assert_allclose(sums[~np.isnan(sums)], 100.0, rtol=1e-9)


def test_a_chain_with_a_missing_child_gives_it_no_part() -> None:
    values = np.array([[10.0, 10.0], [12.0, np.nan], [np.nan, np.nan]])
    found = chain_contributions(values, np.ones(2), "plain")
    assert found.points[0].tolist() == pytest.approx([20.0, 0.0])
    assert np.isnan(found.points[1]).all()


@settings(deadline=None)
@given(
    older=arrays(np.float64, 5, elements=st.floats(1, 100)),
    newer=arrays(np.float64, 5, elements=st.floats(1, 100)),
    how=st.sampled_from(HOW),
)
def test_a_link_keeps_the_newer_piece_and_the_movements_of_the_older(older: Floats, newer: Floats, how: str) -> None:
    newer[:2], older[4] = np.nan, np.nan
    found = linked(older, newer, how).values
    np.testing.assert_array_equal(found[2:], newer[2:])
    moved = (
        (found[1] - found[0], older[1] - older[0])
        if how == "difference"
        else (found[1] / found[0], older[1] / older[0])
    )
    assert moved[0] == pytest.approx(moved[1], rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(parts=st.lists(st.floats(-50, 100), min_size=1, max_size=8), decimals=st.integers(0, 2))
def test_rounded_parts_add_up_and_are_off_by_less_than_a_unit(parts: list[float], decimals: int) -> None:
    rounded = adding_up(parts, decimals)
    exact = [Decimal(f"{part:.10f}") for part in parts]
    assert sum(rounded) == printed(float(sum(exact)), decimals) or abs(sum(exact) * 10**decimals % 1) == Decimal("0.5")
    for part, mine in zip(exact, rounded, strict=True):
        assert abs(part - mine) < Decimal(1).scaleb(-decimals)


def test_rounding_by_hand() -> None:
    assert printed(49.15) == Decimal("49.2")  # 49.15 is less than that in binary
    assert printed(-49.15) == Decimal("-49.2")
    assert adding_up([100 / 3] * 3) == (Decimal("33.4"), Decimal("33.3"), Decimal("33.3"))


def test_weights_by_volatility() -> None:
    rates = np.array([[1.0, 10.0], [-1.0, -10.0], [np.nan, 0.0]])
    inverse = np.array([1 / 2**0.5, 1 / 10.0])
    assert volatility(rates) == pytest.approx(inverse / inverse.sum())
    with pytest.raises(ValuesError, match="children 2"):
        volatility(np.array([[1.0, 2.0], [2.0, 2.0]]))


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: growth(np.array([1.0, -1.0])), "lowest value is -1"),
        (lambda: growth(np.array([0.0, 0.0])), "twice running"),
        (lambda: growth(np.array([0.0, 1.0]), "plain"), "above zero"),
        (lambda: chained(np.array([[0.0], [1.0]]), np.ones(1)), "symmetric growth of 200"),
        (lambda: accumulated(np.array([-100.0])), "above −100"),
        (lambda: linked(np.array([1.0, np.nan]), np.array([np.nan, 2.0])), "no time in common"),
        (lambda: linked(np.array([1.0]), np.array([0.0])), "above zero"),
        (lambda: linked(np.array([1.0]), np.array([1.0, 2.0])), "2 numbers"),
        (lambda: contributions(np.array([1.0, np.nan]), np.ones(2), np.ones(2)), "cannot be divided"),
        (lambda: contributions(np.array([1.0, 0.0]), np.ones(2), np.ones(2), "geometric"), "above zero"),
    ],
)
def test_refusals(act: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        act()
