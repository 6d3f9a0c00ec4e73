"""What persons decided; rows are only ever added, the last on a subject holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from xietong.store.clock import moment, now
from xietong.store.model import DecisionTable

ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement: `verdict` on a `subject` of a `kind`, with what was decided and why."""

    number: int
    at: datetime
    person: str
    kind: str
    subject: str
    verdict: str
    content: dict[str, object]
    reason: str


def decide(
    connection: Connection, person: str, kind: str, subject: str, verdict: str, content: dict[str, object], reason: str
) -> None:
    """Add a decision."""
    connection.execute(
        insert(DecisionTable).values(
            at=now(), person=person, kind=kind, subject=subject, verdict=verdict, content=content, reason=reason
        )
    )


def of_kind(connection: Connection, kind: str) -> tuple[Decision, ...]:
    """All decisions of a kind, the first first."""
    query = select(DecisionTable).where(DecisionTable.kind == kind).order_by(DecisionTable.number)
    return tuple(
        Decision(one.number, moment(one.at), one.person, one.kind, one.subject, one.verdict, one.content, one.reason)
        for one in connection.execute(query)
    )


def aliases(connection: Connection) -> dict[str, str]:
    """Plain phrase → code ("" for none), as last decided; a withdrawn assignment is gone."""
    found: dict[str, str] = {}
    for one in of_kind(connection, ALIAS):
        if one.verdict == "withdraw":
            found.pop(one.subject, None)
        else:
            found[one.subject] = str(one.content.get("code", ""))
    return found
