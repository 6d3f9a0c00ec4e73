"""Findings of the ledger: written for a document when it is read, shown while all their documents are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select, update

from xietong.core.errors import NotFoundError
from xietong.core.ids import content_id
from xietong.core.issue import Issue, Place
from xietong.statements.review.standing import standing
from xietong.store import cells, decisions
from xietong.store.clock import now
from xietong.store.model import Document, IssuePlace, IssueTable
from xietong.store.rows import Page

State = Literal["open", "aside", "all"]
ISSUE = "issue"
_MARKS = {"accept": "accepted", "waive": "waived", "reject": "rejected", "merge": "merged"}
_OPEN = ("", "accepted")


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """What a finding must be; an empty field asks nothing. `state`: findings that a person set aside (waived, rejected,
    merged) are left out unless they are asked for."""

    severity: str = ""
    code: str = ""
    document: str = ""
    state: State = "open"


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A finding with the titles of the documents of its places (whose `document` is an id here), and what a person
    said of it: accepted, waived, rejected, merged or nothing."""

    id: str
    issue: Issue
    titles: tuple[str, ...]
    judged: str = ""


def replace(connection: Connection, document: str, issues: Iterable[Issue], tables: bool = False) -> int:
    """Write what was found over a document in place of what was found before; how many there are.

    What was found in its text and, with `tables`, in its tables are kept apart.
    """
    in_table = IssuePlace.end == 0  # what is found in a text has its span, also where a table has no row to name
    touching = select(IssuePlace.issue_id).where(IssuePlace.document_id == document, in_table if tables else ~in_table)
    connection.execute(delete(IssueTable).where(IssueTable.id.in_(touching)))
    found = {issue_id(issue): issue for issue in issues}
    marks = _marks(connection, found)
    at, items = now(), list(found.items())
    for start in range(0, len(items), _CHUNK):
        _write(connection, items[start : start + _CHUNK], at, marks)
    return len(found)


def _write(connection: Connection, part: Sequence[tuple[str, Issue]], at: str, marks: Mapping[str, str]) -> None:
    rows = [
        {
            "id": key, "code": one.code, "severity": one.severity, "computation": one.computation,
            "message": one.message, "found": at, "judged": marks.get(key, ""),
        }
        for key, one in part
    ]  # fmt: skip
    places = [
        {
            "issue_id": key, "position": position, "document_id": place.document, "start": place.start,
            "end": place.end, "quote": place.quote, "sentence": place.sentence,
            "sheet": place.sheet, "row": place.row, "column": place.column,
        }
        for key, one in part
        for position, place in enumerate(one.places)
    ]  # fmt: skip
    connection.execute(insert(IssueTable), rows)
    if places:
        connection.execute(insert(IssuePlace), places)


def mark(connection: Connection, issue: str) -> None:
    """Let a finding bear what a person says of it now."""
    marks = _marks(connection, {issue: get(connection, issue).issue})
    connection.execute(update(IssueTable).where(IssueTable.id == issue).values(judged=marks.get(issue, "")))


def mark_tables(connection: Connection, document: str, rows: Collection[int]) -> None:
    """Let the findings in some rows of the tables of a document bear what a person says now of them or of their cells."""
    found = {row.id: row for row in in_tables_of(connection, document, judged=True, rows=rows)}
    marks = _marks(connection, {key: row.issue for key, row in found.items()})
    for key, row in found.items():
        if row.judged != marks.get(key, ""):
            connection.execute(update(IssueTable).where(IssueTable.id == key).values(judged=marks.get(key, "")))


def in_tables_of(
    connection: Connection, document: str, judged: bool = False, rows: Collection[int] = ()
) -> tuple[IssueRow, ...]:
    """The findings in the tables of a document (given `rows`: that touch one of them); those that somebody has judged
    only where they are asked for."""
    query = select(IssuePlace.issue_id).where(IssuePlace.document_id == document, IssuePlace.end == 0)
    if 0 < len(rows) <= _CHUNK:
        query = query.where(IssuePlace.row.in_(rows))
    found = _load(connection, sorted(set(connection.scalars(query)))).values()
    return tuple(one for one in found if judged or not one.judged)


def _marks(connection: Connection, found: dict[str, Issue]) -> dict[str, str]:
    """What persons said of exactly these findings: of these figures (or of ones printed alike where a text was read
    anew) with this computation. Another computation is another finding."""
    documents = {place.document for one in found.values() for place in one.places}
    stand = standing(decisions.of_documents(connection, ISSUE, documents)).values()
    exact = {(one.subject, one.content.get("computation")): one.verdict for one in stand}
    subjects = [one.subject for one in stand]
    there = set(found) | set(connection.scalars(select(IssueTable.id).where(IssueTable.id.in_(subjects))))
    moved = [one for one in stand if one.subject not in there]
    alike = {(one.document, one.content.get("code"), one.content.get("computation")): one.verdict for one in moved}
    marks = {}
    for key, issue in found.items():
        first = issue.places[0].document if issue.places else ""
        verdict = exact.get((key, issue.computation)) or alike.get((first, issue.code, issue.computation))
        if verdict:
            marks[key] = _MARKS[verdict]
    return cells.marks(connection, found) | marks


def issue_id(issue: Issue) -> str:
    """Identity of a finding: its code and its places."""
    if any(place.in_table for place in issue.places):
        return content_id(
            issue.code, [[one.document, one.sheet, one.row, one.column] for one in issue.places], issue.computation
        )
    return content_id(issue.code, [[place.document, place.start, place.end] for place in issue.places])


def find(connection: Connection, wanted: IssueFilter, limit: int, offset: int) -> Page[IssueRow]:
    """Findings whose documents are all shown: errors first, then by document and place."""
    conditions = _conditions(wanted)
    total = connection.scalar(select(func.count()).select_from(IssueTable).where(*conditions)) or 0
    first = IssuePlace.position == 0
    query = (
        select(IssueTable.id)
        .join(IssuePlace, (IssuePlace.issue_id == IssueTable.id) & first)
        .join(Document, Document.id == IssuePlace.document_id)
        .where(*conditions)
        .order_by(
            func.instr(_ORDER, IssueTable.severity) if _is_sqlite(connection) else func.strpos(_ORDER, IssueTable.severity),
            Document.day.desc(), Document.id, IssuePlace.start, IssuePlace.row, IssuePlace.column, IssueTable.id,
        )
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    keys = list(connection.scalars(query))
    rows = _load(connection, keys)
    return Page(tuple(rows[key] for key in keys), total, limit, offset)


def stream(connection: Connection, wanted: IssueFilter) -> Iterator[IssueRow]:
    """All of them, by the time they were found, few in memory at a time."""
    query = select(IssueTable.id).where(*_conditions(wanted)).order_by(IssueTable.found, IssueTable.id)
    keys = list(connection.scalars(query))
    for at in range(0, len(keys), _CHUNK):
        part = keys[at : at + _CHUNK]
        rows = _loaded(connection, part)
        yield from (rows[key] for key in part)


_CHUNK = 500
_ORDER = "error warning note"


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def get(connection: Connection, issue: str) -> IssueRow:
    """One finding by its id. NotFoundError where there is none (any more)."""
    rows = _load(connection, [issue])
    if issue not in rows:
        raise NotFoundError(
            f"there is no finding {issue!r} (any more).", f"没有编号为“{issue}”的核对结果（可能已更新）。"
        )
    return rows[issue]


def counts(connection: Connection, wanted: IssueFilter) -> dict[str, int]:
    """How many findings there are of each code."""
    query = select(IssueTable.code, func.count()).where(*_conditions(wanted)).group_by(IssueTable.code)
    return {one[0]: int(one[1]) for one in connection.execute(query)}


def of_document(connection: Connection, document: str, row: int = 0) -> tuple[IssueRow, ...]:
    """The findings that touch a document (given `row`: that row of its tables), in the order of its text."""
    own = IssuePlace.document_id == document
    query = (
        select(IssuePlace.issue_id, func.min(IssuePlace.start).label("at"))
        .join(IssueTable, IssueTable.id == IssuePlace.issue_id)
        .where(own & (IssuePlace.row == row) if row else own, *_conditions(IssueFilter()))
        .group_by(IssuePlace.issue_id)
        .order_by("at", IssuePlace.issue_id)
    )
    keys = [one[0] for one in connection.execute(query)]
    rows = _load(connection, keys)
    return tuple(rows[key] for key in keys)


def _conditions(wanted: IssueFilter) -> list[ColumnElement[bool]]:
    hidden = exists(
        select(IssuePlace.issue_id)
        .join(Document, Document.id == IssuePlace.document_id)
        .where(IssuePlace.issue_id == IssueTable.id, Document.hidden.is_not(None))
    )
    found: list[ColumnElement[bool]] = [~hidden]
    if wanted.state != "all":
        is_open = IssueTable.judged.in_(_OPEN)
        found.append(is_open if wanted.state == "open" else ~is_open)
    if wanted.severity:
        found.append(IssueTable.severity == wanted.severity)
    if wanted.code:
        found.append(IssueTable.code == wanted.code)
    if wanted.document:
        touching = select(IssuePlace.issue_id).where(IssuePlace.document_id == wanted.document)
        found.append(IssueTable.id.in_(touching))
    return found


def _load(connection: Connection, keys: list[str]) -> dict[str, IssueRow]:
    """Findings by id; few at a time, as a database takes only so many values in one question."""
    found: dict[str, IssueRow] = {}
    for at in range(0, len(keys), _CHUNK):
        found |= _loaded(connection, keys[at : at + _CHUNK])
    return found


def _loaded(connection: Connection, keys: list[str]) -> dict[str, IssueRow]:
    heads: dict[str, Any] = {
        one.id: one for one in connection.execute(select(IssueTable.__table__).where(IssueTable.id.in_(keys)))
    }
    places: dict[str, list[tuple[Place, str]]] = {key: [] for key in heads}
    query = (
        select(IssuePlace.__table__, Document.title)
        .join(Document, Document.id == IssuePlace.document_id)
        .where(IssuePlace.issue_id.in_(keys))
        .order_by(IssuePlace.issue_id, IssuePlace.position)
    )
    for one in connection.execute(query):
        place = Place(one.document_id, one.start, one.end, one.quote, one.sentence, one.sheet, one.row, one.column)
        places[one.issue_id].append((place, one.title))
    return {
        key: IssueRow(
            key,
            Issue(head.code, head.severity, tuple(place for place, _ in places[key]), head.computation, head.message),
            tuple(title for _, title in places[key]),
            head.judged,
        )
        for key, head in heads.items()
    }
