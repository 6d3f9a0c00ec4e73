"""Sheets and cells: written whole or not at all (rows by `cell_rows`), held back, found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, false, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from xietong.core.ids import content_id
from xietong.documents.model import Text
from xietong.observations.catalogue import plain
from xietong.observations.model import cell_prefix
from xietong.store import fulltext
from xietong.store.clock import moment, now
from xietong.store.model import CellTable, Document, DocumentText, ObservationTable, SheetTable, WithheldTable
from xietong.store.plain import pieces
from xietong.store.prepare import indexed
from xietong.store.rows import Page
from xietong.tables.doubts import Held

EXTRACTOR = "tables/1"
_STATES = 200  # cells in one statement that changes their state


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


def sheet_id(document: str, number: int) -> str:
    """Identity of a table: the document and which of its tables it is."""
    return content_id("sheet", document, number)


def cell_id(sheet: str, row: int, column: int) -> str:
    """Identity of a cell: its table's and its place, in reading order."""
    return f"{sheet[:48]}{row:010x}{column:06x}"


def put_document(connection: Connection, document: str, name: str, size: int, given: Any, text: str) -> bool:
    """Make sure of the document; True where it is new. What the person says of it goes before what is there."""
    known = connection.execute(select(Document.title).where(Document.id == document)).first()
    said: dict[str, Any] = {}
    if given.date is not None:
        said |= {"date": str(given.date), "day": str(given.date.end), "given_date": str(given.date)}
    if given.publisher:
        said |= {"publisher": given.publisher, "given_publisher": given.publisher}
    if known is not None:
        connection.execute(update(Document).where(Document.id == document).values(hidden=None, **said))
        return False
    at, text_id = now(), content_id(document, EXTRACTOR, text)
    values = {
        "date": "", "day": "", "publisher": "", "given_title": given.title, "given_date": "", "given_publisher": "",
        **said,
    }  # fmt: skip
    connection.execute(
        insert(Document).values(
            id=document, name=name, size=size, added=at, text_id=text_id, title=given.title or name, reader=EXTRACTOR,
            **values,
        )
    )  # fmt: skip
    connection.execute(
        insert(DocumentText).values(
            id=text_id, document_id=document, extractor=EXTRACTOR, content=text, characters=len(text),
            title=given.title or name, date=values["date"], publisher=values["publisher"], articles=[], added=at,
        )
    )  # fmt: skip
    pieces_of = pieces(Text(text, EXTRACTOR))
    fulltext.put(connection, text_id, tuple(indexed(piece) for piece in pieces_of))
    return True


def clear(connection: Connection, document: str, mapping: str) -> None:
    """Forget what a mapping read in a document before."""
    old = connection.scalars(
        select(SheetTable.id).where(SheetTable.document_id == document, SheetTable.mapping == mapping)
    ).all()
    for sheet in old:
        _forget(connection, sheet)


def _forget(connection: Connection, sheet: str) -> None:
    connection.execute(delete(ObservationTable).where(ObservationTable.id.between(*_observed_in(sheet))))
    connection.execute(delete(WithheldTable).where(WithheldTable.cell_id.between(*_within(sheet))))
    connection.execute(delete(CellTable).where(CellTable.id.between(*_within(sheet))))
    connection.execute(delete(SheetTable).where(SheetTable.id == sheet))


def _within(sheet: str) -> tuple[str, str]:
    """The first and the last id that cells of a sheet can have."""
    return sheet[:48] + "0" * 16, sheet[:48] + "f" * 16


def within(sheet: str) -> ColumnElement[bool]:
    """The cells of a sheet."""
    return CellTable.id.between(*_within(sheet))


def place_of(cell: str) -> tuple[int, int]:
    """Row and column that a cell's id ends in."""
    return int(cell[48:58], 16), int(cell[58:64], 16)


def _observed_in(sheet: str) -> tuple[str, str]:
    """The first and the last id that observations of its cells can have."""
    return sheet[:24] + "0" * 40, sheet[:24] + "f" * 40


def observed_of(cell: str) -> tuple[str, str]:
    """The first and the last id that observations of a cell can have."""
    return cell_prefix(cell) + "0" * 24, cell_prefix(cell) + "f" * 24


def forget(connection: Connection, document: str) -> None:
    """All tables of a document with their cells and observations."""
    for sheet in connection.scalars(select(SheetTable.id).where(SheetTable.document_id == document)).all():
        _forget(connection, sheet)


def put_sheet(connection: Connection, values: dict[str, Any]) -> None:
    """One table; what was there in its place is forgotten."""
    _forget(connection, values["id"])
    connection.execute(insert(SheetTable).values(added=now(), cells=0, held=0, **values))


def hold(connection: Connection, sheet: str, held: Sequence[Held]) -> None:
    """Take cells back from the observations, with the reason."""
    states: dict[str, set[str]] = {}
    for one in held:
        states.setdefault(one.state, set()).add(cell_id(sheet, one.row, one.column))
    if "duplicate" in states and "repeated" in states:
        states["repeated"] -= states["duplicate"]
    for state, keys in states.items():
        ordered = sorted(keys)
        for at in range(0, len(ordered), _STATES):
            part = ordered[at : at + _STATES]
            connection.execute(update(CellTable).where(CellTable.id.in_(part)).values(state=state))
            withhold(connection, part)


def observed_in(cells: Iterable[str]) -> ColumnElement[bool]:
    """The observations of some cells that are there; a few hundred at a time."""
    own = aliased(ObservationTable)
    prefix = func.substr(CellTable.id, 1, 24).concat(func.substr(CellTable.id, 49))  # `cell_prefix`, by the database
    of = own.id.between(prefix.concat("0" * 24), prefix.concat("f" * 24))
    return ObservationTable.id.in_(select(own.id).select_from(CellTable).join(own, of).where(CellTable.id.in_(cells)))


def withhold(connection: Connection, cells: Sequence[str]) -> None:
    """Put what cells are observations of aside."""
    query = select(ObservationTable.__table__).where(observed_in(cells))
    found = [dict(row._mapping) for row in connection.execute(query)]
    if found:
        connection.execute(insert(WithheldTable), [{"cell_id": one["cell_id"], "content": one} for one in found])
        connection.execute(delete(ObservationTable).where(observed_in(cells)))


def finish_sheet(connection: Connection, sheet: str, cells: int, below: Sequence[str]) -> int:
    """Count what was written; how many cells are no observation."""
    connection.execute(update(SheetTable).where(SheetTable.id == sheet).values(cells=cells, below=list(below)))
    return count_held(connection, sheet)


def count_held(connection: Connection, sheet: str) -> int:
    """Count the cells of a table that are no observation."""
    query = (
        select(func.count()).select_from(CellTable).where(CellTable.id.between(*_within(sheet)), CellTable.state != "")
    )
    held = connection.scalar(query) or 0
    connection.execute(update(SheetTable).where(SheetTable.id == sheet).values(held=held))
    return held


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
        conditions.append(or_(false(), *(table.id.between(*_within(sheet)) for sheet in own)))
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


def has_tables(connection: Connection, document: str) -> bool:
    """Whether any table of a document was read."""
    return bool(connection.scalar(select(exists().where(SheetTable.document_id == document))))


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


def others(connection: Connection, document: str) -> bool:
    """Whether the ledger has observations of any other document."""
    table = ObservationTable
    ends = connection.execute(select(func.min(table.document_id), func.max(table.document_id))).one()
    return any(one not in (None, document) for one in ends)


def beside(connection: Connection, document: str, sheet: str, most: int = 200_000) -> Iterator[tuple[Any, ...]]:
    """(indicator, place, unit, period, value, known value, quote, cell, known quote) where a table's cells and
    another document speak of one thing."""
    own, other = ObservationTable.__table__.alias("own"), ObservationTable.__table__.alias("other")
    query = (
        select(
            own.c.indicator, own.c.place, own.c.unit, own.c.period, own.c.value, other.c.value, own.c.quote,
            own.c.cell_id, other.c.quote,
        )
        .join(
            other,
            (own.c.indicator == other.c.indicator) & (own.c.place == other.c.place)
            & (own.c.measure == other.c.measure) & (own.c.last_day == other.c.last_day)
            & (own.c.period == other.c.period) & (own.c.scope == other.c.scope)
            & (own.c.breakdown == other.c.breakdown),
        )
        .where(
            own.c.id.between(*_observed_in(sheet)), other.c.document_id != document,
            own.c.unit == other.c.unit, own.c.measure == "level",
        )
        .order_by(own.c.id)
        .limit(most)
    )  # fmt: skip
    for row in connection.execute(query):
        yield (row[0], row[1], row[2], row[3], _first(row[4]), _first(row[5]), row[6], row[7], row[8])


def values_of(
    connection: Connection, indicator: str, document: str, mine: bool, most: int = 4000
) -> list[tuple[str, str, float, str, str, str]]:
    """(place, last day, value, unit, quote, cell) of an indicator, in a document or in the others."""
    table = ObservationTable
    of = table.document_id == document if mine else table.document_id != document
    query = (
        select(table.place, table.last_day, table.value, table.unit, table.quote, table.cell_id)
        .where(table.indicator == indicator, table.measure == "level", of)
        .order_by(table.place, table.last_day)
        .limit(most)
    )
    return [(row[0], row[1], float(_first(row[2])), row[3], row[4], row[5] or "") for row in connection.execute(query)]


def indicators_of(connection: Connection, sheet: str, most: int = 300) -> list[tuple[str, str, str]]:
    """(indicator, phrase, unit) of what a table's cells speak of."""
    query = (
        select(CellTable.indicator, func.min(CellTable.phrase), CellTable.unit)
        .where(CellTable.id.between(*_within(sheet)), CellTable.state == "")
        .group_by(CellTable.indicator, CellTable.unit)
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def _first(value: Any) -> str:
    return str((json.loads(value) if isinstance(value, str) else value)[0])
