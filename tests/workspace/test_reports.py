"""Reports of a workspace: bound to the ledger, frozen with their bytes, refused whole."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from xietong.core import clock
from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.period import Period
from xietong.reports.compare import compare
from xietong.reports.model import Heading, Language, Paragraph, Piece, Report, Source, Table
from xietong.reports.troubles import FaultyReportError
from xietong.store import records
from xietong.targets.held import Held
from xietong.targets.model import Goal, Target
from xietong.targets.tasks.model import Task, Update
from xietong.workspace import Settings, Workspace
from xietong.workspace.targets import entry as target_entry

DAY = date(2024, 4, 20)
TEXT = """---
title: 月报 {{ period }}
---
# 一、总体

北京生产总值{{ value indicator=GDP place=北京 period=2023 when=yes }}，[增长5.2%]{value indicator=GDP place=北京 period=2023 measure=growth}，
天津{{ value indicator=GDP place=天津 period=2023 }}。

{{ indicators indicator=GDP place=北京、天津 }}

{{ changes }}

{{ sources }}
"""
OLD = "2023年，北京地区生产总值43760.7亿元，同比增长5.2%。2022年，北京地区生产总值41610.9亿元。\n"
NEW = "2023年，北京地区生产总值43761.9亿元，同比增长5.2%。2023年，天津地区生产总值16737.3亿元。\n"


def add(workspace: Workspace, text: str, day: str, title: str) -> str:
    return workspace.documents.add(
        text.encode(), f"{title}.txt", title=title, date=Period.parse(day), publisher="统计局"
    ).id


@pytest.fixture
def filled(ws: Workspace) -> Workspace:
    add(ws, OLD, "2024-03-01", "第一份公报")
    ws.reports.write_template("月报", TEXT)
    return ws


def words(workspace: Workspace, report: str) -> str:
    blocks = workspace.reports.report(report).blocks
    pieces = [one for block in blocks if isinstance(block, Paragraph | Heading) for one in block.pieces]
    return "".join(one.text for one in pieces)


def test_a_report_is_built_and_frozen(filled: Workspace) -> None:
    built = filled.reports.build("月报", DAY)
    assert built.title == "月报 2024年3月"
    said = words(filled, built.id)
    assert "北京生产总值2023年43,760.7亿元，增长5.2%" in said
    assert "天津（无数据）" in said  # missing is no zero
    pdf = filled.reports.file(built.id, "pdf")
    assert pdf[:5] == b"%PDF-"
    assert filled.reports.build("月报", DAY).id == built.id
    assert filled.reports.file(built.id[:6], "pdf") == pdf
    assert filled.reports.find().total == 1


def test_figures_name_document_date_sentence_and_place(filled: Workspace) -> None:
    report = filled.reports.report(filled.reports.build("月报", DAY).id)
    figures = [
        one for block in report.blocks if isinstance(block, Paragraph) for one in block.pieces if one.kind == "figure"
    ]
    source = figures[0].sources[0]
    assert (source.kind, source.title, source.date) == ("statement", "第一份公报", "2024-03-01")
    assert "43760.7亿元" in source.sentence
    assert source.where.startswith("第")
    assert filled.statements.get(source.id)


def test_a_frozen_report_does_not_move_and_the_next_says_what_did(filled: Workspace) -> None:
    first = filled.reports.build("月报", DAY)
    before = filled.reports.file(first.id, "json")
    add(filled, NEW, "2024-05-10", "第二份公报")
    assert filled.reports.file(first.id, "json") == before
    checked = filled.reports.check(first.id)
    assert checked.same_bytes
    assert checked.changes == ()  # what was released later is not known on its day
    second = filled.reports.build("月报", date(2024, 5, 20))
    changed = filled.reports.compare(first.id, second.id)
    assert any("43,760.7" in one.before and "43,761.9" in one.now for one in changed)
    table = next(
        one for one in filled.reports.report(second.id).blocks if isinstance(one, Table) and len(one.head) == 4
    )
    assert any("43,761.9亿元" in cell[0].text for row in table.rows for cell in row)


def test_a_late_entry_of_an_old_date_is_seen(filled: Workspace) -> None:
    first = filled.reports.build("月报", DAY)
    add(filled, NEW, "2024-03-02", "补登的公报")
    checked = filled.reports.check(first.id)
    assert checked.same_bytes
    assert checked.changes


def test_what_is_unbound_or_contradicts_keeps_nothing(filled: Workspace) -> None:
    for body in ("共有35家。", "[43760.8亿元]{value indicator=GDP place=北京 period=2023}"):
        filled.reports.write_template("坏", f"---\ntitle: 坏\n---\n{body}")
        with pytest.raises(FaultyReportError):
            filled.reports.build("坏", DAY)
    assert filled.reports.find().total == 0


def test_a_faulty_template_is_not_kept(filled: Workspace) -> None:
    with pytest.raises(FaultyReportError):
        filled.reports.write_template("月报", TEXT + "\n{{ nosuch }}")
    assert filled.reports.template("月报").text == TEXT
    for name in ("", "../x", "a/b", "x" * 61):
        with pytest.raises(ValuesError):
            filled.reports.write_template(name, TEXT)


def test_no_font_keeps_nothing(filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIETONG_FONTS", str(tmp_path))
    with pytest.raises(FaultyReportError) as caught:
        filled.reports.build("月报", DAY)
    assert "字体" in caught.value.sentence("zh")
    assert filled.reports.find().total == 0


def test_unknown_indicator_names_the_nearest(filled: Workspace) -> None:
    filled.reports.write_template("错", "---\ntitle: 错\n---\n{{ value indicator=地区生产总直 place=北京 }}")
    with pytest.raises(FaultyReportError) as caught:
        filled.reports.build("错", DAY)
    assert "地区生产总值" in caught.value.sentence("zh")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("{{ indicators indicator=GDP place=北京、三十五家企业 }}", "没有“三十五家企业”这个地区"),
        ("{{ index name=没有 }}", "没有指标体系“没有”"),
        ("{{ findings code=没有 }}", "没有“没有”这类问题"),
    ],
)
def test_what_cannot_be_answered_names_its_place_in_both_languages(filled: Workspace, field: str, words: str) -> None:
    with pytest.raises(FaultyReportError) as caught:
        filled.reports.preview(f"---\ntitle: 错\n---\n# 一、头\n\n{field}", "错", DAY)
    said = caught.value.sentence("zh")
    assert said.startswith("第6行第1列")
    assert words in said
    assert caught.value.sentence("en").startswith("line 6, column 1")
    assert "没有" not in caught.value.sentence("en").replace("“没有”", "").replace("'没有'", "")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1949, 9, 30), date(2999, 1, 1)])
def test_a_report_is_of_no_day_to_come_and_none_before_there_were_data(filled: Workspace, day: date) -> None:
    with pytest.raises(FaultyReportError) as caught:
        filled.reports.build("月报", day)
    assert str(day) in caught.value.sentence("zh")
    assert filled.reports.find().total == 0


def test_a_line_of_a_table_is_the_same_when_its_standing_changes(filled: Workspace) -> None:
    def report(standing: str, value: str) -> Report:
        figure = Piece(value, "figure", value=(Decimal(value),), sources=(Source("record", "x"),))
        row = ((Piece("修路"),), (figure,), (Piece(standing),))
        head = ((Piece("任务"),), (Piece("完成率"),), (Piece("进展"),))
        table = Table((Piece("任务"),), head, (row,), ("left", "right", "left"))
        return Report((Piece("题"),), "zh", "2024-01-01", "2024", "x", (table,))

    (one,) = compare(report("在办", "50"), report("逾期", "60"))
    assert (one.what, one.before, one.now) == ("任务 修路 完成率", "50", "60")


def test_figures_of_a_sentence_are_told_by_their_own_words(filled: Workspace) -> None:
    def report(language: Language, *parts: str) -> Report:
        pieces = tuple(
            Piece(one, "figure", value=(Decimal(one),), sources=(Source("count", "x"),))
            if one.isdigit()
            else Piece(one)
            for one in parts
        )
        return Report((Piece("题"),), language, "2024-01-01", "2024", "x", (Paragraph(pieces),))

    zh = compare(
        report("zh", "任务共", "5", "项：逾期", "2", "项、在办", "3", "项。"),
        report("zh", "任务共", "6", "项：在办", "6", "项。"),
    )
    assert [(one.what, one.before, one.now) for one in zh] == [
        ("任务共", "5", "6"),
        ("在办", "3", "6"),
        ("逾期", "2", ""),
    ]
    en = compare(report("en", "5", " tasks: ", "2", " overdue."), report("en", "5", " tasks: ", "3", " overdue."))
    assert [(one.what, one.before, one.now) for one in en] == [("overdue", "2", "3")]


def test_a_figure_in_a_caption_names_the_line_of_its_field(filled: Workspace) -> None:
    _, troubles = filled.reports.preview(
        "---\ntitle: 题\n---\n# 一、头\n\n{{ indicators indicator=GDP title=增长12% }}", "题", DAY
    )
    assert troubles
    assert all(one.at is not None and one.at.line == 6 for one in troubles)


def test_a_unit_holds_no_figures(filled: Workspace) -> None:
    filled.review.set_reviewer("综合处")
    with pytest.raises(ValuesError):
        filled.reports.enter("专班", "3", "家，另有35家", "台账")


def test_entered_values_bear_name_day_and_reason(filled: Workspace) -> None:
    with pytest.raises(ValuesError):
        filled.reports.enter("专班", "3", "个", "统计")
    filled.review.set_reviewer("张工")
    for value, reason in (("三", "x"), ("nan", "x"), ("3", " ")):
        with pytest.raises(ValuesError):
            filled.reports.enter("专班", value, "个", reason)
    filled.reports.enter("专班", "3", "个", "台账第2页")
    filled.reports.enter("专班", "4", "个", "台账更正")
    filled.reports.write_template("填", "---\ntitle: 填\n---\n专班[4个]{entered name=专班}。")
    built = filled.reports.build("填", DAY)
    (source,) = next(
        one.sources for block in filled.reports.report(built.id).blocks if isinstance(block, Paragraph)
        for one in block.pieces if one.kind == "figure"
    )  # fmt: skip
    assert source.kind == "entered"
    assert "张工" in source.said
    assert "台账更正" in source.said
    assert [one.content and one.content["value"] for one in filled.reports.entered(history=True)] == ["4", "3"]
    with pytest.raises((FaultyReportError, NotFoundError)):
        filled.reports.preview("---\ntitle: 填\n---\n{{ entered name=没有 }}", "填", DAY)


def test_an_own_template_goes_before_the_ready_one_and_can_be_withdrawn(ws: Workspace) -> None:
    ready = ws.reports.template("brief-zh").text
    ws.reports.write_template("brief-zh", ready + "\n改过。\n")
    assert ws.reports.template("brief-zh").origin == "own"
    ws.reports.forget_template("brief-zh")
    assert ws.reports.template("brief-zh").text == ready
    with pytest.raises(ValuesError):
        ws.reports.forget_template("brief-zh")


@pytest.mark.parametrize("name", ["monthly-zh", "monthly-en", "quarterly-zh", "quarterly-en", "brief-zh", "brief-en"])
def test_ready_templates_build_on_an_empty_workspace(tmp_path: Path, name: str) -> None:
    with Workspace.create(tmp_path / "w", settings=Settings(person="张工")) as workspace:
        _, troubles = workspace.reports.preview(workspace.reports.template(name).text, name, DAY)
        assert troubles == ()


def test_hostile_titles_of_documents_stay_text(ws: Workspace) -> None:
    add(ws, OLD, "2024-03-01", "#evil[x] <script>alert(1)</script> {{ value }} $x$ 12%")
    ws.reports.write_template("月报", TEXT)
    built = ws.reports.build("月报", DAY)
    html = ws.reports.file(built.id, "html").decode()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert json.loads(ws.reports.file(built.id, "json"))


WORK = "---\ntitle: 调度\n---\n{{ targets }}\n\n{{ tasks }}\n\n{{ reviews }}\n\n{{ sources }}\n"


def test_targets_and_tasks_are_bound_to_their_records(ws: Workspace) -> None:
    ws.review.set_reviewer("张工")
    document = add(ws, OLD, "2024-03-01", "第一份公报")
    target = Target("GDP", "110000", Goal.floor(Decimal(5 * 10**12), "元"), date(2027, 12, 31), direction=1)
    rank = Target("GDP", "120000", Goal.rank(18), date(2027, 12, 31))
    held = [Held("t-gdp", target, "地区生产总值", "hand"), Held("t-rank", rank, "位次", "hand")]
    with ws.targets.ledger.writing() as connection:
        records.take_turn(connection)
        records.add(connection, "张工", [target_entry(one, "") for one in held])
    day = clock.today()
    late = ws.tasks.add(
        [Task("建设跨界道路", lead=("河北省交通运输厅",), due=day - timedelta(days=40)), Task("其他", due=day)]
    )
    ws.tasks.report([Update(late.ids[0], Period.day(day - timedelta(days=7)), "running", Decimal("62.5"))])
    ws.reports.write_template("调度", WORK)
    built = ws.reports.build("调度", day)
    assert document
    said = words(ws, built.id)
    assert "目标共2项" in said
    assert "任务共2项：逾期1项" in said
    assert "没有实施评估" in said
    tables = [one for one in ws.reports.report(built.id).blocks if isinstance(one, Table)]
    rows = {row[0][0].text: ["".join(piece.text for piece in cell) for cell in row] for row in tables[0].rows}
    assert rows["地区生产总值"][2] == "亿元"
    assert rows["地区生产总值"][4:6] == ["43,760.7", "不低于50,000"]
    assert rows["位次"][4:6] == ["—", "前18"]  # no data is no zero
    assert [piece.text for cell in tables[1].rows[0] for piece in cell][:4:3] == ["建设跨界道路", "62.5%"]
    kinds = {
        source.kind
        for table in tables
        for row in table.rows
        for cell in row
        for piece in cell
        for source in piece.sources
    }
    assert {"statement", "record"} <= kinds
