"""What persons enter about targets: entered, corrected, split, withdrawn. What is not taken is shown again with all that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xietong.core.errors import ValuesError
from xietong.targets import told
from xietong.web import addresses
from xietong.web import target_shapes as shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.plans import target_of
from xietong.web.submission import TOKEN_BODY, Form, typed, written
from xietong.web.taken import fields, lines
from xietong.web.targets import Filter, list_page, target_page
from xietong.workspace import Workspace
from xietong.workspace.targets import Recorded

router = APIRouter()


def _add(workspace: Workspace, form: FormData) -> Recorded:
    given = {name: value for name, value in fields(form).items() if value}
    return workspace.targets.add(given, written(form, "reason"))


@router.post("/targets.json", response_model=shapes.Target, responses=FAILURES, openapi_extra=TOKEN_BODY)
def add_json(workspace: Held, form: Form) -> shapes.Target:
    """Enter a target: indicator, territory, goal and due are needed, and a reason or the clause that sets it."""
    return target_of(_add(workspace, form))


@router.post("/targets", openapi_extra=TOKEN_BODY)
def add(request: Request, workspace: Held, form: Form) -> Response:
    """The same, and on to its page."""
    try:
        made = _add(workspace, form)
    except ValuesError as fault:
        return list_page(request, workspace, Filter(), typed=typed(form), fault=fault)
    return RedirectResponse(addresses.target(made.held.subject) + "?just=added", 303)


def _again(
    request: Request, workspace: Workspace, identity: str, form: FormData, work: Callable[[], str], which: str
) -> Response:
    """Where the work leads, or the target's page with what was typed and why that was not taken."""
    try:
        return RedirectResponse(work(), 303)
    except ValuesError as fault:
        return target_page(request, workspace, identity, typed=typed(form), fault=fault, form=which)


def _correct(workspace: Workspace, identity: str, form: FormData) -> Recorded:
    return workspace.targets.correct(identity, fields(form), written(form, "reason"))


@router.post(
    "/targets/{identity}/correct.json", response_model=shapes.Target, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def correct_json(workspace: Held, identity: str, form: Form) -> shapes.Target:
    """Change fields of a target, with a reason; what held before stays in its versions."""
    return target_of(_correct(workspace, identity, form))


@router.post("/targets/{identity}/correct", openapi_extra=TOKEN_BODY)
def correct(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """The same, and back to its page."""

    def work() -> str:
        return addresses.target(_correct(workspace, identity, form).held.subject) + "?just=corrected"

    return _again(request, workspace, identity, form, work, "correct")


def _split(workspace: Workspace, identity: str, form: FormData) -> str:
    along, reason, step = (written(form, field).strip() for field in ("along", "reason", "step"))
    parts, weights = lines(form, "parts"), lines(form, "weights")
    if parts or not weights:
        workspace.splits.by_parts(identity, along, parts, reason)
    else:
        workspace.splits.by_weights(identity, along, weights, reason, step)
    return workspace.targets.get(identity).held.subject


@router.post(
    "/targets/{identity}/split.json", response_model=list[dict[str, Any]], responses=FAILURES, openapi_extra=TOKEN_BODY
)
def split_json(workspace: Held, identity: str, form: Form) -> list[dict[str, Any]]:
    """Split a target along places or years: parts (key=goal, one a line), or weights (key=number); they must make the whole."""
    subject = _split(workspace, identity, form)
    return [told.split(one.split, one.issues) for one in workspace.splits.of(subject)]


@router.post("/targets/{identity}/split", openapi_extra=TOKEN_BODY)
def split(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """The same, and back to its page."""

    def work() -> str:
        return addresses.target(_split(workspace, identity, form)) + "?just=split#splits"

    return _again(request, workspace, identity, form, work, "split")


@router.post(
    "/targets/{identity}/withdraw.json", response_model=shapes.Decided, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def withdraw_json(workspace: Held, identity: str, form: Form) -> shapes.Decided:
    """Take a target back, with a reason; its versions stay, a goal of a plan is open again."""
    workspace.targets.withdraw(identity, written(form, "reason"))
    return shapes.Decided(targets=[])


@router.post("/targets/{identity}/withdraw", openapi_extra=TOKEN_BODY)
def withdraw(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """The same, and on to the list."""

    def work() -> str:
        workspace.targets.withdraw(identity, written(form, "reason"))
        return addresses.TARGETS

    return _again(request, workspace, identity, form, work, "withdraw")
