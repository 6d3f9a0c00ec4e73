"""HTML → sheets: tables as they are shown; spans filled in, superscript digits kept apart from numbers.

A table that holds others is a layout, unless it has numbers of its own; what is struck out or hidden is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xietong.documents.formats.plain import decode
from xietong.documents.formats.web import _CHARSET, _DECLARATION, _parse
from xietong.tables.formats.source import Bytes
from xietong.tables.formats.spans import Spans
from xietong.tables.model import Sheet
from xietong.tables.numbers import read_number
from xietong.tables.trouble import trouble

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE = re.compile(r"\s+")
_BEFORE = 160  # characters over a table that may be its title
_FEWEST = 4  # cells; less is layout
_UNSEEN = frozenset(["script", "style", "template", "del", "s", "strike"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[^;]*line-through", re.IGNORECASE)


def read(source: Bytes) -> tuple[Sheet, ...]:
    """The tables of a page. DocumentError where it cannot be decoded."""
    data = source.whole()
    declared = _CHARSET.search(data[:4096])
    markup = _DECLARATION.sub("", decode(data, source.name, declared[1].decode("ascii") if declared else ""))
    root = _parse(markup)
    if root is None:
        raise trouble(source.name, "no_table")
    title = _text(root.find(".//title"))
    found: list[Sheet] = []
    for table in root.iter("table"):
        spans = _spans(table)
        if _is_table(table, spans):
            found.append(spans.sheet(f"table {len(found) + 1}", _title(table), f"{title} {source.name}", _below(table)))
    return tuple(found)


def _is_table(table: Any, spans: Spans) -> bool:
    cells = [cell for row in spans.rows for cell in row if cell]
    if len(cells) < _FEWEST:
        return False
    return table.find(".//table") is None or sum(read_number(cell).value is not None for cell in cells) >= _FEWEST


def _spans(table: Any) -> Spans:
    spans = Spans()
    for row in table.iter("tr"):
        if _of(row) is table and not _unseen(row):
            own = (cell for cell in row.iter("td", "th") if _of(cell) is table)
            spans.row((_text(cell), _number(cell, "rowspan"), _number(cell, "colspan")) for cell in own)
    return spans


def _of(element: Any) -> Any:
    """The table that a row or a cell is of."""
    return next(element.iterancestors("table"), None)


def _unseen(element: Any) -> bool:
    """Whether a page does not show an element, or shows it struck out."""
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    return _HIDDEN.search(element.get("style") or "") is not None


def _number(cell: Any, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return max(1, int(found[1])) if found else 1


def _text(element: Any) -> str:
    if element is None:
        return ""
    return _SPACE.sub(" ", "".join(_pieces(element)).replace("\u200b", "")).strip()


def _pieces(element: Any, inside: bool = False) -> Iterator[str]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or _unseen(element) or (tag == "table" and inside):
        return
    if tag == "sup":
        yield "".join(element.itertext()).strip().translate(SUPERSCRIPT)
        return
    yield element.text or ""
    for child in element:
        yield from _pieces(child, inside=True)
        yield child.tail or ""
    if tag in ("br", "p", "div"):
        yield " "


def _title(table: Any) -> str:
    """The caption, or the last words before the table."""
    caption = _text(table.find("caption"))
    words: list[str] = []
    at = table
    while at is not None and sum(map(len, words)) < _BEFORE:
        before = at.getprevious()
        while before is not None and sum(map(len, words)) < _BEFORE:
            if isinstance(before.tag, str) and before.tag != "table" and before.find(".//table") is None:
                words.insert(0, _text(before)[-_BEFORE:])
            elif isinstance(before.tag, str):
                return " ".join([*words, caption]).strip()
            before = before.getprevious()
        at = at.getparent()
    return " ".join([*filter(None, words), caption]).strip()


def _below(table: Any) -> tuple[str, ...]:
    """The lines right below: footnotes."""
    found: list[str] = []
    after = table.getnext()
    while after is not None and len(found) < 12 and isinstance(after.tag, str) and after.tag != "table":
        if line := _text(after):
            found.append(line[:300])
        after = after.getnext()
    return tuple(found)
