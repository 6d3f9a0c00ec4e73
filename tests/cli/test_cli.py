"""The commands as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xietong.cli.main import app

TEXT = "2023年，雄安新区固定资产投资增长12.5%。\n目前，企业超300家。\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command in an empty directory, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.delenv("XIETONG_WORKSPACE", raising=False)
    runner = CliRunner()
    return lambda *words: runner.invoke(app, list(words))


def test_read_gives_records_with_offsets(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """One JSON object a line; quote is the slice of the decoded text; several files are named."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b.txt").write_bytes(TEXT.replace("目前", "如今").encode("gb18030"))
    done = run("read", "a.txt", "--date", "2024-03", "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    wanted = {"start", "end", "quote", "sentence", "value", "unit", "modifier", "measure", "indicator"}
    wanted |= {"regions", "period", "base_period", "modality"}
    assert all(wanted <= set(line) and TEXT[line["start"] : line["end"]] == line["quote"] for line in lines)
    assert lines[1]["period"] == "../2024-03-31"
    both = run("read", "a.txt", "b.txt", "--format", "jsonl")
    assert {json.loads(line)["document"] for line in both.stdout.splitlines()} == {"a.txt", "b.txt"}


def test_read_goes_on_after_a_bad_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The bad file gets its sentence, the others are read, in a folder too; the exit code tells."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT.encode())
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    done = run("read", "missing.txt", "folder", "--format", "jsonl")
    assert done.exit_code == 1
    assert "b.pdf" in done.stderr
    assert "missing.txt" in done.stderr
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "words",
    [("read", "a.txt", "--date", "soon"), ("read", "a.txt", "--format", "xml"), ("statements", "--measure", "size")],
)
def test_wrong_options_say_what_is_allowed(run, tmp_path: Path, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    """Exit code 2 and a sentence."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    done = run(*words)
    assert done.exit_code == 2
    assert words[-1] in done.stderr


def test_a_whole_journey(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """init, add, list, search, export, remove, restore, reread, purge."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(TEXT.encode())
    assert "is not a workspace" in run("documents").stderr
    assert run("init", "ws").exit_code == 0
    where = ("-w", "ws")
    assert run("add", "in", *where, "--date", "2024-03", "--title", "简报").exit_code == 0
    listed = run("documents", *where).stdout
    assert "简报" in listed
    document = listed.split()[0]
    lines = run("statements", *where, "--format", "jsonl", "--territory", "雄安").stdout.splitlines()
    assert json.loads(lines[0])["quote"] == "12.5%"
    assert "12.5%" in run("statements", *where).stdout
    assert "【投资】" in run("search", "投资", *where).stdout
    assert run("export", "x.csv", *where).exit_code == 0
    assert run("remove", document, *where).exit_code == 0
    assert run("documents", *where).stdout.startswith("no documents")
    assert run("restore", document, *where).exit_code == 0
    assert "1 documents read again" in run("reread", *where).stdout
    assert run("remove", document, "--purge", *where).exit_code == 0
    assert run("restore", document, *where).exit_code == 2


def test_score(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A reading scored against itself is right throughout; annotations of another text are refused."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "p.jsonl").write_text(run("read", "a.txt", "--format", "jsonl").stdout, "utf-8")
    done = run("score", "p.jsonl", "a.txt", "p.jsonl")
    assert "complete     F1 1.000" in done.stdout
    (tmp_path / "g.jsonl").write_text('{"quote": "别的文本", "quantity": "5%"}\n', "utf-8")
    assert run("score", "g.jsonl", "a.txt", "p.jsonl").exit_code == 2


def test_words_of_documents_are_no_markup(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Brackets of a document or of a file's name are shown, and never stop the table."""
    path = tmp_path / "[b].txt"
    path.write_text("2023年，企业[/b]总数[red]12家[/red]。\n", "utf-8")
    done = run("read", str(path))
    assert done.exit_code == 0
    assert "[b].txt" in done.stdout
    assert "12家" in done.stdout
