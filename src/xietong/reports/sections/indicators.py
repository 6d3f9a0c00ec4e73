"""Indicators at places over periods: a table, and a chart of each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xietong.core.period import Period
from xietong.reports.given import Value
from xietong.reports.model import Align, Block, Chart, Language, Line, Paragraph, Piece, Source, Table
from xietong.reports.say import Column, cell, column, indicator_words, place_words, unit_words, word
from xietong.reports.sources import under

WIDEST = 6  # periods in one table: more do not fit a page


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator at one place: values by period (ISO), None where there are none."""

    indicator: str
    place: str
    values: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How the section is set: `digits` None for no rounding."""

    language: Language
    digits: int | None = None
    chart: bool = True
    table: bool = True
    title: str = ""


def indicators(rows: Sequence[Row], periods: Sequence[str], manner: Manner) -> tuple[Block, ...]:
    """The blocks of the section; `periods` are those of the values."""
    blocks: list[Block] = []
    if manner.table:
        blocks += _table(rows, periods, manner)
    if manner.chart and len(periods) > 1:
        for code in dict.fromkeys(row.indicator for row in rows):
            blocks += _chart([row for row in rows if row.indicator == code], periods, manner)
    return tuple(blocks)


def label(period: str) -> str:
    """A period at the head of a column: 2023, 2023-05, 2023-Q1, the day of a stock."""
    from xietong.core.grid import name

    given = Period.parse(period)
    if given.start is None:
        given = (
            Period(given.end.replace(month=1, day=1), given.end)
            if (given.end.month, given.end.day) == (12, 31)
            else given
        )
    text = name(given)
    return text.removeprefix("../") if text.startswith("../") else text


def _table(rows: Sequence[Row], periods: Sequence[str], manner: Manner) -> list[Block]:
    language = manner.language
    last = list(periods)[-WIDEST:]
    skipped = len(periods) - len(last)
    several = len({row.indicator for row in rows}) > 1
    units = _units(rows, language)
    same = len({units[row.indicator].words for row in rows}) == 1
    head = [*(["head.indicator"] if several else []), "head.place", *([] if same and not several else ["head.unit"])]
    heads = [(Piece(word(one, language)),) for one in head] + [(Piece(label(one)),) for one in last]
    body = []
    for row in rows:
        unit = units[row.indicator]
        cells = [(Piece(indicator_words(row.indicator, language), "quote"),)] if several else []
        cells.append((Piece(place_words(row.place, language), "quote"),))
        cells += [] if same and not several else [(Piece(unit.words, "quote"),)]
        body.append((*cells, *(cell(value, unit, manner.digits, language) for value in row.values[skipped:])))
    caption = _caption(rows, units[rows[0].indicator].words if same and not several else "", manner)
    left: Align = "left"
    right: Align = "right"
    align = (*[left] * len(head), *[right] * len(last))
    made = Table(caption, tuple(heads), tuple(body), align)
    return [made, *_remarks(made, manner)]


def _units(rows: Sequence[Row], language: Language) -> dict[str, Column]:
    found: dict[str, list[Value | None]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).extend(row.values)
    return {code: column(values, language) for code, values in found.items()}


def _caption(rows: Sequence[Row], unit: str, manner: Manner) -> tuple[Piece, ...]:
    language = manner.language
    if manner.title:
        return (Piece(manner.title),)
    comma = "、" if language == "zh" else ", "
    what = comma.join(indicator_words(one, language) for one in dict.fromkeys(row.indicator for row in rows))
    return (Piece(what + ((f"（{unit}）" if language == "zh" else f" ({unit})") if unit else ""), "quote"),)


def _remarks(table: Table, manner: Manner) -> list[Block]:
    """What stands under a table: gaps, rounding, sources."""
    language = manner.language
    pieces = [one for row in table.rows for each in row for one in each]
    said: list[Piece] = []
    if any(one.text in ("—", "–") for one in pieces):
        said.append(Piece(word("missing.gaps", language)))
    if manner.digits is not None:
        first, _, rest = word("sentence.rounded_to", language, digits="\0").partition("\0")
        declared = Source("template", "digits", said=word("source.template", language))
        from decimal import Decimal

        figure = Piece(str(manner.digits), "figure", value=(Decimal(manner.digits),), sources=(declared,))
        said += [Piece((" " if said and language == "en" else "") + first), figure, Piece(rest)]
    remark = [Paragraph(tuple(said), quiet=True)] if said else []
    return [*remark, *under((one for one in pieces if one.kind == "figure"), language)]


def _chart(rows: Sequence[Row], periods: Sequence[str], manner: Manner) -> list[Block]:
    """Lines of one indicator over all periods; nothing where fewer than two periods have a value."""
    language = manner.language
    known = [sum(value is not None for value in row.values) for row in rows]
    if max(known, default=0) < 2:
        return []
    unit = column([value for row in rows for value in row.values], language)
    lines = tuple(
        Line(
            place_words(row.place, language),
            tuple(cell(value, unit, manner.digits, language)[0] if value and len(value.value) == 1 else None for value in row.values),
        )
        for row in rows if any(row.values)
    )  # fmt: skip
    what = indicator_words(rows[0].indicator, language)
    key = "caption.trend" if unit.words else "caption.trend_bare"
    caption = Piece(word(key, language, what=what, unit=unit.words), "quote")
    made = Chart("lines", (caption,), unit.words, tuple(map(label, periods)), lines)
    points = (point for line in lines for point in line.points if point is not None)
    return [made, *under(points, language)]


__all__ = ["Manner", "Row", "indicators", "label", "unit_words"]
