"""Least squares with standard errors of a named kind: what convergence tests rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import one_of, refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats

ERRORS = ("classical", "HC0", "HC1", "HC3")


@dataclass(frozen=True, eq=False)
class Fit:
    """coefficients, errors, t and p (two-sided, t distribution) are (columns,); residuals (rows,); freedom is rows − columns."""

    coefficients: Floats
    errors: Floats
    t: Floats
    p: Floats
    r2: float
    residuals: Floats
    freedom: int


def least_squares(y: Floats, x: Floats, errors: str = "classical") -> Fit:
    """Ordinary least squares of y (rows,) on x (rows, columns; the constant is a column of its own).

    errors: "classical" s²(X'X)⁻¹; "HC0" White (1980); "HC1" HC0 · n/(n−k); "HC3" MacKinnon and White (1985).
    Complete values are expected. Raises ValuesError for no more rows than columns, collinear columns, an unknown kind.
    """
    one_of(errors, ERRORS, "standard error")
    rows, columns = x.shape
    if rows <= columns:
        raise refused("too_few", what="observations", got=rows, wanted=columns + 1)
    scale = np.sqrt((x**2).sum(0))
    rank = int(np.linalg.matrix_rank(x / np.where(scale > 0, scale, 1.0)))
    if rank < columns:
        raise refused("collinear", rank=rank, columns=columns)
    q, r = np.linalg.qr(x)
    coefficients = np.linalg.solve(r, q.T @ y)
    residuals = y - x @ coefficients
    inverse = np.linalg.inv(r)
    error = np.sqrt(np.diag(_covariance(residuals, q, inverse, errors)))
    t = np.divide(coefficients, error, out=np.full_like(coefficients, np.nan), where=error > 0)
    total = float(((y - y.mean()) ** 2).sum())
    r2 = 1 - float(residuals @ residuals) / total if total > 0 else float("nan")
    return Fit(coefficients, error, t, two_sided(t, rows - columns), r2, residuals, rows - columns)


def _covariance(residuals: Floats, q: Floats, inverse: Floats, errors: str) -> Floats:
    rows, columns = q.shape
    square = residuals**2
    if errors == "classical":
        return np.asarray(inverse @ inverse.T * (square.sum() / (rows - columns)))
    if errors == "HC1":
        square = square * rows / (rows - columns)
    if errors == "HC3":
        square = square / (1 - (q**2).sum(1)) ** 2
    return np.asarray(inverse @ (q.T * square) @ q @ inverse.T)


def two_sided(t: Floats, freedom: int) -> Floats:
    """p values of t statistics, two-sided."""
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(freedom, -np.abs(t)))
