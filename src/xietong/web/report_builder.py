"""The builder of reports: a template as text, what its figures are bound to, and the report as it would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from xietong.core.errors import NotFoundError, ValuesError
from xietong.data import table
from xietong.reports.cut import keeping, parts
from xietong.reports.fields import fields
from xietong.reports.files.page import body
from xietong.reports.model import Report
from xietong.reports.troubles import FaultyReportError, Trouble
from xietong.web import addresses, report_shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.language import wanted, words
from xietong.web.problems import ProblemError, wants_json
from xietong.web.render import show
from xietong.web.reports import ordered, title_of
from xietong.web.submission import Form, written
from xietong.web.tokens import FIELD
from xietong.workspace import Workspace
from xietong.workspace.reports import today

router = APIRouter()
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "template": {"type": "string", "description": "name of the template"},
                        "text": {"type": "string", "description": "its text"},
                        "date": {"type": "string", "description": "day of the report, YYYY-MM-DD; today where empty"},
                        "language": {"type": "string", "description": "zh or en; that of the template where empty"},
                        FIELD: {"type": "string"},
                    },
                }
            }
        },
    }
}


Untaken = ProblemError | ValuesError | NotFoundError
"""Why a name, a day or a template was not taken."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the builder holds: a template's name and text, day and language of the report."""

    name: str
    text: str
    day: str
    language: str

    @property
    def date(self) -> date:
        """The day; ProblemError where it is none."""
        try:
            return date.fromisoformat(self.day) if self.day else today()
        except ValueError:
            raise ProblemError("bad_date", date=self.day) from None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report as it would be, with what keeps it from being built; no report where the template cannot be read."""

    report: Report | None
    troubles: tuple[Trouble, ...]

    @property
    def html(self) -> str:
        """The report, every text in it escaped; empty where there is none."""
        return body(self.report) if self.report else ""


def _sheet(form: FormData) -> Sheet:
    text = written(form, "text").replace("\r\n", "\n")
    return Sheet(
        written(form, "template").strip(), text, written(form, "date").strip(), written(form, "language").strip()
    )


def _outcome(workspace: Workspace, sheet: Sheet) -> Outcome:
    try:
        report, troubles = workspace.reports.preview(sheet.text, sheet.name, sheet.date, sheet.language)
    except FaultyReportError as error:
        return Outcome(None, error.troubles)
    return Outcome(report, troubles)


def _page(
    request: Request, workspace: Workspace, sheet: Sheet, outcome: Outcome | None, status: int = 200, fault: Untaken | None = None
) -> HTMLResponse:  # fmt: skip
    language = wanted(request)
    known = table("reports.toml")["argument"]
    return show(
        request, "report_builder.html", status, sheet=sheet, templates=ordered(workspace, language), title_of=title_of,
        parts=parts(sheet.text), fields=list(fields().values()), arguments=known, **_shown(outcome),
        fault=_sentence(fault, language) if fault else "",
    )  # fmt: skip


def _sentence(fault: Untaken, language: str) -> str:
    if not isinstance(fault, ProblemError):
        return fault.sentence(language)
    told = fault.fault(words(language))
    return f"{told.message}{told.advice}" if language == "zh" else f"{told.message} {told.advice}"


def _back(request: Request, workspace: Workspace, sheet: Sheet, fault: Untaken, status: int = 422) -> HTMLResponse:
    """The builder with what was typed and why that was not taken; programs and the script get the fault itself."""
    if wants_json(request) or "x-fragment" in request.headers:
        raise fault
    return _page(request, workspace, sheet, None, status, fault)


def _shown(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {"troubles": (), "preview": "", "ready": False}
    # every text in it is escaped where it is made
    return {"troubles": outcome.troubles, "preview": Markup(outcome.html), "ready": not outcome.troubles}


@router.get("/reports/builder.json", response_model=report_shapes.ReportPreview, responses=FAILURES)
def builder_json(
    workspace: Held,
    template: Annotated[str, Query(description="name of a template")] = "monthly-zh",
    day: Annotated[str, Query(alias="date", description="day of the report, YYYY-MM-DD; today where empty")] = "",
    language: Annotated[str, Query(description="zh or en; that of the template where empty")] = "",
) -> report_shapes.ReportPreview:
    """A template of the workspace as the report it would make; nothing is kept."""
    sheet = Sheet(template, workspace.reports.template(template).text, day.strip(), language)
    return _preview(_outcome(workspace, sheet))


def _preview(outcome: Outcome) -> report_shapes.ReportPreview:
    return report_shapes.ReportPreview(
        ready=not outcome.troubles, faults=[report_shapes.fault(one) for one in outcome.troubles],
        report=outcome.report.record() if outcome.report else None, html=outcome.html,
    )  # fmt: skip


@router.get("/reports/builder", response_class=HTMLResponse)
def builder(
    request: Request,
    workspace: Held,
    template: Annotated[str, Query(description="name of a template")] = "",
    day: Annotated[str, Query(alias="date", description="day of the report, YYYY-MM-DD; today where empty")] = "",
    language: Annotated[str, Query(description="zh or en; that of the template where empty")] = "",
) -> HTMLResponse:
    """A template as text; the report it makes is composed when it is asked for, by the script at once."""
    name = template or ordered(workspace, wanted(request))[0].name
    on = day.strip() or today().isoformat()
    try:
        text = workspace.reports.template(name).text
    except NotFoundError as fault:
        return _back(request, workspace, Sheet(name, "", on, language), fault, 404)
    return _page(request, workspace, Sheet(name, text, on, language), None)


@router.post(
    "/reports/preview.json", response_model=report_shapes.ReportPreview, responses=FAILURES, openapi_extra=_FORM
)
def preview_json(workspace: Held, form: Form) -> report_shapes.ReportPreview:
    """The report that a text would make, and every figure in it that is bound to nothing; nothing is kept."""
    return _preview(_outcome(workspace, _sheet(form)))


@router.post("/reports/preview", response_class=HTMLResponse, responses=FAILURES, openapi_extra=_FORM)
def preview(request: Request, workspace: Held, form: Form) -> HTMLResponse:
    """The same as a page, or as the part of it that changes; `part` fields say which sections are to stay."""
    sheet = _sheet(form)
    if written(form, "cut"):
        kept = {int(str(one)) for one in form.getlist("part") if str(one).isdigit()}
        sheet = Sheet(sheet.name, keeping(sheet.text, kept), sheet.day, sheet.language)
    try:
        outcome = _outcome(workspace, sheet)
    except (ProblemError, ValuesError, NotFoundError) as fault:
        return _back(request, workspace, sheet, fault)
    if "x-fragment" in request.headers:
        return show(request, "_report_preview.html", **_shown(outcome))
    return _page(request, workspace, sheet, outcome)


@router.post("/reports/templates", response_model=None, openapi_extra=_FORM)
def save(request: Request, workspace: Held, form: Form) -> Response:
    """Keep the text of a template under its name."""
    sheet = _sheet(form)
    try:
        workspace.reports.write_template(sheet.name, sheet.text)
    except FaultyReportError as error:
        return _page(request, workspace, sheet, Outcome(None, error.troubles), 422)
    except ValuesError as fault:
        return _back(request, workspace, sheet, fault)
    return RedirectResponse(addresses.report_builder(sheet.name), 303)


@router.post("/reports/build", response_model=None, openapi_extra=_FORM)
def build(request: Request, workspace: Held, form: Form) -> Response:
    """Build and freeze a report; the text is kept as the template first where it was changed. Nothing is kept where a
    figure is bound to nothing."""
    sheet = _sheet(form)
    try:
        built = _build(workspace, sheet)
    except FaultyReportError as error:
        outcome = _outcome(workspace, sheet)
        return _page(request, workspace, sheet, Outcome(outcome.report, error.troubles), 422)
    except (ProblemError, ValuesError, NotFoundError) as fault:
        return _back(request, workspace, sheet, fault)
    return RedirectResponse(addresses.report(built), 303)


def _build(workspace: Workspace, sheet: Sheet) -> str:
    known = {one.name: one.text for one in workspace.reports.templates()}
    if not sheet.text:
        workspace.reports.template(sheet.name)
    if sheet.text and known.get(sheet.name) != sheet.text:
        _, troubles = workspace.reports.preview(sheet.text, sheet.name, sheet.date, sheet.language)
        if troubles:
            raise FaultyReportError(troubles)
        workspace.reports.fonts()
        workspace.reports.write_template(sheet.name, sheet.text)
    return workspace.reports.build(sheet.name, sheet.date, sheet.language).id
