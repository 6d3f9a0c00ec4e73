"""Entropy weights (熵权法) in the variants that are in use; they differ, so each is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused
from xietong.indices.weights.sample import minmax, shares, varied

if TYPE_CHECKING:
    from xietong.core.panel import Floats

ZEROS = ("zero_term", "shift", "range", "inside", "replace")


def entropy(values: Floats, normalise: str = "sum", zeros: str = "zero_term", epsilon: float = 0.0) -> Floats:
    """Entropy weights, w_j ∝ 1 − e_j with e_j = −Σ_i p_ij ln p_ij / ln n and p_ij = y_ij / Σ_i y_ij.

    Source: Shannon (1948); Hwang & Yoon, Multiple Attribute Decision Making (1981), 3.2; 郭显光, 熵值法及其在综合评价中的应用,
    财贸研究 (1994). normalise: "sum" y = x, values not negative; "minmax" y = (x − min)/(max − min).
    zeros, what is done about ln 0: "zero_term" 0·ln 0 = 0; "shift" y + ε; "range" ε + (1 − ε) y; "inside"
    ε + (1 − 2ε) y, so that y is ε to 1 − ε; "replace" ε in place of zeros. The last four need an epsilon above zero.
    Under "sum" weights do not depend on the units in which children are measured, under "minmax" nor on their zero.

    values (units, children); returns (children,) that sum to 1. Missing values are left out, and n is the number of
    units that have the child. Raises ValuesError for negative values under "sum", a child that is the same everywhere
    under "minmax" or zero throughout, an epsilon that does not fit, fewer than two units, and where no child tells units
    apart.
    """
    there = ~np.isnan(values)
    number = there.sum(axis=0)
    if number.min() < 2:
        raise refused("too_few", method="entropy", units=int(number.min()), least=2)
    if zeros != "zero_term" and not 0 < epsilon < (0.5 if zeros == "inside" else np.inf):
        raise refused("epsilon", zeros=zeros, epsilon=epsilon)
    if normalise == "sum" and (values < 0).any():
        raise refused("negative", method="entropy", low=float(np.nanmin(values)))
    amounts = minmax(varied(values, "entropy")) if normalise == "minmax" else values
    amounts = np.where(there, _above_zero(amounts, zeros, epsilon), 0.0)
    whole = amounts.sum(axis=0)
    if (whole == 0).any():
        raise refused("zero_divisor", scale=normalise)
    parts = amounts / whole
    logs = np.log(np.where(parts > 0, parts, 1.0))
    spread = 1.0 + np.sum(parts * logs, axis=0) / np.log(number)
    # a child that is the same everywhere has entropy 1, which rounding may pass
    return shares(np.where(spread > 1e-14, spread, 0.0), "entropy")


def _above_zero(amounts: Floats, zeros: str, epsilon: float) -> Floats:
    if zeros == "shift":
        return amounts + epsilon
    if zeros == "range":
        return epsilon + (1.0 - epsilon) * amounts
    if zeros == "inside":
        return epsilon + (1.0 - 2.0 * epsilon) * amounts
    return np.where(amounts == 0, epsilon, amounts) if zeros == "replace" else amounts
