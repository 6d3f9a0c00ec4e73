"""Text → the tree of its numbered parts, headings and paragraphs.

Which number belongs to which is decided by rank (一、 holds （一） holds 1.) and by sequence: a number that neither
begins a list nor continues one is no numbering. Lists may restart, run on over their headings (25 measures under
seven headings) or have lost a member; paragraphs belong to the part they stand under.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from xietong.documents import signs
from xietong.documents.lines import Line
from xietong.documents.metadata import is_fact
from xietong.documents.model import Article, Clause, Text
from xietong.documents.numbering import Mark, marks, opening
from xietong.documents.view import View, repair

_LOST: Final = 3  # members of a list that may be lost in a row
_TITLE: Final = 44  # characters of a heading that runs into its paragraph
_HEADING: Final = 30  # characters of a heading without a number
_STOPS: Final = re.compile(r"[。：；]")
# The last characters of a sentence that a column cut off its paragraph.
_CUT_OFF: Final = re.compile(r"[^。，；：！？、（）“”\d\s]{1,3}[。；]")
_ENDED: Final = re.compile(r"[。！？；：…）”]$")
_NO_HEADING: Final = re.compile(
    r"[。；：！？…\t|]|[，、]$|^[（(《“”\d]|\d{4}年\d{1,2}月|^注|^(?:本[报刊]|文[/／])|(?:记者|通讯员) ^[^一-龥]*$"
)
_PARAGRAPH: Final = 92


@dataclass
class _Node:
    """A clause in the making, in offsets of the view."""

    start: int
    rank: float
    kind: str
    parent: int
    label_end: int
    number: tuple[int, ...] = ()
    single: bool = False
    bare: bool = False  # nothing but a heading stands in its own line
    title: tuple[int, int] = (0, 0)
    end: int = 0
    filled: bool = False  # something stands under its heading


@dataclass
class _Builder:
    view: str
    rows: set[int]  # where rows of tables begin
    nodes: list[_Node] = field(default_factory=list)
    stack: list[int] = field(default_factory=list)
    last: dict[str, tuple[int, ...]] = field(default_factory=dict)  # the number last met, by style

    def top(self) -> _Node:
        return self.nodes[self.stack[-1]]

    def close(self, rank: float, at: int) -> None:
        """End the open parts of that rank and further in."""
        while len(self.stack) > 1 and self.top().rank >= rank:
            self.nodes[self.stack.pop()].end = at

    def push(self, node: _Node) -> None:
        self.nodes.append(node)
        self.stack.append(len(self.nodes) - 1)

    def paragraph_ends(self, at: int) -> None:
        """What cannot be longer than its paragraph ends with it."""
        single = next((index for index, one in enumerate(self.stack) if self.nodes[one].single), None)
        if single is not None:
            for one in self.stack[single:]:
                self.nodes[one].end = at
            del self.stack[single:]

    def open_of(self, style: str) -> _Node | None:
        """The open part of that style, innermost first."""
        return next((self.nodes[one] for one in reversed(self.stack) if self.nodes[one].kind == style), None)

    def continues(self, mark: Mark) -> bool:
        """Whether the number is the one that comes next, under the open heading or over all headings."""
        open_one = self.open_of(mark.style.name)
        known = [open_one.number if open_one else (), self.last.get(mark.style.name, ())]
        if mark.style.name == "decimal":
            known.append((self.last.get("arabic") or mark.number[:1]) + (0,))
        return any(_next(one, mark.number, 1 if mark.damaged or not mark.opens else _LOST) for one in known if one)

    def number(self, mark: Mark) -> None:
        """Open the part that a mark numbers."""
        beside = self.open_of(mark.style.name)
        deeper = len(mark.number) - 2 if mark.style.name == "decimal" else 0
        inside = not mark.opens and beside is None  # a list inside a paragraph belongs to it
        rank = self.top().rank + 1 if inside else beside.rank if beside and not deeper else mark.style.rank + deeper
        single = inside or mark.style.single or (beside is not None and beside.single)
        self.close(rank, mark.start)
        self.push(_Node(mark.start, rank, mark.style.name, self.stack[-1], mark.end, mark.number, single))
        self.last[mark.style.name] = mark.number
        for name in [one for one in self.last if _restarts(one, mark)]:
            del self.last[name]


def _restarts(style: str, mark: Mark) -> bool:
    """Lists of the inner styles begin anew; 1. may run on over （一）（二）, as in many plans, so its count is kept."""
    order = ("paren", "circle", "ordinal")
    return style in order and (mark.style.name not in order or order.index(style) > order.index(mark.style.name))


def _next(before: tuple[int, ...], number: tuple[int, ...], reach: int) -> bool:
    if len(before) != len(number):
        return len(number) == len(before) + 1 and number[:-1] == before and number[-1] == 1
    return before[:-1] == number[:-1] and 0 < number[-1] - before[-1] <= reach


def clauses(text: Text) -> tuple[tuple[Clause, ...], ...]:
    """One tree for each article, in order of the text (the root first); `parent` is an index into the same tuple.

    Children follow one another inside their parent without overlap; what stands between the start of a clause and its
    first child are its own words, and nothing stands between or behind children. Time is linear in the text.
    """
    view = repair(text.content)
    articles = text.articles or (Article(0, len(text.content), text.title, text.date, text.publisher),)
    return tuple(tree(text, view, article) for article in articles if article.start < article.end)


def tree(text: Text, view: View, article: Article) -> tuple[Clause, ...]:
    """The clauses of one article."""
    bounds = range(len(view.text))
    start, end = (bisect_left(bounds, at, key=view.origin) for at in (article.start, article.end))
    lines = list(_lines(view.text, start, end))
    if not lines:
        return ()
    rows = {one[0] for one in lines if "\t" in text.content[slice(*view.span(*one))]}
    builder = _Builder(view.text, rows)
    builder.push(_Node(lines[0][0], 0, "document", -1, lines[0][0], bare=True))
    head = _head(view.text, lines, article.title)
    for index in range(head, len(lines)):
        _line(builder, lines, index)
    for one in builder.stack:
        builder.nodes[one].end = lines[-1][1]
    return tuple(_clause(text.content, view, builder.nodes, index) for index in range(len(builder.nodes)))


def _lines(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraphs of view[start:end] without the blanks around them, one cut near its end as a whole."""
    held: tuple[int, int] | None = None
    for match in re.compile(r"[^\n]*\S[^\n]*").finditer(view, start, end):
        words = match.group()
        line = match.start() + len(words) - len(words.lstrip()), match.start() + len(words.rstrip())
        if held and _CUT_OFF.match(view, *line) and not _ENDED.search(view[held[1] - 1 : held[1]]):
            held = held[0], line[1]
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _head(view: str, lines: list[tuple[int, int]], title: str) -> int:
    """How many of the first lines are the title and the facts of the document."""
    known = re.sub(r"\W", "", title)
    count = 0
    while count < min(len(lines), 8):
        words = view[slice(*lines[count])]
        bare = re.sub(r"\W", "", words)
        named = (bare and bare in known) or (not known and count == 0 and _heading(words))
        if not named and not is_fact(words):
            break
        count += 1
    return count


def _line(builder: _Builder, lines: list[tuple[int, int]], index: int) -> None:
    """Open what a paragraph opens: numbered parts, a heading, or the paragraph itself."""
    start, end = lines[index]
    builder.paragraph_ends(start)
    row = start in builder.rows
    found = [] if row else list(marks(builder.view, start, end))
    first = next((one for one in found if one.opens and _accepted(builder, lines, index, one, found)), None)
    if first is not None:
        builder.number(first)
        _entitle(builder, end)
    elif not row and _is_heading(builder, lines, index):
        _open_heading(builder, start, end)
    else:
        builder.top().filled = True
        rank, kind = max(_PARAGRAPH, builder.top().rank + 1), "row" if row else "paragraph"
        builder.push(_Node(start, rank, kind, builder.stack[-1], start, single=True))
    for mark in found:
        if not mark.opens and _accepted(builder, lines, index, mark, found):
            builder.number(mark)
            _entitle(builder, end)


def _accepted(builder: _Builder, lines: list[tuple[int, int]], index: int, mark: Mark, here: list[Mark]) -> bool:
    """Whether a mark numbers a part: its form leaves no doubt, or its number begins or continues a list."""
    if mark.opens and not mark.damaged and mark.style.sure:
        return True
    if mark.style.name == "ordinal" and not mark.opens and builder.open_of("ordinal") is None:
        return mark.number == (1,) and _followed(here, mark)
    if builder.continues(mark):
        return True
    if not mark.opens:
        return mark.number == (1,) and _followed(here, mark)
    if mark.damaged:
        return (
            mark.number == (1,) and builder.open_of(mark.style.name) is None and _goes_on(builder, lines, index, mark)
        )
    if mark.number[-1] == 1:
        return mark.style.name != "decimal" or mark.number[:-1] == builder.last.get("arabic")
    return mark.style.name not in builder.last and _goes_on(builder, lines, index, mark)


def _followed(here: list[Mark], mark: Mark) -> bool:
    """Whether the same paragraph has the next number of the style."""
    return any(one.style is mark.style and one.start > mark.start and _next(mark.number, one.number, 1) for one in here)


def _goes_on(builder: _Builder, lines: list[tuple[int, int]], index: int, mark: Mark) -> bool:
    """Whether a paragraph soon after has the next number of the style: an excerpt may begin anywhere in a list."""
    for start, end in lines[index + 1 : index + 13]:
        later = next((one for one in opening(builder.view, start, end) if one.style is mark.style), None)
        if later is not None:
            return _next(mark.number, later.number, _LOST)
    return False


def _entitle(builder: _Builder, end: int) -> None:
    """The heading of the part just opened: up to its first stop, or the whole line."""
    node = builder.top()
    at = node.label_end + len(builder.view[node.label_end : end]) - len(builder.view[node.label_end : end].lstrip())
    stop = _STOPS.search(builder.view, at, end)
    until = stop.start() if stop else end
    if until - at <= _TITLE:
        node.title = (at, until)
    node.bare = until == end and _heading(builder.view[at:end], 60)
    node.filled = not node.bare
    if node.bare and node.kind in ("ordinal", "dash", "circle"):
        node.single = False  # 五是建立机制 as a line of its own: what it heads follows


def _heading(words: str, longest: int = _HEADING) -> bool:
    return 1 < len(words) <= longest and not _NO_HEADING.search(words)


def _is_heading(builder: _Builder, lines: list[tuple[int, int]], index: int) -> bool:
    """Whether a short line without a number is a heading: it ends no sentence, and prose or numbers follow it."""
    words = builder.view[slice(*lines[index])]
    if not _heading(words) or is_fact(words) or signs.credit(Line(*lines[index], words, True, False)):
        return False
    behind = [builder.view[slice(*one)] for one in lines[index + 1 : index + 3]]
    return any(not _heading(one) and not is_fact(one) for one in behind)


def _open_heading(builder: _Builder, start: int, end: int) -> None:
    """A heading without a number stands beside the last such one, or under the innermost part that is all heading."""
    held = next(one for one in reversed(builder.stack) if builder.nodes[one].bare)
    node = builder.nodes[held]
    rank = node.rank if node.kind == "heading" and node.filled else node.rank + 0.5
    builder.close(rank, start)
    builder.top().filled = True
    builder.push(_Node(start, rank, "heading", builder.stack[-1], start, bare=True, title=(start, end)))


def _clause(content: str, view: View, nodes: list[_Node], index: int) -> Clause:
    node = nodes[index]
    end = node.start + len(view.text[node.start : node.end].rstrip())
    child = next((one.start for one in nodes[index + 1 : index + 2] if one.parent == index), end)
    own = node.start + len(view.text[node.start : child].rstrip())
    spans = [
        view.span(node.start, at) if at > node.start else (view.origin(node.start),) * 2
        for at in (end, own, node.label_end)
    ]
    title = view.span(*node.title) if node.title[1] > node.title[0] else (spans[0][0], spans[0][0])
    return Clause(
        index, node.parent, node.kind, view.text[node.start : node.label_end].strip(), node.number, *spans[0],
        content[slice(*spans[0])], spans[1][1], title[0], title[1], view.text[slice(*node.title)].replace("\n", ""),
    )  # fmt: skip
