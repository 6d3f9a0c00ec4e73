"""A review as a whole: how many clauses stand where, who owes what, and what was closed how. The data of its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xietong.core.calendar import WorkCalendar
from xietong.data.refusals import refusal
from xietong.targets.reviews.model import MESSAGES, Review, ReviewedClause, Step
from xietong.targets.reviews.standing import Standing, standing
from xietong.targets.reviews.steps import ordered


@dataclass(frozen=True, slots=True)
class Line:
    """A clause with its standing and all its steps in order."""

    standing: Standing
    steps: tuple[Step, ...]

    @property
    def clause(self) -> ReviewedClause:
        """The clause it is about."""
        return self.standing.clause


@dataclass(frozen=True, slots=True)
class Overview:
    """A review on a day, clauses in the order of the document. `states` and `outcomes` count clauses; `debts` are the
    clauses on which each body owes the next step, the longest overdue first."""

    review: Review
    on: date
    lines: tuple[Line, ...]
    states: Mapping[str, int]
    outcomes: Mapping[str, int]
    debts: Mapping[str, tuple[Standing, ...]]

    @property
    def open(self) -> tuple[Standing, ...]:
        """Clauses that are not closed."""
        return tuple(one.standing for one in self.lines if one.standing.state != "closed")

    @property
    def unreplied(self) -> tuple[Standing, ...]:
        """Clauses closed without a reply, each with its reason."""
        return tuple(one.standing for one in self.lines if one.standing.unreplied)

    @property
    def late(self) -> tuple[Standing, ...]:
        """Clauses with replies that came after the closing."""
        return tuple(one.standing for one in self.lines if one.standing.late)


def overview(
    review: Review, clauses: Sequence[ReviewedClause], steps: Sequence[Step], on: date, calendar: WorkCalendar
) -> Overview:
    """The whole review as it stands at the end of a day."""
    by_clause: dict[str, list[Step]] = {}
    for one in steps:
        by_clause.setdefault(one.clause, []).append(one)
    lines = tuple(
        Line(standing(review, one, by_clause.get(one.id, []), on, calendar), ordered(by_clause.get(one.id, [])))
        for one in sorted(clauses, key=lambda one: (one.number, one.start))
    )
    standings = [one.standing for one in lines]
    return Overview(
        review, on, lines, dict(Counter(one.state for one in standings)),
        dict(Counter(one.outcome for one in standings if one.outcome)), debts(standings),
    )  # fmt: skip


def debts(standings: Sequence[Standing]) -> dict[str, tuple[Standing, ...]]:
    """What each body owes, the longest overdue first, then by day."""
    owing: dict[str, list[Standing]] = {}
    for one in standings:
        for body in one.owed.bodies if one.owed else ():
            owing.setdefault(body, []).append(one)
    return {body: tuple(sorted(ones, key=_urgency)) for body, ones in sorted(owing.items())}


def _urgency(one: Standing) -> tuple[int, str, int]:
    assert one.owed is not None
    return -one.owed.overdue, str(one.owed.due or "9999"), one.clause.number


def ended(found: Overview, day: date, summary: str) -> Review:
    """The review ended on a day. ValuesError while a clause is open, where it has none, or where it ended before."""
    review = found.review
    if review.closed is not None:
        raise refusal(MESSAGES, "review_closed", title=review.title, day=review.closed)
    if not found.lines:
        raise refusal(MESSAGES, "review_empty", title=review.title)
    waiting = found.open
    if waiting:
        names = "、".join(one.clause.name for one in waiting[:5])
        raise refusal(MESSAGES, "review_open", title=review.title, count=len(waiting), clauses=names)
    return replace(review, closed=day, summary=summary.strip())
