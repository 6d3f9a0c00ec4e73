"""A table of data as indices take it: units in rows, a column each for code, time, groupings and indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xietong.core.panel import Panel
from xietong.indices.exchange.numbers import number
from xietong.indices.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xietong.indices.framework import Framework

ONE_TIME = "—"  # the time of a table that names none


@dataclass(frozen=True)
class Incoming:
    """What a file gave: a framework where it has one, the panel, groupings of units, and what could not be read."""

    panel: Panel
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    framework: Framework | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Which heading is which: the unit's code and name, the time, groupings, and the numbers."""

    unit: str
    name: str
    time: str
    groups: tuple[str, ...]
    numbers: tuple[str, ...]


def panel_of(rows: Sequence[Mapping[str, str]], columns: Columns, place: str, first_row: int = 2) -> Incoming:
    """A panel of rows with headings. A cell that is no number is a fault with its row and column, and missing.

    Units come in the order of their codes, times in theirs; a row that repeats a unit at a time is a fault.
    """
    faults: list[Fault] = []
    units = sorted({row[columns.unit] for row in rows})
    times = sorted({row.get(columns.time) or ONE_TIME for row in rows}, key=_in_time)
    values = np.full((len(times), len(units), len(columns.numbers)), np.nan)
    seen: set[tuple[str, str]] = set()
    for count, row in enumerate(rows, first_row):
        unit, time = row[columns.unit], row.get(columns.time) or ONE_TIME
        if (unit, time) in seen:
            faults.append(Fault(f"{place}:{count}", "repeated_row", {"unit": unit, "time": time}))
        seen.add((unit, time))
        for column, heading in enumerate(columns.numbers):
            value = number(row.get(heading, ""))
            if value is None:
                faults.append(Fault(f"{place}:{count} {heading}", "not_a_number", {"cell": row[heading][:60]}))
            else:
                values[times.index(time), units.index(unit), column] = value
    names = {row[columns.unit]: row[columns.name] for row in rows if row.get(columns.name)}
    groups = {name: {row[columns.unit]: row[name] for row in rows if row.get(name)} for name in columns.groups}
    panel = Panel(tuple(units), tuple(times), columns.numbers, values, names)
    return Incoming(panel, groups, None, tuple(faults))


def _in_time(label: str) -> tuple[float, str]:
    """Numbers by size, other labels by their letters."""
    value = number(label)
    return (0.0 if value is None or value != value else value), label


def joined(panel: Panel, others: Panel) -> Panel:
    """A panel with the columns of another beside its own, by unit; what has one time holds at every time.

    For denominators that come from elsewhere. A unit that the other does not have is missing there. Raises ValueError
    where the times differ or an indicator is in both.
    """
    constant = len(others.times) == 1
    if not constant and others.times != panel.times:
        raise ValueError(f"the times differ: {', '.join(others.times)} beside {', '.join(panel.times)}")
    added = np.full((len(panel.times), len(panel.units), len(others.indicators)), np.nan)
    place = {unit: position for position, unit in enumerate(others.units)}
    for position, unit in enumerate(panel.units):
        if unit in place:
            added[:, position] = others.values[:, place[unit]]  # one time broadcasts over all
    values = np.concatenate([panel.values, added], axis=2)
    names = {**others.names, **panel.names}
    return Panel(panel.units, panel.times, (*panel.indicators, *others.indicators), values, names)
