"""Observations of the ledger as values that are bound: title, date, sentence, page and offset of where each was read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xietong.core.errors import NotFoundError
from xietong.documents.model import Text
from xietong.observations.doubts import shown
from xietong.observations.model import Observation
from xietong.reports.given import Value
from xietong.reports.model import Language, Source
from xietong.reports.say import word
from xietong.store.rows import StatementRow
from xietong.store.tables import CellRow

if TYPE_CHECKING:
    from xietong.workspace.derived import DerivedNumbers
    from xietong.workspace.documents import Documents
    from xietong.workspace.statements import Statements
    from xietong.workspace.tables import Tables


class Binder:
    """Makes values of observations; what was looked up once is kept while a report is made."""

    def __init__(
        self, language: Language, documents: Documents, statements: Statements, tables: Tables, derived: DerivedNumbers
    ) -> None:
        self._language, self._documents, self._statements = language, documents, statements
        self._tables, self._derived = tables, derived
        self._texts: dict[str, Text | None] = {}
        self._titles: dict[str, tuple[str, str]] = {}
        self._sources: dict[str, Source] = {}

    def value(self, one: Observation) -> Value:
        """An observation with its source; of a derived one the digits that its inputs bear out."""
        numbers = (
            (shown(one.value[0], one.values, one.unit),) if one.derivation and one.origin == "derived" else one.value
        )
        change = one.key.measure in ("growth", "difference")
        return Value(numbers, one.unit, (self.source(one),), one.form, one.modifier, change, period=one.key.period)

    def source(self, one: Observation) -> Source:
        """Where an observation was read or how it was made."""
        if one.id not in self._sources:
            self._sources[one.id] = self._source(one)
        return self._sources[one.id]

    def _source(self, one: Observation) -> Source:
        if one.statement:
            return self.of_statement(self._statements.get(one.statement))
        if one.cell:
            return self.of_cell(self._tables.cell(one.cell))
        if one.origin == "computed":
            return Source(
                "score", one.id, said=one.release.method, date=one.release.date, href=f"/indices/results/{one.id}"
            )
        if one.derivation:
            return self.of_derivation(one.derivation)
        title, date = self.title(one.release.document)
        return Source(
            "document", one.release.document, title, one.release.date or date, href=f"/documents/{one.release.document}"
        )

    def of_statement(self, row: StatementRow) -> Source:
        """A statement: its document, its sentence, page and offset."""
        one, language = row.statement, self._language
        where = word("source.offset", language, first=one.start + 1, last=one.end)
        page = self._page(row.document_id, one.start)
        if page:
            where = word("source.page", language, page=page) + ("，" if language == "zh" else ", ") + where
        title, date = self.title(row.document_id)
        return Source("statement", row.id, title, date, one.sentence, where, href=f"/statements/{row.id}")

    def of_cell(self, row: CellRow) -> Source:
        """A cell: its table, row and column, and the way through the headings."""
        where = word("source.cell", self._language, sheet=row.sheet, row=row.row, column=row.column).lstrip(", ")
        title, date = self.title(row.document)
        return Source("cell", row.id, title, date, row.path, where, href=f"/cells/{row.id}")

    def of_derivation(self, identity: str) -> Source:
        """A derived number: its formula and computation."""
        row = self._derived.get(identity)
        made = row.derived.derivation
        said = word("source.derived", self._language, formula=made.words(self._language), computation=made.computation)
        return Source("derivation", row.id, said=said, href=f"/derived/{row.id}")

    def title(self, document: str) -> tuple[str, str]:
        """Title and date (ISO day or what is known of it) of a document."""
        if document not in self._titles:
            try:
                row = self._documents.get(document)
            except NotFoundError:
                return "", ""
            date = row.date
            when = "" if date is None else str(date.end) if date.start == date.end else f"{date.end:%Y-%m}"
            self._titles[document] = (row.title or row.name, when)
        return self._titles[document]

    def _page(self, document: str, start: int) -> int:
        """The page of a PDF or scan that a character stands on, 0 where there are no pages."""
        if document not in self._texts:
            self._texts[document] = self._documents.text(document)
        text = self._texts[document]
        if text is None or text.layout is None:
            return 0
        return next((one.number for one in text.layout.pages if one.start <= start < one.end), 0)


def of_number(
    number: float | int | Decimal, source: Source, unit: str = "", digits: int = 12, rests: tuple[Source, ...] = ()
) -> Value:
    """A computed number as a value: what a float holds, to so many significant digits; `rests` are its documents."""
    exact = Decimal(repr(float(number))) if isinstance(number, float) else Decimal(number)
    if exact and exact.adjusted() > -300:
        exact = round(exact, digits - 1 - exact.adjusted()) if isinstance(number, float) else exact
    return Value((exact,), unit, (source, *rests))
