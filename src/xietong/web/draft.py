"""A Word draft handed back with a comment on every doubtful figure: of the box, where nothing is kept, or kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote as percent

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from xietong.core import clock
from xietong.core.errors import DocumentError
from xietong.core.ids import bytes_id
from xietong.documents.formats.word_comments import comment
from xietong.documents.intake import extract
from xietong.observations.figures import Source
from xietong.observations.remarks import remarks
from xietong.statements.read import read
from xietong.web.asked import FAILURES, Held
from xietong.web.language import wanted, words
from xietong.web.problems import ProblemError
from xietong.web.submission import BODY, Form, Submission, Submitted, written
from xietong.workspace import Workspace

router = APIRouter()
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def is_draft(name: str) -> bool:
    """Whether a file can be handed back with comments."""
    return name.lower().endswith(".docx")


@router.get("/documents/{identity}/commented.docx", responses=FAILURES)
def kept_draft(request: Request, workspace: Held, identity: str) -> Response:
    """A document of the workspace with its findings as Word comments; the original stays as it is."""
    row = workspace.documents.get(identity)
    name = PurePath(row.name).name or row.id
    data = workspace.documents.original(row.id)
    submission = Submission(((name, data),), "", row.title, row.date, row.publisher, "")
    return _commented(workspace, submission, 0, wanted(request))


@router.post("/read/commented.docx", responses=FAILURES, openapi_extra=BODY)
async def passing_draft(request: Request, workspace: Held, form: Form, submission: Submitted) -> Response:
    """One of the files handed in with its findings as Word comments, checked with the others; nothing is kept.

    Field `draft` says which file, counted from 1; without it, the one DOCX.
    """
    number = _number(written(form, "draft"), [name for name, _ in submission.files])
    return await run_in_threadpool(_commented, workspace, submission, number, wanted(request))


def _number(given: str, names: Sequence[str]) -> int:
    drafts = [at for at, name in enumerate(names) if is_draft(name)]
    if given:
        drafts = [at for at in drafts if str(at + 1) == given]
    if len(drafts) != 1:
        raise ProblemError("no_draft")
    return drafts[0]


def _commented(workspace: Workspace, submission: Submission, number: int, language: str) -> Response:
    names = [name for name, _ in submission.files]
    # sources go by name, which comments quote; two files of one name by their number too
    called = [name if names.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(names, 1)]
    sources = []
    for at, (name, data) in enumerate(submission.files):
        try:
            sources.append(_source(called[at], name, data, submission, workspace.settings.size_limit))
        except DocumentError:
            if at == number:
                raise
    issues = workspace.issues.check(sources, [bytes_id(data) for _, data in submission.files])
    name, data = submission.files[number]
    done = comment(data, name, remarks(issues, called[number], language), clock.now())
    named = words(language)("draft.named", name=PurePath(name).stem)
    return Response(
        done.data,
        media_type=_WORD,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{percent(named, safe='')}.docx"},
    )


def _source(called: str, name: str, data: bytes, said: Submission, limit: int) -> Source:
    text = extract(data, name, title=said.title, date=said.date, publisher=said.publisher, limit=limit)
    return Source(called, text.content, read(text), text.date, text)
