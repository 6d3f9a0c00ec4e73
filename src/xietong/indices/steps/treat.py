"""Outlier treatment: winsorising first, a transformation of the original column where that does not do.

A column is one indicator at one time (or over all times): treatment needs its whole distribution, so it goes column by
column. Missing values stay missing and are not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from xietong.core.panel import Floats

HIGH, LOW, TRANSFORMED = 1, -1, 2


@dataclass(frozen=True)
class Check:
    """Skewness and kurtosis of a column, and whether it passes: |skewness| below one limit or kurtosis below another."""

    skewness: float
    kurtosis: float
    passed: bool


@dataclass(frozen=True)
class Treatment:
    """What was done to a column: the checks after each stage, the number of winsorised points, the transformation.

    marks (units,): 1 where a point was brought down, -1 where up, 2 where the column was transformed, 0 elsewhere.
    """

    checks: tuple[Check, ...]
    winsorised: int
    transformation: str
    marks: NDArray[np.int8]


def check(column: Floats, skew_limit: float = 2.0, kurtosis_limit: float = 3.5) -> Check:
    """Whether a column (units,) has no outliers to speak of; one too short or without spread for the moments passes.

    Source: OECD/JRC Handbook (2008); COINr check_SkewKurt. Missing values are not counted. Raises nothing.
    """
    skew, kurt = shape(column)
    passed = not (abs(skew) >= skew_limit and kurt >= kurtosis_limit)
    return Check(skew, kurt, passed)


def shape(column: Floats) -> tuple[float, float]:
    """Skewness and kurtosis of one column, as `moments.skewness` and `moments.kurtosis` have them, in one pass.

    Winsorising asks for them after every point: this is where an uncertainty analysis spends its time.
    """
    there = _there(column)
    number = len(there)
    if number < 3 or there.min() == there.max():  # a mean that is rounded would leave some spread
        return float("nan"), float("nan")
    away = there - there.sum() / number
    squares = away * away
    spread = float(squares.sum())
    if spread == 0:  # differences too small to be squared
        return float("nan"), float("nan")
    skew = number**0.5 * float((squares * away).sum()) / spread**1.5 * (number * (number - 1)) ** 0.5 / (number - 2)
    if number < 4:
        return skew, float("nan")
    excess = number * float((squares * squares).sum()) / spread**2 - 3
    return skew, ((number + 1) * excess + 6) * (number - 1) / ((number - 2) * (number - 3))


def winsorise(
    column: Floats, most: int = 5, skew_limit: float = 2.0, kurtosis_limit: float = 3.5, force: bool = False
) -> tuple[Floats, NDArray[np.int8], int]:
    """Bring the outermost value, on the side of the skew, to the next until the column passes or `most` are reached.

    Returns the column, its marks, and the number of points now tied at the bound (0 for `most` sets no limit). force
    goes on to `most` whether or not it passes. Source: COINr winsorise; OECD/JRC Handbook (2008).
    column (units,), in its unit, missing left out. Raises nothing.
    """
    column, high, low = column.copy(), np.zeros(len(column), bool), np.zeros(len(column), bool)
    state = check(column, skew_limit, kurtosis_limit)
    number = 0
    while (force or not state.passed) and (number < most or not most) and len(np.unique(_there(column))) > 2:
        if state.skewness >= 0:
            high = column == np.nanmax(column)
            column[high] = np.nanmax(column[~high])
        else:
            low = column == np.nanmin(column)
            column[low] = np.nanmin(column[~low])
        number = int(high.sum() + low.sum())
        state = check(column, skew_limit, kurtosis_limit)
    marks = np.where(low, LOW, np.where(high, HIGH, 0)).astype(np.int8)
    return column, marks, number


def log_shifted(column: Floats) -> Floats:
    """log(x - min + 0.01·(max - min)): for positive skew. Source: COINr log_CT, after the COIN Tool.

    column (units,); missing stays missing; minus infinity for a constant column, which `treat` never hands over.
    Raises nothing.
    """
    low, high = np.nanmin(column), np.nanmax(column)
    return np.log(column - low + 0.01 * (high - low))


def log_either(column: Floats) -> Floats:
    """log_shifted for positive skew; -log(max + 0.01·(max - min) - x) for negative. Source: COINr log_CT_plus.

    column (units,); missing stays missing. Raises nothing.
    """
    if shape(column)[0] > 0:
        return log_shifted(column)
    low, high = np.nanmin(column), np.nanmax(column)
    return -np.log(high + 0.01 * (high - low) - column)


def log_one(column: Floats) -> Floats:
    """log(x - min + 1). Source: the JRC's COIN Tool; COINr log_CT_orig.

    column (units,); missing stays missing; depends on the unit. Raises nothing.
    """
    return np.log(column - np.nanmin(column) + 1)


def log_gii(column: Floats) -> Floats:
    """log((max - 1)(x - min)/(max - min) + 1). Source: Global Innovation Index 2020.

    Turns the order round where max is below 1, and is not defined where it is 0 or less: refused then.
    column (units,); missing stays missing; depends on the unit. Raises ValueError where the maximum is 1 or less.
    """
    low, high = np.nanmin(column), np.nanmax(column)
    if high <= 1:
        raise ValueError(f"log_gii needs a maximum above 1, not {high:g}: it would turn the order of the units round")
    return np.log((high - 1) * (column - low) / (high - low) + 1)


def box_cox(column: Floats, exponent: float = 0.0) -> Floats:
    """(y^λ - 1)/λ, log y for λ = 0, of y = x - min + 1. Source: Box and Cox (1964); COINr boxcox.

    column (units,); missing stays missing; depends on the unit. Raises nothing.
    """
    shifted = column - np.nanmin(column) + 1
    return np.log(shifted) if exponent == 0 else (shifted**exponent - 1) / exponent


TRANSFORMATIONS: dict[str, Callable[..., Floats]] = {
    "log_shifted": log_shifted,
    "log_either": log_either,
    "log_one": log_one,
    "log_gii": log_gii,
    "box_cox": box_cox,
}


def treat(
    column: Floats,
    most: int = 5,
    skew_limit: float = 2.0,
    kurtosis_limit: float = 3.5,
    then: str = "log_shifted",
    combine: bool = False,
    force: bool = False,
    exponent: float = 0.0,
) -> tuple[Floats, Treatment]:
    """Winsorise up to `most` points; where the column still fails, transform the original, or with combine the result.

    column (units,). then: a name of TRANSFORMATIONS, or "none"; exponent is Box–Cox's. most = -1 skips winsorising.
    Source: COINr Treat, two stages; OECD/JRC Handbook (2008).
    Missing stays missing and is not counted. Raises ValueError as `log_gii`.
    """
    checks = [check(column, skew_limit, kurtosis_limit)]
    result, marks, number, transformation = column, np.zeros(len(column), np.int8), 0, ""
    if (not checks[0].passed or force) and most >= 0:
        result, marks, number = winsorise(column, most, skew_limit, kurtosis_limit, force)
        checks.append(check(result, skew_limit, kurtosis_limit))
    if not checks[-1].passed and then != "none":
        start, transformation = result if combine else column, then
        result = TRANSFORMATIONS[then](start, **({"exponent": exponent} if then == "box_cox" else {}))
        marks = np.where(np.isnan(column), 0, TRANSFORMED).astype(np.int8)
        checks.append(check(result, skew_limit, kurtosis_limit))
    return result, Treatment(tuple(checks), number, transformation, marks)


def _there(column: Floats) -> Floats:
    return column[~np.isnan(column)]
