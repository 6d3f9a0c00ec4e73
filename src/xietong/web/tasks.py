"""Tasks: the board by body, lists, the tree of a plan, one task with all that was entered about it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from xietong.core import clock
from xietong.core.errors import ValuesError, XietongError
from xietong.data import table
from xietong.exchange.delimited import MARK
from xietong.observations import places
from xietong.store.rows import Page
from xietong.targets.tasks.fields import day as read_day
from xietong.targets.tasks.fields import task_fields
from xietong.targets.tasks.limits import CURRENCIES
from xietong.targets.tasks.matters import OPEN
from xietong.targets.tasks.model import STATUSES, Evidence, Task
from xietong.targets.tasks.standing import STANDINGS, Standing, expected
from xietong.web import addresses, shapes, task_shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.picker import picker
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.target_words import TargetWords
from xietong.web.typed import BLANK, Typed
from xietong.workspace import Workspace
from xietong.workspace.evidence import Found
from xietong.workspace.targets import Recorded
from xietong.workspace.task_lists import lines
from xietong.workspace.tasks import Asked, AsOf, BoardRow, PlanProposed, PlanRow, TaskRow

router = APIRouter()
_FEW = 8  # of the most pressing tasks on the board
_STALE = 28  # days without any update, after which the board offers the day of the last


class When:
    """The day that is asked for, and up to when entries count; as the address says."""

    def __init__(
        self,
        day: Annotated[str, Query(description="as of a day: YYYY-MM-DD; today")] = "",
        known: Annotated[str, Query(description="as known at the end of a day: YYYY-MM-DD")] = "",
    ) -> None:
        self.given = read(day)
        until = read(known)
        then = clock.end_of(until) if until else None
        self.known, self.as_of = until, AsOf(self.given or clock.today(), then)

    @property
    def query(self) -> dict[str, str]:
        """The same as parameters of an address."""
        found = {"day": self.given, "known": self.known}
        return {name: str(value) for name, value in found.items() if value is not None}


def read(given: str) -> date | None:
    """A day of an address. ProblemError."""
    try:
        return read_day(given)
    except ValuesError:
        raise ProblemError("bad_date", date=given[:40]) from None


class Filter:
    """Which tasks; as the address says."""

    def __init__(
        self,
        workspace: Held,
        body: str = "", lead: str = "", plan: Annotated[str, Query(description="id of a document")] = "",
        territory: str = "",
        standing: Annotated[list[str] | None, Query(description=" | ".join(STANDINGS))] = None,
        words: Annotated[str, Query(description="words of the title")] = "", silent: bool = False,
        due_from: str = "", due_to: str = "",
    ) -> None:  # fmt: skip
        self.body, self.lead, self.territory, self.words = (
            body.strip(),
            lead.strip(),
            territory.strip(),
            words.strip()[:200],
        )
        self.plan = workspace.tasks.plan(plan).document if plan else ""
        chosen: list[Standing] = [one for one in STANDINGS if one in (standing or [])]
        self.standings, self.silent = tuple(chosen), silent
        self.due_from, self.due_to = read(due_from), read(due_to)

    @property
    def asked(self) -> Asked:
        """The same as the workspace is asked."""
        return Asked(
            self.body, self.lead, self.plan, places.key(self.territory) if self.territory else "", standings=self.standings,
            due_from=self.due_from, due_to=self.due_to, words=self.words, silent=self.silent,
        )  # fmt: skip


AtDay = Annotated[When, Depends(When)]
Which = Annotated[Filter, Depends(Filter)]


# -- the board --------------------------------------------------------------------------------------------------------


def _board(
    workspace: Workspace, at: When, plan: str, offset: int
) -> tuple[Page[BoardRow], dict[str, int], date | None]:
    rows = workspace.tasks.board(at.as_of, plan)
    counts = workspace.tasks.standings(Asked(plan=plan), at.as_of)
    return Page(rows[offset : offset + SIZE], len(rows), SIZE, offset), counts, workspace.tasks.last_reported()


@router.get("/tasks.json", response_model=task_shapes.Board, responses=FAILURES)
def board_json(workspace: Held, at: AtDay, offset: Offset, plan: str = "") -> task_shapes.Board:
    """Bodies with how the tasks they answer for stand on a day."""
    document = workspace.tasks.plan(plan).document if plan else ""
    page, counts, last = _board(workspace, at, document, offset)
    return task_shapes.Board(
        day=str(at.as_of.day), counts=counts, bodies=[task_shapes.body(one) for one in page.items], total=page.total,
        limit=page.limit, offset=page.offset, plans=[task_shapes.plan(one) for one in workspace.tasks.plans()],
        last_update=str(last or ""),
    )  # fmt: skip


@router.get("/tasks", response_class=HTMLResponse)
def board(request: Request, workspace: Held, at: AtDay, offset: Offset, plan: str = "") -> HTMLResponse:
    """Bodies with how the tasks they answer for stand on a day, and what presses most."""
    return board_page(request, workspace, at, offset, plan)


def board_page(
    request: Request, workspace: Workspace, at: When, offset: int = 0, plan: str = "", *,
    typed: dict[str, str] | None = None, fault: XietongError | None = None,
) -> HTMLResponse:  # fmt: skip
    """The board, with why a list was not taken."""
    document = workspace.tasks.plan(plan).document if plan else ""
    page, counts, last = _board(workspace, at, document, offset)
    pressing = workspace.tasks.find(
        Asked(plan=document, standings=("overdue", "blocked", "late")), at.as_of, _FEW, by_concern=True, counted=False
    )
    stale = last is not None and at.given is None and (at.as_of.day - last).days > _STALE
    return show(
        request, "tasks.html", 422 if fault else 200, typed=Typed(typed), fault=fault, page=page, counts=counts, standings=STANDINGS, at=at, plan=document,
        plans=workspace.tasks.plans(), pressing=pressing, last=last, stale=stale,
        silent=counts.get("silent", 0),
        person=workspace.review.reviewer, columns=table("tasks.toml")["columns"],
        open_matters=workspace.tasks.matters(is_open=True, limit=1).total,
    )  # fmt: skip


# -- lists ------------------------------------------------------------------------------------------------------------


@router.get("/tasks/list.json", response_model=shapes.Listed[task_shapes.Task], responses=FAILURES)
def listed_json(workspace: Held, which: Which, at: AtDay, offset: Offset) -> shapes.Listed[task_shapes.Task]:
    """Tasks, those that press most first."""
    page = workspace.tasks.find(which.asked, at.as_of, SIZE, offset, by_concern=True)
    return shapes.listed(page, [task_shapes.task(one) for one in page.items])


@router.get("/tasks/list.csv", response_class=Response, responses=FAILURES)
def listed_csv(request: Request, workspace: Held, which: Which, at: AtDay) -> Response:
    """The same tasks as a list for a spreadsheet, which can be taken back when it was edited."""
    out = io.StringIO()
    csv.writer(out).writerows(lines(workspace, "task", wanted(request), which.asked, at.as_of))
    headers = {"Content-Disposition": 'attachment; filename="tasks.csv"'}
    return Response(MARK + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/tasks/list", response_class=HTMLResponse)
def listed(request: Request, workspace: Held, which: Which, at: AtDay, offset: Offset) -> HTMLResponse:
    """Tasks, those that press most first; by body, plan, standing and words."""
    page = workspace.tasks.find(which.asked, at.as_of, SIZE, offset, by_concern=True)
    return show(
        request, "tasks_list.html", page=page, which=which, at=at, standings=STANDINGS, plans=workspace.tasks.plans()
    )


# -- the tree of a plan -----------------------------------------------------------------------------------------------


@router.get("/tasks/plans/{document}.json", response_model=task_shapes.Tree, responses=FAILURES)
def plan_json(workspace: Held, document: str, at: AtDay) -> task_shapes.Tree:
    """The tasks of a plan by its clauses, and what its text says is to be done."""
    row = workspace.tasks.plan(document)
    return task_shapes.Tree(
        document=row.document, purged=row.purged,
        tree=[task_shapes.branch(one) for one in workspace.tasks.tree(row.document, at.as_of)],
        proposals=[task_shapes.proposal(one) for one in _proposals(workspace, row)],
    )  # fmt: skip


def _proposals(workspace: Workspace, row: PlanRow) -> tuple[PlanProposed, ...]:
    """What the text of a plan proposes; nothing where the text is gone."""
    return () if row.purged else workspace.tasks.propose(row.document)


@router.get("/tasks/plans/{document}", response_class=HTMLResponse)
def plan(request: Request, workspace: Held, document: str, at: AtDay) -> HTMLResponse:
    """The tasks of a plan by its clauses, and what its text proposes, to be confirmed."""
    return plan_page(request, workspace, document, at)


def plan_page(
    request: Request, workspace: Workspace, document: str, at: When, *, typed: dict[str, str] | None = None,
    fault: ValuesError | None = None,
) -> HTMLResponse:  # fmt: skip
    """The page with what was ticked, and why that was not confirmed."""
    row = workspace.tasks.plan(document)
    proposals = _proposals(workspace, row)
    return show(
        request, "tasks_plan.html", 422 if fault else 200, ticked=Typed(typed)["task"].split("\n"), fault=fault, row=row,
        tree=workspace.tasks.tree(row.document, at.as_of), at=at, proposals=proposals,
        waiting=sum(one.id not in each.known for each in proposals for one in each.tasks), person=workspace.review.reviewer,
    )  # fmt: skip


# -- one task ---------------------------------------------------------------------------------------------------------


@router.get("/tasks/new", response_class=HTMLResponse)
def new(request: Request, workspace: Held, parent: str = "") -> HTMLResponse:
    """The form of a new task."""
    return form_page(request, workspace, {"parent": parent})


def form_page(
    request: Request, workspace: Workspace, typed: dict[str, str], fault: ValuesError | None = None
) -> HTMLResponse:
    """The form with what was typed, and why it was not taken."""
    return show(
        request, "task_new.html", 422 if fault else 200, typed=Typed(typed), blank=BLANK, fault=fault, person=workspace.review.reviewer,
        units=tuple(CURRENCIES),
    )  # fmt: skip


@router.get("/tasks/{identity}.json", response_model=task_shapes.FullTask, responses=FAILURES)
def task_json(workspace: Held, identity: str, at: AtDay) -> task_shapes.FullTask:
    """A task with its updates, its problems, what it waits for, what belongs to it, and every entry about it."""
    row = workspace.tasks.get(identity, at.as_of)
    around = _around(workspace, row, at.as_of)
    return task_shapes.FullTask(
        task=task_shapes.task(row), updates=[task_shapes.update(one) for one in around["updates"]],
        matters=[task_shapes.matter(one) for one in around["matters"]],
        history=[task_shapes.entry(one) for one in workspace.tasks.history(row.id)],
        targets=[addresses.target(one.held.subject) for one in around["targets"]],
        **{name: [task_shapes.task(one) for one in around[name]] for name in ("before", "waiting", "below")},
    )  # fmt: skip


@router.get("/tasks/{identity}", response_class=HTMLResponse)
def task(request: Request, workspace: Held, identity: str, at: AtDay) -> HTMLResponse:
    """A task: how it stands and why, its updates, its problems, who changed what when; and the forms to report."""
    return task_page(request, workspace, identity, at.as_of, at)


def task_page(
    request: Request, workspace: Workspace, identity: str, as_of: AsOf, at: When | None = None, *,
    typed: dict[str, str] | None = None, fault: ValuesError | None = None, form: str = "",
) -> HTMLResponse:  # fmt: skip
    """The page with what was typed into one of its forms, and why that was not taken."""
    row = workspace.tasks.get(identity, as_of)
    return show(
        request, "task.html", 422 if fault else 200, row=row, one=row.task, at=at, day=as_of.day, typed=Typed(typed), blank=BLANK,
        fault=fault, form=form, person=workspace.review.reviewer, statuses=STATUSES, units=tuple(CURRENCIES),
        fields=Typed(task_fields(row.task)), expected=expected(row.task, row.state.reported or as_of.day),
        history=workspace.tasks.history(row.id), is_open=OPEN, late_days=_late_days, today=clock.today(),
        tell=TargetWords(wanted(request)),
        pick={name: picker(workspace, typed=typed if form == name else None) for name in ("report", "matters")},
        **_around(workspace, row, as_of),
    )  # fmt: skip


def _late_days(one: Any) -> int:
    return task_shapes.entry(one).late


def _around(workspace: Workspace, row: TaskRow, as_of: AsOf) -> dict[str, Any]:
    """What a task's page shows beside it."""
    known = as_of.known
    updates = workspace.tasks.updates([row.id], last=_reach(as_of.day), known=known).items
    matters = workspace.tasks.matters(task=row.id, as_of=as_of, limit=None).items
    return {
        "updates": updates,
        "matters": matters,
        "gone": _gone(workspace, row.task),
        "labels": labels(
            workspace, *(one.update.evidence for one in updates), *(one.matter.evidence for one in matters)
        ),
        "before": workspace.tasks.many(row.task.after, as_of),
        "waiting": workspace.tasks.waiting(row.id, as_of),
        "below": workspace.tasks.find(Asked(parent=row.id), as_of, limit=None).items,
        "above": workspace.tasks.title(row.task.parent) if row.task.parent else "",
        "projects": workspace.projects.find(task=row.id, limit=None).items,
        "targets": _targets(workspace, row.task),
    }


def _gone(workspace: Workspace, task: Task) -> bool:
    """Whether the document that a task was taken from was purged since."""
    return bool(task.source and task.source.document and not workspace.documents.held([task.source.document]))


def labels(workspace: Workspace, *evidence: Sequence[Evidence]) -> dict[str, Found]:
    """What entries rest on, by reference."""
    return workspace.evidence.named(f"{one.kind}:{one.id}" for many in evidence for one in many)


def _targets(workspace: Workspace, task: Task) -> tuple[Recorded, ...]:
    """The targets a task serves: those it names, and those that its own words in the plan set."""
    said = task.source
    own = workspace.targets.within(said.document, said.start, said.end) if said and said.document else ()
    named = workspace.targets.decided(set(task.targets) - {one.held.subject for one in own}) if task.targets else {}
    return (*own, *(one for one in named.values() if one.held.state == "held"))


def _reach(day: date) -> date:
    """The last day of the week of a day: the update of a week that is running speaks to its end."""
    return date.fromordinal(day.toordinal() + 6 - day.weekday())
