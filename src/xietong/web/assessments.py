"""Yearly assessments: the list, one with scores, ranks and reasons, entering, freezing."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from xietong.data import table
from xietong.web import addresses, shapes
from xietong.web import assessments_shapes as forms
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form, body_of, written
from xietong.web.wording import wording

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
    return show(
        request, "assessments.html", page=workspace.assessments.find(SIZE, offset), reviewer=workspace.review.reviewer
    )


@router.get("/assessments/{identity}.json", response_model=forms.Assessment, responses=FAILURES)
def one_json(request: Request, workspace: Held, identity: str) -> forms.Assessment:
    """An assessment with every score and its reason; a frozen one with how the present differs."""
    return forms.assessment(workspace.assessments.get(identity), wanted(request))


@router.get("/assessments/{identity}", response_class=HTMLResponse)
def one_html(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """An assessment: ranks, scores with reasons, joint goals; a frozen one with how the present differs."""
    row, say = workspace.assessments.get(identity), wording(wanted(request))
    cells: dict[str, dict[str, object]] = {}
    for cell in row.result.cells:
        cells.setdefault(cell.item, {})[cell.territory] = cell
    return show(
        request, "assessments_one.html", row=row, one=row.assessment, cells=cells, language_of=wanted(request),
        joints={item.code: item.joint for item in row.assessment.items if item.joint}, reviewer=workspace.review.reviewer,
        words=table("assessment.toml"), indicator=say.indicator, history=workspace.assessments.history(row.id),
    )  # fmt: skip


@router.post("/assessments.json", response_model=forms.Assessment, responses=FAILURES, openapi_extra=_PUT)
def put_json(request: Request, workspace: Held, form: Form) -> forms.Assessment:
    """Enter an assessment, or another state of one that is not frozen."""
    identity = workspace.assessments.put(written(form, "source"), written(form, "reason"))
    return forms.assessment(workspace.assessments.get(identity), wanted(request))


@router.post("/assessments", openapi_extra=_PUT)
def put(workspace: Held, form: Form) -> RedirectResponse:
    """Enter an assessment, or another state of one that is not frozen, and go to it."""
    identity = workspace.assessments.put(written(form, "source"), written(form, "reason"))
    return RedirectResponse(addresses.assessment(identity), 303)


@router.post(
    "/assessments/{identity}/freeze.json", response_model=forms.Assessment, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def freeze_json(request: Request, workspace: Held, identity: str, form: Form) -> forms.Assessment:
    """Freeze the result on the present data."""
    return forms.assessment(workspace.assessments.freeze(identity), wanted(request))


@router.post("/assessments/{identity}/freeze", openapi_extra=TOKEN_BODY)
def freeze(workspace: Held, identity: str, form: Form) -> RedirectResponse:
    """Freeze the result on the present data and show it."""
    return RedirectResponse(addresses.assessment(workspace.assessments.freeze(identity).id), 303)
