"""What every method looks at: the way from the baseline to the last reading known on a day, and what is worth saying of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from xietong.core.grid import Clock, position
from xietong.targets.aim import Aim, aim
from xietong.targets.course import Reading, known, part_of_year, same_length
from xietong.targets.model import Baseline, Target
from xietong.targets.progress.verdict import Remark, Word
from xietong.targets.refusal import refused
from xietong.targets.words import both, indicator_words


@dataclass(frozen=True, slots=True)
class Look:
    """A target as of a day. `points`: all readings known then, up to the due date, in order; the baseline, where there is
    one, stands in where its period has none. Years are counted by the clock."""

    target: Target
    aim: Aim
    baseline: Baseline | None
    points: tuple[Reading, ...]
    as_of: date
    clock: Clock

    @property
    def start(self) -> Baseline:
        """The baseline. Raises ValuesError where the target has none: a method that starts from it says so."""
        if self.baseline is None:
            raise refused("no_baseline", indicator=indicator_words(self.target.indicator), goal=both(self.target.goal))
        return self.baseline

    @property
    def way(self) -> tuple[Reading, ...]:
        """The readings after the baseline; all where there is none."""
        start = self.baseline
        return self.points if start is None else tuple(one for one in self.points if one.period.end > start.period.end)

    @property
    def now(self) -> Reading | None:
        """The last reading after the baseline; None where there is no data."""
        return self.way[-1] if self.way else None

    def years(self, first: date, last: date) -> Fraction:
        """Years between the ends of two days."""
        return position(last, self.clock) - position(first, self.clock)

    @property
    def gone(self) -> Fraction:
        """Years from the baseline to the last reading (t_i − t_0); 0 without data."""
        return self.years(self.start.period.end, self.now.period.end) if self.now else Fraction(0)

    @property
    def whole(self) -> Fraction:
        """Years from the baseline to the due date (t_T − t_0)."""
        return self.years(self.start.period.end, self.target.due)

    @property
    def due_reached(self) -> bool:
        """Whether the last reading is the one that decides: its period ends on the due date."""
        return self.now is not None and self.now.period.end == self.target.due

    @property
    def bound(self) -> Decimal | None:
        """The value worked towards (y_T); None where the goal is only to be kept. Raises ValuesError where the baseline lies
        on the bound of a strict goal: every ratio would be over a way of no length."""
        if self.aim.hold:
            return None
        if self.aim.to == self.start.value:
            raise refused("no_way", start=self.start.value, goal=both(self.target.goal))
        return self.aim.to

    def yearly(self) -> tuple[Reading, ...]:
        """The readings of the same part of the year as the last, so that seasons do not speak."""
        if not self.points:
            return ()
        part = part_of_year(self.points[-1].period)[1:]
        return tuple(one for one in self.points if part_of_year(one.period)[1:] == part)

    def last_change(self) -> tuple[Reading, Decimal] | None:
        """The reading one year before the last, and the change since; the reading before it where there is none."""
        if len(self.points) < 2:
            return None
        last = self.points[-1]
        year = part_of_year(last.period)[0]
        before = [one for one in self.yearly() if part_of_year(one.period)[0] == year - 1] or [self.points[-2]]
        return before[0], last.value - before[0].value


def look(
    target: Target, readings: Iterable[Reading], as_of: date, *, wished: int = 0, clock: Clock = "periods"
) -> Look:
    """Look at a target with what was known on a day. `wished`: the catalogue's direction of the indicator.

    Raises ValuesError for an unknown direction, for readings of several lengths, for two values of one period released the
    same day.
    """
    taken = [one for one in known(readings, as_of) if one.period.end <= target.due]
    start = target.baseline
    same_length([*([start.period] if start else []), *(one.period for one in taken)])
    if start and all(one.period != start.period for one in taken) and start.period.end <= as_of:
        taken = sorted([*taken, Reading(start.period, start.value)], key=lambda one: one.period.end)
    return Look(target, aim(target, wished), start, tuple(taken), as_of, clock)


def remarks(seen: Look) -> tuple[Remark, ...]:
    """What is worth saying of the way from the baseline: met, lost, beyond the goal, turned back, few points, a revised
    baseline."""
    if seen.now is None:
        return tuple(_about_dates(seen))
    start = seen.start
    path = (Reading(start.period, start.value), *seen.way)
    return (*_about_goal(seen, seen.now), *_about_path(seen, path), *_about_dates(seen), *_about_start(seen))


def remarks_on(seen: Look, path: Sequence[Reading]) -> tuple[Remark, ...]:
    """The same of a method that has a way of its own: what turned back or went wrong is what did so on that way."""
    return (*_about_goal(seen, path[-1]), *_about_path(seen, path), *_about_dates(seen))


def _about_goal(seen: Look, now: Reading) -> Iterator[Remark]:
    words: tuple[tuple[str, Word], ...] = (("value", now.value), ("goal", seen.target.goal))
    met = seen.aim.met(now.value)
    if seen.due_reached:
        yield Remark("met_at_due" if met else "missed_at_due", words)
    elif met:
        yield Remark("kept" if seen.aim.hold else "met_early", words)
    elif seen.aim.hold:
        yield Remark("lost", words)
    if seen.aim.overshot(now.value):
        yield Remark("overshot", words)
    elif met and seen.aim.surplus(now.value) > 0 and not seen.aim.accepted.bounded:
        yield Remark("over", (*words, ("surplus", seen.aim.surplus(now.value))))


def _about_path(seen: Look, path: Sequence[Reading]) -> Iterator[Remark]:
    now, side = path[-1], seen.aim.direction
    overall = (now.value - path[0].value) * side
    change = seen.last_change()
    if change is not None:
        before, step = change
        words: tuple[tuple[str, Word], ...] = (
            ("before", before.value),
            ("then", before.period),
            ("value", now.value),
            ("now", now.period),
        )
        if overall > 0 > step * side:
            yield Remark("reversal", words)
        elif overall < 0 < step * side:
            yield Remark("recovery", words)
    wrong = sum((b.value - a.value) * side < 0 for a, b in pairwise(path))
    if len(path) == 2:
        yield Remark("two_points")
    elif wrong:
        yield Remark("wrong_steps", (("wrong", Decimal(wrong)), ("steps", Decimal(len(path) - 1))))


def _about_dates(seen: Look) -> Iterator[Remark]:
    if seen.as_of > seen.target.due and not seen.due_reached:
        yield Remark("due_passed", (("due", str(seen.target.due)),))


def _about_start(seen: Look) -> Iterator[Remark]:
    revised = [one for one in seen.points if one.period == seen.start.period and one.value != seen.start.value]
    if revised:
        yield Remark("baseline_revised", (("stated", seen.start.value), ("now", revised[0].value)))
