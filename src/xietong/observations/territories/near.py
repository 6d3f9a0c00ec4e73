"""Damaged names: the names of the index that differ from one by a character or two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from xietong.observations.territories.gazetteer import Entry, Gazetteer
from xietong.observations.territories.spelling import distance, plain, reach


@dataclass(frozen=True, slots=True)
class Near:
    """`close`: the entries at the least distance (`cost`), if that is near enough; `all`: all that were looked at."""

    close: tuple[Entry, ...]
    cost: float
    all: tuple[Entry, ...]


def nearest(book: Gazetteer, words: str, wanted: Callable[[Entry], bool]) -> Near:
    """The names nearest to a damaged one, among the entries that are wanted."""
    if len(words) < 2:
        return Near((), 0.0, ())
    limit = reach(len(words))
    wide = max(limit, 1.0)
    common: Counter[str] = Counter()
    for char in set(words):
        common.update(book.by_letter.get(char, ()))
    # every character that is wrong costs at least a half: so many must be right, and one at the least
    shared = max(1, len(set(words)) - int(2 * wide))
    ranked = []
    for name, count in common.items():
        if count >= shared and abs(len(name) - len(words)) <= wide:
            cost = distance(words, name, wide)
            if cost <= wide:
                ranked.append((cost, name))
    found: list[tuple[float, Entry]] = []
    for cost, name in sorted(ranked):
        found.extend((cost, entry) for entry in book.names[name] if wanted(entry) and not entry.needs_context)
    least = found[0][0] if found else wide
    # a short name must not be reached from a longer one by more than a short name may differ
    close = tuple(entry for cost, entry in found if cost == least and cost <= min(limit, reach(len(plain(entry.name)))))
    return Near(close, least, tuple(entry for _, entry in found))
