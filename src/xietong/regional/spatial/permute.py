"""Tests by permutation: the values are dealt out over the places at random, many times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.moments import Alternative
from xietong.regional.spatial.refusal import refusal

if TYPE_CHECKING:
    from xietong.core.panel import Floats

_HELD = 2**22  # numbers of one block of permuted maps
_TIE = 1e-12  # two sums of the same terms in another order differ by so much of their size


@dataclass(frozen=True, eq=False)
class Permuted:
    """A statistic (...), its mean and standard deviation (divisor the count) over permutations, and the p-value."""

    statistic: Floats
    mean: Floats
    deviation: Floats
    p: Floats


def permuted(
    values: Floats,
    function: Callable[[Floats], Floats],
    seed: int,
    permutations: int = 999,
    alternative: Alternative = "two-sided",
) -> Permuted:
    """A test of any statistic of a map: p = (1 + number of permutations at least as extreme) / (permutations + 1).

    values: (..., units); function: (..., units) → (...), such as `lambda x: moran_i(x, weights)`. All times are dealt
    the same permutations, so that they may be compared; the same seed gives the same result. "two-sided" is twice the
    smaller of both sides, at most 1. NaN where the statistic is. Hope (1968, JRSS B 30:582–598); Anselin (1995).
    Raises ValuesError for less than one permutation.
    """
    if permutations < 1:
        raise refusal("parameter", name="permutations", value=permutations, wanted="≥ 1")
    values = np.asarray(values, dtype=np.float64)
    dealt = np.random.default_rng(seed).permuted(np.tile(np.arange(values.shape[-1]), (permutations, 1)), axis=1)
    size = max(1, _HELD // max(1, values.size))
    blocks = [function(values[..., dealt[start : start + size]]) for start in range(0, permutations, size)]
    drawn, statistic = np.concatenate(blocks, axis=-1), np.asarray(function(values))
    return Permuted(statistic, drawn.mean(axis=-1), drawn.std(axis=-1), pseudo_p(statistic, drawn, alternative))


def pseudo_p(statistic: Floats, drawn: Floats, alternative: Alternative) -> Floats:
    """The p-value of a statistic (...) among drawn ones (..., permutations); NaN where it is. Ties count as extreme."""
    near = _TIE * np.maximum(1.0, np.abs(statistic))[..., None]
    above = (drawn >= statistic[..., None] - near).sum(axis=-1)
    below = (drawn <= statistic[..., None] + near).sum(axis=-1)
    counts = {"greater": above, "less": below, "two-sided": np.minimum(above, below)}
    if alternative not in counts:
        raise refusal("parameter", name="alternative", value=alternative, wanted=" / ".join(counts))
    p = (counts[alternative] + 1) / (drawn.shape[-1] + 1)
    return np.where(np.isnan(statistic), np.nan, np.minimum(1.0, 2 * p) if alternative == "two-sided" else p)
