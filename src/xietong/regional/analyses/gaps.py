"""Units that lack values: named with their years, never dropped in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.analyses.model import Given, Remark, spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

    Left = tuple[tuple[str, Remark], ...]


def by_year(given: Given, missing: NDArray[np.bool_]) -> Left:
    """Units that are left out in the years in which they lack a value; missing (times, units)."""
    return tuple(
        (unit, Remark("missing_in", {"years": spans(given.times, missing[:, who])}))
        for who, unit in enumerate(given.units)
        if missing[:, who].any()
    )


def throughout(given: Given, missing: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Left]:
    """Which units have a value in every year, and the others, left out of all years; missing (times, units)."""
    kept = np.asarray(~missing.any(axis=0))
    left = tuple(
        (unit, Remark("left_out", {"years": spans(given.times, missing[:, who])}))
        for who, unit in enumerate(given.units)
        if not kept[who]
    )
    return kept, left


def of_year(given: Given, missing: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Left]:
    """Which units have a value in the year that is looked at, and the others; missing (times, units)."""
    now = missing[given.at]
    left = tuple(
        (unit, Remark("missing_in", {"years": given.year})) for unit, one in zip(given.units, now, strict=True) if one
    )
    return ~now, left


def pick(units: tuple[str, ...], kept: NDArray[np.bool_]) -> tuple[str, ...]:
    """The units that are kept."""
    return tuple(unit for unit, one in zip(units, kept, strict=True) if one)


def absent(values: Floats, weights: Floats | None = None) -> NDArray[np.bool_]:
    """Where a value, or its weight, is missing."""
    found = np.isnan(values)
    return found if weights is None else found | np.isnan(weights)
