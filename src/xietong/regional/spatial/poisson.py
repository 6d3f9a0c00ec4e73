"""Poisson pseudo maximum likelihood: flows with zeros, by iteratively reweighted least squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.least_squares import refuse_rank, solved
from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

_ROUNDS = 200
_CLOSE = 1e-13  # change of the deviance, relative
_NONE = 1e-9  # a fitted part of the mean so small where 0 was observed makes us ask whether an estimate exists
_LEAST = 1e-6  # of the step that separates zeros


@dataclass(frozen=True, eq=False)
class Poisson:
    """coefficients and robust standard errors (variables,), fitted (observations,), deviance, rounds of iteration."""

    coefficients: Floats
    errors: Floats
    fitted: Floats
    deviance: float
    rounds: int


def poisson(y: Floats, design: Floats) -> Poisson:
    """E(y) = e^(Xβ): Σ x (y − μ) = 0, solved by iteratively reweighted least squares (McCullagh & Nelder 1989, ch. 2.5).

    y: (observations,), not negative, need not be whole; design: (observations, variables), the constant among them where
    one is wanted. Robust errors, √ of (X'μX)⁻¹ X'(y − μ)²X (X'μX)⁻¹ (HC0). Where variables separate zeros from the rest
    no finite estimate exists (Santos Silva & Tenreyro 2010, Economics Letters 107:310–312): refused by name. Raises
    ValuesError for negative or missing values, collinear variables, too few observations, no convergence.
    """
    y, design = np.asarray(y, dtype=np.float64), np.asarray(design, dtype=np.float64)
    _refuse(y, design)
    level, shift = _level(y, design)
    y, (beta, mu, rounds) = y / level, _iterated(y / level, design)
    if ((mu < _NONE) & (y == 0)).any():
        _refuse_separated(y, design)
    bread = np.linalg.inv((design * mu[:, None]).T @ design)
    meat = (design * ((y - mu) ** 2)[:, None]).T @ design
    errors = np.sqrt(np.diagonal(bread @ meat @ bread))
    return Poisson(beta + shift, errors, mu * level, _deviance(y, mu) * level, rounds)


def _iterated(y: Floats, design: Floats) -> tuple[Floats, Floats, int]:
    mu, before = (y + y.mean()) / 2, np.inf
    for rounds in range(1, _ROUNDS + 1):
        root = np.sqrt(mu)
        beta = solved(design * root[:, None], (np.log(mu) + (y - mu) / mu) * root)
        mu = np.exp(np.clip(design @ beta, -50, 50))
        deviance = _deviance(y, mu)
        if abs(deviance - before) <= _CLOSE * (deviance + 1):
            return beta, mu, rounds
        before = deviance
    raise refusal("not_converged", rounds=_ROUNDS)


def _level(y: Floats, design: Floats) -> tuple[float, Floats]:
    """The mean of y, by which y is divided so that its unit does not matter, and what that moves the coefficients by;
    nothing where the design does not hold a constant."""
    level = float(y.mean())
    shift = solved(design, np.full(len(y), np.log(level)))
    if np.allclose(design @ shift, np.log(level), rtol=0, atol=1e-9 * (1 + abs(np.log(level)))):
        return level, shift
    return 1.0, np.zeros_like(shift)


def _refuse(y: Floats, design: Floats) -> None:
    missing = ~(np.isfinite(y) & np.isfinite(design).all(axis=1))
    if missing.any():
        raise refusal("missing", what="y, design", where=positions(missing))
    if (y < 0).any():
        raise refusal("flows_negative", where=positions(y < 0))
    if not y.any():
        raise refusal("separated", where=positions(y == 0))
    refuse_rank(design)


def _refuse_separated(y: Floats, design: Floats) -> None:
    """A direction that lowers the fit of some zeros and touches nothing above 0 is one without an end."""
    from scipy.optimize import linprog

    scaled = design / np.abs(design).max(axis=0)
    zero = scaled[y == 0]
    found = linprog(zero.sum(axis=0), A_ub=np.vstack([zero, -zero]), b_ub=np.repeat([0.0, 1.0], len(zero)),
                    A_eq=scaled[y > 0], b_eq=np.zeros(int((y > 0).sum())), bounds=(None, None))  # fmt: skip
    lowered: NDArray[np.bool_] = np.zeros(len(y), dtype=bool)
    if found.x is not None:
        lowered[y == 0] = zero @ found.x < -_LEAST
    if lowered.any():
        raise refusal("separated", where=positions(lowered))


def _deviance(y: Floats, mu: Floats) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(y > 0, y * np.log(y / mu), 0.0)
    return float(2 * (ratio - (y - mu)).sum())
