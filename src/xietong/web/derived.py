"""Derived numbers: the list, and one with its formula set as a formula and all that it rests on."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from xietong.observations.derivation import Derived
from xietong.web import addresses, shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.below import as_json, below
from xietong.web.formula import formula
from xietong.web.language import wanted
from xietong.web.observed import as_statement, source
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form
from xietong.web.wording import wording
from xietong.workspace import Workspace
from xietong.workspace.observations import indicator_key

router = APIRouter()


@router.get("/derived.json", response_model=shapes.Listed[shapes.Derived], responses=FAILURES)
def all_json(workspace: Held, offset: Offset, indicator: str = "") -> shapes.Listed[shapes.Derived]:
    """Derived numbers that are kept, the last made first."""
    page = workspace.derived.find(indicator_key(indicator.strip()) if indicator.strip() else "", SIZE, offset)
    states = workspace.derived.states(page.items)
    return shapes.listed(page, [as_json(workspace, *both) for both in zip(page.items, states, strict=True)])


@router.get("/derived", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held, offset: Offset, indicator: str = "") -> HTMLResponse:
    """Derived numbers that are kept, the last made first."""
    page = workspace.derived.find(indicator_key(indicator.strip()) if indicator.strip() else "", SIZE, offset)
    name = wording(wanted(request)).indicator
    return show(
        request,
        "derived.html",
        page=page,
        indicator=indicator.strip(),
        rows=list(zip(page.items, workspace.derived.states(page.items), strict=True)),
        source=source,
        statement=lambda one: as_statement(one, name),
    )


@router.get("/derived/{identity}.json", response_model=shapes.Derived, responses=FAILURES)
def one_json(workspace: Held, identity: str) -> shapes.Derived:
    """A derived number with its formula and inputs down to the sentences."""
    row = workspace.derived.get(identity)
    return as_json(workspace, row, workspace.derived.state(row))


@router.get("/derived/{identity}", response_class=HTMLResponse)
def one(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """A derived number: its formula, its inputs each with its sentence, and what must be known of it."""
    row = workspace.derived.get(identity)
    name = wording(wanted(request)).indicator
    state = workspace.derived.state(row)
    return show(
        request,
        "derived_one.html",
        row=row,
        one=row.derived.observation,
        made=row.derived.derivation,
        lines=formula(row.derived.derivation.computation),
        inputs=below(workspace, row),
        state=state,
        now=state.now if isinstance(state.now, Derived) else None,
        refusal=() if isinstance(state.now, Derived) else state.now.issues,
        above=workspace.derived.using(row.id),
        statement=lambda one: as_statement(one, name),
    )


def _again(workspace: Workspace, identity: str) -> str:
    again = workspace.derived.recompute(identity)
    if not isinstance(again, Derived):
        raise ProblemError("not_derived")
    return again.derivation.id


@router.post(
    "/derived/{identity}/recompute.json", response_model=shapes.Derived, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def recompute_json(workspace: Held, identity: str, form: Form) -> shapes.Derived:
    """Make a derived number anew from what is known now; the old keeps its address."""
    row = workspace.derived.get(_again(workspace, identity))
    return as_json(workspace, row, workspace.derived.state(row))


@router.post("/derived/{identity}/recompute", openapi_extra=TOKEN_BODY)
def recompute(workspace: Held, identity: str, form: Form) -> RedirectResponse:
    """Make a derived number anew from what is known now; the old keeps its address."""
    return RedirectResponse(addresses.derived(_again(workspace, identity)), 303)
