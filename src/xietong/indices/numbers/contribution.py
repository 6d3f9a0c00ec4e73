"""What each child adds to a change of an index; the parts add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.numbers.chain import chained, mean_growth
from xietong.indices.numbers.growth import growth
from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats


@dataclass(frozen=True, eq=False)
class Contributions:
    """What children add to a change: points (…, children) of the index, and its change (…), their sum.

    start is the index before, so that parts can be put in per cent of it.
    """

    points: Floats
    start: Floats

    @property
    def change(self) -> Floats:
        """The change of the index."""
        change: Floats = self.points.sum(axis=-1)
        return change

    @property
    def percent(self) -> Floats:
        """Contribution rates (贡献率), in per cent of the change; missing where the index does not change."""
        change = self.change[..., None]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(change != 0, 100.0 * self.points / change, np.nan)

    @property
    def pull(self) -> Floats:
        """Percentage points of the growth rate of the index (拉动), 100 · points / start."""
        pull: Floats = 100.0 * self.points / self.start[..., None]
        return pull


def contributions(start: Floats, end: Floats, weights: Floats, mean: str = "arithmetic") -> Contributions:
    """Contributions to the change of a mean of children, from start to end (…, children).

    "arithmetic" w (x₁ − x₀); "geometric" w ln(x₁/x₀) · (I₁ − I₀)/ln(I₁/I₀), the logarithmic mean, which leaves nothing
    over (Ang, Energy Policy 32 (2004)). Source: 国家统计局, 经济发展新动能指数编制说明; IMF, Quarterly National Accounts Manual (2017), ch. 8.
    weights (…, children) relative. All values must be there: a child that is missing at one end leaves the change of the
    index undefined. Raises ValuesError for missing values, and under "geometric" for values not above zero.
    """
    if np.isnan(start).any() or np.isnan(end).any():
        raise refused("incomplete_change")
    shares = weights / weights.sum(axis=-1, keepdims=True)
    if mean == "arithmetic":
        return Contributions(shares * (end - start), np.sum(shares * start, axis=-1))
    if not ((start > 0).all() and (end > 0).all()):
        raise refused("not_positive", method="geometric", low=float(min(start.min(), end.min())))
    logs = shares * np.log(end / start)
    before = np.exp(np.sum(shares * np.log(start), axis=-1))
    return Contributions(logs * _logarithmic_mean(before, logs.sum(axis=-1))[..., None], before)


def chain_contributions(
    values: Floats, weights: Floats, kind: str = "symmetric", level: float = 100.0
) -> Contributions:
    """Contributions to every step of a chain, (steps, children); sums over steps are those of the whole span.

    Each child has the part w g of the growth G of its step, in which the change of the chained index is divided: (I_t −
    I_{t−1}) · w g / G. Source, shapes and errors as in `chain.chained`; a child missing in a step contributes zero, and
    steps after a break are missing. Where G is zero the parts that cancel each other are at the rate of small changes.
    """
    rates = growth(values, kind)
    index = chained(values, weights, kind, level)
    given = np.where(np.isnan(rates), 0.0, np.broadcast_to(weights, rates.shape))
    whole = given.sum(axis=-1, keepdims=True)
    parts = given * np.where(np.isnan(rates), 0.0, rates) / np.where(whole != 0, whole, np.nan)
    totals = mean_growth(rates, weights)
    per_point = _per_point(totals, kind)
    return Contributions(parts * (index[:-1] * per_point)[:, None], index[:-1])


def _per_point(totals: Floats, kind: str) -> Floats:
    """(I₁/I₀ − 1)/G of a growth G in per cent, also where G is zero."""
    if kind == "symmetric":
        return 2.0 / (200.0 - totals)
    if kind == "plain":
        return np.where(np.isnan(totals), np.nan, 0.01)
    safe = np.where(totals == 0, 1.0, totals)
    return np.where(totals == 0, 0.01, np.expm1(safe / 100.0) / safe)


def _logarithmic_mean(start: Floats, log_change: Floats) -> Floats:
    """(b − a)/ln(b/a) from a and ln(b/a); a where nothing changes."""
    safe = np.where(log_change == 0, 1.0, log_change)
    mean: Floats = start * np.where(log_change == 0, 1.0, np.expm1(safe) / safe)
    return mean
