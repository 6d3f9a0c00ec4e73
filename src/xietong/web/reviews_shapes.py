"""Implementation reviews as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from xietong.store.reviews import ReviewRow
from xietong.targets.reviews.overview import Line
from xietong.targets.reviews.standing import Standing
from xietong.web import addresses


class Terms(BaseModel):
    """Working days each step may take."""

    evidence: int
    finding: int
    recommendation: int
    reply: int
    closing: int


class Evidence(BaseModel):
    """What a step rests on: kind, id (empty for a note), its words as they were then, its address here."""

    source: str
    id: str
    words: str
    address: str


class Step(BaseModel):
    """A step: `day` is when it was taken, `entered` when it was recorded and by whom; `late`: a reply after the closing."""

    id: str
    kind: str
    day: date
    text: str
    bodies: list[str]
    of: list[str]
    outcome: str
    due: date | None
    evidence: list[Evidence]
    entered: datetime | None
    person: str
    late: bool


class Owed(BaseModel):
    """The next step, who owes it, by when; `overdue` in working days; `undated`: why there is no day."""

    step: str
    bodies: list[str]
    due: date | None
    overdue: int
    undated: str


class Clause(BaseModel):
    """A clause under review with how it stands and its steps."""

    id: str
    label: str
    title: str
    quote: str
    start: int
    end: int
    lead: list[str]
    supporting: list[str]
    taken_up: date
    state: str
    outcome: str
    owed: Owed | None
    unreplied: list[str]
    steps: list[Step]
    address: str


class ReviewSummary(BaseModel):
    """A review as lists show it; `states` and `outcomes` count clauses."""

    id: str
    kind: str
    title: str
    document: str
    document_title: str
    by: str
    opened: date
    closed: date | None
    states: dict[str, int]
    outcomes: dict[str, int]
    address: str


class Review(ReviewSummary):
    """A review as it stands on a day, clause by clause; `debts`: ids of clauses by the body that owes the next step."""

    on: date
    summary: str
    terms: Terms
    clauses: list[Clause]
    debts: dict[str, list[str]]


def summary(row: ReviewRow) -> ReviewSummary:
    """One row of the list."""
    return ReviewSummary(**_summary(row))


def _summary(row: ReviewRow) -> dict[str, Any]:
    found, one = row.found, row.found.review
    return {
        "id": row.id, "kind": one.kind, "title": one.title, "document": one.document, "by": one.by,
        "document_title": one.document_title, "opened": one.opened, "closed": one.closed,
        "states": dict(found.states), "outcomes": dict(found.outcomes), "address": addresses.reviewed(row.id),
    }  # fmt: skip


def review(row: ReviewRow, language: str) -> Review:
    """The whole of it."""
    found, one = row.found, row.found.review
    terms = one.terms
    return Review(
        **_summary(row), on=found.on, summary=one.summary,
        terms=Terms(evidence=terms.evidence, finding=terms.finding, recommendation=terms.recommendation,
                    reply=terms.reply, closing=terms.closing),
        clauses=[clause(row.id, line, language) for line in found.lines],
        debts={body: [each.clause.id for each in ones] for body, ones in found.debts.items()},
    )  # fmt: skip


def clause(identity: str, line: Line, language: str) -> Clause:
    """A clause with its steps."""
    one, standing = line.clause, line.standing
    late = {each.id for each in standing.late}
    return Clause(
        id=one.id, label=one.label, title=one.title, quote=one.quote, start=one.start, end=one.end,
        lead=list(one.lead), supporting=list(one.supporting), taken_up=one.taken_up, state=standing.state,
        outcome=standing.outcome, owed=_owed(standing, language), unreplied=list(standing.unreplied),
        steps=[
            Step(id=step.id, kind=step.kind, day=step.day, text=step.text, bodies=list(step.bodies), of=list(step.of),
                 outcome=step.outcome, due=step.due, entered=step.entered, person=step.person, late=step.id in late,
                 evidence=[Evidence(source=each.source, id=each.id, words=each.words,
                                    address=addresses.evidence(each.source, each.id)) for each in step.evidence])
            for step in line.steps
        ],
        address=addresses.reviewed(identity, one.id),
    )  # fmt: skip


def _owed(standing: Standing, language: str) -> Owed | None:
    one = standing.owed
    if one is None:
        return None
    undated = one.undated.sentence(language) if one.undated else ""
    return Owed(step=one.step, bodies=list(one.bodies), due=one.due, overdue=one.overdue, undated=undated)
