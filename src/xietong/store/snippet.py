"""A passage → the words around what was looked for, as printed, with marks."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

BEFORE, AFTER = 40, 80  # characters shown around the first mark


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open spans of a passage: what to show, and what to mark in it; `first` is where the first mark begins."""

    first: int
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


def window(plain: str, terms: Sequence[str]) -> Window:
    """Where the longest term stands first, with all terms around it; marks that touch or overlap are one."""
    places = {one: at for one in terms if (at := plain.find(one)) >= 0}
    first = places[max(places, key=len)] if places else 0
    start, end = max(0, first - BEFORE), min(len(plain), first + AFTER)
    shown = plain[start:end]
    spans = sorted(found.span() for one in places for found in re.finditer(re.escape(one), shown))
    return Window(first, start, end, tuple((start + a, start + b) for a, b in _joined(spans)))


def as_printed(
    plain: str, offsets: array[int], shown: Window, content: str, begin: int
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The window in the text's own characters, but without the blanks that the passage does not have; and the marks.

    `content` is the part of the text that the window stands for, from its offset `begin` on.
    """
    parts: list[str] = []
    places: list[int] = []
    for at in range(shown.start, shown.end):
        places.append(len(parts))
        if at + 1 == shown.end or offsets[at + 1] != offsets[at]:  # one character may be folded into several
            parts.append(" " if plain[at] == " " else content[offsets[at] - begin])
    places.append(len(parts))
    marks = ((places[a - shown.start], places[b - shown.start]) for a, b in shown.marks)
    return "".join(parts), tuple(mark for mark in marks if mark[0] < mark[1])


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
