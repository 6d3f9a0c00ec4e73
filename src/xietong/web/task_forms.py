"""What persons enter about tasks: confirmed, added, changed, reported, problems raised and settled, lists taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xietong.core import clock
from xietong.core.errors import ValuesError
from xietong.store.task_rows import Saved
from xietong.targets.tasks.fields import day as read_day
from xietong.targets.tasks.fields import matter_of, task_fields, task_of, update_of
from xietong.targets.tasks.listing import What, columns
from xietong.targets.tasks.refusal import refused
from xietong.web import addresses, task_shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.submission import TOKEN_BODY, Form, written
from xietong.web.tasks import form_page, task_page
from xietong.web.typed import typed
from xietong.workspace import Workspace
from xietong.workspace.task_lists import References, rows_of, take
from xietong.workspace.tasks import AsOf

router = APIRouter()


def references(workspace: Workspace) -> Callable[[str], str]:
    """Tasks by the beginning of an id or by their title."""
    return References(workspace.tasks.titles()).find


# -- confirming and adding --------------------------------------------------------------------------------------------


def _confirm(workspace: Workspace, document: str, form: FormData) -> Saved:
    chosen = [one for one in form.getlist("task") if isinstance(one, str)]
    if not chosen and written(form, "all") != "yes":
        raise refused("none_chosen")
    return workspace.tasks.confirm(document, chosen, written(form, "reason"))


@router.post(
    "/tasks/plans/{document}/confirm.json",
    response_model=task_shapes.Saved,
    responses=FAILURES,
    openapi_extra=TOKEN_BODY,
)
def confirm_json(workspace: Held, document: str, form: Form) -> task_shapes.Saved:
    """Confirm tasks of a plan: those of `task`, or all with all=yes."""
    return task_shapes.saved(_confirm(workspace, document, form))


@router.post("/tasks/plans/{document}/confirm", openapi_extra=TOKEN_BODY)
def confirm(workspace: Held, document: str, form: Form) -> RedirectResponse:
    """Confirm tasks of a plan: those of `task`, or all with all=yes."""
    _confirm(workspace, document, form)
    return RedirectResponse(addresses.plan_tasks(workspace.documents.get(document).id), 303)


def _add(workspace: Workspace, form: FormData) -> Saved:
    given = {name: value for name, value in typed(form).items() if name in columns("task")}
    return workspace.tasks.add([task_of(given, references(workspace))], written(form, "reason"))


@router.post("/tasks/new.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=TOKEN_BODY)
def add_json(workspace: Held, form: Form) -> task_shapes.Saved:
    """Enter a task; fields are those of the list of tasks."""
    return task_shapes.saved(_add(workspace, form))


@router.post("/tasks/new", openapi_extra=TOKEN_BODY)
def add(request: Request, workspace: Held, form: Form) -> Response:
    """Enter a task; fields are those of the list of tasks."""
    try:
        saved = _add(workspace, form)
    except ValuesError as fault:
        return form_page(request, workspace, typed(form), fault)
    return RedirectResponse(addresses.task(saved.ids[0]), 303)


# -- one task ---------------------------------------------------------------------------------------------------------


def _again(
    request: Request, workspace: Workspace, identity: str, form: FormData, work: Callable[[], Saved], which: str
) -> Response:
    """The task's page: as it is after, or with what was typed and why that was not taken."""
    try:
        saved = work()
    except ValuesError as fault:
        as_of = AsOf(clock.today())
        return task_page(request, workspace, identity, as_of, typed=typed(form), fault=fault, form=which)
    told = "&told=" + ",".join(dict.fromkeys(one.code for one in saved.issues)) if saved.issues else ""
    return RedirectResponse(f"{addresses.task(workspace.tasks.get(identity).id)}?done={which}{told}#{which}", 303)


def changed(form: FormData, what: What, now: Mapping[str, str]) -> tuple[dict[str, str], int | None]:
    """The fields that a form gives otherwise than they are now, and the number of the entry it was filled in from."""
    given = {
        name: value for name, value in typed(form).items()
        if name in columns(what) and value.replace("\r\n", "\n").strip() != now.get(name, "").strip()
    }  # fmt: skip
    number = written(form, "number")
    return given, int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _change(workspace: Workspace, identity: str, form: FormData) -> Saved:
    held = workspace.tasks.get(identity)
    given, seen = changed(form, "task", task_fields(held.task))
    to = task_of(given, references(workspace), held.task)
    return workspace.tasks.change(held.id, to, written(form, "reason"), seen)


@router.post(
    "/tasks/{identity}/change.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def change_json(workspace: Held, identity: str, form: Form) -> task_shapes.Saved:
    """Change a task; `reason` says why, `number` which entry it was seen as."""
    return task_shapes.saved(_change(workspace, identity, form))


@router.post("/tasks/{identity}/change", openapi_extra=TOKEN_BODY)
def change(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Change a task; `reason` says why, `number` which entry it was seen as."""
    return _again(request, workspace, identity, form, lambda: _change(workspace, identity, form), "change")


def _report(workspace: Workspace, identity: str, form: FormData) -> Saved:
    held = workspace.tasks.get(identity)
    return workspace.tasks.report([update_of({**typed(form), "task": held.id}, lambda one: one)])


@router.post(
    "/tasks/{identity}/updates.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def report_json(workspace: Held, identity: str, form: Form) -> task_shapes.Saved:
    """Report how a task stands: when, status, completion, invested, text, evidence, reached, correction, reason."""
    return task_shapes.saved(_report(workspace, identity, form))


@router.post("/tasks/{identity}/updates", openapi_extra=TOKEN_BODY)
def report(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Report how a task stands: when, status, completion, invested, text, evidence, reached, correction, reason."""
    return _again(request, workspace, identity, form, lambda: _report(workspace, identity, form), "report")


def _raise(workspace: Workspace, identity: str, form: FormData) -> Saved:
    held = workspace.tasks.get(identity)
    kind = "request" if written(form, "kind") == "request" else "problem"
    given = {
        "day": str(clock.today()),
        **{name: one for name, one in typed(form).items() if one.strip()},
        "task": held.id,
    }
    return workspace.agenda.put([matter_of("request" if kind == "request" else "problem", given, lambda one: one)])


@router.post(
    "/tasks/{identity}/matters.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def raise_json(workspace: Held, identity: str, form: Form) -> task_shapes.Saved:
    """Raise a problem or request: kind, title, day, asked, raised_by, blocking, text."""
    return task_shapes.saved(_raise(workspace, identity, form))


@router.post("/tasks/{identity}/matters", openapi_extra=TOKEN_BODY)
def raise_(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Raise a problem or request: kind, title, day, asked, raised_by, blocking, text."""
    return _again(request, workspace, identity, form, lambda: _raise(workspace, identity, form), "matters")


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
    """Settle a problem or request: day, resolution."""
    row = workspace.tasks.matter(identity)
    if not row.matter.task:
        _resolve(workspace, identity, form)
        return RedirectResponse(addresses.AGENDA, 303)
    return _again(request, workspace, row.matter.task, form, lambda: _resolve(workspace, identity, form), "matters")


# -- lists ------------------------------------------------------------------------------------------------------------


async def _taken(workspace: Workspace, form: FormData) -> dict[str, Any]:
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise refused("no_list")
    whats: dict[str, What] = {"task": "task", "update": "update", "project": "project"}
    what = whats.get(written(form, "what"), "task")
    taken = take(workspace, what, rows_of(await upload.read(), upload.filename, what), written(form, "reason"))
    return {"new": taken.new, "changed": taken.changed, "same": taken.same, "issues": task_shapes.issues(taken.issues)}


@router.post("/tasks/import.json", responses=FAILURES, openapi_extra=TOKEN_BODY)
async def import_json(workspace: Held, form: Form) -> dict[str, Any]:
    """Take a list of tasks, updates or projects (`what`) from CSV or Excel; one wrong row, and nothing is saved."""
    return await _taken(workspace, form)


@router.post("/tasks/import", openapi_extra=TOKEN_BODY)
async def import_(workspace: Held, form: Form) -> RedirectResponse:
    """Take a list of tasks, updates or projects (`what`) from CSV or Excel; one wrong row, and nothing is saved."""
    found = await _taken(workspace, form)
    to = addresses.PROJECTS if written(form, "what") == "project" else addresses.TASKS
    return RedirectResponse(f"{to}?taken={found['new']},{found['changed']},{found['same']}", 303)
