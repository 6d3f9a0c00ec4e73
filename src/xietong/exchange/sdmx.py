"""SDMX-CSV 2.0, and observations back from it. The structure it follows is `structure.py`.

What SDMX cannot have is written so that it comes back: an empty dimension is _Z (a text that reads so gets another _ in
front), codes are letters, a period has a form of SDMX (`spans.py`), and line breaks inside a cell are \\n, \\uXXXX, as
readers of this format take every line break for the end of a row.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import IO

from xietong.core.errors import ExchangeError
from xietong.data import table as data
from xietong.exchange import spans
from xietong.exchange.blanks import emptied, filled
from xietong.exchange.delimited import split, text
from xietong.exchange.model import Cell, Incoming, Record, RowIssue
from xietong.exchange.record import OBSERVATIONS, incoming
from xietong.exchange.schema import FILE, Column, table
from xietong.exchange.troubles import trouble

KIND = "PERIOD_KIND"
TIME = "TIME_PERIOD"
_FIXED = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
_BREAKS = re.compile("[\\\\\\x00-\\x08\\n\\x0b-\\x1f\\x85\u2028\u2029]")
_ESCAPE = re.compile(r"\\(?:\\|n|r|u([0-9a-f]{4}))")
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_LONG = {short: char for char, short in _SHORT.items()}


@cache
def components() -> tuple[Column, ...]:
    """The columns of observations that SDMX has: dimensions with the time last, the measure, attributes."""
    own = [one for one in table(OBSERVATIONS).columns if one.sdmx]
    order = {"dimension": 0, "measure": 2, "attribute": 3}
    return tuple(sorted(own, key=lambda one: 1 if one.sdmx == TIME else order[one.role]))


def headings() -> list[str]:
    """The heading row; PERIOD_KIND stands before the time it explains."""
    names = [one.sdmx for one in components()]
    names.insert(names.index(TIME), KIND)
    return [*_FIXED, *names]


def structure_id() -> str:
    """The dataflow, as AGENCY:ID(VERSION)."""
    own = data(FILE)["sdmx"]
    return f"{own['agency']}:{own['structure']}({own['version']})"


def write(records: Iterable[Record], out: IO[str]) -> int:
    """The heading and one row an observation; returns how many. `out` is opened with newline=""."""
    writer = csv.writer(out)
    writer.writerow(headings())
    fixed = ("dataflow", structure_id(), "I")
    count = 0
    for record in records:
        writer.writerow((*fixed, *_cells(record)))
        count += 1
    return count


def _cells(record: Record) -> Iterator[str]:
    for one in components():
        if one.sdmx == TIME:
            yield from reversed(spans.written(str(record[one.name])))  # the kind stands before the time
        else:
            yield _given(one, record[one.name])


def _given(column: Column, cell: Cell) -> str:
    said = text(cell)
    if column.codes:
        return next((code.sdmx for code in column.codes if code.value == said), "")
    if column.role == "dimension":
        said = filled(said)
    return escaped(said)


def escaped(said: str) -> str:
    """A text on one line."""
    return _BREAKS.sub(lambda one: _SHORT.get(one[0], f"\\u{ord(one[0]):04x}"), said)


def unescaped(cell: str) -> str:
    """Back from `escaped`."""
    return _ESCAPE.sub(lambda one: _LONG.get(one[0]) or chr(int(one[1], 16)), cell)


def read(lines: Iterable[str], name: str) -> Incoming:
    """Observations from the lines of a file (opened with newline=""). ExchangeError where it is none of ours."""
    issues: list[RowIssue] = []
    found, rows = split(lines, name, issues)
    missing = [one for one in headings() if one not in found]
    if missing:
        raise ExchangeError(
            f"{name} is no SDMX-CSV of Xietong's structure {structure_id()}: it has no column {', '.join(missing)}.",
            f"{name} 不是本程序结构 {structure_id()} 的 SDMX-CSV：缺少“{'、'.join(missing)}”列。",
        )
    columns = [one.name for one in components()]
    others = [one for one in found if one not in headings()]
    issues += [trouble("unknown_column", 1, one, "note") for one in others]
    made = incoming(_rows(rows, name, issues), columns, name)
    return Incoming(made.entries, tuple(sorted((*made.issues, *issues), key=lambda one: one.row)))


def _rows(
    rows: Iterator[tuple[int, dict[str, str]]], name: str, issues: list[RowIssue]
) -> Iterator[tuple[int, dict[str, str]]]:
    for at, row in rows:
        if row["STRUCTURE_ID"] != structure_id():
            raise ExchangeError(
                f"{name}, row {at}: the structure is {row['STRUCTURE_ID']!r}, not {structure_id()}.",
                f"{name} 第 {at} 行：结构是“{row['STRUCTURE_ID']}”，不是 {structure_id()}。",
            )
        try:
            period = spans.read(row[TIME], row[KIND])
        except ValueError:
            issues.append(trouble("bad_period", at, TIME, cell=f"{row[TIME]} {row[KIND]}"))
            continue
        yield at, {one.name: period if one.sdmx == TIME else _back(one, row) for one in components()}


def _back(column: Column, row: Mapping[str, str]) -> str:
    cell = row[column.sdmx]
    if column.codes:
        return next((code.value for code in column.codes if code.sdmx == cell), cell)
    said = unescaped(cell)
    return emptied(said) if column.role == "dimension" else said
