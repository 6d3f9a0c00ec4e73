"""Values into classes 0 … k−1, by quantiles or by given cuts; a missing value has class −1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import numbers, one_of, refused

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from xietong.core.panel import Floats

    Classes = NDArray[np.intp]

BASES = ("each time", "all times")


def quantile_cuts(values: ArrayLike, k: int, base: str = "each time") -> Floats:
    """The k − 1 inner quantiles (linear interpolation, type 7) at each time, or of all times together.

    Quantiles of each time classify by rank (the distribution over classes hardly moves); those of all times, or fixed cuts, by level.
    values (times, units); the result is (times, k − 1). Missing values do not count; a time with none has NaN cuts. Raises
    ValuesError for k below 2, an unknown base, infinite values.
    Source: Hyndman & Fan (1996), type 7; for chains of classes Quah (1993).
    """
    x = numbers(values, "values", 2)
    one_of(base, BASES, "base")
    if k < 2:
        raise refused("out_of_range", what="k", got=k, wanted="2 or more")
    at = np.arange(1, k) / k
    rows = x if base == "each time" else x.reshape(1, -1)
    cuts = np.full((len(rows), k - 1), np.nan)
    for row, cut in zip(rows, cuts, strict=True):
        known = row[~np.isnan(row)]
        if len(known):
            cut[:] = np.quantile(known, at)
    return np.broadcast_to(cuts, (len(x), k - 1))


def classify(values: ArrayLike, cuts: ArrayLike) -> Classes:
    """The class of each value: the number of cuts below it, a value on a cut falling below (intervals closed on the right).

    values (times, units); cuts (k − 1,) for all times or (times, k − 1), rising. The result has the shape of values, −1 for missing.
    Raises ValuesError for cuts that fall or do not fit, and for infinite values.
    Source: the convention of mapclassify and giddy (PySAL).
    """
    x, given = numbers(values, "values", 2), numbers(cuts, "cuts")
    if given.ndim > 2 or (given.ndim == 2 and len(given) != len(x)):
        raise refused("shape", what="cuts", got=given.shape, wanted="(k − 1,) or (times, k − 1)")
    if (np.diff(given, axis=-1) < 0).any():
        raise refused("out_of_range", what="cuts", got=given.tolist(), wanted="rising")
    each = given if given.ndim == 2 else given[None, :]
    with np.errstate(invalid="ignore"):
        classes = (x[..., None] > each[:, None, :]).sum(-1)
    return np.where(np.isnan(x), -1, classes)
