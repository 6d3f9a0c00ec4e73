"""Yearly assessments in a workspace: values from the ledger, frozen for good, the present beside them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from xietong.core.clock import standing_at
from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.period import Period
from xietong.workspace import Workspace

SOURCE = """
title = "2023 年度考核"
year = 2023
by = "协同办"
set = 2023-03-01
territories = ["北京", "天津", "河北"]
[[item]]
code = "gdp"
indicator = "地区生产总值"
points = 50
rule = "ratio"
unit = "亿元"
goals = { "北京" = ">=43000", "天津" = ">=17000" }
[[item]]
code = "together"
indicator = "GDP"
points = 50
unit = "亿元"
[item.joint]
goal = ">=60000"
how = "together"
members = ["北京", "天津"]
agreed = "两地 2023 年会商纪要"
"""
FIRST = "2023年，北京市地区生产总值43760.7亿元，天津市地区生产总值16737.3亿元。"
REVISED = "经核实，2023年天津市地区生产总值为17500.5亿元。"


@pytest.fixture
def entered(ws: Workspace) -> tuple[Workspace, str]:
    ws.review.set_reviewer("考核员")
    ws.documents.add(FIRST.encode(), "a.txt", date=Period.parse("2024-02"))
    with standing_at(datetime(2024, 3, 1, tzinfo=UTC)):
        return ws, ws.assessments.put(SOURCE)


def test_scores_from_the_ledger_with_the_observation_behind_them(entered: tuple[Workspace, str]) -> None:
    ws, one = entered
    row = ws.assessments.get(one[:12])
    cell = row.result.cell("gdp", "120000")
    assert (cell.status, str(cell.score)) == ("ratio", "49.23")
    assert cell.value is not None
    assert ws.observations.get(cell.value.source).observation.quote == "16737.3亿元"
    assert [(total.territory, total.rank) for total in row.result.totals] == [
        ("110000", 1),
        ("120000", 2),
        ("130000", None),
    ]
    assert (row.result.wholes[0].met, str(row.result.wholes[0].value)) == (True, "60498.0")


def test_a_frozen_one_stays_and_the_present_is_shown_beside(entered: tuple[Workspace, str]) -> None:
    ws, one = entered
    with standing_at(datetime(2024, 3, 2, tzinfo=UTC)):
        frozen = ws.assessments.freeze(one)
    assert frozen.differences == ()
    ws.documents.add(REVISED.encode(), "b.txt", date=Period.parse("2024-06"))
    row = ws.assessments.get(one)
    assert (row.result, row.frozen) == (frozen.result, True)
    said = {(each.territory, each.item, each.fact): (each.then, each.now) for each in row.differences}
    assert said["120000", "gdp", "value"] == ("16737.3", "17500.5")
    assert said["120000", "gdp", "score"] == ("49.23", "50.00")
    assert said["120000", "", "rank"] == ("2", "1")
    with standing_at(datetime(2024, 7, 1, tzinfo=UTC)):
        with pytest.raises(ValuesError, match="does not change"):
            ws.assessments.put(SOURCE.replace(">=17000", ">=16000"))
        with pytest.raises(ValuesError, match="does not change"):
            ws.assessments.freeze(one)
    assert len(ws.assessments.history(one)) == 2


def test_only_what_was_released_by_its_day_counts(entered: tuple[Workspace, str]) -> None:
    ws, _ = entered
    ws.documents.add(REVISED.encode(), "b.txt", date=Period.parse("2024-06"))
    with standing_at(datetime(2024, 7, 1, tzinfo=UTC)):
        then = ws.assessments.put(
            SOURCE.replace("2023 年度考核", "按三月数据").replace("set =", "known = 2024-03-31\nset =")
        )
        now = ws.assessments.put(SOURCE.replace("2023 年度考核", "按现有数据"))
    values = [ws.assessments.get(one).result.cell("gdp", "120000").value for one in (then, now)]
    assert [str(one.value) for one in values if one] == ["16737.3", "17500.5"]


def test_a_draft_can_be_changed_and_every_state_is_kept(entered: tuple[Workspace, str]) -> None:
    ws, one = entered
    again = ws.assessments.put(SOURCE.replace(">=17000", ">=16000"), "目标下调，三地会商同意")
    assert again == one
    assert ws.assessments.get(one).result.cell("gdp", "120000").status == "over"
    assert [each.reason for each in ws.assessments.history(one)] == ["", "目标下调，三地会商同意"]
    assert ws.assessments.find().total == 1


def test_bad_input(entered: tuple[Workspace, str]) -> None:
    ws, _ = entered
    with standing_at(datetime(2023, 12, 30, tzinfo=UTC)):
        running = ws.assessments.put(SOURCE.replace("2023 年度考核", "提前"))
        with pytest.raises(ValuesError, match="is not over"):
            ws.assessments.freeze(running)
    with pytest.raises(ValuesError, match="valid TOML"):
        ws.assessments.put("x")
    with pytest.raises(NotFoundError):
        ws.assessments.get("ffff")
    with pytest.raises(ValuesError, match="from below or from above"):
        ws.assessments.put(
            SOURCE.replace('indicator = "地区生产总值"', 'indicator = "没有的指标"').replace(">=43000", "=43000")
        )
    assert ws.assessments.find().total == 2
