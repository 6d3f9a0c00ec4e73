"""Generalised entropy taken apart by groups in groups: between regions, between provinces of a region, within provinces."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.disparity.entropy import entropy
from xietong.regional.refusal import refused
from xietong.regional.sample import Sample, codes_of, members, sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from xietong.core.panel import Floats
    from xietong.regional.sample import Counts


@dataclass(frozen=True, eq=False)
class Level:
    """What one grouping shows: the inequality within each of its groups, all (..., groups), groups by first appearance.

    entropy is each group's own, contribution what it adds to the whole (entropy times the group's weight), population and
    income its shares. A group without units, or without income where α > 0, has entropy NaN and contribution 0.
    """

    groups: tuple[str, ...]
    entropy: Floats
    contribution: Floats
    population: Floats
    income: Floats


@dataclass(frozen=True, eq=False)
class Nested:
    """total = Σ between + within. between[0] is between the coarsest groups, between[1] between the next inside those, …"""

    total: Floats
    between: tuple[Floats, ...]
    within: Floats
    levels: tuple[Level, ...]
    used: Counts
    dropped: Counts


def nested(
    values: ArrayLike, levels: Sequence[ArrayLike], weights: ArrayLike | None = None, alpha: float = 1.0
) -> Nested:
    """Theil index (or GE(α)) by one grouping or by groups nested in groups.

    One-stage: levels = [region of each unit]: T = T_between + Σ_g s_g T_g. Two-stage nested: levels = [region, province] with cities as
    units: T = T_between regions + Σ_regions s T_between its provinces + Σ_provinces s T_within. The weight of a group is P^(1−α) S^α: its
    income share for T (α = 1), its population share for L (α = 0).
    Source: Theil (1967); Shorrocks (1980), Econometrica 48; Akita (2003), Annals of Regional Science 37 (two-stage nested, where values
    are per head and weights are population).

    values (..., units); levels from coarse to fine, each (units,) labels; weights as in `generalised_entropy`. Missing: a unit without
    value or weight is left out with the count. Raises ValuesError as `generalised_entropy`, and for labels that do not fit the
    units or a group that lies in two parents.
    """
    if not np.isfinite(alpha):
        raise refused("out_of_range", what="alpha", got=alpha, wanted="finite")
    units = sample(values, weights, zeros=alpha > 0)
    named = [codes_of(labels, units.relative.shape[-1], f"level {at}") for at, labels in enumerate(levels)]
    if not named:
        raise refused("too_few", what="levels", got=0, wanted=1)
    _refuse_crossing(named)
    smooth = [_group_means(units, codes, len(names)) for names, codes in named]
    levels_of = [_level(units, units.relative, alpha, names, codes) for names, codes in named]
    whole = units.measure(entropy(units.relative, units.share, alpha))
    inner = [_level(units, smooth[at + 1], alpha, *named[at]).contribution.sum(-1) for at in range(len(named) - 1)]
    first = entropy(smooth[0], units.share, alpha)
    parts = [units.measure(part).value for part in (first, *inner, levels_of[-1].contribution.sum(-1))]
    return Nested(whole.value, tuple(parts[:-1]), parts[-1], tuple(levels_of), whole.used, whole.dropped)


def _group_means(units: Sample, codes: NDArray[np.intp], groups: int) -> Floats:
    """Every unit with the mean of its group, (..., units)."""
    belongs = members(codes, groups)
    population, income = units.share @ belongs, (units.share * units.relative) @ belongs
    mean = np.divide(income, population, out=np.ones_like(income), where=population > 0)
    smooth: Floats = mean[..., codes]
    return smooth


def _level(units: Sample, values: Floats, alpha: float, names: tuple[str, ...], codes: NDArray[np.intp]) -> Level:
    """The entropy of values within each group, and what each adds to the whole."""
    belongs = members(codes, len(names)).T
    share = units.share[..., None, :] * belongs
    population, income = share.sum(-1), (share * values[..., None, :]).sum(-1)
    known = (population > 0) & ((income > 0) | (alpha <= 0))
    weight, mean = np.where(known, population, 1.0), np.where(known & (income > 0), income, 1.0)
    # outside the group and in an empty one every unit is at the mean, with no share
    relative = np.where(belongs > 0, values[..., None, :] * (weight / mean)[..., None], 1.0)
    own = entropy(np.where(known[..., None], relative, 1.0), share / weight[..., None], alpha)
    contribution = np.where(known, own * weight ** (1 - alpha) * mean**alpha, 0.0)
    return Level(names, np.where(known, own, np.nan), contribution, population, income)


def _refuse_crossing(named: list[tuple[tuple[str, ...], NDArray[np.intp]]]) -> None:
    for (parents, above), (children, below) in pairwise(named):
        for child in range(len(children)):
            found = np.unique(above[below == child])
            if len(found) > 1:
                raise refused("not_nested", child=children[child], first=parents[found[0]], second=parents[found[1]])
