"""Implementation reviews as records: rows of reviews with their clauses and steps, entries, and what evidence names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection

from xietong.core.calendar import WorkCalendar
from xietong.core.content import content, of_content
from xietong.core.errors import NotFoundError
from xietong.core.record import Entry, Record
from xietong.data import table
from xietong.data.refusals import refusal
from xietong.store import documents, observations, records, statements
from xietong.targets.reviews.model import MESSAGES, Evidence, Review, ReviewedClause, Source, Step
from xietong.targets.reviews.overview import Overview, overview

REVIEW, CLAUSE, STEP = "implementation_review", "reviewed_clause", "review_step"
KINDS = (REVIEW, CLAUSE, STEP)
_WORDS = 300  # characters of evidence that are kept beside its id


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review as lists show it, with how its clauses stand."""

    id: str
    found: Overview
    record: Record


def rows(
    connection: Connection, kept: Sequence[Record], on: date, calendar: WorkCalendar, known: datetime | None = None
) -> Iterator[ReviewRow]:
    """Reviews with how they stand: clauses and steps of all of them in two questions."""
    ids = [one.subject for one in kept]
    parts: dict[str, tuple[list[ReviewedClause], list[Step]]] = {one: ([], []) for one in ids}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        for one in records.find(connection, CLAUSE, parent=some, as_of=known, limit=None).items:
            parts[one.parent][0].append(of_content(ReviewedClause, one.content or {}))
        for one in records.find(connection, STEP, parent=some, as_of=known, limit=None).items:
            parts[one.parent][1].append(kept_step(one))
    for one in kept:
        clauses, steps = parts[one.subject]
        review = of_content(Review, one.content or {})
        yield ReviewRow(one.subject, overview(review, clauses, steps, on, calendar), one)


def kept_step(one: Record) -> Step:
    """A step with when it was entered and by whom."""
    return replace(of_content(Step, one.content or {}), entered=one.at, person=one.person)


def steps_of(connection: Connection, clause: ReviewedClause) -> list[Step]:
    """The steps on a clause that hold."""
    found = records.find(connection, STEP, {"clause": clause.id}, limit=None).items
    return [kept_step(one) for one in found]


def review_entry(one: Review) -> Entry:
    """A review as it is recorded."""
    terms = {"open": ("no" if one.closed else "yes",), "document": (one.document,), "by": (one.by,)}
    return Entry(REVIEW, one.id, content(one), "", one.opened, terms)


def clause_entry(one: ReviewedClause) -> Entry:
    """A clause as it is recorded."""
    terms = {"body": (*one.lead, *one.supporting), "clause": (one.clause,)}
    return Entry(CLAUSE, one.id, content(one), one.review, one.taken_up, terms)


def step_entry(clause: ReviewedClause, one: Step) -> Entry:
    """A step as it is recorded."""
    rests = tuple(dict.fromkeys(each.id for each in one.evidence if each.id))
    terms = {"clause": (clause.id,), "kind": (one.kind,), "body": one.bodies, "evidence": rests}
    return Entry(STEP, one.id, content(replace(one, entered=None, person="")), clause.review, one.day, terms)


def evidence(connection: Connection, given: str) -> Evidence:
    """What a reference stands for (kind:id, or note:words) with its words as they are now. ValuesError, NotFoundError."""
    source, colon, rest = given.partition(":")
    source, rest = source.strip(), rest.strip()
    if not colon or source not in table("reviews.toml")["evidence"] or not rest:
        raise refusal(MESSAGES, "no_evidence_of", given=given[:60])
    kind = cast(Source, source)
    if kind == "note":
        return Evidence(kind, "", rest[:_WORDS])
    if kind == "document":
        row = documents.row(connection, rest)
        return Evidence(kind, row.id, (row.title or row.name)[:_WORDS])
    if kind == "statement":
        found = statements.get(connection, rest)
        return Evidence(kind, found.id, found.statement.sentence.replace("\n", "")[:_WORDS])
    if kind == "task":
        task = records.get(connection, "task", rest)
        return Evidence(kind, task.subject, str((task.content or {}).get("title", ""))[:_WORDS])
    rows = observations.between(connection, rest, rest)
    if not rows:
        raise NotFoundError(f"no observation has the id {rest!r}.", f"没有编号为“{rest}”的观测值。")
    one = rows[0].observation
    return Evidence(
        kind, one.id, f"{one.key.indicator} {one.key.place} {one.key.period} {one.quote}{one.unit}"[:_WORDS]
    )
