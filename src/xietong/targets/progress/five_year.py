"""German five-year method: the mean yearly change of the last five years drawn on to the target year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from xietong.data import table
from xietong.targets.aim import Aim
from xietong.targets.course import part_of_year
from xietong.targets.progress.look import Look, remarks, remarks_on
from xietong.targets.progress.verdict import Remark, Verdict, decimal, shown, term

METHOD = "five_year"
_WORST_FIRST = ("storm", "overshot", "cloud", "sun_cloud", "sun")


def five_year(seen: Look) -> Verdict:
    """sun: at most 5 % of the gap between goal and current value is left; sun_cloud: at most 20 %; cloud: more, in the right
    direction or without movement; storm: in the wrong direction.

    Six yearly points, at least four; of shorter periods those of the same part of the year. No baseline is needed: points
    before it count, and what is remarked (reversal, wrong steps) is remarked of these points. The mean is what lies between
    the first and the last over the years between them. numbers: value, mean, expected, gap (share left; 0 where the goal
    would be met), last_change. A goal that is met now is judged by whether it stays met (sun) or would be lost (sun_cloud).
    status no_data with fewer points.
    """
    rule = table("progress.toml")["five_year"]
    last = part_of_year(seen.points[-1].period)[0] if seen.points else 0
    window = [one for one in seen.yearly() if last - part_of_year(one.period)[0] <= rule["years"]]
    if len(window) < rule["least_points"]:
        points, wanted = ("points", Decimal(len(window))), ("wanted", Decimal(rule["least_points"]))
        others = remarks(seen) if seen.baseline else ()
        return Verdict(METHOD, "no_data", (points,), "", (Remark("few_points", (points, wanted)), *others))
    first, now = window[0], window[-1]
    years = last - part_of_year(first.period)[0]
    mean = (Fraction(now.value) - Fraction(first.value)) / years
    left = seen.years(now.period.end, seen.target.due)
    expected = Fraction(now.value) + mean * left
    numbers = [
        ("value", now.value),
        ("mean", decimal(mean)),
        ("expected", decimal(expected)),
        ("points", Decimal(len(window))),
    ]
    before, after = _gap(seen.aim, Fraction(now.value)), _gap(seen.aim, expected)
    if before:
        numbers.append(("gap", decimal(after / before)))
    if part_of_year(window[-2].period)[0] == last - 1:
        numbers.append(("last_change", now.value - window[-2].value))
    said = (
        f"({shown(now.value)} − {term(first.value)}) / {years} = {shown(mean)}; "
        f"{shown(now.value)} + {term(mean)} × {shown(left)} = {shown(expected)}"
    )
    return Verdict(
        METHOD, _status(seen, now.value, mean, before, after), tuple(numbers), said, remarks_on(seen, window)
    )


def _status(seen: Look, value: Decimal, mean: Fraction, before: Fraction, after: Fraction) -> str:
    aim, limits = seen.aim, table("progress.toml")["five_year"]["limits"]
    if aim.overshot(value):
        return "overshot"
    if not before and aim.met(value):
        return "sun" if not after else "sun_cloud"
    below = aim.accepted.low is not None and value <= aim.accepted.low
    if mean * (1 if below else -1) < 0:
        return "storm"
    if not before:  # on the bound of a strict goal: the last step is still to go
        return "sun" if mean else "cloud"
    return next((name for name, most in limits.items() if after / before <= Fraction(most)), "cloud")


def _gap(aim: Aim, value: Fraction) -> Fraction:
    """How far a value is from the goal, exactly."""
    low, high = aim.accepted.low, aim.accepted.high
    if low is not None and value < Fraction(low):
        return Fraction(low) - value
    return max(value - Fraction(high), Fraction(0)) if high is not None else Fraction(0)


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Of several simultaneous targets of one indicator the worst counts; those without data are passed over unless all
    are. At least one is needed."""
    judged = [one for one in verdicts if one.status in _WORST_FIRST]
    if not judged:
        return next(iter(verdicts))
    return min(judged, key=lambda one: _WORST_FIRST.index(one.status))
