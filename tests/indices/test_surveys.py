"""Diffusion indices and their intervals: by hand, against statsmodels, and by drawing samples."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import multinomial_proportions_confint, proportion_confint

from xietong.core.errors import ValuesError
from xietong.indices.numbers import intervals
from xietong.indices.numbers.diffusion import balance, composite, diffusion, inverted, percentages, prosperity, tallied

if TYPE_CHECKING:
    from xietong.core.panel import Floats

CASES = tomllib.loads((Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8"))["diffusion"]
shares = st.tuples(*[st.integers(0, 40)] * 3).filter(lambda counts: sum(counts) > 0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["reason"])
def test_shares(case: dict[str, Any]) -> None:
    given_shares = np.array([float(share) for share in case["shares"]])
    assert diffusion(given_shares) == pytest.approx(float(Fraction(case["index"])), rel=1e-15)
    assert prosperity(given_shares) == pytest.approx(100 + float(Fraction(case["balance"])))
    assert balance(given_shares) == pytest.approx(float(Fraction(case["balance"])), abs=1e-13)


@settings(deadline=None)
@given(counts=shares)
def test_turning_the_answers_round_inverts_the_index(counts: tuple[int, int, int]) -> None:
    there = np.array(counts, dtype=np.float64)
    assert diffusion(there[::-1]) == pytest.approx(100 - diffusion(there))
    assert diffusion(there) == pytest.approx(50 + balance(there) / 2)
    assert inverted(np.array([40.0, 60.0]), [True, False]).tolist() == [60.0, 60.0]


def test_answers_of_respondents_are_counted() -> None:
    answers = np.array([[1.0, 0.0], [1.0, -1.0], [-1.0, np.nan], [0.0, 1.0]])
    counted = tallied(answers)
    assert counted.shares.tolist() == [[50.0, 25.0, 25.0], pytest.approx([100 / 3] * 3)]
    assert counted.number.tolist() == [4, 3]
    assert counted.effective.tolist() == [4.0, 3.0]
    heavy = tallied(answers, np.array([3.0, 1.0, 0.0, 0.0]))
    assert heavy.shares[0].tolist() == [100.0, 0.0, 0.0]
    assert heavy.effective[0] == pytest.approx(16 / 10)


def test_a_composite_inverts_what_is_to_be_inverted_and_is_missing_with_a_part() -> None:
    parts = np.array([[60.0, 40.0], [60.0, np.nan]])
    assert composite(parts, np.array([3.0, 1.0]), [False, True])[0] == 60.0
    assert np.isnan(composite(parts, np.ones(2))[1])


# intervals


@pytest.mark.parametrize("counts", [(30, 0, 20), (7, 0, 0), (1, 0, 64)])
def test_without_the_same_the_score_interval_is_that_of_wilson(counts: tuple[int, int, int]) -> None:
    low, high = proportion_confint(counts[0], sum(counts), method="wilson")
    found = intervals.interval(np.array(counts, dtype=np.float64), float(sum(counts)))
    np.testing.assert_allclose(found, [100 * low, 100 * high], rtol=1e-9, atol=1e-9)
    normal = intervals.interval(np.array(counts, dtype=np.float64), float(sum(counts)), how="normal")
    np.testing.assert_allclose(normal, np.array(proportion_confint(counts[0], sum(counts))) * 100, rtol=1e-9, atol=1e-9)


def test_shares_of_answers_together_as_in_statsmodels() -> None:
    counts = np.array([33.0, 21.0, 11.0])
    expected = 100 * multinomial_proportions_confint(counts, method="goodman")
    np.testing.assert_allclose(intervals.proportion_intervals(counts), expected, rtol=1e-6)
    single = 100 * np.array(proportion_confint(33, 65, method="wilson"))
    np.testing.assert_allclose(intervals.proportion_intervals(counts, how="wilson")[0], single, rtol=1e-9)


def test_the_standard_error_by_hand() -> None:
    """Half better, half worse: √(2500/100) = 5, and of 100 from 100 nothing is left to chance."""
    even = np.array([50.0, 0.0, 50.0])
    assert intervals.standard_error(even, 100.0) == 5.0
    assert intervals.standard_error(even, 100.0, population=100) == 0.0
    assert intervals.standard_error(even, 100.0, population=298) == pytest.approx(5 * (198 / 297) ** 0.5)
    assert intervals.standard_error(np.array([0.0, 100.0, 0.0]), 10.0) == 0.0


@settings(deadline=None)
@given(counts=shares, how=st.sampled_from(["normal", "score"]))
def test_an_interval_holds_its_index_and_narrows_with_more_answers(counts: tuple[int, int, int], how: str) -> None:
    there = np.array(counts, dtype=np.float64)
    few, many = (intervals.interval(there, size, how=how) for size in (there.sum(), 4 * there.sum()))
    index = diffusion(there)
    assert few[0] - 1e-9 <= index <= few[1] + 1e-9
    assert few[0] >= 0
    assert few[1] <= 100
    assert many[1] - many[0] <= few[1] - few[0] + 1e-9


@pytest.mark.parametrize("how", ["normal", "score"])
def test_samples_are_covered_as_often_as_said(how: str) -> None:
    """Of 4,000 seeded samples of 65 from 500 without replacement, 95 in a hundred cover the index of the 500."""
    draw = np.random.default_rng(17)
    urn = np.repeat([0, 1, 2], [210, 180, 110])
    truth = diffusion(np.bincount(urn, minlength=3).astype(float))
    samples = [np.bincount(draw.choice(urn, 65, replace=False), minlength=3) for _ in range(4000)]
    found = intervals.interval(np.array(samples, dtype=np.float64), 65.0, population=500, how=how)
    covered = np.mean((found[:, 0] <= truth) & (truth <= found[:, 1]))
    assert 0.935 < covered < 0.965


def answers_of(draw: np.random.Generator, number: int) -> Floats:
    """Two questions that most respondents answer alike."""
    first = draw.choice([1.0, 0.0, -1.0], number, p=[0.4, 0.35, 0.25])
    other = draw.choice([1.0, 0.0, -1.0], number, p=[0.3, 0.4, 0.3])
    return np.column_stack([first, np.where(draw.random(number) < 0.7, first, other)])


def test_the_error_of_a_composite_knows_that_answers_go_together() -> None:
    """Against 3,000 drawn surveys; as if independent it is too small, the bound is not."""
    draw, weights = np.random.default_rng(23), np.array([2.0, 1.0])
    drawn = [answers_of(draw, 65) for _ in range(3000)]
    found = np.array([composite(diffusion(tallied(one).shares), weights) for one in drawn])
    errors = np.array([intervals.survey_error(one, weights) for one in drawn])
    assert errors.mean() == pytest.approx(found.std(), rel=0.05)
    single = intervals.standard_error(tallied(drawn[0]).shares, 65.0)
    apart, alike = (intervals.composite_error(single, weights, how) for how in ("independent", "alike"))
    assert apart < found.std() < alike * 1.1


def test_a_question_to_invert_takes_the_other_sign() -> None:
    same = np.array([[1.0, 1.0], [0.0, 0.0], [-1.0, -1.0], [1.0, 1.0]])
    assert intervals.survey_error(same, np.ones(2), (False, True)) == pytest.approx(0.0, abs=1e-12)
    assert intervals.survey_error(same, np.ones(2)) > 10


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: diffusion(np.array([1.0, -1.0, 3.0])), "not negative"),
        (lambda: diffusion(np.zeros(3)), "nobody answered"),
        (lambda: percentages(np.array([50.0, 30.0, 10.0])), "add up to 100: 90"),
        (lambda: tallied(np.array([[2.0]])), "answers are 1"),
        (lambda: tallied(np.array([[1.0]]), np.array([-1.0])), "not negative"),
        (lambda: intervals.interval(np.ones(3), 0.0), "0 of inf"),
        (lambda: intervals.interval(np.ones(3), 10.0, population=9), "10 of 9"),
        (lambda: intervals.interval(np.ones(3), 10.0, confidence=95), "between 0 and 1"),
        (lambda: composite(np.ones(2), np.zeros(2)), "finds no weights"),
        (lambda: intervals.survey_error(np.array([[1.0]]), np.ones(1)), "needs 2 units"),
    ],
)
def test_refusals(act: Any, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        act()


def test_printed_shares_may_be_off_by_their_rounding() -> None:
    assert percentages(np.array([33.3, 33.3, 33.3])).tolist() == [33.3, 33.3, 33.3]
