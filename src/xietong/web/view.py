"""What the templates show of a text and of a statement in its context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xietong.documents.model import Text
from xietong.statements.model import Reading, Statement, mention_id
from xietong.store.rows import StatementRow
from xietong.web import addresses
from xietong.web.highlight import Block, Mark, anchor, blocks, classes, unread_mark


@dataclass(frozen=True, slots=True)
class Shown:
    """One submitted text with its figures highlighted: statements by the id of their mark."""

    name: str
    text: Text
    reading: Reading
    blocks: tuple[Block, ...]
    statements: tuple[tuple[str, Statement], ...]


def article_marks(text: Text) -> list[Mark]:
    """A place to jump to at the head of each article inside a file."""
    return [
        Mark(one.start, one.start, f"a-{number}", "article") for number, one in enumerate(text.articles, 1) if one.title
    ]


def shown(name: str, text: Text, reading: Reading, number: int) -> Shown:
    """A reading that is not kept; `number` tells several on one page apart."""
    named = [
        (anchor(mention_id(f"{number}", one.start, one.end)), one) for one in reading.statements
    ]
    marks = [Mark(one.start, one.end, at, classes(one), f"#{at}") for at, one in named]
    marks += [Mark(one.start, one.end, "", "unread") for one in reading.unread]
    return Shown(name, text, reading, blocks(text.content, marks), tuple(named))


def page_blocks(text: Text, reading: Iterable[Mark], rows: Sequence[StatementRow], at: tuple[int, int] | None) -> tuple[Block, ...]:
    """The text of a document with its figures, its articles, what was left unread, and the passage asked for."""
    marks = [
        Mark(
            row.statement.start,
            row.statement.end,
            anchor(row.mention_id),
            classes(row.statement),
            addresses.statement(row.id),
        )
        for row in rows
    ]
    marks += [*reading, *article_marks(text)]
    if at is not None:
        marks = list(_with_passage(marks, *at))
    return blocks(text.content, marks)


def _with_passage(marks: list[Mark], start: int, end: int) -> Iterable[Mark]:
    """A passage is marked between the figures that stand in it, which stay figures."""
    inside = sorted((one for one in marks if one.start < end and one.end > start), key=lambda one: one.start)
    yield from marks
    position, name = start, "at"
    for one in [*inside, Mark(end, end, "", "")]:
        if one.start > position or name:
            yield Mark(position, max(position, one.start), name, "at")
            name = ""
        position = max(position, one.end)


@dataclass(frozen=True, slots=True)
class Quote:
    """A figure in the clause it stands in, without the line ends of the print."""

    before: str
    quote: str
    after: str
    classes: str


def quote(statement: Statement) -> Quote:
    """A statement in its clause; the clause follows the figure where the two cannot be laid on each other."""
    start, end = statement.start - statement.sentence_start, statement.end - statement.sentence_start
    if statement.sentence[max(start, 0) : end] != statement.quote:
        return Quote("", _joined(statement.quote), _joined(statement.sentence), classes(statement))
    parts = statement.sentence[:start], statement.quote, statement.sentence[end:]
    before, figure, after = (_joined(part) for part in parts)
    return Quote(before, figure, after, classes(statement))


def _joined(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")
