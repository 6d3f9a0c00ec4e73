"""The gravity model: how strongly places attract each other, by their masses and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from xietong.core.panel import Floats

Deterrence = Literal["power", "exponential", "gaussian", "tanner"]


@dataclass(frozen=True, eq=False)
class Attraction:
    """matrix (..., origins, destinations) with 0 on the diagonal; linkage Σⱼ Fᵢⱼ (总联系强度) and share Fᵢⱼ/Σⱼ Fᵢⱼ
    (隶属度, where the ties of i go; NaN for a unit without any), row-wise; received Σᵢ Fᵢⱼ."""

    matrix: Floats
    linkage: Floats
    received: Floats
    share: Floats


def attraction(
    masses: Floats,
    distances: Floats,
    power: float = 2.0,
    constant: float = 1.0,
    exponents: tuple[float, float] = (1.0, 1.0),
    directed: bool = False,
) -> Attraction:
    """Fᵢⱼ = G kᵢⱼ Mᵢ^α Mⱼ^β / dᵢⱼ^b (Zipf 1946, American Sociological Review 11:677–686).

    masses: (..., units), not negative; distances: (units, units) or (..., units, units), kilometres, hours or cost, the
    diagonal is not read; constant G, exponents (α, β), power b. `directed`: kᵢⱼ = Mᵢ/(Mᵢ + Mⱼ), the modified model
    (修正引力模型) in which the tie is counted to each side by its mass; else kᵢⱼ = 1. F has the unit mass^(α+β)/distance^b:
    compare within one model only. A missing mass makes its ties missing (NaN). Raises ValuesError for negative masses,
    distances that are missing, 0 or negative, a power that is negative.
    """
    masses = checked_masses(masses)
    power = _at_least_zero("power", power)
    forces = interaction(masses, deterrence(distances, "power", power), exponents) * constant
    if directed:
        with np.errstate(invalid="ignore", divide="ignore"):
            forces = forces * np.nan_to_num(
                masses[..., :, None] / (masses[..., :, None] + masses[..., None, :]), nan=0.0
            )
    linkage = forces.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = forces / linkage[..., None]
    return Attraction(forces, linkage, forces.sum(axis=-2), share)


def interaction(masses: Floats, deterred: Floats, exponents: tuple[float, float] = (1.0, 1.0)) -> Floats:
    """Mᵢ^α Mⱼ^β f(dᵢⱼ) for any deterrence f(d) of `deterrence`, (..., origins, destinations), 0 on the diagonal."""
    masses = checked_masses(masses)
    forces = masses[..., :, None] ** exponents[0] * masses[..., None, :] ** exponents[1] * deterred
    apart = ~np.eye(masses.shape[-1], dtype=bool)
    return np.where(apart, forces, 0.0)


def deterrence(distances: Floats, form: Deterrence, decay: float, rate: float = 0.0) -> Floats:
    """f(d): power d^−b, exponential e^(−bd), gaussian e^(−bd²), tanner d^−b e^(−cd); 0 on the diagonal.

    distances: (..., units, units), positive off the diagonal; decay: b ≥ 0; rate: c ≥ 0, of tanner only. Wilson (1971,
    Environment and Planning 3:1–32); Tanner (1961). Raises ValuesError for such distances and parameters.
    """
    distances = checked_distances(distances)
    b, c = _at_least_zero("decay", decay), _at_least_zero("rate", rate)
    match form:
        case "power":
            found = distances**-b
        case "exponential":
            found = np.exp(-b * distances)
        case "gaussian":
            found = np.exp(-b * distances**2)
        case "tanner":
            found = distances**-b * np.exp(-c * distances)
        case _:
            raise refusal("parameter", name="form", value=form, wanted="power / exponential / gaussian / tanner")
    return np.where(np.eye(distances.shape[-1], dtype=bool), 0.0, found)


def mass(values: Floats) -> Floats:
    """A mass of several indicators: their geometric mean, ⁿ√Πxₖ, (..., units) from (..., units, indicators).

    √(GDP · population) is the usual one; the unit is the geometric mean of the units. Missing in one: missing. Raises
    ValuesError for negative values.
    """
    values = checked_masses(values)
    with np.errstate(divide="ignore"):  # log 0: the mass is 0
        return np.asarray(np.exp(np.log(values).mean(axis=-1)))


def breakpoints(masses: Floats, distances: Floats, power: float = 2.0) -> Floats:
    """How far from i towards j the attraction of both is equal: dᵢⱼ / (1 + (Mⱼ/Mᵢ)^(1/b)), (..., units, units), 0 on the
    diagonal; with power b = 2 the breaking point of Converse (1949, Journal of Marketing 14:379–384).

    masses: (..., units), positive; distances as `attraction`. The points of i and j add up to dᵢⱼ. NaN for a missing mass.
    Raises ValuesError for masses of 0 or less, unfit distances, a power that is not positive.
    """
    masses, distances = checked_masses(masses), checked_distances(distances)
    if (masses == 0).any():
        raise refusal("distances", what="masses", where=positions(masses == 0))
    if not power > 0:
        raise refusal("parameter", name="power", value=power, wanted="> 0")
    ratio = (masses[..., None, :] / masses[..., :, None]) ** (1 / power)
    return np.where(np.eye(masses.shape[-1], dtype=bool), 0.0, distances / (1 + ratio))


def field_strength(masses: Floats, distances: Floats, power: float = 2.0) -> Floats:
    """The field of each centre at each point, Eᵢₖ = Mᵢ / dᵢₖ^b (场强模型), (..., centres, points); a point belongs to the
    centre whose field is the strongest: `argmax` over centres.

    masses: (..., centres); distances: (..., centres, points), all positive. Raises ValuesError for negative masses, distances
    missing, 0 or negative, a negative power.
    """
    masses, distances = checked_masses(masses), np.asarray(distances, dtype=np.float64)
    wrong = ~(np.isfinite(distances) & (distances > 0))
    if wrong.any():
        raise refusal("distances", what="distances", where=positions(wrong))
    return np.asarray(masses[..., :, None] * distances ** -_at_least_zero("power", power))


def checked_masses(masses: Floats) -> Floats:
    """Masses as float64, NaN where missing. Raises ValuesError for negative or infinite ones."""
    masses = np.asarray(masses, dtype=np.float64)
    wrong = (masses < 0) | np.isinf(masses)
    if wrong.any():
        raise refusal("negative", method="mass", where=positions(wrong))
    return masses


def checked_distances(distances: Floats, what: str = "distances") -> Floats:
    """Distances (..., units, units) with 1 on the diagonal. Raises ValuesError for others that are not positive."""
    found = np.array(distances, dtype=np.float64)
    if found.ndim < 2 or found.shape[-1] != found.shape[-2]:
        raise refusal("shape", what=what, found=found.shape, wanted="(..., units, units)")
    same = np.arange(found.shape[-1])
    found[..., same, same] = 1.0
    wrong = ~(np.isfinite(found) & (found > 0))
    if wrong.any():
        raise refusal("distances", what=what, where=positions(wrong))
    return found


def _at_least_zero(name: str, value: float) -> float:
    if not value >= 0:
        raise refusal("parameter", name=name, value=value, wanted="≥ 0")
    return value
