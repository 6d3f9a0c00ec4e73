"""Numbers for changes in time: rates, differences, multiples, yearly averages."""

from __future__ import annotations

from decimal import Decimal

from tests.planted.claims import Claim
from tests.planted.draw import PERCENT, Draw, Filled, topics
from tests.planted.shown import Shown

ONE = Decimal(1)
HUNDRED = Decimal(100)


def _moved(draw: Draw, low: float, high: float) -> Decimal:
    """A true change in percent, positive."""
    return draw.between(low, high)


def growth(draw: Draw, wrong: bool) -> Filled:
    """base, level, rate."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    rate = _moved(draw, 2.5, 38) if draw.span == 1 else _moved(draw, 15, 95)
    if draw.down:
        rate = min(rate, Decimal(70))
    base = draw.value(item)
    level = base * (ONE + (-rate if draw.down else rate) / HUNDRED)
    _rate(draw, filled, "", base, level, rate, item)
    if wrong:
        draw.spoil(filled, "rate", "rate", "rate", "base", "level")
    return filled


def growth_pair(draw: Draw, wrong: bool) -> Filled:
    """Two subjects with 分别: base, level, rate and base2, level2, rate2; one rate wrong."""
    one = draw.item("amount")
    other = draw.item("amount")
    if topics(one) & topics(other):
        return growth_pair(draw, wrong)
    filled = draw.start(name=one["name"], name2=other["name"])
    for item, tail in ((one, ""), (other, "2")):
        rate, base = _moved(draw, 2.5, 30), draw.value(item)
        _rate(draw, filled, tail, base, base * (ONE + rate / HUNDRED), rate, item)
    if wrong:
        draw.spoil(filled, "rate", "rate2")
    return filled


def _rate(draw: Draw, filled: Filled, tail: str, base: Decimal, level: Decimal, rate: Decimal, item: object) -> None:
    assert isinstance(item, dict)
    figures = {
        "base": draw.of("base", base, item), "level": draw.of("level", level, item),
        "rate": draw.show("rate", rate, PERCENT, 1),
    }  # fmt: skip
    filled.figures |= {f"{name}{tail}": figure for name, figure in figures.items()}
    relation = "fall" if draw.down else "growth"
    filled.claims.append(Claim(relation, figures["rate"], (figures["level"], figures["base"])))
    filled.topics |= topics(item)


def later_base(draw: Draw, wrong: bool) -> Filled:
    """base, level, rate; the wrong rate is the change over the later level."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    rate, base = _moved(draw, 12, 40 if draw.down else 60), draw.value(item)
    level = base * (ONE + (-rate if draw.down else rate) / HUNDRED)
    said = abs(level - base) / level * HUNDRED if wrong else rate
    _rate(draw, filled, "", base, level, said, item)
    return filled


def other_year(draw: Draw, wrong: bool) -> Filled:
    """old, base, level of three years; the wrong rate is on old though said of base."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    old = draw.value(item)
    base = old * (ONE + _moved(draw, 6, 30) / HUNDRED)
    rate = _moved(draw, 4, 25)
    level = base * (ONE + rate / HUNDRED)
    filled.figures["old"] = draw.of("old", old, item)
    _rate(draw, filled, "", base, level, (level / old - 1) * HUNDRED if wrong else rate, item)
    return filled


def difference(draw: Draw, wrong: bool) -> Filled:
    """base, level, change."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    base = draw.value(item)
    moved = base * _moved(draw, 4, 40) / HUNDRED
    figures = {
        "base": draw.of("base", base, item), "level": draw.of("level", base - moved if draw.down else base + moved, item),
        "change": draw.of("change", moved, item),
    }  # fmt: skip
    filled.figures |= figures
    relation = "decrease" if draw.down else "difference"
    filled.claims.append(Claim(relation, figures["change"], (figures["level"], figures["base"])))
    filled.topics |= topics(item)
    if wrong:
        draw.spoil(filled, "change", "change", "level", "base")
    return filled


def implied(draw: Draw, wrong: bool) -> Filled:
    """level, change and rate without the base."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    base, rate = draw.value(item), _moved(draw, 4, 40)
    moved = base * rate / HUNDRED
    figures = {
        "level": draw.of("level", base - moved if draw.down else base + moved, item),
        "change": draw.of("change", moved, item), "rate": draw.show("rate", rate, PERCENT, 1),
    }  # fmt: skip
    filled.figures |= figures
    relation = "implied fall" if draw.down else "implied"
    filled.claims.append(Claim(relation, figures["rate"], (figures["level"], figures["change"])))
    filled.topics |= topics(item)
    if wrong:
        draw.spoil(filled, "rate", "change")
    return filled


def multiple(draw: Draw, wrong: bool) -> Filled:
    """base, level, times; half of the wrong ones mistake 是……倍 and 增长……倍. Option `more`: 增长……倍."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    more = bool(draw.option("more"))
    factor = draw.between(2.2 if more else 1.3, 8)
    base = draw.value(item)
    mistaken = wrong and draw.rng.random() < 0.5
    times = factor - 1 if more != mistaken else factor
    if times <= Decimal("0.4"):
        return multiple(draw, wrong)
    figures = {
        "base": draw.of("base", base, item), "level": draw.of("level", base * factor, item),
        "times": draw.show("times", times, "倍", draw.option("digits", 1)),
    }  # fmt: skip
    filled.figures |= figures
    filled.claims.append(
        Claim("times more" if more else "times", figures["times"], (figures["level"], figures["base"]))
    )
    filled.topics |= topics(item)
    if wrong and not mistaken:
        draw.spoil(filled, "times")
    return filled


def average(draw: Draw, wrong: bool) -> Filled:
    """base, level, rate over `span` years; most wrong ones count one year too many or too few."""
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    steps = draw.span
    rate = _moved(draw, 5, 14 if draw.down else 28)
    base = draw.value(item)
    level = base * (ONE + (-rate if draw.down else rate) / HUNDRED) ** steps
    miscounted = wrong and draw.rng.random() < 0.75
    counted = steps + draw.rng.choice((-1, 1)) if miscounted else steps
    said = abs((level / base) ** (ONE / Decimal(counted)) - 1) * HUNDRED
    figures = {
        "base": draw.of("base", base, item), "level": draw.of("level", level, item),
        "rate": draw.show("rate", said, PERCENT, 1),
    }  # fmt: skip
    filled.figures |= figures
    relation = "average fall" if draw.down else "average"
    filled.claims.append(Claim(relation, figures["rate"], (figures["level"], figures["base"]), steps))
    filled.topics |= topics(item)
    if wrong and not miscounted:
        draw.spoil(filled, "rate")
    return filled


def rate_change(draw: Draw, wrong: bool) -> Filled:
    """Two rates in percent and their difference in percentage points: base, level, change."""
    item = draw.item("rate")
    filled = draw.start(name=item["name"])
    base, moved = draw.value(item), draw.between(0.6, 9)
    level = base - moved if draw.down else base + moved
    figures: dict[str, Shown] = {
        "base": draw.show("base", base, PERCENT, 1), "level": draw.show("level", level, PERCENT, 1),
        "change": draw.show("change", moved, "个百分点", 1),
    }  # fmt: skip
    filled.figures |= figures
    relation = "decrease" if draw.down else "difference"
    filled.claims.append(Claim(relation, figures["change"], (figures["level"], figures["base"])))
    filled.topics |= topics(item)
    if wrong:
        draw.spoil(filled, "change")
    return filled


def plan(draw: Draw, wrong: bool) -> Filled:
    """base, level, and how much of the plan was done."""
    filled = growth(draw, wrong)
    filled.figures["over"] = draw.show("over", draw.between(100.3, 118), PERCENT, 1)
    return filled


def two_years(draw: Draw, wrong: bool) -> Filled:
    """old, base, level; rate and moved are from old to level."""
    filled = other_year(draw, wrong)
    old, level = filled.figures["old"], filled.figures["level"]
    assert isinstance(old, Shown)
    assert isinstance(level, Shown)
    rate = draw.show("rate", (level.number / old.number - 1) * HUNDRED, PERCENT, 1)
    moved = Shown(level.number - old.number, level.unit)
    filled.figures |= {"rate": rate, "moved": moved}
    filled.claims = [Claim("growth", rate, (level, old)), Claim("difference", moved, (level, old))]
    return filled


def part_of_later(draw: Draw, wrong: bool) -> Filled:
    """base, level, and base as a share of level."""
    filled = growth(draw, wrong)
    base, level = filled.figures["base"], filled.figures["level"]
    assert isinstance(base, Shown)
    assert isinstance(level, Shown)
    part = draw.show("part", base.number / level.number * HUNDRED, PERCENT, 1)
    filled.figures["part"] = part
    filled.claims.append(Claim("share", part, (base, level)))
    return filled


def doubled(draw: Draw, wrong: bool) -> Filled:
    """base, and a level that is more than twice as much."""
    del wrong
    item = draw.item("amount")
    filled = draw.start(name=item["name"])
    base = draw.value(item)
    level = base * draw.between(2.05, 2.8)
    figures = {"base": draw.of("base", base, item), "level": draw.of("level", level, item)}
    filled.figures |= figures
    filled.claims.append(Claim("more", figures["level"], (figures["base"],)))
    filled.topics |= topics(item)
    return filled


def yearly(draw: Draw, wrong: bool) -> Filled:
    """base, level, and the mean difference of a year."""
    filled = growth(draw, wrong)
    base, level = filled.figures["base"], filled.figures["level"]
    assert isinstance(base, Shown)
    assert isinstance(level, Shown)
    mean = (level.number - base.number) / draw.span
    filled.figures["change"] = Shown(mean.quantize(level.step), level.unit)
    return filled


def reversal(draw: Draw, wrong: bool) -> Filled:
    """base of `before`, what it had fallen to one year before the end, and the fall to the end; the wrong end is higher."""
    item = draw.item("fall")
    if item.get("real"):  # a change at constant prices says nothing of values as printed
        return reversal(draw, wrong)
    filled = draw.start(name=item["name"])
    filled.words["between_year"] = str(draw.scene.year - 1)
    base = draw.value(item)
    fallen = draw.between(40, 62)
    end = fallen - draw.between(4, 14) if wrong else fallen + draw.between(2, 14)
    between = base * (1 - fallen / HUNDRED)
    figures = {
        "base": draw.of("base", base, item), "between": draw.of("between", between, item),
        "rate": draw.show("rate", end, PERCENT, 1),
    }  # fmt: skip
    filled.figures |= figures
    filled.claims.append(Claim("fallen", figures["between"], (figures["base"], figures["rate"])))
    filled.topics |= topics(item)
    return filled
