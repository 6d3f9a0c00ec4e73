"""Implementation reviews: the list, a review as one table clause by clause, a clause with its steps, and their forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core.errors import NotFoundError, ValuesError, XietongError
from xietong.core.record import Record
from xietong.data import table
from xietong.store.reviews import STEP, ReviewRow
from xietong.targets.reviews.model import Outcome, Step, StepKind
from xietong.targets.reviews.overview import Line
from xietong.targets.reviews.standing import Standing
from xietong.web import addresses, shapes
from xietong.web import reviews_shapes as forms
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.picker import picker, references, seeking
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.submission import Form, body_of, day_of, typed, written
from xietong.web.typed import REFUSALS, Typed, said
from xietong.workspace import Workspace
from xietong.workspace.entering import bodies
from xietong.workspace.evidence import KINDS

router = APIRouter()
_SELECTABLE = 200
_STATES = {"open": True, "closed": False}
On = Annotated[date | None, Query(alias="day", description="as it stood on a day: YYYY-MM-DD")]


def word(language: str) -> Any:
    """The words of data/reviews.toml: word("state", "closed")."""
    return lambda group, code: table("reviews.toml")[group][code][language]


def urgent(one: Standing) -> tuple[int, str]:
    """Order of what is owed: the longest overdue first, then by day."""
    assert one.owed is not None
    return -one.owed.overdue, str(one.owed.due or "9999")


# -- asking ------------------------------------------------------------------------------------------------------------


@router.get("/reviews.json", response_model=shapes.Listed[forms.ReviewSummary], responses=FAILURES)
def all_json(workspace: Held, offset: Offset, state: str = "") -> shapes.Listed[forms.ReviewSummary]:
    """Implementation reviews, the last opened first; state: open, closed, or empty for both."""
    page = workspace.reviews.find(_STATES.get(state), SIZE, offset)
    return shapes.listed(page, [forms.summary(one) for one in page.items])


@router.get("/reviews", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held, offset: Offset, state: str = "") -> HTMLResponse:
    """Implementation reviews, the last opened first, and the form that opens one."""
    return _all(request, workspace, state, offset)


def _all(
    request: Request, workspace: Workspace, state: str = "", offset: int = 0, given: Mapping[str, str] | None = None,
    fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    return show(
        request, "reviews.html", 422 if fault else 200, typed=Typed(given), fault=fault,
        page=workspace.reviews.find(_STATES.get(state), SIZE, offset), state=state,
        documents=workspace.documents.all(_SELECTABLE, 0).items, word=word(wanted(request)),
        reviewer=workspace.review.reviewer, kinds=tuple(table("reviews.toml")["kind"]),
    )  # fmt: skip


@router.get("/reviews/{identity}.json", response_model=forms.Review, responses=FAILURES)
def one_json(request: Request, workspace: Held, identity: str, day: On = None) -> forms.Review:
    """A review as it stands today, or as it stood on a day."""
    return forms.review(workspace.reviews.get(identity, day), wanted(request))


@router.get("/reviews/{identity}", response_class=HTMLResponse)
def one_html(request: Request, workspace: Held, identity: str, day: On = None) -> HTMLResponse:
    """A review as one table, clause by clause: who carries it out, what was found, what was asked, what was answered."""
    return _one(request, workspace, identity, day)


def _one(
    request: Request, workspace: Workspace, identity: str, day: date | None = None, given: Mapping[str, str] | None = None,
    fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    row = workspace.reviews.get(identity, day)
    one = row.found.review
    taken = {line.clause.clause for line in row.found.lines}
    left = [each for each in _clauses(workspace, one.document) if each.id not in taken] if one.closed is None else []
    return show(
        request, "reviews_one.html", 422 if fault else 200, typed=Typed(given), fault=fault, row=row,
        found=row.found, one=one, left=left, day=day, word=word(wanted(request)),
        last=last_of, reviewer=workspace.review.reviewer, urgent=urgent,
    )  # fmt: skip


def last_of(line: Line, kind: StepKind) -> Step | None:
    """The last step of a kind on a clause."""
    return next((one for one in reversed(line.steps) if one.kind == kind), None)


def _clauses(workspace: Workspace, document: str) -> Any:
    try:
        return workspace.reviews.clauses(document)
    except NotFoundError:  # the document was purged since; what was taken up keeps its words
        return ()


@router.get("/reviews/{identity}/clauses/{clause}.json", response_model=forms.Clause, responses=FAILURES)
def clause_json(request: Request, workspace: Held, identity: str, clause: str) -> forms.Clause:
    """A clause under review with its steps."""
    row, line = _line(workspace, identity, clause)
    return forms.clause(row.id, line, wanted(request))


@router.get("/reviews/{identity}/clauses/{clause}", response_class=HTMLResponse)
def clause_html(request: Request, workspace: Held, identity: str, clause: str) -> HTMLResponse:
    """A clause under review: its words, every step with what it rests on, and the form for the next."""
    return _one_clause(request, workspace, identity, clause)


def _one_clause(
    request: Request, workspace: Workspace, identity: str, clause: str, given: Mapping[str, str] | None = None,
    fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    row, line = _line(workspace, identity, clause)
    steps = {one.id: one for one in line.steps}
    shut = line.standing.state == "closed"
    kinds = (
        ("reply", "reopening") if shut else tuple(one for one in table("reviews.toml")["step"] if one != "reopening")
    )
    return show(
        request, "reviews_clause.html", 422 if fault else 200, typed=Typed(given), fault=fault,
        pick=picker(workspace, KINDS, given), row=row, line=line, one=row.found.review, clause=line.clause,
        standing=line.standing, steps=steps, late={one.id for one in line.standing.late}, kinds=kinds,
        outcomes=tuple(table("reviews.toml")["outcome"]), word=word(wanted(request)), today=row.found.on,
        reviewer=workspace.review.reviewer,
        history=_gone(workspace, row.id, line.clause.id), beside=_beside(row, line),
    )  # fmt: skip


def _beside(row: ReviewRow, line: Line) -> list[tuple[str, str]]:
    """The clauses before and after one, with which it is."""
    keys = [one.clause.id for one in row.found.lines]
    at = keys.index(line.clause.id)
    return [(keys[other], way) for other, way in ((at - 1, "prev"), (at + 1, "next")) if 0 <= other < len(keys)]


def _gone(workspace: Workspace, identity: str, clause: str) -> list[Record]:
    """Entries of steps on a clause that do not stand any more: replaced, withdrawn, and the withdrawals."""
    steps = [one for one in workspace.reviews.history(identity) if one.kind == STEP]
    own = {one.subject for one in steps if (one.content or {}).get("clause") == clause}
    return [one for one in steps if one.subject in own and (one.superseded is not None or one.content is None)]


def _line(workspace: Workspace, identity: str, clause: str) -> tuple[ReviewRow, Line]:
    row = workspace.reviews.get(identity)
    found = [one for one in row.found.lines if one.clause.id.startswith(clause)]
    if len(found) != 1 or not clause:
        raise ProblemError("not_found")
    return row, found[0]


# -- entering ----------------------------------------------------------------------------------------------------------

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
        return _all(request, workspace, given=typed(form), fault=said(fault))


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
        return _one(request, workspace, identity, given=typed(form), fault=said(fault))
    return RedirectResponse(addresses.reviewed(identity), 303)


def _step(workspace: Workspace, identity: str, clause: str, form: FormData) -> tuple[ReviewRow, Line]:
    row, line = _line(workspace, identity, clause)
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
    return forms.clause(row.id, _line(workspace, identity, line.clause.id)[1], wanted(request))


@router.post("/reviews/{identity}/clauses/{clause}/steps", openapi_extra=_STEP)
def step(request: Request, workspace: Held, identity: str, clause: str, form: Form) -> Response:
    """Take a step on a clause and go back to it."""
    if seeking(form):
        return _one_clause(request, workspace, identity, clause, typed(form))
    try:
        row, line = _step(workspace, identity, clause, form)
    except REFUSALS as fault:
        return _one_clause(request, workspace, identity, clause, typed(form), said(fault))
    return RedirectResponse(addresses.reviewed(row.id, line.clause.id), 303)


@router.post(
    "/reviews/{identity}/clauses/{clause}/steps/{step}/withdraw.json",
    response_model=forms.Clause, responses=FAILURES, openapi_extra=_WITHDRAW,
)  # fmt: skip
def withdraw_json(request: Request, workspace: Held, identity: str, clause: str, step: str, form: Form) -> forms.Clause:
    """Take a step back, with a reason; it stays in the history."""
    workspace.reviews.withdraw(step, written(form, "reason"))
    row, line = _line(workspace, identity, clause)
    return forms.clause(row.id, line, wanted(request))


@router.post("/reviews/{identity}/clauses/{clause}/steps/{step}/withdraw", openapi_extra=_WITHDRAW)
def withdraw(request: Request, workspace: Held, identity: str, clause: str, step: str, form: Form) -> Response:
    """Take a step back, with a reason; it stays in the history."""
    try:
        workspace.reviews.withdraw(step, written(form, "reason"))
    except REFUSALS as fault:
        return _one_clause(request, workspace, identity, clause, fault=said(fault))
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
        return _one(request, workspace, identity, given=typed(form), fault=said(fault))
    return RedirectResponse(addresses.reviewed(identity), 303)
