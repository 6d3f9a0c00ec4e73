"""The yearly assessment: golden cells, ranks that missing data cannot buy, joint goals, what is frozen, bad input."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.targets.assessment import record
from xietong.targets.assessment.model import Assessment, Item, Joint, Value
from xietong.targets.assessment.read import goal_of, read
from xietong.targets.assessment.result import result
from xietong.targets.assessment.score import cell
from xietong.targets.model import Goal

CASES = tomllib.loads(Path(__file__).with_name("assessment.toml").read_text("utf-8"))["case"]
NORTH = ("110000", "120000", "130000")


def _assessment(*items: Item, territories: tuple[str, ...] = NORTH) -> Assessment:
    return Assessment("年度考核", 2024, "协同办", date(2024, 3, 1), territories, items)


def _value(number: str) -> Value:
    return Value(Decimal(number), "", "o" * 64, "2025-02-01")


@pytest.mark.parametrize("case", CASES, ids=lambda one: one["reason"])
def test_a_cell(case: dict[str, Any]) -> None:
    start = {"110000": Decimal(case["start"])} if "start" in case else {}
    goal = goal_of("x", case["goal"], "")
    item = Item("x", case.get("indicator", "RD_INT"), Decimal(20), case.get("rule", "met"), {"110000": goal}, start)
    value = _value(case["value"]) if "value" in case else None
    found = cell(_assessment(item), item, "110000", goal, value)
    assert (found.status, str(found.score) if found.score is not None else None) == (case["status"], case.get("score"))
    for language in ("zh", "en"):
        assert "{" not in found.sentence(language)
        assert not value or case["status"] == "no_start" or case["value"] in found.sentence(language)


def _two(first: str | None, second: str | None, third: str | None) -> dict[tuple[str, str], Value]:
    given = zip(NORTH, (first, second, third), strict=True)
    return {("a", place): _value(value) for place, value in given if value is not None}


ITEM = Item("a", "RD_INT", Decimal(10), "ratio", dict.fromkeys(NORTH, Goal.floor(Decimal(5))))


def test_a_territory_without_data_is_not_ranked_and_costs_nobody_a_rank() -> None:
    found = result(_assessment(ITEM), _two("4", None, "5"))
    assert [(one.territory, one.rank, one.missing) for one in found.totals] == [
        ("130000", 1, ()), ("110000", 2, ()), ("120000", None, ("a",)),
    ]  # fmt: skip


def test_equal_scores_have_one_rank_and_the_next_is_free() -> None:
    found = result(_assessment(ITEM), _two("4", "4", "3"))
    assert [one.rank for one in found.totals] == [1, 1, 3]


def test_who_has_no_such_goal_is_not_measured_by_it() -> None:
    """Goals differ by territory: one that is asked less is ranked by the share of its own points."""
    b = Item("b", "PM25", Decimal(30), "met", {"110000": Goal.ceiling(Decimal(32))})
    found = result(_assessment(ITEM, b), _two("5", "4.5", "4") | {("b", "110000"): _value("33")})
    assert [(one.territory, str(one.score), str(one.possible)) for one in found.totals] == [
        ("120000", "9.00", "10"), ("130000", "8.00", "10"), ("110000", "10.00", "40"),
    ]  # fmt: skip
    assert found.cell("b", "120000").status == "not_asked"


def _joint(how: Any, weights: tuple[int, ...] = ()) -> Item:
    shares = dict(zip(NORTH, map(Decimal, weights), strict=False))
    joint = Joint(Goal.ceiling(Decimal(100)), how, NORTH, "三地 2024 年会商纪要", shares, Decimal(1))
    return Item("j", "ENERGY", Decimal(10), "met", {}, joint=joint)


def test_a_joint_goal_split_by_agreed_shares_makes_the_whole_exactly() -> None:
    goals = _joint("shares", (1, 1, 1)).shared(2024)
    assert [str(goals[one].high) for one in NORTH] == ["34", "33", "33"]


def test_a_joint_goal_reached_together_gives_all_one_score() -> None:
    """The sum counts, whoever saved: and with one value missing there is no sum and no score for anybody."""
    values = {("j", place): _value(number) for place, number in zip(NORTH, ("60", "30", "9"), strict=True)}
    found = result(_assessment(_joint("together")), values)
    assert [(one.value, one.met) for one in found.wholes] == [(Decimal(99), True)]
    assert {str(one.score) for one in found.cells} == {"10.00"}
    del values["j", "130000"]
    found = result(_assessment(_joint("together")), values)
    assert (found.wholes[0].value, found.wholes[0].missing, found.wholes[0].met) == (None, ("130000",), None)
    assert {one.status for one in found.cells} == {"no_data"}


def test_what_does_not_add_up_needs_the_value_of_the_joint_territory() -> None:
    joint = Joint(Goal.ceiling(Decimal(40)), "together", NORTH, "行动方案")
    item = Item("p", "PM25", Decimal(10), "met", {}, joint=joint)
    values = {("p", place): _value("30") for place in NORTH}
    assert {one.status for one in result(_assessment(item), values).cells} == {"no_data"}
    values["p", joint.place] = _value("41")
    found = result(_assessment(item), values)
    assert {one.status for one in found.cells} == {"missed"}
    assert found.wholes[0].met is False


NUMBERS = st.decimals(0, 100, places=1)


@given(st.dictionaries(st.sampled_from(NORTH), NUMBERS), st.dictionaries(st.sampled_from(NORTH), NUMBERS))
def test_frozen_and_back_and_what_differs(then: dict[str, Decimal], now: dict[str, Decimal]) -> None:
    """A frozen result comes back as it was; differences are there exactly where the data differ."""
    first, second = (
        result(_assessment(ITEM), {("a", place): Value(number, "%", "o", "") for place, number in each.items()})
        for each in (then, now)
    )
    again = record.result(json.loads(json.dumps(record.of_result(first))))
    assert again == first
    assert record.differences(again, first) == ()
    told = {one.territory for one in record.differences(again, second) if one.fact == "value"}
    assert told == {place for place in NORTH if then.get(place) != now.get(place)}


GOOD = """
title = "2024 年度考核"
year = 2024
by = "协同办"
set = 2024-03-01
territories = ["北京", "天津市", "河北"]
[[item]]
code = "rd"
indicator = "研发经费投入强度"
points = 20
rule = "way"
unit = "%"
goals = { "北京" = ">=6.5", "天津" = ">=3.6", "河北" = ">2.3" }
starts = { "北京" = "6.4", "天津" = 3.5 }
[[item]]
code = "energy"
indicator = "ENERGY"
points = 10
unit = "万吨标准煤"
[item.joint]
goal = "<=40000"
how = "shares"
agreed = "三地 2024 年会商纪要"
weights = { "北京" = 2, "天津" = 2, "河北" = 6 }
"""


def test_what_an_office_writes() -> None:
    one = read(GOOD)
    assert one.territories == NORTH
    rd, energy = one.items
    assert (rd.goals["130000"].strict, rd.starts["120000"], rd.rule) == (True, Decimal("3.5"), "way")
    assert energy.joint is not None
    assert str(energy.shared(2024)["130000"]) == "≤24000.00万吨标准煤"
    assert one.period == Period.year(2024)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[[item]]", "[[item", "no valid TOML"),
        ('territories = ["北京", "天津市", "河北"]', "territories = []", "no [[item]], or no territories"),
        ("year = 2024", 'year = "2024"', "year = 2024"),
        ("set = 2024-03-01", "set = 2025-01-02", "after the year 2024"),
        ('title = "2024 年度考核"', "", "title = None"),
        ('">=6.5"', '"六点五"', "is not understood"),
        ('">=6.5"', '"rank 0"', "is not understood"),
        ('">=6.5"', '"5..4"', "5"),
        ('"北京" = ">=6.5"', '"上海" = ">=6.5"', "none of the territories"),
        ("points = 20", "points = 0", "points"),
        ("points = 20", "points = true", "points"),
        ('rule = "way"', 'rule = "luck"', "met | way | ratio"),
        ('code = "energy"', 'code = "rd"', "more than once"),
        ('agreed = "三地 2024 年会商纪要"', "", "does not say by what"),
        ('weights = { "北京" = 2, "天津" = 2, "河北" = 6 }', 'weights = { "北京" = 2 }', "every member its weight"),
        ('how = "shares"', 'how = "by force"', "joint.how"),
        ('starts = { "北京" = "6.4"', 'starts = { "北京" = "NaN"', "starts"),
        ('goals = { "北京"', 'start = "gestern"\ngoals = { "北京"', "start = gestern"),
        ("goals = {", "goals = {} #", "sets no goal"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(ValuesError) as error:
        read(GOOD.replace(old, new, 1))
    assert words in str(error.value)
    assert error.value.sentence("zh") != str(error.value)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ('title = "考核"\r\nyear = 2024年\r\n', "第 2 行第 12 列写法有误（“year = 2024年”）", "line 2, column 12"),
        ("北京 = 3", "第 1 行第 1 列", "line 1, column 1"),
        ("a = 1\n[[item", "最后一行（第 2 行）没有写完", "the last line (2)"),
        ("a = [\n1,\n", "引号、括号没有结束", "a quote or bracket before it"),
        ('a = "' + "长" * 500 + "\nb", "长…”）", "长…”)"),
        ("a = {b} \x07", "第 1 行第", "line 1, column"),
        ("a = " + "[" * 20_000, "嵌套过深", "nested too deeply"),
        ("a = " + "9" * 9_000, "过长的数字", "a number that is too long"),
    ],
)
def test_where_a_file_is_wrong_is_said_in_the_language_of_the_reader(text: str, zh: str, en: str) -> None:
    with pytest.raises(ValuesError) as error:
        read(text)
    assert zh in error.value.sentence("zh")
    assert en in error.value.sentence("en")
    own = re.sub(r"“.*”|TOML", "", error.value.sentence("zh"))
    assert not re.search("[A-Za-z\x00-\x1f]", own)
