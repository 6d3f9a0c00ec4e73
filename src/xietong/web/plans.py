"""Plans: documents in which something is to be reached, each as a tree of clauses with its goals and how they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core.errors import ValuesError
from xietong.documents.model import Clause
from xietong.targets import told
from xietong.targets.proposals import Proposal
from xietong.targets.state import Stand
from xietong.web import addresses
from xietong.web import target_shapes as shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form, typed, written
from xietong.web.taken import fields
from xietong.web.target_words import TargetWords
from xietong.web.typed import Typed
from xietong.workspace import Workspace
from xietong.workspace.plans import ReadPlan
from xietong.workspace.targets import Recorded

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal on the page of a plan: what was decided of it, and how it stands where it is a target."""

    proposal: Proposal
    decided: Recorded | None
    stand: Stand | None

    @property
    def state(self) -> str:
        """open, held or rejected."""
        return self.decided.held.state if self.decided else "open"


@dataclass(frozen=True, slots=True)
class Branch:
    """A clause with its depth in the tree, its own words (without those under it), and its goals."""

    clause: Clause
    depth: int
    own: str
    goals: tuple[Goal, ...]


@router.get("/plans.json", response_model=list[shapes.PlanListed], responses=FAILURES)
def all_json(workspace: Held, offset: Offset) -> list[shapes.PlanListed]:
    """The documents in which something is to be reached, the fullest first."""
    return [
        shapes.PlanListed(
            id=row.id, title=row.title or row.name, date=str(row.date) if row.date else None, goals=count,
            address=addresses.plan(row.id),
        )
        for row, count in workspace.plans.documents(SIZE, offset).items
    ]  # fmt: skip


@router.get("/plans", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held, offset: Offset) -> HTMLResponse:
    """The documents in which something is to be reached."""
    return show(request, "plans.html", page=workspace.plans.documents(SIZE, offset))


def _goals(workspace: Workspace, read: ReadPlan) -> list[Goal]:
    decided = workspace.targets.decided(one.subject for one in read.proposals)
    helds = [one.held for one in decided.values() if one.held.state == "held"]
    stands = {one.held.subject: one for one in workspace.standing.stands(helds)}
    return [Goal(one, decided.get(one.subject), stands.get(one.subject)) for one in read.proposals]


def _tree(read: ReadPlan, goals: list[Goal]) -> Iterator[Branch]:
    clauses = read.plan.clauses
    depths: list[int] = []
    by_clause: dict[int, list[Goal]] = {}
    for one in goals:
        by_clause.setdefault(one.proposal.goal.clause, []).append(one)
    for clause in clauses:
        depths.append(0 if clause.parent < 0 else depths[clause.parent] + 1)
        begin = clause.title_end - clause.start if clause.title and clause.parent >= 0 else 0
        own = (
            clause.quote[begin : clause.own_end - clause.start].strip("。：:．. \n\u3000")
            if begin
            else clause.quote[: clause.own_end - clause.start].strip()
        )
        if own or clause.title or by_clause.get(clause.index):
            yield Branch(clause, depths[-1], own, tuple(by_clause.get(clause.index, ())))


@router.get("/plans/{identity}.json", response_model=list[shapes.Plan], responses=FAILURES)
def plan_json(workspace: Held, identity: str) -> list[shapes.Plan]:
    """The plans of a document: clauses, goals with what they are linked to, what was decided, how they stand."""
    return [_plan(read, _goals(workspace, read)) for read in workspace.plans.of(identity)]


def _plan(read: ReadPlan, goals: list[Goal]) -> shapes.Plan:
    plan = read.plan
    under: dict[int, list[str]] = {}
    for one in goals:
        under.setdefault(one.proposal.goal.clause, []).append(one.proposal.subject)
    clauses = [
        shapes.ClauseOf(
            index=one.index, parent=one.parent, kind=one.kind, label=one.label, title=one.title, start=one.start, end=one.end,
            goals=under.get(one.index, []),
        )
        for one in plan.clauses
    ]  # fmt: skip
    return shapes.Plan(
        title=plan.title, date=str(plan.date) if plan.date else None, horizon=str(plan.horizon.due) if plan.horizon else None,
        clauses=clauses, goals=[_proposal(one) for one in goals],
        issues=[{"code": one.code, "severity": one.severity, "message": one.message} for one in plan.issues],
    )  # fmt: skip


def _proposal(one: Goal) -> shapes.Proposal:
    subject = one.proposal.subject
    address = addresses.target(subject) if one.state == "held" else addresses.plan(one.proposal.document, subject[:12])
    status = one.stand.status if one.stand else ""
    return shapes.Proposal(**told.proposal(one.proposal), state=one.state, status=status, address=address)


@router.get("/plans/{identity}", response_class=HTMLResponse)
def plan(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """A document as a plan: its clauses with their goals, each to be confirmed, or how it stands."""
    return _page(request, workspace, identity)


def _page(
    request: Request, workspace: Workspace, identity: str, given: dict[str, str] | None = None,
    fault: ValuesError | None = None,
) -> HTMLResponse:  # fmt: skip
    """The page with what was typed about one of its goals, and why that was not taken."""
    document = workspace.documents.get(identity)
    read = [(one, _goals(workspace, one)) for one in workspace.plans.of(document.id)]
    shown = [(one.plan, list(_tree(one, goals)), goals) for one, goals in read]
    ready = sum(goal.state == "open" and not goal.proposal.lacks for _, goals in read for goal in goals)
    return show(
        request, "plan.html", 422 if fault else 200, document=document, plans=shown, ready=ready, tell=TargetWords(wanted(request)),
        just=request.query_params.get("just", ""), typed=Typed(given), fault=fault, person=workspace.review.reviewer,
    )  # fmt: skip


# -- deciding ----------------------------------------------------------------------------------------------------------


def _decide(workspace: Workspace, document: str, form: FormData) -> list[Recorded]:
    goal, verdict, reason = (written(form, name).strip() for name in ("subject", "verdict", "reason"))
    targets = workspace.targets
    if verdict == "all":
        return list(targets.confirm_all(document, reason))
    if verdict == "accept":
        return [targets.confirm(document, goal, fields(form), reason)]
    if verdict == "reject":
        return [targets.reject(document, goal, reason)]
    raise ProblemError("bad_query_value", names="verdict")


@router.post(
    "/plans/{identity}/decide.json", response_model=shapes.Decided, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def decide_json(workspace: Held, identity: str, form: Form) -> shapes.Decided:
    """Confirm a goal (verdict accept, with changed fields), turn it down (reject, with a reason), or confirm all that lack
    nothing (all)."""
    made = _decide(workspace, identity, form)
    return shapes.Decided(targets=[target_of(one) for one in made])


@router.post("/plans/{identity}/decide", openapi_extra=TOKEN_BODY)
def decide(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """The same, and back to the goal."""
    try:
        made = _decide(workspace, identity, form)
    except ValuesError as fault:
        return _page(request, workspace, identity, typed(form), fault)
    anchor = f"#g-{made[0].held.subject[:12]}" if len(made) == 1 else ""
    return RedirectResponse(f"{addresses.plan(identity)}?just={len(made)}{anchor}", 303)


def target_of(one: Recorded) -> shapes.Target:
    """A recorded target as JSON."""
    return shapes.Target(**told.target(one.held), address=addresses.target(one.held.subject))
