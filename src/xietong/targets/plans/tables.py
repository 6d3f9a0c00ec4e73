"""Tables inside a plan: rows of indicators become goals, rows of tasks bring their bodies.

A row is a line of the text as extracted whose cells are parted by tabs (Word, HTML) or bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from xietong.core.period import Period
from xietong.data import table
from xietong.documents.model import Clause
from xietong.statements.model import Measure, Modifier
from xietong.statements.times import Clock
from xietong.targets.model import Goal, Strength
from xietong.targets.plans.bodies import named
from xietong.targets.plans.cells import goal_of_cell
from xietong.targets.plans.found import Found
from xietong.targets.plans.goals import firmness, inherited
from xietong.targets.plans.model import Body, Horizon, Milestone, PlanBaseline, PlanGoal, PlanTask, Role, Words
from xietong.targets.plans.source import Source, clause_at

_CELLS = re.compile(r"[^\t|]+|(?<=[\t|])(?=[\t|])")
_UNIT = re.compile(r"[（(]([^（）()]{1,10})[）)]$")
_DIVIDER = 20  # characters of a row that only parts others
_ROLES: Final[tuple[Role, ...]] = ("lead", "supporting", "responsible")
_COLUMNS = (
    "indicator",
    "unit",
    "year",
    "base",
    "goal",
    "strength",
    "growth",
    "task",
    "lead",
    "supporting",
    "responsible",
    "due",
    "size",
)


class Cell(NamedTuple):
    """content[start:end], without the blanks around it."""

    start: int
    end: int
    text: str


@dataclass
class Rows:
    """What the tables of a plan gave: goals, and the spans of the text that were read so."""

    goals: list[PlanGoal] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that names at least one column known to data/plans.toml; `columns` maps kinds to their indices."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    columns: dict[str, list[int]]


def tables(content: str, start: int, end: int) -> Iterator[Table]:
    """The tables in content[start:end] that have a head."""
    block: list[tuple[Cell, ...]] = []
    between = False
    for line in [*re.compile(r"[^\r\n]+").finditer(content, start, end), None]:
        cells = tuple(_cells(content, *line.span())) if line else ()
        if len(cells) > 1:
            block.append(cells)
            between = False
        elif block and line and not between and len(line.group().strip()) <= _DIVIDER:
            between = True  # 一、经济发展: a row of one cell across the table
        elif block:
            yield from _headed(block)
            block, between = [], False


def _cells(content: str, start: int, end: int) -> Iterator[Cell]:
    if "\t" not in content[start:end] and content.count("|", start, end) < 2:
        return
    for found in _CELLS.finditer(content, start, end):
        said = found.group()
        left = found.start() + len(said) - len(said.lstrip())
        yield Cell(left, found.start() + len(said.rstrip()) if said.strip() else left, said.strip())


def _headed(block: list[tuple[Cell, ...]]) -> Iterator[Table]:
    for index, row in enumerate(block[:3]):
        columns = _columns(row)
        if ("indicator" in columns and ("goal" in columns or "year" in columns)) or (
            "task" in columns and {"lead", "supporting", "responsible"} & columns.keys()
        ):
            yield Table(row, tuple(block[index + 1 :]), columns)
            return


def _columns(row: tuple[Cell, ...]) -> dict[str, list[int]]:
    words: dict[str, str] = table("plans.toml")["tables"]
    found: dict[str, list[int]] = {}
    for index, cell in enumerate(row):
        kind = next(
            (one for one in ("base", *_COLUMNS) if cell.text and re.search(words[one], cell.text.replace(" ", ""))),
            None,
        )
        if cell.text == "单位":
            kind = "unit"
        elif kind == "unit":  # 牵头单位 holds bodies
            kind = next(
                (one for one in ("lead", "supporting", "responsible") if re.search(words[one], cell.text)), "unit"
            )
        if kind:
            found.setdefault(kind, []).append(index)
    return found


# --- goals -----------------------------------------------------------------------------------------------------------


def table_goals(source: Source, clauses: tuple[Clause, ...], horizon: Horizon | None, dated: Period | None) -> Rows:
    """The goals of all tables of indicators in a plan."""
    rows = Rows()
    for one in tables(source.content, clauses[0].start, clauses[0].end):
        if "indicator" not in one.columns:
            continue
        for row in one.rows:
            rows.goals.extend(_row_goals(source, clauses, one, row, horizon, dated))
            rows.spans.append((row[0].start, row[-1].end))
    return rows


def _row_goals(
    source: Source,
    clauses: tuple[Clause, ...],
    one: Table,
    row: tuple[Cell, ...],
    horizon: Horizon | None,
    dated: Period | None,
) -> Iterator[PlanGoal]:
    name = _cell(one, row, "indicator")
    if name is None or not name.text:
        return
    unit = _cell(one, row, "unit")
    known = unit.text if unit and unit.text else (found[1] if (found := _UNIT.search(name.text)) else "")
    base, aims = _sides(one, dated)
    start = _baseline(row, base, known)
    strength = _cell(one, row, "strength")
    for index, due in aims:
        if index >= len(row) or (goal := goal_of_cell(row[index].text, known)) is None:
            continue
        cell = row[index]
        said, whole = (
            Words(cell.start, cell.end, cell.text),
            Words(row[0].start, row[-1].end, source.content[row[0].start : row[-1].end]),
        )
        made = PlanGoal(
            said, whole, _UNIT.sub("", name.text), (), goal, _modifier(goal), _measure(goal, name.text), due,
            clause_at(clauses, cell.start), period=f"../{due}" if due else "",
            scope=("累计",) if cell.text[:1] in "[［【" else (), strength=firmness(strength.text) if strength else "", baseline=start,
        )  # fmt: skip
        yield inherited(made, horizon)
    yield from _growth(source, clauses, one, row, name, firmness(strength.text) if strength else "", horizon)


def _growth(
    source: Source, clauses: tuple[Clause, ...], one: Table, row: tuple[Cell, ...], name: Cell, firm: Strength,
    horizon: Horizon | None,
) -> Iterator[PlanGoal]:  # fmt: skip
    """A column 年均增长 beside the goals: a rate of its own, up to the plan's horizon."""
    cell = _cell(one, row, "growth")
    goal = goal_of_cell(cell.text, "%") if cell is not None else None
    if cell is None or goal is None or goal.unit != "%":
        return
    head = one.head[one.columns["growth"][0]].text
    said = Words(cell.start, cell.end, cell.text)
    whole = Words(row[0].start, row[-1].end, source.content[row[0].start : row[-1].end])
    scope = tuple(word for word in ("年均", "累计") if head.startswith(word))
    made = PlanGoal(
        said, whole, _UNIT.sub("", name.text), (), goal, _modifier(goal), "growth", None, clause_at(clauses, cell.start),
        scope=scope, direction=1, strength=firm,
    )  # fmt: skip
    yield inherited(made, horizon)


def _cell(one: Table, row: tuple[Cell, ...], kind: str) -> Cell | None:
    index = next(iter(one.columns.get(kind, ())), len(row))
    return row[index] if index < len(row) else None


def _sides(one: Table, dated: Period | None) -> tuple[tuple[int, Period | None] | None, list[tuple[int, date | None]]]:
    """The column a goal sets out from and those it is for: of several years the first is the base, unless it lies ahead."""
    years = sorted((_year(one, index), index) for index in one.columns.get("year", ()))
    base = next(((index, _base_period(one, index)) for index in one.columns.get("base", ())), None)
    past = dated is not None and years and years[0][0] < dated.end.year
    if (
        base is None
        and len(years) > 1
        and (past or (dated is None and not re.search("目标|预期|规划", one.head[years[0][1]].text)))
    ):
        base = years[0][1], Period.year(years[0][0])
        years = years[1:]
    aims: list[tuple[int, date | None]] = [(index, date(year, 12, 31)) for year, index in years]
    return base, aims or [(index, None) for index in one.columns.get("goal", ())]


def _year(one: Table, index: int) -> int:
    found = re.search(r"(?:19|20)\d{2}", one.head[index].text)
    return int(found.group()) if found else 0


def _base_period(one: Table, index: int) -> Period | None:
    return Period.year(year) if (year := _year(one, index)) else None


def _baseline(row: tuple[Cell, ...], base: tuple[int, Period | None] | None, unit: str) -> PlanBaseline | None:
    if base is None or base[0] >= len(row) or (goal := goal_of_cell(row[base[0]].text, unit)) is None:
        return None
    value = goal.low if goal.low is not None else goal.high
    cell = row[base[0]]
    return PlanBaseline(value, base[1], Words(cell.start, cell.end, cell.text)) if value is not None else None


def _modifier(goal: Goal) -> Modifier:
    if goal.kind == "floor":
        return ">" if goal.strict else ">="
    if goal.kind in ("ceiling", "rank"):
        return "<" if goal.strict else "<="
    return "~" if goal.about else "="


def _measure(goal: Goal, name: str) -> Measure:
    if goal.kind == "rank":
        return "rank"
    if goal.unit == "%" and re.search(r"增长|增速|降低|下降", name):
        return "growth"
    return "share" if goal.unit == "%" and re.search(r"占|比重|比例|占比", name) else "level"


# --- tasks -----------------------------------------------------------------------------------------------------------


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
    cell = _cell(one, row, role)
    if cell is None or not cell.text:
        return ()
    return named(source, *source.inside(cell.start, cell.end), role)


def _row_task(
    source: Source, clauses: tuple[Clause, ...], one: Table, row: tuple[Cell, ...], name: Cell,
    bodies: dict[Role, tuple[Body, ...]], horizon: Horizon | None, dated: Period | None,
    found: Found, index: int,
) -> PlanTask:  # fmt: skip
    start, end = row[0].start, row[-1].end
    cell = _cell(one, row, "due")
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
