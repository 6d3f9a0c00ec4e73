"""What persons decided; rows are only ever added, the last on a subject that nobody has undone holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from xietong.observations.catalogue import plain
from xietong.statements.review.model import UNDO, Decision
from xietong.statements.review.standing import standing
from xietong.store.clock import moment, now
from xietong.store.model import DecisionTable
from xietong.store.rows import Page

ALIAS = "alias"
READING = "reading"
PLACE = "place"
_CHUNK = 500

__all__ = ["ALIAS", "PLACE", "READING", "UNDO", "Decision", "aliases", "decide", "merged", "of_kind"]


def take_turn(connection: Connection) -> None:
    """Wait until no other transaction that decides is under way; on SQLite every writer has waited already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE decision IN SHARE ROW EXCLUSIVE MODE"))


def hold(connection: Connection) -> None:
    """Let nobody decide while a document is written: decisions are anchored in what is read."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE decision IN SHARE MODE"))


def decide(
    connection: Connection, person: str, kind: str, subject: str, verdict: str, content: dict[str, object],
    reason: str, document: str = "", undoes: int | None = None,
) -> int:  # fmt: skip
    """Add a decision; its number."""
    values = {
        "at": now(), "person": person, "kind": kind, "subject": subject, "verdict": verdict, "content": content,
        "reason": reason, "document_id": document, "undoes": undoes,
    }  # fmt: skip
    return int(connection.execute(insert(DecisionTable).values(**values).returning(DecisionTable.number)).scalar_one())


def of_kind(connection: Connection, kind: str) -> tuple[Decision, ...]:
    """All decisions of a kind, the first first."""
    query = select(DecisionTable).where(DecisionTable.kind == kind).order_by(DecisionTable.number)
    return tuple(map(_decision, connection.execute(query)))


def of_documents(connection: Connection, kind: str, documents: Iterable[str]) -> tuple[Decision, ...]:
    """All decisions of a kind on what stands in some documents, the first first."""
    wanted = sorted(set(documents))
    found: list[Any] = []
    for at in range(0, len(wanted), _CHUNK):
        part = DecisionTable.document_id.in_(wanted[at : at + _CHUNK])
        found += connection.execute(select(DecisionTable).where(DecisionTable.kind == kind, part)).all()
    return tuple(sorted(map(_decision, found), key=lambda one: one.number))


def of_subject(connection: Connection, kind: str, subject: str) -> tuple[Decision, ...]:
    """All decisions on one subject, the first first."""
    query = select(DecisionTable).where(DecisionTable.kind == kind, DecisionTable.subject == subject)
    return tuple(map(_decision, connection.execute(query.order_by(DecisionTable.number))))


def numbered(connection: Connection, numbers: Iterable[int]) -> dict[int, Decision]:
    """Decisions by their numbers; those that there are."""
    wanted = sorted(set(numbers))
    found: dict[int, Decision] = {}
    for at in range(0, len(wanted), _CHUNK):
        query = select(DecisionTable).where(DecisionTable.number.in_(wanted[at : at + _CHUNK]))
        found |= {one.number: _decision(one) for one in connection.execute(query)}
    return found


def undoing(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Number of a decision → number of the row that undid it, for those that were undone."""
    query = select(DecisionTable.undoes, DecisionTable.number).where(DecisionTable.undoes.in_(sorted(set(numbers))))
    return {one.undoes: one.number for one in connection.execute(query)}


def log(connection: Connection, kind: str, document: str, limit: int, offset: int) -> Page[Decision]:
    """All rows ever added, the latest first; of one kind or one document if asked."""
    conditions = [DecisionTable.kind == kind] if kind else []
    if document:
        conditions.append(DecisionTable.document_id == document)
    total = connection.scalar(select(func.count()).select_from(DecisionTable).where(*conditions)) or 0
    query = select(DecisionTable).where(*conditions).order_by(DecisionTable.number.desc()).limit(limit).offset(offset)
    return Page(tuple(map(_decision, connection.execute(query))), total, limit, offset)


def aliases(connection: Connection) -> dict[str, str]:
    """Plain phrase → code ("" for none), as last decided; a withdrawn assignment is gone."""
    return {
        one.subject: str(one.content.get("code", ""))
        for one in standing(of_kind(connection, ALIAS)).values()
        if one.verdict not in ("withdraw", "merge")
    }


def merged(connection: Connection) -> tuple[dict[str, str], dict[str, str]]:
    """Plain phrase → the phrase it is one with, and plain place → the place it is one with."""
    names = standing(of_kind(connection, ALIAS)).values()
    places = standing(of_kind(connection, PLACE)).values()
    return (
        {one.subject: str(one.content["as"]) for one in names if one.verdict == "merge"},
        {one.subject: str(one.content["as"]) for one in places if one.verdict == "merge"},
    )


def settled(connection: Connection) -> tuple[frozenset[str], frozenset[str]]:
    """Plain phrases and plain places that a person has decided on."""
    names = standing(of_kind(connection, ALIAS)).values()
    places = standing(of_kind(connection, PLACE)).values()
    return (
        frozenset(one.subject for one in names if one.verdict != "withdraw"),
        frozenset(one.subject for one in places),
    )


def phrase_key(phrase: str) -> str:
    """The subject of decisions on a phrase."""
    return plain(phrase)


def _decision(one: Any) -> Decision:
    return Decision(
        one.number, moment(one.at), one.person, one.kind, one.subject, one.verdict, one.content, one.reason,
        one.document_id, one.undoes,
    )  # fmt: skip
