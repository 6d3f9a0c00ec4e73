"""Grey relational analysis: how near each unit's children are to a reference, measured by the widest gap there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.aggregation.means import arithmetic
from xietong.indices.aggregation.scales import scaled
from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def grey(
    values: Floats,
    weights: Floats,
    resolution: float = 0.5,
    normalise: str = "none",
    reference: Sequence[float] = (),
) -> Floats:
    """Grey relational grade, Σ w ξ / Σw with ξ = (Δmin + ρ Δmax) / (Δ + ρ Δmax), Δ = |x₀ − x|, from 0 to 1.

    Source: Deng Julong, Control problems of grey systems, Systems & Control Letters 1 (1982); 邓聚龙, 灰色系统理论教程
    (1990). Δmin and Δmax are over all units and children; resolution is ρ. The reference x₀ is the best value of the
    units in each child, or is given, one number a child on the scale of the normalised values. normalise: "none",
    "minmax", "mean" (均值化), "initial" (初值化), "max", "sum", "vector", over the units.
    values (…, units, children), weights (…, children) relative; returns (…, units). Missing children are left out and
    their weight goes to the others. Raises ValuesError for fewer than two units without a given reference, and where
    nothing differs from the reference.
    """
    if not len(reference) and (np.sum(~np.isnan(values).all(axis=-1), axis=-1) < 2).any():
        raise refused("one_alternative", method="grey")
    if len(reference) not in (0, values.shape[-1]):
        raise refused("length", children=values.shape[-1], given=len(reference))
    ratios = scaled(values, normalise)
    there = ~np.isnan(ratios)
    best = np.max(np.where(there, ratios, -np.inf), axis=-2, keepdims=True)
    gaps = np.abs((np.asarray(reference, dtype=np.float64) if len(reference) else best) - ratios)
    widest = np.max(np.where(there, gaps, 0.0), axis=(-2, -1), keepdims=True)
    if (widest == 0).any():
        raise refused("all_alike", method="grey")
    least = np.min(np.where(there, gaps, np.inf), axis=(-2, -1), keepdims=True)
    return arithmetic((least + resolution * widest) / (gaps + resolution * widest), weights)
