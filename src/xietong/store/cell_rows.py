"""Cells as rows of the ledger, some thousands at a time: a long table as fast as the database takes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert

from xietong.observations.model import Key, id_of_cell, thing_id
from xietong.store.links import INDICATOR, PLACE
from xietong.store.model import CellTable, ObservationTable, WithheldTable
from xietong.tables.model import Cell, Series

CHUNK = 1000
_CACHE = 64_000  # kilobytes
_KEPT = 20_000  # series whose identity is kept at hand
_ALIKE = {
    "form": "'number'", "modifier": "'='", "origin": "'reported'", "attribution": "''", "passage": "''",
    "statement_id": "NULL", "judged": "''",
}  # fmt: skip
"""What is the same in all observations of cells, in SQL: what need not be bound costs nothing."""
_NAMES = tuple(column.name for column in ObservationTable.__table__.columns if column.name not in _ALIKE)
_WITHHELD = {name: None if word == "NULL" else word.strip("'") for name, word in _ALIKE.items()}

Row = tuple[Any, ...]


class Batch(NamedTuple):
    """Rows of cells, of their observations (without what is `_ALIKE`), and of what cells are no observation of."""

    cells: list[Row]
    observations: list[Row]
    withheld: list[dict[str, Any]]


def rows_of(document: str, sheet: str, cells: Iterable[Cell], see: Callable[[Cell], None]) -> Iterator[Batch]:
    """The rows of the cells of a sheet, each of which is seen once on its way."""
    rest = iter(cells)
    prefix = sheet[:48]
    things: dict[int, str] = {}  # by the series, which the reader keeps
    while part := list(islice(rest, CHUNK)):
        batch = Batch([], [], [])
        for cell in part:
            see(cell)
            said, period = cell.series, cell.period
            key = f"{prefix}{cell.row:010x}{cell.column:06x}"
            value = None if cell.value is None else str(cell.value)
            batch.cells.append(
                (
                    key, sheet, cell.row, cell.column, cell.text, cell.path, said.phrase, said.indicator[:INDICATOR],
                    said.place[:PLACE], period, value, said.unit, cell.state, cell.mark, cell.note,
                )
            )  # fmt: skip
            if cell.state == "missing":
                continue
            thing = things.get(id(said))
            if thing is None:
                if len(things) >= _KEPT:
                    things.clear()
                thing = things[id(said)] = _thing(said)
            observation = _observation(key, document, cell, thing, period, value)
            if not cell.state and value is not None:
                batch.observations.append(observation)
            else:
                batch.withheld.append(_withheld(observation))
        yield batch


def _thing(said: Series) -> str:
    return thing_id(Key(said.indicator, said.place, "", said.measure, "", said.scope, said.breakdown))


def _observation(key: str, document: str, cell: Cell, thing: str, period: str, value: str | None) -> Row:
    said, when = cell.series, cell.when
    base = when.before if when is not None and said.measure == "growth" else ""
    return (
        id_of_cell(key, thing, period, base), said.indicator[:INDICATOR], said.place[:PLACE], period,
        "" if when is None else when.last_day, said.measure, base, said.scope, said.breakdown,
        "[]" if value is None else f'["{value}"]', said.unit, cell.digits + said.unit_printed, said.status, said.vintage,
        document, key, said.released,
    )  # fmt: skip


def _withheld(observation: Row) -> dict[str, Any]:
    content: dict[str, Any] = _WITHHELD | dict(zip(_NAMES, observation, strict=True))
    return {"cell_id": content["cell_id"], "content": content | {"value": json.loads(content["value"])}}


@contextmanager
def writer(connection: Connection) -> Iterator[Callable[[Batch], None]]:
    """Writes batches inside a transaction."""
    cell, observation = _insert(connection, CellTable, {}), _insert(connection, ObservationTable, _ALIKE)

    def write(batch: Batch) -> None:
        if batch.cells:
            connection.exec_driver_sql(cell, batch.cells)
        if batch.observations:
            connection.exec_driver_sql(observation, batch.observations)
        if batch.withheld:
            connection.execute(insert(WithheldTable), batch.withheld)

    _wide_cache(connection, _CACHE)
    yield write
    _wide_cache(connection, 0)


def _insert(connection: Connection, table: Any, alike: Mapping[str, str]) -> str:
    """The statement that takes rows as tuples in the order of a table's columns, by the driver's own way for many."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    quote = connection.dialect.identifier_preparer.quote
    names = [column.name for column in table.__table__.columns]
    values = ", ".join(alike.get(name, mark) for name in names)
    return f"INSERT INTO {quote(table.__tablename__)} ({', '.join(map(quote, names))}) VALUES ({values})"


def _wide_cache(connection: Connection, kilobytes: int) -> None:
    """Pages of the indexes kept at hand while many rows are written, on SQLite; 0 for its own measure."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = {-kilobytes or -2000}")
