"""The queue: what is open, by the value of an answer. Made again for a document whenever something about it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, text, tuple_

from xietong.core.ids import content_id
from xietong.data import raw
from xietong.statements.review.model import Doubt, Item
from xietong.statements.review.weigh import Near, weigh
from xietong.store import links
from xietong.store.model import Document, Question, QuestionPlace, Setting
from xietong.store.review.kind import Asked, Kind, Sight
from xietong.store.review.kinds import KINDS
from xietong.store.rows import Page

_SETTING = "queue"
_CLOSENESS: tuple[Near, ...] = ("chosen", "catalogue", "series", "outside")
_CHUNK = 300


def version() -> str:
    """What the queue depends on, beside the links."""
    return f"queue/2:{content_id(raw('review.toml'))[:16]}:{links.version()}"


def is_current(connection: Connection) -> bool:
    """Whether the queue was made by this program."""
    return connection.scalar(select(Setting.value).where(Setting.name == _SETTING)) == version()


def rebuild(connection: Connection) -> None:
    """Ask every document anew."""
    connection.execute(delete(QuestionPlace))
    connection.execute(delete(Question))
    refresh(connection, connection.scalars(select(Document.id)).all())
    connection.execute(delete(Setting).where(Setting.name == _SETTING))
    connection.execute(insert(Setting).values(name=_SETTING, value=version()))


def refresh(connection: Connection, documents: Iterable[str]) -> None:
    """Ask some documents anew, whether they are shown or hidden."""
    _take_turn(connection)
    for document in sorted(set(documents)):
        sight = Sight(connection, document)
        for kind in KINDS:
            before = _subjects(connection, kind, document)
            _forget(connection, kind, document, before)
            asked = {one.subject: one for one in kind.asked(sight)}
            _write(connection, kind, document, asked.values())
            _settle(connection, kind, before | asked.keys())


def withdraw(connection: Connection, document: str) -> None:
    """Forget what a document has to do with any question, before it is purged."""
    _take_turn(connection)
    for kind in KINDS:
        before = _subjects(connection, kind, document)
        _forget(connection, kind, document, before)
        _settle(connection, kind, before)


def _take_turn(connection: Connection) -> None:
    """Two documents may have a part in one question: its weight is made by one transaction at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE question IN SHARE ROW EXCLUSIVE MODE"))


def _subjects(connection: Connection, kind: Kind, document: str) -> set[str]:
    query = select(QuestionPlace.subject).where(QuestionPlace.kind == kind.name, QuestionPlace.document_id == document)
    return set(connection.scalars(query))


def _forget(connection: Connection, kind: Kind, document: str, subjects: set[str]) -> None:
    """A question about a document as a part goes with it; one that is asked as a whole goes from all its documents."""
    of_kind = QuestionPlace.kind == kind.name
    if not kind.whole:
        connection.execute(delete(QuestionPlace).where(of_kind, QuestionPlace.document_id == document))
        return
    for part in _parts(sorted(subjects)):
        connection.execute(delete(QuestionPlace).where(of_kind, QuestionPlace.subject.in_(part)))


def _write(connection: Connection, kind: Kind, document: str, asked: Iterable[Asked]) -> None:
    rows = [
        {
            "kind": kind.name, "subject": one.subject, "document_id": where, "gravity": one.gravity, "near": one.near,
            "reach": one.reach, "doubts": [[doubt.code, doubt.words] for doubt in one.doubts],
        }
        for one in asked
        for where in sorted({document, *one.documents})
    ]  # fmt: skip
    if not rows:
        return
    if kind.whole:  # another document may have asked it before
        for part in _parts(sorted({str(one["subject"]) for one in rows})):
            gone = (QuestionPlace.kind == kind.name) & QuestionPlace.subject.in_(part)
            connection.execute(delete(QuestionPlace).where(gone))
    connection.execute(insert(QuestionPlace), rows)


def _settle(connection: Connection, kind: Kind, subjects: Iterable[str]) -> None:
    """Weigh some questions over the documents that are shown."""
    for part in _parts(sorted(subjects)):
        connection.execute(delete(Question).where(Question.kind == kind.name, Question.subject.in_(part)))
        query = (
            select(QuestionPlace.__table__, Document.hidden)
            .join(Document, Document.id == QuestionPlace.document_id)
            .where(QuestionPlace.kind == kind.name, QuestionPlace.subject.in_(part))
            .order_by(QuestionPlace.subject, QuestionPlace.document_id)
        )
        places: dict[str, list[Sequence[object]]] = {}
        for one in connection.execute(query):
            places.setdefault(one.subject, []).append(one)
        rows = [row for subject, found in places.items() if (row := _weighed(kind, subject, found)) is not None]
        if rows:
            connection.execute(insert(Question), rows)


def _weighed(kind: Kind, subject: str, places: Sequence[object]) -> dict[str, object] | None:
    shown = [one for one in places if one.hidden is None]  # type: ignore[attr-defined]
    if not shown or (kind.whole and len(shown) < len(places)):
        return None
    reaches = [int(one.reach) for one in shown]  # type: ignore[attr-defined]
    reach = max(reaches) if kind.whole else sum(reaches)
    grave = max(float(one.gravity) for one in shown)  # type: ignore[attr-defined]
    near = min((one.near for one in shown), key=_CLOSENESS.index)  # type: ignore[attr-defined]
    doubts = shown[0].doubts  # type: ignore[attr-defined]
    return {
        "kind": kind.name, "subject": subject, "weight": weigh(grave, near, reach), "reach": reach, "doubts": doubts,
    }  # fmt: skip


def find(connection: Connection, kind: str, document: str, limit: int, offset: int) -> Page[Item]:
    """Open questions, those whose answer is worth most first; of one kind or one document if asked."""
    conditions = _conditions(kind, document)
    total = connection.scalar(select(func.count()).select_from(Question).where(*conditions)) or 0
    query = (
        select(Question.__table__)
        .where(*conditions)
        .order_by(Question.weight.desc(), Question.kind.desc(), Question.subject.desc())
        .limit(limit)
        .offset(offset)
    )
    found = connection.execute(query).all()
    where: dict[tuple[str, str], list[str]] = {}
    keys = [(one.kind, one.subject) for one in found]
    if keys:
        pairs = tuple_(QuestionPlace.kind, QuestionPlace.subject).in_(keys)
        for one in connection.execute(select(QuestionPlace.__table__).where(pairs)):
            where.setdefault((one.kind, one.subject), []).append(one.document_id)
    return Page(
        tuple(
            Item(
                one.kind, one.subject, one.weight, one.reach, tuple(Doubt(*doubt) for doubt in one.doubts),
                tuple(sorted(where.get((one.kind, one.subject), ()))),
            )
            for one in found
        ),
        total, limit, offset,
    )  # fmt: skip


def counts(connection: Connection, document: str = "") -> dict[str, int]:
    """How many questions of each kind are open."""
    query = select(Question.kind, func.count()).where(*_conditions("", document)).group_by(Question.kind)
    found = {one[0]: int(one[1]) for one in connection.execute(query)}
    return {kind.name: found.get(kind.name, 0) for kind in KINDS}


def open_one(connection: Connection, kind: str, subject: str) -> Item | None:
    """A question if it is open."""
    query = select(Question.__table__).where(Question.kind == kind, Question.subject == subject)
    one = connection.execute(query).first()
    if one is None:
        return None
    doubts = tuple(Doubt(*doubt) for doubt in one.doubts)
    return Item(one.kind, one.subject, one.weight, one.reach, doubts, ())


def beginning(connection: Connection, kind: str, subject: str) -> tuple[str, ...]:
    """Subjects of open questions that begin so, two at most; the whole subject alone where it is one."""
    of_kind = select(Question.subject).where(Question.kind == kind)
    if connection.scalar(of_kind.where(Question.subject == subject)) is not None:
        return (subject,)
    return tuple(connection.scalars(of_kind.where(Question.subject.startswith(subject, autoescape=True)).limit(2)))


def _conditions(kind: str, document: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if kind:
        found.append(Question.kind == kind)
    if document:
        inside = select(QuestionPlace.subject).where(
            QuestionPlace.kind == Question.kind, QuestionPlace.document_id == document
        )
        found.append(Question.subject.in_(inside))
    return found


def _parts(keys: list[str]) -> Iterable[list[str]]:
    return (keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK))
