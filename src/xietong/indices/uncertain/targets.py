"""What a sensitivity analysis explains: a number, or one for every unit, of each replication."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.statistics.moments import mean

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.indices.uncertain.model import Design
    from xietong.indices.uncertain.replications import Replications

    Target = Callable[[Replications], Floats]


def target(done: Replications, design: Design, own: Target | None = None) -> Floats:
    """The target of the design, or a function of one's own, in every replication: (replications, …).

    "rank_shift": mean |rank − nominal rank| over the units that have both (COINr); "rank", "score": of the unit of the
    design; "ranks", "scores": of every unit; "mean_score": the mean of the units. All of the element of the design (the
    first that is kept) at its time (the last). Raises ValueError for a function whose numbers are not one row a replication.
    """
    found = own(done) if own else TARGETS[design.target](done, design)
    if found.shape[:1] != done.scores.shape[:1]:
        raise ValueError(f"a target gives one row a replication ({len(done.scores)}), not the shape {found.shape}")
    return found


def _scores(done: Replications, design: Design) -> Floats:
    return done.scores[:, done.time(design), :, done.element(design)]


def _ranks(done: Replications, design: Design) -> Floats:
    return done.ranks[:, done.time(design), :, done.element(design)]


def _shift(done: Replications, design: Design) -> Floats:
    nominal = done.nominal_ranks[done.time(design), :, done.element(design)]
    return mean(np.abs(_ranks(done, design) - nominal), 1)[:, 0]


def _unit(values: Floats, done: Replications, design: Design) -> Floats:
    return values[:, done.given.panel.units.index(design.unit)]


TARGETS: dict[str, Callable[[Replications, Design], Floats]] = {
    "rank_shift": _shift,
    "rank": lambda done, design: _unit(_ranks(done, design), done, design),
    "score": lambda done, design: _unit(_scores(done, design), done, design),
    "ranks": _ranks,
    "scores": _scores,
    "mean_score": lambda done, design: mean(_scores(done, design), 1)[:, 0],
}
