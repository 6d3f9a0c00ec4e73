"""What several entries must hold together: dependencies without a circle, one update for each week, completion that does not fall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from xietong.core.errors import ValuesError
from xietong.core.issue import Issue
from xietong.targets.personal import is_masked
from xietong.targets.tasks.bodies import ended, remarks
from xietong.targets.tasks.model import Task, Update
from xietong.targets.tasks.refusal import issue, refused


def circle(edges: Mapping[str, Sequence[str]], start: str) -> tuple[str, ...]:
    """A way along `edges` from `start` back to itself, `start` at both ends; empty where there is none."""
    way: list[str] = [start]
    ahead = [iter(edges.get(start, ()))]
    seen = set()
    while ahead:
        step = next(ahead[-1], None)
        if step is None:
            ahead.pop()
            way.pop()
        elif step == start:
            return (*way, start)
        elif step not in seen:
            seen.add(step)
            way.append(step)
            ahead.append(iter(edges.get(step, ())))
    return ()


def task_faults(key: str, task: Task, known: Mapping[str, Task], on: date) -> Iterator[ValuesError]:
    """Why a task cannot be entered on a day beside those that are `known` (itself and all that it waits for or belongs to)."""
    for one in task.after:
        if one not in known:
            yield refused("after_unknown", title=task.title, id=one[:12])
    if task.parent and task.parent not in known:
        yield refused("parent_unknown", title=task.title, id=task.parent[:12])
    waits = circle({one: known[one].after for one in known}, key)
    if waits:
        yield refused("circle", titles=" → ".join(known[one].title for one in waits))
    above = circle({one: (known[one].parent,) for one in known if known[one].parent}, key)
    if above:
        yield refused("parent_circle", titles=" → ".join(known[one].title for one in above))
    for body in task.bodies:
        fault = ended(body, task.start or min(on, task.due or on))
        if fault is not None:
            yield fault


def personal(title: str, *texts: str) -> Iterator[Issue]:
    """That something of a person was masked."""
    if any(map(is_masked, texts)):
        yield issue("personal_masked", "note", title=title)


def task_issues(task: Task, known: Mapping[str, Task], on: date) -> Iterator[Issue]:
    """What is worth a look though the task is taken."""
    yield from personal(task.title, task.title, task.text)
    if not task.answering:
        yield issue("nobody", "warning", title=task.title)
    elif not task.lead:
        yield issue("no_lead", "note", title=task.title, bodies="、".join(task.responsible))
    if task.due is None:
        yield issue("undated", "warning", title=task.title)
    yield from remarks(task.bodies, task.start or on, max(on, task.due or on))
    for one in task.after:
        other = known.get(one)
        if other is None or other.due is None:
            continue
        if task.due is not None and other.due > task.due:
            said = f"{other.due} > {task.due}"
            yield issue(
                "after_later", "error", said, title=task.title, due=task.due, other=other.title, other_due=other.due
            )
        elif task.start is not None and other.due >= task.start:
            said = f"{other.due} ≥ {task.start}"
            yield issue(
                "after_overlaps",
                "note",
                said,
                title=task.title,
                start=task.start,
                other=other.title,
                other_due=other.due,
            )


def update_faults(task: Task, update: Update, others: Sequence[Update], today: date) -> Iterator[ValuesError]:
    """Why an update cannot be entered beside the others of its task (one for each week)."""
    first = update.when.start or update.day
    if first > today:
        yield refused("update_future", title=task.title, day=first, today=today)
    same = next((one for one in others if one.week == update.week), None)
    if same is not None and not update.correction:
        yield refused("two_updates", title=task.title, week=update.week, day=same.day, status=same.status)
    if same is None and update.correction:
        yield refused("correction_of_nothing", title=task.title, week=update.week)
    unknown = [one for one in update.reached if one not in {milestone.title for milestone in task.milestones}]
    if unknown:
        listed = "、".join(one.title for one in task.milestones) or "–"
        yield refused("milestone_unknown", title=task.title, milestone=unknown[0], milestones=listed)
    money, planned = update.invested, task.planned
    if money is not None and planned is not None and money.currency != planned.currency:
        yield refused("invested_currency", title=task.title, invested=money, planned=planned)
    if not update.reason.strip():
        yield from _falls(task, update, others)


def _falls(task: Task, update: Update, others: Sequence[Update]) -> Iterator[ValuesError]:
    before = sorted(
        (one for one in others if one.day < update.day and one.week != update.week), key=lambda one: one.day
    )
    done = next((one for one in reversed(before) if one.done is not None), None)
    if done is not None and done.done is not None and update.done is not None and update.done < done.done:
        yield refused("completion_fell", title=task.title, before=done.done, day=done.day, completion=update.done)
    elif before and before[-1].status == "done" and update.status != "done":
        yield refused("reopened", title=task.title, day=before[-1].day)
    paid = next((one for one in reversed(before) if one.invested is not None), None)
    if paid is None or paid.invested is None or update.invested is None:
        return
    if paid.invested.currency == update.invested.currency and update.invested.base < paid.invested.base:
        yield refused("invested_fell", title=task.title, before=paid.invested, day=paid.day, invested=update.invested)


def update_issues(
    task: Task, update: Update, others: Sequence[Update], entered: date, waiting: Sequence[str] = ()
) -> Iterator[Issue]:
    """What is worth a look though the update is taken; `waiting`: titles of tasks that should be done before and are not."""
    yield from personal(task.title, update.text, update.reason)
    late = (entered - update.day).days
    if late > 0:
        yield issue("entered_late", "note", f"{entered} − {update.day}", title=task.title, day=update.day, late=late)
    if task.start is not None and update.day < task.start and update.status != "planned":
        yield issue("before_start", "note", title=task.title, day=update.day, start=task.start)
    if task.planned is not None and update.invested is not None and update.invested.base > task.planned.base:
        share = (
            (Decimal(100) * update.invested.base / task.planned.base).quantize(Decimal("0.1"))
            if task.planned.base
            else ""
        )
        yield issue(
            "over_invested", "note", f"{update.invested} / {task.planned}", title=task.title, invested=update.invested,
            planned=task.planned, share=share,
        )  # fmt: skip
    after = sorted((one for one in others if one.day > update.day and one.done is not None), key=lambda one: one.day)
    if after and update.done is not None and after[0].done is not None and after[0].done < update.done:
        yield issue(
            "above_next", "warning", f"{update.done} > {after[0].done}", title=task.title, completion=update.done,
            day=after[0].day, after=after[0].done,
        )  # fmt: skip
    if update.status == "done" and waiting:
        yield issue("done_before", "warning", title=task.title, waiting="、".join(waiting))
