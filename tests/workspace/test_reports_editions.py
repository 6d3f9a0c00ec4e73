"""The report of an edition: its day, its period and what it knew, told in the report, found from both sides."""

from __future__ import annotations

import pytest

from tests.workspace.test_cadence import at, filled
from xietong.core.clock import standing_at
from xietong.core.errors import ValuesError
from xietong.reports.model import Paragraph, Report, Table
from xietong.reports.troubles import FaultyReportError
from xietong.workspace import Workspace

__all__ = ["filled"]


def words(report: Report) -> str:
    texts = [one.pieces for one in report.blocks if isinstance(one, Paragraph)]
    texts += [cell for one in report.blocks if isinstance(one, Table) for row in one.rows for cell in row]
    return "|".join("".join(piece.text for piece in pieces) for pieces in texts)


def test_a_report_of_an_edition_says_what_the_edition_says(filled: Workspace) -> None:
    """Made a year later, after other entries: the week is that of the edition, and nobody knows better."""
    with standing_at(at(3, 14, 9)):
        filled.cadence.freeze("weekly", "2025-W11")
    built = filled.reports.build_edition("weekly", "2025-W10", "zh")
    report = filled.reports.report(built.id)
    assert (str(built.day), built.period) == ("2025-03-07", "2025-03-03/2025-03-09")
    assert built.vintage == "数据截至2025年3月7日，台账截至2025-03-07 17:00（第4条登记）；周跟进清单 2025-W10"
    assert "".join(one.text for one in report.vintage) == built.vintage
    said = words(report)
    assert "开行班列|天津市交通运输委员会|2025-03-05|80%|2" in said  # done since, and not on that day
    assert "缺经费" not in said
    assert "任务共3项：逾期1项" in said
    later = words(filled.reports.report(filled.reports.build_edition("weekly", "2025-W11", "zh").id))
    assert "缺经费" in later
    assert "与上期清单相比：新列入" in later
    assert [one.id for one in filled.reports.of_edition("weekly", "2025-W10")] == [built.id]
    checked = filled.reports.check(built.id)
    assert checked.same_bytes
    assert checked.changes == ()


def test_every_number_of_the_list_leads_to_its_record(filled: Workspace) -> None:
    report = filled.reports.report(filled.reports.build_edition("weekly", "2025-W10", "en").id)
    figures = [
        piece
        for one in report.blocks if isinstance(one, Table)
        for row in one.rows for cell in row for piece in cell
        if piece.kind == "figure"
    ]  # fmt: skip
    assert figures
    assert all(one.sources[0].kind == "record" and one.sources[0].id for one in figures)
    assert "Data as of 7 March 2025" in report.vintage[0].text


@pytest.mark.parametrize("edition", ["weekly/2025-W11", "weekly", "weekly/x", "nothing/2025-W10"])
def test_what_is_not_frozen_has_no_report(filled: Workspace, edition: str) -> None:
    code, _, period = edition.partition("/")
    with standing_at(at(3, 14, 9)), pytest.raises(ValuesError):
        filled.reports.build_edition(code, period, "zh", "weekly-zh")
    assert filled.reports.find().total == 0


def test_what_names_no_edition_is_said(filled: Workspace) -> None:
    with pytest.raises(FaultyReportError) as caught:
        filled.reports.build("weekly-zh", at(3, 20).date(), edition="weekly")
    assert "monthly/2024-05" in caught.value.sentence("zh")


def test_without_a_template_of_its_rule_one_must_be_chosen(filled: Workspace) -> None:
    with pytest.raises(FaultyReportError) as caught:
        filled.reports.build_edition("weekly", "2025-W10", "zh", "没有")
    assert "没有模板“没有”" in caught.value.sentence("zh")


def test_the_list_is_no_data_for_a_report_of_no_edition(filled: Workspace) -> None:
    report, troubles = filled.reports.preview("---\ntitle: 周\nperiod: week\n---\n{{ 清单 }}", "周", at(3, 20).date())
    assert not troubles
    assert "不是从例行清单生成的" in words(report)
    assert report.vintage[0].text == "数据和台账截至2025年3月20日"
