"""Tables in a workspace, on both databases: written whole, read again in place, held back, found, purged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tables.samples import LONG, YEARS, mapping
from xietong.core.errors import DocumentError, NotFoundError, WorkspaceError, XietongError
from xietong.core.period import Period
from xietong.store import cell_rows, table_reading
from xietong.tables.mapping import MappingError
from xietong.workspace import CellFilter, IssueFilter, ObservationFilter, Workspace

FIRST = "地区,2022年,2023年\n北京市,41540.9,43760.7\n天津市,16132.2,16737.3\n河北省,41988.0,43944.1①\n"
LATER = "地区,2022年,2023年,2024年\n北京市,41540.9,47889.6,49843.1\n天津市,16132.2,17024.2,18024.3\n河北省,41988.0,45500.0,…\n"


def put(ws: Workspace, name: str, text: str) -> Path:
    path = ws.place / name
    path.write_text(text, "utf-8")
    return path


def test_two_releases_are_two_vintages(ws: Workspace) -> None:
    """The next release needs no mapping named; what it says otherwise is a revision; each value has its cell."""
    first = ws.tables.add(
        put(ws, "2024.csv", FIRST), mapping(YEARS), date=Period.parse("2024-03"), publisher="国家统计局"
    )
    assert (first.sheets, first.cells, first.held, [one.code for one in first.issues]) == (1, 6, 0, ["footnote"])
    path = put(ws, "2025.csv", LATER)
    assert ws.tables.fitting(path).name == "years"
    later = ws.tables.add(path, ws.tables.fitting(path), date=Period.parse("2025-03"), publisher="国家统计局")
    assert (later.cells, later.held) == (9, 1)
    series = ws.observations.series("GDP", "110000")
    shown = [point.choice.chosen.quote for point in series.points]
    assert shown == ["41540.9亿元", "47889.6亿元", "49843.1亿元"]
    assert [[one.quote for one in revision.values] for revision in series.revisions] == [["43760.7亿元", "47889.6亿元"]]
    assert len(ws.observations.series("GDP", "110000", known="2024-12-31").points) == 2
    assert ws.search.find("天津市").total == 2
    cell = ws.tables.cell(series.rows[0].observation.cell)
    assert (cell.row, cell.column, cell.path, cell.text) == (2, 2, "北京市 / 2022年", "41540.9")
    assert [one.document_title for one in ws.tables.all()] == ["2025.csv", "2024.csv"]


def test_reading_again_replaces(ws: Workspace) -> None:
    """The same bytes are one document; its cells stand there once, whatever was read before."""
    path = put(ws, "a.csv", FIRST)
    one = ws.tables.add(path, mapping(YEARS))
    ids = {row.id for row in ws.tables.cells(limit=100).items}
    other = ws.tables.add(path, mapping(YEARS))
    assert one.document == other.document
    assert {row.id for row in ws.tables.cells(limit=100).items} == ids
    assert ws.observations.find(ObservationFilter()).total == 6
    assert ws.issues.counts() == {"footnote": 1}


def test_held_cells_are_no_observations_and_not_lost(ws: Workspace) -> None:
    """Duplicates and words stay as cells with their reason; findings carry row and column."""
    text = "地区,年份,指标,数值,单位\n北京市,2023,地区生产总值,43760.7,亿元\n北京市,2023,地区生产总值,43761.7,亿元\n天津市,2023,地区生产总值,x,亿元\n"
    added = ws.tables.add(put(ws, "a.csv", text), mapping(LONG))
    assert (added.cells, added.held) == (3, 3)
    assert ws.observations.find(ObservationFilter()).total == 0
    assert [row.state for row in ws.tables.cells(CellFilter(state="held")).items] == ["duplicate", "duplicate", "text"]
    assert {(one.issue.code, one.issue.places[0].row, one.issue.places[0].column) for one in ws.issues.find().items} == {
        ("duplicate", 3, 4), ("text", 4, 4),
    }  # fmt: skip


def test_a_unit_wrong_by_a_power_of_ten_against_the_ledger(ws: Workspace) -> None:
    """The same table in 万元 speaks against what is known; so does one value with its point displaced."""
    ws.tables.add(put(ws, "a.csv", FIRST), mapping(YEARS), date=Period.parse("2024-03"))
    wrong = ws.tables.add(
        put(ws, "b.csv", FIRST + "\n"), mapping(YEARS.replace("亿元", "万元").replace("years", "other"))
    )
    assert [one.code for one in wrong.issues if one.severity == "error"] == ["unit_power"]
    assert "10 的 4 次方" in wrong.issues[0].message["zh"]
    ws.documents.remove(wrong.document)
    one = FIRST.replace("16737.3", "167373")
    found = [
        issue for issue in ws.tables.add(put(ws, "c.csv", one), mapping(YEARS)).issues if issue.code == "unit_power"
    ]
    assert any((issue.places[0].row, issue.places[0].column) == (3, 3) for issue in found)


def test_a_column_shifted_against_the_ledger(ws: Workspace) -> None:
    """Values that equal what is known of the next place, one after the other."""
    places = ["北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省"]
    values = ["43760.7", "16737.3", "43944.1", "25698.2", "24627.0", "30209.4"]
    head = "地区,2023年\n"
    ws.tables.add(
        put(ws, "a.csv", head + "".join(f"{p},{v}\n" for p, v in zip(places, values, strict=True))), mapping(YEARS)
    )
    moved = [values[0], values[0], *values[1:5]]
    rows = "".join(f"{p},{v}\n" for p, v in zip(places, moved, strict=True))
    found = ws.tables.add(put(ws, "b.csv", head + rows), mapping(YEARS))
    slipped = [one for one in found.issues if one.code == "shifted_known"]
    assert [(one.places[0].row, one.places[0].column) for one in slipped] == [(3, 2)]


def test_what_is_refused_leaves_nothing(ws: Workspace) -> None:
    """A mapping that does not fit, a file that is no table: no document, no cell."""
    with pytest.raises(MappingError):
        ws.tables.add(put(ws, "a.csv", "a,b\n1,2\n"), mapping(YEARS))
    with pytest.raises(DocumentError):
        ws.tables.add(put(ws, "b.csv", ""), mapping(YEARS))
    with pytest.raises(XietongError):
        ws.tables.fitting(put(ws, "c.csv", FIRST))
    assert (ws.documents.all().total, ws.tables.all(), ws.tables.cells().total) == (0, (), 0)


def test_removed_restored_purged(ws: Workspace) -> None:
    """A table goes and comes with its document; purged, its cells and observations are gone."""
    added = ws.tables.add(put(ws, "a.csv", FIRST), mapping(YEARS))
    ws.documents.remove(added.document)
    assert (ws.tables.all(), ws.tables.cells().total, ws.observations.find(ObservationFilter()).total) == ((), 0, 0)
    ws.documents.restore(added.document)
    assert (ws.tables.cells().total, ws.observations.find(ObservationFilter()).total) == (6, 6)
    cell = ws.tables.cells().items[0].id
    ws.documents.purge(added.document)
    with pytest.raises(NotFoundError):
        ws.tables.cell(cell)
    assert (ws.observations.find(ObservationFilter()).total, ws.issues.counts()) == (0, {})


def test_a_failure_in_the_middle_leaves_the_ledger_as_it_was(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole or not at all."""
    from xietong.store import table_writing

    def fail(*_: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(table_writing, "finish_sheet", fail)
    with pytest.raises(RuntimeError):
        ws.tables.add(put(ws, "a.csv", FIRST), mapping(YEARS))
    assert (ws.documents.all().total, ws.tables.cells().total) == (0, 0)


def everything(ws: Workspace) -> tuple[object, ...]:
    """All that a table left, but for the times."""
    found = ws.observations.find(ObservationFilter(), limit=5000).items
    told = [(one.id, one.issue) for one in ws.issues.find(IssueFilter(), limit=5000).items]
    return ws.tables.cells(limit=5000).items, [one.observation for one in found], told


def test_a_long_file_is_read_in_a_second_process_alike(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells, observations, what is withheld, findings: the same from either process, over several batches."""
    places = ["北京市", "天津市", "河北省", "石家庄市", *(f"不知道{number}市" for number in range(26))]
    rows = [f"{places[at % 30]},{1980 + at // 30},地区生产总值,{at * 7 % 90 + 10}.5,亿元" for at in range(1200)]
    rows += ["北京市,1980,地区生产总值,11.5,亿元", "天津市,1980,地区生产总值,x,亿元", "河北省,1981,地区生产总值,…,亿元"]
    path = put(ws, "a.csv", "\n".join(["地区,年份,指标,数值,单位", *rows]))
    here = ws.tables.add(path, mapping(LONG))
    one = everything(ws)
    monkeypatch.setattr(table_reading, "_AHEAD", 0)
    there = ws.tables.add(path, mapping(LONG))
    assert (here, one) == (there, everything(ws))
    assert here.cells == 1203 > cell_rows.CHUNK
    assert here.held >= 3


def dies(*_: object) -> Iterator[cell_rows.Batch]:
    """A reader that is killed after its first rows."""
    yield cell_rows.Batch([("f" * 64, "", 1, 1, *[""] * 11)], [], [])
    os._exit(9)


def test_a_reader_that_dies_leaves_the_ledger_as_it_was(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is told, and nothing is kept."""
    monkeypatch.setattr(table_reading, "_AHEAD", 0)
    monkeypatch.setattr(table_reading, "_rows", dies)
    with pytest.raises(WorkspaceError, match="died"):
        ws.tables.add(put(ws, "a.csv", FIRST), mapping(YEARS))
    assert (ws.documents.all().total, ws.tables.cells().total) == (0, 0)


def test_a_fault_late_in_a_file_leaves_nothing(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows before a quotation mark that is never closed were written already: they go as well, and the row is named."""
    monkeypatch.setattr(table_reading, "_AHEAD", 0)
    text = "地区,2022年,2023年\n" + "北京市,1,2\n" * 100 + '"天津市,1,2\n' + "河北省,3,4\n" * 200_000
    with pytest.raises(DocumentError, match="102"):
        ws.tables.add(put(ws, "a.csv", text), mapping(YEARS))
    assert (ws.documents.all().total, ws.tables.cells().total) == (0, 0)


def test_a_table_keeps_its_cells_when_documents_are_read_again(ws: Workspace) -> None:
    """`reread` leaves tables alone, and what a workspace is taught reaches their cells."""
    text = "地区,年份,指标,数值,单位\n北京市,2023,企业入驻户头,1410,家\n"
    added = ws.tables.add(put(ws, "a.csv", text), mapping(LONG))
    assert ws.documents.reread(added.document).outcome == "reread"
    assert ws.tables.cells().total == 1
    assert ws.observations.find(ObservationFilter(indicator="企业入驻户头")).total == 1
    assert ws.observations.assign("企业入驻户头", "FIRM_STOCK") == 1
    assert ws.observations.find(ObservationFilter(indicator="FIRM_STOCK")).total == 1
    assert ws.tables.cells(CellFilter(indicator="FIRM_STOCK")).total == 1
    ws.observations.withdraw("企业入驻户头")
    assert ws.observations.find(ObservationFilter(indicator="企业入驻户头")).total == 1


def test_an_older_ledger_is_brought_to_this_schema(tmp_path: Path) -> None:
    """Step by step from the one before tables: the same columns as the models have."""
    from sqlalchemy import inspect

    from xietong.store.engine import connect, sqlite_url
    from xietong.store.migrate import migrate
    from xietong.store.model import Base

    engine = connect(sqlite_url(tmp_path / "old.db"))
    migrate(engine, 3)
    assert not inspect(engine).has_table("cell")
    migrate(engine)
    seen = inspect(engine)
    for table in Base.metadata.tables.values():
        assert {one["name"] for one in seen.get_columns(table.name)} == {column.name for column in table.columns}
    engine.dispose()


KNOWN = """地区,2021年,2022年,2023年
北京市,41045.6,41540.9,43760.7
天津市,15685.1,16132.2,16737.3
河北省,40397.1,41988.0,43944.1
山西省,22870.4,25583.9,25698.2
辽宁省,27569.5,28826.1,30209.4
"""
MOVED = {
    # one year only: each has the other's value, which is no chance
    "swapped once": ("北京市,41045.6,41540.9,43944.1", "河北省,40397.1,41988.0,43760.7"),
    # two provinces, each with the other's values
    "swapped": ("北京市,40397.1,41988.0,43944.1", "河北省,41045.6,41540.9,43760.7"),
    # every value a year too late
    "a year off": ("北京市,,41045.6,41540.9", "天津市,,15685.1,16132.2", "河北省,,40397.1,41988.0", "山西省,22870.4,22870.4,25583.9"),
}  # fmt: skip
# the table leaves 2021 out for three places, so that what is known of it was not asked for
TOLD = {
    "swapped once": {(2, 4), (3, 4)},
    "swapped": {(row, column) for row in (2, 3) for column in (2, 3, 4)},
    "a year off": {(2, 4), (3, 4), (4, 4), (5, 3), (5, 4)},
}


@pytest.mark.parametrize("name", MOVED)
def test_values_known_of_another_place_or_year_are_displaced(ws: Workspace, name: str) -> None:
    """Said as what it is, with row and column, and not as a wrong unit."""
    ws.tables.add(put(ws, "known.csv", KNOWN), mapping(YEARS), date=Period.parse("2024-03"))
    lines = "\n".join(("地区,2021年,2022年,2023年", *MOVED[name]))
    found = ws.tables.add(put(ws, "moved.csv", lines), mapping(YEARS), date=Period.parse("2025-03"))
    assert {one.code for one in found.issues} == {"moved_known"}
    told = {(place.row, place.column) for one in found.issues for place in one.places}
    assert told == TOLD[name]


def test_revisions_are_not_displaced(ws: Workspace) -> None:
    """A later release that says a little more of every place and year is a revision and nothing else."""
    ws.tables.add(put(ws, "known.csv", KNOWN), mapping(YEARS), date=Period.parse("2024-03"))
    head, *rows = KNOWN.split()
    revised = [
        ",".join([name, *(f"{float(value) * (1.004 + number / 1000):.1f}" for value in rest)])
        for number, (name, *rest) in enumerate(row.split(",") for row in rows)
    ]
    found = ws.tables.add(
        put(ws, "later.csv", "\n".join((head, *revised))), mapping(YEARS), date=Period.parse("2025-03")
    )
    assert found.issues == ()


def test_what_two_sheets_give_is_held_in_both(ws: Workspace) -> None:
    """The counts of a document are of its sheets as they are in the end."""
    from tests.tables.test_proposals import two_sheets

    path = ws.place / "a.xlsx"
    path.write_bytes(two_sheets())
    added = ws.tables.add(path, mapping(YEARS))
    assert (added.sheets, added.cells, added.held) == (2, 6, 3)
    assert sum(sheet.held for sheet in ws.tables.all()) == 3
    assert [row.state for row in ws.tables.cells(CellFilter(state="held")).items] == [
        "duplicate",
        "duplicate",
        "repeated",
    ]
