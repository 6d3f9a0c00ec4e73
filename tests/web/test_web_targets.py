"""The pages of plans, targets and scorecards: confirmed, entered and corrected by forms; each is JSON as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.test_web_escaping import Structure
from tests.web.test_web_forms import token
from xietong.core.period import Period
from xietong.web.app import make_app
from xietong.workspace import Workspace

BASE = "http://127.0.0.1:8000"
PLAN = """测试方案：协同创新（2025—2027年）
一、主要目标
到2027年，天津研发投入强度由2020年的3.44%提高到3.7%左右（预期性）；京津冀研发经费达到5600亿元以上（约束性）。
二、重点任务
（一）建设平台。天津新建奇异装置30个。
"""
NEWS = "{year}年，天津研发投入强度为{value}%。\n"
COURSE = {"2018": "2.62", "2019": "3.28", "2020": "3.44", "2021": "3.66", "2022": "3.49", "2023": "3.58"}


def workspace_in(place: Path) -> Workspace:
    """A plan with three goals and six years of one of them; somebody's name is set."""
    workspace = Workspace.create(place)
    workspace.review.set_reviewer("测试员")
    workspace.documents.add(PLAN.encode(), "plan.txt", title="测试方案", date=Period.parse("2024-12-20"))
    for year, value in COURSE.items():
        day = Period.parse(f"{int(year) + 1}-09-20")
        workspace.documents.add(
            NEWS.format(year=year, value=value).encode(), f"{year}.txt", title=f"公报{year}", date=day
        )
    return workspace


@pytest.fixture
def own(tmp_path: Path) -> Iterator[TestClient]:
    with workspace_in(tmp_path / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE)


def plan_of(client: TestClient) -> str:
    return str(client.get("/plans.json").json()[0]["address"])


def confirmed(client: TestClient) -> dict[str, str]:
    """All that lacks nothing is confirmed; addresses of the targets by indicator."""
    client.post(f"{plan_of(client)}/decide", data={"token": token(client), "verdict": "all"})
    return {one["target"]["indicator"]: one["target"]["address"] for one in client.get("/targets.json").json()["items"]}


def test_a_plan_is_a_tree_of_clauses_with_its_goals(own: TestClient) -> None:
    page = own.get(plan_of(own))
    assert page.status_code == 200
    assert page.text.count('class="goal open"') == 3
    assert "奇异装置" in page.text
    (plan,) = own.get(plan_of(own) + ".json").json()
    assert plan["horizon"] == "2027-12-31"
    assert [one["kind"] for one in plan["clauses"] if one["goals"]] == ["paragraph", "han_paren"]
    lacking = {one["quote"]: list(one["lacks"]) for one in plan["goals"]}
    assert lacking == {"3.7%": [], "5600亿元": [], "30个": ["indicator", "direction"]}
    assert [one["inherited"] for one in plan["goals"]] == [False, False, True]


def test_goals_are_confirmed_together_and_one_with_corrections(own: TestClient) -> None:
    targets = confirmed(own)
    assert set(targets) == {"RD_INT", "RD"}
    (plan,) = own.get(plan_of(own) + ".json").json()
    assert [one["state"] for one in plan["goals"]] == ["held", "held", "open"]
    goal = plan["goals"][2]["id"]
    form = {"token": token(own), "verdict": "accept", "subject": goal}
    answer = own.post(f"{plan_of(own)}/decide.json", data=form)
    assert answer.status_code == 422
    assert "奇异装置" in answer.json()["error"]["message"]
    changed = {"indicator": "PARK_FIRM", "goal": "30家", "was.goal": "30个", "direction": "up", "body": "测试局"}
    answer = own.post(f"{plan_of(own)}/decide.json", data=form | changed)
    assert answer.status_code == 200, answer.text
    made = answer.json()["targets"][0]
    assert (made["indicator"], made["goal_text"], made["body"]) == ("PARK_FIRM", "30家", "测试局")
    page = own.post(f"{plan_of(own)}/decide", data=form | changed | {"body": "另一局"})
    assert page.status_code == 200
    assert page.text.count('class="goal held"') == 3


def test_what_is_turned_down_needs_a_reason(own: TestClient) -> None:
    (plan,) = own.get(plan_of(own) + ".json").json()
    form = {"token": token(own), "verdict": "reject", "subject": plan["goals"][0]["id"]}
    assert own.post(f"{plan_of(own)}/decide", data=form).status_code == 422
    page = own.post(f"{plan_of(own)}/decide", data=form | {"reason": "不归我们管"})
    assert "不归我们管" in page.text
    assert own.post(f"{plan_of(own)}/decide", data=form | {"verdict": "maybe"}).status_code == 400


def test_a_target_shows_every_method_its_way_and_what_moved_it(own: TestClient) -> None:
    address = confirmed(own)["RD_INT"]
    page = own.get(address, headers={"accept-language": "en"})
    for words in ("Linear milestone", "CAGR ratio", "UN projection", "German five-year method", "Forecast", "Effort"):
        assert words in page.text
    assert '<path class="band"' in page.text
    assert "天津研发投入强度为3.58%" in page.text
    assert "公报2023" in page.text
    data = own.get(address + ".json").json()
    assert data["stand"]["status"] == "ahead"  # 3.58 where a straight line is at 3.5514
    assert data["stand"]["value"] == "3.58"
    assert data["moves"][-1]["by"][0]["title"] == "公报2023"
    assert 0 < data["ahead"]["chance"] < 1
    assert data["versions"][0]["person"] == "测试员"


def test_as_known_on_an_earlier_day_and_on_another_grid(own: TestClient) -> None:
    address = confirmed(own)["RD_INT"]
    data = own.get(f"{address}.json?as_of=2022").json()
    assert data["stand"]["value"] == "3.66"
    page = own.get(f"{address}?as_of=2022&lang=en")
    assert "As known on 2022-12-31" in page.text
    months = own.get(f"{address}.json?grain=month").json()
    assert months["stand"]["readings"] == []
    assert months["stand"]["left"] == {"length": 6}
    assert "Left out: 6 of other lengths of time." in own.get(f"{address}?grain=month&lang=en").text
    assert own.get(f"{address}?grain=fortnight").status_code == 400
    assert own.get(f"{address}?as_of=someday").status_code == 400
    assert own.get("/targets/nothing").status_code == 404


def test_methods_that_lack_the_same_are_told_at_once(own: TestClient) -> None:
    typed = {
        "indicator": "RD_INT",
        "territory": "天津",
        "goal": "3.7%",
        "due": "2027",
        "direction": "up",
        "reason": "试算",
    }
    made = own.post("/targets", data={"token": token(own), **typed}, follow_redirects=False)
    address = made.headers["location"].split("?")[0]
    page = own.get(address, params={"lang": "zh"}).text
    assert page.count("没有基期值，无从计算") == 1
    assert re.search("<dt>[^<]*线性[^<]*、[^<]*、", page)
    stated = own.get(f"{address}.json").json()["stand"]["verdicts"]
    assert sum("没有基期值" in one["sentence"]["zh"] for one in stated) > 1  # each by itself for programs


def test_a_target_without_data_says_so(own: TestClient) -> None:
    address = confirmed(own)["RD"]
    page = own.get(f"{address}?lang=en")
    assert "no data is not zero" in page.text
    assert own.get(address + ".json").json()["stand"]["value"] is None


def test_entered_corrected_split_and_withdrawn_by_forms(own: TestClient) -> None:
    right = {"token": token(own)}
    given = {"indicator": "研发经费投入强度", "territory": "河北", "goal": "≥2.4%", "due": "2027", "reason": "第三条"}
    refused = own.post("/targets", data=right | given | {"goal": "很高"})
    assert refused.status_code == 422
    assert "很高" in refused.text
    page = own.post("/targets", data=right | given)
    assert page.url.query == b"just=added"
    address = page.url.path
    same = {"goal": "≥2.4%", "was.goal": "≥2.4%"}
    assert own.post(f"{address}/correct", data=right | same | {"reason": "无"}).status_code == 422
    done = own.post(f"{address}/correct", data=right | {"goal": "≥2.5%", "was.goal": "≥2.4%", "reason": "调整"})
    assert re.search(r"<del>≥2\.4%</del> → <ins>≥2\.5%</ins>", done.text)
    whole = confirmed(own)["RD"]
    lines = {"along": "places", "parts": "北京=3700亿元\n天津=750亿元\n河北=1150亿元", "reason": "议定"}
    wrong = own.post(f"{whole}/split", data=right | lines | {"parts": "北京=6000亿元\n天津=750亿元\n河北=1150亿元"})
    assert wrong.status_code == 200  # a floor may be exceeded: a note says so
    assert "层层加码" in wrong.text
    assert own.post(f"{whole}/split", data=right | lines | {"parts": "北京6000"}).status_code == 422
    made = own.post(f"{whole}/split.json", data=right | lines).json()
    assert [one["goal_text"] for one in made[0]["parts"]] == ["≥370000000000元", "≥75000000000元", "≥115000000000元"]
    assert own.get(whole + ".json").json()["parts"][0]["whole"] == whole.rpartition("/")[2]
    assert own.post(f"{address}/withdraw", data=right).status_code == 422
    assert own.post(f"{address}/withdraw", data=right | {"reason": "撤"}).url.path == "/targets"
    assert own.get(address).status_code == 404


def test_all_that_is_wrong_is_shown_at_once_and_what_was_typed_is_kept(own: TestClient) -> None:
    right = {"token": token(own), "lang": "en"}
    given = {"territory": "天京市", "goal": "很高", "due": "明年", "strength": "binding", "title": "某<i>事"}
    page = own.post("/targets?lang=en", data=right | given)
    assert page.status_code == 422
    alert = page.text.partition('class="fault"')[2].partition("</div>")[0]
    for words in ("Give a reason", "Missing: indicator", "天京市", "很高", "明年"):
        assert words in alert
    assert 'value="很高"' in page.text
    assert 'value="某&lt;i&gt;事"' in page.text
    assert '<details class="spaced" open>' in page.text
    told = own.post("/targets.json", data=right | given, headers={"accept-language": "zh"}).json()["error"]["message"]
    assert len(told.splitlines()) == 5
    assert own.get("/targets.json").json()["total"] == 0
    whole = confirmed(own)["RD"]
    wrong = {"along": "places", "parts": "北京=许多\n河北", "reason": ""}
    page = own.post(f"{whole}/split?lang=en", data=right | wrong)
    assert page.status_code == 422
    assert "河北" in page.text.partition('class="fault"')[2].partition("</div>")[0]
    assert "北京=许多\n河北</textarea>" in page.text
    page = own.post(
        f"{whole}/correct", data=right | {"goal": "很高", "was.goal": "≥5600亿元", "due": "2026", "was.due": "2027"}
    )
    assert page.status_code == 422
    assert 'value="很高"' in page.text
    (plan,) = own.get(plan_of(own) + ".json").json()
    form = right | {
        "verdict": "accept",
        "subject": plan["goals"][2]["id"],
        "due": "哪天",
        "was.due": "",
        "body": "某局",
    }
    page = own.post(f"{plan_of(own)}/decide", data=form)
    assert page.status_code == 422
    for words in ("奇异装置", "哪天", 'value="某局"'):
        assert words in page.text


def test_who_says_who_they_are_comes_back_to_the_form(tmp_path: Path) -> None:
    """Where nobody's name is set the page asks for it; it leads nowhere else."""
    with Workspace.create(tmp_path / "w") as workspace:
        client = TestClient(make_app(workspace), base_url=BASE)
        assert 'name="to" value="/targets"' in client.get("/targets").text
        for to, back in (
            ("/targets", "/targets"),
            ("/targets/0a1b", "/targets/0a1b"),
            ("https://example.org/targets", "/review"),
        ):
            form = {"token": token(client), "name": "甲", "to": to}
            answer = client.post("/review/name", data=form, follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (303, back)


def test_lists_are_filtered(own: TestClient) -> None:
    confirmed(own)
    assert own.get("/targets.json").json()["total"] == 2
    assert own.get("/targets.json?territory=天津").json()["total"] == 1
    assert own.get("/targets.json?strength=binding&year=2027").json()["total"] == 1
    assert own.get("/targets.json?year=2030").json()["total"] == 0
    assert own.get("/targets.json?as_of=2020").json()["total"] == 0
    assert "No target matches" in own.get("/targets?year=2030&lang=en").text


def test_scorecards(own: TestClient) -> None:
    confirmed(own)
    groups = own.get("/scorecards.json").json()["groups"]
    assert {one["key"]: one["targets"] for one in groups if one["by"] == "territory"} == {"120000": 1, "京津冀": 1}
    card = own.get("/scorecards.json?of=天津").json()
    assert (card["rows"][0]["rank"], card["rows"][0]["peers"], card["rows"][0]["change"]) == (1, 1, "0.09")
    page = own.get("/scorecards?of=天津&lang=en")
    for words in ("Level", "Rank", "Effort", "Last change"):
        assert words in page.text
    assert own.get("/scorecards?by=nation").status_code == 400
    assert own.get("/scorecards?of=上海").status_code == 200


def test_an_empty_workspace_says_what_to_do(empty: TestClient) -> None:
    for address, words in (
        ("/plans", "Read a plan first"),
        ("/targets", "Open a plan"),
        ("/scorecards", "No targets yet"),
    ):
        assert words in empty.get(f"{address}?lang=en").text


def test_what_persons_and_plans_write_is_text_and_nothing_else(tmp_path: Path) -> None:
    """Titles, bodies, reasons and clauses may hold anything."""
    evil = "<script>x()</script>\"'{{7*7}}"
    with workspace_in(tmp_path / "w") as workspace:
        text = PLAN.replace("建设平台", "建设<b>平台</b>")
        document = workspace.documents.add(text.encode(), "evil.txt", title=evil, date=Period.parse("2025-01-01")).id
        given = {
            "indicator": "RD_INT",
            "territory": "河北",
            "goal": "≥2.4%",
            "due": "2027",
            "body": evil,
            "title": evil,
        }
        subject = workspace.targets.add(given, evil).held.subject
        client = TestClient(make_app(workspace), base_url=BASE)
        for address in (
            "/plans",
            f"/plans/{document}",
            "/targets",
            f"/targets/{subject}",
            "/scorecards",
            "/scorecards?by=body&of=" + evil,
        ):
            page = client.get(address)
            assert page.status_code == 200
            found = Structure()
            found.feed(page.text)
            assert sum(tag == "script" for tag, _ in found.seen) == 1, address
            assert not any(name.startswith("on") or name == "style" for _, names in found.seen for name in names), (
                address
            )
