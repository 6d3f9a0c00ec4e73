"""`xietong tables` as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from xietong.cli.main import app

Run = Callable[..., Any]
NBS = "数据库：分省年度数据\n指标：地区生产总值(亿元)\n地区,2023年,2022年\n北京市,43760.7,41540.9\n天津市,16737.3,x\n数据来源：国家统计局\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty directory with one table, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.delenv("XIETONG_WORKSPACE", raising=False)
    (tmp_path / "gdp.csv").write_text(NBS, "utf-8")
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["tables", *words] if words[0] != "init" else list(words))


def test_propose_read_add_list_cells(run: Run, tmp_path: Path) -> None:
    """The whole way: the mapping that is proposed is used as it is, and its table stands in the workspace."""
    proposed = run("propose", "gdp.csv")
    assert proposed.exit_code == 0
    (tmp_path / "m.toml").write_text(proposed.stdout, "utf-8")
    read = run("read", "gdp.csv", "--mapping", "m.toml", "--format", "jsonl")
    lines = [json.loads(line) for line in read.stdout.splitlines()]
    cells = [line for line in lines if line["type"] == "cell"]
    issues = [line for line in lines if line["type"] == "issue"]
    assert [(one["row"], one["column"], one["indicator"], one["place"], one["value"]) for one in cells] == [
        (4, 2, "GDP", "110000", "4376070000000"), (4, 3, "GDP", "110000", "4154090000000"),
        (5, 2, "GDP", "120000", "1673730000000"), (5, 3, "GDP", "120000", None),
    ]  # fmt: skip
    assert [(one["code"], one["places"][0]["row"], one["places"][0]["column"]) for one in issues] == [("text", 5, 3)]
    assert run("init", "ws").exit_code == 0
    added = run("add", "gdp.csv", "-m", "m.toml", "-w", "ws", "--date", "2024-03")
    assert (added.exit_code, "4 cells, 1 of them no observation" in added.stdout) == (0, True)
    (tmp_path / "next.csv").write_text(NBS.replace("2023年", "2024年"), "utf-8")
    assert run("add", "next.csv", "-w", "ws").exit_code == 0
    assert len(run("list", "-w", "ws").stdout.splitlines()) == 2
    held = run("cells", "-w", "ws", "--held", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["state"] for line in held] == ["text", "text"]


def test_refusals(run: Run, tmp_path: Path) -> None:
    """Each with one sentence that names the file or the mapping, and an exit code."""
    (tmp_path / "m.toml").write_text("name = 1", "utf-8")
    (tmp_path / "empty.csv").write_text("", "utf-8")
    (tmp_path / "words.csv").write_text("a,b\nc,d\n", "utf-8")
    for words, said in (
        (("propose", "empty.csv"), "empty.csv"), (("propose", "nowhere.csv"), "nowhere.csv"), (("propose", "words.csv"), "no table"),
        (("read", "gdp.csv", "--mapping", "m.toml"), "m.toml"), (("read", "gdp.csv", "--mapping", "no.toml"), "no.toml"),
        (("read", "words.csv"), "words.csv"), (("list", "-w", "nowhere"), "nowhere"), (("propose", "gdp.csv", "--sheet", "9"), "1 tables"),
    ):  # fmt: skip
        result = run(*words)
        assert (result.exit_code, said in result.stderr) == (2, True), (words, result.stderr)
    assert run("init", "ws").exit_code == 0
    assert run("add", "gdp.csv", "empty.csv", "-w", "ws").exit_code == 1


def test_read_without_a_mapping_uses_the_proposal(run: Run) -> None:
    """CSV of the cells on standard output, findings beside it."""
    result = run("read", "gdp.csv", "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].startswith(",4,2,北京市 / 2023年,43760.7,GDP,")
    assert "row 5, column 3".lower() in result.stderr.lower()
