"""Text → the folded string that words are looked for in, with the way back to offsets.

Folding is NFKC and case; blanks and line ends that stand inside Chinese words in the source are gone. What is looked
for goes through the same folding.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeVar

from xietong.documents.model import Text
from xietong.documents.view import View, repair

N = TypeVar("N", int, float)
LONGEST = 20_000  # characters of one passage; keeps a word vector of PostgreSQL far below its limit of 1 MB
OVERLAP = 100  # where no sentence ends near the cut, so that no word is lost to it
_ALIKE = {"〜": "~", "∼": "~", "−": "-", "∶": ":"}  # as the view has them
_GAP = re.compile(r"\s+")


class _Folding(dict[str, str]):
    """Remembers what each character folds to; a whole text is folded character by character to keep offsets."""

    def __missing__(self, key: str) -> str:
        folded = unicodedata.normalize("NFKC", _ALIKE.get(key, key)).casefold()
        if folded.isspace() or not folded:
            folded = " "
        if len(self) < 100_000:
            self[key] = folded
        return folded


_FOLD = _Folding()


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage ready for the index: see `store.model.Passage`."""

    start: int
    end: int
    plain: str
    offsets: bytes


def fold(content: str) -> str:
    """The folded string alone."""
    return folded(content)[0] if content else ""


def folded(content: str) -> tuple[str, array[int]]:
    """The folded string, and for each of its characters the offset in `content` that it stands for."""
    view = repair(content)
    parts: list[str] = []
    places = array("I")
    at = 0
    for gap in _GAP.finditer(view.text):
        _append(view.text, at, gap.start(), parts, places)
        at = gap.end()
        # what the view leaves between Chinese characters parts phrases, but may also be a heading cut in two
        if parts and at < len(view.text) and _is_word_gap(view.text[gap.start() - 1], view.text[at]):
            parts.append(" ")
            places.append(gap.start())
    _append(view.text, at, len(view.text), parts, places)
    return "".join(parts), array("I", _origins(view, places))


def _origins(view: View, places: array[int]) -> Iterator[int]:
    """The offset in the text for each place in the view; places only rise."""
    run, last = 0, len(view.starts) - 1
    for at in places:
        while run < last and view.starts[run + 1] <= at:
            run += 1
        yield view.origins[run] + at - view.starts[run]


def _append(content: str, start: int, end: int, parts: list[str], offsets: array[int]) -> None:
    for at in range(start, end):
        one = _FOLD[content[at]]
        parts.append(one)
        offsets.extend((at,) * len(one))


def _is_word_gap(before: str, after: str) -> bool:
    """A blank separates words only between letters or digits of alphabets; Chinese has none of its own."""
    return before < "\u2e80" and after < "\u2e80"


def pieces(text: Text) -> list[Piece]:
    """The passages of a text: its articles, long ones cut where a sentence ends; together they cover all of it."""
    plain, offsets = folded(text.content)
    starts = sorted({0, *(bisect_left(offsets, article.start) for article in text.articles)} - {len(plain)})
    found = []
    for first, last in zip(starts, [*starts[1:], len(plain)], strict=True):
        found += [_piece(text.content, plain, offsets, a, b) for a, b in _cut(plain, first, last)]
    return found


def _cut(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of at most LONGEST characters, ending after a full stop where there is one in the second half."""
    spans = []
    while end - start > LONGEST:
        stop = plain.rfind("。", start + LONGEST // 2, start + LONGEST) + 1
        spans.append((start, stop or start + LONGEST))
        start = stop or start + LONGEST - OVERLAP
    if end > start:
        spans.append((start, end))
    return spans


def _piece(content: str, plain: str, offsets: array[int], first: int, last: int) -> Piece:
    start = offsets[first]
    end = offsets[last] if last < len(offsets) else len(content)
    here = offsets[first:last]
    steps = array("I", [0, *(after - before for before, after in pairwise(here))])
    return Piece(start, end, plain[first:last], zlib.compress(little(steps).tobytes(), 6))


def offsets_of(piece: Piece) -> array[int]:
    """For each character of the passage its offset in the text."""
    steps = array("I")
    steps.frombytes(zlib.decompress(piece.offsets))
    return array("I", accumulate(little(steps), initial=piece.start))[1:]


def little(numbers: array[N]) -> array[N]:
    """The same numbers with little-endian bytes, or back from them."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers
