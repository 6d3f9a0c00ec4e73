"""The documents of a workspace."""

from __future__ import annotations

from collections.abc import Iterable

from xietong.core.ids import bytes_id
from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.documents.model import Text
from xietong.observations.figures import Source
from xietong.statements.model import Unread
from xietong.statements.read import READER, read
from xietong.store import documents, issues
from xietong.store.beside import check_beside
from xietong.store.ledger import Ledger
from xietong.store.prepare import Given, Prepared, prepare
from xietong.store.review import queue
from xietong.store.rows import Added, DocumentRow, Page
from xietong.store.table_writing import EXTRACTOR
from xietong.workspace.originals import Originals
from xietong.workspace.settings import Settings
from xietong.workspace.tables import Tables


class Documents:
    """Add, list, look at, hide, restore, purge, read again. Every `document` may be the unique beginning of an id."""

    def __init__(self, ledger: Ledger, originals: Originals, settings: Settings, tables: Tables) -> None:
        self._ledger, self._originals, self._settings, self._tables = ledger, originals, settings, tables

    def add(self, data: bytes, name: str, *, title: str = "", date: Period | None = None, publisher: str = "") -> Added:
        """Keep a file's bytes, read them, and write what was read, all in one transaction.

        The same bytes are one document, whatever their name. DocumentError where they cannot be read: then nothing is
        kept.
        """
        given = Given(title, date, publisher)
        return self.known(bytes_id(data), given) or self.put(data, self.prepare(data, name, given))

    def known(self, document: str, given: Given) -> Added | None:
        """The answer for a document that need not be read again (a removed one is shown again), None if it must be."""
        with self._ledger.reading() as connection:
            found = documents.state(connection, document)
        if found is None or not self._originals.path(document).exists():
            return None
        hidden, reader, before = found
        if reader != READER or given not in (Given(), before):
            return None
        if hidden:
            self.restore(document)
        row = self.get(document)
        return Added(document, "restored" if hidden else "known", row.statements, row.unread)

    def prepare(self, data: bytes, name: str, given: Given) -> Prepared:
        """Extract and read; touches nothing. DocumentError where the bytes cannot be read."""
        limit = self._settings.size_limit
        text = extract(data, name, title=given.title, date=given.date, publisher=given.publisher, limit=limit)
        return prepare(data, name, given, text, read(text))

    def put(self, data: bytes | None, prepared: Prepared) -> Added:
        """Write what was prepared; `data` is None where the original is kept already."""
        if data is not None:
            self._originals.put(data)
        with self._ledger.writing() as connection:
            added = documents.put(connection, prepared)
            source = Source(prepared.id, prepared.text.content, prepared.reading, prepared.text.date, prepared.text)
            issues.replace(connection, prepared.id, check_beside(connection, [source], [prepared.id]))
            queue.refresh(connection, [prepared.id])
            return added

    def all(self, limit: int = 50, offset: int = 0, hidden: bool = False) -> Page[DocumentRow]:
        """Documents, the latest date first; with `hidden` the removed ones instead."""
        with self._ledger.reading() as connection:
            return documents.all_rows(connection, limit, offset, hidden)

    def get(self, document: str) -> DocumentRow:
        """One document, removed or not. NotFoundError if the id names none or more than one."""
        with self._ledger.reading() as connection:
            return documents.row(connection, document)

    def held(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of some whole ids that the workspace has, removed or not; what was purged it has not."""
        with self._ledger.reading() as connection:
            return documents.held(connection, keys)

    def text(self, document: str) -> Text:
        """Its present text, with articles and layout."""
        with self._ledger.reading() as connection:
            return documents.text(connection, documents.find_id(connection, document))

    def original(self, document: str) -> bytes:
        """The bytes as they came. WorkspaceError where the file is gone or was changed."""
        with self._ledger.reading() as connection:
            found = documents.find_id(connection, document)
        return self._originals.get(found)

    def unread(self, document: str) -> tuple[Unread, ...]:
        """Numbers that were seen in the present text and not read, with the reason."""
        with self._ledger.reading() as connection:
            return documents.unread(connection, documents.find_id(connection, document))

    def remove(self, document: str) -> None:
        """Hide a document and its statements; `restore` undoes it."""
        self._set_hidden(document, True)

    def restore(self, document: str) -> None:
        """Show a removed document again."""
        self._set_hidden(document, False)

    def purge(self, document: str) -> None:
        """Delete a document, all that was read in it, and its original. There is no way back."""
        with self._ledger.writing() as connection:
            found = documents.find_id(connection, document)
            queue.withdraw(connection, found)
            documents.purge(connection, found)
        self._originals.delete(found)

    def reread(self, document: str) -> Added:
        """Read the original again with the present extractor and reader: confirms or supersedes, never overwrites."""
        with self._ledger.reading() as connection:
            found = documents.find_id(connection, document)
            name, given = documents.name_and_given(connection, found)
        self._tables.reread(found)
        if self.get(found).extractor == EXTRACTOR:  # a table and nothing else
            return Added(found, "reread", 0, 0)
        prepared = self.prepare(self._originals.get(found), name, given)
        hidden = self.get(found).hidden is not None
        added = self.put(None, prepared)
        if hidden:
            self.remove(found)
        return Added(found, "reread", added.statements, added.unread)

    def _set_hidden(self, document: str, hidden: bool) -> None:
        with self._ledger.writing() as connection:
            found = documents.find_id(connection, document)
            documents.set_hidden(connection, found, hidden)
            queue.refresh(connection, [found])
