"""The files of a report: nothing lost, nothing interpreted, nothing without a glyph, the same bytes again."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import docx as reader
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.reports.making import SOURCE, VALUES, made
from xietong.reports.files.chart import svg
from xietong.reports.files.clean import clean
from xietong.reports.files.fonts import Fonts, fonts
from xietong.reports.files.page import body, page
from xietong.reports.files.pdf import pdf
from xietong.reports.files.widths import ROOM, scale, widths
from xietong.reports.files.word import docx
from xietong.reports.given import Value
from xietong.reports.model import Block, Chart, Line, Paragraph, Piece, Report, Table
from xietong.reports.sections.indicators import Manner, Row, indicators
from xietong.reports.troubles import FaultyReportError

BODY = """# 一、总体

全市生产总值{{ entered name=总值 }}，**同比**[增长5.2%]{entered name=增速}，*说明*[^a]。

- 甲
- 乙

1. 子
2. 丑

|地区|数|
|---|--:|
|北京|{{ entered name=准数 }}|

[^a]: 脚注的文字，国发〔2014〕5号。

{{ page }}

# 二、其他

PM2.5浓度改善，“京津冀”、‘协同’、——……《条例》（试行）；α、μg/m³、R&D、№、℃。
"""
HOSTILE = [
    '#evil[x] $x^2$ *a* _b_ `c` @d <e> \\f #import "x": y',
    "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;&#x31;",
    "{{ value }} {% raw %} ${x} =1+1 \"quoted\" 'single' //comment /*c*/",
    '#sys.inputs #read("/etc/passwd") #image("x") #[= Heading]',
]


@pytest.fixture(scope="module")
def here() -> Fonts:
    return fonts()


def sample() -> Report:
    report, troubles = made(BODY)
    assert not troubles
    value = VALUES["总值"]
    rows = [
        Row(
            "GDP",
            place,
            tuple(Value((one * number,), "元", (SOURCE,)) if number != 4 else None for number in range(2, 10)),
        )
        for place, one in (("110000", Decimal(10**12)), ("120000", Decimal(5 * 10**11)))
    ]
    assert value.sources
    blocks = indicators(rows, [f"{year}-01-01/{year}-12-31" for year in range(2015, 2023)], Manner("zh", digits=1))
    return replace(report, blocks=(*report.blocks, *blocks))


def bars() -> Report:
    point = Piece("12.3", "figure", value=(Decimal("12.3"),), sources=(SOURCE,))
    chart = Chart("bars", (Piece("得分"),), "", ("北京", "一个名字非常非常长的地区"), (Line("得分", (point, point)),))
    return replace(sample(), blocks=(chart,))


def hostile() -> Report:
    report = sample()
    blocks: list[Block] = []
    for text in HOSTILE:
        source = replace(SOURCE, title=text, sentence=text, where=text, href='javascript:alert("1")')
        figure = Piece("5.2%", "figure", value=(Decimal("5.2"),), unit="%", sources=(source,), note=True)
        blocks += [
            Paragraph((Piece(text), figure)),
            Table((Piece(text),), ((Piece(text),),), (((Piece(text),),),), ("left",)),
            Chart("lines", (Piece(text),), text, (text, "b"), (Line(text, (figure, figure)),)),
        ]
    return replace(report, title=(Piece(HOSTILE[1]),), blocks=tuple(blocks))


def squeezed(text: str) -> str:
    """Without spaces and line ends: a PDF parts lines where it likes."""
    return re.sub(r"\s|\ufffe|\u00ad", "", unicodedata.normalize("NFKC", text))


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def all_words(report: Report) -> list[str]:
    found = ["".join(one.text for one in report.title)]
    for block in report.blocks:
        for pieces in (getattr(block, "pieces", None) and [block.pieces]) or getattr(block, "items", ()):  # type: ignore[union-attr]
            found += [one.text for one in pieces]
        if isinstance(block, Table):
            found += [
                one.text
                for cell in (block.caption, *block.head, *(c for row in block.rows for c in row))
                for one in cell
            ]
    return [squeezed(one) for one in found if one.strip()]


def test_every_word_can_be_read_out_of_the_pdf(here: Fonts) -> None:
    text = squeezed(pdf_text(pdf(sample(), here)))
    assert [one for one in all_words(sample()) if one not in text] == []
    assert "脚注的文字" in text
    assert "第120—128字" in text  # the footnote cites place and words
    assert "\ufffd" not in text


def test_no_glyph_is_missing(here: Fonts) -> None:
    """Every glyph of the PDF stands for a character: .notdef stands for none (PDF/A-2u refuses it besides)."""
    data = pdf(sample(), here)
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page_text = document[number].get_textpage()
        for at in range(page_text.count_chars()):
            assert pypdfium2.raw.FPDFText_GetUnicode(page_text, at) != 0
    document.close()


def test_a_character_without_a_glyph_is_refused_by_name(here: Fonts) -> None:
    report = replace(sample(), blocks=(Paragraph((Piece("楔形文字𒀀"),)),))
    with pytest.raises(FaultyReportError) as caught:
        pdf(report, here)
    assert "𒀀" in caught.value.sentence("zh")


def test_lowered_and_raised_digits_are_set_small_where_fonts_lack_them(here: Fonts) -> None:
    report, _ = made("排放CO₂和PM₂.₅。")
    assert "排放CO2和PM2.5" in squeezed(pdf_text(pdf(report, here)))


def test_no_chinese_font_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(FaultyReportError) as caught:
            fonts(str(place))
        assert "mpl-font" in caught.value.sentence("zh")
        assert "XIETONG_FONTS" in caught.value.sentence("en")


def test_the_same_report_gives_the_same_bytes(here: Fonts) -> None:
    assert pdf(sample(), here) == pdf(sample(), here)
    assert docx(sample(), here) == docx(sample(), here)
    assert page(sample()) == page(sample())


def test_pdf_is_archival(here: Fonts) -> None:
    data = pdf(sample(), here)
    assert b"pdfaid:part" in data or b"pdfaid" in data


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_hostile_text_is_text_everywhere(here: Fonts) -> None:
    report = hostile()
    text = squeezed(pdf_text(pdf(report, here)))
    html = page(report)
    tags = Tags()
    tags.feed(html)
    assert "script" not in tags.tags
    assert "img" not in tags.tags
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    word = reader.Document(io.BytesIO(docx(report, here)))
    said = "".join(one.text for one in word.paragraphs)
    for one in HOSTILE:
        assert squeezed(one) in text, one
        assert one in said, one


def test_a_link_of_a_source_is_one_of_ours(here: Fonts) -> None:
    tags = Tags()
    tags.feed(body(hostile()))
    assert not [value for name, value in tags.attributes if name == "href" and value and value.startswith("javascript")]


def test_word_is_read_again_with_all_its_parts(here: Fonts) -> None:
    data = docx(sample(), here)
    document = reader.Document(io.BytesIO(data))
    texts = "".join(one.text for one in document.paragraphs)
    assert "43,760.7亿元" in texts
    assert "增长5.2%" in texts
    assert [one.style.name for one in document.paragraphs if one.text.startswith("一、")] == ["Heading 1"]  # type: ignore[union-attr]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["北京", "12.36%"]
    assert len(document.inline_shapes) == 1
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
        said = "".join(notes.itertext())
    assert "第120—128字" in said
    assert "国发〔2014〕5号" in said
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_opens_in_libreoffice(here: Fonts, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(docx(sample(), here))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "report.docx"),
    ]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    text = squeezed(pdf_text((tmp_path / "report.pdf").read_bytes()))
    for words in ("43,760.7亿元", "增长5.2%", "脚注的文字", "第120—128字", "北京"):
        assert squeezed(words) in text


def test_controls_and_marks_of_direction_do_not_reach_a_file() -> None:
    assert clean("a\x00b\x0bc\u202ed\nb\tc\ud800") == "abcd b c"


@pytest.mark.parametrize("report", [sample(), bars()], ids=["lines", "bars"])
def test_charts_are_sound_svg_with_their_numbers_and_gaps(report: Report) -> None:
    chart = next(one for one in report.blocks if isinstance(one, Chart))
    root = etree.fromstring(svg(chart).encode())
    said = "".join(root.itertext())
    assert chart.lines[0].name in said or chart.kind == "bars"
    joined = root.findall(".//{*}path[@stroke-width]")
    if chart.kind == "lines":
        # eight periods with one missing: two runs of two and of four lines each for two places
        assert len(joined) == 2 * (1 + 4)
        assert len(root.findall(".//{*}circle")) == 2 * 7


def test_an_empty_report_is_set(here: Fonts) -> None:
    report = replace(sample(), blocks=())
    assert pdf(report, here)[:5] == b"%PDF-"
    assert docx(report, here)[:2] == b"PK"


def test_a_long_table_goes_over_pages_with_its_head_repeated(here: Fonts) -> None:
    rows = tuple(((Piece(f"地区{'长' * (number % 30)}"),), (Piece("—"),)) for number in range(150))
    report = replace(
        sample(), blocks=(Table((Piece("长表"),), ((Piece("表头甲"),), (Piece("表头乙"),)), rows, ("left", "right")),)
    )
    document = pypdfium2.PdfDocument(pdf(report, here))
    pages = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    document.close()
    assert len(pages) > 2
    assert all("表头甲" in one for one in pages)


@given(
    st.lists(
        st.lists(st.text(st.sampled_from("北京 地区ab-1,.0亿"), max_size=30), min_size=4, max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_columns_fit_the_page_and_numbers_stay_whole(rows: list[list[str]]) -> None:
    cells = tuple(tuple((Piece(text),) for text in row) for row in rows)
    head = tuple((Piece(f"列{at}"),) for at in range(4))
    found = widths(Table((), head, cells, ("left", "left", "right", "right")))
    assert sum(found) <= ROOM + 0.01
    assert all(one > 0 for one in found)


def test_numbers_are_wider_than_long_words_where_room_is_short() -> None:
    row = ((Piece("很长的说明文字" * 20),), (Piece("1,234,567.89"),))
    found = widths(Table((), ((Piece("说明"),), (Piece("数"),)), (row,), ("left", "right")))
    assert found[1] >= 12 * 0.56 * 8.8
    assert sum(found) == pytest.approx(ROOM)


def test_a_table_of_too_many_numbers_is_set_smaller(here: Fonts) -> None:
    numbers = tuple((Piece("43,760.70"),) for _ in range(14))
    table = Table((Piece("多列"),), tuple((Piece(f"列{at}"),) for at in range(14)), (numbers,), ("right",) * 14)
    assert 0.5 <= scale(table) < 1
    assert scale(Table((), numbers[:2], (numbers[:2],), ("right",) * 2)) == 1
    report = replace(sample(), blocks=(table,))
    assert pdf_text(pdf(report, here)).count("43,760.70") == 14
    with zipfile.ZipFile(io.BytesIO(docx(report, here))) as made:
        assert 'w:sz w:val="' in made.read("word/document.xml").decode()


def test_a_very_long_word_is_broken_and_read_out_whole(here: Fonts) -> None:
    address = "https://example.org/" + "a" * 120
    report = replace(sample(), blocks=(Paragraph((Piece(address, "quote"),)),))
    assert address in squeezed(pdf_text(pdf(report, here)))
