"""Pages of placed pieces → Text with its Layout: the part that PDF and OCR share."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import nan
from statistics import median
from typing import Final

from xietong.documents.formats.columns import Block, Piece, Rect, Row, blocks, piece, regions
from xietong.documents.model import Layout, Page

_NOWHERE: Final[Rect] = (nan, nan, nan, nan)
_SPACE: Final = 0.2  # white space that parts two Latin words, in heights of the type
_COLUMNED: Final = 4  # regions of a page on which headlines part articles
_LARGE: Final = 1.35  # size of a headline in sizes of the text; subheadings are smaller
_BLANK: Final = 0.9  # and two pieces of a line
_TAB: Final = 2.5  # and two cells of a table row


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page before its pieces are put in order; width and height in points, as the page is shown.

    The pieces stand upright; `turn` quarter turns clockwise bring them to the page as it is shown.
    """

    number: int
    width: float
    height: float
    pieces: Sequence[Piece]
    turn: int = 0


def turned(box: Rect, quarters: int, width: float, height: float) -> Rect:
    """A rectangle after quarter turns clockwise of its page, which had this size before."""
    left, top, right, bottom = box
    for _ in range(quarters % 4):
        left, top, right, bottom = height - bottom, left, height - top, right
        width, height = height, width
    return left, top, right, bottom


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.boxes = array("f")
        self.length = 0
        self.turn, self.width, self.height = 0, 0.0, 0.0

    def aim(self, sheet: Sheet) -> None:
        """The boxes that follow are of this page."""
        self.turn = sheet.turn
        self.width, self.height = (sheet.width, sheet.height) if sheet.turn % 2 == 0 else (sheet.height, sheet.width)

    def add(self, text: str, boxes: Iterable[Rect]) -> None:
        self.parts.append(text)
        self.length += len(text)
        for box in boxes:
            self.boxes.extend(turned(box, self.turn, self.width, self.height) if self.turn else box)

    def gap(self, text: str) -> None:
        """Characters that stand nowhere on the page."""
        self.add(text, [_NOWHERE] * len(text))


@dataclass(frozen=True, slots=True)
class Print:
    """Pages as text: the characters, their places, and the spans of the headlines on pages of columns."""

    content: str
    layout: Layout
    headlines: tuple[tuple[int, int], ...]


def compose(sheets: Iterable[Sheet]) -> Print:
    """The text of the pages in reading order: lines end with one line end, blocks with two."""
    writer = _Writer()
    pages = []
    headlines = []
    for sheet in sheets:
        start = writer.length
        writer.aim(sheet)
        found = regions(sheet.pieces)
        usual = median(one.height for one in sheet.pieces) if sheet.pieces else 0.0
        for block in (block for region in found for block in blocks(region)):
            at = writer.length
            _write(writer, block)
            if len(found) >= _COLUMNED and _headline(block, usual):
                headlines.append((at, writer.length))
        pages.append(Page(sheet.number, sheet.width, sheet.height, start, writer.length))
    return Print("".join(writer.parts), Layout(tuple(pages), writer.boxes), tuple(headlines))


def _headline(block: Block, usual: float) -> bool:
    """True for a short block of words in type much larger than the page's."""
    text = "".join(one.text for row in block for one in row)
    words = sum(1 for char in text if char.isalpha())
    large = min(one.height for row in block for one in row) >= _LARGE * usual
    return large and words >= 4 and len(text) <= 80


def _write(writer: _Writer, block: Block) -> None:
    upright = len(block) > 2 and all(len(row) == 1 and len(row[0].text) == 1 for row in block)
    for row in block:
        _write_row(writer, row)
        if not upright:  # one character a line: a title set from top to bottom
            writer.gap("\n")
    writer.gap("\n\n" if upright else "\n")


def _write_row(writer: _Writer, row: Row) -> None:
    for index, one in enumerate(row):
        if index:
            gap = (one.left - row[index - 1].right) / one.height
            writer.gap("\t" if gap >= _TAB else " " if gap >= _BLANK else "")
        writer.add(one.text, one.boxes)


def pieces(characters: Iterable[tuple[str, Rect]], broad: float) -> list[Piece]:
    """Runs of characters that follow each other closely in one line.

    `characters` come with their boxes, in the order of the file; a gap of `broad` heights, a step back or another
    height begins a new piece. A space is put where two Latin words would run together.
    """
    found: list[Piece] = []
    text: list[str] = []
    boxes: list[Rect] = []
    for char, box in characters:
        if boxes and not _follows(boxes[-1], box, broad):
            found.append(piece("".join(text), boxes))
            text, boxes = [], []
        elif boxes and _word_gap(text[-1], boxes[-1], char, box):
            text.append(" ")
            boxes.append((boxes[-1][2], box[1], box[0], box[3]))
        text.append(char)
        boxes.append(box)
    if boxes:
        found.append(piece("".join(text), boxes))
    return found


def _follows(last: Rect, box: Rect, broad: float) -> bool:
    height = min(last[3] - last[1], box[3] - box[1])
    level = abs((last[1] + last[3]) - (box[1] + box[3])) / 2 < 0.5 * height
    return level and -0.5 * height <= box[0] - last[2] < broad * height


def _word_gap(before: str, last: Rect, char: str, box: Rect) -> bool:
    latin = before.isascii() and char.isascii() and before != " " and char != " "
    return latin and box[0] - last[2] > _SPACE * (box[3] - box[1])
