"""The printed lines of a text, and what a line looks like: a heading, the end of a paragraph, a name of a body."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

_LINE: Final = re.compile(r"[^\r\n\f]+")
_SECTION: Final = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[、）)．]|\.(?!\d))|第[一二三四五六七八九十百\d]{1,4}[章节条篇编]|专栏"
)
_FINISHED: Final = re.compile(r"[。！？…!?][”’」』）)\s]*$")
_OPEN_END: Final = frozenset("。！？；，、…,;!?~—")
HEADING_CHARACTERS: Final = 60
BLOCK: Final = 60  # lines; a bound, so that no text is walked again and again


class Line(NamedTuple):
    """A line that is not blank: half-open span of its stripped characters, and how it stands."""

    start: int
    end: int
    text: str
    gap: bool  # a blank line (or the start of the text) stands before it
    indent: bool


def cut(content: str) -> list[Line]:
    """The lines of a text that are not blank, in order."""
    found = []
    before = 0
    first = True
    for match in _LINE.finditer(content):
        raw = match.group()
        text = raw.strip()
        if not text:
            continue
        start, end = match.span()
        between = content[before:start]
        gap = first or between.count("\n") > 1 or between.count("\r") > 1 or "\f" in between
        lead = raw.find(text)
        found.append(Line(start + lead, start + lead + len(text), text, gap, lead > 0))
        before = end
        first = False
    return found


def heading(line: Line) -> bool:
    """True where a line could be (part of) a title: short, without a sentence end. Wrapped lines of prose too."""
    text = line.text
    return 1 < len(text) <= HEADING_CHARACTERS and text[-1] not in _OPEN_END and "。" not in text


def section(line: Line) -> bool:
    """True for the numbered headings inside one document: 一、… （二）… 第三章 …"""
    return _SECTION.match(line.text) is not None


def ornament(text: str) -> bool:
    """True where a symbol (■ ✎ ◆ …) stands after the last full stop, as magazines close an article."""
    bare = text.rstrip(" \t　️")
    return len(bare) > 2 and unicodedata.category(bare[-1]) == "So" and bare[:-1].rstrip()[-1:] in "。！？”）)"


def finished(line: Line) -> bool:
    """True where a line ends a sentence, so that what follows may be something new."""
    return _FINISHED.search(line.text[-8:]) is not None or ornament(line.text)


def block(lines: list[Line], at: int) -> int:
    """Index behind the lines that follow `at` without a blank line between, no further than `BLOCK` lines."""
    at += 1
    end = min(len(lines), at + BLOCK)
    while at < end and not lines[at].gap:
        at += 1
    return at
