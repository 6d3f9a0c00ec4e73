"""Cells and their observations by their ids: a range of ids is a table, so that it is written and found in one piece."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from xietong.core.ids import content_id
from xietong.observations.model import cell_prefix
from xietong.store.model import CellTable, ObservationTable


def sheet_id(document: str, number: int) -> str:
    """Identity of a table: the document and which of its tables it is."""
    return content_id("sheet", document, number)


def cell_id(sheet: str, row: int, column: int) -> str:
    """Identity of a cell: its table's and its place, in reading order."""
    return f"{sheet[:48]}{row:010x}{column:06x}"


def range_of(sheet: str) -> tuple[str, str]:
    """The first and the last id that cells of a sheet can have."""
    return sheet[:48] + "0" * 16, sheet[:48] + "f" * 16


def within(sheet: str) -> ColumnElement[bool]:
    """The cells of a sheet."""
    return CellTable.id.between(*range_of(sheet))


def place_of(cell: str) -> tuple[int, int]:
    """Row and column that a cell's id ends in."""
    return int(cell[48:58], 16), int(cell[58:64], 16)


def observed_range(sheet: str) -> tuple[str, str]:
    """The first and the last id that observations of its cells can have."""
    return sheet[:24] + "0" * 40, sheet[:24] + "f" * 40


def observed_of(cell: str) -> tuple[str, str]:
    """The first and the last id that observations of a cell can have."""
    return cell_prefix(cell) + "0" * 24, cell_prefix(cell) + "f" * 24


def observed_in(cells: Iterable[str]) -> ColumnElement[bool]:
    """The observations of some cells that are there; a few hundred at a time."""
    own = aliased(ObservationTable)
    prefix = func.substr(CellTable.id, 1, 24).concat(func.substr(CellTable.id, 49))  # `cell_prefix`, by the database
    of = own.id.between(prefix.concat("0" * 24), prefix.concat("f" * 24))
    return ObservationTable.id.in_(select(own.id).select_from(CellTable).join(own, of).where(CellTable.id.in_(cells)))
