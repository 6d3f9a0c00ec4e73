"""What a report is: pieces of text, each bound or not, in blocks; the same value makes the page, the PDF and the Word file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

Language = Literal["zh", "en"]
Kind = Literal["words", "figure", "quote"]
Style = Literal["", "strong", "emphasis"]
Align = Literal["left", "center", "right"]
SourceKind = Literal[
    "statement", "cell", "derivation", "score", "computed", "record", "entered", "document", "name", "count", "template"
]


@dataclass(frozen=True, slots=True)
class Source:
    """What a number is bound to. `id` is that of the ledger; `title`, `date` and `sentence` of the document it stands in
    and `where` its page and offset or row and column; `said` how it was computed, or who entered it when and why;
    `href` the address of its page."""

    kind: SourceKind
    id: str
    title: str = ""
    date: str = ""
    sentence: str = ""
    where: str = ""
    said: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, order=True)
class At:
    """Where something stands in a template: line and column count from 1 (characters)."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of one kind. `words` are typed or composed and hold no figure; a `figure` is bound: `value` (as in a
    statement) in `unit` comes from `sources`, and `rounding` says how it may be rounded ("half 1 8": one decimal of
    10⁸, half up; empty: not at all); a `quote` repeats a source (title, sentence, name) and is not read for figures.

    `period` (ISO) is that of the value; the text around a figure may name one. `change`: the value is one of growth
    or difference, whose sign words may say (下降3.2%). `typed`: a person wrote the text of a figure. `note`: a footnote
    cites its sources. `footnote` is a note of the template's own that stands behind the piece. `at`: where each is in
    the template, None where it was composed.
    """

    text: str
    kind: Kind = "words"
    style: Style = ""
    value: tuple[Decimal, ...] = ()
    unit: str = ""
    rounding: str = ""
    period: str = ""
    sources: tuple[Source, ...] = ()
    change: bool = False
    typed: bool = False
    note: bool = False
    footnote: tuple[Piece, ...] = ()
    at: At | None = None

    def record(self) -> dict[str, Any]:
        """As JSON; what is empty is left out."""
        found: dict[str, Any] = {"text": self.text}
        for name in ("kind", "style", "unit", "rounding", "period", "change", "typed", "note"):
            value = getattr(self, name)
            if value != _PLAIN[name]:
                found[name] = value
        if self.value:
            found["value"] = [str(one) for one in self.value]
        if self.sources:
            found["sources"] = [_filled(one) for one in self.sources]
        if self.footnote:
            found["footnote"] = [one.record() for one in self.footnote]
        if self.at is not None:
            found["at"] = [self.at.line, self.at.column]
        return found

    @classmethod
    def of(cls, record: dict[str, Any]) -> Piece:
        """The same back from JSON."""
        given = dict(record)
        given["value"] = tuple(map(Decimal, given.get("value", ())))
        given["sources"] = tuple(Source(**one) for one in given.get("sources", ()))
        given["footnote"] = tuple(map(Piece.of, given.get("footnote", ())))
        at = given.pop("at", None)
        return replace(cls(**given), at=At(*at) if at else None)


_PLAIN = {
    "kind": "words",
    "style": "",
    "unit": "",
    "rounding": "",
    "period": "",
    "change": False,
    "typed": False,
    "note": False,
}
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; the title of a report is none."""

    level: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `quiet`: a remark under a table or chart, set small."""

    pieces: Pieces
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ordered` ones are numbered by whoever sets them."""

    items: tuple[Pieces, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under one row of headings; `align` has one entry a column. The caption is numbered where it is set."""

    caption: Pieces
    head: tuple[Pieces, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    align: tuple[Align, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a chart; None is a gap."""

    name: str
    points: tuple[Piece | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`lines` over the labels of the horizontal axis; one horizontal bar a label; or `points`, one a label, whose first line
    holds what they are across and the second upward, named as the axes; a third is a and b of the line y = a + b x."""

    kind: Literal["lines", "bars", "points"]
    caption: Pieces
    unit: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Heading | Paragraph | Items | Table | Chart | Break


@dataclass(frozen=True, slots=True)
class Report:
    """A composed report: in which language, of which day, for which period (ISO), from which template (name and hash);
    `vintage` says up to when data and records count."""

    title: Pieces
    language: Language
    day: str
    period: str
    template: str
    blocks: tuple[Block, ...]
    names: tuple[str, ...] = ()
    vintage: Pieces = ()

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "title": _pieces(self.title), "language": self.language, "day": self.day, "period": self.period,
            "template": self.template, "names": list(self.names), "vintage": _pieces(self.vintage), "blocks": [_block(one) for one in self.blocks],
        }  # fmt: skip

    @classmethod
    def of(cls, record: dict[str, Any]) -> Report:
        """The same back from JSON."""
        return cls(
            _read(record["title"]), record["language"], record["day"], record["period"], record["template"],
            tuple(map(_block_of, record["blocks"])), tuple(record["names"]), _read(record.get("vintage", [])),
        )  # fmt: skip


def _filled(one: Source) -> dict[str, str]:
    return {name: value for name in Source.__slots__ if (value := getattr(one, name))} | {
        "kind": one.kind,
        "id": one.id,
    }


def _pieces(pieces: Pieces) -> list[dict[str, Any]]:
    return [one.record() for one in pieces]


def _read(records: list[dict[str, Any]]) -> Pieces:
    return tuple(map(Piece.of, records))


def _block(one: Block) -> dict[str, Any]:
    match one:
        case Heading():
            return {"is": "heading", "level": one.level, "pieces": _pieces(one.pieces)}
        case Paragraph():
            return {"is": "paragraph", "pieces": _pieces(one.pieces), "quiet": one.quiet}
        case Items():
            return {"is": "items", "items": [_pieces(each) for each in one.items], "ordered": one.ordered}
        case Table():
            return {
                "is": "table", "caption": _pieces(one.caption), "head": [_pieces(each) for each in one.head],
                "rows": [[_pieces(cell) for cell in row] for row in one.rows], "align": list(one.align),
            }  # fmt: skip
        case Chart():
            lines = [
                {"name": line.name, "points": [None if each is None else each.record() for each in line.points]}
                for line in one.lines
            ]
            return {
                "is": "chart", "kind": one.kind, "caption": _pieces(one.caption), "unit": one.unit,
                "labels": list(one.labels), "lines": lines,
            }  # fmt: skip
        case Break():
            return {"is": "break"}


def _block_of(record: dict[str, Any]) -> Block:
    match record["is"]:
        case "heading":
            return Heading(record["level"], _read(record["pieces"]))
        case "paragraph":
            return Paragraph(_read(record["pieces"]), record["quiet"])
        case "items":
            return Items(tuple(map(_read, record["items"])), record["ordered"])
        case "table":
            rows = tuple(tuple(map(_read, row)) for row in record["rows"])
            return Table(_read(record["caption"]), tuple(map(_read, record["head"])), rows, tuple(record["align"]))
        case "chart":
            lines = tuple(
                Line(one["name"], tuple(None if each is None else Piece.of(each) for each in one["points"]))
                for one in record["lines"]
            )
            return Chart(record["kind"], _read(record["caption"]), record["unit"], tuple(record["labels"]), lines)
    return Break()
