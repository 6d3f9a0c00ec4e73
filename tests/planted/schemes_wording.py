"""Numbers for errors of wording: units, percentage points, signs, modifiers, and plain figures."""

from __future__ import annotations

from tests.planted.claims import Claim
from tests.planted.draw import PERCENT, Draw, Filled, topics
from tests.planted.shown import Shown, show


def unit(draw: Draw, wrong: bool) -> Filled:
    """level of a subject in a unit that cannot measure it, or in its own."""
    item = draw.item("units")
    filled = draw.start(name=item["name"])
    printed = draw.of("level", draw.value(item), item)
    if wrong:
        printed = Shown(printed.number, draw.rng.choice(item["wrong"]))
    filled.figures["level"] = printed
    filled.topics |= topics(item)
    return filled


def points(draw: Draw, wrong: bool) -> Filled:
    """level and a change in percentage points: of an amount, which has none, or of a rate."""
    item = draw.item("amount" if wrong else "rate")
    filled = draw.start(name=item["name"])
    filled.figures["level"] = draw.of("level", draw.value(item), item)
    filled.figures["change"] = draw.show("change", draw.between(0.3, 9), "个百分点", 1)
    filled.topics |= topics(item)
    return filled


def sign(draw: Draw, wrong: bool) -> Filled:
    """base and level with a verb; the wrong ones go the other way."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    base = draw.value(item)
    factor = draw.between(1.15, 1.9)
    level = base / factor if draw.down != wrong else base * factor
    figures = {"base": draw.of("base", base, item), "level": draw.of("level", level, item)}
    filled.figures |= figures
    filled.claims.append(Claim("less" if draw.down else "more", figures["level"], (figures["base"],)))
    filled.topics |= topics(item)
    return filled


def negative(draw: Draw, wrong: bool) -> Filled:
    """rate after a falling verb: the wrong one carries a minus of its own."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    rate = draw.show("rate", draw.between(0.4, 24), PERCENT, 1)
    minus = draw.option("minus", "-")
    filled.figures["rate"] = f"{minus}{rate.text}" if wrong else rate
    filled.figures["level"] = draw.of("level", draw.value(item), item)
    filled.topics |= topics(item)
    return filled


def modifiers(draw: Draw, wrong: bool) -> Filled:
    """A round figure with words around it: option `bad` and `good` are the words before, within and behind."""
    item = draw.item("counts")
    filled = draw.start(name=item["name"])
    number = show(draw.value(item), item["unit"], 0, "约").bare
    before, within, behind = draw.option("bad" if wrong else "good")
    filled.figures["level"] = f"{before}{number}{within}{item['unit']}{behind}"
    filled.topics |= topics(item)
    return filled


def plain(draw: Draw, wrong: bool) -> Filled:
    """level, other and rate that have nothing to do with each other; for what no arithmetic binds."""
    del wrong
    item = draw.item("amount")
    other = draw.item("amount")
    if topics(item) & topics(other):
        return plain(draw, False)
    filled = draw.start(name=item["name"], name2=other["name"], unit=item["unit"])
    level = draw.value(item)
    filled.figures |= {
        "level": draw.of("level", level, item), "level2": draw.of("level2", draw.value(other), other),
        "smaller": draw.of("smaller", level * draw.between(0.2, 0.8), item),
        "rate": draw.show("rate", draw.between(1, 20), PERCENT, 1),
        "rate2": draw.show("rate2", draw.between(1, 20), PERCENT, 1),
        "over": draw.show("over", draw.between(100.4, 128), PERCENT, 1),
        "points": draw.show("points", draw.between(0.2, 4), "个百分点", 1),
        "count": f"{draw.rng.randint(12, 88)}场",
    }  # fmt: skip
    filled.topics |= topics(item) | topics(other)
    return filled


def nothing(draw: Draw, wrong: bool) -> Filled:
    """A sentence that brings its own figures."""
    del wrong
    filled = draw.start()
    filled.topics |= {
        "air", "people", "gdp", "income", "grain", "forest", "motorways", "budget", "airport", "cpi", "lab",
    }  # fmt: skip
    return filled


def nothing_years(draw: Draw, wrong: bool) -> Filled:
    """A sentence that brings its own figures for y1…y5."""
    filled = nothing(draw, wrong)
    filled.words |= {f"y{at}": str(draw.scene.year - 5 + at) for at in range(1, 6)}
    filled.topics |= {"cars", "cars owned", "tourists", "contracts"}
    return filled


def narrowing(draw: Draw, wrong: bool) -> Filled:
    """wide, a narrower and a wider rate."""
    filled = plain(draw, wrong)
    wide = draw.between(4, 12)
    filled.figures |= {
        "wide": draw.show("wide", wide, PERCENT, 1),
        "narrow": draw.show("narrow", wide * draw.between(0.2, 0.7), PERCENT, 1),
        "wider": draw.show("wider", wide * draw.between(1.2, 1.9), PERCENT, 1),
    }
    return filled
