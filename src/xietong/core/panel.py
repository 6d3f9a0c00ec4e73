"""A panel: what indices and regional analysis compute on, territories × times × indicators as one array."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Panel:
    """Values of indicators for units (territories, as a rule) at times; missing is NaN, never zero.

    values has the shape (times, units, indicators); a cross-section is a panel of one time. units, times and indicators
    are codes, each without repetition; names give what people read. Arrays of a panel are read-only.

    Raises ValueError where the shape does not fit the codes, a code is repeated, or a value is infinite.
    """

    units: tuple[str, ...]
    times: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        axes = {"times": self.times, "units": self.units, "indicators": self.indicators}
        for axis, codes in axes.items():
            if len(set(codes)) != len(codes):
                raise ValueError(f"{axis} of a panel are repeated: {repeated(codes)}")
        values = np.array(self.values, dtype=np.float64)
        if values.shape != tuple(map(len, axes.values())):
            raise ValueError(f"values of a panel have the shape {values.shape}, not {tuple(map(len, axes.values()))}")
        if np.isinf(values).any():
            raise ValueError("a value of a panel is infinite")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    def at(self, time: str) -> Floats:
        """The cross-section at a time, (units, indicators). Raises ValueError for a time the panel does not have."""
        cross: Floats = self.values[self.times.index(time)]
        return cross

    def of(self, indicator: str) -> Floats:
        """One indicator, (times, units). Raises ValueError for an indicator the panel does not have."""
        series: Floats = self.values[:, :, self.indicators.index(indicator)]
        return series

    def name(self, code: str) -> str:
        """What people read for a code; the code itself where nothing is given."""
        return self.names.get(code, code)


def repeated(codes: tuple[str, ...]) -> str:
    """The codes that occur more than once, for a message."""
    return ", ".join(sorted({code for code in codes if codes.count(code) > 1}))
