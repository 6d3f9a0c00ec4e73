"""How far places differ in an indicator over the years: Gini, Theil, coefficient of variation, and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xietong.reports.given import Value
from xietong.reports.model import Block, Chart, Language, Line, Paragraph, Piece, Table
from xietong.reports.say import Column, Manner, cell, figure, indicator_words, word
from xietong.reports.sources import under

MEASURES = ("gini", "theil", "variation")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Year:
    """One year: how many places had a value, and the measures in the order of MEASURES."""

    year: str
    places: Value
    values: tuple[Value, ...]


def disparity(
    indicator: str, years: Sequence[Year], language: Language, *, chart: bool = True, title: str = ""
) -> tuple[Block, ...]:
    """The blocks of the section; `years` in order."""
    plain = Column("", 0, "")
    heads = tuple(
        (Piece(word(one, language)),) for one in ("head.year", "head.places", *(f"measure.{each}" for each in MEASURES))
    )
    body = tuple(
        (
            (Piece(one.year),),
            cell(one.places, plain, None, language),
            *(cell(each, plain, _DIGITS, language) for each in one.values),
        )
        for one in years
    )
    what = indicator_words(indicator, language)
    caption = Piece(title) if title else Piece(word("caption.disparity", language, what=what), "quote")
    blocks: list[Block] = [Table((caption,), heads, body, ("left", "right", "right", "right", "right"))]
    if len(years) > 1:
        blocks.insert(0, _sentence(years, language))
        if chart:
            lines = tuple(
                Line(
                    word(f"measure.{name}", language),
                    tuple(cell(one.values[at], plain, _DIGITS, language)[0] for one in years),
                )
                for at, name in enumerate(MEASURES)
            )
            blocks.append(Chart("lines", (caption,), "", tuple(one.year for one in years), lines))
    return (*blocks, *under((one for row in body for each in row for one in each), language))


def _sentence(years: Sequence[Year], language: Language) -> Block:
    first, last = years[0], years[-1]
    before, after = first.values[0], last.values[0]
    way = "up" if after.value > before.value else "down" if after.value < before.value else "same"
    marks = {"first": "\1", "last": "\2", "before": "\3", "after": "\4"}
    text = word(f"sentence.disparity_{way}", language, **marks)
    suffix = "年" if language == "zh" else ""
    manner = Manner(digits=_DIGITS)
    filled = {
        "\1": Piece(first.year + suffix), "\2": Piece(last.year + suffix),
        "\3": figure(before, language, manner), "\4": figure(after, language, manner),
    }  # fmt: skip
    pieces, words = [], ""
    for char in text:
        if char in filled:
            pieces += [Piece(words), filled[char]]
            words = ""
        else:
            words += char
    return Paragraph((*pieces, Piece(words)))
