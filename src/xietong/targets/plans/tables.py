"""Tables inside a plan: rows of indicators become goals, rows of tasks bring their bodies.

A row is a line of the text as extracted whose cells are parted by tabs (Word, HTML) or bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from xietong.core.period import Period
from xietong.data import table
from xietong.documents.model import Clause
from xietong.statements.model import Measure, Modifier
from xietong.targets.model import Goal, Strength
from xietong.targets.plans.cells import goal_of_cell
from xietong.targets.plans.goals import firmness, inherited
from xietong.targets.plans.model import Horizon, PlanBaseline, PlanGoal, Words
from xietong.targets.plans.source import Source, clause_at

_BETWEEN = re.compile(r"[\t|]")
_UNIT = re.compile(r"[（(](?:单位[：:])?([^（）()]{1,10})[）)]$")
_CAPTION = re.compile(
    r"^(?:[附专]?[表栏] ?\d{1,2}(?:[-.]\d{1,2})?[ ：:　]*)?(?:各|分)?(?:盟市|市州|地市|州市|区县|县区|县（市、区）|市县|地区|区域|乡镇|城市)?"
)
_DIVIDER = 20  # characters of a row that only parts others
_COLUMNS = (
    "indicator",
    "place",
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
    caption: str = ""  # what a table of places is about, else nothing


def tables(content: str, start: int, end: int) -> Iterator[Table]:
    """The tables in content[start:end] that have a head."""
    block: list[tuple[Cell, ...]] = []
    between, last, caption = False, "", ""
    for line in [*re.compile(r"[^\r\n]+").finditer(content, start, end), None]:
        cells = tuple(_cells(content, *line.span())) if line else ()
        if len(cells) > 1:
            block.append(cells)
            caption = caption if len(block) > 1 else last
            between = False
        elif block and line and not between and len(line.group().strip()) <= _DIVIDER:
            between = True  # 一、经济发展: a row of one cell across the table
        elif block:
            yield from _headed(block, caption)
            block, between = [], False
        last = line.group().strip() if line else ""


def _cells(content: str, start: int, end: int) -> Iterator[Cell]:
    if "\t" not in content[start:end] and content.count("|", start, end) < 2:
        return
    line = content[start:end]
    if "\t" not in line:  # | a | b |: nothing stands before the first bar
        start, end = start + len(line) - len(line.lstrip(" |")), start + len(line.rstrip(" |"))
    at = start
    for found in [*_BETWEEN.finditer(content, start, end), None]:
        stop = found.start() if found else end
        said = content[at:stop]
        left = at + len(said) - len(said.lstrip())
        yield Cell(left, at + len(said.rstrip()) if said.strip() else left, said.strip())
        at = stop + 1


def _headed(block: list[tuple[Cell, ...]], caption: str) -> Iterator[Table]:
    for index, row in enumerate(block[:3]):
        columns = _columns(row)
        if "indicator" not in columns and "place" in columns and "year" in columns and "目标" in caption:
            yield Table(row, tuple(block[index + 1 :]), columns, caption)
            return
        if ("indicator" in columns and ("goal" in columns or "year" in columns)) or (
            "task" in columns and {"lead", "supporting", "responsible"} & columns.keys()
        ):
            name = columns.get("indicator", columns.get("task", [0]))[0]
            yield Table(row, tuple(_aligned(one, len(row), name) for one in block[index + 1 :]), columns)
            return


def _aligned(row: tuple[Cell, ...], width: int, name: int) -> tuple[Cell, ...]:
    """A row whose group stands in a row above it (经济发展 over several rows) lacks the cells before its name."""
    missing = width - len(row)
    return (Cell(row[0].start, row[0].start, ""),) * missing + row if 0 < missing <= name else row


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
        if "indicator" not in one.columns and not one.caption:
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
    name = cell_of(one, row, "place" if one.caption else "indicator")
    if name is None or not name.text:
        return
    places = (name.text,) if one.caption else ()
    if one.caption:
        name = Cell(name.start, name.end, _subject(one.caption))
    unit = cell_of(one, row, "unit")
    known = (
        unit.text
        if unit and re.search(r"\w|%|‰|℃", unit.text)
        else (found[1] if (found := _UNIT.search(name.text)) else "")
    )
    base, aims = _sides(one, dated)
    start = _baseline(row, base, known)
    strength = cell_of(one, row, "strength")
    for index, due in aims:
        if index >= len(row) or (goal := goal_of_cell(row[index].text, known)) is None:
            continue
        cell = row[index]
        said, whole = (
            Words(cell.start, cell.end, cell.text),
            Words(row[0].start, row[-1].end, source.content[row[0].start : row[-1].end]),
        )
        made = PlanGoal(
            said, whole, _UNIT.sub("", name.text), places, goal, _modifier(goal), _measure(goal, name.text), due,
            clause_at(clauses, cell.start), period=f"../{due}" if due else "",
            scope=("累计",) if cell.text[:1] in "[［【" else (), strength=firmness(strength.text) if strength else "", baseline=start,
        )  # fmt: skip
        yield inherited(made, horizon)
    yield from _growth(source, clauses, one, row, name, firmness(strength.text) if strength else "", horizon)


def _subject(caption: str) -> str:
    """表1 分盟市新能源装机规划目标（单位：万千瓦） → 新能源装机（万千瓦)."""
    words = _CAPTION.sub("", caption.replace("(", "（").replace(")", "）").replace(":", "："))
    return re.sub(
        r"（单位：",
        "（",
        re.sub(r"(?:年度|规划|预期|建设|分解)*目标(?:任务)?(?:分解)?(?:表|一览表)?(?=（|$)", "", words),
    )


def _growth(
    source: Source, clauses: tuple[Clause, ...], one: Table, row: tuple[Cell, ...], name: Cell, firm: Strength,
    horizon: Horizon | None,
) -> Iterator[PlanGoal]:  # fmt: skip
    """A column 年均增长 beside the goals: a rate of its own, up to the plan's horizon."""
    cell = cell_of(one, row, "growth")
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


def cell_of(one: Table, row: tuple[Cell, ...], kind: str) -> Cell | None:
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
