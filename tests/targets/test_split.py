"""Parts make the whole, or it is said why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.targets.cases import goal, target
from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.targets.course import Reading
from xietong.targets.model import Baseline, Goal, Target
from xietong.targets.progress.stations import stations
from xietong.targets.progress.verdict import Verdict
from xietong.targets.split import Part, Split, check, joint_value, share_out

D = Decimal
DUE = date(2027, 12, 31)
JJJ = ("京", "津", "冀")


def split(kind: str, whole: str, *parts: str, indicator: str = "GDP", along: str = "places") -> Split:
    """A split among the three, or over the years from 2025."""
    keys = JJJ if along == "places" else ("2025", "2026", "2027")
    goals = tuple(Part(key, goal(kind, value)) for key, value in zip(keys, parts, strict=False))
    return Split(
        target([kind, whole], DUE, indicator=indicator), "years" if along == "years" else "places", goals, keys
    )


@pytest.mark.parametrize(
    ("one", "codes", "why"),
    [
        (split("value", "100", "30", "20", "50"), [], "the parts make the whole"),
        (split("value", "100", "30", "20", "51"), ["parts_exceed"], "one more"),
        (split("value", "100", "30", "20", "49"), ["parts_short"], "one less"),
        (split("floor", "100", "30", "20", "49"), ["parts_short"], "floors that do not carry the whole"),
        (split("floor", "100", "40", "20", "50"), ["parts_above_floor"], "more than asked is no error"),
        (split("floor", "0", "40", "20", "50"), ["parts_above_floor"], "a floor of zero is a floor"),
        (split("ceiling", "100", "40", "20", "50"), ["parts_exceed"], "ceilings that let too much through"),
        (split("ceiling", "100", "30", "20", "40"), ["parts_below_ceiling"], "a reserve is no error"),
        (split("value", "100", "50", "50"), ["part_missing"], "Hebei has no part: missing is not zero"),
        (split("value", "100", "30", "20", "50", along="years"), [], "a flow adds up over years"),
        (split("value", "8", "7", "8", "9", indicator="GDP_PC"), ["not_added"], "a mean may lie between its parts"),
        (split("value", "8", "5", "6", "7", indicator="GDP_PC"), ["whole_outside_parts", "not_added"], "no mean of 5, 6, 7 is 8"),
        (split("value", "80", "60", "70", "80", indicator="GDP_PC", along="years"), [], "milestones that end at the goal"),
        (split("value", "80", "60", "70", "75", indicator="GDP_PC", along="years"), ["last_part"], "the last year is not the goal"),
    ],
)  # fmt: skip
def test_checks(one: Split, codes: list[str], why: str) -> None:
    """Each code with its reason; every sentence is filled in both languages."""
    issues = check(one)
    assert [issue.code for issue in issues] == codes, why
    for issue in issues:
        assert "{" not in issue.sentence("zh") + issue.sentence("en")


def test_the_goal_of_the_year_stands_beside_the_last_value() -> None:
    """The last year that has a goal and a value: met, missed, by how much; the next one is named; a ceiling turns it round."""
    whole = Target("RD_INT", "120000", Goal.floor(D("3.7"), "%"), DUE, Baseline(D("3.4"), Period.year(2023)))
    years = split("floor", "3.7", "3.5", "3.6", "3.7", indicator="RD_INT", along="years").parts
    values = [
        Reading(Period.year(2024), D("3.4")),
        Reading(Period.year(2025), D("3.48")),
        Reading(Period.until(date(2026, 6, 30)), D(9)),
    ]

    def said(at: date, *, turned: bool = False) -> Verdict:
        if not turned:
            return stations(whole, years, values, at)
        ceiling = replace(whole, goal=Goal.ceiling(D("3.3"), "%"), baseline=None)
        return stations(
            ceiling, split("ceiling", "3.3", "3.5", "3.4", "3.3", indicator="RD_INT", along="years").parts, values, at
        )

    missed = said(date(2026, 12, 1))
    assert (missed.status, missed.number("difference")) == ("missed", D("-0.02"))
    assert "The goal of 2025 is ≥3.5" in missed.sentence("en")
    assert "2026: ≥3.6" in missed.sentence("en")
    assert "{" not in missed.sentence("zh")
    kept = said(date(2026, 12, 1), turned=True)
    assert (kept.status, kept.number("difference")) == ("met", D("-0.02"))
    before = said(date(2025, 6, 1))
    assert before.status == "no_data"
    assert "2025: ≥3.5" in before.sentence("en")


def test_parts_of_nobody_and_parts_twice() -> None:
    """A part for a fourth, and two for one."""
    whole = target(["value", "100"], DUE)
    parts = tuple(Part(key, goal("value", "25")) for key in ("京", "京", "津", "冀", "晋"))
    assert [one.code for one in check(Split(whole, "places", parts, JJJ))] == ["part_twice", "part_unknown"]


def test_units_are_not_mixed() -> None:
    """万吨 beside 吨."""
    whole = Target("GDP", "京津冀", Goal.value(D(3), "亿元"), DUE)
    parts = tuple(Part(key, Goal.value(D(1), unit)) for key, unit in zip(JJJ, ("亿元", "亿元", "万元"), strict=True))
    assert [one.code for one in check(Split(whole, "places", parts))] == ["part_unit"]


def test_no_parts_at_all() -> None:
    """A split without parts is not a split that holds."""
    assert [one.code for one in check(Split(target(["value", "1"], DUE), "places", ()))] == ["split_empty"]


def test_rounding_is_allowed_only_when_said() -> None:
    """33.3 three times is 99.9."""
    one = split("value", "100", "33.3", "33.3", "33.3")
    assert [issue.code for issue in check(one)] == ["parts_short"]
    assert check(one, tolerance=D("0.15")) == []


def test_growth_of_something_that_adds_up_does_not() -> None:
    """Growth rates are never summed, whatever the indicator."""
    whole = Target("GDP", "京津冀", Goal.floor(D(5)), DUE, measure="growth")
    parts = tuple(Part(key, Goal.floor(D(5))) for key in JJJ)
    assert [one.code for one in check(Split(whole, "places", parts))] == ["not_added"]


def test_an_indicator_nobody_knows_is_refused() -> None:
    """Whether it adds up is in the catalogue, and nowhere else."""
    with pytest.raises(ValuesError):
        check(split("value", "3", "1", "1", "1", indicator="nobody's"))


AMOUNTS = st.decimals(D("0.01"), D(10_000_000), places=2)
WEIGHTS = st.lists(st.decimals(D(0), D(1000), places=3), min_size=1, max_size=13).filter(lambda one: sum(one) > 0)


@settings(deadline=None)
@given(AMOUNTS, WEIGHTS, st.sampled_from(["value", "floor", "ceiling"]))
def test_what_is_shared_out_makes_the_whole(amount: Decimal, weights: list[Decimal], kind: str) -> None:
    """Largest remainder: the parts make the whole to the cent, each within a cent of its share, nothing for no weight."""
    whole = target([kind, str(amount)], DUE)
    shared = share_out(whole, {str(at): weight for at, weight in enumerate(weights)})
    assert check(shared) == []
    for part, weight in zip(shared.parts, weights, strict=True):
        value = part.goal.low if part.goal.low is not None else part.goal.high
        assert value is not None
        assert abs(value - amount * weight / sum(weights)) <= D("0.01")
        assert value == 0 or weight > 0


@pytest.mark.parametrize(
    ("kind", "numbers", "weights"),
    [
        ("value", ["1.005"], {"京": D(1)}),
        ("range", ["1", "2"], {"京": D(1)}),
        ("rank", ["3"], {"京": D(1)}),
        ("value", ["1"], {"京": D(0)}),
        ("value", ["1"], {"京": D(2), "津": D(-1)}),
    ],
)
def test_what_cannot_be_shared(kind: str, numbers: list[str], weights: dict[str, Decimal]) -> None:
    """No multiple of a cent, a range, a rank, no weight, a negative one."""
    with pytest.raises(ValuesError):
        share_out(target([kind, *numbers], DUE), weights)


def test_a_joint_value_needs_every_member() -> None:
    """Without Hebei there is no sum, and Hebei is named."""
    assert joint_value(JJJ, {"京": D(1), "津": D(2), "冀": D(0)}) == (D(3), ())
    assert joint_value(JJJ, {"京": D(1), "津": None}) == (None, ("津", "冀"))
