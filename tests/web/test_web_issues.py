"""Findings: the list, one alone, the marks in the texts, what is found in a pasted text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.samples import REPORT
from tests.web.test_web_forms import token
from xietong.workspace import Workspace

WRONG = "2023年，天津市完成货物吞吐量6.58亿吨，同比增长9.7%。2022年，天津市完成货物吞吐量5.49亿吨。"


def found(client: TestClient, code: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = client.get("/issues.json").json()["items"]
    return next(one for one in items if one["code"] == code)


def test_errors_come_first_and_all_are_counted(checked: TestClient) -> None:
    data = checked.get("/issues.json").json()
    assert [one["severity"] for one in data["items"]] == ["error", "warning", "warning"]
    assert data["severities"] == {"error": 1, "warning": 2, "note": 0}
    assert data["codes"] == {"growth": 2, "values": 1}


@pytest.mark.parametrize(
    ("query", "count"),
    [("severity=warning", 2), ("code=growth", 2), ("code=growth&severity=warning", 1), ("code=none", 0)],
)
def test_filters(checked: TestClient, query: str, count: int) -> None:
    assert checked.get(f"/issues.json?{query}").json()["total"] == count
    assert checked.get(f"/issues?{query}").text.count('<article class="finding') == count


def test_only_one_document(checked: TestClient) -> None:
    document = next(one for one in checked.get("/documents.json").json()["items"] if one["name"] == "revised.txt")
    for identity in (document["id"], document["id"][:10]):
        data = checked.get(f"/issues.json?document={identity}").json()
        assert [one["code"] for one in data["items"]] == ["values"]
    page = checked.get(document["address"]).text
    assert f'href="/issues?document={document["id"]}&amp;severity=warning"' in page


@pytest.mark.parametrize(
    "address", ["/issues?document=nothing", "/issues/nothing", "/issues?severity=bad", "/statements/nothing/life"]
)
def test_what_is_not_there_is_said(checked: TestClient, address: str) -> None:
    path, _, query = address.partition("?")
    page, data = checked.get(address), checked.get(f"{path}.json?{query}")
    assert page.status_code == data.status_code
    assert page.status_code in (400, 404)
    assert data.json()["error"]["code"] in page.text


def test_a_finding_alone_has_its_formula_and_leads_to_its_sentences(checked: TestClient) -> None:
    one = found(checked, "growth")
    page = checked.get(one["address"]).text
    assert one["message"]["zh"] in page
    assert "<mfrac><mn>5.58亿吨</mn><mn>5.49亿吨</mn></mfrac>" in page
    for place in one["places"]:
        assert f'href="{place["address"]}"' in page
        assert place["title"] in page
        reading = checked.get(place["address"]).text
        assert re.search(rf'class="[^"]*found error"[^>]*>{place["quote"]}</a>', reading)
        assert 'id="at"' in reading


def test_the_figure_is_marked_where_it_stands_in_its_clause(checked: TestClient) -> None:
    page = checked.get("/issues").text
    assert re.search(r'同比增长<mark class="doubt error">9\.7%</mark>', page)


def test_marks_are_told_apart_without_colour(checked: TestClient) -> None:
    document = next(one for one in checked.get("/documents.json").json()["items"] if one["name"] == "report.txt")
    page = checked.get(document["address"]).text
    assert 'aria-describedby="said-error"' in page
    assert 'id="said-error">错误：' in page
    assert 'id="said-error">Error: ' in checked.get(document["address"] + "?lang=en").text
    text = re.search(r'<div class="text".*?</div></div>', page, re.S)
    assert text
    assert re.sub(r"<[^>]+>", "", text[0]) == REPORT


def test_the_card_of_a_figure_lists_its_findings_link_and_life(checked: TestClient) -> None:
    statements = checked.get("/statements.json?text=9.7").json()["items"]
    assert statements
    card = checked.get(statements[0]["address"] + "/card").text
    one = next(
        one
        for one in checked.get("/issues.json?code=growth").json()["items"]
        if one["places"][0]["document"] == statements[0]["document"]
    )
    assert f'href="{one["address"]}"' in card
    assert 'href="/catalogue/PORT"' in card
    assert f'href="{statements[0]["address"]}/life"' in card
    assert "匹配度" in card
    assert re.search(r"score [01]\.\d\d: ", checked.get(statements[0]["address"] + "/card?lang=en").text)


def test_home_tells_how_many_there_are(checked: TestClient) -> None:
    assert checked.get("/index.json").json()["issues"] == 3
    assert '<a href="/issues"><b>3</b></a>' in checked.get("/").text


def test_no_findings(empty: TestClient) -> None:
    for address in ("/issues", "/territories", "/catalogue"):
        assert 'class="empty"' in empty.get(address).text
    assert "没有核对结果" in empty.get("/issues").text


def test_a_pasted_text_is_checked_by_itself_and_beside_the_workspace(own_checked: TestClient) -> None:
    form = {"token": token(own_checked), "text": WRONG, "date": "2024-03"}
    reading = own_checked.post("/read.json", data=form).json()["readings"][0]
    codes = {one["code"] for one in reading["issues"]}
    assert "growth" in codes
    assert codes & {"values", "values_undated"}
    beside = next(one for one in reading["issues"] if one["code"].startswith("values"))
    addresses = [place["address"] for place in beside["places"]]
    assert "" in addresses
    (ledger,) = [one for one in addresses if one]
    assert own_checked.get(ledger).status_code == 200
    page = own_checked.post("/read", data=form, headers={"x-fragment": "1"}).text
    assert re.search(r'class="[^"]*found error"[^>]*>9\.7%</a>', page)
    assert 'class="finding error" id="found-1-' in page
    assert own_checked.get("/issues.json").json()["total"] == 3


def test_a_document_that_is_kept_is_not_compared_with_itself(own_checked: TestClient) -> None:
    files = [("file", ("revised.txt", own_checked.get(_original(own_checked, "revised.txt")).content))]
    reading = own_checked.post("/read.json", data={"token": token(own_checked)}, files=files).json()["readings"][0]
    assert all(place["title"] != "测试年鉴" for one in reading["issues"] for place in one["places"])


def _original(client: TestClient, name: str) -> str:
    documents = client.get("/documents.json").json()["items"]
    return str(next(one["original"] for one in documents if one["name"] == name))


def test_two_files_of_one_name_are_told_apart(own_checked: TestClient) -> None:
    other = WRONG.replace("5.49亿吨", "6.49亿吨").replace("9.7%", "1.4%")
    files = [("file", ("a.txt", WRONG.encode())), ("file", ("a.txt", other.encode()))]
    page = own_checked.post("/read", data={"token": token(own_checked)}, files=files).text
    anchors = re.findall(r'id="(found-\d+-\d+)"', page)
    assert len(anchors) == len(set(anchors))
    assert {one.split("-")[1] for one in anchors} == {"1", "2"}


def test_findings_go_with_a_removed_document(own_checked: TestClient) -> None:
    document = next(one for one in own_checked.get("/documents.json").json()["items"] if one["name"] == "revised.txt")
    own_checked.post(f"{document['address']}/remove", data={"token": token(own_checked)})
    assert own_checked.get("/issues.json").json()["codes"] == {"growth": 2}


def test_the_life_of_a_figure(checked: TestClient, doubtful: Workspace) -> None:
    row = next(row for row in doubtful.statements.find().items if row.statement.quote == "5.65亿吨")
    data = checked.get(f"/statements/{row.id}/life.json").json()
    assert [one["part"] for one in data["appearances"]] == ["first", "reprint", "differs"]
    assert (data["documents"], data["sources"]) == (3, 2)
    assert [one["zh"] for one in data["drift"]] == ["5.58亿吨", "5.65亿吨"]
    page = checked.get(f"/statements/{row.id}/life").text
    assert page.index("测试公报") < page.index("测试转载") < page.index("测试年鉴")
    assert 'class="part differs">不同' in page
