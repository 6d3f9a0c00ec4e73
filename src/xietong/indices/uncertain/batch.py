"""Many sets of weights up one hierarchy at once, level by level; what all of them share is computed once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.aggregate import demands, refusal, score, weigh
from xietong.indices.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xietong.core.panel import Floats
    from xietong.indices.framework import Framework, Node

CELLS = 1 << 21  # values of the children of one node held at once: 16 MB an array, of which a method makes a few


@dataclass(frozen=True, eq=False)
class Batched:
    """scores (replications or 1, times, units, elements wanted); faults, and whether all replications have them."""

    scores: Floats
    faults: tuple[Fault, ...] = ()
    shared: bool = False


def batched(
    framework: Framework, values: Floats, weights: Floats, wanted: Sequence[int], units: Sequence[str]
) -> Batched:
    """Scores of the elements wanted (positions, -1 for one that is left out: missing).

    values (times, units, indicators) normalised; weights (replications or 1, times or 1, elements). The same, up to the
    order of additions, as `aggregate.aggregate` of each set of weights alone. A node whose children and weights are the same in all
    replications is computed once. Stops at the first node that a method refuses.
    """
    found: dict[int, Floats] = {-1: np.full((1, *values.shape[:2]), np.nan)}
    found |= {place: values[None, :, :, place] for place in range(values.shape[-1])}
    leaves = len(framework.indicators)
    for place in (place for place in framework.tree.order if place >= leaves):
        node, members = framework.nodes[place - leaves], framework.tree.children[place]
        below = np.stack(np.broadcast_arrays(*(found[int(member)] for member in members)), axis=-1)
        told = [*demands(framework, node, members, below, units), *_weightless(node, weights[..., members])]
        if not told:
            try:
                found[place] = _node(node, below, _once(weights[..., members]))
            except ValueError as problem:
                told.append(refusal(node, problem))
        if told:
            return Batched(
                np.empty((1, *values.shape[:2], len(wanted))),
                tuple(told),
                len(below) == 1 and len(_once(weights[..., members])) == 1,
            )
    return Batched(np.stack(np.broadcast_arrays(*(found[place] for place in wanted)), axis=-1))


def chunk(framework: Framework, values: Floats) -> int:
    """How many replications go at once, so that the children of no node are more than CELLS values."""
    widest = max(len(members) for members in framework.tree.children.values())
    return max(1, CELLS // max(math.prod(values.shape[:2]) * widest, 1))


def _once(weights: Floats) -> Floats:
    """One set where all replications have the same."""
    return weights[:1] if len(weights) > 1 and (weights == weights[:1]).all() else weights


def _weightless(node: Node, given: Floats) -> Iterator[Fault]:
    if node.weigh.method == "manual" and (given.sum(axis=-1) == 0).any():
        yield Fault(node.place, "no_weight", {"code": node.code})


def _node(node: Node, below: Floats, given: Floats) -> Floats:
    """Scores of one node, (replications or 1, times, units), of its children (replications or 1, times, units, children)."""
    if node.weigh.method != "manual":  # methods of weighting take one replication at a time
        whole = (*below.shape[:2], below.shape[-1])
        given = np.stack([weigh(node, one, np.ones(whole[1:])) for one in below])
    else:
        given = weigh(node, below, given)
    alone = below.shape[1] == 1  # axes of one are taken off: many methods are quicker on plain tables
    values, given = (below[:, 0], given[:, 0]) if alone else (below, given)
    scores = score(node, values[0] if len(values) == 1 else values, given)
    return scores[:, None, :] if alone else scores
