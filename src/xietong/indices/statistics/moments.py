"""Moments and quantiles along the axis of units, missing values left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats


def counted(values: Floats, axis: int) -> Floats:
    """How many values there are along an axis, kept as an axis of length one."""
    number: Floats = np.sum(~np.isnan(values), axis=axis, keepdims=True).astype(np.float64)
    return number


def total(values: Floats, axis: int) -> Floats:
    """The sum of the values there are; 0 where there is none."""
    summed: Floats = np.sum(np.where(np.isnan(values), 0.0, values), axis=axis, keepdims=True)
    return summed


def mean(values: Floats, axis: int) -> Floats:
    """Arithmetic mean of the values there are; NaN where there is none."""
    number = counted(values, axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        return total(values, axis) / number


def median(values: Floats, axis: int) -> Floats:
    """Median of the values there are; NaN where there is none."""
    return quantile(values, 0.5, axis)


def deviation(values: Floats, axis: int) -> Floats:
    """Standard deviation with n - 1; NaN with fewer than two values."""
    number = counted(values, axis)
    squares = total((values - mean(values, axis)) ** 2, axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread: Floats = np.sqrt(squares / (number - 1))
    return np.where(number > 1, spread, np.nan)


def lowest(values: Floats, axis: int) -> Floats:
    """Minimum of the values there are; NaN where there is none."""
    least: Floats = np.min(np.where(np.isnan(values), np.inf, values), axis=axis, keepdims=True)
    return np.where(np.isinf(least), np.nan, least)


def highest(values: Floats, axis: int) -> Floats:
    """Maximum of the values there are; NaN where there is none."""
    return -lowest(-values, axis)


def varies(values: Floats, axis: int) -> NDArray[np.bool_]:
    """Whether the values there are differ; the deviation of a column that does not may be off zero by rounding."""
    differ: NDArray[np.bool_] = lowest(values, axis) < highest(values, axis)
    return differ


def quantile(values: Floats, share: float, axis: int) -> Floats:
    """Quantile of type 7 (linear between order statistics at 1 + (n - 1)·share), as R and Excel have it.

    Source: Hyndman and Fan (1996), Sample quantiles in statistical packages. NaN where there is no value.
    """
    ordered = np.sort(values, axis=axis)  # NaN last
    number = counted(values, axis).astype(np.int64)
    place = np.maximum(number - 1, 0) * share
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(number - 1, 0))
    low, high = np.take_along_axis(ordered, below, axis), np.take_along_axis(ordered, above, axis)
    between: Floats = low + (place - below) * (high - low)
    return np.where(number > 0, between, np.nan)


def skewness(values: Floats, axis: int) -> Floats:
    """Bias-corrected skewness G1 = g1·√(n(n-1))/(n-2), type 2 of Joanes and Gill (1998), as in Excel and SAS.

    NaN with fewer than three values or no spread.
    """
    number = counted(values, axis)
    from_mean = values - mean(values, axis)
    squares, cubes = total(from_mean**2, axis), total(from_mean**3, axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = np.sqrt(number) * cubes / squares**1.5
        corrected: Floats = plain * np.sqrt(number * (number - 1)) / (number - 2)
    return np.where((number > 2) & (squares > 0) & varies(values, axis), corrected, np.nan)


def kurtosis(values: Floats, axis: int) -> Floats:
    """Bias-corrected excess kurtosis G2 = ((n+1)·g2 + 6)(n-1)/((n-2)(n-3)), type 2 of Joanes and Gill (1998).

    NaN with fewer than four values or no spread.
    """
    number = counted(values, axis)
    from_mean = values - mean(values, axis)
    squares, fourths = total(from_mean**2, axis), total(from_mean**4, axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        excess = number * fourths / squares**2 - 3
        corrected: Floats = ((number + 1) * excess + 6) * (number - 1) / ((number - 2) * (number - 3))
    return np.where((number > 3) & (squares > 0) & varies(values, axis), corrected, np.nan)
