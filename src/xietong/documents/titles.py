"""Titles: above the sign that begins an article, or astray at the edges of a page whose columns were cut."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from xietong.documents import signs
from xietong.documents.lines import Line, finished, heading, section
from xietong.documents.metadata import is_fact

_REACH: Final = 6  # lines above a sign that may be its title
_CHARACTERS: Final = 140
_OPENING: Final = 300  # characters of an article that a stray title is compared with
_WORDS: Final = re.compile(r"[^\W_]+")
LIKENESS: Final = 0.5

Block = tuple[int, int]


def above(lines: Sequence[Line], sign: int) -> list[Block]:
    """Blocks of title lines directly above the line `sign`, top first: half-open line indices."""
    at, room = sign, _CHARACTERS
    while at > 0 and sign - at < _REACH and _in_title(lines, at - 1) and room >= len(lines[at - 1].text):
        at -= 1
        room -= len(lines[at].text)
    if at > 0 and not (lines[at].gap or _ends(lines[at - 1])):
        # wrapped prose above: only what a blank line sets apart from it can be a title
        at = next((one for one in range(at + 1, sign) if lines[one].gap), sign)
    return blocks(lines, at, sign)


def blocks(lines: Sequence[Line], start: int, end: int) -> list[Block]:
    """The runs of lines[start:end] without a blank line inside."""
    cuts = [start, *(at for at in range(start + 1, end) if lines[at].gap), end]
    return [(left, right) for left, right in pairwise(cuts) if left < right]


def below(lines: Sequence[Line], start: int, end: int) -> Block | None:
    """The first heading block of lines[start:end] that is set apart by blank lines."""
    for left, right in blocks(lines, start, min(end, start + _REACH)):
        if right - left <= 3 and all(_titular(line) for line in lines[left:right]):
            return left, right
    return None


def large(lines: Sequence[Line], headlines: Sequence[tuple[int, int]]) -> set[int]:
    """Indices of the lines inside these spans that may be titles."""
    starts = [line.start for line in lines]
    spans = ((bisect_left(starts, left), bisect_left(starts, right)) for left, right in headlines)
    return {at for left, right in spans for at in range(left, right) if _in_title(lines, at)}


def _in_title(lines: Sequence[Line], at: int) -> bool:
    """True where a line may be part of a title, or is the one character a narrow column left of it."""
    if len(lines[at].text) == 1 and at > 0 and not lines[at].gap and "一" <= lines[at].text <= "龥":
        return _titular(lines[at - 1])
    return _titular(lines[at])


def _titular(line: Line) -> bool:
    """True where a line above a sign may be part of its title."""
    if not heading(line) and (line.text[-1] not in "—：:？！?!" or len(line.text) > 60 or _finished_prose(line)):
        return False
    if sum(line.text.count(mark) for mark in ">＞»›") > 1:  # where a page stands in its site
        return False
    return not (section(line) or signs.closing(line) or signs.credit(line) or is_fact(line.text))


def _finished_prose(line: Line) -> bool:
    """A line that ends a sentence of prose: a question or cry may be a title."""
    return "。" in line.text or (finished(line) and line.text[-1] not in "？！?!")


def _ends(line: Line) -> bool:
    return finished(line) or line.text[-1] in "）)" or is_fact(line.text) or signs.closing(line) or signs.credit(line)


def words(lines: Sequence[Line], block: Block) -> str:
    """The letters, hanzi and digits of a block."""
    return "".join("".join(_WORDS.findall(line.text)) for line in lines[block[0] : block[1]])


def opening(lines: Sequence[Line], start: int, end: int) -> str:
    """The first characters of lines[start:end], as `words` gives them."""
    parts: list[str] = []
    room = _OPENING
    for line in lines[start:end]:
        parts.append("".join(_WORDS.findall(line.text)))
        room -= len(parts[-1])
        if room <= 0:
            break
    return "".join(parts)[:_OPENING]


def likeness(title: str, opening: str) -> float:
    """Share of the pairs of neighbouring characters of a title that the opening of an article has."""
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    return sum(1 for pair in pairs if pair in opening) / len(pairs) if len(pairs) > 3 else 0.0
