"""Points of the unit cube, and the alternatives they choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.indices.uncertain.model import Design


def points(kind: str, runs: int, dimensions: int, seed: int) -> Floats:
    """Points (runs, dimensions) in [0, 1): Sobol' with Owen's scrambling, or independent.

    Of a number that is no power of two the first points of the next power are taken: they lose the balance that the
    whole has. Source: Sobol' (1967); Owen (1998); scipy.stats.qmc.
    """
    random = np.random.default_rng(seed)
    if kind == "random":
        return random.random((runs, dimensions))
    from scipy.stats import qmc

    drawn = qmc.Sobol(dimensions, scramble=True, seed=random).random_base2(max(runs - 1, 0).bit_length())
    return np.asarray(drawn[:runs], dtype=np.float64)


def crossed(design: Design) -> Floats:
    """The points of a sensitivity analysis, ((inputs + 2)·runs, dimensions): A, B, then for every input A with that of B.

    A and B are the two halves of points of twice the dimension; what an input has of dimensions goes over together, so that
    its indices are those of the group. Source: Saltelli et al. (2010).
    """
    columns = design.columns
    dimensions = columns[-1].stop
    both = points(design.kind, design.runs, 2 * dimensions, design.seed)
    first, second = both[:, :dimensions], both[:, dimensions:]
    mixed = np.repeat(first[None], len(columns), axis=0)
    for place, its in enumerate(columns):
        mixed[place, :, its] = second[:, its]
    return np.concatenate([first, second, mixed.reshape(-1, dimensions)])


def picked(design: Design, uniform: Floats) -> NDArray[np.int64]:
    """The alternative that each point chooses of every input, (runs, inputs), counted from 0; 0 of continuous ones."""
    pairs = zip(design.inputs, design.columns, strict=True)
    found = [np.searchsorted(one.bounds, uniform[:, its.start], side="right") for one, its in pairs]
    most = np.array([one.alternatives - 1 for one in design.inputs])
    picks: NDArray[np.int64] = np.minimum(np.stack(found, axis=-1), most)
    return picks
