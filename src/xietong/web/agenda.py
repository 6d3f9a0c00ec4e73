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
from xietong.targets.tasks.fields import meeting_of, task_of
from xietong.web import addresses, task_shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.picker import picker
from xietong.web.remarks import keep
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form, body_of, typed, written
from xietong.web.task_forms import references
from xietong.web.tasks import labels
from xietong.web.typed import BLANK, Typed
from xietong.workspace import Workspace
from xietong.workspace.agenda import Conclusion

router = APIRouter()
_CALL = body_of(
    title="what the meeting is called", day="YYYY-MM-DD", bodies="who takes part, by 、", place="where",
    item="id of the first matter of a gathered point; repeated", points="further points, one a line",
    picked="yes: no gathered point where none is given",
)  # fmt: skip
_MEETINGS = 50
_MOST = 100  # points, and matters under way, on one page


@router.get("/agenda.json", response_model=task_shapes.Agenda, responses=FAILURES)
def agenda_json(workspace: Held) -> task_shapes.Agenda:
    """What is open, the points of the next agenda, and the meetings."""
    matters = workspace.tasks.matters(is_open=True, limit=None).items
    return task_shapes.Agenda(
        open=[task_shapes.matter(one) for one in matters],
        items=[content(one) for one in gather({one.id: one.matter for one in matters})],
        meetings=[{"id": one.id, **content(one.meeting)} for one in workspace.tasks.meetings(limit=_MEETINGS).items],
    )


@router.get("/agenda", response_class=HTMLResponse)
def agenda(request: Request, workspace: Held) -> HTMLResponse:
    """What is open, the points of the next agenda, and the meetings."""
    return agenda_page(request, workspace)


def agenda_page(
    request: Request, workspace: Workspace, typed: dict[str, str] | None = None, fault: ValuesError | None = None,
    form: str = "call",
) -> HTMLResponse:  # fmt: skip
    """The page with what was typed into one of its forms (`call`, `matters`, or the id of a matter), and why that was not
    taken."""
    matters = {one.id: one for one in workspace.tasks.matters(is_open=True, limit=None).items}
    items = gather({key: one.matter for key, one in matters.items()})
    return show(
        request, "agenda.html", 422 if fault else 200, matters=matters, items=items[:_MOST], more=len(items[_MOST:]),
        typed=Typed(typed), blank=BLANK, fault=fault, form=form, today=clock.today(),
        pick=picker(workspace, typed=typed if form == "matters" else None),
        labels=labels(workspace, *(one.matter.evidence for one in matters.values())),
        meetings=workspace.tasks.meetings(limit=_MEETINGS).items, person=workspace.review.reviewer,
    )  # fmt: skip


def _call(workspace: Workspace, form: FormData) -> Saved:
    items = workspace.agenda.gather()
    chosen = {one for one in form.getlist("item") if isinstance(one, str)}
    every = not (chosen or written(form, "points").strip() or written(form, "picked"))
    kept = tuple(one for one in items if every or one.matters[0] in chosen)
    return workspace.agenda.plan(meeting_of(typed(form), kept))


@router.post("/agenda.json", response_model=task_shapes.Saved, responses=FAILURES, openapi_extra=_CALL)
def call_json(workspace: Held, form: Form) -> task_shapes.Saved:
    """Call a meeting: title, day, bodies, place; with the points of `item` (ids of matters) and of `points` (one a line), or all that
    are waiting."""
    return task_shapes.saved(_call(workspace, form))


@router.post("/agenda", openapi_extra=_CALL)
def call(request: Request, workspace: Held, form: Form) -> Response:
    """Call a meeting: title, day, bodies, place; with the points of `item` (ids of matters) and of `points` (one a line), or all that
    are waiting."""
    try:
        saved = _call(workspace, form)
    except ValuesError as fault:
        return agenda_page(request, workspace, typed(form), fault)
    keep(request, saved.issues)
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
        tasks=shown.tasks, labels=labels(workspace, *(one.matter.evidence for one in shown.matters.values())),
        typed=Typed(given), blank=BLANK, fault=fault, person=workspace.review.reviewer, today=clock.today(),
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
    keep(request, saved.issues)
    return RedirectResponse(f"{addresses.meeting(saved.ids[0])}#item-{written(form, 'item')}", 303)
