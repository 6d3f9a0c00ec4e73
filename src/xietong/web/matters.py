"""What stands in the way: problems and requests raised, of a task or of none, and settled."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xietong.core import clock
from xietong.core.errors import ValuesError
from xietong.store.task_rows import Saved
from xietong.targets.tasks.fields import day as read_day
from xietong.targets.tasks.fields import matter_of
from xietong.web import addresses, task_shapes
from xietong.web.agenda import agenda_page
from xietong.web.asked import FAILURES, Held
from xietong.web.picker import seeking
from xietong.web.remarks import keep
from xietong.web.submission import TOKEN_BODY, Form, body_of, typed, written
from xietong.web.task_forms import again, references
from xietong.workspace import Workspace

router = APIRouter()
_RAISE = body_of(
    kind="problem or request", title="what it is", day="YYYY-MM-DD; today", asked="bodies that shall act, by 、",
    raised_by="body that raises it", blocking="yes: the task cannot go on", text="note", evidence="document:id, statement:id",
    task="id or title of the task; of no task where empty",
)  # fmt: skip


def _raise(workspace: Workspace, form: FormData, task: str = "") -> Saved:
    given = {
        "day": str(clock.today()),
        **{name: one for name, one in typed(form).items() if one.strip()},
        **({"task": workspace.tasks.get(task).id} if task else {}),
    }
    find = references(workspace)
    kind = "request" if written(form, "kind") == "request" else "problem"
    matter = matter_of("request" if kind == "request" else "problem", given, (lambda one: one) if task else find)
    return workspace.agenda.put([matter])


@router.post(
    "/tasks/{identity}/matters.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=_RAISE
)
def raise_json(workspace: Held, identity: str, form: Form) -> task_shapes.Saved:
    """Raise a problem or request of a task."""
    return task_shapes.saved(_raise(workspace, form, identity))


@router.post("/tasks/{identity}/matters", openapi_extra=_RAISE)
def raise_(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Raise a problem or request of a task."""
    return again(request, workspace, identity, form, lambda: _raise(workspace, form, identity), "matters")


@router.post("/agenda/matters.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=_RAISE)
def raise_for_agenda_json(workspace: Held, form: Form) -> task_shapes.Saved:
    """Raise a problem or request for the agenda, of a task or of none."""
    return task_shapes.saved(_raise(workspace, form))


@router.post("/agenda/matters", openapi_extra=_RAISE)
def raise_for_agenda(request: Request, workspace: Held, form: Form) -> Response:
    """Raise a problem or request for the agenda, of a task or of none."""
    return _on_agenda(request, workspace, form, "matters")


def _on_agenda(
    request: Request, workspace: Workspace, form: FormData, which: str, matter: str = ""
) -> Response:  # fmt: skip
    """The agenda: as it is after, or with what was typed and why that was not taken."""
    if seeking(form):
        return agenda_page(request, workspace, typed=typed(form), form=which)
    try:
        saved = _resolve(workspace, matter, form) if matter else _raise(workspace, form)
    except ValuesError as fault:
        return agenda_page(request, workspace, typed=typed(form), fault=fault, form=which)
    keep(request, saved.issues)
    return RedirectResponse(addresses.AGENDA, 303)


def _resolve(workspace: Workspace, identity: str, form: FormData) -> Saved:
    on = read_day(written(form, "day")) or clock.today()
    return workspace.agenda.resolve(identity, on, written(form, "resolution").strip())


@router.post(
    "/tasks/matters/{identity}/resolve.json",
    response_model=task_shapes.Saved,
    responses=FAILURES,
    openapi_extra=TOKEN_BODY,
)
def resolve_json(workspace: Held, identity: str, form: Form) -> task_shapes.Saved:
    """Settle a problem or request: day, resolution."""
    return task_shapes.saved(_resolve(workspace, identity, form))


@router.post("/tasks/matters/{identity}/resolve", openapi_extra=TOKEN_BODY)
def resolve(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Settle a problem or request: day, resolution; and go back to its task, or to the agenda (to=agenda)."""
    row = workspace.tasks.matter(identity)
    if not row.matter.task or written(form, "to") == "agenda":
        return _on_agenda(request, workspace, form, row.id, row.id)
    return again(
        request, workspace, row.matter.task, form, lambda: _resolve(workspace, identity, form), f"resolve-{row.id}"
    )
