"""Places as figures are grouped by them: printed names → one key, and the key back into words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from xietong.observations.territories import canonical, gazetteer, resolve
from xietong.observations.territories.spelling import plain
from xietong.statements.pack import region

_SURE = 0.8  # a damaged name is listed under what is printed: two figures must not meet by a guess


@cache
def key(name: str) -> str:
    """The key of one printed place or flow: the code, for a place of the region pack its name, for others the print."""
    return canonical(name) if resolve(name).score >= _SURE or resolve(name).how == "context" else plain(name)


@cache
def known(name: str) -> bool:
    """Whether a printed name is that of a place (flows: of two) that the gazetteer or the region pack knows."""
    sides = [one for one in re.split("→|->", name) if one.strip()]
    return len(sides) > 0 and all(
        key(one) != plain(one) or resolve(one).score >= _SURE for one in map(str.strip, sides)
    )


@cache
def names() -> tuple[str, ...]:
    """The short names of the region's places and of the provinces, for suggestions."""
    listed = gazetteer().territories.values()
    return tuple(one.short or one.name for one in listed if one.kind == "province" and one.valid_to is None)


def keys(names: Iterable[str]) -> tuple[str, ...]:
    """The keys of all places of a figure, in order."""
    return tuple(sorted({key(name) for name in names}))


def flow(given: str) -> str:
    """The key of a flow as a person writes it: A→B, with several places on a side joined by 、 or +; a side may be
    empty, which means any place."""
    origin, _, goal = given.replace("->", "→").partition("→")
    return "→".join(joined(keys(one for one in re.split("[、+]", side) if one.strip())) for side in (origin, goal))


def joined(found: Iterable[str]) -> str:
    """The places of a figure as one key."""
    return "+".join(found)


@cache
def words(joint: str) -> str:
    """A key, or several joined, as people read them: 北京、天津; 北京→天津、河北."""
    if "→" in joint:
        return "→".join(words(side) for side in joint.split("→", 1))
    known = gazetteer().territories
    return "、".join((known[code].short or known[code].name) if code in known else code for code in joint.split("+"))


@cache
def whole() -> str:
    """The key of the region."""
    return key(region().whole)


@cache
def members() -> tuple[str, ...]:
    """The keys of its members, in their customary order."""
    return tuple(key(name) for name in region().members)


@cache
def country() -> str:
    """The key of the country."""
    return key("全国")
