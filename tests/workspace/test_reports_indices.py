"""Indices in reports: kept or computed on the day, the ranking and what a score is made of, all bound to the result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.workspace.test_indices import FRAMEWORK, filled
from xietong.indices.framework_read import read
from xietong.reports.model import Paragraph, Report, Table
from xietong.reports.troubles import FaultyReportError
from xietong.workspace import Workspace
from xietong.workspace.indices import Asked

DAY = date(2024, 6, 30)


@pytest.fixture
def kept(ws: Workspace) -> str:
    filled(ws)
    made = ws.indices.compute(read(FRAMEWORK), Asked(units=("members",), known="2024-06-30"), "mine")
    return ws.indices.write(made)


def composed(ws: Workspace, body: str, language: str = "zh", day: date = DAY) -> Report:
    report, troubles = ws.reports.preview(f"---\ntitle: 题\nlanguage: {language}\n---\n# 一、头\n\n{body}", "题", day)
    assert [one.sentence("zh") for one in troubles] == []
    return report


def table(report: Report) -> Table:
    return next(one for one in report.blocks if isinstance(one, Table))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_parts_of_a_score_add_up_to_it(ws: Workspace, kept: str, language: str) -> None:
    report = composed(ws, f"{{{{ explanation id={kept[:12]} place=北京 }}}}", language)
    rows = table(report).rows
    score = next(
        piece.value[0] for one in report.blocks if isinstance(one, Paragraph) for piece in one.pieces if piece.value
    )
    assert sum((row[3][0].value[0] for row in rows), Decimal(0)) == pytest.approx(score)
    assert sum((row[4][0].value[0] for row in rows), Decimal(0)) == pytest.approx(Decimal(100))
    sources = [piece.sources[0] for row in rows for cell in row[1:] for piece in cell]
    assert {(one.kind, one.id) for one in sources} == {("score", kept)}
    assert all(one.href.startswith(f"/indices/runs/{kept}") for one in sources)


def test_a_kept_ranking_is_that_of_its_time(ws: Workspace, kept: str) -> None:
    report = composed(ws, f"{{{{ index id={kept} }}}}")
    assert {row[1][0].text for row in table(report).rows} == {"北京", "天津", "河北"}
    early = composed(ws, f"{{{{ index id={kept} }}}}", day=date(2024, 1, 1))
    assert not [one for one in early.blocks if isinstance(one, Table)]
    assert "晚于报告的日期" in str(early.blocks)


def test_what_is_no_index_is_named(ws: Workspace, kept: str) -> None:
    for field in (
        "{{ index id=ffff }}",
        "{{ explanation place=北京 }}",
        f"{{{{ explanation id={kept} place=北京 element=XX }}}}",
    ):
        with pytest.raises(FaultyReportError) as caught:
            composed(ws, field)
        assert caught.value.sentence("zh").startswith("第7行")
    report = composed(ws, f"{{{{ explanation id={kept} place=上海 }}}}")
    assert "没有可以分解的得分" in str(report.blocks)
