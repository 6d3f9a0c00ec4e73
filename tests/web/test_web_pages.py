"""Every page answers, as HTML and as JSON, in both languages, with the headers it must carry."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from tests.web.samples import BULLETIN


def addresses(client: TestClient) -> list[str]:
    documents = client.get("/documents.json").json()["items"]
    statements = client.get("/statements.json").json()["items"]
    phrases = client.get("/indicators.json").json()
    return [
        "/documents",
        "/documents?removed=true",
        "/statements",
        "/statements?measure=growth",
        "/statements?period=2023&territory=京津冀",
        "/indicators",
        "/indicators?text=养老",
        "/search?q=吞吐",
        "/export",
        "/export?indicator=PORT&measure=level",
        "/issues",
        "/issues?severity=note",
        "/catalogue",
        "/catalogue?text=GDP",
        "/catalogue/GDP",
        "/territories",
        *[one["address"] for one in client.get("/issues.json").json()["items"]],
        *[one["address"] for one in client.get("/territories.json").json()],
        *[one["address"] for one in client.get("/catalogue/PORT.json").json()["series"]],
        *[one["address"] + "/life" for one in statements[:3]],
        *[one["address"] for one in documents],
        *[one["address"] for one in statements[:3]],
        *[one["address"] for one in phrases[:3]],
    ]


def as_json(address: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}.json{mark}{query}"


def test_every_page_is_also_json(client: TestClient, checked: TestClient) -> None:
    for asked in (client, checked):
        for address in addresses(asked):
            page, data = asked.get(address), asked.get(as_json(address))
            assert page.status_code == data.status_code == 200, address
            assert page.headers["content-type"].startswith("text/html")
            assert data.headers["content-type"] == "application/json"
    assert client.get("/").status_code == client.get("/index.json").status_code == 200


def test_pages_name_their_json(client: TestClient) -> None:
    for address in addresses(client):
        found = re.search(r'rel="alternate" type="application/json" href="([^"]+)"', client.get(address).text)
        assert found
        assert client.get(found[1].replace("&amp;", "&")).headers["content-type"] == "application/json"


@pytest.mark.parametrize("address", ["/api", "/tasks/new", "/nothing"])
def test_pages_that_are_pages_only_name_no_json(client: TestClient, address: str) -> None:
    text = client.get(address).text
    assert "alternate" not in text
    assert ">JSON<" not in text


@pytest.mark.parametrize("address", ["/", "/documents", "/nothing", "/openapi.json", "/nothing.json"])
def test_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


class References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "img", "link", "iframe", "source"):
            self.loaded.append(given.get("src") or given.get("href") or "")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]


def test_nothing_inline_and_nothing_from_outside(checked: TestClient) -> None:
    for address in ["/", *addresses(checked), "/api", "/nothing"]:
        found = References()
        found.feed(checked.get(address).text)
        assert not found.inline, address
        assert all(one.startswith("/") and not one.startswith("//") for one in found.loaded), address


def test_assets_may_be_kept_for_ever_under_their_hash(client: TestClient) -> None:
    style = re.search(r'href="(/static/[0-9a-f]{12}/app\.css)"', client.get("/").text)
    assert style
    assert "immutable" in client.get(style[1]).headers["cache-control"]
    assert client.get("/static/old/app.css").headers["cache-control"] == "no-cache"
    assert client.get("/static/old/secret.txt").status_code == 404


def test_the_language_is_chosen_and_kept(client: TestClient) -> None:
    assert '<html lang="zh-Hans">' in client.get("/").text
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "en-GB,zh;q=0.5"}).text
    assert '<html lang="zh-Hans">' in client.get("/", headers={"accept-language": "fr,de;q=0.5"}).text
    assert '<html lang="en">' in client.get("/documents?lang=en").text
    assert '<html lang="en">' in client.get("/statements").text  # by the cookie


def test_the_reading_page_holds_the_text_as_printed(client: TestClient) -> None:
    document = next(one for one in client.get("/documents.json").json()["items"] if one["name"] == "bulletin.txt")
    page = client.get(document["address"]).text
    text = re.search(r'<div class="text".*?</div></div>', page, re.S)
    assert text
    assert re.sub(r"<[^>]+>", "", text[0]) == BULLETIN
    for statement in client.get(document["address"] + ".json").json()["statements"]:
        anchor = statement["place"].partition("#")[2]
        assert f'id="{anchor}" href="{statement["address"]}">{statement["statement"]["quote"]}</a>' in page


def test_a_passage_can_be_addressed(client: TestClient) -> None:
    hit = client.get("/search.json?q=力争").json()["items"][0]
    assert BULLETIN[hit["start"] :].startswith("力争")
    assert '<mark class="at" id="at">力争</mark>' in client.get(hit["place"]).text


@pytest.mark.parametrize("at", ["5-2", "0-99999999", "x", "-1-3", "1-2-3", "999999999999-9999999999999"])
def test_a_passage_that_is_none_is_ignored(client: TestClient, at: str) -> None:
    document = client.get("/documents.json").json()["items"][0]["address"]
    assert 'id="at"' not in client.get(document, params={"at": at}).text


def test_a_statement_leads_to_its_place_and_back(client: TestClient) -> None:
    statement = client.get("/statements.json").json()["items"][0]
    page = client.get(statement["address"]).text
    assert f'href="{statement["place"]}"' in page
    assert statement["meaning"]["zh"] in page
    assert statement["meaning"]["en"] in page
    assert statement["first_read"]["reader"] in page
    assert statement["statement"]["quote"] in client.get(statement["address"] + "/card").text


def test_the_card_of_a_statement_is_a_part_of_a_page(client: TestClient) -> None:
    statement = client.get("/statements.json").json()["items"][0]
    card = client.get(statement["address"] + "/card").text
    assert "<html" not in card
    assert 'class="card-body"' in card


def test_an_indicator_has_a_chart_whose_points_lead_to_their_sentences(client: TestClient) -> None:
    phrases = [one for one in client.get("/indicators.json").json() if "货物吞吐量" in one["phrase"]]
    page = client.get(phrases[0]["address"]).text
    assert "<svg" in page
    for statement in client.get(phrases[0]["address"] + ".json").json()["statements"]:
        assert f'href="{statement["place"]}"' in page


def test_empty_states_say_what_to_do(empty: TestClient) -> None:
    for address in ("/", "/documents", "/statements", "/indicators", "/search", "/search?q=什么"):
        assert 'class="empty"' in empty.get(address).text, address


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/nothing", 404, "not_found"),
        ("/documents/ffff", 404, "not_found"),
        ("/statements/ffff", 404, "not_found"),
        ("/indicators/没有这个", 404, "not_found"),
        ("/statements?measure=wrong", 400, "bad_query_value"),
        ("/statements?period=昨天", 400, "bad_date"),
        ("/statements?page=0", 400, "bad_query_value"),
        ("/search?q=a&page=x", 400, "bad_query_value"),
        ("/read", 405, "wrong_method"),
    ],
)
def test_errors_have_one_shape(client: TestClient, address: str, status: int, code: str) -> None:
    page, data = client.get(address), client.get(as_json(address))
    assert page.status_code == data.status_code == status
    assert f'data-code="{code}"' in page.text
    assert data.json()["error"]["code"] == code
    assert set(data.json()["error"]) == {"code", "message", "advice"}
    assert all(data.json()["error"].values())


def test_openapi_lists_the_pages_and_the_error(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert {"/documents.json", "/statements/{identity}.json", "/search.json", "/read.json"} <= set(described["paths"])
    assert set(described["components"]["schemas"]["Fault"]["properties"]) == {"code", "message", "advice"}
    page = client.get("/api").text
    assert all(path in page for path in described["paths"])
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404
