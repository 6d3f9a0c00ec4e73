"""`xietong index` as a person types it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.workspace.test_indices import FRAMEWORK, GDP, INC, YEARS
from xietong.cli.main import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command in a workspace with two years of three provinces and a framework, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("XIETONG_WORKSPACE", raising=False)
    runner = CliRunner()

    def command(*words: str):  # type: ignore[no-untyped-def]
        return runner.invoke(app, list(words))

    assert command("init", ".").exit_code == 0
    for year, (gdp, income) in YEARS.items():
        path = tmp_path / f"{year}.txt"
        path.write_bytes((GDP.format(*gdp, year=year) + INC.format(*income, year=year)).encode())
        assert command("add", str(path), "--date", f"{int(year) + 1}-03").exit_code == 0
    (tmp_path / "mine.toml").write_text(FRAMEWORK, encoding="utf-8")
    return command


def test_scores_ranks_and_what_has_no_data(run) -> None:  # type: ignore[no-untyped-def]
    """A table of years by place; JSON with the recipe and every node."""
    done = run("index", "run", "mine.toml")
    assert done.exit_code == 0
    assert "99.51 (1)" in done.stdout
    assert "no data: PM25; GREEN" in done.stdout
    found = json.loads(run("index", "run", "mine.toml", "--format", "json", "--write").stdout)
    assert found["uncovered"] == ["PM25", "GREEN"]
    assert len(found["kept"]) == 64
    assert {row["score"] for row in found["scores"] if row["element"] == "GREEN"} == {None}
    assert found["recipe"]["framework"]["code"] == "MINE"
    kept = run("observations", "--indicator", "试编指数", "--format", "jsonl")
    assert kept.stdout.count('"computed"') == 6


def test_explained_down_to_the_statement(run) -> None:  # type: ignore[no-untyped-def]
    """Points sum to the score, raw values have their source, and what lifts the rank is said."""
    rows = json.loads(run("index", "explain", "mine.toml", "-u", "天津", "--year", "2023", "--format", "json").stdout)
    total = {row["element"]: row for row in rows}
    scores = json.loads(run("index", "run", "mine.toml", "--format", "json").stdout)["scores"]
    (score,) = [
        row["score"] for row in scores if (row["element"], row["unit"], row["year"]) == ("MINE", "120000", "2023")
    ]
    assert total["GDP"]["points"] + total["INC"]["points"] == pytest.approx(score)
    assert total["GREEN"]["score"] is None
    assert total["INC"]["raw"] == 51271
    assert run("statements", "--format", "jsonl").stdout.count(total["INC"]["source"]) >= 1
    assert total["GDP"]["needed"] > 16737.3
    change = json.loads(
        run("index", "explain", "mine.toml", "-u", "天津", "--since", "2022", "--format", "json").stdout
    )
    assert sum(row["value"] for row in change[:-1]) == pytest.approx(change[-1]["after"] - change[-1]["before"])


def test_compared_audited_and_shaken(run) -> None:  # type: ignore[no-untyped-def]
    """Moved weights beside the old; remarks; rank intervals that hold the rank."""
    rows = list(
        csv.DictReader(io.StringIO(run("index", "compare", "mine.toml", "--weight", "GDP=0", "--format", "csv").stdout))
    )
    assert {row["name"]: (row["rank"], row["other_rank"]) for row in rows}["河北"] == ("3", "2")
    assert "no_data" in run("index", "audit", "mine.toml", "--format", "csv").stdout
    ranks = json.loads(run("index", "uncertainty", "mine.toml", "--runs", "64", "--format", "json").stdout)
    assert all(row["best"] <= row["rank"] <= row["worst"] for row in ranks)
    moves = json.loads(run("index", "sensitivity", "mine.toml", "--runs", "64", "--format", "json").stdout)
    assert [row["input"] for row in moves] == ["GDP", "INC", "GREEN"]
    assert "mine" not in run("index", "frameworks").stdout
    Path("frameworks").mkdir()
    Path("frameworks/mine.toml").write_text(FRAMEWORK, encoding="utf-8")
    listed = json.loads(run("index", "frameworks", "--format", "json").stdout)
    assert listed[0] == {
        "name": "mine", "origin": "own", "title": "trial index", "indicators": 3, "covered": 2, "faults": []
    }  # fmt: skip


def test_all_faults_at_once_with_their_places(run) -> None:  # type: ignore[no-untyped-def]
    """Exit code 2, nothing computed, in the language asked for."""
    Path("wrong.toml").write_text(
        FRAMEWORK.replace("minmax", "minimax").replace("direction = -1", "direction = 0"), encoding="utf-8"
    )
    done = run("index", "run", "wrong.toml", "--language", "zh")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "2 处问题" in done.stderr
    assert "wrong.toml:9 [[step]] normalise" in done.stderr
    assert "[[indicator]] PM25" in done.stderr
    for words in (
        ("run", "nope"), ("run", "nowhere.toml"), ("run", "mine.toml", "--place", "火星"), ("run", "mine.toml", "--years", "20"),
        ("run", "mine.toml", "--weight", "GDP"), ("run", "mine.toml", "--weight", "XX=1"), ("run", "mine.toml", "--format", "xml"),
        ("explain", "mine.toml", "-u", "上海"), ("explain", "mine.toml", "-u", "天津", "--year", "1999"), ("audit", "mine.toml", "--year", "1999"),
        ("run", "mine.toml", "--of", "NOPE"), ("uncertainty", "mine.toml", "--design", "nowhere.toml"),
    ):  # fmt: skip
        refused = run("index", *words)
        assert (refused.exit_code, refused.stdout) == (2, ""), words
        assert refused.stderr.strip(), words
