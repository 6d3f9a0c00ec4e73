"""What a document is once its bytes are read."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from xietong.core.period import Period


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the top left corner; pages count from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF or scan: its size in points and the half-open span of the Text that it holds."""

    number: int
    width: float
    height: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the characters of a Text stand on its pages.

    `boxes` holds four float32 numbers (left, top, right, bottom) for each character; characters that the extractor
    added (line ends) have NaN.
    """

    pages: tuple[Page, ...]
    boxes: array[float]

    def frames(self, start: int, end: int) -> Iterator[Box]:
        """The rectangles that frame text[start:end], one for each line it touches."""
        for page in self.pages:
            lines: list[list[float]] = []
            for at in range(max(start, page.start), min(end, page.end)):
                left, top, right, bottom = self.boxes[4 * at : 4 * at + 4]
                if left != left:  # NaN: a character the extractor added
                    continue
                last = lines[-1] if lines else None
                if last is not None and left >= last[0] - 1 and top < last[3] and bottom > last[1]:
                    last[1], last[2], last[3] = min(last[1], top), max(last[2], right), max(last[3], bottom)
                else:
                    lines.append([left, top, right, bottom])
            for left, top, right, bottom in lines:
                yield Box(page.number, left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class Article:
    """One article inside a Text: a half-open span with what the text itself says of it; empty where it is silent."""

    start: int
    end: int
    title: str = ""
    date: Period | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of an article: `text[start:end] == quote`, with all that stands under it.

    `kind` is the style of its number (data/numbering.toml), `heading`, `paragraph`, `row` (of a table) or `document` (the root); `number`
    is () where it has none and (3, 2) for 3.2. Its own words end at `own_end`; `title` is the heading at
    text[title_start:title_end], of which white space that broke it is left out. `parent` is an index, -1 for the root.
    """

    index: int
    parent: int
    kind: str
    label: str
    number: tuple[int, ...]
    start: int
    end: int
    quote: str
    own_end: int
    title_start: int
    title_end: int
    title: str


@dataclass(frozen=True, slots=True)
class Text:
    """The characters of a document as one named, versioned extractor gave them. All offsets are into `content`.

    `date` is the day or month the document bears, `None` where neither the text nor the person tells.
    """

    content: str
    extractor: str
    title: str = ""
    date: Period | None = None
    publisher: str = ""
    articles: tuple[Article, ...] = ()
    layout: Layout | None = field(default=None, compare=False)
