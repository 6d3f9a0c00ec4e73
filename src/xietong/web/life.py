"""What a page shows of the life of a figure: how many independent sources it has, and how its value drifted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xietong.observations.life import Part
from xietong.observations.observe import passage
from xietong.store.rows import StatementRow

PARTS: tuple[Part, ...] = ("first", "reprint", "repeats", "agrees", "later", "differs")


@dataclass(frozen=True, slots=True)
class Life:
    """Appearances by the dates of their documents; `sources`: those of one sentence are one; `drift`: the first of
    each run of equal values."""

    appearances: tuple[tuple[Part, StatementRow], ...]
    sources: int
    documents: int
    drift: tuple[StatementRow, ...]


def look_back(appearances: Sequence[tuple[Part, StatementRow]]) -> Life:
    """A life as a page shows it."""
    rows = [row for _, row in appearances]
    drift: list[StatementRow] = []
    for row in rows:
        said = (row.statement.value, row.statement.modifier)
        if not drift or said != (drift[-1].statement.value, drift[-1].statement.modifier):
            drift.append(row)
    return Life(
        tuple(appearances),
        len({passage(row.statement) for row in rows}),
        len({row.document_id for row in rows}),
        tuple(drift),
    )
