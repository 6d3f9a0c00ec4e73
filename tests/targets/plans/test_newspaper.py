"""The plan on a real newspaper page: tree, goals and sizes, against facts read by eye."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.targets.plans.model import Plan
from xietong.targets.plans.read import plans

HERE = Path(__file__)
PAGE = HERE.parents[4] / "shared/corpus/newspaper-2023-06.txt"
FACTS: dict[str, Any] = tomllib.loads((HERE.parent / "newspaper.toml").read_text("utf-8"))
pytestmark = pytest.mark.skipif(
    not PAGE.is_file(), reason="the corpus is not beside this repository (../shared/corpus)"
)


@cache
def the_plan(day: str) -> Plan:
    found = plans(extract(PAGE.read_bytes(), PAGE.name, date=Period.parse(day) if day else None))
    assert len(found) == 1
    return found[0]


# A page bears no date of its own: what a person knows of it must not be needed for a deadline that is written out.
@pytest.fixture(params=["", "2023-06"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return the_plan(request.param)


def starts(plan: Plan, kind: str) -> list[int]:
    return [one.start for one in plan.clauses if one.kind == kind]


def test_numbered_clauses_become_a_tree(plan: Plan) -> None:
    tree = FACTS["tree"]
    han = [[*one.number, one.start, one.end] for one in plan.clauses if one.kind == "han"]
    assert han == tree["han"]
    assert starts(plan, "dash") == tree["dashes"]
    assert starts(plan, "han_paren") == tree["headings"] + tree["safeguards"]
    assert starts(plan, "arabic") == tree["measures"]
    assert [one.number for one in plan.clauses if one.kind == "arabic"] == [(number,) for number in range(1, 26)]
    parents = {plan.clauses[one.parent].kind for one in plan.clauses if one.kind == "arabic"}
    assert parents == {"han_paren"}


def test_every_goal_has_value_unit_modifier_and_due_date(plan: Plan) -> None:
    expected = [(one["start"], one["goal"], one.get("inherited", False)) for one in FACTS["goal"]]
    assert [(one.said.start, str(one.goal), one.inherited) for one in plan.goals] == expected
    assert {one.due for one in plan.goals} == {date(2027, 12, 31)}
    ranks = [one.said.start for one in plan.goals if one.goal.kind == "rank"]
    assert ranks == [one["start"] for one in FACTS["goal"] if one.get("kind") == "rank"]


def test_sizes_of_projects_are_attributes_of_tasks_and_no_goals(plan: Plan) -> None:
    measures = [one for one in plan.tasks if one.parent < 0]
    found = [
        (size.said.start, int(size.value[0]), size.unit, plan.clauses[task.clause].number[0])
        for task in measures for size in task.sizes
    ]  # fmt: skip
    assert found == [(one["start"], one["value"], one["unit"], one["measure"]) for one in FACTS["size"]]
    assert not {one.said.start for one in plan.goals} & {one["start"] for one in FACTS["size"]}


def test_every_measure_is_a_task_with_the_horizon(plan: Plan) -> None:
    assert plan.horizon is not None
    assert plan.horizon.due == date(2027, 12, 31)
    measures = [plan.clauses[one.clause].start for one in plan.tasks if one.parent < 0]
    assert measures == FACTS["tree"]["measures"] + FACTS["tree"]["safeguards"]
    assert all(one.due == date(2027, 12, 31) for one in plan.tasks)
    dated = [one for one in plan.tasks if any(not plan.goals[goal].inherited for goal in one.goals)]
    assert dated  # a figure with a date of its own gives it to what is to be done
    assert all(one.inherited != (one in dated) for one in plan.tasks)


def test_who_supervises_is_read_from_the_sentence(plan: Plan) -> None:
    spoken = next(one for one in plan.tasks if one.parent >= 0 and one.bodies)
    assert [len(spoken.who(role)) for role in ("lead", "supporting", "responsible")] == [2, 1, 0]
    assert all(one.said.quote == one.name for one in spoken.bodies)
