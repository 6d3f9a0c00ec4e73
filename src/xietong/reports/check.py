"""Is every figure of a report bound, and does it say what it is bound to? All that is not, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext

from xietong.core.numerals import plain
from xietong.data import table
from xietong.observations.units import factor, scaled
from xietong.reports.model import At, Block, Chart, Heading, Items, Paragraph, Piece, Pieces, Report, Table
from xietong.reports.running import Number, numbers
from xietong.reports.troubles import Trouble

_MODES = {"half": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}


def _unitless(unit: str) -> bool:
    """Whether a bare number may be counted so: by a classifier."""
    words = table("units.toml")
    return unit in words["classifiers"] or unit in ("", "分", "点", "位", "名", "比", "户", "人", "次")


def check(report: Report) -> tuple[Trouble, ...]:
    """Everything that keeps a report from being built, in its order."""
    found: list[Trouble] = []
    for section, pieces in texts(report):
        found += _text(section, pieces, report.names)
    return tuple(found)


def texts(report: Report) -> Iterator[tuple[str, Pieces]]:
    """Every text of a report with the headings it stands under, each read as a whole: footnotes by themselves."""
    heads: list[str] = []
    yield from _with_notes("", report.title)
    for block in report.blocks:
        if isinstance(block, Heading):
            heads[block.level - 1 :] = [words_of(block.pieces)]
        for pieces in _texts_of(block):
            yield from _with_notes(" / ".join(heads), pieces)


def words_of(pieces: Pieces) -> str:
    """The text of pieces without their footnotes."""
    return "".join(one.text for one in pieces)


def _with_notes(section: str, pieces: Pieces) -> Iterator[tuple[str, Pieces]]:
    yield section, pieces
    for one in pieces:
        if one.footnote:
            yield section, one.footnote


def _texts_of(block: Block) -> Iterator[Pieces]:
    match block:
        case Heading() | Paragraph():
            yield block.pieces
        case Items():
            yield from block.items
        case Table():
            yield block.caption
            yield from block.head
            for row in block.rows:
                yield from row
        case Chart():
            yield block.caption  # labels and names of lines are the ledger's, nobody types them


# --- one text ------------------------------------------------------------------------------------------------------


def _text(section: str, pieces: Pieces, names: tuple[str, ...]) -> Iterator[Trouble]:
    text = words_of(pieces)
    ends: list[int] = []
    for one in pieces:
        ends.append((ends[-1] if ends else 0) + len(one.text))
    told: dict[int, list[Number]] = {}
    for number in numbers(text, names):
        first, last = _piece_at(ends, number.start), _piece_at(ends, number.head - 1)
        kinds = {pieces[at].kind for at in range(first, last + 1)}
        if kinds == {"words"}:
            yield Trouble("unbound", section, _at(pieces, ends, number.start), number.words)
        elif kinds != {"quote"} and first != last:
            yield Trouble("split", section, _at(pieces, ends, number.start), number.words)
        elif kinds == {"quote"} and first != last:
            continue
        else:
            told.setdefault(first, []).append(number)
    for at, piece in enumerate(pieces):
        if piece.kind == "figure":
            yield from _figure(section, piece, told.get(at, []), text, ends[at] - len(piece.text))


def _piece_at(ends: list[int], position: int) -> int:
    return next(at for at, end in enumerate(ends) if position < end)


def _at(pieces: Pieces, ends: list[int], position: int) -> At | None:
    """The place of a character in the template; that of what was composed is that of the piece before it."""
    index = _piece_at(ends, position)
    at = pieces[index].at
    return None if at is None else At(at.line, at.column + position - (ends[index] - len(pieces[index].text)))


def _figure(section: str, piece: Piece, found: list[Number], text: str, start: int) -> Iterator[Trouble]:
    if not piece.value or not piece.sources:
        yield Trouble("unbound", section, piece.at, piece.text)
    elif not found and piece.typed:
        yield Trouble("no_number", section, piece.at, piece.text)
    elif len(found) > 1 and piece.typed:
        yield Trouble("two_numbers", section, piece.at, piece.text)
    for number in found[:1]:
        code = agrees(piece, number, text)
        if code:
            values = {"bound": bound_words(piece), "source": source_words(piece)}
            words = text[number.start : number.end]
            yield Trouble(code, section, _within(piece, number.start - start), words, values)


def _within(piece: Piece, offset: int) -> At | None:
    return None if piece.at is None else At(piece.at.line, piece.at.column + max(0, offset) * piece.typed)


def bound_words(piece: Piece) -> str:
    """What a figure is bound to, all its digits."""
    return "—".join(plain(one) for one in piece.value) + piece.unit


def source_words(piece: Piece) -> str:
    """Where it is bound, in short."""
    one = piece.sources[0]
    return "，".join(part for part in (one.title, one.date, one.sentence or one.said) if part)[:160] or one.id[:12]


def agrees(piece: Piece, number: Number, text: str) -> str:
    """Empty where a figure as it reads says what it is bound to; else the code of what is wrong."""
    if not number.value:
        return "unreadable"
    got = _in_unit(piece, number, text)
    if got is None:
        return "wrong_unit"
    wanted = tuple(rounded(one, piece.rounding) for one in piece.value)
    falls = _direction(text, number) if piece.change else 0
    if got == wanted:
        return "wrong_direction" if falls * wanted[0] < 0 and wanted[0] > 0 else ""
    if piece.change and got == tuple(-one for one in wanted):
        return "" if falls < 0 and wanted[0] < 0 else "wrong_direction"
    return "contradicts"


def _in_unit(piece: Piece, number: Number, text: str) -> tuple[Decimal, ...] | None:
    """The value of a number in the unit of what it is bound to; None where units differ in kind."""
    value = number.value
    if len(value) == 1 and value[0] > 0 and re.search(r"(?:^|[^A-Za-z\d_)）%])[-−]$", text[: number.start]):
        value = (-value[0],)
    if not number.unit or number.unit == piece.unit:
        return value
    if not piece.unit:
        return value if _unitless(number.unit) else None
    by = factor(number.unit, piece.unit)
    return None if by is None else tuple(scaled(one, by) for one in value)


def rounded(value: Decimal, rounding: str) -> Decimal:
    """A value as its declared rounding leaves it: "half 1 8" is one decimal of 10⁸, half up; empty leaves it alone."""
    if not rounding:
        return value
    mode, digits, power = rounding.split()
    with localcontext() as context:
        context.prec = 60
        return value.quantize(Decimal(1).scaleb(int(power) - int(digits)), rounding=_MODES[mode])


def _direction(text: str, number: Number) -> int:
    """−1 where the words before a figure, in its clause, speak of a fall, 1 of a rise, 0 of neither."""
    said = table("running.toml")
    clause = re.split(r"[，。；！？,;.!?]", text[max(0, number.start - 24) : number.start])[-1]
    falls = [one.end() for one in re.finditer(said["falling"], clause, re.IGNORECASE)]
    rises = [one.end() for one in re.finditer(said["rising"], clause, re.IGNORECASE)]
    last_fall, last_rise = max(falls, default=-1), max(rises, default=-1)
    return 0 if last_fall == last_rise else -1 if last_fall > last_rise else 1
