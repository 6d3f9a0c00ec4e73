"""Weights that do not depend on the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused
from xietong.indices.weights.sample import shares

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def equal(values: Floats) -> Floats:
    """The same weight for every child, 1/n. values (units, children), of which only the number of children counts.

    Source: OECD/JRC Handbook (2008) 6.1. Missing values are not read. Raises nothing.
    """
    return np.full(values.shape[-1], 1.0 / values.shape[-1])


def relative(weights: Floats) -> Floats:
    """Weights that were given, over their sum. Raises ValuesError for weights below zero or with a sum of zero."""
    if (weights < 0).any():
        raise refused("negative", method="weights", low=float(weights.min()))
    return shares(weights, "weights")
