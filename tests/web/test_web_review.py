"""The review as pages and JSON: asking, answering, refusing, taking back; nothing of a document is markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import BASE
from tests.web.samples import fill
from tests.web.test_web_forms import token
from xietong.web.app import make_app
from xietong.workspace import Workspace


def questions(client: TestClient, kind: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"/review.json?kind={kind}").json()["items"]
    return items


def form(client: TestClient, one: dict[str, Any], verdict: str, **more: str) -> dict[str, str]:
    return {"token": token(client), "question": f"{one['kind']}:{one['subject']}", "verdict": verdict, **more}


def test_the_queue_by_the_value_of_an_answer(own_checked: TestClient) -> None:
    found = own_checked.get("/review.json").json()
    weights = [one["weight"] for one in found["items"]]
    assert weights == sorted(weights, reverse=True)
    assert found["items"][0]["kind"] == "issue"
    assert sum(found["counts"].values()) == found["total"]
    page = own_checked.get("/review").text
    assert "<math" in page
    assert 'name="state"' in page


def test_an_answer_and_taking_it_back(own_checked: TestClient) -> None:
    first = questions(own_checked)[0]
    before = own_checked.get("/issues.json").json()["total"]
    answer = own_checked.post("/review/decide.json", data=form(own_checked, first, "waive", reason="口径不同"))
    made = answer.json()["decision"]
    assert (answer.status_code, made["person"], made["reason"]) == (200, "测试员", "口径不同")
    assert own_checked.get("/issues.json").json()["total"] == before - 1
    aside = own_checked.get("/issues.json?state=aside").json()["items"]
    assert [one["judged"] for one in aside] == ["waived"]
    assert "已由人豁免" in own_checked.get(f"/issues/{first['subject']}").text
    page = own_checked.post("/review/undo", data={"token": token(own_checked), "number": made["number"], "to": "log"})
    assert page.url.path == "/review/log"
    rows = own_checked.get("/review/log.json").json()["items"]
    assert [(one["verdict"], one["undone"]) for one in rows] == [("undo", None), ("waive", rows[0]["number"])]
    assert own_checked.get("/issues.json").json()["total"] == before


def test_after_an_answer_comes_the_next_question(own_checked: TestClient) -> None:
    first, second = questions(own_checked)[:2]
    data = form(own_checked, first, "accept") | {"kind": "", "document": ""}
    page = own_checked.post("/review/decide", data=data)
    assert page.url.path == "/review"
    assert f'data-question="{second["kind"]}:{second["subject"]}"' in page.text


def test_an_answer_to_what_has_changed_is_refused(own_checked: TestClient) -> None:
    first = questions(own_checked)[0]
    full = own_checked.get(f"/review/questions/{first['kind']}/{first['subject']}.json").json()
    data = form(own_checked, first, "accept", state=full["state"])
    assert own_checked.post("/review/decide.json", data=data).status_code == 200
    late = own_checked.post("/review/decide.json", data=data)
    assert (late.status_code, late.json()["error"]["code"]) == (409, "changed_meanwhile")
    assert "测试员" in late.json()["error"]["message"]
    assert own_checked.get("/review/log.json").json()["total"] == 1


@pytest.mark.parametrize(
    ("verdict", "more", "status"),
    [
        ("waive", {}, 422),
        ("reject", {"reason": " "}, 422),
        ("correct", {"set.value": "1"}, 422),
        ("nonsense", {}, 422),
        ("", {}, 422),
        ("accept", {"question": "issue:nothing"}, 404),
        ("accept", {"question": "nothing:x"}, 404),
        ("accept", {"question": "x"}, 404),
    ],
)
def test_what_is_no_answer_writes_nothing(
    own_checked: TestClient, verdict: str, more: dict[str, str], status: int
) -> None:
    data = form(own_checked, questions(own_checked, "issue")[0], verdict) | more
    answer = own_checked.post("/review/decide.json", data=data)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert own_checked.post("/review/decide", data=data).status_code == status
    assert own_checked.get("/review/log.json").json()["total"] == 0


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "99", "٣", "9" * 30])
def test_what_cannot_be_undone(own_checked: TestClient, number: str) -> None:
    answer = own_checked.post("/review/undo.json", data={"token": token(own_checked), "number": number})
    assert answer.status_code == 404


def test_the_form_of_a_correction_sends_what_was(own_checked: TestClient) -> None:
    """Only a field that is not as it was is corrected."""
    statement = own_checked.get("/statements.json?text=9.7").json()["items"][0]
    one = {"kind": "reading", "subject": statement["mention"]}
    same = {
        "set.unit": "%",
        "was.unit": "%",
        "set.value": "1.6",
        "was.value": "9.7",
        "set.period": "",
        "was.period": "",
    }
    made = own_checked.post("/review/decide.json", data=form(own_checked, one, "correct", **same)).json()["decision"]
    changed = {name for name, value in made["content"]["read"].items() if made["content"]["holds"][name] != value}
    assert changed == {"value"}
    page = own_checked.get(statement["address"]).text
    assert "已由人更正" in page
    nothing = {"set.unit": "%", "was.unit": "%"}
    answer = own_checked.post("/review/decide.json", data=form(own_checked, one, "correct", **nothing))
    assert answer.status_code == 422


def test_nobody_answers_without_a_name(tmp_path: Path) -> None:
    with fill(tmp_path / "w") as workspace:
        client = TestClient(make_app(workspace), base_url=BASE)
        one = questions(client)[0]
        assert "复核人" in client.get("/review").text
        assert 'data-key="a"' not in client.get("/review").text
        assert client.post("/review/decide.json", data=form(client, one, "accept")).status_code == 422
        page = client.post("/review/name", data={"token": token(client), "name": " 甲 <b>乙 "})
        assert page.url.path == "/review"
        assert "甲 &lt;b&gt;乙" in page.text
        assert client.post("/review/name.json", data={"token": token(client), "name": " "}).status_code == 422
        made = client.post("/review/decide.json", data=form(client, one, "accept")).json()
        assert made["decision"]["person"] == "甲 <b>乙"
    with Workspace.open(tmp_path / "w") as again:
        assert again.review.reviewer == "甲 <b>乙"


def test_hostile_words_are_text(own_checked: TestClient) -> None:
    name = next(one for one in questions(own_checked, "name"))
    evil = '"><script>x()</script>'
    data = form(own_checked, name, "accept", reason=evil)
    assert own_checked.post("/review/decide.json", data=data).status_code == 200
    for address in ("/review/log", f"/review?at=name:{name['subject']}"):
        page = own_checked.get(address).text
        assert "<script>x()" not in page
        assert "&lt;script&gt;x()" in page


def test_unknown_questions_and_filters(own_checked: TestClient) -> None:
    for address in ("/review?at=issue:x", "/review?kind=x", "/review?document=zzz", "/review/questions/x/y.json"):
        assert own_checked.get(address).status_code == 404
    assert own_checked.get("/review/questions/name/%2F%2e%2e/part").status_code == 404


def test_an_empty_workspace_has_nothing_to_ask(empty: TestClient) -> None:
    assert "没有待复核的问题" in empty.get("/review").text
    assert "还没有任何决定" in empty.get("/review/log").text
