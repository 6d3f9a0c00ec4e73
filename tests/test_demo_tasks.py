"""The demo's tasks: every line fits the plan and the rules, the days are working days, a visitor sees a real month."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import pytest

from xietong.core import clock
from xietong.core.calendar import WorkCalendar
from xietong.data import table
from xietong.demo import add_texts
from xietong.demo.tasks import PERSON, add_tasks
from xietong.targets.tasks.bodies import register
from xietong.targets.tasks.checks import update_faults
from xietong.targets.tasks.model import Update
from xietong.workspace import Workspace
from xietong.workspace.tasks import Asked, AsOf

LAST = date(2026, 11, 21)
HERE = files("xietong.demo").joinpath("tasks")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.create(tmp_path_factory.mktemp("demo") / "w") as workspace:
        add_texts(workspace)
        add_tasks(workspace)
        yield workspace


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(HERE.joinpath(name).read_text("utf-8"))))


def test_all_days_are_working_days() -> None:
    calendar = WorkCalendar.load(table("calendars/cn.toml"))
    told = tomllib.loads(HERE.joinpath("meetings.toml").read_text("utf-8"))
    days = [date.fromisoformat(one[name]) for one in rows("updates.csv") for name in ("entered", "when")]
    days += [date.fromisoformat(one["entered"]) for one in rows("projects.csv")]
    days += [
        one[name]
        for kind in ("task", "matter", "meeting")
        for one in told[kind]
        for name in ("entered", "day", "resolved")
        if name in one
    ]
    days += [one["entered"] for meeting in told["meeting"] for one in meeting["conclusion"]]
    assert not [day for day in days if not calendar.is_workday(day)]


def test_every_body_is_real_and_every_entry_says_that_it_is_an_example(demo: Workspace) -> None:
    for row in demo.tasks.find(limit=None).items:
        assert set(row.task.bodies) <= register().by_name.keys(), row.task.title
        assert {one.person for one in demo.tasks.history(row.id)} == {PERSON}
    assert "示例" in PERSON
    assert all("示例" in one.project.title for one in demo.projects.find(limit=None).items)
    assert all("示例" in one.meeting.title for one in demo.tasks.meetings().items)


def test_the_updates_would_have_been_taken(demo: Workspace) -> None:
    """Entered one after the other on their days, none is refused."""
    for row in demo.tasks.find(limit=None).items:
        held: dict[str, Update] = {}
        for record in reversed(demo.tasks.history(row.id)):
            if record.kind != "update":
                continue
            (one,) = [
                each.update
                for each in demo.tasks.updates([row.id], known=record.at).items
                if each.record.number == record.number
            ]
            faults = list(update_faults(row.task, one, tuple(held.values()), clock.day_of(record.at)))
            assert not faults, (row.task.title, one.day, str(faults[0]))
            held[one.week] = one


@pytest.mark.skipif(clock.today() < LAST, reason="the demo's last month lies ahead of this machine's clock")
def test_a_visitor_sees_a_real_month(demo: Workspace) -> None:
    counts = demo.tasks.standings(as_of=AsOf(LAST))
    assert {name for name in ("overdue", "blocked", "late", "running", "ahead", "done") if counts.get(name)} == {
        "overdue", "blocked", "late", "running", "ahead", "done",
    }  # fmt: skip
    assert demo.tasks.matters(is_open=True).total >= 3
    assert any(one.tasks for meeting in demo.tasks.meetings().items for one in meeting.meeting.items)
    whole, flows = demo.projects.funnel(AsOf(LAST))
    assert whole.total >= 12
    assert whole.ended == 1
    assert len(flows) == 4
    assert any(one.late for one in demo.tasks.updates().items)
    assert [one.kind for key in demo.tasks.find(Asked(words="1500")).items for one in demo.tasks.history(key.id)].count(
        "task"
    ) == 2


def test_it_is_entered_once_and_what_lies_ahead_is_left_out(
    demo: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert add_tasks(demo) == 0
    with Workspace.create(tmp_path_factory.mktemp("early") / "w") as workspace:
        add_texts(workspace)
        add_tasks(workspace, date(2025, 7, 1))
        assert workspace.tasks.last_reported() is not None
        assert workspace.tasks.last_reported() <= date(2025, 7, 1)  # type: ignore[operator]
