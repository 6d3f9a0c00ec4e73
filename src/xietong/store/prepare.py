"""All that can be made ready for the ledger without it, so that other processes can do it."""

from __future__ import annotations

import zlib
from array import array
from dataclasses import dataclass, replace

from xietong.core.errors import DocumentError
from xietong.core.ids import bytes_id, content_id
from xietong.core.period import Period
from xietong.documents.model import Article, Layout, Page, Text
from xietong.statements.model import Reading
from xietong.store.plain import Piece, little, pieces
from xietong.store.tokens import bigrams, words


@dataclass(frozen=True, slots=True)
class Given:
    """What the person said of a document; it goes before what the text shows."""

    title: str = ""
    date: Period | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A passage with its tokens, joined by blanks."""

    piece: Piece
    bigrams: str
    words: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document read and ready to be written: `text` without its layout, which is packed in `boxes`."""

    id: str
    name: str
    size: int
    given: Given
    text_id: str
    text: Text
    pages: list[object] | None
    boxes: bytes | None
    reading: Reading
    passages: tuple[Indexed, ...]


def prepare(data: bytes, name: str, given: Given, text: Text, reading: Reading) -> Prepared:
    """Ids, packed layout and index tokens of a document. DocumentError where the text cannot be kept."""
    _check_storable(name, text.content)
    document = bytes_id(data)
    return Prepared(
        id=document,
        name=name,
        size=len(data),
        given=given,
        text_id=content_id(document, text.extractor, bytes_id(text.content.encode())),
        text=replace(text, layout=None),
        pages=_pages(text.layout),
        boxes=zlib.compress(little(text.layout.boxes).tobytes(), 3) if text.layout else None,
        reading=reading,
        passages=tuple(indexed(piece) for piece in pieces(text)),
    )


def indexed(piece: Piece) -> Indexed:
    """The tokens of a passage."""
    return Indexed(piece, " ".join(bigrams(piece.plain)), " ".join(words(piece.plain)))


def _check_storable(name: str, content: str) -> None:
    try:
        content.encode()
    except UnicodeEncodeError:
        pass
    else:
        if "\0" not in content:
            return
    raise DocumentError(
        name,
        {"zh": "含有不属于任何文字的字符。", "en": "holds characters that belong to no writing."},
        {"zh": "请重新导出为 UTF-8 文本再添加。", "en": "Export it again as UTF-8 text and add that."},
    )


def _pages(layout: Layout | None) -> list[object] | None:
    if layout is None:
        return None
    return [[page.number, page.width, page.height, page.start, page.end] for page in layout.pages]


def unpacked_layout(pages: list[list[float]] | None, boxes: bytes | None) -> Layout | None:
    """The layout as it was packed."""
    if pages is None or boxes is None:
        return None
    numbers = array("f")
    numbers.frombytes(zlib.decompress(boxes))
    return Layout(tuple(Page(int(n), w, h, int(a), int(b)) for n, w, h, a, b in pages), little(numbers))


def packed_articles(articles: tuple[Article, ...]) -> list[object]:
    """Articles as JSON."""
    return [[one.start, one.end, one.title, str(one.date or ""), one.publisher] for one in articles]


def unpacked_articles(rows: list[tuple[int, int, str, str, str]]) -> tuple[Article, ...]:
    """Articles from JSON."""
    return tuple(Article(start, end, title, period(date), publisher) for start, end, title, date, publisher in rows)


def period(text: str) -> Period | None:
    """A period as columns hold it; empty for none."""
    return Period.parse(text) if text else None
