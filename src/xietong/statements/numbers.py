"""Numerals as Chinese official texts print them → Decimal: 10.4万亿, 2,486, 三千五百, 半, 两, 百分之五."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_DIGIT = {char: number for number, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "壹": 1,
    "贰": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_ONE = Decimal(1)


def magnitude(letters: str) -> Decimal:
    """The factor a run of magnitude words stands for: "" → 1, 万 → 10⁴, 千万 → 10⁷, 万亿 → 10¹²."""
    factor = 1
    for letter in letters:
        factor *= _SMALL.get(letter) or _LARGE[letter]
    return Decimal(factor)


def plain(number: Decimal) -> Decimal:
    """The same number in its one written form: no trailing zeros, no exponent."""
    return number.quantize(_ONE) if number == number.to_integral_value() else number.normalize()


def arabic(digits: str) -> Decimal:
    """Digits with an optional point and separators: "2,486.5" → 2486.5. ValueError where they are no number."""
    try:
        return Decimal(digits.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise ValueError(f"not a number: {digits!r}") from None


def hanzi(letters: str) -> Decimal:
    """A numeral in characters: 半 → 0.5, 两 → 2, 三千五百 → 3500, 二〇二三 → 2023, 千 → 1000. ValueError otherwise."""
    if letters == "半":
        return Decimal("0.5")
    if not letters or any(letter not in _DIGIT and letter not in _SMALL and letter not in _LARGE for letter in letters):
        raise ValueError(f"not a numeral: {letters!r}")
    if len(letters) > 1 and all(letter in _DIGIT for letter in letters):
        return Decimal("".join(str(_DIGIT[letter]) for letter in letters))
    total = section = digit = 0
    pending = False
    for letter in letters:
        if letter in _DIGIT:
            digit, pending = _DIGIT[letter], True
        elif letter in _SMALL:
            section += (digit if pending else 1) * _SMALL[letter]
            digit, pending = 0, False
        else:
            section += digit
            total = (total + section or 1) * _LARGE[letter] if letter == "亿" else total + (section or 1) * 10**4
            section = digit = 0
            pending = False
    return Decimal(total + section + digit)
