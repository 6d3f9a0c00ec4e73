"""The articles inside one text: a page of a newspaper or a magazine holds many, a bulletin is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from xietong.core.period import Period
from xietong.documents import metadata, signs, titles
from xietong.documents.lines import Line, block, cut, finished, heading, section
from xietong.documents.metadata import Facts, clean_title
from xietong.documents.model import Article
from xietong.documents.titles import Block

_DECK: Final = 250  # characters of a paragraph above a title that belong to the article below it
_TITLE: Final = 6  # blocks of lines that one title may have
_NEAR: Final = 16  # articles to each side that a stray title may belong to


@dataclass(slots=True)
class Piece:
    """An article in the making: line indices of its span, of the sign that begins its text, and of its title."""

    start: int
    body: int
    sign: str
    title: list[Block] = field(default_factory=list)
    end: int = -1
    likeness: float = 0.0


def split(
    content: str, given: Period | None = None, headlines: Sequence[tuple[int, int]] = ()
) -> tuple[Facts, tuple[Article, ...]]:
    """The facts of the whole and its articles, in text order and apart; one article where there is no sign of more.

    `given` is the date the caller knows; it completes dates without a year. `headlines` are spans that the page sets in
    much larger type. Linear in the length of the text.
    """
    lines = cut(content)
    pieces = _pieces(content, lines, titles.large(lines, headlines))
    if len(pieces) < 2:
        facts = metadata.imprint(content).over(metadata.document(lines))
        if pieces and pieces[0].title:
            facts = Facts(_title(lines, pieces[0])).over(facts)
        return facts, (Article(0, len(content), facts.title, facts.date, facts.publisher),)
    named = {at for piece in pieces for part in piece.title for at in range(*part)}
    head = [line for at, line in enumerate(lines[: pieces[0].start]) if at not in named]
    facts = metadata.folio(head or lines).over(metadata.imprint(content)).over(metadata.document(head))
    return facts, tuple(_article(lines, piece, given or facts.date) for piece in pieces)


def _pieces(content: str, lines: list[Line], large: set[int]) -> list[Piece]:
    pieces = _joined(lines, [_piece(lines, index, sign, large) for index, sign in signs.begins(content, lines, large)])
    pieces = _after_closes(lines, pieces, signs.closes(content, lines))
    if pieces and pieces[0].start > 0:
        pieces = _before_first(lines, pieces)
    pieces = _apart(pieces)
    _bound(lines, pieces)
    return _strays(lines, pieces) if any(_untitled(piece) for piece in pieces) else pieces


def _piece(lines: list[Line], index: int, sign: str, large: set[int]) -> Piece:
    if sign == "headline":
        end = next(at for at in range(index, len(lines) + 1) if at not in large)
        return Piece(index, end - 1, sign, titles.blocks(lines, index, end))
    if sign == "kicker":
        return Piece(index, index + 1, sign, [(index, index + 1), (index + 1, block(lines, index + 1))])
    title = [] if sign == "contents" else titles.above(lines, index)
    return Piece(title[0][0] if title else index, index, sign, title)


def _joined(lines: list[Line], pieces: list[Piece]) -> list[Piece]:
    """Signs of one article (lead, title, byline, 本报讯) become one piece: nothing of a text stands between them."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if piece.sign == "labels" and not piece.title:
            continue
        if last is not None and _same(lines, last, piece):
            inner = [one for one in piece.title if one[0] > last.body]
            if last.sign == "labels" and inner and last.start == 0:
                found[-1] = piece  # name and day of the whole page, above its first article
                continue
            if inner and last.sign == "lead":
                last.start, last.title = last.body, inner  # what stood above the lead was a caption
            else:
                last.title = [*last.title, *inner][:_TITLE]
            last.body, last.sign = piece.body, piece.sign
            continue
        found.append(piece)
    return found


def _same(lines: list[Line], last: Piece, piece: Piece) -> bool:
    """True where only the lead of `last`, or nothing, stands between two signs."""
    if last.sign == "contents" or (last.sign == piece.sign and (piece.title or piece.sign in ("report", "lead"))):
        return False
    at = block(lines, last.body) if last.sign in ("lead", "labels") else last.body + 1
    if piece.start > at + 8 or any(signs.closing(line) for line in lines[last.body + 1 : piece.body]):
        return False
    return not any(_prose(line) for line in lines[at : max(at, piece.start)])


def _prose(line: Line) -> bool:
    return not heading(line) and line.text[-1] not in "：:—"


def _after_closes(lines: list[Line], pieces: list[Piece], closes: list[int]) -> list[Piece]:
    """A close ends its article; text behind it that no sign begins is an article of its own, or the next one's deck."""
    found = list(pieces)
    at = 0
    for order, close in enumerate(closes):
        following = closes[order + 1] if order + 1 < len(closes) else len(lines)
        while at < len(pieces) and pieces[at].start <= close:
            at += 1
        limit = pieces[at].start if at < len(pieces) else len(lines)
        between = lines[close + 1 : min(limit, following + 1)]
        if following < limit and not any(_prose(line) and not signs.closing(line) for line in between):
            continue  # a symbol and then （作者系…）: the second one counts
        first = next((one for one in range(close + 1, limit) if _prose(lines[one])), None)
        if first is None:
            continue
        if at < len(pieces) and _deck(lines, first, pieces[at]):
            pieces[at].start = first
            continue
        first = _block_start(lines, first, close + 1)
        start = close + 1
        blocks = [
            one for one in titles.blocks(lines, start, first) if all(heading(line) for line in lines[one[0] : one[1]])
        ]
        title = blocks[-1:] if blocks and lines[first].gap and blocks[-1][1] == first else []
        found.append(Piece(title[0][0] if title else first, first, "close", title))
    return sorted(found, key=lambda piece: piece.start)


def _block_start(lines: list[Line], at: int, least: int) -> int:
    """The first of the lines that stand without a blank line above the line `at`."""
    while at > least and not lines[at].gap:
        at -= 1
    return at


def _deck(lines: list[Line], first: int, piece: Piece) -> bool:
    """True where the line `first` begins a single short paragraph above title and byline of a piece."""
    if piece.sign != "byline" or not piece.title or block(lines, first) != piece.start:
        return False
    above = lines[first : piece.start]
    return sum(len(line.text) for line in above) <= _DECK and not any(signs.closing(line) for line in above)


def _before_first(lines: list[Line], pieces: list[Piece]) -> list[Piece]:
    """Text above the first sign is an article, unless it is only the head of the page."""
    first = next((one for one in range(pieces[0].start) if _prose(lines[one])), None)
    if first is None:
        return pieces
    if _deck(lines, first, pieces[0]):
        pieces[0].start = first
        return pieces
    return [Piece(0, first, "top"), *pieces]


def _apart(pieces: list[Piece]) -> list[Piece]:
    """Pieces in order, none reaching above the sign of the one before: a title is taken once."""
    found: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.body):
        least = found[-1].body + 1 if found else 0
        if piece.body < least:
            continue
        if piece.start < least:
            piece.title = [part for part in piece.title if part[0] >= least]
            piece.start = piece.title[0][0] if piece.title else piece.body
        found.append(piece)
    return found


def _bound(lines: list[Line], pieces: list[Piece]) -> None:
    """Each piece ends before the next begins; lines behind its close belong to no article."""
    for index, piece in enumerate(pieces):
        piece.end = pieces[index + 1].start if index + 1 < len(pieces) else len(lines)
        end = piece.end
        while (
            end > piece.body + 1
            and heading(lines[end - 1])
            and not signs.closing(lines[end - 1])
            and piece.end - end < 8
        ):
            end -= 1
        if end < piece.end and signs.closing(lines[end - 1]):
            piece.end = end


def _untitled(piece: Piece) -> bool:
    return piece.sign == "report" and not piece.title


def _strays(lines: list[Line], pieces: list[Piece]) -> list[Piece]:
    """Title lines that stand away from their article: each goes to the one that opens with its words."""
    openings = [titles.opening(lines, piece.body, piece.end) for piece in pieces]
    found: list[Piece] = []
    for index, piece in enumerate(pieces):
        found.append(piece)
        _hand_over(lines, pieces, openings, index)
        for start, end in _runs(lines, piece.body + 1, piece.end):
            parts = titles.blocks(lines, start, end)
            owners = [_owner(lines, pieces, openings, index, part) for part in parts]
            known = [order for order, owner in enumerate(owners) if owner is not None]
            if not known or (len(parts) == 1 and owners[0] == index):
                continue
            for order in known:
                _name(lines, pieces, openings, owners[order], parts[order])
            after = parts[known[-1]][1]
            last = found[-1]
            rest, last.end = last.end, start
            if any(_prose(line) for line in lines[after:rest]):
                found.append(Piece(after, after, "rest", end=rest))
    return found


def _hand_over(lines: list[Line], pieces: list[Piece], openings: list[str], index: int) -> None:
    """Of several title blocks above one sign, those that another article opens with are that one's."""
    piece = pieces[index]
    if len(piece.title) < 2:
        return
    kept = []
    for part in piece.title:
        owner = _owner(lines, pieces, openings, index, part)
        if owner is None or owner == index:
            kept.append(part)
            continue
        _name(lines, pieces, openings, owner, part)
        if piece.start == part[0]:
            piece.start = part[1]
    piece.title = kept


def _runs(lines: list[Line], start: int, end: int) -> list[Block]:
    """Runs of heading blocks in lines[start:end], each after a finished sentence and a blank line."""
    found = []
    at = start
    while at < end:
        if not (lines[at].gap and heading(lines[at]) and finished(lines[at - 1])):
            at += 1
            continue
        stop = at
        while stop < end and heading(lines[stop]) and not section(lines[stop]):
            stop += 1
        while stop > at and stop < len(lines) and not lines[stop].gap:
            stop -= 1  # the last block runs on into prose
        if stop > at:
            found.append((at, stop))
        at = max(stop, at + 1)
    return found


def _owner(lines: list[Line], pieces: list[Piece], openings: list[str], index: int, part: Block) -> int | None:
    """Index of the untitled article near `index` whose opening a block of title lines is most like."""
    if part[1] - part[0] > 4:
        return None
    words = titles.words(lines, part)
    near = range(max(0, index - _NEAR), min(len(pieces), index + _NEAR + 1))
    candidates = [one for one in near if _untitled(pieces[one]) or (one == index and pieces[one].sign == "report")]
    scored = [
        (titles.likeness(words, _opening(lines, pieces[one], part) if one == index else openings[one]), one)
        for one in candidates
    ]
    best, owner = max(scored, default=(0.0, -1))
    return owner if best >= titles.LIKENESS else None


def _opening(lines: list[Line], piece: Piece, part: Block) -> str:
    """The opening of the piece that holds a block, without the block."""
    return titles.opening(lines, piece.body, part[0] if part[0] > piece.body else piece.end)


def _name(lines: list[Line], pieces: list[Piece], openings: list[str], owner: int | None, part: Block) -> None:
    if owner is None:
        return
    piece = pieces[owner]
    opening = _opening(lines, piece, part) if piece.start <= part[0] < piece.end else openings[owner]
    score = titles.likeness(titles.words(lines, part), opening)
    if score > piece.likeness:
        piece.title, piece.likeness = [part], score


def _title(lines: Sequence[Line], piece: Piece) -> str:
    return clean_title([line.text for part in piece.title for line in lines[part[0] : part[1]]])


def _article(lines: list[Line], piece: Piece, known: Period | None) -> Article:
    inside = lines[piece.start : piece.end]
    free = piece.sign in ("contents", "top", "rest", "close", "kicker")
    facts = metadata.document(inside, metadata.HEAD if free else piece.body - piece.start + 2)
    facts = metadata.dateline(lines[piece.body].text, known).over(facts)
    if piece.sign == "lead" and not piece.title:
        after = block(lines, piece.body)
        under = titles.below(lines, after, piece.end)
        piece.title = [under] if under else []
    title = _title(lines, piece) or (facts.title if free else "")
    return Article(inside[0].start, inside[-1].end, title, facts.date, facts.publisher)
