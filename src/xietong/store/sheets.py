"""Tables as pages show them: some rows at a time, each cell in its place, found by range however long the table is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from xietong.store import cell_ids, observations, tables
from xietong.store.cell_ids import cell_id, observed_of
from xietong.store.model import CellTable, SheetTable
from xietong.store.observations import ObservationRow
from xietong.store.tables import CellRow, SheetRow


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what its label columns say, and its cells of values by column."""

    number: int
    label: str
    cells: dict[int, CellRow]


@dataclass(frozen=True, slots=True)
class Lines:
    """Some rows of a table with the columns that hold a value in them (number, heading); `last` is the last row of all
    that has one."""

    sheet: SheetRow
    columns: tuple[tuple[int, str], ...]
    rows: tuple[Line, ...]
    last: int


def lines(connection: Connection, sheet: SheetRow, first: int, last: int) -> Lines:
    """The rows of a table from `first` to `last`, counted as in the file; those without any value are left out."""
    between = CellTable.id.between(cell_id(sheet.id, first, 0), cell_id(sheet.id, last, 0xFFFFFF))
    cells = tables.cells_where(connection, between)
    by_row: dict[int, dict[int, CellRow]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell
    columns = tuple((at, heading(sheet, at)) for at in sorted({cell.column for cell in cells}))
    rows = tuple(Line(number, label(sheet, next(iter(held.values()))), held) for number, held in sorted(by_row.items()))
    return Lines(sheet, columns, rows, _last(connection, sheet.id))


def heading(sheet: SheetRow, column: int) -> str:
    """The heading of a column, its levels joined; columns count from 1."""
    return sheet.headings[column - 1] if 0 < column <= len(sheet.headings) else ""


def label(sheet: SheetRow, cell: CellRow) -> str:
    """What the label columns of a cell's row say: its path without the heading of its column."""
    return cell.path.removesuffix(heading(sheet, cell.column)).removesuffix(" / ")


def _last(connection: Connection, sheet: str) -> int:
    found = connection.scalar(select(func.max(CellTable.id)).where(cell_ids.within(sheet)))
    return cell_ids.place_of(found)[0] if found else 0


def observed(connection: Connection, cell: str) -> tuple[ObservationRow, ...]:
    """What a cell is an observation of; none where it was held back."""
    return observations.between(connection, *observed_of(cell))


def mapping_text(connection: Connection, sheet: str) -> str:
    """The mapping that a table was read with, as TOML."""
    return str(connection.scalar(select(SheetTable.mapping_text).where(SheetTable.id == sheet)) or "")


def ids_by_name(connection: Connection, documents: Collection[str]) -> dict[tuple[str, str], str]:
    """(document, name of a table) → its id."""
    query = select(SheetTable.document_id, SheetTable.name, SheetTable.id).where(SheetTable.document_id.in_(documents))
    return {(one[0], one[1]): one[2] for one in connection.execute(query)}
