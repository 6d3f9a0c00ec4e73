"""What is wrong in a form: a sentence in the language of the page and in the data, nothing saved, what was typed kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import BASE
from tests.web.test_web_forms import token
from xietong.core import clock
from xietong.core.period import Period
from xietong.targets.tasks.model import Task, Update
from xietong.web.app import make_app
from xietong.workspace import Workspace

TODAY = clock.today()
BEFORE = str(TODAY - timedelta(days=20))
DECISION = "关于推进协同的决定\n\n一、完善交通网络。加快轨道交通建设。（牵头单位：北京市交通委员会）\n\n二、联防。每年开展攻坚。（牵头单位：河北省生态环境厅）\n"  # noqa: E501
TYPED = "写了很多字<b>的</b>说明"
LONG = "长" * 5000


class Place:
    """A workspace with two tasks, the second after the first, an update of today, and a review of two clauses."""

    def __init__(self, where: Path) -> None:
        self.ws = ws = Workspace.create(where)
        ws.review.set_reviewer("someone")
        first = Task(
            "甲任务", ("天津市交通运输委员会",), start=TODAY - timedelta(days=60), due=TODAY + timedelta(days=60)
        )
        second = Task("乙任务", ("天津市交通运输委员会",), due=TODAY + timedelta(days=90), after=(first.first_id,))
        self.first, self.second = ws.tasks.add([first, second]).ids
        ws.tasks.report([Update(self.first, Period.day(TODAY), "running")])
        self.document = ws.documents.add(DECISION.encode(), "d.txt", title="决定").id
        self.review = ws.reviews.open(self.document, "评估", "协同办", "decision")
        self.clause, _ = ws.reviews.take_up(self.review, {"一、": ((), ()), "联防": ((), ())})
        self.client = TestClient(make_app(ws), base_url=BASE)

    def send(self, address: str, language: str = "zh", **fields: str) -> Any:
        """A form as it is sent, to an address with the ids of this place."""
        given = {name: value.replace("{second}", self.second) for name, value in fields.items()}
        where = address.format(**vars(self))
        given = {"token": token(self.client), **given}
        return self.client.post(where, data=given, params={"lang": language}, follow_redirects=False)

    @property
    def entries(self) -> int:
        """How many entries there are."""
        with self.ws._ledger.reading() as connection:
            from xietong.store import records

            return records.last(connection)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = Place(tmp_path_factory.mktemp("refused") / "w")
    yield made
    made.ws.close()


UPDATE, CHANGE, NEW = "/tasks/{first}/updates", "/tasks/{first}/change", "/tasks/new"
STEP, MATTER = "/reviews/{review}/clauses/{clause}/steps", "/tasks/{first}/matters"
REFUSED: dict[str, tuple[str, dict[str, str], str, str]] = {
    "circle": (CHANGE, {"after": "{second}", "reason": "x"}, "成了一圈：甲任务 → 乙任务 → 甲任务", "in a circle"),
    "own parent": (CHANGE, {"parent": "甲任务", "reason": "x"}, "互为上级", "belong to each other"),
    "due before start": (NEW, {"title": "新", "start": "2026-06-01", "due": "2026-01-01"}, "早于开始日期", "before it starts"),
    "future": (UPDATE, {"when": "2999-01-01", "status": "running"}, "还没有到", "Check the date"),
    "future week": (UPDATE, {"when": "2999-W02", "status": "running"}, "还没有到", "Check the date"),
    "two for a week": (UPDATE, {"when": str(TODAY), "status": "running"}, "已有一条进展", "has an update for"),
    "merged body": (NEW, {"title": "新", "lead": "天津市规划局"}, "已改名或并入“天津市规划和自然资源局”", "took over"),
    "status": (UPDATE, {"when": BEFORE, "status": "whatever"}, "状态“whatever”看不懂", "is not understood"),
    "completion": (UPDATE, {"when": BEFORE, "status": "running", "completion": "1e9"}, "完成率“1e9”看不懂", "is not understood"),
    "evidence": (UPDATE, {"when": BEFORE, "status": "running", "evidence": "statement:" + "f" * 64}, "不能作为佐证", "cannot be evidence"),
    "no day": ("/agenda", {"title": "联席会议"}, "没有填写日期。写作 2025-06-30。", "There is no date."),
    "no such day": ("/agenda", {"title": "联席会议", "day": "2026-02-30"}, "“2026-02-30”不是日期", "is no date"),
    "long title": (NEW, {"title": LONG}, "有 5000 个字，至多 300 个", "300 at most"),
    "long reason": (CHANGE, {"title": "改", "reason": LONG}, "有 5000 个字，至多 1000 个", "1000 at most"),
    "long body": (NEW, {"title": "新", "lead": LONG}, "至多 300 个", "300 at most"),
    "long industry": ("/projects", {"title": "厂", "origin": "北京", "host": "天津", "signed": "2025-01-01", "industry": LONG}, "至多 300 个", "300 at most"),
    "long meeting": ("/agenda", {"title": LONG, "day": str(TODAY)}, "至多 300 个", "300 at most"),
    "long text": (UPDATE, {"when": BEFORE, "status": "running", "evidence": "", "reason": "长" * 10_001}, "有 10001 个字", "10001 characters"),
    "control": (UPDATE, {"when": BEFORE, "status": "running", "reason": "a\x00b\x07"}, "看不见的控制字符", "control characters"),
    "control in a body": (NEW, {"title": "新", "lead": "天津\x07局"}, "看不见的控制字符", "control characters"),
    "control in a review": ("/reviews", {"document": "{document}", "title": "a\x07b", "by": "协同办"}, "看不见的控制字符", "control characters"),
    "control in a note": (STEP, {"kind": "evidence", "note": "a\x9bb"}, "看不见的控制字符", "control characters"),
    "stages": ("/projects", {"title": "厂", "origin": "北京", "host": "天津", "signed": "2025-01-01", "landed": "2024-01-01"},
               "2024-01-01（落地）早于 2025-01-01（签约）", "(landed) lies before"),
    "stage to come": ("/projects", {"title": "厂", "origin": "北京", "host": "天津", "signed": "2999-01-01"}, "只填已经发生的", "only what has happened"),
    "no place": ("/projects", {"title": "厂", "origin": "火星", "host": "天津", "signed": "2025-01-01"}, "没有“火星”这个地区", "no territory"),
    "matter to come": (MATTER, {"title": "征地", "day": "2999-01-01"}, "晚于今天", "after today"),
    "order of steps": (STEP, {"kind": "recommendation", "bodies": "北京市交通委员会"}, "还没有评估意见", "has no finding yet"),
    "step to come": (STEP, {"kind": "evidence", "note": "x", "day": "2999-01-01"}, "还没有到", "in the future"),
    "no such evidence": (STEP, {"kind": "evidence", "evidence": "document:ffffff"}, "没有编号以“ffffff”开头的文件", "No document has an id"),
    "no such document": ("/reviews", {"document": "ffff", "title": "评", "by": "协同办"}, "没有编号以“ffff”开头的文件", "No document has an id"),
    "no toml": ("/assessments", {"source": "a b c"}, "不是有效的 TOML", "is no valid TOML"),
    "nothing ticked": ("/tasks/plans/{document}/confirm", {}, "请先勾选", "Tick the tasks"),
    "settled tomorrow": ("/agenda/matters", {"title": "征地", "day": "2999-01-01", "task": "甲任务"}, "晚于今天", "after today"),
    "no such task": ("/agenda/matters", {"title": "征地", "task": "没有这项"}, "没有编号或名称为", "no task with the id"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_sentence_and_nothing_saved(place: Place, case: str) -> None:
    address, fields, zh, en = REFUSED[case]
    text = {} if address in ("/agenda", "/assessments", "/reviews") or "confirm" in address else {"text": TYPED}
    given = {**text, **{name: value.format(**vars(place)) for name, value in fields.items() if "{" in value}}
    given |= {name: value for name, value in fields.items() if "{" not in value}
    before = place.entries
    for language, said in (("zh", zh), ("en", en)):
        page = place.send(address, language, **given)
        assert page.status_code == 422, page.text[:300]
        (fault,) = re.findall(r'<div class="fault" role="alert".*?</div>', page.text, re.S)
        assert said in fault
        assert "<b>的</b>" not in page.text
        if text and "clauses" not in address.rpartition("/")[2]:
            assert "写了很多字&lt;b&gt;的&lt;/b&gt;说明" in page.text  # what was typed is still there
        data = place.send(f"{address}.json", language, **given)
        assert data.status_code == 422
        message = data.json()["error"]["message"]
        assert said.lower() in message.lower()
    assert place.entries == before


def test_characters_that_nobody_sees_are_left_out(tmp_path: Path) -> None:
    place = Place(tmp_path / "w")
    marks = "正\u200b常\u202e反写\u2066\ufeff"
    assert place.send("/tasks/new", title=marks, lead="天津市\u202e财政局", text="一\u200f二").status_code == 303
    (found,) = place.client.get("/tasks/list.json", params={"words": "正常反写"}).json()["items"]
    assert (found["task"]["title"], found["task"]["lead"], found["task"]["text"]) == (
        "正常反写",
        ["天津市财政局"],
        "一二",
    )
    assert place.send("/reviews", document=place.document, title=marks, by="协同\u202e办").status_code == 303
    assert "正常反写" in [one["title"] for one in place.client.get("/reviews.json").json()["items"]]
    place.ws.close()


def test_saving_again_after_another_person_undoes_nothing_of_theirs(tmp_path: Path) -> None:
    """Both opened the form; the second gets it again with the first one's changes beside their own."""
    place = Place(tmp_path / "w")
    form = f"/tasks/{place.first}/change"
    number = str(place.client.get(f"/tasks/{place.first}.json").json()["task"]["number"])
    opened = place.client.get(f"/tasks/{place.first}").text
    due = re.search(r'name="due" value="([^"]+)"', opened)
    assert due
    asked = {"number": number, "reason": "x", "title": "甲任务", "due": due[1], "text": ""}
    assert place.send(form, **{**asked, "due": "2027-12-31"}).status_code == 303
    again = place.send(form, **{**asked, "text": "另一人写的"})
    assert again.status_code == 422
    assert 'name="due" value="2027-12-31"' in again.text
    assert "另一人写的" in again.text
    shown = re.search(r'name="number" value="(\d+)"', again.text)
    assert shown
    saved = place.send(form, **{**asked, "number": shown[1], "due": "2027-12-31", "text": "另一人写的"})
    assert saved.status_code == 303
    now = place.client.get(f"/tasks/{place.first}.json").json()["task"]["task"]
    assert (now["due"], now["text"]) == ("2027-12-31", "另一人写的")
    place.ws.close()


def test_what_is_worth_a_look_is_said_once(tmp_path: Path) -> None:
    place = Place(tmp_path / "w")
    made = place.send("/tasks/new", title="新任务", lead="某某指挥部", due="2027-01-01")
    page = place.client.get(made.headers["location"], params={"lang": "zh"}).text
    assert "单位名录里没有“某某指挥部”" in page
    assert "单位名录里没有" not in place.client.get(made.headers["location"], params={"lang": "zh"}).text
    other = TestClient(make_app(place.ws), base_url=BASE)
    assert "单位名录里没有" not in other.get(made.headers["location"]).text
    place.ws.close()


def test_what_is_a_persons_is_masked_and_that_is_said(tmp_path: Path) -> None:
    """In forms, data and lists; a list taken twice is still the same."""
    place = Place(tmp_path / "w")
    said = "联系人：王小明，手机13912345678；单位电话022-23456789"
    kept = "联系人：王**，手机139****5678；单位电话022-23456789"
    place.send("/tasks/{first}/updates", when=BEFORE, status="running", text=said)
    page = place.client.get(f"/tasks/{place.first}", params={"lang": "zh"}).text
    assert kept in page
    assert "13912345678" not in page
    assert "已遮盖" in page
    place.send("/tasks/{first}/matters.json", title="征地", text=said)
    assert place.client.get(f"/tasks/{place.first}.json").json()["matters"][0]["matter"]["text"] == kept
    place.send("/reviews/{review}/clauses/{clause}/steps", kind="evidence", note="说明", text=said)
    assert kept in place.client.get(f"/reviews/{place.review}/clauses/{place.clause}").text
    rows = f"任务,时间,状态,进展\n乙任务,{BEFORE},进行中,{said}\n"
    files = {"file": ("list.csv", rows.encode())}
    for status in (303, 422):  # the second time there is nothing to save
        form = {"token": token(place.client), "what": "update"}
        answer = place.client.post("/tasks/import", data=form, files=files, follow_redirects=False)
        assert answer.status_code == status
    assert place.client.get(f"/tasks/{place.second}.json").json()["updates"][0]["update"]["text"] == kept
    assert "13912345678" not in place.client.get("/tasks/list.csv").text
    place.ws.close()


def test_ten_megabytes_are_refused(tmp_path: Path) -> None:
    place = Place(tmp_path / "w")
    before = place.entries
    answer = place.send("/tasks/{first}/updates", when=BEFORE, status="running", text="长" * 3_500_000)
    assert answer.status_code == 422
    assert "有 3500000 个字，至多 5000 个" in answer.text
    assert place.entries == before
    place.ws.close()


def test_a_review_that_ended_takes_no_step(tmp_path: Path) -> None:
    place = Place(tmp_path / "w")
    review = place.ws.reviews.open(place.document, "小评估", "协同办", "decision")
    (clause,) = place.ws.reviews.take_up(review, {"一、": ((), ())})
    where = f"/reviews/{review}/clauses/{clause}/steps"
    for fields in (
        {"kind": "evidence", "note": "记录"},
        {"kind": "finding", "text": "已落实", "outcome": "implemented"},
    ):
        assert place.send(where, **fields).status_code == 303
    assert place.send(where, kind="closing", text="办结").status_code == 303
    assert place.send(f"/reviews/{review}/end", summary="好").status_code == 303
    refused = place.send(where, kind="reopening", text="重新打开")
    assert refused.status_code == 422
    assert "小评估" in refused.text
    place.ws.close()
