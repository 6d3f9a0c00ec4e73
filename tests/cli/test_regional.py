"""`xietong regional` as a person types it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.workspace.test_regional import filled
from xietong.cli.main import app
from xietong.regional.analyses.catalogue import analyses
from xietong.workspace import Workspace


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command in a workspace with three years of three places, in English."""
    with Workspace.create(tmp_path / "w") as workspace:
        filled(workspace)
    monkeypatch.chdir(tmp_path / "w")
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")
    runner = CliRunner()

    def command(*words: str):  # type: ignore[no-untyped-def]
        return runner.invoke(app, ["regional", *words])

    return command


def test_every_analysis_has_a_command_with_its_options(run) -> None:  # type: ignore[no-untyped-def]
    listed = run("--help").stdout
    for name, kind in analyses().items():
        assert name in listed
        told = run(name, "--help").stdout
        assert all(f"--{option.name}" in told for option in kind.options)
        assert ("--per" in told) == kind.per


def test_a_table_with_what_it_rests_on(run) -> None:  # type: ignore[no-untyped-def]
    done = run("theil", "GDP", "-p", "members", "--per", "POP", "--by", "POP", "--years", "2022..2023")
    assert done.exit_code == 0
    assert "Year by year · gross regional product" in done.stdout
    assert "rests on: 公报2023" in done.stdout
    assert "2021" not in done.stdout


def test_json_has_every_observation_and_csv_any_table(run) -> None:  # type: ignore[no-untyped-def]
    found = json.loads(run("gini", "GDP", "-p", "members", "--format", "json", "--write").stdout)
    assert len(found["observations"]) == 9
    assert len(found["kept"]) == 64
    assert found["tables"][0]["rows"][0]["year"] == "2021"
    rows = list(
        csv.DictReader(
            io.StringIO(
                run("coupling", "GDP", "POP", "-p", "members", "--format", "csv", "--table", "obstacles").stdout
            )
        )
    )
    assert {row["place"] for row in rows} == {"110000", "120000", "130000"}
    assert run("gini", "GDP", "-p", "members", "--format", "csv", "--table", "x").exit_code == 2


def test_what_is_wrong_is_said_at_once(run) -> None:  # type: ignore[no-untyped-def]
    """Exit code 2, one line each; nothing on the output."""
    done = run("moran", "GDP", "-p", "members", "--weights", "nonsense")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "'weights' cannot be 'nonsense'" in done.stderr
    assert run("theil", "GDP", "--years", "20").exit_code == 2
    assert run("theil", "GDP", "--format", "x").exit_code == 2
    assert run("theil", "没有", "-p", "members").exit_code == 2
