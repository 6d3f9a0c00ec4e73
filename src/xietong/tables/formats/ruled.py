"""Ruled tables in PDF → sheets: the lines that are drawn make the grid, the characters inside make the cells.

A cell is what no drawn line divides, so merged cells come out merged; a raised small digit behind a number is kept apart
as a footnote. Tables without lines and scans are not read.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xietong.documents.formats.pdf import opened
from xietong.tables.formats.page import SUPERSCRIPT
from xietong.tables.formats.source import Bytes
from xietong.tables.model import Row, Sheet

_THIN = 3.0  # points: a filled rectangle that is thinner is a line
_NEAR = 2.5  # points within which two lines are one
_SHORTEST = 6.0
_RAISED = 0.78  # of the usual height of digits in a cell: lower ones are superscript
_LIFTED = 0.2  # of that height above the foot of the others: so are these


@dataclass(frozen=True, slots=True)
class _Line:
    """A drawn line: at `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Char:
    """A character and its box, bottom to top as PDF has it."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def read(source: Bytes) -> tuple[Sheet, ...]:
    """The ruled tables of a PDF, page by page. DocumentError where it does not open."""
    found: list[Sheet] = []
    with opened(source.whole(), source.name) as document:
        for index in range(len(document)):
            page = document[index]
            chars = _chars(page)
            for grid in _grids(*_lines(page)):
                sheet = _sheet(grid, chars, f"table {len(found) + 1}", f"{source.name} p{index + 1}")
                if sheet is not None:
                    found.append(sheet)
    return tuple(found)


def _chars(page: Any) -> list[_Char]:
    textpage = page.get_textpage()
    found = []
    for i in range(textpage.count_chars()):
        text = textpage.get_text_range(i, 1)
        if text.strip():
            found.append(_Char(text, *textpage.get_charbox(i)))
    return found


def _lines(page: Any) -> tuple[list[_Line], list[_Line]]:
    """(horizontal, vertical) lines of a page: strokes, and the edges and bodies of rectangles."""
    import pypdfium2.raw as raw

    across: list[_Line] = []
    down: list[_Line] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        matrix = item.get_matrix()
        points = []
        for at in range(raw.FPDFPath_CountSegments(item.raw)):
            segment = raw.FPDFPath_GetPathSegment(item.raw, at)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            kind = raw.FPDFPathSegment_GetType(segment)
            points.append((kind, *matrix.on_point(x.value, y.value), raw.FPDFPathSegment_GetClose(segment)))
        _straight(points, across, down, raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO)
    return _joined(across), _joined(down)


def _straight(
    points: Sequence[tuple[int, float, float, int]], across: list[_Line], down: list[_Line], move: int, line: int
) -> None:
    start = last = (0.0, 0.0)
    for kind, x, y, closes in points:
        if kind == move:
            start = last = (x, y)
            continue
        ends = [(last, (x, y))] if kind == line else []
        if closes:
            ends.append(((x, y), start))
        for (x0, y0), (x1, y1) in ends:
            if abs(y1 - y0) < _THIN and abs(x1 - x0) >= _SHORTEST:
                across.append(_Line((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) < _THIN and abs(y1 - y0) >= _SHORTEST:
                down.append(_Line((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        last = (x, y)


def _joined(lines: list[_Line]) -> list[_Line]:
    """Lines at one height as one where they touch."""
    found: list[_Line] = []
    for one in sorted(lines, key=lambda one: (round(one.at / _NEAR), one.start)):
        last = found[-1] if found else None
        if last is not None and abs(last.at - one.at) <= _NEAR and one.start <= last.end + _NEAR:
            found[-1] = _Line(last.at, last.start, max(last.end, one.end))
        else:
            found.append(one)
    return found


def _grids(across: list[_Line], down: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Lines that cross each other, table by table from the top."""
    lines = [*((True, one) for one in across), *((False, one) for one in down)]
    group = list(range(len(lines)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, one in enumerate(across):
        for j, other in enumerate(down, start=len(across)):
            meets = (
                one.start - _NEAR <= other.at <= one.end + _NEAR and other.start - _NEAR <= one.at <= other.end + _NEAR
            )
            if meets:
                group[root(i)] = root(j)
    tables: dict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for i, (is_across, one) in enumerate(lines):
        tables[root(i)][0 if is_across else 1].append(one)
    whole = [one for one in tables.values() if len(one[0]) >= 3 and len(one[1]) >= 2]
    return sorted(whole, key=lambda one: -max(line.at for line in one[0]))


def _places(lines: Sequence[_Line]) -> list[float]:
    found: list[float] = []
    for at in sorted(one.at for one in lines):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


def _sheet(grid: tuple[list[_Line], list[_Line]], chars: Sequence[_Char], name: str, context: str) -> Sheet | None:
    across, down = grid
    xs, ys = _places(down), _places(across)[::-1]  # rows from the top
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 2 or columns < 2:
        return None
    origin = {(r, c): (r, c) for r in range(rows) for c in range(columns)}
    for r in range(rows):
        for c in range(columns):
            middle_y, middle_x = (ys[r] + ys[r + 1]) / 2, (xs[c] + xs[c + 1]) / 2
            if c and not _drawn(down, xs[c], middle_y):
                origin[r, c] = origin[r, c - 1]
            elif r and not _drawn(across, ys[r], middle_x):
                origin[r, c] = origin[r - 1, c]
    held: dict[tuple[int, int], list[_Char]] = defaultdict(list)
    above: list[_Char] = []
    below: list[_Char] = []
    for char in chars:
        x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
        if xs[0] <= x <= xs[-1] and ys[-1] <= y <= ys[0]:
            r = next(i for i in range(rows) if ys[i + 1] <= y)
            c = next(i for i in range(columns) if x <= xs[i + 1])
            held[origin[r, c]].append(char)
        elif ys[0] < y < ys[0] + 60:
            above.append(char)
        elif ys[-1] - 60 < y < ys[-1]:
            below.append(char)
    texts = {at: _text(inside) for at, inside in held.items()}
    made: list[Row] = [tuple(texts.get((r, c), "") for c in range(columns)) for r in range(rows)]
    covered = {(r + 1, c + 1): (o[0] + 1, o[1] + 1) for (r, c), o in origin.items() if o != (r, c)}
    notes = tuple(_text(line) for line in _rows(below))
    return Sheet(name, made, " ".join(_text(line) for line in _rows(above)), context, covered, (), notes)


def _drawn(lines: Sequence[_Line], at: float, beside: float) -> bool:
    return any(abs(one.at - at) <= _NEAR and one.start - _NEAR <= beside <= one.end + _NEAR for one in lines)


def _rows(chars: Sequence[_Char]) -> list[list[_Char]]:
    """Characters by printed line, from the top; a raised digit belongs to the line that it is raised from."""
    found: list[list[_Char]] = []
    tallest = max((char.top - char.bottom for char in chars), default=0.0)
    # tall ones first: a small one is then put to the line that it touches
    for char in sorted(chars, key=lambda one: (one.top - one.bottom < 0.6 * tallest, -(one.top + one.bottom))):
        reach = 0.25 * (char.top - char.bottom)
        line = next((one for one in found if _touches(char, one, reach)), None)
        if line is None:
            found.append([char])
        else:
            line.append(char)
    return sorted(found, key=lambda line: -max(char.top for char in line))


def _touches(char: _Char, line: Sequence[_Char], reach: float) -> bool:
    return char.bottom + reach < max(c.top for c in line) and char.top - reach > min(c.bottom for c in line)


def _text(chars: Sequence[_Char]) -> str:
    words = []
    for line in _rows(chars):
        line.sort(key=lambda one: one.left)
        heights = sorted(char.top - char.bottom for char in line if char.text.isdigit())
        usual = heights[len(heights) * 3 // 4] if heights else 0.0
        feet = sorted(char.bottom for char in line if char.text.isdigit())
        foot = feet[len(feet) // 4] if feet else 0.0
        text = ""
        for i, char in enumerate(line):
            lower = char.top - char.bottom < _RAISED * usual or char.bottom > foot + _LIFTED * usual
            small = char.text.isdigit() and lower
            gap = i and char.left - line[i - 1].right > 0.6 * max(usual, char.top - char.bottom, 4.0)
            text += (" " if gap and char.text.isascii() and line[i - 1].text.isascii() else "") + (
                char.text.translate(SUPERSCRIPT) if small else char.text
            )
        words.append(text)
    return " ".join(words).strip() if all(word.isascii() for word in words) else "".join(words).strip()
