"""Every figure of a report is bound, and says what it is bound to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.making import codes, made
from xietong.reports.check import agrees, rounded
from xietong.reports.model import Piece, Report, Source
from xietong.reports.running import numbers
from xietong.reports.troubles import FaultyReportError

BOUND = [
    ("[43760.7亿元]{entered name=总值}", "as it is"),
    ("[4.37607万亿元]{entered name=总值}", "in another magnitude"),
    ("[43,760.7]{entered name=总值}亿元", "the unit stands outside the brackets"),
    ("[增长5.2%]{entered name=增速}", "with the word of rise"),
    ("[下降3.1%]{entered name=降幅}", "the sign is said in words"),
    ("[-3.1%]{entered name=降幅}", "the sign is written"),
    ("增速为[−3.1%]{entered name=降幅}", "with a true minus"),
    ("[12.4%]{entered name=准数 digits=1}", "rounding is declared"),
    ("[12.3%]{entered name=准数 digits=1 round=down}", "rounding down is declared"),
    ("[百分之五点二]{entered name=增速}", "in characters"),
    ("[三十五家]{entered name=家数}", "in characters"),
    ("[35—40个]{entered name=区间}", "a range"),
    ("[77.25分]{entered name=得分}", "a score may be counted in points"),
    ("[2024年增长5.2%]{entered name=增速}", "a year beside it is none"),
    ("2023年增长[5.2%]{entered name=旧值}", "the year of the value"),
    ("2023年，增长[5.2%]{entered name=旧值}", "the year in a clause of its own"),
    ("2023年比2022年增长[5.2%]{entered name=旧值}", "the year compared with is not the time of the figure"),
    ("与2022年相比，增长[5.2%]{entered name=旧值}", "nor is one in the clause before"),
    ("2020年以来最高，为[5.2%]{entered name=旧值}", "since a year"),
    ("2023年前三季度为[4.6%]{entered name=季值}", "the quarters of the value"),
    ("2023年1—9月为[4.6%]{entered name=季值}", "the same in months"),
    ("比2023年的[35家]{entered name=存量}多", "compared with, and of the figure"),
    ("2022年、2023年分别增长[5.2%]{entered name=旧值}和[5.2%]{entered name=旧值}", "times shared out in order"),
    ("2023年末有[35家]{entered name=存量}", "a stock at the end of the year"),
    ("降幅为[3.1%]{entered name=降幅}", "a word of the fall itself"),
    ("降幅收窄至[3.1%]{entered name=降幅}", "a fall that became smaller"),
    ("增速回落至[5.2%]{entered name=增速}", "a rise that became smaller is no fall"),
    ("位列第{{ entered name=位次 }}", "an ordinal typed before a field"),
    ("排名第[3]{entered name=位次}位", "and before a typed rank"),
    ("{{ entered name=总值 }}", "a field"),
    ("{{ entered name=准数 digits=1 }}", "a field with declared rounding"),
    ("{{ entered name=降幅 form=change }}", "a field with its sign in words"),
]
FAULTY = [
    ("增长5.2%。", [("unbound", "5.2%")], "typed and bound to nothing"),
    ("占三成，两千家。", [("unbound", "三成"), ("unbound", "两千家")], "in characters"),
    ("[5.3%]{entered name=增速}", [("contradicts", "5.3%")], "another value"),
    ("[12.4%]{entered name=准数}", [("contradicts", "12.4%")], "rounded without saying so"),
    ("[12.3%]{entered name=准数 digits=1}", [("contradicts", "12.3%")], "rounded the wrong way"),
    ("[43760.7万元]{entered name=总值}", [("contradicts", "43760.7万元")], "another magnitude"),
    ("[5.2亿元]{entered name=增速}", [("wrong_unit", "5.2亿元")], "another unit"),
    ("[77.25%]{entered name=得分}", [("wrong_unit", "77.25%")], "a share of what has no unit"),
    ("[下降5.2%]{entered name=增速}", [("wrong_direction", "5.2%")], "a fall where it rose"),
    ("[增长3.1%]{entered name=降幅}", [("wrong_direction", "3.1%")], "a rise where it fell"),
    ("下降了[5.2%]{entered name=增速}", [("wrong_direction", "5.2%")], "the word stands outside"),
    ("{{ entered name=得分 }}万", [("contradicts", "77.25万")], "typed words make it ten thousand times more"),
    ("2022年增长[5.2%]{entered name=旧值}", [("wrong_period", "5.2%")], "the right figure of another year"),
    ("２０２２年增长[5.2%]{entered name=旧值}", [("wrong_period", "5.2%")], "a year in full-width digits"),
    ("二〇二二年增长[5.2%]{entered name=旧值}", [("wrong_period", "5.2%")], "a year in characters"),
    (
        "比2022年的[35家]{entered name=存量}多",
        [("wrong_period", "35家")],
        "compared with another year than that of the figure",
    ),
    ("[2022年增长5.2%]{entered name=旧值}", [("wrong_period", "5.2%")], "the same inside the brackets"),
    ("2022年，增长{{ entered name=旧值 }}", [("wrong_period", "5.2%")], "a field in a clause behind the year"),
    ("2023年上半年增长[5.2%]{entered name=旧值}", [("wrong_period", "5.2%")], "a half where the value is of the year"),
    ("2023年一季度为[4.6%]{entered name=季值}", [("wrong_period", "4.6%")], "one quarter of three"),
    ("2024年末有[35家]{entered name=存量}", [("wrong_period", "35家")], "a stock of another year"),
    ("|企业|数|\n|---|---|\n|甲|2023|", [("unbound", "2023")], "a number like a year in a column of values"),
    ("[12%](http://x.y/z)", [("unbound", "12%")], "in what looks like a link"),
    ("1[^a]2%\n\n[^a]: 注", [("unbound", "12%")], "cut by a footnote"),
    ("1<!-- a -->2%", [("unbound", "12%")], "cut by a comment"),
    ("&#49;2%", [("unbound", "49"), ("unbound", "2%")], "in what looks like an entity"),
    ("位列第[4位]{entered name=位次}", [("contradicts", "第4位")], "another rank"),
    ("1{{ entered name=得分 }}", [("split", "177.25")], "a typed digit before a field"),
    ("{{ entered name=得分 }}5", [("split", "77.255")], "a typed digit behind a field"),
    ("增长1**2**.3%", [("unbound", "12.3%")], "a number cut by a style"),
    ("[增长]{entered name=增速}", [("no_number", "增长")], "nothing to bind"),
    ("[5.2%和3.1%]{entered name=增速}", [("two_numbers", "5.2%和3.1%")], "two figures, one binding"),
    ("[三分之二]{entered name=增速}", [("unreadable", "三分之二")], "a fraction without a value"),
    ("[5.2%]{entered name=没有}", [("no_data", "5.2%")], "nothing is known of it"),
    ("# 增长12%", [("unbound", "12%")], "in a heading"),
    ("- 增长12%", [("unbound", "12%")], "in a list"),
    ("|甲|乙|\n|---|---|\n|子|12|", [("unbound", "12")], "in a cell"),
    ("|甲|12%|\n|---|---|\n|子|丑|", [("unbound", "12%")], "in the head of a table"),
    ("文[^a]\n\n[^a]: 注12家", [("unbound", "12家")], "in a footnote"),
]


@pytest.mark.parametrize(("body", "why"), BOUND, ids=lambda one: one[:40])
def test_bound(body: str, why: str) -> None:
    assert codes(f"全市{body}。") == [], why


@pytest.mark.parametrize(("body", "wrong", "why"), FAULTY, ids=lambda one: str(one)[:40])
def test_faulty(body: str, wrong: list[tuple[str, str]], why: str) -> None:
    assert codes(body) == wrong, why


def test_a_figure_in_the_title() -> None:
    assert codes("文字。", "title: 增长12%") == [("unbound", "12%")]


def test_the_place_is_named() -> None:
    _, (one,) = made("# 一、总体\n\n第一段。\n第二行，增长5.2%，完。")
    assert one.at is not None
    assert (one.section, one.at.line, one.at.column, one.words) == ("一、总体", 8, 7, "5.2%")
    assert one.sentence("zh").startswith("“一、总体”第8行第7列：“5.2%”没有依据")
    assert one.sentence("en").startswith("“一、总体”, line 8, column 7: “5.2%” is bound to nothing")


def test_a_contradiction_names_both_and_the_source() -> None:
    _, (one,) = made("增速[5.3%]{entered name=增速}")
    for tongue in ("zh", "en"):
        assert all(part in one.sentence(tongue) for part in ("5.3%", "5.2%", "公报"))


def test_names_of_the_template_are_no_figures() -> None:
    assert codes("北斗三号和S3片区。", "title: 标题\nnames: 北斗三号") == []


def test_a_name_does_not_hide_what_is_counted() -> None:
    assert codes("企业12和企业12家。", "title: 标题\nnames: 企业12") == [("unbound", "12家")]
    with pytest.raises(FaultyReportError):
        codes("文。", "title: 标题\nnames: 下降3")


def test_years_in_a_column_of_times_are_none() -> None:
    assert codes("|任务|完成时间|\n|---|---|\n|甲|2023|") == []
    assert codes("|年份|甲|\n|---|---|\n|2023|乙|") == []


def test_in_english() -> None:
    assert codes("In 2023 it grew by [5.2%]{entered name=旧值}.", language="en") == []
    assert codes("In 2022 it grew by [5.2%]{entered name=旧值}.", language="en") == [("wrong_period", "5.2%")]
    assert codes("It grew by [5.2%]{entered name=旧值} in 2022.", language="en") == [("wrong_period", "5.2%")]
    assert codes("It grew by [5.2%]{entered name=增速}.", language="en") == []
    assert codes("It is {{ entered name=总值 }}.", language="en") == []
    assert codes("It fell by [5.2%]{entered name=增速}.", language="en") == [("wrong_direction", "5.2%")]
    assert codes("Twelve percent of firms.", language="en") == [("unbound", "Twelve")]


SOURCES = (Source("entered", "x", said="填报"),)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4), st.integers(0, 3))
def test_only_the_declared_rounding_agrees(value: Decimal, digits: int) -> None:
    rounding = f"half {digits} 0"
    shown = rounded(value, rounding)
    piece = Piece(f"为{shown}", "figure", value=(value,), rounding=rounding, sources=SOURCES, typed=True)
    (number,) = numbers(piece.text)
    assert agrees(piece, number, piece.text) == ""
    exact = Piece(piece.text, "figure", value=(value,), sources=SOURCES, typed=True)
    assert (agrees(exact, number, piece.text) == "") == (shown == value)


def test_a_report_is_the_same_after_json() -> None:
    report, _ = made(
        "# 头\n\n{{ entered name=总值 }}[^a]\n\n- 甲\n\n|甲|乙|\n|---|--:|\n|子|{{ entered name=增速 }}|\n\n[^a]: 注"
    )
    assert Report.of(report.record()) == report
