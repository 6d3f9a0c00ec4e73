"""The rows of a sheet → those of data: of one width, merged labels in each of them, without notes and repeated headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from xietong.data import table
from xietong.tables.columns import Layout
from xietong.tables.found import Findings
from xietong.tables.model import Row


class Rows:
    """Gone through once. `below` gathers the lines that are notes."""

    def __init__(self, layout: Layout, findings: Findings) -> None:
        self.sheet, self.fit, self.mapping, self.findings = layout.sheet, layout.fit, layout.mapping, findings
        self.columns, self.width = layout.columns, len(layout.fit.paths)
        self.first = self.columns[0].at
        self.labels = layout.told("place", "period", "indicator", "breakdown")
        self.spread = layout.told()
        self.below: list[str] = list(self.sheet.below)
        self._skip = re.compile("|".join(self.mapping.skip)) if self.mapping.skip else None
        self._footer = tuple(table("tables.toml")["notes"])

    def data(self) -> Iterator[tuple[int, Row]]:
        """The rows of data, of one width, with the labels of merged cells, without notes and repeated headings."""
        head = self.fit.heads[-1]
        last: dict[int, str] = {}
        covered, width, fill = self.sheet.covered, self.width, self.mapping.fill
        for number, row in enumerate(self.sheet.rows, start=1):
            if number < self.fit.first:
                continue
            if len(row) != width:
                fixed = self._width(row, number)
                if fixed is None:
                    continue
                if len(fixed) != width:
                    yield number, fixed
                    continue
                row = fixed
            if covered:
                row = self._uncovered(row, number)
            if fill:
                row = self._filled(row, last)
            if not self._passed_over(row, number, head):
                yield number, row

    def _passed_over(self, row: Row, number: int, head: Row) -> bool:
        if row[0] == head[0] and row == head[: len(row)]:
            self.findings.add("header_repeated", number, 0, row[0])
            return True
        if self._skip and self._skip.search(row[0]):
            return True
        # millions of rows hold something here, and are neither notes nor headings
        return not row[self.first].strip() and self._is_note(row, number)

    def _width(self, row: Row, number: int) -> Row | None:
        """A row of another length than the headings: padded where it is blank there; as it is, and told, where not; None
        for what is no data."""
        if not any(cell.strip() for cell in row):
            return None
        more = row[self.width :]
        if len(row) > self.width and not any(cell.strip() for cell in more):
            return row[: self.width]
        padded = row + ("",) * (self.width - len(row))
        if len(row) < self.width and (self._is_note(padded, number) or self.sheet.covered):
            return padded if self.sheet.covered else None
        if len(row) < self.width and sum(1 for cell in row if cell.strip()) == 1:
            self.below.append(row[0].strip())
            return None
        self.findings.add(
            "width", number, min(len(row), self.width) + (len(row) > self.width), " ".join(row)[:80],
            fields=len(row), expected=self.width,
        )  # fmt: skip
        return row

    def _uncovered(self, row: Row, number: int) -> Row:
        """What merged cells say of values, in every row that they span; a merged value stands only where it begins."""
        cells = list(row)
        for i in self.spread:
            origin = self.sheet.covered.get((number, i + 1))
            if origin is not None:
                cells[i] = self._origins.get(origin, "")
        return tuple(cells)

    @cached_property
    def _origins(self) -> dict[tuple[int, int], str]:
        wanted = set(self.sheet.covered.values())
        return {
            (number, column): text
            for number, row in enumerate(self.sheet.rows, start=1)
            for column, text in enumerate(row, start=1)
            if (number, column) in wanted
        }

    def _filled(self, row: Row, last: dict[int, str]) -> Row:
        """Blank labels as the row above has them, where a mapping says that merged cells lost their merging."""
        cells = list(row)
        for i in self.labels:
            cells[i] = last[i] = cells[i] if cells[i].strip() else last.get(i, "")
        return tuple(cells)

    def _is_note(self, row: Row, number: int) -> bool:
        """A line below the table, or a heading between its rows."""
        for column in self.columns:
            if (text := row[column.at]) and not text.isspace():
                return False
        first = row[0].strip()
        rest = any(cell.strip() for cell in row[1:])
        if first.startswith(self._footer):
            self.below.append(" ".join(cell for cell in row if cell.strip()))
            return True
        if first and not rest and len(row) > 1:
            self.findings.add("line", number, 1, first, subject=first)
            self.below.append(first)
            return True
        return not first and not rest
