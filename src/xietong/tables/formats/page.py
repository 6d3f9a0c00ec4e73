"""HTML → sheets: every table that holds no other; spans filled in, superscript digits kept apart from numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xietong.documents.formats.plain import decode
from xietong.documents.formats.web import _CHARSET, _DECLARATION, _parse
from xietong.tables.formats.source import Bytes
from xietong.tables.formats.spans import Spans
from xietong.tables.model import Sheet
from xietong.tables.trouble import trouble

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE = re.compile(r"\s+")
_BEFORE = 160  # characters over a table that may be its title
_FEWEST = 4  # cells; less is layout


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
        if table.find(".//table") is not None:
            continue
        spans = _spans(table)
        if sum(bool(cell) for row in spans.rows for cell in row) >= _FEWEST:
            found.append(spans.sheet(f"table {len(found) + 1}", _title(table), f"{title} {source.name}", _below(table)))
    return tuple(found)


def _spans(table: Any) -> Spans:
    spans = Spans()
    for row in table.iter("tr"):
        spans.row((_text(cell), _number(cell, "rowspan"), _number(cell, "colspan")) for cell in row.iter("td", "th"))
    return spans


def _number(cell: Any, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return max(1, int(found[1])) if found else 1


def _text(element: Any) -> str:
    if element is None:
        return ""
    return _SPACE.sub(" ", "".join(_pieces(element)).replace("\u200b", "")).strip()


def _pieces(element: Any) -> Iterator[str]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in ("script", "style"):
        return
    if tag == "sup":
        yield "".join(element.itertext()).strip().translate(SUPERSCRIPT)
        return
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
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
