"""Tables of tasks inside a plan: a row is a task, its cells say who and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xietong.core.period import Period
from xietong.documents.model import Clause
from xietong.statements.times import Clock
from xietong.targets.plans.bodies import named
from xietong.targets.plans.found import Found
from xietong.targets.plans.model import Body, Horizon, Milestone, PlanTask, Role, Words
from xietong.targets.plans.source import Source, clause_at
from xietong.targets.plans.tables import Cell, Table, cell_of, tables

_ROLES: Final[tuple[Role, ...]] = ("lead", "supporting", "responsible")


def due_cells(source: Source, clauses: tuple[Clause, ...]) -> tuple[tuple[range, range], ...]:
    """Spans of the view: each row of a table of tasks that says by when, and its cell that does; in order."""
    found = []
    for one in tables(source.content, clauses[0].start, clauses[0].end):
        if "task" not in one.columns or "indicator" in one.columns:
            continue
        for row in one.rows:
            cell = cell_of(one, row, "due")
            if cell is not None and cell.text:
                spans = (source.inside(row[0].start, row[-1].end), source.inside(cell.start, cell.end))
                found.append((range(*spans[0]), range(*spans[1])))
    return tuple(found)


def table_tasks(
    source: Source, clauses: tuple[Clause, ...], horizon: Horizon | None, dated: Period | None,
    found: Found, index: int,
) -> Iterator[PlanTask]:  # fmt: skip
    """A task for each row of the tables of tasks; a row without any body has those of the row above."""
    for one in tables(source.content, clauses[0].start, clauses[0].end):
        if "task" not in one.columns or "indicator" in one.columns:
            continue
        above: dict[Role, tuple[Body, ...]] = {}
        for row in one.rows:
            name = row[at] if (at := one.columns["task"][-1]) < len(row) else None
            if name is None or not name.text:
                continue
            here = {role: _bodies(source, one, row, role) for role in _ROLES}
            above = here if any(here.values()) else above  # cells that are all empty go on from the row above
            yield _row_task(source, clauses, one, row, name, above, horizon, dated, found, index)
            index += 1


def _bodies(source: Source, one: Table, row: tuple[Cell, ...], role: Role) -> tuple[Body, ...]:
    cell = cell_of(one, row, role)
    if cell is None or not cell.text:
        return ()
    return named(source, *source.inside(cell.start, cell.end), role)


def _row_task(
    source: Source, clauses: tuple[Clause, ...], one: Table, row: tuple[Cell, ...], name: Cell,
    bodies: dict[Role, tuple[Body, ...]], horizon: Horizon | None, dated: Period | None,
    found: Found, index: int,
) -> PlanTask:  # fmt: skip
    start, end = row[0].start, row[-1].end
    cell = cell_of(one, row, "due")
    said = tuple(_due(source, cell, dated)) if cell and cell.text else ()
    task = PlanTask(
        index, -1, clause_at(clauses, name.start), name.text, Words(start, end, source.content[start:end]),
        tuple(body for role in _ROLES for body in bodies.get(role, ())),
        found.sizes_in(start, end), said, tuple(found.goals_in(start, end)),
    )  # fmt: skip
    due = max((milestone.due for milestone in said), default=None)
    return replace(task, due=due or (horizon.due if horizon else None), inherited=due is None and horizon is not None)


def _due(source: Source, cell: Cell, dated: Period | None) -> Iterator[Milestone]:
    start, end = source.inside(cell.start, cell.end)
    for time in Clock(dated, plan=True).read(source.text, start, end):
        if time.period is not None:
            yield Milestone(time.period.end, Words(cell.start, cell.end, cell.text))
