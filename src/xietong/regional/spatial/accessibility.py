"""Accessibility: what can be reached from a place, and how soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from xietong.core.panel import Floats


@dataclass(frozen=True, eq=False)
class Change:
    """Of an accessibility (..., units) between two times: later minus earlier, and the relative change."""

    difference: Floats
    relative: Floats


def mean_time(times: Floats, masses: Floats | None = None, own: bool = False) -> Floats:
    """Weighted mean travel time Aᵢ = Σⱼ Mⱼ Tᵢⱼ / Σⱼ Mⱼ (加权平均旅行时间), (..., units), in the unit of `times`; less is better.

    times: (..., units, units), from rows to columns, ∞ where there is no way, NaN where not known; masses: (..., units),
    population or GDP, equal where none is given. own: whether j = i counts, with its time on the diagonal. Gutiérrez (2001,
    Journal of Transport Geography 9:229–242). A time or mass that is not known makes the result NaN, a place that cannot be
    reached makes it ∞, unless its mass is 0. Raises ValuesError for negative times or masses, masses that are all 0.
    """
    times, masses = _checked(times, masses, own)
    with np.errstate(invalid="ignore"):  # 0 · ∞: where nothing is, nobody goes
        weighted = np.where(masses == 0, 0.0, masses * times)
    return np.asarray(_summed(weighted, own) / _total(masses, own))


def potential(times: Floats, masses: Floats, power: float = 1.0, own: bool = False) -> Floats:
    """Economic potential Pᵢ = Σⱼ Mⱼ / Tᵢⱼ^a (潜力值), (..., units), in mass per time^a; Hansen (1959, Journal of the American
    Institute of Planners 25:73–76).

    As `mean_time`; what cannot be reached adds nothing. own: the diagonal counts and must be above 0. Raises ValuesError
    also for times of 0 and a power that is not positive.
    """
    times, masses = _checked(times, masses, own)
    if not power > 0:
        raise refusal("parameter", name="power", value=power, wanted="> 0")
    counted = np.ones(times.shape[-2:], dtype=bool) if own else ~np.eye(times.shape[-1], dtype=bool)
    if ((times == 0) & counted).any():
        raise refusal("distances", what="times", where=positions((times == 0) & counted))
    return _summed(masses * np.where(counted, times, 1.0) ** -power, own)


def within(times: Floats, limit: float, masses: Floats | None = None, own: bool = False) -> Floats:
    """What is reached within `limit` (日常可达性, 等时圈): Σⱼ Mⱼ [Tᵢⱼ ≤ limit], (..., units); how many places, where no masses
    are given. As `mean_time`. Raises ValuesError also for a limit that is not positive."""
    times, masses = _checked(times, masses, own)
    if not limit > 0:
        raise refusal("parameter", name="limit", value=limit, wanted="> 0")
    reached = np.where(np.isnan(times), np.nan, (times <= limit).astype(np.float64))
    return _summed(masses * reached, own)


def pairs_within(times: Floats, limit: float) -> Floats:
    """The share of ordered pairs of different units that are within `limit` of each other, (...): how whole an isochrone
    region (1.5 小时交通圈) is. As `mean_time`; needs two units."""
    n = np.asarray(times).shape[-1]
    if n < 2:
        raise refusal("too_few", method="pairs_within", least=2, count=n)
    return np.asarray(within(times, limit).sum(axis=-1) / (n * (n - 1)))


def relative(accessibility: Floats) -> Floats:
    """Accessibility over its mean of all units (可达性系数), (..., units): of mean times below 1 is better than average, of
    potentials above 1. NaN where one is missing."""
    accessibility = np.asarray(accessibility, dtype=np.float64)
    mean = accessibility.mean(axis=-1, keepdims=True)
    return np.asarray(accessibility / np.where(mean == 0, np.nan, mean))


def change(earlier: Floats, later: Floats) -> Change:
    """Change of an accessibility between two times, absolute and over the earlier; relative NaN where that was 0."""
    earlier, later = (np.asarray(one, dtype=np.float64) for one in (earlier, later))
    return Change(later - earlier, (later - earlier) / np.where(earlier == 0, np.nan, earlier))


def shortest(times: Floats) -> Floats:
    """Least times over any number of stages, (units, units), from those of single stages: ∞ or NaN where there is no
    direct way; Floyd (1962) and Warshall. No time for changing is added: put it into the stages.

    Raises ValuesError for negative times.
    """
    found, _ = _checked(np.array(times, dtype=np.float64), None, own=False)
    found = np.where(np.isnan(found), np.inf, found)
    np.fill_diagonal(found, 0.0)
    for via in range(len(found)):
        found = np.minimum(found, found[:, via, None] + found[via])
    return found


def _checked(times: Floats, masses: Floats | None, own: bool) -> tuple[Floats, Floats]:
    """Times, 0 on a diagonal that does not count, and masses as (..., 1, units)."""
    times = np.array(times, dtype=np.float64)
    if times.ndim < 2 or times.shape[-1] != times.shape[-2]:
        raise refusal("shape", what="times", found=times.shape, wanted="(..., units, units)")
    n = times.shape[-1]
    if not own:
        times[..., np.arange(n), np.arange(n)] = 0.0
    if (times < 0).any():
        raise refusal("distances", what="times", where=positions(times < 0))
    masses = np.ones(n) if masses is None else np.asarray(masses, dtype=np.float64)
    if masses.shape[-1] != n:
        raise refusal("shape", what="masses", found=masses.shape, wanted=f"(..., {n})")
    wrong = (masses < 0) | np.isinf(masses)
    if wrong.any():
        raise refusal("negative", method="mass", where=positions(wrong))
    return times, masses[..., None, :]


def _summed(terms: Floats, own: bool) -> Floats:
    left_out = np.eye(terms.shape[-1], dtype=bool) & (not own)
    return np.asarray(np.where(left_out, 0.0, terms).sum(axis=-1))


def _total(masses: Floats, own: bool) -> Floats:
    """The masses that each unit can go to, (..., units)."""
    n = masses.shape[-1]
    total = _summed(np.broadcast_to(masses, (*masses.shape[:-2], n, n)), own)
    if (total == 0).any():
        raise refusal("no_mass", where=positions(total == 0))
    return total
