"""The tables of a workspace: read with a mapping, every cell kept with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from xietong.core.errors import NotFoundError
from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.store import decisions, documents, issues, tables
from xietong.store.ledger import Ledger
from xietong.store.prepare import Given
from xietong.store.rows import Page
from xietong.store.tables import CellFilter, CellRow, SheetRow
from xietong.tables import known
from xietong.tables.doubts import Watch
from xietong.tables.formats.source import Bytes
from xietong.tables.found import Findings
from xietong.tables.intake import SIZE_LIMIT, sheets
from xietong.tables.mapping import Mapping, written
from xietong.tables.model import Sheet
from xietong.tables.resolve import what
from xietong.tables.whole import Fitting, fitting, reader
from xietong.workspace.originals import Originals
from xietong.workspace.settings import Settings

_SHOWN_ROWS, _SHOWN = 200, 100_000  # of a table that are its text on the page of the document
ALL = CellFilter()


@dataclass(frozen=True, slots=True)
class TableAdded:
    """What became of a file: its cells, how many are no observation, and what is doubtful."""

    document: str
    sheets: int
    cells: int
    held: int
    issues: tuple[Issue, ...]


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
        found, notes = fitting(sheets(source, max(SIZE_LIMIT, self._settings.size_limit)), mapping, source.name)
        document = source.id()
        day = date or (Period.parse(mapping.date) if mapping.date else None)
        given = Given(title or (mapping.title and f"{mapping.title} · {path.name}"), day, publisher or mapping.publisher)
        self._originals.put_file(path, document)
        with self._ledger.writing() as connection:
            return self._write(connection, source, document, found, notes, mapping, given)

    def _write(
        self, connection: Connection, source: Bytes, document: str, found: tuple[Fitting, ...], notes: Findings,
        mapping: Mapping, given: Given,
    ) -> TableAdded:  # fmt: skip
        tables.put_document(connection, document, source.name, source.size, given, _text(found))
        tables.clear(connection, document, mapping.name)
        aliases = decisions.aliases(connection)
        cells = held = 0
        findings: list[Findings] = []
        for number, one in enumerate(found):
            sheet = tables.sheet_id(document, _number(one.sheet, number))
            readable = reader(one, mapping, document, aliases)
            findings.append(readable.findings)
            headings = [" / ".join(path) for path in one.fit.paths]
            tables.put_sheet(
                connection,
                {
                    "id": sheet, "document_id": document, "number": _number(one.sheet, number), "name": one.sheet.name,
                    "title": one.sheet.title, "mapping": mapping.name, "mapping_text": written(mapping),
                    "headings": headings, "below": [], "released": str(given.date.end) if given.date else "",
                },
            )  # fmt: skip
            watch = Watch(readable.findings, len(readable.columns))
            count = tables.put_cells(connection, document, sheet, readable.cells(), watch.see)
            tables.hold(connection, sheet, watch.finish())
            held += tables.finish_sheet(connection, sheet, count, readable.below)
            cells += count
        _compare(connection, document, findings[0], aliases)
        found_issues = tuple(issue for one in findings for issue in one.issues())
        every = (*found_issues, *_of(notes, document))
        issues.replace(connection, document, every, tables=True)
        return TableAdded(document, len(found), cells, held, every)

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


def _compare(connection: Connection, document: str, findings: Findings, aliases: dict[str, str]) -> None:
    """The new values against what the ledger has of the same things, of the things beside them and of their wholes."""
    findings.sheet = ""
    both = [
        known.Both(one[0], one[1], one[3], one[2], float(one[4]), float(one[5]), one[6], one[8], *_place(one[7]))
        for one in tables.beside(connection, document)
    ]
    known.against(both, findings)
    told = {one.indicator for one in both}
    for indicator, phrase, unit in tables.indicators_of(connection, document):
        mine = tables.values_of(connection, indicator, document, mine=True)
        if not mine:
            continue
        if indicator not in told:
            _distance(connection, document, findings, (indicator, phrase, unit), mine, part=False)
        if whole := known.wider(phrase):
            code = what(whole, unit, "", "", aliases).indicator
            _distance(connection, document, findings, (code, phrase, unit), mine, part=True)


def _distance(
    connection: Connection, document: str, findings: Findings, said: tuple[str, str, str],
    mine: list[tuple[str, str, float, str, str, str]], *, part: bool,
) -> None:  # fmt: skip
    indicator, phrase, unit = said
    others = [one for one in tables.values_of(connection, indicator, document, mine=False) if one[3] == unit]
    own = [one for one in mine if one[3] == unit and one[5]]
    found = known.near(own, others)
    if found is None or found[1] < 3 or not (power := known.power_of(found[0], part)):
        return
    row, column = _place(own[0][5])
    like = next((one for one in others if one[0] == own[0][0]), others[0])
    printed = own[0][4].lstrip("-0123456789.")
    findings.add(
        "unit_power", row, column, own[0][4], f"{phrase} / {own[0][0]}", subject=f"{phrase}|{power}", indicator=phrase,
        unit=printed, power=abs(power), said=f"{own[0][4]} ↔ {like[4]}",
        computation=f"10^{found[0]:.1f}, {found[1]} × ({phrase} ↔ {indicator})",
    )  # fmt: skip


def _place(cell: str) -> tuple[int, int]:
    """Row and column that a cell's id ends in."""
    return int(cell[48:58], 16), int(cell[58:64], 16)


def _number(sheet: Sheet, number: int) -> int:
    """Which table of its file a sheet is."""
    words = sheet.name.rsplit(" ", 1)[-1]
    return int(words) if words.isdigit() and sheet.name.startswith(("table ", "dataSet ")) else number + 1


def _of(notes: Findings, document: str) -> Iterator[Issue]:
    notes.document = document
    for issue in notes.issues():
        places = tuple(type(place)(document, 0, 0, place.quote, place.sentence, place.sheet, place.row, place.column) for place in issue.places)
        yield Issue(issue.code, issue.severity, places, issue.computation, issue.message)


def _text(found: tuple[Fitting, ...]) -> str:
    """The beginning of the tables, as the page of the document shows them."""
    lines: list[str] = []
    for one in found:
        lines.append(one.sheet.title or one.sheet.name)
        for number, row in enumerate(one.sheet.rows):
            if number >= _SHOWN_ROWS:
                lines.append("…")
                break
            lines.append("\t".join(cell.replace("\0", "") for cell in row))
    return "\n".join(lines)[:_SHOWN]
