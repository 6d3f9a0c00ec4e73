"""Analyses of a workspace: from sentences to a result and back, vintages, what is missing, what is kept."""

from __future__ import annotations

import pytest

from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.observations.derivation import Asked as Derivation
from xietong.observations.derivation import Derived
from xietong.regional.analyses.faults import FaultyAnalysisError
from xietong.regional.analyses.question import Question
from xietong.workspace import Workspace
from xietong.workspace.regional import Regional

GDP = "{year}年，北京市地区生产总值{0}亿元，天津市地区生产总值{1}亿元，河北省地区生产总值{2}亿元。\n"
POP = "{year}年末，北京市常住人口{0}万人。{year}年末，天津市常住人口{1}万人。{year}年末，河北省常住人口{2}万人。\n"
YEARS = {
    "2021": ((41045.6, 15685.1, 40397.1), (2188.6, 1373, 7448)),
    "2022": ((41540.9, 16132.2, 41988.0), (2184.3, 1363, 7420)),
    "2023": ((43760.7, 16737.3, 43944.1), (2185.8, 1364, 7393)),
}
FLOWS = """测试公报：流向
2023年，北京流向津冀技术合同成交额300亿元。
2023年，北京流向天津技术合同成交额100亿元。
"""
CITIES = """测试公报：各市
2023年，石家庄市地区生产总值7534.2亿元，唐山市地区生产总值9133.3亿元，保定市地区生产总值4012.5亿元，
廊坊市地区生产总值3642.8亿元，沧州市地区生产总值4440.0亿元，邯郸市地区生产总值4354.2亿元，
邢台市地区生产总值2692.6亿元，衡水市地区生产总值1875.0亿元，张家口市地区生产总值1851.5亿元，承德市地区生产总值1895.6亿元。
"""


def add(workspace: Workspace, text: str, name: str, day: str) -> str:
    """A document; its id."""
    made = workspace.documents.add(text.encode(), f"{name}.txt", title=name, date=Period.parse(day), publisher="统计局")
    return made.id


def filled(workspace: Workspace) -> None:
    """Three years of three places, flows, the cities."""
    for year, (gdp, people) in YEARS.items():
        add(
            workspace,
            GDP.format(*gdp, year=year) + POP.format(*people, year=year),
            f"公报{year}",
            f"{int(year) + 1}-03-20",
        )
    add(workspace, FLOWS, "流向", "2024-04-20")
    add(workspace, CITIES, "各市", "2024-05-20")


THEIL = Question("theil", ("地区生产总值",), ("members",), per="POP", by="常住人口")


def test_a_result_opens_into_its_sentences(ws: Workspace) -> None:
    """Names become codes; every raw value is an observation of a statement; vintages and documents are told."""
    filled(ws)
    made = ws.regional.compute(THEIL)
    assert made.question.indicators == ("GDP",)
    assert made.panel.times == ("2021", "2022", "2023")
    assert len(made.given.observations) == len(made.inputs) == 18
    one = made.given.observations["GDP", "120000", "2023"]
    assert ws.statements.get(one.statement).statement.quote == "16737.3亿元"
    assert {(title, count) for _, title, _, count in made.documents()} == {(f"公报{year}", 6) for year in YEARS}
    assert made.released == "2024-03-20"
    assert made.result.tables[0].rows[-1].cells[2] == pytest.approx(made.result.tables[0].rows[-1].cells[1])


def test_only_what_was_known_by_a_day(ws: Workspace) -> None:
    filled(ws)
    early = ws.regional.compute(Question("gini", ("GDP",), ("members",), known="2023-12-31"))
    assert early.panel.times == ("2021", "2022")


def test_places_without_data_are_named(ws: Workspace) -> None:
    """Of thirteen cities one has no value; three have values of other years too, which too few have."""
    filled(ws)
    made = ws.regional.compute(Question("moran", ("GDP",), ("cities",)))
    assert made.given.silent == ("130300",)
    assert made.panel.times == ("2023",)
    thin = next(one for one in made.given.remarks if one.code == "thin")
    assert "地区生产总值 2021" in thin.sentence("zh")
    assert "gross regional product 2021" in thin.sentence("en")


def test_flows_of_statements(ws: Workspace) -> None:
    """北京→津冀 and 北京→天津 are read; 北京→河北 follows."""
    filled(ws)
    made = ws.regional.compute(Question("flows", ("TECH_VAL",), ("members",)))
    assert made.panel.units == ("110000→120000", "110000→120000+130000")
    assert ("110000→130000", "deduced", 2e10, "110000→120000+130000") in [
        row.cells for row in made.result.tables[-1].rows
    ]
    assert {one.statement != "" for one in made.given.observations.values()} == {True}


def test_kept_replayed_and_out_of_date(ws: Workspace) -> None:
    """Numbers are observations of origin computed; a revision makes them out of date; computed anew the old goes."""
    filled(ws)
    run = ws.regional.write(ws.regional.compute(THEIL))
    row = ws.regional.get(run[:12])
    assert row.analysis == "theil"
    assert ws.regional.replayed(row).tables[0].rows[0].cells[0] == "2021"
    series = ws.observations.series("泰尔 T（地区生产总值／常住人口）", "京津冀")
    assert [one.choice.chosen.origin for one in series.points] == ["computed"] * 3
    assert "按常住人口加权" in series.points[0].choice.chosen.key.scope
    scores = [one.choice.chosen.id for one in series.points]
    assert ws.indices.outdated(scores) == ws.regional.outdated(scores) == frozenset()
    assert [one.id for one in ws.regional.find().items] == [run]
    assert ws.indices.find().total == 0
    add(ws, "据修订，2023年，天津市地区生产总值17000亿元。", "修订", "2024-12-20")
    assert ws.regional.outdated(scores) == frozenset(scores)
    again = ws.regional.recompute(run)
    assert again != run
    superseded = ws.regional.get(run).superseded
    assert superseded is not None
    assert superseded.by == again
    assert not ws.regional.state(ws.regional.get(again)).outdated


def test_a_purged_document_takes_the_analysis_away(ws: Workspace) -> None:
    """And what rests on its numbers: an analysis of the numbers of an analysis."""
    filled(ws)
    run = ws.regional.write(ws.regional.compute(Question("coupling", ("GDP", "POP"), ("members",))))
    name = "协调度 D（地区生产总值、常住人口）"
    over = ws.regional.write(ws.regional.compute(Question("gini", (name,), ("members",))))
    assert ws.regional.get(over).analysis == "gini"
    document = next(one for one in ws.documents.all().items if one.title == "公报2021")
    ws.documents.remove(document.id)
    ws.documents.purge(document.id)
    for gone in (run, over):
        with pytest.raises(NotFoundError):
            ws.regional.get(gone)
    assert ws.observations.series(name, "110000").points == ()


def test_computed_numbers_count_only_where_nothing_is_reported(ws: Workspace) -> None:
    """The derived sum of the region is no place that is compared; a derived number of a place is."""
    filled(ws)
    made = ws.derived.derive(Derivation("per_head", "GDP", ("110000",), (str(Period.year(2023)),)))
    assert isinstance(made, Derived)
    ws.derived.write([made])
    with pytest.raises(FaultyAnalysisError):
        ws.regional.compute(Question("gini", ("GDP_PC",), ("members",)))


def test_units_that_do_not_fit_are_told(ws: Workspace) -> None:
    """One place in another kind of unit: a fault with the place, not a number among the others."""
    filled(ws)
    for place, unit in (("北京市", "亿元"), ("天津市", "亿元"), ("河北省", "个")):
        add(ws, f"2023年，{place}乙指标为12{unit}。\n", f"乙{place}", "2024-06-20")
    with pytest.raises(FaultyAnalysisError) as caught:
        ws.regional.compute(Question("gini", ("乙指标",), ("members",)))
    assert [one.code for one in caught.value.faults] == ["unit"]
    assert "河北" in caught.value.sentence("zh")


def test_all_faults_of_a_question_at_once(ws: Workspace) -> None:
    filled(ws)
    wrong = Question("theil", ("没有的指标",), ("members",), year="1999", options=(("group", "x"), ("k", "3")))
    with pytest.raises(FaultyAnalysisError) as caught:
        ws.regional.compute(wrong)
    assert {one.code for one in caught.value.faults} == {"bad_option", "unknown_option", "no_observations"}
    with pytest.raises(NotFoundError, match="nonsense"):
        ws.regional.compute(Question("nonsense", ("GDP",)))
    with pytest.raises(FaultyAnalysisError) as caught:
        ws.regional.compute(Question("gini", ("GDP",), ("members",), year="1999"))
    assert [one.code for one in caught.value.faults] == ["no_year"]
    with pytest.raises(FaultyAnalysisError) as caught:
        ws.regional.compute(Question("flows", ("GDP",), ("members",)))
    assert [one.code for one in caught.value.faults] == ["no_flows"]


def test_nothing_is_written_by_asking(ws: Workspace) -> None:
    filled(ws)
    before = len(ws.observations.all_series(limit=10_000))
    assert isinstance(ws.regional, Regional)
    ws.regional.compute(THEIL)
    assert len(ws.observations.all_series(limit=10_000)) == before
