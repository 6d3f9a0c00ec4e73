"""Where the marks of a comment go in the XML of a Word document.

Word knows comments in its main story only and ignores marks in text boxes, footnotes and endnotes ([MS-OI29500],
commentRangeStart): what stands there is commented where the box or the note hangs in the body. A mark stands beside
runs; a run that a range begins or ends in is parted into runs of the same formatting.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any, Final

from xietong.documents.formats.word_walk import SKIPPED, XML_SPACE, Piece, W

# elements whose children are runs and marks. A content control is none of them: many hold plain text only, and take no
# marks between their words
_HOLDERS: Final = frozenset(
    W + tag for tag in ("p", "ins", "moveTo", "hyperlink", "fldSimple", "smartTag", "customXml", "dir", "bdo")
)

_LARGEST_ID: Final = 2**31 - 1
_DIGITS: Final = 10

Position = tuple[int, int]  # in a run: which of its children (properties not counted), which character of that


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a range begins or ends: at a position in a run, or beside the whole of an element."""

    element: Any
    position: Position | None


@dataclass(frozen=True, slots=True)
class Range:
    """What a comment is said of; `exact` is False where that is more or less than the words: a box, a control, the mark of a note."""

    start: Edge
    end: Edge
    exact: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """Elements around a range: marks go right before `first` and right after `last`, its reference after `behind`."""

    first: Any
    last: Any
    behind: Any


def find_range(pieces: Sequence[Piece], references: dict[tuple[str, str], Any]) -> Range | None:
    """Where the characters of some pieces stand in the body; None where they stand nowhere there.

    `references` are the marks of notes by `references_of`. A range stays inside the cell, box or note that it begins in.
    """
    real = [piece for piece in pieces if piece.node is not None and piece.text]
    if not real:
        return None
    first = real[0]
    home = _paragraph(first.node).getparent()
    last = [piece for piece in real if _paragraph(piece.node).getparent() is home][-1]
    note = next(first.node.iterancestors(f"{W}footnote", f"{W}endnote"), None)
    if note is not None:
        mark = references.get((note.tag, note.get(f"{W}id")))
        if mark is None:
            return None
        return Range(_edge(mark, 0), _edge(mark, 1), exact=False)
    start, end = _edge(first.node, first.at), _edge(last.node, last.at + len(last.text))
    exact = start.position is not None and end.position is not None and last is real[-1]
    return Range(start, end, exact)


def references_of(root: Any) -> dict[tuple[str, str], Any]:
    """(tag of the note, its id) → the mark in the body that refers to it."""
    found: dict[tuple[str, str], Any] = {}
    for kind in ("footnote", "endnote"):
        for mark in root.iter(f"{W}{kind}Reference"):
            if all(above.tag not in SKIPPED for above in mark.iterancestors()):
                found.setdefault((f"{W}{kind}", mark.get(f"{W}id")), mark)
    return found


def _paragraph(node: Any) -> Any:
    return next(node.iterancestors(f"{W}p"))


def _edge(node: Any, at: int) -> Edge:
    """The place before character `at` of a node of text, in the main story."""
    path = [*reversed(list(node.iterancestors())), node]
    outermost = next(index for index, element in enumerate(path) if element.tag == f"{W}p")
    anchor = None
    for parent, child in pairwise(path[outermost:]):
        if parent.tag not in _HOLDERS:
            break
        anchor = child
    if anchor is None or anchor.tag != f"{W}r" or node.getparent() is not anchor:
        return Edge(anchor, None)  # in a box, a control, or the two lines of a ruby: beside the whole of it
    index = _content(anchor).index(node)
    return Edge(anchor, (index + 1, 0) if at >= _length(node) else (index, at))


def _content(run: Any) -> list[Any]:
    return [child for child in run if child.tag != f"{W}rPr"]


def _length(node: Any) -> int:
    return len(node.text or "") if node.tag == f"{W}t" else 1


def part_runs(root: Any, ranges: Sequence[Range]) -> list[Marked]:
    """Part the runs that ranges begin or end in; the elements around each range, in the same order."""
    cuts: dict[Any, set[Position]] = defaultdict(set)
    for edge in (edge for one in ranges for edge in (one.start, one.end)):
        if edge.position is not None and (0, 0) < edge.position < (len(_content(edge.element)), 0):
            cuts[edge.element].add(edge.position)
    ids = free_ids(element.get(f"{W}id") for element in root.iter())  # asked for by tracked changes of formatting only
    inside = {run: sorted(positions) for run, positions in cuts.items()}
    parts = {run: _part(run, positions, ids) for run, positions in inside.items()}
    found = []
    for one in ranges:
        first, last = one.start.element, one.end.element
        if first in parts and one.start.position is not None:
            first = parts[first][bisect_right(inside[first], one.start.position)]
        if last in parts:
            # an edge beside the whole of a run that another range parts: behind its last part
            at = len(inside[last]) if one.end.position is None else bisect_left(inside[last], one.end.position)
            last = parts[last][at]
        first, last = _widened(first, last)
        found.append(Marked(first, last, _behind(last)))
    return found


def _part(run: Any, positions: Sequence[Position], ids: Iterator[int]) -> list[Any]:
    """The run parted at each position, from left to right."""
    parts = [run]
    for index, at in reversed(positions):
        content = _content(run)
        rest = _like(run)
        properties = run.find(f"{W}rPr")
        if properties is not None:
            rest.append(deepcopy(properties))
            for change in rest.iter(f"{W}rPrChange"):  # a tracked change of formatting, one for each run
                change.set(f"{W}id", str(next(ids)))
        moved = content[index:]
        if at:
            rest.append(_part_text(content[index], at))
            moved = moved[1:]
        rest.extend(moved)
        run.addnext(rest)
        parts.insert(1, rest)
    return parts


def _part_text(node: Any, at: int) -> Any:
    """Take the characters from `at` on out of a `w:t`; the new one that holds them."""
    rest = _like(node)
    rest.extend(list(node))
    node.text, rest.text = node.text[:at], node.text[at:]
    for part in (node, rest):
        if part.text != part.text.strip():
            part.set(XML_SPACE, "preserve")
    return rest


def _like(element: Any) -> Any:
    return element.makeelement(element.tag, dict(element.attrib), element.nsmap)


def free_ids(taken: Iterable[str | None]) -> Iterator[int]:
    """Ids behind those taken; where there is none, those left free between them."""
    used = {int(one) for one in taken if one is not None and one.isdecimal() and len(one) <= _DIGITS}
    yield from range(max(used, default=-1) + 1, _LARGEST_ID)
    yield from (one for one in count() if one not in used)


def _widened(first: Any, last: Any) -> tuple[Any, Any]:
    """The outermost elements between which the same words stand.

    Marks beside a tracked insertion, a link or a field, rather than at its edge inside, stay when it goes.
    """
    while True:
        first, last = _outward(first, forward=False), _outward(last, forward=True)
        field = _field(first, last)
        if field is None:
            return first, last
        first, last = field


def _field(first: Any, last: Any) -> tuple[Any, Any] | None:
    """The runs that begin and end a field, where its result stands from the one element to the other."""
    begin, end = first.getprevious(), last.getnext()
    ends = _field_marks(end)
    if first.getparent() is not last.getparent() or not ends or set(ends) != {"end"}:
        return None
    begins = 0
    while (marks := _field_marks(begin)) is not None and "end" not in marks:
        begins += marks.count("begin")
        if begins >= len(ends):
            return (begin, end) if begins == len(ends) else None
        begin = begin.getprevious()
    return None


def _field_marks(run: Any) -> list[str] | None:
    """The marks of fields in a run that holds nothing but these and codes; None for any other element."""
    if (
        run is None
        or run.tag != f"{W}r"
        or any(child.tag not in (f"{W}fldChar", f"{W}instrText") for child in _content(run))
    ):
        return None
    return [mark.get(f"{W}fldCharType") for mark in run.iterchildren(f"{W}fldChar")]


def _outward(element: Any, *, forward: bool) -> Any:
    """The outermost element in the paragraph that begins (or ends) where this one does."""
    while True:
        beside = element.getnext() if forward else element.getprevious()
        holder = element.getparent()
        if holder.tag == f"{W}p" or beside is not None:
            return element
        element = holder


def _behind(last: Any) -> Any:
    """The element that the reference follows: of the paragraph itself, behind tracked changes, links and fields.

    The reference is what keeps a comment: one inside a tracked insertion would go with it when that is rejected, one
    inside a field when the field is updated.
    """
    behind = last
    while behind.getparent().tag != f"{W}p":
        behind = behind.getparent()
    open_fields = 0
    for element in behind.getparent():
        open_fields = max(0, open_fields + _fields(element))
        if element is behind:
            break
    if not open_fields:
        return behind
    for element in behind.itersiblings():
        open_fields += _fields(element)
        if open_fields <= 0:
            return element
    return behind  # a field over several paragraphs, as a table of contents is


def _fields(element: Any) -> int:
    """Fields that begin in an element less those that end in it."""
    types = [mark.get(f"{W}fldCharType") for mark in element.iter(f"{W}fldChar")]
    return types.count("begin") - types.count("end")
