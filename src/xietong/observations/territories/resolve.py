"""Printed name → Resolution.

In this order: a flow; a name of the index; a code; a larger place in front of a smaller one; a list; a name with an
empty word behind it; a name whose rank has changed; an ordinary word that would need context; a damaged name; unknown.
Nothing is guessed: where two places are meant as likely, both are candidates and neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from xietong.core.territory import Territory
from xietong.data import table
from xietong.observations.territories.divisions import ended_with, said
from xietong.observations.territories.gazetteer import Entry, Gazetteer, gazetteer
from xietong.observations.territories.near import nearest
from xietong.observations.territories.pack import joint_code
from xietong.observations.territories.resolution import How, Resolution
from xietong.observations.territories.spelling import FILE, plain, short

_SCORES: dict[str, float] = {"name": 1.0, "alias": 0.98, "short": 0.95, "stands": 0.9}
_ARROW = re.compile(r"\s*(?:→|⇒|->|—>|=>)\s*")
_AND = re.compile(r"[、，,；;/＋+&]|以及|和|与|及")
_LONGEST = 60  # characters: no name of a place is longer, and text that is none must not cost time
_RANK = {"name": 0, "alias": 1, "short": 2, "stands": 3}
_HEIGHT = {"country": 0, "region": 0, "province": 0, "joint": 1, "prefecture": 1, "county": 2}
_CANDIDATES = 5


def resolve(name: str, on: date | None = None, within: str = "", book: Gazetteer | None = None) -> Resolution:
    """What a printed name means: on a day (a former name and its successor), within a larger place (name or code).

    Without a book, in the gazetteer that ships with the project. Any text is answered; none raises.
    """
    return _resolve(book or gazetteer(), name, on, within)


def canonical(name: str, on: date | None = None, book: Gazetteer | None = None) -> str:
    """One key for the same place however printed: the code, else the name without spaces, dashes and other marks.

    What is asked here has been read as a place already: an ordinary word (兴隆) is the region's place of that name.
    """
    book = book or gazetteer()
    found = resolve(name, on, book=book)
    if found.how == "context":
        inside = resolve(name, on, book.whole, book)
        return inside.key if inside.territory is not None else found.key
    return found.key


@lru_cache(maxsize=1 << 16)
def _resolve(book: Gazetteer, name: str, on: date | None, within: str) -> Resolution:
    if _ARROW.search(name):
        sides = tuple(_resolve(book, side, on, within) for side in _ARROW.split(name))
        if len(sides) == 2 and all(plain(side.printed) for side in sides):
            words = (("origin", sides[0].label), ("goal", sides[1].label))
            key = f"{sides[0].key}→{sides[1].key}"
            return Resolution(name, key, "flow", min(side.score for side in sides), sides=sides, words=words)
    scope = ""
    if within:
        outer = _resolve(book, within, on, "")
        if outer.territory is None:
            return Resolution(name, plain(name), "outside", 0.0, words=(("outer", within),))
        scope = outer.territory.code
    return _Search(book, on, scope).named(name)


class _Search:
    """One question: the book, the day and the place within which a name is looked for."""

    def __init__(self, book: Gazetteer, on: date | None, scope: str) -> None:
        self.book, self.on, self.scope = book, on, scope

    def named(self, printed: str) -> Resolution:
        words = plain(printed)
        if not words or len(words) > _LONGEST:
            return Resolution(printed, words, "unknown", 0.0)
        return (
            self._indexed(printed, words)
            or self._coded(printed, words)
            or self._after_parent(printed, words)
            or self._listed(printed)
            or self._without_tail(printed, words)
            or self._other_rank(printed, words)
            or self._needs_context(printed, words)
            or self._damaged(printed, words)
        )

    # --- names of the index ------------------------------------------------------------------------------------------

    def _indexed(self, printed: str, words: str) -> Resolution | None:
        entries = [one for one in self.book.names.get(words, ()) if self._in_scope(one)]
        entries = [one for one in entries if self.scope or not one.needs_context]
        if not entries:
            return None
        live = [one for one in entries if self.on is None or one.holds(self.on)]
        return self._choose(printed, words, live or entries)

    def _in_scope(self, entry: Entry) -> bool:
        return not self.scope or (entry.code != self.scope and self.book.inside(entry.code, self.scope))

    def _choose(self, printed: str, words: str, entries: Sequence[Entry]) -> Resolution:
        """The one place that the best of the entries mean, or all of them as candidates."""
        best = min(_RANK[one.how] for one in entries)
        entries = [one for one in entries if _RANK[one.how] == best]
        if best == _RANK["short"]:
            top = min(self._height(one) for one in entries)
            entries = [one for one in entries if self._height(one) == top]
        places = self._places(entries)
        if len(places) == 1:
            return self._taken(printed, places[0])
        home = [one for one in places if one.code[:2] in self.book.home]
        if len(home) == 1:
            taken = self._taken(printed, home[0])
            if taken.how in ("name", "alias", "short") and taken.territory is not None:
                words_ = (("name", self._full(taken.territory)),)
                return Resolution(printed, taken.key, "home", 0.9, taken.territory, taken.members, words=words_)
            return taken
        return self._several(printed, words, [self.book.territories[one.code] for one in places])

    def _height(self, entry: Entry) -> int:
        return _HEIGHT.get(self.book.territories[entry.code].kind, 3)

    def _places(self, entries: Iterable[Entry]) -> list[Entry]:
        """One entry for each place: of one place the one in use; an ended territory gives way to its own heir."""
        found: dict[str, Entry] = {}
        for one in entries:
            place = self.book.place(one.code)
            last = found.get(place)
            if last is None or (last.until or date.max) < (one.until or date.max):
                found[place] = one
        if self.on is None and len(found) > 1:
            heirs = {place: {one.code for one in self.book.successors(place)} - {place} for place in found}
            return [one for place, one in found.items() if heirs[place].isdisjoint(found)]
        return list(found.values())

    def _several(self, printed: str, words: str, candidates: Sequence[Territory]) -> Resolution:
        return self._open(printed, words, "ambiguous", candidates)

    def _open(self, printed: str, words: str, how: How, candidates: Iterable[Territory]) -> Resolution:
        """A name that is left open, with what it may mean."""
        few = tuple(dict.fromkeys(candidates))[:_CANDIDATES]
        said = [("candidates", "、".join(f"{self._full(one)} ({one.code})" for one in few))]
        if self.scope:
            said.append(("outer", self.book.territories[self.scope].name))
        return Resolution(printed, words, how, 0.0, candidates=few, words=tuple(said))

    def _taken(self, printed: str, entry: Entry) -> Resolution:
        one = self.book.territories[entry.code]
        place = self.book.place(entry.code)
        over = entry.until is not None and (self.on is None or entry.until < self.on)
        if over and (place != entry.code or not one.successors):
            now = self.book.territories[place]
            heirs = self.book.successors(place, self.on) if now.successors else ()
            words = (("name", self._full(now)), *self._changed(entry))
            return Resolution(
                printed, place, "former", 0.95, now, self._members(now), () if heirs == (now,) else heirs, words=words
            )
        if over:
            heirs = self.book.successors(entry.code, self.on)
            words = (
                ("name", self._full(one)), *self._changed(entry),
                ("heirs", "、".join(heir.name for heir in heirs)),
            )  # fmt: skip
            return Resolution(printed, place, "ended", 0.95, one, (), heirs, words=words)
        if self.on is not None and entry.since is not None and self.on < entry.since:
            words = (("name", one.name), ("since", str(entry.since)))
            return Resolution(printed, place, "later", 0.7, one, self._members(one), words=words)
        if one.kind == "joint":
            members = self._members(one)
            words = (("members", "、".join(member.name for member in members)),)
            return Resolution(printed, one.code, "joint", _SCORES[entry.how], one, members, words=words)
        words = (("name", self._full(one)),)
        return Resolution(printed, place, entry.how, _SCORES[entry.how], one, self._members(one), words=words)

    def _changed(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        """When and by what a name went out of use, as exactly as that is known."""
        change = next((one for one in self.book.changes_of(entry.code) if ended_with(one) == entry.until), None)
        if change is None:
            return (("when", str(entry.until)), ("source", self.book.territories[entry.code].source))
        return (("when", said(change.when)), ("source", change.source))

    def _members(self, one: Territory) -> tuple[Territory, ...]:
        return tuple(self.book.territories[code] for code in one.members)

    def _full(self, one: Territory) -> str:
        """The name with the province's or city's before it, where that helps."""
        outer = next((above for above in self.book.above(one.code) if above.kind in ("prefecture", "province")), None)
        return one.name if outer is None or one.name.startswith(outer.short or outer.name) else outer.name + one.name

    # --- names made of names -----------------------------------------------------------------------------------------

    def _coded(self, printed: str, words: str) -> Resolution | None:
        one = self.book.territories.get(words)
        if one is None or not words.isdigit():
            return None
        return Resolution(
            printed, self.book.place(words), "code", 1.0, one, self._members(one), words=(("name", self._full(one)),)
        )

    def _after_parent(self, printed: str, words: str) -> Resolution | None:
        """天津市滨海新区: the longest larger place in front, and within it the rest."""
        for cut in range(len(words) - 2, 1, -1):
            outer = self._outer(words[:cut])
            if outer is None:
                continue
            inner = self._within(outer.code)._exact(words[cut:])
            if inner is not None and inner.territory is not None:
                found = (("outer", outer.name), ("name", inner.territory.name))
                inside = tuple((f"inner_{language}", inner.why(language)) for language in ("zh", "en"))
                return Resolution(
                    printed, inner.key, "parent", round(inner.score * 0.99, 4), inner.territory, inner.members,
                    inner.successors, words=(*found, *inside),
                )  # fmt: skip
        return None

    def _exact(self, words: str) -> Resolution | None:
        return self._indexed(words, words) or self._coded(words, words) or self._after_parent(words, words)

    def _outer(self, words: str) -> Territory | None:
        """The larger place that some first characters of a name are, in the scope."""
        if words not in self.book.names:
            return None
        found = self._indexed(words, words)
        return found.territory if found is not None and found.how not in ("joint", "stands") else None

    def _within(self, scope: str) -> _Search:
        return _Search(self.book, self.on, scope)

    def _listed(self, printed: str) -> Resolution | None:
        pieces = [piece for piece in _AND.split(printed) if plain(piece)]
        if not 2 <= len(pieces) <= 20:
            return None
        found = [self._exact(plain(piece)) for piece in pieces]
        parts = [one for one in found if one is not None and one.territory is not None]
        if len(parts) < len(pieces):
            return None
        members: list[Territory] = []
        for one in parts:
            assert one.territory is not None
            members.extend(one.members if one.territory.kind == "joint" else (one.territory,))
        codes = [self.book.place(one.code) for one in members]
        whole = self.book.territories[self.book.whole]
        key = self.book.whole if set(codes) == set(whole.members) else joint_code(codes)
        words = (("members", "、".join(one.name for one in members)),)
        return Resolution(
            printed, key, "list", round(min(one.score for one in parts) * 0.98, 4), self.book.territories.get(key),
            tuple(dict.fromkeys(members)), words=words,
        )  # fmt: skip

    def _without_tail(self, printed: str, words: str) -> Resolution | None:
        for tail in table(FILE)["tails"]:
            inner = self._exact(words.removesuffix(tail)) if words.endswith(tail) and words != tail else None
            if inner is not None and inner.territory is not None:
                inside = tuple((f"inner_{language}", inner.why(language)) for language in ("zh", "en"))
                return Resolution(
                    printed, inner.key, "tail", round(inner.score * 0.95, 4), inner.territory, inner.members,
                    inner.successors, words=(("tail", tail), *inside),
                )  # fmt: skip
        return None

    def _other_rank(self, printed: str, words: str) -> Resolution | None:
        """即墨区 where the list has 即墨市: the one division of that proper name."""
        stem = short(words)
        entries = [one for one in self.book.names.get(stem, ()) if one.how == "short" and self._in_scope(one)]
        places = {self.book.place(one.code) for one in entries}
        if len(places) != 1:
            return None
        one = self.book.territories[places.pop()]
        if one.kind == "province":
            return None
        return Resolution(printed, one.code, "status", 0.8, one, words=(("name", self._full(one)),))

    # --- names that are not quite there ------------------------------------------------------------------------------

    def _needs_context(self, printed: str, words: str) -> Resolution | None:
        entries = [one for one in self.book.names.get(words, ()) if one.needs_context]
        if not entries or self.scope:
            return None
        return self._open(
            printed, words, "context", [self.book.territories[self.book.place(one.code)] for one in entries]
        )

    def _damaged(self, printed: str, words: str) -> Resolution:
        """The one name that is near; the nearest ones as candidates where there are several, or none near enough."""
        near = nearest(self.book, words, self._in_scope)
        if not near.close and (composed := self._damaged_with_parent(printed, words)) is not None:
            return composed
        places = dict.fromkeys(self.book.place(entry.code) for entry in near.close)
        if len(places) == 1:
            taken = self._taken(printed, near.close[0])
            if taken.territory is not None:
                return self._near(printed, taken, near.close[0].name, near.cost)
        how: How = "outside" if self.scope else "unknown"
        return self._open(printed, words, how, [self.book.territories[self.book.place(one.code)] for one in near.all])

    def _near(self, printed: str, taken: Resolution, name: str, cost: float) -> Resolution:
        words = (("name", name), ("wrong", f"{max(1, round(cost))}"))
        score = round(0.8 - 0.15 * cost, 4)
        return Resolution(
            printed, taken.key, "near", score, taken.territory, taken.members, taken.successors, words=words
        )

    def _damaged_with_parent(self, printed: str, words: str) -> Resolution | None:
        """天津市滨海薪区, 天律市滨海新区: one of the two is as it should be, and vouches for the other."""
        for cut in range(len(words) - 2, 1, -1):
            outer, rest = self._outer(words[:cut]), words[cut:]
            if outer is not None:
                near = nearest(self.book, rest, self._within(outer.code)._in_scope)
                if len({self.book.place(one.code) for one in near.close}) == 1:
                    taken = self._taken(printed, near.close[0])
                    return self._near(printed, taken, outer.name + near.close[0].name, near.cost)
            elif rest in self.book.names:
                found = self._outer_near(words[:cut], rest)
                if found is not None:
                    entry, name, cost = found
                    return self._near(printed, self._taken(printed, entry), name + entry.name, cost)
        return None

    def _outer_near(self, front: str, rest: str) -> tuple[Entry, str, float] | None:
        """The one place of the name `rest` in a larger place whose name is nearly `front`."""
        near = nearest(self.book, front, self._in_scope)
        found = {}
        for outer in near.close:
            for entry in self.book.names[rest]:
                if entry.code != outer.code and self.book.inside(entry.code, outer.code):
                    found[self.book.place(entry.code)] = (entry, outer.name, near.cost)
        return next(iter(found.values())) if len(found) == 1 else None
