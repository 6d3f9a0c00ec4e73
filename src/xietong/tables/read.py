"""Sheet × Fit × Mapping → cells, one at a time, and what is doubtful in each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext

from xietong.statements.numbers import plain
from xietong.tables import mapping as mapped
from xietong.tables.columns import Column, Layout
from xietong.tables.fit import Fit
from xietong.tables.found import Findings
from xietong.tables.model import Cell, Row, Series, Sheet
from xietong.tables.numbers import PLAIN, clean, read_number
from xietong.tables.periods import read_period
from xietong.tables.resolve import when
from xietong.tables.rows import Rows
from xietong.tables.series import SeriesOf
from xietong.tables.slips import Slips

_NOTE = re.compile(r"^[注说明\s]{1,4}[:：]\s*|^注(?=\W)")
_EXACT = Decimal(10) ** 12  # a short number times this is not rounded
_PATH = 160  # characters of a row that is kept without being read
_NOTHING = Series("", "", "", "", "", "", Decimal(1), "level", False)


class Reader:
    """The cells of one sheet. `aliases` are what a workspace was taught; `released` says when it was published. `below`
    are the lines under the table, known at the end."""

    def __init__(
        self,
        sheet: Sheet,
        fit: Fit,
        mapping: mapped.Mapping,
        findings: Findings,
        aliases: Mapping[str, str] | None = None,
        released: str = "",
    ) -> None:
        self.sheet, self.fit, self.findings = sheet, fit, findings
        layout = Layout(sheet, fit, mapping, findings)
        self.columns, self.notes = layout.columns, layout.notes
        self.rows = Rows(layout, findings)
        self.series = SeriesOf(layout, findings, aliases or {}, released)
        self.slips = Slips(layout, findings)
        self.below, self.labels = self.rows.below, self.rows.labels
        self.periods = mapping.source("period").names
        self._placeless = 0  # the last row that was told to have no place
        self._marks: list[tuple[str, int, int, str, str]] = []

    def done(self) -> None:
        """Nothing is read any more: let go of what was kept for further rows."""
        self.series.kept.clear()

    def cells(self) -> Iterator[Cell]:
        """All cells that hold something, in reading order."""
        self._whole_sheet()
        only = self.columns[0] if len(self.columns) == 1 else None
        for number, row in self.rows.data():
            if len(row) != self.rows.width:
                yield from self._unread(row, number)
                continue
            if only is not None:  # a long table: spare it a generator for every row
                text = row[only.at]
                if text and not text.isspace():
                    yield self._cell(row, number, only, text, *self._told(row))
                continue
            yield from self._row(row, number)
        self._footnotes()

    def _whole_sheet(self) -> None:
        for trouble in self.sheet.troubles:
            self.findings.add(trouble.code, trouble.row, trouble.column, trouble.text, subject=trouble.text)

    def _unread(self, row: Row, number: int) -> Iterator[Cell]:
        """The numbers of a row of another width: kept, but nobody knows what they are of."""
        for column, text in enumerate(row, start=1):
            if read_number(text).value is not None and read_period(text) is None:
                yield Cell(number, column, text, "", " / ".join(row)[:_PATH], _NOTHING, None, None, "width")

    def _row(self, row: Row, number: int) -> Iterator[Cell]:
        label, note = self._told(row)
        folded_ = self.fit.blocks[-1] > 0
        for column in self.columns:
            text = row[column.at]
            if not text or text.isspace():
                continue
            if folded_:
                own = [i for i in self.labels if self.fit.blocks[i] == self.fit.blocks[column.at]]
                label = " / ".join([row[i].strip() for i in own])
            yield self._cell(row, number, column, text, label, note)

    def _told(self, row: Row) -> tuple[str, str]:
        """The labels and the notes of a row."""
        label = " / ".join([row[i].strip() for i in self.labels])
        return label, " ".join([row[i] for i in self.notes if row[i]]) if self.notes else ""

    def _cell(self, row: Row, number: int, column: Column, text: str, label: str, note: str) -> Cell:
        series, state = self.series.of(row, number, column)
        path = f"{label} / {column.heading}" if label else column.heading
        time = column.when
        if "period" in column.columns:
            own = column.columns["period"]
            printed = row[own[0]] if len(own) == 1 else " ".join([row[i] for i in own])
            time = when(self.periods.get(printed, printed) if self.periods else printed)
        # most cells, and all of a clean file
        if not state and time is not None and series.factor <= _EXACT and PLAIN.fullmatch(text):
            exact = plain(Decimal(text) * series.factor)
            return Cell(number, column.at + 1, text, text, path, series, time, exact, "", "", note)
        if state == "place" and number != self._placeless:
            self._placeless = number
            self.findings.add("no_place", number, column.columns.get("place", (column.at,))[0] + 1, "", column.heading)
        read = read_number(text)
        value = read.value
        if value is not None:
            if read.mark:
                self._marks.append((read.mark, number, column.at + 1, text, path))
            if read.unit:
                series, state = self.series.written_in(read.unit, text, number, column, path, (series, state))
            if time is None:
                state = state or "period"
                self._no_period(row, number, column, text)
            value = None if state == "text" else _times(value, series.factor)
        elif read.missing:
            state = "missing"
        else:
            state = "text"
            self._words(row, number, column, text, path)
        return Cell(number, column.at + 1, text, read.digits, path, series, time, value, state, read.mark, note)

    def _footnotes(self) -> None:
        """Marks behind numbers, once it is known whether the lines below the table explain them."""
        lines = [_NOTE.sub("", clean(line)) for line in self.below]
        for mark, number, column, text, path in self._marks:
            bare = mark.strip("()（）[]")
            declared = any(line.startswith(bare) or (bare in line and not bare.isascii()) for line in lines)
            code = "footnote_declared" if declared else "footnote"
            self.findings.add(code, number, column, text, path, subject=f"{mark}{text}", mark=mark)

    def _words(self, row: Row, number: int, column: Column, text: str, path: str) -> None:
        """Words where a number should be: has the whole row slipped sideways?"""
        if text.startswith("#") and text.rstrip("!?/0A").isupper():
            self.findings.add("formula_error", number, column.at + 1, text, path, subject=text)
            return
        if self.slips.told(row, number):
            return
        self.findings.add("text", number, column.at + 1, text, path, subject=text)

    def _no_period(self, row: Row, number: int, column: Column, text: str) -> None:
        own = column.columns.get("period", ())
        printed = " ".join(row[i] for i in own) if own else column.fixed.get("period", "")
        if own and self.slips.told(row, number):
            return
        self.findings.add("no_period", number, (own or (column.at,))[0] + 1, printed or text, subject=printed)


def _times(value: Decimal, factor: Decimal) -> Decimal:
    """The exact product, however many digits were printed."""
    with localcontext() as context:
        context.prec = 160
        return plain(value * factor)
