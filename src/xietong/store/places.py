"""Place names as filters compare them: 北京 and 北京市 are one, 三地 is 京津冀, and 京津 is Beijing and Tianjin.

The names come from the region pack, so another region is other data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from xietong.data import REGION, raw, table

LONGEST = 128  # characters of the column
_ARROW = re.compile(r"→|->")
_LONG_FORM = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|地区|区域|省|市|区)$")
_COUNTRY = {"中国": "全国", "我国": "全国"}


@dataclass(frozen=True, slots=True)
class _Names:
    """`aliases` to the name that is kept, `joint` names to their members, and the `members` of the `whole` region."""

    aliases: dict[str, str]
    joint: dict[str, tuple[str, ...]]
    members: frozenset[str]
    whole: str


@cache
def _names() -> _Names:
    pack = table(REGION)
    aliases = dict.fromkeys(pack["whole_aliases"], pack["whole"]) | pack.get("stands_for", {}) | _COUNTRY
    for area in pack["area"]:
        aliases |= dict.fromkeys((area["name"], *area["aliases"]), area["name"])
    joint = {word: tuple(names) for word, names in pack["joint"].items() if list(names) != [word]}
    provinces = (line.split("\t") for line in raw("territories/china.tsv").splitlines())
    members = frozenset(_LONG_FORM.sub("", row[1]) for row in provinces if row[0] in pack["provinces"])
    return _Names(aliases, joint, members, pack["whole"])


def place(name: str) -> str:
    """The form under which a place, or a flow "A→B", is kept and asked for."""
    return "→".join(_one(part) for part in _ARROW.split(name))[:LONGEST]


def _one(name: str) -> str:
    aliases = _names().aliases
    name = re.sub(r"\s", "", name)
    if name in aliases:
        return aliases[name]
    short = _LONG_FORM.sub("", name)
    return aliases.get(short, short) if len(short) > 1 else name


def places(regions: Iterable[str]) -> list[str]:
    """All that a statement for these regions is found by: each of them, both ends of a flow, the members of a pair."""
    names, kept = _names(), [place(name) for name in regions]
    found: dict[str, None] = {}
    for whole in kept:
        for part in (whole, *whole.split("→")):
            found.update(dict.fromkeys((part, *names.joint.get(part, ()))))
    if set(kept) == names.members:
        found[names.whole] = None
    return list(found)


def asked(name: str) -> list[str]:
    """The kept forms that answer a question for this place: a name without its ending may also be a county."""
    key = place(name)
    without_ending = key == re.sub(r"\s", "", name) and "→" not in key and len(key) > 1
    return [key, key + "县"] if without_ending else [key]
