"""What the ledger has of the things that a table speaks of, in other documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from xietong.store.cell_ids import observed_range, range_of
from xietong.store.model import CellTable, ObservationTable


def any_at_all(connection: Connection, document: str) -> bool:
    """Whether the ledger has observations of any other document."""
    table = ObservationTable
    ends = connection.execute(select(func.min(table.document_id), func.max(table.document_id))).one()
    return any(one not in (None, document) for one in ends)


def same(connection: Connection, document: str, sheet: str, most: int = 200_000) -> Iterator[tuple[Any, ...]]:
    """(indicator, place, unit, period, value, known value, quote, cell, known quote) where a table's cells and
    another document speak of one thing."""
    own, other = ObservationTable.__table__.alias("own"), ObservationTable.__table__.alias("other")
    query = (
        select(
            own.c.indicator, own.c.place, own.c.unit, own.c.period, own.c.value, other.c.value, own.c.quote,
            own.c.cell_id, other.c.quote,
        )
        .join(
            other,
            (own.c.indicator == other.c.indicator) & (own.c.place == other.c.place)
            & (own.c.measure == other.c.measure) & (own.c.last_day == other.c.last_day)
            & (own.c.period == other.c.period) & (own.c.scope == other.c.scope)
            & (own.c.breakdown == other.c.breakdown),
        )
        .where(
            own.c.id.between(*observed_range(sheet)), other.c.document_id != document,
            own.c.unit == other.c.unit, own.c.measure == "level",
        )
        .order_by(own.c.id)
        .limit(most)
    )  # fmt: skip
    for row in connection.execute(query):
        yield (row[0], row[1], row[2], row[3], _first(row[4]), _first(row[5]), row[6], row[7], row[8])


def values_of(
    connection: Connection, indicator: str, document: str, mine: bool, most: int = 4000
) -> list[tuple[str, str, float, str, str, str]]:
    """(place, last day, value, unit, quote, cell) of an indicator, in a document or in the others."""
    table = ObservationTable
    of = table.document_id == document if mine else table.document_id != document
    query = (
        select(table.place, table.last_day, table.value, table.unit, table.quote, table.cell_id)
        .where(table.indicator == indicator, table.measure == "level", of)
        .order_by(table.place, table.last_day)
        .limit(most)
    )
    return [(row[0], row[1], float(_first(row[2])), row[3], row[4], row[5] or "") for row in connection.execute(query)]


def indicators_of(connection: Connection, sheet: str, most: int = 300) -> list[tuple[str, str, str]]:
    """(indicator, phrase, unit) of what a table's cells speak of."""
    query = (
        select(CellTable.indicator, func.min(CellTable.phrase), CellTable.unit)
        .where(CellTable.id.between(*range_of(sheet)), CellTable.state == "")
        .group_by(CellTable.indicator, CellTable.unit)
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def _first(value: Any) -> str:
    return str((json.loads(value) if isinstance(value, str) else value)[0])
