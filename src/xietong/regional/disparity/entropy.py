"""Theil's T and L, generalised entropy, Atkinson's index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import refused
from xietong.regional.sample import Measure, sample

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats


def theil_t(values: ArrayLike, weights: ArrayLike | None = None) -> Measure:
    """Theil's T = Σ p (x/μ) ln(x/μ): generalised entropy with alpha = 1; a zero counts as 0 · ln 0 = 0.

    Source: Theil (1967), Economics and Information Theory. With per-head values and population as weights this is
    Σ (Yᵢ/Y) ln((Yᵢ/Y)/(Nᵢ/N)). Shapes, missing values and errors as in `generalised_entropy`.
    """
    return generalised_entropy(values, 1.0, weights)


def theil_l(values: ArrayLike, weights: ArrayLike | None = None) -> Measure:
    """Theil's L, the mean log deviation Σ p ln(μ/x): generalised entropy with alpha = 0; zeros are refused.

    Source: Theil (1967). Shapes, missing values and errors as in `generalised_entropy`.
    """
    return generalised_entropy(values, 0.0, weights)


def generalised_entropy(values: ArrayLike, alpha: float, weights: ArrayLike | None = None) -> Measure:
    """GE(α) = Σ p [(x/μ)^α − 1] / (α(α − 1)) with p = w / Σw, μ = Σ p x; its limits at α = 0 (L) and α = 1 (T).

    Source: Shorrocks (1980), Econometrica 48; Cowell and Kuga (1981). GE(2) is half the squared coefficient of variation.

    values (..., units), in any unit of measure; weights the same or broadcast, None for equal; the result has the shape (...), at least 0.
    Missing: a unit without value or weight is left out, the count is in the result. Raises ValuesError for negative or
    infinite values, zeros where α ≤ 0, a sum of zero, an infinite α.
    """
    if not np.isfinite(alpha):
        raise refused("out_of_range", what="alpha", got=alpha, wanted="finite")
    units = sample(values, weights, zeros=alpha > 0)
    return units.measure(entropy(units.relative, units.share, alpha))


def entropy(relative: Floats, share: Floats, alpha: float) -> Floats:
    """GE(α) of values relative to their mean, (..., units) → (...); shares sum to one."""
    with np.errstate(divide="ignore", invalid="ignore", under="ignore"):
        log = np.log(relative)
        if alpha == 1:
            # Σ p (r − 1) = 0 is taken off: no digits are lost where all are nearly equal
            terms = relative * log - (relative - 1)
        elif alpha == 0:
            terms = (relative - 1) - log
        elif alpha < 0.5:
            terms = (np.expm1(alpha * log) / alpha - (relative - 1)) / (alpha - 1)
        else:
            terms = (relative * np.expm1((alpha - 1) * log) / (alpha - 1) - (relative - 1)) / alpha
    if alpha >= 0.5:
        # the limit at x = 0, where 0 · ∞ has no value of its own
        terms = np.where(relative == 0, 1 / alpha, terms)
    value: Floats = np.maximum((share * np.where(share > 0, terms, 0.0)).sum(-1), 0.0)
    return value


def atkinson(values: ArrayLike, epsilon: float, weights: ArrayLike | None = None) -> Measure:
    """A(ε) = 1 − [Σ p (x/μ)^(1−ε)]^(1/(1−ε)); at ε = 1, 1 − exp(Σ p ln x) / μ.

    Source: Atkinson (1970), Journal of Economic Theory 2. ε > 0 is the aversion to inequality.

    values (..., units); the result has the shape (...), between 0 and 1. Missing: left out with the count. Raises
    ValuesError for ε not above 0, for negative or infinite values and, where ε ≥ 1, for zeros (one of them makes A = 1
    whatever the rest: say so instead of computing it).
    """
    if not 0 < epsilon < np.inf:
        raise refused("out_of_range", what="epsilon", got=epsilon, wanted="above 0 and finite")
    units = sample(values, weights, zeros=epsilon < 1)
    power = 1 - epsilon
    with np.errstate(divide="ignore"):
        log = np.log(units.relative)
    if power == 0:
        return units.measure(-np.expm1((units.share * np.where(units.share > 0, log, 0.0)).sum(-1)))
    mean = (units.share * np.where(units.share > 0, np.expm1(power * log), 0.0)).sum(-1)
    return units.measure(-np.expm1(np.log1p(mean) / power))
