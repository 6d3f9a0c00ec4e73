"""Pictures of pages → text with the place of every character, by the `[ocr]` extra (rapidocr, models in its wheel)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any, Final

from xietong.documents.formats.columns import Piece, Rect, piece
from xietong.documents.formats.printed import Sheet, compose, pieces
from xietong.documents.formats.raster import render
from xietong.documents.formats.shape import Extract
from xietong.documents.trouble import trouble

EXTRACTOR: Final = "ocr/1"

_DPI: Final = 200
_PIXELS: Final = 100_000_000  # of one picture; a newspaper page at 200 dpi has 12 million
_SURE: Final = 0.5  # lines the recogniser is less sure of are mostly stains and ornaments
_BROAD: Final = 0.7  # heights of white space inside a detected line that part two columns
_MARGIN: Final = 0.1  # of a detected line's height
_TALL: Final = 1.5  # of its width: a box of several characters that is set from top to bottom
_LOCK: Final = Lock()


def available() -> bool:
    """True where the `[ocr]` extra is installed."""
    return all(find_spec(module) is not None for module in ("rapidocr", "onnxruntime", "cv2"))


def read(data: bytes, name: str) -> Extract:
    """Text and layout of a picture file (PNG, JPEG, TIFF with all its pages); one pixel counts as one point."""
    size = dimensions(data)
    if size is not None and size[0] * size[1] > _PIXELS:
        raise trouble(name, "image_large", pixels=size[0] * size[1] // 1_000_000, limit=_PIXELS // 1_000_000)
    if not available():
        raise trouble(name, "image_without_ocr")
    sheets = [
        Sheet(number, float(picture.shape[1]), float(picture.shape[0]), recognise(picture, 1.0))
        for number, picture in enumerate(pictures(data, name), 1)
    ]
    made = compose(sheets)
    if not made.content.strip():
        raise trouble(name, "image_without_text")
    return Extract(made.content, EXTRACTOR, layout=made.layout, headlines=made.headlines)


def of_page(document: Any, sheet: Sheet) -> Sheet:
    """The page of a PDF that holds only an image, read from its rendering."""
    import numpy

    page = document[sheet.number - 1]
    try:
        data, width, height = render(page, _DPI / 72)
    finally:
        page.close()
    picture = numpy.frombuffer(data, numpy.uint8).reshape(height, width, 3)[:, :, ::-1]
    return Sheet(sheet.number, sheet.width, sheet.height, recognise(picture, sheet.width / width))


def pictures(data: bytes, name: str) -> Iterator[Any]:
    """The pictures in a file as arrays (height, width, 3) in BGR."""
    import cv2
    import numpy

    raw = numpy.frombuffer(data, numpy.uint8)
    try:
        if data[:4] in (b"II*\x00", b"MM\x00*"):
            found, several = cv2.imdecodemulti(raw, cv2.IMREAD_COLOR)
            several = list(several) if found else []
        else:
            one = cv2.imdecode(raw, cv2.IMREAD_COLOR)
            several = [] if one is None else [one]
    except cv2.error as error:
        raise trouble(name, "image_damaged") from error
    if not several:
        raise trouble(name, "image_damaged")
    yield from several


def recognise(picture: Any, scale: float) -> list[Piece]:
    """The lines of a picture as pieces; `scale` turns its pixels into points."""
    with _LOCK:
        result = _engine()(picture, return_word_box=True, return_single_char_box=True)
    if result is None or result.txts is None or result.boxes is None:
        return []
    found: list[Piece] = []
    placed = result.word_results or ((),) * len(result.txts)
    for text, score, corners, words in zip(result.txts, result.scores, result.boxes, placed, strict=True):
        if score < _SURE or not text.strip():
            continue
        line = _rect(corners, scale)
        upright = len(text) > 1 and line[3] - line[1] > _TALL * (line[2] - line[0])
        known = [(word, _trimmed(_rect(box, scale))) for word, _, box in words if box is not None and len(word) == 1]
        if upright or len(known) < len(text.replace(" ", "")):
            found.append(piece(text, _spread(text, *(line if upright else _trimmed(line)))))
        else:  # the detector joins lines across a narrow gutter: the characters' own places part them again
            found.extend(pieces(known, _BROAD))
    return found


def _rect(corners: Any, scale: float) -> Rect:
    """The upright rectangle around four corners."""
    xs, ys = [float(x) * scale for x, _ in corners], [float(y) * scale for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _trimmed(box: Rect) -> Rect:
    """A box without the margin that the detector leaves above and below a line."""
    left, top, right, bottom = box
    margin = _MARGIN * (bottom - top)
    return left, top + margin, right, bottom - margin


def _spread(text: str, left: float, top: float, right: float, bottom: float) -> list[Rect]:
    """A box for each character: the line's box shared out by the usual widths, or downwards for an upright line."""
    if len(text) > 1 and bottom - top > _TALL * (right - left):
        step = (bottom - top) / len(text)
        return [(left, top + step * at, right, top + step * (at + 1)) for at in range(len(text))]
    widths = [0.5 if char.isascii() else 1.0 for char in text]
    unit = (right - left) / sum(widths)
    boxes = []
    for width in widths:
        boxes.append((left, top, left + width * unit, bottom))
        left += width * unit
    return boxes


@cache
def _engine() -> Any:
    """The recogniser, made once: its models are in the package, nothing is fetched."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height that the head of a PNG, JPEG or TIFF claims, without unpacking it; None where it has none."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        wide, high = struct.unpack(">II", data[16:24])
        return wide, high
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return _tiff(data)
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + size
    return None


def _tiff(data: bytes) -> tuple[int, int] | None:
    mark = "<" if data[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(f"{mark}I", data, 4)
        (count,) = struct.unpack_from(f"{mark}H", data, at)
        values = {}
        for index in range(min(count, 64)):
            tag, kind = struct.unpack_from(f"{mark}HH", data, at + 2 + 12 * index)
            if tag in (256, 257):
                (values[tag],) = struct.unpack_from(f"{mark}{'H' if kind == 3 else 'I'}", data, at + 10 + 12 * index)
        return (values[256], values[257]) if len(values) == 2 else None
    except struct.error:
        return None
