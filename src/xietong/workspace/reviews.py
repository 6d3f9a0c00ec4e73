"""Implementation reviews of a workspace: opened on a document, clause by clause, every step an entry that stays.

The review of doubtful readings is `review.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast, get_args

from xietong.core.clock import today
from xietong.core.content import of_content
from xietong.core.record import Entry, Record
from xietong.data.refusals import refusal
from xietong.store import documents, records
from xietong.store.ledger import Ledger
from xietong.store.reviews import (
    CLAUSE,
    REVIEW,
    STEP,
    ReviewRow,
    clause_entry,
    evidence,
    kept_step,
    review_entry,
    rows,
    step_entry,
    steps_of,
)
from xietong.store.rows import Page
from xietong.targets.reviews.clauses import Reviewable, chosen, reviewable
from xietong.targets.reviews.model import MESSAGES, Evidence, Kind, Review, ReviewedClause, Step, Terms
from xietong.targets.reviews.overview import ended
from xietong.targets.reviews.steps import check, check_withdrawal, following
from xietong.targets.tasks.bodies import ended as body_ended
from xietong.targets.tasks.bodies import register
from xietong.targets.tasks.text import line, words
from xietong.workspace.calendars import calendar
from xietong.workspace.entering import named

_NAME = 80
_TAKING_UP = {"zh": "纳入", "en": "taking up"}


class Reviews:
    """Every method that writes checks all it is given first: ValuesError or NotFoundError, and nothing is saved."""

    def __init__(self, ledger: Ledger, person: Callable[[], str]) -> None:
        self._ledger, self._person = ledger, person

    def by(self, person: str) -> Reviews:
        """The same, with entries under another name."""
        return Reviews(self._ledger, lambda: person)

    @property
    def today(self) -> date:
        """The day by the office's clock."""
        return today()

    # -- asking ------------------------------------------------------------------------------------------------------

    def find(
        self, is_open: bool | None = None, limit: int = 50, offset: int = 0, on: date | None = None,
        known: datetime | None = None,
    ) -> Page[ReviewRow]:  # fmt: skip
        """Reviews, the last opened first, by entries made up to a moment."""
        terms = {} if is_open is None else {"open": "yes" if is_open else "no"}
        with self._ledger.reading() as connection:
            page = records.find(connection, REVIEW, terms, as_of=known, limit=limit, offset=offset, latest=True)
            found = tuple(rows(connection, page.items, on or today(), calendar(), known))
        return Page(found, page.total, page.limit, page.offset)

    def all_open(self, on: date | None = None, known: datetime | None = None) -> tuple[ReviewRow, ...]:
        """All that have not ended on a day, by entries made up to a moment."""
        with self._ledger.reading() as connection:
            page = records.find(connection, REVIEW, {"open": "yes"}, as_of=known, limit=None)
            return tuple(rows(connection, page.items, on or today(), calendar(), known))

    def get(self, review: str, on: date | None = None, known: datetime | None = None) -> ReviewRow:
        """One by its id or the beginning of it, as it stands on a day. NotFoundError; ValuesError for a day before it was
        opened."""
        with self._ledger.reading() as connection:
            kept = records.get(connection, REVIEW, review, known)
            row = next(rows(connection, [kept], on or today(), calendar(), known))
        opened = row.found.review.opened
        if on and on < opened:
            raise refusal(MESSAGES, "before_opened", day=on, opened=opened)
        return row

    def history(self, review: str) -> tuple[Record, ...]:
        """All entries about a review, its clauses and steps, the latest first; withdrawn and corrected ones too."""
        with self._ledger.reading() as connection:
            whole = records.get(connection, REVIEW, review).subject
            subjects = [(REVIEW, whole)]
            for kind in (CLAUSE, STEP):
                subjects += [(kind, one) for one in records.subjects(connection, kind, whole)]
            found = [one for kind, subject in subjects for one in records.history(connection, kind, subject)]
        return tuple(sorted(found, key=lambda one: -one.number))

    def clauses(self, document: str) -> tuple[Reviewable, ...]:
        """What of a document can be taken up, with the bodies its words name."""
        with self._ledger.reading() as connection:
            return reviewable(documents.text(connection, documents.find_id(connection, document)))

    # -- entering ----------------------------------------------------------------------------------------------------

    def open(
        self, document: str, title: str, by: str, kind: str = "plan", opened: date | None = None, terms: Terms | None = None
    ) -> str:  # fmt: skip
        """Open a review of a document; its id. The same document, title and day is the same review."""
        person, day = named(self._person()), opened or today()
        if kind not in get_args(Kind):
            raise _unknown(kind, get_args(Kind))
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            row = documents.row(connection, document)
            _in_the_future(day)
            made = Review(
                cast(Kind, kind), line(title), row.id, row.title or row.name, _bodies([by])[0], day,
                terms or Terms.usual(),
            )  # fmt: skip
            if not records.history(connection, REVIEW, made.id):
                records.add(connection, person, [review_entry(made)])
        return made.id

    def take_up(
        self, review: str, clauses: Mapping[str, tuple[Sequence[str], Sequence[str]]], day: date | None = None
    ) -> tuple[str, ...]:
        """Take up clauses: what each is named by (number, heading, words, id) → the bodies that lead and support; where none
        are given, those that its words name. Their ids. Nothing is taken up where one cannot be."""
        person, day = named(self._person()), day or today()
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            found = next(rows(connection, [records.get(connection, REVIEW, review)], today(), calendar())).found
            one = _running(found.review)
            _in_the_future(day)
            if day < one.opened:
                raise refusal(MESSAGES, "before_taken_up", day=day, start=one.opened, step=_TAKING_UP)
            all_clauses = reviewable(documents.text(connection, one.document))
            taken = {line.clause.clause for line in found.lines}
            made: list[ReviewedClause] = []
            for given, (lead, supporting) in clauses.items():
                clause = _clause(one, chosen(all_clauses, given, one.document_title), lead, supporting, day)
                if clause.clause in taken:
                    raise refusal(MESSAGES, "clause_twice", clause=clause.name)
                taken.add(clause.clause)
                made.append(clause)
            records.add(connection, person, [clause_entry(clause) for clause in made])
        return tuple(clause.id for clause in made)

    def evidence(self, given: Iterable[str]) -> tuple[Evidence, ...]:
        """What references stand for: document:id, statement:id, observation:id, task:id, note:words; each with its words
        as they are now. NotFoundError for one that is not there."""
        with self._ledger.reading() as connection:
            return tuple(evidence(connection, words(one)) for one in given)

    def step(self, step: Step) -> str:
        """Take a step on a clause; its id. Where it does not say what it follows from, that is the last finding (of a
        recommendation) or the recommendations to its bodies (of a reply)."""
        person = named(self._person())
        step = replace(step, text=words(step.text), bodies=_bodies(step.bodies))
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            kept = records.get(connection, CLAUSE, step.clause)
            clause = of_content(ReviewedClause, kept.content or {})
            whole = records.get(connection, REVIEW, clause.review)
            _running(of_content(Review, whole.content or {}))
            taken = steps_of(connection, clause)
            step = replace(step, clause=clause.id)
            step = replace(step, of=step.of or following(taken, step))
            check(clause, taken, step, today())
            records.add(connection, person, [step_entry(clause, step)])
        return step.id

    def withdraw(self, step: str, reason: str) -> None:
        """Take a step back; it stays in the history with the reason."""
        person = named(self._person())
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            kept = records.get(connection, STEP, step)
            one = kept_step(kept)
            clause = of_content(ReviewedClause, records.get(connection, CLAUSE, one.clause).content or {})
            _running(of_content(Review, records.get(connection, REVIEW, clause.review).content or {}))
            check_withdrawal(steps_of(connection, clause), one, reason)
            records.add(
                connection, person, [Entry(STEP, kept.subject, None, kept.parent, kept.day, {}, reason.strip())]
            )

    def end(self, review: str, summary: str = "", day: date | None = None) -> None:
        """End a review whose clauses are all closed."""
        person, day = named(self._person()), day or today()
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            _in_the_future(day)
            found = next(rows(connection, [records.get(connection, REVIEW, review)], day, calendar())).found
            records.add(connection, person, [review_entry(ended(found, day, words(summary)))])


def _clause(
    review: Review, found: Reviewable, lead: Sequence[str], supporting: Sequence[str], day: date
) -> ReviewedClause:
    """The bodies that a person names must be there on the day; those that the text names are whoever took over from them."""
    leading, others = _bodies(lead), _bodies(supporting)
    for body in (*leading, *others):
        gone = body_ended(body, day)
        if gone is not None:
            raise gone
    leading = leading or tuple(register().now(one, day) for one in found.lead)
    others = others or (() if lead else tuple(register().now(one, day) for one in found.supporting))
    return ReviewedClause(
        review.id, found.id, found.number, found.label, found.title, found.quote, found.start, found.end, leading,
        tuple(one for one in others if one not in leading), day,
    )  # fmt: skip


def _bodies(given: Iterable[str]) -> tuple[str, ...]:
    names = [line(one) for one in given]
    for one in names:
        if not 0 < len(one) <= _NAME:
            raise refusal(MESSAGES, "body_name", body=one[:_NAME])
    return tuple(dict.fromkeys(names))


def _running(one: Review) -> Review:
    if one.closed is not None:
        raise refusal(MESSAGES, "review_closed", title=one.title, day=one.closed)
    return one


def _in_the_future(day: date) -> None:
    if day > today():
        raise refusal(MESSAGES, "in_the_future", day=day, today=today(), step={"zh": "评估", "en": "review"})


def _unknown(given: str, known: Sequence[str]) -> Exception:
    return refusal(MESSAGES, "unknown_kind", given=given[:40], known=" | ".join(known))
