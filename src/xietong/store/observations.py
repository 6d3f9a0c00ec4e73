"""Ask for observations: by key, as series, and the figures a document must be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, tuple_
from sqlalchemy.engine import RowMapping

from xietong.core.interval import Interval
from xietong.core.period import Period
from xietong.exchange.model import Entry
from xietong.observations.model import Key, Observation, Release
from xietong.statements.model import Measure
from xietong.store.model import (
    CellTable,
    DerivationTable,
    Document,
    LinkTable,
    Mention,
    ObservationTable,
    SheetTable,
    StatementTable,
)
from xietong.store.rows import Page, StatementRow
from xietong.store.statements import in_rows


@dataclass(frozen=True, slots=True)
class ObservationFilter:
    """What an observation must be; an empty field asks nothing. `indicator` is a code or a whole phrase, `place` a
    key of `territories`, `known` the last day (ISO) on which it was made known."""

    indicator: str = ""
    place: str = ""
    period: Period | None = None
    measure: Measure | str = ""
    document: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """An observation with the title of its document."""

    observation: Observation
    document_title: str


def find(connection: Connection, wanted: ObservationFilter, limit: int, offset: int) -> Page[ObservationRow]:
    """Those of documents that are not hidden, by indicator, place and time."""
    conditions = _conditions(wanted)
    total = connection.scalar(_joined(select(func.count())).where(*conditions)) or 0
    query = _ordered(_rows().where(*conditions)).limit(limit).offset(offset)
    return Page(tuple(_row(one._mapping) for one in connection.execute(query)), total, limit, offset)


def all_of(connection: Connection, wanted: ObservationFilter, most: int = 20_000) -> tuple[ObservationRow, ...]:
    """The same without pages, at most `most`."""
    query = _ordered(_rows().where(*_conditions(wanted))).limit(most)
    return tuple(_row(one._mapping) for one in connection.execute(query))


def between(connection: Connection, first: str, last: str) -> tuple[ObservationRow, ...]:
    """Those with ids in a range, as those of a cell are, whether or not their document is removed."""
    query = _ordered(_rows().where(ObservationTable.id.between(first, last)))
    return tuple(_row(one._mapping) for one in connection.execute(query))


def stream(connection: Connection, wanted: ObservationFilter) -> Iterator[Entry]:
    """All of them in the same order with their places, few in memory at a time."""
    query = (
        _rows()
        .add_columns(
            StatementTable.start.label("at"),
            Mention.end.label("until"),
            SheetTable.name.label("sheet"),
            CellTable.row.label("row"),
            CellTable.column.label("column"),
        )
        .outerjoin(StatementTable, StatementTable.id == ObservationTable.statement_id)
        .outerjoin(Mention, Mention.id == StatementTable.mention_id)
        .outerjoin(CellTable, CellTable.id == ObservationTable.cell_id)
        .outerjoin(SheetTable, SheetTable.id == CellTable.sheet_id)
        .where(*_conditions(wanted))
    )
    for one in connection.execution_options(yield_per=500).execute(_ordered(query)):
        found = one._mapping
        row = _row(found)
        yield Entry(row.observation, row.document_title, _locator(found))


def _locator(one: RowMapping) -> str:
    """Where a figure stands: text:120-128, or table:表1!R3C4."""
    if one["row"] is not None:
        return f"table:{one['sheet']}!R{one['row']}C{one['column']}"
    return "" if one["at"] is None else f"text:{one['at']}-{one['until']}"


def series_of(connection: Connection, indicator: str, place: str, limit: int) -> tuple[tuple[str, str, str, int], ...]:
    """The series there are: (indicator, place, measure, observations), the longest first; empty arguments ask all."""
    table = ObservationTable
    series = (table.indicator, table.place, table.measure)
    query = select(*series, func.count()).group_by(*series)
    if indicator:
        query = query.where(table.indicator == indicator)
    if place:
        query = query.where(table.place == place)
    # all are counted in their index alone, and those of hidden documents, few if any, taken off
    hidden = table.document_id.in_(select(Document.id).where(Document.hidden.is_not(None)))
    counted = {(one[0], one[1], one[2]): int(one[3]) for one in connection.execute(query)}
    for one in connection.execute(query.where(hidden)):
        counted[one[0], one[1], one[2]] -= int(one[3])
    shown = sorted((-count, key) for key, count in counted.items() if count)
    return tuple((*key, -count) for count, key in shown[:limit])


def grid(
    connection: Connection, indicators: Sequence[str], places: Sequence[str], measure: str, known: str, most: int
) -> tuple[ObservationRow, ...]:
    """Observations of several indicators at several places (all where there are none given), at most `most`."""
    table = ObservationTable
    conditions = [*_conditions(ObservationFilter(measure=measure, known=known)), table.indicator.in_(indicators)]
    if places:
        conditions.append(table.place.in_(places))
    query = _ordered(_rows().where(*conditions)).limit(most)
    return tuple(_row(one._mapping) for one in connection.execute(query))


def of_series(connection: Connection, keys: Iterable[tuple[str, str, str]], most: int = 50_000) -> list[ObservationRow]:
    """Observations of several (indicator, place, measure), at most `most`."""
    table, wanted = ObservationTable, sorted(set(keys))
    found: list[ObservationRow] = []
    for at in range(0, len(wanted), _PAIRS):
        these = tuple_(table.indicator, table.place, table.measure).in_(wanted[at : at + _PAIRS])
        query = _ordered(_rows().where(*_conditions(ObservationFilter()), these)).limit(most - len(found))
        found += [_row(one._mapping) for one in connection.execute(query)]
    return found


def of_periods(
    connection: Connection, indicators: Iterable[str], places: Iterable[str], periods: Iterable[str]
) -> list[ObservationRow]:
    """Observations of indicators at places in some periods (as written), of every measure."""
    table = ObservationTable
    asked = (table.indicator.in_(sorted(set(indicators))), table.place.in_(sorted(set(places))))
    query = _rows().where(*_conditions(ObservationFilter()), *asked, table.period.in_(sorted(set(periods))))
    return [_row(one._mapping) for one in connection.execute(_ordered(query).limit(50_000))]


def counts(connection: Connection, indicators: Sequence[str]) -> dict[str, int]:
    """How many observations of level there are of each of some indicators; none of those that have none."""
    table, count = ObservationTable, func.count().label("count")
    conditions = [*_conditions(ObservationFilter(measure="level")), table.indicator.in_(indicators)]
    columns: Any = select(table.indicator, count)
    query = _joined(columns).where(*conditions).group_by(table.indicator)
    return {one[0]: int(one[1]) for one in connection.execute(query)}


def present(connection: Connection, observation: str) -> bool:
    """Whether an observation is there and its document shown."""
    query = _joined(select(func.count())).where(*_conditions(ObservationFilter()), ObservationTable.id == observation)
    return bool(connection.scalar(query))


def unresolved(connection: Connection, text: str, limit: int) -> tuple[tuple[str, int], ...]:
    """Phrases that no indicator of the catalogue answers to, with their statements; the most frequent first."""
    count = func.count().label("count")
    query = (
        select(StatementTable.indicator, count)
        .join(LinkTable, LinkTable.statement_id == StatementTable.id)
        .join(Document, Document.id == StatementTable.document_id)
        .where(LinkTable.score == 0, StatementTable.superseded_at.is_(None), Document.hidden.is_(None))
        .where(StatementTable.indicator != "", StatementTable.indicator.contains(text, autoescape=True))
        .group_by(StatementTable.indicator)
        .order_by(count.desc(), StatementTable.indicator)
        .limit(limit)
    )
    return tuple((one[0], int(one[1])) for one in connection.execute(query))


def resolved(connection: Connection, limit: int = 1000) -> tuple[tuple[str, int], ...]:
    """Codes of the catalogue that present statements are linked to, with how many."""
    count = func.count().label("count")
    query = (
        select(LinkTable.indicator, count)
        .join(StatementTable, LinkTable.statement_id == StatementTable.id)
        .join(Document, Document.id == StatementTable.document_id)
        .where(LinkTable.score > 0, StatementTable.superseded_at.is_(None), Document.hidden.is_(None))
        .group_by(LinkTable.indicator)
        .order_by(count.desc(), LinkTable.indicator)
        .limit(limit)
    )
    return tuple((one[0], int(one[1])) for one in connection.execute(query))


def of_things(
    connection: Connection, things: Iterable[tuple[str, str]], without: Sequence[str] = (), most: int = 3000
) -> tuple[StatementRow, ...]:
    """Present statements of these (indicator, place), dated or not, but those of some documents; at most `most`."""
    wanted = sorted(set(things))
    found: list[StatementRow] = []
    for at in range(0, len(wanted), _PAIRS):
        if len(found) >= most:
            break
        part = wanted[at : at + _PAIRS]
        keys = (
            select(LinkTable.statement_id)
            .join(StatementTable, StatementTable.id == LinkTable.statement_id)
            .join(Document, Document.id == StatementTable.document_id)
            .where(tuple_(LinkTable.indicator, LinkTable.place).in_(part), Document.hidden.is_(None))
            .where(StatementTable.superseded_at.is_(None), Document.id.not_in(list(without)))
            .limit(most - len(found))
        )
        found += in_rows(connection, StatementTable.id.in_(keys))
    return tuple(found)


_PAIRS = 150  # pairs in one IN list


def phrases_at(connection: Connection, places: Iterable[str], most: int = 5000) -> tuple[tuple[str, str], ...]:
    """(phrase, place) of the statements at these places that no indicator of the catalogue answers to."""
    query = (
        select(LinkTable.indicator, LinkTable.place)
        .where(LinkTable.place.in_(sorted(set(places))), LinkTable.score == 0)
        .distinct()
        .limit(most)
    )
    return tuple((one[0], one[1]) for one in connection.execute(query))


def link_of(connection: Connection, statement: str) -> tuple[str, str, float, str] | None:
    """(indicator, place, score, why) of a statement; None where it is not linked, as it is no longer present."""
    found = connection.execute(
        select(LinkTable.indicator, LinkTable.place, LinkTable.score, LinkTable.why).where(
            LinkTable.statement_id == statement
        )
    ).first()
    return (found[0], found[1], found[2], found[3]) if found else None


def _conditions(wanted: ObservationFilter) -> list[ColumnElement[bool]]:
    table = ObservationTable
    found: list[ColumnElement[bool]] = [or_(table.document_id.is_(None), Document.hidden.is_(None))]
    if wanted.indicator:
        found.append(table.indicator == wanted.indicator)
    if wanted.place:
        found.append(table.place == wanted.place)
    if wanted.measure:
        found.append(table.measure == wanted.measure)
    if wanted.period is not None:
        found.append(table.last_day <= str(wanted.period.end))
        if wanted.period.start is not None:
            found.append(table.last_day >= str(wanted.period.start))
    if wanted.document:
        found.append(table.document_id == wanted.document)
    if wanted.known:
        # what bears no day was known at the latest when it came here
        came = func.substr(Document.added, 1, 10)
        day = func.coalesce(
            func.nullif(table.released, ""), func.nullif(Document.day, ""), DerivationTable.released, came, ""
        )
        found.append(and_(day != "", day <= wanted.known))
    return found


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(ObservationTable)
        .outerjoin(Document, Document.id == ObservationTable.document_id)
        .outerjoin(DerivationTable, DerivationTable.id == ObservationTable.id)
    )


def _rows() -> Select[Any]:
    derived = (DerivationTable.low, DerivationTable.high, DerivationTable.released.label("derived_on"))
    described = (Document.day, Document.publisher, Document.title)
    return _joined(select(*ObservationTable.__table__.columns, *described, *derived))


def _ordered(query: Select[Any]) -> Select[Any]:
    table = ObservationTable
    return query.order_by(table.indicator, table.place, table.measure, table.last_day, table.period, table.id)


def _row(one: RowMapping) -> ObservationRow:
    key = Key(
        one["indicator"], one["place"], one["period"], one["measure"], one["base_period"], one["scope"],
        one["breakdown"],
    )  # fmt: skip
    release = Release(
        one["document_id"] or "", one["released"] or one["day"] or one["derived_on"] or "", one["publisher"] or "",
        one["attribution"], one["method"],
        one["status"],
    )  # fmt: skip
    observation = Observation(
        key, tuple(map(Decimal, one["value"])), one["form"], one["unit"], one["modifier"], one["quote"], release,
        one["origin"], one["statement_id"] or "", one["passage"], one["cell_id"] or "", judged=one["judged"],
    )  # fmt: skip
    if one["origin"] == "derived":
        low, high = (None if end is None else Decimal(end) for end in (one["low"], one["high"]))
        observation = replace(observation, derivation=one["id"], bounds=Interval(low, high))
    elif one["origin"] == "computed":
        observation = replace(observation, derivation=one["id"])
    return ObservationRow(observation, one["title"] or "")
