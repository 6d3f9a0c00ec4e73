"""A text cut into blocks of lines, with its figures, unread numbers and places as marks inside them.

Nothing is added and nothing lost: the characters of all pieces of all blocks, put together, are the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from xietong.statements.model import Statement, Unread

# a block is what the browser lays out at once when it comes into view: about a screenful
_BLOCK = 600
_LINE = 42
_STEP, _HIGHEST = 5, 60
_WHOLE = 14


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked part of a text: half-open offsets, the id it can be addressed by, its classes, where it leads, and the
    severity of the gravest finding that touches it."""

    start: int
    end: int
    anchor: str
    classes: str
    href: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, under one mark or none."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines: their offset in the text, their height in lines (rounded up in steps), and their pieces."""

    start: int
    height: int
    pieces: tuple[Piece, ...]


def anchor(mention: str) -> str:
    """The address of a figure inside its page, from the id of its mention."""
    return f"m-{mention[:16]}"


def classes(statement: Statement) -> str:
    """What a figure looks like: its measure, the direction of a change, a target; a short one stays on its line."""
    names = ["fig", statement.measure]
    if len(statement.quote) <= _WHOLE:
        names.append("whole")
    if statement.measure in ("growth", "difference") and statement.value:
        names.append("down" if statement.value[0] < 0 else "up")
    if statement.modality == "target":
        names.append("target")
    return " ".join(names)


def unread_mark(unread: Unread) -> Mark:
    """A number that was seen and left."""
    return Mark(unread.start, unread.end, f"u-{unread.start}", "unread")


def blocks(content: str, marks: Iterable[Mark]) -> tuple[Block, ...]:
    """Cut a text at line ends, never inside a mark; of marks that overlap the later one keeps what is left of it."""
    ordered = sorted(marks, key=lambda one: (one.start, -one.end))
    made: list[Block] = []
    position, next_mark = 0, 0
    for start, end in _spans(content, ordered):
        pieces: list[Piece] = []
        while next_mark < len(ordered) and (ordered[next_mark].start < end or end == len(content)):
            mark = ordered[next_mark]
            next_mark += 1
            if mark.start > position:
                pieces.append(Piece(content[position : mark.start]))
            position = max(position, mark.start)
            pieces.append(Piece(content[position : mark.end], mark))
            position = max(position, mark.end)
        if position < end:
            pieces.append(Piece(content[position:end]))
            position = end
        made.append(Block(start, _height(content[start:end]), tuple(pieces)))
    return tuple(made)


def _spans(content: str, ordered: list[Mark]) -> Iterator[tuple[int, int]]:
    """Runs of whole lines of at least a block's length; a line end inside a mark does not count."""
    start, at, covered, following = 0, 0, 0, 0
    while True:
        at = content.find("\n", max(at, start + _BLOCK)) + 1
        if not at:
            break
        while following < len(ordered) and ordered[following].start < at:
            covered = max(covered, ordered[following].end)
            following += 1
        if covered > at:
            at = covered
            continue
        # blank lines belong to the block before them, so that no block begins with one
        while at < len(content) and content[at] == "\n":
            at += 1
        if at >= len(content):
            break
        yield start, at
        start = at
    if start < len(content) or not content:
        yield start, len(content)


def _height(text: str) -> int:
    lines = sum(max(1, -(-len(line) // _LINE)) for line in text.removesuffix("\n").split("\n"))
    return min(_HIGHEST, -(-lines // _STEP) * _STEP)


def excerpt(content: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """A part of a text with the marks that lie in it, for a quote in context."""
    inside = [
        replace(one, start=one.start - start, end=one.end - start)
        for one in marks
        if start <= one.start and one.end <= end
    ]
    return tuple(piece for block in blocks(content[start:end], inside) for piece in block.pieces)
