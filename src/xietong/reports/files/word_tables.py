"""Tables of a Word file, written as elements: three lines, a head repeated on every page, rows that are not torn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xietong.reports.files.clean import clean
from xietong.reports.files.flow import noted
from xietong.reports.model import Align, Language, Piece, Pieces, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_CM = 567  # twentieths of a point
_RULE = {"val": "single", "space": "0", "color": "1D1F24"}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HALVES = 18  # half points of a letter in a cell
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Note = Callable[["Paragraph", str], None]


def add_table(
    document: Document, table: Table, widths: Sequence[float], scale: float, language: Language, note: Note
) -> None:
    """Put a table at the end of a document; widths in cm; `scale` of its letters; `note` adds a footnote to a paragraph."""
    # written by hand: python-docx looks through the whole table for every cell
    made = document.add_table(0, 0)
    root: Any = made._tbl
    about = root.tblPr
    about.append(_element("jc", val="center"))
    borders = _element("tblBorders")
    for side in ("top", "bottom"):
        borders.append(_element(side, sz="10", **_RULE))
    about.append(borders)
    about.append(_element("tblLayout", type="fixed"))
    margins = _element("tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(side, w=str(round(80 * scale)), type="dxa"))
    about.append(margins)
    for width in widths:
        root.tblGrid.append(_element("gridCol", w=str(round(width * _CM))))
    style = document.styles["Cell"].style_id
    for number, row in enumerate((table.head, *table.rows)):
        root.append(_row(document, row, widths, table.align, style, language, note, head=number == 0))
    if scale < 1:
        for look in root.iter(f"{{{_W}}}rPr"):
            look.append(_element("sz", val=str(round(_HALVES * scale))))


def _row(
    document: Document, cells: Sequence[Pieces], widths: Sequence[float], align: Sequence[Align], style: str,
    language: Language, note: Note, *, head: bool,
) -> Any:  # fmt: skip
    row = _element("tr")
    about = _element("trPr")
    about.append(_element("cantSplit"))
    if head:
        about.append(_element("tblHeader"))
    row.append(about)
    for pieces, width, side in zip(cells, widths, align, strict=True):
        cell, properties = _element("tc"), _element("tcPr")
        properties.append(_element("tcW", w=str(round(width * _CM)), type="dxa"))
        if head:
            lines = _element("tcBorders")
            lines.append(_element("bottom", sz="6", **_RULE))
            properties.append(lines)
        properties.append(_element("vAlign", val="center"))
        cell.append(properties)
        cell.append(_paragraph(document, pieces, "center" if head else side, style, language, note, head=head))
        row.append(cell)
    return row


def _paragraph(
    document: Document, pieces: Pieces, side: str, style: str, language: Language, note: Note, *, head: bool
) -> Any:
    from docx.text.paragraph import Paragraph

    paragraph, about = _element("p"), _element("pPr")
    about.append(_element("pStyle", val=style))
    about.append(_element("jc", val=side))
    paragraph.append(about)
    for piece, said in noted(pieces, language):
        paragraph.append(_run(piece, head=head))
        if said:
            note(Paragraph(paragraph, document._body), said)
    return paragraph


def _run(piece: Piece, *, head: bool) -> Any:
    run, look, words = _element("r"), _element("rPr"), _element("t")
    if head or piece.style == "strong":
        look.append(_element("b"))
    if piece.style == "emphasis":
        look.append(_element("i"))
    words.text = clean(piece.text)
    words.set(_SPACE, "preserve")
    run.append(look)
    run.append(words)
    return run


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
