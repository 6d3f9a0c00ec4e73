"""The methods by which children become their parent, and by which they are weighted: one table each, by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.parameters import Parameter
from xietong.indices.statistics.outranking import outranking

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from xietong.core.panel import Floats


@dataclass(frozen=True)
class Method:
    """A function of values (…, units, children) and weights (…, children), with its parameters and demands."""

    function: Callable[..., Floats]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    needs_all_units: bool = False
    requires_positive: bool = False


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Σwx/Σw over the children that are there."""
    there = ~np.isnan(values)
    held = np.where(there, weights[..., None, :], 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.sum(held * np.where(there, values, 0.0), axis=-1) / held.sum(axis=-1)
    return np.where(there.any(axis=-1), mean, np.nan)


def geometric(values: Floats, weights: Floats) -> Floats:
    """exp(Σw log x/Σw) over the children that are there."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.exp(arithmetic(np.log(values), weights))
    return mean


def harmonic(values: Floats, weights: Floats) -> Floats:
    """Σw/Σ(w/x) over the children that are there."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = 1 / arithmetic(1 / values, weights)
    return mean


def power(values: Floats, weights: Floats, exponent: float = 1.0) -> Floats:
    """(Σwx^p/Σw)^(1/p) over the children that are there."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = arithmetic(values**exponent, weights) ** (1 / exponent)
    return mean


def copeland(values: Floats, weights: Floats) -> Floats:
    """Units beaten less units lost to, by the majority of weights."""
    ahead = outranking(values, weights)
    wins: Floats = np.sum(np.sign(np.round(ahead - 0.5, 12)) * ~np.eye(values.shape[-2], dtype=bool), axis=-1)
    return wins


def enough(values: Floats, threshold: float) -> NDArray[np.bool_]:
    """Whether the share of children that are there reaches the threshold."""
    return np.mean(~np.isnan(values), axis=-1) >= threshold


AGGREGATIONS = {
    "arithmetic": Method(arithmetic),
    "geometric": Method(geometric, requires_positive=True),
    "harmonic": Method(harmonic, requires_positive=True),
    "power": Method(power, {"exponent": Parameter(1.0)}, requires_positive=True),
    "copeland": Method(copeland, needs_all_units=True),
}
WEIGHTINGS: dict[str, Method] = {
    "manual": Method(arithmetic),
    "equal": Method(lambda values: np.full(values.shape[-1], 1 / values.shape[-1])),
}
