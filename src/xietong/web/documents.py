"""Documents: the list, the reading page, the original, the page images; adding, removing and restoring."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated
from urllib.parse import quote as percent

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core.errors import DocumentError, NotFoundError
from xietong.documents.pages import page_image
from xietong.store.rows import DocumentRow
from xietong.web import addresses, shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.draft import is_draft
from xietong.web.finding import SEVERITIES, kept, severest
from xietong.web.highlight import unread_mark
from xietong.web.language import wanted
from xietong.web.problems import unreadable
from xietong.web.render import show
from xietong.web.submission import BODY, TOKEN_BODY, Form, Submission, Submitted
from xietong.web.target_words import TargetWords
from xietong.web.uses import address, uses
from xietong.web.view import page_blocks, page_frames
from xietong.workspace import Workspace

router = APIRouter()
_MOVED = 8  # targets that its values are compared with
_LISTED = 200  # findings shown on the page of a document; the list of findings has them all
_PASSAGE = re.compile(r"(\d{1,9})-(\d{1,9})$")
Removed = Annotated[bool, Query(description="those that were removed, instead of those that are there")]


@router.get("/documents.json", response_model=shapes.Listed[shapes.Document], responses=FAILURES)
def documents_json(workspace: Held, offset: Offset, removed: Removed = False) -> shapes.Listed[shapes.Document]:
    """The documents of the workspace, the latest first."""
    page = workspace.documents.all(SIZE, offset, hidden=removed)
    return shapes.listed(page, [shapes.document(row) for row in page.items])


@router.get("/documents", response_class=HTMLResponse)
def documents(request: Request, workspace: Held, offset: Offset, removed: Removed = False) -> HTMLResponse:
    """The documents of the workspace, the latest first."""
    page = workspace.documents.all(SIZE, offset, hidden=removed)
    hidden = workspace.documents.all(1, 0, hidden=True).total
    return show(request, "documents.html", page=page, removed=removed, hidden=hidden)


@router.get("/documents/{identity}.json", response_model=shapes.FullDocument, responses=FAILURES)
def document_json(workspace: Held, identity: str) -> shapes.FullDocument:
    """A document with its text, its statements in text order, what was left unread, and the findings that touch it."""
    row = workspace.documents.get(identity)
    text = workspace.documents.text(row.id)
    return shapes.FullDocument(
        document=shapes.document(row),
        text=text.content,
        articles=[shapes.Piece(start=one.start, end=one.end, title=one.title) for one in text.articles],
        pages=len(text.layout.pages) if text.layout else 0,
        statements=[shapes.kept(one) for one in workspace.statements.of_document(row.id)],
        unread=[shapes.left(one) for one in workspace.documents.unread(row.id)],
        issues=[shapes.finding(one) for one in kept(workspace, workspace.issues.of_document(row.id))],
        uses=uses(workspace.evidence.uses(row.id)),
    )


@router.get("/documents/{identity}", response_class=HTMLResponse)
def document(request: Request, workspace: Held, identity: str, at: str = "", outcome: str = "") -> HTMLResponse:
    """The reading page: the text as printed with every figure highlighted; `at` marks a passage "start-end"."""
    row = workspace.documents.get(identity)
    text = workspace.documents.text(row.id)
    rows = workspace.statements.of_document(row.id)
    unread = workspace.documents.unread(row.id)
    issues = workspace.issues.of_document(row.id)
    used = workspace.evidence.uses(row.id)
    marked = severest((one.issue for one in issues), row.id)
    return show(
        request,
        "document.html",
        document=row,
        text=text,
        rows=rows,
        unread=unread,
        tables=workspace.tables.all(row.id),
        draft=is_draft(row.name),
        outcome=outcome if outcome in ("added", "known", "restored", "reread") else "",
        blocks=page_blocks(text, map(unread_mark, unread), rows, marked, _passage(at, len(text.content))),
        issues=sorted(issues, key=lambda one: SEVERITIES.index(one.issue.severity))[:_LISTED],
        counts=Counter(one.issue.severity for one in issues),
        articles=[(f"a-{number}", one.title) for number, one in enumerate(text.articles, 1) if one.title],
        frames=page_frames(text, rows),
        uses=used,
        used_at=address,
        moved=tuple(workspace.targets.decided(used.moved[:_MOVED]).values()),
        tell=TargetWords(wanted(request)),
    )


def _passage(at: str, length: int) -> tuple[int, int] | None:
    found = _PASSAGE.match(at)
    if not found or not int(found[1]) < int(found[2]) <= length:
        return None
    return int(found[1]), int(found[2])


@router.get("/documents/{identity}/original", responses=FAILURES)
def original(workspace: Held, identity: str) -> Response:
    """The bytes as they were handed in: always a download, never shown here, since they may hold anything."""
    row = workspace.documents.get(identity)
    name = percent(row.name.rpartition("/")[2] or row.id, safe="")
    return Response(
        workspace.documents.original(row.id),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@router.get("/documents/{identity}/pages/{number}.png", responses=FAILURES)
def page_png(workspace: Held, identity: str, number: int) -> Response:
    """The image of a page of a PDF or scan; pages count from 1."""
    row = workspace.documents.get(identity)
    layout = workspace.documents.text(row.id).layout
    if layout is None or number not in (page.number for page in layout.pages):
        raise NotFoundError(f"{row.id} page {number}")
    image = page_image(workspace.documents.original(row.id), row.name, number)
    # the id is the checksum of the bytes, so the picture under it stays the same
    return Response(image, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


@router.post("/documents.json", response_model=shapes.Outcomes, responses=FAILURES, openapi_extra=BODY)
async def add_json(request: Request, workspace: Held, submission: Submitted) -> shapes.Outcomes:
    """Keep files or a text in the workspace."""
    made = await run_in_threadpool(_add, workspace, submission, wanted(request))
    return shapes.Outcomes(outcomes=made)


@router.post("/documents", response_class=HTMLResponse, openapi_extra=BODY)
async def add(request: Request, workspace: Held, submission: Submitted) -> Response:
    """Keep files or a text in the workspace and go to the document; tell of each where there are several."""
    outcomes = await run_in_threadpool(_add, workspace, submission, wanted(request))
    if len(outcomes) == 1 and outcomes[0].error is None:
        return RedirectResponse(f"{outcomes[0].address}?outcome={outcomes[0].outcome}", 303)
    status = 422 if all(one.error for one in outcomes) else 200
    return await run_in_threadpool(show, request, "added.html", status, outcomes=outcomes)


def _add(workspace: Workspace, submission: Submission, language: str) -> list[shapes.Outcome]:
    outcomes = []
    for name, data in submission.files:
        try:
            added = workspace.documents.add(
                data, name, title=submission.title, date=submission.date, publisher=submission.publisher
            )
        except DocumentError as error:
            outcomes.append(shapes.Outcome(name=name, error=unreadable(error, language)))
            continue
        outcomes.append(
            shapes.Outcome(
                name=name,
                outcome=added.outcome,
                id=added.id,
                statements=added.statements,
                unread=added.unread,
                address=addresses.document(added.id),
            )
        )
    return outcomes


def _remove(workspace: Workspace, identity: str) -> DocumentRow:
    row = workspace.documents.get(identity)
    workspace.documents.remove(row.id)
    return workspace.documents.get(row.id)


def _restore(workspace: Workspace, identity: str) -> DocumentRow:
    row = workspace.documents.get(identity)
    workspace.documents.restore(row.id)
    return workspace.documents.get(row.id)


@router.post(
    "/documents/{identity}/remove.json", response_model=shapes.Document, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def remove_json(workspace: Held, identity: str, form: Form) -> shapes.Document:
    """Hide a document and its statements; it can be restored."""
    return shapes.document(_remove(workspace, identity))


@router.post("/documents/{identity}/remove", openapi_extra=TOKEN_BODY)
def remove(workspace: Held, identity: str, form: Form) -> RedirectResponse:
    """Hide a document and its statements; it can be restored."""
    return RedirectResponse(addresses.document(_remove(workspace, identity).id), 303)


@router.post(
    "/documents/{identity}/restore.json", response_model=shapes.Document, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def restore_json(workspace: Held, identity: str, form: Form) -> shapes.Document:
    """Bring a removed document back."""
    return shapes.document(_restore(workspace, identity))


@router.post("/documents/{identity}/restore", openapi_extra=TOKEN_BODY)
def restore(workspace: Held, identity: str, form: Form) -> RedirectResponse:
    """Bring a removed document back."""
    return RedirectResponse(f"{addresses.document(_restore(workspace, identity).id)}?outcome=restored", 303)
