"""Open problems and requests, the next agenda, the meetings and what they concluded."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core import clock
from xietong.core.content import content
from xietong.core.errors import ValuesError
from xietong.store.task_rows import Saved
from xietong.targets.tasks.agenda import gather
from xietong.targets.tasks.fields import body_names, task_of
from xietong.targets.tasks.fields import day as read_day
from xietong.targets.tasks.matters import Meeting
from xietong.targets.tasks.refusal import refused
from xietong.web import addresses, task_shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form, written
from xietong.web.task_forms import references
from xietong.web.typed import BLANK, Typed, typed
from xietong.workspace import Workspace
from xietong.workspace.agenda import Conclusion

router = APIRouter()
_MEETINGS = 50
_MOST = 100  # points, and matters under way, on one page


@router.get("/agenda.json", response_model=task_shapes.Agenda, responses=FAILURES)
def agenda_json(workspace: Held) -> task_shapes.Agenda:
    """What is open, the points of the next agenda, and the meetings."""
    return task_shapes.Agenda(
        open=[task_shapes.matter(one) for one in workspace.tasks.matters(is_open=True, limit=None).items],
        items=[content(one) for one in workspace.agenda.gather()],
        meetings=[{"id": one.id, **content(one.meeting)} for one in workspace.tasks.meetings(limit=_MEETINGS).items],
    )


@router.get("/agenda", response_class=HTMLResponse)
def agenda(request: Request, workspace: Held) -> HTMLResponse:
    """What is open, the points of the next agenda, and the meetings."""
    return _page(request, workspace)


def _page(
    request: Request, workspace: Workspace, given: dict[str, str] | None = None, fault: ValuesError | None = None
) -> HTMLResponse:
    matters = {one.id: one for one in workspace.tasks.matters(is_open=True, limit=None).items}
    items = gather({key: one.matter for key, one in matters.items()})
    return show(
        request, "agenda.html", 422 if fault else 200, matters=matters, items=items[:_MOST], more=len(items[_MOST:]), typed=Typed(given), blank=BLANK,
        fault=fault, meetings=workspace.tasks.meetings(limit=_MEETINGS).items, person=workspace.review.reviewer,
    )  # fmt: skip


def _call(workspace: Workspace, form: FormData) -> Saved:
    on = read_day(written(form, "day"))
    if on is None:
        raise refused("no_when")
    items = workspace.agenda.gather()
    chosen = {one for one in form.getlist("item") if isinstance(one, str)}
    kept = tuple(one for one in items if not chosen or one.matters[0] in chosen)
    meeting = Meeting(
        " ".join(written(form, "title").split()),
        on,
        body_names(written(form, "bodies")),
        written(form, "place").strip(),
        kept,
    )
    return workspace.agenda.plan(meeting)


@router.post("/agenda.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=TOKEN_BODY)
def call_json(workspace: Held, form: Form) -> task_shapes.Saved:
    """Call a meeting: title, day, bodies, place; with the points of `item` (ids of matters), or all that are waiting."""
    return task_shapes.saved(_call(workspace, form))


@router.post("/agenda", openapi_extra=TOKEN_BODY)
def call(request: Request, workspace: Held, form: Form) -> Response:
    """Call a meeting: title, day, bodies, place; with the points of `item` (ids of matters), or all that are waiting."""
    try:
        saved = _call(workspace, form)
    except ValuesError as fault:
        return _page(request, workspace, typed(form), fault)
    return RedirectResponse(addresses.meeting(saved.ids[0]), 303)


@router.get("/agenda/{identity}.json", response_model=task_shapes.Meeting, responses=FAILURES)
def meeting_json(workspace: Held, identity: str) -> task_shapes.Meeting:
    """A meeting with its points, what they are about, what was concluded, and the tasks that came of it."""
    return task_shapes.meeting(workspace.agenda.get(identity))


@router.get("/agenda/{identity}", response_class=HTMLResponse)
def meeting(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """A meeting with its points, what they are about, what was concluded, and the tasks that came of it."""
    return _meeting(request, workspace, identity)


def _meeting(
    request: Request, workspace: Workspace, identity: str, given: dict[str, str] | None = None,
    fault: ValuesError | None = None,
) -> HTMLResponse:  # fmt: skip
    shown = workspace.agenda.get(identity)
    return show(
        request, "meeting.html", 422 if fault else 200, row=shown.row, one=shown.row.meeting, matters=shown.matters,
        tasks=shown.tasks, typed=Typed(given), blank=BLANK, fault=fault, person=workspace.review.reviewer, today=clock.today(),
    )  # fmt: skip


def _conclude(workspace: Workspace, identity: str, form: FormData) -> Saved:
    item = written(form, "item")
    number = int(item) if item.isascii() and item.isdigit() and len(item) < 5 else 0
    given = {
        name: value for name, value in typed(form).items() if name in ("title", "lead", "supporting", "due", "parent")
    }
    made = (task_of(given, references(workspace)),) if given.get("title", "").strip() else ()
    return workspace.agenda.conclude(identity, [Conclusion(number, written(form, "conclusion"), made)])


@router.post(
    "/agenda/{identity}/conclude.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=TOKEN_BODY
)
def conclude_json(workspace: Held, identity: str, form: Form) -> task_shapes.Saved:
    """Keep what was concluded on a point (`item`, `conclusion`); with a title it becomes a task (lead, supporting, due)."""
    return task_shapes.saved(_conclude(workspace, identity, form))


@router.post("/agenda/{identity}/conclude", openapi_extra=TOKEN_BODY)
def conclude(request: Request, workspace: Held, identity: str, form: Form) -> Response:
    """Keep what was concluded on a point (`item`, `conclusion`); with a title it becomes a task (lead, supporting, due)."""
    try:
        saved = _conclude(workspace, identity, form)
    except ValuesError as fault:
        return _meeting(request, workspace, identity, typed(form), fault)
    return RedirectResponse(f"{addresses.meeting(saved.ids[0])}#item-{written(form, 'item')}", 303)
