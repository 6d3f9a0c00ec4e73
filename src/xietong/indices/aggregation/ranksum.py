"""The rank-sum ratio (秩和比) and the fit by which its values become grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.aggregation.means import arithmetic
from xietong.indices.aggregation.scales import scaled
from xietong.indices.refused import refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats


def ranksum(values: Floats, weights: Floats, ranks: str = "whole") -> Floats:
    """Rank-sum ratio, RSR = Σ w R/n / Σw: the mean rank as a share of the number of units, from 1/n to 1.

    Source: 田凤调, 秩和比法及其应用 (中国统计出版社, 1993). ranks: "whole" (整次秩) 1 for the worst to n for the best, the
    mean of their ranks for those that are equal; "proportional" (非整次秩) R = 1 + (n − 1)(x − min)/(max − min).
    values (…, units, children), weights (…, children) relative; returns (…, units). In a child that some units miss, n
    is the number of those that have it; the weight of a unit's missing children goes to its others. Raises ValuesError
    for fewer than two units.
    """
    if (np.sum(~np.isnan(values).all(axis=-1), axis=-1) < 2).any():
        raise refused("one_alternative", method="ranksum")
    number = np.sum(~np.isnan(values), axis=-2, keepdims=True)
    placed = _whole(values) if ranks == "whole" else 1.0 + (number - 1) * scaled(values, "minmax")
    return arithmetic(placed / np.maximum(number, 1), weights)


def _whole(values: Floats) -> Floats:
    """Ranks over the units from 1, least first, means for ties; missing values have none."""
    from scipy.stats import rankdata

    ranked: Floats = rankdata(values, method="average", axis=-2, nan_policy="omit")
    return np.where(np.isnan(values), np.nan, ranked)


@dataclass(frozen=True, eq=False)
class Grades:
    """A fit of rank-sum ratios on probits; grades count from 1, the lowest. Arrays are in the order of the units."""

    probits: Floats
    intercept: float
    slope: float
    correlation: float
    fitted: Floats
    grades: NDArray[np.int64]


CUTS = {3: (4.0, 6.0), 4: (3.5, 5.0, 6.5), 5: (3.2, 4.4, 5.6, 6.8)}


def graded(scores: Floats, groups: int = 3) -> Grades:
    """Grades from rank-sum ratios: a line on the probits of their distribution, cut at fixed probits.

    The cumulative share is the mean rank over n, the last corrected to 1 − 1/(4n); probit = Φ⁻¹(share) + 5; the cuts are
    4 and 6 for three grades, 3.5, 5, 6.5 for four, 3.2, 4.4, 5.6, 6.8 for five (田凤调 1993). scores (units,), none
    missing. Raises ValuesError for fewer than three different scores and for another number of grades.
    """
    from scipy.special import ndtri
    from scipy.stats import linregress

    distinct, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    if len(distinct) < 3 or np.isnan(scores).any() or groups not in CUTS:
        raise refused("grades", distinct=len(distinct), groups=groups, allowed=", ".join(map(str, CUTS)))
    ends = np.cumsum(counts)
    shares = (ends - (counts - 1) / 2.0) / len(scores)
    shares[-1] = 1.0 - 1.0 / (4.0 * len(scores))
    probits = ndtri(shares) + 5.0
    line = linregress(probits, distinct)
    cuts = line.intercept + line.slope * np.array(CUTS[groups])
    fitted = line.intercept + line.slope * probits
    marks = 1 + np.searchsorted(cuts, fitted, side="right")
    return Grades(
        probits[inverse], float(line.intercept), float(line.slope), float(line.rvalue), fitted[inverse], marks[inverse]
    )
