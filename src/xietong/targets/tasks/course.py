"""A task's course: from which day to which it stood how, and when the calendar alone will change that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xietong.targets.tasks.matters import Matter
from xietong.targets.tasks.model import Task, Update
from xietong.targets.tasks.standing import Base, State, base, late_from, silent_from, state


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `since` to before `until` (None: open) on which nothing was reported anew.

    `base` is the standing as far as the calendar does not matter; from `late_from` on it is late (a milestone missed, or not
    begun), from `silent_from` on it is silent; overdue is after its due date, unless it was closed.
    """

    since: date | None
    until: date | None
    state: State
    base: Base
    late_from: date | None
    silent_from: date | None


def course(
    task: Task, updates: Sequence[Update], matters: Sequence[Matter], begin: date | None = None
) -> tuple[Stretch, ...]:
    """The stretches of a task in order, without gaps; updates are one for each week. With `begin` only those of which
    something lies on that day or after it, or borders on it."""
    ordered = sorted(updates, key=lambda one: one.day)
    turns = {first_day(one) for one in ordered}
    turns |= {day for one in matters if one.blocking for day in (one.day, one.resolved) if day is not None}
    days = [None, *sorted(turns)]
    found = []
    for at, since in enumerate(days):
        until = days[at + 1] if at + 1 < len(days) else None
        if begin is not None and until is not None and until < begin:
            continue
        known = [one for one in ordered if since is not None and first_day(one) <= since]
        blocking = sum(one.blocks(since) for one in matters) if since is not None else 0
        now = state(known, since or date.min, blocking) if known else State(blocking=blocking)
        found.append(Stretch(since, until, now, base(task, now), late_from(task, now), silent_from(task, now)))
    return tuple(found)


def first_day(update: Update) -> date:
    """The day from which an update speaks: the first of its week or month."""
    return update.when.start or update.day
