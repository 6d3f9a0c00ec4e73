"""Local indicators of spatial association: where like values lie together, and where a unit stands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.moments import normal_p, prepared, standardised
from xietong.regional.spatial.permute import pseudo_p
from xietong.regional.spatial.refusal import refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

# code → what it says: the unit itself, then its neighbours. 0: not to be said (missing, exactly average, an island)
QUADRANTS = ("", "HH", "LH", "LL", "HL")


@dataclass(frozen=True, eq=False)
class Local:
    """Local Moran of each unit; every field has the shape of the values, (..., units).

    z: standardised values; lag: Σⱼ wᵢⱼ zⱼ; statistic: Iᵢ; quadrant: positions in QUADRANTS; expected, variance: under
    conditional randomisation, exact; normal_p: by them, two-sided; p: by conditional permutation, two-sided; adjusted:
    p corrected for the number of units by `false_discovery`.
    """

    z: Floats
    lag: Floats
    statistic: Floats
    quadrant: NDArray[np.int8]
    expected: Floats
    variance: Floats
    normal_p: Floats
    p: Floats
    adjusted: Floats

    def clusters(self, level: float = 0.05, adjusted: bool = True) -> NDArray[np.int8]:
        """The quadrant where the p-value is at most `level`, else 0; what a LISA map shows."""
        with np.errstate(invalid="ignore"):
            return np.where((self.adjusted if adjusted else self.p) <= level, self.quadrant, 0).astype(np.int8)


def local_moran(values: Floats, weights: Floats, seed: int, permutations: int = 999) -> Local:
    """Local Moran Iᵢ = zᵢ Σⱼ wᵢⱼ zⱼ with z standardised by the divisor n, so that Σ Iᵢ = S0 · I (Anselin 1995,
    Geographical Analysis 27:93–115; PySAL multiplies by (n − 1)/n).

    values: (..., units), any unit; weights: (units, units), row-standardised as a rule. Conditional permutation: the
    value of i stays, those of all others are dealt out among its neighbours; p = (1 + extreme)/(permutations + 1), twice
    the smaller side. Expected value and variance under the same randomisation: Sokal, Oden & Thomson (1998, Geographical
    Analysis 30:331–354), eq. A7. Quadrants: HH, LH, LL, HL, the unit first, its neighbours second. All NaN (quadrant 0)
    at times with a missing value or equal values; an island has statistic 0 and no p. Raises ValuesError for unfit
    weights, fewer than four units, less than one permutation.
    """
    if permutations < 1:
        raise refusal("parameter", name="permutations", value=permutations, wanted="≥ 1")
    values, weights, _ = prepared(values, weights, "LISA")
    z = standardised(values)
    lag = z @ weights.T
    statistic = z * lag
    expected, variance = _moments(z, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(variance > 0, (statistic - expected) / np.sqrt(variance), np.nan)
    p = np.where(weights.any(axis=1), _conditional(z, lag, weights, seed, permutations), np.nan)
    return Local(z, lag, statistic, quadrants(z, lag, weights), expected, variance, normal_p(score, "two-sided"), p,
                 false_discovery(p))  # fmt: skip


def quadrants(z: Floats, lag: Floats, weights: Floats) -> NDArray[np.int8]:
    """Positions in QUADRANTS of standardised values and their lags, (..., units); 0 where either is 0 or missing."""
    codes = np.select(
        [(z > 0) & (lag > 0), (z < 0) & (lag > 0), (z < 0) & (lag < 0), (z > 0) & (lag < 0)], [1, 2, 3, 4], 0
    )
    return np.where(weights.any(axis=1), codes, 0).astype(np.int8)


def false_discovery(p: Floats) -> Floats:
    """p-values adjusted for the false discovery rate over the last axis: minⱼ≥ᵢ (m/j) p₍ⱼ₎, at most 1 (Benjamini &
    Hochberg 1995, JRSS B 57:289–300; for LISA: Caldas de Castro & Singer 2006).

    p: (..., units); m counts those that are not missing, which stay missing.
    Raises nothing.
    """
    p = np.asarray(p, dtype=np.float64)
    order = np.argsort(p, axis=-1)  # NaN last
    ordered = np.take_along_axis(p, order, axis=-1)
    count = np.isfinite(p).sum(axis=-1, keepdims=True)
    raised = np.where(np.isnan(ordered), np.inf, ordered * count / np.arange(1, p.shape[-1] + 1))
    least = np.minimum(1.0, np.minimum.accumulate(raised[..., ::-1], axis=-1)[..., ::-1])
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, np.where(np.isnan(ordered), np.nan, least), axis=-1)
    return adjusted


def _moments(z: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of Iᵢ when the values of all others are dealt out; Σz² = n, Σz = 0."""
    n = z.shape[-1]
    total, squares = weights.sum(axis=1), (weights**2).sum(axis=1)
    mean = -(z**2) * total / (n - 1)
    spread = n / (n - 2) * (squares - total**2 / (n - 1)) * (1 - z**2 / (n - 1))
    return mean, np.clip(z**2 * spread, 0, None)


def _conditional(z: Floats, lag: Floats, weights: Floats, seed: int, permutations: int) -> Floats:
    """p of each lag among those of permutations of all others; zᵢ is fixed, so its sign does not change two sides."""
    n = z.shape[-1]
    most = int((weights > 0).sum(axis=1).max())
    dealt = np.random.default_rng(seed).permuted(np.tile(np.arange(n - 1), (permutations, 1)), axis=1)[:, :most]
    p = np.full(z.shape, np.nan)
    for unit in range(n):  # one unit at a time, over all times: all at once would not fit in memory for many units
        near = np.flatnonzero(weights[unit])
        if near.size:
            others = np.delete(z, unit, axis=-1)
            drawn = others[..., dealt[:, : near.size]] @ weights[unit, near]
            p[..., unit] = pseudo_p(lag[..., unit], drawn, "two-sided")
    return p
