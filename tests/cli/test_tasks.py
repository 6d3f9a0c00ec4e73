"""`xietong tasks` and `xietong projects` as a person types them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xietong.cli.main import app
from xietong.core import clock

TODAY = clock.today()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command in a workspace whose person has a name, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("XIETONG_WORKSPACE", raising=False)
    runner = CliRunner()

    def command(*words: str):  # type: ignore[no-untyped-def]
        return runner.invoke(app, list(words))

    assert command("init", ".").exit_code == 0
    assert command("review", "name", "someone").exit_code == 0
    return command


def listed(run, *words: str):  # type: ignore[no-untyped-def]
    return json.loads(run("tasks", "list", *words, "--format", "json").stdout)


def test_add_update_board_history(run) -> None:  # type: ignore[no-untyped-def]
    start = str(TODAY - timedelta(days=100))
    done = run(
        "tasks",
        "add",
        "修路",
        "--lead",
        "市发展改革委",
        "--place",
        "天津",
        "--start",
        start,
        "--due",
        str(TODAY + timedelta(days=100)),
    )
    assert done.exit_code == 0
    assert (
        run("tasks", "update", "修路", "--for", str(TODAY), "--status", "running", "--completion", "90").exit_code == 0
    )
    again = run("tasks", "update", "修路", "--for", str(TODAY), "--status", "running")
    assert again.exit_code == 2
    assert "has an update for" in again.stderr
    (row,) = listed(run, "--standing", "ahead")
    assert (row["title"], row["lead"], row["completion"]) == ("修路", "天津市发展和改革委员会", "90")
    (body,) = json.loads(run("tasks", "board", "--format", "json").stdout)
    assert (body["body"], body["ahead"]) == ("天津市发展和改革委员会", 1)
    assert run("tasks", "change", "修路", "--set", f"due={TODAY + timedelta(days=300)}").exit_code == 2  # no reason
    assert (
        run("tasks", "change", "修路", "--set", f"due={TODAY + timedelta(days=300)}", "--reason", "工期顺延").exit_code
        == 0
    )
    assert "no field" in run("tasks", "change", "修路", "--set", "x=1", "--reason", "y").stderr
    kinds = [one["kind"] for one in json.loads(run("tasks", "history", "修路", "--format", "json").stdout)]
    assert kinds == ["task", "update", "task"]
    assert json.loads(run("tasks", "show", "修路").stdout)["updates"][0]["person"] == "someone"


def test_a_plan_a_problem_an_agenda_a_conclusion(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = "甲市行动方案（2025—2027年）\n2025年1月10日\n\n一、重点任务\n\n1.公路。推进国道改造，2026年底前通车。（牵头单位：天津市财政局）\n"
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    assert run("add", "plan.txt").exit_code == 0
    found = re.search(r"[0-9a-f]{12}", run("documents").stdout)
    assert found
    document = found[0]
    proposed = json.loads(run("tasks", "propose", document, "--format", "json").stdout)
    assert {one["lead"] for one in proposed} == {"天津市财政局"}
    assert run("tasks", "confirm", document).exit_code == 0
    (task,) = listed(run)
    assert (
        run("tasks", "raise", "征地", "--task", task["id"][:10], "--blocking", "--asked", "天津市规划局").exit_code == 2
    )
    assert run("tasks", "raise", "征地", "--task", task["id"][:10], "--blocking").exit_code == 0
    assert listed(run, "--standing", "blocked")
    assert run("tasks", "agenda", "联席会议", "--day", str(TODAY)).exit_code == 0
    meeting = json.loads(run("tasks", "meetings", "--format", "json").stdout)[0]["id"]
    assert (
        run(
            "tasks", "conclude", meeting[:12], "1", "月底前完成", "--task", "完成征地", "--lead", "天津市财政局"
        ).exit_code
        == 0
    )
    (problem,) = json.loads(run("tasks", "problems", "--format", "json").stdout)
    assert problem["status"] == "concluded"
    assert run("tasks", "resolve", problem["id"], "已交地").exit_code == 0
    assert not json.loads(run("tasks", "problems", "--format", "json").stdout)
    assert run("tasks", "withdraw", "完成征地", "--reason", "不做了").exit_code == 0
    assert [one["title"] for one in listed(run)] == [task["title"]]


def test_lists_and_projects(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.csv").write_text(
        "任务,牵头单位,完成期限\n甲,天津市财政局,2027-01-01\n乙,,2027-13-01\n", encoding="utf-8"
    )
    wrong = run("tasks", "import", "a.csv")
    assert (wrong.exit_code, listed(run)) == (2, [])
    assert "2027-13-01" in wrong.stderr
    (tmp_path / "a.csv").write_text("任务,牵头单位,完成期限\n甲,天津市财政局,2027-01-01\n", encoding="utf-8")
    assert "1 new" in run("tasks", "import", "a.csv").stdout
    assert run("tasks", "export").stdout.splitlines()[0].startswith("id,title,lead")
    assert run("tasks", "import", "missing.csv").exit_code == 2
    made = run(
        "projects",
        "add",
        "甲厂",
        "--origin",
        "北京",
        "--host",
        "天津",
        "--set",
        "signed=2025-01-01",
        "--set",
        "intended=5亿元",
    )
    assert made.exit_code == 0
    assert (
        run("projects", "add", "乙厂", "--origin", "火星", "--host", "天津", "--set", "signed=2025-01-01").exit_code
        == 2
    )
    assert (
        run("projects", "change", made.stdout.strip()[:12], "--set", "landed=2024-01-01", "--reason", "x").exit_code
        == 2
    )  # before it was signed
    assert (
        run("projects", "change", made.stdout.strip()[:12], "--set", "landed=2025-03-01", "--reason", "x").exit_code
        == 0
    )
    (flow, whole) = json.loads(run("projects", "funnel", "--format", "json").stdout)
    assert (flow["origin"], flow["landed"], whole["signed"], flow["money"]) == ("北京", 1, 1, ["CNY 5/0/0"])
    (tmp_path / "p.csv").write_text(run("projects", "export").stdout, encoding="utf-8")
    assert run("projects", "import", "p.csv").exit_code == 2  # nothing to save
    assert json.loads(run("projects", "list", "--format", "json").stdout)[0]["stage"] == "landed"


def test_what_is_wrong_is_one_sentence_and_exit_code_two(run) -> None:  # type: ignore[no-untyped-def]
    """The same sentences as on the pages; nothing saved."""
    assert run("tasks", "add", "甲任务", "--lead", "天津市财政局", "--due", "2027-01-01").exit_code == 0
    assert run("tasks", "add", "乙任务", "--after", "甲任务").exit_code == 0
    for words, told in (
        (("change", "甲任务", "--set", "after=乙任务", "--reason", "x"), "in a circle"),
        (("add", "丙", "--start", "2026-06-01", "--due", "2026-01-01"), "before it starts"),
        (("update", "甲任务", "--for", "2999-01-01", "--status", "running"), "Check the date"),
        (("update", "甲任务", "--for", str(TODAY), "--status", "whatever"), "is not understood"),
        (("update", "甲任务", "--for", str(TODAY), "--status", "running", "--evidence", "document:ffff"), "cannot be evidence"),
        (("add", "丙", "--lead", "天津市规划局"), "took over"), (("agenda", "联席会议"), "--day"),
        (("agenda", "联席会议", "--day", "2026-02-30"), "is no date"), (("add", "长" * 5000), "300 at most"),
        (("add", "a\x07b"), "control characters"), (("change", "甲任务", "--set", "text=x"), "Say why"),
        (("raise", "征地", "--day", "2999-01-01"), "after today"), (("raise", "征地", "--evidence", "x:y"), "is not understood"),
    ):  # fmt: skip
        done = run("tasks", *words)
        assert (done.exit_code, told in done.stderr) == (2, True), (words, done.stderr)
        assert done.stderr.count("\n") == 1
    assert [one["title"] for one in listed(run)] == ["甲任务", "乙任务"]
    assert run("tasks", "update", "甲任务", "--for", str(TODAY), "--status", "running").exit_code == 0
    assert (
        run("tasks", "update", "甲任务", "--for", str(TODAY), "--status", "running").exit_code == 2
    )  # a second for the week


def test_evidence_is_found_and_personal_data_masked(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "report.txt").write_text("周报\n\n2026年6月，国道改造完成投资3.5亿元。\n", encoding="utf-8")
    assert run("add", "report.txt").exit_code == 0
    found = json.loads(run("tasks", "evidence", "国道改造", "--format", "json").stdout)
    assert {one["reference"].partition(":")[0] for one in found} == {"document", "statement"}
    assert run("tasks", "add", "修路").exit_code == 0
    (statement,) = [one["reference"] for one in found if one["words"] == "3.5亿元"]
    said = ("--text", "联系人：王小明 13912345678", "--evidence", statement)
    assert run("tasks", "update", "修路", "--for", str(TODAY), "--status", "running", *said).exit_code == 0
    (update,) = json.loads(run("tasks", "show", "修路").stdout)["updates"]
    assert update["text"] == "联系人：王** 139****5678"
    assert update["evidence"] == [{"kind": "statement", "id": statement.partition(":")[2]}]
    assert run("tasks", "raise", "征地", "--task", "修路", "--evidence", statement).exit_code == 0
    (matter,) = json.loads(run("tasks", "show", "修路").stdout)["matters"]
    assert matter["evidence"] == update["evidence"]
