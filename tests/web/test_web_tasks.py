"""The pages of tasks: what they show, that they are also JSON, that what is wrong is said and nothing of it kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from xietong.core import clock
from xietong.targets.tasks.model import Milestone, Money, Task
from xietong.web.app import make_app
from xietong.workspace import Workspace

TODAY = clock.today()
HOSTILE = "<script>alert(1)</script>"
PLAN = "甲市行动方案（2025—2027年）\n2025年1月10日\n\n一、主要目标\n\n到2027年，产值达到100亿元。\n\n二、重点任务\n\n（一）交通。\n\n1.轨道。2026年底前建成三号线，加快建设120万吨级码头。（牵头单位：天津市发展和改革委员会）\n\n2.公路。推进国道改造。（责任单位：某某指挥部）\n"  # noqa: E501


def workspace_in(place: Path) -> Workspace:
    """A workspace with a plan that was not confirmed, and two tasks."""
    ws = Workspace.create(place)
    ws.review.set_reviewer("someone")
    ws.documents.add(PLAN.encode(), "plan.txt")
    first = Task(
        f"修路{HOSTILE}", ("天津市交通运输委员会",), ("某局",), (), ("120000",), TODAY - timedelta(days=100), TODAY + timedelta(days=100),
        milestones=(Milestone("开工", TODAY - timedelta(days=10)),), planned=Money(Decimal("3.5")),
    )  # fmt: skip
    ws.tasks.add(
        [first, Task("架桥", ("天津市交通运输委员会",), due=TODAY - timedelta(days=1), after=(first.first_id,))]
    )
    return ws


@pytest.fixture
def tasked(tmp_path: Path) -> Iterator[TestClient]:
    with workspace_in(tmp_path / "w") as ws:
        yield TestClient(make_app(ws), base_url="http://127.0.0.1:8000")


def send(client: TestClient, address: str, **fields: str) -> Any:
    token = client.get("/index.json").json()["token"]
    return client.post(address, data={"token": token, **fields}, follow_redirects=False)


def one(client: TestClient, words: str = "修路") -> dict[str, object]:
    (found,) = client.get("/tasks/list.json", params={"words": words}).json()["items"]
    assert isinstance(found, dict)
    return found


def test_every_page_is_also_json_in_both_languages(tasked: TestClient) -> None:
    address, plan = str(one(tasked)["address"]), tasked.get("/documents.json").json()["items"][0]["id"]
    send(tasked, f"{address}/matters", title="征地", kind="problem")
    send(tasked, "/agenda", title="联席会议", day=str(TODAY))
    send(tasked, "/projects", title="甲厂", origin="北京", host="天津", signed="2025-01-01", intended="5亿元")
    meeting = tasked.get("/agenda.json").json()["meetings"][0]["id"]
    project = tasked.get("/projects.json").json()["items"][0]["address"]
    for page in (
        "/tasks",
        "/tasks/list",
        f"/tasks/plans/{plan}",
        address,
        "/agenda",
        f"/agenda/{meeting}",
        "/projects",
        project,
    ):
        assert tasked.get(f"{page}.json").status_code == 200, page
        for language in ("zh", "en"):
            answer = tasked.get(page, params={"lang": language})
            assert answer.status_code == 200, page
            assert HOSTILE not in answer.text
            assert f'href="{page}.json?lang={language}"' in answer.text
    assert tasked.get("/tasks/new").status_code == 200
    assert tasked.get("/tasks/list.csv?lang=zh").text.startswith("\ufeff编号,任务,牵头单位")


def test_the_board_counts_by_body(tasked: TestClient) -> None:
    data = tasked.get("/tasks.json").json()
    (road, other) = data["bodies"]
    assert (road["body"], road["counts"], road["total"]) == ("天津市交通运输委员会", {"late": 1, "overdue": 1}, 2)
    assert (other["body"], other["known"], other["supporting"]) == ("某局", False, 1)
    assert data["counts"] == {"late": 1, "overdue": 1, "silent": 1}
    assert tasked.get("/tasks.json", params={"day": str(TODAY - timedelta(days=90))}).json()["counts"]["planned"] == 2


def test_an_update_is_entered_and_what_is_wrong_keeps_what_was_typed(tasked: TestClient) -> None:
    address = str(one(tasked)["address"])
    answer = send(
        tasked,
        f"{address}/updates",
        when=str(TODAY),
        status="running",
        completion="40",
        invested="1.2亿元",
        text="进展",
        reached="开工",
    )
    assert answer.status_code == 303
    page = tasked.get(address).text
    assert "40%" in page
    assert "1.2亿元" in page
    for wrong, told in (
        ({"when": str(TODAY)}, "已有一条进展"), ({"when": "2999-01-01"}, "还没有到"), ({"when": "昨天"}, "不是日期"),
        ({"when": str(TODAY - timedelta(days=20)), "completion": "140"}, "不在 0 到 100 之间"),
        ({"when": str(TODAY - timedelta(days=20)), "invested": "5"}, "看不懂"),
        ({"when": str(TODAY - timedelta(days=20)), "evidence": "zz"}, "不能作为佐证"),
        ({"when": str(TODAY), "correction": "yes"}, "更正的原因"),
    ):  # fmt: skip
        form = {"status": "running", "completion": "50", "text": "写了很多字", **wrong}
        refused = send(tasked, f"{address}/updates", **form)
        assert refused.status_code == 422, wrong
        assert told in refused.text, wrong
        assert "写了很多字" in refused.text
        data = send(tasked, f"{address}/updates.json", **form)
        assert data.status_code == 422
        assert data.json()["error"]["code"] == "not_taken"
    assert len(tasked.get(f"{address}.json").json()["updates"]) == 1


def test_a_change_of_what_was_changed_meanwhile_is_refused(tasked: TestClient) -> None:
    found = one(tasked)
    number, address = str(found["number"]), str(found["address"])
    assert send(tasked, f"{address}/change", text="一", reason="x", number=number).status_code == 303
    again = send(tasked, f"{address}/change", text="二", reason="x", number=number)
    assert again.status_code == 422
    assert "someone" in again.text
    data = tasked.get(f"{address}.json").json()
    assert data["task"]["task"]["text"] == "一"
    assert data["task"]["task"]["title"] == f"修路{HOSTILE}"  # a field that was not sent stays


def test_a_plan_is_confirmed_by_boxes(tasked: TestClient) -> None:
    plan = tasked.get("/documents.json").json()["items"][0]["id"]
    (proposal,) = tasked.get(f"/tasks/plans/{plan}.json").json()["proposals"]
    assert "120万吨级" in tasked.get(f"/tasks/plans/{plan}").text
    nothing = send(tasked, f"/tasks/plans/{plan}/confirm")
    assert nothing.status_code == 422
    last = proposal["tasks"][-1]["id"]
    assert send(tasked, f"/tasks/plans/{plan}/confirm", task=last).status_code == 303
    known = [each["known"] for each in tasked.get(f"/tasks/plans/{plan}.json").json()["proposals"][0]["tasks"]]
    assert known.count(True) == 2  # with the measure it belongs to
    assert send(tasked, f"/tasks/plans/{plan}/confirm", all="yes").status_code == 303
    assert all(each["known"] for each in tasked.get(f"/tasks/plans/{plan}.json").json()["proposals"][0]["tasks"])


def test_a_meeting_is_called_with_points_of_its_own(tasked: TestClient) -> None:
    assert 'name="points"' in tasked.get("/agenda").text  # nothing waits
    typed = {"title": "专题会", "bodies": "市规划资源局、某局", "points": f" 审议要点{HOSTILE} \r\n\r\n部署年检"}
    refused = send(tasked, "/agenda", **typed)  # no day
    assert refused.status_code == 422
    assert "部署年检</textarea>" in refused.text
    made = send(tasked, "/agenda", day=str(TODAY), **typed)
    meeting = tasked.get(f"{made.headers['location']}.json").json()["meeting"]
    assert [item["title"] for item in meeting["items"]] == [f"审议要点{HOSTILE}", "部署年检"]
    assert meeting["bodies"] == ["市规划资源局", "某局"]
    assert HOSTILE not in tasked.get(made.headers["location"]).text
    assert send(tasked, f"{made.headers['location']}/conclude", item="2", conclusion="同意").status_code == 303
    twice = send(tasked, "/agenda", title="再议", day=str(TODAY), points="一\n一")
    assert twice.status_code == 422


def test_points_of_a_meeting_are_the_chosen_and_the_typed(tasked: TestClient) -> None:
    for title in ("征地", "拆迁"):
        send(tasked, f"{one(tasked)['address']}/matters", title=title, kind="problem")
    waiting = tasked.get("/agenda.json").json()["items"]

    def called(title: str, **typed: str) -> list[str]:
        made = send(tasked, "/agenda", title=title, day=str(TODAY), **typed)
        return [
            item["title"] for item in tasked.get(f"{made.headers['location']}.json").json()["meeting"].get("items", [])
        ]

    assert called("甲", picked="yes") == []
    assert called("乙", points="年检") == ["年检"]
    assert called("丙", points="年检", item=waiting[0]["matters"][0]) == [waiting[0]["title"], "年检"]
    assert called("丁") == [waiting[1]["title"]]


def test_from_a_problem_to_a_conclusion_that_is_a_task(tasked: TestClient) -> None:
    address = str(one(tasked)["address"])
    send(tasked, f"{address}/matters", title="征地未完成", kind="problem", asked="市规划资源局", blocking="yes")
    assert one(tasked)["standing"] == "blocked"
    assert "天津市规划和自然资源局" in tasked.get("/agenda").text
    assert send(tasked, "/agenda", title="联席会议").status_code == 422  # no day
    made = send(tasked, "/agenda", title="联席会议", day=str(TODAY))
    meeting = made.headers["location"]
    assert send(tasked, f"{meeting}/conclude", item="7", conclusion="同意").status_code == 422
    send(
        tasked,
        f"{meeting}/conclude",
        item="1",
        conclusion="月底前完成",
        title="完成征地",
        lead="市规划资源局",
        due=str(TODAY),
    )
    assert one(tasked, "完成征地")["standing"] in ("planned", "late", "running")
    matter = tasked.get(f"{address}.json").json()["matters"][0]["id"]
    send(tasked, f"/tasks/matters/{matter}/resolve", day=str(TODAY), resolution="已交地")
    assert one(tasked)["standing"] == "late"


def test_a_list_is_taken_whole_or_not_at_all(tasked: TestClient) -> None:
    token = tasked.get("/index.json").json()["token"]

    def sent(text: str, where: str = "/tasks/import") -> Any:
        files = {"file": ("list.csv", text.encode())}
        return tasked.post(where, data={"token": token, "what": "task"}, files=files, follow_redirects=False)

    wrong = sent("任务,完成期限\n甲,2027-01-01\n乙,明天\n")
    assert wrong.status_code == 422
    assert "明天" in wrong.text
    assert tasked.get("/tasks/list.json").json()["total"] == 2
    good = sent("任务,完成期限\n甲,2027-01-01\n乙,2027-02-01\n", "/tasks/import.json")
    assert (good.json()["new"], good.json()["changed"]) == (2, 0)
    assert tasked.post("/tasks/import", data={"token": token}).status_code == 422


def test_addresses_that_are_not_there(tasked: TestClient) -> None:
    for page in ("/tasks/ffff", "/agenda/ffff", "/projects/ffff", "/tasks/plans/ffff", "/tasks?plan=ffff"):
        assert tasked.get(page).status_code == 404, page
    for page in ("/tasks?day=x", "/tasks/list?due_to=2025-13-01", "/projects?known=1"):
        assert tasked.get(page).status_code == 400, page


def test_the_name_is_asked_for_and_leads_back(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w") as ws:
        client = TestClient(make_app(ws), base_url="http://127.0.0.1:8000")
        assert send(client, "/tasks/new", title="修路").status_code == 422
        assert 'name="to" value="/tasks/new"' in client.get("/tasks/new").text
        done = send(client, "/review/name", name="某人", to="/tasks/new")
        assert done.headers["location"] == "/tasks/new"
        away = send(client, "/review/name", name="某人", to="//evil.example/tasks")
        assert away.headers["location"] == "/review"
        assert send(client, "/tasks/new", title="修路").status_code == 303


def test_a_task_shows_the_targets_its_words_set(tmp_path: Path) -> None:
    words = "甲市行动方案（2025—2027年）\n2025年1月10日\n\n一、重点任务\n\n（一）港口。\n\n"
    words += "1.海运。到2027年，天津市集装箱吞吐量达到2600万标准箱。\n\n2.公路。推进国道改造。\n"
    with Workspace.create(tmp_path / "w") as ws:
        ws.review.set_reviewer("someone")
        document = ws.documents.add(words.encode(), "plan.txt").id
        (target,) = ws.targets.confirm_all(document, printed=True)
        ws.tasks.confirm(document)
        client = TestClient(make_app(ws), base_url="http://127.0.0.1:8000")
        sea, road = one(client, "海运"), one(client, "国道")
        assert client.get(f"{sea['address']}.json").json()["targets"] == [f"/targets/{target.held.subject}"]
        assert f'href="/targets/{target.held.subject}"' in client.get(str(sea["address"])).text
        assert client.get(f"{road['address']}.json").json()["targets"] == []


def test_forms_and_calendar_agree_on_what_day_it_is(tasked: TestClient) -> None:
    """Just before midnight by UTC it is the next day for the office, in forms as in the calendar."""
    evening = datetime.combine(TODAY, time(18), UTC)
    with clock.standing_at(evening):
        office = str(TODAY + timedelta(days=1))
        assert clock.today() == TODAY + timedelta(days=1)
        assert f'placeholder="{office}"' in tasked.get("/tasks").text
        address = str(one(tasked)["address"])
        assert f'name="when" value="{office}"' in tasked.get(address).text
        calendar = tasked.get("/calendar", params={"month": office[:7]}).text
        day = re.search(r'aria-current="date">\s*<p class="day-of"><b>(\d+)</b>', calendar)
        assert day
        assert int(day[1]) == int(office[-2:])
