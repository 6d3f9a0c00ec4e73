"""Reports: the list, one that is frozen, its files, values that persons entered. The builder is in `report_builder.py`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import quote as percent

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core.errors import NotFoundError
from xietong.reports.compare import Change
from xietong.reports.files.page import body
from xietong.reports.model import Report
from xietong.web import report_shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form, written
from xietong.workspace import Workspace
from xietong.workspace.reports import FORMATS, Built, Format

router = APIRouter()
_TYPES = {
    "pdf": "application/pdf", "html": "text/html; charset=utf-8", "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


@router.get("/reports.json", response_model=report_shapes.ReportList, responses=FAILURES)
def all_json(workspace: Held, offset: Offset) -> report_shapes.ReportList:
    """Frozen reports, the latest first, and the templates there are."""
    page = workspace.reports.find(limit=SIZE, offset=offset)
    return report_shapes.ReportList(
        reports=[report_shapes.frozen(one) for one in page.items], total=page.total,
        templates=[report_shapes.template(one) for one in workspace.reports.templates()],
    )  # fmt: skip


@router.get("/reports", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held, offset: Offset) -> HTMLResponse:
    """Frozen reports, the latest first, and the templates there are."""
    page = workspace.reports.find(limit=SIZE, offset=offset)
    return show(request, "reports.html", page=page, templates=ordered(workspace, wanted(request)), title_of=title_of)


def ordered(workspace: Workspace, language: str) -> list[Any]:
    """Templates, those in the language of the person first."""
    return sorted(
        workspace.reports.templates(), key=lambda one: (not one.read or one.read.language != language, one.name)
    )


def title_of(one: Any) -> str:
    """The title of a template without its fields; its name where it cannot be read."""
    said = "".join(span.text for span in one.read.title if not span.call) if one.read else ""
    return said.replace("（）", "").rstrip(" ,：:") or one.name


# -- values that persons enter ---------------------------------------------------------------------------------------


@router.get("/reports/entered.json", response_model=list[report_shapes.EnteredValue], responses=FAILURES)
def entered_json(workspace: Held) -> list[report_shapes.EnteredValue]:
    """Every entry of a value ever made, the latest first."""
    return [report_shapes.entered(one) for one in workspace.reports.entered(history=True) if one.content]


@router.get("/reports/entered", response_class=HTMLResponse)
def entered(request: Request, workspace: Held) -> HTMLResponse:
    """Values that persons entered, with the form to enter one."""
    return show(request, "report_entered.html", **entered_parts(workspace))


def entered_parts(workspace: Workspace) -> dict[str, Any]:
    """What the page of entered values needs."""
    rows = [one for one in workspace.reports.entered(history=True) if one.content]
    holding = {one.number for one in workspace.reports.entered()}
    return {"rows": rows, "holding": holding, "reviewer": workspace.review.reviewer}


@router.post("/reports/entered", openapi_extra=TOKEN_BODY)
def enter(workspace: Held, form: Form) -> RedirectResponse:
    """Enter a value: name, value, unit, reason."""
    workspace.reports.enter(
        written(form, "name"), written(form, "value"), written(form, "unit"), written(form, "reason"),
        change=written(form, "change") == "yes",
    )  # fmt: skip
    return RedirectResponse("/reports/entered", 303)


# -- one report ------------------------------------------------------------------------------------------------------


@router.get("/reports/style.css", include_in_schema=False)
def style() -> Response:
    """How a report looks on a page."""
    return Response(
        files("xietong.reports.files").joinpath("report.css").read_bytes(), media_type="text/css; charset=utf-8"
    )


Against = Annotated[str, Query(description="id of the report to compare with; the one before where empty")]


@router.get("/reports/{identity}.json", response_model=report_shapes.ReportWhole, responses=FAILURES)
def one_json(workspace: Held, identity: str, against: Against = "") -> report_shapes.ReportWhole:
    """A frozen report with what changed since the one before."""
    built = workspace.reports.get(identity)
    before, changes = _compared(workspace, built, against)
    return report_shapes.ReportWhole(
        frozen=report_shapes.frozen(built), report=json.loads(workspace.reports.file(built.id, "json")),
        before=before.id if before else None,
        changes=None if changes is None else [report_shapes.changed(one) for one in changes],
    )  # fmt: skip


@router.get("/reports/{identity}", response_class=HTMLResponse)
def one(request: Request, workspace: Held, identity: str, against: Against = "") -> HTMLResponse:
    """A frozen report as a page, its files, and what changed since the one before."""
    built = workspace.reports.get(identity)
    before, changes = _compared(workspace, built, against)
    others = [each for each in workspace.reports.find(built.template, SIZE).items if each.id != built.id]
    shown = Markup(_body(workspace.reports.of_hash, built.hash))
    return show(
        request,
        "report.html",
        built=built,
        shown=shown,
        before=before,
        changes=changes,
        others=others,
        formats=FORMATS[:3],
    )


@lru_cache(maxsize=16)
def _body(of_hash: Callable[[str], Report], digest: str) -> str:
    """The HTML of a frozen report, which never changes."""
    return body(of_hash(digest))


def _compared(workspace: Workspace, built: Built, against: str) -> tuple[Built | None, tuple[Change, ...] | None]:
    before = (
        workspace.reports.get(against) if against else workspace.reports.last(built.template, built.day, built.language)
    )
    if before is None:
        return None, None
    return before, workspace.reports.compare(before.id, built.id)


@router.get("/reports/{identity}/file.{kind}", responses=FAILURES)
def file(workspace: Held, identity: str, kind: str) -> Response:
    """A file of a frozen report: pdf, docx, html or json, the bytes it was frozen with."""
    if kind not in FORMATS:
        raise NotFoundError(kind)
    chosen: Format = kind
    built = workspace.reports.get(identity)
    name = percent(f"{built.title} {built.day}.{kind}", safe="")
    return Response(
        workspace.reports.file(built.id, chosen),
        media_type=_TYPES[kind],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"},
    )
