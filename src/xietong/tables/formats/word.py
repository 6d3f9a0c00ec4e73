"""Tables inside DOCX → sheets: merged cells by their spans, superscript digits kept apart from numbers."""

from __future__ import annotations

from typing import Any

from xietong.documents.formats.word import opened
from xietong.tables.formats.page import SUPERSCRIPT
from xietong.tables.formats.source import Bytes
from xietong.tables.formats.spans import Spans
from xietong.tables.model import Sheet

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(source: Bytes) -> tuple[Sheet, ...]:
    """The tables of a document, those inside cells too. DocumentError where it cannot be opened."""
    word = opened(source.whole(), source.name)
    body = word.main.find(f"{_W}body")
    found: list[Sheet] = []
    for table in body.iter(f"{_W}tbl"):
        found.append(_sheet(table, f"table {len(found) + 1}", source.name))
    return tuple(sheet for sheet in found if sheet.rows)


def _sheet(table: Any, name: str, context: str) -> Sheet:
    spans = Spans()
    above: dict[int, tuple[int, int]] = {}  # column → the cell that a vertical merge began in
    rows = (row for row in table.findall(f"{_W}tr") if row.find(f"{_W}trPr/{_W}del") is None)  # as changes accepted
    for number, row in enumerate(rows, start=1):
        cells: list[tuple[str, int, int]] = []
        column = 1 + _value(row, f"{_W}trPr/{_W}gridBefore")
        cells.extend([("", 1, 1)] * (column - 1))
        covered: list[tuple[tuple[int, int], tuple[int, int]]] = []
        for cell in row.findall(f"{_W}tc"):
            across = max(1, _value(cell, f"{_W}tcPr/{_W}gridSpan"))
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            going_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue" and column in above
            if going_on:
                covered.extend(((number, column + i), above[column]) for i in range(across))
            else:
                above[column] = (number, column)
            cells.append(("" if going_on else _text(cell), 1, across))
            column += across
        spans.row(cells)
        spans.covered.update(covered)
    return spans.sheet(name, _title(table), context, _below(table))


def _value(element: Any, path: str) -> int:
    found = element.find(path)
    text = found.get(f"{_W}val", "") if found is not None else ""
    return int(text) if text.isdigit() else 0


def _text(cell: Any) -> str:
    """The words of a cell as it stands with all changes accepted, without those of tables inside it."""
    words = []
    for paragraph in cell.findall(f"{_W}p"):
        for run in paragraph.iter(f"{_W}r"):
            if _gone(run):
                continue
            text = "".join(one.text or "" for one in run.iter(f"{_W}t"))
            raised = run.find(f"{_W}rPr/{_W}vertAlign")
            if raised is not None and raised.get(f"{_W}val") == "superscript":
                text = text.translate(SUPERSCRIPT)
            words.append(text)
        words.append(" ")
    return " ".join("".join(words).split())


def _gone(run: Any) -> bool:
    """Whether a run is hidden, struck out, or stands where it was moved away from."""
    if next(run.iterancestors(f"{_W}moveFrom", f"{_W}del"), None) is not None:
        return True
    marks = (run.find(f"{_W}rPr/{_W}{name}") for name in ("vanish", "strike", "dstrike"))
    return any(mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off") for mark in marks)


def _title(table: Any) -> str:
    words: list[str] = []
    before = table.getprevious()
    while before is not None and before.tag == f"{_W}p" and len(words) < 3:
        if text := "".join(one.text or "" for one in before.iter(f"{_W}t")).strip():
            words.insert(0, text[-160:])
        before = before.getprevious()
    return " ".join(words)


def _below(table: Any) -> tuple[str, ...]:
    found: list[str] = []
    after = table.getnext()
    while after is not None and after.tag == f"{_W}p" and len(found) < 12:
        if text := "".join(one.text or "" for one in after.iter(f"{_W}t")).strip():
            found.append(text[:300])
        after = after.getnext()
    return tuple(found)
