"""Seasonal adjustment by the classical decomposition: small, documented, and refused where years are too few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats

YEARS = 3  # fewer do not tell a season from an accident


@dataclass(frozen=True, eq=False)
class Decomposition:
    """x = trend × season × rest, or their sum; (times,) each, and one factor by season, the first time's first.

    adjusted is x without its season. The trend is missing for half a year at both ends.
    """

    trend: Floats
    season: Floats
    rest: Floats
    adjusted: Floats
    factors: Floats


def decomposed(
    values: Floats, period: int = 12, model: str = "multiplicative", average: str = "mean", begins: int = 0
) -> Decomposition:
    """Trend, season and rest of a series of months (period 12) or quarters (4).

    The trend is the centred moving average over a year (2 × period where it is even); the factor of a season is the mean,
    or with average = "median" the median, of value/trend (multiplicative) or value − trend (additive) over the years, scaled to a
    mean of one (or zero). Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice (2021), 3.4; Kendall &
    Stuart, The Advanced Theory of Statistics 3 (1966), ch. 46. Factors are fixed over the years and no calendar effects are
    taken out: moving holidays such as the Spring Festival stay in.
    values (times,) without gaps in time; begins: the season of the first, from 0. A missing value stays missing, and so
    does the trend around it. Raises ValuesError for fewer than three whole years, a season seen fewer than twice against the
    trend, and values that are not above zero under the multiplicative model.
    """
    if len(values) < YEARS * period or period < 2:
        raise refused("years", times=len(values), least=YEARS * period, period=period)
    times = model == "multiplicative"
    if times and (values <= 0).any():
        raise refused("not_positive", method="multiplicative", low=float(np.nanmin(values)))
    trend = moving_average(values, period)
    apart = values / trend if times else values - trend
    seasons = (np.arange(len(values)) + begins) % period
    factors = np.array([_middle(apart[seasons == season], average, season) for season in range(period)])
    factors = factors / factors.mean() if times else factors - factors.mean()
    season = factors[seasons]
    adjusted = values / season if times else values - season
    return Decomposition(trend, season, adjusted / trend if times else adjusted - trend, adjusted, factors)


def moving_average(values: Floats, period: int) -> Floats:
    """Centred mean over a period, (times,); for an even one the ends count half. Missing where the window is not whole."""
    weights = np.ones(period) if period % 2 else np.concatenate([[0.5], np.ones(period - 1), [0.5]])
    half = len(weights) // 2
    trend = np.full(len(values), np.nan)
    trend[half : len(values) - half] = np.convolve(values, weights / period, mode="valid")
    return trend


def _middle(apart: Floats, average: str, season: int) -> float:
    known = apart[~np.isnan(apart)]
    if len(known) < 2:
        raise refused("season", season=season + 1, number=len(known))
    return float(np.median(known) if average == "median" else np.mean(known))
