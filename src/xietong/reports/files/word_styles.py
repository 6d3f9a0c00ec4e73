"""How a Word report looks: page, styles, borders of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

_EAST, _LATIN = "微软雅黑", "Arial"
_SIZES = {
    "Normal": 10.5, "Title": 19.0, "Subtitle": 10.0, "Heading 1": 14.0, "Heading 2": 12.0, "Heading 3": 10.5, "Body Text": 10.5,
    "List Bullet": 10.5, "Caption": 9.5, "Entry": 10.5, "Remark": 8.5, "Cell": 9.0, "Picture": 9.0, "Footnote Entry": 8.5, "Vintage": 9.0,
}  # fmt: skip
_OURS = ("Entry", "Remark", "Cell", "Picture", "Footnote Entry", "Vintage")


def prepare(document: Document, language: str) -> None:
    """Page and styles; body text is indented by two characters in Chinese."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.4)
    for name in _OURS:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    mark: Any = document.styles.add_style("Footnote Mark", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    for name, size in _SIZES.items():
        style: Any = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0x1D, 0x1F, 0x24)
        style.font.bold = name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption")
        _faces(style)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(0), Pt(0)
        form.line_spacing = 1.5 if name in ("Body Text", "Entry", "List Bullet") else 1.15
    document.styles["Subtitle"].font.italic = False
    _plain_title(document)
    for name in ("Title", "Subtitle", "Vintage", "Caption", "Picture"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _distances(document)
    if language == "zh":
        _indent(document.styles["Body Text"])
    _page_number(page)


def _plain_title(document: Document) -> None:
    """No line under the title; Chinese as Chinese, so that its marks stand where they do in Chinese."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    about: Any = document.styles["Title"].element.get_or_add_pPr()
    for line in about.findall(qn("w:pBdr")):
        about.remove(line)
    look: Any = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    tongue = look.find(qn("w:lang"))
    if tongue is None:
        tongue = OxmlElement("w:lang")
        look.append(tongue)
    tongue.set(qn("w:eastAsia"), "zh-CN")


def _distances(document: Document) -> None:
    from docx.shared import Pt

    above_below = {
        "Title": (0, 4), "Subtitle": (0, 4), "Vintage": (0, 16), "Heading 1": (16, 8), "Heading 2": (12, 6), "Heading 3": (8, 4), "Caption": (8, 4),
        "Remark": (2, 4), "Picture": (8, 0), "Body Text": (0, 4),
    }  # fmt: skip
    for name, (above, below) in above_below.items():
        form: Any = document.styles[name].paragraph_format
        form.space_before, form.space_after = Pt(above), Pt(below)


def _faces(style: Any) -> None:
    """Latin and Chinese faces; themes would go before them."""
    from docx.oxml.ns import qn

    style.font.name = _LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "heme" in name:
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), _EAST)


def _indent(style: Any) -> None:
    """首行缩进: two characters, whatever the size."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    about = style.element.get_or_add_pPr()
    indent = about.find(qn("w:ind"))
    if indent is None:
        indent = OxmlElement("w:ind")
        about.append(indent)
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "420")


def _page_number(page: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = page.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
