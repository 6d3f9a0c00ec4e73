"""The real files of the panel and the bulletins, where they are present: values, agreement, revisions and traps."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.tables.samples import BULLETINS, MAPPINGS, PANEL, mapping
from xietong.core.period import Period
from xietong.tables.formats.source import Bytes
from xietong.tables.mapping import load, parse
from xietong.tables.whole import TableReading, read
from xietong.workspace import Workspace

pytestmark = pytest.mark.skipif(not PANEL.is_dir(), reason="the shared data are not beside the project")

FILES = {
    "city30_air_econ_2008_2017.csv": ("city30-air-econ", 2100),
    "gdp_prov_1992_2020_kaggle_vintage2021.csv": ("nbs-gdp-wide", 29 * 31),
    "industrial_enterprise_rd_2012_2024.csv": ("industrial-enterprise-rd", 2015),
    "jjj_education_innovation_2015_2024.csv": ("jjj-education", 1069),
    "nbs_gdp_vintages.csv": ("nbs-gdp-vintages", 713),
    "nbs_other_series.csv": ("nbs-other-series", 2728),
    "techme_hitech_firms_recognised_2018_2024.csv": ("hitech-firms-recognised", 217),
    "techme_innovation_panel_2000_2023.csv": ("techme-innovation", 23215),
}


def reading(name: str) -> TableReading:
    path = PANEL / name
    return read(Bytes(path.name, path), load(MAPPINGS / f"{FILES[name][0]}.toml"))


@pytest.mark.parametrize("name", FILES)
def test_every_cell_of_every_file_is_read(name: str) -> None:
    """As many cells as the file has values, every place known, every time read, nothing held back."""
    found = reading(name)
    assert len(found.cells) == FILES[name][1]
    assert [cell for _, cell in found.cells if cell.state not in ("", "missing")] == []
    assert not {one.code for one in found.issues} & {"place_unknown", "place_damaged", "no_period", "text", "two_units"}


def test_cells_are_what_the_file_has_there() -> None:
    """Row and column lead back to the text, for a long and for a wide file."""
    for name in ("techme_innovation_panel_2000_2023.csv", "gdp_prov_1992_2020_kaggle_vintage2021.csv"):
        with (PANEL / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        for _, cell in reading(name).cells:
            assert rows[cell.row - 1][cell.column - 1] == cell.text


@pytest.mark.parametrize("year", [2018, 2019, 2020])
def test_the_bulletins_agree_with_the_panel_cell_by_cell(year: int) -> None:
    """Expenditure and intensity of the country and 31 provinces: the same key, the same value."""
    path = BULLETINS / f"{year}.html"
    bulletin = read(Bytes(path.name, path), load(MAPPINGS / "nbs-rd-bulletin.toml"))
    panel: dict[tuple[str, str, str], Decimal | None] = {}
    for _, cell in reading("techme_innovation_panel_2000_2023.csv").cells:
        if cell.series.part == "RDIntense":
            panel[cell.series.indicator, cell.series.place, cell.period] = cell.value
    assert len(bulletin.cells) == 64
    for _, cell in bulletin.cells:
        assert panel[cell.series.indicator, cell.series.place, cell.period] == cell.value, cell.path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "ws") as made:
        yield made


def add(ws: Workspace, name: str) -> dict[str, int]:
    """Add a file by its mapping; how many findings of each kind."""
    found = ws.tables.add(PANEL / name, load(MAPPINGS / f"{FILES[name][0]}.toml"))
    counts: dict[str, int] = {}
    for one in found.issues:
        counts[one.code] = counts.get(one.code, 0) + 1
    return counts


def test_vintages_of_gdp_are_shown_as_revisions(ledger: Workspace) -> None:
    """Two downloads are the same where they overlap; the vintage of 2021 differs for 30 provinces in 2020."""
    add(ledger, "nbs_gdp_vintages.csv")
    add(ledger, "gdp_prov_1992_2020_kaggle_vintage2021.csv")
    places = {row[1] for row in ledger.observations.all_series("GDP")}
    assert len(places) == 31
    revised = {}
    for place in places:
        series = ledger.observations.series("GDP", place)
        revised[place] = {one.period.end.year: one for one in series.revisions}
        two = [
            r.observation
            for r in series.rows
            if r.observation.key.period.startswith("2020") and r.observation.release.method
        ]
        assert len(two) == 2
        assert two[0].value == two[1].value
    assert sum(2020 in years for years in revised.values()) == 30
    beijing = [one.release.date for one in revised["110000"][2020].values]
    assert beijing == sorted(beijing)
    known = ledger.observations.series("GDP", "110000", known="2022-06-30")
    assert {row.observation.quote for row in known.rows if row.observation.key.period.startswith("2020")} == {
        "36102.6亿元"
    }


def test_the_unit_claimed_in_the_name_is_told_and_taken_it_is_caught(ledger: Workspace) -> None:
    """With both units the difference of 10^4 is named; read with the wrong one, the ledger speaks against it."""
    name = "industrial_enterprise_rd_2012_2024.csv"
    assert add(ledger, name)["unit_claimed"] == 5
    text = (MAPPINGS / "industrial-enterprise-rd.toml").read_text("utf-8")
    wrong = text.replace('column = "unit_actual"', 'column = "unit_claimed_in_source_filename"').replace(
        "[claimed]", "[note]", 1
    )
    wrong = wrong.replace('name = "industrial-enterprise-rd"', 'name = "wrong"').replace(
        '[note]\ncolumn = "unit_claimed_in_source_filename"', ""
    )
    copy = ledger.place / "copy.csv"
    copy.write_bytes((PANEL / name).read_bytes() + b"\n")
    found = ledger.tables.add(copy, parse(wrong, "wrong"))
    powers = [one for one in found.issues if one.code == "unit_power"]
    assert len(powers) == 5
    assert all("10 的 4 次方" in one.message["zh"] for one in powers)


def test_the_wrong_unit_is_caught_by_the_whole_it_is_part_of(ledger: Workspace) -> None:
    """Industrial R&D cannot be a ten-thousandth of all R&D: the panel alone betrays the unit of the file name."""
    add(ledger, "techme_innovation_panel_2000_2023.csv")
    assert "unit_power" not in add(ledger, "industrial_enterprise_rd_2012_2024.csv")
    text = (MAPPINGS / "industrial-enterprise-rd.toml").read_text("utf-8")
    wrong = text.replace('[claimed]\ncolumn = "unit_claimed_in_source_filename"\n', "").replace(
        'column = "unit_actual"', 'column = "unit_claimed_in_source_filename"'
    )
    found = ledger.tables.add(PANEL / "industrial_enterprise_rd_2012_2024.csv", parse(wrong, "wrong"))
    told = [one.message["zh"] for one in found.issues if one.code == "unit_power"]
    assert any("规模以上工业企业R&D经费" in one and "10 的 4 次方" in one for one in told)


def test_answering_what_is_asked_puts_a_wrong_unit_right(ledger: Workspace) -> None:
    """Read with the units of the file name, the review asks about each of the five; its ready answers, one key each, give
    every cell the value it has with the actual unit."""
    ledger.review.set_reviewer("复核员")
    name = "industrial_enterprise_rd_2012_2024.csv"
    add(ledger, name)
    text = (MAPPINGS / "industrial-enterprise-rd.toml").read_text("utf-8")
    wrong = text.replace('[claimed]\ncolumn = "unit_claimed_in_source_filename"\n', "").replace(
        'column = "unit_actual"', 'column = "unit_claimed_in_source_filename"'
    )
    copy = ledger.place / "copy.csv"
    copy.write_bytes((PANEL / name).read_bytes() + b"\n")
    document = ledger.tables.add(
        copy, parse(wrong.replace('name = "industrial-enterprise-rd"', 'name = "wrong"'), "w")
    ).document
    asked = [
        one
        for one in ledger.review.queue("cell", document, 100).items
        if "unit_power" in {doubt.words for doubt in one.doubts}
    ]
    assert len(asked) == 5
    for one in asked:
        shown = ledger.review.get("cell", one.subject)
        (ready,) = [each for each in shown.proposals if each.fields.get("over") == "table"]
        ledger.review.decide("cell", one.subject, ready.verdict, ready.fields, state=shown.state)
    rows = [entry.observation for entry in ledger.observations.stream()]
    right = {(one.cell[48:], one.key): one.value for one in rows if one.release.document != document}
    put_right = {(one.cell[48:], one.key): one.value for one in rows if one.release.document == document}
    assert put_right == right


def test_units_that_changed_in_the_panel_are_named() -> None:
    """High-tech series whose unit reads 万元 in one year and 件, 个 or 人年 in the others."""
    told = {
        one.message["zh"].split("”")[0][1:]
        for one in reading("techme_innovation_panel_2000_2023.csv").issues
        if one.code == "units_of_series"
    }
    assert told == {
        "高技术产业发明专利申请数",
        "高技术产业研发机构数",
        "高技术产业R&D人员折合全时当量",
        "高技术产业新产品开发项目数",
    }


def test_interpolated_gas_supply_of_guangzhou_is_found() -> None:
    """Six years on one line."""
    linear = [one for one in reading("city30_air_econ_2008_2017.csv").issues if one.code == "linear"]
    assert any("广州市" in one.message["zh"] and "供气总量" in one.message["zh"] for one in linear)


def test_tables_and_texts_meet(ledger: Workspace) -> None:
    """A sentence and a cell about one thing are two sources of one key."""
    ledger.documents.add("2019年，北京市研发经费2233.6亿元。".encode(), "a.txt", date=Period.parse("2020-09"))
    path = BULLETINS / "2019.html"
    ledger.tables.add(path, load(MAPPINGS / "nbs-rd-bulletin.toml"), date=Period.parse("2020-08"))
    series = ledger.observations.series("RD", "110000")
    assert [len(series.points), series.points[0].choice.sources, len(series.revisions)] == [1, 2, 0]
    assert {bool(row.observation.cell) for row in series.rows} == {True, False}


def test_mapping_of_the_wrong_file_is_refused() -> None:
    """The mapping of one file does not fit another."""
    from xietong.tables.mapping import MappingError

    path = PANEL / "industrial_enterprise_rd_2012_2024.csv"
    with pytest.raises(MappingError, match="row 1, column 5"):
        read(Bytes(path.name, path), load(MAPPINGS / "nbs-gdp-vintages.toml"))
    assert mapping((MAPPINGS / "nbs-gdp-vintages.toml").read_text("utf-8")).name == "nbs-gdp-vintages"
