"""PDF → text with the place of every character: the text layer by pdfium, the reading order by our own column cut."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import pi
from threading import RLock
from typing import Any, Final

from xietong.documents.formats import scan
from xietong.documents.formats.columns import Rect
from xietong.documents.formats.printed import Sheet, compose, pieces, turned
from xietong.documents.formats.shape import Extract
from xietong.documents.trouble import trouble

EXTRACTOR: Final = "pdf/1"
PDFIUM: Final = RLock()  # pdfium is not safe for threads: one caller at a time

_BROAD: Final = 0.6  # heights of white space inside a line that part two pieces
_SAMPLE: Final = 500  # characters that show which way up a page is set
_DESCENT, _ASCENT = -0.12, 0.88  # of a hanzi's square, in sizes of the font from the base line
_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """The pdfium document of these bytes, for one thread at a time. DocumentError where it, or a page, does not open."""
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
        except pypdfium2.PdfiumError as error:
            raise trouble(name, "pdf_damaged") from error
        finally:
            document.close()


def read(data: bytes, name: str) -> Extract:
    """Text and layout of a PDF; pages that are only images go through OCR where the `[ocr]` extra is there."""
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
    made = compose(sheets)
    if not made.content.strip():
        raise trouble(name, "pdf_unreadable")
    if len(_PRIVATE.findall(made.content)) * 5 > len(made.content):
        raise trouble(name, "pdf_garbled")
    extractor = f"{EXTRACTOR}+{scan.EXTRACTOR}" if seen else EXTRACTOR
    return Extract(made.content, extractor, layout=made.layout, headlines=made.headlines)


def _sheet(document: Any, index: int, name: str) -> Sheet:
    import pypdfium2

    try:
        page = document[index]
        try:
            width, height = page.get_size()
            text = page.get_textpage()
            try:
                turn = _turn(text)
                found = pieces(_characters(text, _placer(page, turn)), _BROAD)
            finally:
                text.close()
            return Sheet(index + 1, width, height, found, (page.get_rotation() // 90 - turn) % 4)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise trouble(name, "pdf_damaged") from error


def _turn(text: Any) -> int:
    """Quarter turns counterclockwise by which most of a page is drawn: wide tables stand on their side.

    pdfium counts its angles clockwise.
    """
    import pypdfium2.raw as raw

    angles = (raw.FPDFText_GetCharAngle(text, index) for index in range(min(_SAMPLE, text.count_chars())))
    quarters = Counter(-round(angle / (pi / 2)) % 4 for angle in angles if angle >= 0)
    return quarters.most_common(1)[0][0] if quarters else 0


def _characters(text: Any, place: Callable[[Rect], Rect]) -> Iterator[tuple[str, Rect]]:
    """The printed characters of a page with their boxes, turned upright, from the top left corner."""
    import pypdfium2.raw as raw

    loose = raw.FS_RECTF()
    lead, usual = 0, 0.0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            lead = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((lead - 0xD800) << 10) + (code - 0xDC00) if lead else 0xFFFD
        lead = 0
        char = chr(code)
        if code < 0x20 or code in (0xAD, 0xFFFE, 0xFFFF) or char.isspace():
            continue
        if raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(loose)):
            box = place((loose.left, loose.top, loose.right, loose.bottom))
            if box[3] - box[1] < max(0.6 * usual, 0.5 * (box[2] - box[0])):
                box = place(_em_box(text, index, char))
            if box[2] > box[0] and box[3] > box[1]:
                usual = box[3] - box[1]
                yield char, box


def _em_box(text: Any, index: int, char: str) -> Rect:
    """The box of a character by its font's size: fonts without metrics give the ink alone, a thin line for 一."""
    import pypdfium2.raw as raw

    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
    raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
    size = raw.FPDFText_GetFontSize(text, index)
    wide = size * (0.5 if char.isascii() else 1.0)
    corners = [
        (x.value + matrix.a * along + matrix.c * up, y.value + matrix.b * along + matrix.d * up)
        for along in (0.0, wide)
        for up in (_DESCENT * size, _ASCENT * size)
    ]
    return (
        min(one for one, _ in corners), max(one for _, one in corners),
        max(one for one, _ in corners), min(one for _, one in corners),
    )  # fmt: skip


def _placer(page: Any, turn: int) -> Callable[[Rect], Rect]:
    """Maps a rectangle of PDF user space to the cropped page, from its top left corner, turned by quarters."""
    left, bottom, right, top = page.get_cropbox()

    def place(box: Rect) -> Rect:
        one, two, three, four = box
        upright = (min(one, three) - left, top - max(two, four), max(one, three) - left, top - min(two, four))
        return turned(upright, turn, right - left, top - bottom)

    return place
