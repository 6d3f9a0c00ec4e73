"""Tables written whole or not at all (rows by `cell_rows`), held back, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from xietong.core.ids import content_id
from xietong.documents.model import Text
from xietong.store import fulltext
from xietong.store.cell_ids import cell_id, observed_in, observed_range, range_of
from xietong.store.clock import now
from xietong.store.model import CellTable, Document, DocumentText, ObservationTable, SheetTable, WithheldTable
from xietong.store.plain import pieces
from xietong.store.prepare import indexed
from xietong.tables.doubts import Held

EXTRACTOR = "tables/1"
_STATES = 200  # cells in one statement that changes their state


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
    connection.execute(delete(ObservationTable).where(ObservationTable.id.between(*observed_range(sheet))))
    connection.execute(delete(WithheldTable).where(WithheldTable.cell_id.between(*range_of(sheet))))
    connection.execute(delete(CellTable).where(CellTable.id.between(*range_of(sheet))))
    connection.execute(delete(SheetTable).where(SheetTable.id == sheet))


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
        select(func.count()).select_from(CellTable).where(CellTable.id.between(*range_of(sheet)), CellTable.state != "")
    )
    held = connection.scalar(query) or 0
    connection.execute(update(SheetTable).where(SheetTable.id == sheet).values(held=held))
    return held
