"""Plans in other shapes: a decision, a five-year outline with its table, a three-year plan; and the length of a plan."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xietong.documents.intake import extract
from xietong.targets.plans.cells import goal_of_cell
from xietong.targets.plans.model import Plan
from xietong.targets.plans.read import plans

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "shapes.toml").read_text("utf-8"))["plan"]
REGION = Path(__file__).parents[3] / "src/xietong/demo/texts/16-plan-region-2027.txt"


@cache
def plan_of(path: Path) -> Plan:
    (found,) = plans(extract(path.read_bytes(), path.name))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one["file"]))
def test_goals(case: dict[str, Any]) -> None:
    plan = plan_of(HERE / case["file"])
    assert plan.horizon is not None
    assert str(plan.horizon.due) == case["horizon"]
    found = [[one.said.quote, str(one.goal), str(one.due), one.inherited, one.indicator] for one in plan.goals]
    assert found == case["goals"]
    by_words = {one.said.quote: one for one in plan.goals}
    for words, wanted in case.get("strength", {}).items():
        assert by_words[words].strength == wanted
    for words, wanted in case.get("baseline", {}).items():
        start = by_words[words].baseline
        assert start is not None
        assert str(start.value) == wanted
    dues = {one.title: str(one.due) for one in plan.tasks}
    assert {title: dues[title] for title in case.get("due", {})} == case.get("due", {})


def test_the_place_of_a_body_is_not_that_of_a_goal() -> None:
    """（牵头单位：北京市…） stands in the clause before: where the next goal holds, nobody has said."""
    goals = {one.said.quote: one for one in plan_of(REGION).goals}
    assert goals["400项"].places == ()
    assert goals["3.7%"].places == ("天津",)
    assert goals["1500家"].indicator == "新增注册企业"  # without what is left of 2026年底前


def test_what_is_done_every_year_is_no_milestone() -> None:
    """每年1月底前公布… has no day on which it is done."""
    (one,) = [one for one in plan_of(REGION).tasks if one.title == "评估"]
    assert one.milestones == ()
    assert one.inherited


def test_scope_is_not_the_bound_of_the_figure() -> None:
    """5600亿元以上 is a floor, not a scope 亿元以上."""
    assert {one.scope for one in plan_of(REGION).goals if one.indicator == "研发经费"} == {()}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("≥95", "≥95"), ("70左右", "≈70"), ("5.5—6", "5.5–6"), ("45%–50%", "45–50%"), ("前10位", "≤10位"),
        ("不超过32微克/立方米", "≤32微克/立方米"), ("超过1万亿元", ">1000000000000元"), ("低于5.5%", "<5.5%"),
        ("达到80万件以上", "≥800000件"), ("1,200家以上", "≥1200家"), ("100～120亿元", "10000000000–12000000000元"),
        ("-2.5%", "-2.5%"), ("≈3.7%", "≈3.7%"),
    ],
)  # fmt: skip
def test_goals_as_a_person_types_them(words: str, wanted: str) -> None:
    assert str(goal_of_cell(words, "", whole=True)) == wanted


@pytest.mark.parametrize("words", ["", "持续改善", "about three", "3 apples and 4 pears", "10-5", "1e9", "3%3%", "NaN"])
def test_what_is_no_goal(words: str) -> None:
    assert goal_of_cell(words, "", whole=True) is None


@pytest.mark.parametrize(
    "body",
    [
        "加快推进南港120万吨乙烯项目建设，2026年底前建成投产，总投资68亿元（牵头单位：市工业和信息化局）。" * 150,
        "加快推进南港120万吨乙烯项目建设" * 400,  # not one stop in it
        "由市商务局牵头，" * 900,
        "".join(f"（一）推进项目{i}，2026年底前完成投资{i}亿元；" for i in range(300)),
    ],
)
def test_long_parts_are_read(body: str) -> None:
    """Whatever a sentence looks like, every figure of it is met once (how fast: bench/plans.py)."""
    words = f"某市2025年重点工作计划\n到2027年，主要目标和重点任务如下。\n一、任务\n{body}\n"
    (plan,) = plans(extract(words.encode(), "plan.txt"))
    starts = [one.said.start for one in plan.goals]
    assert starts == sorted(set(starts))
    for task in plan.tasks:
        assert all(task.said.start <= size.said.start < task.said.end for size in task.sizes)
