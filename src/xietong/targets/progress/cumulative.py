"""Cumulative progress in a year: what came together so far against the plan of the same date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from xietong.core.grid import GRAINS, Grain, cells, grain_of, name
from xietong.core.period import Period
from xietong.targets.adding import adds_up
from xietong.targets.aim import Aim, aim
from xietong.targets.course import Reading, cell_holds, coarser, known
from xietong.targets.model import Target
from xietong.targets.progress.verdict import Remark, Verdict, settled, shown
from xietong.targets.refusal import refused
from xietong.targets.words import both, indicator_words

METHOD = "cumulative"
PARTS: tuple[Grain, ...] = ("month", "quarter", "half")


@dataclass(frozen=True, slots=True)
class Sums:
    """Running sums of a window by its cells: `values` (None: not known, because a part is missing), `missing` cells before
    the last known one that no running total bridges, or after it."""

    cells: tuple[Period, ...]
    values: tuple[Decimal | None, ...]
    missing: tuple[Period, ...]

    @property
    def last(self) -> int | None:
        """Position of the last known running sum; None where there is none."""
        return max((at for at, value in enumerate(self.values) if value is not None), default=None)


def cumulative(
    target: Target,
    readings: Iterable[Reading],
    as_of: date,
    *,
    grain: Grain = "month",
    plan: Sequence[Decimal] | None = None,
    wished: int = 0,
    adds: bool | None = None,
) -> Verdict:
    """Cumulative actual against the cumulative plan at the end of the last cell whose running sum is known.

    The window runs from 1 January to the due day, which must end a cell (weeks are those that end in it). Readings are
    amounts of cells of the grid or of shorter ones that are all there, or running totals from 1 January; totals are never
    summed again. plan: amounts of the cells, which make the goal together; None for equal ones.
    adds: whether the indicator adds up in time, None to ask the catalogue. numbers: actual, planned, ratio (never capped),
    share of the year's goal, difference, cells. status: ahead, behind, met, missed, no_data; for a ceiling ahead is to be
    below. A missing month is no data from there on: neither zero nor estimated. Raises ValuesError for indicators that do
    not add up (percentages of months make no percentage of the year), ranges, a due day inside
    a cell, a plan that does not make the goal.
    """
    if not (adds_up(target, "years") if adds is None else adds):
        raise refused("not_summed", indicator=indicator_words(target.indicator), measure=target.measure)
    way = aim(target, wished)
    if way.to is None or way.accepted.bounded:
        raise refused("no_range_here", goal=both(target.goal))
    window = Period(date(target.due.year, 1, 1), target.due)
    plans = _plan(way.to, plan, grid(window, grain))
    sums = running(known(readings, as_of), window, grain)
    at = sums.last
    missing = tuple(one for one in sums.missing if one.end <= as_of)
    said = [Remark("missing_cells", (("cells", "、".join(name(one) for one in missing)),))] if missing else []
    if at is None:
        return Verdict(METHOD, "no_data", remarks=tuple(said))
    return _judged(way, sums, at, sum(plans[: at + 1], Decimal(0)), said)


def _judged(way: Aim, sums: Sums, at: int, planned: Decimal, said: list[Remark]) -> Verdict:
    actual, goal = sums.values[at] or Decimal(0), way.to or Decimal(0)
    numbers = [("actual", actual), ("planned", planned), ("difference", actual - planned), ("cells", Decimal(at + 1))]
    numbers += [("ratio", actual / planned)] if planned else []
    numbers += [("share", actual / goal)] if goal else []
    done = at == len(sums.cells) - 1
    if way.surplus(actual) > 0 and (done or way.direction > 0):
        said.append(Remark("over", (("value", actual), ("goal", way.goal), ("surplus", way.surplus(actual)))))
    text = f"{shown(actual)} / {shown(planned)}" + (f" = {shown(actual / planned)}" if planned else "")
    return Verdict(METHOD, _status(way, actual, planned, done), tuple(numbers), text, tuple(said))


def _status(way: Aim, actual: Decimal, planned: Decimal, done: bool) -> str:
    if done:
        return "met" if way.met(actual) else "missed"
    if way.met(actual) and way.direction > 0:
        return "met"
    if not way.met(actual) and way.direction < 0 and actual > (way.to or 0):
        return "missed"
    return "ahead" if settled(actual - planned) * way.direction >= 0 else "behind"


@lru_cache(maxsize=256)
def _cells(window: Period, grain: Grain) -> tuple[Period, ...]:
    return tuple(cells(*_ends(window), grain))


def grid(window: Period, grain: Grain) -> tuple[Period, ...]:
    """The cells of a window, in order: weeks that end in it. Raises ValuesError where its last day is inside a cell."""
    found = tuple(one for one in _cells(window, grain) if cell_holds(window, one))
    if not found or (grain != "week" and found[-1].end != window.end):
        raise refused("off_grid", period=name(Period.day(window.end)), grain=grain)
    return found


def running(readings: Sequence[Reading], window: Period, grain: Grain) -> Sums:
    """Running sums of a window that begins on 1 January. A running total that is printed stands before what its cells add up
    to, the printed amount of a cell before what its parts do."""
    line = grid(window, grain)
    inside = [one for one in readings if one.period.start and cell_holds(window, one.period)]
    amounts = {one.period: one.value for one in inside if one.period in line}
    ends = {one.end for one in line}
    totals = {
        one.period.end: one.value
        for one in inside
        if one.period.start == window.start and one.period not in line[1:] and one.period.end in ends
    }
    for fine in GRAINS[: GRAINS.index(grain)]:
        short = [one for one in inside if grain_of(one.period) == fine]
        for whole in coarser(short, grain, "sum"):
            if whole.value is not None:
                amounts.setdefault(whole.period, whole.value)
        inside = [one for one in inside if grain_of(one.period) != fine]
    for one in inside:
        if one.period not in amounts and one.period.end not in totals:
            raise refused("off_grid", period=name(one.period), grain=grain)
    values = tuple(_values(line, amounts, totals))
    bridged = max((at for at, value in enumerate(values) if value is not None), default=-1)
    return Sums(line, values, tuple(one for at, one in enumerate(line) if at > bridged and one not in amounts))


def _values(
    line: Sequence[Period], amounts: Mapping[Period, Decimal], totals: Mapping[date, Decimal]
) -> Iterable[Decimal | None]:
    before: Decimal | None = Decimal(0)
    for one in line:
        own = amounts.get(one)
        added = None if before is None or own is None else before + own
        before = totals.get(one.end, added)
        yield before


def parts_of(readings: Iterable[Reading], window: Period, asked: str = "") -> tuple[Grain, list[Reading]]:
    """Of readings of all lengths those that a running sum of a window can be made of, and the cells to make it by: those asked
    for, else months, quarters or halves as they are known, for running totals alone months."""
    inside = [one for one in readings if one.period.start and cell_holds(window, one.period) and one.period != window]
    totals = [one for one in inside if one.period.start == window.start]
    known_as = [part for part in PARTS if any(grain_of(one.period) == part for one in inside)]
    grain: Grain = next((part for part in PARTS if part == asked), known_as[0] if known_as else "month")
    ends = {one.end for one in _cells(window, grain)}
    fine = GRAINS[: GRAINS.index(grain) + 1]
    amounts = [one for one in inside if grain_of(one.period) in fine and one not in totals]
    return grain, [*amounts, *(one for one in totals if one.period.end in ends or grain_of(one.period) in fine)]


def seasonal(goal: Decimal, last_year: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """A plan with the shares that the cells had in another year. Raises ValuesError where those sum to zero."""
    whole = sum(last_year, Decimal(0))
    if not whole:
        raise refused("plan_empty")
    return tuple(goal * one / whole for one in last_year)


def _plan(goal: Decimal, plan: Sequence[Decimal] | None, line: Sequence[Period]) -> Sequence[Decimal]:
    if plan is None:
        return [goal / len(line)] * len(line)
    made = sum(plan, Decimal(0))
    if len(plan) != len(line) or abs(made - goal) > abs(goal) * Decimal("1e-12"):
        raise refused("plan_sum", made=made, goal=goal, count=len(plan), wanted=len(line))
    return plan


def _ends(window: Period) -> tuple[date, date]:
    return window.start or window.end, window.end
