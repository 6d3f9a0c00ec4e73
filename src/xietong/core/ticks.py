"""Round numbers along an axis."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor


def nice(low: Decimal, high: Decimal, parts: int = 4) -> tuple[Decimal, ...]:
    """Round numbers about `parts` steps apart that hold both ends; from zero where the figures are not far from it."""
    if low > 0 and low * 2 <= high:
        low = Decimal(0)
    if high < 0 and high * 2 >= low:
        high = Decimal(0)
    if low == high:
        reach = max(abs(low) / 10, Decimal(low == low.to_integral_value())) or Decimal(1)
        low, high = low - reach, high + reach
    rough = (high - low) / parts
    power = Decimal(10) ** rough.adjusted()
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    if step < 1 and low == low.to_integral_value() and high == high.to_integral_value():
        step = Decimal(1)
    first, last = floor(low / step), ceil(high / step)
    return tuple(step * at for at in range(first, last + 1))
