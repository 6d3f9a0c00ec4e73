"""Regional analyses: what there is, a result with its charts down to the observations, what was kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from xietong.observations.places import members
from xietong.regional.analyses.catalogue import Analysis, analyses, word
from xietong.regional.analyses.faults import FaultyAnalysisError
from xietong.regional.analyses.naming import label
from xietong.regional.analyses.run import record
from xietong.web import addresses, shapes
from xietong.web.asked import FAILURES, SIZE, Held
from xietong.web.language import LANGUAGES, wanted
from xietong.web.observed import as_statement, source
from xietong.web.plots import plot
from xietong.web.problems import ProblemError
from xietong.web.regional_asked import View, Written
from xietong.web.regional_shapes import AnalysisListed, AnalysisResult, AnalysisRun, RestsOn, Said, Used
from xietong.web.regional_view import Named, figure, leads, raw, raw_text, shown, tiles
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form
from xietong.web.tiles import size
from xietong.web.wording import wording
from xietong.workspace import Workspace
from xietong.workspace.sets import SETS

if TYPE_CHECKING:
    from xietong.regional.analyses.model import Remark, Result
    from xietong.workspace.regional import Analysed

router = APIRouter()
_SERIES, _OFFERED = 200_000, 300


def _said(remark: Remark, place: str = "") -> Said:
    return Said(code=remark.code, place=place,
                message={tongue: remark.sentence(tongue, Named(tongue)) for tongue in LANGUAGES})  # fmt: skip


def offered(workspace: Workspace, kind: Analysis) -> tuple[tuple[str, int], ...]:
    """Indicators that an analysis can be asked of, those with most places first: of flows those that have flows."""
    places: dict[str, set[str]] = {}
    for indicator, place, measure, _ in workspace.observations.all_series(limit=_SERIES):
        if measure == "level" and ("→" in place) == (kind.takes == "flow"):
            places.setdefault(indicator, set()).add(place)
    least = 1 if kind.takes == "flow" else 2
    found = [(code, len(at)) for code, at in places.items() if len(at) >= least]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0]))[:_OFFERED])


# -- what there is ---------------------------------------------------------------------------------------------------


@router.get("/regional.json", response_model=list[AnalysisListed], responses=FAILURES)
def all_json() -> list[AnalysisListed]:
    """The analyses there are, with their options."""
    return [
        AnalysisListed(
            name=one.name, title=dict(one.title), about=dict(one.about), takes=one.takes, address=addresses.analysis(one.name),
            options=[{"name": each.name, "default": each.default, "allowed": each.allowed} for each in one.options],
        )
        for one in analyses().values()
    ]  # fmt: skip


@router.get("/regional", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held) -> HTMLResponse:
    """The analyses there are, and those that were kept."""
    return show(request, "regional.html", kinds=analyses().values(), kept=workspace.regional.find(SIZE, 0))


# -- a result --------------------------------------------------------------------------------------------------------


@router.get("/regional/analyses/{name}.json", response_model=AnalysisResult, responses=FAILURES)
def result_json(workspace: Held, view: Written) -> AnalysisResult:
    """A result: tables, charts, what is missing, and the observations it rests on."""
    made = workspace.regional.compute(view.question)
    given, result = made.given, made.result
    return AnalysisResult(
        analysis=view.question.analysis, question=made.question.record(), year=given.given.year, years=list(made.panel.times),
        places={unit: shapes.place_names(unit) for unit in (*made.panel.units, *given.silent)},
        measured=dict(given.measured), tables=record(result), charts=[asdict(one) for one in result.charts],
        remarks=[_said(one) for one in (*given.remarks, *result.remarks)], silent=list(given.silent),
        left=[_said(why, unit) for unit, why in result.left],
        rests_on=[RestsOn(document=one[0], title=one[1], released=one[2], values=one[3]) for one in made.documents()],
        observations=[
            Used(indicator=code, place=unit, year=time, observation=one.id, released=one.release.date,
                 document=one.release.document, address=source(one))
            for (code, unit, time), one in sorted(given.observations.items())
        ],
        address=view.link(),
    )  # fmt: skip


@router.get("/regional/analyses/{name}", response_class=HTMLResponse)
def result_html(request: Request, workspace: Held, view: Written) -> HTMLResponse:
    """A result with charts and tables; every number leads to its observations; all of the view is in its address."""
    language = wanted(request)
    common = _form(workspace, view, language)
    if not view.question.indicators:
        return show(request, "regional_empty.html", **common)
    try:
        made = workspace.regional.compute(view.question)
    except FaultyAnalysisError as error:
        told = [fault.sentence(language, Named(language)) for fault in error.faults]
        return show(request, "regional_refused.html", status=422, faults=told, **common)
    named = Named(language)
    say = wording(language)
    return show(
        request, "regional_result.html", made=made, figure=lambda number: figure(number, say), named=named, source=source,
        tables=[shown(made, table, view, language) for table in made.result.tables], plots=_plots(made, named, language),
        maps=_maps(made), raw=raw(made, language), map_size=size, leads=lambda sources, unit: leads(made, sources, unit),
        value=lambda one, scale: raw_text(one, scale, language), statement=lambda one: as_statement(one, say.indicator),
        told=[one.sentence(language, named) for one in (*made.given.remarks, *made.result.remarks)],
        left=[(unit, why.sentence(language, named)) for unit, why in made.result.left], **common,
    )  # fmt: skip


def _plots(made: Analysed, named: Named, language: str) -> list[Any]:
    say = wording(language)
    drawn = (plot(chart, lambda unit: named(unit), say.short) for chart in made.result.charts if chart.kind != "map")
    return [one for one in drawn if one is not None]


def _maps(made: Analysed) -> list[Any]:
    found = ((chart, tiles(chart)) for chart in made.result.charts if chart.kind == "map")
    return [one for one in found if one[1]]


def _form(workspace: Workspace, view: View, language: str) -> dict[str, Any]:
    """What the form of every page of an analysis needs."""
    named = Named(language)
    return {
        "view": view, "kind": view.kind, "kinds": analyses().values(), "sets": SETS, "offered": offered(workspace, view.kind),
        "word": lambda key: label(key, language, named), "title": view.kind.title[language],
        "about": view.kind.about[language], "chosen": view.question.chosen(), "members": members(),
    }  # fmt: skip


@router.post("/regional/analyses/{name}/keep", openapi_extra=TOKEN_BODY)
def keep(workspace: Held, form: Form, view: Written) -> RedirectResponse:
    """Keep the result of a view: its numbers become observations of origin "computed", with the recipe."""
    run = workspace.regional.write(workspace.regional.compute(view.question))
    return RedirectResponse(addresses.analysis_run(run), 303)


# -- kept ------------------------------------------------------------------------------------------------------------


def _replayed(workspace: Workspace, run: str) -> tuple[Any, Result]:
    row = workspace.regional.get(run)
    if not row.analysis:
        raise ProblemError("not_found")
    return row, workspace.regional.replayed(row)


@router.get("/regional/runs/{run}.json", response_model=AnalysisRun, responses=FAILURES)
def run_json(workspace: Held, run: str) -> AnalysisRun:
    """An analysis that was kept: what was asked, the recipe, whether it is out of date."""
    row, again = _replayed(workspace, run)
    over = row.superseded
    return AnalysisRun(
        id=row.id, analysis=row.analysis, question=dict(row.kept.asked), made=row.made.isoformat(), released=row.kept.released,
        outdated=workspace.regional.state(row).outdated, recipe=json.loads(row.kept.recipe), tables=record(again),
        superseded={"at": over.at.isoformat(), "by": over.by} if over else None,
        inputs=len(workspace.indices.inputs(row.id)), address=addresses.analysis_run(row.id),
    )  # fmt: skip


@router.get("/regional/runs/{run}", response_class=HTMLResponse)
def run_html(request: Request, workspace: Held, run: str) -> HTMLResponse:
    """An analysis that was kept, computed again from its recipe."""
    row, again = _replayed(workspace, run)
    state, language = workspace.regional.state(row), wanted(request)
    view = View(_question(row))
    refusal = [one.sentence(language, Named(language)) for one in state.refusal.faults] if state.refusal else []
    tables = [shown(state.now, table, view, language) for table in again.tables] if state.now else []
    return show(
        request, "regional_run.html", row=row, state=state, view=view, refusal=refusal, tables=tables,
        recipe=json.loads(row.kept.recipe), inputs=len(workspace.indices.inputs(row.id)), title=view.kind.title[language],
        about="、".join(Named(language)(one) for one in view.question.indicators), word=word,
    )  # fmt: skip


def _question(row: Any) -> Any:
    from xietong.regional.analyses.question import Question

    return Question.of_record(row.kept.asked)


@router.post("/regional/runs/{run}/recompute", openapi_extra=TOKEN_BODY)
def recompute(workspace: Held, run: str, form: Form) -> RedirectResponse:
    """Compute an analysis anew from what is known now; the old keeps its address."""
    return RedirectResponse(addresses.analysis_run(workspace.regional.recompute(run)), 303)
