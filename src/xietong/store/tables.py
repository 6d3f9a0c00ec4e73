"""Sheets and cells, found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, false, func, or_, select

from xietong.observations.catalogue import plain
from xietong.store.cell_ids import range_of
from xietong.store.clock import moment
from xietong.store.model import CellTable, Document, SheetTable
from xietong.store.rows import Page


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One table of a document as lists show it."""

    id: str
    document: str
    document_title: str
    number: int
    name: str
    title: str
    mapping: str
    cells: int
    held: int
    released: str
    added: datetime
    headings: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell with where it stands: file (document), sheet, row, column and the way through the headings; `table` is the
    id of its sheet."""

    id: str
    document: str
    document_title: str
    sheet: str
    row: int
    column: int
    path: str
    text: str
    phrase: str
    indicator: str
    place: str
    period: str
    value: str | None
    unit: str
    state: str
    mark: str
    note: str
    table: str


@dataclass(frozen=True, slots=True)
class CellFilter:
    """What a cell must be; an empty field asks nothing. `state` "held" asks for all that are no observation."""

    document: str = ""
    indicator: str = ""
    place: str = ""
    state: str = ""
    row: int = 0
    column: int = 0


def all_sheets(connection: Connection, document: str = "") -> tuple[SheetRow, ...]:
    """The tables of documents that are not removed, the latest first."""
    query = _sheets().order_by(Document.day.desc(), SheetTable.added.desc(), SheetTable.number)
    query = query.where(SheetTable.document_id == document if document else Document.hidden.is_(None))
    return tuple(_sheet(row._mapping) for row in connection.execute(query))


def get_sheet(connection: Connection, sheet: str) -> SheetRow | None:
    """One table by its id; None where there is none."""
    row = connection.execute(_sheets().where(SheetTable.id == sheet)).first()
    return _sheet(row._mapping) if row is not None else None


def _sheets() -> Any:
    return select(*SheetTable.__table__.columns, Document.title.label("of")).join(
        Document, Document.id == SheetTable.document_id
    )


def _sheet(one: Any) -> SheetRow:
    return SheetRow(
        one["id"], one["document_id"], one["of"], one["number"], one["name"], one["title"], one["mapping"],
        one["cells"], one["held"], one["released"], moment(one["added"]), tuple(map(str, one["headings"])),
        tuple(map(str, one["below"])),
    )  # fmt: skip


def of_phrase(connection: Connection, phrase: str) -> tuple[int, tuple[str, ...]]:
    """How many cells bear a phrase, however marked, and the documents they stand in."""
    query = (
        select(CellTable.phrase, SheetTable.document_id, func.count())
        .join(SheetTable, SheetTable.id == CellTable.sheet_id)
        .group_by(CellTable.phrase, SheetTable.document_id)
    )
    same = [(row[1], int(row[2])) for row in connection.execute(query) if plain(row[0]) == plain(phrase)]
    return sum(count for _, count in same), tuple(dict.fromkeys(document for document, _ in same))


def mappings(connection: Connection, document: str = "") -> tuple[tuple[str, str], ...]:
    """(name, TOML) of the mappings that were used (for a document), each as last used."""
    query = select(SheetTable.mapping, SheetTable.mapping_text).order_by(SheetTable.added)
    if document:
        query = query.where(SheetTable.document_id == document)
    return tuple({row[0]: row[1] for row in connection.execute(query)}.items())


def find_cells(connection: Connection, wanted: CellFilter, limit: int, offset: int) -> Page[CellRow]:
    """Cells of documents that are not removed, in reading order."""
    table = CellTable
    conditions: list[ColumnElement[bool]] = [Document.hidden.is_(None)]
    if wanted.document:
        own = connection.scalars(select(SheetTable.id).where(SheetTable.document_id == wanted.document)).all()
        conditions.append(or_(false(), *(table.id.between(*range_of(sheet)) for sheet in own)))
    if wanted.indicator:
        conditions.append(table.indicator == wanted.indicator)
    if wanted.place:
        conditions.append(table.place == wanted.place)
    if wanted.state == "held":
        conditions.append(table.state != "")
    elif wanted.state:
        conditions.append(table.state == wanted.state)
    if wanted.row:
        conditions.append(table.row == wanted.row)
    if wanted.column:
        conditions.append(table.column == wanted.column)
    query = _cells().where(*conditions)
    total = connection.scalar(query.with_only_columns(func.count())) or 0
    query = query.order_by(Document.day.desc(), SheetTable.document_id, SheetTable.number, table.row, table.column)
    return Page(
        tuple(_cell(row._mapping) for row in connection.execute(query.limit(limit).offset(offset))),
        total,
        limit,
        offset,
    )


def get_cell(connection: Connection, cell: str) -> CellRow | None:
    """One cell by its id; None where there is none."""
    row = connection.execute(_cells().where(CellTable.id == cell)).first()
    return _cell(row._mapping) if row is not None else None


def cells_where(connection: Connection, condition: ColumnElement[bool]) -> tuple[CellRow, ...]:
    """Cells by a range of ids or the like, in reading order, whether or not their document is removed."""
    return tuple(_cell(row._mapping) for row in connection.execute(_cells().where(condition).order_by(CellTable.id)))


def _cells() -> Any:
    return (
        select(*CellTable.__table__.columns, SheetTable.document_id, SheetTable.name.label("sheet"), Document.title)
        .select_from(CellTable)
        .join(SheetTable, SheetTable.id == CellTable.sheet_id)
        .join(Document, Document.id == SheetTable.document_id)
    )


def _cell(one: Any) -> CellRow:
    return CellRow(
        one["id"], one["document_id"], one["title"], one["sheet"], one["row"], one["column"], one["path"], one["text"],
        one["phrase"], one["indicator"], one["place"], one["period"], one["value"], one["unit"], one["state"],
        one["mark"], one["note"], one["sheet_id"],
    )  # fmt: skip
