"""Yearly assessments: the list, one with scores, ranks and reasons, entering, freezing."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core.errors import XietongError
from xietong.data import table
from xietong.web import addresses, shapes
from xietong.web import assessments_shapes as forms
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form, body_of, typed, written
from xietong.web.typed import REFUSALS, Typed, said
from xietong.web.wording import wording
from xietong.workspace import Workspace

router = APIRouter()
_PUT = body_of(source="the assessment as TOML (docs/reviews.md)", reason="why, where it changes one that is there")


@router.get("/assessments.json", response_model=shapes.Listed[forms.Summary], responses=FAILURES)
def all_json(workspace: Held, offset: Offset) -> shapes.Listed[forms.Summary]:
    """Yearly assessments, the latest year first."""
    page = workspace.assessments.find(SIZE, offset)
    return shapes.listed(page, [forms.summary(*one) for one in page.items])


@router.get("/assessments", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held, offset: Offset) -> HTMLResponse:
    """Yearly assessments, the latest year first, and the form for one."""
    return _all(request, workspace, offset)


def _all(
    request: Request, workspace: Workspace, offset: int = 0, given: Mapping[str, str] | None = None,
    fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    return show(
        request, "assessments.html", 422 if fault else 200, page=workspace.assessments.find(SIZE, offset),
        reviewer=workspace.review.reviewer, typed=Typed(given), fault=fault,
    )  # fmt: skip


@router.get("/assessments/{identity}.json", response_model=forms.Assessment, responses=FAILURES)
def one_json(request: Request, workspace: Held, identity: str) -> forms.Assessment:
    """An assessment with every score and its reason; a frozen one with how the present differs."""
    return forms.assessment(workspace.assessments.get(identity), wanted(request))


@router.get("/assessments/{identity}", response_class=HTMLResponse)
def one_html(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """An assessment: ranks, scores with reasons, joint goals; a frozen one with how the present differs."""
    return _one(request, workspace, identity)


def _one(request: Request, workspace: Workspace, identity: str, fault: XietongError | None = None) -> HTMLResponse:
    row, say = workspace.assessments.get(identity), wording(wanted(request))
    cells: dict[str, dict[str, object]] = {}
    for cell in row.result.cells:
        cells.setdefault(cell.item, {})[cell.territory] = cell
    return show(
        request, "assessments_one.html", 422 if fault else 200, fault=fault, row=row, one=row.assessment, cells=cells, language_of=wanted(request),
        joints={item.code: item.joint for item in row.assessment.items if item.joint}, reviewer=workspace.review.reviewer,
        words=table("assessment.toml"), indicator=say.indicator, history=workspace.assessments.history(row.id),
    )  # fmt: skip


@router.post("/assessments.json", response_model=forms.Assessment, responses=FAILURES, openapi_extra=_PUT)
def put_json(request: Request, workspace: Held, form: Form) -> forms.Assessment:
    """Enter an assessment, or another state of one that is not frozen."""
    identity = workspace.assessments.put(written(form, "source"), written(form, "reason"))
    return forms.assessment(workspace.assessments.get(identity), wanted(request))


@router.post("/assessments", openapi_extra=_PUT)
def put(request: Request, workspace: Held, form: Form) -> Response:
    """Enter an assessment, or another state of one that is not frozen, and go to it."""
    try:
        identity = workspace.assessments.put(written(form, "source"), written(form, "reason"))
    except REFUSALS as fault:
        return _all(request, workspace, given=typed(form), fault=said(fault))
    return RedirectResponse(addresses.assessment(identity), 303)


@router.post(
    "/assessments/{identity}/freeze.json", response_model=forms.Assessment, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def freeze_json(request: Request, workspace: Held, identity: str, form: Form) -> forms.Assessment:
    """Freeze the result on the present data."""
    return forms.assessment(workspace.assessments.freeze(identity), wanted(request))


@router.post("/assessments/{identity}/freeze", openapi_extra=TOKEN_BODY)
def freeze(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Freeze the result on the present data and show it."""
    try:
        return RedirectResponse(addresses.assessment(workspace.assessments.freeze(identity).id), 303)
    except REFUSALS as fault:
        return _one(request, workspace, identity, said(fault))
