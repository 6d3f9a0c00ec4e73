"""How a finding is put together: its code, its places, the computation and the sentence in both languages."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from xietong.core.interval import Interval
from xietong.core.issue import Issue, Severity
from xietong.data import table
from xietong.observations.figures import Figure
from xietong.observations.printed import BEFORE, BEHIND

_MAGNITUDES = ((Decimal("1e12"), "万亿"), (Decimal("1e8"), "亿"), (Decimal("1e4"), "万"))


def finding(code: str, severity: Severity, about: list[Figure], computation: str, **words: str) -> Issue:
    """An Issue about some figures; `words` fill the sentences of `data/messages/issues.toml`."""
    templates = table("messages/issues.toml")[code]
    message = {language: text.format(**words) for language, text in templates.items()}
    return Issue(code, severity, tuple(figure.where for figure in about), computation, message)


_BEFORE = re.compile(f"(?:{'|'.join(BEFORE.values())})$")
_BEHIND = re.compile("|".join(BEHIND.values()))
_SIGNS = {"~": "约", ">": "超", ">=": "不低于", "<": "不足", "<=": "不超过"}


def printed(figure: Figure) -> str:
    """A figure as the text prints it, on one line, with the words of its modifier and the sign of a decline."""
    one = figure.statement
    if one.written:
        return f"{_SIGNS.get(one.modifier, '')}{one.written}"
    quote = "".join(one.quote.split())
    start = one.start - one.sentence_start
    before = _BEFORE.search("".join(one.sentence[max(0, start - 6) : start].split()))
    behind = _BEHIND.match("".join(one.sentence[start + len(one.quote) :][:6].split()))
    words = f"{before.group() if before else ''}{quote}{behind.group() if behind else ''}"
    if one.modifier in _SIGNS and words == quote and not _INSIDE.search(quote):
        words = _SIGNS[one.modifier] + words
    elif one.modifier == "=":
        words = quote
    fell = one.measure in ("growth", "difference") and one.value[0] < 0
    return f"{'−' if fell and not quote.startswith(('-', '−', '－')) else ''}{words}"


_INSIDE = re.compile(r"[余多来几]")


def number(value: Decimal, unit: str = "") -> str:
    """A computed number, short enough to read: 3.54亿元, 26.5%."""
    if unit in ("%", "百分点", "倍", "‰"):
        return f"{_short(value, 2)}{unit}"
    for size, name in _MAGNITUDES:
        if abs(value) >= size:
            return f"{_short(value / size, 4)}{name}{unit}"
    return f"{_short(value, 2)}{unit}"


def spread(values: Interval, unit: str = "") -> str:
    """An interval: 26.5…26.6%; one number where both ends print alike."""
    if values.low is None or values.high is None:
        return (
            f"≥ {number(values.low, unit)}"
            if values.low is not None
            else f"≤ {number(values.high or Decimal(0), unit)}"
        )
    low, high = number(values.low, unit), number(values.high, unit)
    return low if low == high else f"{low}…{high}"


def _short(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
