"""A score opens into parts that sum to it; a change into effects that sum to it; a rise is what the engine says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.indices import coinr
from xietong.core.panel import Panel
from xietong.indices.change import change
from xietong.indices.explain import attribution, opened, principal, through
from xietong.indices.framework_read import from_table
from xietong.indices.rise import rises
from xietong.indices.run import Result, run

POSITIVE = st.floats(1, 100).map(lambda value: round(value, 2))
METHODS = ["arithmetic", "geometric", "harmonic", "copeland", "topsis", "mpi", {"method": "generalised", "power": 3.0}]


def table(
    top: Any = "arithmetic", inner: Any = "arithmetic", steps: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Two groups of two and three indicators, values as they are unless steps are given."""
    return {
        "code": "X", "zh": "指数", "en": "index", "partial": True, "weights": {"method": "manual", "sum": "relative"},
        "step": steps if steps is not None else [{"do": "normalise", "method": "none"}],
        "node": [
            {"code": "X", "aggregate": top}, {"code": "P", "parent": "X", "weight": 2.0, "aggregate": inner},
            {"code": "Q", "parent": "X", "weight": 3.0, "aggregate": inner},
        ],
        "indicator": [
            {"code": "a", "parent": "P", "weight": [{"value": 1.0, "valid_to": "2020"}, {"value": 3.0, "valid_from": "2021"}]},
            {"code": "b", "parent": "P", "weight": 2.0}, {"code": "c", "parent": "Q", "weight": 1.0},
            {"code": "d", "parent": "Q", "weight": 1.0}, {"code": "e", "parent": "Q", "weight": 4.0},
        ],
    }  # fmt: skip


def result(values: Any, **said: Any) -> Result:
    """The index over units u, v, w … in 2020 and 2021."""
    units = tuple("uvwxyz"[: values.shape[1]])
    return run(from_table(table(**said)), Panel(units, ("2020", "2021"), tuple("abcde"), values))


VALUES = arrays.arrays(np.float64, (2, 4, 5), elements=POSITIVE)


def test_parts_of_an_arithmetic_mean_are_exact() -> None:
    """In fractions: 2/5·(1/3·3 + 2/3·6) + 3/5·(1/6·1 + 1/6·2 + 4/6·8)."""
    values = np.tile([3.0, 6.0, 1.0, 2.0, 8.0], (2, 2, 1))
    values[:, 1] += 1
    found = through(result(values), "u", "2020")
    exact = {"a": Fraction(2, 5), "b": Fraction(8, 5), "c": Fraction(1, 10), "d": Fraction(1, 5), "e": Fraction(16, 5)}
    assert found.start == 0
    assert found.points == pytest.approx({code: float(value) for code, value in exact.items()}, rel=1e-15)
    assert found.score == pytest.approx(float(sum(exact.values())), rel=1e-15)


@settings(max_examples=40, deadline=None)
@given(VALUES, st.sampled_from(METHODS), st.sampled_from(METHODS), st.booleans())
def test_points_sum_to_the_score_whatever_the_method(values: Any, top: Any, inner: Any, gap: bool) -> None:
    """At every node and through all levels, also where a value is missing."""
    if gap:
        values[0, 0, 4] = np.nan
    made = result(values, top=top, inner="geometric" if inner in ("copeland", "topsis") else inner)
    for code in ("X", "P", "Q"):
        one = opened(made, "u", "2020", code)
        assert one.start + sum(part.points for part in one.parts) == pytest.approx(one.score, abs=1e-9)
        assert one.missing == (("e",) if gap and code == "Q" else ())
    whole = through(made, "u", "2020")
    assert whole.start + sum(whole.points.values()) == pytest.approx(whole.score, abs=1e-9)
    assert set(whole.points) == set("abcd") | (set() if gap else {"e"})


def test_each_method_has_a_named_attribution() -> None:
    """Weighted, logarithmic, and Shapley for all others."""
    values = np.random.default_rng(1).uniform(1, 9, (2, 4, 5))
    named = {str(method): opened(result(values, top=method), "u", "2020").attribution for method in METHODS}
    assert list(named.values()) == ["weighted", "logarithmic", *["shapley"] * 5]
    assert attribution(from_table(table(top="grey")).nodes[0]) == "shapley"


def test_shapley_of_a_sum_is_what_each_adds() -> None:
    """A generalised mean of power 1 is arithmetic: what each child adds to the usual is its weight times its distance."""
    values = np.random.default_rng(2).uniform(1, 9, (2, 4, 5))
    made = result(values, inner={"method": "generalised", "power": 1.0})
    one = opened(made, "v", "2021", "Q")
    distance = values[1, 1, 2:] - values[1, :, 2:].mean(axis=0)
    np.testing.assert_allclose([part.points for part in one.parts], np.array([1, 1, 4]) / 6 * distance, rtol=1e-10)


def test_many_children_are_shared_out_in_fixed_orders() -> None:
    """Twelve children under a harmonic mean: the sum is exact, twice the same, and equal children get about the same."""
    codes = tuple("abcdefghijkl")
    said = {
        "code": "X", "zh": "指数", "en": "index", "step": [{"do": "normalise", "method": "none"}],
        "node": [{"code": "X", "aggregate": "harmonic"}],
        "indicator": [{"code": code, "parent": "X"} for code in codes], "weights": {"method": "equal"},
    }  # fmt: skip
    values = np.random.default_rng(3).uniform(1, 9, (1, 5, 12))
    values[0, :, 1] = values[0, :, 0]
    made = run(from_table(said), Panel(tuple("uvwxy"), ("2020",), codes, values))
    one, again = opened(made, "u", "2020"), opened(made, "u", "2020")
    assert one == again
    assert one.start + sum(part.points for part in one.parts) == pytest.approx(one.score, abs=1e-12)
    assert one.parts[0].points == pytest.approx(one.parts[1].points, rel=0.15)


@settings(max_examples=40, deadline=None)
@given(VALUES, st.sampled_from(METHODS), st.booleans(), st.sampled_from(["X", "Q"]))
def test_effects_sum_to_the_change(values: Any, top: Any, gap: bool, code: str) -> None:
    """Value, weight and coverage effects with the rest; no rest under arithmetic means."""
    if gap:
        values[1, 0, 3] = np.nan
    found = change(result(values, top=top), "u", "2020", "2021", code)
    parts = sum(one.value + one.coverage for one in found.effects) + found.weights + found.rest
    assert parts == pytest.approx(found.after - found.before, abs=1e-9)
    if top == "arithmetic" or code == "Q":
        assert found.rest == pytest.approx(0, abs=1e-9)
        assert found.weights == pytest.approx(sum(one.weight for one in found.effects), abs=1e-12)
    came = {one.code for one in found.effects if one.coverage}
    assert came <= ({"d"} if gap else set())


def test_weights_alone_change_a_score_too() -> None:
    """The same values twice: everything is weight, of the two whose weights changed; 1/3 of P to 3/5."""
    values = np.tile(np.random.default_rng(4).uniform(1, 9, (1, 4, 5)), (2, 1, 1))
    found = change(result(values), "u", "2020", "2021")
    effects = {one.code: one for one in found.effects}
    a, b = values[0, 0, :2]
    assert effects["a"].weight == pytest.approx(0.4 * a * (3 / 5 - 1 / 3))
    assert effects["b"].weight == pytest.approx(0.4 * b * (2 / 5 - 2 / 3))
    assert all(one.value == 0 for one in found.effects)
    assert found.after - found.before == pytest.approx(found.weights)


STEPS = [[{"do": "normalise", "method": "minmax", "across": "all"}], [{"do": "normalise", "method": "zscore"}],
         [{"do": "normalise", "method": "rank"}]]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(VALUES, st.sampled_from(STEPS), st.sampled_from(["arithmetic", "copeland"]))
def test_what_lifts_a_rank_does_and_less_does_not(values: Any, steps: Any, top: Any) -> None:
    """Computed with the whole engine: at the value given the rank is better, a thousandth short of it it is not."""
    assume(all(len(set(values[:, :, at].ravel())) == 8 for at in range(5)))
    made = result(values, steps=steps, top=top)
    last = made.panel.units[int(np.argmax(made.rank_of("X")[0]))]
    for one in rises(made, last, "2020"):
        if np.isnan(one.needed):
            continue

        def rank(needed: float, code: str = one.code) -> float:
            changed = values.copy()
            changed[0, made.panel.units.index(last), "abcde".index(code)] = needed
            again = result(changed, steps=steps, top=top)
            return float(again.rank_of("X")[0, made.panel.units.index(last)])

        now = float(made.rank_of("X")[0, made.panel.units.index(last)])
        assert one.rank == rank(one.needed) < now
        assert rank(one.value + 0.999 * one.by) >= now


def test_the_first_has_nothing_to_rise_to() -> None:
    """Nor has a unit without a rank."""
    values = np.random.default_rng(5).uniform(1, 9, (2, 4, 5))
    made = result(values)
    first = made.panel.units[int(np.argmin(made.rank_of("X")[0]))]
    assert rises(made, first, "2020") == ()


def test_the_principal_node_is_the_index_or_the_fullest_with_scores() -> None:
    """Without c, d and e the index of full coverage has no score: P stands for it."""
    said = table()
    said["node"][0]["aggregate"] = {"method": "arithmetic", "enough": 1.0}
    values = np.random.default_rng(6).uniform(1, 9, (2, 4, 2))
    made = run(from_table(said), Panel(tuple("uvwx"), ("2020", "2021"), ("a", "b"), values))
    assert made.uncovered == ("c", "d", "e", "X", "Q")
    assert principal(made) == "P"
    assert principal(result(np.random.default_rng(6).uniform(1, 9, (2, 4, 5)))) == "X"


@coinr.needs_folder
def test_asem_opens_to_the_last_indicator() -> None:
    """With denomination, imputation, screening and treatment: the parts of every unit sum to its index."""
    made = coinr.base()
    for unit in made.panel.units[::10]:
        found = through(made, unit, made.panel.times[0])
        assert found.start + sum(found.points.values()) == pytest.approx(found.score, rel=1e-12)
