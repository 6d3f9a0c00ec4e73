"""What entries can rest on, found by its words or its id; and what rests on a document or a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, func, or_, select
from sqlalchemy.orm import aliased

from xietong.core import clock
from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.period import Period
from xietong.store import documents, fulltext, records, statements
from xietong.store import reviews as reviewed
from xietong.store import tasks as lists
from xietong.store.model import Document, ObservationTable, RecordTable, RecordTerm, StatementTable
from xietong.store.plain import fold
from xietong.store.rows import DocumentRow, StatementFilter, StatementRow

Kind = Literal["document", "statement", "task"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_TERM = "evidence"
_WORDS = 8  # of a question
_PASSAGES = 40  # looked at for documents whose title does not hold the words
_ID = re.compile(r"(?:(document|statement|task):)?([0-9a-f]{6,64})")
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Something an entry can rest on: `title` of a document or task, the clause of a statement; `of` is the title of the
    statement's document; `words` the figure of a statement; `day` as printed."""

    kind: str
    id: str
    title: str
    of: str = ""
    words: str = ""
    day: str = ""

    @property
    def reference(self) -> str:
        """As forms, lists and the command line name it."""
        return f"{self.kind}:{self.id}" if self.id else f"{self.kind}:{self.words}"


@dataclass(frozen=True, slots=True)
class Use:
    """An entry that rests on something: `kind` update, problem, request or review_step; `within` is the id of its task or
    review, `part` that of the clause under review; `on`: what it names."""

    kind: str
    within: str
    title: str
    day: date | None
    on: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Uses:
    """What a document is good for: how many tasks and targets were taken from it, the reviews of it, the entries that rest on
    it or on its statements (the latest first, `count` of them), and the targets that its values are compared with, by id."""

    tasks: int = 0
    targets: int = 0
    reviews: tuple[tuple[str, str], ...] = ()
    entries: tuple[Use, ...] = ()
    count: int = 0
    moved: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.tasks or self.targets or self.reviews or self.entries or self.moved)


# -- found by words or id -------------------------------------------------------------------------------------------------


def find(connection: Connection, words: str, kinds: Sequence[Kind], limit: int, day: date) -> tuple[Found, ...]:
    """Documents, statements and tasks that hold all words, at most `limit` of a kind; or the one with an id."""
    asked = words.strip()[:200]
    if not asked:
        return ()
    by_id = _ID.fullmatch(asked.lower())
    if by_id is not None:
        named = [one for kind in kinds if by_id[1] in (None, kind) for one in _of_id(connection, kind, by_id[2])]
        if named:
            return tuple(named)
    parts = asked.split()[:_WORDS]
    search = {"document": _documents, "statement": _statements, "task": _tasks}
    return tuple(one for kind in kinds for one in search[kind](connection, parts, limit, day))


def _of_id(connection: Connection, kind: Kind, key: str) -> Iterator[Found]:
    try:
        if kind == "document":
            yield _document(documents.row(connection, key))
        elif kind == "statement":
            yield from _statements_where(connection, StatementTable.id.startswith(key, autoescape=True), 2)
        else:
            task = records.get(connection, "task", key)
            yield Found("task", task.subject, str((task.content or {}).get("title", "")))
    except NotFoundError:
        return


def _document(row: DocumentRow) -> Found:
    return Found("document", row.id, row.title or row.name, day=_day(row.date))


def _day(period: Period | None) -> str:
    if period is None:
        return ""
    return str(period.end) if period.start == period.end else str(period)


def _documents(connection: Connection, parts: Sequence[str], limit: int, day: date) -> list[Found]:
    """Those with all words in the title or the name, then those with them in a passage."""
    named = [
        or_(Document.title.icontains(one, autoescape=True), Document.name.icontains(one, autoescape=True))
        for one in parts
    ]
    query = select(Document.id).where(Document.hidden.is_(None), *named)
    keys = list(connection.scalars(query.order_by(Document.day.desc(), Document.id).limit(limit)))
    if len(keys) < limit:
        keys += [hit.document_id for hit in fulltext.find(connection, " ".join(parts), _PASSAGES, 0).items]
    return [_document(documents.row(connection, key)) for key in list(dict.fromkeys(keys))[:limit]]


def _statements(connection: Connection, parts: Sequence[str], limit: int, day: date) -> list[Found]:
    """Those with all words in their clause; failing that, those with some of them, in documents that have all in one passage."""
    page = statements.find(connection, StatementFilter(text=" ".join(parts)), limit, 0)
    if page.items or len(parts) < 2:
        return [_statement(row) for row in page.items]
    near = {hit.document_id for hit in fulltext.find(connection, " ".join(parts), _PASSAGES, 0).items}
    has = [StatementTable.plain.contains(fold(one), autoescape=True) for one in parts]
    rows = statements.in_rows(
        connection, StatementTable.document_id.in_(near), StatementTable.superseded_at.is_(None), or_(*has)
    )
    return [_statement(row) for row in sorted(rows, key=lambda row: -_held(row, parts))[:limit]]


def _held(row: StatementRow, parts: Sequence[str]) -> int:
    clause = fold(row.statement.sentence)
    return sum(fold(one) in clause for one in parts)


def _statements_where(connection: Connection, condition: ColumnElement[bool], limit: int) -> list[Found]:
    return [_statement(row) for row in statements.in_rows(connection, condition)[:limit]]


def _statement(row: StatementRow) -> Found:
    one = row.statement
    return Found(
        "statement", row.id, one.sentence.replace("\n", ""), row.document_title, "".join(one.quote.split()),
        _day(row.document_date),
    )  # fmt: skip


def _tasks(connection: Connection, parts: Sequence[str], limit: int, day: date) -> list[Found]:
    asked = lists.Asked(words=" ".join(parts))
    page = lists.find(connection, asked, lists.AsOf(day), limit, by_concern=True, counted=False)
    return [
        Found(
            "task", one.record.subject, str((one.record.content or {}).get("title", "")), day=str(one.record.day or "")
        )
        for one in page.items
    ]


def named(connection: Connection, references: Sequence[str]) -> dict[str, Found]:
    """What references stand for, by reference; those that stand for nothing are left out."""
    found = {}
    for one in references:
        try:
            it = reviewed.evidence(connection, one if ":" in one else f"document:{one}")
        except (NotFoundError, ValuesError):
            continue
        found[one] = Found(it.source, it.id, it.words)
    return found


# -- what rests on it -----------------------------------------------------------------------------------------------------


def uses(connection: Connection, document: str) -> Uses:
    """What was taken from a document (by its whole id), and what rests on it or on one of its statements."""
    own = select(StatementTable.id).where(StatementTable.document_id == document)
    entries, count = _resting(connection, or_(RecordTerm.value == document, RecordTerm.value.in_(own)))
    reviews = records.find(connection, reviewed.REVIEW, {"document": document}, limit=_SHOWN, latest=True).items
    tasks = lists.find(connection, lists.Asked(plan=document), lists.AsOf(clock.today()), 1).total
    held = {"state": "held", "document": document}
    return Uses(
        tasks, records.find(connection, "target", held, limit=1).total,
        tuple((one.subject, str((one.content or {}).get("title", ""))) for one in reviews), entries, count,
        _moved(connection, document),
    )  # fmt: skip


def uses_of_statement(connection: Connection, statement: str) -> Uses:
    """What rests on a statement."""
    entries, count = _resting(connection, RecordTerm.value == statement)
    return Uses(entries=entries, count=count)


def _resting(connection: Connection, on: ColumnElement[bool]) -> tuple[tuple[Use, ...], int]:
    kinds = ("update", "problem", "request", reviewed.STEP)
    conditions = (
        RecordTerm.name == _TERM, on, RecordTable.kind.in_(kinds), RecordTable.superseded_at.is_(None),
        RecordTable.content.is_not(None),
    )  # fmt: skip
    joined = select(RecordTable, RecordTerm.value).join(RecordTerm, RecordTerm.number == RecordTable.number)
    rows = connection.execute(
        joined.where(*conditions).order_by(RecordTable.day.desc(), RecordTable.number.desc()).limit(_SHOWN)
    ).all()
    count = select(func.count()).select_from(RecordTable).join(RecordTerm, RecordTerm.number == RecordTable.number)
    titles = _titles(connection, rows)
    found = tuple(
        Use(one.kind, one.parent, titles.get(one.parent, ""), date.fromisoformat(one.day) if one.day else None, one.value,
            str(one.content.get("clause", "")) if one.kind == reviewed.STEP else "")
        for one in rows
    )  # fmt: skip
    return found, connection.scalar(count.where(*conditions)) or 0


def _titles(connection: Connection, rows: Sequence[Any]) -> dict[str, str]:
    tasks = lists.titles(connection, [one.parent for one in rows if one.kind != reviewed.STEP and one.parent])
    reviews = {one.parent for one in rows if one.kind == reviewed.STEP}
    kept = records.held(connection, reviewed.REVIEW, sorted(reviews))
    return tasks | {one.subject: str((one.content or {}).get("title", "")) for one in kept}


def _moved(connection: Connection, document: str) -> tuple[str, ...]:
    """Targets of whose indicator and territory the document gives a value."""
    o, about, at, state = ObservationTable, *(aliased(RecordTerm) for _ in range(3))
    query = select(o.indicator, o.place).where(o.document_id == document, o.indicator != "").distinct()
    given = {(row.indicator, row.place) for row in connection.execute(query)}
    if not given:
        return ()
    held = (
        select(RecordTable.subject, about.value, at.value)
        .join(about, (about.number == RecordTable.number) & (about.name == "indicator"))
        .join(at, (at.number == RecordTable.number) & (at.name == "territory"))
        .join(state, (state.number == RecordTable.number) & (state.name == "state") & (state.value == "held"))
        .where(
            RecordTable.kind == "target",
            RecordTable.superseded_at.is_(None),
            about.value.in_({one for one, _ in given}),
        )
        .order_by(RecordTable.day, RecordTable.subject)
    )
    return tuple(row[0] for row in connection.execute(held) if (row[1], row[2]) in given)
