"""A chart of a report as SVG: lines with their names at the end, or horizontal bars with their values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from html import escape
from itertools import pairwise

from xietong.core.numerals import plain
from xietong.core.ticks import nice
from xietong.reports.files.clean import clean
from xietong.reports.model import Chart, Piece

WIDTH = 640.0
_LEFT, _RIGHT, _TOP, _TALL, _BOTTOM = 64.0, 118.0, 14.0, 210.0, 28.0
_BAR, _GAP, _NAME = 15.0, 6.0, 92.0
# told apart by people who do not see red or green; then by the dashes
COLOURS = ("#2f4b8f", "#b5352a", "#1f7a5c", "#9a6400", "#6b3f8a", "#3f6f86", "#7a4a2b", "#555b66")
_DASHES = ("", "6 3", "2 3", "8 3 2 3")
_NAMED = len(COLOURS)  # more lines than this are drawn in grey


def svg(chart: Chart, family: str = "sans-serif") -> str:
    """The chart as an SVG document; text in the colour of what surrounds it."""
    body, height = {"bars": _bars, "lines": _lines, "points": _points}[chart.kind](chart)
    title = escape(clean("".join(one.text for one in chart.caption)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" height="{height:g}" '
        f'role="img" aria-label="{title}" font-family="{escape(family)}" font-size="11" fill="currentColor">{"".join(body)}</svg>'
    )


def _text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(clean(words))}</text>'


def _number(piece: Piece) -> Decimal:
    return piece.value[0]


# --- lines ---------------------------------------------------------------------------------------------------------


def _lines(chart: Chart) -> tuple[list[str], float]:
    values = [_number(one) for line in chart.lines for one in line.points if one is not None]
    ticks = nice(min(values), max(values))
    low, high = float(ticks[0]), float(ticks[-1])
    count = len(chart.labels)
    step = (WIDTH - _LEFT - _RIGHT) / max(count - 1, 1)
    floor = _TOP + _TALL

    def across(at: int) -> float:
        return _LEFT + step * at if count > 1 else (_LEFT + WIDTH - _RIGHT) / 2

    def up(value: Decimal) -> float:
        return floor - (float(value) - low) / (high - low) * _TALL

    body = []
    for tick in ticks:
        y = up(tick)
        body.append(f'<path d="M{_LEFT:g} {y:.1f}H{WIDTH - _RIGHT:g}" stroke="currentColor" stroke-opacity="0.15"/>')
        body.append(_text(_LEFT - 6, y + 4, plain(tick), "end", ' fill-opacity="0.75"'))
    every = max(1, -(-count * 44 // int(WIDTH - _LEFT - _RIGHT)))
    for at in range(count - 1, -1, -every):
        body.append(_text(across(at), floor + 16, chart.labels[at], "middle", ' fill-opacity="0.75"'))
    ends: list[tuple[float, str, str]] = []
    for number, line in enumerate(chart.lines):
        named = len(chart.lines) <= _NAMED
        colour = COLOURS[number % len(COLOURS)] if named else "#8a8f99"
        dash = _DASHES[number // 3 % len(_DASHES)] if named else ""
        spots = [None if one is None else (across(at), up(_number(one))) for at, one in enumerate(line.points)]
        body += _path(spots, colour, dash)
        last = next((one for one in reversed(spots) if one is not None), None)
        if named and last is not None:
            ends.append((last[1], line.name, colour))
    return body + _names(ends), floor + _BOTTOM


def _path(spots: list[tuple[float, float] | None], colour: str, dash: str) -> list[str]:
    """Neighbours joined; a gap where a value is missing; a dot for each where there are few."""
    style = f'stroke="{colour}" stroke-width="1.8" fill="none"' + (f' stroke-dasharray="{dash}"' if dash else "")
    found = [
        f'<path d="M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}" {style}/>'
        for one, other in pairwise(spots) if one is not None and other is not None
    ]  # fmt: skip
    alone = len(spots) <= 16
    for at, one in enumerate(spots):
        beside = [spots[near] for near in (at - 1, at + 1) if 0 <= near < len(spots)]
        if one is not None and (alone or not any(beside)):
            found.append(f'<circle cx="{one[0]:.1f}" cy="{one[1]:.1f}" r="2.4" fill="{colour}"/>')
    return found


def _names(ends: list[tuple[float, str, str]]) -> list[str]:
    """The names at the ends of lines, pushed apart where they would touch."""
    placed, below = [], -1e9
    for y, name, colour in sorted(ends):
        y = max(y, below + 13)
        below = y
        placed.append((y, name, colour))
    over = below - (_TOP + _TALL + 8)
    shift = max(0.0, over)
    return [
        _text(WIDTH - _RIGHT + 8, y - shift + 4, _cut(name, 9), "start", f' fill="{colour}"')
        for y, name, colour in placed
    ]


def _cut(name: str, most: int) -> str:
    width = sum(1 if ord(one) > 0x2E80 else 0.55 for one in name)
    return name if width <= most else name[: most * (1 if ord(name[0]) > 0x2E80 else 2) - 1] + "…"


# --- points --------------------------------------------------------------------------------------------------------


def _points(chart: Chart) -> tuple[list[str], float]:
    """A mark a label, its name beside it where there is room, and the line through them."""
    across, upward = ([None if one is None else _number(one) for one in line.points] for line in chart.lines[:2])
    spots = [
        (x, y, name) for x, y, name in zip(across, upward, chart.labels, strict=True) if x is not None and y is not None
    ]
    sides = [nice(min(many), max(many)) for many in ([x for x, _, _ in spots], [y for _, y, _ in spots])]
    floor, right = _TOP + _TALL, WIDTH - _NAME
    ends = [(float(ticks[0]), float(ticks[-1])) for ticks in sides]

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + (x - ends[0][0]) / (ends[0][1] - ends[0][0]) * (right - _LEFT),
            floor - (y - ends[1][0]) / (ends[1][1] - ends[1][0]) * _TALL,
        )

    body = []
    for tick in sides[1]:
        y = place(ends[0][0], float(tick))[1]
        body.append(f'<path d="M{_LEFT:g} {y:.1f}H{right:g}" stroke="currentColor" stroke-opacity="0.15"/>')
        body.append(_text(_LEFT - 6, y + 4, plain(tick), "end", ' fill-opacity="0.75"'))
    for tick in sides[0]:
        body.append(_text(place(float(tick), 0)[0], floor + 16, plain(tick), "middle", ' fill-opacity="0.75"'))
    body.append(_text((_LEFT + right) / 2, floor + 32, chart.lines[0].name, "middle"))
    body.append(_text(_LEFT, _TOP - 4, chart.lines[1].name))
    body += _straight(chart, ends, place)
    free: list[tuple[float, float, float]] = []
    for given_x, given_y, name in spots:
        x, y = place(float(given_x), float(given_y))
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[0]}" fill-opacity="0.8"/>')
        wide = sum(11.5 if one > "\u2e80" else 6.5 for one in name)
        if all(x + 5 > end or x + 5 + wide < begin or abs(y - at) > 11 for begin, end, at in free):
            free.append((x - 3, x + 5 + wide, y))
            body.append(_text(x + 5, y + 4, name, "start", ' fill-opacity="0.8"'))
    return body, floor + _BOTTOM + 14


def _straight(
    chart: Chart, ends: list[tuple[float, float]], place: Callable[[float, float], tuple[float, float]]
) -> list[str]:
    """The line y = a + b x as far as it lies in the plot."""
    if len(chart.lines) < 3 or any(one is None for one in chart.lines[2].points):
        return []
    start, slope = (float(_number(one)) for one in chart.lines[2].points if one is not None)
    (left, right), (low, high) = ends
    limits = sorted([(low - start) / slope, (high - start) / slope]) if slope else [left, right]
    first, last = max(left, limits[0]), min(right, limits[1])
    if first >= last:
        return []
    (x, y), (to_x, to_y) = place(first, start + slope * first), place(last, start + slope * last)
    return [
        f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{COLOURS[1]}" stroke-width="1.4" stroke-dasharray="5 3"/>'
    ]


# --- bars ----------------------------------------------------------------------------------------------------------


def _bars(chart: Chart) -> tuple[list[str], float]:
    points = chart.lines[0].points
    values = [_number(one) for one in points if one is not None]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    span = float(high - low) or 1.0
    room = WIDTH - _NAME - 60

    def along(value: Decimal) -> float:
        return _NAME + float(value - low) / span * room

    body = []
    for at, (label, point) in enumerate(zip(chart.labels, points, strict=True)):
        y = _TOP + at * (_BAR + _GAP)
        body.append(_text(_NAME - 6, y + 11.5, _cut(label, 7), "end"))
        if point is None:
            continue
        start, stop = sorted((along(Decimal(0)), along(_number(point))))
        body.append(
            f'<rect x="{start:.1f}" y="{y:.1f}" width="{stop - start:.1f}" height="{_BAR:g}" fill="{COLOURS[0]}"/>'
        )
        body.append(_text(stop + 5, y + 11.5, point.text))
    return body, _TOP + len(points) * (_BAR + _GAP) + 4
