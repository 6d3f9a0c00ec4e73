"""Observations → readings of a target, each with what it was read from: what moves the needle, and since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xietong.core.errors import ValuesError
from xietong.core.grid import GRAINS, Grain, cell
from xietong.core.period import Period
from xietong.observations.catalogue import catalogue
from xietong.observations.model import Observation
from xietong.observations.series import points
from xietong.targets.adding import adds_up
from xietong.targets.course import Reading, coarser, length
from xietong.targets.model import Baseline, Target, usable

Taken = Mapping[Period, Observation]


@dataclass(frozen=True, slots=True)
class Course:
    """What was known of a target's indicator on a day: readings of one length in order, and what each was read from: one
    observation, or the several it was gathered from (shorter periods, members of a joint goal). `left` counts what was
    left out, by reason: another unit, no single number, no release day or one in the future, a period that is not over,
    another length, another scope. `lengths`: what
    lengths of period there are values of; `every`: the readings of all of them."""

    readings: tuple[Reading, ...]
    sources: Mapping[Period, tuple[Observation, ...]]
    left: Mapping[str, int]
    lengths: Mapping[str, int]
    length: str
    every: tuple[Reading, ...] = ()

    @property
    def latest(self) -> tuple[Observation, ...]:
        """What the last reading was read from; empty without data."""
        return self.sources[self.readings[-1].period] if self.readings else ()

    def without_left(self, reason: str, used: int) -> Course:
        """The same where so many of what was left out are used after all."""
        left = {**self.left, reason: self.left.get(reason, 0) - used}
        return replace(self, left={one: count for one, count in left.items() if count > 0})


def course(target: Target, observations: Iterable[Observation], as_of: date, today: date, grain: str = "") -> Course:
    """The readings of a target as known on a day. `grain`: the length that is asked for (week … year, "stock"); empty: that
    of the baseline, of what adds up the one the goal is of, else the one most is known of.

    On an earlier day than today only values with a release day count, as nobody knows when the others were made known.
    A rate on a year whose level is known gives the level where none is printed. Shorter readings fill in longer periods
    where all their parts are there, members a joint one where all are there.
    """
    left: Counter[str] = Counter()
    places: dict[str, list[Observation]] = {}
    rates = []
    for one in observations:
        if one.key.measure != target.measure:
            rates.append(one)
        elif _fits(target, one, as_of, today, left):
            places.setdefault(one.key.place, []).append(one)
    taken = _taken(target, places.pop(target.territory, []), as_of, left)
    sources: dict[Period, tuple[Observation, ...]] = {period: (one,) for period, one in taken.items()}
    readings = {period: _reading(period, [one]) for period, one in taken.items()}
    for period, members in _joint(target, places, as_of, left):
        if period not in readings:
            readings[period], sources[period] = _reading(period, members), members
    for rate, period, base in _implied(target, rates, readings, as_of, today):
        sources[period] = (rate, *sources[base])
        readings[period] = _grown(rate, readings[base], period)
    lengths = Counter(length(period) for period in readings)
    wanted = grain or _usual(target, lengths)
    kept = {period: one for period, one in readings.items() if length(period) == wanted}
    for period, reading, parts in _gathered(target, readings, wanted):
        if period not in kept:
            kept[period] = reading
            sources[period] = tuple(one for part in parts for one in sources[part])
    if other := sum(lengths.values()) - lengths[wanted]:
        left["length"] = other
    ordered = tuple(sorted(kept.values(), key=lambda one: one.period.end))
    every = tuple(sorted(readings.values(), key=lambda one: one.period.end))
    return Course(ordered, sources, dict(left), dict(lengths), wanted, every)


def _fits(target: Target, one: Observation, as_of: date, today: date, left: Counter[str]) -> bool:
    reason, ends = "", Period.parse(one.key.period).end
    if one.release.date > str(as_of) or ends > as_of:  # on an earlier day that is how it was: nothing to tell
        left.update([] if as_of < today else ["future" if one.release.date > str(as_of) else "running"])
        return False
    if not one.release.date and as_of < today:
        reason = "undated"
    elif one.unit != target.goal.unit and target.goal.kind != "rank":
        reason = "unit"
    elif one.form != "number" or len(one.value) != 1 or not usable(one.value[0]):
        reason = "form"
    left.update([reason] if reason else [])
    return not reason


def _taken(target: Target, fit: Sequence[Observation], as_of: date, left: Counter[str]) -> Taken:
    """Of each period what is shown for it, on the target's own scope where there is any."""
    same = [one for one in fit if one.key.scope == target.scope]
    if same and len(same) < len(fit):
        left["scope"] += len(fit) - len(same)
        fit = same
    return {point.period: point.choice.chosen for point in points(fit)}


def _joint(
    target: Target, places: Mapping[str, list[Observation]], as_of: date, left: Counter[str]
) -> Iterator[tuple[Period, tuple[Observation, ...]]]:
    """The periods of which every member has a value, where these add up: with one missing there is no sum."""
    if not target.members or any(one not in places for one in target.members) or not _adds(target):
        return
    known = [_taken(target, places[member], as_of, left) for member in target.members]
    for period in sorted(set.intersection(*(set(one) for one in known)), key=lambda one: one.end):
        yield period, tuple(one[period] for one in known)


def _implied(
    target: Target, rates: Sequence[Observation], readings: Mapping[Period, Reading], as_of: date, today: date
) -> list[tuple[Observation, Period, Period]]:
    """Rates that say how much it is: 2023 is 57.3 % below 2014, whose level is known. Only where no level of the period is
    known, of one base, and where rates are by custom those of the printed levels."""
    known = catalogue().indicators.get(target.indicator)
    if target.measure != "level" or known is None or known.growth in ("real", "comparable"):
        return []
    found: dict[Period, tuple[Observation, Period, Period]] = {}
    for one in sorted(rates, key=lambda one: (one.release.date, one.id)):
        timely = one.release.date <= str(as_of) and (bool(one.release.date) or as_of >= today)
        if not timely or one.key.measure != "growth" or one.key.place != target.territory or not one.key.base_period:
            continue
        period, base = Period.parse(one.key.period), Period.parse(one.key.base_period)
        sure = one.modifier == "=" and one.form == "number" and one.unit == "%" and usable(one.value[0])
        if (
            sure
            and period not in readings
            and base in readings
            and length(base) == length(period)
            and period.end <= as_of
        ):
            found[period] = (one, period, base)
    return list(found.values())


def _grown(rate: Observation, base: Reading, period: Period) -> Reading:
    released = date.fromisoformat(rate.release.date) if rate.release.date and base.released else None
    day = max(released, base.released) if released and base.released else released
    return Reading(period, base.value * (100 + rate.value[0]) / 100, day)


def _adds(target: Target) -> bool:
    try:
        return adds_up(target, "places")
    except ValuesError:
        return False


def span(target: Target) -> str:
    """The length of period that a goal is of, where the periods of its indicator add up (a month's amount is none of a year):
    that of the baseline, else from 1 January to the due day. Empty where values of any length say how it stands."""
    known = catalogue().indicators.get(target.indicator)
    if known is None or known.time != "sum" or target.measure != "level" or target.goal.kind == "rank":
        return ""
    start = target.baseline.period if target.baseline else Period(date(target.due.year, 1, 1), target.due)
    return length(start) if start.start else ""


def _usual(target: Target, lengths: Mapping[str, int]) -> str:
    if of := span(target):
        return of
    start = length(target.baseline.period) if target.baseline else ""
    if start in lengths or not lengths:
        return start or "year"
    return max(lengths, key=lambda one: (lengths[one], one == "year", one))


def _reading(period: Period, members: Sequence[Observation]) -> Reading:
    days = [one.release.date for one in members]
    released = date.fromisoformat(max(days)) if all(days) else None
    return Reading(period, sum((one.value[0] for one in members), Decimal(0)), released)


def _gathered(
    target: Target, readings: Mapping[Period, Reading], wanted: str
) -> Iterator[tuple[Period, Reading, tuple[Period, ...]]]:
    """Longer periods from shorter ones that are all there; of what exists at a moment the value of the last day. Rates and shares
    of parts make no rate of the whole."""
    known = catalogue().indicators.get(target.indicator)
    if wanted not in GRAINS or target.measure != "level" or known is None:
        return
    whole = next(one for one in GRAINS if one == wanted)
    if known.time == "stock":
        yield from _at_ends(readings, whole)
    if known.time != "sum":
        return
    for fine in GRAINS[: GRAINS.index(whole)]:
        short = {period: one for period, one in readings.items() if length(period) == fine}
        for one in coarser(list(short.values()), whole, "sum"):
            parts = tuple(at for at in short if one.period.start and one.period.start <= at.end <= one.period.end)
            if one.value is not None and not one.missing:
                days = [short[part].released for part in parts]
                known_on = max((day for day in days if day is not None), default=None) if None not in days else None
                yield one.period, Reading(one.period, one.value, known_on), parts


def _at_ends(readings: Mapping[Period, Reading], whole: Grain) -> Iterator[tuple[Period, Reading, tuple[Period, ...]]]:
    """Cells of the grid with what there was on their last day, whatever span the value was printed for."""
    for period, one in sorted(readings.items(), key=lambda pair: (pair[0].end, pair[0].start is not None)):
        at = cell(period.end, whole)
        if at.end == period.end and length(period) in ("stock", *GRAINS[: GRAINS.index(whole)]):
            yield at, Reading(at, one.value, one.released), (period,)


def on_grid(target: Target, grain: str) -> Target:
    """The target with its baseline as a cell of the grid that is asked for, where it is of what exists at a moment and that is
    the cell's last day."""
    start, known = target.baseline, catalogue().indicators.get(target.indicator)
    at = next((cell(start.period.end, one) for one in GRAINS if one == grain), None) if start else None
    if start is None or at is None or known is None or known.time != "stock" or at.end != start.period.end:
        return target
    return target.starting(Baseline(start.value, at))


def fitted(target: Target, lengths: Mapping[str, int]) -> Target:
    """The target with a baseline as long as its readings: that of a year is the one of the year's end where only what
    exists at a moment is known, and the other way round."""
    start = target.baseline
    if start is None or not lengths or length(start.period) in lengths:
        return target
    end = start.period.end
    if length(start.period) == "year" and "stock" in lengths:
        return target.starting(Baseline(start.value, Period.until(end)))
    if length(start.period) == "stock" and "year" in lengths and (end.month, end.day) == (12, 31):
        return target.starting(Baseline(start.value, Period.year(end.year)))
    return target


def release_days(observations: Iterable[Observation]) -> list[date]:
    """The days on which something was made known, in order."""
    return sorted({date.fromisoformat(one.release.date) for one in observations if one.release.date})


def same_reading(first: Reading | None, second: Reading | None) -> bool:
    """Whether the last value known is the same; another period or another number is a move."""
    if first is None or second is None:
        return first is second
    return (first.period, first.value) == (second.period, second.value)
