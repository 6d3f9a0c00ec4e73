"""PDF → text with the place of every character: the text layer by pdfium, the reading order by our own column cut."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any, Final

from xietong.documents.formats.columns import Rect
from xietong.documents.formats.printed import Sheet, compose, pieces
from xietong.documents.formats.shape import Extract
from xietong.documents.trouble import trouble

EXTRACTOR: Final = "pdf/1"
PDFIUM: Final = RLock()  # pdfium is not safe for threads: one caller at a time

_BROAD: Final = 0.6  # heights of white space inside a line that part two pieces
_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_PIXELS: Final = 40_000_000  # of one rendered page
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """The pdfium document of these bytes, for one thread at a time. DocumentError where it does not open."""
    import pypdfium2
    import pypdfium2.raw as raw

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            locked = raw.FPDF_GetLastError() == _PASSWORD or "password" in str(error).lower()
            raise trouble(name, "pdf_encrypted" if locked else "pdf_damaged") from error
        try:
            if len(document) == 0:
                raise trouble(name, "pdf_damaged")
            yield document
        finally:
            document.close()


def read(data: bytes, name: str) -> Extract:
    """Text and layout of a PDF; pages that are only images go through OCR where the `[ocr]` extra is there."""
    from xietong.documents.formats import scan

    with opened(data, name) as document:
        sheets = [_sheet(document, index, name) for index in range(len(document))]
        empty = [sheet for sheet in sheets if not sheet.pieces]
        if len(empty) == len(sheets) and not scan.available():
            raise trouble(name, "pdf_without_text")
        seen = False
        if empty and scan.available():
            for sheet in empty:
                found = scan.of_page(document, sheet)
                seen = seen or bool(found.pieces)
                sheets[sheet.number - 1] = found
    content, layout = compose(sheets)
    if not content.strip():
        raise trouble(name, "pdf_unreadable")
    if len(_PRIVATE.findall(content)) * 5 > len(content):
        raise trouble(name, "pdf_garbled")
    return Extract(content, f"{EXTRACTOR}+{scan.EXTRACTOR}" if seen else EXTRACTOR, layout=layout)


def _sheet(document: Any, index: int, name: str) -> Sheet:
    import pypdfium2

    try:
        page = document[index]
        try:
            width, height = page.get_size()
            return Sheet(index + 1, width, height, pieces(_characters(page), _BROAD))
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise trouble(name, "pdf_damaged") from error


def _characters(page: Any) -> Iterator[tuple[str, Rect]]:
    """The printed characters of a page with their boxes, from the top left corner of the page as it is shown."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    place = _placer(page)
    loose = raw.FS_RECTF()
    pending = 0
    try:
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                pending = code
                continue
            if 0xDC00 <= code < 0xE000:
                code, pending = (0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00), 0) if pending else (0xFFFD, 0)
            char = chr(code)
            if code < 0x20 or code in (0xA0, 0xFFFE, 0xFFFF, 0xAD) or char.isspace():
                continue
            if raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(loose)):
                box = place(loose.left, loose.top, loose.right, loose.bottom)
                if box[2] > box[0] and box[3] > box[1]:
                    yield char, box
    finally:
        text.close()


def _placer(page: Any) -> Any:
    """Maps a rectangle of PDF user space to the page as it is shown, rotation and crop included."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()

    def place(one: float, two: float, three: float, four: float) -> Rect:
        x0, x1 = min(one, three) - left, max(one, three) - left
        y0, y1 = top - max(two, four), top - min(two, four)
        wide, high = right - left, top - bottom
        if rotation == 90:
            return high - y1, x0, high - y0, x1
        if rotation == 180:
            return wide - x1, high - y1, wide - x0, high - y0
        if rotation == 270:
            return y0, wide - x1, y1, wide - x0
        return x0, y0, x1, y1

    return place


def render(page: Any, scale: float) -> tuple[bytes, int, int]:
    """A page as rows of RGB bytes, with width and height in pixels; `scale` is pixels for a point, bounded."""
    width, height = page.get_size()
    scale = min(scale, (_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
        data = bytes(bitmap.buffer)
    finally:
        bitmap.close()
    return b"".join(data[row * stride : row * stride + 3 * wide] for row in range(high)), wide, high
