"""Reading order of a page: its pieces of lines are cut into columns and bands, recursively (an XY-cut)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

Rect = tuple[float, float, float, float]  # left, top, right, bottom, from the top left corner

_GUTTER: Final = 0.6  # white space between columns, in heights of the type; one character is a usual gutter
_GUTTER_FEW: Final = 1.5  # the same where only a few lines vouch for it
_FEW: Final = 4
_SEAM: Final = 0.3  # white space at a gutter inside a line that runs across it
_SPANNING: Final = 0.3  # share of the rows that may run across a gutter and still leave it one (headlines)
_PARAGRAPH: Final = 0.8  # white space between blocks, in heights of the type, beyond the usual leading
_STOREY: Final = 1.2  # white space across all columns that parts articles, beyond the usual leading
_SIDES: Final = 0.6  # share of the page's width that the head line of a page takes
_SPARSE: Final = 0.6  # and share of that which is written on
_LARGER: Final = 1.25  # type this much larger than the rest is a headline's
_DEPTH: Final = 60
_FIGURES: Final = 0.35  # share of figures in a column, its heads included, that makes it one of a table
_CELL: Final = 8  # characters: columns of pieces shorter than this are a table's


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stand close together in one line, each with its box."""

    text: str
    boxes: tuple[Rect, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Row = list[Piece]  # pieces at one height, from left to right
Block = list[Row]


def piece(text: str, boxes: Sequence[Rect]) -> Piece:
    """The piece of these characters."""
    return Piece(
        text, tuple(boxes), min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def regions(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The columns, headlines and tables of a page in reading order."""
    return _cut(list(pieces), 0)


def rows(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces grouped by height, top to bottom."""
    found: list[Row] = []
    for one in sorted(pieces, key=lambda piece: (piece.middle, piece.left)):
        last = found[-1] if found else None
        if last is not None and abs(last[0].middle - one.middle) < 0.45 * min(last[0].height, one.height):
            last.append(one)
        else:
            found.append([one])
    for row in found:
        row.sort(key=lambda piece: piece.left)
    return found


def _cut(pieces: list[Piece], depth: int) -> list[list[Piece]]:
    """Regions without columns inside, in reading order."""
    if len(pieces) < 2 or depth > _DEPTH or max(one.left for one in pieces) < min(one.right for one in pieces):
        return [pieces] if pieces else []
    lines = rows(pieces)
    if len(lines) < 2 or _table(lines):
        return [pieces]
    size = median(one.height for one in pieces)
    columns = _columns(pieces, lines, size)
    if columns:
        columns = _with_figures(columns)
        if len(columns) < 2:
            return [pieces]
    if not columns and (parted := _parted(pieces, lines, size)):
        return _cut(parted, depth + 1)
    if columns:
        storeys = (_folio(pieces, lines, size) if depth == 0 else []) or _storeys(pieces, lines, size)
        columns = storeys or columns
    parts = columns or _bands(pieces, lines, size)
    below = [_cut(part, depth + 1) for part in parts]
    if not columns and all(len(inner) < 2 for inner in below):
        return [pieces]  # no column came to light below: the whole is one run of lines
    return [region for inner in below for region in inner]


def _table(lines: list[Row]) -> bool:
    """True for rows of short cells that stand at the same heights: a table is read row by row."""
    several = [row for row in lines if len(row) > 1]
    if len(several) < 3 or len(several) < 0.7 * len(lines):
        return False
    cells = [len(one.text) for row in several for one in row]
    figures = sum(1 for row in several for one in row if _figure(one))
    return median(cells) < _CELL or figures * 2 >= len(cells)


def _figure(one: Piece) -> bool:
    return sum(char.isdigit() for char in one.text) * 2 >= len(one.text) or one.text in ("—", "-", "－", "…", "–")


def _with_figures(columns: list[list[Piece]]) -> list[list[Piece]]:
    """Columns of figures together with the column to their left: a table, which is read row by row."""
    found = [columns[0]]
    for column in columns[1:]:
        figures = sum(1 for one in column if _figure(one))
        if figures > 1 and figures >= _FIGURES * len(column):
            found[-1] = found[-1] + column
        else:
            found.append(column)
    return found


def _gutters(pieces: Sequence[Piece], width: float) -> list[tuple[float, float]]:
    """Vertical strips of at least this width that no piece touches."""
    found = []
    reach = None
    for one in sorted(pieces, key=lambda piece: piece.left):
        if reach is not None and one.left - reach >= width:
            found.append((reach, one.left))
        reach = one.right if reach is None else max(reach, one.right)
    return found


def _columns(pieces: list[Piece], lines: list[Row], size: float) -> list[list[Piece]]:
    """The pieces cut at every clean gutter, left to right."""
    gutters = _gutters(pieces, (_GUTTER if len(lines) >= _FEW else _GUTTER_FEW) * size)
    if not gutters:
        return []
    parts: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for one in pieces:
        parts[bisect_left(gutters, (one.left, 0.0))].append(one)
    found = [parts[0]]
    for (left, right), part in zip(gutters, parts[1:], strict=True):
        if min(len(found[-1]), len(part)) == 1 and right - left < _GUTTER_FEW * size:
            found[-1].extend(part)  # a single piece beside others is the rest of a line, not a column
        else:
            found.append(part)
    return found if len(found) > 1 else []


def _folio(pieces: list[Piece], lines: list[Row], size: float) -> list[list[Piece]]:
    """The head line of a page apart from what stands below it: small type that runs from side to side, with gaps."""
    head = lines[0]
    if len(head) < 2 or median(one.height for one in head) > _LARGER * size:
        return []
    width = max(one.right for one in pieces) - min(one.left for one in pieces)
    ids = {id(one) for one in head}
    rest = [one for one in pieces if id(one) not in ids]
    span = head[-1].right - head[0].left
    filled = sum(one.right - one.left for one in head)
    apart = max(one.bottom for one in head) <= min(one.top for one in rest) + 0.3 * size
    return [head, rest] if apart and span > _SIDES * width and filled < _SPARSE * span else []


def _storeys(pieces: list[Piece], lines: list[Row], size: float) -> list[list[Piece]]:
    """The region cut where white space runs across all its columns: articles that stand one above the other.

    Space below a headline is none of these: a headline belongs to what it stands over.
    """
    least = _STOREY * size + _leading(lines)
    ordered = sorted(pieces, key=lambda piece: piece.top)
    found: list[list[Piece]] = [[ordered[0]]]
    reach, lowest = ordered[0].bottom, ordered[0]
    for one in ordered[1:]:
        if one.top - reach >= least and lowest.height <= _LARGER * size:
            found.append([])
        found[-1].append(one)
        if one.bottom > reach:
            reach, lowest = one.bottom, one
    return found if len(found) > 1 else []


def _bands(pieces: list[Piece], lines: list[Row], size: float) -> list[list[Piece]]:
    """Where headlines run across a gutter: the bands above, with and below them; else the widest horizontal gap."""
    edge = _hidden_gutter(pieces, lines, size)
    if edge is not None:
        return _between(pieces, [one for one in pieces if _crosses(one, edge, size)])
    return _at_widest_gap(pieces)


def _crosses(one: Piece, edge: float, size: float) -> bool:
    return one.left < edge + 0.2 * size and one.right > edge - 0.2 * size


def _parted(pieces: list[Piece], lines: list[Row], size: float) -> list[Piece]:
    """The pieces with those cut in two that are lines of two columns taken for one; empty where there are none.

    Recognition joins lines across a narrow gutter. A headline has larger type, or no white space at the gutter.
    """
    edge = _hidden_gutter(pieces, lines, size)
    if edge is None:
        return []
    found = []
    for one in pieces:
        halves = _halves(one, edge, size) if one.height <= _LARGER * size and _crosses(one, edge, size) else []
        found.extend(halves or [one])
    return found if len(found) > len(pieces) else []


def _halves(one: Piece, edge: float, size: float) -> list[Piece]:
    for at, (box, following) in enumerate(pairwise(one.boxes), 1):
        near = box[2] < edge + 0.4 * size and following[0] > edge - 0.4 * size
        if near and following[0] - box[2] >= _SEAM * size:
            return [piece(one.text[:at], one.boxes[:at]), piece(one.text[at:], one.boxes[at:])]
    return []


def _hidden_gutter(pieces: list[Piece], lines: list[Row], size: float) -> float | None:
    """Where a gutter would be but for a few pieces that run across it: left of a column's edge."""
    if len(lines) < _FEW:
        return None
    lefts = sorted(one.left for one in pieces)
    rights = sorted(one.right for one in pieces)
    best: tuple[int, float] | None = None
    for edge in {round(10 * left / size): left for left in lefts}.values():
        before = bisect_right(rights, edge - _GUTTER * size)  # pieces that end left of the gutter
        after = len(pieces) - bisect_left(lefts, edge - 0.1 * size)
        across = len(pieces) - before - after
        if (
            min(before, after) >= 2
            and 0 < across <= _SPANNING * (before + after)
            and (best is None or across < best[0])
        ):
            best = across, edge - _GUTTER * size / 2
    return None if best is None else best[1]


def _between(pieces: list[Piece], across: list[Piece]) -> list[list[Piece]]:
    """Bands of a region: runs of pieces above, inside and below those that span its columns."""
    spans = sorted({one.middle for one in across})
    parts: dict[tuple[int, bool], list[Piece]] = {}
    ids = {id(one) for one in across}
    for one in pieces:
        level = bisect_left(spans, one.middle - 0.3 * one.height)
        parts.setdefault((level, id(one) in ids), []).append(one)
    found: list[list[Piece]] = []
    before = False
    for (_, spanning), part in sorted(parts.items()):
        if spanning and before:
            found[-1].extend(part)  # the next line of the same headline
        else:
            found.append(part)
        before = spanning
    return found


def _at_widest_gap(pieces: list[Piece]) -> list[list[Piece]]:
    ordered = sorted(pieces, key=lambda piece: piece.top)
    reach, widest, place = ordered[0].bottom, 0.0, -1
    for index, one in enumerate(ordered[1:], 1):
        if one.top - reach > widest:
            widest, place = one.top - reach, index
        reach = max(reach, one.bottom)
    return [] if place < 0 else [ordered[:place], ordered[place:]]


def blocks(region: Sequence[Piece]) -> list[Block]:
    """Rows of a region, parted where white space or the size of the type says that something else begins."""
    lines = rows(region)
    if not lines:
        return []
    leading = _leading(lines)
    found: list[Block] = [[lines[0]]]
    for above, row in pairwise(lines):
        upper, lower = above[0], row[0]
        gap = min(one.top for one in row) - max(one.bottom for one in above)
        size = min(upper.height, lower.height)
        if gap > leading + _PARAGRAPH * size or max(upper.height, lower.height) > _LARGER * size:
            found.append([row])
        else:
            found[-1].append(row)
    return found


def _leading(lines: list[Row]) -> float:
    gaps = [min(one.top for one in row) - max(one.bottom for one in above) for above, row in pairwise(lines)]
    if not gaps:
        return 0.0
    return max(0.0, median(gaps) if len(gaps) > 2 else min(gaps))
