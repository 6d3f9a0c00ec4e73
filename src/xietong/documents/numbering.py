"""The marks that number the parts of a text: where they stand, of which style, and what number they bear.

A mark is a candidate: whether it numbers anything is decided by what stands around it (`clauses.py`). Offsets are into
a repaired view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from xietong.data import table

_HAN: Final = "一二三四五六七八九十百"
_PARTS: Final = {"{H}": f"[{_HAN}][{_HAN}零〇]{{0,4}}", "{D}": f"[{_HAN}—–ニ=＝彡+]{{1,3}}", "{A}": "[0-9lIO|]{1,3}"}
_DAMAGED: Final = str.maketrans("—–ニ=＝彡+lI|O", "一一二二二三十1110")
# Inside a paragraph a mark stands behind a stop or a colon.
_INLINE: Final = re.compile(r"[。；：！]”?")


@dataclass(frozen=True, slots=True)
class Style:
    """One way to number; `rank` grows inwards. See data/numbering.toml."""

    name: str
    rank: int
    single: bool
    sure: bool
    form: re.Pattern[str]
    damaged: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Mark:
    """view[start:end] looks like a number of this style; `number` is () for dashes and bullets, (3, 2) for 3.2."""

    start: int
    end: int
    style: Style
    number: tuple[int, ...]
    opens: bool  # it stands at the head of a paragraph
    damaged: bool = False


@cache
def styles() -> tuple[Style, ...]:
    """All styles, outermost first."""
    return tuple(
        Style(
            one["name"], one["rank"], one.get("single", False), one.get("sure", False),
            re.compile(_filled(one["form"])), re.compile(_filled(one["damaged"])) if "damaged" in one else None,
        )
        for one in table("numbering.toml")["style"]
    )  # fmt: skip


def _filled(form: str) -> str:
    for name, characters in _PARTS.items():
        form = form.replace(name, characters)
    return form


def marks(view: str, start: int, end: int) -> Iterator[Mark]:
    """The candidates in one paragraph view[start:end]: at its head, and behind its stops."""
    yield from opening(view, start, end)
    for stop in _INLINE.finditer(view, start, end):
        yield from _at(view, stop.end(), end, opens=False)


def opening(view: str, start: int, end: int) -> list[Mark]:
    """The candidates at the head of one paragraph; undamaged readings first."""
    return _at(view, start, end, opens=True)


def _at(view: str, at: int, end: int, *, opens: bool) -> list[Mark]:
    """What the characters at `at` may number; undamaged readings first."""
    whole = [_mark(style, style.form.match(view, at, end + 1), opens, damaged=False) for style in styles()]
    hurt = [
        _mark(style, style.damaged.match(view, at, end), opens, damaged=True)
        for style in styles()
        if style.damaged is not None and opens
    ]
    return [one for one in (*whole, *hurt) if one is not None]


def _mark(style: Style, match: re.Match[str] | None, opens: bool, *, damaged: bool) -> Mark | None:
    if match is None or match.end() == match.start():
        return None
    named = match.groupdict()
    written = named.get("n") or named.get("n2") or ""
    return Mark(match.start(), match.end(), style, number(written), opens, damaged)


def number(written: str) -> tuple[int, ...]:
    """十二 → (12,), ③ → (3,), 3.2 → (3, 2), "" → (); damaged numerals as they were meant."""
    written = written.translate(_DAMAGED)
    if not written:
        return ()
    if "①" <= written <= "⑳":
        return (ord(written) - ord("①") + 1,)
    if written[0].isdigit():
        return tuple(int(part) for part in written.split("."))
    return (_han(written),)


def _han(written: str) -> int:
    """二十三 → 23, 一百零二 → 102, 一二 → 12."""
    value = digit = 0
    for char in written.replace("零", "").replace("〇", ""):
        at = _HAN.index(char) + 1
        if at > 9:
            value += max(digit, 1) * (10 if at == 10 else 100)
            digit = 0
        else:
            digit = digit * 10 + at
    return value + digit
