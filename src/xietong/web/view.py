"""What the templates show of a text and of a statement in its context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xietong.documents.model import Box, Text
from xietong.statements.model import Reading, Statement, mention_id
from xietong.store.rows import StatementRow
from xietong.web import addresses
from xietong.web.draft import is_draft
from xietong.web.finding import Finding, Marked, severest
from xietong.web.highlight import Block, Mark, anchor, blocks, classes


@dataclass(frozen=True, slots=True)
class Shown:
    """One submitted text with its figures highlighted: statements by the id of their mark."""

    number: str
    name: str
    text: Text
    reading: Reading
    blocks: tuple[Block, ...]
    statements: tuple[tuple[str, Statement], ...]
    findings: tuple[Finding, ...]

    @property
    def draft(self) -> bool:
        """Whether it can be handed back with its findings as comments."""
        return bool(self.findings) and is_draft(self.name)

    def of(self, statement: Statement) -> list[Finding]:
        """The findings that touch one figure."""
        where = (self.number, statement.start, statement.end)
        return [one for one in self.findings if where in ((at.document, at.start, at.end) for at in one.issue.places)]


def article_marks(text: Text) -> list[Mark]:
    """A place to jump to at the head of each article inside a file."""
    return [
        Mark(one.start, one.start, f"a-{number}", "article") for number, one in enumerate(text.articles, 1) if one.title
    ]


def passing_anchor(number: str, start: int, end: int) -> str:
    """The anchor of a figure in a reading that is not kept; `number` tells several on one page apart."""
    return anchor(mention_id(number, start, end))


def shown(name: str, text: Text, reading: Reading, number: str, findings: Iterable[Finding]) -> Shown:
    """A reading that is not kept, with the findings that touch it."""
    findings = tuple(findings)
    found = severest((one.issue for one in findings), number)
    named = [(passing_anchor(number, one.start, one.end), one) for one in reading.statements]
    marks = [
        Mark(one.start, one.end, at, classes(one), f"#{at}", found.get((one.start, one.end), "")) for at, one in named
    ]
    marks += [Mark(one.start, one.end, "", "unread") for one in reading.unread]
    return Shown(number, name, text, reading, blocks(text.content, marks), tuple(named), findings)


def page_blocks(
    text: Text, unread: Iterable[Mark], rows: Sequence[StatementRow], found: Marked, at: tuple[int, int] | None
) -> tuple[Block, ...]:
    """The text of a document with its figures, what findings touch, its articles, what was left unread, and the
    passage asked for."""
    marks = [
        Mark(
            row.statement.start,
            row.statement.end,
            anchor(row.mention_id),
            classes(row.statement),
            addresses.statement(row.id),
            found.get((row.statement.start, row.statement.end), ""),
        )
        for row in rows
    ]
    marks += [*unread, *article_marks(text)]
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
class Framed:
    """A figure on a page image: its anchor, its words, and its rectangles in points."""

    anchor: str
    quote: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a PDF or scan, in points, with its figures framed."""

    number: int
    width: float
    height: float
    frames: tuple[Framed, ...]


def page_frames(text: Text, rows: Iterable[StatementRow]) -> tuple[PageView, ...]:
    """The pages of a text that has a layout; none for one that has not."""
    if text.layout is None:
        return ()
    framed: dict[int, list[Framed]] = {}
    for row in rows:
        on_page: dict[int, list[Box]] = {}
        for box in text.layout.frames(row.statement.start, row.statement.end):
            on_page.setdefault(box.page, []).append(box)
        for number, boxes in on_page.items():
            framed.setdefault(number, []).append(
                Framed(anchor(row.mention_id), _joined(row.statement.quote), tuple(boxes))
            )
    return tuple(
        PageView(page.number, page.width, page.height, tuple(framed.get(page.number, ()))) for page in text.layout.pages
    )


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


@dataclass(frozen=True, slots=True)
class Around:
    """A figure with its clause and some text on both sides, as printed; `cut` tells on which sides there is more."""

    before: str
    clause_before: str
    quote: str
    clause_after: str
    after: str
    cut: tuple[bool, bool]


def around(content: str, statement: Statement, reach: int = 160) -> Around:
    """The figure of a statement in the text it stands in."""
    first = min(statement.sentence_start, statement.start)
    last = max(statement.sentence_end, statement.end)
    start, end = max(0, first - reach), min(len(content), last + reach)
    return Around(
        content[start:first].lstrip(),
        content[first : statement.start],
        content[statement.start : statement.end],
        content[statement.end : last],
        content[last:end].rstrip(),
        (start > 0, end < len(content)),
    )


def _joined(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")
