"""The statements of a workspace."""

from __future__ import annotations

from collections.abc import Iterator

from xietong.store import documents, statements
from xietong.store.ledger import Ledger
from xietong.store.rows import Page, StatementFilter, StatementRow

EVERYTHING = StatementFilter()


class Statements:
    """Find, look at, follow. Only present statements of documents that are not removed, but for `get` and `history`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def find(self, wanted: StatementFilter = EVERYTHING, limit: int = 50, offset: int = 0) -> Page[StatementRow]:
        """Those that fulfil the filter: the latest document first, each in text order."""
        with self._ledger.reading() as connection:
            return statements.find(connection, wanted, limit, offset)

    def stream(self, wanted: StatementFilter = EVERYTHING) -> Iterator[StatementRow]:
        """The same, all of them, with few in memory at a time; the state of one moment throughout."""
        with self._ledger.reading() as connection:
            yield from statements.stream(connection, wanted)

    def get(self, statement: str) -> StatementRow:
        """One statement by its id, superseded or not. NotFoundError if there is none."""
        with self._ledger.reading() as connection:
            return statements.get(connection, statement)

    def of_document(self, document: str) -> tuple[StatementRow, ...]:
        """Present statements of one document, removed or not, in text order."""
        with self._ledger.reading() as connection:
            return statements.of_document(connection, documents.find_id(connection, document))

    def history(self, mention_id: str) -> tuple[StatementRow, ...]:
        """All that was ever read at one place, the first reading first."""
        with self._ledger.reading() as connection:
            return statements.history(connection, mention_id)

    def indicators(self, text: str = "", limit: int = 50) -> tuple[tuple[str, int], ...]:
        """Indicator phrases that hold `text` with the number of their statements, the most frequent first."""
        with self._ledger.reading() as connection:
            return statements.indicators(connection, text, limit)

    def series(self, phrase: str) -> tuple[StatementRow, ...]:
        """Statements of exactly this phrase by the end of their period, undated ones last."""
        with self._ledger.reading() as connection:
            return statements.series(connection, phrase)
