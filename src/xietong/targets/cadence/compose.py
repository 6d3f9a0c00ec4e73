"""Lines of an edition from tasks, updates, problems and reviews as they stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xietong.core.calendar import WorkCalendar
from xietong.core.record import Record
from xietong.targets.cadence.duty import overdue
from xietong.targets.cadence.edition import Line
from xietong.targets.reviews.overview import Overview
from xietong.targets.reviews.standing import Standing as ClauseStanding
from xietong.targets.state import Stand
from xietong.targets.tasks.matters import Matter
from xietong.targets.tasks.model import Task, Update
from xietong.targets.tasks.standing import Standing, State

_WORDS = 200  # characters of what a person wrote


def task_line(
    section: str, key: str, task: Task, now: State, stands: Standing, on: date, calendar: WorkCalendar
) -> Line:
    """A task as it stood on a day."""
    facts: dict[str, object] = {
        "standing": "" if section in ("overdue", "blocked", "done") else stands, "due": task.due, "completion": now.completion, "invested": now.invested,
        "reported": now.reported, "done": now.done_on,
    }  # fmt: skip
    if section == "overdue" and task.due is not None:
        facts["days"] = overdue(task.due, on, calendar)
    return Line(section, "task", key, task.title, task.answering or task.bodies, _text(facts))


def update_line(key: str, title: str, update: Update) -> Line:
    """What was reported of a task in a week."""
    facts = {
        "week": update.week, "status": update.status, "completion": update.completion, "invested": update.invested,
        "text": update.text,
    }  # fmt: skip
    return Line("reported", "task", key, title, (), _text(facts))


def matter_line(key: str, matter: Matter, title: str) -> Line:
    """A problem or request that is open."""
    facts = {
        "kind": matter.kind, "raised": matter.day, "blocking": "yes" if matter.blocking else "",
        "state": matter.status, "task": title,
    }  # fmt: skip
    return Line("matters", "matter", key, matter.title, matter.asked, _text(facts))


def review_lines(key: str, found: Overview) -> Iterator[Line]:
    """The clauses of a review that are not closed, each with who owes what by when."""
    for one in found.open:
        yield clause_line(key, one)


def clause_line(key: str, one: ClauseStanding) -> Line:
    """A clause under review and the step that is owed on it."""
    owed = one.owed
    facts: dict[str, object] = {"state": one.state, "outcome": one.outcome, "review": key}
    if owed is not None:
        facts |= {"step": owed.step, "due": owed.due, "days": owed.overdue or ""}
    return Line("reviews", "clause", one.clause.id, one.clause.name, owed.bodies if owed else (), _text(facts))


def target_line(one: Stand) -> Line:
    """A target as it stood: the value last known, its observation, and the verdict that lists show."""
    target, latest, main = one.target, one.course.latest, one.main
    facts = {
        "value": f"{one.value:f}{target.goal.unit}" if one.value is not None else "", "goal": str(target.goal),
        "due": target.due, "status": main.status, "method": main.method, "place": target.territory,
        "released": max((each.release.date for each in latest), default=""),
        "observation": latest[0].id if latest else "",
    }  # fmt: skip
    bodies = (one.held.body,) if one.held.body else ()
    return Line("targets", "target", one.held.subject, one.held.title, bodies, _text(facts))


def count_line(section: str, kind: str, key: str, counts: Mapping[str, int]) -> Line:
    """How many: of tasks by standing, or of a body's tasks."""
    some = {name: count for name, count in counts.items() if count}
    return Line(section, kind, key, "", (key,) if kind == "body" else (), _text(some))


def late_line(one: Record, title: str) -> Line:
    """An entry that came after the edition it belongs to: of which day, when it was made, by whom."""
    content: Mapping[str, Any] = one.content or {}
    facts = {
        "day": one.day, "entered": one.at.isoformat(timespec="minutes"), "person": one.person,
        "correction": "yes" if content.get("correction") or one.content is None else "", "reason": one.reason or content.get("reason", ""),
        "text": content.get("text", ""),
    }  # fmt: skip
    return Line("late", one.kind, one.subject, title, (), _text(facts) | {"number": str(one.number)})


def _text(facts: Mapping[str, object]) -> dict[str, str]:
    said = {name: "" if value is None else str(value)[:_WORDS] for name, value in facts.items()}
    return {name: value for name, value in said.items() if value}
