"""DOCX → text: paragraphs and tables in document order, text boxes after their paragraph, notes at the end."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from xietong.core.period import Period
from xietong.documents.formats.shape import Extract
from xietong.documents.trouble import trouble

EXTRACTOR: Final = "docx/1"

_UNFOLDED: Final = 256 * 1024 * 1024  # bytes of all XML parts together; media are never unpacked here
_RATIO: Final = 200  # unfolded to packed size of one part above a megabyte; ordinary XML stays below 50
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOTES: Final = ("/footnotes", "/endnotes")
# what stands in a document without being its text: deleted words, field codes, what older programs would show
_SKIPPED: Final = frozenset(
    (*(_W + tag for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")), f"{_MC}Fallback")
)
_CHARACTERS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_DEPTH: Final = 60  # nested tables and boxes


def read(data: bytes, name: str) -> Extract:
    """Text of a DOCX; macros and embedded objects are ignored. DocumentError where it cannot be opened."""
    from docx import Document  # late: a fifth of a second

    _measure(data, name)
    try:
        document = Document(BytesIO(data))
        body = document.element.body
        lines = list(_blocks(body))
        for part in document.part.package.iter_parts():
            if str(part.partname).removesuffix(".xml").endswith(_NOTES):
                lines.extend(_notes(part.blob))
        title, date = _properties(document)
    except Exception as error:  # python-docx and lxml raise many kinds on a damaged package
        raise trouble(name, "docx_damaged") from error
    content = "\n".join(lines)
    if not content.strip():
        raise trouble(name, "empty")
    return Extract(content + "\n", EXTRACTOR, title, date)


def _measure(data: bytes, name: str) -> None:
    """Refuse a package that would unfold beyond all measure before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception as error:
        raise trouble(name, "docx_damaged") from error
    if any(part.flag_bits & 1 for part in parts):
        raise trouble(name, "office_encrypted")
    whole = sum(part.file_size for part in parts)
    dense = any(part.file_size > 1 << 20 and part.file_size > _RATIO * max(1, part.compress_size) for part in parts)
    if whole > _UNFOLDED or len(parts) > 20_000 or dense:
        raise trouble(name, "docx_bomb", limit=_UNFOLDED // (1 << 20))


def _blocks(parent: Any, depth: int = 0) -> Iterator[str]:
    """Lines of the paragraphs and tables under an element, in order."""
    if depth > _DEPTH:
        return
    for child in parent.iterchildren():
        if child.tag == f"{_W}p":
            yield from _paragraph(child, depth)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, depth)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo"):
            yield from _blocks(child, depth + 1)


def _paragraph(paragraph: Any, depth: int) -> Iterator[str]:
    words: list[str] = []
    boxes: list[Any] = []
    stack = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        elif child.tag == f"{_W}t":
            words.append(child.text or "")
        elif child.tag in _CHARACTERS:
            words.append(_CHARACTERS[child.tag])
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        else:
            stack.append(iter(child))
    yield "".join(words)
    for box in boxes:
        yield from _blocks(box, depth + 1)


def _table(table: Any, depth: int) -> Iterator[str]:
    """One line for a row, cells parted by tabs; a cell that continues the one above stays empty."""
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl"), None) is not table:
            continue  # row of a table inside a cell
        cells = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr"), None) is not row:
                continue
            text = " ".join(line.strip() for line in _blocks(cell, depth + 1) if line.strip())
            cells.append(" ".join(text.split("\n")))
        yield "\t".join(cells)


def _notes(blob: bytes) -> Iterator[str]:
    from lxml import etree

    root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    for note in root:
        if note.get(f"{_W}type") is None:  # separators have a type
            yield from (line for line in _blocks(note) if line.strip())


def _properties(document: Any) -> tuple[str, Period | None]:
    """Title and day of the core properties: the last resort, for templates and copies leave wrong ones."""
    try:
        core = document.core_properties
        day = core.modified or core.created
        title = (core.title or "").strip()
        if core.author == "python-docx" and core.comments == "generated by python-docx":
            return "", None  # the properties of that program's own template
        return title[:200], Period.day(day.date()) if day else None
    except Exception:  # a package without valid properties is still a document
        return "", None
