"""Tables and cells on pages: every number that was read in a table opens into the table, at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from tests.tables.samples import LONG, WIDE, YEARS, mapping
from tests.web.conftest import BASE
from tests.web.test_web_forms import token
from xietong.cli.main import app
from xietong.core.period import Period
from xietong.web.app import make_app
from xietong.workspace import Workspace


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A long table of 1,000 rows, one with a cell held back and one that is hostile."""
    place: Path = tmp_path_factory.mktemp("tables")
    with Workspace.create(place / "w") as workspace:
        rows = [f"北京,{1000 + at},某指标,{at + 1000}.5,亿元" for at in range(900, 1000)]
        rows += [f"天津,{1000 + at},另一指标{at},{at}.5,亿元" for at in range(900)]
        add(workspace, place / "long.csv", "地区,年份,指标,数值,单位\n" + "\n".join(rows), LONG)
        add(workspace, place / "years.csv", "地区,2020年,2021年\n北京,10.5,11.5\n天津,4.1,暂缺\n注：初步核算", YEARS)
        hostile = '<script>alert("x")</script>'
        add(workspace, place / "bad.csv", f"年份,北京,天津\n2022,1.5,{hostile}", WIDE)
        yield workspace


def add(workspace: Workspace, path: Path, text: str, layout: str) -> None:
    path.write_text(text, "utf-8")
    workspace.tables.add(path, mapping(layout), date=Period.parse("2024-03"))


@pytest.fixture
def client(filled: Workspace) -> TestClient:
    return TestClient(make_app(filled), base_url=BASE)


def table_of(client: TestClient, name: str) -> str:
    found = next(one for one in client.get("/tables.json").json()["items"] if one["mapping"] == name)
    return str(found["id"])


def test_an_observation_of_a_cell_opens_its_cell(client: TestClient) -> None:
    """From a series to the cell: file, row, column, headings, value, mapping; the rows around it in their order."""
    series = client.get("/series/GDP/110000.json").json()
    address = next(point["chosen"]["address"] for point in series["points"] if point["period"].startswith("2021"))
    found = client.get(f"{address}.json").json()
    assert (found["cell"]["row"], found["cell"]["column"], found["cell"]["text"]) == (2, 3, "11.5")
    assert found["cell"]["path"] == "北京 / 2021年"
    assert found["observations"][0]["quote"] == "11.5亿元"
    assert [line["row"] for line in found["around"]] == [2, 3]
    assert 'name = "years"' in found["mapping"]
    page = client.get(address).text
    assert re.search(r'<td id="r2c3" class="right here"><a href="[^"]+" aria-current="true"[^>]*>11.5</a>', page)
    assert f'href="/tables/{found["table"]["id"]}#r2c3"' in page


def test_every_link_of_a_table_leads_to_its_cell(client: TestClient, filled: Workspace) -> None:
    """All cells of a page of a table open, and say the row and column they were listed at."""
    table = table_of(client, "years")
    for line in client.get(f"/tables/{table}.json").json()["lines"]:
        for cell in line["cells"]:
            assert client.get(cell["address"]).status_code == 200
            again = client.get(cell["address"] + ".json").json()["cell"]
            assert (again["row"], again["column"]) == (line["row"], cell["column"])


def test_a_cell_that_is_no_observation_says_why(client: TestClient) -> None:
    """Words for a number: no observation, the finding, and the way to the review."""
    table = table_of(client, "years")
    cells = [cell for line in client.get(f"/tables/{table}.json").json()["lines"] for cell in line["cells"]]
    held = next(one for one in cells if one["state"])
    found = client.get(held["address"] + ".json").json()
    assert (held["text"], found["observations"]) == ("暂缺", []) or held["state"] == "missing"
    assert client.get(held["address"]).status_code == 200


def test_a_long_table_comes_in_pages_by_row(client: TestClient) -> None:
    """A thousand rows are twenty-one pages of fifty rows of the file; each row stands on the page its number says."""
    table = table_of(client, "long")
    seen = []
    for page in range(1, 22):
        found = client.get(f"/tables/{table}.json?page={page}").json()
        assert found["rows"] == 1001
        seen += [line["row"] for line in found["lines"]]
        assert all((row - 1) // 50 + 1 == page for row in (line["row"] for line in found["lines"]))
    assert seen == list(range(2, 1002))
    assert client.get(f"/tables/{table}?page=22").status_code == 200


def test_cells_are_escaped(client: TestClient) -> None:
    """What a table holds is shown as text."""
    table = table_of(client, "wide")
    page = client.get(f"/tables/{table}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("address", ["/tables/none", "/cells/none", "/tables/none.json", "/cells/none.json"])
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    """No such table or cell: 404 in the one shape of errors."""
    assert client.get(address).status_code == 404


def test_findings_lead_into_the_table(client: TestClient) -> None:
    """A place of a finding is the cell in its table."""
    issues = client.get("/issues.json").json()["items"]
    places = [side for one in issues for side in one["places"]]
    assert places
    assert all(re.fullmatch(r"/tables/[0-9a-f]{64}(\?page=\d+)?#r\d+(c\d+)?", one["address"]) for one in places)


def test_a_derived_number_opens_into_the_cells_below_it(client: TestClient, filled: Workspace) -> None:
    """Growth of Beijing from two cells: each with its headings and its row and column, as a page and as JSON."""
    run = CliRunner().invoke(
        app, ["derive", "growth", "--indicator", "GDP", "-p", "北京", "-t", "2021", "--write", "-w", str(filled.place)]
    )
    assert run.exit_code == 0, run.output
    (made,) = client.get("/derived.json").json()["items"]
    cells = {one["cell"]["text"]: one for one in made["inputs"]}
    assert set(cells) == {"10.5", "11.5"}
    assert (cells["11.5"]["cell"]["row"], cells["11.5"]["cell"]["column"]) == (2, 3)
    page = client.get(f"/derived/{made['id']}").text
    for one in cells.values():
        assert f'href="{one["cell"]["address"]}">{one["cell"]["text"]}</a>' in page
        assert client.get(one["cell"]["address"]).status_code == 200
    assert "第 2 行第 3 列" in page


@pytest.fixture
def doubted(tmp_path: Path) -> Iterator[TestClient]:
    """A workspace with one doubtful cell: words for a number."""
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.review.set_reviewer("复核员")
        add(workspace, tmp_path / "a.csv", "地区,2020年,2021年\n北京,10.5,11.5\n天津,4.1,约五", YEARS)
        yield TestClient(make_app(workspace), base_url=BASE)


def test_a_doubtful_cell_is_answered_on_its_page(doubted: TestClient) -> None:
    """Shown in its place with its doubt and its answers; corrected it is an observation, the print beside; undone, held."""
    (asked,) = doubted.get("/review.json?kind=cell").json()["items"]
    page = doubted.get(asked["address"]).text
    assert 'data-question="cell:' in page
    assert re.search(r'class="right here held"><a [^>]*>约五</a>', page)
    assert 'data-key="a"' not in page  # there is no value to accept
    assert 'name="set.value"' in page
    question = doubted.get(f"/review/questions/cell/{asked['subject']}.json").json()
    assert question["cell"]["findings"][0]["code"] == "text"
    form = {
        "question": f"cell:{asked['subject']}", "verdict": "correct", "set.value": "5.2", "was.value": "",
        "set.unit": "亿元", "was.unit": "亿元", "token": token(doubted), "state": question["state"],
    }  # fmt: skip
    made = doubted.post("/review/decide.json", data=form).json()["decision"]
    assert made["content"]["set"] == {"value": "5.2"}
    cell = doubted.get(f"/cells/{asked['subject']}.json").json()
    assert [one["quote"] for one in cell["observations"]] == ["5.2亿元"]
    assert cell["cell"]["text"] == "约五"
    shown = doubted.get(f"/cells/{asked['subject']}").text
    assert "已由人更正" in shown
    assert "约五" in shown
    assert "更正：数值 → 5.2" in doubted.get("/review/log").text
    undo = {"number": str(made["number"]), "token": token(doubted)}
    assert doubted.post("/review/undo.json", data=undo).status_code == 200
    assert doubted.get(f"/cells/{asked['subject']}.json").json()["observations"] == []
    bad = form | {"set.value": "五", "state": "", "token": token(doubted)}
    assert doubted.post("/review/decide.json", data=bad).status_code == 422
