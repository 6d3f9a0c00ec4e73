"""DOCX: paragraphs, tables, boxes and notes in document order."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.documents.drafts import draft, paragraph, run
from xietong.documents.intake import extract
from xietong.documents.model import Text


def read(document: Any, name: str = "a.docx") -> Text:
    buffer = BytesIO()
    document.save(buffer)
    return extract(buffer.getvalue(), name)


def test_paragraphs_and_tables_in_order() -> None:
    document = Document()
    document.add_paragraph("表前一段。")
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, (("地区", "增速"), ("北京", "5.2%")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("表后\t一段\n换行。")
    text = read(document)
    assert text.extractor == "docx/1"
    assert text.content == "表前一段。\n地区\t增速\n北京\t5.2%\n表后\t一段\n换行。\n"


def test_the_name_does_not_matter() -> None:
    document = Document()
    document.add_paragraph("正文。")
    assert read(document, "a.txt").content == "正文。\n"


def test_a_nested_table_stays_in_its_cell() -> None:
    document = Document()
    cell = document.add_table(1, 2).rows[0].cells[0]
    cell.text = "外"
    cell.add_table(1, 1).rows[0].cells[0].text = "内"
    assert read(document).content.startswith("外 内\t\n")


def test_deleted_words_are_gone_and_inserted_ones_are_there() -> None:
    document = Document()
    paragraph = document.add_paragraph("增长")
    for tag, inner, words in (("del", "delText", "3%"), ("ins", "t", "5%")):
        paragraph._p.append(
            parse_xml(
                f"<w:{tag} {nsdecls('w')} w:id='1' w:author='x'><w:r><w:{inner}>{words}</w:{inner}></w:r></w:{tag}>"
            )
        )
    assert read(document).content == "增长5%\n"


def test_text_boxes_follow_their_paragraph_once() -> None:
    """Word writes a box twice, for itself and for older programs."""
    document = Document()
    paragraph = document.add_paragraph("段落")
    box = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
    names = (
        "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:v='urn:schemas-microsoft-com:vml'"
    )
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {names}><mc:AlternateContent>"
            f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    document.add_paragraph("下一段")
    assert read(document).content == "段落\n框中文字\n下一段\n"


def test_what_the_text_shows_goes_before_its_properties() -> None:
    document = Document()
    document.add_paragraph("季度经济运行简报")
    document.add_paragraph("2024年4月19日")
    document.add_paragraph("一季度，经济平稳。")
    document.core_properties.title = "模板"
    document.core_properties.modified = datetime(2001, 1, 1)
    document.core_properties.author = "某单位"
    text = read(document)
    assert (text.title, str(text.date)) == ("季度经济运行简报", "2024-04-19/2024-04-19")


def test_properties_are_the_last_resort() -> None:
    document = Document()
    document.add_paragraph("一季度，经济平稳。")
    document.core_properties.title = "经济简报"
    document.core_properties.author = "某单位"
    document.core_properties.modified = datetime(2024, 4, 20)
    text = read(document)
    assert (text.title, str(text.date)) == ("经济简报", "2024-04-20/2024-04-20")


def test_a_document_without_properties_gets_none() -> None:
    text = extract(draft(paragraph(run("一季度，经济平稳。"))), "a.docx")
    assert (text.title, text.date) == ("", None)
