"""The demo's panel: read by its own mappings, attributed, in agreement with the bulletins, with revisions and vintages."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files

import pytest

from xietong.demo import build, panel
from xietong.store.observations import ObservationFilter
from xietong.store.tables import CellFilter
from xietong.tables.formats.source import Bytes
from xietong.tables.whole import read
from xietong.workspace import Workspace
from xietong.workspace.observations import indicator_key, place_key

TABLES = panel.panels()
BULLETINS = [one for one in TABLES if one.name.startswith("rd-bulletin")]
PROVINCES = {
    place_key(line.split(",")[0])
    for line in next(one for one in TABLES if one.name == "gdp-2024.csv").data.decode().splitlines()[2:-1]
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.create(tmp_path_factory.mktemp("demo") / "w") as workspace:
        build(workspace)
        yield workspace


@pytest.mark.parametrize("one", TABLES, ids=lambda one: one.name)
def test_every_table_says_where_it_comes_from_and_is_read_whole(one: panel.Panel) -> None:
    """A source and a licence; every cell a value of a known place and time, none held back."""
    assert one.source
    assert one.licence
    found = read(Bytes(one.name, data=one.data), one.mapping)
    assert {cell.state for _, cell in found.cells} <= {"", "missing"}
    assert not [issue for issue in found.issues if issue.severity == "error" and issue.code != "value_power"]


def test_the_files_under_another_licence_carry_it() -> None:
    """Files of techme stand beside their MIT licence, and nothing of it is missing."""
    licence = files("xietong.demo").joinpath("tables", "LICENSE.techme").read_text("utf-8")
    for one in TABLES:
        if one.licence.startswith("MIT"):
            assert one.name in licence
    assert "Copyright (c) 2021 Hu Huaping" in licence
    assert "The above copyright notice and this permission notice shall be included" in licence.replace("\n", " ")


def test_the_package_stays_small() -> None:
    """All tables as they are packed: at most 300 KB."""
    place = files("xietong.demo").joinpath("tables")
    assert sum(len(one.read_bytes()) for one in place.iterdir()) < 300_000


@pytest.mark.parametrize("one", BULLETINS, ids=lambda one: one.name)
def test_bulletins_and_panel_agree_cell_by_cell(demo: Workspace, one: panel.Panel) -> None:
    """For every cell of a bulletin the panel has a source of the same key with the same value."""
    document = next(sheet.document for sheet in demo.tables.all() if sheet.document_title == one.title)
    cells = demo.tables.cells(CellFilter(document=document), limit=100).items
    assert len(cells) == 64
    for cell in cells:
        rows = demo.observations.series(cell.indicator, cell.place).rows
        others = [
            row.observation
            for row in rows
            if row.observation.key.period == cell.period and "面板" in row.document_title
        ]
        assert Decimal(cell.value or "") in [each.value[0] for each in others], cell


@pytest.mark.parametrize(
    "phrase",
    [
        "R&D经费", "R&D经费投入强度", "R&D人员全时当量", "专利授权量", "有效发明专利数", "技术市场流出地域合同金额",
        "高技术产业主营业务收入", "一般公共预算科学技术支出", "当年新认定高新技术企业数", "地区生产总值", "年末常住人口",
    ],
)  # fmt: skip
def test_every_province_has_what_an_index_needs(demo: Workspace, phrase: str) -> None:
    """31 provinces with a value for 2023 of each thing that indices of innovation rest on."""
    have = {
        row[1]
        for row in demo.observations.all_series(indicator_key(phrase))
        for point in demo.observations.series(row[0], row[1], row[2]).points
        if point.period.end.year == 2023
    }
    assert len(have & PROVINCES) == 31


def test_vintages_of_gdp_are_shown(demo: Workspace) -> None:
    """2020 was revised for 30 provinces between the two downloads; as known in 2022 the older value stands."""
    revised = [
        place
        for _, place, measure, _ in demo.observations.all_series("GDP")
        if measure == "level" and place.endswith("0000") and place.isdigit()
        if any(one.period.end.year == 2020 for one in demo.observations.series("GDP", place).revisions)
    ]
    assert len(set(revised)) == 30
    then = demo.observations.series("GDP", "110000", known="2022-06-30")
    assert {p.choice.chosen.quote for p in then.points if str(p.period).startswith("2020")} == {"36102.6亿元"}


def test_building_again_adds_nothing(demo: Workspace) -> None:
    """A second start reads no table again."""
    before = demo.documents.all(1, 0).total
    assert panel.add(demo, TABLES) == 0
    assert demo.documents.all(1, 0).total == before


def test_the_five_dimensions_are_computed_on_the_open_panel(demo: Workspace) -> None:
    """Innovation is covered, in 31 provinces for nine years, by cells of MIT tables; the rest has no data, and so no total."""
    (row,) = demo.indices.find().items
    result = demo.indices.replayed(row)
    nodes = [node.code for node in result.framework.nodes]
    assert [code for code in nodes if code not in result.uncovered] == ["INNOVATION"]
    assert len(result.panel.units) == 31
    scores = demo.observations.find(ObservationFilter("分省五维发展指数（本项目编制，非官方指数）·创新发展"))
    assert scores.total == 31 * 9
    assert {one.observation.origin for one in scores.items} == {"computed"}
    assert not demo.indices.state(row).outdated
    made = demo.indices.compute(demo.indices.framework("provinces"))
    one = made.source("RD_PERS", "130000", "2022")
    assert one is not None
    assert demo.tables.cell(one.cell).text


def test_the_plan_of_the_demo_is_followed(demo: Workspace) -> None:
    """Its targets are confirmed by the demo's own name, followed on the demo's figures; a reversal and a turned-down goal are seen."""
    page = demo.targets.find({}, None)
    assert page.total >= 18
    assert {one.person for one in page.items} == {"协同示例"}
    assert demo.targets.find({"state": "rejected"}).total == 1
    stands = {
        (one.target.indicator, one.target.territory): one
        for one in demo.standing.stands([one.held for one in page.items])
    }
    assert stands["RD_INT", "120000"].status == "ahead"
    assert stands["RD", "110000"].status == "behind"
    assert stands["PM25", "京津冀"].main.has("reversal")
    assert str(stands["RD", "京津冀"].value) == "445841250000"  # the sum of three cells
    (whole,) = demo.targets.find({"indicator": "RD", "territory": "京津冀"}).items
    assert [one.split.along for one in demo.splits.of(whole.held.subject)] == ["years"]
    index = next(one for one in stands.values() if one.held.origin == "hand")
    assert {each.origin for each in index.course.latest} == {"computed"}
