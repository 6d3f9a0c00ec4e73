"""Goals of the years on the way: the last year that is known beside what was set for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from xietong.core.period import Period
from xietong.targets.aim import aim
from xietong.targets.course import Reading, known
from xietong.targets.model import Target
from xietong.targets.progress.verdict import Remark, Verdict
from xietong.targets.split import Part

METHOD = "stations"


def stations(
    target: Target, parts: Sequence[Part], readings: Iterable[Reading], as_of: date, *, wished: int = 0
) -> Verdict:
    """Whether the last year with a goal of its own for which a value is known met it, and which comes next.

    A value counts for a year where its period ends with the year. numbers: value, difference (to the bound of that year's
    goal; 0 inside a range). status: met, missed, no_data: with no year known nothing is said of the others. Raises ValuesError
    for an unknown direction.
    """
    goals = {int(part.key): part.goal for part in parts}
    ended = [
        one
        for one in known(readings, as_of)
        if one.period.end.year in goals and one.period.end.timetuple()[1:3] == (12, 31)
    ]
    last = ended[-1] if ended else None
    after = last.period.end.year if last else as_of.year - 1
    coming = [
        Remark("next_station", (("when", Period.year(year)), ("goal", goals[year])))
        for year in sorted(goals)
        if year > after
    ]
    if last is None:
        return Verdict(METHOD, "no_data", remarks=tuple(coming[:1]))
    goal = goals[last.period.end.year]
    direction = aim(target, wished).direction if goal.kind == "value" else 0
    way = aim(replace(target, goal=goal, direction=direction))
    difference = way.surplus(last.value) * way.direction if way.to is not None else way.gap(last.value)
    said = Remark("station", (("when", last.period), ("goal", goal)))
    status = "met" if way.met(last.value) else "missed"
    return Verdict(METHOD, status, (("value", last.value), ("difference", difference)), "", (said, *coming[:1]))
