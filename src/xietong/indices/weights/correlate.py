"""Correlation matrices with missing values left out pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats

NAMES = ("pearson", "spearman", "kendall")


def correlations(values: Floats, kind: str = "pearson", others: Floats | None = None) -> Floats:
    """Correlations of the columns of values (units, columns), or of them with those of others; (columns, columns).

    kind: "pearson", "spearman" (of mean ranks), "kendall" (τ-b). Source: Kendall & Gibbons, Rank Correlation Methods
    (1990). A pair counts the units that have both; it must have two or more, and both must vary over them, else
    ValuesError.
    """
    second = values if others is None else others
    if np.isnan(values).any() or np.isnan(second).any():
        found = np.array([[_pair(one, other, kind) for other in second.T] for one in values.T])
    else:
        found = _complete(values, second, kind)
    if np.isnan(found).any():
        raise refused("no_correlation")
    if others is None:
        np.fill_diagonal(found, 1.0)
    bounded: Floats = np.clip(found, -1.0, 1.0)
    return bounded


def _pair(one: Floats, other: Floats, kind: str) -> float:
    both = ~(np.isnan(one) | np.isnan(other))
    if np.count_nonzero(both) < 2:
        return float("nan")
    return float(_complete(one[both, None], other[both, None], kind)[0, 0])


def _complete(one: Floats, other: Floats, kind: str) -> Floats:
    if kind == "kendall":
        return _cosines(_orders(one), _orders(other))
    if kind == "spearman":
        from scipy.stats import rankdata

        one, other = rankdata(one, axis=0), rankdata(other, axis=0)
    return _cosines(one - one.mean(axis=0), other - other.mean(axis=0))


def _orders(values: Floats) -> Floats:
    """Which of each pair of units is ahead, (pairs, columns): the cosine of two of them is Kendall's τ-b."""
    upper = np.triu_indices(len(values), 1)
    signs: Floats = np.sign(values[upper[0]] - values[upper[1]])
    return signs


def _cosines(one: Floats, other: Floats) -> Floats:
    lengths = np.outer(np.sqrt(np.sum(one**2, axis=0)), np.sqrt(np.sum(other**2, axis=0)))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(lengths > 0, one.T @ other / lengths, np.nan)
