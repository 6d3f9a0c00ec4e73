"""Numbers for rows: a row copied from another, a decimal point lost in a yearly row."""

from __future__ import annotations

from decimal import Decimal

from tests.planted.claims import Claim
from tests.planted.draw import Draw, Filled, topics
from tests.planted.shown import Shown


def copied(draw: Draw, wrong: bool) -> Filled:
    """a1…ak and b1…bk of two subjects; the wrong b is a."""
    one, other = draw.item("rows"), draw.item("rows")
    if topics(one) & topics(other) or one["unit"] != other["unit"]:
        return copied(draw, wrong)
    filled = draw.start(name=one["name"], name2=other["name"], unit=one["unit"])
    count = int(draw.option("k", 3))
    first = [draw.of("a", draw.value(one), one) for _ in range(count)]
    second = first if wrong else [draw.of("b", draw.value(other), other) for _ in range(count)]
    if not wrong and draw.option("one_same"):  # one figure may be the same by chance
        second[0] = first[0]
    filled.figures |= {f"a{at}": value for at, value in enumerate(first, 1)}
    filled.figures |= {f"b{at}": value for at, value in enumerate(second, 1)}
    filled.words |= {f"y{at}": str(draw.scene.year - count + at) for at in range(1, count + 1)}
    if not wrong and not draw.option("one_same"):
        unlike = [Claim("same", a, (b,)) for a, b in zip(first, second, strict=True)]
        if sum(one.said.number == one.given[0].number for one in unlike):
            return copied(draw, wrong)
    filled.topics |= topics(one) | topics(other)
    return filled


def decimal(draw: Draw, wrong: bool) -> Filled:
    """v1…vk of successive years; one of the wrong ones lost its point or is ten times less.

    Option `steep`: the true row rises or falls by factors, as a new trade does.
    """
    item = draw.item("rows")
    count = int(draw.option("k", 5))
    filled = draw.start(name=item["name"], unit=item["unit"])
    value = draw.value(item)
    printed = []
    for _ in range(count):
        printed.append(draw.of("v", value, item))
        value *= draw.between(1.7, 2.6) if draw.option("steep") else draw.between(0.95, 1.18)
    if wrong:
        at = draw.rng.randrange(count)
        old = printed[at].number
        factor = draw.rng.choice((10, 10, 100)) if item["digits"] else 10
        moved = old * factor
        if draw.rng.random() < 0.25:
            moved = old / 10
        digits = max(0, item["digits"] - (1 if moved > old else -1))
        moved = moved.quantize(Decimal(1).scaleb(-digits))
        printed[at] = Shown(moved, item["unit"])
        filled.wrong = {f"v{at + 1}"}
    filled.figures |= {f"v{at}": one for at, one in enumerate(printed, 1)}
    filled.words |= {f"y{at}": str(draw.scene.year - count + at) for at in range(1, count + 1)}
    filled.topics |= topics(item)
    return filled
