"""Charts of regional analyses as geometry: lines, stacked bars, scatters, curves; the template draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from xietong.core.ticks import nice

if TYPE_CHECKING:
    from xietong.regional.analyses.model import Chart, Point, Series

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 340, 74, 28, 40
_RIGHT = {"scatter": 40, "curve": 40, "lines": 160, "bars": 160}
_APART = 15
_LETTER, _TALL = 12.5, 14  # of a label, in pixels
_LARGE = 100_000
Short = Callable[[Decimal], str]
_STEPS = 128  # points of a curve that are drawn


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in pixels, with what it is of: a unit or series, a time, its value; label is where its name goes
    (x, y, anchor), None where there is no room."""

    unit: str
    time: str
    x: float
    y: float
    value: float
    point: Point | None = None
    label: tuple[float, float, str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line as paths with gaps, its marks, and where its name goes; number: which colour."""

    key: str
    number: int
    path: str
    marks: tuple[Mark, ...]
    label: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a stacked bar in pixels."""

    key: str
    number: int
    time: str
    x: float
    y: float
    width: float
    height: float
    value: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart to be drawn; across and upward: ticks (pixel, text); straight: a line over the whole plot as a path; zero:
    where the axes are; names: of lines and parts at the right, with colour, where they stand and what they are at."""

    chart: Chart
    across: tuple[tuple[float, str], ...]
    upward: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    straight: str = ""
    zero: tuple[float | None, float | None] = (None, None)
    names: tuple[tuple[str, int, float, float], ...] = ()

    @property
    def right(self) -> int:
        """The right end of the plot."""
        return WIDTH - _RIGHT[self.chart.kind]

    @property
    def floor(self) -> int:
        """The y of the horizontal axis."""
        return HEIGHT - BOTTOM


def plot(chart: Chart, name: Callable[[str], str], short: Callable[[Decimal], str]) -> Plot | None:
    """The geometry of a chart; None for a map, and where there is nothing to draw. name: of units, for their labels;
    short: how large numbers are written."""
    made = {"lines": _lines, "bars": _bars, "curve": _curves}
    if chart.kind == "scatter" and chart.points:
        return _scatter(chart, name, short)
    if chart.kind in made and any(value is not None for one in chart.series for value in one.values):
        return made[chart.kind](chart, short)
    return None


def _ticks(low: float, high: float, parts: int = 4) -> tuple[Decimal, ...]:
    return nice(Decimal(f"{low:.6g}"), Decimal(f"{high:.6g}"), parts)


def _text(tick: Decimal, short: Short) -> str:
    return (short(tick) if abs(tick) >= _LARGE else f"{tick.normalize():,f}").replace("-", "−")


def _scale(ticks: Sequence[Decimal], start: float, stop: float) -> Callable[[float], float]:
    low, high = float(ticks[0]), float(ticks[-1])
    return lambda value: round(start + (value - low) / (high - low) * (stop - start), 1)


def _values(series: Sequence[Series]) -> list[float]:
    return [value for one in series for value in one.values if value is not None]


def _years(chart: Chart) -> tuple[Callable[[str], float], tuple[tuple[float, str], ...]]:
    """Where years stand, by their distance in time, and those that have room for their name."""
    first, last = int(chart.times[0]), int(chart.times[-1])
    room = WIDTH - LEFT - _RIGHT[chart.kind] - (40 if chart.kind == "bars" else 0)
    begin = LEFT + (20 if chart.kind == "bars" else 0)

    def across(time: str) -> float:
        return round(begin + (room * (int(time) - first) / (last - first) if last > first else room / 2), 1)

    shown: list[tuple[float, str]] = []
    for time in chart.times:
        if not shown or across(time) - shown[-1][0] >= 42:
            shown.append((across(time), time))
    return across, tuple(shown)


def _lines(chart: Chart, short: Short) -> Plot:
    across, shown = _years(chart)
    ticks = _ticks(min(_values(chart.series)), max(_values(chart.series)))
    up = _scale(ticks, HEIGHT - BOTTOM, TOP)
    lines = []
    step = min((int(later) - int(time) for time, later in pairwise(chart.times)), default=1)
    for number, one in enumerate(chart.series):
        marks = tuple(
            Mark(one.key, time, across(time), up(value), value)
            for time, value in zip(chart.times, one.values, strict=True) if value is not None
        )  # fmt: skip
        path, before = "", -step - 1
        for time, value in zip(chart.times, one.values, strict=True):
            if value is not None:
                path += f"{'L' if int(time) - before == step else 'M'}{across(time)} {up(value)}"
                before = int(time)
        lines.append(Line(one.key, number, path, marks, (marks[-1].x, marks[-1].y) if marks else None))
    return Plot(chart, shown, tuple((up(float(one)), _text(one, short)) for one in ticks), lines=tuple(lines),
                zero=(None, up(0.0) if ticks[0] < 0 < ticks[-1] else None), names=_ends(lines))  # fmt: skip


def _ends(lines: Sequence[Line]) -> tuple[tuple[str, int, float, float], ...]:
    """Names at the ends of lines, moved apart as little as keeps them legible and inside."""
    wanted = sorted((one.label[1], one.number, one.key) for one in lines if one.label is not None)
    return _apart([(y, number, key) for y, number, key in wanted])


def _apart(wanted: list[tuple[float, int, str]]) -> tuple[tuple[str, int, float, float], ...]:
    at = [y for y, _, _ in wanted]
    for here in range(1, len(at)):
        at[here] = max(at[here], at[here - 1] + _APART)
    over = (at[-1] if at else 0) - (HEIGHT - BOTTOM)
    if over > 0:
        at[-1] -= over
        for here in range(len(at) - 2, -1, -1):
            at[here] = min(at[here], at[here + 1] - _APART)
    return tuple((key, number, round(y, 1), own) for y, (own, number, key) in zip(at, wanted, strict=True))


def _bars(chart: Chart, short: Short) -> Plot:
    """Parts of one whole on top of each other, the first at the bottom."""
    across, shown = _years(chart)
    totals = [sum(one.values[at] or 0.0 for one in chart.series) for at in range(len(chart.times))]
    ticks = _ticks(0.0, max(*totals, 1e-12) if totals else 1.0)
    up = _scale(ticks, HEIGHT - BOTTOM, TOP)
    steps = [across(later) - across(time) for time, later in pairwise(chart.times)]
    width = round(min([*steps, 48.0]) * 0.72, 1)
    bars, ends = [], []
    for at, time in enumerate(chart.times):
        below = 0.0
        for number, one in enumerate(chart.series):
            value = one.values[at]
            if value is None:
                continue
            top = up(below + value)
            bars.append(Bar(one.key, number, time, round(across(time) - width / 2, 1), top, width,
                            round(max(up(below) - top, 0.0), 1), value))  # fmt: skip
            if at == len(chart.times) - 1:
                ends.append((up(below + value / 2), number, one.key))
            below += value
    return Plot(chart, shown, tuple((up(float(one)), _text(one, short)) for one in ticks), bars=tuple(bars),
                names=_apart(sorted(ends)))  # fmt: skip


def _curves(chart: Chart, short: Short) -> Plot:
    """Curves over a common axis; the last is named last, lines are told apart by colour and dashes."""
    ticks = _ticks(0.0, max(_values(chart.series)))
    along = _ticks(chart.grid[0], chart.grid[-1], 6)
    up, across = _scale(ticks, HEIGHT - BOTTOM, TOP), _scale(along, LEFT, WIDTH - _RIGHT["curve"])
    step = max(len(chart.grid) // _STEPS, 1)
    lines = []
    for number, one in enumerate(chart.series):
        pairs = [(x, y) for x, y in list(zip(chart.grid, one.values, strict=True))[::step] if y is not None]
        path = "".join(f"{'L' if at else 'M'}{across(x)} {up(y)}" for at, (x, y) in enumerate(pairs))
        lines.append(Line(one.key, number, path, (), None))
    return Plot(chart, tuple((across(float(one)), _text(one, short)) for one in along),
                tuple((up(float(one)), _text(one, short)) for one in ticks), lines=tuple(lines))  # fmt: skip


def _scatter(chart: Chart, name: Callable[[str], str], short: Short) -> Plot:
    xs, ys = [one.x for one in chart.points], [one.y for one in chart.points]
    along, ticks = _ticks(min(xs), max(xs), 6), _ticks(min(ys), max(ys))
    if chart.key == "lorenz":
        along = ticks = tuple(Decimal(at) / 5 for at in range(6))
    across, up = _scale(along, LEFT, WIDTH - _RIGHT["scatter"]), _scale(ticks, HEIGHT - BOTTOM, TOP)
    marks = [Mark(one.unit, chart.year, across(one.x), up(one.y), one.y, one) for one in chart.points]
    straight = ""
    if chart.line is not None:
        straight = _straight(chart.line, along, ticks, across, up)
    joined: tuple[Line, ...] = ()
    if chart.key == "lorenz":
        path = f"M{across(0.0)} {up(0.0)}" + "".join(f"L{one.x} {one.y}" for one in marks)
        joined = (Line("lorenz", 0, path, (), None),)
    zero = (across(0.0) if along[0] < 0 < along[-1] else None, up(0.0) if ticks[0] < 0 < ticks[-1] else None)
    return Plot(chart, tuple((across(float(one)), _text(one, short)) for one in along),
                tuple((up(float(one)), _text(one, short)) for one in ticks), lines=joined, marks=_labelled(marks, name),
                straight=straight, zero=zero)  # fmt: skip


def _straight(
    line: tuple[float, float], along: Sequence[Decimal], ticks: Sequence[Decimal], across: Callable[[float], float],
    up: Callable[[float], float],
) -> str:  # fmt: skip
    """y = a + b x, as far as it lies in the plot."""
    a, b = line
    low, high = float(along[0]), float(along[-1])
    bottom, top = float(ticks[0]), float(ticks[-1])
    if b:
        ends = sorted(((bottom - a) / b, (top - a) / b))
        low, high = max(low, ends[0]), min(high, ends[1])
    if low >= high or not bottom <= a + b * (low + high) / 2 <= top:
        return ""
    return f"M{across(low)} {up(a + b * low)}L{across(high)} {up(a + b * high)}"


def _labelled(marks: Sequence[Mark], name: Callable[[str], str]) -> tuple[Mark, ...]:
    """Names beside their points where nothing else is; the others are said when the point is chosen."""
    taken = [(one.x - 4, one.y - 4, one.x + 4, one.y + 4) for one in marks]
    made = []
    for one in marks:
        text = name(one.unit)
        wide = sum(_LETTER if ord(letter) > 0x2E7F else _LETTER * 0.56 for letter in text)
        places = (
            (one.x + 7, one.y + 4, "start"), (one.x - 7, one.y + 4, "end"),
            (one.x, one.y - 8, "middle"), (one.x, one.y + 17, "middle"),
        )  # fmt: skip
        for x, y, anchor in places:
            left = x - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
            box = (left, y - _TALL + 3, left + wide, y + 3)
            inside = box[0] >= LEFT and box[2] <= WIDTH and box[1] >= 2 and box[3] <= HEIGHT - BOTTOM
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                one = Mark(one.unit, one.time, one.x, one.y, one.value, one.point, (round(x, 1), round(y, 1), anchor))
                break
        made.append(one)
    return tuple(made)


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
