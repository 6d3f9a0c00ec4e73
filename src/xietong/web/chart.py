"""The figures of one indicator phrase as small charts: geometry only, the template draws it as SVG.

One chart for each unit, measure, place, scope and kind of base, so that nothing on an axis differs in kind. Figures
without a period are not on a chart; a missing period is a gap in the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from xietong.core.period import Period, shift_years
from xietong.core.ticks import nice
from xietong.statements.model import Statement
from xietong.web.numerals import a_year_before

# the axes run from 64 to 490; points keep clear of their ends, so that their labels do
WIDTH, LEFT, RIGHT, TOP = 520, 98, 64, 30
_TALL, _LOW, _BOTTOM = 150, 60, 26
_LABEL_WIDTH, _LABEL_HEIGHT = 58, 15
_DIAMETER = 10


@dataclass(frozen=True, slots=True)
class Given:
    """A statement and where its sentence is to be found."""

    statement: Statement
    href: str
    earlier: bool = False
    """A value that a later release revised: a mark of its own under the present one."""
    broken: bool = False
    """Not to be compared with the point before it without a second thought."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a chart, in pixels: `low` and `high` differ for a range; `label` is where its number goes
    (x, y, text anchor)."""

    given: Given
    x: float
    y: float
    low: float
    high: float
    label: tuple[float, float, str] | None
    kind: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what stands there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One small chart; `lines` join figures whose periods follow each other without a gap, `moved` what was said of a
    period with what is said now."""

    sample: Statement
    height: float
    floor: float
    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]
    moved: tuple[tuple[Point, Point], ...]
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
    # what no float can hold has no place on a chart
    return bool(statement.value) and all(one.adjusted() < 300 for one in statement.value)


def _kind(statement: Statement) -> tuple[object, ...]:
    base = statement.base_period
    if base and a_year_before(statement.period, base):
        base = "year before"
    return (statement.unit, statement.measure, statement.regions, statement.scope, base, statement.note)


def _chart(group: Sequence[Given]) -> Chart:
    periods = [Period.parse(one.statement.period) for one in group]
    order = sorted(range(len(group)), key=lambda at: (periods[at].end, group[at].statement.start))
    days = Scale(
        min(one.end for one in periods).toordinal(), max(one.end for one in periods).toordinal(), LEFT, WIDTH - RIGHT
    )
    tall = _TALL if len({one.end for one in periods}) > 1 else _LOW
    bottom = TOP + tall
    values = [value for one in group for value in one.statement.value]
    ticks = nice(min(values), max(values), 4 if tall == _TALL else 2)
    rise = Scale(float(ticks[0]), float(ticks[-1]), bottom, TOP)
    points = _labelled([_point(group[at], days(periods[at].end.toordinal()), rise) for at in order])
    return Chart(
        sample=group[0].statement,
        height=bottom + _BOTTOM,
        floor=bottom,
        points=points,
        lines=tuple(_lines(points)),
        moved=tuple(_moved(points)),
        across=tuple(_across([periods[at] for at in order], days)),
        upward=tuple((rise(float(tick)), tick) for tick in ticks),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """A number on an axis as pixels: `first` at `start`, `last` at `stop`."""

    first: float
    last: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        if self.first == self.last:
            return (self.start + self.stop) / 2
        return round(self.start + (value - self.first) / (self.last - self.first) * (self.stop - self.start), 1)


def _point(given: Given, x: float, rise: Scale) -> Point:
    numbers = [rise(float(value)) for value in given.statement.value]
    low, high = max(numbers), min(numbers)
    return Point(given, x, (low + high) / 2, low, high, None, _look(given))


def _labelled(points: Sequence[Point]) -> tuple[Point, ...]:
    """Labels above, below or to the right of their points where there is room, else none: the list has the number."""
    taken = [(one.x, one.y) for one in points]
    made = []
    for point in points:
        others = [spot for spot in taken if spot != (point.x, point.y)]
        places = (
            (point.x, point.high - _DIAMETER, "middle"),
            (point.x, point.low + _DIAMETER + 10, "middle"),
            (point.x + _LABEL_WIDTH / 2 + _DIAMETER, point.y + 4, "start"),
        )
        if point.given.earlier:  # the stem to the present value goes through one of the first two
            places = (places[2], places[1], places[0])
        free = (place for place in places if all(_apart(place[0], place[1] - 4, *other) for other in others))
        found = next(free, None)
        if found is not None:
            taken.append((found[0], found[1] - 4))
            x = found[0] if found[2] == "middle" else point.x + _DIAMETER
            point = replace(point, label=(round(x, 1), round(found[1], 1), found[2]))
        made.append(point)
    return tuple(made)


def _apart(x: float, y: float, other_x: float, other_y: float) -> bool:
    return abs(x - other_x) >= _LABEL_WIDTH or abs(y - other_y) >= _LABEL_HEIGHT - 2


def _look(given: Given) -> str:
    statement = given.statement
    names = ["target"] if statement.modality == "target" else []
    if given.earlier:
        names.append("earlier")
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
        if point.given.statement.modality == "actual" and not point.given.earlier:
            told.setdefault(point.given.statement.period, []).append(point)
    single = [many[0] for many in told.values() if len({one.given.statement.value for one in many}) == 1]
    for second in single:
        later = Period.parse(second.given.statement.period)
        for first in single:
            if follows(Period.parse(first.given.statement.period), later):
                yield first, second


def _moved(points: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    """Each revised value with the one that stands for its period now."""
    now = {point.given.statement.period: point for point in points if not point.given.earlier}
    for point in points:
        if point.given.earlier and point.given.statement.period in now:
            yield point, now[point.given.statement.period]


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


def _across(periods: Sequence[Period], days: Scale) -> Iterable[Tick]:
    yearly = all((one.end.month, one.end.day) == (12, 31) for one in periods)
    last = float("-inf")
    for end in dict.fromkeys(one.end for one in periods):
        x = days(end.toordinal())
        if x - last >= (_LABEL_WIDTH - 16 if yearly else _LABEL_WIDTH):
            last = x
            yield Tick(x, str(end.year) if yearly else f"{end.year}-{end.month:02}")
