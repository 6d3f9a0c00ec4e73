"""`xietong review`: the queue, an answer, what is refused, taking back, the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.web.samples import fill_checked
from xietong.cli.main import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    fill_checked(tmp_path / "w").close()
    return lambda *words: CliRunner().invoke(app, ["review", *words, "-w", str(tmp_path / "w"), "--language", "zh"])


def records(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_from_the_queue_to_the_log(run: Run) -> None:
    first = records(run("list", "--format", "jsonl"))[0]
    shown = records(run("next", "--format", "jsonl"))[0]
    assert shown["subject"] == first["subject"]
    assert run("next").output.startswith(f"{first['kind']}:{first['subject']}")
    question = f"{first['kind']}:{str(first['subject'])[:10]}"  # the beginning of it will do
    made = run("decide", question, "waive", "--reason", "口径不同", "--state", str(shown["state"]))
    assert made.exit_code == 0, made.output
    assert "测试员" in made.output
    late = run("decide", f"{first['kind']}:{first['subject']}", "accept", "--state", str(shown["state"]))
    assert late.exit_code == 2
    assert run("undo").exit_code == 0
    assert [one["verdict"] for one in records(run("log", "--format", "jsonl"))] == ["undo", "waive"]
    nothing = run("undo")
    assert nothing.exit_code == 2
    assert records(run("list", "--format", "jsonl"))[0] == first


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "issue", "accept"),
        ("decide", "x:y", "accept"),
        ("decide", "issue:0000", "accept"),
        ("decide", "name:协同服务站数量", "maybe"),
        ("decide", "name:协同服务站数量", "merge"),
        ("decide", "name:协同服务站数量", "merge", "--set", "FIRM_OUT"),
        ("list", "--kind", "x"),
        ("undo", "99"),
    ],
)
def test_what_is_not_understood_is_said(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert records(run("log", "--format", "jsonl")) == []


def test_the_name(run: Run) -> None:
    assert run("name").output.strip() == "测试员"
    assert run("name", "丙").exit_code == 0
    made = run("decide", "name:协同服务站数量", "merge", "--set", "as=FIRM_OUT")
    assert "丙" in made.output
