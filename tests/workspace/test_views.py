"""The SQL views: documented columns, only what is present, the same as exports, on both databases."""

from __future__ import annotations

import re
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from tests.workspace.test_ledger_of_figures import FINAL, FIRST, add
from xietong.exchange.record import record
from xietong.exchange.schema import tables
from xietong.store import views
from xietong.store.migrate import migrate
from xietong.workspace import Workspace
from xietong.workspace.export import document_record, issue_record, place_records, statement_record

PAGE = (Path(__file__).parents[2] / "docs" / "sql.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.S)
MIXED = "到2027年，京津冀地区生产总值达到12万亿至13万亿元，三次产业比例为5:35:60。2023年北京流向津冀技术合同成交额约748.7亿元。\n"


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
    names = list(tables())
    before = {name: len(rows(filled, f"SELECT * FROM {name}")) for name in names}
    documents = [row.id for row in filled.documents.all().items]
    for document in documents:
        filled.documents.remove(document)
    assert {name: len(rows(filled, f"SELECT * FROM {name}")) for name in names} == dict.fromkeys(names, 0)
    for document in documents:
        filled.documents.restore(document)
    assert {name: len(rows(filled, f"SELECT * FROM {name}")) for name in names} == before


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
