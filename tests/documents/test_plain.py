"""Plain text: exactly the decoded characters, whatever the encoding."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.core.errors import DocumentError
from xietong.documents.intake import extract

SAMPLE = (
    "2023年，三地地区生产总值10.4万亿元，同比增长5.1%；\r\n其中“两翼”完成投资近千亿元。\n\n　　（下同）\t①PM2.5\r末行"
)


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\n\r\t　。京津冀0123"), min_size=1
    )
)
def test_utf8_is_kept_to_the_character(content: str) -> None:
    """Offsets are code points of the decoded file: nothing is changed, line ends least of all."""
    try:
        text = extract(content.encode(), "a.txt")
    except DocumentError:
        return  # blank, garbled, or the beginning of markup
    if text.extractor.startswith("plain"):
        assert text.content == content.removeprefix("\ufeff")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(SAMPLE.encode(), id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + SAMPLE.encode(), id="UTF-8 with mark"),
        pytest.param(SAMPLE.encode("gb18030"), id="GB18030"),
        pytest.param(SAMPLE.encode("gbk"), id="GBK"),
        pytest.param(SAMPLE.encode("utf-16"), id="UTF-16 with mark"),
        pytest.param(codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param(SAMPLE.encode("utf-16-le"), id="UTF-16 without mark"),
        pytest.param(SAMPLE.encode("utf-16-be"), id="UTF-16 without mark, big end first"),
        pytest.param(SAMPLE.encode("utf-32"), id="UTF-32"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert extract(data, "a.txt").content == SAMPLE


def test_rare_characters_of_gb18030() -> None:
    """Names of places and people use characters that GBK lacks; they take four bytes."""
    content = "蓟州区㘵村与大辛庄𠮷家口的道路已经修好，居民出行更加方便。"
    assert extract(content.encode("gb18030"), "a.txt").content == content


def test_big5() -> None:
    content = "臺灣地區的經濟發展與投資環境，去年的貿易總額有所增加，其中出口的增長比較快。"
    assert extract(content.encode("big5"), "a.txt").content == content


def test_a_short_gbk_line() -> None:
    assert extract("天津".encode("gbk"), "a.txt").content == "天津"


BAD = [
    "京", "（据", "2024年1", "本报讯 ", "本报讯 记者\n", "标题一行文字\n文 / 某某\n",
    "编者按：文\n", "标题一行\n发布：某局\n",
    "完。\n\n短标题行一\n\n短标题行二\n\n本报讯 短标题行\n", "目录\n1\n", "结束。■\n",
    "结束。\n（据《某报》）\n", "<", "”", " ",
]  # fmt: skip


@pytest.mark.parametrize("pattern", BAD)
def test_twice_the_text_takes_twice_the_time(pattern: str) -> None:
    """No pattern is walked again and again: the best of three runs, with room for a busy machine."""

    def cost(size: int) -> float:
        data = ("甲" + pattern * (size // len(pattern))).encode()
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            extract(data, "a.txt")
            best = min(best, time.process_time() - start)
        return best

    assert cost(24_000) < 3.2 * cost(12_000) + 0.02
