"""What an implementation review is made of: clauses taken up, and the dated steps on each."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Literal

from xietong.core.ids import content_id
from xietong.data import table
from xietong.data.refusals import refusal

Kind = Literal["decision", "law", "plan"]
StepKind = Literal["evidence", "finding", "recommendation", "reply", "closing", "reopening"]
Outcome = Literal["implemented", "partly", "not_implemented", "unknown"]
Source = Literal["document", "statement", "observation", "task", "note"]
WORDS = "reviews.toml"
MESSAGES = "reviews"
MOST = 4000  # characters of what a person writes
_NAME = 200
_LONGEST = 250  # working days: a year


@dataclass(frozen=True, slots=True)
class Terms:
    """Working days each step may take; see data/reviews.toml. ValuesError for none or more than a year's."""

    evidence: int
    finding: int
    recommendation: int
    reply: int
    closing: int

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not 1 <= value <= _LONGEST:
                raise refusal(MESSAGES, "terms", name=name, value=value)

    @classmethod
    def usual(cls) -> Terms:
        """Those of the data file."""
        return cls(**table(WORDS)["terms"])


@dataclass(frozen=True, slots=True)
class Review:
    """A review of one document. `by` reviews; `closed` is the day the whole ended, None while it runs."""

    kind: Kind
    title: str
    document: str
    document_title: str
    by: str
    opened: date
    terms: Terms
    closed: date | None = None
    summary: str = ""

    def __post_init__(self) -> None:
        if not all(0 < len(one.strip()) <= _NAME for one in (self.title, self.by)):
            raise refusal(MESSAGES, "no_title")

    @property
    def id(self) -> str:
        """Identity: what is reviewed, under which title, from which day."""
        return content_id("implementation-review", self.document, self.title, str(self.opened))


@dataclass(frozen=True, slots=True)
class ReviewedClause:
    """A clause taken up: its words as they were then (text[start:end] == quote), and who carries it out.

    `clause` is the clause's own id (`targets.plans.model.clause_id`); `number` its place in the document, for the order.
    """

    review: str
    clause: str
    number: int
    label: str
    title: str
    quote: str
    start: int
    end: int
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    taken_up: date

    def __post_init__(self) -> None:
        if not self.lead:
            raise refusal(MESSAGES, "no_bodies", clause=self.name)

    @property
    def id(self) -> str:
        """Identity: the clause in the review."""
        return content_id("reviewed-clause", self.review, self.clause)

    @property
    def name(self) -> str:
        """What it is called in a sentence: its number and heading, or how it begins."""
        words = self.title or " ".join(self.quote.split())[len(self.label) : 24 + len(self.label)]
        return f"{self.label}{words}"[:60]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a step rests on: `id` of a thing of the ledger (empty for a note) and its words as they were then."""

    source: Source
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step on a clause. `day` is when it was taken, `entered` when it was recorded and by whom.

    `bodies`: who hands in evidence, whom a recommendation is for, who replies. `of`: ids of the steps it follows from (a
    recommendation from findings, a reply from recommendations). `due`: the day a recommendation asks a reply by, None
    for the usual term. `outcome` is a finding's. `text` of a closing is its reason, empty where replies say enough.
    """

    clause: str
    kind: StepKind
    day: date
    text: str = ""
    bodies: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    outcome: Outcome | Literal[""] = ""
    due: date | None = None
    evidence: tuple[Evidence, ...] = ()
    entered: datetime | None = field(default=None, compare=False)
    person: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """Identity: all that it says."""
        rests = [[one.source, one.id, one.words] for one in self.evidence]
        return content_id(
            "review-step", self.clause, self.kind, str(self.day), self.text, list(self.bodies), list(self.of),
            self.outcome, str(self.due or ""), rests,
        )  # fmt: skip
