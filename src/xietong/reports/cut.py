"""Leave sections out of the text of a template, by its headings of the first level."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_HEAD = re.compile(r"#\s+(.*\S)\s*$")


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a template: its heading, and its lines [first, last) counted from 0."""

    title: str
    first: int
    last: int


def parts(text: str) -> tuple[Part, ...]:
    """The sections in order; what stands before the first heading belongs to none."""
    lines = text.replace("\r\n", "\n").split("\n")
    heads = [(at, found[1]) for at, line in enumerate(lines) if (found := _HEAD.match(line))]
    ends = [*(at for at, _ in heads[1:]), len(lines)][: len(heads)]
    return tuple(Part(title, first, last) for (first, title), last in zip(heads, ends, strict=True))


def keeping(text: str, kept: Collection[int]) -> str:
    """The text with those sections only whose numbers (from 0) are kept."""
    lines = text.replace("\r\n", "\n").split("\n")
    gone = {at for number, part in enumerate(parts(text)) if number not in kept for at in range(part.first, part.last)}
    return "\n".join(line for at, line in enumerate(lines) if at not in gone)
