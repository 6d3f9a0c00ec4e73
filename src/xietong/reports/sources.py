"""Where figures come from: a source as the sentence of a footnote, the sources of a table, the list of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xietong.reports.model import Block, Chart, Heading, Items, Language, Paragraph, Piece, Pieces, Source, Table
from xietong.reports.say import word

_LONGEST = 160


def cited(source: Source, language: Language) -> str:
    """A source in one sentence: title, date, words and place, or how it was computed or by whom entered."""
    title = (f"《{source.title}》" if language == "zh" else f"“{source.title}”") if source.title else ""
    quote = f"“{short(source.sentence)}”" if source.sentence else ""
    comma, stop = ("，", "。") if language == "zh" else (", ", ".")
    said = [one for one in (title, source.date, quote, source.where, source.said) if one]
    return comma.join(said).rstrip("。.") + stop if said else source.id[:12] + stop


def short(text: str) -> str:
    """A sentence of bearable length."""
    flat = " ".join(text.split()) if text.isascii() else "".join(text.split("\n"))
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def documents_of(pieces: Iterable[Piece]) -> list[Source]:
    """The documents (or computations) that pieces rest on, each once, in order."""
    found: dict[tuple[str, str, str], Source] = {}
    for piece in pieces:
        for one in piece.sources:
            key = (one.title, one.date, "" if one.title else one.said)
            found.setdefault(key, one)
    return list(found.values())


def under(pieces: Iterable[Piece], language: Language) -> list[Block]:
    """The line under a table or chart that names the documents it rests on."""
    found = documents_of(pieces)
    found = [one for one in found if one.title] or found  # a computation is told by what it rests on
    if not found:
        return []
    names = []
    for one in found:
        title = (f"《{one.title}》" if language == "zh" else f"“{one.title}”") if one.title else one.said
        date = f"（{one.date}）" if language == "zh" else f" ({one.date})"
        names.append(title + (date if one.date and one.title else ""))
    joined = ("；" if language == "zh" else "; ").join(dict.fromkeys(one for one in names if one))
    stop = "。" if language == "zh" else "."
    return [Paragraph((Piece(word("sentence.sources_of", language)), Piece(joined, "quote"), Piece(stop)), quiet=True)]


def figures_of(blocks: Sequence[Block]) -> list[tuple[str, Piece]]:
    """All bound figures of text and tables in order, with the heading they stand under."""
    head, found = "", []
    for block in blocks:
        if isinstance(block, Heading):
            head = "".join(one.text for one in block.pieces)
        for pieces in _pieces_of(block):
            for one in pieces:
                found += [(head, each) for each in (one, *one.footnote) if each.kind == "figure"]
    return found


def _pieces_of(block: Block) -> Iterable[Pieces]:
    match block:
        case Heading() | Paragraph():
            return [block.pieces]
        case Items():
            return block.items
        case Table():
            return [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
        case Chart():
            return [block.caption]
    return []


def listed(blocks: Sequence[Block], language: Language, title: str = "") -> tuple[Block, ...]:
    """A table of every figure with its source; the same figure of the same source once."""
    rows, seen = [], set()
    for _, piece in figures_of(blocks):
        told = tuple(one for one in piece.sources if one.kind != "template")
        unit = "" if piece.unit and piece.unit in piece.text else piece.unit
        key = (piece.text, unit, told)
        if not told or key in seen:
            continue
        seen.add(key)
        said = (" " if language == "en" else "").join(cited(one, language) for one in told)
        rows.append(((Piece(piece.text + (f" {unit}" if unit else ""), "quote"),), (Piece(said, "quote"),)))
    if not rows:
        return (Paragraph((Piece(word("sentence.no_sources", language)),)),)
    head = tuple((Piece(word(f"head.{one}", language)),) for one in ("number", "source"))
    caption = (Piece(title or word("caption.sources", language)),)
    return (Table(caption, head, tuple(rows), ("right", "left")),)
