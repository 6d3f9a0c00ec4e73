"""Documents and their texts: written whole or not at all, hidden and restored, purged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, func, insert, select, update
from sqlalchemy.engine import RowMapping

from xietong.core.errors import NotFoundError
from xietong.documents.model import Text
from xietong.statements.model import Unread
from xietong.store import decisions, derived, fulltext, indices, judged, links, readings, table_writing
from xietong.store.clock import moment, now
from xietong.store.model import Document, DocumentText, IssuePlace, IssueTable, Passage, StatementTable, UnreadTable
from xietong.store.prepare import Given, Prepared, packed_articles, period, unpacked_articles, unpacked_layout
from xietong.store.rows import Added, DocumentRow, Outcome, Page


def put(connection: Connection, prepared: Prepared) -> Added:
    """Write a document that has been read; what is there already is confirmed, superseded or shown again."""
    decisions.hold(connection)
    at = now()
    known = connection.execute(select(Document.text_id, Document.hidden).where(Document.id == prepared.id)).first()
    values = _values(prepared)
    outcome: Outcome = "added"
    if known is None:
        connection.execute(insert(Document).values(id=prepared.id, name=prepared.name, added=at, **values))
    else:
        outcome = "reread" if known.hidden is None else "restored"
        connection.execute(update(Document).where(Document.id == prepared.id).values(hidden=None, **values))
        if known.text_id != prepared.text_id:
            _retire(connection, known.text_id, at)
    _put_text(connection, prepared, at)
    readings.record(connection, prepared.id, prepared.text_id, prepared.reading, at)
    judged.anchor(connection, prepared.id)
    links.of_document(connection, prepared.id)
    return Added(prepared.id, outcome, len(prepared.reading.statements), len(prepared.reading.unread))


def _values(prepared: Prepared) -> dict[str, Any]:
    text, given = prepared.text, prepared.given
    return {
        "size": prepared.size,
        "text_id": prepared.text_id,
        "title": text.title or given.title or prepared.name,
        "date": str(text.date or ""),
        "day": str(text.date.end) if text.date else "",
        "publisher": text.publisher,
        "reader": prepared.reading.reader,
        "given_title": given.title,
        "given_date": str(given.date or ""),
        "given_publisher": given.publisher,
    }


def _put_text(connection: Connection, prepared: Prepared, at: str) -> None:
    text = prepared.text
    described = {
        "title": text.title,
        "date": str(text.date or ""),
        "publisher": text.publisher,
        "articles": packed_articles(text.articles),
    }
    if connection.scalar(select(exists().where(DocumentText.id == prepared.text_id))):
        connection.execute(update(DocumentText).where(DocumentText.id == prepared.text_id).values(**described))
    else:
        connection.execute(
            insert(DocumentText).values(
                id=prepared.text_id, document_id=prepared.id, extractor=text.extractor, content=text.content,
                characters=len(text.content), pages=prepared.pages, boxes=prepared.boxes, added=at, **described,
            )
        )  # fmt: skip
    if not connection.scalar(select(exists().where(Passage.text_id == prepared.text_id))):
        fulltext.put(connection, prepared.text_id, prepared.passages)


def _retire(connection: Connection, text_id: str, at: str) -> None:
    """Another text has taken this one's place: it stays, but nothing of it is present."""
    readings.withdraw(connection, text_id, at)
    fulltext.remove(connection, text_id)


def find_id(connection: Connection, prefix: str) -> str:
    """The one document whose id begins so. NotFoundError where there is none or more than one."""
    found = connection.scalars(
        select(Document.id).where(Document.id.startswith(prefix, autoescape=True)).limit(2)
    ).all()
    if len(found) == 1 and prefix:
        return str(found[0])
    if found:
        raise NotFoundError(
            f"more than one document has an id that begins with {prefix!r}; write more of it.",
            f"有多个文件的编号以“{prefix}”开头；请多写几位。",
        )
    raise NotFoundError(f"no document has an id that begins with {prefix!r}.", f"没有编号以“{prefix}”开头的文件。")


def all_rows(connection: Connection, limit: int, offset: int, hidden: bool) -> Page[DocumentRow]:
    """Documents, the latest date first; only the hidden ones with `hidden`."""
    wanted = Document.hidden.is_not(None) if hidden else Document.hidden.is_(None)
    total = connection.scalar(select(func.count()).select_from(Document).where(wanted)) or 0
    query = _rows(wanted).order_by(Document.day.desc(), Document.added.desc(), Document.id).limit(limit).offset(offset)
    return Page(tuple(_row(one) for one in connection.execute(query)), total, limit, offset)


def row(connection: Connection, document: str) -> DocumentRow:
    """One document by its id or the beginning of it, hidden or not."""
    found = connection.execute(_rows(Document.id == find_id(connection, document))).one()
    return _row(found)


def _rows(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    present = (StatementTable.document_id == Document.id) & StatementTable.superseded_at.is_(None)
    statements = select(func.count()).select_from(StatementTable).where(present).scalar_subquery()
    unread = select(func.count()).where(UnreadTable.text_id == Document.text_id).scalar_subquery()
    return (
        select(
            Document.id, Document.name, Document.title, Document.date, Document.publisher, Document.size,
            Document.reader, Document.added, Document.hidden, DocumentText.characters, DocumentText.extractor,
            statements.label("statements"), unread.label("unread"),
        )
        .join(DocumentText, DocumentText.id == Document.text_id)
        .where(condition)
    )  # fmt: skip


def _row(found: Row[Any]) -> DocumentRow:
    one: RowMapping = found._mapping
    changed = {
        "date": period(one["date"]),
        "added": moment(one["added"]),
        "hidden": moment(one["hidden"]) if one["hidden"] else None,
    }
    return DocumentRow(**{**one, **changed})


def name_and_given(connection: Connection, document: str) -> tuple[str, Given]:
    """The file's name and what the person said of it."""
    one = connection.execute(
        select(Document.name, Document.given_title, Document.given_date, Document.given_publisher).where(
            Document.id == document
        )
    ).one()
    return one.name, Given(one.given_title, period(one.given_date), one.given_publisher)


def state(connection: Connection, document: str) -> tuple[bool, str, Given] | None:
    """Whether a document is hidden, its last reader, and what was said of it; None where it is not there."""
    found = connection.execute(select(Document.hidden, Document.reader).where(Document.id == document)).first()
    if found is None:
        return None
    return found.hidden is not None, found.reader, name_and_given(connection, document)[1]


def text(connection: Connection, document: str) -> Text:
    """The present text of a document."""
    one = connection.execute(
        select(DocumentText).join(Document, Document.text_id == DocumentText.id).where(Document.id == document)
    ).one()
    return Text(
        one.content, one.extractor, one.title, period(one.date), one.publisher, unpacked_articles(one.articles),
        unpacked_layout(one.pages, one.boxes),
    )  # fmt: skip


def unread(connection: Connection, document: str) -> tuple[Unread, ...]:
    """The numbers of the present text that were seen and not read, in text order."""
    query = (
        select(UnreadTable)
        .join(Document, Document.text_id == UnreadTable.text_id)
        .where(Document.id == document)
        .order_by(UnreadTable.start, UnreadTable.end)
    )
    return tuple(Unread(one.start, one.end, one.quote, one.reason) for one in connection.execute(query))


def set_hidden(connection: Connection, document: str, hidden: bool) -> None:
    """Hide a document, or show it again; asked twice it stays as it is."""
    changed = Document.hidden.is_(None) if hidden else Document.hidden.is_not(None)
    value = now() if hidden else None
    connection.execute(update(Document).where(Document.id == document, changed).values(hidden=value))


def purge(connection: Connection, document: str) -> None:
    """Delete a document with all that was ever read in it."""
    for text_id in connection.scalars(select(DocumentText.id).where(DocumentText.document_id == document)).all():
        fulltext.remove(connection, text_id)
    table_writing.forget(connection, document)
    touching = select(IssuePlace.issue_id).where(IssuePlace.document_id == document)
    connection.execute(delete(IssueTable).where(IssueTable.id.in_(touching)))
    gone = derived.forget(connection, document)
    while scores := indices.forget(connection, document, gone):
        gone = derived.forget_above(connection, scores)
    connection.execute(delete(Document).where(Document.id == document))


def held(connection: Connection, documents: Iterable[str]) -> frozenset[str]:
    """Those of some whole ids that are here, hidden or not; what was purged is not."""
    found: list[str] = []
    wanted = sorted(set(documents))
    for start in range(0, len(wanted), 500):
        found += connection.scalars(select(Document.id).where(Document.id.in_(wanted[start : start + 500])))
    return frozenset(found)


def ids(connection: Connection) -> frozenset[str]:
    """The ids of all documents, hidden ones too."""
    return frozenset(connection.scalars(select(Document.id)).all())
