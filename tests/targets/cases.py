"""Targets and readings written as TOML writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from xietong.core.period import Period
from xietong.targets.course import Reading
from xietong.targets.model import Baseline, Direction, Goal, Target

LATE = date(2026, 12, 31)


def goal(kind: str, *numbers: str) -> Goal:
    """A goal from its kind and numbers; "above" and "below" are strict bounds."""
    values = [Decimal(one) for one in numbers]
    made = {
        "value": lambda: Goal.value(values[0]),
        "range": lambda: Goal.between(values[0], values[1]),
        "floor": lambda: Goal.floor(values[0]),
        "ceiling": lambda: Goal.ceiling(values[0]),
        "above": lambda: Goal.floor(values[0], strict=True),
        "below": lambda: Goal.ceiling(values[0], strict=True),
        "rank": lambda: Goal.rank(int(values[0])),
    }
    return made[kind]()


def target(
    said: Sequence[str],
    due: date,
    baseline: Sequence[str] | None = None,
    direction: Direction = 0,
    indicator: str = "GDP",
) -> Target:
    """A target of Beijing."""
    start = Baseline(Decimal(baseline[1]), Period.parse(baseline[0])) if baseline else None
    return Target(indicator, "110000", goal(*said), due, start, direction)


def readings(values: Mapping[str, str]) -> list[Reading]:
    """Readings by period, released when nobody knows."""
    return [Reading(Period.parse(period), Decimal(value)) for period, value in values.items()]
