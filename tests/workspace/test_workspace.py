"""What a workspace promises: nothing acknowledged is lost, nothing said before is overwritten."""

from __future__ import annotations

import csv
import io
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from xietong.cli.options import files_in
from xietong.core.errors import DocumentError, NotFoundError, WorkspaceError
from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.statements.read import read
from xietong.store.prepare import Given, prepare
from xietong.workspace import StatementFilter, Workspace
from xietong.workspace.batch import add_files
from xietong.workspace.export import export, write_csv

TEXT = "2023年，雄安新区固定资产投资增长12.5%，新增企业\n\n300家。\n北京流向津冀技术合同成交额700亿元。\n"
DATA = TEXT.encode()
DAY = Period.parse("2024-03")


def test_the_same_bytes_are_one_document(ws: Workspace) -> None:
    """Added once, known the second time whatever the name; text, original and statements as they were given."""
    added = ws.documents.add(DATA, "a.txt", date=DAY)
    assert (added.outcome, ws.documents.add(DATA, "b.txt", date=DAY).outcome) == ("added", "known")
    assert ws.documents.original(added.id) == DATA
    assert ws.documents.text(added.id).content == TEXT
    for row in ws.statements.of_document(added.id):
        statement = row.statement
        assert TEXT[statement.start : statement.end] == statement.quote
    assert ws.documents.get(added.id[:8]).id == added.id
    with pytest.raises(NotFoundError):
        ws.documents.get("ffff")


def test_removal_is_undone_until_purged(ws: Workspace) -> None:
    """Hidden with its statements, shown again, and gone for good only when purged."""
    document = ws.documents.add(DATA, "a.txt", date=DAY).id
    everything = ws.statements.find().total
    assert everything == 3
    ws.documents.remove(document)
    assert (ws.statements.find().total, ws.documents.all().total, ws.search.find("雄安").total) == (0, 0, 0)
    ws.documents.restore(document)
    assert ws.statements.find().total == everything
    ws.documents.purge(document)
    with pytest.raises(NotFoundError):
        ws.documents.get(document)
    assert ws.documents.add(DATA, "a.txt", date=DAY).outcome == "added"


def test_reading_again_confirms_or_supersedes(ws: Workspace) -> None:
    """A reader that says the same confirms; one that says otherwise adds a statement and supersedes."""
    document = ws.documents.add(DATA, "a.txt", date=DAY).id
    before = {row.id for row in ws.statements.of_document(document)}
    assert ws.documents.reread(document).outcome == "reread"
    assert {row.id for row in ws.statements.of_document(document)} == before
    text = extract(DATA, "a.txt", date=DAY)
    reading = read(text)
    other = tuple(replace(one, indicator=one.indicator + "额") for one in reading.statements)
    newer = replace(reading, reader="xietong/next", statements=other)
    ws.documents.put(None, prepare(DATA, "a.txt", Given(date=DAY), text, newer))
    rows = ws.statements.of_document(document)
    assert len(rows) == len(before)
    assert not before & {row.id for row in rows}
    history = ws.statements.history(rows[0].mention_id)
    assert [one.superseded is None for one in history] == [False, True]


@pytest.mark.parametrize("words", ["雄安", "投资", "企业300家", "技术合同 成交额"])
def test_words_are_found(ws: Workspace, words: str) -> None:
    """Two-character words, words across a line break, and several words."""
    ws.documents.add(DATA, "a.txt", date=DAY)
    hits = ws.search.find(words)
    assert hits.total >= 1
    assert hits.items[0].marks


@pytest.mark.parametrize("words", ['"', "*", "雄安*", "NEAR(", "a OR b", "-", "'; drop table document; --", "", "  "])
def test_no_character_of_a_search_is_special(ws: Workspace, words: str) -> None:
    """Whatever is typed is looked for as it is."""
    ws.documents.add(DATA, "a.txt", date=DAY)
    ws.search.find(words)


def test_filters(ws: Workspace) -> None:
    """By place in long and short form, flow, period, measure, words."""
    ws.documents.add(DATA, "a.txt", date=DAY)

    def total(**wanted: object) -> int:
        return ws.statements.find(StatementFilter(**wanted)).total  # type: ignore[arg-type]

    assert total(territory="雄安新区") == 2
    assert total(territory="北京→津冀") == 1
    assert total(measure="growth") == 1
    assert total(period=Period.parse("2023-05")) >= 2
    assert total(period=Period.parse("2019")) == 0
    assert total(indicator="固定资产") == 1
    assert total(text="技术合同") == 1


def test_export(ws: Workspace, tmp_path: Path) -> None:
    """The same statements in every form; a cell that looks like a formula is text."""
    ws.documents.add("=1+1 2023年增长5%。".encode(), "a.txt", title="=cmd()", date=DAY)
    ws.documents.add(DATA, "b.txt", date=DAY)
    counts = [export(ws.statements.stream(), tmp_path / f"x.{form}", form) for form in ("jsonl", "csv", "parquet")]
    assert len(set(counts)) == 1
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text("utf-8").splitlines()]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "x.csv").read_text("utf-8-sig"))))
    assert [line["quote"] for line in lines] == [row["quote"] for row in rows]
    assert "'=cmd()" in {row["document_title"] for row in rows}
    import polars

    assert polars.read_parquet(tmp_path / "x.parquet")["quote"].to_list() == [line["quote"] for line in lines]
    empty = io.StringIO()
    assert write_csv([], empty) == 0


def test_files_that_cannot_be_read_leave_the_others(tmp_path: Path) -> None:
    """A folder with good and bad files: each bad one is named with what to do, the good ones are kept."""
    folder = tmp_path / "in"
    folder.mkdir()
    for index in range(6):
        (folder / f"good{index}.txt").write_text(f"2023年企业达到{index + 10}家。", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "old.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    (folder / "large.txt").write_bytes("大".encode() * 500)
    with Workspace.create(tmp_path / "ws") as ws:
        ws.settings = replace(ws.settings, size_limit=1000)
        outcomes = list(add_files(ws, files_in([folder]), Given(date=DAY), workers=2))
        refused = {outcome.path.name for outcome in outcomes if isinstance(outcome.error, DocumentError)}
        assert refused == {"empty.txt", "old.doc", "large.txt"}
        assert ws.documents.all().total == 6
        for outcome in outcomes:
            if outcome.error:
                assert outcome.path.name in outcome.error.sentence("zh")


def test_a_killed_add_leaves_a_workspace_that_goes_on(tmp_path: Path) -> None:
    """SIGKILL in the middle of adding: the workspace opens, holds only whole documents, and the rest can be added."""
    folder = tmp_path / "in"
    folder.mkdir()
    for index in range(120):
        (folder / f"{index:03}.txt").write_text(
            f"第{index}号简报。2023年企业达到{index + 10}家，增长{index}.5%。" * 20, "utf-8"
        )
    Workspace.create(tmp_path / "ws").close()
    command = [
        sys.executable,
        "-c",
        "from xietong.cli import main; main()",
        "add",
        str(folder),
        "-w",
        str(tmp_path / "ws"),
        "--jobs",
        "1",
    ]
    for pause in (0.6, 1.0, 1.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Workspace.open(tmp_path / "ws") as ws:
            for row in ws.documents.all(1000).items:
                assert row.statements == 40
                assert ws.documents.original(row.id)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with Workspace.open(tmp_path / "ws") as ws:
        assert ws.documents.all(1000).total == 120
        assert ws.statements.find().total == 120 * 40


def test_damaged_and_foreign_files_are_refused_unaltered(tmp_path: Path) -> None:
    """Neither a broken database nor somebody else's is opened or changed."""
    Workspace.create(tmp_path / "ws").close()
    database = tmp_path / "ws" / "xietong.db"
    kept = database.read_bytes()
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("create table somebody (name text)")
    for content in (b"not a database at all" * 100, kept[: len(kept) // 2], b"", foreign.read_bytes()):
        database.write_bytes(content)
        with pytest.raises(WorkspaceError):
            Workspace.open(tmp_path / "ws")
        assert database.read_bytes() == content
    shutil.rmtree(tmp_path / "ws")
    with pytest.raises(WorkspaceError):
        Workspace.open(tmp_path / "ws")
