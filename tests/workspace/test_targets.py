"""Targets of a workspace: confirmed, entered, corrected, split; moved by new documents; as of a day; nothing saved half."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from xietong.core import clock
from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.period import Period
from xietong.workspace import Workspace

PLAN = """甲市协同创新三年行动方案（2025—2027年）
一、主要目标
到2027年，天津研发投入强度由2022年的3.49%提高到3.7%左右（预期性）；京津冀研发经费达到5600亿元以上（约束性）。
天津集装箱吞吐量达到2700万标准箱。
二、重点任务
（一）建设平台。2026年底前建成投用。
（二）天津新建奇异装置30个。
"""
DAY = Period.parse("2024-12-20")


@pytest.fixture
def ws(ws: Workspace) -> Workspace:
    """One in which somebody's name is set."""
    ws.review.set_reviewer("甲")
    return ws


@pytest.fixture
def planned(ws: Workspace) -> tuple[Workspace, str]:
    return ws, ws.documents.add(PLAN.encode(), "plan.txt", title="甲市方案", date=DAY).id


def goals(ws: Workspace, document: str) -> dict[str, str]:
    return {one.goal.said.quote: one.subject for read in ws.plans.of(document) for one in read.proposals}


def refused(work: object, *words: str) -> str:
    with pytest.raises(ValuesError) as caught:
        work()  # type: ignore[operator]
    for tongue in ("zh", "en"):
        assert "{" not in caught.value.sentence(tongue)
    for one in words:
        assert one in caught.value.sentence("zh"), caught.value.sentence("zh")
    return caught.value.sentence("en")


def test_what_is_linked_is_confirmed_and_the_rest_stays_listed(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    found = {one.goal.said.quote: one for read in ws.plans.of(document) for one in read.proposals}
    assert {quote: (one.code, one.place) for quote, one in found.items()} == {
        "3.7%": ("RD_INT", "120000"), "5600亿元": ("RD", "京津冀"), "2700万标准箱": ("TEU", "120000"), "30个": ("", "120000"),
    }  # fmt: skip
    made = ws.targets.confirm_all(document)
    assert {one.held.said.quote for one in made if one.held.said} == {"3.7%", "5600亿元", "2700万标准箱"}
    assert ws.targets.confirm_all(document) == ()
    assert ws.targets.find().total == 3
    one = ws.targets.get(found["3.7%"].subject[:10]).held
    assert (str(one.target.goal), one.target.strength, one.target.due) == ("≈3.7%", "expected", date(2027, 12, 31))
    assert one.target.baseline is not None
    assert one.target.baseline.value == Decimal("3.49")
    assert one.said is not None
    text = ws.documents.text(document).content
    assert text[one.said.start : one.said.end] == "3.7%"
    assert [quote for quote, one in found.items() if one.goal.inherited] == ["30个"]  # nothing above it has a date
    joint = ws.targets.get(found["5600亿元"].subject).held.target
    assert joint.members == ("110000", "120000", "130000")
    refused(lambda: ws.targets.confirm(document, found["30个"].subject), "奇异装置")


def test_a_person_may_say_otherwise_and_what_was_read_stays_beside_it(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    known = goals(ws, document)
    fields = {"goal": "≥3.8%", "territory": "河北", "body": "某局", "strength": "约束性"}
    made = ws.targets.confirm(document, known["3.7%"], fields).held
    assert (str(made.target.goal), made.target.territory, made.body, made.target.strength) == (
        "≥3.8%",
        "130000",
        "某局",
        "binding",
    )
    assert made.read == {"goal": "≈3.7%", "territory": "120000", "strength": "expected", "direction": "1"}
    given = ws.targets.confirm(
        document, known["30个"], {"indicator": "PARK_FIRM", "goal": "30家", "direction": "up"}
    ).held
    assert given.target.indicator == "PARK_FIRM"


def test_turned_down_with_a_reason_and_taken_up_again(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    subject = goals(ws, document)["2700万标准箱"]
    refused(lambda: ws.targets.reject(document, subject, " "), "理由")
    ws.targets.reject(document, subject, "不是本地的")
    assert ws.targets.find().total == 0
    assert ws.targets.find({"state": "rejected"}).items[0].reason == "不是本地的"
    assert len(ws.targets.confirm_all(document)) == 2
    ws.targets.confirm(document, subject)
    assert [one.held.state for one in ws.targets.history(subject) if one.held] == ["rejected", "held"]


ENTERED = {"indicator": "RD_INT", "territory": "天津", "goal": "3.7%左右", "due": "2027", "direction": "up"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"goal": ""}, ["goal"]),
        ({"goal": "越多越好"}, ["越多越好"]),
        ({"goal": "3.7亿元"}, ["单位"]),
        ({"due": "明年"}, ["明年"]),
        ({"due": "2020", "baseline": "3.4%", "baseline_period": "2022"}, ["2020-12-31"]),
        ({"baseline": "3.4%"}, ["基期"]),
        ({"baseline": "三成多", "baseline_period": "2022"}, ["三成多"]),
        ({"direction": "sideways"}, ["sideways"]),
        ({"goal": "≥3.7%", "direction": "down"}, ["方向"]),
        ({"strength": "很硬"}, ["很硬"]),
        ({"territory": "塘沽区"}, ["滨海新区"]),  # merged in 2009
        ({"territory": "天京市乌有区"}, ["乌有区"]),
        ({"colour": "red"}, ["colour"]),
        ({"body": "局" * 300}, ["200"]),
        ({"title": "a\x07b"}, ["title"]),
        ({"body": "北京市经济和信息化委员会"}, ["2018", "北京市经济和信息化局"]),  # merged
        ({"goal": "前0位"}, ["前0位"]),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_kept(
    ws: Workspace, fields: dict[str, str], words: list[str]
) -> None:
    refused(lambda: ws.targets.add(ENTERED | fields, "某条"), *words)
    assert ws.targets.find().total == 0
    assert ws.targets.find({"state": "rejected"}).total == 0


def test_bodies_bear_their_full_names_and_one_that_was_merged_may_have_answered_before(ws: Workspace) -> None:
    made = ws.targets.add(ENTERED | {"body": "天津市发展改革委"}, "某条")
    assert made.held.body == "天津市发展和改革委员会"
    then = ws.targets.add(ENTERED | {"due": "2017", "body": "北京市经济和信息化委员会"}, "某条")
    assert then.held.body == "北京市经济和信息化委员会"
    assert ws.targets.correct(then.held.subject, {"strength": "binding"}, "补记").held.body == then.held.body


def test_all_that_is_wrong_is_told_at_once(ws: Workspace) -> None:
    """Nobody corrects one field to be told of the next; what rests on a field that cannot be read is not looked at."""
    given = {
        "territory": "天京市乌有区", "goal": "越多越好", "due": "明年", "baseline": "3.4%", "direction": "sideways", "strength": "很硬",
        "colour": "red", "body": "局" * 300, "members": "甲乙丙丁市、戊己庚辛县",
    }  # fmt: skip
    said = refused(
        lambda: ws.targets.by("").add(given, " "), "理由", "review name", "指标 indicator", "天京市乌有区", "越多越好", "明年", "基期要有",
        "sideways", "很硬", "colour", "责任单位 body", "甲乙丙丁市", "戊己庚辛县",
    )  # fmt: skip
    assert len(said.splitlines()) == 13
    assert ws.targets.find().total == ws.targets.find({"state": "rejected"}).total == 0
    alone = refused(lambda: ws.targets.add(ENTERED | {"indicator": "GDP", "goal": "很高"}, "某条"), "很高")
    assert len(alone.splitlines()) == 1  # its unit is not asked after
    twice = {
        "goal": "≥3.7亿元",
        "direction": "down",
        "territory": "塘沽区",
        "due": "2020",
        "baseline": "3.4%",
        "baseline_period": "2022",
    }
    refused(lambda: ws.targets.add(ENTERED | twice, "某条"), "单位", "方向", "2020-12-31", "滨海新区")
    subject = ws.targets.add(ENTERED, "第三条").held.subject
    refused(lambda: ws.targets.correct(subject, {"goal": "很高", "due": "哪天"}, ""), "理由", "很高", "哪天")
    assert len(ws.targets.history(subject)) == 1


def test_what_a_proposal_and_a_split_lack_is_told_at_once(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    known = goals(ws, document)
    refused(lambda: ws.targets.confirm(document, known["30个"]), "奇异装置", "方向")
    refused(lambda: ws.targets.confirm(document, known["30个"], {"due": "哪天"}), "奇异装置", "哪天")
    ws.targets.confirm_all(document)
    parts = {"天京市": "3700亿元", "天津": "许多", "河北": "1150亿元"}
    refused(lambda: ws.splits.by_parts(known["5600亿元"], "places", parts, ""), "天京市", "许多", "理由")
    refused(
        lambda: ws.splits.by_weights(known["5600亿元"], "years", {"2025年": "五"}, "", "半"),
        "2025年",
        "五",
        "半",
        "理由",
    )
    refused(lambda: ws.splits.by_parts(known["5600亿元"], "places", {"北京": "1亿元"}, ""), "理由", "天津、河北")
    assert ws.splits.of(known["5600亿元"]) == ()


def test_unknown_directions_are_asked_for(ws: Workspace) -> None:
    given = {"indicator": "一种没有方向的事", "territory": "天津", "goal": "达到30个", "due": "2027"}
    refused(lambda: ws.targets.add(given, "某条"), "方向")
    assert ws.targets.add(given | {"direction": "up"}, "某条").held.target.direction == 1


def test_entered_once_corrected_with_a_reason_withdrawn_and_all_of_it_seen(ws: Workspace) -> None:
    refused(lambda: ws.targets.add(ENTERED, ""), "理由")
    subject = ws.targets.add(ENTERED, "第三条").held.subject
    refused(lambda: ws.targets.add(ENTERED, "第三条"), subject[:12])
    refused(lambda: ws.targets.correct(subject, {"goal": "3.8%"}, " "), "理由")
    refused(lambda: ws.targets.correct(subject, {"body": ""}, "看看"), "没有任何改动")
    ws.targets.correct(subject, {"goal": "3.8%", "due": "2028"}, "人大会议调整")
    ws.targets.withdraw(subject, "并入其他目标")
    assert ws.targets.find().total == 0
    goals = [str(one.held.target.goal) if one.held else "" for one in ws.targets.history(subject)]
    assert goals == ["≈3.7%", "3.8%", ""]
    with pytest.raises(NotFoundError):
        ws.targets.get(subject)


def test_nobody_is_nobody(ws: Workspace) -> None:
    refused(lambda: ws.targets.by("").add(ENTERED, "第三条"), "review name")
    assert ws.targets.by("甲").add(ENTERED, "第三条").person == "甲"


def test_a_new_document_moves_the_needle_and_its_sentence_is_named(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    ws.targets.confirm_all(document)
    subject = goals(ws, document)["3.7%"]
    before = ws.standing.of(subject)
    assert before.stand.main.status in ("short", "no_data")
    news = "2023年，天津研发投入强度为3.58%。\n".encode()
    ws.documents.add(news, "news.txt", title="公报", date=Period.parse("2025-03-01"))
    after = ws.standing.of(subject)
    (moved,) = after.stand.course.latest
    assert (after.stand.status, str(after.stand.value)) == ("ahead", "3.58")
    assert ws.statements.get(moved.statement).statement.sentence == "天津研发投入强度为3.58%"
    assert after.titles[moved.id] == "公报"
    assert str(after.moves[-1].day) == "2025-03-01"
    then = ws.standing.of(subject, date(2025, 2, 1))
    assert str(then.stand.value) != "3.58"
    ws.documents.remove(ws.documents.all().items[0].id)  # the news, which is the latest
    assert str(ws.standing.of(subject).stand.value) != "3.58"


def test_parts_that_exceed_the_whole_are_refused_and_nothing_is_kept(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    ws.targets.confirm_all(document)
    subject = goals(ws, document)["5600亿元"]
    few = {"北京": "3700亿元", "天津": "750亿元"}
    refused(lambda: ws.splits.by_parts(subject, "places", few, "议定"), "河北")
    refused(lambda: ws.splits.by_parts(subject, "places", few | {"河北": "800亿元"}, "议定"), "350000000000"[:3])
    refused(lambda: ws.splits.by_parts(subject, "places", few | {"河北": "许多"}, "议定"), "许多")
    refused(lambda: ws.splits.by_parts(subject, "planets", few, "议定"), "planets")
    refused(lambda: ws.splits.by_weights(subject, "places", {"北京": "五"}, "议定"), "五")
    refused(lambda: ws.splits.by_parts(subject, "years", {"2025年": "1亿元"}, "议定"), "2025年")
    assert ws.splits.of(subject) == ()
    assert ws.targets.find({}, None, whole=subject).total == 0


def test_a_split_makes_targets_of_its_parts_and_a_new_one_takes_their_place(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    ws.targets.confirm_all(document)
    subject = goals(ws, document)["5600亿元"]
    parts = {"北京": "3700亿元", "天津": "750亿元", "河北": "1150亿元"}
    made = ws.splits.by_parts(subject, "places", parts, "议定")
    assert [part.goal.kind for part in made.split.parts] == ["floor"] * 3
    found = ws.targets.find({}, None, whole=subject).items
    assert {one.held.target.territory for one in found} == {"110000", "120000", "130000"}
    assert {one.held.whole for one in found} == {subject}
    shared = ws.splits.by_weights(subject, "places", {"北京": "2", "天津": "1", "河北": "1"}, "新规则")
    assert sum((part.goal.low or Decimal(0)) for part in shared.split.parts) == Decimal(560000000000)
    assert shared.rule == "110000=2、120000=1、130000=1"
    assert len(ws.targets.history(found[0].held.subject)) == 2
    years = ws.splits.by_parts(subject, "years", {"2026": "5300亿元", "2027": "5600亿元"}, "按年")
    assert len(ws.splits.of(subject)) == 2
    assert years.issues == ()
    told = {one.method: one.sentence("zh") for one in ws.standing.of(subject).stand.verdicts}
    assert "接下来是 2026 的 ≥5,300亿元" in told["stations"]
    refused(lambda: ws.splits.by_parts(subject, "years", {"2027": "5700亿元"}, "按年"), "5,700亿元")
    ws.targets.withdraw(subject, "取消")
    assert ws.targets.find({}, None, whole=subject).total == 0  # parts go with their whole


def test_targets_are_found_by_their_words_and_as_of_a_day(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    ws.targets.confirm_all(document)
    assert ws.targets.counts("territory") == {"120000": 2, "京津冀": 1}
    assert ws.targets.find({"territory": "120000", "indicator": "TEU"}).total == 1
    assert ws.targets.find({"document": document}).total == 3
    assert ws.targets.find(as_of=clock.today() - timedelta(days=1)).total == 0
    assert ws.targets.find(first=date(2028, 1, 1)).total == 0
    known = ws.standing.of(goals(ws, document)["3.7%"], clock.today() - timedelta(days=400))
    assert known.stand.as_of < known.recorded.at.date()  # the first version stands in where it came later


def test_a_scorecard_puts_level_rank_effort_and_change_together(planned: tuple[Workspace, str]) -> None:
    ws, document = planned
    ws.targets.confirm_all(document)
    hebei = ENTERED | {"territory": "河北", "goal": "2.4%", "baseline": "2.0%", "baseline_period": "2022"}
    ws.targets.add(hebei, "某条")
    ws.documents.add(
        "2023年，天津研发投入强度为3.58%，河北研发投入强度为2.08%。\n".encode(),
        "n.txt",
        date=Period.parse("2025-03-01"),
    )
    page, stood = ws.standing.scorecard("territory", "120000")
    assert page.total == len(stood) == 2
    row = next(one for one in page.items if one.stand.target.indicator == "RD_INT")
    assert (row.rank, row.peers, str(row.stand.value)) == (1, 2, "3.58")
    assert row.stand.pace is not None
    assert row.stand.pace.ratio == Decimal(3)
    assert not row.late
    assert ws.standing.scorecard("body", "没有这个单位")[0].total == 0


def test_a_target_may_be_on_a_computed_index(ws: Workspace) -> None:
    """Scores are observations of origin computed; their key is the name of the index and its node."""
    key = "某指数（本项目编制）·创新"
    given = {"indicator": key, "territory": "天津", "goal": "55以上", "due": "2027"}
    one = ws.targets.add(given, "某条").held
    assert ws.standing.of(one.subject).stand.status == "no_data"


NEWSPAPER = Path(__file__).parents[2].parent / "shared/corpus/newspaper-2023-06.txt"


@pytest.mark.skipif(not NEWSPAPER.is_file(), reason="../shared/corpus is not here")
def test_the_plan_on_a_newspaper_page_becomes_records_without_hand_work(ws: Workspace) -> None:
    """All its goals, each with value, unit, bound and day; those without a day have the plan's, marked."""
    document = ws.documents.add(NEWSPAPER.read_bytes(), "n.txt", date=Period.parse("2023-06")).id
    linked = ws.targets.confirm_all(document)
    rest = ws.targets.confirm_all(document, printed=True)
    facts = tomllib.loads((Path(__file__).parents[1] / "targets/plans/newspaper.toml").read_text("utf-8"))["goal"]
    found = {one.held.said.start: one.held.target for one in (*linked, *rest) if one.held.said}
    assert {start: str(one.goal) for start, one in found.items()} == {one["start"]: one["goal"] for one in facts}
    assert {one.due for one in found.values()} == {date(2027, 12, 31)}
    assert {start for start, one in found.items() if one.inherited} == {
        one["start"] for one in facts if one.get("inherited")
    }
    assert len(linked) == 9
    assert ws.targets.find().total == 14


def test_a_goal_of_no_place_is_not_taken_as_printed(ws: Workspace) -> None:
    """There are no words to keep in place of the territory: a person says which it is."""
    text = "重点任务行动方案\n一、工作目标\n到2027年，互认事项达到400项。\n二、重点任务\n建设平台。\n"
    document = ws.documents.add(text.encode(), "nowhere.txt", date=DAY).id
    (open_goal,) = [one for read in ws.plans.of(document) for one in read.proposals]
    assert open_goal.place == ""
    assert ws.targets.confirm_all(document, printed=True) == ()
    made = ws.targets.confirm(
        document, open_goal.subject, {"territory": "京津冀", "indicator": "互认事项", "direction": "up"}
    )
    assert made.held.target.territory


def test_a_flow_between_two_places_is_a_place(planned: tuple[Workspace, str]) -> None:
    ws, _ = planned
    text = (
        "甲市行动方案\n一、工作目标\n到2027年，北京流向天津技术合同成交额达到200亿元以上。\n二、重点任务\n建设平台。\n"
    )
    document = ws.documents.add(text.encode(), "flow.txt", date=DAY).id
    (one,) = ws.targets.confirm_all(document)
    assert one.held.target.territory == "110000→120000"
    assert ws.standing.of(one.held.subject).stand.status == "no_data"
