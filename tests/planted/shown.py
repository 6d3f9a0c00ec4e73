"""A figure as a text shows it, and what it can stand for. Independent of the project's own intervals on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

_MAGNITUDES = (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))
ABOVE = ("超", "超过", "逾", "突破", "余", "多", "以上")
BELOW = ("近", "接近", "不足", "不到", "将近")
ABOUT = ("约", "大约", "左右", "约为")
BEHIND = ("余", "多", "左右", "以上")


@dataclass(frozen=True, slots=True)
class Shown:
    """A printed number with its unit and at most one modifying word, before it (约) or behind it (余, 左右)."""

    number: Decimal
    unit: str
    word: str = ""

    @property
    def bare(self) -> str:
        """The digits alone."""
        return f"{self.number:f}"

    @property
    def text(self) -> str:
        """As it stands in the sentence: 超1400家, 1400余家, 1400家左右."""
        if self.word in ("余", "多"):
            return f"{self.bare}{self.word}{self.unit}"
        if self.word in BEHIND:
            return f"{self.bare}{self.unit}{self.word}"
        return f"{self.word}{self.bare}{self.unit}"

    @property
    def step(self) -> Decimal:
        """One unit of the last printed digit."""
        return Decimal(1).scaleb(int(self.number.as_tuple().exponent))

    @property
    def size(self) -> int:
        """What the unit's magnitude multiplies by."""
        return next((size for name, size in _MAGNITUDES if self.unit.startswith(name)), 1)

    @property
    def low(self) -> float:
        """The least it can stand for, in absolute units; generous for 约, 超, 近."""
        return float(self.number * self._factors()[0] - (0 if self.word else self.step / 2)) * self.size

    @property
    def high(self) -> float:
        """The most it can stand for."""
        return float(self.number * self._factors()[1] + (0 if self.word else self.step / 2)) * self.size

    @property
    def middle(self) -> float:
        """The number itself in absolute units."""
        return float(self.number) * self.size

    def _factors(self) -> tuple[Decimal, Decimal]:
        if self.word in ABOVE:
            return Decimal(1), Decimal("1.25")
        if self.word in BELOW:
            return Decimal("0.8"), Decimal(1)
        if self.word in ABOUT:
            return Decimal("0.9"), Decimal("1.1")
        return Decimal(1), Decimal(1)


def show(value: Decimal, unit: str, digits: int, word: str = "") -> Shown:
    """Print a true value: rounded to the digits, or to two or three leading digits in the direction its word asks."""
    if not word:
        return Shown(value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP), unit)
    leading = value.adjusted() - (1 if value.adjusted() > 0 else digits)
    way = ROUND_FLOOR if word in ABOVE else ROUND_CEILING if word in BELOW else ROUND_HALF_UP
    rounded = value.quantize(Decimal(1).scaleb(leading), rounding=way)
    return Shown(rounded.quantize(Decimal(1)) if leading > 0 else rounded, unit, word)
