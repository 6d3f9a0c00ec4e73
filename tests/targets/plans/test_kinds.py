"""Plans of many kinds against what was written down of each before it was read: goals, dates, sizes, bodies; and nothing else."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xietong.documents.intake import extract
from xietong.targets.plans.model import Plan, PlanGoal, Words
from xietong.targets.plans.read import plans

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "kinds.toml").read_text("utf-8"))["plan"]
Span = tuple[int, int]


@cache
def plan_of(name: str) -> tuple[str, Plan]:
    text = extract((HERE / "kinds" / name).read_bytes(), name)
    (found,) = plans(text)
    return text.content, found


def place(content: str, words: str) -> Span:
    """Where words stand that the text has once."""
    assert content.count(words) == 1, words
    start = content.index(words)
    return start, start + len(words)


def holds(span: Span, said: Words) -> bool:
    return span[0] < said.end and said.start < span[1]


def met(goal: PlanGoal, case: list[str]) -> list[str]:
    """What is wrong with a goal."""
    _, figure, due, own, indicator = case
    undated = goal.inherited or goal.due is None
    wrong = []
    if str(goal.goal) not in figure.split("|"):
        wrong.append(f"{goal.goal}, not {figure}")
    if str(goal.due) not in due.split("|") and not ("*" in due.split("|") and undated):
        wrong.append(f"{goal.due}, not {due}")
    if own and undated != (own == "inherited"):
        wrong.append(f"not {own}")
    if indicator not in goal.indicator and goal.indicator not in indicator:
        wrong.append(f"{goal.indicator}, not {indicator}")
    return wrong


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one["file"]))
def test_goals(case: dict[str, Any]) -> None:
    content, plan = plan_of(case["file"])
    due = str(plan.horizon.due if plan.horizon else "")
    assert case["horizon"] == "*" or due in case["horizon"].split("|")
    left, wrong = list(plan.goals), {}
    for one in case["goals"]:
        span = place(content, one[0])
        goal = next((goal for goal in left if holds(span, goal.said)), None)
        if goal is None:
            wrong[one[0]] = ["not found"]
            continue
        left.remove(goal)
        if found := met(goal, one):
            wrong[one[0]] = found
    arguable = [place(content, words) for words in case["arguable"]]
    more = [goal.said.quote for goal in left if not any(holds(span, goal.said) for span in arguable)]
    assert (wrong, more) == ({}, [])


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one["file"]))
def test_sizes_bodies_milestones_and_baselines(case: dict[str, Any]) -> None:
    content, plan = plan_of(case["file"])
    sizes = [size.said for task in plan.tasks for size in task.sizes]
    assert [words for words in case["sizes"] if not any(holds(place(content, words), said) for said in sizes)] == []
    days = {str(mark.due) for task in plan.tasks for mark in task.milestones}
    assert set(case.get("milestones", ())) <= days
    measures = [(plan.clauses[one.clause].label, one) for one in plan.tasks if one.parent < 0]
    for role in ("lead", "supporting", "responsible"):
        for label, names in case.get(role, {}).items():
            assert list(names) in [list(one.who(role)) for said, one in measures if said == label], label
    for words, value in case.get("baseline", {}).items():
        span = place(content, words)
        assert [str(one.baseline and one.baseline.value) for one in plan.goals if holds(span, one.said)] == [value]


@pytest.mark.parametrize("name", ["bulletin.txt", "press.txt", "contract_notice.txt", "editorial.txt"])
def test_what_is_no_plan(name: str) -> None:
    """What has been counted, what a reporter saw, what is bought, what a paper thinks, although it names a goal or looks ahead in its last line."""
    assert plans(extract((HERE / "no_plans" / name).read_bytes(), name)) == ()


HEAD = "某市水运协同发展行动方案\n2024年3月5日\n一、工作目标\n到2027年，水运量达到500万吨。\n二、重点任务\n（一）建设。"


# Which date governs a figure, and which does not although it stands near; "" the horizon stands in, marked.
@pytest.mark.parametrize(
    ("words", "dues"),
    [
        ("2025年6月底前，完成航道疏浚。新建泊位5个。", [""]),  # the day of a deed is not that of the next sentence
        ("到2026年，改造泊位6个。新建泊位5个。", ["2026-12-31", "2026-12-31"]),  # a year that leads a paragraph is
        ("到2025年，改造泊位6个，到2026年改造8个。新建泊位5个。", ["2025-12-31", "2026-12-31", ""]),  # which of two?
        ("泊位等级2025年底前达到5级，靠泊率保持90%。", [""]),  # said of its own subject
        ("新建泊位12个，其中2025年建成5个。", ["", "2025-12-31"]),
        ("改造水管12公里，惠及3000人，2026年9月底前完成。", ["2026-09-30", "2026-09-30"]),  # the last clause is of all
        ("每年3月底前培训船员100人次。", [""]),  # comes round every year
        ("落实2026年计划。新建泊位5个（2025年）。", ["2025-12-31"]),
        ("2025年、2026年，吞吐量分别达到80万吨、90万吨。", ["2025-12-31", "2026-12-31"]),
        ("甲航道2025年、乙航道2026年覆盖率分别达到100%。", [""]),  # two dates, one figure: neither is the goal's
        ("完成2000年底前建成的泊位改造，累计改造52个。", [""]),  # which ones, not by when
        ("2026年6月底前投产；新建泊位5个。", [""]),
        ("2023年，吞吐量达到70万吨，泊位率达到80%。", None),  # what has been
        ("目前已建成泊位30个，今年再建5个。", ["2024-12-31"]),
        ("对新建泊位每个给予不超过200万元补助。", None),
        ("培育营业收入超10亿元企业5家。", [""]),  # 10亿元 tells which firms
    ],
)
def test_the_date_that_governs(words: str, dues: list[str] | None) -> None:
    (plan,) = plans(extract(f"{HEAD}{words}\n三、保障措施\n加强督导。\n".encode(), "plan.txt"))
    assert plan.date is not None  # read from the line above the first part
    found = [("" if goal.inherited else str(goal.due)) for goal in plan.goals[1:]]
    assert found == (dues or [])
    assert all(str(goal.due) == "2027-12-31" for goal in plan.goals if goal.inherited)


@pytest.mark.parametrize(
    "body",
    [
        "产值达到" + "9" * 400 + "万亿元，下降" + "1" * 300 + "." + "2" * 300 + "%。",  # no figure at all
        "到2026年，" * 3000 + "达到5亿元。",
        "2025年前" * 3000,
        "一、甲\n（一）乙\n1.丙\n一、丁\n1.戊\n（一）己\n" * 200,  # numbering that goes round
        "".join(f"{number}{'9' * 50}.建设{number}个\n第{'九' * 200}条 建成5个\n" for number in range(200)),
        "（" * 5000 + "（牵头单位：市水务局" * 500,
        "到0000年，达到5亿元。9999年底前达到5亿元。2027年13月40日前5个。",
    ],
    ids=["numbers", "times", "deadlines", "rounds", "numbering", "brackets", "calendar"],
)
def test_whatever_is_written_is_read(body: str) -> None:
    text = extract(f"{HEAD}{body}\n".encode(), "plan.txt")
    for plan in plans(text):
        assert all(text.content[one.said.start : one.said.end] == one.said.quote for one in plan.goals)
        assert all(one.due is None or 2020 < one.due.year < 2100 for one in plan.goals)
