"""Decisions in the order they were made → those that stand: the last on each subject that nobody has undone."""

from __future__ import annotations

from collections.abc import Iterable

from xietong.statements.review.model import UNDO, Decision

Subject = tuple[str, str]


def standing(decisions: Iterable[Decision]) -> dict[Subject, Decision]:
    """(kind, subject) → the decision that stands. An undo takes away exactly the row it names, and stands for nothing."""
    decisions = list(decisions)
    undone = {one.undoes for one in decisions if one.undoes is not None}
    return {
        (one.kind, one.subject): one
        for one in sorted(decisions, key=lambda one: one.number)
        if one.verdict != UNDO and one.number not in undone
    }
