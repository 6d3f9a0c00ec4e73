"""Spatial lag, error and Durbin models by maximum likelihood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.regional.spatial.least_squares import refuse_perfect, refuse_rank, solved, variables
from xietong.regional.spatial.moments import prepared
from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

Kind = Literal["lag", "error", "durbin"]
_STEPS = 100  # of the grid on which the highest likelihood is looked for before it is refined
_ROWS = 1e-9  # how far a row may be from 1 to count as standardised


@dataclass(frozen=True, eq=False)
class SpatialModel:
    """coefficients and asymptotic standard errors, the constant first (then variables; of a Durbin model then their
    lags); parameter: ρ (lag, durbin) or λ (error), with its error; variance with the divisor units; aic counts the
    coefficients, the parameter and the variance."""

    kind: Kind
    coefficients: Floats
    errors: Floats
    parameter: float
    parameter_error: float
    variance: float
    log_likelihood: float
    aic: float
    residuals: Floats


@dataclass(frozen=True, eq=False)
class Impacts:
    """What one unit more of each variable does to y on average, (variables,): in its own unit, in all others, both."""

    direct: Floats
    indirect: Floats
    total: Floats


@dataclass(frozen=True, eq=False)
class _Maximum:
    parameter: float
    variance: float
    log_likelihood: float
    innovations: Floats


def lag_model(y: Floats, x: Floats, weights: Floats) -> SpatialModel:
    """y = ρWy + Xβ + ε, ε normal: spatial lag (SAR), by maximum likelihood.

    ln L = −n/2 (ln 2πσ² + 1) + Σ ln|1 − ρωᵢ|, ω the eigenvalues of W (Ord 1975, JASA 70:120–126), at its highest for ρ in
    (1/ω min, 1/ω max); errors from the information matrix (Anselin 1988, Spatial Econometrics, ch. 6).
    y: (units,); x: (units, variables) without a constant, which is added; weights: (units, units), any, usually
    row-standardised. Raises ValuesError for missing values, collinear or too many variables, unfit weights, a perfect fit.
    """
    y, design = variables(y, x)
    _, weights, _ = prepared(y, weights, "SAR")
    return _lag("lag", y, design, weights)


def durbin_model(y: Floats, x: Floats, weights: Floats) -> SpatialModel:
    """y = ρWy + Xβ + WXθ + ε: spatial Durbin (SDM), a lag model with the lags of the variables (LeSage & Pace 2009).

    As `lag_model`; weights must be row-standardised without islands (the lag of the constant is then the constant and
    left out), else ValuesError.
    """
    y, design = variables(y, x)
    _, weights, _ = prepared(y, weights, "SDM")
    uneven = np.abs(weights.sum(axis=1) - 1) > _ROWS
    if uneven.any():
        raise refusal("standardised_only", where=positions(uneven))
    return _lag("durbin", y, np.column_stack([design, weights @ design[:, 1:]]), weights)


def error_model(y: Floats, x: Floats, weights: Floats) -> SpatialModel:
    """y = Xβ + u, u = λWu + ε, ε normal: spatial error (SEM), by maximum likelihood.

    As `lag_model`, with residuals ε; for each λ, β is that of least squares on y − λWy and X − λWX.
    """
    y, design = variables(y, x)
    _, weights, _ = prepared(y, weights, "SEM")
    lagged_y, lagged_x = weights @ y, weights @ design

    def innovations(parameter: float) -> tuple[Floats, Floats]:
        beta = solved(design - parameter * lagged_x, y - parameter * lagged_y)
        off = y - design @ beta
        return off - parameter * (weights @ off), weights @ off

    best = _highest(innovations, weights, y)
    filtered = design - best.parameter * lagged_x
    beta = solved(filtered, y - best.parameter * lagged_y)
    moved = weights @ np.linalg.inv(np.eye(len(y)) - best.parameter * weights)
    information = _information(moved, best.variance, np.zeros(len(y)), filtered)
    return _model("error", beta, best, information)


def impacts(model: SpatialModel, weights: Floats) -> Impacts:
    """Direct, indirect and total impacts of the variables: of (I − ρW)⁻¹(Iβ + Wθ) the mean of the diagonal, of the rest
    and of whole rows (LeSage & Pace 2009, Introduction to Spatial Econometrics, ch. 2.7); θ = 0 without lags.

    weights: those of the model. Of an error model the direct impact is the coefficient and nothing goes further.
    """
    slopes = model.coefficients[1:]
    if model.kind == "error":
        return Impacts(slopes, np.zeros_like(slopes), slopes)
    n = len(weights)
    spread = np.linalg.inv(np.eye(n) - model.parameter * weights)
    own, lagged = np.split(slopes, 2) if model.kind == "durbin" else (slopes, np.zeros_like(slopes))
    moved = spread @ weights
    direct = (np.trace(spread) * own + np.trace(moved) * lagged) / n
    total = (spread.sum() * own + moved.sum() * lagged) / n
    return Impacts(direct, total - direct, total)


def _lag(kind: Kind, y: Floats, design: Floats, weights: Floats) -> SpatialModel:
    refuse_rank(design)
    lagged = weights @ y
    plain, shifted = y - design @ solved(design, y), lagged - design @ solved(design, lagged)
    best = _highest(lambda parameter: (plain - parameter * shifted, shifted), weights, y)
    beta = solved(design, y - best.parameter * lagged)
    moved = weights @ np.linalg.inv(np.eye(len(y)) - best.parameter * weights)
    return _model(kind, beta, best, _information(moved, best.variance, moved @ design @ beta, design))


def _highest(innovations: Callable[[float], tuple[Floats, Floats]], weights: Floats, y: Floats) -> _Maximum:
    """The parameter of the highest likelihood; innovations: parameter → (ε, −∂ε/∂parameter), β concentrated out."""
    from scipy.optimize import brentq

    refuse_perfect(float((innovations(0.0)[0] ** 2).sum()), y)
    roots, n = np.linalg.eigvals(weights).astype(np.complex128), len(y)
    low, high = _interval(roots)

    def likelihood(parameter: float) -> float:
        square = float((innovations(parameter)[0] ** 2).sum())
        regular = np.log(np.abs(1 - parameter * roots)).sum()
        return float(regular - n / 2 * (np.log(2 * np.pi * square / n) + 1))

    def slope(parameter: float) -> float:
        e, change = innovations(parameter)
        return n * float(e @ change) / float(e @ e) - float((roots / (1 - parameter * roots)).sum().real)

    grid = np.linspace(low, high, _STEPS + 1)[1:-1]
    at = int(np.argmax([likelihood(one) for one in grid]))
    near, far = grid[max(at - 1, 0)], grid[min(at + 1, len(grid) - 1)]
    if not slope(near) > 0 > slope(far):
        raise refusal("at_bound", low=f"{low:.6g}", high=f"{high:.6g}")
    best = float(brentq(slope, near, far, xtol=1e-14))
    e = innovations(best)[0]
    return _Maximum(best, float(e @ e) / n, likelihood(best), e)


def _interval(roots: NDArray[np.complex128]) -> tuple[float, float]:
    """Where I − ρW stays regular around 0."""
    largest = float(np.abs(roots).max())
    real = roots.real[np.abs(roots.imag) < 1e-9 * largest] if largest else roots.real
    low, high = float(real.min()), float(real.max())
    return 1 / low if low < 0 else -1 / largest, 1 / high if high > 0 else 1 / largest


def _information(moved: Floats, variance: float, fitted: Floats, design: Floats) -> Floats:
    """The information matrix of (β, parameter, σ²); fitted: W(I − ρW)⁻¹Xβ, 0 in an error model."""
    k, trace = design.shape[1], float(np.trace(moved))
    found = np.zeros((k + 2, k + 2))
    found[:k, :k] = design.T @ design / variance
    found[:k, k] = found[k, :k] = design.T @ fitted / variance
    found[k, k] = (moved * moved.T).sum() + (moved**2).sum() + fitted @ fitted / variance
    found[k, k + 1] = found[k + 1, k] = trace / variance
    found[k + 1, k + 1] = len(design) / (2 * variance**2)
    return found


def _model(kind: Kind, beta: Floats, best: _Maximum, information: Floats) -> SpatialModel:
    errors = np.sqrt(np.diagonal(np.linalg.inv(information)))
    aic = 2 * len(information) - 2 * best.log_likelihood
    return SpatialModel(kind, beta, errors[:-2], best.parameter, float(errors[-2]), best.variance,
                        best.log_likelihood, aic, best.innovations)  # fmt: skip
