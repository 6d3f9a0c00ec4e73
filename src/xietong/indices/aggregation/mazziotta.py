"""The Mazziotta–Pareto indices: a mean less a penalty for values of one unit that are unlike each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.aggregation.means import arithmetic
from xietong.indices.refused import places, refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def mpi(values: Floats, weights: Floats, penalty: str = "minus", ddof: int = 0) -> Floats:
    """Mazziotta–Pareto index: M ∓ S²/M of z = 100 + 10 (x − mean)/sd, standardised over the units.

    M and S are mean and standard deviation of the z of one unit. Source: Mazziotta & Pareto, Methods for constructing
    composite indices, Rivista Italiana di Economia Demografia e Statistica 67 (2013); De Muro, Mazziotta & Pareto, Social
    Indicators Research 104 (2011). penalty "minus" for what is better when larger (wellbeing), "plus" for what is worse
    (poverty). ddof: of sd over the units and of S, 0 as published, 1 as some programs have it.
    values (…, units, children), weights (…, children); with weights M = Σwz/Σw and S² = Σw(z − M)²/Σw (the published
    index has equal weights). Missing children are left out and their weight goes to the others. Raises ValuesError for
    a child without spread, as with one unit.
    """
    there = ~np.isnan(values)
    number = there.sum(axis=-2, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=-2, keepdims=True) / number
        squares = np.where(there, (values - mean) ** 2, 0.0).sum(axis=-2, keepdims=True)
        sd = np.sqrt(squares / (number - ddof))
    _refuse_flat(np.where(number > 0, sd, 1.0), np.where(number > 0, mean, 0.0), "mpi")
    return penalised(100.0 + 10.0 * (values - mean) / sd, weights, penalty, ddof)


def ampi(
    values: Floats,
    weights: Floats,
    penalty: str = "minus",
    ddof: int = 0,
    least: Sequence[float] = (),
    most: Sequence[float] = (),
    reference: Sequence[float] = (),
) -> Floats:
    """Adjusted Mazziotta–Pareto index: M ∓ S²/M of r = 60 (x − lo)/(hi − lo) + 70, comparable over time.

    Source: Mazziotta & Pareto, On a generalized non-compensatory composite index, Social Indicators Research 127 (2016).
    With a reference (the value of the whole in a base year), lo and hi are reference ∓ (most − least)/2, so that the
    reference becomes 100; without, lo and hi are least and most, and r is 70–130. least and most, one number a child,
    are those of all units and times; where they are not given they are taken of the units of values at hand, which is
    comparable at one time only. Shapes, weights, missing values, penalty and ddof as in `mpi`.
    Raises ValuesError for a child whose least and most are the same and for lists of another length than the children.
    """
    children = values.shape[-1]
    low = _bounds(least, children, np.min(np.where(np.isnan(values), np.inf, values), axis=-2, keepdims=True))
    high = _bounds(most, children, np.max(np.where(np.isnan(values), -np.inf, values), axis=-2, keepdims=True))
    seen = np.isfinite(low) & np.isfinite(high)
    low, high = np.where(seen, low, 0.0), np.where(seen, high, 1.0)
    _refuse_flat(high - low, low, "ampi")
    if len(reference):
        middle, half = _bounds(reference, children, low), (high - low) / 2.0
        low, high = middle - half, middle + half
    return penalised(60.0 * (values - low) / (high - low) + 70.0, weights, penalty, ddof)


def penalised(values: Floats, weights: Floats, penalty: str = "minus", ddof: int = 0) -> Floats:
    """M ∓ S²/M of values that are already on one scale around 100: the step that `mpi` and `ampi` have in common.

    Source, shapes, weights and missing values as in `mpi`. With ddof = 1, S² is multiplied by n/(n − 1), n children
    present; a unit with one child has no penalty then. Raises ValuesError where M is not above zero.
    """
    mean = arithmetic(values, weights)
    if (mean <= 0).any():
        raise refused("mean_not_positive", low=float(np.nanmin(mean)))
    variance = arithmetic((values - mean[..., None]) ** 2, weights)
    if ddof:
        number = np.sum(~np.isnan(values), axis=-1)
        variance = np.where(number > 1, variance * number / np.maximum(number - 1, 1), 0.0)
    sign = {"minus": -1.0, "plus": 1.0}[penalty]
    score: Floats = mean + sign * variance / mean
    return score


def _bounds(given: Sequence[float], children: int, found: Floats) -> Floats:
    if not len(given):
        return found
    if len(given) != children:
        raise refused("length", children=children, given=len(given))
    return np.asarray(given, dtype=np.float64)


def _refuse_flat(spread: Floats, level: Floats, method: str) -> None:
    flat = ~(spread > 1e-12 * np.abs(level)) | ~(spread > 0)
    if flat.any():
        raise refused("flat", method=method, children=places(flat))
