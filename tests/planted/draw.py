"""What a scheme draws from: one generator, the words of the article, and true values to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from tests.planted.claims import Claim
from tests.planted.shapes import Shape, subjects
from tests.planted.shown import Shown, show

PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Scene:
    """The article's place and year; smaller places have smaller figures."""

    place: str
    year: int
    scale: Decimal


@dataclass
class Filled:
    """What a scheme put into a shape: words, figures, what the figures claim, and the topics they are about."""

    words: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Shown | str] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)  # the figures that were spoiled, where it was one of them


@dataclass(frozen=True)
class Draw:
    """One attempt at one shape."""

    rng: Random
    shape: Shape
    scene: Scene
    avoid: frozenset[str] = frozenset()

    def option(self, name: str, default: Any = None) -> Any:
        """What the shape asks for."""
        return self.shape.options.get(name, default)

    @property
    def down(self) -> bool:
        """Whether the shape says that it fell."""
        return bool(self.option("sign", "up") == "down")

    def item(self, pool: str) -> Mapping[str, Any]:
        """A subject of the shape's pool (or the scheme's), not about anything the article speaks of already."""
        name = self.option("pool", "fall" if self.down and pool == "amount" else pool)
        return self.rng.choice([one for one in subjects(name) if not topics(one) & self.avoid])

    def flow(self) -> Mapping[str, Any]:
        """A subject that adds up over the months; a stock may be more in June than in December."""
        if "pool" in self.shape.options:
            return self.item("amount")
        return self.rng.choice(
            [one for one in subjects("amount") if not one.get("stock") and not topics(one) & self.avoid]
        )

    def start(self, **words: str) -> Filled:
        """The words every shape may use. `before` is `span` years earlier, `earlier` some years before that."""
        span = self.span
        year = self.scene.year
        usual = {
            "place": self.scene.place, "year": str(year), "before": str(year - span), "next": str(year + 1),
            "earlier": str(year - span - self.rng.randint(2, 5)), "before2": str(year - span - 1), "span": str(span),
        }  # fmt: skip
        return Filled(words=usual | words)

    @property
    def span(self) -> int:
        """Years between base and level."""
        return int(self.option("span", 1))

    def value(self, item: Mapping[str, Any]) -> Decimal:
        """A true value of a subject, at the size of the article's place."""
        scale = self.scene.scale if item.get("scale", True) else Decimal(1)
        return self.between(item["low"], item["high"]) * scale

    def between(self, low: float, high: float) -> Decimal:
        """A number with more digits than will be printed."""
        return Decimal(str(round(self.rng.uniform(low, high), 7)))

    def show(self, name: str, value: Decimal, unit: str, digits: int) -> Shown:
        """Print a value, with the modifier the shape has for that placeholder."""
        word = self.option("words", {}).get(name, "")
        smaller = self.option("units", {}).get(name)  # the same value in a smaller unit: 亿元 as 万元
        if smaller:
            unit, digits, value = smaller, 0, value * 10000
        return show(value, unit, digits, word)

    def of(self, name: str, value: Decimal, item: Mapping[str, Any]) -> Shown:
        """Print a value of a subject in its unit."""
        return self.show(name, value, item["unit"], item.get("digits", 1))

    def spoil(self, filled: Filled, *names: str) -> None:
        """Put a wrong number in the place of one of these figures: digits changed, exchanged, or the point moved."""
        name = self.rng.choice(names)
        figure = filled.figures[name]
        assert isinstance(figure, Shown)
        number = _mistyped(self.rng, figure.number)
        while number <= 0:
            number = _mistyped(self.rng, figure.number)
        wrong = Shown(number, figure.unit, figure.word)
        filled.figures[name] = wrong
        filled.wrong = {name}
        filled.claims = [
            Claim(
                one.relation,
                wrong if one.said is figure else one.said,
                tuple(wrong if given is figure else given for given in one.given),
                one.steps,
                one.scale,
            )
            for one in filled.claims
        ]


def topics(item: Mapping[str, Any]) -> frozenset[str]:
    """What a subject is about; by default its name."""
    return frozenset(item.get("topics", (item["name"],)))


def _mistyped(rng: Random, number: Decimal) -> Decimal:
    new = list(number.as_tuple().digits)
    exponent = int(number.as_tuple().exponent)
    way = rng.choice(("digit", "digit", "exchange", "offset"))
    if way == "digit":
        at = rng.randrange(min(2, len(new)))
        new[at] = rng.choice([one for one in range(1, 10) if one != new[at]])
    elif way == "exchange" and len(new) > 1:
        at = rng.randrange(len(new) - 1)
        new[at], new[at + 1] = new[at + 1], new[at]
    else:
        return number + rng.choice((-1, 1)) * rng.randint(3, 60) * Decimal(1).scaleb(exponent)
    if new[0] == 0:
        new[0] = rng.randint(1, 9)
    return Decimal((0, tuple(new), exponent))
