"""A Word document with comments added; nothing else in it changes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, Final

from xietong.documents.formats.word import Opened, opened
from xietong.documents.formats.word_anchor import Range, find_range, free_ids, part_runs, references_of
from xietong.documents.formats.word_package import exchanged, parsed, part, protected, related, with_new_part, written
from xietong.documents.formats.word_walk import XML_SPACE, Piece, W
from xietong.documents.kind import tell
from xietong.documents.trouble import sentences, trouble

AUTHOR: Final = "协同 Xietong"
INITIALS: Final = "协"

_MOST: Final = 32767  # comments; Word does not open a document with more ([MS-OI29500], commentRangeStart)
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NONE: Final = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """What to say of text[start:end], half-open code points of the text as the DOCX reader gives it."""

    start: int
    end: int
    text: str
    author: str = AUTHOR
    initials: str = INITIALS


@dataclass(frozen=True, slots=True)
class Commented:
    """A document with `written` comments more; `unplaced` are the remarks that found no place in its body."""

    data: bytes
    written: int
    unplaced: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    remark: Remark
    where: Range
    text: str


def comment(data: bytes, name: str, remarks: Sequence[Remark], when: datetime) -> Commented:
    """The DOCX with one comment for each remark, dated `when` (with its time zone).

    Word has comments in the body only: a remark on words in a text box stands beside the box, one on a footnote or
    endnote at its mark, each with the words in front. A note whose mark is deleted has no place. Without a remark the
    bytes stay as they are. DocumentError where the document cannot be opened or its editing is restricted; ValueError
    for a remark outside the text.
    """
    kind = tell(data, name)
    if kind != "docx":
        raise trouble(name, kind if kind in sentences() else "docx_only")
    word = opened(data, name)
    if not remarks:
        return Commented(data, 0)
    if protected(word.document):
        raise trouble(name, "docx_protected")
    parts, placed, unplaced = _comment(data, word, remarks, when)
    try:
        return Commented(exchanged(data, parts) if parts else data, placed, tuple(unplaced))
    except Exception as error:  # a part that nothing reads may be damaged; zipfile raises many kinds
        raise trouble(name, "docx_damaged") from error


def _comment(
    data: bytes, word: Opened, remarks: Sequence[Remark], when: datetime
) -> tuple[dict[str, bytes], int, list[Remark]]:
    """The parts that change, how many comments they hold more, and the remarks without a place."""
    place = related(word.document, "comments")
    comments = parsed(part(data, place) if place else _NONE)
    taken = {one.get(f"{W}id") for one in word.main.iter(f"{W}commentRangeStart", f"{W}commentReference")}
    taken |= {one.get(f"{W}id") for one in comments.iter(f"{W}comment")}

    placed, unplaced = _places(word, remarks, _MOST - len(taken))
    if not placed:
        return {}, 0, unplaced
    parts: dict[str, bytes] = {}
    if not place:
        place, parts = with_new_part(data, word.document, "comments", _CONTENT_TYPE)
    styles = _styles(word.document)
    ids = free_ids(taken)
    numbers = [next(ids) for _ in placed]
    _mark(word.main, numbers, [one.where for one in placed], styles.get("reference"))
    for number, one in zip(numbers, placed, strict=True):
        comments.append(_said(comments, number, one, when, styles))
    parts |= {word.name: written(word.main), place: written(comments)}
    return parts, len(placed), unplaced


def _places(word: Opened, remarks: Iterable[Remark], most: int) -> tuple[list[_Placed], list[Remark]]:
    """The remarks that have a place in the body, at most so many, and those without one."""
    pieces = list(word.pieces())
    ends = list(accumulate(len(piece.text) for piece in pieces))
    references = references_of(word.main)
    placed: list[_Placed] = []
    unplaced = []
    for remark in remarks:
        if not 0 <= remark.start < remark.end <= (ends[-1] if ends else 0):
            raise ValueError(f"no text at {remark.start}:{remark.end}")
        words = list(_cut(pieces, ends, remark.start, remark.end))
        where = find_range(words, references)
        if where is None or len(placed) >= most:
            unplaced.append(remark)
            continue
        quote = " ".join("".join(piece.text for piece in words).split())
        placed.append(_Placed(remark, where, remark.text if where.exact else f"〔{quote}〕\n{remark.text}"))
    return placed, unplaced


def _cut(pieces: Sequence[Piece], ends: Sequence[int], start: int, end: int) -> Iterator[Piece]:
    """What of the pieces lies in text[start:end]."""
    for index in range(bisect_right(ends, start), bisect_left(ends, end) + 1):
        piece = pieces[index]
        begin = ends[index] - len(piece.text)
        yield piece.cut(max(0, start - begin), min(len(piece.text), end - begin))


def _mark(main: Any, numbers: Sequence[int], ranges: Sequence[Range], style: str | None) -> None:
    """Write the marks of comments into the body."""
    before: dict[Any, list[Any]] = defaultdict(list)
    behind: dict[Any, list[Any]] = defaultdict(list)
    for number, around in zip(numbers, part_runs(main, ranges), strict=True):
        before[around.first].append(_element(main, "commentRangeStart", id=str(number)))
        behind[around.last].append(_element(main, "commentRangeEnd", id=str(number)))
        behind[around.behind].append(_run(main, style, _element(main, "commentReference", id=str(number))))
    for element, marks in before.items():
        for mark in marks:
            element.addprevious(mark)
    for element, marks in behind.items():
        for mark in reversed(marks):
            element.addnext(mark)


def _said(root: Any, number: int, placed: _Placed, when: datetime, styles: dict[str, str]) -> Any:
    """One `w:comment`, a paragraph for each line."""
    date = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    remark = placed.remark
    found = _element(root, "comment", id=str(number), author=remark.author, date=date, initials=remark.initials)
    mark = _run(root, styles.get("reference"), _element(root, "annotationRef"))
    for line in _NOT_XML.sub("", placed.text).splitlines() or [""]:
        words = _element(root, "t")
        words.text = line
        words.set(XML_SPACE, "preserve")
        run = _run(root, None, words)
        properties = _element(root, "pPr")
        if "text" in styles:
            properties.append(_element(root, "pStyle", val=styles["text"]))
        else:  # the indents and the type of the body, which are large in official documents, would hold here too
            properties.append(_element(root, "spacing", before="0", after="0", line="240", lineRule="auto"))
            properties.append(_element(root, "ind", firstLineChars="0", firstLine="0"))
            size = _element(root, "rPr")
            size.append(_element(root, "sz", val="20"))
            run.insert(0, size)
        paragraph = _element(root, "p")
        paragraph.extend([properties, run] if len(found) else [properties, mark, run])
        found.append(paragraph)
    return found


def _run(root: Any, style: str | None, content: Any) -> Any:
    found = _element(root, "r")
    if style:
        properties = _element(root, "rPr")
        properties.append(_element(root, "rStyle", val=style))
        found.append(properties)
    found.append(content)
    return found


def _element(root: Any, tag: str, **attributes: str) -> Any:
    """A WordprocessingML element with the prefix that the document uses."""
    prefixes = {prefix: name for prefix, name in root.nsmap.items() if name == W[1:-1]} or {"w": W[1:-1]}
    return root.makeelement(W + tag, {W + key: value for key, value in attributes.items()}, prefixes)


def _styles(document: Any) -> dict[str, str]:
    """Ids of the styles of a comment's "text" and of its "reference", as far as the document has them."""
    found: dict[str, str] = {}
    if related(document, "styles"):
        for style in document.styles.element.iterchildren(f"{W}style"):
            named = style.find(f"{W}name")
            kind, _, use = (named.get(f"{W}val", "") if named is not None else "").lower().partition(" ")
            if kind == "annotation" and use in ("text", "reference") and style.get(f"{W}styleId"):
                found[use] = style.get(f"{W}styleId")
    return found
