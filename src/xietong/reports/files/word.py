"""A report as a Word file (DOCX): styles, tables with repeated heads, charts as pictures, real footnotes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from xietong.reports.files.clean import clean
from xietong.reports.files.flow import noted, numbered, shown_day
from xietong.reports.files.fonts import Fonts
from xietong.reports.files.pdf import png
from xietong.reports.files.widths import scale, widths
from xietong.reports.files.word_notes import Footnotes
from xietong.reports.files.word_styles import prepare
from xietong.reports.files.word_tables import add_table
from xietong.reports.model import Block, Break, Chart, Heading, Items, Paragraph, Pieces, Report, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

_WIDTH = 15.8  # of the text, in cm
_POINT = 28.35  # points of a cm
_FIRST = (1980, 1, 1, 0, 0, 0)  # the time every part bears


def docx(report: Report, fonts: Fonts) -> bytes:
    """The bytes, the same for the same report, fonts and libraries."""
    made = _Word(report, fonts).document()
    buffer = io.BytesIO()
    made.save(buffer)
    return _dateless(buffer.getvalue())


class _Word:
    def __init__(self, report: Report, fonts: Fonts) -> None:
        import docx as library

        self._report, self._fonts = report, fonts
        self._made: Document = library.Document()
        prepare(self._made, report.language)
        self._notes = Footnotes(self._made)

    def document(self) -> Document:
        report, made = self._report, self._made
        day = datetime.fromisoformat(report.day).replace(tzinfo=UTC)
        core = made.core_properties
        core.title = clean("".join(one.text for one in report.title))[:255]
        core.author, core.comments, core.revision = "", "", 1
        core.language = "zh-CN" if report.language == "zh" else "en-GB"
        core.created = core.modified = core.last_printed = day.replace(tzinfo=None)
        self._pieces(made.add_paragraph(style="Title"), report.title)
        made.add_paragraph(shown_day(report), style="Subtitle")
        if report.vintage:
            self._pieces(made.add_paragraph(style="Vintage"), report.vintage)
        for one in numbered(report):
            self._block(one.block, one.label)
        self._notes.write()
        return made

    def _block(self, block: Block, label: str) -> None:
        made = self._made
        match block:
            case Heading():
                self._pieces(made.add_paragraph(style=f"Heading {block.level}"), block.pieces)
            case Paragraph():
                self._pieces(made.add_paragraph(style="Remark" if block.quiet else "Body Text"), block.pieces)
            case Items():
                self._items(block)
            case Table():
                self._table(block, label)
            case Chart():
                self._chart(block, label)
            case Break():
                made.add_page_break()  # type: ignore[no-untyped-call]

    def _items(self, block: Items) -> None:
        # numbers by hand: lists of Word go on from one to the next
        for at, one in enumerate(block.items, 1):
            if block.ordered:
                paragraph = self._made.add_paragraph(style="Entry")
                paragraph.add_run(f"{at}. ")
            else:
                paragraph = self._made.add_paragraph(style="List Bullet")
            self._pieces(paragraph, one)

    def _pieces(self, paragraph: WordParagraph, pieces: Pieces) -> None:
        for piece, note in noted(pieces, self._report.language):
            run = paragraph.add_run(clean(piece.text))
            run.bold = True if piece.style == "strong" else None
            run.italic = True if piece.style == "emphasis" else None
            if note:
                self._notes.add(paragraph, note)

    def _caption(self, label: str, pieces: Pieces, *, above: bool) -> None:
        if label:
            paragraph = self._made.add_paragraph(style="Caption")
            paragraph.paragraph_format.keep_with_next = above
            paragraph.add_run(f"{label}  ")
            self._pieces(paragraph, pieces)

    def _table(self, table: Table, label: str) -> None:
        self._caption(label, table.caption, above=True)
        add_table(
            self._made,
            table,
            [one / _POINT for one in widths(table)],
            scale(table),
            self._report.language,
            self._notes.add,
        )

    def _chart(self, chart: Chart, label: str) -> None:
        from docx.shared import Cm

        paragraph = self._made.add_paragraph(style="Picture")
        shape: Any = paragraph.add_run().add_picture(io.BytesIO(png(chart, self._fonts)), width=Cm(_WIDTH - 0.6))
        shape._inline.docPr.set("descr", clean("".join(one.text for one in chart.caption)))
        self._caption(label, chart.caption, above=False)


def _dateless(data: bytes) -> bytes:
    """The same archive with one time on every part: the same report gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            info = zipfile.ZipInfo(name, _FIRST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            made.writestr(info, given.read(name))
    return buffer.getvalue()
