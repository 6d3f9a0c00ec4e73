"""Coupling coordination degree of n systems: how far they have come, and how far together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.data import table
from xietong.regional.refusal import not_negative, numbers, one_of, refuse_where, refused, shaped

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats
    from xietong.regional.sample import Counts

FORMS = ("standard", "corrected", "power")
SCALES = "coupling.toml"


@dataclass(frozen=True, eq=False)
class Coupling:
    """coupling C, development T, coordination D = √(C·T), each (...); lagging is the position of the weakest system.

    NaN (lagging −1) where a system is missing; undefined counts these.
    """

    coupling: Floats
    development: Floats
    coordination: Floats
    lagging: Counts
    undefined: int


def coupling(
    systems: ArrayLike, weights: ArrayLike | None = None, form: str = "corrected", exponent: float = 2.0
) -> Coupling:
    """C by a named form, T = Σ αᵢ Uᵢ, D = √(C T).

    "standard": C = n (Π Uᵢ)^(1/n) / Σ Uᵢ, the geometric over the arithmetic mean; nearly always close to 1.
    "corrected": C = √{[1 − Σ_{i>j} |Uᵢ − Uⱼ| / (n(n−1)/2)] · (Π Uᵢ / max U)^(1/(n−1))}, spread over the whole of 0–1, where each Uᵢ is
    taken over the greatest but the greatest itself; for two systems √{[1 − (U₂ − U₁)] · U₁/U₂} with U₁ ≤ U₂.
    "power": C = [Π Uᵢ / ((Σ Uᵢ / n)ⁿ)]^exponent (廖重斌 1999, exponent k ≥ 2 for two systems; exponent 1/n is "standard").
    Source: 王淑佳、孔伟、任亮、治丹丹、戴彬婷（2021）国内耦合协调度模型的误区及修正，自然资源学报 36(3)：793–810 (normative form and
    correction); 廖重斌 (1999). Name the form with the result: the two differ widely.

    systems (..., n) between 0 and 1, n ≥ 2, larger is better; weights (n,) not negative, None for equal, scaled to sum 1. A system at 0
    gives C = 0; where all are 0 they do not differ, and C = 0 as T and D. Missing: a unit that lacks a system has no value, as C of
    fewer systems is another measure. Raises ValuesError for values outside 0–1, fewer than two systems, weights that do not fit or sum to
    zero, an unknown form, an exponent not above 0.
    """
    u = numbers(systems, "systems")
    n = u.shape[-1]
    one_of(form, FORMS, "form")
    if n < 2:
        raise refused("too_few", what="systems", got=n, wanted=2)
    if not 0 < exponent < np.inf:
        raise refused("out_of_range", what="exponent", got=exponent, wanted="above 0 and finite")
    not_negative(u, "systems")
    refuse_where(u > 1, "above_one", "systems")
    alpha = shares_of(weights, n)
    missing = np.asarray(np.isnan(u).any(-1))
    known = np.where(missing[..., None], 1.0, u)
    degree = (
        _corrected(known) if form == "corrected" else _ratio(known) ** (1.0 if form == "standard" else n * exponent)
    )
    together = known @ alpha
    lagging = np.where(missing, -1, known.argmin(-1))
    blank = np.where(missing, np.nan, 0.0)
    coordination = np.sqrt(degree * together)
    return Coupling(degree + blank, together + blank, coordination + blank, lagging, int(missing.sum()))


def shares_of(weights: ArrayLike | None, n: int) -> Floats:
    """Weights (n,) that sum to one, equal where none are given. Raises ValuesError for others than n, negative or missing ones."""
    alpha = shaped(numbers(1.0 if weights is None else weights, "weights", 0), (n,), "weights")
    refuse_where(np.isnan(alpha), "missing", "weights")
    not_negative(alpha, "weights")
    if not alpha.sum() > 0:
        raise refused("total_zero", what="weights", place="()")
    return np.asarray(alpha / alpha.sum())


def _ratio(u: Floats) -> Floats:
    """Geometric over arithmetic mean; of values over their greatest, so that none underflows."""
    greatest = u.max(-1, keepdims=True)
    r = u / np.where(greatest > 0, greatest, 1.0)
    with np.errstate(divide="ignore"):
        middle = np.exp(np.log(r).mean(-1))
    mean = np.where(greatest[..., 0] > 0, r.mean(-1), 1.0)
    ratio: Floats = np.minimum(middle / mean, 1.0)
    return ratio


def _corrected(u: Floats) -> Floats:
    n = u.shape[-1]
    greatest = u.max(-1, keepdims=True)
    r = u / np.where(greatest > 0, greatest, 1.0)
    ordered = np.sort(u, axis=-1)
    # Σ over pairs of |difference| is Σ of ordered values times (2i − n + 1); i from 0
    apart = (ordered * (2 * np.arange(n) - n + 1)).sum(-1) / (n * (n - 1) / 2)
    with np.errstate(divide="ignore"):
        level = np.exp(np.log(r).sum(-1) / (n - 1))
    degree: Floats = np.sqrt(np.maximum(1 - apart, 0.0) * level)
    return degree


@dataclass(frozen=True)
class Scale:
    """Grades of a degree, lowest first, in both languages, with the source and the inner bounds."""

    name: str
    of: str
    bounds: tuple[float, ...]
    closed: str
    grades: tuple[tuple[str, str], ...]
    source: str

    def grade(self, degrees: ArrayLike) -> Counts:
        """The position of each degree's grade, −1 where missing. Raises ValuesError for degrees outside 0–1."""
        d = numbers(degrees, "degrees", 0)
        not_negative(d, "degrees")
        refuse_where(d > 1, "above_one", "degrees")
        bounds = np.array(self.bounds)
        passed = d[..., None] >= bounds if self.closed == "left" else d[..., None] > bounds
        return np.where(np.isnan(d), -1, passed.sum(-1))


def scale(name: str, on: date) -> Scale:
    """The scale of that name (`data/coupling.toml`) as it holds on a day. Raises ValuesError for an unknown name or an earlier day."""
    scales = table(SCALES)
    one_of(name, tuple(scales), "scale")
    row = scales[name]
    if on < row["since"] or on > row.get("until", on):
        raise refused("no_scale", name=name, date=on, since=row["since"])
    grades = tuple(zip(row["zh"], row["en"], strict=True))
    return Scale(name, row["of"], tuple(row["bounds"]), row["closed"], grades, row["source"])
