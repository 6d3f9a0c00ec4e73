"""The formulas written down once more, plainly and in other arithmetic, against what the methods say of any numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.targets.cases import LATE
from xietong.core.period import Period
from xietong.targets.course import Reading
from xietong.targets.model import Baseline, Goal, Target
from xietong.targets.progress.compare import compare
from xietong.targets.progress.verdict import Verdict

FIRST, DUE = 2010, 2024
NUMBERS = st.decimals(-500, 500, places=1)
SERIES = st.dictionaries(st.integers(FIRST - 4, DUE), NUMBERS, min_size=1).map(lambda one: {FIRST: Decimal(0)} | one)


def judged(values: Mapping[int, Decimal], bound: Decimal) -> tuple[int, dict[str, Verdict]]:
    """Verdicts by method on a target from the value of 2010 to a bound in 2024, and the side the goal is on."""
    side = 1 if bound > values[FIRST] else -1
    goal = Goal.floor(bound) if side > 0 else Goal.ceiling(bound)
    one = Target("GDP", "110000", goal, date(DUE, 12, 31), Baseline(values[FIRST], Period.year(FIRST)))
    told = compare(one, [Reading(Period.year(year), value) for year, value in values.items()], LATE)
    return side, {verdict.method: verdict for verdict in told}


def near(verdict: Verdict, name: str, wanted: float | Fraction) -> bool:
    """Whether a number of a verdict is the one wanted, but for the last digits of a float."""
    number = verdict.number(name)
    return number is not None and float(number) == pytest.approx(float(wanted), rel=1e-9, abs=1e-12)


def way(values: Mapping[int, Decimal]) -> list[int]:
    """The years after the baseline for which there is a value."""
    return sorted(year for year in values if year > FIRST)


@settings(deadline=None)
@given(SERIES, NUMBERS)
def test_the_straight_line(values: dict[int, Decimal], bound: Decimal) -> None:
    """y0 + (yT − y0)(t − t0)/(tT − t0), and the change made over the change required."""
    side, told = judged(values, bound)
    if not way(values) or bound == values[FIRST]:
        return
    last, start = way(values)[-1], Fraction(values[FIRST])
    due_now = start + (Fraction(bound) - start) * (last - FIRST) / (DUE - FIRST)
    ratio = (Fraction(values[last]) - start) / (due_now - start)
    met = (values[last] - bound) * side >= 0
    wanted = "met" if met else "away" if ratio < 0 else "ahead" if ratio >= 1 else "behind"
    assert near(told["milestone"], "required", due_now)
    assert near(told["milestone"], "ratio", ratio)
    assert told["milestone"].status == wanted


@settings(deadline=None)
@given(SERIES, NUMBERS)
def test_growth_and_projection(values: dict[int, Decimal], bound: Decimal) -> None:
    """R = d·CAGR_o/|CAGR_T|; (v^e − v_b)/(v_T − v_b): refused wherever a value on the way is not above zero."""
    side, told = judged(values, bound)
    if not way(values) or bound == values[FIRST]:
        return
    last, start = way(values)[-1], float(values[FIRST])
    now, goal, growth, projection = float(values[last]), float(bound), told["growth"], told["projection"]
    if start <= 0 or now < 0:
        assert growth.status == projection.status == "refused"
        return
    rate = (now / start) ** (1 / (last - FIRST)) - 1
    assert near(projection, "ratio", (now * (1 + rate) ** (DUE - last) - start) / (goal - start))
    assert (projection.status == "met") == any((values[year] - bound) * side >= 0 for year in way(values))
    if goal <= 0:
        assert growth.status == "refused"
        return
    assert near(growth, "ratio", side * rate / abs((goal / start) ** (1 / (DUE - FIRST)) - 1))


@settings(deadline=None)
@given(SERIES, NUMBERS)
def test_five_years(values: dict[int, Decimal], bound: Decimal) -> None:
    """The mean yearly change of the last five years drawn on, and the last yearly change beside it."""
    side, told = judged(values, bound)
    last, verdict = max(values), told["five_year"]
    window = [year for year in sorted(values) if year >= last - 5]
    if len(window) < 4:
        assert verdict.status == "no_data"
        return
    now = Fraction(values[last])
    mean = (now - Fraction(values[window[0]])) / (last - window[0])
    expected = now + mean * (DUE - last)
    assert near(verdict, "mean", mean)
    assert near(verdict, "expected", expected)
    if (now - Fraction(bound)) * side < 0:
        gap = max((Fraction(bound) - expected) * side, Fraction(0)) / abs(Fraction(bound) - now)
        sunny = "sun" if gap <= Fraction(5, 100) else "sun_cloud" if gap <= Fraction(20, 100) else "cloud"
        assert verdict.status == ("storm" if mean * side < 0 else sunny)
    if last - 1 in values:
        change = values[last] - values[last - 1]
        assert verdict.number("last_change") == change
        assert verdict.has("reversal") == (mean * side > 0 > change * side)
