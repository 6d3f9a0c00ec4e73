"""What entries rest on: found and chosen in forms, with and without a script; and shown from the other side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import BASE
from tests.web.test_web_forms import token
from xietong.core import clock
from xietong.core.period import Period
from xietong.targets.tasks.model import Task
from xietong.web.app import make_app
from xietong.workspace import Workspace

HOSTILE = "<script>alert(1)</script>"
REPORT = f"周报{HOSTILE}\n\n2026年6月，国道改造完成投资3.5亿元，完成率45%。\n"
PLAN = "甲市行动方案（2026—2027年）\n2026年1月10日\n\n一、主要目标\n\n到2027年，天津市集装箱吞吐量达到2600万标准箱。\n\n二、重点任务\n\n1.公路。推进国道改造。（责任单位：天津市交通运输委员会）\n"  # noqa: E501
FIGURE = "2025年，天津市集装箱吞吐量达到2300万标准箱。"


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w") as made:
        made.review.set_reviewer("someone")
        yield made


@pytest.fixture
def client(ws: Workspace) -> TestClient:
    return TestClient(make_app(ws), base_url=BASE)


@pytest.fixture
def report(ws: Workspace) -> str:
    return ws.documents.add(REPORT.encode(), "report.txt", title="国道周报", date=Period.parse("2026-06")).id


@pytest.fixture
def task(ws: Workspace) -> str:
    return ws.tasks.add([Task("修路", ("天津市交通运输委员会",))]).ids[0]


def send(client: TestClient, address: str, **fields: Any) -> Any:
    return client.post(address, data={"token": token(client), **fields}, follow_redirects=False)


def test_evidence_is_found_by_words_and_by_id(client: TestClient, report: str, task: str) -> None:
    by_title = client.get("/evidence.json", params={"q": "国道周报"}).json()
    assert [(one["kind"], one["reference"]) for one in by_title] == [("document", f"document:{report}")]
    by_clause = client.get("/evidence.json", params={"q": "完成率 45", "kind": "statement"}).json()
    assert [one["words"] for one in by_clause] == ["45%"]
    by_sentence = client.get("/evidence.json", params={"q": "国道 完成率", "kind": "statement"}).json()
    assert {one["words"] for one in by_sentence} == {"3.5亿元", "45%"}  # no clause holds both words, the sentence does
    assert by_clause[0]["of"] == "国道周报"
    by_passage = client.get("/evidence.json", params={"q": "完成投资", "kind": "document"}).json()
    assert [one["title"] for one in by_passage] == ["国道周报"]
    assert [one["title"] for one in client.get("/evidence.json", params={"q": "修路"}).json()] == ["修路"]
    for given in (report[:8], f"document:{report}", report.upper()):
        assert client.get("/evidence.json", params={"q": given}).json()[0]["reference"] == f"document:{report}"
    assert client.get("/evidence.json", params={"q": by_clause[0]["reference"]}).json() == by_clause
    assert client.get("/evidence.json", params={"q": "没有这样的字"}).json() == []
    assert client.get("/evidence.json").json() == []
    part = client.get("/evidence", params={"q": "国道", "lang": "zh"}).text
    assert f'value="document:{report}"' in part
    assert HOSTILE not in part
    assert "没有找到" in client.get("/evidence", params={"q": "没有这样的字", "lang": "zh"}).text


@pytest.mark.parametrize("asked", [{"find": "yes"}, {"sought": "别的字"}])
def test_a_form_looks_for_evidence_without_a_script(
    client: TestClient, report: str, task: str, asked: dict[str, str]
) -> None:
    """By the button, and by the enter key behind words that were not looked for yet; nothing is saved by that."""
    typed = {"when": str(clock.today()), "status": "running", "completion": "45", "text": "写了很多字"}
    page = send(client, f"/tasks/{task}/updates", **typed, seek="国道", **asked)
    assert page.status_code == 200
    assert f'value="document:{report}"' in page.text
    assert "写了很多字" in page.text
    assert 'value="45"' in page.text
    assert client.get(f"/tasks/{task}.json").json()["updates"] == []
    figure = client.get("/evidence.json", params={"q": "45%", "kind": "statement"}).json()[0]["reference"]
    again = send(client, f"/tasks/{task}/updates", **typed, seek="投资", find="yes", evidence=f"document:{report}")
    assert f'value="document:{report}" checked' in again.text
    saved = send(
        client, f"/tasks/{task}/updates", **typed, seek="投资", sought="投资", evidence=[f"document:{report}", figure]
    )
    assert saved.status_code == 303
    (update,) = client.get(f"/tasks/{task}.json").json()["updates"]
    assert [f"{one['kind']}:{one['id']}" for one in update["update"]["evidence"]] == [f"document:{report}", figure]
    page = client.get(f"/tasks/{task}").text
    assert f'href="/documents/{report}" lang="zh-Hans">国道周报</a>' in page


def test_evidence_that_is_not_there_is_named_and_what_was_typed_stays(client: TestClient, task: str) -> None:
    typed = {"when": str(clock.today()), "status": "running", "text": "写了很多字", "evidence": "document:ffffffff"}
    page = send(client, f"/tasks/{task}/updates", **typed)
    assert page.status_code == 422
    assert "ffffffff" in page.text
    assert "写了很多字" in page.text
    data = send(client, f"/tasks/{task}/updates.json", **typed)
    assert data.status_code == 422
    assert "ffffffff" in data.json()["error"]["message"]


def test_a_document_says_what_it_is_used_for(ws: Workspace, client: TestClient, report: str, task: str) -> None:
    plan = ws.documents.add(PLAN.encode(), "plan.txt").id
    figures = ws.documents.add(FIGURE.encode(), "figures.txt", date=Period.parse("2026-02")).id
    ws.tasks.confirm(plan)
    (target,) = ws.targets.confirm_all(plan, printed=True)
    review = ws.reviews.open(plan, "方案评估", "协同办")
    (clause,) = ws.reviews.take_up(review, {"公路": ((), ())})
    statement = client.get("/evidence.json", params={"q": "45%", "kind": "statement"}).json()[0]["reference"]
    send(
        client, f"/tasks/{task}/updates", when=str(clock.today()), status="running", text="进展", evidence=statement
    )  # fmt: skip
    send(client, f"/tasks/{task}/matters", title="征地未完成", kind="problem", evidence=f"document:{report}")
    step = {"kind": "evidence", "note": "现场记录\n\n台账", "evidence": f"document:{report}"}
    assert send(client, f"/reviews/{review}/clauses/{clause}/steps", **step).status_code == 303
    (made,) = client.get(f"/reviews/{review}/clauses/{clause}.json").json()["steps"]
    assert [one["words"] for one in made["evidence"]] == ["国道周报", "现场记录", "台账"]

    uses = client.get(f"/documents/{report}.json").json()["uses"]
    assert sorted((one["kind"], one["title"]) for one in uses["entries"]) == [
        ("problem", "修路"), ("review_step", "方案评估"), ("update", "修路"),
    ]  # fmt: skip
    for one in uses["entries"]:
        assert client.get(one["address"]).status_code == 200
    page = client.get(f"/documents/{report}").text
    assert f"/reviews/{review}/clauses/{clause}" in page
    own = client.get(f"/documents/{plan}.json").json()["uses"]
    assert (own["targets"], own["reviews"]) == (1, [f"/reviews/{review}"])
    assert own["tasks"] == client.get("/tasks/list.json", params={"plan": plan}).json()["total"] > 0
    moved = client.get(f"/documents/{figures}.json").json()["uses"]
    assert moved["moved"] == [f"/targets/{target.held.subject}"]
    assert f'href="/targets/{target.held.subject}"' in client.get(f"/documents/{figures}").text
    about = client.get(f"/statements/{statement.partition(':')[2]}.json").json()["uses"]
    assert [one["kind"] for one in about["entries"]] == ["update"]
    assert f'href="/tasks/{task}"' in client.get(f"/statements/{statement.partition(':')[2]}").text


def test_what_was_taken_from_a_purged_document_stays(ws: Workspace, client: TestClient, task: str) -> None:
    plan = ws.documents.add(PLAN.encode(), "plan.txt").id
    ws.tasks.confirm(plan)
    (target,) = ws.targets.confirm_all(plan, printed=True)
    review = ws.reviews.open(plan, "方案评估", "协同办")
    (clause,) = ws.reviews.take_up(review, {"公路": ((), ())})
    step = {"kind": "evidence", "evidence": f"document:{plan}"}
    send(client, f"/reviews/{review}/clauses/{clause}/steps", **step)
    before = client.get(f"/tasks/plans/{plan}.json").json()
    counts = client.get("/tasks.json", params={"plan": plan}).json()["counts"]
    ws.documents.purge(plan)

    tree = client.get(f"/tasks/plans/{plan[:12]}.json").json()
    assert (tree["purged"], before["purged"], tree["proposals"]) == (True, False, [])
    assert tree["tree"] == before["tree"] != []
    (listed,) = client.get("/tasks.json").json()["plans"]
    assert (listed["purged"], listed["document"]) == (True, plan)
    assert listed["title"].startswith("甲市行动方案")
    rows = client.get("/tasks/list.json", params={"plan": plan}).json()["items"]
    assert client.get("/tasks.json", params={"plan": plan}).json()["counts"] == counts
    assert rows
    own = rows[0]["address"]
    pages = {
        "/tasks": "甲市行动方案", f"/tasks?plan={plan}": "甲市行动方案", f"/tasks/list?plan={plan}": rows[0]["task"]["title"],
        f"/tasks/plans/{plan}": "彻底删除", own: "彻底删除", "/targets": "集装箱吞吐量", f"/targets?document={plan}": "集装箱吞吐量",
        f"/targets/{target.held.subject}": "彻底删除", "/reviews": "方案评估", f"/reviews/{review}": "彻底删除",
        f"/reviews/{review}/clauses/{clause}": "彻底删除", "/plans": "",
    }  # fmt: skip
    for address, words in pages.items():
        page = client.get(address, params={"lang": "zh"} if "?" not in address else None)
        assert page.status_code == 200, address
        assert words in page.text, address
        for link in set(re.findall(r'href="(/[^"#]*)', page.text)):
            if plan[:12] in link or plan[:8] in link:
                assert client.get(unescape(link)).status_code == 200, (address, link)
    said = client.get(f"/targets/{target.held.subject}").text
    assert "天津市集装箱吞吐量达到2600万标准箱" in said
    assert client.get("/tasks/plans/ffff").status_code == 404
    confirmed = send(client, f"/tasks/plans/{plan}/confirm", all="yes")
    assert confirmed.status_code in (404, 422)


def test_an_update_that_was_corrected_rests_on_what_it_names_now(client: TestClient, report: str, task: str) -> None:
    day = str(clock.today())
    send(client, f"/tasks/{task}/updates", when=day, status="running", text="一", evidence=f"document:{report}")
    assert client.get(f"/documents/{report}.json").json()["uses"]["count"] == 1
    send(client, f"/tasks/{task}/updates", when=day, status="running", text="二", correction="yes", reason="引错")
    assert client.get(f"/documents/{report}.json").json()["uses"]["count"] == 0


def test_a_document_that_is_gone_is_said_to_be_gone(ws: Workspace, client: TestClient, report: str, task: str) -> None:
    send(client, f"/tasks/{task}/updates", when=str(clock.today()), status="running", evidence=f"document:{report}")
    ws.documents.purge(report)
    page = client.get(f"/tasks/{task}", params={"lang": "zh"})
    assert page.status_code == 200
    assert f"已不在工作区（{report[:12]}）" in page.text
