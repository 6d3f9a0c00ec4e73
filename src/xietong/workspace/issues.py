"""The findings of a workspace: what does not hold, in each document and between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xietong.core.issue import Issue
from xietong.observations.figures import Source
from xietong.store import documents, issues
from xietong.store.beside import check_beside
from xietong.store.issues import IssueFilter, IssueRow
from xietong.store.ledger import Ledger
from xietong.store.rows import Page

ALL = IssueFilter()


class Issues:
    """Findings are written when a document is read; they are shown while all their documents are."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def find(self, wanted: IssueFilter = ALL, limit: int = 50, offset: int = 0) -> Page[IssueRow]:
        """Those that fulfil the filter, errors first; `wanted.document` may be the beginning of an id."""
        with self._ledger.reading() as connection:
            if wanted.document:
                found = documents.find_id(connection, wanted.document)
                wanted = replace(wanted, document=found)
            return issues.find(connection, wanted, limit, offset)

    def get(self, issue: str) -> IssueRow:
        """One finding. NotFoundError where there is none any more."""
        with self._ledger.reading() as connection:
            return issues.get(connection, issue)

    def counts(self, wanted: IssueFilter = ALL) -> dict[str, int]:
        """How many there are of each code."""
        with self._ledger.reading() as connection:
            return issues.counts(connection, wanted)

    def of_document(self, document: str, row: int = 0) -> tuple[IssueRow, ...]:
        """Those that touch a document (given `row`: that row of its tables), in the order of its text."""
        with self._ledger.reading() as connection:
            return issues.of_document(connection, documents.find_id(connection, document), row)

    def check(self, sources: Sequence[Source], without: Sequence[str] = (), *, titles: bool = True) -> list[Issue]:
        """Documents that are not in the workspace, by themselves and against it; nothing is written.

        `without`: ids of documents of the workspace that are left out, as they are those checked. Places in documents
        of the workspace carry their titles, or their ids where `titles` are not wanted.
        """
        with self._ledger.reading() as connection:
            return check_beside(connection, sources, without, titles=titles)
