"""What a result says beside another, of one unit, and without one of its elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xietong.indices.aggregate import aggregate
from xietong.indices.statistics.ranks import descending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xietong.core.panel import Floats
    from xietong.indices.run import Result


@dataclass(frozen=True, eq=False)
class Removal:
    """The index without elements, each taken out alone: arrays (elements taken out, times, units) and (elements,)."""

    codes: tuple[str, ...]
    scores: Floats
    ranks: Floats
    shift: Floats


def without(result: Result, codes: Sequence[str]) -> Removal:
    """The index with each of some elements taken out in turn, its weight going to its siblings.

    shift: mean absolute change of the units' ranks, over units that are ranked both times. Elements whose siblings have
    no weight leave their parent without any, which is then missing. Source: COINr remove_elements.
    """
    framework = result.framework
    weights = np.repeat(result.weights[None], len(codes), axis=0)
    for place, code in enumerate(codes):
        weights[place, :, framework.position(code)] = 0.0
    leaves = result.scores[..., : len(framework.indicators)]
    scores = aggregate(framework, leaves, weights, result.panel.units, fixed=True).scores[..., framework.tree.root]
    ranks = descending(scores)
    shift: Floats = np.nanmean(np.abs(ranks - result.rank_of(result.index)), axis=(1, 2))
    return Removal(tuple(codes), scores, ranks, shift)


def rank_changes(first: Result, second: Result, code: str = "") -> Floats:
    """Rank of each unit by an element in one result less that in another, (times, units); the index if none is named.

    The two need the same units and times. Source: COINr compare_coins.
    """
    if (first.panel.units, first.panel.times) != (second.panel.units, second.panel.times):
        raise ValueError("the results are of other units or times: choose those they have in common first")
    return first.rank_of(code or first.index) - second.rank_of(code or second.index)


class Standing(NamedTuple):
    """An element with the score and the rank of one unit."""

    code: str
    score: float
    rank: float


def standing(result: Result, unit: str, time: str, codes: Sequence[str] = ()) -> tuple[Standing, ...]:
    """Scores and ranks of a unit, the index first, then level by level; of all nodes if no codes are given."""
    framework, tree = result.framework, result.framework.tree
    nodes = range(len(framework.indicators), len(framework.elements))
    wanted = [framework.position(code) for code in codes] or sorted(nodes, key=lambda place: -tree.levels[place])
    when, who = result.panel.times.index(time), result.panel.units.index(unit)
    return tuple(
        Standing(framework.codes[place], float(result.scores[when, who, place]), float(result.ranks[when, who, place]))
        for place in wanted
    )


class Strength(NamedTuple):
    """An indicator with the rank of one unit in it and its raw value."""

    code: str
    rank: int
    value: float


def strengths(
    result: Result, unit: str, time: str, number: int = 5, least_unique: float = 0.0
) -> tuple[tuple[Strength, ...], tuple[Strength, ...]]:
    """The indicators in which a unit ranks best, best first, and those in which it ranks worst, worst last.

    Ranks are by raw values in the direction of the indicator, ties the best; an indicator in which the unit shares the
    worst rank, or with a share of different values not above least_unique where that is set, is left out, as one with
    no value is. Ties keep the order of the framework. Source: COINr get_str_weak.
    """
    when, who = result.panel.times.index(time), result.panel.units.index(unit)
    raw = result.stage("raw").values[when]
    directed = raw * result.given.directions
    ranks = descending(directed, axis=0)
    worst = np.nanmax(np.where(np.isnan(ranks), -np.inf, ranks), axis=0)
    varied = np.array([len(np.unique(column)) / len(column) for column in raw.T])
    kept = ~np.isnan(ranks[who]) & (ranks[who] != worst) & ((varied > least_unique) if least_unique else True)
    places = sorted(np.flatnonzero(kept), key=lambda place: ranks[who, place])
    codes = result.framework.codes
    listed = tuple(Strength(codes[place], int(ranks[who, place]), float(raw[who, place])) for place in places)
    return listed[:number], listed[max(0, len(listed) - number) :]
