"""What holds of the progress methods whatever the numbers: no verdict turns on a constant, a sign, or a unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.targets.cases import LATE
from xietong.core.period import Period
from xietong.targets.course import Reading
from xietong.targets.model import Baseline, Goal, Target
from xietong.targets.progress.compare import compare
from xietong.targets.progress.five_year import five_year
from xietong.targets.progress.look import look
from xietong.targets.progress.milestone import milestone
from xietong.targets.progress.verdict import Verdict

D = Decimal
VALUES = st.lists(st.integers(1, 10_000), min_size=2, max_size=9)
GOALS = st.integers(1, 10_000)


def made(values: list[int], goal: int, factor: int = 1, shift: int = 0) -> tuple[Target, list[Reading]]:
    """A target from the first value, up or down to the goal, and the others as readings of the years after."""
    numbers = [D(one) * factor + shift for one in values]
    bound = D(goal) * factor + shift
    up = bound > numbers[0]
    one = Target(
        "GDP", "110000", Goal.floor(bound) if up else Goal.ceiling(bound), date(2030, 12, 31), Baseline(numbers[0], Period.year(2010))
    )  # fmt: skip
    return one, [Reading(Period.year(2010 + at), number) for at, number in enumerate(numbers)]


def statuses(verdicts: tuple[Verdict, ...]) -> list[str]:
    """What each method says."""
    return [one.status for one in verdicts]


@settings(deadline=None)
@given(VALUES, GOALS, st.sampled_from([10, 1000, 10_000]))
def test_another_unit_is_the_same_verdict(values: list[int], goal: int, factor: int) -> None:
    """亿元 or 万元: every method says the same."""
    assert statuses(compare(*made(values, goal), LATE)) == statuses(compare(*made(values, goal, factor), LATE))


@settings(deadline=None)
@given(VALUES, GOALS, st.integers(-20_000, 20_000))
def test_linear_methods_do_not_turn_on_a_constant(values: list[int], goal: int, shift: int) -> None:
    """The straight line and the five-year method know no zero, so that none can be put wrong."""
    for method in (milestone, five_year):
        there, here = (method(look(*made(values, goal, 1, by), LATE)) for by in (shift, 0))
        assert (there.status, there.number("ratio"), there.number("gap")) == (
            here.status,
            here.number("ratio"),
            here.number("gap"),
        )


@settings(deadline=None)
@given(VALUES, GOALS)
def test_less_is_more_turned_round(values: list[int], goal: int) -> None:
    """With all signs turned round, a ceiling is a floor and the verdicts are the same."""
    if goal == values[0]:
        return
    for method in (milestone, five_year):
        assert method(look(*made(values, goal), LATE)).status == method(look(*made(values, goal, -1), LATE)).status


@settings(deadline=None)
@given(st.integers(1, 10_000), st.integers(2, 9), GOALS)
def test_standing_still_is_never_progress(value: int, count: int, goal: int) -> None:
    """A constant series makes 0 of the way by every method, unless there is no way to go."""
    for verdict in compare(*made([value] * count, goal), LATE):
        if goal == value:
            assert verdict.status in ("kept", "sun", "no_data")
        else:
            assert verdict.status in ("behind", "limited", "level_1", "cloud", "no_data")
            assert verdict.number("ratio") in (0, None)


@settings(deadline=None)
@given(VALUES, GOALS, st.integers(1, 500))
def test_better_is_never_judged_worse(values: list[int], goal: int, more: int) -> None:
    """A last value nearer to a floor never lowers the ratio of line, growth or projection."""
    if goal <= values[0]:
        return
    better = [*values[:-1], values[-1] + more]
    for low, high in zip(compare(*made(values, goal), LATE)[:3], compare(*made(better, goal), LATE)[:3], strict=True):
        first, second = low.number("ratio"), high.number("ratio")
        assert first is not None
        assert second is not None
        assert first <= second


@settings(deadline=None)
@given(VALUES, GOALS)
def test_on_the_line_the_ratio_is_one(values: list[int], goal: int) -> None:
    """Who is where the line asks has made all of the change due by now."""
    one, _ = made(values, goal)
    if one.goal.interval.low == values[0] or goal == values[0]:
        return
    half = (D(values[0]) + goal) / 2
    verdict = milestone(look(one, [Reading(Period.year(2020), half)], LATE))
    assert (verdict.number("ratio"), verdict.status) == (D(1), "ahead")


@settings(deadline=None)
@given(VALUES, GOALS)
def test_every_verdict_is_a_sentence(values: list[int], goal: int) -> None:
    """In both languages, with nothing left unfilled."""
    for verdict in compare(*made(values, goal), LATE):
        assert "{" not in verdict.sentence("zh") + verdict.sentence("en")
