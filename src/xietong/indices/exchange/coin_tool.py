"""Workbooks of the COIN Tool (.xlsx) of the Joint Research Centre: sheets "Database" and "Framework", read and written.

Database, from column E a column for every indicator: row 7 weight, 8 direction, 9 and 10 lower and upper goalpost, 11 to
14 the codes of index, sub-index, pillar and sub-pillar, 15 name, 16 code; from row 17 a row for every unit, name in B,
code in C. Framework, from row 5: C code, E weight, H name. Source: COINr 1.1 (MIT), import_coin_tool.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.exchange.data import ONE_TIME, Columns, Incoming, panel_of
from xietong.indices.exchange.numbers import number
from xietong.indices.faults import Fault, FaultyIndexError
from xietong.indices.framework_read import from_table
from xietong.tables.intake import sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xietong.core.panel import Panel
    from xietong.indices.framework import Framework
    from xietong.tables.formats.source import Bytes

WEIGHT, DIRECTION, LOWER, UPPER = 7, 8, 9, 10
INDEX, SUB_INDEX, PILLAR, SUB_PILLAR = 11, 12, 13, 14
NAME, CODE, FIRST_UNIT = 15, 16, 17
FIRST_COLUMN = 5
UNIT_NAME, UNIT_CODE = 2, 3
NODE_CODE, NODE_WEIGHT, NODE_NAME, FIRST_NODE = 3, 5, 8, 5
UNUSED = ("", "--", "n/a")


def read(workbook: Bytes, steps: Sequence[Mapping[str, Any]] = (), time: str = ONE_TIME) -> Incoming:
    """The framework with the steps given, and the panel of one time.

    A level of aggregates that has one code beneath the index is not used by the tool and left out. Cells that are no
    numbers are faults with row and column. Raises FaultyIndexError where a sheet is missing.
    """
    found = {sheet.name.strip().casefold(): [tuple(row) for row in sheet.rows] for sheet in sheets(workbook)}
    missing = [name for name in ("Database", "Framework") if name.casefold() not in found]
    if missing:
        raise FaultyIndexError([Fault(workbook.name, "no_header", {"columns": ", ".join(missing)})])
    database, structure = found["database"], found["framework"]
    columns = [
        place for place in range(FIRST_COLUMN, len(database[CODE - 1]) + 1)
        if _cell(database, CODE, place) not in UNUSED and _has_values(database, place)
    ]  # fmt: skip
    faults: list[Fault] = []
    indicators, parents = _indicators(database, columns, workbook.name, faults)
    nodes = _nodes(structure, parents, workbook.name, faults)
    table = {
        "code": next((node["code"] for node in nodes if not node["parent"]), workbook.name),
        "weights": {"sum": "relative"},
        "step": [dict(step) for step in steps],
        "node": nodes,
        "indicator": indicators,
    }
    incoming = _panel(database, columns, workbook.name, time)
    return Incoming(incoming.panel, {}, from_table(table), (*faults, *incoming.faults))


def _indicators(
    database: Sequence[Sequence[str]], columns: Sequence[int], name: str, faults: list[Fault]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Indicators, and the parent of every aggregate."""
    lines = {
        place: [_cell(database, row, place) for row in (SUB_PILLAR, PILLAR, SUB_INDEX, INDEX)] for place in columns
    }
    used = [level for level in range(4) if level == 3 or len({line[level] for line in lines.values()}) > 1]
    parents: dict[str, str] = {}
    indicators = []
    for place, line in lines.items():
        codes = [line[level] or "Index" for level in used]
        parents |= dict(zip(codes, [*codes[1:], ""], strict=True))
        posts = [_number(database, row, place, name, faults) for row in (LOWER, UPPER)]
        direction = _number(database, DIRECTION, place, name, faults)
        entry = {
            "code": _cell(database, CODE, place),
            "en": _cell(database, NAME, place),
            "parent": codes[0],
            "weight": _number(database, WEIGHT, place, name, faults),
            "direction": int(direction) if direction in (1, -1) else direction,
            "goalposts": posts if None not in posts and posts[0] != posts[1] else None,
        }
        indicators.append({key: value for key, value in entry.items() if value is not None})
    return indicators, parents


def _nodes(
    structure: Sequence[Sequence[str]], parents: Mapping[str, str], name: str, faults: list[Fault]
) -> list[dict[str, Any]]:
    """Aggregates that have indicators, with name and weight from the sheet of the framework."""
    rows = {_cell(structure, row, NODE_CODE): row for row in range(FIRST_NODE, len(structure) + 1)}
    nodes = []
    for code, parent in parents.items():
        row = rows.get(code)
        weight = _number(structure, row, NODE_WEIGHT, name, faults) if row else None
        entry = {"code": code, "parent": parent, "en": _cell(structure, row, NODE_NAME) if row else code}
        nodes.append(entry if weight is None else {**entry, "weight": weight})
    return nodes


def _panel(database: Sequence[Sequence[str]], columns: Sequence[int], name: str, time: str) -> Incoming:
    first = {_cell(database, CODE, place): place for place in reversed(columns)}  # a code used twice is a fault
    codes = list(reversed(first))
    columns = [first[code] for code in codes]
    rows = []
    for row in range(FIRST_UNIT, len(database) + 1):
        code = _cell(database, row, UNIT_CODE) or _cell(database, row, UNIT_NAME)
        if code:
            cells = {heading: _cell(database, row, place) for heading, place in zip(codes, columns, strict=True)}
            rows.append({"unit": code, "name": _cell(database, row, UNIT_NAME), "time": time, **cells})
    return panel_of(rows, Columns("unit", "name", "time", (), tuple(codes)), name, FIRST_UNIT)


def _has_values(database: Sequence[Sequence[str]], place: int) -> bool:
    cells = [_cell(database, row, place) for row in range(FIRST_UNIT, len(database) + 1)]
    return any(cell not in UNUSED for cell in cells)


def _cell(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    inside = row <= len(rows) and column <= len(rows[row - 1])
    return rows[row - 1][column - 1].strip() if inside else ""


def _number(rows: Sequence[Sequence[str]], row: int, column: int, name: str, faults: list[Fault]) -> float | None:
    value = number(_cell(rows, row, column))
    if value is None:
        words = {"cell": _cell(rows, row, column)[:60]}
        faults.append(Fault(f"{name} R{row}C{column}", "not_a_number", words))
        return None
    return None if np.isnan(value) else value


def write(framework: Framework, panel: Panel, time: str) -> bytes:
    """A workbook of the framework and the values of one time.

    The tool has four levels of aggregates at most and none that skips a level: ValueError for another hierarchy, and for
    a time the panel does not have.
    """
    import openpyxl  # late: a tenth of a second

    book = openpyxl.Workbook()
    database, structure = book.active, book.create_sheet("Framework")
    database.title = "Database"
    _write_database(database, framework, panel, panel.times.index(time))
    for row, node in enumerate(framework.nodes, FIRST_NODE):
        cells = {NODE_CODE: node.code, NODE_WEIGHT: node.weight_at(time), NODE_NAME: node.en}
        for column, value in cells.items():
            _put(structure, row, column, value)
    structure.cell(FIRST_NODE - 1, NODE_CODE, "Dimension/indicator")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_database(sheet: Any, framework: Framework, panel: Panel, time: int) -> None:
    tree, rows = framework.tree, (SUB_PILLAR, PILLAR, SUB_INDEX, INDEX)
    for row, label in ((WEIGHT, "Weight"), (DIRECTION, "Direction"), (LOWER, "Lower"), (UPPER, "Upper")):
        sheet.cell(row, FIRST_COLUMN - 1, label)
    for unit, code in enumerate(panel.units):
        _put(sheet, FIRST_UNIT + unit, UNIT_NAME, panel.name(code))
        _put(sheet, FIRST_UNIT + unit, UNIT_CODE, code)
    for place, indicator in enumerate(framework.indicators):
        column, line = FIRST_COLUMN + place, tree.lineage(place)[1:]
        if not 1 <= len(line) <= len(rows) or tree.levels[tree.root] != len(line) + 1:
            raise ValueError(
                f"{indicator.code} has {len(line)} levels above it: the COIN Tool needs as many for all, 4 at most"
            )
        codes = dict(zip(rows[4 - len(line) :], [framework.codes[one] for one in line], strict=True))
        low, high = indicator.goalposts or (None, None)
        head = {WEIGHT: indicator.weight_at(panel.times[time]), DIRECTION: indicator.direction, LOWER: low, UPPER: high}
        for row, value in {**head, **codes, NAME: indicator.en, CODE: indicator.code}.items():
            _put(sheet, row, column, value)
        values = panel.values[time, :, panel.indicators.index(indicator.code)]
        for unit, value in enumerate(values):
            _put(sheet, FIRST_UNIT + unit, column, "n/a" if np.isnan(value) else float(value))


def _put(sheet: Any, row: int, column: int, value: str | float | None) -> None:
    """A cell; text is text even where it begins like a formula."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
