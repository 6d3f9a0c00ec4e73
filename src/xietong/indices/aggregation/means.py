"""Means: arithmetic, geometric, harmonic and the power means between and beyond them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Weighted arithmetic mean, Σwx / Σw.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), 6.2. values (…, units, children) of any unit,
    weights (…, children) relative; the leading axes broadcast. Returns (…, units). The weights of missing children go
    to those present; without any, or where those present weigh nothing, the mean is missing.
    Raises nothing.
    """
    missing = np.isnan(values)
    if not missing.any():
        total = weights.sum(axis=-1)[..., None]
        return _ratio(np.matmul(values, weights[..., None])[..., 0], total)
    column, there = weights[..., None], np.where(missing, 0.0, 1.0)
    known = np.where(missing, 0.0, values)
    return _ratio(np.matmul(known, column)[..., 0], np.matmul(there, column)[..., 0])


def geometric(values: Floats, weights: Floats) -> Floats:
    """Weighted geometric mean, exp(Σw ln x / Σw).

    Source: OECD/JRC Handbook (2008), 6.2; UNDP, HDR Technical Notes. Shapes and missing values as in `arithmetic`.
    Raises ValuesError for values that are not above zero.
    """
    _refuse_low(values, "geometric", zero=True)
    mean: Floats = np.exp(arithmetic(np.log(values), weights))
    return mean


def harmonic(values: Floats, weights: Floats) -> Floats:
    """Weighted harmonic mean, Σw / Σ(w/x).

    Source: UNDP, HDR Technical Notes (gender indices). Shapes and missing values as in `arithmetic`.
    Raises ValuesError for values that are not above zero.
    """
    _refuse_low(values, "harmonic", zero=True)
    return 1.0 / arithmetic(1.0 / values, weights)


def generalised(values: Floats, weights: Floats, power: float = 2.0) -> Floats:
    """Weighted power mean, (Σw xᵖ / Σw)^(1/p); p = 0 is the geometric mean, ±∞ the largest and smallest value.

    Source: Hardy, Littlewood & Pólya, Inequalities (1934), ch. 2. Shapes and missing values as in `arithmetic`; for
    p = ±∞ children count that have a weight other than zero. Raises ValuesError for values that are not above zero
    (p ≤ 0) or below zero (p > 0 other than 1).
    """
    if power == 1.0:
        return arithmetic(values, weights)
    if power == 0.0:
        return geometric(values, weights)
    _refuse_low(values, "generalised", zero=power < 0)
    there = ~np.isnan(values) & (weights[..., None, :] != 0)
    if np.isinf(power):
        return -_largest(-values, there) if power < 0 else _largest(values, there)
    # by the largest, or for p < 0 the smallest, so that large powers stay in range
    scale = _largest(values, there) if power > 0 else -_largest(-values, there)
    scale = np.where(scale == 0, 1.0, scale)
    mean: Floats = scale * arithmetic((values / scale[..., None]) ** power, weights) ** (1.0 / power)
    return mean


def enough(values: Floats, threshold: float) -> NDArray[np.bool_]:
    """Whether the share of children that are there reaches the threshold: (…, units, children) → (…, units)."""
    share: Floats = np.mean(~np.isnan(values), axis=-1)
    return share >= threshold


def _largest(values: Floats, there: NDArray[np.bool_]) -> Floats:
    largest: Floats = np.max(np.where(there, values, -np.inf), axis=-1)
    return np.where(there.any(axis=-1), largest, np.nan)


def _ratio(part: Floats, whole: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole != 0, part / whole, np.nan)


def _refuse_low(values: Floats, method: str, *, zero: bool) -> None:
    low = (values <= 0) if zero else (values < 0)
    if low.any():
        raise refused("not_positive" if zero else "negative", method=method, low=float(np.nanmin(values)))
