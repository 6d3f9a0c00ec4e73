"""Is every figure of a report bound, and does it say what it is bound to? All that is not, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext

from xietong.core.numerals import plain
from xietong.data import table
from xietong.observations.units import factor, scaled
from xietong.reports.model import At, Block, Chart, Heading, Items, Paragraph, Piece, Pieces, Report, Table
from xietong.reports.running import Number, numbers
from xietong.reports.told_time import contradicts
from xietong.reports.troubles import Trouble

_MODES = {"half": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}


def _unitless(unit: str) -> bool:
    """Whether a bare number may be counted so: by a classifier."""
    words = table("units.toml")
    return unit in words["classifiers"] or unit in ("", "分", "点", "位", "名", "比", "户", "人", "次")


def check(report: Report) -> tuple[Trouble, ...]:
    """Everything that keeps a report from being built, in its order."""
    found: list[Trouble] = []
    for one in texts(report):
        found += _text(one, report.names)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Read:
    """A text of a report as it is read: the headings it stands under, its pieces; `values`: a cell where years are values."""

    section: str
    pieces: Pieces
    values: bool = False


def texts(report: Report) -> Iterator[Read]:
    """Every text of a report, each read as a whole: footnotes by themselves."""
    heads: list[str] = []
    yield from _with_notes(Read("", report.title))
    for block in report.blocks:
        if isinstance(block, Heading):
            heads[block.level - 1 :] = [words_of(block.pieces)]
        for pieces, values in _texts_of(block):
            yield from _with_notes(Read(" / ".join(heads), pieces, values))


def words_of(pieces: Pieces) -> str:
    """The text of pieces without their footnotes."""
    return "".join(one.text for one in pieces)


def _with_notes(one: Read) -> Iterator[Read]:
    yield one
    for piece in one.pieces:
        if piece.footnote:
            yield Read(one.section, piece.footnote)


def _texts_of(block: Block) -> Iterator[tuple[Pieces, bool]]:
    match block:
        case Heading() | Paragraph():
            yield block.pieces, False
        case Items():
            yield from ((one, False) for one in block.items)
        case Table():
            yield from ((one, False) for one in (block.caption, *block.head))
            yield from _cells(block)
        case Chart():
            yield block.caption, False  # labels and names of lines are the ledger's, nobody types them


def _cells(block: Table) -> Iterator[tuple[Pieces, bool]]:
    """The cells under the head: a lone year behind the first column is a value, unless the column or row is of times."""
    timed = re.compile(table("running.toml")["times_head"], re.IGNORECASE)
    heads = [bool(timed.search(words_of(one))) for one in block.head]
    for row in block.rows:
        of_time = bool(row) and bool(timed.search(words_of(row[0])))
        for at, cell in enumerate(row):
            yield cell, at > 0 and not of_time and not heads[at]


# --- one text ------------------------------------------------------------------------------------------------------


def _text(one: Read, names: tuple[str, ...]) -> Iterator[Trouble]:
    section, pieces = one.section, one.pieces
    text = words_of(pieces)
    ends: list[int] = []
    for piece in pieces:
        ends.append((ends[-1] if ends else 0) + len(piece.text))
    told: dict[int, list[Number]] = {}
    for number in numbers(text, names, values=one.values):
        # 第 of a rank may be typed before a field
        begin = number.start + (text[number.start] in "第前" and number.start + 1 < number.head)
        first, last = _piece_at(ends, begin), _piece_at(ends, number.head - 1)
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
        elif told := contradicts(text, number.start, number.end, piece.period):
            values = {"told": told, "bound": bound_words(piece), "period": piece.period, "source": source_words(piece)}
            yield Trouble("wrong_period", section, piece.at, text[number.start : number.end], values)


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
    if last_fall == last_rise:
        return 0
    if re.match(said["came_to"], clause[max(last_fall, last_rise) :]):
        return -1 if re.search(said["signed"], clause) else 0
    return -1 if last_fall > last_rise else 1
