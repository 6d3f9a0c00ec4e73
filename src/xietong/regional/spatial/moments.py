"""What tests of spatial autocorrelation share: sums of the weights, standardised values, z and p."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.regional.spatial.refusal import refusal
from xietong.regional.spatial.weights import checked

if TYPE_CHECKING:
    from xietong.core.panel import Floats

Alternative = Literal["two-sided", "greater", "less"]
Assumption = Literal["randomisation", "normal"]

_ROUNDING = 1e-12  # a variance below this part of the squared expectation is what rounding left


@dataclass(frozen=True, eq=False)
class Autocorrelation:
    """A test of global autocorrelation; each field has the shape of the values without the axis of units.

    `z` is positive where like values lie together, whatever the statistic; NaN throughout where nothing can be computed.
    """

    statistic: Floats
    expected: Floats
    variance: Floats
    z: Floats
    p: Floats


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of weights of Cliff & Ord (1981), eqs. 1.38–1.40: S0 = Σw, S1 = ½Σ(wᵢⱼ + wⱼᵢ)², S2 = Σ(wᵢ. + w.ᵢ)²."""

    n: int
    s0: float
    s1: float
    s2: float


def prepared(values: Floats, weights: Floats, method: str, least: int = 4) -> tuple[Floats, Floats, Sums]:
    """Values and weights as float64, and the sums of the weights.

    Raises ValuesError for weights that are none (`Weights`) or all 0, and for fewer units than `least`.
    """
    values = np.asarray(values, dtype=np.float64)
    n = values.shape[-1]
    weights = checked(weights, n)
    if n < least:
        raise refusal("too_few", method=method, least=least, count=n)
    total = float(weights.sum())
    if total == 0:
        raise refusal("weights_empty")
    both = weights + weights.T
    return values, weights, Sums(n, total, float((both**2).sum() / 2), float((both.sum(axis=1) ** 2).sum()))


def standardised(values: Floats) -> Floats:
    """(x − mean) / standard deviation (divisor n) over the last axis; NaN where a value is missing or all are equal."""
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = values - values.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True))
        scale = np.where(np.ptp(values, axis=-1, keepdims=True) == 0, np.nan, scale)  # rounding may leave a little
        return np.asarray(centred / scale)


def kurtosis(z: Floats) -> Floats:
    """b₂ = n Σz⁴ / (Σz²)² of standardised values, (...)."""
    return np.asarray((z**4).mean(axis=-1))


def judged(statistic: Floats, expected: Floats | float, variance: Floats | float, alternative: Alternative,
           sign: int) -> Autocorrelation:  # fmt: skip
    """The test by the normal approximation; sign −1 where a small statistic means that like values lie together.

    With weights that are all equal the statistic is always what is expected: no variance but rounding, and no z.
    """
    missing = np.isnan(statistic)
    mean, spread = (np.where(missing, np.nan, one) for one in (expected, variance))
    varies = spread > _ROUNDING * mean**2
    z = sign * (statistic - mean) / np.sqrt(np.where(varies, spread, np.nan))
    return Autocorrelation(statistic, mean, spread, z, normal_p(z, alternative))


def normal_p(z: Floats, alternative: Alternative) -> Floats:
    """The probability of a z at least as extreme under the standard normal distribution."""
    from scipy.special import ndtr

    if alternative not in ("two-sided", "greater", "less"):
        raise refusal("parameter", name="alternative", value=alternative, wanted="two-sided, greater, less")
    match alternative:
        case "greater":
            return np.asarray(ndtr(-z))
        case "less":
            return np.asarray(ndtr(z))
        case _:
            return np.asarray(2 * ndtr(-np.abs(z)))
