"""Scores and ranks of a composite index: a table and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xietong.reports.given import Value
from xietong.reports.model import Block, Chart, Language, Line, Piece, Table
from xietong.reports.say import Column, cell, place_words, word
from xietong.reports.sources import under

_BARS = 31


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place with its score, its rank, and the rank it had a year before (None where it had none)."""

    place: str
    score: Value
    rank: Value
    before: Value | None = None


def ranking(
    name: str, when: str, rows: Sequence[Ranked], language: Language, *, chart: bool = True, title: str = ""
) -> tuple[Block, ...]:
    """The blocks of the section; `name` is what the index is called, `when` its year."""
    plain = Column("", 0, "")
    heads = tuple((Piece(word(f"head.{one}", language)),) for one in ("rank", "place", "score"))
    body = tuple(
        (
            cell(row.rank, plain, None, language),
            (Piece(place_words(row.place, language), "quote"),),
            cell(row.score, plain, 2, language),
        )
        for row in rows
    )
    caption = Piece(title) if title else Piece(word("caption.ranking", language, what=name, when=when), "quote")
    blocks: list[Block] = [Table((caption,), heads, body, ("right", "left", "right"))]
    if chart and len(rows) > 1:
        shown = rows[:_BARS]
        points = tuple(cell(row.score, plain, 2, language)[0] for row in shown)
        labels = tuple(place_words(row.place, language) for row in shown)
        blocks.append(Chart("bars", (caption,), "", labels, (Line(name, points),)))
    return (*blocks, *under((one for row in body for each in row for one in each), language))
