"""Whether indicators of a group measure one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def covariance(values: Floats) -> Floats:
    """Covariances with n - 1 of the columns of (units, columns), each over the units that have both values.

    c = Σ (x − x̄)(y − ȳ)/(n − 1). Source: R cov(use = "pairwise"). NaN for fewer than two. Raises nothing.
    """
    there = (~np.isnan(values)).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = np.where(there > 0, values, 0.0).sum(axis=0) / there.sum(axis=0)
        away = np.where(there > 0, values - middle, 0.0)
        number = there.T @ there
        mean = (away.T @ there) / number
        found: Floats = (away.T @ away - number * mean * mean.T) / (number - 1)
    return np.where(number > 1, found, np.nan)


def cronbach(values: Floats) -> float:
    """Cronbach's α = k²·c̄/Σ, c̄ the mean covariance of two different columns, Σ the sum of the covariance matrix.

    values (units, columns); pairs of missing values are left out pair by pair; NaN for fewer than two columns. Source:
    Cronbach (1951), Coefficient alpha and the internal structure of tests; COINr get_cronbach.
    Raises nothing.
    """
    columns = values.shape[1]
    if columns < 2:
        return float("nan")
    matrix = covariance(values)
    whole = float(np.nansum(matrix))
    between = (whole - float(np.nansum(np.diag(matrix)))) / (columns * (columns - 1))
    return columns**2 * between / whole if whole else float("nan")
