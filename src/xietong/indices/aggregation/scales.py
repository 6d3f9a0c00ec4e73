"""Scales that methods of comparison put children on by themselves, over the units at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats

NAMES = ("vector", "minmax", "sum", "max", "mean", "initial", "none")


def scaled(values: Floats, name: str) -> Floats:
    """Values over the units by name, (…, units, children); missing values stay so and are not counted.

    vector x/√Σx² · sum x/Σx · max x/max · mean x/mean (均值化) · initial x/first unit (初值化) · minmax (x − min)/(max −
    min) · none. A child that is the same everywhere becomes 0 under minmax. Raises ValuesError where a divisor is zero.
    """
    if name == "none":
        return values
    there = ~np.isnan(values)
    if name == "minmax":
        return _minmax(values, there)
    known = np.where(there, values, 0.0)
    if name == "vector":
        divisor = np.sqrt(np.sum(known**2, axis=-2, keepdims=True))
    elif name == "max":
        divisor = np.max(np.where(there, values, -np.inf), axis=-2, keepdims=True)
    elif name == "initial":
        divisor = values[..., :1, :]
    else:
        divisor = known.sum(axis=-2, keepdims=True)
        if name == "mean":
            divisor = divisor / np.maximum(there.sum(axis=-2, keepdims=True), 1)
    empty = ~there.any(axis=-2, keepdims=True)
    if ((divisor == 0) | np.isnan(divisor))[~empty].any():
        raise refused("zero_divisor", scale=name)
    return values / np.where(empty, 1.0, divisor)


def _minmax(values: Floats, there: Floats) -> Floats:
    low = np.min(np.where(there, values, np.inf), axis=-2, keepdims=True)
    span = np.max(np.where(there, values, -np.inf), axis=-2, keepdims=True) - low
    return (values - np.where(np.isfinite(low), low, 0.0)) / np.where(span > 0, span, 1.0)
