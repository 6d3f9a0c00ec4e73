"""Projects: the funnel by origin and host, the list, one project with its history."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core import clock
from xietong.core.errors import ValuesError
from xietong.observations import places
from xietong.store.rows import Page
from xietong.store.task_rows import ProjectRow, Saved
from xietong.targets.tasks.fields import project_fields, project_of
from xietong.targets.tasks.funnel import Flow
from xietong.targets.tasks.listing import columns
from xietong.targets.tasks.project import STAGES
from xietong.web import addresses, task_shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form, written
from xietong.web.task_forms import changed, references
from xietong.web.tasks import AtDay, When
from xietong.web.typed import BLANK, Typed, typed
from xietong.workspace import Workspace

router = APIRouter()


def _asked(
    workspace: Workspace, at: When, origin: str, host: str, offset: int
) -> tuple[Flow, tuple[Flow, ...], Page[ProjectRow]]:
    whole, flows = workspace.projects.funnel(at.as_of)
    first, second = (places.key(one.strip()) if one.strip() else "" for one in (origin, host))
    return whole, flows, workspace.projects.find(first, second, known=at.as_of.known, limit=SIZE, offset=offset)


@router.get("/projects.json", response_model=task_shapes.Funnel, responses=FAILURES)
def all_json(workspace: Held, at: AtDay, offset: Offset, origin: str = "", host: str = "") -> task_shapes.Funnel:
    """How many projects came to each stage, by origin and host; and the projects, the last signed first."""
    whole, flows, page = _asked(workspace, at, origin, host, offset)
    return task_shapes.Funnel(
        day=str(at.as_of.day), whole=task_shapes.way(whole), flows=[task_shapes.way(one) for one in flows],
        items=[task_shapes.project(one, at.as_of.day) for one in page.items], total=page.total, limit=page.limit,
        offset=page.offset,
    )  # fmt: skip


@router.get("/projects", response_class=HTMLResponse)
def all_html(
    request: Request, workspace: Held, at: AtDay, offset: Offset, origin: str = "", host: str = ""
) -> HTMLResponse:
    """How many projects came to each stage, by origin and host; and the projects, the last signed first."""
    return _page(request, workspace, at, offset, origin, host)


def _page(
    request: Request, workspace: Workspace, at: When, offset: int = 0, origin: str = "", host: str = "",
    given: dict[str, str] | None = None, fault: ValuesError | None = None,
) -> HTMLResponse:  # fmt: skip
    whole, flows, page = _asked(workspace, at, origin, host, offset)
    return show(
        request, "projects.html", 422 if fault else 200, whole=whole, flows=flows, page=page, at=at, stages=STAGES,
        typed=Typed(given), blank=BLANK, fault=fault, origin=origin.strip(), host=host.strip(), person=workspace.review.reviewer,
    )  # fmt: skip


def _add(workspace: Workspace, form: FormData) -> Saved:
    given = {name: value for name, value in typed(form).items() if name in columns("project")}
    return workspace.projects.add([project_of(given, references(workspace))], written(form, "reason"))


@router.post("/projects.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=TOKEN_BODY)
def add_json(workspace: Held, form: Form) -> task_shapes.Saved:
    """Enter a project; fields are those of the list of projects."""
    return task_shapes.saved(_add(workspace, form))


@router.post("/projects", openapi_extra=TOKEN_BODY)
def add(request: Request, workspace: Held, form: Form) -> Response:
    """Enter a project; fields are those of the list of projects."""
    try:
        saved = _add(workspace, form)
    except ValuesError as fault:
        return _page(request, workspace, When("", ""), given=typed(form), fault=fault)
    return RedirectResponse(addresses.project(saved.ids[0]), 303)


@router.get("/projects/{identity}.json", response_model=task_shapes.FullProject, responses=FAILURES)
def one_json(workspace: Held, identity: str, at: AtDay) -> task_shapes.FullProject:
    """A project with every entry about it."""
    row = workspace.projects.get(identity, at.as_of.known)
    return task_shapes.FullProject(
        project=task_shapes.project(row, at.as_of.day),
        history=[task_shapes.entry(one) for one in workspace.projects.history(row.id)],
    )


@router.get("/projects/{identity}", response_class=HTMLResponse)
def one(request: Request, workspace: Held, identity: str, at: AtDay) -> HTMLResponse:
    """A project: its stages with their days, its money, who changed what when."""
    return _one(request, workspace, identity, at)


def _one(
    request: Request, workspace: Workspace, identity: str, at: When, given: dict[str, str] | None = None,
    fault: ValuesError | None = None,
) -> HTMLResponse:  # fmt: skip
    row = workspace.projects.get(identity, at.as_of.known)
    return show(
        request, "project.html", 422 if fault else 200, row=row, one=row.project, at=at, stages=STAGES,
        fields=Typed({**project_fields(row.project), **(given or {})}), fault=fault, typed=Typed(given), blank=BLANK, day=at.as_of.day,
        history=workspace.projects.history(row.id), tasks=workspace.tasks.many(row.project.tasks),
        person=workspace.review.reviewer, today=clock.today(),
    )  # fmt: skip


def _change(workspace: Workspace, identity: str, form: FormData) -> Saved:
    held = workspace.projects.get(identity)
    given, seen = changed(form, "project", project_fields(held.project))
    to = project_of(given, references(workspace), held.project)
    return workspace.projects.change(held.id, to, written(form, "reason"), seen)


@router.post(
    "/projects/{identity}/change.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def change_json(workspace: Held, identity: str, form: Form) -> task_shapes.Saved:
    """Change a project; `reason` says why, `number` which entry it was seen as."""
    return task_shapes.saved(_change(workspace, identity, form))


@router.post("/projects/{identity}/change", openapi_extra=TOKEN_BODY)
def change(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Change a project; `reason` says why, `number` which entry it was seen as."""
    try:
        _change(workspace, identity, form)
    except ValuesError as fault:
        return _one(request, workspace, identity, When("", ""), typed(form), fault)
    return RedirectResponse(addresses.project(workspace.projects.get(identity).id), 303)
