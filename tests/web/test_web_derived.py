"""The pages of derived numbers, and the explorer with its four forms, vintages and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.web.samples import explored
from tests.web.test_web_forms import token
from xietong.core.period import Period
from xietong.observations.pivot import columns, pivot
from xietong.web.app import make_app
from xietong.web.panels import SMALL, WIDE, drawable, panel
from xietong.web.scale import class_of, classes, common
from xietong.web.tiles import layout, size
from xietong.web.view_of import Asked
from xietong.workspace import Workspace

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with explored(tmp_path_factory.mktemp("explored") / "w") as workspace:
        yield workspace


@pytest.fixture
def pages(held: Workspace) -> TestClient:
    return TestClient(make_app(held), base_url=BASE)


# -- derived numbers -------------------------------------------------------------------------------------------------


def test_a_derived_number_opens_into_its_sentences(pages: TestClient) -> None:
    listed = pages.get("/derived.json").json()
    one = next(item for item in listed["items"] if item["formula"] == "per_head/1")
    page = pages.get(one["address"] + "?lang=en").text
    assert "<mfrac>" in page
    assert "2184.3万人" in page
    for used in one["inputs"]:
        assert used["observed"]["address"].startswith("/statements/")
        assert f'href="{used["observed"]["address"]}"' in page
        assert used["observed"]["quote"] in used["sentence"]
        assert pages.get(used["observed"]["address"]).status_code == 200
    assert one["name"] == {"zh": "人均地区生产总值", "en": "gross regional product per head"}
    assert Decimal(one["low"]) <= Decimal(one["value"]) <= Decimal(one["high"])
    assert not one["outdated"]


def test_a_number_that_rests_on_derived_ones_opens_to_the_ground(pages: TestClient) -> None:
    one = next(item for item in pages.get("/derived.json").json()["items"] if item["formula"] == "mean/1")
    assert all(used["observed"]["origin"] == "derived" for used in one["inputs"])
    ground = [below["sentence"] for used in one["inputs"] for below in used["below"]]
    assert any("43760.7亿元" in sentence for sentence in ground)
    page = pages.get(one["address"]).text
    assert page.count("43760.7亿元") > 1
    assert page.count('class="formula"') == 3


def test_out_of_date_is_said_and_mended(tmp_path: Path) -> None:
    with explored(tmp_path / "w") as workspace:
        pages = TestClient(make_app(workspace), base_url=BASE)
        one = next(item for item in pages.get("/derived.json").json()["items"] if item["formula"] == "growth/1")
        words = "2023年，北京市地区生产总值44000.0亿元。2022年，北京市地区生产总值41540.9亿元。"
        workspace.documents.add(words.encode(), "final.txt", date=Period.parse("2026-01"), publisher="北京市统计局")
        page = pages.get(one["address"]).text
        assert "已过时" in page
        assert "5.92" in page
        assert pages.get(one["address"] + ".json").json()["outdated"]
        assert "已过时" in pages.get("/derived").text
        assert "已过时" in pages.get("/explore?indicator=GDP&measure=growth&place=110000").text
        refused = pages.post(one["address"] + "/recompute", data={"token": "forged"})
        assert refused.status_code == 403
        mended = pages.post(one["address"] + "/recompute", data={"token": token(pages)})
        assert mended.status_code == 200
        assert "5.92" in mended.text
        old = pages.get(one["address"])
        assert "取代" in old.text
        assert pages.get("/derived/none").status_code == 404


def test_what_can_no_longer_be_made_says_why(tmp_path: Path) -> None:
    with explored(tmp_path / "w") as workspace:
        pages = TestClient(make_app(workspace), base_url=BASE)
        one = next(item for item in pages.get("/derived.json").json()["items"] if item["formula"] == "growth/1")
        workspace.documents.remove(one["inputs"][0]["observed"]["document"])
        page = pages.get(one["address"]).text
        assert "缺少" in page
        assert "/recompute" not in page
        answer = pages.post(one["address"] + "/recompute.json", data={"token": token(pages)})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_derived")


def test_an_empty_list_says_what_to_do(empty: TestClient) -> None:
    assert "xietong derive growth" in empty.get("/derived").text
    assert empty.get("/derived.json").json()["items"] == []


# -- the explorer ----------------------------------------------------------------------------------------------------


def test_every_cell_leads_to_its_source(pages: TestClient) -> None:
    data = pages.get("/explore.json?indicator=GDP").json()
    page = pages.get("/explore?indicator=GDP").text
    cells = [cell for row in data["rows"] for cell in row["cells"]]
    assert len(cells) > 12
    for cell in cells:
        assert f'href="{cell["chosen"]["address"]}"' in page
        assert pages.get(cell["chosen"]["address"]).status_code == 200
    assert data["columns"] == ["2021", "2022", "2023"]
    assert [row["place"] for row in data["rows"]][:4] == ["京津冀", "110000", "120000", "130000"]
    region = data["rows"][0]["cells"][0]
    assert region["chosen"]["origin"] == "derived"
    assert region["chosen"]["address"].startswith("/derived/")


@pytest.mark.parametrize("shown", ["table", "lines", "multiples", "map"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_shows_every_value(pages: TestClient, shown: str, language: str) -> None:
    """The same values with links to their sentences, whichever form they are shown in."""
    page = pages.get(f"/explore?indicator=GDP&show={shown}&to=2023&from=2023&lang={language}").text
    data = pages.get("/explore.json?indicator=GDP&to=2023&from=2023").json()
    tiles = {one.place for one in layout()}
    for row in data["rows"]:
        if shown != "map" or row["place"] in tiles:
            assert row["cells"][0]["chosen"]["address"] in page, row["place"]
    assert f'aria-current="page">{ {"zh": "表格", "en": "table"}[language] }' in page or shown != "table"


def test_scopes_are_rows_of_their_own(pages: TestClient) -> None:
    """The derived nominal growth and the printed real one are never one line."""
    data = pages.get("/explore.json?indicator=GDP&measure=growth&place=110000").json()
    assert {row["scope"] for row in data["rows"]} == {"", "现价"}
    page = pages.get("/explore?indicator=GDP&measure=growth&place=110000").text
    assert "口径不同" in page


def test_vintages(pages: TestClient) -> None:
    """Latest, first, and as of a day; what was revised is marked."""

    def value(query: str) -> str:
        rows = pages.get(f"/explore.json?indicator=GDP&place=110000&from=2021&to=2021{query}").json()["rows"]
        return str(rows[0]["cells"][0]["chosen"]["quote"]) if rows else ""

    assert value("") == "41045.6亿元"
    assert value("&view=first") == "40269.6亿元"
    assert value("&known=2022") == "40269.6亿元"
    assert value("&known=2020") == ""
    assert "有修订" in pages.get("/explore?indicator=GDP&place=110000").text
    assert 'class="earlier"' in pages.get("/explore?indicator=GDP&place=110000&show=lines").text
    nothing = pages.get("/explore?indicator=GDP&place=110000&known=2020")
    assert "没有符合的观测值" in nothing.text


def test_names_are_understood_and_links_carry_keys(pages: TestClient) -> None:
    data = pages.get("/explore.json", params={"indicator": ["地区生产总值", ""], "place": ["北京市", "京津"]}).json()
    assert data["indicators"] == ["GDP"]
    assert data["places"] == ["110000", "110000+120000"]
    assert data["unknown"] == ["110000+120000"]
    again = pages.get(data["address"].replace("/explore", "/explore.json")).json()
    assert again == data


def test_the_map_steps_through_periods(pages: TestClient) -> None:
    page = pages.get("/explore?indicator=GDP&show=map").text
    assert "period=2022" in page
    earlier = pages.get("/explore?indicator=GDP&show=map&period=2022").text
    assert "41,540.9" in earlier
    assert "无数据" in earlier
    assert page.count("<rect") == 14


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("from=soon", "bad_year"), ("to=20231", "bad_year"), ("known=soon", "bad_date"), ("show=pie", "bad_query_value"),
        ("view=middle", "bad_query_value"), ("grain=week", "bad_query_value"), ("measure=size", "bad_query_value"),
        ("from=0000", "bad_year"), ("from=٢٠٢٣", "bad_year"),
        ("&".join(["indicator=x"] * 60), "bad_query_value"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_said(pages: TestClient, query: str, code: str) -> None:
    answer = pages.get(f"/explore.json?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_strange_questions_are_answered(pages: TestClient) -> None:
    for query in ("indicator=%00", "indicator=<script>", "indicator=GDP&place=→", "indicator=GDP&place=+", "place=北京",
                  "indicator=GDP&from=2030", "indicator=GDP&period=x&show=map", "indicator=GDP&place=→天津"):  # fmt: skip
        for shown in ("table", "lines", "multiples", "map"):
            page = pages.get(f"/explore?{query}&show={shown}" if "show" not in query else f"/explore?{query}")
            assert page.status_code == 200, query
            assert '<script>"' not in page.text


def test_empty_states(empty: TestClient, pages: TestClient) -> None:
    assert "还没有观测值" in empty.get("/explore").text
    assert "还没有选指标" in pages.get("/explore").text
    assert "indicator=GDP" in pages.get("/explore").text


text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8)


@given(
    st.builds(
        Asked, st.lists(text, max_size=3).map(tuple), st.lists(text, max_size=3).map(tuple),
        st.sampled_from(["", "level", "growth"]), st.sampled_from(["", "2014"]), st.sampled_from(["", "2024"]),
        st.sampled_from(["", "2024-01-31"]), st.sampled_from(["latest", "first"]),
        st.sampled_from(["table", "lines", "multiples", "map"]), st.sampled_from(["year", "all"]), text,
    )
)  # fmt: skip
def test_a_link_keeps_the_view(asked: Asked) -> None:
    """All of a view is in its query, and comes back out of it."""
    query = parse_qs(urlsplit(asked.link()).query, keep_blank_values=True)
    assert tuple(query.get("indicator", ())) == asked.indicators
    assert tuple(query.get("place", ())) == asked.places
    single = {"measure": asked.measure, "from": asked.first, "to": asked.last, "known": asked.known,
              "period": asked.period}  # fmt: skip
    assert all(query.get(name, [""]) == [value] for name, value in single.items())
    assert query.get("show", ["table"]) == [asked.shown]
    assert query.get("view", ["latest"]) == [asked.view]


# -- geometry --------------------------------------------------------------------------------------------------------


def test_panels_hold_their_points_and_labels_apart(held: Workspace) -> None:
    rows = pivot([row.observation for row in held.observations.grid(["GDP"])])
    for frame in (WIDE, SMALL):
        made = panel([row for row in rows if drawable(row)], columns(rows), frame)
        for trace in made.traces:
            for dot in trace.dots:
                assert frame.left <= dot.x <= frame.width - frame.right
                assert frame.top - 1 <= dot.y <= frame.height - frame.bottom + 1
        heights = sorted(trace.label[1] for trace in made.traces)
        if frame is WIDE:
            assert all(later - earlier >= 14.9 for earlier, later in pairwise(heights))
            assert heights[-1] <= frame.height


def test_lines_do_not_cross_a_gap(held: Workspace) -> None:
    """A year without a value is a gap."""
    rows = pivot([row.observation for row in held.observations.grid(["GDP"], ["110000"])])
    points = {name: point for name, point in rows[0].points.items() if name != "2022"}
    (trace,) = panel([replace(rows[0], points=points, revisions={})], columns(rows), WIDE).traces
    assert trace.segments == ()


def test_the_tiles_are_the_thirteen_cities() -> None:
    width, height = size()
    places = [one.place for one in layout()]
    assert len(places) == len(set(places)) == 14
    whole = [one for one in layout() if not one.small]
    assert len({(one.x, one.y) for one in whole}) == 13
    assert all(one.x + one.width <= width and one.y + one.height <= height for one in layout())


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=30))
def test_classes_are_ordered_and_equal_values_are_alike(values: list[Decimal]) -> None:
    bounds = classes(values)
    assert list(bounds) == sorted(bounds)
    shades = [class_of(value, bounds) for value in sorted(values)]
    assert shades == sorted(shades)
    assert all(0 <= shade <= 4 for shade in shades)
    if len(set(values)) > 1:
        assert shades[0] == 0
        assert shades[-1] == 4


@given(st.lists(st.decimals("0.01", "99999999999999", places=2), min_size=1, max_size=9), st.sampled_from(["zh", "en"]))
def test_a_scale_rounds_nothing(values: list[Decimal], language: str) -> None:
    scale = common(values, language)
    assert all(Decimal(scale.text(value).replace(",", "")) * scale.size == value for value in values)


def test_titles_of_the_source_stand_under_the_lines(pages: TestClient) -> None:
    page = pages.get("/explore?indicator=GDP&place=110000&show=lines").text
    assert re.search(r'<figcaption>.*href="/documents/[0-9a-f]{64}"', page, re.S)
