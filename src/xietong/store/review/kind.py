"""What a kind of question must be able to do. A further kind is one more object in `kinds.KINDS`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sqlalchemy import Connection, select

from xietong.core.errors import XietongError
from xietong.core.ids import content_id
from xietong.observations.figures import line_of
from xietong.statements.review.judged import Judged
from xietong.statements.review.model import Decision, Doubt, Verdict
from xietong.statements.review.weigh import Near
from xietong.store import cells, issues, judged
from xietong.store.issues import IssueRow
from xietong.store.model import Document, DocumentText
from xietong.store.rows import StatementRow


class ReviewError(XietongError):
    """An answer that cannot be taken: the verdict does not fit the question, a reason is missing."""


class StaleError(XietongError):
    """The question has changed since it was shown: someone answered it, or its document was read anew or removed."""


@dataclass(frozen=True)
class Sight:
    """A document as the kinds look at it; asked for once."""

    connection: Connection
    document: str

    @cached_property
    def rows(self) -> list[tuple[StatementRow, Judged]]:
        """Its readings with what holds of each."""
        return judged.of_document(self.connection, self.document)

    @cached_property
    def content(self) -> str:
        """The characters of its present text."""
        query = select(DocumentText.content).join(Document, Document.text_id == DocumentText.id)
        return str(self.connection.scalar(query.where(Document.id == self.document)) or "")

    @cached_property
    def cells(self) -> dict[str, list[IssueRow]]:
        """Cell of its tables → the open findings on it that are asked cell by cell: all of whose places are cells."""
        return by_cell(self.connection, issues.in_tables_of(self.connection, self.document))

    def line(self, row: StatementRow) -> str:
        """The sentence around a reading."""
        return line_of(self.content, row.statement)


def by_cell(connection: Connection, rows: Iterable[IssueRow]) -> dict[str, list[IssueRow]]:
    """Cell → those of some findings that are on it and asked cell by cell: no mere notes, all of whose places are cells."""
    found = {one.id: one for one in rows if one.issue.severity != "note"}
    made: dict[str, list[IssueRow]] = {}
    for key, held in cells.places(connection, {key: one.issue for key, one in found.items()}).items():
        for cell in held:
            made.setdefault(cell, []).append(found[key])
    return made


@dataclass(frozen=True, slots=True)
class Asked:
    """What one document has to do with a question: see `statements.review.weigh`."""

    subject: str
    gravity: float
    near: Near
    reach: int
    doubts: tuple[Doubt, ...]
    documents: tuple[str, ...] = ()
    """The other documents it is about as well."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A ready answer: a verdict with its fields, and the words that say what it does."""

    verdict: Verdict
    fields: Mapping[str, str]
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as a person sees it. `state` stands for all that an answer rests on: an answer given to another state
    is refused. `rows`: the readings it is about with what holds of each; `neighbours`: those around them;
    `decisions`: all that was ever decided on it, the last one first; `cell`: the cell of a table that it is about, with
    the findings on it."""

    kind: str
    subject: str
    document: str
    title: str
    basis: tuple[object, ...]
    verdicts: tuple[Verdict, ...]
    rows: tuple[tuple[StatementRow, Judged], ...] = ()
    issue: IssueRow | None = None
    neighbours: tuple[StatementRow, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    decisions: tuple[Decision, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    stands: Decision | None = None
    cell: cells.Judged | None = None
    on_cell: tuple[IssueRow, ...] = ()

    @property
    def state(self) -> str:
        """What was shown, as one word."""
        last = max((one.number for one in self.decisions), default=0)
        return content_id(self.kind, self.subject, list(self.basis), last)[:24]


class Kind(Protocol):
    """One kind of question. `whole`: it is asked only while all its documents are shown (a finding), and made anew for
    all of them together; otherwise each document has its own part in it (a name)."""

    name: str
    stored: str
    """The kind of its decisions."""
    verdicts: tuple[Verdict, ...]
    whole: bool

    def asked(self, sight: Sight) -> Iterable[Asked]:
        """The open questions that a document has a part in."""

    def shown(self, connection: Connection, subject: str) -> Shown:
        """One question, open or answered. NotFoundError where there is no such subject (any more)."""

    def content(
        self, connection: Connection, shown: Shown, verdict: Verdict, fields: Mapping[str, str]
    ) -> tuple[str, dict[str, object]]:
        """The verdict and what is written down with it. ReviewError or CorrectionError where it cannot be."""

    def effect(self, connection: Connection, decision: Decision, undo: Decision | None = None) -> frozenset[str]:
        """Let the ledger follow a decision that was just made, or undone by `undo`; the documents whose questions may
        change."""
