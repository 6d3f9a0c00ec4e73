"""What the ledger hands out: frozen rows, and the pages and filters they are asked for with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

from xietong.core.period import Period
from xietong.statements.model import Measure, Modality, Statement

T = TypeVar("T")
Outcome = Literal["added", "known", "restored", "reread"]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a longer answer: `items` from `offset` on, at most `limit`, of `total`."""

    items: tuple[T, ...]
    total: int
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as lists show it. `statements` and `unread` count what its present text holds."""

    id: str
    name: str
    title: str
    date: Period | None
    publisher: str
    size: int
    characters: int
    extractor: str
    reader: str
    added: datetime
    hidden: datetime | None
    statements: int
    unread: int


@dataclass(frozen=True, slots=True)
class Read:
    """A reader (name/version) and when it read."""

    reader: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Superseded:
    """When a statement ceased to be the reading of its mention; `by` is empty where nothing is read there any more."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with where it stands and who read it."""

    id: str
    mention_id: str
    text_id: str
    document_id: str
    document_title: str
    document_date: Period | None
    statement: Statement
    first_read: Read
    last_read: Read
    superseded: Superseded | None
    code: str = ""
    """Of the indicator it is linked to; empty where the catalogue has none, or the statement is superseded."""


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """What a statement must be; an empty field asks nothing.

    `indicator` and `text` are substrings (of the indicator phrase; of the clause around the figure), `territory` a
    place in its short or long form or a flow "A→B", `period` any span that the statement's own must overlap,
    `document` an id or a prefix of it.
    """

    indicator: str = ""
    territory: str = ""
    period: Period | None = None
    measure: Measure | Literal[""] = ""
    modality: Modality | Literal[""] = ""
    document: str = ""
    text: str = ""
    phrase: str = ""
    """The whole indicator phrase, exactly."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words of a search stand.

    `marks` are half-open spans in `snippet` (whose text is repaired: line breaks inside words are gone); `start` is
    the offset of the first mark in the document's text.
    """

    document_id: str
    title: str
    date: Period | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    start: int


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file given to the ledger, and how many statements and unread numbers it holds now.

    "known": the same bytes are there already, read by the present reader; "restored": they were removed and are back;
    "reread": they were there and have been read again.
    """

    id: str
    outcome: Outcome
    statements: int
    unread: int
