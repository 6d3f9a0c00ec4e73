"""A sentence or two → a short article of consistent figures around them, with where everything stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from tests.planted.draw import Filled, Scene
from tests.planted.shapes import articles

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """Some sentences, where their figures are, and which shape or filler they come from."""

    text: str
    marks: tuple[Span, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article: `marks` are the planted figures, `origins` tell which shape each stretch comes from."""

    name: str
    date: str
    content: str
    marks: tuple[Span, ...]
    origins: tuple[tuple[int, int, str], ...]


_PLACEHOLDER = re.compile(r"\{(\w+)(#?)\}|\[([\d.]+)~([\d.]+)\]")


def render(text: str, filled: Filled, origin: str, rng: Random) -> Block:
    """Fill the placeholders: `{name}` a word or a figure, `{name#}` a figure without its unit, `[2~9.5]` a number."""
    out, marks, at = "", [], 0
    for found in _PLACEHOLDER.finditer(text):
        out += text[at : found.start()]
        at = found.end()
        name, bare, low, high = found.groups()
        if low:
            digits = len(high.partition(".")[2])
            out += f"{rng.uniform(float(low), float(high)):.{digits}f}"
            continue
        if name in filled.figures:
            figure = filled.figures[name]
            shown = figure if isinstance(figure, str) else figure.bare if bare else figure.text
            marks.append((len(out), len(out) + len(shown)))
        else:
            shown = filled.words[name]
        out += shown
    return Block(out + text[at:], tuple(marks), origin)


def scene(rng: Random) -> tuple[Scene, str]:
    """A place and year, and the word for the whole of it (全市)."""
    place = rng.choice(articles()["place"])
    return Scene(place["name"], rng.randint(2021, 2024), Decimal(str(place["scale"]))), place["all"]


def genre(rng: Random) -> Mapping[str, Any]:
    """A genre: its titles, headings, and in which months of the next year it appears."""
    chosen: Mapping[str, Any] = rng.choice(articles()["genre"])
    return chosen


def fillers(rng: Random, where: Scene, everywhere: str, count: int, used: set[str]) -> list[Block]:
    """Sentences about other things, each of its own topic; `used` topics are left out, and grow."""
    words = {"place": where.place, "all": everywhere, "year": str(where.year), "next": str(where.year + 2)}
    pool = articles()["filler"]
    chosen: list[Block] = []
    for one in rng.sample(pool, len(pool)):
        if len(chosen) == count or set(one["topics"]) & used:
            continue
        used |= set(one["topics"])
        block = render(one["text"], Filled(words=words), f"filler {one['topics'][0]}", rng)
        chosen.append(Block(block.text, (), block.origin))
    return chosen


def compose(name: str, date: str, title: str, headings: Sequence[str], planted: list[Block], around: list[Block],
            rng: Random) -> Document:  # fmt: skip
    """Put planted blocks, in their order and in paragraphs of their own choice, among the others."""
    slots = sorted(rng.randint(0, len(around)) for _ in planted)
    order: list[tuple[Block, bool]] = []
    waiting = list(zip(slots, planted, strict=True))
    for at in range(len(around) + 1):
        while waiting and waiting[0][0] == at:
            order.append((waiting.pop(0)[1], True))
        if at < len(around):
            order.append((around[at], False))
    content, marks, origins = f"{title}\n", [], []
    heads = list(headings)
    sentences = 0
    for at, (block, ours) in enumerate(order):
        breaks = at == 0 or (sentences >= 2 and rng.random() < 0.5) or sentences >= 4
        # two planted blocks are two paragraphs
        breaks = breaks or "\n" in block.text or bool(ours and at and order[at - 1][1])
        if breaks:
            content = content if content.endswith("\n") else content + "\n"
            if heads and rng.random() < 0.4:
                content += heads.pop(0) + "\n"
            sentences = 0
        start = len(content)
        content += block.text
        if "\n" in block.text:
            content += "\n"
        sentences += 1
        origins.append((start, len(content), block.origin))
        if ours:
            marks += [(start + low, start + high) for low, high in block.marks]
    return Document(name, date, content + ("" if content.endswith("\n") else "\n"), tuple(marks), tuple(origins))
