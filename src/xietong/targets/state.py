"""How a target stands on a day: every method's verdict, the forecast, and what moved it last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from xietong.core.errors import ValuesError
from xietong.core.grid import Clock, cells, position
from xietong.core.period import Period
from xietong.observations.model import Observation
from xietong.targets.adding import wished
from xietong.targets.aim import Aim, aim
from xietong.targets.course import Reading, length, part_of_year
from xietong.targets.held import Held
from xietong.targets.model import Target
from xietong.targets.needle import Course, course, fitted, on_grid, release_days, same_reading, span
from xietong.targets.progress.compare import METHODS, compare, declined, judged
from xietong.targets.progress.cumulative import METHOD as CUMULATIVE
from xietong.targets.progress.cumulative import PARTS, cumulative, parts_of
from xietong.targets.progress.look import look
from xietong.targets.progress.milestone import METHOD as MILESTONE
from xietong.targets.progress.milestone import milestone
from xietong.targets.progress.standing import METHOD as STANDING
from xietong.targets.progress.standing import standing
from xietong.targets.progress.verdict import Verdict, decimal
from xietong.targets.refusal import refused
from xietong.targets.words import both, indicator_words


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the series alone may come to by the due day: middle, low and high at a level, and the probability of the goal;
    or why there is no forecast (`reason`)."""

    middle: float = 0.0
    low: float = 0.0
    high: float = 0.0
    level: float = 0.0
    chance: float = 0.0
    points: int = 0
    band: tuple[tuple[date, float, float, float], ...] = ()
    reason: ValuesError | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Effort: the change a year that was achieved since the baseline (None without one), the one required from now on and
    their ratio (None where there is no way or no time left), and the last yearly change."""

    achieved: Decimal | None
    required: Decimal | None
    ratio: Decimal | None
    last: Decimal | None


@dataclass(frozen=True, slots=True)
class Stand:
    """A target on a day. `target` is as judged (its baseline as long as its readings); `verdicts` of all methods, `standing`
    first; `status` is that of the linear milestone, or of the standing where there is no baseline; `so_far`: what came together
    in the year of the due day, where only parts of it are known."""

    held: Held
    as_of: date
    target: Target
    course: Course
    verdicts: tuple[Verdict, ...]
    pace: Pace | None = None
    aim: Aim | None = None
    so_far: Reading | None = None

    @property
    def main(self) -> Verdict:
        """The verdict that lists show: the linear milestone where it has one, else the standing, else what came together in the
        year so far."""
        known = {one.method: one for one in self.verdicts if one.status not in ("refused", "no_data")}
        said = (known[name] for name in ("milestone", "standing", CUMULATIVE) if name in known)
        return next(said, self.verdicts[0])

    @property
    def status(self) -> str:
        """The status of `main`."""
        return self.main.status

    @property
    def last(self) -> Reading | None:
        """The last reading; where there is none of the length that the goal is of, what came together in its year so far."""
        return self.course.readings[-1] if self.course.readings else self.so_far

    @property
    def value(self) -> Decimal | None:
        """The last value known; None: no data."""
        return self.last.value if self.last else None

    @property
    def latest(self) -> tuple[Observation, ...]:
        """What the last reading was read from."""
        if self.course.readings or self.so_far is None:
            return self.course.latest
        ends = [one for one in self.course.every if one.period.end == self.so_far.period.end]
        return self.course.sources[ends[-1].period] if ends else ()


def stand(
    held: Held, observations: Sequence[Observation], as_of: date, today: date, *, grain: str = "",
    clock: Clock = "periods", brief: bool = False,
) -> Stand:  # fmt: skip
    """How a target stood on a day, with what was known then. brief: what lists show only."""
    line = course(held.target, observations, as_of, today, grain)
    target = on_grid(held.target, grain) if grain else fitted(held.target, line.lengths)
    if target is not held.target and not grain:
        line = course(target, observations, as_of, today)
    way = wished(target.indicator)
    told = _methods(target, line, as_of, way, clock, brief)
    so_far = None
    if (found := _so_far(target, line, as_of, way)) is not None:
        said, so_far, used = found
        told.append(said)
        line = line.without_left("length", used)
    pace = None if unlike(target, line) else _pace(target, line, as_of, way)
    return Stand(held, as_of, target, line, tuple(told), pace, _aim(target, way), so_far)


def unlike(target: Target, line: Course) -> ValuesError | None:
    """Why readings say nothing of a goal: a month's amount is none of a year."""
    of = span(target)
    if not of or of == line.length:
        return None
    return refused("flow_span", indicator=indicator_words(target.indicator), goal=both(target.goal), due=target.due)


def _methods(target: Target, line: Course, as_of: date, way: int, clock: Clock, brief: bool) -> list[Verdict]:
    if apart := unlike(target, line):
        return [declined(name, apart) for name in (STANDING, *([MILESTONE] if brief else METHODS))]
    told = [judged(STANDING, lambda: standing(target, line.readings, as_of, wished=way), target)]
    if brief:
        seen = partial(look, target, line.readings, as_of, wished=way, clock=clock)
        return [*told, judged(MILESTONE, lambda: milestone(seen()), target)]
    try:
        return [*told, *compare(target, line.readings, as_of, wished=way, clock=clock)]
    except ValuesError as error:
        return [*told, declined(MILESTONE, error)]


def _so_far(target: Target, line: Course, as_of: date, way: int) -> tuple[Verdict, Reading | None, int] | None:
    """What came together in the year of the due day: the verdict, the sum as a reading, and how many readings of other lengths
    it was made of. None where no part of that year is known."""
    window, flow = Period(date(target.due.year, 1, 1), target.due), bool(span(target))
    if not flow and line.length not in PARTS:
        return None
    grain, readings = parts_of(line.every if flow else line.readings, window, line.length)
    if flow and not readings:
        return None
    said = judged(CUMULATIVE, lambda: cumulative(target, readings, as_of, grain=grain, wished=way), target)
    count, actual = said.number("cells"), said.number("actual")
    ends = None if count is None else list(cells(date(target.due.year, 1, 1), target.due, grain))[int(count) - 1].end
    so_far = None if ends is None or actual is None else Reading(Period(window.start, ends), actual)
    return said, so_far, sum(length(one.period) != line.length for one in readings)


def _aim(target: Target, way: int) -> Aim | None:
    try:
        return aim(target, way)
    except ValuesError:
        return None


def _pace(target: Target, line: Course, as_of: date, way: int) -> Pace | None:
    readings = [one for one in line.readings if one.period.end <= min(target.due, as_of)]
    if not readings:
        return None
    now, start, one = readings[-1], target.baseline, _aim(target, way)
    achieved = None
    if start is not None and start.period.end < now.period.end and length(start.period) == length(now.period):
        gone = position(now.period.end) - position(start.period.end)
        achieved = (Fraction(now.value) - Fraction(start.value)) / gone
    left, required = position(target.due) - position(now.period.end), None
    if one is not None and one.to is not None and left > 0 and not one.met(now.value):
        required = (Fraction(one.to) - Fraction(now.value)) / left
    ratio = achieved / required if required and achieved is not None else None
    return Pace(_exact(achieved), _exact(required), _exact(ratio), _change(readings))


def _change(readings: Sequence[Reading]) -> Decimal | None:
    """The change since the same part of the year before; None where that is not known."""
    now = readings[-1]
    year, *part = part_of_year(now.period)
    before = [one for one in readings if part_of_year(one.period) == (year - 1, *part)]
    return now.value - before[0].value if before else None


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else decimal(value)


def ahead(stood: Stand, level: float = 0.8) -> Ahead:
    """The forecast of a target as of its day; the reason where there is none."""
    from xietong.targets.forecast import foretell

    target = stood.target
    readings = [one for one in stood.course.readings if one.period.end <= stood.as_of]
    if apart := _direction(target) or unlike(target, stood.course):
        return Ahead(reason=apart)
    assert stood.aim is not None
    try:
        made, steps = foretell(readings, stood.as_of, target.due, level=level)
    except ValuesError as error:
        return Ahead(reason=error)
    last = readings[-1].period.end
    days = [
        min(_years_on(last, at + 1), target.due) if at + 1 == steps else _years_on(last, at + 1) for at in range(steps)
    ]
    band = tuple(zip(days, made.low, made.middle, made.high, strict=True))
    at = steps - 1
    return Ahead(
        made.middle[at], made.low[at], made.high[at], level, made.chance(stood.aim, steps), made.points, band
    )  # fmt: skip


def _direction(target: Target) -> ValuesError | None:
    try:
        aim(target, wished(target.indicator))
    except ValuesError as error:
        return error
    return None


def _years_on(day: date, years: int) -> date:
    return (
        date(day.year + years, day.month, min(day.day, 28))
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year + years)
    )


@dataclass(frozen=True, slots=True)
class Move:
    """A day on which the needle moved: the state before and after, and the observation that moved it."""

    day: date
    before: Stand
    after: Stand
    by: tuple[Observation, ...]


def moves(held: Held, observations: Iterable[Observation], today: date, most: int = 30) -> tuple[Move, ...]:
    """The days on which a newly released value moved a target, the first first; at most the last `most`."""
    known = [one for one in observations if one.release.date]
    found: list[Move] = []
    before = stand(held, [], date.min.replace(year=1900), today, brief=True)
    for day in release_days(known)[-4 * most :]:
        after = stand(held, [one for one in known if one.release.date <= str(day)], day, today, brief=True)
        if not same_reading(before.last, after.last):
            found.append(Move(day, before, after, after.latest))
        before = after
    return tuple(found[-most:])
