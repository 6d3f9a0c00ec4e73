"""Weights by how much children differ between units: standard deviation, variation, and CRITIC with correlations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import places, refused
from xietong.indices.weights.correlate import correlations
from xietong.indices.weights.sample import deviations, means, minmax, shares, varied

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def deviation(values: Floats, ddof: int = 1) -> Floats:
    """Standard-deviation weights, w_j = s_j / Σ s; values must be on one scale.

    Source: Diakoulaki, Mavrotas & Papayannakis, Computers & Operations Research 22 (1995). values (units, children);
    returns (children,) that sum to 1. Missing values are left out child by child; ddof 1 or 0 gives the same weights
    unless children miss different numbers of units. Raises ValuesError where no child differs between units.
    """
    return shares(deviations(values, ddof), "deviation")


def variation(values: Floats, ddof: int = 1) -> Floats:
    """Coefficient-of-variation weights (变异系数法), w_j = c_j / Σ c with c_j = s_j / |mean_j|.

    For values on a ratio scale: under min–max the coefficient depends on where zero was put. Source: 变异系数法 as in
    Abdi, Coefficient of variation, Encyclopedia of Research Design (2010). Shapes, missing values and ddof as in
    `deviation`. Raises ValuesError for a child with a mean of zero and where no child differs between units.
    """
    mean = means(values)
    zero = ~(np.abs(mean) > 1e-12 * np.abs(np.nan_to_num(values)).max(axis=0))
    if zero.any():
        raise refused("mean_zero", children=places(zero))
    return shares(deviations(values, ddof) / np.abs(mean), "variation")


def critic(
    values: Floats,
    normalise: str = "minmax",
    correlation: str = "pearson",
    conflict: str = "signed",
    spread: str = "deviation",
    ddof: int = 1,
) -> Floats:
    """CRITIC weights, w_j ∝ s_j Σ_k (1 − r_jk): how much a child differs between units and from other children.

    Source: Diakoulaki, Mavrotas & Papayannakis, Computers & Operations Research 22 (1995). normalise: "minmax" (as
    published) or "none". correlation: "pearson", "spearman", "kendall". conflict: "signed" 1 − r (as published) or
    "absolute" 1 − |r|. spread: "deviation" s, or "variation" s/|mean| of the values before normalisation.
    values (units, children); returns (children,) that sum to 1. Missing values are left out child by child, in
    correlations pair by pair. Raises ValuesError for a child that is the same everywhere, and where children all agree.
    """
    scaled = minmax(varied(values, "critic")) if normalise == "minmax" else varied(values, "critic")
    agreed = correlations(scaled, correlation)
    apart = np.sum(1.0 - (np.abs(agreed) if conflict == "absolute" else agreed), axis=0)
    # children that agree wholly differ by rounding only
    apart = np.where(apart > 1e-12 * len(apart), apart, 0.0)
    spreads = deviations(scaled, ddof) if spread == "deviation" else variation(values, ddof)
    return shares(spreads * apart, "critic")
