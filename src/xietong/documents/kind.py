"""Which format a file has, told from its bytes; the ending of its name only breaks ties."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

# first bytes → kind; kinds without a reader are keys of the messages
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image_kind"),
    (b"\x00\x00\x01\x00", "image_kind"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"{\\rtf", "rtf"),
    (b"CAJ", "caj"),
    (b"KDH ", "caj"),
    (b"HN\x00", "caj"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENDINGS: Final = (
    (("wps", "wpt"), "wps"),
    (("xls", "xlt", "et", "ett"), "sheet"),
    (("ppt", "pps", "pot", "dps", "dpt"), "slides"),
    (("doc", "dot"), "doc"),
)
_OLE_STREAMS: Final = (
    (("EncryptedPackage", "EncryptionInfo"), "office_encrypted"),
    (("Workbook", "Book"), "sheet"),
    (("PowerPoint Document",), "slides"),
    (("WordDocument",), "doc"),
)
_ZIP_PARTS: Final = (
    ("word/document", "docx"),
    ("OFD.xml", "ofd"),
    ("xl/", "sheet"),
    ("ppt/", "slides"),
    ("META-INF/container.xml", "epub"),
    ("content.xml", "opendocument"),
)
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,4}<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.I | re.S,
)
_HTML_TAG: Final = re.compile(rb"<(?:p|div|table|span|br|h[1-6]|ul|article|section)\b[^>]{0,500}>", re.I)
_MIME: Final = re.compile(rb"(?:from|mime-version|snapshot-content-location):[^\n]{0,300}\n", re.I)
_BOMS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def ending(name: str) -> str:
    """The ending of a file's name in small letters, without the dot; empty where there is none."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[1].lower() if "." in base else ""


def tell(data: bytes, name: str) -> str:
    """The kind of a file: "plain", "html", "docx", "pdf", "image", or the key of the message that refuses it."""
    head = data[:4096]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        return _ole(data, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data, name)
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1"):
        return "image_kind"
    return _marked_up(head, name)


def _ole(data: bytes, name: str) -> str:
    """Old Office files, and new ones behind a password, share one container; its directory names the streams."""
    found = ""
    for streams, kind in _OLE_STREAMS:
        if any((stream + "\0").encode("utf-16-le") in data for stream in streams):
            found = kind
            break
    if found == "office_encrypted":
        return found
    for endings, kind in _OLE_ENDINGS:  # a .wps holds the same stream as a .doc: here the name decides
        if ending(name) in endings and (not found or found == "doc"):
            return kind
    return found or "binary"


def _zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # zipfile raises many kinds on damage
        return "docx_damaged" if ending(name) in ("docx", "docm") else "archive"
    for part, kind in _ZIP_PARTS:
        if any(one.startswith(part) for one in names):
            return kind
    return "docx_damaged" if ending(name) in ("docx", "docm") else "archive"


def _marked_up(head: bytes, name: str) -> str:
    """HTML and saved mail or web archives begin with their markup; all else is tried as plain text."""
    for bom, codec in _BOMS:
        if head.startswith(bom):
            head = head[2:].decode(codec, "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return "html"
    if _MIME.match(head) and re.search(rb"\n(?:mime-version|content-type):", b"\n" + head, re.I):
        return "webarchive"
    if ending(name) in ("html", "htm", "xhtml", "shtml") and _HTML_TAG.search(head):
        return "html"
    return "plain"
