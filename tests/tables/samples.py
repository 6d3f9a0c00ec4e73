"""Tables as offices send them, made in memory: workbooks, pages, Word and PDF files with their usual faults."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from xietong.tables.formats.source import Bytes
from xietong.tables.mapping import Mapping, parse
from xietong.tables.whole import TableReading, read

DATA = Path(__file__).parents[3] / "shared" / "data"
PANEL = DATA / "panel"
BULLETINS = DATA / "extraction" / "nbs_rd_bulletins_html"
MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"

LONG = """
name = "long"
columns = ["地区", "年份", "指标", "数值", "单位"]
[place]
column = "地区"
[period]
column = "年份"
[indicator]
column = "指标"
[unit]
column = "单位"
[[value]]
column = "数值"
"""
WIDE = """
name = "wide"
columns = ["年份", "{place}+"]
[place]
header = 1
[period]
column = "年份"
[indicator]
fixed = "地区生产总值"
[unit]
fixed = "亿元"
[[value]]
column = "{place}+"
"""
YEARS = """
name = "years"
columns = ["地区", "{period}+"]
[place]
column = "地区"
[period]
header = 1
[indicator]
fixed = "地区生产总值"
[unit]
fixed = "亿元"
[[value]]
column = "{period}+"
"""


def mapping(text: str) -> Mapping:
    """A mapping written in a test."""
    return parse(text, "test.toml")


def csv(*lines: str) -> Bytes:
    """A CSV file of these lines."""
    return Bytes("test.csv", data="\n".join(lines).encode())


def readings(source: Bytes, text: str) -> TableReading:
    """What is read of a file by a mapping written in a test."""
    return read(source, mapping(text))


def codes(found: TableReading) -> list[str]:
    """The kinds of findings, in order."""
    return [one.code for one in found.issues]


def values(found: TableReading) -> dict[tuple[str, str], str]:
    """(place as printed, year) → text of the cells that are observations."""
    return {
        (cell.series.place_printed, cell.when.span[:4] if cell.when else ""): cell.text
        for _, cell in found.cells
        if not cell.state
    }


def workbook(
    rows: Sequence[Sequence[object]], merged: Sequence[str] = (), extra: dict[str, bytes] | None = None
) -> bytes:
    """An .xlsx of one sheet; `extra` parts are put into the package."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    out = io.BytesIO()
    book.save(out)
    if extra:
        with zipfile.ZipFile(out, "a") as archive:
            for name, data in extra.items():
                archive.writestr(name, data)
    return out.getvalue()


def page(table: str, title: str = "", after: str = "") -> bytes:
    """An HTML page with a table."""
    return f"<html><head><title>{title}</title></head><body><p>{title}</p>{table}{after}</body></html>".encode()


def word(rows: Sequence[Sequence[str]], raised: tuple[int, int, str] | None = None) -> bytes:
    """A DOCX with a table; `raised` puts a superscript behind the text of a cell, (row, column, text)."""
    from docx import Document

    document = Document()
    document.add_paragraph("表1 地区生产总值（单位：亿元）")
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    if raised:
        run = table.cell(raised[0], raised[1]).paragraphs[0].add_run(raised[2])
        run.font.superscript = True
    document.add_paragraph("① 初步核算数")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def printed(rows: Sequence[Sequence[str]], spans: Sequence[tuple[object, ...]] = (), raised: str = "") -> bytes:
    """A PDF with a ruled table; `raised` is set as a superscript behind the last cell."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("plain", fontName="STSong-Light")
    cells: list[list[object]] = [list(row) for row in rows]
    if raised:
        cells[-1][-1] = Paragraph(f"{rows[-1][-1]}<super>{raised}</super>", style)
    drawn = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light"), *spans])
    out = io.BytesIO()
    SimpleDocTemplate(out).build([Paragraph("表1 地区生产总值", style), Table(cells, style=drawn)])
    return out.getvalue()
