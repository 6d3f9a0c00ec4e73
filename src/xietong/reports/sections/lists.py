"""Lists of the ledger: findings of the checks, documents of a period, what changed since the last report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xietong.core.issue import Issue
from xietong.reports.compare import Change
from xietong.reports.given import Value
from xietong.reports.model import Block, Language, Paragraph, Piece, Source, Table
from xietong.reports.say import Manner, figure, word
from xietong.reports.sources import cited


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as a list shows it."""

    source: Source
    publisher: str


def counted(number: int, shown: int, what: str, language: Language) -> Paragraph:
    """How many there are, and how many are listed."""
    source = Source("count", what, said=word("source.count", language, what=word(f"counted.{what}", language)))
    manner = Manner()

    def piece(count: int) -> Piece:
        return figure(Value((Decimal(count),), "", (source,)), language, manner, note=False)

    if number == shown:
        first, _, rest = word("sentence.all_of", language, n="\1").partition("\1")
        return Paragraph((Piece(first), piece(number), Piece(rest)))
    first, _, rest = word("sentence.counted", language, n="\1", shown="\2").partition("\1")
    middle, _, last = rest.partition("\2")
    return Paragraph((Piece(first), piece(number), Piece(middle), piece(shown), Piece(last)))


def findings(rows: Sequence[tuple[Issue, str]], total: int, language: Language, title: str = "") -> tuple[Block, ...]:
    """Findings with the title of their first document, the gravest first."""
    if not rows:
        return (Paragraph((Piece(word("sentence.none_findings", language)),)),)
    heads = tuple((Piece(word(f"head.{one}", language)),) for one in ("severity", "finding", "document"))
    body = tuple(
        (
            (Piece(word(f"severity.{issue.severity}", language)),),
            (Piece(issue.sentence(language), "quote"),),
            (Piece(document, "quote"),),
        )
        for issue, document in rows
    )
    caption = Piece(title or word("caption.findings", language))
    return counted(total, len(rows), "findings", language), Table((caption,), heads, body, ("left", "left", "left"))


def documents(rows: Sequence[Listed], total: int, language: Language, title: str = "") -> tuple[Block, ...]:
    """Documents of a period."""
    if not rows:
        return (Paragraph((Piece(word("sentence.none_documents", language)),)),)
    heads = tuple((Piece(word(f"head.{one}", language)),) for one in ("date", "document", "publisher"))
    body = tuple(
        (
            (Piece(one.source.date, "quote"),),
            (Piece(one.source.title, "quote"),),
            (Piece(one.publisher or "—", "quote"),),
        )
        for one in rows
    )
    caption = Piece(title or word("caption.documents", language))
    return counted(total, len(rows), "documents", language), Table((caption,), heads, body, ("left", "left", "left"))


def changes(
    found: Sequence[Change] | None, day: str, most: int, language: Language, title: str = ""
) -> tuple[Block, ...]:
    """Figures that are other than in the last report of the same template; None where there was none."""
    if found is None:
        return (Paragraph((Piece(word("sentence.first_report", language)),)),)
    if not found:
        return (Paragraph((Piece(word("sentence.none_changes", language)),)),)
    heads = tuple((Piece(word(f"head.{one}", language)),) for one in ("what", "before", "now", "source"))
    dash = Piece("—")
    body = tuple(
        (
            (Piece(one.what, "quote"),),
            (Piece(one.before, "quote") if one.before else dash,),
            (Piece(one.now, "quote") if one.now else dash,),
            (Piece(cited(one.source, language), "quote") if one.source else dash,),
        )
        for one in found[:most]
    )
    first, _, rest = word("sentence.changed_since", language, day="\1").partition("\1")
    lead = Paragraph((Piece(first), Piece(day, "quote"), Piece(rest)))
    return lead, Table(
        (Piece(title or word("caption.changes", language)),), heads, body, ("left", "right", "right", "left")
    )
