"""What cannot be read is named, with the next step, in both languages."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.sheets import Sheet
from xietong.core.errors import DocumentError
from xietong.documents.formats import scan
from xietong.documents.intake import extract
from xietong.documents.kind import tell
from xietong.documents.trouble import sentences

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def ole(stream: str) -> bytes:
    return OLE + (stream + "\0").encode("utf-16-le") + b"\0" * 600


def archive(*names: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return buffer.getvalue()


def pdf(**options: Any) -> bytes:
    sheet = Sheet()
    if options.get("text"):
        sheet.line("文字", 100, 100)
    else:
        sheet.canvas.rect(10, 10, 50, 50)
    return sheet.data()


def encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 100, "text")
    canvas.save()
    return buffer.getvalue()


def docx() -> bytes:
    buffer = BytesIO()
    document = Document()
    document.add_paragraph("正文一句。")
    document.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b" " * (30 << 20))
    return buffer.getvalue()


# reason, bytes, name, key of the message
CASES: tuple[tuple[str, bytes, str, str], ...] = (
    ("nothing at all", b"", "a.txt", "empty"),
    ("only white space", " \n　\n".encode(), "a.txt", "empty"),
    ("a mark of UTF-8 and nothing behind it", b"\xef\xbb\xbf", "a.txt", "empty"),
    ("bytes of a program", b"\x7fELF\x02\x01\x01" + bytes(range(256)), "a.txt", "binary"),
    ("UTF-8 cut inside a character", ("数字" * 50).encode()[:-1], "a.txt", "encoding_damaged"),
    ("bytes that no encoding explains", b"figures \xff\xfe\xfa of the year\n" * 20, "a.txt", "encoding"),
    ("replacement characters saved as text", ("锟斤拷" * 20 + "文字").encode(), "a.txt", "garbled"),
    ("UTF-8 taken for Latin-1", "京津冀协同发展".encode().decode("latin-1").encode(), "a.txt", "garbled"),
    ("old Word", ole("WordDocument"), "a.doc", "doc"),
    ("old Word under a false name", ole("WordDocument"), "a.txt", "doc"),
    ("WPS Writer has the same stream as Word: the name decides", ole("WordDocument"), "a.wps", "wps"),
    ("old Excel", ole("Workbook"), "a.xls", "sheet"),
    ("old PowerPoint", ole("PowerPoint Document"), "a.ppt", "slides"),
    ("a DOCX behind a password", ole("EncryptedPackage"), "a.docx", "office_encrypted"),
    ("OFD", archive("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "ofd"),
    ("Excel", archive("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "sheet"),
    ("PowerPoint", archive("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", "slides"),
    ("OpenDocument", archive("mimetype", "content.xml"), "a.odt", "opendocument"),
    ("EPUB", archive("mimetype", "META-INF/container.xml"), "a.epub", "epub"),
    ("ZIP", archive("a.txt"), "a.zip", "archive"),
    ("ZIP named like a DOCX", archive("a.txt"), "a.docx", "docx_damaged"),
    ("RAR", b"Rar!\x1a\x07\x01\x00" + b"\0" * 64, "a.rar", "archive"),
    ("7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 64, "a.7z", "archive"),
    ("RTF", b"{\\rtf1\\ansi text}", "a.rtf", "rtf"),
    ("CAJ", b"CAJ\0" + b"\0" * 64, "a.caj", "caj"),
    ("web archive", b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "a.mht", "webarchive"),
    ("GIF", b"GIF89a" + b"\0" * 64, "a.gif", "image_kind"),
    ("PDF behind a password", encrypted_pdf(), "a.pdf", "pdf_encrypted"),
    ("half a PDF", pdf(text=True)[:300], "a.pdf", "pdf_damaged"),
    ("a DOCX cut off", docx()[:2000], "a.docx", "docx_damaged"),
    ("a DOCX that unfolds to a thousand times its size", bomb(), "a.docx", "docx_bomb"),
    ("a page without words", b"<html><body><script>var x</script></body></html>", "a.html", "empty"),
)  # fmt: skip


@pytest.mark.parametrize(("data", "name", "key"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_refusal(data: bytes, name: str, key: str) -> None:
    with pytest.raises(DocumentError) as caught:
        extract(data, name)
    stem = sentences()[key]["problem"]["en"].split("{")[0]
    assert caught.value.problem["en"].startswith(stem)
    for language in ("zh", "en"):
        sentence = caught.value.sentence(language)
        assert sentence.startswith(name)
        assert "{" not in sentence


def test_too_large() -> None:
    with pytest.raises(DocumentError, match="more than the limit of 1 MB"):
        extract(b"a" * (1 << 21), "a.txt", limit=1 << 20)


def test_every_message_has_both_languages_and_ends_as_a_sentence() -> None:
    for key, entry in sentences().items():
        assert set(entry) == {"problem", "advice"}, key
        for part in entry.values():
            assert set(part) == {"zh", "en"}, key
            assert part["zh"].endswith("。"), key
            assert part["en"].endswith("."), key


def test_every_kind_without_a_reader_has_a_message() -> None:
    kinds = {tell(data, name) for _, data, name, _ in CASES} | {"image_kind", "binary"}
    assert kinds - {"plain", "html", "docx", "pdf", "image"} <= set(sentences())


WITHOUT_OCR = patch.object(scan, "available", lambda: False)  # it would take seconds for each damaged page
STARTS = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", OLE, b"<html>", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0",
     b"{\\rtf", b"MIME-Version: 1.0\n", b"<?xml version='1.0'?><html>"]
)  # fmt: skip
NAMES = st.sampled_from(["a", "a.txt", "a.html", "a.docx", "a.pdf", "a.wps", "文件.doc", ".", ""])


@settings(deadline=None)
@given(STARTS, st.binary(max_size=2000), NAMES)
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes, name: str) -> None:
    """Nothing but DocumentError ever comes out; what is read has offsets that hold."""
    with WITHOUT_OCR:
        try:
            text = extract(start + rest, name)
        except DocumentError:
            return
    edge = 0
    for article in text.articles:
        assert edge <= article.start < article.end <= len(text.content)
        edge = article.end


@settings(deadline=None)
@given(st.data())
def test_damaged_packages_are_refused(data: st.DataObject) -> None:
    """A DOCX or PDF with bytes overwritten anywhere is read or refused, never anything else."""
    whole = bytearray(data.draw(st.sampled_from([DOCX, PDF])))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    with WITHOUT_OCR, suppress(DocumentError):
        extract(bytes(whole), "a")


DOCX = docx()
PDF = pdf(text=True)
