"""One magnitude for a table, an axis or a map, so that its numbers can be compared at a glance; and classes of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from xietong.web.numerals import plain

_SIZES = {
    "zh": ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    "en": ((Decimal(10) ** 9, "billion "), (Decimal(10) ** 6, "million ")),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers are divided by `size`, and `word` goes before their unit."""

    size: Decimal
    word: str

    def text(self, value: Decimal) -> str:
        """A number on this scale, with all its digits."""
        return plain(value / self.size)


def common(values: Sequence[Decimal], language: str) -> Scale:
    """The magnitude that fits the middle one of some values."""
    middle = median(map(abs, values)) if values else Decimal(0)
    return next((Scale(*one) for one in _SIZES[language] if middle >= one[0]), Scale(Decimal(1), ""))


def classes(values: Sequence[Decimal], most: int = 5) -> tuple[Decimal, ...]:
    """The lower bounds of classes that hold about equally many different values each, the first left out."""
    different = sorted(set(values))
    count = min(most, len(different))
    bounds = [different[len(different) * at // count] for at in range(1, count)] if count > 1 else []
    return tuple(dict.fromkeys(bounds))


def class_of(value: Decimal, bounds: Sequence[Decimal], most: int = 5) -> int:
    """Which class a value is in, spread over 0 … `most` − 1 so that few classes are still far apart."""
    at = sum(bound <= value for bound in bounds)
    return 0 if not bounds else at * (most - 1) // len(bounds)
