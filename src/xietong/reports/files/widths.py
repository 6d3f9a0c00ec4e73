"""How wide the columns of a table are: numbers unbroken, words as wide as they need while there is room, then evenly less."""

from __future__ import annotations

import re

from xietong.reports.files.clean import clean
from xietong.reports.model import Pieces, Table

ROOM = 447.5  # points of a line: 15.8 cm
_SIZE, _LATIN, _PADDED = 8.8, 0.57, 9.0
_LONGEST = 110.0  # points of a word that is not broken
_SMALLEST = 0.5
_LEAST = 4  # characters of Chinese that a column of words has at least, where it has them
_BREAKS = re.compile(r"[\s/]+|(?<=[A-Za-z])[–—-]|(?<=[\u2e80-\uffff])|(?=[\u2e80-\uffff])")  # where a line may end


def widths(table: Table) -> list[float]:
    """Points for each column, no more than ROOM together; a table that needs less is as wide as its text."""
    columns = list(zip(table.head, *table.rows, strict=True))
    wanted = [max(_points(_text(cell)) for cell in column) + _PADDED for column in columns]
    if sum(wanted) <= ROOM:
        return wanted
    least = _leasts(table, columns)
    if sum(least) >= ROOM:
        return [one * ROOM / sum(least) for one in least]
    return _shared(least, wanted)


def scale(table: Table) -> float:
    """How much smaller than usual a table is set whose numbers would not fit the page else; 1 for all others."""
    least = sum(_leasts(table, list(zip(table.head, *table.rows, strict=True))))
    return max(min(1.0, ROOM / least), _SMALLEST) if least else 1.0


def _leasts(table: Table, columns: list[tuple[Pieces, ...]]) -> list[float]:
    return [_least(column, side == "right") for column, side in zip(columns, table.align, strict=True)]


def _shared(least: list[float], wanted: list[float]) -> list[float]:
    """What is left beyond the least, shared so that those who want little get all of it."""
    found, left = list(least), ROOM - sum(least)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at] - least[at])
    for done, at in enumerate(order):
        more = min(wanted[at] - least[at], left / (len(order) - done))
        found[at] += more
        left -= more
    return found


def _least(column: tuple[Pieces, ...], number: bool) -> float:
    """A column of numbers as wide as its numbers, one of words as its longest word; a head may be broken."""
    head, *cells = (_text(cell) for cell in column)
    broken = [
        min(max(map(_points, _BREAKS.split(one)), default=0.0), _LONGEST) for one in (head, *(() if number else cells))
    ]
    whole = [_points(one) for one in cells] if number else [min(_points(one), _LEAST * _SIZE) for one in cells]
    return max([*broken, *whole]) + _PADDED


def _text(cell: Pieces) -> str:
    return clean("".join(one.text for one in cell))


def _points(text: str) -> float:
    return sum(_SIZE if one > "\u2e80" else _LATIN * _SIZE for one in text)
