"""The SQL views: documented columns, only what is present, the same as exports, on both databases."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from tests.workspace.test_ledger_of_figures import FINAL, FIRST, add
from xietong.core.period import Period
from xietong.exchange.record import record
from xietong.exchange.schema import tables
from xietong.store import views
from xietong.store.migrate import migrate
from xietong.targets.tasks.model import Money, Task, Update
from xietong.workspace import Workspace
from xietong.workspace.export import document_record, issue_record, place_records, statement_record

PAGE = (Path(__file__).parents[2] / "docs" / "sql.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.S)
MIXED = "到2027年，京津冀地区生产总值达到12万亿至13万亿元，三次产业比例为5:35:60。2023年北京流向津冀技术合同成交额约748.7亿元。\n"


ENTERED = ("targets", "tasks")  # what persons entered stays when a document goes
TARGET = {
    "indicator": "GDP", "territory": "北京", "goal": "≥5.5万亿元", "due": "2027", "baseline": "43760.7亿元", "baseline_period": "2023",
    "strength": "binding", "body": "甲局", "freeze": "2027-06-30",
}  # fmt: skip
TASK = Task("建设平台", lead=("甲局", "乙局"), due=date(2026, 12, 31), planned=Money(Decimal("3.5")))


def rows(ws: Workspace, query: str) -> list[dict[str, object]]:
    with ws._ledger.reading() as connection:
        return [dict(one) for one in connection.execute(text(query.replace(":", "\\:"))).mappings()]


@pytest.fixture
def filled(ws: Workspace) -> Workspace:
    add(ws, FIRST, "2023-01", "北京市统计局")
    add(ws, FINAL, "2024-01", "北京市统计局")
    add(ws, MIXED, "2024-02")
    add(ws, "2023年，通武廊缔约企业达到320家。", "2024-02")
    add(ws, "截至目前，京津中关村科技城注册企业1328家。", "2024-02")
    add(ws, "截至目前，宝坻京津中关村科技城注册企业1400余家。", "2024-02")
    ws.review.set_reviewer("甲")
    ws.targets.add(TARGET, "第三条")
    ws.tasks.add([TASK], "议定")
    return ws


def test_columns_are_those_documented(filled: Workspace) -> None:
    """By name and in order."""
    for name, own in tables().items():
        with filled._ledger.reading() as connection:
            assert [one["name"] for one in inspect(connection).get_columns(name)] == [
                one.name for one in own.columns if one.sql
            ]


def test_views_say_what_exports_say(filled: Workspace) -> None:
    """Every row and cell, but that a view has NULL where a file has an empty cell."""
    exported: dict[str, list[Any]] = {
        "observations": [record(one) for one in filled.observations.stream()],
        "statements": [statement_record(one) for one in filled.statements.stream()],
        "issues": [issue_record(one) for one in filled.issues.find().items],
        "issue_places": [place for one in filled.issues.find().items for place in place_records(one)],
        "documents": [document_record(one) for one in filled.documents.all().items],
    }
    for name, records in exported.items():
        assert records, name

        def key(one: dict[str, object]) -> str:
            return str([one.get("id"), one.get("issue"), one.get("position")])

        found = sorted(rows(filled, f"SELECT * FROM {name}"), key=key)
        for row, wanted in zip(found, sorted(map(dict, records), key=key), strict=True):
            for column, cell in row.items():
                if column == "value":
                    assert cell == wanted[column] or Decimal(str(cell)) == wanted[column], (name, column)
                else:
                    assert (cell or "") == (wanted[column] or "") or cell == wanted[column], (name, column)


def test_only_what_is_present(filled: Workspace) -> None:
    """A removed document takes all of its rows with it; they come back with it."""
    names = [name for name in tables() if name not in ENTERED]
    before = {name: len(rows(filled, f"SELECT * FROM {name}")) for name in names}
    documents = [row.id for row in filled.documents.all().items]
    for document in documents:
        filled.documents.remove(document)
    assert {name: len(rows(filled, f"SELECT * FROM {name}")) for name in names} == dict.fromkeys(names, 0)
    for document in documents:
        filled.documents.restore(document)
    assert {name: len(rows(filled, f"SELECT * FROM {name}")) for name in names} == before


def test_targets_and_tasks_are_the_last_entry_of_each(filled: Workspace) -> None:
    """Numbers as numbers, flags as 0 and 1; a correction takes the place of what held before, what is withdrawn is gone, and of
    updates the last speaks."""
    (one,) = rows(filled, "SELECT * FROM targets")
    assert (one["indicator_name"], one["place_name"], one["goal"], one["unit"], one["due"]) == (
        "地区生产总值", "北京", "floor", "元", "2027-12-31",
    )  # fmt: skip
    assert (one["low"], one["high"], one["baseline"], one["strict"], one["inherited"], one["direction"]) == (
        5_500_000_000_000, None, 4_376_070_000_000, 0, 0, 0,
    )  # fmt: skip
    assert (one["members"], one["freeze"], one["document"], one["person"], one["reason"]) == (
        "",
        "2027-06-30",
        None,
        "甲",
        "第三条",
    )
    filled.targets.correct(str(one["id"]), {"goal": ">6万亿元", "body": "乙局"}, "调整")
    (one,) = rows(filled, "SELECT low, strict, body, reason FROM targets")
    assert one == {"low": 6_000_000_000_000, "strict": 1, "body": "乙局", "reason": "调整"}
    (task,) = rows(filled, "SELECT * FROM tasks")
    assert (task["lead"], task["due"], task["planned"], task["planned_unit"]) == (
        "甲局、乙局",
        "2026-12-31",
        Decimal("3.5"),
        "亿元",
    )
    assert (task["reported"], task["status"], task["completion"], task["invested_unit"]) == (None, None, None, None)
    week = Period(date(2026, 3, 2), date(2026, 3, 8))
    filled.tasks.report([Update(str(task["id"]), week, "running", Decimal(20), Money(Decimal("0.7")))])
    later = Period(date(2026, 3, 9), date(2026, 3, 15))
    filled.tasks.report([Update(str(task["id"]), later, "running", Decimal("35.5"))])
    (task,) = rows(filled, "SELECT reported, status, completion, invested FROM tasks")
    assert task == {"reported": "2026-03-15", "status": "running", "completion": Decimal("35.5"), "invested": None}
    filled.targets.withdraw(str(rows(filled, "SELECT id FROM targets")[0]["id"]), "撤")
    assert rows(filled, "SELECT * FROM targets") == []


@pytest.mark.parametrize("query", QUERIES, ids=[one.split("\n")[0][:40] for one in QUERIES])
def test_documented_queries_run(filled: Workspace, query: str) -> None:
    """On both databases; each has something to say of these texts."""
    assert rows(filled, query)


def test_a_query_answers_rightly(filled: Workspace) -> None:
    """The keys with two numbers are the revised one and the one that two documents do not agree on."""
    query = next(one for one in QUERIES if "HAVING" in one)
    found = rows(filled, query)
    assert [(one["indicator_name"], one["place_name"], one["numbers"]) for one in found] == [
        ("地区生产总值", "北京", 2),
        ("注册企业", "京津中关村科技城", 2),
    ]


def test_a_range_has_no_value(filled: Workspace) -> None:
    """Its two ends are text; nobody adds up the lower ones unawares."""
    found = rows(
        filled, "SELECT form, value, exact, regions, modality FROM statements WHERE form <> 'number' ORDER BY form"
    )
    assert [(one["form"], one["value"]) for one in found] == [("range", None), ("ratio", None)]
    assert [one["exact"] for one in found] == ["12000000000000/13000000000000", "5/35/60"]
    flow = rows(filled, "SELECT place, place_name, modifier FROM observations WHERE place LIKE '%→%'")
    assert [one["modifier"] for one in flow] == ["~"]
    assert all("→" in str(one["place_name"]) and not re.search(r"\d", str(one["place_name"])) for one in flow)


def test_views_are_made_anew_when_they_are_others(tmp_path: Path) -> None:
    """By an older program, or without any: on opening they are those of this program again."""
    place = tmp_path / "ws"
    with Workspace.create(place) as ws:
        add(ws, FIRST, "2023-01")
    with sqlite3.connect(place / "xietong.db") as connection:
        connection.execute("drop view observations")
        connection.execute("create view observations as select 1 as one")
        connection.execute("update setting set value = 'older' where name = 'views'")
    with Workspace.open(place) as ws:
        assert len(rows(ws, "SELECT indicator, quote FROM observations")) == 2


def test_views_do_not_stand_in_the_way_of_a_migration(tmp_path: Path) -> None:
    """They are gone while tables change, and back when the ledger is opened."""
    place = tmp_path / "ws"
    with Workspace.create(place) as ws:
        migrate(ws._ledger.engine)
        with ws._ledger.reading() as connection:
            assert inspect(connection).get_view_names() == []
            assert not {"indicators", "places"} & set(inspect(connection).get_table_names())
    with Workspace.open(place) as ws, ws._ledger.reading() as connection:
        assert set(inspect(connection).get_view_names()) == set(views.NAMES)
