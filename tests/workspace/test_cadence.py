"""Editions in a workspace: put together at their dates, frozen with their vintage, late entries told in the next."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from xietong.core.clock import end_of, standing_at
from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.targets.reviews.model import Step
from xietong.targets.tasks.model import Task, Update
from xietong.workspace import Workspace

A = Task("开行班列", ("天津市交通运输委员会",), start=date(2025, 1, 6), due=date(2025, 3, 5))
B = Task("上线登记系统", ("河北省科学技术厅",), start=date(2025, 1, 6), due=date(2025, 12, 31))
C = Task("提级改造", ("河北省生态环境厅",), start=date(2025, 3, 3), due=date(2025, 3, 14))


def at(month: int, day: int, hour: int = 6) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=UTC)


def _update(task: Task, monday: date, status: str, completion: int, text: str = "", **more: object) -> Update:
    week = Period(monday, date.fromordinal(monday.toordinal() + 6))
    return Update(task.first_id, week, status, Decimal(completion), text=text, **more)  # type: ignore[arg-type]


@pytest.fixture
def filled(ws: Workspace) -> Workspace:
    """Three tasks, two weeks of updates, two weekly lists frozen on their Fridays (2025-03-07 and 14)."""
    ws.review.set_reviewer("调度员")
    with standing_at(at(1, 6)):
        ws.tasks.add([A, B, C])
    with standing_at(at(3, 6)):
        ws.tasks.report([_update(A, date(2025, 3, 3), "running", 80, "在办")], date(2025, 3, 6))
    with standing_at(at(3, 7, 9)):
        ws.cadence.freeze("weekly", "2025-W10")
    with standing_at(at(3, 13)):
        ws.tasks.report(
            [_update(A, date(2025, 3, 10), "done", 100), _update(B, date(2025, 3, 10), "blocked", 20, "缺经费")],
            date(2025, 3, 13),
        )
    return ws


def _seen(ws: Workspace, period: str) -> set[tuple[str, str]]:
    return {(one.section, one.title) for one in ws.cadence.get("weekly", period).lines.lines}


def test_an_edition_says_what_was_so_on_its_day(filled: Workspace) -> None:
    assert _seen(filled, "2025-W10") == {
        ("overdue", "开行班列"),
        ("due", "提级改造"),
        ("reported", "开行班列"),
        ("silent", "上线登记系统"),
    }
    one = filled.cadence.get("weekly", "2025-W10")
    assert one.row is not None
    overdue = next(line for line in one.lines.lines if line.section == "overdue")
    assert (overdue.facts["days"], overdue.bodies, overdue.facts["completion"]) == (
        "2",
        ("天津市交通运输委员会",),
        "80",
    )
    assert one.edition.vintage.known == at(3, 7, 9)
    assert not one.row.afterwards
    assert one.edition.vintage.digest == one.lines.digest


def test_what_changed_since_the_last_and_that_the_frozen_one_stays(filled: Workspace) -> None:
    before = filled.cadence.get("weekly", "2025-W10")
    with standing_at(at(3, 14, 9)):
        filled.cadence.freeze("weekly", "2025-W11")
    shown = filled.cadence.get("weekly", "2025-W11")
    moved = {(one.kind, one.line.section, one.line.title) for one in shown.moved}
    assert {("gone", "overdue", "开行班列"), ("new", "blocked", "上线登记系统")} <= moved
    assert {one.line.section for one in shown.moved}.isdisjoint({"reported", "done"})
    assert filled.cadence.get("weekly", "2025-W10") == before
    first = filled.cadence.get("weekly", "2025-W11", whole=False)  # what the page opens with
    assert (first.lines, first.moved, first.changed) == (shown.lines, shown.moved, shown.changed)
    with standing_at(at(3, 14, 10)), pytest.raises(ValuesError, match="does not change"):
        filled.cadence.freeze("weekly", "2025-W10")


def test_what_is_entered_after_the_event_is_told_in_the_next_and_beside(filled: Workspace) -> None:
    """On Monday the week before is corrected: the frozen list stays, the next marks it, the present stands beside."""
    with standing_at(at(3, 10)):
        pass
    with standing_at(at(3, 13, 8)):
        late = _update(A, date(2025, 3, 3), "done", 100, "补报", correction=True, reason="上周漏报")
        filled.tasks.report([late], date(2025, 3, 13))
    with standing_at(at(3, 14, 9)):
        filled.cadence.freeze("weekly", "2025-W11")
    shown = filled.cadence.get("weekly", "2025-W11")
    (told,) = shown.lines.late
    assert (told.title, told.facts["day"], told.facts["reason"], told.facts["correction"]) == (
        "开行班列", "2025-03-09", "上周漏报", "yes",
    )  # fmt: skip
    assert shown.edition.late == 1
    first = filled.cadence.get("weekly", "2025-W10", beside=True)
    assert ("overdue", "开行班列") in {(one.section, one.title) for one in first.lines.lines}
    assert first.since is not None
    assert ("gone", "overdue", "开行班列") in {(one.kind, one.line.section, one.line.title) for one in first.since}


def test_a_day_that_was_missed_is_made_up_from_what_was_known_then(filled: Workspace) -> None:
    with standing_at(at(3, 14, 9)):
        on_its_day = filled.cadence.get("weekly", "2025-W11")
    with standing_at(at(3, 17)):
        filled.tasks.report([_update(C, date(2025, 3, 10), "done", 100, "迟报")], date(2025, 3, 17))
    with standing_at(at(3, 20)):
        row = filled.cadence.freeze("weekly", "2025-W11")
    assert row.afterwards
    assert row.edition.vintage.known == end_of(date(2025, 3, 14))
    assert filled.cadence.get("weekly", "2025-W11").lines == on_its_day.lines
    with standing_at(at(3, 21, 9)):
        filled.cadence.freeze("weekly", "2025-W12")
    assert [one.title for one in filled.cadence.get("weekly", "2025-W12").lines.late] == ["提级改造"]


def test_all_sections_are_the_same_whatever_is_entered_after(filled: Workspace) -> None:
    """A quarter looked at after its day, then again after tasks, updates and withdrawals of a later day."""
    with standing_at(at(4, 21)):
        before = filled.cadence.get("quarterly", "2025-Q1").lines
    with standing_at(at(4, 22)):
        filled.tasks.add([Task("新增任务", ("河北省科学技术厅",), start=date(2025, 3, 3), due=date(2025, 3, 10))])
        filled.tasks.report(
            [_update(B, date(2025, 3, 17), "done", 100), _update(C, date(2025, 3, 10), "done", 100)], date(2025, 4, 22)
        )
        filled.tasks.withdraw(A.first_id, "不再列入")
        after = filled.cadence.get("quarterly", "2025-Q1").lines
    assert {line.section for line in before.lines} >= {"standings", "bodies", "done", "overdue", "blocked"}
    assert after == before


def test_the_quick_and_the_exact_way_say_the_same(filled: Workspace) -> None:
    """Lists of tasks are made for the present; an earlier moment is made from the records: one answer where both can be."""
    with standing_at(at(3, 14, 9)):
        quick = filled.cadence.get("weekly", "2025-W11").lines
        document = filled.documents.add("一、加强协同。".encode(), "d.txt").id
        filled.reviews.open(document, "评估", "协同办")  # an entry after the moment: the exact way from now on
        exact = filled.cadence._composer.lines(
            filled.cadence.get("weekly", "2025-W11").occasion,
            filled.cadence.get("weekly", "2025-W11").before,
            at(3, 14, 9),
        )
    assert exact == quick


def test_reviews_and_monthly_sections(filled: Workspace) -> None:
    document = filled.documents.add(
        "关于协同的决定\n\n一、加强协同。（牵头单位：河北省科学技术厅）\n".encode(), "d.txt"
    ).id
    with standing_at(at(3, 14)):
        review = filled.reviews.open(document, "决定实施评估", "协同办", "decision")
        (clause,) = filled.reviews.take_up(review, {"一": ((), ())})
    with standing_at(at(4, 9, 9)):
        filled.cadence.freeze("monthly", "2025-03")
    shown = filled.cadence.get("monthly", "2025-03")
    sections = {line.section for line in shown.lines.lines}
    assert {"standings", "done", "blocked", "reviews"} <= sections
    owed = next(line for line in shown.lines.lines if line.section == "reviews")
    assert (owed.subject, owed.bodies, owed.facts["due"]) == (clause, ("河北省科学技术厅",), "2025-03-28")
    done = [line.title for line in shown.lines.lines if line.section == "done"]
    assert done == ["开行班列"]
    with standing_at(at(4, 10)):
        evidence = filled.reviews.evidence(["note:补交"])
        filled.reviews.step(Step(clause, "evidence", date(2025, 3, 28), evidence=evidence))
    with standing_at(at(5, 14)):
        rows = list(filled.cadence.freeze_all())
    assert [(row.edition.code, row.edition.period) for row in rows][:1] == [("weekly", "2025-W11")]
    may = next(row for row in rows if (row.edition.code, row.edition.period) == ("monthly", "2025-04"))
    late = filled.cadence.get("monthly", "2025-04").lines.late
    assert may.edition.late == len(late)
    assert ("review_step", "2025-03-28") in {(one.kind, one.facts["day"]) for one in late}
    assert filled.cadence.waiting(date(2025, 5, 14)) == ()


def test_bad_input_is_refused(filled: Workspace, tmp_path: Path) -> None:
    with standing_at(at(3, 10)):
        with pytest.raises(ValuesError, match="yet to come"):
            filled.cadence.freeze("weekly", "2025-W11")
        with pytest.raises(ValuesError, match="no occasion"):
            filled.cadence.get("daily", "2025-W11")
        with pytest.raises(ValuesError, match="2025-Q9"):
            filled.cadence.get("quarterly", "2025-Q9")
    filled.review._settings = type(filled.review._settings)()
    with standing_at(at(3, 14, 9)), pytest.raises(ValuesError, match="who enters"):
        filled.cadence.freeze("weekly", "2025-W11")
    (filled.place / "cadence.toml").write_text("[[rule]]\n", "utf-8")
    with pytest.raises(ValuesError, match="code = None"):
        filled.cadence.rules()


def test_an_offices_own_cadence_stands_in_place_of_the_usual_and_old_editions_stay(filled: Workspace) -> None:
    (filled.place / "cadence.toml").write_text(
        '[[rule]]\ncode = "weekly"\nzh = "周一清单"\nen = "Monday list"\ngrain = "week"\nweekday = 1\nfrom = 2025-03-17\nsections = ["overdue"]\n',
        "utf-8",
    )
    assert [rule.code for rule in filled.cadence.rules()] == ["weekly"]
    with standing_at(at(3, 18)):
        row = filled.cadence.freeze("weekly", "2025-W12")
        assert (row.edition.day, row.edition.before) == (date(2025, 3, 17), "2025-W10")
        old = filled.cadence.get("weekly", "2025-W10", beside=True)
    assert old.occasion.day == date(2025, 3, 7)
    assert {line.section for line in old.lines.lines} == {"overdue", "due", "reported", "silent"}


def test_due_dates_of_the_calendar(filled: Workspace) -> None:
    days = filled.cadence.due(date(2025, 3, 1), date(2025, 12, 31))
    assert [(one.title, str(one.due)) for one in days] == [
        ("开行班列", "2025-03-05"), ("提级改造", "2025-03-14"), ("上线登记系统", "2025-12-31"),
    ]  # fmt: skip
    assert filled.cadence.due_counts(date(2025, 3, 1), date(2025, 3, 31)) == {date(2025, 3, 5): 1, date(2025, 3, 14): 1}
    assert [one.title for one in filled.cadence.due(date(2025, 3, 1), date(2025, 12, 31), body="河北省科学技术厅")] == [
        "上线登记系统"
    ]
