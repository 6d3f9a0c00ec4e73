"""Full-text search in a workspace."""

from __future__ import annotations

from xietong.store import fulltext
from xietong.store.ledger import Ledger
from xietong.store.rows import Hit, Page


class Search:
    """Find words in the texts of all documents that are not removed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def find(self, words: str, limit: int = 20, offset: int = 0) -> Page[Hit]:
        """Places where all the blank-separated words stand (Chinese ones of any length), the best first.

        No character has a special meaning. Where the words as typed stand nowhere, the dictionary words in them are
        looked for.
        """
        with self._ledger.reading() as connection:
            return fulltext.find(connection, words, limit, offset)
