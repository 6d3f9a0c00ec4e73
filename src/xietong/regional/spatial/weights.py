"""Spatial weights: who is whose neighbour, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.core.panel import repeated
from xietong.regional.spatial.refusal import listed, positions, refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights between named units: matrix (units, units), row i the neighbours of unit i, 0 where none; no unit is its
    own neighbour. The matrix is read-only.

    Raises ValuesError where the shape does not fit, a unit is repeated, or a weight is missing, infinite, negative or
    on the diagonal.
    """

    units: tuple[str, ...]
    matrix: Floats

    def __post_init__(self) -> None:
        units = tuple(self.units)
        if len(set(units)) != len(units):
            raise refusal("repeated_units", names=repeated(units))
        matrix = checked(np.array(self.matrix, dtype=np.float64), len(units))
        matrix.flags.writeable = False
        object.__setattr__(self, "units", units)
        object.__setattr__(self, "matrix", matrix)

    @property
    def islands(self) -> tuple[str, ...]:
        """Units that have no neighbour; their spatial lag is 0."""
        return self._named(self.counts == 0)

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many neighbours each unit has, (units,)."""
        return np.asarray(np.count_nonzero(self.matrix, axis=1))

    @property
    def symmetric(self) -> bool:
        """Whether every weight is the same both ways (to the last bit)."""
        return bool((self.matrix == self.matrix.T).all())

    def standardised(self) -> Weights:
        """The same with rows that sum to 1; rows of islands stay 0."""
        return Weights(self.units, rows_to_one(self.matrix))

    def of(self, units: Sequence[str]) -> Weights:
        """The weights among some of the units, in the order given; standardise after it, not before.

        Raises ValuesError for an unknown unit.
        """
        at = _positions(self.units, units)
        return Weights(tuple(units), self.matrix[np.ix_(at, at)])

    def connected(self) -> Weights:
        """The weights without islands."""
        return self.of([unit for unit in self.units if unit not in set(self.islands)])

    def neighbours(self, unit: str) -> dict[str, float]:
        """The neighbours of a unit with their weights. Raises ValuesError for an unknown unit."""
        row = self.matrix[_positions(self.units, [unit])[0]]
        return {other: float(weight) for other, weight in zip(self.units, row, strict=True) if weight}

    def _named(self, mask: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(unit for unit, true in zip(self.units, mask, strict=True) if true)


def contiguity(units: Sequence[str], pairs: Iterable[tuple[str, str]], directed: bool = False) -> Weights:
    """Binary contiguity, w = 1 for each pair of neighbours, from a list of pairs of units.

    A pair counts both ways, listed once or twice, unless `directed`: then (a, b) makes b a neighbour of a only. Units in
    no pair are islands. Raises ValuesError for names that are no units and for a unit paired with itself.
    """
    pairs = list(pairs)
    own = sorted({a for a, b in pairs if a == b})
    if own:
        raise refusal("own_neighbour", names=listed(own))
    at = _positions(units, [one for pair in pairs for one in pair])
    matrix = np.zeros((len(units), len(units)))
    matrix[at[::2], at[1::2]] = 1.0
    return Weights(tuple(units), matrix if directed else np.maximum(matrix, matrix.T))


def nearest(units: Sequence[str], distances: Floats, k: int) -> Weights:
    """The k nearest units are the neighbours, w = 1; as a rule not symmetric.

    distances: (units, units), any unit. Of units equally far the one listed first is nearer. Raises ValuesError where k
    is not 1 … units − 1 or a distance is missing or negative.
    """
    distances, others = _distances(units, distances), len(units) - 1
    if not 1 <= k <= others:
        raise refusal("neighbour_count", k=k, others=others)
    matrix = np.zeros_like(distances)
    chosen = np.argsort(distances, axis=1, kind="stable")[:, :k]
    np.put_along_axis(matrix, chosen, 1.0, axis=1)
    return Weights(tuple(units), matrix)


def band(units: Sequence[str], distances: Floats, threshold: float) -> Weights:
    """Units within `threshold` are neighbours, w = 1 where d ≤ threshold, in the unit of the distances.

    Units with none so near are islands. Raises ValuesError for a threshold that is not positive and for a missing or
    negative distance.
    """
    return Weights(tuple(units), (_distances(units, distances) <= _positive("threshold", threshold)).astype(np.float64))


def inverse(units: Sequence[str], distances: Floats, power: float = 1.0, threshold: float = np.inf) -> Weights:
    """Inverse distance, w = d^−power for d ≤ threshold, 0 beyond (Cliff & Ord 1981, Spatial Processes).

    With |xᵢ − xⱼ| of an economic level as distances these are the economic weights (经济距离权重). Raises ValuesError for
    two units at one place, a missing or negative distance, and a power or threshold that is not positive.
    """
    distances = _distances(units, distances)
    if (distances <= 0).any():
        raise refusal("distances", what="distances", where=positions(distances <= 0))
    with np.errstate(divide="ignore"):
        weights = distances ** -_positive("power", power)
    return Weights(tuple(units), np.where(distances <= _positive("threshold", threshold), weights, 0.0))


def least_band(units: Sequence[str], distances: Floats) -> float:
    """The smallest threshold of `band` that leaves no island: the largest distance to a nearest neighbour."""
    return float(_distances(units, distances).min(axis=1).max())


def rows_to_one(matrix: Floats) -> Floats:
    """w_ij / Σ_j w_ij; a row of zeros stays so."""
    sums = matrix.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(matrix, sums, out=np.zeros_like(matrix), where=sums > 0))


def checked(matrix: Floats, units: int | None = None) -> Floats:
    """Weights as a float64 matrix. Raises ValuesError as `Weights`; `units`: how many there must be."""
    matrix = np.asarray(matrix, dtype=np.float64)
    size = units if units is not None else matrix.shape[-1]
    if matrix.shape != (size, size):
        raise refusal("shape", what="weights", found=matrix.shape, wanted=(size, size))
    wrong = ~(np.isfinite(matrix) & (matrix >= 0))
    if wrong.any():
        raise refusal("weights_values", where=positions(wrong))
    if np.diagonal(matrix).any():
        raise refusal("weights_diagonal", where=positions(np.diagonal(matrix) != 0))
    return matrix


def _distances(units: Sequence[str], distances: Floats) -> Floats:
    """Distances with ∞ to itself, so that no unit is its own neighbour."""
    found = np.array(distances, dtype=np.float64)
    if found.shape != (len(units), len(units)):
        raise refusal("shape", what="distances", found=found.shape, wanted=(len(units), len(units)))
    np.fill_diagonal(found, np.inf)
    wrong = ~(found >= 0)
    if wrong.any():
        raise refusal("distances", what="distances", where=positions(wrong))
    return found


def _positions(units: Sequence[str], wanted: Sequence[str]) -> list[int]:
    at = {unit: position for position, unit in enumerate(units)}
    unknown = sorted({one for one in wanted if one not in at})
    if unknown:
        raise refusal("unknown_units", names=listed(unknown))
    return [at[one] for one in wanted]


def _positive(name: str, value: float) -> float:
    if not value > 0:
        raise refusal("parameter", name=name, value=value, wanted="> 0")
    return value
