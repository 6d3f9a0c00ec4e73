"""`xietong targets` as a person types it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.web.test_web_targets import COURSE, NEWS, PLAN
from xietong.cli.main import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command in a workspace with a plan and six years of one of its goals, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "220")
    monkeypatch.delenv("XIETONG_WORKSPACE", raising=False)
    runner = CliRunner()

    def command(*words: str):  # type: ignore[no-untyped-def]
        return runner.invoke(app, ["targets", *words])

    assert runner.invoke(app, ["init", "."]).exit_code == 0
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    assert runner.invoke(app, ["add", "plan.txt", "--date", "2024-12-20"]).exit_code == 0
    for year, value in COURSE.items():
        (tmp_path / f"{year}.txt").write_text(NEWS.format(year=year, value=value), "utf-8")
        assert runner.invoke(app, ["add", f"{year}.txt", "--date", f"{int(year) + 1}-09-20"]).exit_code == 0
    assert runner.invoke(app, ["review", "name", "Tester"]).exit_code == 0
    command.plan = json.loads(command("plan", "--format", "json").output)[0]["id"]  # type: ignore[attr-defined]
    return command


def test_from_the_plan_to_the_verdict(run) -> None:  # type: ignore[no-untyped-def]
    """Propose, confirm, list, progress, scorecard, history."""
    proposed = json.loads(run("propose", run.plan, "--format", "json").output)
    assert [one["quote"] for one in proposed] == ["3.7%", "5600亿元", "30个"]
    assert list(proposed[2]["lacks"]) == ["indicator", "direction"]
    assert "2 targets confirmed" in run("confirm", run.plan).output
    rows = json.loads(run("list", "--format", "json").output)
    subject = next(one["id"] for one in rows if one["indicator"] == "RD_INT")
    said = run("progress", subject[:10]).output
    assert "Linear milestone: on or ahead of schedule" in said
    assert "Forecast: 80%" in said
    assert "Left out" not in said
    assert "Left out: 6 of other lengths of time." in run("progress", subject, "--grain", "month").output
    whole = json.loads(run("progress", subject, "--format", "json").output)
    assert whole["stand"]["value"] == "3.58"
    assert (
        json.loads(run("progress", subject, "--as-of", "2022", "--format", "json").output)["stand"]["value"] == "3.66"
    )
    table = list(csv.DictReader(io.StringIO(run("progress", subject, "--format", "csv").output)))
    assert [one["value"] for one in table][-1] == "3.58"
    card = json.loads(run("scorecard", "--territory", "天津", "--format", "json").output)
    assert (card[0]["rank"], card[0]["value"]) == (1, "3.58")
    assert "120000" in run("scorecard").output
    assert "ahead" in run("plan", run.plan).output
    assert run("correct", subject, "--set", "goal=3.8%", "--reason", "revised").exit_code == 0
    versions = json.loads(run("history", subject, "--format", "json").output)
    assert versions[1]["changed"] == ["goal: ≈3.7% → 3.8%"]
    assert versions[1]["person"] == "Tester"
    assert json.loads(run("show", subject).output)["goal_text"] == "3.8%"
    assert run("withdraw", subject, "--reason", "merged").exit_code == 0
    assert len(json.loads(run("list", "--format", "json").output)) == 1


def test_tables_and_answers_speak_in_words(run) -> None:  # type: ignore[no-untyped-def]
    """Amounts, places and moments as people read them; programs have them exact."""
    proposed = run("propose", run.plan, "--language", "zh").output
    assert "≥5,600亿元" in proposed
    assert "560000000000" not in proposed
    assert json.loads(run("propose", run.plan, "--format", "json").output)[1]["goal_text"] == "≥560000000000元"
    assert "京津冀 ≥560 billion yuan → 2027-12-31" in run("confirm", run.plan).output
    subject = json.loads(run("list", "--indicator", "RD", "--format", "json").output)[0]["id"]
    parts = ("北京=3700亿元", "天津=750亿元", "河北=1150亿元")
    split = run("split", subject, *(word for one in parts for word in ("--part", one)), "--reason", "agreed").output
    assert re.search(r"天津 +≥?75 billion yuan", split)
    added = ("indicator=RD_INT", "territory=河北", "goal=≥2.4%", "due=2027")
    made = run("add", *(word for one in added for word in ("--set", one)), "--reason", "clause 3").output
    assert "研发经费投入强度 河北 ≥2.4% → 2027-12-31" in made
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d ", run("history", subject).output, re.M)


def test_one_goal_with_what_it_lacks_and_one_turned_down(run) -> None:  # type: ignore[no-untyped-def]
    ids = [one["id"] for one in json.loads(run("propose", run.plan, "--format", "json").output)]
    done = run("confirm", run.plan, ids[2][:8])
    assert done.exit_code == 2
    assert "names no indicator" in done.output
    made = run(
        "confirm", run.plan, ids[2][:8], "--set", "indicator=PARK_FIRM", "--set", "goal=30家", "--set", "direction=up"
    )
    assert made.exit_code == 0, made.output
    assert run("reject", run.plan, ids[1]).exit_code == 2
    assert run("reject", run.plan, ids[1], "--reason", "not ours").exit_code == 0
    assert len(json.loads(run("list", "--rejected", "--format", "json").output)) == 1


def test_entering_and_splitting(run) -> None:  # type: ignore[no-untyped-def]
    given = ("--set", "indicator=RD", "--set", "territory=京津冀", "--set", "goal=≥5600亿元", "--set", "due=2027")
    assert run("add", *given).exit_code == 2
    assert run("add", *given, "--reason", "clause 3").exit_code == 0
    subject = json.loads(run("list", "--format", "json").output)[0]["id"]
    parts = ("--part", "北京=3700亿元", "--part", "天津=750亿元")
    short = run("split", subject, *parts, "--reason", "agreed")
    assert short.exit_code == 2
    assert "河北" in short.output
    made = run("split", subject, *parts, "--part", "河北=1150亿元", "--reason", "agreed", "--format", "json")
    assert len(json.loads(made.output)["parts"]) == 3
    assert run("split", subject, "--reason", "agreed").exit_code == 2
    assert run("add", "--set", "colour", "--reason", "x").exit_code == 2
    assert run("list", "--as-of", "someday").exit_code == 2
    assert run("show", "ffff").exit_code == 2
