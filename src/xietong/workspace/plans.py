"""The plans of a workspace: a document's text read as plans, with what persons corrected in it, and its goals as proposals."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from xietong.core.ids import content_id
from xietong.documents.model import Article, Text
from xietong.statements.model import Reading
from xietong.statements.read import READER
from xietong.store import decisions, documents, judged, statements
from xietong.store.ledger import Ledger
from xietong.store.rows import DocumentRow, Page
from xietong.targets.plans.model import Plan
from xietong.targets.plans.read import plan, plans
from xietong.targets.proposals import Proposal, proposals

_KEPT = 16  # plans that were read lately


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """One plan of a document with its goals as proposals, in text order."""

    document: str
    plan: Plan
    proposals: tuple[Proposal, ...]


class Plans:
    """Nothing is kept of a reading but in memory: plans are read anew from text and statements."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._lock = ledger, Lock()
        self._read: OrderedDict[str, tuple[tuple[Plan, ...], bool]] = OrderedDict()

    def documents(self, limit: int = 50, offset: int = 0) -> Page[tuple[DocumentRow, int]]:
        """The documents in which something is to be reached, with how many such figures, the most first."""
        with self._ledger.reading() as connection:
            page = statements.with_goals(connection, limit, offset)
            rows = tuple((documents.row(connection, document), count) for document, count in page.items)
        return Page(rows, page.total, limit, offset)

    def of(self, document: str) -> tuple[ReadPlan, ...]:
        """The plans of a document; where none calls itself one, every article that says what is to be reached.

        `document` may be the unique beginning of an id; NotFoundError where it names none.
        """
        found, known, _, taught = self._of(document)
        return tuple(ReadPlan(found, one, proposals(found, one, taught)) for one in known)

    def named(self, document: str) -> tuple[str, tuple[Plan, ...]]:
        """The whole id of a document and what in it calls itself a plan. NotFoundError as in `of`."""
        found, known, named, _ = self._of(document)
        return found, known if named else ()

    def _of(self, document: str) -> tuple[str, tuple[Plan, ...], bool, dict[str, str]]:
        with self._ledger.reading() as connection:
            found = documents.find_id(connection, document)
            text = documents.text(connection, found)
            holds = [made.statement for _, made in judged.of_document(connection, found)]
            taught = decisions.aliases(connection)
        reading = Reading(READER, tuple(one for one in holds if one is not None))
        return found, *self._plans(found, text, reading), taught

    def _plans(self, document: str, text: Text, reading: Reading) -> tuple[tuple[Plan, ...], bool]:
        said = [[one.start, one.end, list(map(str, one.content()))] for one in reading.statements]
        key = content_id(document, text.content, said)
        with self._lock:
            if key in self._read:
                self._read.move_to_end(key)
                return self._read[key]
        made = _plans(text, reading)
        with self._lock:
            self._read[key] = made
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return made


def _plans(text: Text, reading: Reading) -> tuple[tuple[Plan, ...], bool]:
    """The plans, and whether they call themselves so."""
    if found := plans(text, reading):
        return found, True
    articles = text.articles or (Article(0, len(text.content), text.title, text.date, text.publisher),)
    read = (plan(text, one, reading) for one in articles)
    return tuple(one for one in read if one.goals), False
