"""A regional analysis of any kind: what it was asked, what it says, its tables and charts; every number bound to the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import floor, log10

from xietong.regional.analyses.model import Chart as Drawn
from xietong.regional.analyses.model import Column as Heading
from xietong.regional.analyses.model import Remark, Result
from xietong.regional.analyses.model import Table as Found
from xietong.regional.analyses.model import Value as Raw
from xietong.regional.analyses.naming import PART, label, said
from xietong.reports.given import Value
from xietong.reports.model import Align, Block, Chart, Language, Line, Paragraph, Piece, Pieces, Source, Table
from xietong.reports.say import Column, Manner, cell, figure, indicator_words, place_words, scale_of, word
from xietong.reports.sources import under

_NUMBERS = ("number", "count", "share", "p")
_WIDEST = 47  # letters of Chinese in one line of a table: more columns do not fit a page
_POINTS = 60  # of a curve, at most


@dataclass(frozen=True, slots=True)
class Analysis:
    """A result with what a report tells of it. `recipe` is what was asked, in words; `about` what was analysed; `source`
    is what its numbers are bound to, `rests` the documents behind it."""

    result: Result
    title: str
    about: str
    recipe: str
    remarks: tuple[Remark, ...]
    source: Source
    rests: tuple[Source, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """How the section is set: `tables` by their keys (all where empty), `most` rows of each."""

    language: Language
    tables: tuple[str, ...] = ()
    most: int = 31
    chart: bool = True
    title: str = ""


def analysis(made: Analysis, shown: Shown) -> tuple[Block, ...]:
    """The blocks of the section."""
    named = _Named(shown.language)
    blocks: list[Block] = [_quoted(made.recipe, made)]
    wanted = [one for one in made.result.tables if not shown.tables or one.key in shown.tables]
    blocks += _course(wanted, made, shown)
    for one in made.remarks:
        blocks.append(_quoted(one.sentence(shown.language, named), made))
    if made.note:
        blocks.append(_quoted(made.note, made))
    for number, found in enumerate(wanted):
        blocks += _tables(found, made, shown, shown.title if not number else "")
    if shown.chart:
        blocks += [chart for one in made.result.charts if (chart := _chart(one, made, shown.language)) is not None]
    return (*blocks, *under((Piece("", "quote", sources=made.rests or (made.source,)),), shown.language))


class _Named:
    """What a key is called, in the language of the report."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, key: str, _: str = "") -> str:
        if PART in key:
            return key.partition(PART)[2]
        known = indicator_words(key, self._language)
        return known if known != key else place_words(key, self._language)


def _quoted(text: str, made: Analysis) -> Paragraph:
    return Paragraph((Piece(text, "quote", sources=(made.source,)),))


# --- in words ------------------------------------------------------------------------------------------------------


def _course(tables: Sequence[Found], made: Analysis, shown: Shown) -> list[Block]:
    """Where the first number of the first table goes by year: from when to when, and from what to what."""
    language = shown.language
    for one in tables[:1]:
        kept = {score.key for score in made.result.scores if not score.unit}  # what a result is kept for, no bandwidth
        at = next((at for at, column in enumerate(one.columns) if column.kind == "number" and column.key in kept), 0)
        given = [row.cells for row in one.rows if isinstance(row.cells[at], float)]
        if one.columns[0].kind != "year" or not at or len(given) < 2:
            return []
        before, after = (_exact(row[at]) for row in (given[0], given[-1]))
        way = "up" if after > before else "down" if after < before else "same"
        digits = _digits([before, after], 0)
        ends = [
            figure(Value((number,), "", (made.source,)), language, Manner(digits), note=False)
            for number in (before, after)
        ]
        years = [Piece(f"{row[0]}年" if language == "zh" else str(row[0])) for row in (given[0], given[-1])]
        what = Piece(label(one.columns[at].key, language, _Named(language)), "quote")
        filled = dict(zip("\1\2\3\4\5", (*years, what, *ends), strict=True))
        text = word(f"sentence.course_{way}", language, first="\1", last="\2", what="\3", before="\4", after="\5")
        return [Paragraph(_filled(text, filled))]
    return []


def _filled(text: str, marks: dict[str, Piece]) -> Pieces:
    """A sentence with pieces in the place of its marks."""
    pieces, words = [], ""
    for char in text:
        if char in marks:
            pieces += [Piece(words), marks[char]] if words else [marks[char]]
            words = ""
        else:
            words += char
    return (*pieces, Piece(words))


# --- tables --------------------------------------------------------------------------------------------------------


def _tables(found: Found, made: Analysis, shown: Shown, title: str) -> list[Block]:
    """A table, in several where it has more columns than fit; how many rows are left out."""
    language = shown.language
    rows = [row.cells for row in found.rows[: shown.most]]
    columns = list(found.columns)
    forms = [_form(column, [row.cells[at] for row in found.rows], language) for at, column in enumerate(columns)]
    caption = Piece(title) if title else Piece(_caption(found.key, found.year, made, language), "quote")
    heads = [(Piece(_head(column, form, language), "quote"),) for column, form in zip(columns, forms, strict=True)]
    body = [
        [_cell(column, value, form, made, language) for column, value, form in zip(columns, row, forms, strict=True)]
        for row in rows
    ]
    blocks: list[Block] = []
    for number, taken in enumerate(_parted(columns, [heads, *body])):
        more = (Piece(word("page.continued", language)),) if number else ()
        align: list[Align] = ["right" if columns[at].kind in _NUMBERS else "left" for at in taken]
        cells = tuple(tuple(row[at] for at in taken) for row in body)
        blocks.append(Table((caption, *more), tuple(heads[at] for at in taken), cells, tuple(align)))
    if len(found.rows) > len(rows):
        text = word("sentence.rows_left", language, n=len(found.rows), shown=len(rows))
        blocks.append(Paragraph((Piece(text, "quote", sources=(made.source,)),), quiet=True))
    return blocks


def _parted(columns: Sequence[Heading], rows: Sequence[Sequence[Pieces]]) -> list[list[int]]:
    """Which columns stand in one table: those of words before the first number in every one, and as many as fit."""
    widths = [max(_letters(row[at]) for row in rows) + 1.2 for at in range(len(columns))]
    first = next((at for at, one in enumerate(columns) if one.kind in _NUMBERS), len(columns)) or 1
    fixed = list(range(first))
    parts, taken = [], list(fixed)
    for at in range(first, len(columns)):
        if len(taken) > len(fixed) and sum(widths[one] for one in (*taken, at)) > _WIDEST:
            parts.append(taken)
            taken = list(fixed)
        taken.append(at)
    return [*parts, taken]


def _letters(pieces: Pieces) -> float:
    return sum(1.0 if char > "\u2e80" else 0.56 for piece in pieces for char in piece.text)


def _caption(key: str, year: str, made: Analysis, language: Language) -> str:
    what = label(key, language, _Named(language))
    return word(
        "caption.analysis" if year else "caption.analysis_all",
        language,
        title=made.title,
        about=made.about,
        what=what,
        year=year,
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """How the numbers of a column are printed: over 10^power, which `scale` names, with so many decimals."""

    power: int = 0
    scale: str = ""
    digits: int = 0


def _form(column: Heading, values: Sequence[Raw], language: Language) -> _Form:
    numbers = [_exact(one) for one in values if isinstance(one, (int, float)) and one is not None]
    if column.kind == "share":
        return _Form(0, "", 1)
    if column.kind == "p":
        return _Form(0, "", 3)
    if column.kind != "number" or not numbers:
        return _Form()
    power, scale = scale_of(numbers, language)
    return _Form(power, scale, _digits(numbers, power))


def _digits(numbers: Sequence[Decimal], power: int) -> int:
    """Decimals that tell the largest of some numbers to four digits and more, and no more than six."""
    largest = float(max((abs(one) for one in numbers), default=Decimal(0)).scaleb(-power))
    return min(6, max(4 - max(0, floor(log10(largest))), 0) if largest >= 0.01 else 6) if largest else 0


def _head(column: Heading, form: _Form, language: Language) -> str:
    words = label(column.key, language, _Named(language))
    if not form.scale:
        return words
    return f"{words}（{form.scale}）" if language == "zh" else f"{words} ({form.scale})"


def _cell(column: Heading, value: Raw, form: _Form, made: Analysis, language: Language) -> Pieces:
    """A cell: numbers as figures, everything else as the result has it."""
    if value is None:
        return (Piece("—" if language == "zh" else "–"),)
    if column.kind in _NUMBERS and isinstance(value, (int, float)):
        number = _exact(value)
        if column.kind == "p" and number < Decimal("0.001"):
            return (Piece("<0.001", "quote", sources=(made.source,)),)
        if column.kind == "share":
            (piece,) = cell(Value((number * 100,), "%", (made.source,)), Column("%", 0, "%"), form.digits, language)
            return (replace(piece, text=f"{piece.text}%"),)
        digits = None if column.kind == "count" else form.digits
        return cell(Value((number,), "", (made.source,)), Column("", form.power, form.scale), digits, language)
    return (Piece(str(said(column, value, language, _Named(language))), "quote", sources=(made.source,)),)


def _exact(number: object) -> Decimal:
    """What a computed number holds, to twelve digits."""
    exact = Decimal(repr(number))
    return (
        round(exact, 11 - exact.adjusted())
        if isinstance(number, float) and exact and exact.adjusted() > -300
        else exact
    )


# --- charts --------------------------------------------------------------------------------------------------------


def _chart(drawn: Drawn, made: Analysis, language: Language) -> Chart | None:
    """A chart of the result; maps are told by the column of their table."""
    named = _Named(language)
    if drawn.kind == "scatter" and drawn.points:
        axes = [label(key, language, named) for key in (drawn.x, drawn.y)]
        lines = [
            Line(name, tuple(_point(getattr(one, of), made) for one in drawn.points))
            for name, of in zip(axes, "xy", strict=True)
        ]
        if drawn.line is not None:
            lines.append(Line("", tuple(_point(one, made) for one in drawn.line)))
        labels = tuple(named(one.unit) for one in drawn.points)
        return Chart("points", _drawn_caption(drawn, made, "", language), "", labels, tuple(lines))
    values = [_exact(float(value)) for one in drawn.series for value in one.values if value is not None]
    across = [f"{one:.3g}" for one in drawn.grid] if drawn.kind == "curve" else list(drawn.times)
    if drawn.kind == "map" or len(across) < 2 or not values:
        return None
    step = -(-len(across) // _POINTS) if drawn.kind == "curve" else 1
    power, scale = scale_of(values, language)
    lines = [
        Line(
            label(one.key, language, named),
            tuple(None if value is None else _point(value, made, power) for value in one.values[::step]),
        )
        for one in drawn.series
    ]
    return Chart("lines", _drawn_caption(drawn, made, scale, language), "", tuple(across[::step]), tuple(lines))


def _drawn_caption(drawn: Drawn, made: Analysis, scale: str, language: Language) -> Pieces:
    words = _caption(drawn.key, drawn.year, made, language)
    return (Piece(word("caption.trend", language, what=words, unit=scale) if scale else words, "quote"),)


def _point(number: float, made: Analysis, power: int = 0) -> Piece:
    exact = _exact(float(number)).scaleb(-power)
    return Piece(f"{exact:.4g}", "figure", value=(exact,), sources=(made.source,))
