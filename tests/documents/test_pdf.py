"""Reading order and places of PDFs."""

from __future__ import annotations

import struct

import pytest

from tests.documents.sheets import LEADING, SIZE, Sheet, columns, prose
from xietong.core.errors import DocumentError
from xietong.documents.intake import extract
from xietong.documents.model import Text
from xietong.documents.pages import page_image


def joined(parts: list[list[str]]) -> str:
    return "".join("".join(part) for part in parts)


def letters(text: Text) -> str:
    return "".join(text.content.split())


@pytest.mark.parametrize("count", [2, 3, 4, 5])
@pytest.mark.parametrize("gutter", [8, 10, 20])
def test_columns_drawn_row_by_row(count: int, gutter: float) -> None:
    width = 480 // SIZE // count
    parts = columns(count, 30, width)
    sheet = Sheet()
    sheet.line("京津冀协同发展示例版面", 50, 60, 24)
    sheet.rows(parts, [100] * count, gutter=gutter)
    text = extract(sheet.data(), "page.pdf")
    assert letters(text) == "京津冀协同发展示例版面" + joined(parts)
    assert text.title == "京津冀协同发展示例版面"


def test_columns_on_different_grids() -> None:
    """Columns of two articles seldom share their base lines."""
    parts = columns(3, 30, 14)
    sheet = Sheet()
    sheet.line(prose(20), 50, 60, 24)
    sheet.rows(parts, [100, 105, 109])
    assert letters(extract(sheet.data(), "page.pdf")) == prose(20) + joined(parts)


def test_headline_across_two_of_three_columns() -> None:
    """The first column runs down beside a headline and what stands below it."""
    left, below = columns(1, 30, 14), columns(3, 26, 14)[1:]
    sheet = Sheet()
    sheet.rows([left[0]], [100])
    sheet.line("两栏之上的标题", 215, 106, 22)
    sheet.rows(below, [140, 140], left=205)
    assert letters(extract(sheet.data(), "page.pdf")) == joined(left) + "两栏之上的标题" + joined(below)


def test_two_articles_one_above_the_other() -> None:
    """Each article is read to its end before the next headline, though their columns stand in line."""
    upper, lower = columns(3, 12, 14), columns(6, 12, 14)[3:]
    sheet = Sheet()
    sheet.line("第一篇文章标题横跨三栏排印", 50, 60, 24)
    sheet.rows(upper, [100] * 3)
    middle = 100 + 12 * LEADING + 24
    sheet.line("第二篇文章标题横跨三栏排印", 50, middle, 24)
    sheet.rows(lower, [middle + 30] * 3)
    expected = "第一篇文章标题横跨三栏排印" + joined(upper) + "第二篇文章标题横跨三栏排印" + joined(lower)
    assert letters(extract(sheet.data(), "page.pdf")) == expected


def test_folio_above_all_is_one_line() -> None:
    parts = columns(3, 20, 14)
    sheet = Sheet()
    sheet.line("示例周报", 50, 40)
    sheet.line("2024年3月15日　星期五", 250, 40)
    sheet.line("第3版", 500, 40)
    sheet.line(prose(18), 50, 80, 24)
    sheet.rows(parts, [120] * 3)
    text = extract(sheet.data(), "page.pdf")
    assert letters(text) == "示例周报2024年3月15日星期五第3版" + prose(18) + joined(parts)
    assert str(text.date) == "2024-03-15/2024-03-15"


def test_table_is_read_row_by_row() -> None:
    rows = [
        ("地区", "地区生产总值", "增速"),
        ("北京", "43760.7", "5.2"),
        ("天津", "16737.3", "4.3"),
        ("河北", "43944.1", "5.5"),
    ]
    sheet = Sheet()
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.line(cell, 60 + 150 * column, 100 + 18 * index)
    lines = [line.split() for line in extract(sheet.data(), "table.pdf").content.splitlines() if line.strip()]
    assert lines == [list(row) for row in rows]


def test_table_with_wrapped_heads_and_labels() -> None:
    """Heads of two lines and a long label do not turn the columns of a table into columns of text."""
    sheet = Sheet()
    for row in range(6):
        sheet.line(prose(45, row), 50, 60 + LEADING * row)
    for text, left, top in (
        ("财政科学", 250, 170), ("技术支出", 250, 184), ("（亿元）", 250, 198), ("比上年增长（%）", 350, 184),
        ("合计", 60, 220), ("10717.4", 250, 220), ("12.6", 350, 220),
        ("其中：科学技术支出", 60, 240), ("9470.8", 250, 240), ("13.7", 350, 240),
        ("其他功能支出中用于科学技术的支出额", 60, 260), ("1246.6", 250, 260), ("4.6", 350, 260),
        ("其中：中央", 60, 280), ("4173.2", 250, 280), ("11.6", 350, 280),
    ):  # fmt: skip
        sheet.line(text, left, top)
    lines = [line.split() for line in extract(sheet.data(), "table.pdf").content.splitlines()]
    assert ["合计", "10717.4", "12.6"] in lines
    assert ["其中：科学技术支出", "9470.8", "13.7"] in lines
    assert ["其中：中央", "4173.2", "11.6"] in lines


def test_a_page_of_articles() -> None:
    """Head line, two storeys, headlines no wider than a column: headlines and white space part the articles."""
    parts = columns(10, 12, 9)
    sheet = Sheet()
    for words, left in (("示例日报", 50), ("2024年7月26日　星期五", 250), ("第3版", 510)):
        sheet.line(words, left, 40)
    sheet.line("港口建设再提速", 50, 70, 14)
    sheet.line("养老服务蓝图", 350, 70, 14)
    sheet.rows(parts[:5], [90] * 5, gutter=10)
    lower = 90 + 12 * LEADING + 30
    sheet.line("产业链图谱", 50, lower, 14)
    sheet.line("科技园落地", 250, lower, 14)
    sheet.rows(parts[5:], [lower + 20] * 5, gutter=10)
    text = extract(sheet.data(), "page.pdf")
    assert [one.title for one in text.articles] == ["港口建设再提速", "养老服务蓝图", "产业链图谱", "科技园落地"]
    found = ["".join(text.content[one.start : one.end].split()) for one in text.articles]
    assert found[0] == "港口建设再提速" + joined(parts[:3])
    assert found[1] == "养老服务蓝图" + joined(parts[3:5])
    assert found[2] == "产业链图谱" + joined(parts[5:7])
    assert found[3] == "科技园落地" + joined(parts[7:])
    assert str(text.date) == "2024-07-26/2024-07-26"


def test_upright_title_is_one_line() -> None:
    """Papers set some titles from top to bottom."""
    sheet = Sheet()
    for index, char in enumerate("协同发展十年"):
        sheet.line(char, 50, 100 + 26 * index, 22)
    for index in range(20):
        sheet.line(prose(30, index), 100, 100 + LEADING * index)
    assert "协同发展十年" in extract(sheet.data(), "page.pdf").content


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_agree_with_the_characters(rotation: int) -> None:
    """Each character has a box inside its page, in the page as it is shown; added line ends have none."""
    sheet = Sheet(rotation=rotation)
    sheet.rows(columns(3, 20, 14), [100] * 3)
    sheet.page()
    sheet.rows(columns(2, 5, 14), [100] * 2)
    text = extract(sheet.data(), "page.pdf")
    layout = text.layout
    assert layout is not None
    assert len(layout.boxes) == 4 * len(text.content)
    assert [page.number for page in layout.pages] == [1, 2]
    assert layout.pages[0].start == 0
    assert layout.pages[-1].end == len(text.content)
    assert letters(text) == joined(columns(3, 20, 14)) + joined(columns(2, 5, 14))
    for page in layout.pages:
        for at in range(page.start, page.end):
            left, top, right, bottom = layout.boxes[4 * at : 4 * at + 4]
            if text.content[at] == "\n":
                assert left != left
            else:
                assert -1 <= left < right <= page.width + 1
                assert -1 <= top < bottom <= page.height + 1


def test_a_page_set_on_its_side() -> None:
    """Wide tables and maps are set sideways on an upright page: read along the lines, boxes where they are shown."""
    sheet = Sheet()
    sheet.canvas.rotate(90)
    sheet.canvas.translate(0, -595)
    sheet.height = 595
    sheet.rows(columns(3, 20, 14), [100] * 3)
    text = extract(sheet.data(), "page.pdf")
    assert letters(text) == joined(columns(3, 20, 14))
    assert text.layout is not None
    first, last = next(text.layout.frames(0, 1)), next(text.layout.frames(13, 14))
    assert first.top > last.top
    assert first.left == pytest.approx(90, abs=5)
    assert first.bottom == pytest.approx(842 - 50, abs=5)


def test_frames_stand_where_the_words_were_drawn() -> None:
    sheet = Sheet()
    sheet.line("甲乙丙丁戊己庚辛", 100, 200)
    text = extract(sheet.data(), "page.pdf")
    assert text.layout is not None
    (frame,) = text.layout.frames(2, 5)
    assert (frame.page, round(frame.left), round(frame.right)) == (1, 120, 150)
    assert frame.top < 200 - SIZE / 2 < frame.bottom
    assert 8 < frame.bottom - frame.top < 15


def test_page_image() -> None:
    sheet = Sheet()
    sheet.line("图", 100, 200)
    data = sheet.data()
    image = page_image(data, "page.pdf", 1, 1.5)
    assert image.startswith(b"\x89PNG")
    assert struct.unpack(">II", image[16:24]) == (893, 1263)
    with pytest.raises(DocumentError, match="no page 2"):
        page_image(data, "page.pdf", 2)
    with pytest.raises(DocumentError, match="no page images"):
        page_image("文字".encode(), "page.txt", 1)
