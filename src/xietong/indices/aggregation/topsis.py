"""TOPSIS: closeness to the best and distance from the worst that the units show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.aggregation.scales import scaled
from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def topsis(
    values: Floats,
    weights: Floats,
    normalise: str = "vector",
    weigh: str = "values",
    distance: str = "euclidean",
    best: Sequence[float] = (),
    worst: Sequence[float] = (),
) -> Floats:
    """Closeness to the ideal, C = d⁻ / (d⁺ + d⁻), from 0 to 1.

    d⁺ and d⁻ are the distances to the best and the worst that the units have in each child; larger is better in all.
    Source: Hwang & Yoon, Multiple Attribute Decision Making (1981). normalise: "vector" (the original), "minmax", "sum",
    "max" or "none", over the units. weigh: "values" d = √Σ(w r − w r*)² (the original), "distances" d = √Σ w(r − r*)²,
    as many Chinese papers have it. distance: "euclidean" or "manhattan". best, worst: an ideal that is given, one number
    a child on the scale of the normalised values (with "none" that of values), so that scores can be compared over time.
    values (…, units, children), weights (…, children) relative; returns (…, units). Missing children are left out of
    both distances; a unit without any, or whose present children weigh nothing, is missing.
    Raises ValuesError for fewer than two units (unless best and worst are given) and where all units are the same.
    """
    ideal = len(best) > 0 and len(worst) > 0
    if not ideal and (np.sum(~np.isnan(values).all(axis=-1), axis=-1) < 2).any():
        raise refused("one_alternative", method="topsis")
    there = ~np.isnan(values)
    ratios = scaled(values, normalise)
    top = _given(best, values) if len(best) else np.max(np.where(there, ratios, -np.inf), axis=-2, keepdims=True)
    bottom = _given(worst, values) if len(worst) else np.min(np.where(there, ratios, np.inf), axis=-2, keepdims=True)
    far, near = (_distance(ratios, end, there, weights, weigh, distance) for end in (bottom, top))
    if ((far + near).max(axis=-1) == 0).any():
        raise refused("all_alike", method="topsis")
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(far + near > 0, far / (far + near), np.nan)


def _distance(ratios: Floats, end: Floats, there: Floats, weights: Floats, weigh: str, distance: str) -> Floats:
    """Distance of every unit to one end, (…, units); missing children add nothing."""
    with np.errstate(invalid="ignore"):
        gaps = np.where(there, np.abs(ratios - end), 0.0)
    powered = gaps if distance == "manhattan" else gaps**2
    factor = weights if weigh == "distances" or distance == "manhattan" else weights**2
    total: Floats = np.matmul(powered, factor[..., None])[..., 0]
    return total if distance == "manhattan" else np.sqrt(total)


def _given(ends: Sequence[float], values: Floats) -> Floats:
    if len(ends) != values.shape[-1]:
        raise refused("length", children=values.shape[-1], given=len(ends))
    return np.asarray(ends, dtype=np.float64)
