"""The log t test of Phillips and Sul: do units approach a common path?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import complete, refused

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats

THRESHOLD = -1.65  # five per cent, one-sided
SAME = 1e-28  # H of paths that differ by rounding only
LEAST = 4  # times a regression takes


@dataclass(frozen=True, eq=False)
class LogT:
    """b of log t with its standard error, t and one-sided p (small p rejects convergence); spread is H_t, (times,).

    b ≥ 2 is convergence of levels, 0 ≤ b < 2 of growth rates.
    """

    b: float
    error: float
    t: float
    p: float
    spread: Floats

    @property
    def converges(self) -> bool:
        """Whether convergence is not rejected at five per cent: t > −1.65."""
        return self.t > THRESHOLD


def transition_paths(values: ArrayLike) -> Floats:
    """Relative transition paths h_it = x_it / mean over units, (times, units) → (times, units).

    Source: Phillips and Sul (2007), Econometrica 75, eq. 5. Missing values are refused. Raises ValuesError for them, for
    infinite values, and for a time whose mean is not above zero.
    """
    x = complete(values, "values", 2)
    mean = x.mean(1, keepdims=True)
    if (mean <= 0).any():
        raise refused("total_zero", what="values", place=f"time {int(np.argmax(mean[:, 0] <= 0))}")
    paths: Floats = x / mean
    return paths


def log_t(values: ArrayLike, trim: float = 1 / 3) -> LogT:
    """Regression of log(H₁/H_t) − 2 log log t on log t over the later times, H_t = Σ (h_it − 1)² / n.

    Times are numbered from 1; the first round(trim · T) are not used (a third is advised for T < 50, else a fifth to three tenths). The
    standard error is √(ω² (X'X)⁻¹) with ω² the long-run variance of the residuals (quadratic spectral kernel, bandwidth of Andrews
    1991 with an AR(1)), as in the authors' program, its divisor n − 1 included: published t values are reached.
    Source: Phillips and Sul (2007), Econometrica 75, 1771–1855; (2009), Journal of Applied Econometrics 24.

    A time at which all paths meet (H = 0, two units with equal values) has no logarithm and is left out; where fewer than four are left,
    units that are one at the end have t = +∞, others −∞.

    values (times, units), as a rule the logarithms of a smoothed series, with means above zero. Missing values are refused: a trimmed
    panel is the caller's choice. Raises ValuesError for them, fewer than two units, or fewer than four times after the trim.
    """
    h = transition_paths(values)
    if h.shape[1] < 2:
        raise refused("too_few", what="units", got=h.shape[1], wanted=2)
    spread = ((h - 1) ** 2).mean(1)
    skip = skipped(len(h), trim)
    times = np.flatnonzero(spread > SAME)
    times = times[times >= skip]
    if len(times) < LEAST:
        return _undefined(spread)
    log = np.log(times + 1.0)
    # H₁ moves the constant only: where the paths set out from one point, it is left out
    y = np.log((spread[0] if spread[0] > SAME else 1.0) / spread[times]) - 2 * np.log(log)
    centred = log - log.mean()
    b = float(centred @ y / (centred @ centred))
    residuals = y - y.mean() - b * centred
    error = float(np.sqrt(long_run_variance(residuals) / (centred @ centred)))
    t = b / error if error > 0 else float(np.copysign(np.inf, b))
    return LogT(b, error, t, _below(t), spread)


def _undefined(spread: Floats) -> LogT:
    """Paths that are one at nearly all times have converged, if they are one at the end."""
    sign = 1.0 if spread[-1] <= SAME else -1.0
    return LogT(sign * np.inf, np.nan, sign * np.inf, np.nan, spread)


def skipped(times: int, trim: float) -> int:
    """How many of the first times are left out. Raises ValuesError where fewer than four remain or t = 1 would be used."""
    if not 0 < trim < 1:
        raise refused("out_of_range", what="trim", got=trim, wanted="between 0 and 1")
    skip = max(round(times * trim), 1)
    if times - skip < LEAST:
        raise refused("too_few", what="times", got=times - skip, wanted=LEAST)
    return skip


def long_run_variance(residuals: Floats) -> float:
    """ω² = (γ₀ + 2 Σ k(j/S) γ_j), γ with divisor n − 1, quadratic spectral k, S = 1.3221 (a n)^(1/5), a = 4ρ²/(1−ρ)⁴.

    Source: Andrews (1991), Econometrica 59, eqs 2.7, 5.3, 6.2, 6.4, with one AR(1) coefficient ρ by least squares. residuals (n,). The
    authors' program leaves out the last lag, n − 1; so does this, except where the rest would be negative: with it, it cannot be.
    """
    n = len(residuals)
    before, after = residuals[:-1], residuals[1:]
    if not before @ before > 0:
        return 0.0
    rho = float(before @ after / (before @ before))
    width = 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * n) ** 0.2
    lags = np.arange(1, n)
    gamma = np.array([residuals[:-lag] @ residuals[lag:] for lag in lags]) / (n - 1)
    parts = 2 * _quadratic_spectral(lags, width) * gamma
    variance = float(residuals @ residuals / (n - 1) + parts[:-1].sum())
    return variance if variance > 0 else max(variance + float(parts[-1]), 0.0)


def _quadratic_spectral(lags: np.ndarray, width: float) -> Floats:
    if width < 1e-8:
        return np.zeros(len(lags))
    x = lags / width
    angle = 1.2 * np.pi * x
    kernel: Floats = 25 / (12 * np.pi**2 * x**2) * (np.sin(angle) / angle - np.cos(angle))
    return kernel


def _below(t: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(t))
