"""What persons enter about tasks: confirmed, added, changed, reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xietong.core import clock
from xietong.core.errors import ValuesError
from xietong.core.record import Record
from xietong.store.task_rows import Saved
from xietong.targets.tasks.entries import of_record
from xietong.targets.tasks.fields import task_fields, task_of, update_of
from xietong.targets.tasks.listing import What, columns
from xietong.targets.tasks.model import Task
from xietong.targets.tasks.refusal import refused
from xietong.web import addresses, task_shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.picker import seeking
from xietong.web.remarks import keep
from xietong.web.submission import TOKEN_BODY, Form, typed, written
from xietong.web.tasks import When, form_page, plan_page, task_page
from xietong.workspace import Workspace
from xietong.workspace.task_lists import References
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
def confirm(request: Request, workspace: Held, document: str, form: Form) -> Response:
    """Confirm tasks of a plan: those of `task`, or all with all=yes."""
    try:
        keep(request, _confirm(workspace, document, form).issues)
    except ValuesError as fault:
        return plan_page(request, workspace, document, When(), typed=typed(form), fault=fault)
    return RedirectResponse(addresses.plan_tasks(workspace.tasks.plan(document).document), 303)


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
    keep(request, saved.issues)
    return RedirectResponse(addresses.task(saved.ids[0]), 303)


# -- one task ---------------------------------------------------------------------------------------------------------


def again(
    request: Request, workspace: Workspace, identity: str, form: FormData, work: Callable[[], Saved], which: str,
    shown: Callable[[FormData], dict[str, str]] = typed,
) -> Response:  # fmt: skip
    """The task's page: as it is after, or with what was typed and what was found, or why it was not taken."""
    if seeking(form):
        return task_page(request, workspace, identity, AsOf(clock.today()), typed=typed(form), form=which)
    try:
        saved = work()
    except ValuesError as fault:
        as_of = AsOf(clock.today())
        return task_page(request, workspace, identity, as_of, typed=shown(form), fault=fault, form=which)
    keep(request, saved.issues)
    return RedirectResponse(f"{addresses.task(workspace.tasks.get(identity).id)}?done={which}#{which}", 303)


def changed(form: FormData, what: What, now: Mapping[str, str]) -> tuple[dict[str, str], int | None]:
    """The fields that a form gives otherwise than they are now, and the number of the entry it was filled in from."""
    given = {
        name: value for name, value in typed(form).items()
        if name in columns(what) and value.replace("\r\n", "\n").strip() != now.get(name, "").strip()
    }  # fmt: skip
    return given, _seen(form)


def _seen(form: FormData) -> int | None:
    number = written(form, "number")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def retyped(
    form: FormData, what: What, history: Iterable[Record], fields_of: Callable[[Record], Mapping[str, str]]
) -> dict[str, str]:
    """What was typed, to be shown again. Where another person changed the thing meanwhile, fields that this one left as they
    were are as they are now, so that saving again undoes nothing."""
    entries = [one for one in history if one.kind == what and one.content is not None]
    before = next((fields_of(one) for one in entries if one.number == _seen(form)), None)
    given = typed(form)
    if before is None:
        return given
    now = fields_of(entries[0])
    left = {
        name for name, value in given.items()
        if name in before and value.replace("\r\n", "\n").strip() == before[name].strip()
    }  # fmt: skip
    return {name: now[name] if name in left else value for name, value in given.items()}


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

    def shown(given: FormData) -> dict[str, str]:
        history = workspace.tasks.history(workspace.tasks.get(identity).id)
        return retyped(given, "task", history, lambda one: task_fields(of_record(Task, one)))

    return again(request, workspace, identity, form, lambda: _change(workspace, identity, form), "change", shown)


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
    return again(request, workspace, identity, form, lambda: _report(workspace, identity, form), "report")
