"""Home: a box that reads what is dropped or pasted, above what the workspace holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from xietong.core.errors import DocumentError
from xietong.core.ids import bytes_id
from xietong.core.issue import Issue, Place
from xietong.documents.intake import extract
from xietong.documents.model import Text
from xietong.observations.figures import Source
from xietong.statements.model import Reading
from xietong.statements.read import read
from xietong.store.rows import StatementFilter
from xietong.web import shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.finding import SEVERITIES, Finding, Side, documents_of, ledger_side, side, text_of
from xietong.web.formula import formula
from xietong.web.language import wanted
from xietong.web.problems import Fault, unreadable
from xietong.web.render import show
from xietong.web.submission import BODY, Submission, Submitted
from xietong.web.tokens import SESSION
from xietong.web.view import Shown, passing_anchor, shown
from xietong.workspace import Workspace

router = APIRouter()
_LATEST, _PHRASES = 8, 12


def _holds(workspace: Workspace) -> dict[str, Any]:
    latest = workspace.documents.all(_LATEST, 0)
    return {
        "latest": latest.items,
        "documents": latest.total,
        "statements": workspace.statements.find(StatementFilter(), 1, 0).total,
        "issues": workspace.issues.find(limit=1).total,
        "phrases": workspace.statements.indicators("", _PHRASES),
    }


def _home(
    request: Request, workspace: Workspace, submission: Submission | None, readings: list[Shown | Fault]
) -> HTMLResponse:
    return show(request, "home.html", submission=submission, readings=readings, in_place=False, **_holds(workspace))


@router.get("/index.json", response_model=shapes.Home, responses=FAILURES)
def home_json(request: Request, response: Response, workspace: Held) -> shapes.Home:
    """What the workspace holds, and the token that forms must carry."""
    holds = _holds(workspace)
    tokens = request.app.state.tokens
    session = request.cookies.get(SESSION) or tokens.session()
    body = shapes.Home(
        documents=holds["documents"],
        statements=holds["statements"],
        issues=holds["issues"],
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


def _readings(workspace: Workspace, submission: Submission, language: str) -> list[Shown | Fault]:
    """Read and check what was handed in, each by itself, with the others and beside the workspace."""
    limit = workspace.settings.size_limit
    made: list[_Read | Fault] = []
    for name, data in submission.files:
        try:
            text = extract(
                data, name, title=submission.title, date=submission.date, publisher=submission.publisher, limit=limit
            )
            made.append(_Read(name, text, read(text)))
        except DocumentError as error:
            made.append(unreadable(error, language))
    # by number: two files may have one name
    done = {str(number): one for number, one in enumerate(made, 1) if isinstance(one, _Read)}
    sources = [Source(number, one.text.content, one.reading, one.text.date, one.text) for number, one in done.items()]
    # a file that the workspace holds is not compared with itself
    known = [bytes_id(data) for _, data in submission.files]
    findings = passing(workspace, workspace.issues.check(sources, known, titles=False), done)
    return [
        one if isinstance(one, Fault) else shown(one.name, one.text, one.reading, number, findings[number])
        for number, one in ((str(at), one) for at, one in enumerate(made, 1))
    ]


@dataclass(frozen=True, slots=True)
class _Read:
    name: str
    text: Text
    reading: Reading


def passing(workspace: Workspace, issues: Iterable[Issue], done: Mapping[str, _Read]) -> dict[str, list[Finding]]:
    """Findings that are not kept, by the number of each reading they touch."""
    issues = list(issues)
    elsewhere = {place.document for one in issues for place in one.places} - done.keys()
    documents, ledger = documents_of(workspace, elsewhere), text_of(workspace)

    def texts(document: str) -> str:
        return done[document].text.content if document in done else ledger(document)

    def put(place: Place) -> Side:
        if place.document not in done:
            return ledger_side(place, documents, texts)
        one = done[place.document]
        href = f"#{passing_anchor(place.document, place.start, place.end)}"
        named = side(place, one.text.title or one.name, one.text.date, href, texts)
        return replace(named, document=one.name)

    found: dict[str, list[Finding]] = {number: [] for number in done}
    for at, issue in enumerate(issues, 1):
        sides = tuple(map(put, issue.places))
        for number in {place.document for place in issue.places} & done.keys():
            href = f"#found-{number}-{at}"
            found[number].append(Finding("", issue, formula(issue.computation), sides, href))
    return {
        number: sorted(many, key=lambda one: SEVERITIES.index(one.issue.severity)) for number, many in found.items()
    }


@router.post("/read.json", response_model=shapes.Readings, responses=FAILURES, openapi_extra=BODY)
async def read_json(request: Request, workspace: Held, submission: Submitted) -> shapes.Readings:
    """Read files or a text and keep nothing."""
    made = await run_in_threadpool(_readings, workspace, submission, wanted(request))
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
        issues=[shapes.finding(found) for found in one.findings],
    )


@router.post("/read", response_class=HTMLResponse, openapi_extra=BODY)
async def read_html(request: Request, workspace: Held, submission: Submitted) -> HTMLResponse:
    """Read files or a text and show them highlighted; keep nothing."""

    def work() -> HTMLResponse:
        readings = _readings(workspace, submission, wanted(request))
        if "x-fragment" in request.headers:
            return show(request, "_readings.html", readings=readings, in_place=True)
        return _home(request, workspace, submission, readings)

    return await run_in_threadpool(work)
