"""Getis–Ord G: whether high or low values gather; and where (Gi, Gi*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.moments import Alternative, Autocorrelation, Sums, judged, prepared
from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def getis(values: Floats, weights: Floats, alternative: Alternative = "two-sided") -> Autocorrelation:
    """The general G with its moments under randomisation: G = Σᵢⱼ wᵢⱼ xᵢ xⱼ / Σᵢ≠ⱼ xᵢ xⱼ; E(G) = S0/(n(n − 1)).

    z > 0: high values gather, z < 0: low ones. Getis & Ord (1992, Geographical Analysis 24:189–206, corrected 1993);
    meant for binary weights (contiguity or a distance band). values: (..., units), not negative, with a meaningful zero;
    weights: (units, units); results (...). Missing and equal values: NaN, as `moran.moran`. Raises ValuesError for
    negative values, unfit weights, fewer than four units.
    """
    values, weights, sums = _not_negative(values, weights, least=4)
    x = _scaled(values)
    expected = sums.s0 / (sums.n * (sums.n - 1))
    return judged(_getis(x, weights), expected, _squared(x, sums) - expected**2, alternative, sign=1)


def getis_g(values: Floats, weights: Floats) -> Floats:
    """The statistic alone, (...); for permutations. As `getis`."""
    values, weights, _ = _not_negative(values, weights, least=2)
    return _getis(_scaled(values), weights)


def hot_spots(values: Floats, weights: Floats, own: bool = True) -> Floats:
    """Gi* (own: the unit is in its own neighbourhood, with weight 1) or Gi of each unit, as standard scores (..., units).

    Gi* = (Σⱼ wᵢⱼ xⱼ − m Wᵢ) / (s √[(n S1ᵢ − Wᵢ²)/(n − 1)]), m and s (divisor n) over all units, Wᵢ = Σⱼ wᵢⱼ,
    S1ᵢ = Σⱼ wᵢⱼ²; Gi leaves unit i out of the sums, the mean and the deviation (n − 1 for n, n − 2 for n − 1): Ord &
    Getis (1995, Geographical Analysis 27:286–306). Positive: a gathering of high values; p by `moments.normal_p`, to be
    corrected for many tests (`local.false_discovery`). Use binary weights for Gi* (a row-standardised row and an own
    weight of 1 do not fit). Missing: NaN at that time; islands: NaN for Gi. Errors: as `moran.moran`.
    """
    values, weights, sums = prepared(values, weights, "Getis–Ord Gi", least=3)
    matrix = weights + np.eye(sums.n) if own else weights
    count = sums.n if own else sums.n - 1
    mean, spread = _moments(values, own)
    total, squares = matrix.sum(axis=1), (matrix**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = spread * np.sqrt(np.clip(count * squares - total**2, 0, None) / (count - 1))
        scale = np.where(scale > 0, scale, np.nan)
        return np.asarray((values @ matrix.T - mean * total) / scale)


def _moments(values: Floats, own: bool) -> tuple[Floats, Floats]:
    """Mean and deviation over all units, or over all others of each unit."""
    flat = np.ptp(values, axis=-1, keepdims=True) == 0
    centre = values.mean(axis=-1, keepdims=True)
    centred = values - centre
    if own:
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True))
        return centre, np.where(flat, np.nan, spread)
    others = values.shape[-1] - 1
    mean = -centred / others  # of the others, from the mean of all
    square = ((centred**2).sum(axis=-1, keepdims=True) - centred**2) / others - mean**2
    return centre + mean, np.where(flat, np.nan, np.sqrt(np.clip(square, 0, None)))


def _not_negative(values: Floats, weights: Floats, least: int) -> tuple[Floats, Floats, Sums]:
    values, weights, sums = prepared(values, weights, "Getis–Ord G", least)
    if (values < 0).any():
        raise refusal("negative", method="Getis–Ord G", where=positions(values < 0))
    return values, weights, sums


def _scaled(values: Floats) -> Floats:
    """Values over their largest, which changes nothing and keeps fourth powers in range; NaN where all are equal."""
    largest = values.max(axis=-1, keepdims=True)
    flat = np.ptp(values, axis=-1, keepdims=True) == 0
    return np.asarray(values / np.where(flat, np.nan, largest))


def _getis(x: Floats, weights: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):  # one positive value among zeros: no pair
        return np.asarray((x * (x @ weights.T)).sum(axis=-1) / (x.sum(axis=-1) ** 2 - (x**2).sum(axis=-1)))


def _squared(x: Floats, s: Sums) -> Floats:
    """E(G²), Getis & Ord (1992), eq. 8 ff."""
    n = s.n
    m1, m2, m3, m4 = ((x**power).sum(axis=-1) for power in (1, 2, 3, 4))
    b0 = (n**2 - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s.s0**2
    b1 = -((n**2 - n) * s.s1 - 2 * n * s.s2 + 6 * s.s0**2)
    b2 = -(2 * n * s.s1 - (n + 3) * s.s2 + 6 * s.s0**2)
    b3 = 4 * (n - 1) * s.s1 - 2 * (n + 1) * s.s2 + 8 * s.s0**2
    b4 = s.s1 - s.s2 + s.s0**2
    above = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(above / ((m1**2 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3)))
