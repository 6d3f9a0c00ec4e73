"""Where a task stands on a day: what its updates say of it, and what the calendar says to that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, get_args

from xietong.data import table
from xietong.targets.tasks.model import CLOSED, Money, Status, Task, Update

Standing = Literal["overdue", "blocked", "late", "running", "ahead", "planned", "done", "dropped"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
"""In the order of concern."""


@dataclass(frozen=True, slots=True)
class State:
    """What the updates up to a day say: those of the last week that says it. `reported` is the day of the last update, None
    without any; `update` its id; `done_on` the day of the update that first said done; `blocking` counts open problems that
    block; `reached` are the milestones named as reached in any of them."""

    status: Status = "planned"
    completion: Decimal | None = None
    invested: Money | None = None
    reported: date | None = None
    update: str = ""
    done_on: date | None = None
    reached: tuple[str, ...] = ()
    blocking: int = 0


def state(updates: Sequence[Update], day: date, blocking: int = 0) -> State:
    """The state on a day, from updates in any order; what they do not report goes on from the update before."""
    known = sorted((one for one in updates if (one.when.start or one.day) <= day), key=lambda one: one.day)
    if not known:
        return State(blocking=blocking)
    last = known[-1]
    completion = next((one.done for one in reversed(known) if one.done is not None), None)
    invested = next((one.invested for one in reversed(known) if one.invested is not None), None)
    done_on = None
    for one in reversed(known):
        if one.status != "done":
            break
        done_on = one.day
    reached = tuple(dict.fromkeys(title for one in known for title in one.reached))
    return State(last.status, completion, invested, last.day, last.id, done_on, reached, blocking)


def expected(task: Task, day: date) -> Decimal | None:
    """The share of a task's time that has gone by on a day, in per cent, both ends included; None without start or due."""
    if task.start is None or task.due is None:
        return None
    whole = (task.due - task.start).days + 1
    return Decimal(100 * min(max((day - task.start).days + 1, 0), whole)) / whole


def lead_of(task: Task, now: State) -> Decimal | None:
    """Points of a hundred by which a task was ahead of its time (below zero: behind) when it was last reported."""
    due = expected(task, now.reported) if now.reported is not None else None
    return None if due is None or now.completion is None else now.completion - due


def missed(task: Task, now: State, day: date) -> tuple[str, ...]:
    """Titles of milestones whose day has gone by and that no update names as reached."""
    return tuple(one.title for one in task.milestones if one.due < day and one.title not in now.reached)


def standing(task: Task, now: State, day: date) -> Standing:
    """One word for it: closed tasks as they were closed; else overdue, blocked, late (a milestone missed, or behind its time),
    ahead, running, planned, whichever comes first."""
    if now.status in CLOSED:
        return "done" if now.status == "done" else "dropped"
    if task.due is not None and task.due < day:
        return "overdue"
    if now.status == "blocked" or now.blocking:
        return "blocked"
    course, ahead = table("tasks.toml")["course"], lead_of(task, now)
    if missed(task, now, day) or (ahead is not None and ahead < Decimal(course["late"])):
        return "late"
    if now.status == "planned":
        return "late" if task.start is not None and task.start < day - timedelta(weeks=course["silent"]) else "planned"
    return "ahead" if ahead is not None and ahead > Decimal(course["ahead"]) else "running"


def silent(task: Task, now: State, day: date) -> bool:
    """Whether a task that should be under way has not been reported for weeks."""
    if now.status in CLOSED or (now.reported is None and (task.start is None or task.start > day)):
        return False
    since = now.reported or task.start
    return since is not None and since < day - timedelta(weeks=table("tasks.toml")["course"]["silent"])
