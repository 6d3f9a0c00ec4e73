"""Units with their weights, several cross-sections at once; a missing unit keeps its place with no weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import not_negative, numbers, place, positive, refused, shaped

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from xietong.core.panel import Floats

    Counts = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Measure:
    """A measure of disparity for each cross-section: value, how many units it rests on, how many had no value.

    All three have the shape of the leading axes of the values, () for one cross-section.
    """

    value: Floats
    used: Counts
    dropped: Counts


@dataclass(frozen=True, eq=False)
class Sample:
    """relative = x / mean and share = w / Σw, both (..., units); a missing unit has the value of the mean and share 0."""

    relative: Floats
    share: Floats
    present: NDArray[np.bool_]

    def measure(self, value: Floats) -> Measure:
        """A value of each cross-section with the counts; NaN where no unit is present."""
        used = self.present.sum(-1)
        return Measure(np.where(used > 0, value, np.nan), used, self.present.shape[-1] - used)


def sample(values: ArrayLike, weights: ArrayLike | None = None, what: str = "values", zeros: bool = True) -> Sample:
    """Units relative to their mean, with weights that sum to one.

    values (..., units); weights the same or broadcast to it, None for equal weights. Missing: a unit without value or
    weight is left out of its cross-section. Raises ValuesError for infinite or negative values or weights, for zeros
    where `zeros` is false, and where a cross-section sums to zero.
    """
    x = numbers(values, what)
    w = shaped(numbers(1.0 if weights is None else weights, "weights", 0), x.shape, "weights")
    (not_negative if zeros else positive)(x, what)
    not_negative(w, "weights")
    present = ~(np.isnan(x) | np.isnan(w))
    x, w = np.where(present, x, 0.0), np.where(present, w, 0.0)
    total = np.where(present.any(-1), w.sum(-1), 1.0)[..., None]
    refuse_zero(total, "weights")
    share = w / total
    mean = np.where(present.any(-1), (share * x).sum(-1), 1.0)[..., None]
    refuse_zero(mean, what)
    return Sample(np.where(present, x / mean, 1.0), share, present)


def refuse_zero(totals: Floats, what: str) -> None:
    """Refuse totals of zero; totals have one last axis of length one."""
    if (totals == 0).any():
        raise refused("total_zero", what=what, place=place(np.argwhere(totals == 0)[0][:-1]))


def codes_of(labels: ArrayLike, units: int, what: str = "groups") -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Labels of units as (names in order of first appearance, code of each unit). Raises ValuesError for a wrong length."""
    given = [str(label) for label in np.asarray(labels).tolist()]
    if len(given) != units:
        raise refused("shape", what=what, got=(len(given),), wanted=(units,))
    names = tuple(dict.fromkeys(given))
    positions = {name: position for position, name in enumerate(names)}
    return names, np.array([positions[name] for name in given], dtype=np.intp)


def members(codes: NDArray[np.intp], groups: int) -> Floats:
    """Membership (units, groups) of zeros and ones."""
    belongs: Floats = (codes[:, None] == np.arange(groups)).astype(np.float64)
    return belongs
