"""Do some names divide a whole, and is anything left out? The ways of dividing are data (`data/partitions.toml`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xietong.data import table


def _plain(names: Sequence[str]) -> list[str]:
    """第一、二、三产业 is read as 二产业, 三产业."""
    return [re.sub(r"(?<![第一二三])([二三])产业", r"第\1产业", name) for name in names]


def exclusive(names: Sequence[str]) -> bool:
    """Whether names are of kinds that exclude each other."""
    names = _plain(names)
    return any(_hits(group, names) >= len(names) > 1 for group in table("partitions.toml")["lists"])


def exhaustive(names: Sequence[str]) -> bool:
    """Whether names are all the kinds of a whole, each once."""
    lists, names = table("partitions.toml"), _plain(names)
    return any(
        _hits(group, names) == len(group) == len(names) for group in lists["lists"] if group not in lists["open"]
    )


def left_open(names: Sequence[str]) -> bool:
    """Whether names are kinds of a whole of which there are further ones."""
    return any(_hits(group, names) == len(group) for group in table("partitions.toml")["open"])


def _hits(group: Sequence[str], names: Sequence[str]) -> int:
    return sum(any(word in name for name in names) for word in group)


_COUNTED = re.compile(
    r"(?:由|共|分为|包括|以上|上述)?(?P<count>[两二三四五六七八])(?:大)?(?:类|部分|方面|项|种|者|块|地|市|县|区)(?:用地|地块|合力|共同|企业|产业|项目)?"
    r"(?:构成|组成|合计|相加|总计|加起来|依次|分别|：|:|的?占比|合力|携手|共|联合|，)"
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def counted(words: str, count: int) -> bool:
    """Whether the words say that there are so many kinds or places and no more: 由四类构成, 三地合力."""
    return any(_DIGITS[found["count"]] == count for found in _COUNTED.finditer(words))
