"""Sections of reports filled from what persons entered: targets with their progress, tasks, reviews of implementation."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from xietong.core.numerals import span
from xietong.data import table
from xietong.reports.fields import Call
from xietong.reports.given import Answer, Section, Value
from xietong.reports.model import Source
from xietong.reports.say import word
from xietong.reports.sections import work
from xietong.statements.model import Modifier
from xietong.store.task_rows import TaskRow
from xietong.store.tasks import Asked, AsOf
from xietong.targets.held import Held
from xietong.targets.model import Goal
from xietong.targets.state import Stand
from xietong.targets.tasks.standing import STANDINGS
from xietong.workspace.observations import place_key
from xietong.workspace.targets import HELD

if TYPE_CHECKING:
    from xietong.workspace.reporting.answers import Answers

_TARGETS, _TASKS, _REVIEWS = 40, 20, 20
_CONCERN = ("overdue", "blocked", "late")


def _count(of: Answers, number: int, what: str) -> Value:
    said = word("source.count", of.language, what=word(f"counted.{what}", of.language))
    return Value((Decimal(number),), "", (Source("count", what, said=said),))


# --- targets -------------------------------------------------------------------------------------------------------


def targets_section(of: Answers, call: Call) -> Answer:
    """The section `targets`: how they stand on the day of the report, those that fall behind first."""
    places = {place_key(one) for one in call.several("place")}
    bodies = set(call.several("body"))
    found = [
        one for one in of.workspace.targets.find(HELD, None, as_of=of.day, known=of.known).items
        if (not places or one.held.target.territory in places) and (not bodies or one.held.body in bodies)
    ]  # fmt: skip
    stands = of.workspace.standing.stands([one.held for one in found], of.day)
    order = list(table("messages/targets.toml")["status"])
    counts = Counter(one.status for one in stands)
    listed = sorted(stands, key=lambda one: (_concern(one.status), one.held.target.due, one.held.subject))
    rows = [_target(of, one) for one in listed[: call.number("most", _TARGETS)]]
    said = [
        (_status(code, of.language), _count(of, counts[code], "targets")) for code in sorted(counts, key=order.index)
    ]
    return Section(work.targets(rows, _count(of, len(stands), "targets"), said, of.language, call.get("title")))


_BAD = ("away", "missed", "lost", "behind", "overshot")


def _concern(status: str) -> int:
    return _BAD.index(status) if status in _BAD else len(_BAD) + (status == "no_data")


def _status(code: str, language: str) -> str:
    return str(table("messages/targets.toml")["status"][code][language])


def _target(of: Answers, stood: Stand) -> work.TargetRow:
    held, target = stood.held, stood.target
    unit = target.goal.unit
    sources = tuple(of.binder.source(one) for one in stood.course.latest)
    value = Value((stood.value,), unit, sources) if stood.value is not None and sources else None
    source = _source(of, held)
    start = target.baseline
    baseline = None if start is None else Value((start.value,), unit, (source,))
    goal, before = _goal(of, target.goal, source)
    return work.TargetRow(
        held.title,
        target.territory,
        baseline,
        value,
        goal,
        before,
        target.due.isoformat(),
        _status(stood.status, of.language),
    )


def _source(of: Answers, held: Held) -> Source:
    """The clause that sets a target, or its record."""
    title, day = of.binder.title(held.document) if held.document else ("", "")
    said = held.said
    where = word("source.offset", of.language, first=said.start + 1, last=said.end) if said else ""
    how = "" if said else word("source.target", of.language, title=held.title)
    return Source(
        "record", held.subject, title, day, said.sentence if said else "", where, how, f"/targets/{held.subject}"
    )


def _goal(of: Answers, goal: Goal, source: Source) -> tuple[Value, str]:
    """A goal as a value with its modifier, and the words before it: 前18位."""
    numbers = tuple(dict.fromkeys(one for one in (goal.low, goal.high) if one is not None))
    if goal.kind == "rank":
        return Value(numbers, "位", (source,)), word("target.rank", of.language)
    modifiers: dict[str, Modifier] = {"floor": ">" if goal.strict else ">=", "ceiling": "<" if goal.strict else "<="}
    modifier = modifiers.get(goal.kind, "~" if goal.about else "=")
    return Value(numbers, goal.unit, (source,), "range" if len(numbers) > 1 else "number", modifier), ""


# --- tasks ---------------------------------------------------------------------------------------------------------


def tasks_section(of: Answers, call: Call) -> Answer:
    """The section `tasks`: how many stand how, and those that give most concern."""
    place = place_key(call.get("place")) if call.get("place") else ""
    asked = Asked(body=call.get("body"), territory=place)
    at = AsOf(of.day, of.known)
    stands = of.workspace.tasks.standings(asked, at)
    counts = {code: stands[code] for code in STANDINGS if stands.get(code)}  # each task once; silent ones are besides
    page = of.workspace.tasks.find(asked, at, call.number("most", _TASKS), by_concern=True)
    rows = [_task(of, one) for one in page.items if one.standing in _CONCERN]
    said = [(word(f"standing.{code}", of.language), _count(of, number, "tasks")) for code, number in counts.items()]
    total = _count(of, sum(counts.values()), "tasks")
    return Section(work.tasks(rows, total, said, of.language, call.get("title")))


def _task(of: Answers, row: TaskRow) -> work.TaskRow:
    task, now = row.task, row.state
    told = word("source.task", of.language, title=task.title, person=row.record.person or "—", day=_day(now.reported))
    source = Source("record", row.id, said=told, href=f"/tasks/{row.id}")
    completion = None if now.completion is None else Value((now.completion,), "%", (source,))
    comma = "、" if of.language == "zh" else ", "
    lead = comma.join(task.lead or task.responsible or task.supporting)
    return work.TaskRow(task.title, lead, _day(task.due), completion, word(f"standing.{row.standing}", of.language))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


# --- reviews -------------------------------------------------------------------------------------------------------


def reviews_section(of: Answers, call: Call) -> Answer:
    """The section `reviews`: how the clauses of each review stand."""
    page = of.workspace.reviews.find(None, call.number("most", _REVIEWS), on=of.day, known=of.known)
    rows = []
    for one in page.items:
        found = one.found
        said = word("source.review", of.language, title=found.review.title, day=span(f"{of.day}/{of.day}", of.language))
        source = Source("record", one.id, said=said, href=f"/reviews/{one.id}")
        owed = sum(1 for line in found.lines if line.standing.owed is not None and line.standing.owed.overdue > 0)
        numbers = (len(found.lines), found.states.get("closed", 0), found.outcomes.get("implemented", 0), owed)
        values = [Value((Decimal(number),), "", (source,)) for number in numbers]
        rows.append(work.ReviewRow(found.review.title, found.review.document_title, *values))
    return Section(work.reviews(rows, of.language, call.get("title")))
