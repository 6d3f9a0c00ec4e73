"""Implementation reviews: the list, a review as one table clause by clause, a clause with its steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core.errors import NotFoundError, XietongError
from xietong.core.record import Record
from xietong.data import table
from xietong.store.reviews import STEP, ReviewRow
from xietong.targets.reviews.model import Step, StepKind
from xietong.targets.reviews.overview import Line
from xietong.targets.reviews.standing import Standing
from xietong.web import reviews_shapes as forms
from xietong.web import shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.picker import picker
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.typed import Typed
from xietong.workspace import Workspace
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
    return all_page(request, workspace, state, offset)


def all_page(
    request: Request, workspace: Workspace, state: str = "", offset: int = 0, given: Mapping[str, str] | None = None,
    fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    """The list with the form that opens a review, and why that was not taken."""
    page = workspace.reviews.find(_STATES.get(state), SIZE, offset)
    return show(
        request, "reviews.html", 422 if fault else 200, typed=Typed(given), fault=fault,
        page=page, state=state, held=workspace.documents.held(one.found.review.document for one in page.items),
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
    return one_page(request, workspace, identity, day)


def one_page(
    request: Request, workspace: Workspace, identity: str, day: date | None = None, given: Mapping[str, str] | None = None,
    fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    """A review with its forms, and why what was typed into one was not taken."""
    row = workspace.reviews.get(identity, day)
    one = row.found.review
    taken = {line.clause.clause for line in row.found.lines}
    left = [each for each in _clauses(workspace, one.document) if each.id not in taken] if one.closed is None else []
    return show(
        request, "reviews_one.html", 422 if fault else 200, typed=Typed(given), fault=fault, row=row,
        found=row.found, one=one, left=left, day=day, word=word(wanted(request)),
        last=last_of, reviewer=workspace.review.reviewer, urgent=urgent, gone=not workspace.documents.held([one.document]),
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
    row, line = line_of(workspace, identity, clause)
    return forms.clause(row.id, line, wanted(request))


@router.get("/reviews/{identity}/clauses/{clause}", response_class=HTMLResponse)
def clause_html(request: Request, workspace: Held, identity: str, clause: str) -> HTMLResponse:
    """A clause under review: its words, every step with what it rests on, and the form for the next."""
    return clause_page(request, workspace, identity, clause)


def clause_page(
    request: Request, workspace: Workspace, identity: str, clause: str, given: Mapping[str, str] | None = None,
    fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    """A clause under review with the form for the next step, and why that was not taken."""
    row, line = line_of(workspace, identity, clause)
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
        history=_gone(workspace, row.id, line.clause.id), gone=not workspace.documents.held([row.found.review.document]),
        rests=workspace.evidence.named(f"{each.source}:{each.id}" for step in line.steps for each in step.evidence if each.id),
        beside=_beside(row, line),
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


def line_of(workspace: Workspace, identity: str, clause: str) -> tuple[ReviewRow, Line]:
    """A clause of a review by its id or the beginning of it. NotFoundError, ProblemError."""
    row = workspace.reviews.get(identity)
    found = [one for one in row.found.lines if one.clause.id.startswith(clause)]
    if len(found) != 1 or not clause:
        raise ProblemError("not_found")
    return row, found[0]
