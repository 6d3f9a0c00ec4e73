"""What a score of a composite index is made of: a sentence, and its parts with score, weight and points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xietong.reports.given import Value
from xietong.reports.model import Block, Language, Paragraph, Piece, Table
from xietong.reports.say import Column, Manner, cell, figure, word
from xietong.reports.sources import under

_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Given:
    """A part: its name, its score, its share among its siblings, the points it gives and their share of the score."""

    name: str
    score: Value
    weight: Value
    points: Value
    share: Value


@dataclass(frozen=True, slots=True)
class Head:
    """The score that is opened, of a place in a year; `start` is what the points add to; parts without score by name."""

    name: str
    place: str
    when: str
    score: Value
    rank: Value
    start: Value
    missing: tuple[str, ...]


def parted(head: Head, parts: Sequence[Given], language: Language, title: str = "") -> tuple[Block, ...]:
    """The blocks of the section."""
    plain, percent = Column("", 0, ""), Column("%", 0, "%")
    heads = tuple((Piece(word(f"head.{one}", language)),) for one in ("part", "score", "weight", "points", "share"))
    rows = tuple(
        (
            (Piece(one.name, "quote"),), cell(one.score, plain, _DIGITS, language), cell(one.weight, percent, 1, language),
            cell(one.points, plain, _DIGITS, language), cell(one.share, percent, 1, language),
        )
        for one in parts
    )  # fmt: skip
    words = word("caption.explanation", language, place=head.place, what=head.name, when=head.when)
    caption = Piece(title) if title else Piece(words, "quote")
    table = Table((caption,), heads, rows, ("left", "right", "right", "right", "right"))
    return (_sentence(head, language), table, *under((one for row in rows for each in row for one in each), language))


def _sentence(head: Head, language: Language) -> Paragraph:
    manner = Manner(_DIGITS)
    score, start = (figure(one, language, manner, note=False) for one in (head.score, head.start))
    rank = figure(head.rank, language, Manner(), note=False)
    marks = {"\1": score, "\2": rank, "\3": start, "\4": Piece(f"{head.when}{head.place}{head.name}", "quote")}
    if language == "en":
        marks["\4"] = Piece(f"{head.name} of {head.place}, {head.when}", "quote")
    text = word("sentence.explanation", language, score="\1", rank="\2", what="\4")
    if head.start.value[0]:
        text += word("sentence.explanation_start", language, start="\3")
    pieces: list[Piece] = []
    for char in text:
        pieces.append(marks.get(char, Piece(char)))
    if head.missing:
        names = ("、" if language == "zh" else ", ").join(head.missing)
        pieces.append(Piece(word("sentence.explanation_missing", language, names=names), "quote"))
    return Paragraph(tuple(pieces))
