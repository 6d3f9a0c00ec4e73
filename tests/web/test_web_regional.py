"""The pages of regional analysis: forms, charts, tables that lead to observations, what is refused, what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.test_web_forms import token
from tests.workspace.test_regional import add, filled
from xietong.regional.analyses.catalogue import analyses
from xietong.regional.analyses.model import Chart, Point, Series
from xietong.web.app import make_app
from xietong.web.plots import HEIGHT, LEFT, WIDTH, plot
from xietong.web.tiles import layout, provinces
from xietong.workspace import Workspace

BASE = "http://127.0.0.1:8000"
AT = "/regional/analyses/"
ASKED = {
    "theil": "indicator=GDP&per=POP&by=POP&place=members", "gini": "indicator=GDP&place=members",
    "sigma": "indicator=GDP&place=members", "beta": "indicator=GDP&place=members",
    "markov": "indicator=GDP&place=members&classes=2", "density": "indicator=GDP&place=members&scale=raw",
    "moran": "indicator=GDP&place=cities", "gravity": "indicator=GDP&indicator=POP&place=members",
    "flows": "indicator=TECH_VAL&place=members", "coupling": "indicator=GDP&indicator=POP&place=members",
    "quotient": "indicator=GDP&indicator=TECH_VAL&place=members",
}  # fmt: skip
REFUSED = ("quotient", "clubs", "similarity")


def workspace_in(place: Path) -> Workspace:
    workspace = Workspace.create(place)
    filled(workspace)
    return workspace


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Pages of a workspace that tests only read."""
    with workspace_in(tmp_path_factory.mktemp("regional") / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[TestClient, Workspace]]:
    """The same for one test to change."""
    with workspace_in(tmp_path / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE), workspace


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ASKED)
def test_every_analysis_in_both_languages_and_as_json(client: TestClient, name: str, language: str) -> None:
    """Without scripts or styles of its own; the JSON has the same tables, and refuses what the page refuses."""
    page = client.get(f"{AT}{name}?{ASKED[name]}&lang={language}")
    data = client.get(f"{AT}{name}.json?{ASKED[name]}&lang={language}")
    assert page.status_code == data.status_code == (422 if name in REFUSED else 200)
    assert "style=" not in page.text
    assert "<script>" not in page.text
    if name not in REFUSED:
        assert page.text.count('<h2 class="spaced" id="t-') == len(data.json()["tables"])
        assert data.json()["observations"]


@pytest.mark.parametrize("name", list(analyses()))
def test_a_page_without_indicators_says_what_to_choose(client: TestClient, name: str) -> None:
    page = client.get(AT + name, params={"lang": "en"})
    assert page.status_code == 200
    assert 'class="empty"' in page.text
    if analyses()[name].takes != "flow":
        assert f'href="{AT}{name}?indicator=GDP"' in page.text


def test_numbers_lead_to_sentences(client: TestClient) -> None:
    """Every observation of the JSON has a page, and the table of raw values links to it."""
    page = client.get(f"{AT}theil?{ASKED['theil']}").text
    used = client.get(f"{AT}theil.json?{ASKED['theil']}").json()["observations"]
    assert len(used) == 18
    for one in used:
        assert f'href="{one["address"]}"' in page
    assert client.get(used[0]["address"]).status_code == 200


def test_the_address_keeps_the_view(client: TestClient) -> None:
    """Names become codes; options that are as always stay out."""
    asked = "indicator=地区生产总值&place=members&per=常住人口&group=pack&entropy=theil_t&from=2021&to=2023&year=2022&view=latest"
    data = client.get(f"{AT}theil.json?{asked.replace('pack', 'province')}").json()
    assert data["address"] == (
        f"{AT}theil?indicator=GDP&place=members&per=POP&from=2021&to=2023&year=2022&group=province"
    )
    page = client.get(data["address"]).text
    for analysis in analyses():
        assert f'href="{AT}{analysis}?indicator=GDP' in page


def test_missing_places_are_named(client: TestClient) -> None:
    page = client.get(f"{AT}moran?{ASKED['moran']}&lang=en").text
    assert "Qinhuangdao" in page
    assert "no data at all" in page
    assert client.get(f"{AT}moran.json?{ASKED['moran']}").json()["silent"] == ["130300"]


def test_refusals_list_every_fault_and_keep_the_form(client: TestClient) -> None:
    page = client.get(f"{AT}theil?indicator=GDP&indicator=POP&group=x&place=members&lang=en")
    assert page.status_code == 422
    assert page.text.count("<li>&#39;") + page.text.count("<li>Option") + page.text.count("<li>2 indicators") >= 2
    assert 'id="g-group"' in page.text
    data = client.get(f"{AT}theil.json?indicator=GDP&indicator=POP&group=x&place=members&lang=en")
    assert data.json()["error"]["code"] == "faulty_analysis"
    assert client.get(f"{AT}nonsense").status_code == 404
    assert client.get(f"{AT}theil?indicator=GDP&from=abc").status_code == 400
    assert client.get(f"{AT}theil?indicator=GDP&known=abc").status_code == 400


def test_hostile_words_are_shown_not_run(client: TestClient) -> None:
    for field in ("indicator", "per", "place"):
        text = client.get(f"{AT}theil", params={"indicator": "GDP", field: "<b>x</b>"}).text
        assert "<b>x" not in text


def test_kept_and_out_of_date(own: tuple[TestClient, Workspace]) -> None:
    """Kept by a form with its token, replayed on its page, marked when data change, computed anew."""
    client, workspace = own
    asked = f"{AT}theil/keep?{ASKED['theil']}"
    assert client.post(asked).status_code == 403
    page = client.post(asked, data={"token": token(client)})
    assert page.status_code == 200
    assert page.url.path.startswith("/regional/runs/")
    series = client.get("/series/泰尔 T（地区生产总值／常住人口）/京津冀")
    score = re.search(r'href="(/indices/results/[0-9a-f]{64})"', series.text)
    assert score is not None
    assert client.get(score[1]).url.path == page.url.path
    assert client.get(page.url.path.replace("regional", "indices")).status_code == 404
    assert page.url.path in client.get("/regional").text
    assert page.url.path not in client.get("/indices").text
    assert client.get(f"{page.url.path}.json").json()["outdated"] is False
    add(workspace, "据修订，2023年，天津市地区生产总值17000亿元。", "修订", "2024-12-20")
    assert client.get(f"{page.url.path}.json").json()["outdated"] is True
    again = client.post(f"{page.url.path}/recompute", data={"token": token(client)})
    assert again.url.path != page.url.path
    assert client.get(f"{page.url.path}.json").json()["superseded"]["by"] == again.url.path.rpartition("/")[2]


def name(key: str) -> str:
    return key


def short(value: Decimal) -> str:
    return f"{value}"


def test_missing_years_are_gaps_in_a_line() -> None:
    """Where a year has no value, and where a year is not there at all."""
    chart = Chart("lines", "x", ("2001", "2002", "2004", "2005"), (Series("a", (1.0, 2.0, 3.0, None)),))
    made = plot(chart, name, short)
    assert made is not None
    assert made.lines[0].path.count("M") == 2
    assert len(made.lines[0].marks) == 3


def test_parts_of_a_bar_stand_on_each_other() -> None:
    chart = Chart("bars", "x", ("2001", "2002"), (Series("a", (1.0, None)), Series("b", (2.0, 4.0))))
    made = plot(chart, name, short)
    assert made is not None
    low, high, alone = made.bars
    assert high.y + high.height == pytest.approx(low.y, abs=0.2)
    assert alone.y + alone.height == pytest.approx(made.floor, abs=0.2)
    assert high.height / low.height == pytest.approx(2, rel=0.02)


def test_points_lie_inside_and_labels_apart() -> None:
    """Forty points at two places: no label covers another."""
    points = tuple(Point(f"某地{at}", at % 7 / 10, at % 5 / 3) for at in range(40))
    made = plot(Chart("scatter", "x", points=points, line=(0.0, 1.0)), name, short)
    assert made is not None
    assert all(LEFT <= one.x <= WIDTH and 0 <= one.y <= HEIGHT for one in made.marks)
    boxes = [one.label for one in made.marks if one.label]
    assert boxes
    assert len(boxes) == len(set(boxes))


def test_nothing_to_draw_is_no_chart() -> None:
    assert plot(Chart("lines", "x", ("2001",), (Series("a", (None,)),)), name, short) is None
    assert plot(Chart("scatter", "x"), name, short) is None
    assert plot(Chart("map", "x", classes={"a": "HH"}), name, short) is None


def test_the_tiles_of_the_provinces_are_the_31() -> None:
    """Each once, none on another."""
    from xietong.regional.spatial.neighbours import neighbours

    assert {one.place for one in provinces()} == set(neighbours("provinces").units)
    assert len({(one.x, one.y) for one in provinces()}) == 31
    assert not {one.place for one in provinces()} <= {one.place for one in layout()}
