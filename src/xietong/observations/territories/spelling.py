"""How names of territories are compared: without marks, without 省 and 市, and with a scanner's mistakes in mind."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from xietong.data import table

FILE = "territories/names.toml"


def plain(name: str) -> str:
    """A name without spaces, dashes, brackets and other marks, full and half width alike."""
    return simplified("".join(char for char in unicodedata.normalize("NFKC", name) if char.isalnum()).upper())


def simplified(name: str) -> str:
    """A name in traditional characters in simplified ones: 遼寧 → 辽宁. The same name, not a damaged one."""
    return name.translate(_traditional())


@cache
def _traditional() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in table(FILE)["traditional"].split()}


def short(name: str) -> str:
    """石家庄市 → 石家庄, 恩施土家族苗族自治州 → 恩施; "" where fewer than two characters are left."""
    if name.endswith(tuple(table(FILE)["whole_ends"])):
        return ""
    ending = _ending().search(name)
    stem = name[: ending.start()] if ending else name
    return stem if len(stem) >= 2 and stem != name else ""


@cache
def _ending() -> re.Pattern[str]:
    names = table(FILE)
    peoples = "|".join(sorted(names["peoples"], key=len, reverse=True))
    return re.compile(rf"(?<=..)(?:(?:{peoples})族?)*(?:{'|'.join(names['suffixes'])})$")


@cache
def _alike() -> frozenset[tuple[str, str]]:
    groups = table(FILE)["alike"]
    return frozenset((one, other) for group in groups for one in group for other in group if one != other)


def reach(length: int) -> float:
    """How far a damaged name of so many characters may be from the true one: nearly nothing for short ones."""
    return 0.5 if length < 3 else 1.0 if length < 8 else 2.0


def distance(one: str, other: str, limit: float) -> float:
    """Characters wrong, missing or added; half for two that look alike. More than `limit` where it is exceeded."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    alike = _alike()
    row = [float(at) for at in range(len(other) + 1)]
    for at, char in enumerate(one, 1):
        last, row = row, [float(at)]
        for to, there in enumerate(other, 1):
            wrong = 0.0 if char == there else 0.5 if (char, there) in alike else 1.0
            row.append(min(last[to - 1] + wrong, last[to] + 1, row[-1] + 1))
        if min(row) > limit:
            return limit + 1
    return row[-1]
