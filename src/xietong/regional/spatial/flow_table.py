"""Flows as documents report them (北京→津冀) → a matrix with margins; what follows from joint flows is deduced and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.refusal import listed, refusal

if TYPE_CHECKING:
    from xietong.core.panel import Floats

Cell = tuple[str, str]
_ARROW, _AND = "→", "+"  # as in the places of observations: 110000→120000+130000
_ROUNDING = 1e-9  # of a whole: sums of floats, not of printed digits


@dataclass(frozen=True, slots=True)
class Deduced:
    """A flow that no source gives: of `whole` everything else is known."""

    origin: str
    destination: str
    value: float
    whole: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A joint flow that is not the sum of its parts: both numbers. Rounding of printed figures may be the reason."""

    whole: str
    given: float
    parts: float


@dataclass(frozen=True, eq=False)
class FlowTable:
    """units in order; matrix (units, units), origins in rows, NaN where not known; leaving and arriving (units,): totals to
    and from anywhere (北京→, →北京), NaN where not given; joint: flows of several units that could not be taken apart;
    outside: flows with a place that is none of the units. Nothing that was given is lost."""

    units: tuple[str, ...]
    matrix: Floats
    leaving: Floats
    arriving: Floats
    joint: dict[str, float]
    outside: dict[str, float]
    deduced: tuple[Deduced, ...]
    gaps: tuple[Gap, ...]


def flow_table(flows: Mapping[str, float], units: Sequence[str]) -> FlowTable:
    """A matrix of the flows of one indicator, period and unit of measure.

    flows: place of an observation (origin→destination, several on a side joined by +, an empty side is anywhere) → value;
    units: the places that make rows and columns. A joint flow is the sum of its parts: where all but one are known the
    last is deduced, as often as something follows; a remainder below 0 is not: it is a gap. Printed values are rounded,
    and so are deduced ones. Raises ValuesError for a place that is no flow and a negative, missing or infinite value.
    """
    wrong = [place for place, value in flows.items() if not 0 <= value < np.inf]
    if wrong:
        raise refusal("flows_negative", where=listed(wrong))
    sides, known = {place: _sides(place) for place in flows}, set(units)
    inside = {place: pair for place, pair in sides.items() if known.issuperset(pair[0] + pair[1])}
    cells = {(pair[0][0], pair[1][0]): flows[place] for place, pair in inside.items() if _size(pair) == (1, 1)}
    wholes = {place: list(product(*pair)) for place, pair in inside.items() if all(pair) and _size(pair) != (1, 1)}
    deduced, gaps = _taken_apart(wholes, flows, cells)
    complete = {place for place, parts in wholes.items() if cells.keys() >= set(parts)}
    single = [place for place, pair in inside.items() if max(_size(pair)) == 1]
    return FlowTable(
        units=tuple(units),
        matrix=np.array([cells.get(cell, np.nan) for cell in product(units, units)]).reshape(len(units), len(units)),
        leaving=np.array([flows.get(unit + _ARROW, np.nan) for unit in units]),
        arriving=np.array([flows.get(_ARROW + unit, np.nan) for unit in units]),
        joint={place: flows[place] for place in inside if place not in complete and place not in single},
        outside={place: flows[place] for place in flows if place not in inside},
        deduced=deduced,
        gaps=gaps,
    )


def _taken_apart(
    wholes: Mapping[str, Sequence[Cell]], flows: Mapping[str, float], cells: dict[Cell, float]
) -> tuple[tuple[Deduced, ...], tuple[Gap, ...]]:
    """Deduce cells, which are added, until nothing follows; then the joint flows that do not add up."""
    deduced: list[Deduced] = []
    refused: dict[str, Gap] = {}
    while True:
        before = len(deduced) + len(refused)
        for place, parts in wholes.items():
            unknown = [cell for cell in parts if cell not in cells]
            rest = flows[place] - sum(cells.get(cell, 0.0) for cell in parts)
            if len(unknown) == 1 and rest < -_ROUNDING * flows[place]:
                refused[place] = Gap(place, flows[place], flows[place] - rest)
            elif len(unknown) == 1:
                cells[unknown[0]] = max(rest, 0.0)
                deduced.append(Deduced(*unknown[0], max(rest, 0.0), place))
        if len(deduced) + len(refused) == before:
            return tuple(deduced), tuple(refused.values()) + _gaps(wholes, flows, cells, refused)


def _gaps(
    wholes: Mapping[str, Sequence[Cell]],
    flows: Mapping[str, float],
    cells: Mapping[Cell, float],
    but: Mapping[str, Gap],
) -> tuple[Gap, ...]:
    sums = {place: sum(cells[one] for one in parts) for place, parts in wholes.items() if cells.keys() >= set(parts)}
    return tuple(
        Gap(place, flows[place], total)
        for place, total in sums.items()
        if place not in but and abs(flows[place] - total) > _ROUNDING * max(flows[place], total)
    )


def _sides(place: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Origins and destinations of a place; an empty side is ()."""
    origin, arrow, goal = place.partition(_ARROW)
    if not arrow or _ARROW in goal or not (origin or goal):
        raise refusal("no_flow", place=place)
    return (tuple(origin.split(_AND)) if origin else ()), (tuple(goal.split(_AND)) if goal else ())


def _size(pair: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[int, int]:
    return len(pair[0]), len(pair[1])
