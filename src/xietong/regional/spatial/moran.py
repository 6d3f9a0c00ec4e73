"""Moran's I: whether values are alike among neighbours."""

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


def moran(
    values: Floats,
    weights: Floats,
    assumption: Assumption = "randomisation",
    alternative: Alternative = "two-sided",
) -> Autocorrelation:
    """Moran's I with its moments and test: I = (n/S0) Σᵢⱼ wᵢⱼ zᵢ zⱼ / Σ zᵢ², z = x − mean; E(I) = −1/(n − 1).

    values: (..., units), any unit; weights: (units, units). Variance by Cliff & Ord (1981, Spatial Processes, eqs. 1.37
    and 1.39) under randomisation or normality. Results have the shape (...). The statistic is NaN where a value is
    missing (a map with a hole is another map: take the unit out of values and weights) and where all are equal. Islands
    count among the n units with a lag of 0 (as in PySAL; R's spdep lowers n). Raises ValuesError for unfit weights and
    fewer than four units.
    """
    values, weights, sums = prepared(values, weights, "Moran's I")
    z = standardised(values)
    expected = -1.0 / (sums.n - 1)
    squared = _normal(sums) if assumption == "normal" else _randomised(sums, kurtosis(z))
    return judged(_moran(z, weights, sums), expected, squared - expected**2, alternative, sign=1)


def moran_i(values: Floats, weights: Floats) -> Floats:
    """The statistic alone, (...); for permutations. As `moran`."""
    values, weights, sums = prepared(values, weights, "Moran's I", least=2)
    return _moran(standardised(values), weights, sums)


def bivariate_moran(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Bivariate Moran's I: x with the spatial lag of y, I = (n/S0) Σᵢⱼ wᵢⱼ z(x)ᵢ z(y)ⱼ / n, standardised values
    (Anselin, Syabri & Smirnov 2002; divisor n; PySAL leaves out n/S0, which is 1 for
    standardised rows).

    x, y: (..., units), of one shape; weights: (units, units); result (...). It holds no lag of x: a high value may come
    from the correlation of x and y at one place alone. Missing, equal values, errors: as `moran`. It has no analytic
    moments here: test it by `permute.permuted` (permute y).
    """
    x, weights, sums = prepared(x, weights, "Moran's I", least=2)
    y = np.asarray(y, dtype=np.float64)
    return np.asarray((standardised(x) * (standardised(y) @ weights.T)).sum(axis=-1) / sums.s0)


def _moran(z: Floats, weights: Floats, sums: Sums) -> Floats:
    return np.asarray((z * (z @ weights.T)).sum(axis=-1) / sums.s0)  # Σz² = n for standardised values


def _normal(s: Sums) -> float:
    return (s.n**2 * s.s1 - s.n * s.s2 + 3 * s.s0**2) / ((s.n**2 - 1) * s.s0**2)


def _randomised(s: Sums, b2: Floats) -> Floats:
    n, below = s.n, (s.n - 1) * (s.n - 2) * (s.n - 3) * s.s0**2
    plain = n * ((n**2 - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s.s0**2)
    return np.asarray((plain - b2 * ((n**2 - n) * s.s1 - 2 * n * s.s2 + 6 * s.s0**2)) / below)
