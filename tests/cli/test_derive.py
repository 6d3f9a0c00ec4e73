"""`xietong derive` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xietong.cli.main import app

FIRST = (
    "2023年，北京市地区生产总值43760.7亿元，天津市地区生产总值16737.3亿元，河北省地区生产总值43944.1亿元。\n"
    "2022年，北京市地区生产总值41540.9亿元，天津市地区生产总值16132.2亿元，河北省地区生产总值41988.0亿元。\n"
    "2023年末，北京市常住人口2185.8万人。2022年末，北京市常住人口2184.3万人。\n"
)
SECOND = "2023年，北京市地区生产总值44000.0亿元。2022年，北京市地区生产总值41540.9亿元。\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command in a workspace with one release, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("XIETONG_WORKSPACE", raising=False)
    runner = CliRunner()

    def command(*words: str):  # type: ignore[no-untyped-def]
        return runner.invoke(app, list(words))

    (tmp_path / "a.txt").write_bytes(FIRST.encode())
    (tmp_path / "b.txt").write_bytes(SECOND.encode())
    assert command("init", ".").exit_code == 0
    assert command("add", "a.txt", "--date", "2024-01").exit_code == 0
    return command


def lines(done) -> list[dict]:  # type: ignore[no-untyped-def, type-arg]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_formula_gives_its_number(run) -> None:  # type: ignore[no-untyped-def]
    """Names or codes, several places and a span of years; every line has its formula, inputs and issues."""
    common = ("--format", "jsonl")
    growth = lines(
        run("derive", "growth", "--indicator", "地区生产总值", "-p", "北京", "-p", "天津", "-t", "2023", *common)
    )
    assert [(one["place"], one["shown"]) for one in growth] == [("110000", "5.34%"), ("120000", "3.75%")]
    assert growth[0]["formula"] == "growth/1"
    assert [one["quote"] for one in growth[0]["inputs"]] == ["43760.7亿元", "41540.9亿元"]
    assert growth[0]["issues"][0]["code"] == "nominal"
    share = lines(
        run("derive", "share", "--indicator", "GDP", "-p", "北京", "--of", "京津冀", "-t", "2022..2023", *common)
    )
    assert [one["shown"] for one in share] == ["41.68%", "41.9%"]
    (head,) = lines(run("derive", "per-head", "--indicator", "GDP", "-p", "北京", "-t", "2023", *common))
    assert (head["indicator"], head["shown"], head["unit"]) == ("GDP_PC", "20.0273万元", "元")
    places = ("-p", "北京", "-p", "天津", "-p", "河北")
    (total,) = lines(run("derive", "sum", "--indicator", "GDP", *places, "-t", "2023", *common))
    assert (total["place"], total["value"]) == ("京津冀", "10444210000000")
    means = lines(run("derive", "mean", "--indicator", "GDP", "-p", "北京", "-t", "2022..2023", *common))
    assert [one["shown"] for one in means] == ["42650.8亿元"]


def test_what_is_kept_is_listed_shown_and_made_anew(run) -> None:  # type: ignore[no-untyped-def]
    done = run("derive", "growth", "--indicator", "GDP", "-p", "北京", "-t", "2023", "--write")
    assert done.exit_code == 0
    assert "(43760.7亿元 ÷ 41540.9亿元 − 1) × 100 = 5.34%" in done.stdout
    assert "Kept" in done.stdout
    (kept,) = lines(run("derive", "list", "--format", "jsonl"))
    assert not kept["outdated"]
    shown = run("derive", "show", kept["id"][:10])
    assert "(later ÷ base − 1) × 100" in shown.stdout
    assert "北京市地区生产总值43760.7亿元" in shown.stdout
    assert lines(run("observations", "--measure", "growth", "--format", "jsonl"))[0]["origin"] == "derived"
    run("add", "b.txt", "--date", "2025-01")
    assert len(lines(run("derive", "list", "--outdated", "--format", "jsonl"))) == 1
    assert "out of date" in run("derive", "list").stdout
    (fresh,) = lines(run("derive", "list", "--recompute", "--format", "jsonl"))
    assert (fresh["shown"], fresh["outdated"]) == ("5.92%", False)
    assert run("derive", "withdraw", fresh["id"]).exit_code == 0
    assert lines(run("derive", "list", "--format", "jsonl")) == []
    # as it was known then
    (then,) = lines(
        run(
            "derive",
            "growth",
            "--indicator",
            "GDP",
            "-p",
            "北京",
            "-t",
            "2023",
            "--as-of",
            "2024-06",
            "--format",
            "jsonl",
        )
    )
    assert then["shown"] == "5.34%"


def test_what_cannot_be_derived_is_said(run) -> None:  # type: ignore[no-untyped-def]
    """Exit code 1 and the reason; the others are still derived."""
    done = run("derive", "growth", "--indicator", "GDP", "-p", "北京", "-t", "2022", "-t", "2023")
    assert done.exit_code == 1
    assert "5.34%" in done.stdout
    assert "refused" in done.stdout
    refused = lines(
        run("derive", "sum", "--indicator", "GDP_PC", "-p", "北京", "-p", "天津", "-t", "2023", "--format", "jsonl")
    )
    assert refused[0]["refused"] is True
    assert refused[0]["issues"][0]["code"] == "not_additive"


@pytest.mark.parametrize(
    "words",
    [
        ("derive", "growth", "--indicator", "GDP", "-p", "北京", "-t", "lately"),
        ("derive", "growth", "--indicator", "GDP", "-p", "北京", "-t", "2023", "--format", "xml"),
        ("derive", "growth", "--indicator", "GDP", "-p", "北京", "-t", "2023", "--base", "once"),
        ("derive", "sum", "--indicator", "GDP", "-p", "北京", "-t", "2023", "--over", "moon"),
        ("derive", "growth", "--indicator", "GDP"),
        ("derive", "show", "nothing"),
    ],
)
def test_wrong_use_is_said(run, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    done = run(*words)
    assert done.exit_code == 2
    assert done.stderr
