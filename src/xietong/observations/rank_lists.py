"""Lists that give each place its value and its rank: 张家口2.66，排名第一；承德3.08，排名第二；秦皇岛3.69，排名第三.

The values need no unit, and fewer may be better: what is asked is whether they go one way with the ranks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from xietong.statements.places import find_places

_ITEM = re.compile(
    r"(?P<place>[一-龥]{2,10}?)(?:分别|为|是|达到?|以|有|，|：|:)?(?P<value>\d+(?:\.\d+)?)(?P<unit>[^，。；、（）()\d第]{0,5})"
    r"[，（(、]?(?:排名|排|位居|位列|居|列|位次|名列)(?:全省|全市|全区|各[市区县])?(?:为)?第?(?P<rank>[一二三四五六七八九十]{1,2}|\d{1,2})(?:位|名)?[）)]?"
)
_NEXT = re.compile(r"[，；、\s]*$")
_HAN = {char: value for value, char in enumerate("零一二三四五六七八九十")}
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A place with its value and its rank; `start` and `end` are those of the value."""

    place: str
    start: int
    end: int
    quote: str
    value: Decimal
    rank: int
    sentence: str


@dataclass(frozen=True, slots=True)
class RankList:
    """Items in the order of the text."""

    start: int
    end: int
    items: tuple[Item, ...]

    @property
    def in_order(self) -> bool:
        """Whether greater values have the better ranks throughout, or all the worse ones."""
        return not self._against(rising=True) or not self._against(rising=False)

    @property
    def worst(self) -> tuple[Item, Item]:
        """Two whose ranks go against the way of most."""
        return min((self._against(rising=True), self._against(rising=False)), key=len)[0]

    def _against(self, *, rising: bool) -> list[tuple[Item, Item]]:
        return [
            (one, other)
            for one, other in combinations(sorted(self.items, key=lambda item: item.rank), 2)
            if one.rank < other.rank and (one.value > other.value if rising else one.value < other.value)
        ]


def rank_lists(content: str) -> Iterator[RankList]:
    """The lists of three and more of a text."""
    run: list[re.Match[str]] = []
    for found in _ITEM.finditer(content):
        if run and not (
            _NEXT.match(content[run[-1].end() : found.start("place")]) and run[-1]["unit"] == found["unit"]
        ):
            yield from _list(content, run)
            run = []
        run.append(found)
    yield from _list(content, run)


def _list(content: str, run: list[re.Match[str]]) -> Iterator[RankList]:
    if len(run) < _LEAST:
        return
    sentence = content[run[0].start() : run[-1].end()]
    items = tuple(
        Item(
            one["place"], one.start("value"), one.end("unit"), one["value"] + one["unit"], Decimal(one["value"]),
            int(one["rank"]) if one["rank"].isdigit() else _han(one["rank"]), sentence,
        )
        for one in run
    )  # fmt: skip
    if all(find_places(item.place, 0, len(item.place)) for item in items) and all(item.rank for item in items):
        yield RankList(run[0].start(), run[-1].end(), items)


def _han(number: str) -> int:
    if number.startswith("十"):
        return 10 + _HAN.get(number[1:], 0)
    return _HAN[number] if len(number) == 1 else _HAN[number[0]] * 10
