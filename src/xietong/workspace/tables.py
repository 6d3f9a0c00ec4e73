"""The tables of a workspace: read with a mapping, every cell kept with its place."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.store import decisions, documents, sheets, table_reading, tables
from xietong.store.ledger import Ledger
from xietong.store.observations import ObservationRow
from xietong.store.prepare import Given
from xietong.store.review import queue
from xietong.store.rows import Page
from xietong.store.sheets import Lines
from xietong.store.table_reading import Read, TableAdded
from xietong.store.tables import CellFilter, CellRow, SheetRow
from xietong.tables import intake
from xietong.tables.formats.source import Bytes
from xietong.tables.intake import SIZE_LIMIT
from xietong.tables.mapping import Mapping, parse
from xietong.tables.whole import chosen, fitting
from xietong.workspace.originals import Originals
from xietong.workspace.settings import Settings

ALL = CellFilter()


class Tables:
    """Add, list, look at. Every `document` may be the unique beginning of an id."""

    def __init__(self, ledger: Ledger, originals: Originals, settings: Settings) -> None:
        self._ledger, self._originals, self._settings = ledger, originals, settings

    def add(
        self, path: Path, mapping: Mapping, *, date: Period | None = None, publisher: str = "", title: str = ""
    ) -> TableAdded:
        """Read the tables of a file that a mapping fits, all in one transaction; read again, they are replaced.

        The date of the release is the one given, else the mapping's. DocumentError where the file holds no table,
        MappingError where the mapping does not fit: then nothing is kept.
        """
        source = Bytes(path.name, path)
        found, notes = fitting(intake.sheets(source, max(SIZE_LIMIT, self._settings.size_limit)), mapping, source.name)
        document = source.id()
        day = date or (Period.parse(mapping.date) if mapping.date else None)
        given = Given(
            title or (mapping.title and f"{mapping.title} · {path.name}"), day, publisher or mapping.publisher
        )
        self._originals.put_file(path, document)
        with self._ledger.writing() as connection:
            decisions.hold(connection)
            added = table_reading.write(connection, document, source, Read(found, notes, mapping), given)
            queue.refresh(connection, [document])
            return added

    def fitting(self, path: Path) -> Mapping:
        """The one mapping used here before that fits a file: the next release of a table needs no work.

        MappingError where none fits (with the first difference from the nearest) or several do.
        """
        source = Bytes(path.name, path)
        found = intake.sheets(source, max(SIZE_LIMIT, self._settings.size_limit))
        return chosen(found, self.mappings(), source.name)

    def reread(self, document: str) -> int:
        """Read the tables of a document again from its original, with the mappings they were read with; how many
        cells. What the workspace was taught meanwhile, and a newer catalogue, count then."""
        with self._ledger.reading() as connection:
            found = documents.find_id(connection, document)
            name = documents.row(connection, found).name
            used = dict.fromkeys(text for _, text in tables.mappings(connection, found))
        source = Bytes(name, self._originals.path(found))
        cells = 0
        for text in used:
            mapping = parse(text, name)
            fits, notes = fitting(intake.sheets(source, max(SIZE_LIMIT, self._settings.size_limit)), mapping, name)
            with self._ledger.writing() as connection:
                decisions.hold(connection)
                hidden = documents.row(connection, found).hidden is not None
                cells += table_reading.write(connection, found, source, Read(fits, notes, mapping), Given()).cells
                if hidden:
                    documents.set_hidden(connection, found, True)
                queue.refresh(connection, [found])
        return cells

    def reread_phrase(self, phrase: str) -> int:
        """Read the tables again that speak of a phrase; how many of its cells there are."""
        with self._ledger.reading() as connection:
            count, touched = tables.of_phrase(connection, phrase)
        for document in touched:
            self.reread(document)
        return count

    def mappings(self) -> tuple[Mapping, ...]:
        """The mappings that tables here were read with, each as last used."""
        with self._ledger.reading() as connection:
            return tuple(parse(text, name) for name, text in tables.mappings(connection))

    def all(self, document: str = "") -> tuple[SheetRow, ...]:
        """The tables that were read, the latest release first."""
        with self._ledger.reading() as connection:
            return tables.all_sheets(connection, documents.find_id(connection, document) if document else "")

    def cells(self, wanted: CellFilter = ALL, limit: int = 50, offset: int = 0) -> Page[CellRow]:
        """Cells in reading order; `state="held"` asks for those that are no observation."""
        with self._ledger.reading() as connection:
            if wanted.document:
                full = documents.find_id(connection, wanted.document)
                wanted = CellFilter(full, wanted.indicator, wanted.place, wanted.state, wanted.row, wanted.column)
            return tables.find_cells(connection, wanted, limit, offset)

    def cell(self, cell: str) -> CellRow:
        """One cell by its id. NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            found = tables.get_cell(connection, cell)
        if found is None:
            raise NotFoundError(f"there is no cell {cell!r}.", f"没有编号为“{cell}”的单元格。")
        return found

    def observed(self, cell: str) -> tuple[ObservationRow, ...]:
        """What a cell is an observation of; none where it was held back."""
        with self._ledger.reading() as connection:
            return sheets.observed(connection, cell)

    def get(self, table: str) -> SheetRow:
        """One table by its id. NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            found = tables.get_sheet(connection, table)
        if found is None:
            raise NotFoundError(f"there is no table {table!r}.", f"没有编号为“{table}”的表。")
        return found

    def lines(self, table: str, first: int, last: int) -> Lines:
        """The rows of a table from `first` to `last`, counted as in the file. NotFoundError where there is no such table."""
        found = self.get(table)
        with self._ledger.reading() as connection:
            return sheets.lines(connection, found, first, last)

    def lines_around(self, cell: CellRow, reach: int) -> Lines:
        """The rows around a cell, `reach` rows of the file on each side."""
        return self.lines(cell.table, max(1, cell.row - reach), cell.row + reach)

    def mapping_of(self, table: str) -> str:
        """The mapping that a table was read with, as TOML."""
        with self._ledger.reading() as connection:
            return sheets.mapping_text(connection, table)

    def by_name(self, documents_: Collection[str]) -> dict[tuple[str, str], str]:
        """(document, name of a table) → its id, for some documents."""
        with self._ledger.reading() as connection:
            return sheets.ids_by_name(connection, documents_)
