"""Tasks of a workspace: what was entered when, the state as of any day and moment, lists that agree with the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from xietong.core import clock
from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.period import Period
from xietong.store.ledger import Ledger
from xietong.targets.tasks.matters import Matter, Meeting
from xietong.targets.tasks.model import Evidence, Money, Source, Task, Update
from xietong.targets.tasks.project import Project
from xietong.targets.tasks.refusal import FaultsError
from xietong.workspace import Workspace
from xietong.workspace.agenda import Conclusion
from xietong.workspace.task_lists import lines, rows_of, take
from xietong.workspace.tasks import Asked, AsOf

TODAY = clock.today()
ROAD = Task(
    "修路",
    ("天津市交通运输委员会",),
    ("河北省交通运输厅",),
    (),
    ("120000",),
    TODAY - timedelta(days=200),
    TODAY + timedelta(days=165),
)
KEY = ROAD.first_id
PLAN = "甲市行动方案（2025—2027年）\n2025年1月10日\n\n一、主要目标\n\n到2027年，产值达到100亿元。\n\n二、重点任务\n\n（一）交通。\n\n1.轨道。2026年底前建成三号线，加快建设120万吨级码头。（牵头单位：天津市发展和改革委员会；配合单位：市交通运输委）\n\n2.公路。推进国道改造。（责任单位：某某指挥部）\n"  # noqa: E501


def said(days_ago: int, done: int | None = None, status: str = "running", task: str = KEY, **more: object) -> Update:
    share = None if done is None else Decimal(done)
    return Update(task, Period.day(TODAY - timedelta(days=days_ago)), status, share, **{"text": "进展", **more})  # type: ignore[arg-type]


@pytest.fixture
def tasks(ws: Workspace) -> Workspace:
    ws.review.set_reviewer("someone")
    ws.tasks.add([ROAD])
    return ws


def test_nothing_is_entered_without_a_name(ws: Workspace) -> None:
    with pytest.raises(ValuesError):
        ws.tasks.add([ROAD])
    assert ws.tasks.find().total == 0


def test_who_changed_what_when(tasks: Workspace) -> None:
    first = tasks.tasks.get(KEY[:10])
    tasks.review.set_reviewer("other")
    tasks.tasks.change(KEY, replace(ROAD, due=TODAY + timedelta(days=300)), "工期顺延")
    tasks.tasks.report([said(3, 40)])
    history = tasks.tasks.history(KEY)
    assert [(one.kind, one.person, one.reason) for one in history] == [
        ("update", "other", ""), ("task", "other", "工期顺延"), ("task", "someone", ""),
    ]  # fmt: skip
    assert tasks.tasks.get(KEY, AsOf(TODAY, first.record.at)).task.due == ROAD.due
    assert tasks.tasks.get(KEY).task.due == TODAY + timedelta(days=300)


def test_a_change_of_what_was_changed_meanwhile_is_refused(tasks: Workspace) -> None:
    seen = tasks.tasks.get(KEY).record.number
    tasks.tasks.change(KEY, replace(ROAD, text="一"), "x", seen)
    for to, reason in (
        (replace(ROAD, text="二"), "x"),
        (replace(ROAD, text="一"), "x"),
        (replace(ROAD, text="三"), " "),
    ):
        with pytest.raises(ValuesError):
            tasks.tasks.change(KEY, to, reason, seen)
    assert tasks.tasks.get(KEY).task.text == "一"


def test_a_late_entry_is_seen_as_late_and_does_not_change_what_was_known(tasks: Workspace) -> None:
    (early,) = tasks.tasks.report([said(10, 40)]).records
    before = AsOf(TODAY, early.at)
    tasks.tasks.report([said(40, 20)])
    rows = tasks.tasks.updates([KEY]).items
    assert [(str(one.update.completion), one.late) for one in rows] == [("40", 10), ("20", 40)]
    then = AsOf(TODAY - timedelta(days=30))
    assert tasks.tasks.get(KEY, then).state.completion == 20  # as it is known now
    assert tasks.tasks.get(KEY, replace(then, known=early.at)).state.completion is None  # as it was known
    assert tasks.tasks.get(KEY, before).state.completion == 40


def test_a_correction_replaces_the_week_and_both_can_be_asked_for(tasks: Workspace) -> None:
    (first,) = tasks.tasks.report([said(10, 40)]).records
    with pytest.raises(FaultsError):
        tasks.tasks.report([said(10, 35)])
    tasks.tasks.report([said(10, 35, correction=True, reason="重复计入")])
    assert tasks.tasks.get(KEY).state.completion == 35
    assert tasks.tasks.get(KEY, AsOf(TODAY, first.at)).state.completion == 40
    assert [one.kind for one in tasks.tasks.history(KEY)].count("update") == 2


def test_the_day_of_an_update_is_the_office_s_day(ws: Workspace) -> None:
    """Half past midnight of the 2nd in Beijing, the 1st on a server in UTC."""
    ws.review.set_reviewer("someone")
    road = replace(ROAD, start=date(2026, 1, 1), due=date(2026, 12, 31))
    with clock.standing_at(datetime(2026, 1, 5, tzinfo=UTC)):
        ws.tasks.add([road])
    week = [
        Update(road.first_id, Period.day(date(2026, 3, day)), "running", Decimal(day), text="进展") for day in (2, 3)
    ]
    with clock.standing_at(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)):
        (kept,) = ws.tasks.report(week[:1]).records
        with pytest.raises(FaultsError):
            ws.tasks.report(week[1:])
        assert ws.tasks.updates([road.first_id]).items[0].late == 0
        assert ws.tasks.get(road.first_id, AsOf(clock.today(), clock.end_of(clock.today()))).state.completion == 2
    assert clock.day_of(kept.at) == date(2026, 3, 2)


def test_nothing_is_saved_half(tasks: Workspace) -> None:
    other = replace(ROAD, title="架桥")
    with pytest.raises(FaultsError) as error:
        tasks.tasks.add(
            [other, replace(ROAD, title="通车", lead=("天津市环境保护局",)), replace(ROAD, title="验收", after=("x",))]
        )
    assert [at for at, _ in error.value.faults] == [2, 3]
    with pytest.raises(FaultsError) as error:
        tasks.tasks.report([said(10, 40), said(3, 30), said(-3), said(1, task="ffffff")])
    assert [at for at, _ in error.value.faults] == [2, 3, 4]
    assert tasks.tasks.find().total == 1
    assert tasks.tasks.updates().total == 0


def test_a_circle_over_what_is_kept_is_refused(tasks: Workspace) -> None:
    second = replace(ROAD, title="架桥", after=(KEY,))
    tasks.tasks.add([second])
    with pytest.raises(ValuesError) as error:
        tasks.tasks.change(KEY, replace(ROAD, after=(second.first_id,)), "x")
    assert "修路 → 架桥 → 修路" in error.value.sentence("zh")
    with pytest.raises(ValuesError):
        tasks.tasks.withdraw(KEY, "不做了")  # another waits for it
    tasks.tasks.withdraw(second.first_id, "不做了")
    tasks.tasks.withdraw(KEY, "不做了")
    assert tasks.tasks.find().total == 0
    assert len(tasks.tasks.history(KEY)) == 2


def test_evidence_must_be_there(tasks: Workspace) -> None:
    added = tasks.documents.add("2025年，甲市产值100亿元。".encode(), "a.txt")
    tasks.tasks.report([said(3, 40, evidence=(Evidence("document", added.id[:12]),))])
    assert tasks.tasks.updates().items[0].update.evidence == (Evidence("document", added.id),)
    with pytest.raises(ValuesError):
        tasks.tasks.report([said(20, 10, evidence=(Evidence("statement", "x"),))])


def test_from_a_plan(ws: Workspace) -> None:
    """Tasks are proposed with clause, bodies, sizes and dues; confirmed once; shown as a tree by clause."""
    ws.review.set_reviewer("someone")
    document = ws.documents.add(PLAN.encode(), "plan.txt").id
    (plan,) = ws.tasks.propose(document)
    titles = [one.task.title for one in plan.tasks]
    rail = next(one.task for one in plan.tasks if one.task.title == "轨道")
    assert rail.lead == ("天津市发展和改革委员会",)
    assert [one.words for one in rail.sizes] == ["120万吨级"]
    assert rail.source is not None
    assert ws.documents.text(document).content[rail.source.start : rail.source.end] == rail.source.quote
    chosen = next(one.id for one in plan.tasks if one.task.parent)
    assert len(ws.tasks.confirm(document, [chosen[:12]]).ids) == 2  # the measure it belongs to comes with it
    saved = ws.tasks.confirm(document)
    assert len(saved.ids) == len(titles) - 2
    with pytest.raises(ValuesError):
        ws.tasks.confirm(document)
    (top,) = ws.tasks.tree(document)
    assert top.title == "二、重点任务"
    assert [one.row.task.title for one in top.below[0].below if one.row] == ["轨道", "公路"]
    assert {one.id for one in top.rows} == {one.id for one in plan.tasks}


def test_a_measure_stands_as_its_tasks_do_and_is_no_line_of_its_own(tasks: Workspace) -> None:
    first, second = (replace(ROAD, title=title, parent=KEY) for title in ("东段", "西段"))
    tasks.tasks.add([first, second])
    assert [one.task.title for one in tasks.tasks.find().items if one.id == KEY] == []
    tasks.tasks.report([said(3, 60, task=first.first_id), said(3, 20, "blocked", task=second.first_id)])
    row = tasks.tasks.get(KEY)
    assert (row.standing, row.state.completion) == ("blocked", Decimal("40.0"))
    assert tasks.tasks.board()[0].total == 2
    tasks.tasks.withdraw(first.first_id, "并入西段")
    tasks.tasks.withdraw(second.first_id, "不做了")
    assert [one.id for one in tasks.tasks.find().items] == [KEY]


def test_a_body_is_found_and_listed_under_its_present_name(ws: Workspace) -> None:
    ws.review.set_reviewer("someone")
    old = Task("治气", ("北京市环境保护局",), start=date(2018, 1, 1), due=date(2019, 12, 31))
    (issue,) = [one for one in ws.tasks.add([old]).issues if one.code.startswith("body")]
    assert "北京市生态环境局" in issue.sentence("zh")
    assert [one.body for one in ws.tasks.board()] == ["北京市生态环境局"]
    assert [one.body for one in ws.tasks.board(AsOf(date(2018, 5, 1)))] == ["北京市环境保护局"]
    assert ws.tasks.find(Asked(lead="北京市生态环境局")).total == 1
    assert ws.tasks.find(Asked(body="北京市环保局")).total == 1


def test_from_a_problem_over_the_agenda_to_a_task(tasks: Workspace) -> None:
    problem = Matter("problem", KEY, TODAY - timedelta(days=20), "征地", asked=("市规划资源局",), blocking=True)
    (first,) = tasks.agenda.put([problem]).ids
    (second,) = tasks.agenda.put([Matter("request", KEY, TODAY - timedelta(days=18), "请协调", problem=first)]).ids
    assert tasks.tasks.matter(first).matter.asked == ("天津市规划和自然资源局",)  # by the territory of the task
    assert tasks.tasks.get(KEY).standing == "blocked"
    (item,) = tasks.agenda.gather()
    assert item.matters == (first, second)
    (meeting,) = tasks.agenda.plan(Meeting("联席会议", TODAY - timedelta(days=5), items=(item,))).ids
    assert tasks.agenda.gather() == ()
    with pytest.raises(ValuesError):
        tasks.agenda.plan(Meeting("另一会议", TODAY, items=(item,)))  # it is on an agenda
    with pytest.raises(ValuesError):
        tasks.agenda.conclude(meeting, [Conclusion(2, "同意")])  # no such point
    with pytest.raises(ValuesError):
        tasks.agenda.conclude(
            meeting, [Conclusion(1, "同意", (Task("征地", ("天津市规划局",), start=TODAY),))]
        )  # a body that ended
    assert not tasks.tasks.meetings().items[0].meeting.held
    saved = tasks.agenda.conclude(
        meeting, [Conclusion(1, "月底前完成", (Task("完成征地", ("天津市规划和自然资源局",)),))]
    )
    row = tasks.tasks.get(saved.ids[1])
    assert row.task.source == Source(meeting=meeting, item=1)
    assert tasks.tasks.matter(first).matter.status == "concluded"
    tasks.agenda.resolve(first, TODAY - timedelta(days=2), "已交地")
    assert tasks.tasks.get(KEY).standing != "blocked"
    assert tasks.tasks.get(KEY, AsOf(TODAY - timedelta(days=3))).standing == "blocked"
    with pytest.raises(ValuesError):
        tasks.agenda.resolve(first, TODAY, "再来")
    with pytest.raises(ValuesError):
        tasks.agenda.conclude(meeting, [Conclusion(1, "又同意")])


def test_a_meeting_to_come_has_no_conclusions_yet(tasks: Workspace) -> None:
    (matter,) = tasks.agenda.put([Matter("problem", KEY, TODAY, "征地")]).ids
    (meeting,) = tasks.agenda.plan(Meeting("会", TODAY + timedelta(days=7), items=tasks.agenda.gather())).ids
    with pytest.raises(ValuesError):
        tasks.agenda.conclude(meeting, [Conclusion(1, "同意")])
    with pytest.raises(ValuesError):
        tasks.agenda.put([Matter("problem", KEY, TODAY + timedelta(days=1), "将来")])
    assert tasks.tasks.matter(matter).matter.meeting == meeting


def test_projects(ws: Workspace) -> None:
    """A funnel by day, with those that ended; stages of the future and doubles are refused, each with its row."""
    ws.review.set_reviewer("someone")
    first = Project(
        "甲厂", "110000", "120000", signed=date(2024, 5, 1), started=date(2025, 1, 1), intended=Money(Decimal(5))
    )
    second = Project(
        "乙厂",
        "110000",
        "130000",
        signed=date(2024, 6, 1),
        ended=date(2025, 2, 1),
        ending="撤回",
        intended=Money(Decimal(20_000), "万元"),
    )
    ws.projects.add([first, second])
    whole, flows = ws.projects.funnel(AsOf(date(2024, 12, 31)))
    assert (whole.reached, whole.ended) == ({"signed": 2, "landed": 0, "started": 0, "production": 0}, 0)
    whole, flows = ws.projects.funnel(AsOf(date(2025, 3, 1)))
    assert (whole.reached, whole.now, whole.ended) == (
        {"signed": 2, "landed": 1, "started": 1, "production": 0}, {"signed": 0, "landed": 0, "started": 1, "production": 0}, 1,
    )  # fmt: skip
    assert whole.money["CNY"].intended == Decimal(700_000_000)
    assert [(one.origin, one.host, one.total) for one in flows] == [("110000", "120000", 1), ("110000", "130000", 1)]
    assert whole.share("landed") == Decimal("50.0")
    with pytest.raises(FaultsError) as error:
        ws.projects.add(
            [first, replace(second, title="丙厂", ended=None, ending="", started=TODAY + timedelta(days=9))]
        )
    assert [at for at, _ in error.value.faults] == [1, 2]
    (key,) = ws.projects.find("110000", "120000").items
    ws.projects.change(key.id, replace(first, landed=date(2024, 8, 1)), "补录落地日期")
    assert len(ws.projects.history(key.id)) == 2
    with pytest.raises(NotFoundError):
        ws.projects.get("ffff")


HEADS = "编号,任务,牵头单位,完成期限,上级任务,前置任务\n"


def test_a_list_goes_out_and_comes_back(tasks: Workspace) -> None:
    rows = HEADS + ",架桥,天津市财政局,2027年6月30日,修路,\n,通车,天津市财政局,2027-12-31,修路,架桥\n"
    taken = take(tasks, "task", rows_of(rows.encode("utf-8-sig"), "任务.csv", "task"))
    assert (taken.new, taken.changed) == (2, 0)
    (bridge,) = tasks.tasks.find(Asked(words="架桥")).items
    assert bridge.task.parent == KEY
    assert tasks.tasks.find(Asked(words="通车")).items[0].task.after == (bridge.id,)
    written = "\n".join(",".join(f'"{cell}"' for cell in row) for row in lines(tasks, "task", "zh"))
    with pytest.raises(ValuesError):  # it is what holds
        take(tasks, "task", rows_of(written.encode(), "a.csv", "task"))
    edited = rows_of(written.replace("2027-06-30", "2027-05-31").encode("gb18030"), "a.csv", "task")
    with pytest.raises(ValuesError):  # a change needs its reason
        take(tasks, "task", edited)
    assert take(tasks, "task", edited, "提前").changed == 1
    assert tasks.tasks.get(bridge.id).task.due == date(2027, 5, 31)


def test_a_list_with_faults_names_every_row_and_saves_none(tasks: Workspace) -> None:
    rows = HEADS + (
        ",甲,天津市财政局,2027-06-31,,\n,乙,天津市规划局,2027-06-30,,\n\nffff,丙,,,,\n,丁,,2027-01-01,没有的,\n,戊,,2027-01-01,,没有的\n,己,天津市财政局,2027-01-01,,\n"
    )
    with pytest.raises(FaultsError) as error:
        take(tasks, "task", rows_of(rows.encode(), "a.csv", "task"))
    assert [at for at, _ in error.value.faults] == [2, 3, 5, 6, 7]
    updates = "任务,日期,状态,完成率\n修路,2020-01-01,进行中,abc\n修路,2999-01-01,进行中,3\n修路,2020-01-01,去,3\n桥,2020-01-01,完成,\n"
    with pytest.raises(FaultsError) as error:
        take(tasks, "update", rows_of(updates.encode(), "a.csv", "update"))
    assert [at for at, _ in error.value.faults] == [2, 3, 4, 5]
    for wrong in ("任务名\nx\n", "任务,任务\nx,y\n", "任务\n"):
        with pytest.raises(ValuesError):
            rows_of(wrong.encode(), "a.csv", "task")
    assert tasks.tasks.find().total == 1
    assert tasks.tasks.updates().total == 0


def test_what_a_spreadsheet_would_run_goes_out_harmless_and_comes_back(tasks: Workspace) -> None:
    tasks.tasks.add([Task("=HYPERLINK(1)", ("天津市财政局",))])
    (row,) = [row for row in lines(tasks, "task", "zh") if "HYPERLINK" in row[1]]
    assert row[1] == "'=HYPERLINK(1)"
    with pytest.raises(ValuesError):  # the same task, so nothing to save
        take(tasks, "task", rows_of(f"编号,任务\n{row[0]},{row[1]}\n".encode(), "a.csv", "task"))


def test_lists_are_made_again_when_their_rules_change(tasks: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from xietong.store import task_tables as tables

    monkeypatch.setattr(tables, "_VERSION", 99)
    with tasks._ledger.writing() as connection:
        assert not tables.is_current(connection)
    Ledger._check_tasks(tasks._ledger)
    assert tasks.tasks.find().total == 1
