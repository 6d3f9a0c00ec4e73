"""The parameters of a gravity model from observed flows: log-linear least squares and Poisson pseudo maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.regional.spatial.gravity import checked_distances, checked_masses
from xietong.regional.spatial.least_squares import ordinary, refuse_rank
from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

Method = Literal["ols", "ppml"]
Decay = Literal["power", "exponential"]
_ROUNDS = 200
_CLOSE = 1e-12  # of the deviance, relative
_NONE = 1e-9  # a fitted flow below this part of the mean flow where 0 was observed: the likelihood runs away


@dataclass(frozen=True, eq=False)
class Regression:
    """coefficients and robust standard errors (variables,), fitted values and residuals (observations,), deviance, rounds."""

    coefficients: Floats
    errors: Floats
    fitted: Floats
    deviance: float
    rounds: int


@dataclass(frozen=True, eq=False)
class GravityFit:
    """F = e^constant Mᵢ^origin Mⱼ^destination d^−decay (or e^(−decay·d)); errors in this order. With fixed effects origin
    and destination are NaN (the effects hold them). fitted (origins, destinations), NaN where no flow was observed;
    used: how many flows; left_out: zero flows that least squares of logarithms cannot use; r2: squared correlation of
    observed and fitted flows."""

    constant: float
    origin: float
    destination: float
    decay: float
    errors: Floats
    fitted: Floats
    used: int
    left_out: int
    r2: float


def fit_gravity(
    flows: Floats,
    masses: Floats | tuple[Floats, Floats],
    distances: Floats,
    method: Method = "ppml",
    decay: Decay = "power",
    fixed_effects: bool = False,
) -> GravityFit:
    """Estimate a gravity model. flows: (units, units), origins in rows, NaN where not observed, the diagonal is not read;
    masses: (units,), positive, or a pair for origins and destinations; distances: (units, units), positive.

    "ols": ln F = c + α ln Mᵢ + β ln Mⱼ − b ln d (or − b d); flows of 0 have no logarithm: they are left out and counted,
    which biases the result, and classical errors are given. "ppml": the same mean by Poisson pseudo maximum likelihood with
    zeros and heteroskedasticity-robust errors (Santos Silva & Tenreyro 2006, Review of Economics and Statistics
    88:641–658): the default. fixed_effects: a dummy for each origin and destination in place of masses (Anderson & van
    Wincoop 2003), ppml or ols. Raises ValuesError for negative flows, masses not positive, unfit distances, collinear
    variables (all masses equal), too few flows, an estimate that does not exist.
    """
    flows = checked_flows(flows)
    out, into = masses if isinstance(masses, tuple) else (masses, masses)
    for one in (out, into):
        wrong = ~(checked_masses(one) > 0)
        if wrong.any() and not fixed_effects:
            raise refusal("distances", what="masses", where=positions(wrong))
    observed = np.isfinite(flows) & ~np.eye(len(flows), dtype=bool)
    used = observed & (flows > 0) if method == "ols" else observed
    apart = checked_distances(distances)
    rows, columns = np.nonzero(used)
    between = apart[rows, columns] if decay == "exponential" else np.log(apart[rows, columns])
    sides = _effects(rows, columns) if fixed_effects else np.log(np.column_stack([np.asarray(out)[rows], np.asarray(into)[columns]]))
    variables = np.column_stack([sides, -between])
    beta, errors, fitted = _estimated(flows[used], variables, method)
    table = np.full(flows.shape, np.nan)
    table[used] = fitted
    head = (np.nan, np.nan) if fixed_effects else (float(beta[1]), float(beta[2]))
    kept = np.array([errors[0], np.nan, np.nan, errors[-1]]) if fixed_effects else errors
    return GravityFit(
        float(beta[0]), *head, float(beta[-1]), kept, table, len(rows), int(observed.sum()) - len(rows),
        _squared_correlation(flows[used], fitted),
    )  # fmt: skip


def poisson(y: Floats, design: Floats) -> Regression:
    """Poisson pseudo maximum likelihood, E(y) = e^(Xβ), by iteratively reweighted least squares.

    y: (observations,), not negative, need not be whole; design: (observations, variables) with its constant. Robust
    errors, √ of (X'μX)⁻¹ X'(y − μ)²X (X'μX)⁻¹ (HC0). Zeros that a variable separates entirely have no finite estimate
    (Santos Silva & Tenreyro 2010, Economics Letters 107:310–312): refused by name. Raises ValuesError for negative or
    missing values, collinear variables, too few observations, no convergence.
    """
    y, design = np.asarray(y, dtype=np.float64), np.asarray(design, dtype=np.float64)
    if not (np.isfinite(y).all() and np.isfinite(design).all() and (y >= 0).all()):
        raise refusal("flows_negative", where=positions(~(np.isfinite(y) & (y >= 0))))
    refuse_rank(design)
    level = y.mean()
    if level == 0:
        raise refusal("separated", where=positions(y == 0))
    mu, before = (y / level + 1) / 2, np.inf  # flows are brought to the size of 1: any unit gives the same steps
    for rounds in range(1, _ROUNDS + 1):
        beta = _weighted(design, np.log(mu) + (y / level - mu) / mu, mu)
        mu = np.exp(np.clip(design @ beta, -50, 50))
        deviance = _deviance(y / level, mu)
        if abs(deviance - before) <= _CLOSE * (abs(deviance) + 0.1):
            break
        before = deviance
    else:
        raise refusal("not_converged", rounds=_ROUNDS)
    if ((mu < _NONE) & (y == 0)).any():
        raise refusal("separated", where=positions((mu < _NONE) & (y == 0)))
    return Regression(*_scaled(design, beta, mu, y, level), deviance * level, rounds)


def checked_flows(flows: Floats) -> Floats:
    """Flows as float64, NaN where not known. Raises ValuesError for negative or infinite ones and a shape not square."""
    flows = np.asarray(flows, dtype=np.float64)
    if flows.ndim < 2 or flows.shape[-1] != flows.shape[-2]:
        raise refusal("shape", what="flows", found=flows.shape, wanted="(..., units, units)")
    wrong = (flows < 0) | np.isinf(flows)
    if wrong.any():
        raise refusal("flows_negative", where=positions(wrong))
    return flows


def _estimated(y: Floats, variables: Floats, method: Method) -> tuple[Floats, Floats, Floats]:
    if method == "ols":
        found = ordinary(np.log(y), variables)
        return found.coefficients, found.errors, np.asarray(np.exp(np.log(y) - found.residuals))
    if method != "ppml":
        raise refusal("parameter", name="method", value=method, wanted="ols / ppml")
    fit = poisson(y, np.column_stack([np.ones(len(y)), variables]))
    return fit.coefficients, fit.errors, fit.fitted


def _effects(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Floats:
    """Dummies of origins and destinations but for the first of each."""
    sides = [(side[:, None] == np.unique(side)[1:]).astype(np.float64) for side in (rows, columns)]
    return np.column_stack(sides)


def _weighted(design: Floats, z: Floats, weights: Floats) -> Floats:
    root = np.sqrt(weights)
    return np.asarray(np.linalg.lstsq(design * root[:, None], z * root, rcond=None)[0])


def _deviance(y: Floats, mu: Floats) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(y > 0, y * np.log(y / mu), 0.0)
    return float(2 * (ratio - (y - mu)).sum())


def _scaled(design: Floats, beta: Floats, mu: Floats, y: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    """Coefficients, robust errors and fitted values in the unit of y; the design has a constant, which takes the level."""
    bread = np.linalg.inv((design * mu[:, None]).T @ design)
    meat = (design * ((y / level - mu) ** 2)[:, None]).T @ design
    shift = np.linalg.lstsq(design, np.full(len(y), np.log(level)), rcond=None)[0]
    return beta + shift, np.sqrt(np.diagonal(bread @ meat @ bread)), mu * level


def _squared_correlation(y: Floats, fitted: Floats) -> float:
    if np.ptp(y) == 0 or np.ptp(fitted) == 0:
        return float("nan")
    return float(np.corrcoef(y, fitted)[0, 1] ** 2)
