"""What holds for any text at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.period import Period
from xietong.data import table
from xietong.documents.model import Text
from xietong.documents.view import repair
from xietong.statements.numbers import hanzi, plain
from xietong.statements.read import read

DAY = Period.parse("2024-02")
WORDS = """
2023年 前三季度 1—11月 截至 目前 10年来 “十四五”末 北京 天津、河北 京津冀 三地 雄安新区 中关村 分别 依次 其中， 增长 下降 提高 占 是
由 至 到 5.2% 1.2倍 0.3个 百分点 12万余人 近万张 半小时 两个 6.2:35.7 1至1.5 小时 第18位 千亿级 ， 。 ； 、 （ ） “ ” 元 亿元 家
翻一番 一半 比上年 较2014年 同比 达到 约 超 不足 以上 左右 的 和 为 企业 总产值 面积 人口 将 力争 已
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", " \n\n"])
SENTENCES = st.lists(PIECES | st.characters(codec="utf-8"), max_size=60).map("".join)


@given(SENTENCES | st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_every_quote_is_the_text_itself(content: str) -> None:
    """text[start:end] == quote for all that is read and all that is not; in order; periods and values well formed."""
    reading = read(Text(content, "plain/1", date=DAY))
    at = 0
    for statement in reading.statements:
        assert content[statement.start : statement.end] == statement.quote != ""
        assert content[statement.sentence_start : statement.sentence_end] == statement.sentence
        assert statement.start >= at
        at = statement.start
        assert len(statement.value) == {"number": 1, "range": 2}.get(statement.form, len(statement.value))
        assert all(number.is_finite() for number in statement.value)
        for days in (statement.period, statement.base_period):
            assert not days or str(Period.parse(days)) == days
        if statement.attribution:
            assert content[statement.attribution_start : statement.attribution_end] == statement.attribution
    for unread in reading.unread:
        assert content[unread.start : unread.end] == unread.quote


@given(SENTENCES | st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_the_view_leads_back(content: str) -> None:
    """Offsets of the view map to rising offsets of the text, and only white space is left out."""
    view = repair(content)
    origins = [view.origin(at) for at in range(len(view.text))]
    assert origins == sorted(set(origins))
    for at, origin in enumerate(origins):
        assert content[origin].isspace() == view.text[at].isspace() or content[origin] in "\u200b\ufeff"
    kept = set(origins)
    assert all(content[at].isspace() or content[at] in "\u200b\ufeff" for at in range(len(content)) if at not in kept)


def test_every_reason_has_its_sentence() -> None:
    """What is left unread says why in both languages."""
    reasons = table("reasons.toml")
    assert all(set(sentence) == {"zh", "en"} for sentence in reasons.values())
    content = "5G、12345、第3届、24小时、8:30、“871”、60岁以上、百分之点、这10个行业、22国、万元GDP。"
    seen = {unread.reason for unread in read(Text(content, "plain/1", date=DAY)).unread}
    assert seen
    assert seen <= set(reasons)


@pytest.mark.parametrize(
    ("letters", "value"),
    [("半", "0.5"), ("两", "2"), ("十二", "12"), ("三千五百", "3500"), ("万亿", "1000000000000"), ("二〇二三", "2023")],
)
def test_numerals(letters: str, value: str) -> None:
    """Numerals in characters, the ordinary and the odd."""
    assert hanzi(letters) == Decimal(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_a_number_has_one_written_form(number: Decimal) -> None:
    """Equal numbers are written alike, whatever zeros they came with."""
    assert plain(number) == number
    assert str(plain(number)) == str(plain(number + Decimal("0.0000")))
    assert "E" not in str(plain(number)) or abs(number) < Decimal("0.000001")
