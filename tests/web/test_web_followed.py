"""Reviews, editions, calendar, duties and assessments on pages and as JSON; their forms; what is wrong is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import BASE
from tests.web.followed import ASSESSMENT, B, followed
from tests.web.test_web_escaping import check
from tests.web.test_web_forms import token
from xietong.core.clock import standing_at
from xietong.targets.reviews.model import Step
from xietong.targets.tasks.matters import Matter
from xietong.web import addresses as places
from xietong.web.app import make_app
from xietong.workspace import Workspace


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with followed(tmp_path_factory.mktemp("followed") / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE)


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[TestClient]:
    with followed(tmp_path / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE)


def addresses(client: TestClient) -> list[str]:
    review = client.get("/reviews.json").json()["items"][0]["address"]
    clauses = [one["address"] for one in client.get(f"{review}.json").json()["clauses"]]
    assessments = [one["address"] for one in client.get("/assessments.json").json()["items"]]
    return [
        "/reviews", "/reviews?state=closed", review, f"{review}?day=2025-01-15", *clauses, "/cadence", "/cadence?code=weekly",
        "/cadence/weekly/2025-W11", "/cadence/weekly/2025-W10?beside=now", "/cadence/weekly/2025-W12", "/cadence/monthly/2025-02",
        "/calendar", "/calendar?month=2025-03", "/calendar?month=2024-10&body=河北省科学技术厅", "/calendar?month=2031-01", "/duties",
        "/duties/河北省科学技术厅", "/duties/没有的单位", "/assessments", *assessments,
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_there_in_both_languages_and_as_json(held: TestClient, language: str) -> None:
    for address in addresses(held):
        joint = "&" if "?" in address else "?"
        page = held.get(f"{address}{joint}lang={language}")
        assert page.status_code == 200, address
        path, _, query = address.partition("?")
        data = held.get(f"{path}.json?{query}")
        assert data.status_code == 200, address
        check(held, address)


def test_an_edition_leads_to_its_report_and_back(mine: TestClient) -> None:
    page = mine.get("/cadence/weekly/2025-W11?lang=zh").text
    assert "还没有生成报告" in page
    assert 'value="weekly-zh" selected' in page
    address = "/cadence/weekly/2025-W11/report"
    report = mine.post(address, data={"token": token(mine), "template": "weekly-zh"})
    assert report.status_code == 200
    assert 'href="/cadence/weekly/2025-W11"' in report.text
    assert "台账截至2025-03-14" in report.text
    page = mine.get("/cadence/weekly/2025-W11?lang=zh").text
    (made,) = mine.get("/cadence/weekly/2025-W11.json").json()["reports"]
    assert all(f"{made}/file.{kind}" in page for kind in ("pdf", "docx", "html"))
    assert mine.get(f"{made}.json").json()["frozen"]["edition"] == "/cadence/weekly/2025-W11"
    refused = mine.post("/cadence/weekly/2025-W12/report", data={"token": token(mine), "template": "weekly-zh"})
    assert refused.status_code == 422


def test_an_edition_shows_what_changed_and_what_came_late(held: TestClient) -> None:
    page = held.get("/cadence/weekly/2025-W11?lang=zh").text
    assert "事后补报" in page
    assert "迟到的周报" in page
    assert "比上一期" in page
    data = held.get("/cadence/weekly/2025-W11.json").json()
    assert [one["title"] for one in data["entered_late"]] == ["上线登记系统"]
    assert ("gone", "开行班列") in {(one["kind"], one["line"]["title"]) for one in data["changed"]}
    assert data["vintage"]["known"].startswith("2025-03-14T09:00")
    beside = held.get("/cadence/weekly/2025-W10.json?beside=now").json()["since"]
    assert {(one["kind"], one["line"]["section"], one["line"]["title"]) for one in beside} >= {
        ("new", "reported", "上线登记系统")
    }


def test_a_month_has_its_working_days_holidays_and_occasions(held: TestClient) -> None:
    data = held.get("/calendar.json?month=2024-10").json()
    days = {one["day"]: one for week in data["weeks"] for one in week}
    assert data["weeks"][0][0]["day"] == "2024-09-30"
    assert (days["2024-10-01"]["worked"], days["2024-10-01"]["holiday"]) == (False, "国庆节")
    assert days["2024-10-12"]["made_up"]
    assert [one["code"] for one in days["2024-10-12"]["occasions"]] == ["monthly"]
    due = held.get("/calendar.json?month=2025-03").json()
    assert [(day["day"], day["due_count"]) for week in due["weeks"] for day in week if day["due_count"]] == [
        ("2025-03-05", 1)
    ]
    far = held.get("/calendar.json?month=2031-01").json()
    assert "2030" in far["unknown"]  # of its first week
    assert all(one["worked"] is None for week in far["weeks"] for one in week)


def test_the_feed_is_a_calendar_with_addresses_that_stay(held: TestClient) -> None:
    answer = held.get("/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    first, again = (
        {str(one["UID"]) for one in icalendar.Calendar.from_ical(held.get("/calendar.ics").text).walk("VEVENT")}
        for _ in range(2)
    )
    assert first == again


def test_duties_by_body(held: TestClient) -> None:
    rows = {one["body"]: one for one in held.get("/duties.json").json()}
    assert rows["河北省科学技术厅"]["overdue"] == 1
    assert rows["北京市交通委员会"]["late_steps"] == 1
    (duty,) = held.get("/duties/河北省科学技术厅.json").json()["items"]
    assert (duty["title"], duty["days"] < 0) == ("上线登记系统", True)


def test_a_review_from_form_to_form(mine: TestClient) -> None:
    document = next(one["id"] for one in mine.get("/documents.json").json()["items"] if one["name"] == "decision.txt")
    form = {"token": token(mine)}
    opened = mine.post("/reviews", data=form | {"document": document, "title": "再评估", "by": "协同办", "kind": "law"})
    review = opened.url.path
    assert "再评估" in opened.text
    taken = mine.post(
        f"{review}/clauses",
        data=form | {"clause": "三、", "lead": "北京市科学技术委员会、中关村科技园区管理委员会，协同办"},
    )
    clause = mine.get(f"{review}.json").json()["clauses"][0]
    assert clause["lead"] == ["北京市科学技术委员会", "协同办"]
    assert clause["title"] in taken.text
    steps = f"{clause['address']}/steps"
    wrong = mine.post(f"{steps}.json", data=form | {"kind": "recommendation", "text": "请加快", "bodies": "协同办"})
    assert wrong.status_code == 422
    assert "no finding yet" in wrong.json()["error"]["message"] or "还没有评估意见" in wrong.json()["error"]["message"]
    evidence = form | {"kind": "evidence", "evidence": "note:检查\nnote:座谈"}
    assert len(mine.post(f"{steps}.json", data=evidence).json()["steps"][0]["evidence"]) == 2
    mine.post(steps, data=form | {"kind": "finding", "outcome": "not_implemented", "text": "未开展"})
    page = mine.post(steps, data=form | {"kind": "recommendation", "text": "请开展", "bodies": "协同办"})
    assert "请开展" in page.text
    refused = mine.post(steps, data=form | {"kind": "closing"})
    assert refused.status_code == 422
    step = mine.get(f"{clause['address']}.json").json()["steps"][-1]
    assert mine.post(f"{steps}/{step['id']}/withdraw.json", data=form).status_code == 422
    left = mine.post(f"{steps}/{step['id']}/withdraw.json", data=form | {"reason": "写错"}).json()["steps"]
    assert [one["kind"] for one in left] == ["evidence", "finding"]
    assert "写错" in mine.get(clause["address"]).text
    mine.post(steps, data=form | {"kind": "closing", "text": "撤销评估"})
    ended = mine.post(f"{review}/end", data=form | {"summary": "未及开展"})
    assert "未及开展" in ended.text
    assert mine.post(f"{steps}.json", data=form | {"kind": "reopening", "text": "重来"}).status_code == 422


@pytest.mark.parametrize(
    ("address", "form", "words"),
    [
        ("/reviews", {"document": "ffff", "title": "x", "by": "y"}, "not_taken"),
        ("/reviews", {"title": "x", "by": "y", "document": "", "day": "昨天"}, "bad_day"),
        ("/cadence/weekly/2025-W11/freeze", {}, "not_taken"),
        ("/cadence/weekly/2099-W01/freeze", {}, "not_taken"),
        ("/assessments", {"source": "x"}, "not_taken"),
        ("/assessments", {"source": ASSESSMENT}, "not_taken"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(held: TestClient, address: str, form: dict[str, str], words: str) -> None:
    before = held.get("/assessments.json").json(), held.get("/cadence.json").json(), held.get("/reviews.json").json()
    answer = held.post(f"{address}.json", data={"token": token(held)} | form)
    assert answer.json()["error"]["code"] == words
    page = held.post(address, data={"token": token(held)} | form)
    assert page.status_code in (400, 404, 422)
    assert "<main" in page.text
    assert (
        held.get("/assessments.json").json(),
        held.get("/cadence.json").json(),
        held.get("/reviews.json").json(),
    ) == before


def test_an_assessment_says_why_and_ranks_only_what_is_whole(held: TestClient) -> None:
    items = held.get("/assessments.json").json()["items"]
    one = held.get(next(each["address"] for each in items if each["frozen"]) + ".json?lang=en").json()
    ranks = {each["territory"]: each["rank"] for each in one["totals"]}
    assert ranks == {"110000": 1, "120000": 2, "130000": None}
    assert "98" in next(
        each["reason"] for each in one["cells"] if each["territory"] == "120000" and each["item"] == "gdp"
    )
    cell = next(each for each in one["cells"] if each["territory"] == "120000" and each["item"] == "gdp")
    assert (
        held.get(f"/observations/{cell['observation']}", follow_redirects=False)
        .headers["location"]
        .startswith("/statements/")
    )
    assert held.get("/observations/none").status_code == 404


def test_freezing_on_the_page(mine: TestClient) -> None:
    page = mine.get("/cadence/weekly/2025-W12?lang=zh").text
    assert "尚未定稿" in page
    done = mine.post("/cadence/weekly/2025-W12/freeze", data={"token": token(mine)})
    assert done.url.path == "/cadence/weekly/2025-W12"
    assert mine.get("/cadence/weekly/2025-W12.json").json()["afterwards"]
    draft = next(one for one in mine.get("/assessments.json").json()["items"] if not one["frozen"])
    assert mine.post(f"{draft['address']}/freeze.json", data={"token": token(mine)}).json()["frozen"]


def test_hostile_words_stay_words(mine: TestClient) -> None:
    workspace: Workspace = mine.app.state.workspace  # type: ignore[attr-defined]
    document = workspace.documents.all(1, 0).items[0].id
    hostile = '"><script>x()</script>{{7*7}}'
    form = {"token": token(mine)}
    review = mine.post("/reviews", data=form | {"document": document, "title": hostile, "by": hostile}).url.path
    check(mine, review)
    check(mine, "/reviews")
    assert "{{7*7}}" in mine.get(review).text


def test_lines_of_problems_and_late_entries_lead_to_what_they_are_about(tmp_path: Path) -> None:
    with followed(tmp_path / "w") as ws:
        review = ws.reviews.find().items[0]
        clause = review.found.lines[1].clause.id
        with standing_at(datetime(2025, 3, 17, 6, tzinfo=UTC)):
            ws.agenda.put(
                [
                    Matter("problem", B.first_id, date(2025, 3, 12), "经费不足"),
                    Matter("request", "", date(2025, 3, 17), "会商一次"),
                ]
            )
            ws.reviews.step(Step(clause, "reopening", date(2025, 3, 12), "复查。"))
        with standing_at(datetime(2025, 3, 21, 9, tzinfo=UTC)):
            ws.cadence.freeze("weekly", "2025-W12")
        client = TestClient(make_app(ws), base_url=BASE)
        data = client.get("/cadence/weekly/2025-W12.json").json()
        led = {(one["kind"], one["title"]): one["address"] for one in (*data["lines"], *data["entered_late"])}
        task, agenda, step = places.task(B.first_id), places.AGENDA, places.reviewed(review.id, clause)
        assert led["matter", "经费不足"] == led["problem", B.title] == task
        assert (led["matter", "会商一次"], led["review_step", ""]) == (agenda, step)
        assert all(one["line"]["address"] for one in data["changed"] if one["line"]["section"] == "matters")
        page = client.get("/cadence/weekly/2025-W12?lang=zh").text
        for address, words in ((task, "经费不足"), (agenda, "会商一次"), (step, "复查。")):
            assert f'<a href="{address}">{words}</a>' in page
            assert client.get(address).status_code == 200
        late = client.get("/cadence/weekly/2025-W11.json").json()["entered_late"]
        assert [one["address"] for one in late] == [task]
