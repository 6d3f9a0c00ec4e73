"""The text of a Word document with the XML node that each character comes from.

One walk serves reading and commenting: two with rules of their own would come to differ, and a comment would stand
beside its figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# what stands in a document without being its text: deleted words, field codes, what older programs would show
SKIPPED: Final = frozenset((*(W + tag for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")), _FALLBACK))
_CHARACTERS: Final = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_BLOCKS: Final = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_DEPTH: Final = 60  # nested tables and boxes


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together in one XML node.

    Character n of `text` is character `at` + n of the node (of its text in `w:t`; a tab or line break is one
    character). `node` is None for what only the text has: line ends, and tabs and blanks inside a row of a table.
    """

    text: str
    node: Any = None
    at: int = 0

    def cut(self, start: int, end: int) -> Piece:
        """The characters from `start` to `end` of this piece."""
        return Piece(self.text[start:end], self.node, self.at + start)


Line = list[Piece]


def walk(body: Any, notes: Iterable[Any]) -> Iterator[Piece]:
    """The text of a body, then that of its notes (roots of the parts with footnotes and endnotes), in order."""
    for line in _blocks(body):
        yield from line
        yield Piece("\n")
    for root in notes:
        for line in _notes(root):
            yield from line
            yield Piece("\n")


def _blocks(parent: Any, depth: int = 0) -> Iterator[Line]:
    """Lines of the paragraphs and tables under an element, in order."""
    if depth > _DEPTH:
        return
    for child in parent.iterchildren():
        if child.tag == f"{W}p":
            yield from _paragraph(child, depth)
        elif child.tag == f"{W}tbl":
            yield from _table(child, depth)
        elif child.tag in _BLOCKS:
            yield from _blocks(child, depth + 1)


def _paragraph(paragraph: Any, depth: int) -> Iterator[Line]:
    words: Line = []
    boxes: list[Any] = []
    stack = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in SKIPPED or not isinstance(child.tag, str):
            continue
        elif child.tag == f"{W}t":
            words.append(Piece(child.text or "", child))
        elif child.tag in _CHARACTERS:
            words.append(Piece(_CHARACTERS[child.tag], child))
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        else:
            stack.append(iter(child))
    yield words
    for box in boxes:
        yield from _blocks(box, depth + 1)


def _table(table: Any, depth: int) -> Iterator[Line]:
    """One line for a row, cells parted by tabs; a cell that continues the one above stays empty."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl"), None) is not table:
            continue  # row of a table inside a cell
        cells = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr"), None) is not row:
                continue
            lines = [stripped for line in _blocks(cell, depth + 1) if (stripped := _stripped(line))]
            cells.append([_on_one_line(piece) for piece in _joined(lines, " ")])
        yield _joined(cells, "\t")


def _notes(root: Any) -> Iterator[Line]:
    for note in root:
        if note.get(f"{W}type") is None:  # separators have a type
            yield from (line for line in _blocks(note) if _stripped(line))


def _stripped(line: Line) -> Line:
    """The line without white space at its ends; empty where there is nothing else."""
    whole = "".join(piece.text for piece in line)
    start, end = len(whole) - len(whole.lstrip()), len(whole.rstrip())
    found = []
    at = 0
    for piece in line:
        low, high = max(start - at, 0), min(end - at, len(piece.text))
        if low < high:
            found.append(piece.cut(low, high))
        at += len(piece.text)
    return found


def _on_one_line(piece: Piece) -> Piece:
    return Piece(piece.text.replace("\n", " "), piece.node, piece.at)


def _joined(lines: Iterable[Line], separator: str) -> Line:
    found: Line = []
    for index, line in enumerate(lines):
        if index:
            found.append(Piece(separator))
        found.extend(line)
    return found
