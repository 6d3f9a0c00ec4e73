"""Numbers for parts and wholes: shares, sums, structures, quotients, parts of a year, sub-indices, ranks."""

from __future__ import annotations

from decimal import Decimal

from tests.planted.claims import Claim, broken
from tests.planted.draw import PERCENT, Draw, Filled, topics
from tests.planted.shapes import articles
from tests.planted.shown import Shown, show

HUNDRED = Decimal(100)
EXACTLY = Shown(Decimal("100.000000"), PERCENT)


def share(draw: Draw, wrong: bool) -> Filled:
    """part, whole, share."""
    item = draw.item("pair")
    filled = draw.start(name=item["name"], whole_name=item["whole"])
    whole, percent = draw.value(item), draw.between(item.get("least", 6), item.get("most", 72))
    part = whole * percent / HUNDRED
    figures = {
        "whole": draw.of("whole", whole, item), "part": draw.of("part", part, item),
        "share": draw.show("share", percent, PERCENT, 1),
    }  # fmt: skip
    filled.figures |= figures
    filled.claims.append(Claim("share", figures["share"], (figures["part"], figures["whole"])))
    filled.claims.append(Claim("within", figures["part"], (figures["whole"],)))
    filled.topics |= topics(item)
    if wrong:
        draw.spoil(filled, "share", "share", "part", "whole")
        if broken(filled.claims[1]):
            return share(draw, wrong)
        del filled.claims[1]
    return filled


def exceed(draw: Draw, wrong: bool) -> Filled:
    """part, whole; the wrong part is more than the whole."""
    item = draw.item("pair")
    filled = draw.start(name=item["name"], whole_name=item["whole"])
    whole = draw.value(item)
    factor = draw.between(1.06, 2.2) if wrong else draw.between(0.08, 0.85)
    figures = {"whole": draw.of("whole", whole, item), "part": draw.of("part", whole * factor, item)}
    filled.figures |= figures
    filled.claims.append(Claim("within", figures["part"], (figures["whole"],)))
    filled.topics |= topics(item)
    return filled


def shares(draw: Draw, wrong: bool) -> Filled:
    """s1…sk of one whole; all of it, or with option `rest` only most of it; the wrong ones are more than the whole."""
    item = draw.item("groups")
    count = int(draw.option("k", 3))
    if len(item["parts"]) < count:
        return shares(draw, wrong)
    filled = draw.start(whole_name=item["name"])
    filled.words |= {f"name{at}": name for at, name in enumerate(item["parts"][:count], 1)}
    cuts = [draw.between(8, 45) for _ in range(count)]
    total = HUNDRED - (draw.between(6, 25) if draw.option("rest") or len(item["parts"]) > count else 0)
    printed = [show(cut * total / sum(cuts), PERCENT, 1) for cut in cuts]
    printed[-1] = Shown(total.quantize(Decimal("0.1")) - sum((one.number for one in printed[:-1]), Decimal(0)), PERCENT)
    filled.figures |= {f"s{at}": one for at, one in enumerate(printed, 1)}
    filled.claims.append(Claim("hundred or less", EXACTLY, tuple(printed)))
    filled.topics |= topics(item)
    if wrong:
        name = f"s{draw.rng.randint(1, count)}"
        old = filled.figures[name]
        assert isinstance(old, Shown)
        new = Shown(old.number + (HUNDRED - total + draw.between(1.2, 14)).quantize(Decimal("0.1")), PERCENT)
        filled.figures[name] = new
        filled.claims = [Claim("hundred or less", EXACTLY, tuple(new if one is old else one for one in printed))]
    return filled


def structure(draw: Draw, wrong: bool) -> Filled:
    """s1:s2:s3, all parts of a whole in percent."""
    filled = draw.start()
    first, second = draw.between(0.3, 12), draw.between(14, 48)
    digits = int(draw.option("digits", 1))
    printed = [show(one, "", digits) for one in (first, second)]
    printed.append(Shown(Decimal(100).quantize(Decimal(1).scaleb(-digits)) - printed[0].number - printed[1].number, ""))
    filled.figures |= {f"s{at}": one for at, one in enumerate(printed, 1)}
    filled.claims.append(Claim("hundred", EXACTLY, tuple(printed)))
    filled.topics |= {"gdp", "structure"}
    if wrong:
        draw.spoil(filled, "s1", "s2", "s3")
    return filled


def total(draw: Draw, wrong: bool) -> Filled:
    """whole and part1…partk. Option `by = "places"`: the parts are places of one indicator."""
    if draw.option("by") == "places":
        item = draw.item("amount")
        names = ["北京", "天津", "河北"]
        filled = draw.start(name=item["name"])
        true = [draw.value(item) for _ in names]
    else:
        count = int(draw.option("k", 2))
        item = draw.item("groups")
        if len(item["parts"]) != count or "unit" not in item:
            return total(draw, wrong)
        filled = draw.start(name=item["name"])
        names = item["parts"]
        cuts = [draw.between(10, 60) for _ in names]
        whole = draw.value(item)
        true = [whole * cut / sum(cuts) for cut in cuts]
    filled.words |= {f"name{at}": name for at, name in enumerate(names, 1)}
    parts = [draw.of(f"part{at}", one, item) for at, one in enumerate(true, 1)]
    printed = draw.of("whole", sum(true, Decimal(0)), item)
    filled.figures |= {"whole": printed, **{f"part{at}": one for at, one in enumerate(parts, 1)}}
    filled.claims.append(Claim("sum", printed, tuple(parts)))
    filled.topics |= topics(item)
    if wrong:
        draw.spoil(filled, "whole", *(f"part{at}" for at in range(1, len(parts) + 1)))
    return filled


def quotient(draw: Draw, wrong: bool) -> Filled:
    """above, below and the level they make: density, per head, intensity."""
    item = draw.item("quotient")
    filled = draw.start(above_name=item["above"], below_name=item["below"], name=item["name"])
    scale = draw.scene.scale if item.get("scale", True) else Decimal(1)
    below = draw.between(item["low"], item["high"]) * scale
    said = draw.between(item["least"], item["most"])
    above = said * below / Decimal(str(item["factor"]))
    figures = {
        "below": draw.show("below", below, item["below_unit"], item["below_digits"]),
        "above": draw.show("above", above, item["above_unit"], item["above_digits"]),
        "said": draw.show("said", said, item["unit"], item["digits"]),
    }  # fmt: skip
    filled.figures |= figures
    size = figures["said"].size * figures["below"].size / figures["above"].size
    claim = Claim("quotient", figures["said"], (figures["above"], figures["below"]), scale=item["factor"] * size)
    filled.claims.append(claim)
    filled.topics |= topics(item)
    if wrong:
        draw.spoil(filled, "said", "said", "above")
        new = filled.figures["said"], filled.figures["above"]
        assert isinstance(new[0], Shown)
        assert isinstance(new[1], Shown)
        ratio = (new[0].number / figures["said"].number) / (new[1].number / figures["above"].number)
        # a head count is sometimes a yearly mean, an area the built-up one: only what no such reading explains
        if Decimal("0.85") < ratio < Decimal("1.18"):
            return quotient(draw, wrong)
    return filled


def months(draw: Draw, wrong: bool) -> Filled:
    """part of a year and the whole year."""
    item = draw.flow()
    filled = draw.start(name=item["name"])
    whole = draw.value(item)
    part = whole * (draw.between(1.03, 1.4) if wrong else draw.between(0.5, 0.93))
    figures = {"whole": draw.of("whole", whole, item), "part": draw.of("part", part, item)}
    filled.figures |= figures
    filled.claims.append(Claim("within", figures["part"], (figures["whole"],)))
    filled.topics |= topics(item)
    return filled


def chained(draw: Draw, wrong: bool) -> Filled:
    """part of this year, its rate, and the whole year before; the wrong whole is less than the months before."""
    item = draw.flow()
    filled = draw.start(name=item["name"])
    part, rate = draw.value(item), draw.between(2, 25)
    before = part / (1 + rate / HUNDRED)
    whole = before * (draw.between(0.6, 0.96) if wrong else draw.between(1.08, 1.8))
    figures = {
        "part": draw.of("part", part, item), "whole": draw.of("whole", whole, item),
        "rate": draw.show("rate", rate, PERCENT, 1),
    }  # fmt: skip
    filled.figures |= figures
    filled.claims.append(Claim("earlier", figures["part"], (figures["rate"], figures["whole"])))
    filled.topics |= topics(item)
    return filled


def index(draw: Draw, wrong: bool) -> Filled:
    """A total index and its sub-indices s1…sk."""
    item = draw.item("index")
    count = len(item["parts"])
    filled = draw.start(name=item["name"])
    wanted = int(draw.option("k", 5))
    if count < wanted:
        return index(draw, wrong)
    filled.words |= {f"name{at}": name for at, name in enumerate(item["parts"], 1)}
    parts = [draw.between(item["low"], item["high"]) for _ in range(wanted)]
    low, high = min(parts), max(parts)
    outside = draw.rng.choice((high + draw.between(3, 14), low - draw.between(3, 14)))
    whole = outside if wrong else low + (high - low) * draw.between(0.25, 0.75)
    figures = {f"s{at}": draw.show(f"s{at}", one, "", 1) for at, one in enumerate(parts, 1)}
    filled.figures |= {**figures, "total": draw.show("total", whole, "", 1)}
    said = filled.figures["total"]
    assert isinstance(said, Shown)
    filled.claims.append(Claim("inside", said, tuple(figures.values())))
    filled.topics |= topics(item)
    return filled


def shares_loose(draw: Draw, wrong: bool) -> Filled:
    """s1, s2 of one whole, and s3 of another year: together more than 100."""
    filled = shares(draw, wrong)
    first, second = draw.between(52, 70), draw.between(18, 29)
    printed = [show(one, PERCENT, 1) for one in (first, second, first - draw.between(0.5, 6))]
    filled.figures = {f"s{at}": one for at, one in enumerate(printed, 1)}
    filled.claims = [Claim("hundred or less", EXACTLY, tuple(printed[:2]))]
    return filled


def structure_rounded(draw: Draw, wrong: bool) -> Filled:
    """s1:s2:s3 each rounded, so that they may add up to 99.9 or 100.1."""
    filled = structure(draw, wrong)
    first, second = draw.between(0.3, 12), draw.between(14, 48)
    printed = [show(one, "", 1) for one in (first, second, HUNDRED - first - second)]
    filled.figures = {f"s{at}": one for at, one in enumerate(printed, 1)}
    filled.claims = [Claim("hundred", EXACTLY, tuple(printed))]
    return filled


def nested(draw: Draw, wrong: bool) -> Filled:
    """whole, its part1 and part1b, which overlap, and part2 within part1."""
    filled = total(draw, wrong)
    whole, part = filled.figures["whole"], filled.figures["part1"]
    assert isinstance(whole, Shown)
    assert isinstance(part, Shown)
    within = Shown((part.number * draw.between(0.3, 0.9)).quantize(part.step), part.unit)
    beside = Shown((whole.number * draw.between(0.5, 0.9)).quantize(part.step), part.unit)
    filled.figures |= {"part2": within, "part1b": beside}
    filled.claims += [Claim("within", within, (part,)), Claim("within", beside, (whole,))]
    return filled


def country(draw: Draw, wrong: bool) -> Filled:
    """part1…part3 of three places, and a whole several times as large."""
    filled = total(draw, wrong)
    whole = filled.figures["whole"]
    assert isinstance(whole, Shown)
    larger = Shown((whole.number * draw.between(4, 12)).quantize(whole.step), whole.unit)
    filled.figures["whole"] = larger
    filled.claims = []
    return filled


def exceed_region(draw: Draw, wrong: bool) -> Filled:
    """whole and part of a place, and the part's value of the region around it, which is more than the place's whole."""
    filled = exceed(draw, wrong)
    whole = filled.figures["whole"]
    assert isinstance(whole, Shown)
    filled.figures["both"] = Shown((whole.number * draw.between(1.1, 3)).quantize(whole.step), whole.unit)
    return filled


def rank(draw: Draw, wrong: bool) -> Filled:
    """v1…vk of places c1…ck in the order of the text; `city` is said to be in place `rank`.

    Option `said`: the place that the shape's words name (1 for 首位, -1 for 末位); `low`: the least is first.
    """
    item = draw.item("fall" if draw.option("low") else "amount")
    count = int(draw.option("k", 4))
    cities = draw.rng.sample(draw.rng.choice(articles()["cities"]), count)
    filled = draw.start(name=item["name"])
    values = [draw.value(item) * (1 if item.get("scale") is False else Decimal("0.12")) for _ in cities]
    if draw.option("sorted"):
        values.sort(reverse=not draw.option("low"))
    printed = [draw.of(f"v{at}", one, item) for at, one in enumerate(values, 1)]
    order = sorted(range(count), key=lambda at: printed[at].number, reverse=not draw.option("low"))
    fixed = int(draw.option("said", 0))
    said = fixed % (count + 1) if fixed else draw.rng.randint(1, count)
    right = order[said - 1]
    target = draw.rng.choice([at for at in range(count) if at != right]) if wrong else right
    if draw.option("target"):
        target = int(draw.option("target")) - 1
        if (target == right) == wrong:
            return rank(draw, wrong)
    filled.words |= {f"c{at}": city for at, city in enumerate(cities, 1)}
    filled.words |= {"city": cities[target], "k": str(count)}
    filled.figures |= {f"v{at}": one for at, one in enumerate(printed, 1)}
    filled.figures |= {"rank": f"第{said}位", "place_no": f"第{'一二三四五六'[said - 1]}", "of_city": printed[target]}
    others = tuple(one for at, one in enumerate(printed) if at != target)
    relation = "rank low" if draw.option("low") else "rank"
    filled.claims.append(Claim(relation, Shown(Decimal(f"{said}.0000"), ""), (printed[target], *others)))
    filled.topics |= topics(item)
    return filled
