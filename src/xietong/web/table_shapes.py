"""Tables and cells as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from xietong.store.observations import ObservationRow
from xietong.store.sheets import Line, Lines
from xietong.store.tables import CellRow, SheetRow
from xietong.web import addresses
from xietong.web.finding import Finding as Found
from xietong.web.shapes import Finding, Observed, TableCell, finding, observed


class Table(BaseModel):
    """One table of a document: the mapping it was read with, its headings from left to right, its footnotes, how many
    cells it has and how many of them are no observation."""

    id: str
    document: str
    document_title: str
    number: int
    name: str
    title: str
    mapping: str
    headings: list[str]
    below: list[str]
    cells: int
    held: int
    added: datetime
    address: str


class TableLine(BaseModel):
    """One row: what its label columns say, and its cells of values."""

    row: int
    label: str
    cells: list[TableCell]


class FullTable(BaseModel):
    """A table with some of its rows (`first` to `last`, as in the file) of `rows`, and the TOML of its mapping."""

    table: Table
    mapping: str
    first: int
    last: int
    rows: int
    lines: list[TableLine]


class FullCell(BaseModel):
    """A cell in its place: the rows around it, what it is an observation of, the findings that touch it, its mapping."""

    cell: TableCell
    table: Table
    mapping: str
    observations: list[Observed]
    findings: list[Finding]
    around: list[TableLine]
    review: str


def table(one: SheetRow) -> Table:
    """A table as JSON."""
    return Table(
        id=one.id, document=one.document, document_title=one.document_title, number=one.number, name=one.name,
        title=one.title, mapping=one.mapping, headings=list(one.headings), below=list(one.below), cells=one.cells,
        held=one.held, added=one.added, address=addresses.table(one.id),
    )  # fmt: skip


def cell(one: CellRow) -> TableCell:
    """A cell as JSON."""
    return TableCell(
        id=one.id, table=one.table, document=one.document, row=one.row, column=one.column, path=one.path,
        text=one.text, phrase=one.phrase, indicator=one.indicator, place=one.place, period=one.period,
        value=one.value, unit=one.unit, state=one.state, mark=one.mark, note=one.note,
        address=addresses.cell(one.id),
    )  # fmt: skip


def lines(rows: Sequence[Line]) -> list[TableLine]:
    """Rows of a table as JSON."""
    return [
        TableLine(row=one.number, label=one.label, cells=[cell(each) for each in one.cells.values()]) for one in rows
    ]


def full_table(found: Lines, mapping: str, first: int, last: int) -> FullTable:
    """A table with some of its rows as JSON."""
    return FullTable(
        table=table(found.sheet), mapping=mapping, first=first, last=last, rows=found.last, lines=lines(found.rows)
    )


def full_cell(
    one: CellRow, around: Lines, mapping: str, rows: Sequence[ObservationRow], findings: Sequence[Found]
) -> FullCell:
    """A cell in its place as JSON."""
    return FullCell(
        cell=cell(one), table=table(around.sheet), mapping=mapping, around=lines(around.rows),
        observations=[observed(row.observation) for row in rows], findings=[finding(each) for each in findings],
        review=addresses.review("cell", one.id),
    )  # fmt: skip
