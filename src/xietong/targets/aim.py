"""Which way a target points, and when it is met: worked out once, or refused; never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xietong.core.interval import Interval
from xietong.targets.model import Baseline, Direction, Goal, Target
from xietong.targets.refusal import refused
from xietong.targets.words import both, indicator_words

_WAYS = {1: {"zh": "向上", "en": "up"}, -1: {"zh": "向下", "en": "down"}}


@dataclass(frozen=True, slots=True)
class Aim:
    """direction 1 up, -1 down, 0 to stay inside a range; `accepted`: the values that meet the goal; `to`: the bound worked
    towards (y_T of the formulas, None inside a range); `hold`: the baseline meets the goal already, so that it is to be kept."""

    goal: Goal
    direction: Direction
    accepted: Interval
    to: Decimal | None
    hold: bool = False

    def met(self, value: Decimal) -> bool:
        """Whether a value meets the goal; the bound itself does unless the goal is strict."""
        return value in self.accepted and not (self.goal.strict and value == self.to)

    def gap(self, value: Decimal) -> Decimal:
        """How far a value is from the goal; 0 where the bound is reached."""
        return self.accepted.distance(Interval.exactly(value))

    def overshot(self, value: Decimal) -> bool:
        """Whether a value has left a range on the far side of where it came from."""
        if self.to is None or not self.accepted.bounded or value in self.accepted:
            return False
        return (value - self.to) * self.direction > 0

    def surplus(self, value: Decimal) -> Decimal:
        """How far a value is beyond the bound, in the direction of the goal; negative or 0 where it is not."""
        return Decimal(0) if self.to is None else (value - self.to) * self.direction


def aim(target: Target, wished: int = 0) -> Aim:
    """The aim of a target. `wished`: the direction the catalogue gives the indicator (0 none).

    A floor points up; a ceiling and a rank point down; a range from where the baseline lies. A value points as the target
    says; else as the catalogue wishes and the baseline lies, which must not contradict each other. Raises ValuesError
    where the direction is unknown or contradictory.
    """
    goal = target.goal
    if goal.kind == "range":
        return _into_range(target)
    direction = _of_bound(target) if goal.kind != "value" else _of_value(target, wished)
    bound = goal.low if direction > 0 else goal.high
    accepted = Interval(bound, None) if direction > 0 else Interval(None, bound)
    one = Aim(goal, direction, accepted, bound)
    return Aim(goal, direction, accepted, bound, _held(one, target.baseline))


def _held(aim: Aim, baseline: Baseline | None) -> bool:
    return baseline is not None and aim.met(baseline.value)


def _into_range(target: Target) -> Aim:
    goal, start = target.goal, target.baseline
    inside = Aim(goal, 0, goal.interval, None, start is not None)
    if start is None or start.value in goal.interval:
        return inside
    above = goal.high is not None and start.value > goal.high
    return Aim(goal, -1 if above else 1, goal.interval, goal.high if above else goal.low)


def _of_bound(target: Target) -> Direction:
    own: Direction = 1 if target.goal.kind == "floor" else -1
    if target.direction not in (0, own):
        raise refused("direction_against_goal", goal=both(target.goal), direction=_WAYS[target.direction])
    return own


def _of_value(target: Target, wished: int) -> Direction:
    if target.direction:
        return target.direction
    way = _way(target)
    if way and wished and (way > 0) != (wished > 0):
        raise refused(
            "direction_doubtful",
            indicator=indicator_words(target.indicator),
            goal=both(target.goal),
            start=_start(target),
        )
    if not (way or wished):
        raise refused("no_direction", indicator=indicator_words(target.indicator), goal=both(target.goal))
    return 1 if (way or wished) > 0 else -1


def _way(target: Target) -> Direction:
    if target.baseline is None or target.goal.low is None or target.goal.low == target.baseline.value:
        return 0
    return 1 if target.goal.low > target.baseline.value else -1


def _start(target: Target) -> object:
    return target.baseline.value if target.baseline else "–"
