"""Sentences that hand values out: A和B分别为x和y，比上年的x'和y'分别增长a%和b%, taken apart into one sentence for each.

Each of them is an ordinary sentence (A为x，比上年的x'增长a%) whose figures keep the places they have in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from xietong.core.issue import Issue, Place
from xietong.observations.figures import Figure
from xietong.observations.sentence import Row

_HANDS_OUT = re.compile(r"分别|依次")
_NEXT = re.compile(r"(?:左右)?(?:[、，；]?(?:以及|[和与及])|[、，])")


def dealt(row: Row) -> Iterator[tuple[Row, dict[int, Place]]]:
    """A row for each of those that values are handed out to, and by the start of a figure in it its place in the document."""
    if not _HANDS_OUT.search(row.words):
        return
    groups = _groups(row)
    size = next((len(group) for group in groups if _HANDS_OUT.search(row.lead(group[0]))), 0)
    groups = [group for group in groups if len(group) == size]
    if size < 2 or len(groups) < 2:
        return
    for member in range(size):
        text, figures, places = "", [], {}
        for group in groups:
            one = row.figures[group[member]]
            text += _HANDS_OUT.sub("", row.lead(group[0]))
            places[len(text)] = one.where
            figures.append(_moved(one, len(text)))
            text += one.statement.quote
        yield Row(tuple(figures), f"{text}。"), places


def _groups(row: Row) -> list[list[int]]:
    """Runs of figures with nothing but 、 or 和 between them."""
    found: list[list[int]] = [[0]]
    for before, at in pairwise(range(len(row))):
        if _NEXT.fullmatch(row.gap(before, at)):
            found[-1].append(at)
        else:
            found.append([at])
    return found


def _moved(figure: Figure, start: int) -> Figure:
    one = figure.statement
    return replace(figure, statement=replace(one, start=start, end=start + len(one.quote)))


def put_back(issue: Issue, places: dict[int, Place]) -> Issue:
    """An issue of a row that was taken apart, at the places of the document."""
    return replace(issue, places=tuple(places[place.start] for place in issue.places))
