"""What a plan's text says is to be done → tasks, proposed until a person confirms them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xietong.core.issue import Issue
from xietong.documents.model import Clause
from xietong.observations import places
from xietong.statements.pack import region
from xietong.targets.plans.model import Plan, PlanTask, clause_id
from xietong.targets.tasks.bodies import changes, register
from xietong.targets.tasks.limits import LONGEST, MOST
from xietong.targets.tasks.model import ROLES, Milestone, Role, Size, Source, Task
from xietong.targets.tasks.refusal import issue


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task read from a plan, under the id it gets when it is confirmed; `goals` are indices into the plan's goals, `issues` what
    a person should look at before."""

    id: str
    task: Task
    goals: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()


def propose(plan: Plan, document: str) -> tuple[Proposal, ...]:
    """The measures and tasks of a plan in its order, each behind what it belongs to; bodies by their full names.

    A task starts with the plan, where the plan has a date and no milestone lies before it. It is due at its last milestone or
    goal, a measure not before its tasks; else the plan's horizon stands in. Its territories are those of its bodies, else those
    of the plan's title.
    """
    territory = _territory(plan.title)
    keys: dict[int, str] = {}
    found = []
    for one in plan.tasks:
        task = _task(plan, one, document, territory, keys.get(one.parent, ""))
        keys[one.index] = task.first_id
        found.append(Proposal(task.first_id, task, one.goals, tuple(_issues(plan, one, task, territory))))
    return tuple(found)


def _task(plan: Plan, one: PlanTask, document: str, territory: str, parent: str) -> Task:
    dated = plan.date.end if plan.date is not None else None
    bodies = _bodies(one, territory, dated)
    due, inherited = _due(plan, one)
    milestones = tuple(dict.fromkeys(Milestone(_short(each.said.quote), each.due) for each in one.milestones))[:MOST]
    early = (
        dated is not None and (one.due is None or one.due >= dated) and all(each.due >= dated for each in milestones)
    )
    source = Source(
        document, plan.title, clause_id(plan.clauses[one.clause]), _path(plan.clauses, one.clause), one.said.start,
        one.said.end, one.said.quote[: LONGEST["text"]],
    )  # fmt: skip
    return Task(
        _short(one.title), bodies["lead"], bodies["supporting"], bodies["responsible"], _territories(bodies, territory),
        dated if early else None, due, inherited, milestones,
        sizes=tuple(dict.fromkeys(Size(each.of, each.value, each.unit, each.said.quote) for each in one.sizes))[:MOST],
        parent=parent, source=source,
    )  # fmt: skip


def _due(plan: Plan, one: PlanTask) -> tuple[date | None, bool]:
    """The day, and whether it is the plan's horizon."""
    parts = [one, *(each for each in plan.tasks if each.parent == one.index)]
    goals = [plan.goals[at] for each in parts for at in each.goals]
    own = [each.due for each in parts if each.due is not None and not each.inherited]
    own += [goal.due for goal in goals if goal.due is not None and not goal.inherited]
    if any(each.inherited and not each.goals for each in parts[1:]):
        return plan.horizon.due if plan.horizon else max(own, default=None), True
    return (max(own), False) if own else (one.due, one.inherited)


def _issues(plan: Plan, one: PlanTask, task: Task, territory: str) -> Iterator[Issue]:
    """Bodies that the plan names as they were called before it was made, and a due date that was over then."""
    dated = plan.date.end if plan.date is not None else None
    for body in one.bodies:
        known = register().find(body.name, territory, dated)
        if known is not None and dated is not None and not known.in_force(dated):
            yield changes(known)
    if dated is not None and task.due is not None and task.due < dated:
        yield issue("due_before_plan", "warning", f"{task.due} < {dated}", title=task.title, due=task.due, dated=dated)


def _bodies(one: PlanTask, territory: str, dated: date | None) -> dict[Role, tuple[str, ...]]:
    found: dict[Role, tuple[str, ...]] = {}
    taken: set[str] = set()
    for role in ("lead", "responsible", "supporting"):
        full = (register().name(name, territory, dated) for name in one.who(role))
        names = dict.fromkeys(register().now(name, dated) if dated is not None else name for name in full)
        found[role] = tuple(name for name in names if name not in taken)[:MOST]
        taken.update(names)
    return found


def _territories(bodies: dict[Role, tuple[str, ...]], territory: str) -> tuple[str, ...]:
    known = register().by_name
    own = dict.fromkeys(known[name].territory for role in ROLES for name in bodies[role] if name in known)
    return tuple(own) or ((territory,) if territory else ())


def _territory(title: str) -> str:
    """The one member of the region that a title begins with; empty for a joint plan."""
    named = [one for one in region().members if title.removeprefix("中共").startswith(one)]
    return places.key(named[0]) if named else ""


def _path(clauses: Sequence[Clause], index: int) -> tuple[str, ...]:
    """Labels and titles from the top to the clause."""
    way = []
    while index >= 0:
        one = clauses[index]
        if one.parent >= 0:
            way.append(_short(f"{one.label}{one.title}" or one.quote))
        index = one.parent
    return tuple(reversed(way))


def _short(words: str) -> str:
    return " ".join(words.split())[:200] or "–"
