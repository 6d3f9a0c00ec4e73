"""Composed plans read into goals, sizes, bodies and milestones; what the reader says of doubtful ones."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.targets.plans.model import Plan
from xietong.targets.plans.read import plans

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "composed.toml").read_text("utf-8"))["plan"]
DEMO = Path(__file__).parents[3] / "src/xietong/demo/texts/15-plan-2027.txt"


@cache
def plan_of(path: Path) -> tuple[str, Plan]:
    text = extract(path.read_bytes(), path.name)
    (found,) = plans(text)
    return text.content, found


def said(words: str, day: str = "") -> Plan:
    """The plan that a few lines make."""
    text = extract(words.encode(), "plan.txt", date=Period.parse(day) if day else None)
    (found,) = plans(text)
    return found


def written(body: str, day: str = "2024-03-05", title: str = "某市水运协同发展行动方案") -> Plan:
    return said(f"{title}\n\n一、工作目标\n\n到2027年，水运量达到500万吨。\n\n二、重点任务\n\n{body}\n", day)


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one["file"]))
def test_goals(case: dict[str, Any]) -> None:
    _, plan = plan_of(HERE / case["file"])
    assert plan.horizon is not None
    assert str(plan.horizon.due) == case["horizon"]
    found = [[one.said.quote, str(one.goal), str(one.due), one.inherited] for one in plan.goals]
    assert found == case["goals"]
    by_words = {one.said.quote: one for one in plan.goals}
    assert {key: by_words[key].strength for key in case["strength"]} == case["strength"]
    assert {key: by_words[key].direction for key in case["direction"]} == case["direction"]
    begins = {key: by_words[key].baseline for key in case["baseline"]}
    assert {key: [str(one.value), str(one.period)] for key, one in begins.items() if one} == case["baseline"]


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one["file"]))
def test_tasks(case: dict[str, Any]) -> None:
    _, plan = plan_of(HERE / case["file"])
    measures = [one for one in plan.tasks if one.parent < 0]
    assert [[size.of, size.said.quote] for one in measures for size in one.sizes] == case["sizes"]
    for role in ("lead", "supporting", "responsible"):
        numbered = [one for one in measures if plan.clauses[one.clause].kind != "row" and one.who(role)]
        assert {plan.clauses[one.clause].label: list(one.who(role)) for one in numbered} == case[role]
    assert [[str(mark.due), mark.said.quote] for one in measures for mark in one.milestones] == case["milestones"]


def test_rows_of_a_table_of_bodies_are_tasks() -> None:
    _, plan = plan_of(HERE / "year.txt")
    rows = [one for one in plan.tasks if plan.clauses[one.clause].kind == "row"]
    assert [(one.title, one.who("lead"), one.who("supporting"), str(one.due)) for one in rows] == [
        ("建成跨区投诉联动平台", ("区市场监管局",), ("区政务服务局", "区司法局"), "2025-08-31"),
        ("发布办事地图", ("区政务服务局",), (), "2025-05-31"),
        ("引进30万吨级冷链仓储项目", ("区商务局",), ("区投资促进中心", "青石城投公司"), "2025-12-31"),
    ]


@pytest.mark.parametrize(
    "path", [HERE / "five_years.txt", HERE / "year.txt", HERE / "three_years.txt", DEMO], ids=lambda one: one.stem
)
def test_everything_is_located_and_quoted(path: Path) -> None:
    content, plan = plan_of(path)
    words = [one.said for one in plan.goals] + [one.sentence for one in plan.goals] + [one.said for one in plan.tasks]
    words += [one.baseline.said for one in plan.goals if one.baseline]
    for one in plan.tasks:
        words += [body.said for body in one.bodies] + [size.said for size in one.sizes]
        words += [mark.said for mark in one.milestones]
    words += [plan.horizon.said] if plan.horizon else []
    assert all(content[one.start : one.end] == one.quote and one.quote for one in words)
    assert all(one.index == at for at, one in enumerate(plan.tasks))
    assert all(one.parent < one.index and one.parent >= -1 for one in plan.tasks)


def test_the_demo_plan() -> None:
    _, plan = plan_of(DEMO)
    assert [(one.said.quote, one.inherited) for one in plan.goals if one.inherited] == [
        ("20家", True), ("15分钟", True), ("20条", True), ("1小时", True),
    ]  # fmt: skip
    assert {str(one.baseline.value) for one in plan.goals if one.baseline} == {"3.44", "21021300"}
    sizes = [(one.of, one.said.quote) for task in plan.tasks if task.parent < 0 for one in task.sizes]
    assert ("南港乙烯", "120万吨") in sizes
    assert ("天津港主航道", "30万吨级") in sizes
    dates = {mark.said.quote: str(mark.due) for task in plan.tasks for mark in task.milestones}
    assert dates == {
        "计划今年三季度整体完工": "2024-09-30", "到2035年，建成协同创新共同体示范区": "2035-12-31", "年底前继续增加": "2024-12-31",
    }  # fmt: skip


# What is a size and what a goal is told by the words around the figure, not by the unit alone.
@pytest.mark.parametrize(
    ("words", "goals", "sizes"),
    [
        ("推进东港60万吨丙烷脱氢项目投产", [], ["60万吨"]),
        ("新建5万吨级泊位6个", ["6个"], ["5万吨级"]),
        ("压减钢铁产能200万吨", ["200万吨"], []),
        ("新增100万千瓦光伏装机", ["100万千瓦"], []),
        ("推进北岸100万千瓦海上风电项目建设", [], ["100万千瓦"]),
        ("建设东岸石化项目（80万吨）", [], ["80万吨"]),
        ("实施220千伏输变电工程", [], ["220千伏"]),
        ("改造老旧小区120个", ["120个"], []),
        ("落实上级出台的稳外贸15条措施", [], []),
    ],
)
def test_sizes_and_goals(words: str, goals: list[str], sizes: list[str]) -> None:
    plan = written(f"（一）加快建设。{words}。")
    assert [one.said.quote for one in plan.goals if one.inherited] == goals
    assert [one.said.quote for task in plan.tasks if task.parent < 0 for one in task.sizes] == sizes


@pytest.mark.parametrize(
    ("note", "lead", "supporting", "responsible"),
    [
        ("（责任单位：市水务局、市财政局）", [], [], ["市水务局", "市财政局"]),
        ("（市水务局牵头，市财政局、市文化和旅游局配合）", ["市水务局"], ["市财政局", "市文化和旅游局"], []),
        ("（牵头单位：市水务局；责任单位：市财政局，各区政府）", ["市水务局"], [], ["市财政局", "各区政府"]),
        ("（市水务局、市财政局和市商务局按职责分工负责）", [], [], ["市水务局", "市财政局", "市商务局"]),
        ("（市水务局、市财政局）", [], [], ["市水务局", "市财政局"]),
        ("（含配套管网）", [], [], []),
    ],
)
def test_bodies(note: str, lead: list[str], supporting: list[str], responsible: list[str]) -> None:
    (measure, *_) = written(f"（一）疏浚河道。疏浚内河航道，建设生态护岸{note}。").tasks
    found = [list(measure.who(role)) for role in ("lead", "supporting", "responsible")]
    assert found == [lead, supporting, responsible]


_TWO_STAGES = (
    "一、工作目标\n\n到2025年，航道80公里。到2028年，航道达到120公里。展望2035年，全面建成。\n\n"
    "二、重点任务\n\n（一）疏浚航道。"
)


@pytest.mark.parametrize(
    ("title", "body", "due", "others"),
    [
        ("某市航运三年行动计划（2024—2026年）", "一、重点任务\n\n（一）疏浚。到2025年，疏浚航道80公里。", "2026-12-31", []),
        ("某市2025年航运工作要点", "一、重点任务\n\n（一）疏浚。疏浚航道80公里。\n\n二、保障措施\n\n加强督导。", "2025-12-31", []),
        ("某市航运规划", "本规划期限为2024年至2029年。\n\n一、重点任务\n\n（一）疏浚。到2025年，疏浚航道80公里。", "2029-12-31", []),
        ("某市航运实施方案", _TWO_STAGES, "2028-12-31", ["2025-12-31"]),
        ("某市航运实施方案", "一、重点任务\n\n（一）疏浚。疏浚航道80公里。\n\n二、保障措施\n\n加强督导。", "", []),
    ],
)  # fmt: skip
def test_horizon(title: str, body: str, due: str, others: list[str]) -> None:
    plan = said(f"{title}\n\n{body}\n", "2024-03-05")
    assert str(plan.horizon.due if plan.horizon else "") == due
    assert [str(one) for one in (plan.horizon.others if plan.horizon else ())] == others


def test_a_goal_without_any_date_is_said_to_be_undated() -> None:
    plan = said(
        "某市航运实施方案\n\n一、重点任务\n\n（一）疏浚。疏浚航道80公里。\n\n二、保障措施\n\n加强督导。\n", "2024-03-05"
    )
    (goal,) = plan.goals
    assert (goal.due, goal.inherited) == (None, False)
    assert [one.code for one in plan.issues] == ["plan_undated"]
    assert "80公里" in plan.issues[0].message["zh"]
    with pytest.raises(ValuesError, match="80公里"):
        goal.target("waterway_length", "某市", plan.clauses[goal.clause])


def test_several_horizons_are_noted_where_one_was_inherited() -> None:
    plan = said(
        "某市航运实施方案\n\n一、工作目标\n\n到2025年，航道80公里。到2028年，航道达到120公里。\n\n"
        "二、重点任务\n\n（一）新建泊位。新建泊位6个。\n", "2024-03-05",
    )  # fmt: skip
    assert [one.code for one in plan.issues] == ["plan_horizons"]
    assert "2028-12-31" in plan.issues[0].message["en"]


def test_a_goal_becomes_a_target_once_its_indicator_is_known() -> None:
    _, plan = plan_of(HERE / "five_years.txt")
    goal = plan.goals[0]
    target = goal.target("leakage", "临河市", plan.clauses[goal.clause])
    assert (target.due, target.strength, target.direction) == (date(2030, 12, 31), "binding", -1)
    assert target.baseline is not None
    assert str(target.baseline.value) == "9.6"
    assert target.id == goal.target("leakage", "临河市", plan.clauses[goal.clause]).id


_PIECES = st.sampled_from(
    ["一、", "（一）", "1.", "①", "工作目标", "到2027年，", "达到", "120万吨", "30万吨级", "以上", "（牵头单位：", "市水务局", "）",
     "由", "会同", "年底前", "\n", "。", "；", "，", "\t", "指标", "2025年", "2.5%", "力争", "（约束性）", "|", "≥", "0", "前10位", "—"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=60))
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    text = extract(
        ("某市航运实施方案\n\n一、工作目标\n到2027年，建成。\n二、重点任务\n" + "".join(pieces)).encode(), "a.txt"
    )
    for plan in plans(text):
        for words in [one.said for one in plan.goals] + [one.said for one in plan.tasks]:
            assert text.content[words.start : words.end] == words.quote
