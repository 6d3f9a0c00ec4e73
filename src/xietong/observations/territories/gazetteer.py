"""All territories that are known, and the names they can be printed under: load, look up, walk up and down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from xietong.core.errors import TerritoryError
from xietong.core.territory import Change, Kind, Territory
from xietong.data import REGION, raw, table
from xietong.observations.territories.divisions import COUNTRY, read_changes, read_list, with_changes
from xietong.observations.territories.pack import with_pack
from xietong.observations.territories.spelling import FILE, plain, short

LIST = "territories/china.tsv"
CHANGES = "territories/changes.tsv"

How = Literal["name", "alias", "short", "stands"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a territory, from and through which day; `needs_context`: an ordinary word, a place only within one."""

    code: str
    name: str
    how: How
    since: date | None
    until: date | None
    needs_context: bool = False

    def holds(self, on: date) -> bool:
        """Whether the name may have been in use on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Territories by code, their names without marks, and the changes. Compared by identity, so that it can be a key."""

    territories: Mapping[str, Territory]
    changes: tuple[Change, ...]
    whole: str
    home: frozenset[str]  # the first two digits of the region's provinces
    names: Mapping[str, tuple[Entry, ...]]
    by_letter: Mapping[str, tuple[str, ...]]  # for damaged names: the names that contain a character
    longest: int

    def place(self, code: str) -> str:
        """The code the place has had last: 密云县 and 密云区 are one place, 塘沽区 and 滨海新区 are not."""
        one = self.territories[code]
        while one.continued:
            one = self.territories[one.successors[0]]
        return one.code

    def successors(self, code: str, on: date | None = None) -> tuple[Territory, ...]:
        """What the land of a territory that ended belongs to on a day, or now."""
        one = self.territories[code]
        if not one.successors or (on is not None and one.in_force(on)):
            return (one,)
        found = (heir for code in one.successors for heir in self.successors(code, on))
        return tuple(dict.fromkeys(found))

    def changes_of(self, code: str) -> tuple[Change, ...]:
        """What happened to a territory: ended, renamed, gave land or received some; earliest first."""
        return tuple(
            change for change in self.changes if code == change.code or code in [one.code for one in change.into]
        )

    def breaks(self, code: str, first: date, last: date) -> tuple[Change, ...]:
        """The changes between two days after which figures of the place are of different ground."""
        return tuple(
            change
            for change in self.changes_of(code)
            if change.moves_land
            and change.when.end > first
            and (change.when.start or change.when.end) <= last
            and change.when.start != self.territories[code].valid_from
        )

    def above(self, code: str) -> Iterator[Territory]:
        """The territories one lies in, the nearest first."""
        one = self.territories.get(self.territories[code].parent)
        while one is not None:
            yield one
            one = self.territories.get(one.parent)

    def inside(self, code: str, outer: str) -> bool:
        """Whether a territory is, or lies in, another one or one of its members, by whatever codes they have had."""
        line = {code, *(one.code for one in self.above(code))}
        line |= {self.place(one) for one in line}
        if self.place(outer) in line or not line.isdisjoint(self._ground(outer)):
            return True
        one = self.territories[code]
        return one.kind == "joint" and all(self.inside(member, outer) for member in one.members)

    def _ground(self, code: str) -> tuple[str, ...]:
        """The divisions that a joint name, an area or a region consists of."""
        members = self.territories[code].members
        return tuple(part for one in members for part in (one, *self._ground(one)))

    def select(self, within: str = "", kind: Kind | None = None, on: date | None = None) -> tuple[Territory, ...]:
        """The territories in force on a day (or not ended) inside another, of one kind; by code."""
        return tuple(
            one
            for one in sorted(self.territories.values(), key=lambda one: one.code)
            if (kind is None or one.kind == kind)
            and (one.in_force(on) if on is not None else one.valid_to is None)
            and (not within or self.inside(one.code, within))
        )


def load(divisions: str, changes: str, pack: Mapping[str, Any]) -> Gazetteer:
    """A gazetteer from the text of a code list, the text of a list of changes and the table of a region pack.

    TerritoryError for a code that stands twice, a parent, member or successor that nothing knows, a territory that
    ends before it begins, a list of changes that contradicts the code list.
    """
    events = read_changes(changes)
    country = table(FILE)["country"]
    top = Territory(COUNTRY, country[0], "country", aliases=tuple(country[1:]))
    known = with_pack({COUNTRY: top, **with_changes(read_list(divisions), events)}, pack)
    home = frozenset(code[:2] for code in pack["provinces"])
    for code in pack["provinces"]:
        if code not in known:
            raise TerritoryError(
                f"The region pack names the province {code}, which the list of divisions does not know.",
                f"区域包里的省级代码 {code} 不在行政区划表里。",
            )
    names = _names(known, pack, home)
    letters: dict[str, set[str]] = defaultdict(set)
    for name, entries in names.items():
        if len(name) > 1 and not all(entry.needs_context and entry.how == "short" for entry in entries):
            for char in name:
                letters[char].add(name)
    return Gazetteer(
        known, events, pack["whole"], home, names, {char: tuple(sorted(found)) for char, found in letters.items()},
        max(map(len, names)),
    )  # fmt: skip


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the project, made when it is first asked for."""
    return load(raw(LIST), raw(CHANGES), table(REGION))


def _names(
    known: Mapping[str, Territory], pack: Mapping[str, Any], home: frozenset[str]
) -> dict[str, tuple[Entry, ...]]:
    words = table(FILE)
    ordinary = frozenset((*words["ordinary"], *pack.get("ordinary", ())))
    generic = frozenset(words["generic"])
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in known.values():
        # elsewhere only provinces and their cities are called by their short name: 资源 is a word, not a county
        foreign = one.kind == "county" and one.code[:2] not in home
        for name, since, until in _spells(one):
            found[plain(name)].append(Entry(one.code, name, "name", since, until, name in generic))
            if one.short and name not in generic and (stem := short(name)):
                vague = one.kind != "province" and (stem in ordinary or foreign)
                found[plain(stem)].append(Entry(one.code, stem, "short", since, until, vague))
        for alias in (*one.aliases, *words["also"].get(one.code, ())):
            found[plain(alias)].append(Entry(one.code, alias, "alias", one.valid_from, one.valid_to))
    _stand_ins(found, known, pack)
    return {name: tuple(entries) for name, entries in found.items()}


def _spells(one: Territory) -> Iterator[tuple[str, date | None, date | None]]:
    """The names of a territory with the first and the last day of each."""
    since = one.valid_from
    for former in one.former:
        yield former.name, since, former.valid_to
        since = former.replaced
    yield one.name, since, one.valid_to


def _stand_ins(found: dict[str, list[Entry]], known: Mapping[str, Territory], pack: Mapping[str, Any]) -> None:
    """京 for 北京, 首都 for 北京, where the word is not itself the name of a place."""
    codes = {name: one.code for one in known.values() if one.kind == "province" for name in (one.name, one.short)}
    for word, name in (*pack.get("letters", {}).items(), *pack.get("stands_for", {}).items()):
        if plain(word) in found:
            continue
        if name not in codes:
            raise TerritoryError(
                f"The region pack lets {word} stand for {name}, which is no province of the list.",
                f"区域包让“{word}”代表“{name}”，但行政区划表里没有这个省级区划。",
            )
        found[plain(word)].append(Entry(codes[name], word, "stands", None, None))
