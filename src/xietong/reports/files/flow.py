"""What all files set alike: blocks with the numbers of tables and charts, texts, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xietong.core.numerals import span
from xietong.reports.files.clean import clean
from xietong.reports.model import Block, Chart, Language, Piece, Pieces, Report, Table
from xietong.reports.say import word
from xietong.reports.sources import cited


@dataclass(frozen=True, slots=True)
class Numbered:
    """A block with what stands before its caption: 表1, Figure 2; empty for those without caption."""

    block: Block
    label: str


def numbered(report: Report) -> Iterator[Numbered]:
    """The blocks in order; tables and charts are counted where they have a caption."""
    tables = charts = 0
    for block in report.blocks:
        label = ""
        if isinstance(block, Table) and block.caption:
            tables += 1
            label = f"{word('page.table', report.language)} {tables}"
        elif isinstance(block, Chart):
            charts += 1
            label = f"{word('page.chart', report.language)} {charts}"
        yield Numbered(block, label)


def shown_day(report: Report) -> str:
    """The day under the title: 2024年6月30日, 30 June 2024."""
    return span(f"{report.day}/{report.day}", report.language)


def notes(piece: Piece, language: Language) -> str:
    """The footnote behind a piece: its own words, or its sources cited; empty where there is none."""
    own = "".join(clean(one.text) for one in piece.footnote)
    told = " ".join(cited(one, language) for one in piece.sources) if piece.note else ""
    return clean(" ".join(one for one in (own, told) if one))


def noted(pieces: Pieces, language: Language) -> Iterator[tuple[Piece, str]]:
    """Pieces with their footnotes; a source that was cited just before in the same text is not cited again."""
    seen: set[str] = set()
    for piece in pieces:
        said = notes(piece, language)
        yield piece, "" if said in seen else said
        seen.add(said)


def all_texts(report: Report) -> Iterator[str]:
    """Every text that is set, for the check of glyphs."""
    language = report.language

    def of(pieces: Pieces) -> Iterator[str]:
        for piece, note in noted(pieces, language):
            yield clean(piece.text)
            yield note

    yield from of(report.title)
    yield from of(report.vintage)
    for block in report.blocks:
        for pieces in _texts(block):
            yield from of(pieces)
        if isinstance(block, Chart):
            yield from map(clean, (block.unit, *block.labels, *(line.name for line in block.lines)))


def _texts(block: Block) -> list[Pieces]:
    if isinstance(block, Table):
        return [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
    if isinstance(block, Chart):
        return [block.caption]
    pieces = getattr(block, "pieces", None)
    return [pieces] if pieces is not None else list(getattr(block, "items", ()))
