"""Targets: bad ones are refused with a sentence; which way they point is worked out or asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.targets.cases import target
from xietong.core.errors import ValuesError
from xietong.core.interval import Interval
from xietong.core.period import Period
from xietong.data import table
from xietong.targets.adding import adds_up, wished
from xietong.targets.aim import aim
from xietong.targets.course import Reading
from xietong.targets.model import Baseline, Direction, Goal, Target

D = Decimal
DUE = date(2027, 12, 31)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Goal("floor", None, None),
        lambda: Goal.value(D("NaN")),
        lambda: Goal.floor(D("Infinity")),
        lambda: Goal.floor(D("1e999999")),
        lambda: Reading(Period.year(2020), D("0." + "1" * 100_000)),
        lambda: Goal.between(D(5), D(4)),
        lambda: Goal.rank(0),
        lambda: Goal("rank", None, D("2.5")),
        lambda: Baseline(D("NaN"), Period.year(2020)),
        lambda: Reading(Period.year(2020), D("Infinity")),
        lambda: target(["floor", "1"], date(2020, 12, 31), ["2020", "1"]),
        lambda: target(["floor", "1"], date(2019, 12, 31), ["2020", "1"]),
    ],
)
def test_what_is_no_target(make: Callable[[], object]) -> None:
    """No number, no finite one, a range the wrong way round, no rank, due at or before the start."""
    with pytest.raises(ValuesError) as caught:
        make()
    assert caught.value.sentence("zh")


@pytest.mark.parametrize(
    ("goal", "start", "given", "catalogue", "direction", "to", "hold"),
    [
        (["value", "160"], "100", 0, 0, 1, "160", False),
        (["value", "32"], "93", 0, -1, -1, "32", False),
        (["value", "32"], None, 0, -1, -1, "32", False),
        (["value", "90"], "100", 1, 0, 1, "90", True),
        (["value", "100"], "100", 0, 1, 1, "100", True),
        (["floor", "90"], "100", 0, -1, 1, "90", True),
        (["ceiling", "2300"], "2189", 0, 1, -1, "2300", True),
        (["range", "4.5", "5"], "3", 0, 0, 1, "4.5", False),
        (["range", "4.5", "5"], "6", 0, 0, -1, "5", False),
        (["range", "4.5", "5"], "4.7", 0, 0, 0, None, True),
        (["rank", "3"], "7", 0, 0, -1, "3", False),
    ],
)
def test_directions(
    goal: list[str], start: str | None, given: int, catalogue: int, direction: int, to: str | None, hold: bool
) -> None:
    """Bounds have their own direction; values that of the target, the way from the baseline, or the catalogue."""
    one = target(goal, DUE, ["2020", start] if start else None, 1 if given > 0 else 0)
    found = aim(one, catalogue)
    assert (found.direction, found.to, found.hold) == (direction, None if to is None else D(to), hold)


@pytest.mark.parametrize(
    ("goal", "start", "given", "catalogue"),
    [
        (["value", "100"], "100", 0, 0),
        (["value", "100"], None, 0, 0),
        (["value", "90"], "100", 0, 1),
        (["value", "110"], "100", 0, -1),
        (["floor", "110"], "100", -1, 0),
        (["rank", "3"], "7", 1, 0),
    ],
)
def test_directions_that_are_asked(goal: list[str], start: str | None, given: Direction, catalogue: int) -> None:
    """Unknown, or the way from the baseline against the catalogue, or a bound against what was said: never guessed."""
    one = replace(target(goal, DUE, ["2020", start] if start else None), direction=given)
    with pytest.raises(ValuesError):
        aim(one, catalogue)


def test_met_and_beyond() -> None:
    """Bounds belong to the goal unless it is strict; what is beyond a floor is surplus, beyond a range is overshot."""
    floor, above = aim(target(["floor", "10"], DUE)), aim(target(["above", "10"], DUE))
    assert (floor.met(D(10)), above.met(D(10)), above.met(D("10.1"))) == (True, False, True)
    assert (floor.surplus(D(12)), floor.gap(D(12)), floor.gap(D(7))) == (D(2), D(0), D(3))
    inside = aim(target(["range", "4", "5"], DUE, ["2020", "3"]))
    assert (inside.overshot(D(6)), inside.overshot(D(2)), inside.gap(D(6))) == (True, False, D(1))


def test_a_target_is_what_it_says() -> None:
    """A baseline added or a word on its strength does not make another target; another number or clause does."""
    one = target(["floor", "10"], DUE)
    assert one.id == one.starting(Baseline(D(1), Period.year(2020))).id
    assert one.id == target(["floor", "10.0"], DUE).id
    others = [
        target(["floor", "11"], DUE),
        target(["above", "10"], DUE),
        replace(one, clause="c"),
        replace(one, scope="不变价"),
    ]
    assert len({one.id, *(other.id for other in others)}) == 5
    assert one.goal.interval == Interval(D(10), None)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (Goal.value(D(5), "万吨", about=True), "≈5万吨"),
        (Goal.floor(D(5), strict=True), ">5"),
        (Goal.ceiling(D(5), "%"), "≤5%"),
        (Goal.between(D("4.5"), D(5), "%"), "4.5–5%"),
        (Goal.rank(3), "≤3位"),
    ],
)
def test_goals_in_print(said: Goal, wanted: str) -> None:
    """As a page shows them."""
    assert str(said) == wanted


def test_what_adds_up_is_in_the_catalogue() -> None:
    """GDP over places and years, population over places only, growth never."""
    gdp, heads = target(["floor", "1"], DUE), target(["floor", "1"], DUE, indicator="GDP_PC")
    assert (adds_up(gdp, "places"), adds_up(gdp, "years")) == (True, True)
    assert (adds_up(heads, "places"), adds_up(heads, "years")) == (False, False)
    assert not adds_up(replace(gdp, measure="growth"), "places")
    assert (wished("GDP"), wished("nobody's")) == (1, 0)
    assert isinstance(gdp, Target)


def _sentences(table: dict[str, Any]) -> Iterator[dict[str, str]]:
    for value in table.values():
        if isinstance(value, dict):
            yield from [value] if "zh" in value else _sentences(value)


def test_every_sentence_stands_in_both_languages_with_the_same_blanks() -> None:
    """A blank that only one language has would be lost on the readers of the other."""
    for said in _sentences(table("messages/targets.toml")):
        assert set(said) == {"zh", "en"}
        assert set(re.findall(r"{([\w:%]+)}", said["zh"])) == set(re.findall(r"{([\w:%]+)}", said["en"])), said["en"]
