"""What persons enter about implementation reviews: opened, clauses taken up, steps taken and taken back, ended."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xietong.core.errors import NotFoundError, ValuesError
from xietong.data import table
from xietong.store.reviews import ReviewRow
from xietong.targets.reviews.model import Outcome, Step, StepKind
from xietong.targets.reviews.overview import Line
from xietong.web import addresses
from xietong.web import reviews_shapes as forms
from xietong.web.asked import FAILURES, Held
from xietong.web.language import wanted
from xietong.web.picker import references, seeking
from xietong.web.problems import ProblemError
from xietong.web.reviews import all_page, clause_page, line_of, one_page
from xietong.web.submission import Form, body_of, day_of, typed, written
from xietong.web.typed import REFUSALS, said
from xietong.workspace import Workspace
from xietong.workspace.entering import bodies

router = APIRouter()
_OPEN = body_of(
    document="id of a document",
    title="title",
    by="the body that reviews",
    kind="decision, law or plan",
    day="YYYY-MM-DD",
)
_TAKE = body_of(
    clause="id, number or words of a clause",
    lead="bodies that lead, by 、",
    supporting="bodies that support",
    day="YYYY-MM-DD",
)
_STEP = body_of(
    kind="evidence, finding, recommendation, reply, closing or reopening", day="YYYY-MM-DD", text="what it says",
    bodies="bodies, by 、", of="id of the step it follows from; else the last that fits", outcome="of a finding",
    due="YYYY-MM-DD, of a recommendation", evidence="references, one a line: kind:id or note:words", note="notes, one a line",
)  # fmt: skip
_WITHDRAW = body_of(reason="why")
_END = body_of(summary="the result in a few sentences", day="YYYY-MM-DD")


def _open(workspace: Workspace, form: FormData) -> str:
    try:
        return workspace.reviews.open(
            written(form, "document"), written(form, "title"), written(form, "by"), written(form, "kind") or "plan",
            day_of(form, "day"),
        )  # fmt: skip
    except NotFoundError as error:
        raise _unfound(error) from None


def _unfound(error: NotFoundError) -> ValuesError:
    """The address is there; what was written into the form is not."""
    return ValuesError(error.sentence("en"), error.sentence("zh"))


@router.post("/reviews.json", response_model=forms.Review, responses=FAILURES, openapi_extra=_OPEN)
def open_json(request: Request, workspace: Held, form: Form) -> forms.Review:
    """Open a review of a document."""
    return forms.review(workspace.reviews.get(_open(workspace, form)), wanted(request))


@router.post("/reviews", openapi_extra=_OPEN)
def open_one(request: Request, workspace: Held, form: Form) -> Response:
    """Open a review of a document and go to it."""
    try:
        return RedirectResponse(addresses.reviewed(_open(workspace, form)), 303)
    except REFUSALS as fault:
        return all_page(request, workspace, given=typed(form), fault=said(fault))


def _take_up(workspace: Workspace, identity: str, form: FormData) -> None:
    named = bodies(written(form, "lead")), bodies(written(form, "supporting"))
    workspace.reviews.take_up(identity, {written(form, "clause"): named}, day_of(form, "day"))


@router.post("/reviews/{identity}/clauses.json", response_model=forms.Review, responses=FAILURES, openapi_extra=_TAKE)
def take_up_json(request: Request, workspace: Held, identity: str, form: Form) -> forms.Review:
    """Take up a clause; without bodies, those that its words name."""
    _take_up(workspace, identity, form)
    return forms.review(workspace.reviews.get(identity), wanted(request))


@router.post("/reviews/{identity}/clauses", openapi_extra=_TAKE)
def take_up(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Take up a clause and go back to the review."""
    try:
        _take_up(workspace, identity, form)
    except REFUSALS as fault:
        return one_page(request, workspace, identity, given=typed(form), fault=said(fault))
    return RedirectResponse(addresses.reviewed(identity), 303)


def _step(workspace: Workspace, identity: str, clause: str, form: FormData) -> tuple[ReviewRow, Line]:
    row, line = line_of(workspace, identity, clause)
    kind = written(form, "kind")
    if kind not in table("reviews.toml")["step"]:
        raise ProblemError("bad_query_value", names="kind")
    try:
        given = workspace.reviews.evidence(references(form))
    except NotFoundError as error:
        raise _unfound(error) from None
    of = tuple(one for one in (written(form, "of").strip(),) if one)
    day = day_of(form, "day") or row.found.on
    outcome = cast(Outcome, written(form, "outcome")) if kind == "finding" else ""
    workspace.reviews.step(
        Step(line.clause.id, cast(StepKind, kind), day, written(form, "text"), bodies(written(form, "bodies")), of, outcome,
             day_of(form, "due") if kind == "recommendation" else None, given)
    )  # fmt: skip
    return row, line


@router.post(
    "/reviews/{identity}/clauses/{clause}/steps.json",
    response_model=forms.Clause,
    responses=FAILURES,
    openapi_extra=_STEP,
)
def step_json(request: Request, workspace: Held, identity: str, clause: str, form: Form) -> forms.Clause:
    """Take a step on a clause."""
    row, line = _step(workspace, identity, clause, form)
    return forms.clause(row.id, line_of(workspace, identity, line.clause.id)[1], wanted(request))


@router.post("/reviews/{identity}/clauses/{clause}/steps", openapi_extra=_STEP)
def step(request: Request, workspace: Held, identity: str, clause: str, form: Form) -> Response:
    """Take a step on a clause and go back to it."""
    if seeking(form):
        return clause_page(request, workspace, identity, clause, typed(form))
    try:
        row, line = _step(workspace, identity, clause, form)
    except REFUSALS as fault:
        return clause_page(request, workspace, identity, clause, typed(form), said(fault))
    return RedirectResponse(addresses.reviewed(row.id, line.clause.id), 303)


@router.post(
    "/reviews/{identity}/clauses/{clause}/steps/{step}/withdraw.json",
    response_model=forms.Clause, responses=FAILURES, openapi_extra=_WITHDRAW,
)  # fmt: skip
def withdraw_json(request: Request, workspace: Held, identity: str, clause: str, step: str, form: Form) -> forms.Clause:
    """Take a step back, with a reason; it stays in the history."""
    workspace.reviews.withdraw(step, written(form, "reason"))
    row, line = line_of(workspace, identity, clause)
    return forms.clause(row.id, line, wanted(request))


@router.post("/reviews/{identity}/clauses/{clause}/steps/{step}/withdraw", openapi_extra=_WITHDRAW)
def withdraw(request: Request, workspace: Held, identity: str, clause: str, step: str, form: Form) -> Response:
    """Take a step back, with a reason; it stays in the history."""
    try:
        workspace.reviews.withdraw(step, written(form, "reason"))
    except REFUSALS as fault:
        return clause_page(request, workspace, identity, clause, fault=said(fault))
    return RedirectResponse(addresses.reviewed(identity, clause), 303)


@router.post("/reviews/{identity}/end.json", response_model=forms.Review, responses=FAILURES, openapi_extra=_END)
def end_json(request: Request, workspace: Held, identity: str, form: Form) -> forms.Review:
    """End a review whose clauses are all closed."""
    workspace.reviews.end(identity, written(form, "summary"), day_of(form, "day"))
    return forms.review(workspace.reviews.get(identity), wanted(request))


@router.post("/reviews/{identity}/end", openapi_extra=_END)
def end(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """End a review whose clauses are all closed."""
    try:
        workspace.reviews.end(identity, written(form, "summary"), day_of(form, "day"))
    except REFUSALS as fault:
        return one_page(request, workspace, identity, given=typed(form), fault=said(fault))
    return RedirectResponse(addresses.reviewed(identity), 303)
