"""Lines over time as panels: several lines in one, or one in each of many with a common axis; geometry only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xietong.core.period import Period
from xietong.core.ticks import nice
from xietong.observations.model import Observation
from xietong.observations.pivot import Row
from xietong.observations.units import factor, first_of, scaled
from xietong.web.chart import follows

_APART = 15  # pixels between the labels at the ends of lines


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a panel and the room around its plot."""

    width: int
    height: int
    left: int
    right: int
    top: int = 14
    bottom: int = 26


WIDE = Frame(720, 330, 74, 150)
SMALL = Frame(260, 132, 12, 62, 22, 20)


@dataclass(frozen=True, slots=True)
class Dot:
    """A value, in pixels; `look`: earlier (revised since), derived, or nothing."""

    observation: Observation
    x: float
    y: float
    look: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Two values that follow each other; `look`: broken (not to be compared), revised (an older
    vintage), or moved (from a revised value to the present one)."""

    first: Dot
    last: Dot
    look: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One row as a line: its dots, what joins them, and where its name goes."""

    row: Row
    number: int
    dots: tuple[Dot, ...]
    segments: tuple[Segment, ...]
    label: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """A plot with its lines and ticks: `across` (x, column), `upward` (y, value)."""

    frame: Frame
    traces: tuple[Trace, ...]
    across: tuple[tuple[float, str], ...]
    upward: tuple[tuple[float, Decimal], ...]

    @property
    def floor(self) -> float:
        """The y of the horizontal axis."""
        return self.frame.height - self.frame.bottom


def number(one: Observation) -> Decimal:
    """The value that is drawn, in the first unit of its family; of a range the middle."""
    value = sum(one.value, Decimal(0)) / len(one.value)
    by = factor(one.unit, first_of(one.unit))
    return value if by is None else scaled(value, by)


def drawable(row: Row) -> bool:
    """Whether a row can be a line: ratios cannot, nor what no float can hold."""
    return row.kind.form != "ratio" and all(
        number(one.choice.chosen).adjusted() < 300 for one in row.points.values() if one.choice.chosen.value
    )


def panel(rows: Sequence[Row], columns: Sequence[str], frame: Frame, like: Sequence[Row] = ()) -> Panel:
    """The lines of some rows; `like`: rows whose values the vertical axis has to hold besides."""
    values = [
        value
        for row in (*rows, *like)
        for point in row.points.values()
        for value in (number(point.choice.chosen), *_earlier_values(row))
    ]
    ticks = nice(min(values), max(values), 4) if values else (Decimal(0), Decimal(1))
    floor = frame.height - frame.bottom
    days = {name: Period.parse(name).end.toordinal() for name in columns}
    first, last = min(days.values(), default=0), max(days.values(), default=1)

    def across(name: str) -> float:
        room = frame.width - frame.left - frame.right
        return round(frame.left + (room * (days[name] - first) / (last - first) if last > first else room / 2), 1)

    def up(value: Decimal) -> float:
        share = float((value - ticks[0]) / (ticks[-1] - ticks[0]))
        return round(floor - share * (floor - frame.top), 1)

    traces = [_trace(row, at, across, up) for at, row in enumerate(rows)]
    return Panel(
        frame, _spread([one for one in traces if one.dots], frame), _ticks(columns, across, frame),
        tuple((up(tick), tick) for tick in ticks),
    )  # fmt: skip


def _earlier_values(row: Row) -> list[Decimal]:
    return [number(one) for each in row.revisions.values() for one in each.values]


def _trace(row: Row, at: int, across: Callable[[str], float], up: Callable[[Decimal], float]) -> Trace:
    dots: dict[str, Dot] = {}
    for name, point in row.points.items():
        one = point.choice.chosen
        dots[name] = Dot(one, across(name), up(number(one)), "derived" if one.origin == "derived" else "")
    older: list[Dot] = []
    for name, revision in row.revisions.items():
        now = row.points[name].choice.chosen
        for one in revision.values:
            if one.release.date < now.release.date and not one.values.meets(now.values):
                older.append(Dot(one, across(name), up(number(one)), "earlier"))
    broken = {one.after.id for one in row.breaks}
    segments = [
        Segment(dots[one], dots[other], "broken" if dots[other].observation.id in broken else "")
        for one in dots
        for other in dots
        if follows(_time(dots[one].observation), _time(dots[other].observation))
    ]
    segments += [
        Segment(one, other, "revised")
        for one in (*older, *dots.values())
        for other in (*older, *dots.values())
        if "earlier" in (one.look, other.look)
        and one.observation.release.document == other.observation.release.document != ""
        and follows(_time(one.observation), _time(other.observation))
    ]
    present = {one.x: one for one in dots.values()}
    segments += [Segment(one, present[one.x], "moved") for one in older]
    last = max(dots.values(), key=lambda one: one.x, default=None)
    label = (last.x, last.y) if last else (0.0, 0.0)
    return Trace(row, at, (*older, *dots.values()), tuple(segments), label)


def _time(one: Observation) -> Period:
    """The span of a value; a stock on a day as known until then, so that ends of years follow each other."""
    period = one.when
    return Period.until(period.end) if period.start == period.end else period


def _spread(traces: Sequence[Trace], frame: Frame) -> tuple[Trace, ...]:
    """Names at the ends of lines, moved apart as little as keeps them legible and inside."""
    if len(traces) < 2:
        return tuple(traces)
    order = sorted(range(len(traces)), key=lambda at: traces[at].label[1])
    wanted = [traces[at].label[1] for at in order]
    for at in range(1, len(wanted)):
        wanted[at] = max(wanted[at], wanted[at - 1] + _APART)
    over = wanted[-1] - (frame.height - frame.bottom)
    if over > 0:
        wanted[-1] -= over
        for at in range(len(wanted) - 2, -1, -1):
            wanted[at] = min(wanted[at], wanted[at + 1] - _APART)
    placed = dict(zip(order, wanted, strict=True))
    return tuple(replace(one, label=(one.label[0], round(placed[at], 1))) for at, one in enumerate(traces))


def _ticks(columns: Sequence[str], across: Callable[[str], float], frame: Frame) -> tuple[tuple[float, str], ...]:
    """Columns that have room for their name; of a small panel the first and the last."""
    if not columns:
        return ()
    if frame is SMALL:
        ends = [columns[0], columns[-1]] if len(columns) > 1 else [columns[0]]
        return tuple((across(name), name) for name in ends)
    found: list[tuple[float, str]] = []
    room = 44 if all(name.isdigit() for name in columns) else 76
    for name in columns:
        if not found or across(name) - found[-1][0] >= room:
            found.append((across(name), name))
    return tuple(found)
