"""`xietong reviews`, `cadence` and `assess` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.web.followed import ASSESSMENT, followed
from xietong.cli.main import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command in a workspace with tasks, editions, a review and assessments, in English."""
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setenv("XIETONG_WORKSPACE", str(tmp_path / "w"))
    followed(tmp_path / "w").close()
    runner = CliRunner()
    return lambda *words: runner.invoke(app, list(words))


def test_a_review_from_opening_to_its_end(run) -> None:  # type: ignore[no-untyped-def]
    listed = json.loads(run("reviews", "list", "--format", "json").stdout)
    document = listed[0]["document"]
    assert "河北省生态环境厅" in run("reviews", "clauses", document).stdout
    opened = run("reviews", "open", document, "--title", "再评估", "--by", "协同办", "--kind", "law").stdout.strip()
    taken = run("reviews", "take", opened[:12], "--all").stdout.split()
    assert len(taken) == 2
    refused = run("reviews", "step", opened, taken[0][:12], "recommendation", "请加快", "--body", "协同办")
    assert refused.exit_code == 2
    assert "no finding yet" in refused.output
    assert run("reviews", "step", opened, "联防联治", "evidence", "--evidence", "note:记录").exit_code == 0
    assert run("reviews", "step", opened, "联防联治", "finding", "已开展", "--outcome", "implemented").exit_code == 0
    shown = run("reviews", "show", opened).stdout
    assert "implemented" in shown
    data = json.loads(run("reviews", "show", opened, "--format", "json").stdout)
    assert [one["state"] for one in data["clauses"]] == ["taken_up", "answered"]
    assert (
        "1 clauses of" in run("reviews", "end", opened).output or "2 clauses of" in run("reviews", "end", opened).output
    )
    step = data["clauses"][1]["steps"][-1]["id"]
    assert run("reviews", "withdraw", step, "--reason", "写错").exit_code == 0
    assert "withdrawn" in run("reviews", "log", opened).stdout
    late = run("reviews", "show", listed[0]["id"]).stdout
    assert "reply after the closing" in late
    assert "closed without the reply of" in late


def test_the_cadence(run) -> None:  # type: ignore[no-untyped-def]
    assert "2024-10-12  monthly" in run("cadence", "occasions", "--from", "2024-10-01", "--to", "2024-10-31").stdout
    beyond = run("cadence", "occasions", "--from", "2031-01-01", "--to", "2031-01-31")
    assert "no table of working days for 20" in beyond.output
    assert run("cadence", "occasions", "--from", "2031-02-01", "--to", "2031-01-31").exit_code == 2
    assert "2025-W11" in run("cadence", "list").stdout
    shown = run("cadence", "show", "weekly", "2025-W11", "--now").stdout
    assert "Entered after the event" in shown
    assert "changed since 2025-W10" in shown
    data = json.loads(run("cadence", "show", "weekly", "2025-W10", "--now", "--format", "json").stdout)
    assert data["vintage"]["known"].startswith("2025-03-07T09:00")
    assert data["since"]
    assert "does not change" in run("cadence", "freeze", "weekly", "2025-W10").output
    assert "weekly  2025-W12" in run("cadence", "freeze", "weekly", "2025-W12").stdout
    assert run("cadence", "freeze").exit_code == 2
    owed = json.loads(run("cadence", "owed", "--format", "json").stdout)
    assert {one["body"] for one in owed} >= {"河北省科学技术厅", "北京市交通委员会"}
    assert "上线登记系统" in run("cadence", "owed", "河北省科学技术厅").stdout


def test_an_assessment(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    frozen, draft = sorted(run("assess", "list").stdout.splitlines(), key=lambda line: "not frozen" in line)
    data = json.loads(run("assess", "show", frozen[:12], "--format", "json").stdout)
    assert (data["frozen"], data["differences"]) == (True, [])
    assert "no score" in run("assess", "show", draft[:12]).stdout
    file = tmp_path / "a.toml"
    file.write_text(ASSESSMENT, "utf-8")
    assert "does not change" in run("assess", "add", str(file)).output
    file.write_text(ASSESSMENT.replace("2023 年度考核", "另一次"), "utf-8")
    made = run("assess", "add", str(file)).stdout.strip()
    assert "98" in run("assess", "freeze", made).stdout
    file.write_bytes(b"\xff")
    assert run("assess", "add", str(file)).exit_code == 2
    assert run("assess", "add", str(tmp_path / "gone.toml")).exit_code == 2
