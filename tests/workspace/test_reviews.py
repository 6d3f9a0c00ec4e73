"""Implementation reviews in a workspace: opened on a document, carried through, shown as they were on any day."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from xietong.core.clock import standing_at
from xietong.core.errors import NotFoundError, ValuesError
from xietong.targets.reviews.model import Step, Terms
from xietong.workspace import Workspace

PLAN = """关于推进协同的决定

一、完善交通网络。加快轨道交通建设。（牵头单位：北京市交通委员会；配合单位：天津市交通运输委员会）

二、联防联治。每年开展秋冬季攻坚，2023年投资12.5亿元。（牵头单位：河北省生态环境厅）

三、附则。本决定自公布之日起施行。
"""


def at(day: int, month: int = 3, hour: int = 2) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=UTC)


def opened(ws: Workspace) -> tuple[str, dict[str, str]]:
    """A review of three clauses, opened on 2025-03-03; ids of its clauses by number."""
    ws.review.set_reviewer("评估员")
    document = ws.documents.add(PLAN.encode(), "decision.txt").id
    with standing_at(at(3)):
        review = ws.reviews.open(document, "协同决定实施评估", "协同办", "decision")
        ws.reviews.take_up(review, {"一、": ((), ()), "联防联治": ((), ())})
        ws.reviews.take_up(review, {"三": (["协同办"], [])})
    return review, {line.clause.label: line.clause.id for line in ws.reviews.get(review).found.lines}


def test_clauses_come_with_the_bodies_their_words_name(ws: Workspace) -> None:
    review, clauses = opened(ws)
    lines = ws.reviews.get(review, date(2025, 3, 3)).found.lines
    assert [(one.clause.lead, one.clause.supporting) for one in lines] == [
        (("北京市交通委员会",), ("天津市交通运输委员会",)), (("河北省生态环境厅",), ()), (("协同办",), ()),
    ]  # fmt: skip
    text = ws.documents.text(ws.reviews.get(review).found.review.document).content
    assert all(text[one.clause.start : one.clause.end] == one.clause.quote for one in lines)
    assert [str(one.standing.owed.due) for one in lines if one.standing.owed] == ["2025-03-17"] * 3
    assert list(clauses) == ["一、", "二、", "三、"]


def test_a_clause_from_evidence_to_closure_and_a_reply_after_it(ws: Workspace) -> None:
    review, clauses = opened(ws)
    clause = clauses["二、"]
    row = ws.statements.find().items[0]
    with standing_at(at(10)):
        evidence = ws.reviews.evidence([f"statement:{row.id}", "note: 现场检查记录"])
        ws.reviews.step(Step(clause, "evidence", date(2025, 3, 10), evidence=evidence, bodies=("河北省生态环境厅",)))
        finding = ws.reviews.step(Step(clause, "finding", date(2025, 3, 10), "投资到位，验收滞后。", outcome="partly"))
    with standing_at(at(11)):
        asked = ws.reviews.step(
            Step(clause, "recommendation", date(2025, 3, 11), "四月底前完成验收。", ("河北省生态环境厅",), (finding,), due=date(2025, 4, 30))
        )  # fmt: skip
        with pytest.raises(ValuesError, match="have not replied"):
            ws.reviews.step(Step(clause, "closing", date(2025, 3, 11)))
        ws.reviews.step(Step(clause, "closing", date(2025, 3, 11), "转入日常监督。"))
    with standing_at(at(20)):
        ws.reviews.step(Step(clause, "reply", date(2025, 3, 20), "已完成验收。", ("河北省生态环境厅",), (asked,)))
    standing = ws.reviews.get(review, date(2025, 3, 31)).found.lines[1].standing
    assert (standing.state, standing.outcome, standing.unreplied) == ("closed", "partly", ("河北省生态环境厅",))
    assert [one.text for one in standing.late] == ["已完成验收。"]
    assert "12.5亿元" in ws.reviews.get(review).found.lines[1].steps[0].evidence[0].words
    before = ws.reviews.get(review, date(2025, 3, 10)).found.lines[1].standing
    assert before.state == "found"
    known = ws.reviews.get(review, date(2025, 3, 31), at(15)).found.lines[1].standing
    assert (known.state, known.late) == ("closed", ())


def test_a_day_before_it_was_opened_is_refused(ws: Workspace) -> None:
    review, _ = opened(ws)
    with pytest.raises(ValuesError, match="was not open; it was opened on 2025-03-03"):
        ws.reviews.get(review, date(2025, 3, 2))


def test_what_is_taken_back_stays_in_the_history(ws: Workspace) -> None:
    review, clauses = opened(ws)
    with standing_at(at(10)):
        step = ws.reviews.step(Step(clauses["一、"], "finding", date(2025, 3, 10), "资料不足。", outcome="unknown"))
    with standing_at(at(11)):
        ws.reviews.withdraw(step[:12], "登记到了别的条款")
    assert ws.reviews.get(review).found.lines[0].standing.outcome == ""
    last, before = [one for one in ws.reviews.history(review) if one.subject == step]
    assert (last.content, last.reason, last.person) == (None, "登记到了别的条款", "评估员")
    assert before.content is not None


def test_debts_end_with_the_review_and_an_ended_one_takes_nothing_more(ws: Workspace) -> None:
    review, clauses = opened(ws)
    assert list(ws.reviews.all_open(date(2025, 3, 31))[0].found.debts) == [
        "北京市交通委员会",
        "协同办",
        "河北省生态环境厅",
    ]
    with pytest.raises(ValuesError, match="are not closed yet"):
        ws.reviews.end(review)
    for clause in clauses.values():
        with standing_at(at(12)):
            ws.reviews.step(Step(clause, "closing", date(2025, 3, 12), "撤回本次评估。"))
    with standing_at(at(13)):
        ws.reviews.end(review, "未及开展。")
    assert ws.reviews.all_open() == ()
    assert ws.reviews.find(is_open=False).total == 1
    with pytest.raises(ValuesError, match="does not change any more"):
        ws.reviews.step(Step(clauses["一、"], "reopening", date(2025, 3, 14), "重来"))


def test_what_cannot_be_entered_says_why_and_leaves_nothing(ws: Workspace) -> None:
    document = ws.documents.add(PLAN.encode(), "decision.txt").id
    with pytest.raises(ValuesError, match="who enters"):
        ws.reviews.open(document, "评估", "协同办")
    review, clauses = opened(ws)
    entries = len(ws.reviews.history(review))
    with pytest.raises(NotFoundError):
        ws.reviews.open("ffff", "评估", "协同办")
    with pytest.raises(ValuesError, match="decision"):
        ws.reviews.open(document, "评估", "协同办", "wish")
    with pytest.raises(ValuesError, match="yet to come"):
        ws.reviews.open(document, "评估", "协同办", opened=date(2099, 1, 1))
    with pytest.raises(ValuesError, match="in this review already"):
        ws.reviews.take_up(review, {"一": ((), ())})
    with pytest.raises(ValuesError, match="no such clause"):
        ws.reviews.take_up(review, {"七、": ((), ())})
    with pytest.raises(ValuesError, match="not understood"):
        ws.reviews.evidence(["hearsay"])
    for missing in ("statement:" + "0" * 64, "observation:" + "0" * 64, "document:0000", "task:0000"):
        with pytest.raises(NotFoundError):
            ws.reviews.evidence([missing])
    with pytest.raises(ValuesError, match="no finding yet"):
        ws.reviews.step(Step(clauses["一、"], "recommendation", date(2025, 3, 11), "请加快", ("协同办",)))
    assert len(ws.reviews.history(review)) == entries


def test_a_body_that_was_merged_is_not_given_a_clause_and_its_successor_replies_for_it(ws: Workspace) -> None:
    ws.review.set_reviewer("评估员")
    document = ws.documents.add(PLAN.encode(), "decision.txt").id
    with standing_at(datetime(2018, 6, 1, tzinfo=UTC)):
        review = ws.reviews.open(document, "评估", "协同办", opened=date(2018, 6, 1), terms=Terms(5, 5, 5, 5, 5))
        (clause,) = ws.reviews.take_up(review, {"二": (["河北省环境保护厅"], [])}, date(2018, 6, 1))
        evidence = ws.reviews.evidence(["note:记录"])
        ws.reviews.step(Step(clause, "evidence", date(2018, 6, 1), evidence=evidence))
        finding = ws.reviews.step(Step(clause, "finding", date(2018, 6, 1), "待改进", outcome="partly"))
        asked = ws.reviews.step(
            Step(clause, "recommendation", date(2018, 6, 1), "请改进", ("河北省环境保护厅",), (finding,))
        )
    with standing_at(datetime(2019, 6, 1, tzinfo=UTC)):
        with pytest.raises(ValuesError, match="河北省生态环境厅"):
            ws.reviews.step(Step(clause, "reply", date(2019, 5, 30), "已改进", ("河北省环境保护厅",), (asked,)))
        ws.reviews.step(Step(clause, "reply", date(2019, 5, 30), "已改进", ("河北省生态环境厅",), (asked,)))
        with pytest.raises(ValuesError, match="河北省生态环境厅"):
            ws.reviews.take_up(review, {"一": (["河北省环境保护厅"], [])}, date(2019, 5, 30))
    assert ws.reviews.get(review, date(2019, 6, 1)).found.lines[0].standing.state == "answered"


def test_steps_of_an_older_ledger_are_found_from_what_they_rest_on(tmp_path: Path) -> None:
    """Schema 11 had the same tables; its steps lacked the word by which a document says what rests on it."""
    with Workspace.create(tmp_path / "w") as ws:
        review, clauses = opened(ws)
        row = ws.statements.find().items[0]
        document = ws.reviews.get(review).found.review.document
        for day, given in (
            (10, [f"statement:{row.id}", f"document:{document}"]),
            (11, [f"document:{document}", "note:记录"]),
        ):
            with standing_at(at(day)):
                ws.reviews.step(
                    Step(clauses["二、"], "evidence", date(2025, 3, day), evidence=ws.reviews.evidence(given))
                )
        before = ws.evidence.uses(document)
        assert before.count == 3
    with sqlite3.connect(tmp_path / "w" / "xietong.db") as ledger:
        steps = "(SELECT number FROM record WHERE kind = 'review_step')"
        ledger.execute(f"DELETE FROM record_term WHERE name = 'evidence' AND number IN {steps}")
        # one of them was entered since
        last = "SELECT max(number), 'evidence', ? FROM record WHERE kind = 'review_step'"
        ledger.execute(f"INSERT INTO record_term (number, name, value) {last}", (document,))
        ledger.execute("UPDATE alembic_version SET version_num = '0011'")
        ledger.execute("PRAGMA user_version = 11")
    ledger.close()
    with Workspace.open(tmp_path / "w") as ws:
        assert ws.evidence.uses(document) == before
        assert ws.evidence.uses_of_statement(row.id).count == 1
