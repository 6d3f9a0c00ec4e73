"""What the figures of a sentence claim of each other, and whether rounding can save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from tests.planted.shown import Shown

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Claim:
    """`said` should follow from `given` by `relation`; `steps` are the years of an average, `scale` a unit factor."""

    relation: str
    said: Shown
    given: tuple[Shown, ...]
    steps: int = 0
    scale: float = 1


def _least_and_most(values: list[float]) -> Range:
    return min(values), max(values)


def _ranked(given: Sequence[Range]) -> Range:
    first, others = given[0], given[1:]
    return 1 + sum(one[0] > first[1] for one in others), 1 + sum(one[1] > first[0] for one in others)


def _yearly(steps: int, ratio: Range) -> Range:
    return 100 * (ratio[0] ** (1 / steps) - 1), 100 * (ratio[1] ** (1 / steps) - 1)


def _down(growth: Range) -> Range:
    return -growth[1], -growth[0]


# what `said` can be: an equation's value, or all on one side of a limit
_FOLLOWS: dict[str, Callable[[Claim, Sequence[Range]], Range]] = {
    "growth": lambda claim, given: _ratio(given[0], given[1], 100, -100),
    "fall": lambda claim, given: _down(_ratio(given[0], given[1], 100, -100)),
    "difference": lambda claim, given: (given[0][0] - given[1][1], given[0][1] - given[1][0]),
    "decrease": lambda claim, given: (given[1][0] - given[0][1], given[1][1] - given[0][0]),
    # from level and change
    "implied": lambda claim, given: _least_and_most([100 * c / (v - c) for v in given[0] for c in given[1]]),
    "implied fall": lambda claim, given: _least_and_most([100 * c / (v + c) for v in given[0] for c in given[1]]),
    "times": lambda claim, given: _ratio(given[0], given[1], 1, 0),
    "times more": lambda claim, given: _ratio(given[0], given[1], 1, -1),
    "average": lambda claim, given: _yearly(claim.steps, _ratio(given[0], given[1], 1, 0)),
    "average fall": lambda claim, given: _down(_yearly(claim.steps, _ratio(given[0], given[1], 1, 0))),
    "share": lambda claim, given: _ratio(given[0], given[1], 100, 0),
    "quotient": lambda claim, given: _ratio(given[0], given[1], claim.scale, 0),
    "sum": lambda claim, given: (sum(one[0] for one in given), sum(one[1] for one in given)),
    "hundred": lambda claim, given: (sum(one[0] for one in given), sum(one[1] for one in given)),
    # said is 100, given are shares of one whole
    "hundred or less": lambda claim, given: (sum(one[0] for one in given), inf),
    # said is the place of the first given among all, from the greatest or from the least
    "rank": lambda claim, given: _ranked(given),
    "rank low": lambda claim, given: _ranked([_down(one) for one in given]),
    # said is at most the given whole
    "within": lambda claim, given: (0, given[0][1]),
    # said grew by given[0] percent and was at most given[1] before
    "earlier": lambda claim, given: (0, given[1][1] * (1 + given[0][1] / 100)),
    # said was reached before given[0] had fallen by given[1] percent in all: it cannot be less
    "fallen": lambda claim, given: (given[0][0] * (1 - given[1][1] / 100), inf),
    "inside": lambda claim, given: (min(one[0] for one in given), max(one[1] for one in given)),
    "same": lambda claim, given: given[0],
    "more": lambda claim, given: (given[0][0], inf),
    "less": lambda claim, given: (-inf, given[0][1]),
}


def follows(claim: Claim) -> Range:
    """All that the given figures allow `said` to be, in absolute units of `said`."""
    return _FOLLOWS[claim.relation](claim, [(one.low, one.high) for one in claim.given])


def gap(claim: Claim) -> float:
    """How far `said` lies outside what follows: 0 or less where rounding explains it."""
    low, high = follows(claim)
    return max(low - claim.said.high, claim.said.low - high)


def holds(claim: Claim) -> bool:
    """Whether rounding explains it, with a hair to spare."""
    return gap(claim) < -1e-9 * abs(claim.said.middle)


def broken(claim: Claim) -> bool:
    """Whether it is wrong by more than a whole unit of the last digit beyond anything rounding explains."""
    distance = gap(claim)
    if claim.relation in ("within", "earlier", "fallen", "inside", "more", "less"):
        return distance > 0.02 * abs(claim.said.middle)
    if claim.relation in ("hundred", "hundred or less"):
        return distance > 0.3
    if claim.relation in ("rank", "rank low"):
        return distance > 0.5
    if claim.relation == "same":
        steps = [float(one.step) * one.size for one in (claim.said, *claim.given) if not one.word]
        return distance > 0.5 * max(steps, default=0) and distance > 0.0003 * abs(claim.said.middle)
    return distance > max(float(claim.said.step) * claim.said.size, 1e-9) and distance > 0.004 * abs(claim.said.middle)


def exact(claim: Claim) -> bool:
    """Whether the printed numbers agree without the help of rounding."""
    low, high = follows(
        Claim(claim.relation, claim.said, tuple(_point(one) for one in claim.given), claim.steps, claim.scale)
    )
    return claim.said.low <= (low + high) / 2 <= claim.said.high


class _Point(Shown):
    __slots__ = ()

    @property
    def low(self) -> float:
        return self.middle

    @property
    def high(self) -> float:
        return self.middle


def _point(one: Shown) -> Shown:
    return _Point(one.number, one.unit, one.word)


def _ratio(above: Range, below: Range, factor: float, plus: float) -> Range:
    return above[0] / below[1] * factor + plus, above[1] / below[0] * factor + plus
