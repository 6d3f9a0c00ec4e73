"""Ordinary least squares as the start of spatial regression, and the tests that say which spatial model is called for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.moments import normal_p, prepared
from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from xietong.core.panel import Floats

_SAME = 1e-10  # where the lag of the fit is itself fitted, error and lag cannot be told apart: robust forms are NaN
_NOTHING = 1e-24  # residual over total sum of squares: a fit that is perfect but for rounding


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """coefficients and their standard errors (variables + 1,), the constant first; residuals (units,); variance with the
    divisor units − variables − 1; log_likelihood at the maximum (divisor units)."""

    coefficients: Floats
    errors: Floats
    residuals: Floats
    variance: float
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Multiplier:
    """A statistic and its p-value."""

    statistic: float
    p: float


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the residuals of least squares say of space. moran: Moran's I of the residuals, moran_z its standard score
    with the two-sided moran_p. The rest are χ² tests with one degree of freedom (sarma: two): error and lag, each robust
    against the other, and both together; NaN where the two cannot be told apart."""

    moran: float
    moran_z: float
    moran_p: float
    error: Multiplier
    lag: Multiplier
    robust_error: Multiplier
    robust_lag: Multiplier
    sarma: Multiplier


def ordinary(y: Floats, x: Floats) -> LeastSquares:
    """y = Xβ + ε by least squares, a constant added.

    y: (units,); x: (units, variables) without a constant, any units. Errors are classical, √ of s²(X'X)⁻¹. Raises
    ValuesError for missing or infinite values, collinear variables, fewer units than parameters + 1.
    """
    y, design = variables(y, x)
    beta = solved(design, y)
    residuals = y - design @ beta
    n, square = len(y), float(residuals @ residuals)
    variance = square / (n - design.shape[1])
    errors = np.sqrt(variance * np.diagonal(np.linalg.inv(design.T @ design)))
    likelihood = -n / 2 * (np.log(2 * np.pi * square / n) + 1) if square > 0 else np.inf
    return LeastSquares(beta, errors, residuals, variance, float(likelihood))


def diagnose(y: Floats, x: Floats, weights: Floats) -> Diagnosis:
    """Moran's I of the residuals and the Lagrange multiplier tests.

    As `ordinary`; weights (units, units), row-standardised as a rule. Moran: I = (n/S0) e'We/e'e with
    E = (n/S0) tr(MW)/(n − k), Var = (n/S0)² [tr(MWMW') + tr(MW)² + tr(MWMW)]/((n − k)(n − k + 2)) − E² (Cliff & Ord 1981,
    eq. 8.19). With s² = e'e/n, T = tr(W'W + WW), D = (WXb)'M(WXb)/s² + T: error (e'We/s²)²/T, lag (e'Wy/s²)²/D, robust
    forms and the joint test as in Anselin, Bera, Florax & Yoon (1996, Regional Science and Urban Economics 26:77–104).
    Raises ValuesError as `ordinary`, for unfit weights, and where nothing is left to explain.
    """
    y, design = variables(y, x)
    _, weights, sums = prepared(y, weights, "Lagrange multiplier tests")
    n, k = design.shape
    annihilator = np.eye(n) - design @ np.linalg.pinv(design)
    residuals = annihilator @ y
    square = float(residuals @ residuals)
    refuse_perfect(square, y)
    s2, trace = square / n, float((weights**2).sum() + (weights * weights.T).sum())
    fitted_lag = weights @ (y - residuals)
    information = float(fitted_lag @ annihilator @ fitted_lag) / s2 + trace
    error = float(residuals @ weights @ residuals) / s2
    lag = float(residuals @ weights @ y) / s2
    apart = information - trace if information - trace > _SAME * trace else np.nan
    robust_error = (error - trace / information * lag) ** 2 * information / (trace * apart)
    robust_lag = (lag - error) ** 2 / apart
    mean, deviation = _residual_moments(annihilator @ weights, annihilator @ weights.T, n, k, sums.s0)
    moran = n / sums.s0 * error * s2 / square
    z = (moran - mean) / deviation
    return Diagnosis(
        moran, z, float(normal_p(np.array(z), "two-sided")),
        _chi2(error**2 / trace), _chi2(lag**2 / information), _chi2(robust_error), _chi2(robust_lag),
        _chi2(error**2 / trace + robust_lag, 2),
    )  # fmt: skip


def variables(y: Floats, x: Floats) -> tuple[Floats, Floats]:
    """y, and x with a constant before it. Raises ValuesError as `ordinary`."""
    y, x = np.asarray(y, dtype=np.float64), np.asarray(x, dtype=np.float64)
    if y.ndim != 1:
        raise refusal("shape", what="y", found=y.shape, wanted="(units,)")
    if x.ndim != 2 or len(x) != len(y):
        raise refusal("shape", what="x", found=x.shape, wanted=f"({len(y)}, variables)")
    design = np.column_stack([np.ones(len(y)), x])
    wrong = ~(np.isfinite(y) & np.isfinite(design).all(axis=1))
    if wrong.any():
        raise refusal("missing", what="y, x", where=positions(wrong))
    refuse_rank(design)
    return y, design


def refuse_rank(design: Floats) -> None:
    """Raises ValuesError for too few rows and for collinear columns; columns are scaled first, units do not matter."""
    if len(design) <= design.shape[1]:
        raise refusal("few_observations", count=len(design), parameters=design.shape[1])
    length = np.sqrt((design**2).sum(axis=0))
    rank = int(np.linalg.matrix_rank(design / np.where(length > 0, length, 1)))
    if rank < design.shape[1]:
        raise refusal("collinear", rank=rank, count=design.shape[1])


def solved(design: Floats, y: Floats) -> Floats:
    """The coefficients of least squares."""
    return np.asarray(np.linalg.lstsq(design, y, rcond=None)[0])


def refuse_perfect(square: float, y: Floats) -> None:
    """Raises ValuesError where the residuals are nothing but rounding."""
    if square <= _NOTHING * float(((y - y.mean()) ** 2).sum()):
        raise refusal("perfect_fit")


def _residual_moments(mw: Floats, mwt: Floats, n: int, k: int, s0: float) -> tuple[float, float]:
    trace, free = float(np.trace(mw)), n - k
    squares = float((mw * mwt.T).sum() + (mw * mw.T).sum()) + trace**2
    mean = n / s0 * trace / free
    variance = (n / s0) ** 2 * squares / (free * (free + 2)) - mean**2
    return mean, float(np.sqrt(variance)) if variance > _SAME * mean**2 else np.nan


def _chi2(statistic: float, freedom: int = 1) -> Multiplier:
    from scipy.special import chdtrc

    return Multiplier(float(statistic), float(chdtrc(freedom, statistic)))
