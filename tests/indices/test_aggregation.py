"""Aggregation that compares units: reference tools, textbook cases, exact fractions, and what holds in general."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pymcdm.methods
import pymcdm.normalizations
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.indices.reference import FOLDER, aggregated, column, columns, needs_reference, nodes, rows
from xietong.core.errors import ValuesError
from xietong.indices.aggregation import doubt, grey, mazziotta, ordered, outrank, ranksum, topsis
from xietong.indices.aggregation.means import arithmetic
from xietong.indices.combine import AGGREGATIONS

if TYPE_CHECKING:
    from xietong.core.panel import Floats

TABLE = np.array([[3.0, 1.0, 8.0], [2.0, 5.0, 4.0], [9.0, 5.0, 1.0], [4.0, 2.0, 6.0]])
WEIGHTS = np.array([0.5, 0.25, 0.25])
tables = st.tuples(st.integers(3, 6), st.integers(2, 4)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(1, 50).map(float), unique=True)
)


def run(name: str, values: Floats, weights: Floats, **parameters: Any) -> Floats:
    return AGGREGATIONS[name].function(values, weights, **parameters)


# the reference tool


@needs_reference
def test_copeland_scores_and_the_outranking_matrix_of_the_reference_tool() -> None:
    for code, scores in aggregated("norm_minmax_1_100.csv", [outrank.copeland] * 3).items():
        np.testing.assert_array_equal(scores, column("agg_copeland.csv", code), err_msg=code)
    indicators = nodes(1)
    matrix = outrank.outranking(columns("norm_minmax_1_100.csv", indicators), np.ones(len(indicators)))
    units = [row["uCode"] for row in rows("agg_copeland.csv")]
    np.testing.assert_allclose(matrix, columns("outrank_L1.csv", units), rtol=1e-9)


# textbook cases and exact ones


@needs_reference
def test_topsis_of_a_textbook() -> None:
    case = json.loads((FOLDER / "published" / "mcdm_textbook.json").read_text(encoding="utf-8"))[
        "topsis_tzeng_huang_2011"
    ]
    scores = topsis.topsis(np.array(case["matrix"], dtype=np.float64), np.array(case["weights"]))
    np.testing.assert_allclose(scores, case["closeness"], atol=0.001)
    assert (np.argsort(np.argsort(-scores)) + 1).tolist() == case["rank"]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("vector", "vector_normalization"),
        ("minmax", "minmax_normalization"),
        ("sum", "sum_normalization"),
        ("max", "linear_normalization"),
    ],
)
def test_topsis_of_pymcdm(ours: str, theirs: str) -> None:
    oracle = pymcdm.methods.TOPSIS(getattr(pymcdm.normalizations, theirs))
    expected = oracle(TABLE, WEIGHTS, np.ones(3))
    np.testing.assert_allclose(topsis.topsis(TABLE, WEIGHTS, normalise=ours), expected, rtol=1e-9)


def test_topsis_of_pymcdm_with_what_is_better_when_less() -> None:
    """Direction is taken out of the values beforehand, as a sign."""
    signs = np.array([1.0, -1.0, 1.0])
    expected = pymcdm.methods.TOPSIS(pymcdm.normalizations.minmax_normalization)(TABLE, WEIGHTS, signs)
    np.testing.assert_allclose(topsis.topsis(TABLE * signs, WEIGHTS, normalise="minmax"), expected, rtol=1e-9)


def test_topsis_exactly() -> None:
    """Manhattan distances stay rational: weights ½ ½ of min–max (0, 1), (½, ½), (1, 0) and of one that is best in both."""
    values = np.array([[0.0, 2.0], [1.0, 1.0], [2.0, 0.0], [2.0, 2.0]])
    scores = topsis.topsis(values, np.array([1.0, 1.0]), normalise="minmax", distance="manhattan")
    assert scores.tolist() == [0.5, 0.5, 0.5, 1.0]
    weighed = topsis.topsis(values, np.array([3.0, 1.0]), normalise="minmax", weigh="distances")
    assert weighed[0] == pytest.approx(1 / (1 + 3**0.5))  # far by √1·1, near by √3·1


def test_grey_relational_grades_exactly() -> None:
    """Gaps of (1, ½), (½, 1), (1, 1) to the best (1, 1): 0, ½ … with ρ = ½ each ξ is ½/(Δ + ½)."""
    values = np.array([[1.0, 0.5], [0.5, 1.0], [0.0, 0.25]])
    gaps = [[Fraction(0), Fraction(1, 2)], [Fraction(1, 2), Fraction(0)], [Fraction(1), Fraction(3, 4)]]
    half = Fraction(1, 2)
    expected = [float(sum((half / (gap + half) for gap in row), Fraction(0)) / 2) for row in gaps]
    np.testing.assert_allclose(grey.grey(values, np.ones(2)), expected, rtol=1e-15)


def test_rank_sum_ratios_exactly() -> None:
    scores = ranksum.ranksum(TABLE, np.ones(3))
    ranks: list[list[float]] = [[2, 1, 4], [1, 3.5, 2], [4, 3.5, 1], [3, 2, 3]]
    assert scores.tolist() == [float(Fraction(sum(row)) / 12) for row in ranks]
    proportional = ranksum.ranksum(TABLE[:, :1], np.ones(1), ranks="proportional")
    assert proportional.tolist() == [float((1 + 3 * Fraction(x - 2, 7)) / 4) for x in (3, 2, 9, 4)]


def test_rank_sum_grades() -> None:
    scores = np.array([0.2, 0.35, 0.35, 0.5, 0.6, 0.75, 0.8, 0.95, 0.4, 0.55])
    fit = ranksum.graded(scores)
    assert fit.grades[0] == 1
    assert fit.grades[7] == 3
    assert fit.grades[1] == fit.grades[2]
    # the mean rank of the two that are equal is 2.5 of 10, the last is corrected to 1 − 1/40
    from scipy.stats import norm

    assert fit.probits[1] == pytest.approx(5 + norm.ppf(0.25))
    assert fit.probits[7] == pytest.approx(5 + norm.ppf(1 - 1 / 40))
    np.testing.assert_array_less(fit.probits[[0, 1, 8, 3]], fit.probits[[1, 8, 3, 9]])
    with pytest.raises(ValuesError, match="three different"):
        ranksum.graded(np.array([0.5, 0.5, 0.6]))


def test_mazziotta_pareto_exactly() -> None:
    """Two units, two children: z is 90 or 110, so a unit that is best once has mean 100, variance 100, index 100 ∓ 1."""
    values = np.array([[1.0, 30.0], [3.0, 10.0]])
    assert mazziotta.mpi(values, np.ones(2)).tolist() == [99.0, 99.0]
    assert mazziotta.mpi(values, np.ones(2), penalty="plus").tolist() == [101.0, 101.0]
    assert mazziotta.mpi(np.array([[1.0, 10.0], [3.0, 30.0]]), np.ones(2)).tolist() == [90.0, 110.0]


def test_adjusted_mazziotta_pareto_exactly() -> None:
    """With the reference halfway it is 100; goalposts 0 and 10 give 70 and 130; a unit with 70 and 130 loses 900/100."""
    values = np.array([[0.0, 10.0], [5.0, 5.0], [10.0, 10.0]])
    scores = mazziotta.ampi(values, np.ones(2), least=[0, 0], most=[10, 10])
    assert scores.tolist() == [91.0, 100.0, 130.0]
    with_reference = mazziotta.ampi(values, np.ones(2), least=[0, 0], most=[10, 10], reference=[2, 5])
    assert with_reference[1] == pytest.approx((118 + 100) / 2 - 81 / 109)
    np.testing.assert_allclose(mazziotta.penalised(np.array([[70.0, 130.0]]), np.ones(2)), [91.0])
    assert mazziotta.penalised(np.array([[70.0, 130.0]]), np.ones(2), ddof=1)[0] == 82.0


def test_ordered_weights_of_a_textbook() -> None:
    """Yager (1988): weights 0.4, 0.3, 0.2, 0.1 of 1, 0.6, 0.3, 0.7 in falling order make 0.73... of (0.7, 1, 0.3, 0.6)."""
    value = ordered.owa(np.array([[0.7, 1.0, 0.3, 0.6]]), np.ones(4), order=[0.2, 0.3, 0.1, 0.4])
    assert value[0] == pytest.approx(float(Fraction(20 + 21 + 6 + 12, 100)))
    assert ordered.orness([1.0, 0.0, 0.0]) == 1.0
    assert ordered.orness([0.25] * 4) == pytest.approx(0.5)
    with pytest.raises(ValuesError, match="sum of 1"):
        ordered.owa(np.ones((1, 2)), np.ones(2), order=[0.5, 0.4])


@settings(deadline=None, max_examples=30)
@given(values=tables, power=st.floats(0.1, 8.0))
def test_ordered_weights_between_the_worst_and_the_best(values: Floats, power: float) -> None:
    weights = np.arange(1.0, values.shape[1] + 1)
    score = ordered.owa(values, weights, power=power)
    assert np.all(score <= values.max(axis=-1) + 1e-9)
    assert np.all(score >= values.min(axis=-1) - 1e-9)
    mean = arithmetic(values, weights)
    assert np.all(score <= mean + 1e-9) if power >= 1 else np.all(score >= mean - 1e-9)
    np.testing.assert_allclose(ordered.owa(values, weights, power=1.0), mean, rtol=1e-9)
    np.testing.assert_allclose(ordered.owa(values, weights, order=[1 / len(weights)] * len(weights)), mean, rtol=1e-9)


# benefit of the doubt


def test_benefit_of_the_doubt_by_hand() -> None:
    """(2, 1) and (1, 2) are best in one child each; (1, 1) is on the line between them scaled by 2/3."""
    values = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])
    np.testing.assert_allclose(doubt.doubt(values, np.ones(2)), [1.0, 1.0, 2 / 3], rtol=1e-9)
    found = doubt.chosen(values, np.ones(2))
    np.testing.assert_allclose(np.sum(found.weights * values, axis=-1), found.scores, rtol=1e-12)


def test_shares_of_the_benefit_of_the_doubt_keep_their_bounds() -> None:
    found = doubt.chosen(TABLE, WEIGHTS, least=0.2, most=0.5)
    parts = found.weights * TABLE / found.scores[:, None]
    assert np.all(parts >= 0.2 - 1e-9)
    assert np.all(parts <= 0.5 + 1e-9)
    assert np.all(found.scores <= doubt.doubt(TABLE, WEIGHTS) + 1e-9)
    around = doubt.chosen(TABLE, WEIGHTS, least=0.8, most=1.2, around=True)
    parts = around.weights * TABLE / around.scores[:, None]
    assert np.all(parts >= 0.8 * WEIGHTS - 1e-9)
    assert np.all(parts <= 1.2 * WEIGHTS + 1e-9)
    with pytest.raises(ValuesError, match="add up to"):
        doubt.doubt(TABLE, WEIGHTS, least=0.4)
    with pytest.raises(ValuesError, match="unit 1"):
        doubt.doubt(np.array([[0.0, 1.0], [1.0, 1.0]]), np.ones(2), least=0.1)


@settings(deadline=None, max_examples=30)
@given(values=tables, factor=st.floats(0.01, 100.0))
def test_the_benefit_of_the_doubt_does_not_depend_on_the_units_of_measurement(values: Floats, factor: float) -> None:
    scores = doubt.doubt(values, np.ones(values.shape[1]))
    assert scores.max() == pytest.approx(1.0)
    changed = values * np.array([factor] + [1.0] * (values.shape[1] - 1))
    np.testing.assert_allclose(doubt.doubt(changed, np.ones(values.shape[1])), scores, rtol=1e-6)
    mean = arithmetic(values / values.max(axis=0), np.ones(values.shape[1]))
    assert np.all(scores >= mean - 1e-9)  # any weights that keep the peers within 1 are no better than the unit's own


# what holds in general


COMPARE = ["copeland", "mpi", "ampi", "topsis", "grey", "ranksum", "doubt", "owa"]


@pytest.mark.parametrize("name", COMPARE)
@settings(deadline=None, max_examples=30)
@given(values=tables, seed=st.integers(0, 99))
def test_the_order_of_units_and_children_does_not_matter(name: str, values: Floats, seed: int) -> None:
    weights, draw = np.arange(1.0, values.shape[1] + 1), np.random.default_rng(seed)
    units, members = draw.permutation(values.shape[0]), draw.permutation(values.shape[1])
    changed = run(name, values[units][:, members], weights[members])
    np.testing.assert_allclose(changed, run(name, values, weights)[units], rtol=1e-7)


@pytest.mark.parametrize("name", COMPARE)
@settings(deadline=None, max_examples=30)
@given(values=tables, factor=st.floats(0.5, 10.0))
def test_only_the_proportions_of_weights_count(name: str, values: Floats, factor: float) -> None:
    weights = np.arange(1.0, values.shape[1] + 1)
    np.testing.assert_allclose(run(name, values, weights * factor), run(name, values, weights), rtol=1e-9)


@pytest.mark.parametrize("name", ["copeland", "mpi", "topsis", "grey", "ranksum", "doubt"])
@settings(deadline=None, max_examples=30)
@given(values=tables)
def test_a_unit_that_is_better_in_everything_is_not_worse(name: str, values: Floats) -> None:
    better = values.copy()
    better[0] = values[1] * 1.1
    assume(not np.any(np.all(better == better[0, :], axis=0)))
    scores = run(name, better, np.ones(values.shape[1]))
    if name == "mpi":  # a penalty for imbalance can weigh more: without it the order holds
        scores = arithmetic(100 + 10 * (better - better.mean(axis=0)) / better.std(axis=0), np.ones(values.shape[1]))
    assert scores[0] >= scores[1] - 1e-9


@pytest.mark.parametrize("name", [*COMPARE, "penalised"])
def test_many_sets_of_weights_and_of_values_at_once(name: str) -> None:
    draw = np.random.default_rng(3)
    values, weights = draw.integers(1, 20, (5, 6, 3)).astype(float), draw.uniform(0.1, 1, (5, 3))
    values[:, 2, 1] = np.nan
    together = run(name, values, weights)
    assert together.shape == (5, 6)
    for one, table, row in zip(together, values, weights, strict=True):
        np.testing.assert_allclose(one, run(name, table, row), rtol=1e-9)
    shared = run(name, values[0], weights)
    for one, row in zip(shared, weights, strict=True):
        np.testing.assert_allclose(one, run(name, values[0], row), rtol=1e-9)


@pytest.mark.parametrize("name", [*COMPARE, "penalised"])
def test_a_unit_without_values_has_no_score_and_leaves_the_others_theirs(name: str) -> None:
    gap = np.vstack([TABLE, np.full(3, np.nan)])
    scores = run(name, gap, WEIGHTS)
    assert np.isnan(scores[-1])
    np.testing.assert_allclose(scores[:-1], run(name, TABLE, WEIGHTS), rtol=1e-9)


@pytest.mark.parametrize("name", ["mpi", "ampi", "topsis", "grey", "ranksum", "owa", "penalised"])
def test_a_child_nobody_has_gives_its_weight_to_the_others(name: str) -> None:
    gap = np.column_stack([TABLE, np.full(4, np.nan)])
    scores = run(name, gap, np.append(WEIGHTS, 0.7))
    np.testing.assert_allclose(scores, run(name, TABLE, WEIGHTS), rtol=1e-9)


@pytest.mark.parametrize("name", ["topsis", "grey", "ranksum", "mpi", "ampi"])
def test_one_unit_alone_is_refused(name: str) -> None:
    with pytest.raises(ValuesError) as refusal:
        run(name, TABLE[:1], WEIGHTS)
    assert refusal.value.sentence("zh") != refusal.value.sentence("en")


def test_copeland_counts_pairs_that_can_be_compared() -> None:
    values = np.array([[1.0, np.nan], [np.nan, 1.0], [2.0, 2.0]])
    assert outrank.copeland(values, np.ones(2)).tolist() == [-1.0, -1.0, 2.0]
    alone = np.array([[1.0, np.nan], [np.nan, 1.0]])
    assert np.isnan(outrank.copeland(alone, np.ones(2))).all()
    assert np.isnan(outrank.outranking(alone, np.ones(2))[0, 1])


def test_copeland_takes_sums_of_binary_fractions_that_are_equal_for_equal() -> None:
    """0.1 + 0.2 against 0.3 is a tie."""
    values = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert outrank.copeland(values, np.array([0.1, 0.2, 0.3])).tolist() == [0.0, 0.0]
    assert outrank.dominant(outrank.outranking(np.array([[2.0, 2.0], [1.0, 1.0]]), np.ones(2))) == 1.0


@pytest.mark.parametrize(
    ("name", "values", "parameters", "words"),
    [
        ("doubt", [[1.0, -1.0], [1.0, 2.0]], {}, "not negative"),
        ("topsis", [[1.0, 1.0], [1.0, 1.0]], {}, "the same"),
        ("topsis", [[0.0, 1.0], [0.0, 2.0]], {}, "divides by zero"),
        ("topsis", [[1.0, 1.0], [2.0, 1.0]], {"best": (1.0,)}, "2 numbers"),
        ("grey", [[1.0, 1.0], [1.0, 1.0]], {}, "the same"),
        ("mpi", [[1.0, 1.0], [2.0, 1.0]], {}, "children 2 are the same"),
        ("ampi", [[1.0, 1.0], [2.0, 1.0]], {"least": (1.0,), "most": (2.0, 3.0)}, "2 numbers"),
        ("penalised", [[-1.0, 1.0]], {}, "above zero"),
        ("owa", [[1.0, 1.0]], {"start": 0.5, "end": 0.5}, "below end"),
    ],
)
def test_refusals(name: str, values: list[list[float]], parameters: dict[str, Any], words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        run(name, np.array(values), np.ones(len(values[0])), **parameters)
