"""The text a plan is read from: its repaired view, and the way between the two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from xietong.documents.model import Clause
from xietong.documents.view import View
from xietong.targets.plans.model import Words

_PREFACE = re.compile(r"(?:前|引|序|导) ?言$|序$")


@dataclass(frozen=True, slots=True)
class Source:
    """`content` as extracted and `view`, what is read; offsets of a plan's records are into `content`."""

    content: str
    view: View

    @property
    def text(self) -> str:
        """The view's characters."""
        return self.view.text

    def at(self, origin: int) -> int:
        """The offset in the view of the first kept character at or behind `origin`."""
        return self.view.at(origin)

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """The span of the view that content[start:end] became."""
        return self.at(start), self.at(end)

    def clause(self, clause: Clause) -> tuple[int, int]:
        """The span of the view that a clause became."""
        return self.inside(clause.start, clause.end)

    def words(self, start: int, end: int) -> Words:
        """view[start:end] as it stands in the text."""
        start, end = self.trimmed(start, end)
        left, right = self.view.span(start, end) if end > start else (self.view.origin(start),) * 2
        return Words(left, right, self.content[left:right])

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """view[start:end] without the blanks around it."""
        said = self.text[start:end]
        return start + len(said) - len(said.lstrip()), start + len(said.rstrip())

    def sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of view[start:end] between full stops and semicolons outside brackets."""
        at, depth = start, 0
        for found in re.compile(r"[。；！\n（）]").finditer(self.text, start, end):
            if found.group() in "（）":
                depth = max(0, depth + (1 if found.group() == "（" else -1))
            elif depth == 0 or found.group() == "\n":
                if self.text[at : found.start()].strip():
                    yield self.trimmed(at, found.start())
                at, depth = found.end(), 0
        if self.text[at:end].strip():
            yield self.trimmed(at, end)


def clause_at(clauses: tuple[Clause, ...], at: int) -> int:
    """Index of the innermost clause that holds the character `at` of the text; clauses stand in order of their start."""
    index = max(0, bisect_right(clauses, at, key=lambda one: one.start) - 1)
    while index > 0 and clauses[index].end <= at:
        index = clauses[index].parent
    return index


def above(clauses: tuple[Clause, ...], index: int) -> Iterator[Clause]:
    """A clause and those that hold it, innermost first."""
    while index >= 0:
        yield clauses[index]
        index = clauses[index].parent


def titles(clauses: tuple[Clause, ...], index: int) -> Iterator[str]:
    """The headings that a clause stands under, innermost first, without that of the whole; what is numbered is no part of
    a preface (前言) that stands before it."""
    numbered = False
    for one in above(clauses, index):
        if one.parent >= 0 and one.title and not (numbered and _PREFACE.match(one.title)):
            yield one.title
        numbered = numbered or bool(one.number)
