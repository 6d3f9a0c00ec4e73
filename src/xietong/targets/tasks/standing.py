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
Base = Literal["done", "dropped", "blocked", "late", "ahead", "running", "planned"]
_DAY = timedelta(days=1)


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


def base(task: Task, now: State) -> Base:
    """The standing without the calendar: as it was closed, blocked, behind or ahead of its time when last reported."""
    if now.status in CLOSED:
        return "done" if now.status == "done" else "dropped"
    if now.status == "blocked" or now.blocking:
        return "blocked"
    limits, ahead = table("tasks.toml")["course"], lead_of(task, now)
    if ahead is not None and ahead < Decimal(limits["late"]):
        return "late"
    if now.status == "planned":
        return "planned"
    return "ahead" if ahead is not None and ahead > Decimal(limits["ahead"]) else "running"


def late_from(task: Task, now: State) -> date | None:
    """The first day on which a task is late though nothing more is reported; None where that never comes."""
    days = [one.due + _DAY for one in task.milestones if one.title not in now.reached]
    if now.status == "planned" and task.start is not None:
        days.append(task.start + timedelta(weeks=table("tasks.toml")["course"]["silent"]) + _DAY)
    return min(days, default=None)


def silent_from(task: Task, now: State) -> date | None:
    """The first day on which a task should have been reported again; None for closed ones, and for those that never began."""
    since = now.reported or task.start
    if now.status in CLOSED or since is None:
        return None
    return since + timedelta(weeks=table("tasks.toml")["course"]["silent"]) + _DAY


def standing(task: Task, now: State, day: date) -> Standing:
    """One word for how a task stands on a day: closed ones as they were closed; else overdue, blocked, late (a milestone missed,
    not begun, or behind its time), ahead, running, planned, whichever comes first."""
    return judged(base(task, now), task.due, late_from(task, now), day)


def judged(found: Base, due: date | None, late: date | None, day: date) -> Standing:
    """The same from what a stretch holds."""
    if found in CLOSED:
        return found
    if due is not None and due < day:
        return "overdue"
    if found == "blocked":
        return "blocked"
    return "late" if late is not None and late <= day else found


def silent(task: Task, now: State, day: date) -> bool:
    """Whether a task that should be under way has not been reported for weeks."""
    since = silent_from(task, now)
    return since is not None and since <= day
