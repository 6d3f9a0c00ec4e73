"""Data is taken away from the pages: every link gives a file, the file is what the page shows."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from xietong.exchange import delimited, files, jsonstat
from xietong.exchange.schema import table
from xietong.workspace.export import FORMS


def links(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(/export/[^"]+)"', page)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_names_every_form_and_column(checked: TestClient, language: str) -> None:
    page = checked.get("/export", params={"lang": language}).text
    assert set(links(page)) == {f"/export/{noun}/{form}" for noun, forms in FORMS.items() for form in forms}
    for noun in FORMS:
        for column in table(noun).columns:
            assert f"<code>{column.name}</code>" in page
            assert (column.zh if language == "zh" else column.en) in unescape(page)
    data = checked.get("/export.json").json()
    assert [one["noun"] for one in data] == list(FORMS)
    assert all(checked.get(address).status_code == 200 for one in data for address in one["addresses"].values())


def test_every_link_is_a_file(checked: TestClient) -> None:
    for address in links(checked.get("/export").text):
        answer = checked.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-disposition"].startswith("attachment"), address
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content


def test_a_series_is_taken_away_as_it_is_shown(checked: TestClient, tmp_path: Path) -> None:
    """The buttons below a series give its observations and no others."""
    series = checked.get("/catalogue/PORT.json").json()["series"]
    assert series
    for one in series:
        page = checked.get(one["address"])
        (address,) = [link for link in links(page.text) if link.startswith("/export/observations/csv")]
        found = delimited.read(io.StringIO(checked.get(address).content.decode("utf-8-sig"), newline=""), "x.csv")
        shown = checked.get(one["address"].replace("?", ".json?", 1)).json()
        assert found.issues == ()
        sources = [
            each for point in shown["points"] for each in (point["chosen"], *point["agreeing"], *point["differing"])
        ]
        assert sorted(entry.observation.id for entry in found.entries) == sorted(each["id"] for each in sources)
        (cube,) = [link for link in links(page.text) if link.startswith("/export/observations/json-stat")]
        points = jsonstat.read(checked.get(cube).text)
        assert {point.key.period for point in points} == {point["period"] for point in shown["points"]}


def test_a_series_as_known_on_a_day(checked: TestClient) -> None:
    """What was published later is not in the file either."""
    (one,) = [one for one in checked.get("/catalogue/PORT.json").json()["series"] if one["measure"] == "level"]
    counts = []
    for known in ("2024-02", "2024-12"):
        page = checked.get(one["address"], params={"measure": "level", "known": known}).text
        address = next(link for link in links(page) if "/csv" in link)
        counts.append(len(checked.get(address).text.splitlines()) - 1)
    assert 0 < counts[0] < counts[1]


def test_a_filter_is_of_one_noun(checked: TestClient) -> None:
    """The words of one are not those of another: the page of a part shows only what it is a part of."""
    for noun in FORMS:
        found = links(checked.get("/export", params={"noun": noun, "document": ""}).text)
        assert {one.split("/")[2] for one in found} == {noun}
    assert {one.split("/")[2] for one in links(checked.get("/export?indicator=GDP").text)} == {"observations"}


def test_lists_have_their_links(checked: TestClient) -> None:
    """On lists, indicators and places; a filter goes along."""
    for page in ("/statements?measure=growth", "/issues", "/catalogue/PORT", "/territories/120000"):
        address = next(link for link in links(checked.get(page).text) if "/csv" in link)
        assert len(checked.get(address).text.splitlines()) > 1, page
    address = next(link for link in links(checked.get("/statements?measure=growth").text) if "/csv" in link)
    lines = checked.get(address).text
    assert ",growth," in lines
    assert ",level," not in lines


def test_a_package_with_a_licence(checked: TestClient, tmp_path: Path) -> None:
    """What the form sends is in the package."""
    answer = checked.get("/export/observations/datapackage", params={"title": "数据", "licence": "CC0-1.0"})
    path = tmp_path / "o.zip"
    path.write_bytes(answer.content)
    assert files.read(path).entries
    import json
    import zipfile

    with zipfile.ZipFile(path) as file:
        described = json.loads(file.read("datapackage.json"))
    assert (described["title"], described["licenses"][0]["name"]) == ("数据", "CC0-1.0")


def test_annotations_lead_to_the_pages(checked: TestClient) -> None:
    page = checked.get("/export/statements/annotations").json()
    for item in page["items"][:3]:
        assert checked.get(item["id"]).status_code == checked.get(item["target"]["source"]["id"]).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/export/issues/sdmx-csv", 404, "not_found"),
        ("/export/documents/csv", 404, "not_found"),
        ("/export/observations/exe", 404, "not_found"),
        ("/export/observations/csv?measure=size", 400, "bad_query_value"),
        ("/export/observations/csv?period=昨天", 400, "bad_date"),
        ("/export/observations/csv?document=ffff", 404, "not_found"),
        ("/export/issues/csv?indicator=GDP", 400, "bad_query_value"),  # never more than was asked for
        ("/export/statements/csv?known=2023", 400, "bad_query_value"),
        ("/export?noun=documents", 400, "bad_query_value"),
    ],
)
def test_what_there_is_not(checked: TestClient, address: str, status: int, code: str) -> None:
    answer = checked.get(address, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
