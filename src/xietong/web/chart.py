"""The figures of one indicator phrase as small charts: geometry only, the template draws it as SVG.

One chart for each unit, measure, place, scope and kind of base, so that nothing on an axis differs in kind. Figures
without a period are not on a chart; a missing period is a gap in the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor, log10

from xietong.core.period import Period, shift_years
from xietong.statements.model import Statement
from xietong.web.numerals import a_year_before

WIDTH, LEFT, RIGHT, TOP = 520, 64, 40, 30
_TALL, _LOW, _BOTTOM = 150, 60, 26
_LABEL_WIDTH, _LABEL_HEIGHT = 58, 15
_DIAMETER = 10


@dataclass(frozen=True, slots=True)
class Given:
    """A statement and where its sentence is to be found."""

    statement: Statement
    href: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a chart, in pixels: `low` and `high` differ for a range; `label` says where its number goes."""

    given: Given
    x: float
    y: float
    low: float
    high: float
    label: float | None
    kind: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what stands there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One small chart; `lines` join figures whose periods follow each other without a gap."""

    sample: Statement
    height: float
    floor: float
    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]
    across: tuple[Tick, ...]
    upward: tuple[tuple[float, Decimal], ...]


def charts(series: Iterable[Given]) -> tuple[Chart, ...]:
    """All charts of a series, the fullest first."""
    groups: dict[tuple[object, ...], list[Given]] = {}
    for given in series:
        if _dated(given.statement) and given.statement.form != "ratio":
            groups.setdefault(_kind(given.statement), []).append(given)
    return tuple(_chart(group) for group in sorted(groups.values(), key=len, reverse=True))


def _dated(statement: Statement) -> bool:
    try:
        Period.parse(statement.period)
    except ValueError:
        return False
    return bool(statement.value)


def _kind(statement: Statement) -> tuple[object, ...]:
    base = statement.base_period
    if base and a_year_before(statement.period, base):
        base = "year before"
    return (statement.unit, statement.measure, statement.regions, statement.scope, base, statement.note)


def _chart(group: Sequence[Given]) -> Chart:
    periods = [Period.parse(one.statement.period) for one in group]
    order = sorted(range(len(group)), key=lambda at: (periods[at].end, group[at].statement.start))
    days = _Scale(
        min(one.end for one in periods).toordinal(), max(one.end for one in periods).toordinal(), LEFT, WIDTH - RIGHT
    )
    tall = _TALL if len({one.end for one in periods}) > 1 else _LOW
    bottom = TOP + tall
    values = [value for one in group for value in one.statement.value]
    ticks = nice(min(values), max(values))
    rise = _Scale(float(ticks[0]), float(ticks[-1]), bottom, TOP)
    points: list[Point] = []
    for at in order:
        points.append(_point(group[at], days(periods[at].end.toordinal()), rise, points))
    return Chart(
        sample=group[0].statement,
        height=bottom + _BOTTOM,
        floor=bottom,
        points=tuple(points),
        lines=tuple(_lines(points)),
        across=tuple(_across([periods[at] for at in order], days)),
        upward=tuple((rise(float(tick)), tick) for tick in ticks),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: float
    last: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        if self.first == self.last:
            return (self.start + self.stop) / 2
        return round(self.start + (value - self.first) / (self.last - self.first) * (self.stop - self.start), 1)


def nice(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Three to six round numbers that hold both ends; from zero where the figures are not far from it."""
    if low > 0 and low * 2 <= high:
        low = Decimal(0)
    if high < 0 and high * 2 >= low:
        high = Decimal(0)
    if low == high:
        reach = abs(low) / 10 or Decimal(1)
        low, high = low - reach, high + reach
    rough = (high - low) / 4
    power = Decimal(10) ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = floor(low / step), ceil(high / step)
    return tuple(step * at for at in range(first, last + 1))


def _point(given: Given, x: float, rise: _Scale, before: Sequence[Point]) -> Point:
    numbers = [rise(float(value)) for value in given.statement.value]
    low, high = max(numbers), min(numbers)
    y = (low + high) / 2
    return Point(given, x, y, low, high, _room(x, high, low, before), _look(given.statement))


def _room(x: float, high: float, low: float, before: Sequence[Point]) -> float | None:
    """Above the point, else below it, else no label: the table has the number."""
    for y in (high - _DIAMETER, low + _DIAMETER + 10):
        if all(
            abs(one.x - x) >= _LABEL_WIDTH
            or (abs(y - 4 - one.y) >= _LABEL_HEIGHT - 3 and (one.label is None or abs(one.label - y) >= _LABEL_HEIGHT))
            for one in before
        ):
            return round(y, 1)
    return None


def _look(statement: Statement) -> str:
    names = ["target"] if statement.modality == "target" else []
    if statement.modifier == "~":
        names.append("about")
    elif statement.modifier in (">", ">="):
        names.append("over")
    elif statement.modifier in ("<", "<="):
        names.append("under")
    return " ".join(names)


def _lines(points: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    """Join what was reached, from one period to the next; not through a period for which texts disagree."""
    told: dict[str, list[Point]] = {}
    for point in points:
        if point.given.statement.modality == "actual":
            told.setdefault(point.given.statement.period, []).append(point)
    single = [many[0] for many in told.values() if len({one.given.statement.value for one in many}) == 1]
    for second in single:
        later = Period.parse(second.given.statement.period)
        for first in single:
            if follows(Period.parse(first.given.statement.period), later):
                yield first, second


def follows(earlier: Period, later: Period) -> bool:
    """Whether `later` is the next period of the same kind: a year on, or beginning where the other ends."""
    if earlier.start is None or later.start is None:
        return earlier.start == later.start and _a_year_on(earlier.end) == later.end
    if earlier.shifted(1) == later:
        return True
    lengths = (earlier.end - earlier.start).days, (later.end - later.start).days
    return earlier.end + timedelta(days=1) == later.start and abs(lengths[0] - lengths[1]) <= 3


def _a_year_on(day: date) -> date:
    return shift_years(day, 1)


def _across(periods: Sequence[Period], days: _Scale) -> Iterable[Tick]:
    yearly = all((one.end.month, one.end.day) == (12, 31) for one in periods)
    last = float("-inf")
    for end in dict.fromkeys(one.end for one in periods):
        x = days(end.toordinal())
        if x - last >= (_LABEL_WIDTH - 16 if yearly else _LABEL_WIDTH):
            last = x
            yield Tick(x, str(end.year) if yearly else f"{end.year}-{end.month:02}")
