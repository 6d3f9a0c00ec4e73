"""What persons entered: rows are only added, the last of a subject holds, and any earlier moment can be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, insert, or_, select, text, update
from sqlalchemy.orm import aliased

from xietong.core.errors import NotFoundError
from xietong.core.record import Entry, Record
from xietong.store.clock import moment, now
from xietong.store.model import RecordTable, RecordTerm
from xietong.store.rows import Page

_CHUNK = 500

Terms = Mapping[str, str | Sequence[str]]
"""Name → a value, or several of which one must be there; all names must hold."""


def take_turn(connection: Connection) -> None:
    """Wait until no other transaction that records is under way; on SQLite every writer has waited already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE record IN SHARE ROW EXCLUSIVE MODE"))


def add(
    connection: Connection, person: str, entries: Iterable[Entry], moved: datetime | None = None
) -> tuple[Record, ...]:
    """Record entries, each taking the place of what held of its subject; all bear one moment.

    Call `take_turn` first in the same transaction, before reading what the entries rest on. `moved`: the moment at which
    they were entered elsewhere (another ledger, example data), which must lie after the last entry here and before now.
    """
    given = list(entries)
    if not given:
        return ()
    at = _moment_after_the_last(connection, moved)
    begin = (connection.scalar(select(func.max(RecordTable.number))) or 0) + 1
    for kind in dict.fromkeys(one.kind for one in given):
        subjects = [one.subject for one in given if one.kind == kind]
        if len(set(subjects)) != len(subjects):
            raise ValueError(f"two entries of one {kind} in one call")
        for start in range(0, len(subjects), _CHUNK):
            held = and_(
                RecordTable.kind == kind, RecordTable.subject.in_(subjects[start : start + _CHUNK]),
                RecordTable.superseded_at.is_(None),
            )  # fmt: skip
            connection.execute(update(RecordTable).where(held).values(superseded_at=at))
    rows = [
        {
            "number": begin + position, "kind": one.kind, "subject": one.subject, "parent": one.parent,
            "day": str(one.day or ""), "content": None if one.content is None else dict(one.content),
            "reason": one.reason, "person": person, "at": at,
        }
        for position, one in enumerate(given)
    ]  # fmt: skip
    connection.execute(insert(RecordTable), rows)
    terms = [
        {"number": begin + position, "name": name, "value": value[:256]}
        for position, one in enumerate(given) if one.content is not None
        for name, values in one.terms.items() for value in dict.fromkeys(values)
    ]  # fmt: skip
    if terms:
        connection.execute(insert(RecordTerm), terms)
    if connection.dialect.name == "postgresql":  # numbers were given by hand
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence('record', 'number'), :last)"), {"last": begin + len(rows) - 1}
        )
    return tuple(
        Record(
            begin + position, one.kind, one.subject, one.parent, one.day, one.content, one.reason, person, moment(at), None
        )
        for position, one in enumerate(given)
    )  # fmt: skip


def _moment_after_the_last(connection: Connection, moved: datetime | None) -> str:
    """This moment, or just after the last entry where the clock was set back: order of time is order of number."""
    last = connection.scalar(select(RecordTable.at).order_by(RecordTable.number.desc()).limit(1))
    if moved is not None:
        if not (last or "") < _text(moved) <= now():
            raise ValueError(f"entries of {moved} cannot come after those of {last}")
        return _text(moved)
    at = now()
    if last is not None and last >= at:
        at = (moment(last) + timedelta(microseconds=1)).isoformat(timespec="microseconds")
    return at


def get(connection: Connection, kind: str, subject: str, as_of: datetime | None = None) -> Record:
    """What holds (or, with `as_of`, held) of a subject; `subject` may be the unique beginning of an id.

    NotFoundError where there is none, more than one, or it was withdrawn.
    """
    query = select(RecordTable).where(
        RecordTable.kind == kind, _holds(as_of), RecordTable.content.is_not(None),
        RecordTable.subject >= subject, RecordTable.subject < subject + "\U0010ffff",
    )  # fmt: skip
    found = connection.execute(query.order_by(RecordTable.subject).limit(2)).all()
    if not subject or not found or (len(found) > 1 and found[0].subject != subject):
        raise _missing(kind, subject)
    return _record(found[0])


def _missing(kind: str, subject: str) -> NotFoundError:
    return NotFoundError(
        f"there is no {kind}, or more than one, with an id that begins with {subject!r}.",
        f"没有编号以“{subject}”开头的记录（{kind}），或不止一条。",
    )


def last(connection: Connection) -> int:
    """The number of the last entry; 0 without any."""
    return connection.scalar(select(func.max(RecordTable.number))) or 0


def numbered(connection: Connection, numbers: Sequence[int]) -> tuple[Record, ...]:
    """Entries by their numbers, in the order of the numbers."""
    query = select(RecordTable).where(RecordTable.number.in_(numbers)).order_by(RecordTable.number)
    return tuple(map(_record, connection.execute(query)))


def held(
    connection: Connection, kind: str, subjects: Sequence[str], as_of: datetime | None = None
) -> tuple[Record, ...]:
    """What holds of some subjects by their whole ids; those that do not exist are left out."""
    found: list[Record] = []
    for start in range(0, len(subjects), _CHUNK):
        query = select(RecordTable).where(
            RecordTable.kind == kind, RecordTable.subject.in_(subjects[start : start + _CHUNK]), _holds(as_of),
            RecordTable.content.is_not(None),
        )  # fmt: skip
        found += map(_record, connection.execute(query))
    return tuple(found)


def of_subjects(connection: Connection, kind: str, subjects: Iterable[str]) -> tuple[Record, ...]:
    """What holds of some subjects, those that are held at all."""
    wanted = sorted(set(subjects))
    found: list[Record] = []
    for start in range(0, len(wanted), _CHUNK):
        held = (RecordTable.kind == kind, RecordTable.content.is_not(None), _holds(None))
        query = select(RecordTable).where(*held, RecordTable.subject.in_(wanted[start : start + _CHUNK]))
        found += map(_record, connection.execute(query))
    return tuple(found)


def first(connection: Connection, kinds: Sequence[str], subject: str) -> Record:
    """What holds of a subject of any of some kinds. NotFoundError as from `get`, of the last kind."""
    for kind in kinds[:-1]:
        try:
            return get(connection, kind, subject)
        except NotFoundError:
            continue
    return get(connection, kinds[-1], subject)


def ever(connection: Connection, kind: str, subject: str) -> str:
    """The whole id of a subject, withdrawn or not, by its unique beginning. NotFoundError."""
    query = select(RecordTable.subject).where(
        RecordTable.kind == kind, RecordTable.subject >= subject, RecordTable.subject < subject + "\U0010ffff"
    )
    found = connection.scalars(query.distinct().order_by(RecordTable.subject).limit(2)).all()
    if not subject or not found or (len(found) > 1 and found[0] != subject):
        raise _missing(kind, subject)
    return str(found[0])


def below(connection: Connection, parent: str, kinds: Sequence[str]) -> tuple[Record, ...]:
    """All entries of what belongs to a subject, the first first."""
    query = select(RecordTable).where(RecordTable.parent == parent, RecordTable.kind.in_(kinds))
    return tuple(map(_record, connection.execute(query.order_by(RecordTable.number))))


def versions(connection: Connection, kind: str, subjects: Sequence[str]) -> tuple[Record, ...]:
    """All that ever held of some subjects, the first first."""
    query = select(RecordTable).where(
        RecordTable.kind == kind, RecordTable.subject.in_(subjects), RecordTable.content.is_not(None)
    )
    return tuple(map(_record, connection.execute(query.order_by(RecordTable.number))))


def versions_below(connection: Connection, parents: Sequence[str], kinds: Sequence[str]) -> tuple[Record, ...]:
    """All that ever belonged to some subjects, the first first."""
    query = select(RecordTable).where(
        RecordTable.parent.in_(parents), RecordTable.kind.in_(kinds), RecordTable.content.is_not(None)
    )
    return tuple(map(_record, connection.execute(query.order_by(RecordTable.number))))


def history(connection: Connection, kind: str, subject: str) -> tuple[Record, ...]:
    """All entries of a subject, the first first; one without content withdrew it."""
    query = select(RecordTable).where(RecordTable.kind == kind, RecordTable.subject == subject)
    return tuple(map(_record, connection.execute(query.order_by(RecordTable.number))))


def subjects(connection: Connection, kind: str, parent: str) -> tuple[str, ...]:
    """Ids of all that belong or belonged to a thing, withdrawn or not."""
    query = select(RecordTable.subject).where(RecordTable.kind == kind, RecordTable.parent == parent).distinct()
    return tuple(connection.scalars(query.order_by(RecordTable.subject)))


def find(
    connection: Connection, kind: str, terms: Terms | None = None, *, parent: str | Sequence[str] | None = None,
    first: date | None = None, last: date | None = None, as_of: datetime | None = None,
    limit: int | None = 50, offset: int = 0, latest: bool = False,
) -> Page[Record]:  # fmt: skip
    """What holds of all subjects of a kind, ordered by day (with `latest` the latest first), then id.

    `parent` asks for those that belong to one or several things, `first` and `last` for a span of days (those without a
    day are then left out). `limit` None asks for all.
    """
    conditions = _conditions(kind, terms, parent, as_of)
    if first is not None or last is not None:
        conditions.append(RecordTable.day != "")
    if first is not None:
        conditions.append(RecordTable.day >= str(first))
    if last is not None:
        conditions.append(RecordTable.day <= str(last))
    query = select(RecordTable).where(*conditions)
    order = (RecordTable.day.desc(), RecordTable.number.desc()) if latest else (RecordTable.day, RecordTable.subject)
    if limit is None:
        rows = connection.execute(query.order_by(*order).offset(offset)).all()
        return Page(tuple(map(_record, rows)), offset + len(rows), len(rows), offset)
    total = connection.scalar(select(func.count()).select_from(RecordTable).where(*conditions)) or 0
    rows = connection.execute(query.order_by(*order).limit(limit).offset(offset)).all()
    return Page(tuple(map(_record, rows)), total, limit, offset)


def counts(
    connection: Connection, kind: str, name: str, terms: Terms | None = None, *, as_of: datetime | None = None,
    last: date | None = None,
) -> dict[str, int]:  # fmt: skip
    """How many subjects of a kind hold each value of a term, the most frequent first; `last` counts those up to a day."""
    conditions = _conditions(kind, terms, None, as_of)
    if last is not None:
        conditions += [RecordTable.day != "", RecordTable.day <= str(last)]
    number = func.count()
    query = (
        select(RecordTerm.value, number)
        .join(RecordTable, RecordTable.number == RecordTerm.number)
        .where(RecordTerm.name == name, *conditions)
        .group_by(RecordTerm.value)
        .order_by(number.desc(), RecordTerm.value)
    )
    return {value: int(count) for value, count in connection.execute(query)}


def pairs(
    connection: Connection, kind: str, first: str, second: str, values: Iterable[str]
) -> frozenset[tuple[str, str]]:
    """Which values of a second term go with some values of a first one, among what holds."""
    one, other = aliased(RecordTerm), aliased(RecordTerm)
    query = (
        select(one.value, other.value)
        .distinct()
        .join(RecordTable, RecordTable.number == one.number)
        .join(other, other.number == one.number)
        .where(one.name == first, other.name == second, one.value.in_(sorted(set(values))))
        .where(*_conditions(kind, None, None, None))
    )
    return frozenset((str(row[0]), str(row[1])) for row in connection.execute(query))


def entered(
    connection: Connection, kinds: Sequence[str] = (), *, after: datetime | None = None, until: datetime | None = None,
    last: date | None = None, limit: int = 200, offset: int = 0,
) -> Page[Record]:  # fmt: skip
    """The entries themselves, the latest first: of some kinds, made after a moment and up to another; with `last` those
    whose own day lies at or before a day."""
    conditions: list[ColumnElement[bool]] = [RecordTable.kind.in_(kinds)] if kinds else []
    if last is not None:
        conditions += [RecordTable.day != "", RecordTable.day <= str(last)]
    if after is not None:
        conditions.append(RecordTable.at > _text(after))
    if until is not None:
        conditions.append(RecordTable.at <= _text(until))
    total = connection.scalar(select(func.count()).select_from(RecordTable).where(*conditions)) or 0
    query = select(RecordTable).where(*conditions).order_by(RecordTable.number.desc())
    rows = connection.execute(query.limit(limit).offset(offset)).all()
    return Page(tuple(map(_record, rows)), total, limit, offset)


def _conditions(
    kind: str, terms: Terms | None, parent: str | Sequence[str] | None, as_of: datetime | None
) -> list[ColumnElement[bool]]:  # fmt: skip
    found: list[ColumnElement[bool]] = [RecordTable.kind == kind, _holds(as_of), RecordTable.content.is_not(None)]
    if parent is not None:
        parents = [parent] if isinstance(parent, str) else list(parent)
        found.append(RecordTable.parent.in_(parents))
    for name, wanted in (terms or {}).items():
        found.append(RecordTable.number.in_(having(name, wanted)))
    return found


def having(name: str, wanted: str | Sequence[str]) -> Select[Any]:
    """The numbers of the entries that bear a word under a name."""
    values = [wanted] if isinstance(wanted, str) else list(wanted)
    return select(RecordTerm.number).where(RecordTerm.name == name, RecordTerm.value.in_(values))


def moment_text(at: datetime) -> str:
    """A moment as the ledger keeps it."""
    return _text(at)


def _holds(as_of: datetime | None) -> ColumnElement[bool]:
    if as_of is None:
        return RecordTable.superseded_at.is_(None)
    at = _text(as_of)
    return and_(RecordTable.at <= at, or_(RecordTable.superseded_at.is_(None), RecordTable.superseded_at > at))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _record(one: Any) -> Record:
    return Record(
        one.number, one.kind, one.subject, one.parent, date.fromisoformat(one.day) if one.day else None, one.content,
        one.reason, one.person, moment(one.at), moment(one.superseded_at) if one.superseded_at else None,
    )  # fmt: skip
