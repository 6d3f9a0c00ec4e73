"""One series of a table → what is doubtful in it: zeros, signs, powers of ten, lone values, breaks, runs that look made.

A series is its values by time, each time once. What is said is where a value does not go with the others of its own
series; nothing is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log10
from statistics import median
from typing import NamedTuple

from xietong.tables.model import Series

_CALM = 0.3  # tenth powers of a step that is never called a break
_QUIET = 0.05  # tenth powers: a series whose middle step is less is a calm one
_STEADY = 0.02  # by which the middle step of a steady series leaves its trend
_NEAR, _ALONE = 0.1, 0.15  # by which a value must leave each neighbour and both in the mean, in a steady series
_TWICE, _LONELY = 0.3, 0.48  # each neighbour, in a calm one and in any other
_DIGITS = 100  # last digits that a value must have for the finest look
_TENTH = 0.8  # nearly a power of ten: two values are enough to make a level
_CHANCE = 300  # in so many cases two values would be alike by chance once


class Point(NamedTuple):
    """A value of a series; `step` is the unit of its last printed digit. `line` and `field` are row and column."""

    order: float
    line: float
    field: float
    value: float
    step: float

    @property
    def row(self) -> int:
        """The row in its sheet."""
        return int(self.line)

    @property
    def column(self) -> int:
        """The column in its sheet."""
        return int(self.field)


Doubt = tuple[str, Point, dict[str, object]]
"""Which kind of doubt, at which value, and the words of its message."""


def doubts(points: Sequence[Point], series: Series) -> Iterator[Doubt]:
    """All that is doubtful in a series of four values and more, kind by kind."""
    if len(points) < 4:
        return
    if min(one.value for one in points) <= 0:
        yield from _zeros(points, series)
        yield from _signs(points, series)
    yield from _jumps(points, series)
    yield from _made(points, series)
    if any(one.value == other.value for one, other in pairwise(points)):
        yield from _same(points, series)


def shown(one: Point, series: Series) -> str:
    return _number(one.value / float(series.factor))


def _number(value: float) -> str:
    return format(value, ".10g")


def _zeros(points: Sequence[Point], series: Series) -> Iterator[Doubt]:
    """A zero among values that are far from zero, on both sides where it has both."""
    others = [one for one in points if one.value != 0]
    if len(others) < 3 or len(others) < 0.6 * len(points):
        return
    low, high = min(abs(one.value) for one in others), max(abs(one.value) for one in others)
    if low < 20 * max(one.step for one in others) or high > 50 * low:
        return
    factor = float(series.factor)
    for one in points:
        if one.value == 0:
            yield "zero", one, {"said": f"{_number(low / factor)} … {_number(high / factor)}"}


def _signs(points: Sequence[Point], series: Series) -> Iterator[Doubt]:
    """A negative value in a series that is positive and far from zero everywhere else."""
    low = [one for one in points if one.value < 0]
    rest = [one.value for one in points if one.value > 0]
    if not low or len(low) > 0.2 * len(points) or len(rest) < 4 or max(rest) > 50 * min(rest):
        return
    for one in low:
        if min(rest) > 20 * one.step and abs(one.value) > 0.2 * min(rest):
            yield "negative", one, {"said": _around(points, points.index(one), series)}


def _jumps(points: Sequence[Point], series: Series) -> Iterator[Doubt]:
    """Values out by a power of ten, one that stands alone, and a new level."""
    line = [one for one in points if one.value > 0]
    if len(line) < 5 or len(line) < 0.8 * len([one for one in points if one.value]):
        return
    steps = [log10(other.value / one.value) for one, other in pairwise(line)]
    usual = median(map(abs, steps))
    if max(map(abs, steps)) < _ALONE:
        return
    powers = dict(_powers(line, steps, usual))
    for at, power in powers.items():
        yield "value_power", line[at], {"power": abs(power), "said": _around(line, at, series)}
    for at in range(1, len(steps)):
        if {at - 1, at, at + 1} & powers.keys() or _small(line, at):
            continue
        if _stands_alone(
            steps[at - 1], -steps[at], [*steps[: at - 1], *steps[at + 1 :]], line[at].value / line[at].step
        ):
            between = (line[at - 1].value * line[at + 1].value) ** 0.5
            yield "outlier", line[at], {"said": _around(line, at, series), "between": between}
    if not powers:
        yield from _ends(line, steps, usual, series)
        yield from _levels(line, steps, series)


def _stands_alone(before: float, after: float, rest: Sequence[float], digits: float) -> bool:
    """Whether a value lies off both its neighbours to one side, much more than the others move."""
    least = min(abs(before), abs(after))
    if before * after <= 0 or least <= _NEAR:
        return False
    trend = median(rest)
    others = sorted(abs(step - trend) for step in rest)
    if digits < _DIGITS or len(others) < 3 or median(others) >= _STEADY:
        return least > max(_TWICE if median(others) < _QUIET else _LONELY, 6 * median(map(abs, rest)))
    most = others[-3] if len(others) > 5 else others[-1]  # another lone value makes two great steps
    sides = sorted((abs(before - trend), abs(after + trend)))
    apart = sum(sides) / 2
    # a step up and a smaller one down is a new level
    return sides[0] > sides[1] / 2 and apart > max(_ALONE, 6 * median(others), 2 * most)


def _ends(line: Sequence[Point], steps: Sequence[float], usual: float, series: Series) -> Iterator[Doubt]:
    """The first or the last value, far from the only one beside it, where the rest of the series is calm."""
    for at, step, rest in ((0, steps[0], steps[1:]), (len(line) - 1, steps[-1], steps[:-1])):
        calm = usual < _QUIET and abs(step) > _CALM and abs(step) > 4 * max(map(abs, rest))
        beside = line[1] if at == 0 else line[-2]
        if calm and min(line[at].value, beside.value) > 50 * line[at].step:
            yield "outlier", line[at], {"said": _around(line, at, series), "between": beside.value}


def _powers(line: Sequence[Point], steps: Sequence[float], usual: float) -> Iterator[tuple[int, int]]:
    """The values out by a power of ten, and by which. In a calm series, whatever is not at the level of most; in any
    other only one that differs alike from both its neighbours."""
    if usual < 0.1:
        yield from _levels_of_ten(line, steps, usual)
        return
    for at in range(1, len(steps)):
        sides = steps[at - 1], -steps[at]
        power = round(sum(sides) / 2)
        if power and all(abs(side - power) < 0.2 for side in sides) and not _small(line, at):
            yield at, power


def _levels_of_ten(line: Sequence[Point], steps: Sequence[float], usual: float) -> Iterator[tuple[int, int]]:
    levels = [0]
    for at, step in enumerate(steps):
        power = round(step)
        near = 0.2 if abs(step - power) < 0.05 + 3 * usual or _single(steps, at) else 0.0
        levels.append(levels[-1] + (power if abs(step - power) < near else 0))
    level, count = Counter(levels).most_common(1)[0]
    if count <= len(line) / 2:
        return
    inside = [at for at, one in enumerate(levels) if one == level]
    for at, one in enumerate(levels):
        # a level that only begins or ends a series may be a new one: two values and more are told as a break
        back = inside[0] - (inside[0] == 1) <= at <= inside[-1] + (inside[-1] == len(line) - 2)
        if one != level and back and not _small(line, at):
            yield at, one - level


def _single(steps: Sequence[float], at: int) -> bool:
    """Whether a step leads to one value only: at the end of the series, or there and back."""
    if at in (0, len(steps) - 1):
        return True
    return any(abs(steps[at] + steps[other]) < 0.3 for other in (at - 1, at + 1))


def _small(line: Sequence[Point], at: int) -> bool:
    """Few digits: what was rounded away matters."""
    near = line[max(0, at - 1) : at + 2]
    return (
        line[at].value < 20 * line[at].step and min(one.value for one in near if one != line[at]) < 20 * line[at].step
    )


def _around(line: Sequence[Point], at: int, series: Series) -> str:
    return " → ".join(shown(near, series) for near in line[max(0, at - 1) : at + 2])


def _levels(line: Sequence[Point], steps: Sequence[float], series: Series) -> Iterator[Doubt]:
    for at, step in enumerate(steps):
        if abs(step) <= _CALM:
            continue
        before, after = steps[:at], steps[at + 1 :]
        least = 1 if abs(step) > _TENTH else 2
        if len(before) < least or len(after) < least or line[at].value < 50 * line[at].step:
            continue
        rest = [abs(one) for one in (*before, *after)]
        if abs(step) > 3 * max(rest):
            one = line[at + 1]
            said = f"{shown(line[at], series)} → {shown(one, series)}"
            yield "break", one, {"said": said, "computation": f"{said}: × {_number(10**step)}"}


def _made(points: Sequence[Point], series: Series) -> Iterator[Doubt]:
    """Runs at exactly equal steps or ratios: four and more where the steps have three digits, more where fewer."""
    if len(points) < 4:
        return
    for code in ("linear", "geometric"):
        at = 0
        while at < len(points) - 3:
            if not _alike(points[at], points[at + 1], points[at + 2], code):
                at += 1
                continue
            size = _run(points, at, code)
            change = abs(points[at + 1].value - points[at].value) / max(points[at].step, points[at + 1].step)
            wanted = 4 if change >= 100 else 5 if change >= 20 else 7
            if code == "geometric":
                wanted += 1
            if size >= wanted and change >= 3 and not (code == "geometric" and _run(points, at, "linear") >= size):
                said = ", ".join(shown(one, series) for one in points[at : at + min(size, 5)])
                yield code, points[at], {"points": size, "said": said, "computation": said}
                at += size - 1
            else:
                at += 1


def _alike(first: Point, second: Point, third: Point, code: str) -> bool:
    """A look before the closer one: whether the middle one is near the middle of the others."""
    middle = 2 * second.value - first.value
    if code == "geometric":
        middle = second.value**2 / first.value if first.value else 0.0
    return abs(middle - third.value) <= 1.01 * max(first.step, second.step, third.step)


def _run(points: Sequence[Point], start: int, code: str) -> int:
    """How many values from `start` on are at equal distances in time and at equal steps or ratios."""
    end = start + 2
    while end < len(points):
        first, second, third = points[end - 2 : end + 1]
        apart = third.order - second.order
        if not 0 < apart < 1.06 * (second.order - first.order) or apart < 0.94 * (second.order - first.order):
            break
        step = max(first.step, second.step, third.step)
        if code == "linear":
            off = abs(third.value - 2 * second.value + first.value)
        else:
            if min(first.value, second.value, third.value) <= 0:
                break
            off = abs(second.value**2 / first.value - third.value)
        change = abs(second.value - first.value)
        # rounding moves a step by one last digit; among small steps that would let anything pass
        if off > (1.01 if change >= 100 * step else 0.01) * step or change < step:
            break
        end += 1
    return end - start


def _same(points: Sequence[Point], series: Series) -> Iterator[Doubt]:
    """Values carried forward: three and more alike, two where the series moves by hundreds of its last digit."""
    if len(points) < 5:
        return
    moves = [abs(other.value - one.value) / max(one.step, other.step) for one, other in pairwise(points)]
    still = sum(move == 0 for move in moves)
    usual = median([move for move in moves if move] or [0])
    if still > 0.5 * len(moves):
        return
    at = 0
    while at < len(moves):
        end = at
        while end < len(moves) and moves[end] == 0:
            end += 1
        size = end - at + 1
        digits = points[at].value / points[at].step
        if size > 1 and digits >= (10_000 if size == 2 else 100) and usual ** (size - 1) >= _CHANCE:
            said = ", ".join(shown(one, series) for one in points[at : min(end + 1, at + 5)])
            yield "constant", points[at + 1], {"points": size, "said": said, "computation": said}
        at = end + 1
