"""How far a diffusion index from a sample may be from that of all who could have been asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.numbers.diffusion import proportions, tallied
from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats

SCORES = np.array([100.0, 50.0, 0.0])  # of better, same and worse in a diffusion index


def standard_error(shares: Floats, number: Floats | float, population: float = np.inf) -> Floats:
    """Standard error of a diffusion index: √(Σ p s² − (Σ p s)²)/n · (N − n)/(N − 1)), s = 100, 50, 0.

    Shares are those of a multinomial sample of n from N without replacement. Source: Cochran, Sampling Techniques (1977),
    2.6, 3.2. shares (…, 3), number (…) or one, population N; returns (…). Raises ValuesError for fewer than one answer and
    for a sample larger than the population.
    """
    size = np.asarray(number, dtype=np.float64)
    parts = proportions(shares)
    mean = parts @ SCORES
    variance = np.maximum(parts @ SCORES**2 - mean**2, 0.0)
    error: Floats = np.sqrt(_finite(size, population) * variance / size)
    return error


def interval(
    shares: Floats, number: Floats | float, confidence: float = 0.95, population: float = np.inf, how: str = "score"
) -> Floats:
    """Confidence interval of a diffusion index, (…, 2), within 0 and 100.

    "normal": D ± z · standard error, which has no width where all answer alike; "score": the D₀ from which the sample is
    not further than z standard errors, these taken at D₀ with the share of the same as observed, which is Wilson's
    interval where nobody says the same (where everybody does it has no width either; see `proportion_intervals`).
    Source: Wilson, JASA 22 (1927); Cochran (1977), 3.2. A finite population shortens it by √((N − n)/(N − 1)). Shapes and
    errors as in `standard_error`; also ValuesError for a confidence that is not between 0 and 1.
    """
    size = np.asarray(number, dtype=np.float64)
    parts = proportions(shares)
    index = parts @ SCORES / 100.0
    quantile = _quantile(confidence)
    if how == "normal":
        half = quantile * standard_error(shares, number, population) / 100.0
        ends = np.stack([index - half, index + half], axis=-1)
    else:
        # (D − θ)² = c (θ(1 − θ) − same/4), c = z²/n: a quadratic in θ
        slack = _finite(size, population) * quantile**2 / size
        middle = (2.0 * index + slack) / (2.0 * (1.0 + slack))
        under = middle**2 - (index**2 + slack * parts[..., 1] / 4.0) / (1.0 + slack)
        ends = middle[..., None] + np.sqrt(np.maximum(under, 0.0))[..., None] * np.array([-1.0, 1.0])
    within: Floats = 100.0 * np.clip(ends, 0.0, 1.0)
    return within


def proportion_intervals(
    counts: Floats, confidence: float = 0.95, population: float = np.inf, how: str = "goodman"
) -> Floats:
    """Confidence intervals of the shares of answers, in per cent: (…, answers) counts to (…, answers, 2).

    "goodman": together they hold with the confidence, by Wilson's form with the quantile of one answer divided among them (Goodman,
    Technometrics 7 (1965)); "wilson": each by itself, binomial. Errors as in `interval`.
    """
    parts = proportions(counts)
    size = counts.sum(axis=-1, keepdims=True)
    among = counts.shape[-1] if how == "goodman" else 1
    slack = _finite(size, population) * _quantile(1.0 - (1.0 - confidence) / among) ** 2 / size
    middle = (parts + slack / 2.0) / (1.0 + slack)
    half = np.sqrt(slack * parts * (1.0 - parts) + slack**2 / 4.0) / (1.0 + slack)
    within: Floats = 100.0 * np.clip(np.stack([middle - half, middle + half], axis=-1), 0.0, 1.0)
    return within


def composite_error(errors: Floats, weights: Floats, together: str = "alike") -> Floats:
    """Standard error of a composite from those of its parts, (…, children) to (…), by what is assumed of their samples.

    "independent" √Σ w²e²: parts from different respondents (strata, places); "alike" Σ|w| e: an upper bound, for parts
    that the same respondents answered when their single answers are not known (else `survey_error`). Source: Cochran (1977), 5.
    """
    shares = np.abs(weights) / np.abs(weights.sum(axis=-1, keepdims=True))
    if together == "independent":
        root: Floats = np.sqrt(np.sum((shares * errors) ** 2, axis=-1))
        return root
    bound: Floats = np.sum(shares * errors, axis=-1)
    return bound


def survey_error(
    answers: Floats,
    weights: Floats,
    invert: tuple[bool, ...] = (),
    respondents: Floats | None = None,
    population: float = np.inf,
) -> float:
    """Standard error of a composite from the single answers, so that answers of one respondent may go together.

    The linearised variance of a weighted mean over those who answered each question (Särndal, Swensson & Wretman, Model
    Assisted Survey Sampling (1992), 5.7), drawn without replacement: e_r = Σ_q w_q ω_r (s_rq − D_q)/Σω, √(n/(n−1) Σ e_r² (N − n)/(N −
    1)). answers, respondents and errors as in `diffusion.tallied`, weights (questions,).
    """
    counted = tallied(answers, respondents)
    heavy = np.ones(len(answers)) if respondents is None else respondents
    there = ~np.isnan(answers)
    scores = np.where(there, 50.0 + 50.0 * np.nan_to_num(answers), 0.0)
    gaps = np.where(there, scores - proportions(counted.shares) @ SCORES, 0.0) * heavy[:, None]
    signs = np.where(np.asarray(invert, dtype=np.bool_), -1.0, 1.0) if len(invert) else np.ones(len(weights))
    parts = (gaps / np.sum(there * heavy[:, None], axis=0)) @ (signs * weights / weights.sum())
    number = int(there.any(axis=1).sum())
    if number < 2:
        raise refused("too_few", method="survey_error", units=number, least=2)
    spread = float(np.sum(parts**2)) * number / (number - 1)
    return float(np.sqrt(spread * _finite(np.asarray(float(number)), population)))


def _finite(size: Floats, population: float) -> Floats:
    """Correction for a finite population, (N − n)/(N − 1)."""
    if (size < 1).any() or (size > population).any():
        raise refused("sample", number=float(size.max()), population=population)
    if np.isinf(population) or population == 1:
        return np.ones_like(size) if np.isinf(population) else np.zeros_like(size)
    return (population - size) / (population - 1.0)


def _quantile(confidence: float) -> float:
    from scipy.special import ndtri

    if not 0 < confidence < 1:
        raise refused("confidence", confidence=confidence)
    return float(ndtri(0.5 + confidence / 2.0))
