"""Paragraphs, sentences and clauses of a view, as half-open spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A question mark in the middle of a line is as often a damaged dot between two names (通州·北三县).
_SENTENCE = re.compile(r"(?:[。！\n]|…+(?=[一-龥])|？(?=[”’」』\n]|$))+[”’」』）]?")
_CLAUSE = re.compile(r"[，；：。！\n]| (?=[一-龥“])")
_LONGEST = 800  # a "sentence" without any stop is read in pieces of this size


@dataclass(frozen=True, slots=True)
class Sentence:
    """view[start:end], and whether it opens a paragraph."""

    start: int
    end: int
    opens: bool


def sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of view[start:end]; a stop inside quotation marks ends one too."""
    at, opens = start, True
    for found in _SENTENCE.finditer(text, start, end):
        yield from _pieces(text, at, found.start(), opens)
        opens = "\n" in found.group()
        at = found.end()
    yield from _pieces(text, at, end, opens)


def _pieces(text: str, start: int, end: int, opens: bool) -> Iterator[Sentence]:
    while end - start > _LONGEST:
        cut = max(
            text.rfind("，", start, start + _LONGEST), text.rfind("；", start, start + _LONGEST), start + _LONGEST // 2
        )
        yield Sentence(start, cut, opens)
        start, opens = cut, False
    if text[start:end].strip():
        yield Sentence(start, end, opens)


def clauses(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """The clauses of a sentence; a mark inside brackets does not part."""
    spans, at, depth = [], sentence.start, 0
    for found in re.finditer(r"[（(]|[）)]|" + _CLAUSE.pattern, text[sentence.start : sentence.end]):
        mark = found.group()
        where = sentence.start + found.start()
        if mark in "（(":
            depth += 1
        elif mark in "）)":
            depth = max(0, depth - 1)
        elif depth == 0:
            if where > at:
                spans.append((at, where))
            at = where + 1
    if at < sentence.end:
        spans.append((at, sentence.end))
    return spans
