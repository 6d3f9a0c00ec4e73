"""The review as JSON, and the addresses its forms lead back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel
from starlette.datastructures import FormData

from xietong.statements.exchange import record
from xietong.statements.review.model import Decision, Item
from xietong.store.review.kind import Shown
from xietong.store.review.kinds import stored_as
from xietong.web import addresses
from xietong.web.finding import Finding as FoundFinding
from xietong.web.shapes import Finding, Kept, Listed, TableCell, finding, kept
from xietong.web.submission import written
from xietong.web.table_shapes import cell
from xietong.workspace.review import LogRow


class Question(BaseModel):
    """An open question: `weight` is the value of an answer, `reach` how much it touches; `address` its page."""

    kind: str
    subject: str
    weight: float
    reach: int
    doubts: list[dict[str, str]]
    documents: list[str]
    address: str


class Queue(Listed[Question]):
    """Open questions, with how many there are of each kind, and the name that answers bear."""

    counts: dict[str, int]
    reviewer: str


class Made(BaseModel):
    """A decision as it was written down. `undoes` names the decision that an undo took back."""

    number: int
    at: datetime
    person: str
    kind: str
    subject: str
    verdict: str
    reason: str
    content: dict[str, Any]
    document: str
    undoes: int | None


class Logged(Made):
    """A row of the log: `undone` is the number of the row that took it back."""

    undone: int | None


class Log(Listed[Logged]):
    """The log of all decisions."""


class Answer(BaseModel):
    """A ready answer."""

    verdict: str
    fields: dict[str, str]


class Held(BaseModel):
    """A reading as it was read, what holds of it (null where it was rejected), and how a person judged it."""

    read: Kept
    holds: dict[str, Any] | None
    judged: str


class JudgedCell(BaseModel):
    """A cell with what the machine reads in it (null where it was read by an older program), what holds of it (null where
    it is no observation), and how a person judged it; both as columns of an observation."""

    cell: TableCell
    read: dict[str, Any] | None
    holds: dict[str, Any] | None
    judged: str
    findings: list[Finding]


class FullQuestion(BaseModel):
    """A question with all that an answer rests on. An answer that gives another `state` than this is refused."""

    kind: str
    subject: str
    title: str
    state: str
    verdicts: list[str]
    doubts: list[dict[str, str]]
    readings: list[Held]
    neighbours: list[Kept]
    finding: Finding | None
    cell: JudgedCell | None
    answers: list[Answer]
    decisions: list[Made]


class Decided(BaseModel):
    """What was written down, and how many questions of each kind are open now."""

    decision: Made
    counts: dict[str, int]


class Reviewer(BaseModel):
    """The name that answers bear."""

    name: str


def question(one: Item) -> Question:
    """A question as JSON."""
    return Question(
        kind=one.kind, subject=one.subject, weight=one.weight, reach=one.reach,
        doubts=[{"code": doubt.code, "words": doubt.words} for doubt in one.doubts], documents=list(one.documents),
        address=addresses.review(one.kind, one.subject),
    )  # fmt: skip


def _values(one: Decision) -> dict[str, Any]:
    return {
        "number": one.number, "at": one.at, "person": one.person, "kind": one.kind, "subject": one.subject,
        "verdict": one.verdict, "reason": one.reason, "content": one.content, "document": one.document,
        "undoes": one.undoes,
    }  # fmt: skip


def logged(row: LogRow) -> Logged:
    """A row of the log as JSON."""
    return Logged(**_values(row.decision), undone=row.undone)


def _cell(one: Shown, found: Sequence[FoundFinding]) -> JudgedCell | None:
    if one.cell is None:
        return None
    read, holds = one.cell.read, one.cell.holds
    return JudgedCell(
        cell=cell(one.cell.row), read=dict(read) if read is not None else None,
        holds=dict(holds) if holds is not None else None, judged=one.cell.mark, findings=[finding(each) for each in found],
    )  # fmt: skip


def full(one: Shown, found: FoundFinding | None, on_cell: Sequence[FoundFinding] = ()) -> FullQuestion:
    """A whole question as JSON."""
    return FullQuestion(
        kind=one.kind, subject=one.subject, title=one.title, state=one.state, verdicts=list(one.verdicts),
        doubts=[{"code": doubt.code, "words": doubt.words} for doubt in one.doubts],
        readings=[
            Held(read=kept(row), holds=record(holds.statement) if holds.statement else None, judged=holds.mark)
            for row, holds in one.rows
        ],
        neighbours=[kept(row) for row in one.neighbours], finding=finding(found) if found else None, cell=_cell(one, on_cell),
        answers=[Answer(verdict=answer.verdict, fields=dict(answer.fields)) for answer in one.proposals],
        decisions=[Made(**_values(made)) for made in one.decisions],
    )  # fmt: skip


def decided(made: Decision, counts: dict[str, int]) -> Decided:
    """What was written down, as JSON."""
    return Decided(decision=Made(**_values(made)), counts=counts)


def question_of(made: Decision) -> str:
    """The question that a decision answered."""
    asked = stored_as(made.kind)
    return f"{asked.name}:{made.subject}" if asked is not None else ""


_ELSEWHERE = re.compile(
    r"/(?:tasks|targets|plans|agenda|projects|reviews|calendar|cadence|assessments)(?:/[A-Za-z0-9_-]+){0,3}"
)


def back(form: FormData, **values: object) -> str:
    """The review as it was filtered, or the page that asked for a name."""
    if _ELSEWHERE.fullmatch(written(form, "to")):
        return written(form, "to")
    kept_filters = {name: written(form, name) for name in ("kind", "document", "at") if written(form, name)}
    query = kept_filters | {name: str(value) for name, value in values.items() if value}
    return "/review" + (f"?{urlencode(query)}" if query else "")
