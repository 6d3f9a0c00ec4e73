"""How a table fits the terminal: what must stay in one piece keeps its width, long text folds, and where even that does not fit
each row becomes a few lines of its own. Widths are cells of the terminal: a Chinese character has two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

_PIECE = 16  # a date, an id, an amount; what is longer is text and may fold
_FOLDED = 10  # that a folded column has at least: five Chinese characters
GAP = 2  # between columns
_INDENT = "  "
# what a line is broken between: a blank; a run of Latin letters and digits up to a slash; another character; each with the marks
# that open before it and close behind it
_PIECES = re.compile(r"\s|[（“‘《]*(?:[!-.0-~]*/|[!-~]+|\S)[，。、；：？！）》”’%％]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether its text may fold, the least width it can have, the width it would like."""

    heading: str
    folds: bool
    least: int
    wish: int


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns of a table, with the widths that their cells ask for."""
    return tuple(_column(heading, [row[at] for row in rows]) for at, heading in enumerate(headings))


def _column(heading: str, cells: Sequence[str]) -> Column:
    widest = max((cell_len(line) for one in cells for line in one.split("\n")), default=0)
    folds = widest > _PIECE
    word = max((cell_len(one) for one in heading.split()), default=0)
    return Column(heading, folds, max(word, _FOLDED if folds else widest), max(widest, word))


def widths(many: Sequence[Column], room: int) -> tuple[int, ...] | None:
    """What each column gets: its least, and of what is left as much as the others until it has what it wishes; None where they
    cannot stand side by side."""
    left = room - sum(one.least for one in many) - GAP * (len(many) - 1)
    if left < 0:
        return None
    found = [one.least for one in many]
    while left and (wishing := [at for at, one in enumerate(many) if found[at] < one.wish]):
        for at in wishing[:left]:
            more = min(max(left // len(wishing), 1), many[at].wish - found[at])
            found[at], left = found[at] + more, left - more
    return tuple(found)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of a text: Chinese breaks anywhere but before a mark that closes, words and numbers stay whole where they can."""
    lines = []
    for part in text.split("\n"):
        line, taken = "", 0
        for piece in _PIECES.findall(part):
            length = cell_len(piece)
            if taken + length > width and line:
                lines.append(line.rstrip())
                line, taken = "", 0
                piece = piece.lstrip()
            while cell_len(piece) > width:  # longer than a line, as an id or an address
                head = _head(piece, width)
                lines.append(head)
                piece = piece[len(head) :]
            line, taken = line + piece, taken + cell_len(piece)
        lines.append(line.rstrip())
    return lines


def _head(piece: str, width: int) -> str:
    """As many of the first characters as fit, one at least."""
    return next(
        (piece[:end] for end in range(min(len(piece), width), 1, -1) if cell_len(piece[:end]) <= width), piece[0]
    )


def blocks(headings: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> Iterator[str]:
    """Each row as a block: its first cell, below it what the others say, those that say nothing left out."""
    many = columns(headings, rows)
    for row in rows:
        yield "\n".join(_block(many, row, max(room, 20) - len(_INDENT)))


def _block(many: Sequence[Column], row: Sequence[str], width: int) -> Iterator[str]:
    yield row[0] or "–"
    line = ""
    for column, cell in list(zip(many, row, strict=True))[1:]:
        if cell in ("", "0"):
            continue
        said = f"{column.heading}: {cell}".replace("\n", " ")
        together = f"{line} · {said}" if line else said
        if not column.folds and cell_len(together) <= width:
            line = together
            continue
        if line:
            yield _INDENT + line
        line = "" if column.folds else said
        if column.folds:
            yield from (_INDENT + one for one in wrapped(said, width))
    if line:
        yield from (_INDENT + one for one in wrapped(line, width))
