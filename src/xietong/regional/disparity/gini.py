"""Gini coefficient, and its decomposition by groups after Dagum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.regional.refusal import one_of
from xietong.regional.sample import Measure, Sample, codes_of, members, sample

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats
    from xietong.regional.sample import Counts

Correction = Literal["none", "deltas"]
CORRECTIONS = ("none", "deltas")


def gini(values: ArrayLike, weights: ArrayLike | None = None, correction: Correction = "none") -> Measure:
    """Gini coefficient G = Σᵢ Σⱼ pᵢ pⱼ |xᵢ − xⱼ| / 2μ with p = w / Σw and μ = Σ p x.

    Source: Gini (1912); Sen (1973), On Economic Inequality. Weights (population as a rule) make each unit count as many
    equal persons. `correction="deltas"` multiplies by 1 / (1 − Σp²), for equal weights n / (n − 1): the mean over pairs
    of different units (Deltas 2003, Review of Economics and Statistics 85); one unit alone then has no value (NaN).

    values (..., units), in any unit of measure; the result has the shape (...), between 0 and 1. Missing: a unit without value or weight is
    left out, the count is in the result. Raises ValuesError for negative or infinite values, a sum of zero, weights
    that do not fit, an unknown correction.
    """
    one_of(correction, CORRECTIONS, "correction")
    units = sample(values, weights)
    value = _half_mean_difference(units)
    if correction == "deltas":
        apart = 1.0 - (units.share**2).sum(-1)
        value = np.divide(value, apart, out=np.full_like(value, np.nan), where=apart > 1e-12)
    return units.measure(value)


def _half_mean_difference(units: Sample) -> Floats:
    """Σ Σ p p |x − x| / 2 by one sort: each value times the weight below minus the weight above it."""
    order = np.argsort(units.relative, axis=-1, kind="stable")
    x, p = np.take_along_axis(units.relative, order, -1), np.take_along_axis(units.share, order, -1)
    upto = np.cumsum(p, -1)
    # from 1 = the mean: the weights below and above balance, and what all units share does not cancel digits
    value: Floats = ((x - 1.0) * p * (2 * upto - p - upto[..., -1:])).sum(-1)
    return np.maximum(value, 0.0)


@dataclass(frozen=True, eq=False)
class Dagum:
    """gini = within + net_between + transvariation. Leading axes (...) are those of the values; groups g in order.

    pair_gini (..., g, g) holds G_jh, the groups' own Gini on the diagonal; pair_affluence (..., g, g) holds D_jh, the relative
    economic affluence, 0 on the diagonal. population and income (..., g) are the shares of the groups, mean (..., g) their
    means relative to the mean of all. A group without units in a cross-section has NaN there.
    """

    groups: tuple[str, ...]
    gini: Floats
    within: Floats
    net_between: Floats
    transvariation: Floats
    pair_gini: Floats
    pair_affluence: Floats
    population: Floats
    income: Floats
    mean: Floats
    used: Counts
    dropped: Counts

    @property
    def gross_between(self) -> Floats:
        """What groups differ from one another, overlap included: net_between + transvariation."""
        return self.net_between + self.transvariation

    @property
    def shares(self) -> dict[str, Floats]:
        """The part of each component in the whole; NaN where the whole is zero."""
        whole = np.where(self.gini > 0, self.gini, np.nan)
        parts = {"within": self.within, "net_between": self.net_between, "transvariation": self.transvariation}
        return {name: part / whole for name, part in parts.items()}


def dagum(values: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None) -> Dagum:
    """Gini by groups: within Gw, net between Gnb and transvariation Gt, with each pair's G_jh and D_jh.

    G_jh = Σᵢ Σᵣ pᵢ pᵣ |xⱼᵢ − xₕᵣ| / (Pⱼ Pₕ (μⱼ + μₕ)); Gw = Σⱼ Gⱼⱼ Pⱼ Sⱼ; Gnb = Σ_{j>h} G_jh (Pⱼ Sₕ + Pₕ Sⱼ) D_jh and
    Gt the same with 1 − D_jh; D_jh = (d − q) / (d + q), where d is the mean excess of the richer group's units over the
    poorer's and q the mean excess the other way. P and S are the shares of population and income.
    Source: Dagum (1997), Empirical Economics 22, 515–531.

    values (..., units); groups (units,) labels; weights as in `gini`. Missing: left out with the count. Errors as in
    `gini`, and ValuesError where the labels do not fit the units. Exact to rounding for any sizes: O(units · groups).
    """
    units = sample(values, weights)
    names, codes = codes_of(groups, units.relative.shape[-1])
    excess = _excess(units, members(codes, len(names)))
    population = units.share @ members(codes, len(names))
    income = (units.share * units.relative) @ members(codes, len(names))
    apart = excess + np.swapaxes(excess, -1, -2)
    net = np.abs(excess - np.swapaxes(excess, -1, -2))
    within = np.trace(apart, axis1=-2, axis2=-1) / 2
    between = apart.sum((-1, -2)) / 2 - within
    net_between = net.sum((-1, -2)) / 2
    whole = units.measure(within + between)
    norm = population[..., :, None] * income[..., None, :]
    pair = _ratio(apart, norm + np.swapaxes(norm, -1, -2))
    return Dagum(
        names,
        whole.value,
        units.measure(within).value,
        units.measure(net_between).value,
        units.measure(np.maximum(between - net_between, 0.0)).value,
        pair,
        np.where(np.isnan(pair), np.nan, _ratio(net, apart, empty=0.0)),
        population,
        income,
        _ratio(income, population),
        whole.used,
        whole.dropped,
    )


def _excess(units: Sample, belongs: Floats) -> Floats:
    """(..., g, g): Σ over i in j, r in h of p p (x_i − x_r) where positive, by one sort and running sums per group."""
    order = np.argsort(units.relative, axis=-1, kind="stable")
    x = np.take_along_axis(units.relative, order, -1)[..., None] - 1.0
    p = np.take_along_axis(units.share, order, -1)[..., None] * belongs[order]
    below = x * np.cumsum(p, -2) - np.cumsum(p * x, -2)
    excess: Floats = np.swapaxes(p, -1, -2) @ np.maximum(below, 0.0)
    return excess


def _ratio(part: Floats, whole: Floats, empty: float = np.nan) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, empty), where=whole > 0)
    return ratio
