"""Doubtful cells in the review, on both databases: what is asked, what an answer does to the observation, what stays
beside, and that undoing and reading again bring back exactly what was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tables.samples import LONG, YEARS, mapping, workbook
from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.statements.review.correct import CorrectionError
from xietong.store.issues import IssueFilter
from xietong.store.review import queue
from xietong.store.review.kind import ReviewError, StaleError
from xietong.workspace import CellFilter, ObservationFilter, Workspace

HEAD = "地区,2018年,2019年,2020年,2021年,2022年\n"
SERIES = "河北省,32494.6,34978.6,36013.8,40397.1,41988.0\n"
DOUBTS = {
    "text": HEAD + "北京市,33106.0,35445.1,暂缺x,41045.6,41540.9\n" + SERIES,
    "footnote": HEAD + "北京市,33106.0,35445.1,35943.3,41045.6①,41540.9\n" + SERIES,
    "value_power": HEAD + "北京市,33106.0,35445.1,359433,41045.6,41540.9\n" + SERIES,
    "zero": HEAD + "北京市,33106.0,35445.1,0,41045.6,41540.9\n" + SERIES,
    "linear": HEAD + "北京市,33106.0,34106.0,35106.0,36106.0,37106.0\n" + SERIES,
    "row_repeated": HEAD
    + "北京市,33106.0,35445.1,35943.3,41045.6,41540.9\n北京市,33106.0,35445.1,35944.4,41045.6,41540.9\n",
    "duplicate": HEAD + "北京市,33106.0,35445.1,35943.3,41045.6,41540.9\n北京市,,,35944.4,,\n",
}


@pytest.fixture
def ws(ws: Workspace) -> Workspace:
    ws.review.set_reviewer("复核员")
    return ws


def add(ws: Workspace, text: str, layout: str = YEARS, name: str = "a.csv", date: str = "2023-03") -> str:
    path = ws.place / name
    path.write_text(text, "utf-8")
    return ws.tables.add(path, mapping(layout), date=Period.parse(date)).document


def cells(ws: Workspace) -> dict[tuple[int, int], str]:
    """(row, column) → id of the cells that are asked about."""
    found = (ws.tables.cell(one.subject) for one in ws.review.queue("cell", limit=1000).items)
    return {(one.row, one.column): one.id for one in found}


def quotes(ws: Workspace, place: str = "110000") -> dict[str, tuple[str, str]]:
    """Year → the quote and the mark of the observations of GDP."""
    rows = ws.observations.find(ObservationFilter(indicator="GDP", place=place), limit=100).items
    return {one.observation.key.period[:4]: (one.observation.quote, one.observation.judged) for one in rows}


def world(ws: Workspace) -> tuple[object, ...]:
    """All that decisions can change, and the cells, which they must not."""
    return (
        [one.observation for one in ws.observations.find(ObservationFilter(), limit=1000).items],
        sorted((one.id, one.judged) for one in ws.issues.find(IssueFilter(state="all"), 1000).items),
        sorted((one.kind, one.subject, one.weight, one.doubts) for one in ws.review.queue(limit=1000).items),
    )


def as_from_nothing(ws: Workspace) -> None:
    """The queue is the one that would be made from nothing."""
    before = world(ws)[2]
    with ws._ledger.writing() as connection:
        queue.rebuild(connection)
    assert world(ws)[2] == before


@pytest.mark.parametrize("code", DOUBTS)
def test_what_the_reader_doubts_is_asked_cell_by_cell(ws: Workspace, code: str) -> None:
    """Each kind of doubt is one question about a cell and none about a finding; with no doubt there is none."""
    add(ws, HEAD + SERIES, name="clean.csv")
    assert ws.review.counts()["cell"] == 0
    add(ws, DOUBTS[code])
    asked = ws.review.queue("cell", limit=100).items
    assert code in {doubt.words for one in asked for doubt in one.doubts}
    assert code not in {doubt.words for one in ws.review.queue("issue", limit=100).items for doubt in one.doubts}
    as_from_nothing(ws)


def test_a_unit_and_a_slipped_column_are_asked(ws: Workspace) -> None:
    """Values out by 10^4 against the ledger, and a row whose columns slipped."""
    add(ws, HEAD + "北京市,33106.0,35445.1,35943.3,41045.6,41540.9\n" + SERIES)
    wrong = LONG.replace('name = "long"', 'name = "wrong"')
    rows = "".join(
        f"北京市,{2018 + at},地区生产总值,{value},万元\n" for at, value in enumerate((33106.0, 35445.1, 35943.3))
    )
    add(ws, "地区,年份,指标,数值,单位\n" + rows + "2021,地区生产总值,北京市,1,亿元\n", wrong, "b.csv")
    assert {doubt.words for one in ws.review.queue("cell", limit=100).items for doubt in one.doubts} >= {"unit_power"}
    told = {one.issue.code for one in ws.issues.find(limit=100).items}
    assert "shifted" in told or "place_unknown" in told


def test_one_answer_corrects_the_unit_of_a_whole_table(ws: Workspace) -> None:
    """The ready answer puts every cell of the unit right; a cell of its own decision keeps that; undone, all are back."""
    add(ws, HEAD + "北京市,33106.0,35445.1,35943.3,41045.6,41540.9\n" + SERIES)
    years = YEARS.replace('fixed = "亿元"', 'fixed = "万元"').replace('name = "years"', 'name = "wrong"')
    document = add(ws, HEAD + "北京市,33106.1,35445.2,35943.4,41045.7,41541.0\n", years, "b.csv", "2024-03")
    (asked,) = ws.review.queue("cell", document, 100).items
    before = world(ws)
    own = next(one for one in ws.tables.cells(CellFilter(document=document)).items if one.column == 3)
    ws.review.decide("cell", own.id, "correct", {"value": "35.4", "unit": "万元"})
    shown = ws.review.get("cell", asked.subject)
    ready = next(one for one in shown.proposals if one.fields.get("unit") == "亿元")
    made = ws.review.decide("cell", asked.subject, ready.verdict, ready.fields, state=shown.state)
    later = [
        one.observation for one in ws.observations.find(ObservationFilter(indicator="GDP", document=document)).items
    ]
    assert {(one.quote, one.judged) for one in later} == {
        ("33106.1亿元", "corrected"), ("35.4万元", "corrected"), ("35943.4亿元", "corrected"),
        ("41045.7亿元", "corrected"), ("41541.0亿元", "corrected"),
    }  # fmt: skip
    assert ws.review.counts(document)["cell"] == 0
    as_from_nothing(ws)
    ws.documents.reread(document)
    assert {one.observation.quote for one in ws.observations.find(ObservationFilter(document=document)).items} == {
        one.quote for one in later
    }
    ws.review.undo(made.number)
    ws.review.undo(made.number - 1)
    assert world(ws) == before


def test_words_are_corrected_and_the_print_stays(ws: Workspace) -> None:
    """The person's value becomes the observation, marked; the cell keeps its text; undone, the cell is held again."""
    add(ws, DOUBTS["text"])
    before = world(ws)
    subject = cells(ws)[2, 4]
    assert "accept" not in ws.review.get("cell", subject).verdicts
    assert "2020" not in quotes(ws)
    made = ws.review.decide("cell", subject, "correct", {"value": "35,943.3"})
    assert quotes(ws)["2020"] == ("35943.3亿元", "corrected")
    assert ws.tables.cell(subject).text == "暂缺x"
    assert ws.tables.cell(subject).state == "text"
    assert ws.review.counts()["cell"] == 0
    assert [one.judged for one in ws.issues.find(IssueFilter(state="aside")).items] == ["corrected"]
    shown = ws.review.get("cell", subject)
    assert shown.cell is not None
    assert shown.cell.read is not None
    assert shown.cell.read["value"] == []
    as_from_nothing(ws)
    ws.review.undo(made.number)
    assert world(ws) == before


@pytest.mark.parametrize("code", ["duplicate", "row_repeated"])
def test_of_two_values_one_is_chosen(ws: Workspace, code: str) -> None:
    """Neither is an observation until a person says which; the other stays held; the other value is a ready answer."""
    add(ws, DOUBTS[code])
    assert "2020" not in quotes(ws)
    ((place, subject),) = cells(ws).items()
    shown = ws.review.get("cell", subject)
    assert [one.fields for one in shown.proposals] == [{"value": "35943.3"}]
    made = ws.review.decide("cell", subject, "accept")
    assert quotes(ws)["2020"] == ("35944.4亿元", "accepted")
    assert ws.tables.cell(subject).state == "duplicate"
    ws.review.undo(made.number)
    assert "2020" not in quotes(ws)
    assert cells(ws) == {place: subject}
    ws.review.decide("cell", subject, "correct", shown.proposals[0].fields)
    assert quotes(ws)["2020"] == ("35943.3亿元", "corrected")


def test_a_value_out_by_a_power_has_its_point_moved(ws: Workspace) -> None:
    """The ready answer is the value at the size of its series."""
    add(ws, DOUBTS["value_power"])
    subject = cells(ws)[2, 4]
    ready = ws.review.get("cell", subject).proposals[0]
    assert ready.fields == {"value": "35943.3"}
    assert quotes(ws)["2020"] == ("359433亿元", "")
    ws.review.decide("cell", subject, ready.verdict, ready.fields)
    assert quotes(ws)["2020"] == ("35943.3亿元", "corrected")


@pytest.mark.parametrize(
    ("verdict", "left"), [("accept", ("0亿元", "accepted")), ("waive", ("0亿元", "")), ("reject", None)]
)
def test_a_zero_is_accepted_waived_or_rejected(ws: Workspace, verdict: str, left: tuple[str, str] | None) -> None:
    """Accepted and waived the value stays, rejected it goes; each holds when the table is read again, and is undone."""
    document = add(ws, DOUBTS["zero"])
    before = world(ws)
    subject = cells(ws)[2, 4]
    made = ws.review.decide("cell", subject, verdict, reason="已核实")  # type: ignore[arg-type]
    assert quotes(ws).get("2020") == left
    after = world(ws)
    assert ws.review.counts()["cell"] == 0
    ws.documents.reread(document)
    assert world(ws) == after
    ws.documents.remove(document)
    assert ws.review.counts()["cell"] == 0
    ws.documents.restore(document)
    assert world(ws) == after
    ws.review.undo(made.number)
    assert world(ws) == before


def test_any_cell_can_be_corrected_in_each_of_its_fields(ws: Workspace) -> None:
    """Place, period, indicator and unit as a person writes them; a second correction starts from the first."""
    add(ws, HEAD + SERIES)
    cell = next(one for one in ws.tables.cells().items if one.column == 2)
    ws.review.decide("cell", cell.id, "correct", {"place": "天津", "period": "2017"})
    assert quotes(ws, "120000") == {"2017": ("32494.6亿元", "corrected")}
    ws.review.decide("cell", cell.id, "correct", {"unit": "万元"})
    assert quotes(ws, "120000") == {"2017": ("32494.6万元", "corrected")}
    ws.review.decide("cell", cell.id, "correct", {"indicator": "年末常住人口", "unit": "万人"})
    rows = ws.observations.find(ObservationFilter(indicator="POP", place="120000")).items
    assert [(one.observation.key.period, one.observation.unit) for one in rows] == [("../2017-12-31", "人")]
    assert quotes(ws, "130000").keys() == {"2019", "2020", "2021", "2022"}


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "约三百"}, {"value": ""}, {"unit": "什么"}, {"place": "不存在市"}, {"period": "某年"}, {"colour": "红"},
        {"value": "32494.6"}, {"value": "1" * 40}, {"indicator": ""}, {},
    ],
)  # fmt: skip
def test_what_a_cell_cannot_be_is_refused(ws: Workspace, fields: dict[str, str]) -> None:
    """Nothing is written, and the error names the field."""
    add(ws, HEAD + SERIES)
    cell = next(one for one in ws.tables.cells().items if one.column == 2)
    before = world(ws)
    with pytest.raises((CorrectionError, ReviewError)):
        ws.review.decide("cell", cell.id, "correct", fields)
    with pytest.raises(ReviewError):
        ws.review.decide("cell", cell.id, "reject")
    assert world(ws) == before
    assert ws.review.log().total == 0


def test_an_answer_to_another_state_is_refused(ws: Workspace) -> None:
    """Someone was first: nothing is written."""
    add(ws, DOUBTS["zero"])
    subject = cells(ws)[2, 4]
    state = ws.review.get("cell", subject).state
    ws.review.decide("cell", subject, "accept", state=state)
    with pytest.raises(StaleError):
        ws.review.decide("cell", subject, "reject", reason="x", state=state)
    assert quotes(ws)["2020"] == ("0亿元", "accepted")


def test_read_by_another_mapping_it_is_asked_again(ws: Workspace) -> None:
    """The person's word holds until they have answered what is read otherwise now."""
    document = add(ws, DOUBTS["zero"])
    subject = cells(ws)[2, 4]
    ws.review.decide("cell", subject, "correct", {"value": "35943.3"})
    other = YEARS.replace('fixed = "地区生产总值"', 'fixed = "R&D经费"')
    ws.tables.add(ws.place / "a.csv", mapping(other))
    found = next(one for one in ws.review.queue("cell", document, 100).items if one.subject == subject)
    assert "changed" in {doubt.code for doubt in found.doubts}
    assert quotes(ws)["2020"] == ("35943.3亿元", "corrected")
    ws.review.decide("cell", subject, "waive", reason="另一指标")
    assert quotes(ws) == {}


def test_a_purged_table_asks_nothing_and_leaves_nothing(ws: Workspace) -> None:
    """Neither questions nor readings put aside; the decisions stay in the log."""
    document = add(ws, DOUBTS["text"])
    subject = cells(ws)[2, 4]
    ws.review.decide("cell", subject, "correct", {"value": "35943.3"})
    ws.documents.purge(document)
    assert ws.review.counts()["cell"] == 0
    assert ws.observations.find(ObservationFilter()).total == 0
    with pytest.raises(NotFoundError):
        ws.review.get("cell", subject)
    assert ws.review.log().total == 1
    add(ws, DOUBTS["text"])
    assert quotes(ws)["2020"] == ("35943.3亿元", "corrected")


def test_a_finding_without_a_cell_stays_a_finding(ws: Workspace) -> None:
    """Macros of a workbook are no cell; read again they are told once."""
    data = workbook(
        [["地区", "2020年", "2021年"], ["北京市", 1, 2], ["天津市", 3, 4]], extra={"xl/vbaProject.bin": b"x"}
    )
    path: Path = ws.place / "a.xlsm"
    path.write_bytes(data)
    for _ in range(2):
        ws.tables.add(path, mapping(YEARS))
    told = [one.issue.code for one in ws.issues.find(limit=100).items]
    assert told == ["macros"]
    assert ws.review.counts()["cell"] == 0
    assert ws.review.counts()["issue"] == 1
