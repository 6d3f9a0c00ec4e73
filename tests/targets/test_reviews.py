"""Implementation reviews: golden cases of where a clause stands and what is refused; what holds of every course."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.core.calendar import WorkCalendar
from xietong.core.content import content, of_content
from xietong.core.errors import ValuesError
from xietong.data import table
from xietong.targets.reviews.model import Evidence, Review, ReviewedClause, Step, Terms
from xietong.targets.reviews.overview import ended, overview
from xietong.targets.reviews.standing import standing
from xietong.targets.reviews.steps import check, check_withdrawal

CASES = tomllib.loads(Path(__file__).with_name("reviews.toml").read_text("utf-8"))
CALENDAR = WorkCalendar.load(table("calendars/cn.toml"))
TODAY = date(2024, 12, 31)
REVIEW = Review("decision", "协同决定实施评估", "d" * 64, "关于协同的决定", "评估办", date(2024, 9, 2), Terms.usual())
CLAUSE = ReviewedClause(
    REVIEW.id,
    "c" * 64,
    3,
    "三、",
    "推进一体化",
    "三、推进一体化。由甲委牵头。",
    10,
    24,
    ("甲委",),
    ("乙局",),
    date(2024, 9, 2),
)
SAID = {"finding": "评估", "recommendation": "请改进", "reply": "已改进", "reopening": ""}


def _step(said: list[Any], before: list[Step], hour: int = 0) -> Step:
    day, kind, of, words, due = (said + [None] * 4)[:5]
    named = kind in ("recommendation", "reply")
    return Step(
        CLAUSE.id, kind, day, words if kind in ("closing", "reopening") and words else SAID.get(kind, ""),
        tuple(one for one in (words or "").split(",") if one) if named else (),
        tuple(before[one].id for one in of or []), words if kind == "finding" else "", due,
        (Evidence("note", "", "见附件"),) if kind == "evidence" else (),
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour), "someone",
    )  # fmt: skip


def _steps(said: list[list[Any]]) -> list[Step]:
    steps: list[Step] = []
    for number, one in enumerate(said):
        steps.append(_step(one, steps, number))
    return steps


@pytest.mark.parametrize("case", CASES["case"], ids=lambda one: one["reason"])
def test_where_a_clause_stands(case: dict[str, Any]) -> None:
    steps = _steps(case["steps"])
    for number, one in enumerate(steps):
        check(CLAUSE, steps[:number], one, TODAY)
    found = standing(REVIEW, CLAUSE, steps, case["on"], CALENDAR)
    assert (found.state, found.outcome) == (case["state"], case.get("outcome", ""))
    said = [found.owed.step, ",".join(found.owed.bodies), found.owed.due, found.owed.overdue] if found.owed else None
    assert said == case.get("owed")
    assert list(found.unreplied) == case.get("unreplied", [])
    assert list(found.late) == [steps[one] for one in case.get("late", [])]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda one: one["reason"])
def test_what_is_not_taken_says_why(case: dict[str, Any]) -> None:
    steps = _steps(case["steps"])
    with pytest.raises(ValuesError) as error:
        check(CLAUSE, steps, _step(case["new"], steps), TODAY)
    said = table("messages/reviews.toml")[case["code"]]
    for language, whole in (("zh", error.value.sentence("zh")), ("en", str(error.value))):
        assert whole.endswith(said[language].rpartition("}")[2])
        assert "{" not in whole


def test_a_year_without_a_table_is_said_and_not_guessed() -> None:
    late = max(CALENDAR.years)
    steps = _steps([[date(late, 12, 20), "evidence"]])
    owed = standing(REVIEW, CLAUSE, steps, date(late, 12, 31), CALENDAR).owed
    assert owed is not None
    assert owed.due is None
    assert str(late + 1) in str(owed.undated)


def test_the_day_a_reply_is_entered_tells_late_ones_of_the_same_day() -> None:
    said = [[date(2024, 9, 10), "evidence"], [date(2024, 9, 11), "finding", [], "partly"],
            [date(2024, 9, 12), "recommendation", [1], "甲委"]]  # fmt: skip
    before = _steps([*said, [date(2024, 9, 23), "reply", [2], "甲委"], [date(2024, 9, 23), "closing"]])
    after = _steps([*said, [date(2024, 9, 23), "closing", [], "撤销"], [date(2024, 9, 23), "reply", [2], "甲委"]])
    assert standing(REVIEW, CLAUSE, before, TODAY, CALENDAR).late == ()
    found = standing(REVIEW, CLAUSE, after, TODAY, CALENDAR)
    assert found.late == (after[-1],)
    assert found.unreplied == ("甲委",)


def test_a_review_ends_when_every_clause_is_closed() -> None:
    steps = _steps([[date(2024, 9, 10), "evidence"], [date(2024, 9, 11), "finding", [], "implemented"]])
    found = overview(REVIEW, [CLAUSE], steps, TODAY, CALENDAR)
    assert found.states == {"answered": 1}
    assert found.outcomes == {"implemented": 1}
    assert [one.clause for one in found.debts["评估办"]] == [CLAUSE]
    with pytest.raises(ValuesError, match="三、推进一体化"):
        ended(found, TODAY, "")
    steps = [*steps, _step([date(2024, 9, 12), "closing"], steps, 9)]
    closed = ended(overview(REVIEW, [CLAUSE], steps, TODAY, CALENDAR), TODAY, " 总体良好 ")
    assert (closed.closed, closed.summary, closed.id) == (TODAY, "总体良好", REVIEW.id)
    with pytest.raises(ValuesError, match="ended on"):
        ended(overview(closed, [CLAUSE], steps, TODAY, CALENDAR), TODAY, "")
    with pytest.raises(ValuesError, match="no clauses"):
        ended(overview(REVIEW, [], [], TODAY, CALENDAR), TODAY, "")


def test_a_step_that_others_rest_on_is_not_withdrawn() -> None:
    steps = _steps(
        [[date(2024, 9, 10), "evidence"], [date(2024, 9, 11), "finding", [], "partly"], [date(2024, 9, 12), "recommendation", [1], "甲委"]]
    )  # fmt: skip
    with pytest.raises(ValuesError, match="1 later step"):
        check_withdrawal(steps, steps[1], "写错")
    with pytest.raises(ValuesError, match="reason"):
        check_withdrawal(steps, steps[2], " ")
    check_withdrawal(steps, steps[2], "写错")


@pytest.mark.parametrize(("title", "by"), [("", "评估办"), ("评估", " "), ("评" * 201, "评估办")])
def test_a_review_has_a_title_and_a_reviewer(title: str, by: str) -> None:
    with pytest.raises(ValuesError, match="needs a title"):
        Review("law", title, "d", "d", by, TODAY, Terms.usual())


def test_terms_and_bodies_are_checked() -> None:
    with pytest.raises(ValuesError, match="from 1 to 250"):
        Terms(10, 10, 0, 40, 10)
    with pytest.raises(ValuesError, match="no responsible body"):
        ReviewedClause(REVIEW.id, "c", 1, "一、", "", "一、加强协同", 0, 6, (), (), TODAY)


KINDS = ("evidence", "finding", "recommendation", "reply", "closing", "reopening")
MOVES = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.integers(0, 12), st.sampled_from(["implemented", "partly", "not_implemented", "unknown"]),
        st.sampled_from([("甲委",), ("甲委", "乙局"), ("乙局",)]), st.booleans(),
    ),
    max_size=14,
)  # fmt: skip


@given(MOVES)
def test_whatever_is_taken_keeps_the_promises(moves: list[tuple[Any, ...]]) -> None:
    """Any course of steps that is taken: closed only with all replies or a reason, one state, an owner for all but closed."""
    steps: list[Step] = []
    day = date(2024, 9, 2)
    for number, (kind, ahead, outcome, bodies, reasoned) in enumerate(moves):
        day += timedelta(days=ahead % 4)
        want = {"recommendation": "finding", "reply": "recommendation"}.get(kind)
        of = tuple(one.id for one in steps if one.kind == want)[-1:]
        words = "说明" if kind in SAID or reasoned else ""
        new = Step(CLAUSE.id, kind, day, words, bodies if want else (), of, outcome if kind == "finding" else "", None,
                   (Evidence("note", "", str(number)),) if kind == "evidence" else (),
                   datetime(2024, 9, 2, tzinfo=UTC) + timedelta(hours=number), "someone")  # fmt: skip
        try:
            check(CLAUSE, steps, new, TODAY)
        except ValuesError:
            continue
        steps.append(new)
        found = standing(REVIEW, CLAUSE, steps, TODAY, CALENDAR)
        assert (found.owed is None) == (found.state == "closed")
        if found.state == "closed":
            assert found.closing is not None
            assert not found.unreplied or found.closing.text
        else:
            assert found.owed is not None
            assert found.owed.bodies
            assert not found.late
    kept = json.loads(json.dumps([content(replace(one, entered=None, person="")) for one in steps]))
    assert [of_content(Step, one) for one in kept] == steps


def test_json_and_back() -> None:
    for one in (REVIEW, ended_review()):
        assert of_content(Review, json.loads(json.dumps(content(one)))) == one
    assert of_content(ReviewedClause, json.loads(json.dumps(content(CLAUSE)))) == CLAUSE


def ended_review() -> Review:
    steps = _steps(
        [
            [date(2024, 9, 10), "evidence"],
            [date(2024, 9, 11), "finding", [], "implemented"],
            [date(2024, 9, 12), "closing"],
        ]
    )
    return ended(overview(REVIEW, [CLAUSE], steps, TODAY, CALENDAR), TODAY, "总体良好")
