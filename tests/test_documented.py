"""What docs/*.md print for an office to type works in the demo, line by line and in their order."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xietong.cli.main import app
from xietong.core.clock import ZONE, standing_at
from xietong.demo import build
from xietong.workspace import Workspace

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)  # after the last entry of the demo
# What names files that the reader brings.
BROUGHT = re.compile(r"plan\.docx|任务\.xlsx|周报\.csv|项目\.xlsx|EARLIER| ID\b")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("documented") / "demo-workspace"
    with standing_at(NOW), Workspace.create(place) as workspace:
        build(workspace)
    return place


def lines(page: str, names: str) -> list[list[str]]:
    """The commands of the page that begin a line, as a shell would part them, without the remark behind."""
    rows = (DOCS / page).read_text("utf-8").split("\n")
    typed = [one for row in rows for one in re.split(r" {4,}(?=xietong )", row)]
    kept = [one for one in typed if re.match(rf"xietong (?:{names}) ", one) and not BROUGHT.search(one)]
    return [shlex.split(re.sub(r" +> .*", "", one), comments=True)[1:] for one in kept]


PAGES = {
    "targets.md": "targets",
    "tasks.md": "tasks|projects",
    "cadence.md": "cadence",
    "reviews.md": "reviews",
    "reports.md": "report",
}


@pytest.mark.parametrize("page", PAGES)
def test_commands_run_as_printed(page: str, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_WORKSPACE", str(demo))
    (tmp_path / "模板.md").write_text(template(), "utf-8")
    runner = CliRunner()
    with standing_at(NOW):
        assert runner.invoke(app, ["review", "name", "市协同办"]).exit_code == 0
        called = ""
        found = lines(page, PAGES[page])
        assert len(found) > 3
        for words in found:
            done = runner.invoke(app, [called if one == "会议编号" else one.strip("[]") for one in words])
            assert done.exit_code == 0, (words, done.output)
            if words[:2] == ["tasks", "agenda"] and "--day" in words:
                called = done.output.split()[0]


def template() -> str:
    """The template that docs/reports.md shows."""
    return re.search(r"```\n(---.*?)```", (DOCS / "reports.md").read_text("utf-8"), re.S)[1]  # type: ignore[index]


@pytest.mark.parametrize(("page", "count"), [("targets.md", 2), ("tasks.md", 1)])
def test_python_runs_as_printed(page: str, count: int, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo.parent)
    snippets = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text("utf-8"), re.S)
    assert len(snippets) == count
    with standing_at(NOW):
        for one in snippets:
            exec(compile(one, page, "exec"), {})
