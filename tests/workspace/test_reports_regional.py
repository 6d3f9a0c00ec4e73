"""Any regional analysis in a report: kept or computed on the day, every number bound to the result."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workspace.test_regional import GDP, POP, add, filled
from xietong.regional.analyses.question import Question
from xietong.reports.files.page import page
from xietong.reports.model import Chart, Paragraph, Report, Table
from xietong.reports.troubles import FaultyReportError
from xietong.workspace import Workspace

DAY = date(2024, 6, 30)
ASKED = [
    ("theil", "GDP", "members", "per=POP by=POP"),
    ("gini", "GDP", "cities", ""),
    ("sigma", "GDP", "members", "per=POP"),
    ("beta", "GDP", "members", "per=POP"),
    ("density", "GDP", "cities", ""),
    ("moran", "GDP", "cities", ""),
    ("gravity", "GDP、POP", "members", ""),
    ("flows", "技术合同成交额", "members", ""),
    ("coupling", "GDP、POP", "members", ""),
    ("quotient", "GDP、POP", "members", ""),
    ("similarity", "GDP、POP", "members", ""),
]


def composed(workspace: Workspace, field: str, language: str = "zh", day: date = DAY) -> Report:
    text = f"---\ntitle: 题\nlanguage: {language}\n---\n# 一、头\n\n{{{{ regional {field} }}}}"
    report, troubles = workspace.reports.preview(text, "题", day)
    assert [one.sentence("zh") for one in troubles] == []
    return report


@pytest.mark.parametrize("asked", ASKED, ids=[one[0] for one in ASKED])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_analysis_is_told_with_its_numbers_bound(ws: Workspace, asked: tuple[str, ...], language: str) -> None:
    filled(ws)
    name, indicators, places, more = asked
    report = composed(ws, f"analysis={name} indicator={indicators} place={places} {more}", language)
    tables = [one for one in report.blocks if isinstance(one, Table)]
    assert tables
    for table in tables:
        assert len(table.head) <= 8
        for row in table.rows:
            for piece in (piece for cell in row for piece in cell):
                assert piece.kind != "words" or piece.text in ("—", "–")
                if piece.kind == "figure":
                    assert piece.value
                    assert {one.kind for one in piece.sources} == {"computed"}
    quiet = "".join(
        one.pieces[1].text for one in report.blocks if isinstance(one, Paragraph) and one.pieces[1:] and one.quiet
    )
    assert "公报" in quiet or "各市" in quiet or "流向" in quiet
    assert Report.of(report.record()) == report
    assert page(report)


def test_a_kept_analysis_says_what_it_was_and_whether_it_still_is(ws: Workspace) -> None:
    filled(ws)
    made = ws.regional.compute(Question("theil", ("GDP",), ("members",), per="POP", known="2024-06-30"))
    kept = ws.regional.write(made)
    report = composed(ws, f"id={kept[:12]}")
    table = next(one for one in report.blocks if isinstance(one, Table))
    figure = table.rows[-1][1][0]
    assert figure.sources[0].id == kept
    assert figure.sources[0].href == f"/regional/runs/{kept}"
    assert float(figure.value[0]) == pytest.approx(made.result.tables[0].rows[-1].cells[1])
    words = "".join(piece.text for block in report.blocks if isinstance(block, Paragraph) for piece in block.pieces)
    assert "3个地区；2021—2023年" in words
    assert "2021年至2023年，泰尔 T由" in words
    assert "不同" not in words
    add(
        ws,
        GDP.format(36102.6, 14083.7, 36206.9, year=2020) + POP.format(2189, 1387, 7464, year=2020),
        "补",
        "2024-06-01",
    )
    assert "结果已不同" in str(composed(ws, f"id={kept}"))


def test_what_was_released_later_is_not_told(ws: Workspace) -> None:
    filled(ws)
    kept = ws.regional.write(ws.regional.compute(Question("gini", ("GDP",), ("cities",))))
    report = composed(ws, f"id={kept}", day=date(2024, 4, 1))
    assert not [one for one in report.blocks if isinstance(one, Table | Chart)]
    assert "晚于报告的日期" in str(report.blocks)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("analysis=没有 indicator=GDP", "没有“没有”这种区域分析"),
        ("analysis=theil indicator=GDP options=没有=1", "没有“没有”这个选项"),
        ("analysis=泰尔指数（分组、嵌套） indicator=GDP place=members tables=没有", "没有“没有”这张表"),
        ("id=ffff", "ffff"),
        ("indicator=GDP", "还缺"),
    ],
)
def test_faults_are_named_with_their_place(ws: Workspace, field: str, words: str) -> None:
    filled(ws)
    with pytest.raises(FaultyReportError) as caught:
        ws.reports.preview(f"---\ntitle: 题\n---\n# 一、头\n\n{{{{ regional {field} }}}}", "题", DAY)
    assert words in caught.value.sentence("zh")
    assert caught.value.sentence("zh").startswith("第6行第")


def test_places_too_few_are_no_data(ws: Workspace) -> None:
    filled(ws)
    report = composed(ws, "analysis=clubs indicator=GDP place=members")
    assert "没有数据" in str(report.blocks)
