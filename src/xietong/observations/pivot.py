"""Observations → indicator × place × period: rows that hold nothing but what can stand in one row, by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from xietong.core.period import Period
from xietong.observations.catalogue import catalogue
from xietong.observations.model import Observation
from xietong.observations.series import Break, Point, Revision, View, breaks, points, revisions
from xietong.observations.units import first_of

Grain = Literal["year", "all"]


class Kind(NamedTuple):
    """What all values of a row share: of one scope, one family of units and one sort of base. `base` is empty, "year"
    for the same time a year before, or the base period."""

    indicator: str
    place: str
    measure: str
    unit: str
    scope: str
    breakdown: str
    base: str
    form: str


@dataclass(frozen=True, slots=True)
class Row:
    """A series of one kind: a point for each column, by the key of the column; what was revised; where it breaks."""

    kind: Kind
    points: Mapping[str, Point]
    revisions: Mapping[str, Revision]
    breaks: tuple[Break, ...]


def pivot(observations: Iterable[Observation], grain: Grain = "year", view: View = "latest") -> tuple[Row, ...]:
    """Rows by indicator and place in the order they come, the fullest first of one place."""
    groups: dict[Kind, list[Observation]] = defaultdict(list)
    for one in observations:
        if column(one, grain):
            groups[kind_of(one)].append(one)
    made = [row(kind, group, grain, view) for kind, group in groups.items()]
    order = {key: at for at, key in enumerate(dict.fromkeys((kind.indicator, kind.place) for kind in groups))}
    return tuple(sorted(made, key=lambda one: (order[one.kind[:2]], -len(one.points), one.kind)))


def kind_of(one: Observation) -> Kind:
    """The row that an observation belongs to."""
    key = one.key
    form = "ratio" if one.form == "ratio" else ""
    base = _base(key.period, key.base_period)
    return Kind(key.indicator, key.place, key.measure, first_of(one.unit), key.scope, key.breakdown, base, form)


def _base(period: str, base: str) -> str:
    if not base:
        return ""
    try:
        return "year" if Period.parse(period).shifted(-1) == Period.parse(base) else base
    except ValueError:
        return base


def row(kind: Kind, group: Sequence[Observation], grain: Grain, view: View) -> Row:
    """One row. By year, a stock at the end of a year and the year itself are one column: of stocks the end goes first,
    of other indicators the year."""
    line = points(group, view)
    entry = catalogue().indicators.get(kind.indicator)
    stock = entry is not None and entry.time == "stock"
    kept: dict[str, Point] = {}
    for point in sorted(line, key=lambda one: (one.period.is_year == stock, one.choice.chosen.key.period)):
        kept.setdefault(column(point.choice.chosen, grain), point)
    shown = {point.choice.chosen.key.period for point in kept.values()}
    found = {str(one.period): one for one in revisions(group)}
    revised = {name: found[str(point.period)] for name, point in kept.items() if str(point.period) in found}
    ordered = {name: kept[name] for name in sorted(kept, key=order_of)}
    return Row(kind, ordered, revised, tuple(breaks([one for one in line if one.choice.chosen.key.period in shown])))


def column(one: Observation, grain: Grain) -> str:
    """The column of an observation: its year, or its period; empty where it has none of that grain."""
    if grain == "all":
        return one.key.period
    period = one.when
    end_of_year = (period.end.month, period.end.day) == (12, 31)
    moment = period.start is None or period.start == period.end
    return str(period.end.year) if period.is_year or (moment and end_of_year) else ""


def order_of(name: str) -> tuple[str, str]:
    """Columns by their end, then by their name."""
    return str(Period.parse(name).end), name


def columns(rows: Iterable[Row]) -> tuple[str, ...]:
    """All columns of some rows, in the order of time."""
    return tuple(sorted({name for one in rows for name in one.points}, key=order_of))
