"""Geary's C: whether neighbours differ less than any two units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.moments import (
    Alternative,
    Assumption,
    Autocorrelation,
    Sums,
    judged,
    kurtosis,
    prepared,
    standardised,
)

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def geary(
    values: Floats,
    weights: Floats,
    assumption: Assumption = "randomisation",
    alternative: Alternative = "two-sided",
) -> Autocorrelation:
    """Geary's C with its moments and test: C = (n − 1)/(2 S0) Σᵢⱼ wᵢⱼ (xᵢ − xⱼ)² / Σ (xᵢ − mean)²; E(C) = 1.

    Below 1 neighbours are alike; `z` = (1 − C)/sd is then positive, and `alternative` is of z ("greater": alike).
    values: (..., units), any unit; weights: (units, units); results (...). Variance by Cliff & Ord (1981, Spatial
    Processes, p. 21) under randomisation or normality. Missing and equal values, islands, errors: as `moran.moran`.
    """
    values, weights, sums = prepared(values, weights, "Geary's C")
    z = standardised(values)
    variance = _normal(sums) if assumption == "normal" else _randomised(sums, kurtosis(z))
    return judged(_geary(z, weights, sums), 1.0, variance, alternative, sign=-1)


def geary_c(values: Floats, weights: Floats) -> Floats:
    """The statistic alone, (...); for permutations. As `geary`."""
    values, weights, sums = prepared(values, weights, "Geary's C", least=2)
    return _geary(standardised(values), weights, sums)


def _geary(z: Floats, weights: Floats, s: Sums) -> Floats:
    # Σ w (zi − zj)² = Σ (row + column sums) z² − 2 z'Wz: no array of all pairs for every time
    both = weights.sum(axis=0) + weights.sum(axis=1)
    differences = (both * z**2).sum(axis=-1) - 2 * (z * (z @ weights.T)).sum(axis=-1)
    return np.asarray((s.n - 1) * differences / (2 * s.s0 * s.n))


def _normal(s: Sums) -> float:
    return ((2 * s.s1 + s.s2) * (s.n - 1) - 4 * s.s0**2) / (2 * (s.n + 1) * s.s0**2)


def _randomised(s: Sums, b2: Floats) -> Floats:
    n = s.n
    first = (n - 1) * s.s1 * (n**2 - 3 * n + 3 - (n - 1) * b2)
    second = (n - 1) * s.s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * b2) / 4
    third = s.s0**2 * (n**2 - 3 - (n - 1) ** 2 * b2)
    return np.asarray((first - second + third) / (n * (n - 2) * (n - 3) * s.s0**2))
