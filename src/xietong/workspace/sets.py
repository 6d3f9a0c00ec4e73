"""Places that are compared with each other: named sets of the region pack, or places as typed."""

from __future__ import annotations

from collections.abc import Iterable

from xietong.data import table
from xietong.observations import places
from xietong.observations.territories import gazetteer
from xietong.workspace.observations import place_key

SETS = ("provinces", "members", "cities")


def is_set(units: tuple[str, ...]) -> bool:
    """Whether places are asked for by the name of a set, or left open."""
    return not units or units[0] in SETS


def set_of(units: tuple[str, ...]) -> str:
    """The set that is asked for by name, empty where none is."""
    return units[0] if units and units[0] in SETS else ""


def territories(name: str) -> tuple[str, ...]:
    """The keys of a set of places: the provinces of the country, the members of the region, or its cities."""
    if name == "members":
        return places.members()
    if name == "cities":
        return tuple(places.key(one["name"]) for one in table("territories/tiles.toml")["tile"] if "at" in one)
    known = gazetteer().territories
    # 香港, 澳门 and 台湾 publish their own statistics, which no yearbook table of provinces holds
    return tuple(
        sorted(code for code, one in known.items()
               if one.kind == "province" and one.valid_to is None and code[:2] not in ("71", "81", "82"))
    )  # fmt: skip


def usual(here: Iterable[str]) -> str:
    """The set to compare where none is named: provinces where most have data, else cities, else the members."""
    found = set(here)
    provinces, cities = (set(territories(name)) for name in ("provinces", "cities"))
    members = set(places.members())
    if len(found & provinces) * 2 > len(provinces):
        return "provinces"
    return "cities" if len(found & cities - members) >= 2 else "members"


def unit_keys(given: Iterable[str]) -> tuple[str, ...]:
    """Places as typed: the name of a set, or places."""
    listed = [one.strip() for one in given if one.strip()]
    return (listed[0],) if len(listed) == 1 and listed[0] in SETS else tuple(dict.fromkeys(map(place_key, listed)))
