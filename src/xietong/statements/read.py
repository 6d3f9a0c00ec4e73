"""Text → Reading: the whole line from characters to statements."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from xietong.documents.model import Article, Text
from xietong.documents.view import View, repair
from xietong.statements.article import ArticleReader
from xietong.statements.context import standing
from xietong.statements.find import Quantity, Skipped, find
from xietong.statements.model import Reading, Statement, Unread

READER = "xietong/4"


def read(text: Text) -> Reading:
    """Every quantity of the text that carries statistical or planning meaning, with its attributes."""
    view = repair(text.content)
    found = list(find(view.text))
    articles = text.articles or (Article(0, len(text.content), text.title, text.date, text.publisher),)
    statements: list[Statement] = []
    unread = [
        Unread(*view.span(one.start, one.end), text.content[slice(*view.span(one.start, one.end))], one.reason)
        for one in found
        if isinstance(one, Skipped)
    ]
    quantities = [one for one in found if isinstance(one, Quantity)]
    for article, start, end in _in_view(view, articles, len(text.content)):
        inside = [one for one in quantities if start <= one.start < end]
        if inside:
            at = standing(view.text, text, article, start, end)
            statements.extend(ArticleReader(text.content, view, at, start, end).read(inside))
    return Reading(READER, tuple(sorted(statements, key=lambda one: one.start)), tuple(unread))


def _in_view(view: View, articles: tuple[Article, ...], length: int) -> Iterator[tuple[Article, int, int]]:
    """Each article with its span in the view; what lies between articles (a headline cut off) is read by itself."""
    bounds = range(len(view.text))
    at = 0
    for article in articles:
        start = bisect_left(bounds, article.start, key=view.origin)
        end = len(view.text) if article.end >= length else bisect_left(bounds, article.end, key=view.origin)
        if start > at:
            yield Article(view.origin(at), article.start), at, start
        yield article, start, end
        at = end
    if at < len(view.text):
        yield Article(view.origin(at), length), at, len(view.text)
