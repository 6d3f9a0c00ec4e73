"""How a clause under review stands on a day: its state, and who owes the next step by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from xietong.core.calendar import WorkCalendar
from xietong.core.errors import CalendarError
from xietong.targets.reviews.model import Outcome, Review, ReviewedClause, Step, StepKind
from xietong.targets.reviews.steps import closing, ordered, unanswered

State = Literal["taken_up", "evidence", "found", "recommended", "answered", "closed"]


@dataclass(frozen=True, slots=True)
class Owed:
    """The next step: of whom, by when. `undated` says why there is no day (a year without a table of working days);
    `overdue` counts the working days since the day passed, 0 while it has not."""

    step: StepKind
    bodies: tuple[str, ...]
    due: date | None
    overdue: int = 0
    undated: CalendarError | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clause stands on a day. `outcome` is that of its last finding, empty where there is none; `owed` is None for
    a closed clause; `unreplied`: it was closed by a stated reason, without these replies; `late`: replies that came after
    the closing, by their day or because they were entered later."""

    clause: ReviewedClause
    state: State
    outcome: Outcome | Literal[""]
    owed: Owed | None
    closing: Step | None = None
    unreplied: tuple[str, ...] = ()
    late: tuple[Step, ...] = ()


def standing(
    review: Review, clause: ReviewedClause, steps: Sequence[Step], on: date, calendar: WorkCalendar
) -> Standing:
    """How a clause stands at the end of a day, by the steps taken up to then."""
    taken = ordered(one for one in steps if one.day <= on)
    findings = [one for one in taken if one.kind == "finding"]
    outcome = findings[-1].outcome if findings else ""
    shut = closing(taken)
    if shut is not None:
        early = [one for one in taken if not _after(one, shut)]
        missing = dict.fromkeys(body for _, bodies in unanswered(early) for body in bodies)
        late = tuple(one for one in taken if one.kind == "reply" and _after(one, shut))
        return Standing(clause, "closed", outcome, None, shut, tuple(missing), late)
    state, step, bodies, start, term, due = _next(review, clause, taken)
    return Standing(clause, state, outcome, owed(calendar, step, bodies, start, term, due, on))


def _after(one: Step, shut: Step) -> bool:
    if one.day != shut.day:
        return one.day > shut.day
    return one.entered is not None and shut.entered is not None and one.entered > shut.entered


_Next = tuple[State, StepKind, tuple[str, ...], date, int, date | None]


def _next(review: Review, clause: ReviewedClause, taken: Sequence[Step]) -> _Next:
    """State, next step, who owes it, and the day or the term (from a day) it is due by."""
    terms, reviewer = review.terms, (review.by,)
    reopened = [one for one in taken if one.kind == "reopening"]
    evidence = [one for one in taken if one.kind == "evidence"]
    findings = [one for one in taken if one.kind == "finding"]
    asked = [one for one in taken if one.kind == "recommendation"]
    waiting = unanswered(taken)
    if waiting:
        first = min(waiting, key=lambda one: (one[0].due or one[0].day, one[0].day))
        bodies = tuple(dict.fromkeys(body for _, some in waiting for body in some))
        return "recommended", "reply", bodies, first[0].day, terms.reply, first[0].due
    if not findings and not evidence:
        return "taken_up", "evidence", clause.lead, clause.taken_up, terms.evidence, None
    if not findings:
        return "evidence", "finding", reviewer, evidence[-1].day, terms.finding, None
    last = findings[-1]
    if last.outcome != "implemented" and not any(last.id in one.of for one in asked):
        return "found", "recommendation", reviewer, last.day, terms.recommendation, None
    done = [last.day, *(one.day for one in taken if one.kind == "reply"), *(one.day for one in reopened)]
    return "answered", "closing", reviewer, max(done), terms.closing, None


def owed(
    calendar: WorkCalendar, step: StepKind, bodies: tuple[str, ...], start: date, term: int, due: date | None, on: date
) -> Owed:
    """A step that is due on a day, or some working days after another."""
    try:
        due = due or calendar.add(start, term)
        late = calendar.between(due, on) if on > due else 0
    except CalendarError as error:
        return Owed(step, bodies, due, 0, error)
    return Owed(step, bodies, due, max(late, 0))
