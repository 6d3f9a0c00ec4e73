"""CSV with a heading row (RFC 4180), for spreadsheets and for programs, and observations back from it.

Spreadsheets run a cell that begins like a formula; in the form for them such text stands behind an apostrophe, and
text that had one itself behind another. The form for programs (data package, SDMX-CSV) has every cell as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO

from xietong.core.errors import ExchangeError
from xietong.exchange.model import Cell, Incoming, Record, RowIssue
from xietong.exchange.numbers import digits, number
from xietong.exchange.record import incoming
from xietong.exchange.troubles import trouble

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # tells spreadsheets that the file is UTF-8
csv.field_size_limit(2**31 - 1)


def text(cell: Cell) -> str:
    """A cell as text; empty for None."""
    if cell is None:
        return ""
    return digits(cell) if isinstance(cell, Decimal) else str(cell)


def harmless(cell: str) -> str:
    """Text that a spreadsheet would run, behind an apostrophe. A single sign is run by none."""
    bare = cell.lstrip("'")
    if not bare.startswith(_FORMULA) or len(cell) == 1:
        return cell
    return cell if cell == bare and _is_number(cell) else "'" + cell


def as_it_was(cell: str) -> str:
    """Back from `harmless`."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _is_number(cell: str) -> bool:
    try:
        number(cell)
    except ValueError:
        return False
    return True


def write(records: Iterable[Record], names: Sequence[str], out: IO[str], *, spreadsheet: bool = True) -> int:
    """The heading and a line for each record; returns how many records. `out` is opened with newline=""."""
    writer = csv.writer(out)
    writer.writerow(names)
    count = 0
    for record in records:
        cells = [text(record[name]) for name in names]
        writer.writerow(map(harmless, cells) if spreadsheet else cells)
        count += 1
    return count


def read(lines: Iterable[str], name: str, *, spreadsheet: bool = True) -> Incoming:
    """Observations from the lines of a file (opened with newline=""). ExchangeError where it is no such table."""
    issues: list[RowIssue] = []
    headings, rows = split(lines, name, issues)
    back = as_it_was if spreadsheet else str
    found = incoming(((at, {column: back(cell) for column, cell in row.items()}) for at, row in rows), headings, name)
    return Incoming(found.entries, tuple(sorted((*found.issues, *issues), key=lambda one: one.row)))


def split(
    lines: Iterable[str], name: str, issues: list[RowIssue]
) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The headings of a CSV file and its numbered rows; a row of another length goes to `issues` when it is reached."""
    reader = csv.reader(lines, strict=True)
    try:
        headings = [one.removeprefix(MARK) for one in next(reader)]
    except (StopIteration, csv.Error) as error:
        raise ExchangeError(
            f"{name} has no heading row ({error or 'it is empty'}).", f"{name} 没有表头（文件为空或已损坏）。"
        ) from None
    return headings, _rows(reader, headings, name, issues)


def _rows(
    reader: Iterator[list[str]], headings: list[str], name: str, issues: list[RowIssue]
) -> Iterator[tuple[int, dict[str, str]]]:
    at = 1
    while True:
        at += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ExchangeError(
                f"{name} is no CSV from row {at} on: {error}.", f"{name} 从第 {at} 行起不是 CSV：{error}。"
            ) from None
        if len(cells) == len(headings):
            yield at, dict(zip(headings, cells, strict=True))
        elif cells:
            issues.append(trouble("short_row", at, headings[0], cell=len(cells), columns=len(headings)))
