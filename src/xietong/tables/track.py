"""The values of one series, packed while a table is read, so that a file of many million cells fits into memory."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from xietong.tables.lines import Point
from xietong.tables.model import Cell, Series

_VALUE = Struct("<ddIIb")  # time, value, row, column, power of ten of the last printed digit
# by the power, a negative one from the end
_STEPS = tuple(float(f"1e{power}") for power in (*range(128), *range(-128, 0)))


class Track:
    """One series of values that are `months` long: twenty-five bytes each, in the order they were read."""

    __slots__ = ("months", "packed", "series")

    def __init__(self, series: Series, months: int) -> None:
        self.series, self.months = series, months
        self.packed = bytearray()

    def add(self, cell: Cell, order: float, value: float) -> None:
        """One more value. The unit of its last digit is a power of ten, as the factors of all units are."""
        digits = cell.digits
        point = digits.find(".")
        decimals = 0 if point < 0 or digits.endswith(".0") else len(digits) - point - 1
        power = cell.series.factor.adjusted() - decimals
        self.packed += _VALUE.pack(order, value, cell.row, cell.column, max(-128, min(127, power)))

    def orders(self) -> Iterator[float]:
        """The times of its values."""
        return (one[0] for one in _VALUE.iter_unpack(self.packed))

    def points(self) -> list[Point]:
        """The values by time."""
        found = [
            Point(order, row, column, value, _STEPS[power])
            for order, value, row, column, power in _VALUE.iter_unpack(self.packed)
        ]
        found.sort()
        return found
