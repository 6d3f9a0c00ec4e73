"""Parquet with typed columns, and observations back from it.

Numbers are decimals of 38 digits, 12 behind the point; a number that does not fit is empty there and stands, like
every other, in the column of exact digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xietong.core.errors import ExchangeError
from xietong.exchange.delimited import text
from xietong.exchange.model import Cell, Incoming, Record
from xietong.exchange.record import incoming
from xietong.exchange.schema import Column

if TYPE_CHECKING:
    import polars

_CHUNK = 5_000
PRECISION, SCALE = 38, 12


def write(records: Iterable[Record], columns: Sequence[Column], path: Path) -> int:
    """A file with these columns; returns how many records."""
    import polars

    types = {
        "string": polars.String,
        "integer": polars.Int64,
        "date": polars.Date,
        "number": polars.Decimal(PRECISION, SCALE),
    }
    schema: dict[str, Any] = {one.name: types[one.type] for one in columns}
    pending = iter(records)
    frames = []
    while chunk := list(islice(pending, _CHUNK)):
        cells = {one.name: [_cell(one, record[one.name]) for record in chunk] for one in columns}
        frames.append(polars.DataFrame(cells, schema=schema))
    frame = polars.concat(frames) if frames else polars.DataFrame(schema=schema)
    frame.write_parquet(path)
    return frame.height


def _cell(column: Column, cell: Cell) -> Any:
    if column.type == "date":
        return date.fromisoformat(str(cell)) if cell else None
    if isinstance(cell, Decimal):
        return cell if _fits(cell) else None
    return cell


def _fits(value: Decimal) -> bool:
    """Whether a number keeps all its digits; zeros at the end are none."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    figures = "".join(map(str, digits)).lstrip("0")
    bare = figures.rstrip("0")
    behind = -(exponent + len(figures) - len(bare))
    return not bare or (behind <= SCALE and len(bare) - behind <= PRECISION - SCALE)


def read(path: Path) -> Incoming:
    """Observations from a file. ExchangeError where it is no such table."""
    import polars

    try:
        frame = polars.read_parquet(path)
    except (polars.exceptions.PolarsError, OSError) as error:
        raise ExchangeError(
            f"{path.name} cannot be read as Parquet: {error}.", f"{path.name} 不是可以读取的 Parquet 文件：{error}。"
        ) from error
    rows = ({name: text(_back(cell)) for name, cell in row.items()} for row in _iterate(frame))
    return incoming(enumerate(rows, 2), frame.columns, path.name)


def _iterate(frame: polars.DataFrame) -> Iterable[dict[str, Any]]:
    return frame.iter_rows(named=True)


def _back(cell: Any) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell
