"""Excel (.xlsx, .xlsm) → sheets: values as last saved, merged cells, and what the file does besides holding values."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree

from xietong.tables.formats.source import Bytes
from xietong.tables.model import Row, Sheet, Trouble
from xietong.tables.trouble import trouble

_UNFOLDED = 512 * 1024 * 1024
_RATIO = 300
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MERGED_CELLS = 200_000  # a merged range over whole columns covers cells that nobody sees


def read(source: Bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook. DocumentError where it cannot be opened; macros are never run, links never followed."""
    data = source.whole()
    parts = _measured(data, source.name)
    try:
        return tuple(_sheets(data, _about(parts, data), source.name))
    except Exception as error:  # openpyxl and zipfile raise many kinds on a damaged package
        raise trouble(source.name, "damaged", reason=type(error).__name__) from error


def _sheets(data: bytes, about: tuple[Trouble, ...], name: str) -> Iterator[Sheet]:
    import openpyxl  # late: a tenth of a second

    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, rich_text=True, keep_links=False)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for sheet in book.worksheets:
            seen = _seen(archive, getattr(sheet, "_worksheet_path", ""))
            hidden = (Trouble("hidden_sheet", 1, 0, sheet.title),) if sheet.sheet_state != "visible" else ()
            sheet.reset_dimensions()  # what the file says of its size is often wrong
            if rows := _rows(sheet):
                context = f"{name} {book.properties.title or ''}".strip()
                yield Sheet(sheet.title, rows, context=context, covered=seen[0], troubles=(*about, *hidden, *seen[1]))
                about = ()
    book.close()


def _measured(data: bytes, name: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception as error:
        raise trouble(name, "damaged", reason=type(error).__name__) from error
    if any(part.flag_bits & 1 for part in parts):
        raise trouble(name, "locked")
    dense = any(part.file_size > 1 << 22 and part.file_size > _RATIO * max(1, part.compress_size) for part in parts)
    if dense or sum(part.file_size for part in parts) > _UNFOLDED:
        raise trouble(name, "bomb")
    return parts


def _about(parts: list[zipfile.ZipInfo], data: bytes) -> tuple[Trouble, ...]:
    """Macros and links to other files."""
    names = [part.filename for part in parts]
    found = [Trouble("macros", 1, 0, name) for name in names if name.lower().endswith("vbaproject.bin")]
    links = [name for name in names if re.search(r"externalLinks/_rels/.+\.rels$", name)]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in links:
            targets = re.findall(rb'Target="([^"]{1,300})"', archive.read(name))
            text = targets[0].decode("utf-8", "replace") if targets else name
            found.append(Trouble("external_links", 1, 0, text))
    if not links and any("externalLinks/" in name for name in names):
        found.append(Trouble("external_links", 1, 0, "externalLinks"))
    return tuple(found)


def _seen(archive: zipfile.ZipFile, path: str) -> tuple[dict[tuple[int, int], tuple[int, int]], tuple[Trouble, ...]]:
    """Merged cells of a sheet, and formulas without a kept result or over other files."""
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    troubles: list[Trouble] = []
    try:
        with archive.open(path.lstrip("/")) as part:
            tags = tuple(f"{_MAIN}{name}" for name in ("c", "mergeCell", "row", "col"))
            for _, element in etree.iterparse(part, tag=tags, resolve_entities=False, no_network=True):
                if element.tag == tags[0]:
                    _formula(element, troubles)
                elif element.tag == tags[1]:
                    _cover(covered, element.get("ref", ""))
                elif element.get("hidden") in ("1", "true"):
                    troubles.append(_hidden(element))
                element.clear()
    except (KeyError, etree.LxmlError):
        return covered, ()
    return covered, tuple(troubles)


def _hidden(element: Any) -> Trouble:
    """A row (`r`) or columns (from `min` on) that the file does not show."""
    place = element.get("r") or element.get("min") or ""
    number = int(place) if place.isdigit() else 0
    return Trouble("hidden_cells", number, 0) if element.get("r") else Trouble("hidden_cells", 1, number)


def _formula(cell: Any, troubles: list[Trouble]) -> None:
    formula = cell.find(f"{_MAIN}f")
    if formula is None:
        return
    row, column = _place(cell.get("r", "A1"))
    words = "=" + (formula.text or "")
    value = cell.find(f"{_MAIN}v")
    if value is None or not (value.text or "").strip():
        troubles.append(Trouble("formula_empty", row, column, words[:120]))
    elif "[" in words and re.search(r"\[\d+\]", words):
        troubles.append(Trouble("external_formula", row, column, words[:120]))


def _cover(covered: dict[tuple[int, int], tuple[int, int]], reference: str) -> None:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = _place(first), _place(last or first)
    if (bottom - top + 1) * (right - left + 1) > _MERGED_CELLS:
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                covered[row, column] = (top, left)


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.match(reference)
    if not found:
        return 1, 1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _rows(sheet: Any) -> list[Row]:
    """All rows as text, padded to one width, without the blank ones at the end."""
    rows = [tuple(map(_shown, row)) for row in sheet.iter_rows()]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((max((i for i, cell in enumerate(row, 1) if cell), default=0) for row in rows), default=0)
    return [(row + ("",) * (width - len(row)))[:width] for row in rows]


def _shown(cell: Any) -> str:
    """A cell as it is shown: 0.123 under a format of percent is 12.3%."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return _text(float(Decimal(repr(value)) * 100)) + "%"
    return _text(value)


def _text(value: Any) -> str:
    """A value as a person would read it, to the fifteen digits that a spreadsheet keeps."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        short = format(value, ".15g")
        return short if "e" not in short else format(value, "f").rstrip("0").rstrip(".")
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return str(value)
    if isinstance(value, str) and type(value) is str:
        return value.strip()
    if isinstance(value, list):  # rich text: digits set as superscript are a footnote
        return "".join(_run(one) for one in value).strip()
    return str(value).strip()


def _run(run: Any) -> str:
    font = getattr(run, "font", None)
    text = str(getattr(run, "text", run))
    return text.translate(_SUPERSCRIPT) if font is not None and font.vertAlign == "superscript" else text
