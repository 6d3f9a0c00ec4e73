"""The demo's tasks: those of the plan of three provinces with two years of updates, problems, meetings and projects.

Example data: the bodies are real, what is reported of them is made up (`tasks/`). Every entry bears the day on which it would have
been made, so that the past can be asked for; what lies after today is left out.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from importlib.resources import files
from typing import Any

from xietong.core import clock
from xietong.core.period import Period
from xietong.core.record import Entry
from xietong.demo.cadence import enter_with_cadence
from xietong.targets.tasks.entries import matter_entry, meeting_entry, project_entry, task_entry, update_entry
from xietong.targets.tasks.fields import money, project_of, update_of
from xietong.targets.tasks.matters import Item, Matter, Meeting
from xietong.targets.tasks.model import Source, Task, Update
from xietong.workspace import Workspace

PLAN = "16-plan-region-2027.txt"
PERSON = "协同示例（示例数据）"
_CONFIRMED = date(2024, 12, 23)
_HOUR = 16


@dataclass
class _Story:
    """What was entered so far, by title or key."""

    document: str
    tasks: dict[str, tuple[str, Task]]
    matters: dict[str, tuple[str, Matter]] = field(default_factory=dict)

    def task(self, begins: str) -> tuple[str, Task]:
        """The task whose title begins so; the last of them, which belongs to the measure of that name."""
        return next(one for title, one in reversed(self.tasks.items()) if title.startswith(begins))


def add_tasks(workspace: Workspace, today: date | None = None) -> int:
    """Enter the demo's tasks where there are none; how many entries that makes."""
    if workspace.tasks.plans():
        return 0
    document = next((one.id for one in workspace.documents.all(200).items if one.name == PLAN), "")
    if not document:
        return 0
    (plan,) = workspace.tasks.propose(document)
    story = _Story(document, {one.task.title: (one.id, one.task) for one in plan.tasks})
    entries = [(_CONFIRMED, task_entry(key, task)) for key, task in story.tasks.values()]
    entries += [*_changed(story), *_updates(story), *_raised(story), *_met(story), *_projects(story)]
    return _enter(workspace, document, entries, today or clock.today())


def _enter(workspace: Workspace, document: str, entries: list[tuple[date, Entry]], today: date) -> int:
    """All entries of a day at one moment, those of one subject a minute apart, in order of time."""
    given = [one for one in entries if one[0] < today]
    batches: dict[tuple[date, int], list[Entry]] = {}
    times: dict[tuple[date, str], int] = {}
    for on, entry in given:
        turn = times.get((on, entry.subject), -1) + 1
        times[(on, entry.subject)] = turn
        batches.setdefault((on, turn), []).append(entry)
    moments = [
        (clock.at(on, time(_HOUR)) + timedelta(minutes=turn), many)
        for (on, turn), many in sorted(batches.items(), key=lambda one: one[0])
    ]
    enter_with_cadence(workspace, document, moments, PERSON, today)
    return len(given)


def _changed(story: _Story) -> Iterator[tuple[date, Entry]]:
    for one in _told()["task"]:
        key, task = story.task(one["task"])
        said = {name: one[name] for name in ("start", "due", "text") if name in one}
        if "lead" in one:
            said["lead"] = tuple(one["lead"])
        if "planned" in one:
            said["planned"] = money(one["planned"])
        to = replace(task, **said, milestones=() if "due" in one else task.milestones)
        story.tasks[to.title] = (key, to)
        yield one["entered"], task_entry(key, to, one["reason"])


def _updates(story: _Story) -> Iterator[tuple[date, Entry]]:
    for row in _rows("updates.csv"):
        key, task = story.task(row["task"])
        due = [
            one.title
            for one in task.milestones
            if row["reached"] and ("*" in row["reached"] or str(one.due).startswith(row["reached"]))
        ]
        update = update_of({**row, "task": key, "reached": "\n".join(due)}, lambda one: one)
        yield date.fromisoformat(row["entered"]), update_entry(update)


def _raised(story: _Story) -> Iterator[tuple[date, Entry]]:
    for one in _told()["matter"]:
        key, task = story.task(one["task"])
        problem = story.matters[one["problem"]][0] if "problem" in one else ""
        matter = Matter(
            one["kind"], key, one["entered"], one["title"], one.get("text", ""), one["raised_by"], tuple(one["asked"]),
            task.territories, one.get("blocking", False), problem,
        )  # fmt: skip
        story.matters[one["key"]] = (matter.first_id, matter)
        yield one["entered"], matter_entry(matter.first_id, matter)


def _met(story: _Story) -> Iterator[tuple[date, Entry]]:
    for one in _told()["meeting"]:
        items = tuple(
            Item(story.matters[keys[0]][1].title, tuple(story.matters[key][0] for key in keys)) for keys in one["items"]
        )
        meeting = Meeting(one["title"], one["day"], tuple(one["bodies"]), one["place"], items)
        key = meeting.first_id
        yield one["entered"], meeting_entry(key, meeting)
        yield from _now(story, one["items"], one["entered"], status="listed", meeting=key)
        for said in one["conclusion"]:
            task = _task_of(said["task"], key, said["item"])
            found = replace(meeting.items[said["item"] - 1], conclusion=said["text"], tasks=(task.first_id,))
            at = said["item"] - 1
            meeting = replace(meeting, held=True, items=(*meeting.items[:at], found, *meeting.items[at + 1 :]))
            yield said["entered"], task_entry(task.first_id, task)
            yield said["entered"], meeting_entry(key, meeting)
            yield from _now(story, [one["items"][at]], said["entered"], status="concluded", meeting=key)
            yield from _carried_out(said["task"], task)
    for one in _told()["matter"]:
        if "resolved" in one:
            said = {"status": "resolved", "resolved": one["resolved"], "resolution": one["resolution"]}
            yield from _now(story, [[one["key"]]], one["resolved"], **said)


def _task_of(said: Mapping[str, Any], meeting: str, item: int) -> Task:
    return Task(
        said["title"], tuple(said["lead"]), tuple(said["supporting"]), start=said["start"], due=said["due"],
        source=Source(meeting=meeting, item=item),
    )  # fmt: skip


def _carried_out(said: Mapping[str, Any], task: Task) -> Iterator[tuple[date, Entry]]:
    done = said["done"]
    day = done or said["due"] - timedelta(days=2)
    update = Update(task.first_id, Period.day(day), "done" if done else "running", text=said["said"])
    yield day, update_entry(update)


def _now(story: _Story, groups: list[list[str]], on: date, **change: Any) -> Iterator[tuple[date, Entry]]:
    """Matters as they are from a day on."""
    for key in (key for keys in groups for key in keys):
        identity, matter = story.matters[key]
        story.matters[key] = (identity, replace(matter, **change))
        yield on, matter_entry(identity, story.matters[key][1])


def _projects(story: _Story) -> Iterator[tuple[date, Entry]]:
    for row in _rows("projects.csv"):
        entered, task = date.fromisoformat(row.pop("entered")), row.pop("task")
        row["tasks"] = story.task(task)[0] if task else ""
        project = project_of(row, lambda one: one)
        yield entered, project_entry(project.first_id, project)


def _told() -> dict[str, Any]:
    return tomllib.loads(_file("meetings.toml"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(_file(name)))


def _file(name: str) -> str:
    return files("xietong.demo").joinpath("tasks", name).read_text(encoding="utf-8")
