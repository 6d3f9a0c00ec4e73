"""A passage → the words around what was looked for, with marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

BEFORE, AFTER = 40, 80  # characters shown around the first mark


def snippet(plain: str, terms: Sequence[str]) -> tuple[int, str, tuple[tuple[int, int], ...]]:
    """Place of the first mark in the passage, the text around it, and the marks as half-open spans in that text.

    It stands where the longest term stands first; marks that touch or overlap are one.
    """
    places = {one: at for one in terms if (at := plain.find(one)) >= 0}
    if not places:
        return 0, plain[:AFTER], ()
    first = places[max(places, key=len)]
    start, end = max(0, first - BEFORE), min(len(plain), first + AFTER)
    shown = plain[start:end]
    spans = sorted(found.span() for one in places for found in re.finditer(re.escape(one), shown))
    return first, shown, tuple(_joined(spans))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
