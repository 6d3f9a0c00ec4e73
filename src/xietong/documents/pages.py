"""The picture of a page, for reading a figure where it is printed."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from xietong.documents.formats import pdf, scan
from xietong.documents.formats.raster import render
from xietong.documents.kind import tell
from xietong.documents.trouble import trouble

_PNG: Final = b"\x89PNG\r\n\x1a\n"


def page_image(data: bytes, name: str, page_number: int, scale: float = 2.0) -> bytes:
    """PNG of a page of a PDF or picture; pages count from 1, `scale` is pixels for a point of the Layout.

    A PNG comes back as it is. DocumentError where the file has no such page, or no pages at all.
    """
    kind = tell(data, name)
    if kind == "pdf":
        with pdf.opened(data, name) as document:
            if not 1 <= page_number <= len(document):
                raise trouble(name, "pdf_page", page=page_number, pages=len(document))
            page = document[page_number - 1]
            try:
                return png(*render(page, scale))
            finally:
                page.close()
    if kind != "image":
        raise trouble(name, "page_image")
    return _picture(data, name, page_number)


def _picture(data: bytes, name: str, page_number: int) -> bytes:
    if data.startswith(_PNG) and page_number == 1:
        return data
    if not scan.available():
        raise trouble(name, "image_without_ocr")
    pictures = list(scan.pictures(data, name))
    if not 1 <= page_number <= len(pictures):
        raise trouble(name, "pdf_page", page=page_number, pages=len(pictures))
    picture = pictures[page_number - 1]
    height, width, _ = picture.shape
    return png(picture[:, :, ::-1].tobytes(), width, height)


def png(rgb: bytes, width: int, height: int) -> bytes:
    """A PNG file of rows of RGB bytes (ISO/IEC 15948); a line of code less than a dependency."""
    rows = b"".join(b"\0" + rgb[3 * width * row : 3 * width * (row + 1)] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 3)), (b"IEND", b""))
    return _PNG + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
