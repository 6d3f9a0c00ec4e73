"""Index numbers on a fixed base and as chains of growth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.aggregation.means import arithmetic, geometric
from xietong.indices.numbers.growth import grown, growth
from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def rebased(series: Floats, base: int | Sequence[int] = 0, level: float = 100.0) -> Floats:
    """A series on another base: x · level / mean of x over the base.

    Source: IMF and others, Consumer Price Index Manual (2020), ch. 9. series (times, …); base is a position, or several
    (a year of months) whose mean becomes the level. Missing values stay missing. Raises ValuesError for a base that is
    missing, or zero or less.
    """
    places = [base] if isinstance(base, int) else list(base)
    reference = series[places].mean(axis=0)
    if not (reference > 0).all():
        raise refused("base", base=", ".join(str(place + 1) for place in places))
    moved: Floats = series * level / reference
    return moved


def fixed_base(
    values: Floats, weights: Floats, base: int | Sequence[int] = 0, mean: str = "arithmetic", level: float = 100.0
) -> Floats:
    """An index on a fixed base: the weighted mean of what each child has become of its base, level · Σ w x_t/x_0.

    mean: "arithmetic" (Laspeyres, Carli for equal weights) or "geometric" (Jevons for equal weights). Source: IMF and
    others, Consumer Price Index Manual (2020), ch. 8. values (times, children), weights (children,) or (times,
    children); returns (times,). Missing children give their weight to those present at that time, which moves the index
    without any change in the data: a chain does not. Raises ValuesError as `rebased` does, and under the geometric mean for values
    that are not above zero.
    """
    ratios = rebased(values, base, level)
    by_time = np.broadcast_to(weights, values.shape)
    put_together = {"arithmetic": arithmetic, "geometric": geometric}[mean]
    return put_together(ratios[:, None, :], by_time)[:, 0]


def chained(values: Floats, weights: Floats, kind: str = "symmetric", level: float = 100.0) -> Floats:
    """A chain of growth: G_t = Σ w g_t over the children, I_t = I_{t−1} · (200 + G)/(200 − G) for symmetric growth.

    kind as in `growth`; with "plain" I_t = I_{t−1}(1 + G/100), with "log" I_t = I_{t−1} e^{G/100}. Source: as `growth`.
    values (times, children); weights (children,), or (times − 1, children) where they change, those of a step in its
    row. Returns (times,), the level first. A child that is missing at either end of a step gives its weight to the
    others in that step; after a step without any child the chain is broken and the rest missing (link it instead, see
    `link`). Raises ValuesError as `growth` and `grown` do.
    """
    rates = growth(values, kind)
    totals = mean_growth(rates, weights)
    factors = grown(np.ones(len(totals)), totals, kind)
    index: Floats = level * np.concatenate([[1.0], np.cumprod(factors)])
    return index


def mean_growth(rates: Floats, weights: Floats) -> Floats:
    """Growth of the whole: Σ w g over the children that have it, (steps, children) to (steps,).

    Source: as `chained`. rates in per cent, weights (children,) or (steps, children) relative; the weight of a
    missing rate goes to the others. Raises nothing.
    """
    return arithmetic(rates[:, None, :], np.broadcast_to(weights, rates.shape))[:, 0]


def accumulated(rates: Floats, kind: str = "plain", level: float = 100.0) -> Floats:
    """Levels from published growth rates, (steps,) in per cent to (steps + 1,), the level first.

    I_t = I_(t−1) grown by g_t. Source: as `chained`. A missing rate makes all later levels missing. Raises
    ValuesError as `grown`.
    """
    index: Floats = level * np.concatenate([[1.0], np.cumprod(grown(np.ones(len(rates)), rates, kind))])
    return index
