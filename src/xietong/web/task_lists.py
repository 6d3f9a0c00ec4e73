"""Lists that an office keeps in Excel or CSV, handed in on the board."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xietong.core.errors import DocumentError, ValuesError
from xietong.targets.tasks.listing import What
from xietong.targets.tasks.refusal import refused
from xietong.web import addresses, task_shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.remarks import keep
from xietong.web.submission import TOKEN_BODY, Form, typed, written
from xietong.web.tasks import When, board_page
from xietong.workspace import Workspace
from xietong.workspace.task_lists import Taken, rows_of, take

router = APIRouter()


def _taken(workspace: Workspace, form: FormData) -> Taken:
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise refused("no_list")
    whats: dict[str, What] = {"task": "task", "update": "update", "project": "project"}
    what = whats.get(written(form, "what"), "task")
    # handlers run in a thread of their own, where the file under the upload is read without waiting for the loop
    return take(workspace, what, rows_of(upload.file.read(), upload.filename, what), written(form, "reason"))


@router.post("/tasks/import.json", response_model=task_shapes.Taken, responses=FAILURES, openapi_extra=TOKEN_BODY)
def import_json(workspace: Held, form: Form) -> task_shapes.Taken:
    """Take a list of tasks, updates or projects (`what`) from CSV or Excel; one wrong row, and nothing is saved."""
    taken = _taken(workspace, form)
    return task_shapes.Taken(
        new=taken.new, changed=taken.changed, same=taken.same, issues=task_shapes.issues(taken.issues)
    )


@router.post("/tasks/import", openapi_extra=TOKEN_BODY)
def import_(request: Request, workspace: Held, form: Form) -> Response:
    """Take a list of tasks, updates or projects (`what`) from CSV or Excel; one wrong row, and nothing is saved."""
    try:
        taken = _taken(workspace, form)
    except (ValuesError, DocumentError) as fault:
        return board_page(request, workspace, When(), typed=typed(form), fault=fault)
    keep(request, taken.issues)
    to = addresses.PROJECTS if written(form, "what") == "project" else addresses.TASKS
    return RedirectResponse(f"{to}?taken={taken.new},{taken.changed},{taken.same}", 303)
