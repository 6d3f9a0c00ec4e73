"""Bytes of a file → Text, by the reader of its format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

from xietong.core.period import Period
from xietong.documents.articles import split
from xietong.documents.formats.shape import Extract
from xietong.documents.kind import tell
from xietong.documents.metadata import Facts
from xietong.documents.model import Article, Text
from xietong.documents.trouble import trouble

SIZE_LIMIT: Final = 50 * 1024 * 1024

# modules are imported when the first file of their kind comes: lxml, docx and pdfium cost start-up time
_READERS: Final = {"plain": "plain", "html": "web", "docx": "word", "pdf": "pdf", "image": "scan"}


def extract(
    data: bytes,
    name: str,
    *,
    title: str = "",
    date: Period | None = None,
    publisher: str = "",
    limit: int = SIZE_LIMIT,
) -> Text:
    """Read a file's bytes; what the caller knows (title, date, publisher) goes before what the text shows.

    `name` decides nothing alone: the format is told from the bytes, the name's ending only breaks ties. DocumentError
    where the file cannot be read.
    """
    if len(data) > limit:
        megabyte = 1024 * 1024
        raise trouble(name, "too_large", size=f"{len(data) / megabyte:.1f}", limit=f"{limit / megabyte:g}")
    if not data.strip():
        raise trouble(name, "empty")
    kind = tell(data, name)
    if kind not in _READERS:
        raise trouble(name, kind)
    return _text(_reader(kind)(data, name), Facts(title, date, publisher))


def _reader(kind: str) -> Callable[[bytes, str], Extract]:
    module = import_module(f"xietong.documents.formats.{_READERS[kind]}")
    return cast(Callable[[bytes, str], Extract], module.read)


def _text(extract: Extract, given: Facts) -> Text:
    """Find the articles and put the facts of the document together: given, then the text's own, then the file's."""
    shown, articles = split(extract.content, given.date, extract.headlines)
    file = Facts(extract.title, extract.date, extract.publisher)
    facts = given.over(file.over(shown) if extract.trusted else shown.over(file))
    if len(articles) == 1:
        only = articles[0]
        articles = (Article(only.start, only.end, facts.title, facts.date, facts.publisher),)
    return Text(
        extract.content, extract.extractor, facts.title, facts.date, facts.publisher, articles, layout=extract.layout
    )
