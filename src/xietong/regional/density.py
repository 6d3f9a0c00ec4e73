"""Kernel density over time: the moving picture of a distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import not_negative, numbers, one_of, refused, shaped

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats
    from xietong.regional.sample import Counts

RULES = ("silverman", "normal", "scott")
GRID = 512
REACH = 3.0  # bandwidths beyond the extremes


@dataclass(frozen=True, eq=False)
class Density:
    """grid (points,); density (times, points), integrating to one; bandwidth, used, dropped (times,); peaks per time."""

    grid: Floats
    density: Floats
    bandwidth: Floats
    used: Counts
    dropped: Counts

    @property
    def peaks(self) -> tuple[Floats, ...]:
        """Where each time's density has its local maxima, lowest first: one is a single club, two are polarisation."""
        inner = self.density[:, 1:-1]
        tops = (inner > self.density[:, :-2]) & (inner >= self.density[:, 2:])
        return tuple(self.grid[1:-1][row] for row in tops)


def density(
    values: ArrayLike,
    bandwidth: str | float = "silverman",
    grid: ArrayLike | None = None,
    lower: float | None = None,
    upper: float | None = None,
    weights: ArrayLike | None = None,
) -> Density:
    """Gaussian kernel density f(x) = Σ p K((x − xᵢ) / h) / h at each time, on one grid for all.

    Bandwidth by name (`bandwidth_of`) for each time, or one number for all. lower, upper: bounds of what the values can be
    (0 for shares and incomes); the part of the kernel beyond a bound is reflected into it (Silverman 1986, section 2.10), so
    that the density integrates to one within the bounds; without bounds it reaches beyond them.
    Source: Rosenblatt (1956); Parzen (1962); Silverman (1986), Density Estimation; Quah (1997) for its use on regions.

    values (times, units) or (units,); weights the same or broadcast. grid (points,) rising, None for 512 points to three bandwidths
    beyond the extremes, within the bounds. Missing: left out at that time, with the count. Raises ValuesError for infinite values, values
    beyond the bounds, negative weights, a time with fewer than two units or no variation where a rule names the bandwidth,
    a bandwidth not above zero.
    """
    x = np.atleast_2d(numbers(values, "values"))
    w = np.ones(x.shape) if weights is None else shaped(numbers(weights, "weights"), x.shape, "weights")
    not_negative(w, "weights")
    low, high = -np.inf if lower is None else lower, np.inf if upper is None else upper
    present = ~(np.isnan(x) | np.isnan(w))
    if not low < high or (x[present] < low).any() or (x[present] > high).any():
        raise refused(
            "out_of_range", what="a value", got=[float(np.nanmin(x)), float(np.nanmax(x))], wanted=f"in [{low}, {high}]"
        )
    h = np.array([_width(row[known], bandwidth) for row, known in zip(x, present, strict=True)])
    points = _grid(x, h, low, high) if grid is None else numbers(grid, "grid")
    rows = [_one(points, *part, low, high) for part in zip(x, w, present, h, strict=True)]
    used = present.sum(1)
    return Density(points, np.array(rows), h, used, x.shape[1] - used)


def bandwidth_of(values: ArrayLike, rule: str = "silverman") -> float:
    """Rules for a Gaussian kernel, s with divisor n − 1:

    "silverman": 0.9 min(s, IQR / 1.34) n^(−1/5) (Silverman 1986, eq. 3.31; R's bw.nrd0); "normal": (4/3)^(1/5) s n^(−1/5) ≈ 1.06 s n^(−1/5)
    (eq. 3.28; scipy calls this one silverman); "scott": s n^(−1/5) (Scott 1992; scipy's scott). Where the IQR is zero, s stands alone.
    values (units,), complete. Raises ValuesError for fewer than two, no variation, an unknown rule.
    """
    x = numbers(values, "values")
    one_of(rule, RULES, "bandwidth")
    if len(x) < 2:
        raise refused("too_few", what="units", got=len(x), wanted=2)
    s = float(x.std(ddof=1))
    if not s > 0:
        raise refused("constant", what="values")
    shrink: float = len(x) ** -0.2
    if rule == "scott":
        return s * shrink
    if rule == "normal":
        return float((4 / 3) ** 0.2 * s * shrink)
    low, high = np.quantile(x, [0.25, 0.75])
    spread = float(high - low) / 1.34
    return 0.9 * (min(s, spread) if spread > 0 else s) * shrink


def _width(values: Floats, bandwidth: str | float) -> float:
    if isinstance(bandwidth, str):
        return bandwidth_of(values, bandwidth)
    if not 0 < bandwidth < np.inf:
        raise refused("out_of_range", what="bandwidth", got=bandwidth, wanted="above 0 and finite")
    return float(bandwidth)


def _grid(x: Floats, h: Floats, low: float, high: float) -> Floats:
    ends = np.nanmin(x) - REACH * h.max(), np.nanmax(x) + REACH * h.max()
    return np.linspace(max(ends[0], low), min(ends[1], high), GRID)


def _one(points: Floats, x: Floats, w: Floats, known: np.ndarray, h: float, low: float, high: float) -> Floats:
    """The density at one time; at points beyond the bounds it is zero."""
    at, share = x[known], w[known] / (w[known].sum() or 1.0)
    if not len(at):
        return np.full(points.shape, np.nan)
    mirrors = [at, *(2 * bound - at for bound in (low, high) if np.isfinite(bound))]
    with np.errstate(under="ignore"):
        heights = sum(np.exp(-0.5 * ((points[:, None] - mirror) / h) ** 2) @ share for mirror in mirrors)
    within = (points >= low) & (points <= high)
    return np.where(within, heights / (h * np.sqrt(2 * np.pi)), 0.0)
