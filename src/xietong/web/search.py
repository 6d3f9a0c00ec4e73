"""Search: passages of the documents with the words asked for, two-character words too."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.store.rows import Hit, Page
from xietong.web import shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.render import show
from xietong.workspace import Workspace

router = APIRouter()
_LONGEST = 200


def _find(workspace: Workspace, words: str, offset: int) -> Page[Hit]:
    words = words.strip()[:_LONGEST]
    return workspace.search.find(words, SIZE, offset) if words else Page((), 0, SIZE, offset)


@router.get("/search.json", response_model=shapes.Listed[shapes.Found], responses=FAILURES)
def search_json(workspace: Held, offset: Offset, q: str = "") -> shapes.Listed[shapes.Found]:
    """Passages with all of the words."""
    page = _find(workspace, q, offset)
    return shapes.listed(page, [shapes.found(hit) for hit in page.items])


@router.get("/search", response_class=HTMLResponse)
def search(request: Request, workspace: Held, offset: Offset, q: str = "") -> HTMLResponse:
    """Passages with all of the words, which are highlighted."""
    return show(request, "search.html", page=_find(workspace, q, offset), words=q.strip(), cut=cut)


def cut(hit: Hit) -> Iterator[tuple[str, bool]]:
    """The snippet in runs, each with whether it is one of the words."""
    position = 0
    for start, end in hit.marks:
        yield hit.snippet[position:start], False
        yield hit.snippet[start:end], True
        position = end
    yield hit.snippet[position:], False
