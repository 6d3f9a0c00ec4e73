"""Editions of the cadence: the list, one with what changed since the last and since it was frozen, freezing; duties by body."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core.errors import XietongError
from xietong.data import table
from xietong.web import addresses, shapes
from xietong.web import cadence_shapes as forms
from xietong.web import cadence_view as view
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.render import show
from xietong.web.reports import ordered, title_of
from xietong.web.submission import TOKEN_BODY, Form, written
from xietong.web.typed import REFUSALS, said
from xietong.web.wording import wording
from xietong.workspace import Workspace

router = APIRouter()
Beside = Annotated[str, Query(description="now: also how the present differs from what was frozen")]


@router.get("/cadence.json", response_model=shapes.Listed[forms.EditionHead], responses=FAILURES)
def all_json(workspace: Held, offset: Offset, code: str = "") -> shapes.Listed[forms.EditionHead]:
    """Frozen editions, the latest first."""
    page = workspace.cadence.find(code, SIZE, offset)
    return shapes.listed(page, [forms.head(one) for one in page.items])


@router.get("/cadence", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held, offset: Offset, code: str = "") -> HTMLResponse:
    """Frozen editions, the latest first, and those that wait."""
    rules = {one.code: one for one in workspace.cadence.rules()}
    return show(
        request, "cadence.html", page=workspace.cadence.find(code, SIZE, offset), code=code, rules=rules,
        waiting=workspace.cadence.waiting(), reviewer=workspace.review.reviewer,
        section=lambda one: view.section_name(one, wanted(request)),
    )  # fmt: skip


@router.get("/cadence/{code}/{period}.json", response_model=forms.Edition, responses=FAILURES)
def one_json(workspace: Held, code: str, period: str, beside: Beside = "") -> forms.Edition:
    """An edition: frozen, or (made: null) as it would be now."""
    made = [addresses.report(one.id) for one in workspace.reports.of_edition(code, period)]
    shown = workspace.cadence.get(code, period, beside=beside == "now")
    return forms.edition(shown, workspace.cadence.origins(shown), made)


@router.get("/cadence/{code}/{period}", response_class=HTMLResponse)
def one_html(
    request: Request, workspace: Held, code: str, period: str, beside: Beside = "",
    section: Annotated[str, Query(description="a section to show with all its lines")] = "",
) -> HTMLResponse:  # fmt: skip
    """An edition with what changed since the last, and (beside=now) how the present differs."""
    return _one(request, workspace, code, period, beside, section)


def _one(
    request: Request, workspace: Workspace, code: str, period: str, beside: str = "", section: str = "",
    fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    shown = workspace.cadence.get(code, period, beside=beside == "now", whole=bool(section))
    say, origins = wording(wanted(request)), workspace.cadence.origins(shown)
    return show(
        request, "cadence_one.html", 422 if fault else 200, fault=fault, shown=shown, one=shown.edition, row=shown.row, beside=beside == "now",
        tables=view.tables(shown.lines.lines, shown.occasion.rule.sections, shown.edition.counts, section),
        late=view.tables(shown.lines.late, ("late",), {"late": shown.edition.late}, section)[0] if shown.lines.late else None,
        moved=view.moved(shown.moved), since=view.moved(shown.since) if shown.since is not None else None,
        fact=lambda name, value, of="": view.fact(name, value, say, of), titled=lambda one: view.title(one, say, origins.get((one.kind, one.subject))),
        address=lambda one: view.address(one, origins.get((one.kind, one.subject))), section=lambda one: view.section_name(one, wanted(request)),
        reviewer=workspace.review.reviewer,
        kinds=table("cadence.toml")["section"], reports=workspace.reports.of_edition(code, period) if shown.row else (),
        templates=ordered(workspace, wanted(request)) if shown.row else (), title_of=title_of,
        usual=f"{code}-{wanted(request)}",
    )  # fmt: skip


@router.post(
    "/cadence/{code}/{period}/freeze.json",
    response_model=forms.EditionHead,
    responses=FAILURES,
    openapi_extra=TOKEN_BODY,
)
def freeze_json(workspace: Held, code: str, period: str, form: Form) -> forms.EditionHead:
    """Freeze an edition as of the end of its day."""
    return forms.head(workspace.cadence.freeze(code, period))


@router.post("/cadence/{code}/{period}/freeze", openapi_extra=TOKEN_BODY)
def freeze(request: Request, workspace: Held, code: str, period: str, form: Form) -> Response:
    """Freeze an edition as of the end of its day and show it."""
    try:
        workspace.cadence.freeze(code, period)
    except REFUSALS as fault:
        return _one(request, workspace, code, period, fault=said(fault))
    return RedirectResponse(addresses.edition(code, period), 303)


@router.post("/cadence/{code}/{period}/report", openapi_extra=TOKEN_BODY)
def report(request: Request, workspace: Held, code: str, period: str, form: Form) -> Response:
    """Build the report of a frozen edition from a template, with the edition's vintage."""
    try:
        built = workspace.reports.build_edition(code, period, name=written(form, "template"))
    except REFUSALS as fault:
        return _one(request, workspace, code, period, fault=said(fault))
    return RedirectResponse(addresses.report(built.id), 303)


# -- duties ------------------------------------------------------------------------------------------------------------


@router.get("/duties.json", response_model=list[forms.Body], responses=FAILURES)
def duties_json(workspace: Held) -> list[forms.Body]:
    """What every body owes, the one with most overdue first."""
    return [forms.body(one) for one in workspace.duties.bodies()]


@router.get("/duties", response_class=HTMLResponse)
def duties_html(request: Request, workspace: Held) -> HTMLResponse:
    """What every body owes, the one with most overdue first."""
    return show(request, "duties.html", rows=workspace.duties.bodies())


@router.get("/duties/{body}.json", response_model=shapes.Listed[forms.Duty], responses=FAILURES)
def body_json(workspace: Held, body: str, offset: Offset) -> shapes.Listed[forms.Duty]:
    """What one body owes: tasks overdue and due soon by day, behind the steps of reviews on the first page."""
    page = workspace.duties.of(body, None, SIZE, offset)
    steps = workspace.duties.steps(body) if not offset else ()
    return shapes.listed(page, [forms.duty(one) for one in (*steps, *page.items)])


@router.get("/duties/{body}", response_class=HTMLResponse)
def body_html(request: Request, workspace: Held, body: str, offset: Offset) -> HTMLResponse:
    """What one body owes: the steps of reviews, and tasks overdue and due soon by day."""
    say = wording(wanted(request))
    return show(
        request, "duties_body.html", body=body, page=workspace.duties.of(body, None, SIZE, offset),
        steps=workspace.duties.steps(body) if not offset else (),
        fact=lambda name, value, of="": view.fact(name, value, say, of),
    )  # fmt: skip
