"""Obstacle degree: which indicator holds a unit back most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.coupling import shares_of
from xietong.regional.refusal import not_negative, numbers, refuse_where
from xietong.regional.sample import codes_of, members

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats
    from xietong.regional.sample import Counts


@dataclass(frozen=True, eq=False)
class Obstacle:
    """degree (..., indicators) and by_group (..., groups), shares that sum to one; NaN where a unit has nothing left to reach."""

    degree: Floats
    groups: tuple[str, ...]
    by_group: Floats
    dropped: Counts

    def ranking(self) -> Counts:
        """Positions of the indicators, the greatest obstacle first, (..., indicators); missing ones last."""
        return np.argsort(-np.nan_to_num(self.degree, nan=-1.0), axis=-1, kind="stable")


def obstacle(values: ArrayLike, weights: ArrayLike | None = None, groups: ArrayLike | None = None) -> Obstacle:
    """O_j = F_j I_j / Σ F I with the contribution F_j = w_j and the deviation I_j = 1 − x_j; a group's is the sum of its indicators'.

    In a hierarchy F_j is the effective weight (weight of the group times weight in the group).
    Source: the obstacle degree model as in 王淑佳 et al. (2021) and 鲁春阳、文枫、杨庆媛等（2011）基于改进TOPSIS法的城市土地利用绩效评价及障碍因子诊断，
    资源科学 33(3)：535–541.

    values (..., indicators) normalised to 0–1, 1 is the goal; weights (indicators,), None for equal; groups (indicators,) labels,
    None for one group. Missing: an indicator without value has NaN and the others share the whole, dropped (...) counts them. Raises ValuesError for
    values outside 0–1, weights or labels that do not fit.
    """
    x = numbers(values, "values")
    not_negative(x, "values")
    refuse_where(x > 1, "above_one", "values")
    names, codes = codes_of(["all"] * x.shape[-1] if groups is None else groups, x.shape[-1])
    left = (1 - x) * shares_of(weights, x.shape[-1])
    whole = np.nansum(left, -1, keepdims=True)
    degree = left / np.where(whole > 0, whole, np.nan)
    by_group = np.where(whole > 0, np.nan_to_num(degree) @ members(codes, len(names)), np.nan)
    return Obstacle(degree, names, by_group, np.isnan(x).sum(-1))
