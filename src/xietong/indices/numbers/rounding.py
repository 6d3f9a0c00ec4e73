"""Numbers as they are printed: half up, and parts that still add up to their whole."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xietong.core.panel import Floats

EXACT = 10  # decimals at which what binary fractions add is dropped before rounding


def printed(value: float, decimals: int = 1) -> Decimal:
    """A number with so many decimals, half away from zero (四舍五入): 49.15 is printed 49.2, as it is by hand."""
    unit = Decimal(1).scaleb(-decimals)
    return Decimal(f"{value:.{EXACT}f}").quantize(unit, ROUND_HALF_UP)


def adding_up(parts: Floats | Sequence[float], decimals: int = 1) -> tuple[Decimal, ...]:
    """Parts rounded so that they add up to their rounded sum, by largest remainders.

    Each is rounded down, and the units that are lacking go to the parts with the largest remainders, the first of equal
    ones first: no part is off by a whole unit of the last decimal. Source: Balinski & Young, Fair Representation (1982).
    parts (children,), none missing.
    """
    exact = [Decimal(f"{part:.{EXACT}f}") for part in np.asarray(parts, dtype=np.float64)]
    unit = Decimal(1).scaleb(-decimals)
    down = [part.quantize(unit, ROUND_FLOOR) for part in exact]
    lacking = int((sum(exact, Decimal(0)).quantize(unit, ROUND_HALF_UP) - sum(down, Decimal(0))) / unit)
    order = sorted(range(len(exact)), key=lambda place: (down[place] - exact[place], place))
    return tuple(low + unit if place in order[:lacking] else low for place, low in enumerate(down))
