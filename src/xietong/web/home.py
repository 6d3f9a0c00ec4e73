"""Home: a box that reads what is dropped or pasted, above what the workspace holds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from xietong.core.errors import DocumentError
from xietong.documents.intake import extract
from xietong.statements.read import read
from xietong.store.rows import StatementFilter
from xietong.web import shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.language import wanted
from xietong.web.problems import Fault, unreadable
from xietong.web.render import show
from xietong.web.submission import BODY, Submission, Submitted
from xietong.web.tokens import SESSION
from xietong.web.view import Shown, shown
from xietong.workspace import Workspace

router = APIRouter()
_LATEST, _PHRASES = 8, 12


def _holds(workspace: Workspace) -> dict[str, Any]:
    latest = workspace.documents.all(_LATEST, 0)
    return {
        "latest": latest.items,
        "documents": latest.total,
        "statements": workspace.statements.find(StatementFilter(), 1, 0).total,
        "phrases": workspace.statements.indicators("", _PHRASES),
    }


def _home(
    request: Request, workspace: Workspace, submission: Submission | None, readings: list[Shown | Fault]
) -> HTMLResponse:
    return show(request, "home.html", submission=submission, readings=readings, **_holds(workspace))


@router.get("/index.json", response_model=shapes.Home, responses=FAILURES)
def home_json(request: Request, response: Response, workspace: Held) -> shapes.Home:
    """What the workspace holds, and the token that forms must carry."""
    holds = _holds(workspace)
    tokens = request.app.state.tokens
    session = request.cookies.get(SESSION) or tokens.session()
    body = shapes.Home(
        documents=holds["documents"],
        statements=holds["statements"],
        latest=[shapes.document(row) for row in holds["latest"]],
        indicators=[shapes.phrase(text, count) for text, count in holds["phrases"]],
        token=tokens.sign(session),
    )
    if SESSION not in request.cookies:
        response.set_cookie(SESSION, session, httponly=True, samesite="strict")
    return body


@router.get("/", response_class=HTMLResponse)
def home(request: Request, workspace: Held) -> HTMLResponse:
    """The box and what the workspace holds."""
    return _home(request, workspace, None, [])


def _readings(submission: Submission, limit: int, language: str) -> list[Shown | Fault]:
    made: list[Shown | Fault] = []
    for number, (name, data) in enumerate(submission.files, 1):
        try:
            text = extract(
                data, name, title=submission.title, date=submission.date, publisher=submission.publisher, limit=limit
            )
            made.append(shown(name, text, read(text), number))
        except DocumentError as error:
            made.append(unreadable(error, language))
    return made


@router.post("/read.json", response_model=shapes.Readings, responses=FAILURES, openapi_extra=BODY)
async def read_json(request: Request, workspace: Held, submission: Submitted) -> shapes.Readings:
    """Read files or a text and keep nothing."""
    made = await run_in_threadpool(_readings, submission, workspace.settings.size_limit, wanted(request))
    return shapes.Readings(
        readings=[_as_json(name, one) for (name, _), one in zip(submission.files, made, strict=True)]
    )


def _as_json(name: str, one: Shown | Fault) -> shapes.Reading:
    if isinstance(one, Fault):
        return shapes.Reading(name=name, error=one)
    text = one.text
    return shapes.Reading(
        name=name,
        title=text.title,
        date=str(text.date) if text.date else None,
        publisher=text.publisher,
        text=text.content,
        reader=one.reading.reader,
        statements=[shapes.said(statement) for statement in one.reading.statements],
        unread=[shapes.left(unread) for unread in one.reading.unread],
    )


@router.post("/read", response_class=HTMLResponse, openapi_extra=BODY)
async def read_html(request: Request, workspace: Held, submission: Submitted) -> HTMLResponse:
    """Read files or a text and show them highlighted; keep nothing."""

    def work() -> HTMLResponse:
        readings = _readings(submission, workspace.settings.size_limit, wanted(request))
        if "x-fragment" in request.headers:
            return show(request, "_readings.html", readings=readings)
        return _home(request, workspace, submission, readings)

    return await run_in_threadpool(work)
