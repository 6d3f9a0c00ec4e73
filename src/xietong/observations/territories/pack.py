"""A region pack's table → its territories: the region, areas, parks and ports with their parents, joint names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from xietong.core.errors import TerritoryError
from xietong.core.period import Period
from xietong.core.territory import Territory
from xietong.observations.territories.divisions import COUNTRY
from xietong.observations.territories.spelling import plain


def with_pack(divisions: Mapping[str, Territory], pack: Mapping[str, Any]) -> dict[str, Territory]:
    """Divisions and the places of a pack, by code. TerritoryError where the pack contradicts itself or the list."""
    known = dict(divisions)
    home = frozenset(code[:2] for code in pack["provinces"])
    finder = _Finder(known, home)
    entries = [_region(pack), *pack.get("area", ()), *pack.get("place", ())]
    for entry in entries:
        _add(known, finder, entry)
    for entry in entries:
        _place(known, finder, entry)
    for word, names in pack.get("joint", {}).items():
        _join(known, finder, pack, word, names)
    return known


def _region(pack: Mapping[str, Any]) -> dict[str, Any]:
    whole = pack["whole"]
    return {
        "name": whole, "kind": "region", "aliases": [one for one in pack.get("whole_aliases", ()) if one != whole],
        "parent": COUNTRY, "members": pack["members"],
    }  # fmt: skip


class _Finder:
    """Which code a pack means by a name: its own places first, then the divisions of its provinces, then the others."""

    def __init__(self, known: Mapping[str, Territory], home: frozenset[str]) -> None:
        self.own: dict[str, str] = {}
        self.divisions: dict[str, str] = {}
        # later entries win: the higher before the lower, what is in force before what is not, home before elsewhere
        for one in sorted(known.values(), key=lambda one: (one.code[:2] in home, one.valid_to is None, _height(one))):
            for name in filter(None, (one.short, one.name, one.code)):
                self.divisions[name] = one.code

    def find(self, name: str, speaker: str) -> str:
        """The code; TerritoryError where nothing has that name."""
        code = self.own.get(plain(name)) or self.divisions.get(name)
        if code is None:
            raise TerritoryError(
                f"“{speaker}” in the region pack refers to {name}, which neither the pack nor the list of divisions "
                "knows.",
                f"区域包里“{speaker}”提到的“{name}”，区域包和行政区划表里都没有。",
            )
        return code


def _height(one: Territory) -> int:
    return {"country": 3, "province": 2, "prefecture": 1}.get(one.kind, 0)


def _add(known: dict[str, Territory], finder: _Finder, entry: Mapping[str, Any]) -> None:
    name, code = entry["name"], entry.get("code", entry["name"])
    aliases = tuple(dict.fromkeys((*entry["aliases"], *entry.get("also", ()))))
    if "code" in entry and code in known:
        whole = known[code]
        extra = tuple(one for one in (name, *aliases) if one not in (whole.name, whole.short))
        known[code] = replace(whole, aliases=tuple(dict.fromkeys((*whole.aliases, *extra))))
    elif code in known:
        raise TerritoryError(
            f"“{code}” stands twice in the region pack. Remove one entry, or give it another name.",
            f"区域包里“{code}”出现了两次，请删去一处或改名。",
        )
    else:
        known[code] = Territory(
            code, name, entry.get("kind", "area"), aliases=aliases, valid_from=_day(entry, "valid_from"),
            valid_to=_day(entry, "valid_to"), source=entry.get("source", "region pack"),
        )  # fmt: skip
    finder.own[plain(name)] = code


def _day(entry: Mapping[str, Any], key: str) -> date | None:
    """A date as the pack writes it (year, month or day): the first day of the span to begin with, the last to end."""
    given = entry.get(key)
    if given is None:
        return None
    try:
        span = Period.parse(str(given))
    except ValueError:
        raise TerritoryError(
            f"“{entry['name']}” in the region pack: {key} = {given} is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.",
            f"区域包里“{entry['name']}”的 {key} = {given} 不是日期，请写作 YYYY、YYYY-MM 或 YYYY-MM-DD。",
        ) from None
    return span.start if key == "valid_from" else span.end


def _place(known: dict[str, Territory], finder: _Finder, entry: Mapping[str, Any]) -> None:
    """Parents and members, once all places of the pack are known."""
    name, code = entry["name"], entry.get("code", entry["name"])
    members = tuple(finder.find(one, name) for one in entry.get("members", ()))
    parent = entry.get("lies_in") or entry.get("parent", "")
    if "code" in entry and known[code].parent:
        parent = known[code].parent  # the code list knows where its divisions lie
    known[code] = replace(known[code], parent=finder.find(parent, name) if parent else "", members=members)
    if parent and _lies_in_itself(known, code):
        raise TerritoryError(
            f"“{name}” in the region pack lies, through its parents, in itself. Correct its parent.",
            f"区域包里“{name}”经由上级又回到了自身，请更正它的上级。",
        )


def _lies_in_itself(known: Mapping[str, Territory], code: str) -> bool:
    seen: set[str] = set()
    while code and code not in seen:
        seen.add(code)
        code = known[code].parent if code in known else ""
    return bool(code)


def joint_code(codes: Iterable[str]) -> str:
    """The code of several places together, in whatever order they were named."""
    return "+".join(sorted(set(codes)))


def _join(
    known: dict[str, Territory], finder: _Finder, pack: Mapping[str, Any], word: str, names: Sequence[str]
) -> None:
    if len(names) == 1:
        _rename(known, finder, word, names[0])
        return
    codes = tuple(finder.find(one, word) for one in names)
    code = joint_code(codes)
    if set(codes) == set(known[pack["whole"]].members):
        code = pack["whole"]
    if code not in known:
        known[code] = Territory(code, word, "joint", parent="", members=codes, source="region pack")
    elif word != known[code].name:
        known[code] = replace(known[code], aliases=(*known[code].aliases, word))


def _rename(known: dict[str, Territory], finder: _Finder, word: str, name: str) -> None:
    """A joint name with one member is another name of it; where that is unknown too, a place we know nothing more of."""
    try:
        code = finder.find(name, word)
    except TerritoryError:
        code = name
        known[code] = Territory(code, name, "area", source="region pack")
        finder.own[plain(name)] = code
    if word not in (known[code].name, *known[code].aliases):
        known[code] = replace(known[code], aliases=(*known[code].aliases, word))
