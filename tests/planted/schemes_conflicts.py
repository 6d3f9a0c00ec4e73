"""Two figures for one thing: values that cannot both hold, and values that can."""

from __future__ import annotations

from decimal import Decimal

from tests.planted.claims import Claim
from tests.planted.draw import Draw, Filled, topics
from tests.planted.shown import ABOVE, BELOW, Shown


def conflict(draw: Draw, wrong: bool) -> Filled:
    """one and other: the same true value printed twice, or two values too far apart.

    Option `apart`: how far in percent, least and most; `words` puts modifiers; `fine` prints `other` with a digit more.
    `away` makes an exact figure lie on the wrong side of 超 or 近.
    """
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    true = draw.value(item)
    words = draw.option("words", {})
    second = true
    if wrong:
        low, high = draw.option("apart", (1.5, 25))
        second = true * (1 + draw.rng.choice((-1, 1)) * draw.between(low, high) / 100)
        if words.get("one") in ABOVE:
            second = true * (1 - draw.between(low, high) / 100)
        elif words.get("one") in BELOW:
            second = true * (1 + draw.between(low, high) / 100)
    digits = item.get("digits", 1)
    figures = {
        "one": draw.show("one", true, item["unit"], digits),
        "other": draw.show("other", second, item["unit"], digits + (1 if draw.option("fine") else 0)),
    }  # fmt: skip
    coarse = draw.option("coarse")  # the second figure in whole 万, 亿 or 万亿 with so many digits
    if coarse:
        figures["other"] = _coarse(figures["other"], second, item["unit"], int(coarse))
    filled.figures |= figures
    filled.claims.append(Claim("same", figures["other"], (figures["one"],)))
    filled.topics |= topics(item)
    return filled


_LARGER = {"家": "万家", "件": "万件", "亿元": "万亿元", "万吨": "亿吨", "万人次": "亿人次"}


def _coarse(shown: Shown, value: Decimal, unit: str, digits: int) -> Shown:
    if unit not in _LARGER:
        return shown
    return Shown((value / 10000).quantize(Decimal(1).scaleb(-digits)), _LARGER[unit], shown.word)


def lesser(draw: Draw, wrong: bool) -> Filled:
    """one, and a smaller figure."""
    filled = conflict(draw, wrong)
    one = filled.figures["one"]
    assert isinstance(one, Shown)
    filled.figures["smaller"] = Shown((one.number * draw.between(0.1, 0.6)).quantize(one.step), one.unit)
    del filled.figures["other"]
    filled.claims = []
    return filled


def two_rates(draw: Draw, wrong: bool) -> Filled:
    """Two rates on two bases."""
    del wrong
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    filled.figures |= {
        "rate": draw.show("rate", draw.between(2, 9), "%", 1), "rate2": draw.show("rate2", draw.between(12, 29), "%", 1),
    }  # fmt: skip
    filled.topics |= topics(item)
    return filled


def grown(draw: Draw, wrong: bool) -> Filled:
    """A round number that was nearly reached, and was passed some months later."""
    del wrong
    filled = draw.start(name="注册企业")
    filled.figures["small"] = Shown(Decimal(draw.rng.randint(11, 98) * 100), "家", "约")
    filled.topics |= {"registered"}
    return filled


def twice(draw: Draw, wrong: bool) -> Filled:
    """one figure, which the text gives twice; the words around it make the difference."""
    del wrong
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    filled.figures["one"] = draw.of("one", draw.value(item), item)
    filled.topics |= topics(item)
    return filled
