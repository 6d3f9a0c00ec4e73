"""The way of a target as a chart: baseline to goal, what was reached, what may come. Geometry only, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from xietong.core.grid import name
from xietong.core.ticks import nice
from xietong.observations.model import Observation
from xietong.targets.course import Reading
from xietong.targets.split import Part
from xietong.targets.state import Ahead, Stand
from xietong.web.chart import LEFT, RIGHT, TOP, WIDTH, Scale, Tick, follows
from xietong.web.observed import source

_TALL, _BOTTOM = 190, 26
_APART = 44  # pixels between two years on the axis


@dataclass(frozen=True, slots=True)
class Mark:
    """A reading on the chart: where, what it says, where its sentence is; `label` where its number has room."""

    x: float
    y: float
    reading: Reading
    name: str
    href: str
    label: bool
    above: bool


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One chart. `path`: baseline to goal, and the goals of years on it; `goal`: (x, top, bottom) of what is accepted when
    due; `band`: outline of the forecast interval, `middle` its median; `lines` join readings without a gap between."""

    height: float
    floor: float
    marks: tuple[Mark, ...]
    lines: tuple[tuple[Mark, Mark], ...]
    path: tuple[tuple[float, float], ...]
    stations: tuple[tuple[float, float, str, Decimal], ...]
    goal: tuple[float, float, float] | None
    bound: tuple[float, float] | None
    band: str
    middle: tuple[tuple[float, float], ...]
    due: float
    today: float | None
    across: tuple[Tick, ...]
    upward: tuple[tuple[float, Decimal], ...]


def trajectory(stood: Stand, may: Ahead, years: Sequence[Part] = ()) -> Trajectory | None:
    """The chart of a target on its day; None where there is neither a reading nor a baseline to draw from."""
    target = stood.target
    readings = stood.course.readings
    start = target.baseline
    if not readings and start is None:
        return None
    bounds = [one for one in (target.goal.low, target.goal.high) if one is not None]
    values = [*(one.value for one in readings), *bounds, *([start.value] if start else [])]
    stations = [(date(int(one.key), 12, 31), _of(one)) for one in years]
    values += [value for _, value in stations]
    seen = may.band if may.reason is None else ()
    reach = [Decimal(repr(edge)) for _, low, _, high in seen for edge in (low, high) if abs(edge) < 1e30]
    ticks = nice(min(values + reach), max(values + reach))
    days = [*(one.period.end for one in readings), target.due, *([start.period.end] if start else [])]
    across = Scale(min(days).toordinal(), max(days).toordinal(), LEFT, WIDTH - RIGHT)
    floor = TOP + _TALL
    rise = Scale(float(ticks[0]), float(ticks[-1]), floor, TOP)
    marks = _marks(stood, across, rise)
    due = across(target.due.toordinal())
    bound = None if stood.aim is None or stood.aim.to is None else rise(float(stood.aim.to))
    last = (marks[-1].x, marks[-1].y) if marks else None
    return Trajectory(
        floor + _BOTTOM, floor, marks, tuple(_lines(marks)), _path(stood, stations, across, rise),
        tuple((across(day.toordinal()), rise(float(value)), str(day.year), value) for day, value in stations),
        _accepted(stood, due, rise, floor), None if bound is None else (due, bound), _band(seen, last, across, rise),
        _middle(seen, last, across, rise), due,
        across(stood.as_of.toordinal()) if min(days) <= stood.as_of <= max(days) else None,
        tuple(_years(min(days), max(days), across)), tuple((rise(float(tick)), tick) for tick in ticks),
    )  # fmt: skip


def _of(part: Part) -> Decimal:
    bound = part.goal.low if part.goal.low is not None else part.goal.high
    return bound if bound is not None else Decimal(0)


def _marks(stood: Stand, across: Scale, rise: Scale) -> tuple[Mark, ...]:
    made: list[Mark] = []
    readings = stood.course.readings
    for at, one in enumerate(readings):
        x, y = across(one.period.end.toordinal()), rise(float(one.value))
        ends = at in (0, len(readings) - 1)
        free = all(abs(x - other.x) > 58 for other in made if other.label)
        after = readings[at + 1].value if at + 1 < len(readings) else one.value
        made.append(
            Mark(x, y, one, name(one.period), _href(stood.course.sources[one.period]), ends or free, one.value >= after)
        )
    return tuple(made)


def _href(sources: Sequence[Observation]) -> str:
    return source(sources[0]) if len(sources) == 1 else ""


def _lines(marks: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """Join readings that follow on one another; a missing one is a gap."""
    return [
        (first, second) for first, second in pairwise(marks)
        if follows(first.reading.period, second.reading.period)
    ]  # fmt: skip


def _path(
    stood: Stand, stations: Sequence[tuple[date, Decimal]], across: Scale, rise: Scale
) -> tuple[tuple[float, float], ...]:
    start, way = stood.target.baseline, stood.aim
    if start is None or way is None or way.to is None:
        return ()
    between = [
        (across(day.toordinal()), rise(float(value)))
        for day, value in stations
        if start.period.end < day < stood.target.due
    ]
    end = (across(stood.target.due.toordinal()), rise(float(way.to)))
    return ((across(start.period.end.toordinal()), rise(float(start.value))), *between, end)


def _accepted(stood: Stand, due: float, rise: Scale, floor: float) -> tuple[float, float, float] | None:
    if stood.aim is None:
        return None
    low, high = stood.aim.accepted.low, stood.aim.accepted.high
    return due, TOP if high is None else rise(float(high)), floor if low is None else rise(float(low))


Band = Sequence[tuple[date, float, float, float]]


def _band(band: Band, last: tuple[float, float] | None, across: Scale, rise: Scale) -> str:
    if last is None or not band or any(abs(edge) >= 1e30 for _, low, _, high in band for edge in (low, high)):
        return ""
    upper = [last, *((across(day.toordinal()), rise(high)) for day, _, _, high in band)]
    lower = [(across(day.toordinal()), rise(low)) for day, low, _, _ in reversed(band)]
    return "M" + "L".join(f"{x} {y}" for x, y in (*upper, *lower)) + "Z"


def _middle(
    band: Band, last: tuple[float, float] | None, across: Scale, rise: Scale
) -> tuple[tuple[float, float], ...]:
    if last is None or any(abs(edge) >= 1e30 for _, low, _, high in band for edge in (low, high)):
        return ()
    return (last, *((across(day.toordinal()), rise(middle)) for day, _, middle, _ in band))


def _years(first: date, last: date, across: Scale) -> list[Tick]:
    found: list[Tick] = []
    for year in range(last.year, first.year - 1, -1):
        end = date(year, 12, 31)
        if end > last and year != last.year:
            continue
        at = across(min(end, last).toordinal())
        if at >= LEFT - 1 and (not found or found[-1].at - at >= _APART):
            found.append(Tick(at, str(year)))
    return found
