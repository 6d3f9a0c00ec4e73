"""The pages of indices: results, weights that are moved, a place opened to its sentences, ranks, audit, what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.test_web_forms import token
from tests.workspace.test_indices import FRAMEWORK, filled
from xietong.core.period import Period
from xietong.web.app import make_app
from xietong.workspace import ObservationFilter, Workspace

BASE = "http://127.0.0.1:8000"
MINE = "/indices/frameworks/mine"
CITIES = ("石家庄市", "唐山市", "保定市", "廊坊市", "沧州市", "邯郸市", "邢台市", "衡水市")


def workspace_in(place: Path) -> Workspace:
    """Two years of three provinces, with a framework of the person's own and a faulty one."""
    workspace = Workspace.create(place)
    filled(workspace)
    folder = place / "frameworks"
    folder.mkdir()
    (folder / "mine.toml").write_text(FRAMEWORK, encoding="utf-8")
    (folder / "wrong.toml").write_text(FRAMEWORK.replace("minmax", "<b>"), encoding="utf-8")
    return workspace


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Pages of a workspace that tests only read."""
    with workspace_in(tmp_path_factory.mktemp("indices") / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[TestClient, Workspace]]:
    """The same for one test to change."""
    with workspace_in(tmp_path / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE), workspace


PAGES = ["/indices", MINE, f"{MINE}/units/120000", f"{MINE}/ranks", f"{MINE}/audit"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_in_both_languages_and_as_json(client: TestClient, address: str, language: str) -> None:
    """Without scripts or styles of its own: the policy forbids them."""
    page = client.get(address, params={"lang": language})
    assert page.status_code == 200
    assert "style=" not in page.text
    assert "<script>" not in page.text
    assert client.get(f"{address}.json").headers["content-type"] == "application/json"


def test_results_say_what_has_no_data(client: TestClient) -> None:
    """Scores, ranks and bars; a dimension without data is said to have none, not zero."""
    found = client.get(f"{MINE}.json").json()
    assert [row["place_name"]["en"] for row in found["rows"]] == ["Beijing", "Hebei", "Tianjin"]
    assert [row["rank"] for row in found["rows"]] == [1, 2, 3]
    assert found["uncovered"] == ["PM25", "GREEN"]
    assert found["year"] == "2023"
    page = client.get(MINE, params={"lang": "en"}).text
    assert page.index("Beijing</a>") < page.index("Hebei</a>") < page.index("Tianjin</a>")
    assert re.search(r"GREEN <span class=\"none\">no data", page)
    nothing = client.get(MINE, params={"of": "GREEN", "lang": "en"}).text
    assert "GREEN” has no score" in nothing


def test_weights_are_moved_by_the_address(client: TestClient) -> None:
    """Computed on the server; the link keeps the view, and what cannot be moved is refused by name."""
    plain, moved = (client.get(f"{MINE}.json{query}").json() for query in ("", "?w.GDP=0&w.INC="))
    assert [row["place"] for row in plain["rows"]] != [row["place"] for row in moved["rows"]]
    assert moved["rows"][1]["score"] == pytest.approx(moved["rows"][1]["below"]["INC"])
    page = client.get(f"{MINE}?w.GDP=0&lang=en").text
    assert "Weights were moved" in page
    assert f'{MINE}/units/120000?w.GDP=0"' in page.replace("&amp;", "&")
    assert 'name="w.GDP" value="0"' in page
    refused = {
        "w.NOPE=1": 422,
        "w.GDP=x": 400,
        "w.GDP=-1": 400,
        "w.GDP=nan": 400,
        "year=20": 400,
        "year=1999": 404,
        "of=NO": 404,
    }
    for query, status in refused.items():
        assert client.get(f"{MINE}.json?{query}").status_code == status, query


def test_a_place_opens_into_its_sentences(client: TestClient) -> None:
    """Points sum to the score; every raw value leads to its statement; the change is taken apart."""
    found = client.get(f"{MINE}/units/120000.json?year=2023").json()
    assert sum(part["points"] or 0 for part in found["parts"]) == pytest.approx(found["score"])
    parts = {part["element"]: part for part in found["parts"]}
    assert parts["GREEN"]["score"] is None
    address = parts["INC"]["observed"]["address"]
    assert "天津市居民人均可支配收入51271元" in client.get(f"{address}.json").text
    assert address in client.get(f"{MINE}/units/120000").text
    change = found["change"]
    effects = sum(one["value"] + one["coverage"] for one in change["effects"]) + change["weights"] + change["rest"]
    assert effects == pytest.approx(change["after"] - change["before"])
    assert parts["GDP"]["needed"] > 16737.3
    assert client.get(f"{MINE}/units/310000").status_code == 404


def test_rank_intervals_hold_the_rank(client: TestClient) -> None:
    """Of every weight a quarter up or down."""
    found = client.get(f"{MINE}/ranks.json").json()
    assert found["varied"] == ["GDP", "INC", "GREEN"]
    assert all(row["best"] <= row["rank"] <= row["worst"] for row in found["rows"])


def test_audit_lists_what_to_know(client: TestClient) -> None:
    """Remarks in words, the matrix symmetric with ones on its diagonal."""
    found = client.get(f"{MINE}/audit.json").json()
    assert ("no_data", ["PM25"]) in [(one["code"], one["about"]) for one in found["remarks"]]
    assert found["codes"] == ["GDP", "INC", "PM25"]
    assert found["matrix"][0][0] == pytest.approx(1)
    assert found["matrix"][0][1] == pytest.approx(found["matrix"][1][0])
    assert found["matrix"][2] == [None] * 3


def test_faults_are_all_said_and_escaped(client: TestClient) -> None:
    """A faulty file, data that are not there, a framework that is not."""
    page = client.get("/indices/frameworks/wrong")
    assert page.status_code == 422
    assert "wrong.toml:9 [[step]] normalise" in page.text
    assert "<b>" not in page.text.partition("<main")[2]
    refused = client.get("/indices/frameworks/wrong.json").json()["error"]
    assert refused["code"] == "faulty_index"
    page = client.get(f"{MINE}?from=2030&lang=en")
    assert page.status_code == 422
    assert "no observations of GDP" in page.text
    assert client.get("/indices/frameworks/nope").status_code == 404
    assert client.get("/indices/runs/0000").status_code == 404
    assert {one["name"]: len(one["faults"]) for one in client.get("/indices.json").json()}["wrong"] == 1


def test_kept_found_out_of_date_and_computed_again(own: tuple[TestClient, Workspace]) -> None:
    """The form keeps scores as observations; their page is the computation; the old keeps its address."""
    client, workspace = own
    assert client.post(f"{MINE}/keep").status_code == 403
    kept = client.post(f"{MINE}/keep", data={"token": token(client)}, follow_redirects=False)
    assert kept.status_code == 303
    address = kept.headers["location"]
    page = client.get(address, params={"lang": "en"})
    assert "the same to the last bit" in page.text
    assert "out of date" not in page.text
    assert client.get(f"{address}.json").json()["inputs"] == 12
    (score, *_) = workspace.observations.find(ObservationFilter("试编指数")).items
    shown = client.get("/series/试编指数/110000")
    assert f"/indices/results/{score.observation.id}"[:20] in shown.text
    assert client.get(f"/indices/results/{score.observation.id}", follow_redirects=False).headers["location"] == address
    assert client.get("/explore", params={"indicator": "试编指数"}).status_code == 200
    workspace.documents.add(
        "经最终核实，2023年河北省地区生产总值43000.0亿元。".encode(),
        "b.txt",
        date=Period.parse("2025-01"),
        publisher="国家统计局",
    )
    assert "out of date" in client.get(address, params={"lang": "en"}).text
    again = client.post(f"{address}/recompute", data={"token": token(client)}, follow_redirects=False)
    assert again.headers["location"] != address
    assert "superseded" in client.get(address, params={"lang": "en"}).text
    assert workspace.indices.find().total == 1


def test_cities_are_on_the_tile_map(tmp_path: Path) -> None:
    """Where most of the thirteen have a score; those without are drawn as without data."""
    with Workspace.create(tmp_path / "w") as workspace:
        words = (
            "2023年，" + "，".join(f"{name}地区生产总值{4000 + 300 * at}亿元" for at, name in enumerate(CITIES)) + "。"
        )
        workspace.documents.add(words.encode(), "a.txt", date=Period.parse("2024-03"))
        (tmp_path / "w/frameworks").mkdir()
        (tmp_path / "w/frameworks/mine.toml").write_text(FRAMEWORK, encoding="utf-8")
        page = TestClient(make_app(workspace), base_url=BASE).get(f"{MINE}?place=cities&lang=en")
    assert page.text.count('class="shade') == 8
    assert page.text.count('class="no-data"') == 5


def test_an_empty_workspace_says_what_to_do(empty: TestClient) -> None:
    """Frameworks are listed, without data; results say what is missing."""
    page = empty.get("/indices", params={"lang": "en"})
    assert page.text.count('figure-count">no data') == 5
    assert "None were kept yet" in page.text
    assert empty.get("/indices/frameworks/jjj").status_code == 422


def test_the_map_is_that_of_the_places_in_the_table() -> None:
    """Cities, provinces, or none where few of either are there."""
    from xietong.regional.spatial.neighbours import neighbours
    from xietong.web.index_view import Row, _tiles

    def rows(units: tuple[str, ...]) -> tuple[Row, ...]:
        return tuple(Row(unit, float(at), at + 1, 0.0, None, ()) for at, unit in enumerate(units))

    for level, count in (("provinces", 31), ("cities", 13)):
        units = neighbours("provinces" if level == "provinces" else "cities").units
        assert len(_tiles(rows(units))[0]) == count
    assert _tiles(rows(("110000", "120000", "130000"))) == ((), ())
