"""A task's course as it was known from moment to moment: what each entry changed of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xietong.targets.tasks.course import Stretch, course, first_day
from xietong.targets.tasks.matters import Matter
from xietong.targets.tasks.model import Task, Update


@dataclass(frozen=True, slots=True)
class Part:
    """A task belongs to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Entered:
    """What was entered about a task, from the moment (ISO 8601, UTC) it held to that at which it held no more, empty where it
    holds."""

    what: Task | Update | Matter | Part
    begin: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was known from a moment on. `task` None: it stands in no list, being withdrawn, or only gathering others.
    `stretches` take the place of all from the first of them on; of all where `whole`."""

    at: str
    task: Task | None
    stretches: tuple[Stretch, ...]
    whole: bool


def replay(entered: Sequence[Entered], after: str = "") -> Iterator[Turn]:
    """The turns after a moment (empty: all), in order of time. A task that others belong to and that has no updates of its
    own has no course: it stands as they do."""
    events: dict[str, list[tuple[Entered, bool]]] = {}
    for one in entered:
        events.setdefault(one.begin, []).append((one, True))
        if one.end:
            events.setdefault(one.end, []).append((one, False))
    held: list[Entered] = []
    was: Task | None = None
    for at in sorted(events):
        days = []
        for one, begins in events[at]:
            held.append(one) if begins else held.remove(one)
            days += _days(one.what)
        tasks, updates, matters, parts = _sorted(held)
        task = tasks[0] if tasks and (updates or not parts) else None
        whole = task != was
        if at > after and (whole or (task is not None and days)):
            begin = None if whole else min(days)
            yield Turn(at, task, course(task, updates, matters, begin) if task is not None else (), whole)
        was = task


def _days(what: Task | Update | Matter | Part) -> list[date]:
    """From which day on the course is another one."""
    if isinstance(what, Update):
        return [first_day(what)]
    return [what.day] if isinstance(what, Matter) else []


def _sorted(held: Sequence[Entered]) -> tuple[list[Task], list[Update], list[Matter], int]:
    things = [one.what for one in held]
    return (
        [one for one in things if isinstance(one, Task)], [one for one in things if isinstance(one, Update)],
        [one for one in things if isinstance(one, Matter)], sum(isinstance(one, Part) for one in things),
    )  # fmt: skip
