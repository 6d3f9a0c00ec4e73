"""Cells with row and column spans → a grid, with what covers what."""

from __future__ import annotations

from collections.abc import Iterable

from xietong.tables.model import Sheet

_WIDEST = 2000


class Spans:
    """Rows are given one after the other; each cell takes the next free column."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.covered: dict[tuple[int, int], tuple[int, int]] = {}

    def row(self, cells: Iterable[tuple[str, int, int]]) -> None:
        """One row of (text, rows spanned, columns spanned)."""
        number = len(self.rows) + 1
        row: list[str] = []
        self.rows.append(row)
        column = 1
        for text, down, across in cells:
            while (number, column) in self.covered:
                column += 1
            if column + across > _WIDEST:
                break
            row.extend([""] * (column + across - 1 - len(row)))
            row[column - 1] = text
            for below in range(number, number + min(down, 1000)):
                for beside in range(column, column + across):
                    if (below, beside) != (number, column):
                        self.covered[below, beside] = (number, column)
            column += across

    def sheet(self, name: str, title: str = "", context: str = "", below: tuple[str, ...] = ()) -> Sheet:
        """The grid, all rows of one width."""
        width = max(map(len, self.rows), default=0)
        rows = [tuple(row + [""] * (width - len(row))) for row in self.rows]
        while rows and not any(rows[-1]):
            rows.pop()
        height = len(rows)
        covered = {at: origin for at, origin in self.covered.items() if at[0] <= height and at[1] <= width}
        return Sheet(name, rows, title, context, covered, (), below)
