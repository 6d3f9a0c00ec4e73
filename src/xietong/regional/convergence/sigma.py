"""σ-convergence: does the dispersion between units shrink over time?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.convergence.regression import least_squares
from xietong.regional.refusal import numbers, positive, refused

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats


@dataclass(frozen=True)
class Trend:
    """The line of a series on time: slope per unit of time, its standard error, t and two-sided p; and Mann–Kendall's S, z, p."""

    slope: float
    error: float
    t: float
    p: float
    kendall_s: int
    kendall_z: float
    kendall_p: float


@dataclass(frozen=True, eq=False)
class Sigma:
    """sd_log and cv are (times,); the trends are theirs; used units, dropped units (a value missing at some time)."""

    sd_log: Floats
    cv: Floats
    sd_log_trend: Trend
    cv_trend: Trend
    used: int
    dropped: int


def sigma(values: ArrayLike, times: ArrayLike | None = None, ddof: int = 1) -> Sigma:
    """Standard deviation of logs and coefficient of variation at each time, each with a test of its trend.

    Source: Barro and Sala-i-Martin (1992), Journal of Political Economy 100; Sala-i-Martin (1996), Economic Journal 106. ddof = 1 divides
    by n − 1. There is σ-convergence where the slope is negative and its p small. The p of the line takes the years as independent, which they
    seldom are: Mann–Kendall (Mann 1945, ties and continuity corrected) does not need the line, but independence too.

    values (times, units) above zero; times (times,) numbers, None for 0, 1, 2, … Missing: a unit with a missing value at any time is left
    out at all times, else the change of members would pass for convergence; the count is in the result. Raises ValuesError for values at
    or below zero, infinite ones, fewer than two units or three times, times that do not fit or do not rise.
    """
    x = numbers(values, "values", 2)
    if x.ndim > 2:
        raise refused("shape", what="values", got=x.shape, wanted="(times, units)")
    if ddof not in (0, 1):
        raise refused("out_of_range", what="ddof", got=ddof, wanted="0 or 1")
    positive(x, "values")
    kept = x[:, ~np.isnan(x).any(0)]
    if kept.shape[1] < 2:
        raise refused("too_few", what="units", got=kept.shape[1], wanted=2)
    years = times_of(times, len(x))
    sd_log = np.log(kept).std(1, ddof=ddof)
    cv = kept.std(1, ddof=ddof) / kept.mean(1)
    return Sigma(sd_log, cv, trend(sd_log, years), trend(cv, years), kept.shape[1], x.shape[1] - kept.shape[1])


def times_of(times: ArrayLike | None, count: int) -> Floats:
    """Times as numbers, 0, 1, 2, … where none are given. Raises ValuesError where they do not fit or do not rise."""
    years = numbers(np.arange(count) if times is None else times, "times")
    if years.shape != (count,):
        raise refused("shape", what="times", got=years.shape, wanted=(count,))
    if not (np.diff(years) > 0).all():
        raise refused("out_of_range", what="times", got=years.tolist(), wanted="rising")
    return years


def trend(series: Floats, times: Floats) -> Trend:
    """Least-squares line and Mann–Kendall test of a series (times,). Raises ValuesError for fewer than three times."""
    fit = least_squares(series, np.column_stack([np.ones_like(times), times - times.mean()]))
    s, z, p = _mann_kendall(series)
    slope, error, t, p_line = (float(part[1]) for part in (fit.coefficients, fit.errors, fit.t, fit.p))
    return Trend(slope, error, t, p_line, s, z, p)


def _mann_kendall(series: Floats) -> tuple[int, float, float]:
    from scipy.special import ndtr

    n = len(series)
    s = int(np.sign(series[None, :] - series[:, None])[np.triu_indices(n, 1)].sum())
    ties = np.unique(series, return_counts=True)[1]
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    z = (s - np.sign(s)) / np.sqrt(variance) if variance > 0 else 0.0
    return s, float(z), float(2 * ndtr(-abs(z)))
