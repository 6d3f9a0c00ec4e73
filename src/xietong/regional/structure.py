"""Industrial structures: shares, location quotients, how special or diverse a unit is, how concentrated an industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import complete, not_negative, one_of, place, refuse_where, refused, shaped

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats

REFERENCES = ("all", "others")


def shares(amounts: ArrayLike, what: str = "amounts") -> Floats:
    """Amounts (employment, output) over their sum along the last axis, (..., industries).

    Missing values are refused: an industry that is not known makes every other share wrong; write 0 only where it is known to be none. Raises
    ValuesError for them, negative or infinite amounts, and a unit whose amounts sum to zero.
    sᵢⱼ = eᵢⱼ / Σⱼ eᵢⱼ. Source: none needed.
    """
    e = complete(amounts, what)
    not_negative(e, what)
    whole = e.sum(-1, keepdims=True)
    if (whole == 0).any():
        raise refused("total_zero", what=what, place=place(np.argwhere(whole == 0)[0][:-1]))
    part: Floats = e / whole
    return part


def reference_of(amounts: ArrayLike, reference: ArrayLike | str = "all") -> Floats:
    """The structure units are compared with, (..., units, industries): of "all" units together, of the "others" than each unit, or of a
    given whole (..., industries) such as the nation's amounts. amounts (..., units, industries); errors as in `shares`.
    """
    e = complete(amounts, "amounts", 2)
    not_negative(e, "amounts")
    if not isinstance(reference, str):
        given = shares(reference, "reference")
        return shaped(given[..., None, :], e.shape, "reference")
    one_of(reference, REFERENCES, "reference")
    together = e.sum(-2, keepdims=True)
    if reference == "all":
        return shaped(shares(together), e.shape, "reference")
    if e.shape[-2] < 2:
        raise refused("too_few", what="units", got=e.shape[-2], wanted=2)
    return shares(np.maximum(together - e, 0.0), "amounts of the others")


def location_quotient(amounts: ArrayLike, reference: ArrayLike | str = "all") -> Floats:
    """LQ_ij = (E_ij / E_i) / (E_j / E): above 1, unit i has more of industry j than the reference has. Also Balassa's revealed comparative
    advantage, where amounts are exports.

    Source: Hoover (1936), Review of Economics and Statistics 18; Balassa (1965), Manchester School 33.
    amounts (..., units, industries); reference as in `reference_of`; the result has the shape of amounts, NaN for an industry of which
    the reference has nothing. Missing values are refused. Errors as in `shares`.
    """
    s, r = shares(amounts), reference_of(amounts, reference)
    return np.asarray(np.divide(s, r, out=np.full(s.shape, np.nan), where=r > 0))


def symmetric_quotient(amounts: ArrayLike, reference: ArrayLike | str = "all") -> Floats:
    """(LQ − 1) / (LQ + 1), between −1 and 1. Source: Laursen (1998); Dalum, Laursen and Villumsen (1998). As `location_quotient`."""
    lq = location_quotient(amounts, reference)
    symmetric: Floats = (lq - 1) / (lq + 1)
    return symmetric


@dataclass(frozen=True, eq=False)
class Specialisation:
    """Each (..., units). krugman 0 … 2; herfindahl 1/industries … 1, normalised 0 … 1; relative = max LQ; diversity ≥ 1/2, infinite where
    the structure is that of the reference."""

    krugman: Floats
    herfindahl: Floats
    normalised_herfindahl: Floats
    relative: Floats
    diversity: Floats


def specialisation(amounts: ArrayLike, reference: ArrayLike | str = "others") -> Specialisation:
    """How far each unit's structure s differs from the reference r.

    krugman Σⱼ |sⱼ − rⱼ| (Krugman 1991, Geography and Trade; there against another unit, here by default against the others together);
    herfindahl Σ sⱼ² (Hirschman 1945, Herfindahl 1950), normalised (H − 1/m) / (1 − 1/m) for m industries; relative specialisation
    max_j sⱼ/rⱼ and relative diversity 1 / Σ |sⱼ − rⱼ| (Duranton and Puga 2000, Urban Studies 37).

    amounts (..., units, industries); reference as in `reference_of`. Missing values are refused. Errors as in `shares`.
    """
    s, r = shares(amounts), reference_of(amounts, reference)
    apart = np.abs(s - r).sum(-1)
    h, m = (s**2).sum(-1), s.shape[-1]
    quotient = np.divide(s, r, out=np.where(s > 0, np.inf, 0.0), where=r > 0)
    normalised = (h - 1 / m) / (1 - 1 / m) if m > 1 else np.full(h.shape, np.nan)
    with np.errstate(divide="ignore"):
        return Specialisation(apart, h, normalised, quotient.max(-1), 1 / apart)


def similarity(amounts: ArrayLike) -> Floats:
    """UNIDO's coefficient of structural similarity S_ab = Σ sₐ s_b / √(Σ sₐ² Σ s_b²): 1 for equal structures, 0 for nothing in common.

    Source: UNIDO (1979), World Industry since 1960, used in China as 结构相似系数. amounts (..., units, industries); the result is
    (..., units, units). The finer the industries, the lower it is: compare only at one level of classification. Missing values are refused.
    Errors as in `shares`.
    """
    s = shares(amounts)
    unit = s / np.sqrt((s**2).sum(-1, keepdims=True))
    cosine: Floats = np.minimum(unit @ np.swapaxes(unit, -1, -2), 1.0)
    return cosine


def krugman_pairs(amounts: ArrayLike) -> Floats:
    """K_ab = Σⱼ |sₐⱼ − s_bⱼ|, 0 … 2, (..., units, units); 1 − K/2 is the overlap Σ min(sₐ, s_b) of Finger and Kreinin (1979).

    Source: Krugman (1991), Geography and Trade. amounts (..., units, industries). Missing values are refused. Errors as in `shares`.
    """
    s = shares(amounts)
    pairs: Floats = np.abs(s[..., :, None, :] - s[..., None, :, :]).sum(-1)
    return pairs


@dataclass(frozen=True, eq=False)
class Concentration:
    """Each (..., industries): hoover 0 … 1; raw G; ellison_glaeser γ (NaN without plants); NaN for an industry of which there is nothing."""

    hoover: Floats
    raw: Floats
    ellison_glaeser: Floats


def concentration(amounts: ArrayLike, plants: ArrayLike | None = None, sizes: ArrayLike | None = None) -> Concentration:
    """How far each industry is concentrated in few units, against the sizes x of the units.

    hoover ½ Σᵢ |zᵢ − xᵢ| with z the industry's shares by unit (Hoover 1936); raw G = Σᵢ (zᵢ − xᵢ)²; Ellison and Glaeser's
    γ = [G − (1 − Σ x²) H] / [(1 − Σ x²)(1 − H)] (1997, Journal of Political Economy 105), around 0 where plants are placed by chance,
    above 0.05 highly concentrated. H is the industry's Herfindahl index of plant sizes: without it γ is not computed, since few large
    plants would pass for agglomeration.

    amounts (..., units, industries); plants (..., industries) H in [0, 1), sizes (..., units) of the units, None for their sums over
    industries. Missing values are refused, except in plants. Errors as in `shares`, and ValuesError for H outside [0, 1).
    """
    e = complete(amounts, "amounts", 2)
    not_negative(e, "amounts")
    x = shares(e.sum(-1) if sizes is None else sizes, "sizes")[..., None]
    whole = e.sum(-2, keepdims=True)
    z = e / np.where(whole > 0, whole, np.nan)
    raw = ((z - x) ** 2).sum(-2)
    if plants is None:
        return Concentration(np.abs(z - x).sum(-2) / 2, raw, np.full(raw.shape, np.nan))
    h = shaped(np.asarray(plants, dtype=np.float64), raw.shape, "plants")
    not_negative(h, "plants")
    refuse_where(h >= 1, "above_one", "plants")
    room = 1 - (x**2).sum(-2)
    return Concentration(np.abs(z - x).sum(-2) / 2, raw, (raw - room * h) / np.where(room > 0, room * (1 - h), np.nan))
