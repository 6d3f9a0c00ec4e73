"""Links, observations, choices, revisions, the life of a figure, findings and decisions, on both databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command  # noqa: F401  (fails early and clearly where the migrations cannot run)

from xietong.core.errors import CatalogueError, NotFoundError
from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.observations.figures import Source
from xietong.statements.read import read
from xietong.store import links
from xietong.workspace import IssueFilter, ObservationFilter, Workspace
from xietong.workspace.observations import indicator_key, place_key

FIRST = "初步核算，2022年北京市地区生产总值41610.9亿元，河北省地区生产总值42370.4亿元。\n"
FINAL = "经最终核实，2022年北京市地区生产总值41540.9亿元；2023年北京市地区生产总值43760.7亿元。\n"
PRESS = "记者从会上了解到，2022年北京地区生产总值约4.2万亿元。\n"


def add(ws: Workspace, words: str, date: str, publisher: str = "") -> str:
    """The id of a text added with a date."""
    return ws.documents.add(words.encode(), "a.txt", date=Period.parse(date), publisher=publisher).id


def test_a_series_is_chosen_and_explained(ws: Workspace) -> None:
    """A statistics office before a paper, the later release before the earlier; the others stay and are named."""
    add(ws, FIRST, "2023-01", "北京市统计局")
    add(ws, FINAL, "2024-01", "北京市统计局")
    add(ws, PRESS, "2023-02", "某报")
    series = ws.observations.series(indicator_key("地区生产总值"), place_key("北京市"))
    assert [str(point.period)[:4] for point in series.points] == ["2022", "2023"]
    first = series.points[0].choice
    assert "41540.9亿元" in first.chosen.quote
    assert set(first.reasons) == {"published", "latest"}
    assert [one.quote for one in first.differing] == ["41610.9亿元"]
    assert "统计部门" in first.explained("zh")
    assert "latest" in first.explained("en")
    # as known in 2023, and as first released
    known = ws.observations.series("GDP", "110000", known="2023-12-31")
    assert [point.choice.chosen.quote for point in known.points] == ["41610.9亿元"]
    released = ws.observations.series("GDP", "110000", view="first")
    assert released.points[0].choice.chosen.quote == "41610.9亿元"
    # what was revised, and in which state
    steps = [one.quote for one in series.revisions[0].values]
    assert steps == ["41610.9亿元", "41540.9亿元"]
    assert [one.release.status for one in series.revisions[0].values] == ["preliminary", "final"]


def test_observations_are_filtered(ws: Workspace) -> None:
    """By indicator, place, time and the day they were known; a removed document takes its own with it."""
    document = add(ws, FIRST, "2023-01")
    assert ws.observations.find(ObservationFilter(indicator="GDP")).total == 2
    assert ws.observations.find(ObservationFilter(place=place_key("河北"))).total == 1
    assert ws.observations.find(ObservationFilter(period=Period.parse("2021"))).total == 0
    assert ws.observations.find(ObservationFilter(known="2022-12-31")).total == 0
    ws.documents.remove(document)
    assert ws.observations.find().total == 0


def test_the_life_of_a_figure(ws: Workspace) -> None:
    """Who said it first, who reprints it, who differs."""
    sentence = "2023年天津港集装箱吞吐量2219万标准箱。"
    add(ws, sentence, "2024-02")
    add(ws, f"据报道，{sentence}", "2024-03")
    add(ws, "2023年，天津港集装箱吞吐量达到2291万标准箱。", "2024-04")
    row = next(one for one in ws.statements.find().items if one.statement.quote == "2219万标准箱")
    parts = [(part, other.statement.quote) for part, other in ws.observations.life(row.id)]
    assert parts[0] == ("first", "2219万标准箱")
    assert parts[1] in [("reprint", "2219万标准箱"), ("repeats", "2219万标准箱")]
    assert parts[2] == ("differs", "2291万标准箱")
    with pytest.raises(NotFoundError):
        ws.observations.life("nothing")


def test_findings_follow_their_documents(ws: Workspace) -> None:
    """Found when a document is read, hidden and shown with it, gone with it, renewed when it is read again."""
    one = add(ws, "截至目前，京津中关村科技城注册企业1328家。", "2024-02")
    assert ws.issues.find().total == 0
    other = add(ws, "截至目前，宝坻京津中关村科技城注册企业1400余家。", "2024-02")
    page = ws.issues.find(IssueFilter(severity="warning"))
    assert [row.issue.code for row in page.items] == ["values"]
    row = page.items[0]
    assert {place.document for place in row.issue.places} == {one, other}
    assert ws.issues.get(row.id).issue == row.issue
    assert ws.issues.of_document(one[:10])[0].id == row.id
    assert ws.issues.counts() == {"values": 1}
    ws.documents.remove(one)
    assert ws.issues.find().total == 0
    ws.documents.restore(one)
    ws.documents.reread(other)
    assert ws.issues.find().total == 1
    ws.documents.purge(other)
    assert ws.issues.find().total == 0
    with pytest.raises(NotFoundError):
        ws.issues.get(row.id)


def test_a_draft_is_checked_against_the_ledger(ws: Workspace) -> None:
    """What the workspace knows speaks against a draft; nothing is written; the same document is not its own witness."""
    words = "2023年天津港集装箱吞吐量2219万标准箱。"
    kept = add(ws, words, "2024-02")
    text = extract("2023年天津港集装箱吞吐量2291万标准箱。".encode(), "draft.txt", date=Period.parse("2024-02"))
    draft = Source("draft.txt", text.content, read(text), text.date)
    found = [one for one in ws.issues.check([draft]) if one.severity != "note"]
    assert [one.code for one in found] == ["values"]
    assert ws.statements.find().total == 1
    same = extract(words.encode(), "draft.txt", date=Period.parse("2024-02"))
    itself = Source("draft.txt", same.content, read(same), same.date)
    assert [one for one in ws.issues.check([itself], without=[kept]) if one.severity != "note"] == []


def test_a_person_teaches_a_phrase(ws: Workspace) -> None:
    """Assigned, exported as a proposal, withdrawn; every step is kept, none is overwritten."""
    add(ws, "2023年，通武廊缔约企业达到320家。", "2024-02")
    phrase = ws.statements.find().items[0].statement.indicator
    assert (phrase, 1) in ws.observations.unresolved()
    assert ws.observations.assign(phrase, "FIRM_STOCK", "counts firms") == 1
    assert ws.observations.unresolved() == ()
    assert ws.observations.proposals() == {"FIRM_STOCK": [phrase]}
    assert ws.observations.find(ObservationFilter(indicator="FIRM_STOCK")).total == 1
    code, _, score, why = ws.observations.link(ws.statements.find().items[0].id) or ("", "", 0.0, "")
    assert (code, score, why) == ("FIRM_STOCK", 1.0, "assigned in this workspace")
    assert ws.observations.withdraw(phrase, "a mistake") == 1
    assert ws.observations.proposals() == {}
    assert [one.verdict for one in ws.observations.taught()] == ["assign", "withdraw"]
    assert ws.observations.assign(phrase, "", "no such indicator") == 1
    with pytest.raises(CatalogueError, match="NOWHERE"):
        ws.observations.assign(phrase, "NOWHERE")
    with pytest.raises(CatalogueError):
        ws.observations.assign("。", "GDP")


def test_what_is_taught_is_checked(ws: Workspace) -> None:
    """Figures that bear one name now are compared at once; taking the name back takes the finding back."""
    add(ws, "2023年末，雄安新区疏解落地户1328家。", "2024-02")
    add(ws, "2023年末，雄安新区企业入驻数为1410家。", "2024-02")
    assert ws.issues.counts() == {}
    for phrase in ("疏解落地户", "企业入驻数"):
        assert ws.observations.assign(phrase, "FIRM_STOCK") == 1
    assert ws.issues.counts() == {"values": 1}
    ws.observations.withdraw("疏解落地户")
    assert ws.issues.counts() == {}


def test_an_older_ledger_is_linked_on_opening(tmp_path: Path) -> None:
    """A workspace whose links were made by an older linker, or before there were any, is linked anew when opened."""
    place = tmp_path / "ws"
    with Workspace.create(place) as ws:
        add(ws, FIRST, "2023-01")
    with sqlite3.connect(place / "xietong.db") as connection:
        connection.execute("delete from observation")
        connection.execute("delete from link")
        connection.execute("update setting set value = 'older' where name = 'links'")
    with Workspace.open(place) as ws:
        assert ws.observations.find(ObservationFilter(indicator="GDP")).total == 2
        with ws._ledger.reading() as reading:
            assert links.is_current(reading)


def test_a_release_dated_in_the_future_is_said(ws: Workspace) -> None:
    """It is kept, with a finding, and not known today."""
    add(ws, "2023年天津港集装箱吞吐量2219万标准箱。", "2199-01")
    assert ws.issues.counts() == {"future": 1}
    assert ws.observations.find(ObservationFilter(known="2026-12-31")).total == 0
