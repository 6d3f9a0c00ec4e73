"""Units compared two by two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def outranking(values: Floats, weights: Floats) -> Floats:
    """Weight of the indicators in which one unit is ahead of another, plus half of those in which they are level.

    values (…, units, columns), larger is better; weights (…, columns) → (…, units, units), the diagonal 0; opposite
    pairs sum to 1. Columns that one of the two lacks do not count, the others' weights are rescaled for the pair; NaN
    where none is left. Source: Munda and Nardo (2009), Noncompensatory/nonlinear composite indicators.
    """
    there = ~np.isnan(values)
    both = there[..., :, None, :] & there[..., None, :, :]
    with np.errstate(invalid="ignore"):
        sign = np.sign(values[..., :, None, :] - values[..., None, :, :])
    share = weights[..., None, None, :] * both
    with np.errstate(invalid="ignore", divide="ignore"):
        ahead: Floats = np.sum(np.where(both, (sign + 1) / 2, 0) * share, axis=-1) / share.sum(axis=-1)
    ahead[..., np.arange(values.shape[-2]), np.arange(values.shape[-2])] = 0.0
    return ahead


def dominant(matrix: Floats) -> float:
    """Share of the pairs of units in which one is ahead in everything, of (units, units)."""
    units = len(matrix)
    return float(np.sum(np.isclose(matrix, 1.0, rtol=0, atol=1e-12)) / (units * (units - 1) / 2))
