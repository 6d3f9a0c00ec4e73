"""What entries rest on: found by its words or its id, named, and looked at from the other side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from xietong.store import documents, evidence
from xietong.store.evidence import KINDS, Found, Kind, Use, Uses
from xietong.store.ledger import Ledger

__all__ = ["KINDS", "EvidenceFinder", "Found", "Kind", "Use", "Uses"]


class EvidenceFinder:
    """`ws.evidence`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def find(self, words: str, kinds: Sequence[Kind] = KINDS, limit: int = 8, *, day: date) -> tuple[Found, ...]:
        """Documents, statements and tasks that hold all the words, at most `limit` of a kind; or the one with that id, or
        with an id that begins so. `day`: tasks that stand worst on it come first."""
        with self._ledger.reading() as connection:
            return evidence.find(connection, words, kinds, limit, day)

    def named(self, references: Iterable[str]) -> dict[str, Found]:
        """What references (kind:id, note:words) stand for; those that stand for nothing are left out."""
        with self._ledger.reading() as connection:
            return evidence.named(connection, tuple(dict.fromkeys(references)))

    def uses(self, document: str) -> Uses:
        """What was taken from a document and what rests on it. NotFoundError."""
        with self._ledger.reading() as connection:
            return evidence.uses(connection, documents.find_id(connection, document))

    def uses_of_statement(self, statement: str) -> Uses:
        """What rests on a statement, by its id."""
        with self._ledger.reading() as connection:
            return evidence.uses_of_statement(connection, statement)
