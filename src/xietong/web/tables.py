"""Tables as they were read: the list, one with its rows, and a cell in its place with all that rests on it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.store.rows import Page
from xietong.store.sheets import Lines
from xietong.store.tables import CellRow
from xietong.web import shapes, table_shapes
from xietong.web.addresses import TABLE_ROWS
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.finding import Finding, kept
from xietong.web.language import wanted
from xietong.web.observed import as_statement
from xietong.web.render import show
from xietong.web.wording import wording
from xietong.workspace import Workspace

router = APIRouter()
_BESIDE = 4  # rows shown before and behind a cell
_COLUMNS = 40  # columns of values on one page
Rows = Annotated[int, Query(ge=1, le=100_000_000, alias="page", description=f"pages of {TABLE_ROWS} rows of the file")]
Wide = Annotated[int, Query(ge=1, le=1_000_000, alias="columns", description=f"pages of {_COLUMNS} columns")]


@router.get("/tables.json", response_model=shapes.Listed[table_shapes.Table], responses=FAILURES)
def all_json(workspace: Held, offset: Offset, document: str = "") -> shapes.Listed[table_shapes.Table]:
    """The tables that were read, the latest release first; of one document if asked."""
    page = _all(workspace, document, offset)
    return shapes.listed(page, [table_shapes.table(one) for one in page.items])


@router.get("/tables", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held, offset: Offset, document: str = "") -> HTMLResponse:
    """The tables that were read, the latest release first; of one document if asked."""
    return show(request, "tables.html", page=_all(workspace, document, offset))


def _all(workspace: Workspace, document: str, offset: int) -> Page[Any]:
    found = workspace.tables.all(document)
    return Page(found[offset : offset + SIZE], len(found), SIZE, offset)


@router.get("/tables/{table}.json", response_model=table_shapes.FullTable, responses=FAILURES)
def table_json(workspace: Held, table: str, number: Rows = 1) -> table_shapes.FullTable:
    """A table with fifty rows of it, counted as in the file, and the mapping it was read with."""
    first, last = _span(number)
    found = workspace.tables.lines(table, first, last)
    return table_shapes.full_table(found, workspace.tables.mapping_of(table), first, last)


@router.get("/tables/{table}", response_class=HTMLResponse)
def table_html(request: Request, workspace: Held, table: str, number: Rows = 1, wide: Wide = 1) -> HTMLResponse:
    """A table with fifty rows of it, counted as in the file, and the mapping it was read with."""
    found = workspace.tables.lines(table, *_span(number))
    columns = found.columns[(wide - 1) * _COLUMNS : wide * _COLUMNS]
    return show(
        request,
        "table.html",
        table=found.sheet,
        found=found,
        columns=columns,
        page=Page((), found.last, TABLE_ROWS, (number - 1) * TABLE_ROWS),
        wide=Page((), len(found.columns), _COLUMNS, (wide - 1) * _COLUMNS),
        mapping=workspace.tables.mapping_of(table),
    )


def _span(number: int) -> tuple[int, int]:
    return (number - 1) * TABLE_ROWS + 1, number * TABLE_ROWS


@router.get("/cells/{cell}.json", response_model=table_shapes.FullCell, responses=FAILURES)
def cell_json(workspace: Held, cell: str) -> table_shapes.FullCell:
    """A cell in its place: the rows around it, its observations, the findings that touch it, its mapping."""
    one = workspace.tables.cell(cell)
    return table_shapes.full_cell(
        one, workspace.tables.lines_around(one, _BESIDE), workspace.tables.mapping_of(one.table), workspace.tables.observed(cell),
        touching(workspace, one),
    )  # fmt: skip


@router.get("/cells/{cell}", response_class=HTMLResponse)
def cell_html(request: Request, workspace: Held, cell: str) -> HTMLResponse:
    """A cell in its place: the rows around it, its observations, the findings that touch it, its mapping."""
    one = workspace.tables.cell(cell)
    found = workspace.tables.lines_around(one, _BESIDE)
    name = wording(wanted(request)).indicator
    return show(
        request,
        "cell.html",
        cell=one,
        table=found.sheet,
        document=workspace.documents.get(one.document),
        found=found,
        columns=beside(found, one),
        rows=workspace.tables.observed(cell),
        findings=touching(workspace, one),
        mapping=workspace.tables.mapping_of(one.table),
        statement=lambda observation: as_statement(observation, name),
    )


def beside(found: Lines, one: CellRow, reach: int = 3) -> tuple[tuple[int, str], ...]:
    """The columns around that of a cell."""
    at = next((i for i, (column, _) in enumerate(found.columns) if column == one.column), 0)
    first = max(0, min(at - reach, len(found.columns) - 2 * reach - 1))
    return found.columns[first : first + 2 * reach + 1]


def touching(workspace: Workspace, one: CellRow) -> list[Finding]:
    """The findings with a place in a cell, or on its whole row."""
    rows = [
        row
        for row in workspace.issues.of_document(one.document, one.row)
        if any(
            (place.sheet, place.row) == (one.sheet, one.row) and place.column in (0, one.column)
            for place in row.issue.places
        )
    ]
    return kept(workspace, rows)
