"""Verdicts, decisions, and the items that a person is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Verdict = Literal["accept", "correct", "reject", "merge", "waive"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
UNDO = "undo"
REASONED = frozenset({"reject", "waive"})
"""Verdicts that nobody can follow without the reason."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement: `verdict` on a `subject` of a `kind`, with what was judged and why; `undoes`: the number of an
    earlier one that no longer stands. `document` is where the subject was seen, empty for a name."""

    number: int
    at: datetime
    person: str
    kind: str
    subject: str
    verdict: str
    content: dict[str, object]
    reason: str
    document: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why something is asked: a code of `data/review.toml`, and the words of the text or the ledger that it is about."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A question for a person. `weight` is the value of an answer, `reach` how many statements, observations and
    findings it touches, `documents` where they stand."""

    kind: str
    subject: str
    weight: float
    reach: int
    doubts: tuple[Doubt, ...]
    documents: tuple[str, ...]

    @property
    def key(self) -> str:
        """Kind and subject as one word."""
        return f"{self.kind}:{self.subject}"
