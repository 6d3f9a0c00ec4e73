"""Correlations over the pairs of values that are both there, with p-values, and which of them stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from xietong.indices.statistics.ranks import ascending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xietong.core.panel import Floats

Kind = Literal["pearson", "spearman", "kendall"]


def correlation(left: Floats, right: Floats | None = None, kind: Kind = "pearson") -> Floats:
    """Correlation of every column of one table with every column of another, (columns, columns).

    left, right (units, columns); right is left where it is not given. Each pair uses the units that have both values;
    NaN where fewer than two do or one of the columns does not vary over them. Spearman ranks the units of the pair with
    ties averaged; Kendall is τ-b. Source: R cor(use = "pairwise.complete.obs").
    Raises KeyError for an unknown kind.
    """
    right = left if right is None else right
    return {"pearson": _pearson, "spearman": _spearman, "kendall": _kendall}[kind](left, right)


def _pearson(left: Floats, right: Floats) -> Floats:
    """Sums over units as matrix products; each column is centred first, so that large levels lose no digits."""
    first, second = (_centred(table) for table in (left, right))
    here, there = (~np.isnan(left)).astype(np.float64), (~np.isnan(right)).astype(np.float64)
    number = here.T @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_first, mean_second = (first.T @ there) / number, (here.T @ second) / number
        covariance = first.T @ second / number - mean_first * mean_second
        spread_first = (first**2).T @ there / number - mean_first**2
        spread_second = here.T @ second**2 / number - mean_second**2
        flat = _flat(left, right) | (number < 2)
        found: Floats = covariance / np.sqrt(spread_first * spread_second)
    return np.where(flat, np.nan, np.clip(found, -1.0, 1.0))


def _centred(table: Floats) -> Floats:
    """Columns less their mean and in units of their spread, 0 where missing: correlations do not see either."""
    with np.errstate(invalid="ignore", divide="ignore"):
        there = ~np.isnan(table)
        middle = np.where(there, table, 0).sum(axis=0) / there.sum(axis=0)
        away = np.where(there, table - middle, 0.0)
        scale = np.abs(away).max(axis=0, initial=0.0)
    return away / np.where(scale > 0, scale, 1.0)


def _flat(left: Floats, right: Floats) -> NDArray[np.bool_]:
    """Pairs of which one column has a single value over the units that have both."""
    return _one_value(left, right) | _one_value(right, left).T


def _one_value(table: Floats, other: Floats) -> NDArray[np.bool_]:
    found = np.zeros((table.shape[1], other.shape[1]), bool)
    patterns, of = np.unique(np.isnan(other), axis=1, return_inverse=True)
    for place, missing in enumerate(patterns.T):
        rest = table[~missing]
        low = np.min(np.where(np.isnan(rest), np.inf, rest), axis=0, initial=np.inf)
        high = np.max(np.where(np.isnan(rest), -np.inf, rest), axis=0, initial=-np.inf)
        found[:, of.ravel() == place] = ~(low < high)[:, None]
    return found


def _spearman(left: Floats, right: Floats) -> Floats:
    """Pearson of ranks, taken anew for every pattern of missing units, of which there are few."""
    found = np.full((left.shape[1], right.shape[1]), np.nan)
    rows, row_of = np.unique(np.isnan(left), axis=1, return_inverse=True)
    columns, column_of = np.unique(np.isnan(right), axis=1, return_inverse=True)
    for first, missing in enumerate(rows.T):
        for second, other in enumerate(columns.T):
            both = ~(missing | other)
            mine, theirs = np.flatnonzero(row_of.ravel() == first), np.flatnonzero(column_of.ravel() == second)
            ranked = [ascending(table[np.ix_(both, places)], ties="average", axis=0)
                      for table, places in ((left, mine), (right, theirs))]  # fmt: skip
            found[np.ix_(mine, theirs)] = _pearson(*ranked)
    return found


def _kendall(left: Floats, right: Floats) -> Floats:
    """τ-b = Σ sign·sign / √(Σ sign² · Σ sign²) over pairs of units that have both values."""
    first, second = _signs(left), _signs(right)
    here, there = (~np.isnan(first)).astype(np.float64), (~np.isnan(second)).astype(np.float64)
    first, second = np.nan_to_num(first), np.nan_to_num(second)
    with np.errstate(invalid="ignore", divide="ignore"):
        tau: Floats = (first.T @ second) / np.sqrt((np.abs(first).T @ there) * (here.T @ np.abs(second)))
    return np.where(np.isfinite(tau), tau, np.nan)


def _signs(table: Floats) -> Floats:
    """Sign of the difference of every pair of units, (pairs, columns); missing where one of the two is."""
    one, other = np.triu_indices(len(table), 1)
    return np.sign(table[one] - table[other])


def p_values(left: Floats, right: Floats | None = None) -> Floats:
    """Two-sided p-values of Pearson's correlations: t = r√((n - 2)/(1 - r²)) with n - 2 degrees of freedom.

    A column with itself has 0; NaN with fewer than three pairs. Source: R cor.test.
    Raises nothing.
    """
    from scipy.stats import t as student  # late: scipy.stats is slow to import

    right = left if right is None else right
    number = (~np.isnan(left)).astype(np.float64).T @ (~np.isnan(right)).astype(np.float64)
    strength = correlation(left, right)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.abs(strength) * np.sqrt((number - 2) / (1 - strength**2))
        chance: Floats = 2 * student.sf(statistic, number - 2)
    return np.where(number > 2, chance, np.nan)


class Pair(NamedTuple):
    """Two columns by position and their correlation."""

    first: int
    second: int
    value: float


def flagged(
    matrix: Floats, families: Sequence[NDArray[np.int64]], threshold: float, above: bool = True
) -> tuple[Pair, ...]:
    """Pairs within a family whose correlation is above (below) a threshold: double counting, or working against another.

    matrix (columns, columns); families: positions of columns that belong together. Source: COINr get_corr_flags.
    """
    found = []
    for members in families:
        for place, first in enumerate(members):
            for second in members[place + 1 :]:
                value = float(matrix[first, second])
                if (value > threshold) if above else (value < threshold):
                    found.append(Pair(int(first), int(second), value))
    return tuple(found)
