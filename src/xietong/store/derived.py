"""Derived observations: kept with what was asked, the formula and the inputs; made anew they supersede, never overwrite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from xietong.core.errors import NotFoundError
from xietong.core.issue import Issue, Place
from xietong.observations.derivation import (
    Asked,
    Derivation,
    Derived,
    Input,
    Refused,
    observation_of,
    observation_record,
)
from xietong.observations.derive import derive
from xietong.observations.model import Observation
from xietong.observations.terms import needed
from xietong.store import observations, tables
from xietong.store.clock import moment, now
from xietong.store.links import row_of
from xietong.store.model import DerivationInput, DerivationTable, Document, Mention, ObservationTable, StatementTable
from xietong.store.observations import ObservationFilter
from xietong.store.rows import Page, Superseded


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """A derived number of the ledger; `titles` are those of the documents of its inputs, by id."""

    derived: Derived
    made: datetime
    superseded: Superseded | None
    titles: Mapping[str, str]

    @property
    def id(self) -> str:
        """The id of its derivation, which is that of its observation."""
        return self.derived.derivation.id


def put(connection: Connection, derived: Derived) -> bool:
    """Keep a derived number; whether it is new or present again. What is present already stays as it is."""
    made, result = derived.derivation, derived.observation
    known = connection.execute(select(DerivationTable.superseded_at).where(DerivationTable.id == made.id)).first()
    if known is not None and known.superseded_at is None:
        _renew_issues(connection, made)
        return False
    if known is None:
        connection.execute(insert(DerivationTable).values(id=made.id, **_values(derived), made=now()))
        connection.execute(insert(DerivationInput), _inputs(made))
    else:
        present = {"superseded_at": None, "superseded_by": None}
        connection.execute(update(DerivationTable).where(DerivationTable.id == made.id).values(**present))
    connection.execute(insert(ObservationTable).values(**row_of(result)))
    return True


def _renew_issues(connection: Connection, made: Derivation) -> None:
    """The same inputs may stand in another light since a new release."""
    said = [asdict(one) for one in made.issues]
    connection.execute(update(DerivationTable).where(DerivationTable.id == made.id).values(issues=said))


def _values(derived: Derived) -> dict[str, Any]:
    made, result = derived.derivation, derived.observation
    bounds = result.values
    return {
        "formula": made.formula, "indicator": result.key.indicator, "asked": made.asked.record(), "question": made.asked.question,
        "computation": made.computation, "issues": [asdict(one) for one in made.issues],
        "result": observation_record(result), "low": None if bounds.low is None else str(bounds.low),
        "high": None if bounds.high is None else str(bounds.high), "released": result.release.date,
    }  # fmt: skip


def _inputs(made: Derivation) -> list[dict[str, Any]]:
    return [
        {
            "derivation_id": made.id, "position": position, "role": one.role, "observation_id": one.observation.id,
            "document_id": one.observation.release.document or None, "content": observation_record(one.observation),
        }
        for position, one in enumerate(made.inputs)
    ]  # fmt: skip


def supersede(connection: Connection, derivation: str, by: str | None) -> None:
    """Take a derived number out of the present; it keeps its address. `by`: the one that takes its place."""
    values = {"superseded_at": now(), "superseded_by": by}
    still = DerivationTable.superseded_at.is_(None)
    connection.execute(update(DerivationTable).where(DerivationTable.id == derivation, still).values(**values))
    connection.execute(delete(ObservationTable).where(ObservationTable.id == derivation))


def forget(connection: Connection, document: str) -> frozenset[str]:
    """Delete what was derived from a document that is purged, and what was derived from that; their ids."""
    fresh = connection.scalars(select(DerivationInput.derivation_id).where(DerivationInput.document_id == document))
    return _forget(connection, set(fresh))


def forget_above(connection: Connection, gone: Iterable[str]) -> frozenset[str]:
    """Delete what was derived from observations that are gone for good."""
    used = DerivationInput.observation_id.in_(sorted(gone))
    return _forget(connection, set(connection.scalars(select(DerivationInput.derivation_id).where(used))))


def _forget(connection: Connection, fresh: set[str]) -> frozenset[str]:
    found: set[str] = set()
    while fresh:
        found |= fresh
        above = select(DerivationInput.derivation_id).where(DerivationInput.observation_id.in_(fresh))
        fresh = set(connection.scalars(above)) - found
    if found:
        connection.execute(delete(ObservationTable).where(ObservationTable.id.in_(found)))
        connection.execute(delete(DerivationInput).where(DerivationInput.derivation_id.in_(found)))
        connection.execute(delete(DerivationTable).where(DerivationTable.id.in_(found)))
    return frozenset(found)


def several(connection: Connection, derivations: Iterable[str]) -> list[DerivedRow]:
    """Those of some ids that are there."""
    query = select(DerivationTable).where(DerivationTable.id.in_(sorted(set(derivations))))
    return _rows(connection, connection.execute(query).all())


def get(connection: Connection, derivation: str) -> DerivedRow:
    """One by its id or the unique beginning of it. NotFoundError where there is none or more than one."""
    query = select(DerivationTable).where(DerivationTable.id.startswith(derivation, autoescape=True)).limit(2)
    found = connection.execute(query).all()
    if len(found) != 1 or not derivation:
        raise NotFoundError(
            f"no derived number, or more than one, has an id that begins with {derivation!r}.",
            f"没有编号以“{derivation}”开头的推算值，或不止一个。",
        )
    return _rows(connection, found)[0]


def find(
    connection: Connection, indicator: str = "", limit: int = 50, offset: int = 0, *, superseded: bool = False
) -> Page[DerivedRow]:
    """Derived numbers, the last made first; with `superseded` those that no longer hold instead."""
    conditions: list[ColumnElement[bool]] = [
        DerivationTable.superseded_at.is_not(None) if superseded else DerivationTable.superseded_at.is_(None)
    ]
    if indicator:
        conditions.append(DerivationTable.indicator == indicator)
    total = connection.scalar(select(func.count()).select_from(DerivationTable).where(*conditions)) or 0
    query = (
        select(DerivationTable)
        .where(*conditions)
        .order_by(DerivationTable.made.desc(), DerivationTable.id)
        .limit(limit)
        .offset(offset)
    )
    return Page(tuple(_rows(connection, connection.execute(query).all())), total, limit, offset)


def using(connection: Connection, observation: str) -> tuple[str, ...]:
    """Ids of the present derived numbers that an observation is an input of."""
    query = (
        select(DerivationInput.derivation_id)
        .join(DerivationTable, DerivationTable.id == DerivationInput.derivation_id)
        .where(DerivationInput.observation_id == observation, DerivationTable.superseded_at.is_(None))
        .distinct()
    )
    return tuple(connection.scalars(query.order_by(DerivationInput.derivation_id)))


def _rows(connection: Connection, found: Sequence[Any]) -> list[DerivedRow]:
    keys = [one.id for one in found]
    inputs: dict[str, list[Input]] = {key: [] for key in keys}
    query = select(DerivationInput).where(DerivationInput.derivation_id.in_(keys))
    for one in connection.execute(query.order_by(DerivationInput.derivation_id, DerivationInput.position)):
        inputs[one.derivation_id].append(Input(one.role, observation_of(one.content)))
    documents = {one.observation.release.document for many in inputs.values() for one in many}
    titles = titles_of(connection, documents)
    return [_row(one, tuple(inputs[one.id]), titles) for one in found]


def _row(one: Any, inputs: tuple[Input, ...], titles: Mapping[str, str]) -> DerivedRow:
    derivation = Derivation(
        Asked.of_record(one.asked), one.formula, inputs, one.computation, tuple(map(_issue, one.issues))
    )
    superseded = Superseded(moment(one.superseded_at), one.superseded_by or "") if one.superseded_at else None
    return DerivedRow(Derived(observation_of(one.result), derivation), moment(one.made), superseded, titles)


def _issue(record: Mapping[str, Any]) -> Issue:
    return Issue(**{**record, "places": tuple(Place(**place) for place in record["places"])})


def titles_of(connection: Connection, documents: Iterable[str]) -> dict[str, str]:
    """The titles of documents by id, of those that are there."""
    wanted = sorted(one for one in set(documents) if one)
    query = select(Document.id, Document.title, Document.name).where(Document.id.in_(wanted))
    return {one.id: one.title or one.name for one in connection.execute(query)}


def place_of(connection: Connection, one: Observation) -> Place | None:
    """Where an observation is printed: the place of its statement, or its cell."""
    if one.cell:
        cell = tables.get_cell(connection, one.cell)
        return (
            None
            if cell is None
            else Place(cell.document, 0, 0, cell.text, cell.path, cell.sheet, cell.row, cell.column)
        )
    if not one.statement:
        return None
    query = (
        select(StatementTable.document_id, Mention.start, Mention.end, Mention.quote, StatementTable.sentence)
        .join(Mention, Mention.id == StatementTable.mention_id)
        .where(StatementTable.id == one.statement)
    )
    found = connection.execute(query).first()
    return None if found is None else Place(found[0], found[1], found[2], found[3], found[4])


# -- from what the ledger knows now ----------------------------------------------------------------------------------


Seen = dict[ObservationFilter, list[Observation]]
"""Observations that were asked for already, while one state of the ledger is looked at."""
_MOST = 1_000_000


def make(connection: Connection, asked: Asked, seen: Seen | None = None) -> Derived | Refused:
    """Derive a number from the observations of the ledger; nothing is written."""
    seen = {} if seen is None else seen
    given: list[Observation] = []
    for indicator, place in needed(asked):
        wanted = ObservationFilter(indicator, place, known=asked.known)
        if wanted not in seen:
            seen[wanted] = [row.observation for row in observations.all_of(connection, wanted, _MOST)]
        given += seen[wanted]
    return derive(
        asked,
        given,
        lambda one: place_of(connection, one),
        lambda document: titles_of(connection, [document]).get(document, ""),
    )


@dataclass(frozen=True, slots=True)
class State:
    """Whether a kept number is out of date, and what the same question gives now; `stale`: inputs that are themselves
    out of date."""

    outdated: bool
    now: Derived | Refused
    stale: tuple[str, ...] = ()


def state(connection: Connection, row: DerivedRow, seen: Seen | None = None, depth: int = 0) -> State:
    """Ask the same question again: other inputs, other doubts, a refusal or a stale input make a number out of date."""
    seen = {} if seen is None else seen
    again = make(connection, row.derived.derivation.asked, seen)
    stale = tuple(
        one.observation.id
        for one in row.derived.derivation.inputs
        if one.observation.derivation and depth < _DEEPEST and _stale(connection, one.observation, seen, depth)
    )
    if isinstance(again, Refused):
        return State(True, again, stale)
    codes, before = ([one.code for one in made.issues] for made in (again.derivation, row.derived.derivation))
    return State(again.derivation.id != row.id or codes != before or bool(stale), again, stale)


_DEEPEST = 6


def _stale(connection: Connection, one: Observation, seen: Seen, depth: int) -> bool:
    if one.origin == "computed":  # an index: there as long as it is present
        return not observations.present(connection, one.id)
    try:
        row = get(connection, one.id)
    except NotFoundError:
        return True
    return row.superseded is not None or state(connection, row, seen, depth + 1).outdated


def same_question(connection: Connection, one: Derived) -> tuple[str, ...]:
    """Ids of present derived numbers that answer the same question with other inputs."""
    query = select(DerivationTable.id).where(
        DerivationTable.superseded_at.is_(None),
        DerivationTable.question == one.derivation.asked.question,
        DerivationTable.id != one.derivation.id,
    )
    return tuple(connection.scalars(query))


def renew(connection: Connection, derivation: str, depth: int = 0) -> Derived | Refused:
    """Ask the question of a kept number again and keep the answer in its place, those it rests on before it."""
    row = get(connection, derivation)
    for one in row.derived.derivation.inputs:
        if one.observation.origin != "derived" or depth >= _DEEPEST:
            continue
        if _stale(connection, one.observation, {}, depth):
            renew(connection, one.observation.id, depth + 1)
    again = make(connection, row.derived.derivation.asked)
    if isinstance(again, Derived):
        put(connection, again)
        if again.derivation.id != row.id:
            supersede(connection, row.id, again.derivation.id)
    return again
