"""What weights from data begin with: complete units, shares that sum to one, children without spread refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import places, refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def complete(values: Floats, method: str, least: int = 3) -> Floats:
    """The units that have every child, (complete, children). Raises ValuesError for fewer than `least` of them."""
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < least:
        raise refused("too_few", method=method, units=len(whole), least=least)
    return whole


def varied(values: Floats, method: str) -> Floats:
    """The values, if every child differs between units. Raises ValuesError that names those that do not."""
    known = np.where(np.isnan(values), 0.0, values)
    there = ~np.isnan(values)
    low = np.min(np.where(there, values, np.inf), axis=0)
    high = np.max(np.where(there, values, -np.inf), axis=0)
    flat = ~(high - low > 1e-12 * np.abs(known).max(axis=0))
    if flat.any():
        raise refused("flat", method=method, children=places(flat))
    return values


def deviations(values: Floats, ddof: int) -> Floats:
    """Standard deviation of every child over the units that have it, (children,)."""
    there = ~np.isnan(values)
    number = there.sum(axis=0)
    gaps = np.where(there, values - means(values), 0.0)
    deviation: Floats = np.sqrt(np.sum(gaps**2, axis=0) / np.maximum(number - ddof, 1))
    return deviation


def means(values: Floats) -> Floats:
    """Mean of every child over the units that have it, (children,)."""
    there = ~np.isnan(values)
    mean: Floats = np.where(there, values, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    return mean


def minmax(values: Floats) -> Floats:
    """(x − min)/(max − min) of every child over the units that have it; the child must vary."""
    there = ~np.isnan(values)
    low = np.min(np.where(there, values, np.inf), axis=0)
    high = np.max(np.where(there, values, -np.inf), axis=0)
    scaled: Floats = (values - low) / (high - low)
    return scaled


def shares(amounts: Floats, method: str) -> Floats:
    """Amounts over their sum. Raises ValuesError where the sum is zero: the method tells no child from another."""
    whole = float(amounts.sum())
    if not abs(whole) > 1e-12 * max(float(np.abs(amounts).sum()), 1e-300) or not np.isfinite(whole):
        raise refused("no_weight", method=method)
    return amounts / whole
