"""A file → its sheets, by the reader of its format, which is told from the bytes."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from xietong.documents.kind import ending, tell
from xietong.tables.formats.source import Bytes
from xietong.tables.model import Sheet
from xietong.tables.trouble import trouble

SIZE_LIMIT = 100 * 1024 * 1024  # bytes of a file that is read as a whole
STREAMED = 4 * 1024 * 1024 * 1024  # bytes of a CSV file, whose rows come one at a time
_READERS = {"html": "page", "docx": "word", "pdf": "ruled", "plain": "separated", "sheet": "spreadsheet"}
_LOCKED = ("office_encrypted",)


def sheets(source: Bytes, limit: int = SIZE_LIMIT) -> tuple[Sheet, ...]:
    """The tables of a file, one at least. DocumentError where there is none or it cannot be read."""
    if not source.size:
        raise trouble(source.name, "empty")
    kind = _kind(source)
    largest = STREAMED if kind == "separated" else limit
    if source.size > largest:
        megabyte = 1024 * 1024
        raise trouble(source.name, "too_large", size=f"{source.size / megabyte:.1f}", limit=f"{largest / megabyte:g}")
    found = cast("tuple[Sheet, ...]", import_module(f"xietong.tables.formats.{kind}").read(source))
    if not found:
        raise trouble(source.name, "no_table")
    return found


def _kind(source: Bytes) -> str:
    head = source.head()
    # a ZIP is told by its directory, which stands at the end; a plain file by its beginning
    whole = head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    kind = tell(source.whole() if whole and source.size <= SIZE_LIMIT else head, source.name)
    if kind in _LOCKED:
        raise trouble(source.name, "locked")
    if kind == "sheet" and head.startswith(b"\xd0\xcf"):
        raise trouble(source.name, "old_excel")
    if kind == "plain" and (ending(source.name) == "json" or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")):
        return "sdmx"
    if kind not in _READERS:
        raise trouble(source.name, "binary" if kind == "binary" else "kind")
    return _READERS[kind]
