"""The full-text index over passages, the same tokens on both engines.

Tokens find candidates; whether the words stand there literally is then seen in the passage itself, so that neither
engine's own idea of words, phrases or positions decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, cast, column, delete, func, insert, literal_column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY

from xietong.store.model import Document, DocumentText, Passage, Setting
from xietong.store.plain import Piece, fold, offsets_of
from xietong.store.prepare import Indexed, indexed, period
from xietong.store.rows import Hit, Page
from xietong.store.snippet import as_printed, window
from xietong.store.tokens import MOST_TERMS, VERSION, Term, term

LONGEST_QUERY = 200  # characters
RANKED = 1000  # candidates that PostgreSQL ranks; it would read each one's vector
_TOKENISER = "tokeniser"
# a virtual table here, a table with two vectors there: see migration 0002
_INDEX = table("fulltext", column("rowid"), column("number"), column("bigrams"), column("words"))


def put(connection: Connection, text_id: str, passages: Iterable[Indexed]) -> None:
    """Index the passages of a text."""
    for one in passages:
        number = connection.execute(
            insert(Passage)
            .values(
                text_id=text_id, start=one.piece.start, end=one.piece.end, plain=one.piece.plain,
                offsets=one.piece.offsets,
            )
            .returning(Passage.number)
        ).scalar_one()  # fmt: skip
        _index(connection, number, one)


def remove(connection: Connection, text_id: str) -> None:
    """Take a text out of the index."""
    passages = select(Passage).where(Passage.text_id == text_id)
    if _is_sqlite(connection):
        # an index without content must be told what to forget
        for row in connection.execute(passages).all():
            tokens = indexed(_piece(row))
            connection.exec_driver_sql(
                "INSERT INTO fulltext (fulltext, rowid, bigrams, words) VALUES ('delete', ?, ?, ?)",
                (row.number, tokens.bigrams, tokens.words),
            )
    connection.execute(delete(Passage).where(Passage.text_id == text_id))


def is_current(connection: Connection) -> bool:
    """Whether the index was made by the present tokeniser."""
    return connection.scalar(select(Setting.value).where(Setting.name == _TOKENISER)) == VERSION


def rebuild(connection: Connection, passages: Iterable[tuple[str, Sequence[Indexed]]]) -> None:
    """Make the whole index anew from (text id, passages)."""
    if _is_sqlite(connection):
        connection.exec_driver_sql("INSERT INTO fulltext (fulltext) VALUES ('delete-all')")
    connection.execute(delete(Passage))
    for text_id, pieces in passages:
        put(connection, text_id, pieces)
    connection.execute(delete(Setting).where(Setting.name == _TOKENISER))
    connection.execute(insert(Setting).values(name=_TOKENISER, value=VERSION))


def find(connection: Connection, words: str, limit: int, offset: int) -> Page[Hit]:
    """Passages in which each blank-separated term of `words` stands; failing that, each word of a dictionary in it."""
    terms = _terms(words)
    found = _find(connection, terms, limit, offset)
    if not found.total and terms:
        loose = [term(word) for one in terms for word in one.words if len(word) > 1]
        found = _find(connection, loose[: 2 * MOST_TERMS], limit, offset)
    return found


def _terms(words: str) -> list[Term]:
    parts = dict.fromkeys(fold(part) for part in words[:LONGEST_QUERY].split())
    terms = [term(part.strip("\"'“”‘’「」《》")) for part in parts]
    return [one for one in terms if one.bigrams or one.prefixes][:MOST_TERMS]


def _find(connection: Connection, terms: list[Term], limit: int, offset: int) -> Page[Hit]:
    if not terms:
        return Page((), 0, limit, offset)
    matching = _matching_sqlite(terms) if _is_sqlite(connection) else _matching_postgresql(terms)
    total = connection.scalar(select(func.count()).select_from(matching.subquery())) or 0
    ordered = matching.order_by(literal_column("rank"), literal_column("number")).limit(limit).offset(offset)
    return Page(tuple(_hit(connection, row, terms) for row in connection.execute(ordered).all()), total, limit, offset)


def _matching(terms: list[Term]) -> Select[*tuple[Any, ...]]:
    literal = [Passage.plain.contains(one.plain, autoescape=True) for one in terms if not one.exact]
    return (
        select(
            Passage.text_id, Passage.start, Passage.end, Passage.plain, Passage.offsets,
            Document.id, Document.title, Document.date,
        )
        .join(Document, Document.text_id == Passage.text_id)
        .where(Document.hidden.is_(None), *literal)
    )  # fmt: skip


def _matching_sqlite(terms: list[Term]) -> Select[*tuple[Any, ...]]:
    needed = [f'"{token}"' for one in terms for token in one.bigrams]
    needed += [f'"{token}" *' for one in terms for token in one.prefixes]
    query = "bigrams : (" + " AND ".join(needed) + ")"
    wished = [f'"{word}"' for one in terms for word in one.words]
    if wished:  # changes nothing in what is found, but words that stand there as words count for the rank
        query = f"({query}) OR (({query}) AND words : ({' OR '.join(wished)}))"
    return (
        _matching(terms)
        .add_columns(literal_column("bm25(fulltext, 0.3, 1.0)").label("rank"), Passage.number)
        .join(_INDEX, _INDEX.c.rowid == Passage.number)
        .where(literal_column("fulltext").op("MATCH")(query))
    )


def _matching_postgresql(terms: list[Term]) -> Select[*tuple[Any, ...]]:
    needed = [_quoted(token) for one in terms for token in one.bigrams]
    needed += [_quoted(token) + ":*" for one in terms for token in one.prefixes]
    wished = [_quoted(word) for one in terms for word in one.words] or needed
    rank = func.ts_rank(_INDEX.c.words, cast(" | ".join(wished), TSQUERY))
    candidates = (
        _matching(terms)
        .add_columns((-rank).label("rank"), Passage.number)
        .join(_INDEX, _INDEX.c.number == Passage.number)
        .where(_INDEX.c.bigrams.op("@@")(cast(" & ".join(needed), TSQUERY)))
        .limit(RANKED)
        .subquery()
    )
    return select(candidates)


def _quoted(token: str) -> str:
    """A token as a query of PostgreSQL takes it literally."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _index(connection: Connection, number: int, one: Indexed) -> None:
    if _is_sqlite(connection):
        connection.exec_driver_sql(
            "INSERT INTO fulltext (rowid, bigrams, words) VALUES (?, ?, ?)", (number, one.bigrams, one.words)
        )
        return
    connection.execute(
        text(
            "INSERT INTO fulltext (number, bigrams, words)"
            " VALUES (:number, array_to_tsvector(:bigrams), to_tsvector('simple', :words))"
        ),
        {"number": number, "bigrams": sorted(set(one.bigrams.split())), "words": one.words},
    )


def _hit(connection: Connection, row: Any, terms: list[Term]) -> Hit:
    piece = _piece(row)
    offsets = offsets_of(piece)
    shown = window(piece.plain, [one.plain for one in terms])
    begin, end = offsets[shown.start], offsets[shown.end - 1] + 1
    content = connection.scalar(
        select(func.substr(DocumentText.content, begin + 1, end - begin)).where(DocumentText.id == row.text_id)
    )
    words, marks = as_printed(piece.plain, offsets, shown, content or "", begin)
    return Hit(row.id, row.title, period(row.date), words, marks, offsets[shown.first])


def _piece(row: Any) -> Piece:
    return Piece(row.start, row.end, row.plain, row.offsets)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
