"""Scans: a page is rendered to a picture and read back. Skipped where the `[ocr]` extra is missing."""

from __future__ import annotations

import zlib
from difflib import SequenceMatcher
from io import BytesIO

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.documents.sheets import Sheet, columns
from xietong.core.errors import DocumentError
from xietong.documents.formats import scan
from xietong.documents.intake import extract
from xietong.documents.pages import page_image

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x02\x00\x00\x00"
needs_ocr = pytest.mark.skipif(not scan.available(), reason="the [ocr] extra is not installed")


def drawn() -> tuple[bytes, str]:
    """A page with three columns and the text it shows."""
    parts = columns(3, 12, 14)
    sheet = Sheet()
    sheet.line("协同发展示例版面横跨三栏", 50, 60, 26)
    sheet.rows(parts, [100] * 3)
    return sheet.data(), "协同发展示例版面横跨三栏" + "".join("".join(part) for part in parts)


def picture() -> tuple[bytes, str]:
    data, text = drawn()
    image = page_image(data, "page.pdf", 1, 200 / 72)
    if len(zlib.compress(image)) < 20_000:
        pytest.skip("no Chinese font on this machine to draw the page with")
    return image, text


def close(read: str, drawn: str) -> float:
    return SequenceMatcher(None, "".join(read.split()), drawn, autojunk=False).ratio()


@needs_ocr
def test_picture() -> None:
    """At 200 dpi nearly every character is read, in the order of the columns, and has its place."""
    image, drawn = picture()
    text = extract(image, "scan.png")
    assert text.extractor == "ocr/1"
    assert close(text.content, drawn) > 0.97
    assert text.layout is not None
    assert len(text.layout.boxes) == 4 * len(text.content)


@needs_ocr
def test_scanned_pdf() -> None:
    """A PDF of images is rendered and read; its layout is in points of its own pages."""
    image, drawn = picture()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.drawImage(ImageReader(BytesIO(image)), 0, 0, 595, 842)
    canvas.save()
    text = extract(buffer.getvalue(), "scan.pdf")
    assert text.extractor == "pdf/1+ocr/1"
    assert close(text.content, drawn) > 0.97
    assert text.layout is not None
    assert text.layout.pages[0].width == pytest.approx(595)
    first = next(text.layout.frames(0, 12))
    assert first.left == pytest.approx(50, abs=8)
    assert first.bottom == pytest.approx(64, abs=8)


def test_without_the_extra_the_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    sheet = Sheet()
    sheet.canvas.rect(10, 10, 50, 50)
    for data, name in ((PICTURE, "scan.png"), (sheet.data(), "scan.pdf")):
        with pytest.raises(DocumentError, match=r"pip install 'xietong\[ocr\]'"):
            extract(data, name)


def test_a_picture_that_claims_a_monstrous_size_is_refused() -> None:
    huge = PICTURE.replace(b"\x00\x00\x01\x00\x00\x00\x01\x00", b"\x00\x01\x00\x00\x00\x01\x00\x00")
    with pytest.raises(DocumentError, match="million pixels"):
        extract(huge, "huge.png")
