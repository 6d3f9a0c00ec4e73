"""Reviews, clauses and steps as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from xietong.targets.reviews.model import Evidence, Review, ReviewedClause, Step, Terms


def of_review(one: Review) -> dict[str, Any]:
    """As JSON."""
    return {**asdict(one), "opened": str(one.opened), "closed": str(one.closed) if one.closed else None}


def review(content: Mapping[str, Any]) -> Review:
    """Back from JSON."""
    closed = content["closed"]
    return Review(
        **{
            **content,
            "opened": date.fromisoformat(content["opened"]),
            "closed": date.fromisoformat(closed) if closed else None,
            "terms": Terms(**content["terms"]),
        }
    )


def of_clause(one: ReviewedClause) -> dict[str, Any]:
    """As JSON."""
    return {
        **asdict(one),
        "lead": list(one.lead),
        "supporting": list(one.supporting),
        "taken_up": str(one.taken_up),
    }


def clause(content: Mapping[str, Any]) -> ReviewedClause:
    """Back from JSON."""
    return ReviewedClause(
        **{
            **content,
            "lead": tuple(content["lead"]),
            "supporting": tuple(content["supporting"]),
            "taken_up": date.fromisoformat(content["taken_up"]),
        }
    )


def of_step(one: Step) -> dict[str, Any]:
    """As JSON, without when it was entered and by whom, which the record says."""
    return {
        "clause": one.clause, "kind": one.kind, "day": str(one.day), "text": one.text, "bodies": list(one.bodies),
        "of": list(one.of), "outcome": one.outcome, "due": str(one.due) if one.due else None,
        "evidence": [[each.source, each.id, each.words] for each in one.evidence],
    }  # fmt: skip


def step(content: Mapping[str, Any], entered: datetime | None = None, person: str = "") -> Step:
    """Back from JSON."""
    due = content["due"]
    return Step(
        content["clause"], content["kind"], date.fromisoformat(content["day"]), content["text"],
        tuple(content["bodies"]), tuple(content["of"]), content["outcome"], date.fromisoformat(due) if due else None,
        tuple(Evidence(*each) for each in content["evidence"]), entered, person,
    )  # fmt: skip
