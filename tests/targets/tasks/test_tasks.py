"""Tasks and updates: what is taken, what is refused with which sentence, and how a task stands on a day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.core.content import content, of_content
from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.data import table
from xietong.targets.tasks.agenda import gather
from xietong.targets.tasks.checks import circle, task_faults, task_issues, update_faults, update_issues
from xietong.targets.tasks.course import course
from xietong.targets.tasks.fields import references
from xietong.targets.tasks.matters import Item, Matter, Meeting
from xietong.targets.tasks.model import STATUSES, Evidence, Milestone, Money, Size, Source, Task, Update
from xietong.targets.tasks.refusal import refused
from xietong.targets.tasks.standing import expected, judged, silent, standing, state

TASK = Task("修路", ("天津市交通运输委员会",), start=date(2025, 1, 1), due=date(2025, 12, 31))
KEY = TASK.first_id


def day(text: str) -> Period:
    return Period.day(date.fromisoformat(text))


def update(on: str, status: Any = "running", done: Any = None, **more: Any) -> Update:
    return Update(KEY, day(on), status, None if done is None else Decimal(done), **more)


def code(error: ValuesError) -> str:
    """Which sentence of the messages an error is, so that a test speaks of what is wrong and not of how it is said."""
    said = {name: one["zh"] for name, one in table("messages/tasks.toml").items()}
    fit = [
        name for name, text in said.items()
        if re.fullmatch(".*".join(map(re.escape, re.split(r"\{\w+\}", text))), error.sentence("zh"), re.DOTALL)
    ]  # fmt: skip
    return max(fit, key=lambda name: len(said[name]))


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"title": "  "}, "no_title"),
        ({"title": "长" * 301}, "too_long"),
        ({"title": "修\x00路"}, "control"),
        ({"due": date(2024, 12, 31)}, "due_before_start"),
        ({"milestones": (Milestone("通车", date(2026, 1, 1)),)}, "milestone_late"),
        ({"milestones": (Milestone("开工", date(2024, 12, 31)),)}, "milestone_early"),
        ({"supporting": TASK.lead}, "twice"),  # one body, two roles
        ({"after": ("a", "a")}, "twice"),
        ({"supporting": tuple(map(str, range(101)))}, "too_many"),
    ],
)
def test_a_task_that_contradicts_itself_is_refused(change: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValuesError) as error:
        replace(TASK, **change)
    assert code(error.value) == wrong


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        (lambda: update("2025-03-01", done=101), "completion"),
        (lambda: update("2025-03-01", done=-1), "completion"),
        (lambda: update("2025-03-01", done="NaN"), "completion"),
        (lambda: update("2025-03-01", "done", 90), "done_below"),
        (lambda: update("2025-03-01", "blocked"), "blocked_silent"),
        (lambda: update("2025-03-01", correction=True), "correction_reason"),
        (lambda: update("2025-03-01", "finished"), "status"),
        (lambda: Update(KEY, Period.months(2025, 3, 3), "running"), "update_span"),  # a month is no week
        (
            lambda: Update(KEY, Period(date(2025, 3, 4), date(2025, 3, 10)), "running"),
            "update_span",
        ),  # Tuesday to Monday
        (lambda: Money(Decimal(-1)), "money_amount"),
        (lambda: Money(Decimal("Infinity")), "money_amount"),
        (lambda: Money(Decimal(1), "块"), "money_unit"),
    ],
)
def test_an_update_that_contradicts_itself_is_refused(made: Any, wrong: str) -> None:
    with pytest.raises(ValuesError) as error:
        made()
    assert code(error.value) == wrong


TODAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("new", "before", "wrong"),
    [
        (update("2025-07-01"), [], "update_future"),
        (update("2025-06-05"), [update("2025-06-03")], "two_updates"),  # another day of the same week
        (Update(KEY, Period(date(2025, 6, 2), date(2025, 6, 8)), "running"), [update("2025-06-03")], "two_updates"),
        (update("2025-06-12", correction=True, reason="x"), [update("2025-06-03")], "correction_of_nothing"),
        (update("2025-06-12", done=30), [update("2025-06-03", done=40)], "completion_fell"),
        (update("2025-06-12"), [update("2025-06-03", "done")], "reopened"),
        (update("2025-06-12", invested=Money(Decimal(1))), [update("2025-06-03", invested=Money(Decimal(20_000), "万元"))], "invested_fell"),
        (update("2025-06-12", reached=("通车",)), [], "milestone_unknown"),
    ],
)  # fmt: skip
def test_an_update_is_refused_beside_others(new: Update, before: list[Update], wrong: str) -> None:
    assert wrong in [code(one) for one in update_faults(TASK, new, before, TODAY)]


@pytest.mark.parametrize(
    ("new", "before"),
    [
        (Update(KEY, Period(date(2025, 6, 30), date(2025, 7, 6)), "running"), []),  # the week that is running
        (update("2025-06-05", correction=True, reason="数字有误"), [update("2025-06-03")]),
        (update("2025-06-12", done=30, reason="口径调整"), [update("2025-06-03", done=40)]),
        (update("2025-06-12", done=40), [update("2025-06-03", done=40)]),
        (
            update("2025-06-12", invested=Money(Decimal(2))),
            [update("2025-06-03", invested=Money(Decimal(20_000), "万元"))],
        ),
        (update("2025-06-03", done=50), [update("2025-06-12", done=40)]),  # entered late: later weeks are no "before"
    ],
)
def test_an_update_is_taken(new: Update, before: list[Update]) -> None:
    assert list(update_faults(TASK, new, before, TODAY)) == []


def test_what_is_worth_a_look_at_an_update() -> None:
    late = update("2025-06-03", done=50, invested=Money(Decimal(12)))
    task = replace(TASK, planned=Money(Decimal(10)))
    codes = [one.code for one in update_issues(task, late, [update("2025-06-12", done=40)], TODAY)]
    assert codes == ["entered_late", "over_invested", "above_next"]
    done = update("2025-06-30", "done")
    assert [one.code for one in update_issues(TASK, done, [], TODAY, ["征地"])] == ["done_before"]


def test_dependencies() -> None:
    """A circle is refused with its titles; one that is due later is told."""
    first, second = replace(TASK, title="甲"), replace(TASK, title="乙", due=date(2026, 6, 30))
    known = {"a": replace(first, after=("b",)), "b": replace(second, after=("a",))}
    (fault,) = task_faults("a", known["a"], known, TODAY)
    assert "甲 → 乙 → 甲" in fault.sentence("zh")
    assert [
        code(one) for one in task_faults("a", replace(first, after=("a",)), {"a": replace(first, after=("a",))}, TODAY)
    ] == ["circle"]
    known = {"a": replace(first, after=("b",)), "b": second}
    assert list(task_faults("a", known["a"], known, TODAY)) == []
    assert [one.code for one in task_issues(known["a"], known, TODAY)] == ["after_later"]
    assert [code(one) for one in task_faults("a", replace(first, after=("x",), parent="y"), {"a": first}, TODAY)] == [
        "after_unknown", "parent_unknown",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_a_circle_is_found_where_there_is_one(pairs: list[tuple[int, int]]) -> None:
    edges: dict[str, list[str]] = {}
    for start, end in pairs:
        edges.setdefault(str(start), []).append(str(end))
    ways = {one: set(many) for one, many in edges.items()}  # oracle: everything reachable, by closure
    for _ in range(8):
        for one in ways:
            ways[one] |= {far for near in ways[one] for far in ways.get(near, ())}
    for one in map(str, range(8)):
        found = circle(edges, one)
        assert bool(found) == (one in ways.get(one, set()))
        assert all(end in edges[start] for start, end in pairwise(found))


def test_a_merged_body_and_one_that_nobody_knows() -> None:
    merged = replace(TASK, lead=("天津市环境保护局",))
    (fault,) = task_faults("a", merged, {"a": merged}, TODAY)
    assert "天津市生态环境局" in fault.sentence("zh")
    earlier = replace(merged, start=date(2018, 1, 1), due=date(2019, 6, 30))
    assert list(task_faults("a", earlier, {"a": earlier}, TODAY)) == []
    assert [one.code for one in task_issues(earlier, {}, TODAY)] == ["body_taken_over"]
    unknown = replace(TASK, lead=("某某专班",))
    assert list(task_faults("a", unknown, {"a": unknown}, TODAY)) == []
    assert [one.code for one in task_issues(unknown, {}, TODAY)] == ["body_unknown"]


HALF = date(2025, 7, 2)  # 183 of 365 days


@pytest.mark.parametrize(
    ("task", "said", "on", "stands"),
    [
        (TASK, [], "2025-01-10", "planned"),
        (TASK, [], "2025-02-10", "late"),  # more than four weeks after its start, and nothing reported
        (TASK, [update("2025-07-02", done=50)], "2025-07-02", "running"),
        (TASK, [update("2025-07-02", done=60)], "2025-07-02", "running"),  # 9.9 points: on the near side of the limit
        (TASK, [update("2025-07-02", done=61)], "2025-07-02", "ahead"),
        (TASK, [update("2025-07-02", done=40)], "2025-07-02", "late"),
        (TASK, [update("2025-07-02", "blocked", 61, text="征地")], "2025-07-02", "blocked"),
        (TASK, [update("2025-07-02", done=99)], "2026-01-01", "overdue"),
        (TASK, [update("2025-07-02", done=99)], "2025-12-31", "ahead"),  # the due day itself is in time
        (TASK, [update("2025-07-02", "done")], "2026-01-01", "done"),
        (TASK, [update("2025-07-02", "dropped")], "2026-01-01", "dropped"),
        (TASK, [update("2025-07-02", done=61)], "2025-07-01", "late"),  # as of the day before it was nothing
        (replace(TASK, start=None), [update("2025-07-02", done=1)], "2025-07-02", "running"),  # no start, no course
        (replace(TASK, due=None), [], "2030-01-01", "late"),  # not begun; without a due date never overdue
    ],
)  # fmt: skip
def test_standing(task: Task, said: list[Update], on: str, stands: str) -> None:
    at = date.fromisoformat(on)
    assert standing(task, state(said, at), at) == stands


def test_a_missed_milestone_makes_a_task_late_and_a_reached_one_does_not() -> None:
    task = replace(TASK, milestones=(Milestone("开工", date(2025, 6, 30)),))
    said = [update("2025-06-27", done=50)]
    assert standing(task, state(said, date(2025, 6, 30)), date(2025, 6, 30)) == "running"
    assert standing(task, state(said, date(2025, 7, 1)), date(2025, 7, 1)) == "late"
    said.append(update("2025-07-02", done=50, reached=("开工",)))
    assert standing(task, state(said, HALF), HALF) == "running"


def test_missing_is_no_number() -> None:
    """An update without completion leaves the last one standing; none at all is none, not zero."""
    assert state([update("2025-03-03")], HALF).completion is None
    assert state([update("2025-03-03", done=20), update("2025-04-07")], HALF).completion == 20
    assert expected(TASK, date(2025, 12, 31)) == 100
    assert expected(TASK, date(2024, 1, 1)) == 0


STATUS = st.sampled_from(STATUSES)
UPDATES = st.lists(
    st.tuples(st.integers(0, 60), STATUS, st.integers(0, 100) | st.none()), max_size=6, unique_by=lambda one: one[0]
)


@given(
    UPDATES, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90) | st.none()), max_size=3), st.integers(-10, 500)
)
def test_the_course_says_of_every_day_what_the_updates_say(
    said: list[tuple[int, Any, int | None]], walls: list[tuple[int, int | None]], after: int
) -> None:
    begin = date(2025, 1, 6)
    updates = [
        Update(KEY, Period.day(begin + timedelta(weeks=week)), status, Decimal(100 if status == "done" else done) if done is not None else None, text="x")
        for week, status, done in said
    ]  # fmt: skip
    matters = [
        Matter("problem", KEY, begin + timedelta(days=first), f"x{at}", blocking=True, status="open" if span is None else "resolved",
               resolved=None if span is None else begin + timedelta(days=first + span), resolution="" if span is None else "x")
        for at, (first, span) in enumerate(walls)
    ]  # fmt: skip
    task = replace(TASK, milestones=(Milestone("m", date(2025, 5, 1)),))
    on = begin + timedelta(days=after)
    stretches = course(task, updates, matters)
    assert [one.until for one in stretches[:-1]] == [one.since for one in stretches[1:]]
    (here,) = [one for one in stretches if (one.since or date.min) <= on and (one.until is None or on < one.until)]
    now = state(updates, on, sum(one.blocks(on) for one in matters))
    assert here.state == now
    assert judged(here.base, task.due, here.late_from, on) == standing(task, now, on)
    assert (here.silent_from is not None and here.silent_from <= on) == silent(task, now, on)


def test_what_is_kept_comes_back_the_same() -> None:
    task = Task(
        "修路", ("甲",), ("乙",), ("丙",), ("120000",), date(2025, 1, 1), date(2025, 12, 31), True,
        (Milestone("通车", date(2025, 6, 30)),), ("a",), Money(Decimal("3.50")), (Size("码头", (Decimal(30),), "万吨级", "30万吨级"),),
        ("t",), "p", Source("d", "规划", "c", ("一、",), 3, 9, "修路"), "说明",
    )  # fmt: skip
    assert of_content(Task, content(task)) == task
    said = Update(
        KEY,
        Period(date(2025, 6, 2), date(2025, 6, 8)),
        "running",
        Decimal("40.5"),
        Money(Decimal(1)),
        "进展",
        (Evidence("document", "d"),),
        ("通车",),
        True,
        "x",
    )
    assert of_content(Update, content(said)) == said
    meeting = Meeting("会", date(2025, 6, 3), ("甲",), "京", (Item("议题", ("m",), "同意", ("t",)),), True)
    assert of_content(Meeting, content(meeting)) == meeting


def test_an_agenda_is_gathered_once_with_what_blocks_first() -> None:
    def matter(title: str, on: int, **more: Any) -> Matter:
        return Matter(more.pop("kind", "problem"), KEY, date(2025, 6, on), title, **more)

    found = {
        "a": matter("旧事", 1), "b": matter("卡住", 5, blocking=True), "c": matter("请求", 6, kind="request", problem="b"),
        "d": matter("已上会", 2, status="listed"), "e": matter("旧事", 3),
    }  # fmt: skip
    items = gather(found)
    assert [(one.title, one.matters) for one in items] == [
        ("卡住", ("b", "c")),
        ("旧事", ("a",)),
        ("旧事（2025-06-03）", ("e",)),
    ]


def test_meetings_and_matters_that_contradict_themselves() -> None:
    with pytest.raises(ValuesError) as error:
        Meeting("会", date(2025, 6, 3), items=(Item("议题", conclusion="同意"),))
    assert code(error.value) == "not_held"
    with pytest.raises(ValuesError) as error:
        Matter("problem", KEY, date(2025, 6, 3), "x", status="resolved")
    assert code(error.value) == "resolution"
    with pytest.raises(ValuesError) as error:
        Matter("problem", KEY, date(2025, 6, 3), "x", status="resolved", resolved=date(2025, 6, 2), resolution="y")
    assert code(error.value) == "resolved_early"


def test_references_by_titles_that_have_commas() -> None:
    """A title stays whole though it has the marks that part references; what is no task is refused by its own words."""
    titles = {"修路": "1", "建港，2026年底前通航": "2", "甲、乙两地，互认、互通": "3"}

    def find(given: str) -> str:
        if given not in titles:
            raise refused("reference_unknown", given=given)
        return titles[given]

    assert references("修路、建港，2026年底前通航", find) == ("1", "2")
    assert references("甲、乙两地，互认、互通；修路", find) == ("3", "1")
    assert references("修路，\n修路、", find) == ("1",)
    assert references("  ", find) == ()
    with pytest.raises(ValuesError, match="“架桥”"):
        references("修路、架桥", find)
