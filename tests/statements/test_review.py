"""The pure part of the review: which decisions stand, what they do to a reading, what is asked and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.data import table
from xietong.statements.model import Statement
from xietong.statements.review.correct import FIELDS, CorrectionError, corrected, written
from xietong.statements.review.doubt import Said, doubts
from xietong.statements.review.judged import judged, judgement, packed, unpacked
from xietong.statements.review.model import REASONED, UNDO, Decision, Doubt
from xietong.statements.review.standing import standing
from xietong.statements.review.weigh import Near, gravity, weigh

AT = datetime(2026, 1, 1, tzinfo=UTC)
SAID = Statement(
    8, 14, "5.58亿吨", 0, 14, "甲港完成货物吞吐量5.58亿吨", (Decimal("558000000"),), "number", "吨", "=", "level", "actual",
    "货物吞吐量", ("甲港",), "2023-01-01/2023-12-31",
)  # fmt: skip


def decision(number: int, verdict: str = "accept", subject: str = "m", undoes: int | None = None) -> Decision:
    return Decision(number, AT, "某人", "reading", subject, verdict, {}, "", "", undoes)


# -- which decisions stand ---------------------------------------------------------------------------------------------


@given(st.data())
def test_the_last_that_nobody_undid_stands(data: st.DataObject) -> None:
    """Whatever is decided and undone in whatever order: an undo takes exactly its row away."""
    rows: list[Decision] = []
    model: dict[str, list[int]] = {}
    for number in range(1, data.draw(st.integers(0, 25)) + 1):
        alive = [one for numbers in model.values() for one in numbers]
        back: bool = data.draw(st.booleans())
        if alive and back:
            gone = data.draw(st.sampled_from(alive))
            subject = next(name for name, numbers in model.items() if gone in numbers)
            model[subject].remove(gone)
            rows.append(decision(number, UNDO, subject, gone))
        else:
            subject = data.draw(st.sampled_from("abc"))
            model.setdefault(subject, []).append(number)
            rows.append(decision(number, "accept", subject))
    expected = {("reading", name): max(numbers) for name, numbers in model.items() if numbers}
    assert {key: one.number for key, one in standing(data.draw(st.permutations(rows))).items()} == expected


# -- corrections -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("indicator", "港口吞吐量", "港口吞吐量"),
        ("regions", "天津、 河北", ("天津", "河北")),
        ("regions", "北京->天津", ("北京→天津",)),
        ("regions", "", ()),
        ("period", "2022", "2022-01-01/2022-12-31"),
        ("period", "../2022-12-31", "../2022-12-31"),
        ("period", "", ""),
        ("base_period", "2021-03", "2021-03-01/2021-03-31"),
        ("value", "549,000,000", (Decimal("549000000"),)),
        ("value", "-3.20", (Decimal("-3.20"),)),
        ("modifier", ">=", ">="),
        ("measure", "growth", "growth"),
        ("modality", "target", "target"),
        ("scope", "累计、不变价", ("累计", "不变价")),
    ],
)
def test_a_field_gets_another_value(field: str, text: str, value: object) -> None:
    made = corrected(SAID, {field: text})
    assert getattr(made, field) == value
    assert replace(made, **{field: getattr(SAID, field)}) == SAID  # and nothing else changes


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("start", "1"),  # where it stands is not a matter of opinion
        ("quote", "x"),
        ("period", "去年"),
        ("period", "2023-13"),
        ("period", "2023-12-31/2023-01-01"),
        ("value", "5.58亿"),
        ("value", "NaN"),
        ("value", "1e400"),
        ("value", "Infinity"),
        ("value", "1/2"),  # a number is not a range
        ("value", ""),
        ("measure", "amount"),
        ("modifier", "≈"),
        ("modality", "Actual"),
        ("indicator", "甲\n乙"),
        ("indicator", "甲" * 201),
        ("period", "2023"),  # what was read already
    ],
)
def test_what_a_field_cannot_have_is_refused(field: str, text: str) -> None:
    with pytest.raises(CorrectionError):
        corrected(SAID, {field: text})


values = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4)


@given(values, st.sampled_from(["", "2020-01-01/2020-12-31", "../2021-06-30"]), st.lists(st.sampled_from("甲乙丙")))
def test_what_is_written_is_read_back(value: Decimal, period: str, places: list[str]) -> None:
    """A form that is sent as it was shown changes nothing."""
    one = replace(SAID, value=(value,), period=period, regions=tuple(dict.fromkeys(places)))
    for field in FIELDS:
        with pytest.raises(CorrectionError, match="nothing"):
            corrected(one, {field: written(one, field)})


# -- what holds --------------------------------------------------------------------------------------------------------


def about(read: Statement, holds: Statement | None, verdict: str) -> Decision:
    return replace(decision(7, verdict), content=judgement(read, holds))


def test_nothing_is_changed_by_nobody() -> None:
    assert judged(SAID, None).statement is SAID
    assert judged(SAID, None).mark == ""


def test_packing_keeps_everything() -> None:
    assert unpacked(replace(SAID, indicator="x", regions=(), period=""), packed(SAID)) == SAID
    other = unpacked(replace(SAID, value=(Decimal(1),)), packed(SAID))
    assert replace(other, written="") == SAID
    assert other.written == "5.58亿吨"  # as exact as it is printed


OTHER = replace(SAID, indicator="港口货物吞吐量")
BETTER = replace(SAID, period="2022-01-01/2022-12-31")


@pytest.mark.parametrize(
    ("decided", "read", "holds", "mark", "again", "why"),
    [
        (about(SAID, SAID, "accept"), SAID, SAID, "accepted", False, "what was accepted"),
        (about(SAID, OTHER, "correct"), SAID, OTHER, "corrected", False, "what was corrected"),
        (about(SAID, OTHER, "correct"), OTHER, OTHER, "accepted", False, "a better reader says what the person said"),
        (about(SAID, OTHER, "correct"), BETTER, OTHER, "corrected", True, "a reader says a third thing: asked again"),
        (about(SAID, SAID, "accept"), BETTER, SAID, "corrected", True, "what was accepted holds, and is asked again"),
        (about(SAID, None, "reject"), SAID, None, "rejected", False, "what was rejected"),
        (about(SAID, None, "reject"), BETTER, None, "rejected", True, "rejected, but it is read otherwise now"),
    ],
)
def test_what_a_person_decided_holds(
    decided: Decision, read: Statement, holds: Statement | None, mark: str, again: bool, why: str
) -> None:
    made = judged(read, decided)
    assert (made.statement, made.mark, made.again) == (holds, mark, again), why


# -- what is asked -----------------------------------------------------------------------------------------------------


def said(statement: Statement, line: str = "一句", code: str = "PORT", score: float = 1.0, why: str = "name") -> Said:
    return Said(statement, line, code, score, why)


@pytest.mark.parametrize(
    ("asked", "codes", "reason"),
    [
        ([said(SAID)], [()], "whole: nothing to ask"),
        ([said(replace(SAID, indicator=""))], [("no_indicator",)], "a number of nothing"),
        ([said(replace(SAID, period=""))], [()], "no time, and nothing around it has one: nobody could answer"),
        ([said(replace(SAID, period="")), said(SAID)], [("no_time",), ()], "the sentence has a time"),
        ([said(replace(SAID, period=""), line="2023年，甲")], [("no_time",)], "the sentence prints a year"),
        ([said(replace(SAID, period="")), said(SAID, line="另一句")], [(), ()], "another sentence has one"),
        ([said(replace(SAID, regions=())), said(SAID)], [("no_place",), ()], "the sentence has a place"),
        ([said(SAID, score=0.85)], [("low_score",)], "linked by inference"),
        ([said(SAID, score=0.9)], [()], "linked well enough"),
        (
            [said(SAID, code="", score=0.0, why="level in 元 does not fit 港口")],
            [("unfit",)],
            "known, in a strange unit",
        ),
        ([said(SAID, code="", score=0.0, why="no such name")], [()], "an unknown name is a question of its own"),
    ],
)
def test_the_gaps_of_a_reading(asked: list[Said], codes: list[tuple[str, ...]], reason: str) -> None:
    assert [tuple(one.code for one in found) for found in doubts(asked)] == codes, reason


NEARS: list[Near] = ["outside", "series", "catalogue", "chosen"]


@given(st.floats(0.1, 10), st.integers(0, 10_000), st.integers(1, 1000))
def test_the_value_of_an_answer_grows_with_what_it_touches(grave: float, reach: int, more: int) -> None:
    assert weigh(grave, "series", reach) <= weigh(grave, "series", reach + more)
    assert weigh(grave, "series", reach) <= weigh(grave + 1, "series", reach)
    ordered = [weigh(grave, near, reach) for near in NEARS]
    assert ordered == sorted(ordered)
    assert ordered[0] > 0


def test_an_error_in_use_comes_first() -> None:
    """An error of a published series, a gap in a figure, a name that stands once: in this order."""
    error = weigh(gravity([Doubt("error")]), "chosen", 3)
    gap = weigh(gravity([Doubt("no_time")]), "catalogue", 1)
    name = weigh(gravity([Doubt("unknown_name")]), "outside", 1)
    assert error > gap > name
    assert gravity([Doubt("no_time"), Doubt("no_place")]) > gravity([Doubt("no_time")])
    assert gravity([]) == 0


def test_every_reason_has_both_languages_and_a_digit() -> None:
    reasons = table("review.toml")["reasons"]
    assert set(reasons) == REASONED
    for many in reasons.values():
        assert 1 <= len(many) <= 9
        assert all(set(one) == {"zh", "en"} and all(one.values()) for one in many)
