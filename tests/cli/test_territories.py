"""`xietong territories` as a person types it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from xietong.cli.main import app


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run the command with some words; the terminal is wide enough for a table."""
    monkeypatch.setenv("COLUMNS", "200")
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["territories", *words])


def test_names_are_explained(run) -> None:  # type: ignore[no-untyped-def]
    """One line for each name, in the order asked, none dropped."""
    asked = ["密云县", "天律市", "资源", "北京→津冀", "某处"]
    done = run(*asked, "--format", "jsonl", "--language", "en")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [line["name"] for line in lines] == asked
    assert [line["how"] for line in lines] == ["former", "near", "context", "flow", "unknown"]
    assert lines[0]["key"] == lines[0]["territory"]["code"] == "110118"
    assert [side["key"] for side in lines[3]["sides"]] == ["110000", "120000+130000"]
    assert lines[2]["candidates"] == ["450329"]
    assert lines[4]["territory"] is None


def test_a_table_says_what_is_open(run) -> None:  # type: ignore[no-untyped-def]
    """In both languages, with the count of names that were not decided."""
    assert "1 left open" in run("新华区", "河北", "--language", "en").stdout
    done = run("新华区", "河北", "--language", "zh").stdout
    assert "1 个地名未能确定" in done
    assert "石家庄市新华区" in done


def test_the_day_and_the_larger_place_count(run) -> None:  # type: ignore[no-untyped-def]
    """--on and --within decide between places of one name."""
    words = ("桥东区", "--format", "jsonl")
    keys = [
        json.loads(run(*words, *more).stdout)["key"] for more in ((), ("--on", "2023"), ("--within", "邢台"))
    ]  # fmt: skip
    assert keys == ["桥东区", "130702", "130502"]


def test_the_region_is_listed(run) -> None:  # type: ignore[no-untyped-def]
    """By default what lies in the region; a kind, a larger place and a day narrow it."""
    ports = [json.loads(line) for line in run("--kind", "port", "--format", "jsonl").stdout.splitlines()]
    assert {"天津港", "黄骅港"} <= {one["name"] for one in ports}
    assert {one["kind"] for one in ports} == {"port"}

    def districts(*more: str) -> set[str]:
        done = run("--within", "北京市", "--kind", "county", "--format", "jsonl", *more)
        return {json.loads(line)["name"] for line in done.stdout.splitlines()}

    assert len(districts()) == 16
    assert districts("--on", "2009-01-01") - districts() == {"崇文区", "宣武区", "密云县", "延庆县"}
    assert "16 territories" in run("--within", "北京市", "--kind", "county", "--language", "en").stdout


@pytest.mark.parametrize(
    "words",
    [("--on", "soon"), ("--format", "xml"), ("--kind", "village"), ("--within", "某处"), ("北京", "--within", "某处")],
)
def test_what_is_not_understood(run, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    """Exit code 2 and a sentence that repeats what was typed."""
    done = run(*words)
    assert done.exit_code == 2
    assert words[-1] in done.stderr
