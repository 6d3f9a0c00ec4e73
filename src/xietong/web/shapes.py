"""What the pages are as JSON: described once, for OpenAPI and for the answers alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from xietong.statements.exchange import record
from xietong.statements.model import Statement, Unread
from xietong.store.rows import DocumentRow, Hit, Page, StatementRow
from xietong.web import addresses
from xietong.web.problems import Fault
from xietong.web.wording import wording

T = TypeVar("T")


class Listed(BaseModel, Generic[T]):
    """Part of a longer list: `items` from `offset` on, at most `limit`, of `total`."""

    items: list[T]
    total: int
    limit: int
    offset: int


class Document(BaseModel):
    """A document of the workspace. `date` is an ISO interval or null; `address` and `original` are addresses here."""

    id: str
    name: str
    title: str
    date: str | None
    publisher: str
    size: int
    characters: int
    extractor: str
    reader: str
    added: datetime
    removed: datetime | None
    statements: int
    unread: int
    address: str
    original: str


class Left(BaseModel):
    """A number that was seen and not read, by offsets into the text, with the reason in both languages."""

    start: int
    end: int
    quote: str
    reason: str
    explanation: dict[str, str]


class Said(BaseModel):
    """A statement in the exchange form, and its meaning in one sentence of each language."""

    statement: dict[str, Any]
    meaning: dict[str, str]


class Read(BaseModel):
    """A reader (name/version) and when it read."""

    reader: str
    at: datetime


class Kept(Said):
    """A statement of the workspace: `address` is its page, `place` the figure in its document."""

    id: str
    mention: str
    document: str
    document_title: str
    document_date: str | None
    address: str
    place: str
    first_read: Read
    last_read: Read
    superseded: dict[str, str] | None


class Reading(BaseModel):
    """What one submitted file or text says; nothing of it is kept. Either `error` or the rest."""

    name: str
    title: str = ""
    date: str | None = None
    publisher: str = ""
    text: str = ""
    reader: str = ""
    statements: list[Said] = []
    unread: list[Left] = []
    error: Fault | None = None


class Readings(BaseModel):
    """One reading for each submitted file or text."""

    readings: list[Reading]


class Phrase(BaseModel):
    """An indicator phrase and how many statements have it."""

    phrase: str
    statements: int
    address: str


class Home(BaseModel):
    """What the workspace holds, and the token that forms must carry."""

    documents: int
    statements: int
    latest: list[Document]
    indicators: list[Phrase]
    token: str


class Piece(BaseModel):
    """An article inside a document: a half-open span of its text."""

    start: int
    end: int
    title: str


class FullDocument(BaseModel):
    """A document with its text, its statements in text order, and what was left unread."""

    document: Document
    text: str
    articles: list[Piece]
    pages: int
    statements: list[Kept]
    unread: list[Left]


class FullStatement(BaseModel):
    """A statement and every reading its mention ever had, the newest first."""

    statement: Kept
    history: list[Kept]


class Series(BaseModel):
    """All statements of one indicator phrase."""

    phrase: str
    statements: list[Kept]


class Found(BaseModel):
    """A place where the words of a search stand: `marks` are half-open spans in `snippet`, `start` is in the text."""

    document: str
    title: str
    date: str | None
    snippet: str
    marks: list[tuple[int, int]]
    start: int
    place: str


class Outcome(BaseModel):
    """What became of one submitted file: added, known, restored or reread; or the error."""

    name: str
    outcome: str = ""
    id: str = ""
    statements: int = 0
    unread: int = 0
    address: str = ""
    error: Fault | None = None


class Outcomes(BaseModel):
    """One outcome for each submitted file or text."""

    outcomes: list[Outcome]


def document(row: DocumentRow) -> Document:
    """A document row as JSON."""
    return Document(
        id=row.id, name=row.name, title=row.title, date=str(row.date) if row.date else None, publisher=row.publisher,
        size=row.size, characters=row.characters, extractor=row.extractor, reader=row.reader, added=row.added,
        removed=row.hidden, statements=row.statements, unread=row.unread, address=addresses.document(row.id),
        original=addresses.document(row.id) + "/original",
    )  # fmt: skip


def meanings(statement: Statement) -> dict[str, str]:
    """The meaning in each language."""
    return {language: wording(language).meaning(statement) for language in ("zh", "en")}


def said(statement: Statement) -> Said:
    """A statement that is not kept, as JSON."""
    return Said(statement=record(statement), meaning=meanings(statement))


def kept(row: StatementRow) -> Kept:
    """A statement row as JSON."""
    over = row.superseded
    return Kept(
        statement=record(row.statement), meaning=meanings(row.statement), id=row.id, mention=row.mention_id,
        document=row.document_id, document_title=row.document_title,
        document_date=str(row.document_date) if row.document_date else None, address=addresses.statement(row.id),
        place=addresses.figure(row), first_read=Read(reader=row.first_read.reader, at=row.first_read.at),
        last_read=Read(reader=row.last_read.reader, at=row.last_read.at),
        superseded={"at": over.at.isoformat(), "by": over.by} if over else None,
    )  # fmt: skip


def left(unread: Unread) -> Left:
    """A number left unread, as JSON."""
    explanation = {language: wording(language).reason(unread.reason) for language in ("zh", "en")}
    return Left(start=unread.start, end=unread.end, quote=unread.quote, reason=unread.reason, explanation=explanation)


def found(hit: Hit) -> Found:
    """A search hit as JSON."""
    return Found(
        document=hit.document_id, title=hit.title, date=str(hit.date) if hit.date else None, snippet=hit.snippet,
        marks=list(hit.marks), start=hit.start, place=addresses.hit(hit),
    )  # fmt: skip


def phrase(text: str, count: int) -> Phrase:
    """An indicator phrase as JSON."""
    return Phrase(phrase=text, statements=count, address=addresses.indicator(text))


def listed(page: Page[Any], items: list[T]) -> Listed[T]:
    """A page of rows as JSON."""
    return Listed(items=items, total=page.total, limit=page.limit, offset=page.offset)
