"""`xietong export` as a person types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xietong.cli.main import app
from xietong.exchange import files
from xietong.workspace.export import FORMS

TEXT = "2023年，北京市地区生产总值43760.7亿元，天津市地区生产总值16737.3亿元，同比增长4.3%。2023年天津港集装箱吞吐量2219万标准箱。\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command in a directory with a workspace `ws` of one document, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    monkeypatch.setenv("XIETONG_WORKSPACE", "ws")
    runner = CliRunner()
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert runner.invoke(app, ["init", "ws"]).exit_code == 0
    assert runner.invoke(app, ["add", "a.txt", "--date", "2024-03", "--title", "简报"]).exit_code == 0
    return lambda *words: runner.invoke(app, list(words))


@pytest.mark.parametrize(("noun", "form"), [(noun, form) for noun, forms in FORMS.items() for form in forms])
def test_every_noun_in_every_form(run, tmp_path: Path, noun: str, form: str) -> None:  # type: ignore[no-untyped-def]
    """The file is there, whole, under its name."""
    done = run("export", noun, "--format", form, "--output", "out")
    assert done.exit_code == 0, done.stderr
    assert "out" in done.stdout
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt", "out", "ws"]


def test_the_form_follows_the_name(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for name in ("o.csv", "o.parquet", "o.zip"):
        assert run("export", "observations", "-o", name).exit_code == 0
        assert len(files.read(tmp_path / name).entries) == 4
    assert run("export", "observations", "o.dat").exit_code == 2
    assert run("export", "observations", "-o", "o.xml").exit_code == 0
    assert (tmp_path / "o.xml").read_text("utf-8").startswith("<?xml")


def test_a_file_alone_gets_the_statements(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """As before there were other nouns."""
    assert run("export", "x.csv").exit_code == 0
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert [row["quote"] for row in csv.DictReader(lines)] == ["43760.7亿元", "16737.3亿元", "4.3%", "2219万标准箱"]
    assert run("export", "x", "--format", "jsonl").exit_code == 0
    assert len((tmp_path / "x").read_text("utf-8").splitlines()) == 4


def test_a_part(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """By indicator, place, time, measure, document; what a noun cannot be asked for is said."""
    for words, count in (
        (("--indicator", "地区生产总值"), 3),
        (("--indicator", "GDP", "--measure", "level"), 2),
        (("--territory", "天津"), 3),
        (("--period", "2022"), 0),
    ):
        assert run("export", "observations", "-o", "o.csv", *words).exit_code == 0
        assert len(files.read(tmp_path / "o.csv").entries) == count, words
    document = json.loads(run("observations", "--format", "jsonl").stdout.splitlines()[0])["document"]
    assert run("export", "issues", "-o", "i.csv", "--document", document[:8]).exit_code == 0
    refused = run("export", "issues", "-o", "i.csv", "--indicator", "GDP")
    assert refused.exit_code == 2
    assert "--indicator" in refused.stderr


def test_the_licence_is_the_users(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Stated as chosen, with its address where it is known; none without a choice, and the package says so."""
    run("export", "observations", "-o", "one", "--format", "datapackage", "--licence", "CC-BY-4.0", "--title", "数据")
    run("export", "observations", "-o", "other", "--format", "datapackage")
    one, other = (json.loads((tmp_path / name / "datapackage.json").read_text("utf-8")) for name in ("one", "other"))
    assert one["licenses"] == [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    assert one["title"] == "数据"
    assert "licenses" not in other
    assert "没有注明许可" in other["description"]
    assert "没有注明许可" not in one["description"]
    assert other["sources"] == [{"title": "简报"}]


def test_what_cannot_be_written(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A sentence, exit code 2, and nothing half written or written over."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("kept", "utf-8")
    for words, said in (
        (("observations",), "--output"),
        (("observations", "a.csv", "-o", "b.csv"), "b.csv"),
        (("observations", "-o", "nowhere/o.csv"), "nowhere"),
        (("observations", "-o", "full", "--format", "datapackage"), "full"),
        (("observations", "-o", "full", "--format", "csv"), "full"),
        (("issues", "-o", "i.csv", "--format", "sdmx-csv"), "sdmx-csv"),
        (("observations", "-o", ".", "--format", "csv"), "."),
    ):
        done = run("export", *words)
        assert done.exit_code == 2, words
        assert said in done.stderr, words
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt", "full", "ws"]
    assert (tmp_path / "full" / "mine.txt").read_text("utf-8") == "kept"
