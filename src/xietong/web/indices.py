"""Composite indices: frameworks, results, a place opened down to its observations, rank intervals, audit, what was kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from xietong.indices.change import Change, change
from xietong.indices.explain import opened
from xietong.indices.faults import FaultyIndexError
from xietong.indices.rise import rises
from xietong.web import addresses, index_shapes, shapes
from xietong.web.asked import FAILURES, SIZE, Held
from xietong.web.index_asked import View, Written
from xietong.web.index_view import Line, Results, lines, movable, node_of, number, results, whole, year_of
from xietong.web.language import LANGUAGES, wanted
from xietong.web.numerals import plain
from xietong.web.observed import as_statement, source
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form
from xietong.web.tiles import size
from xietong.web.wording import wording
from xietong.workspace import Workspace
from xietong.workspace.indices import Computed
from xietong.workspace.sets import SETS

if TYPE_CHECKING:
    from xietong.indices.framework import Framework

router = APIRouter()
_RUNS = 256  # replications on a page


def computed(workspace: Workspace, view: View) -> Computed:
    """The index of a view."""
    return workspace.indices.compute(workspace.indices.framework(view.name), view.asked, view.name)


def titled(framework: Framework, code: str, language: str) -> str:
    """What an element is called."""
    element = framework.element(code)
    return element.zh if language == "zh" else element.en


def both(framework: Framework, code: str) -> dict[str, str]:
    """An element in both languages."""
    return {language: titled(framework, code, language) for language in LANGUAGES}


def shown(request: Request, template: str, workspace: Workspace, view: View, **more: Any) -> HTMLResponse:
    """A page of an index with what all of them need."""
    framework, language = workspace.indices.framework(view.name), wanted(request)
    note = framework.table.get("note", {})
    return show(
        request, template, view=view, framework=framework, sets=SETS, decimal=decimal,
        title=capital(framework.name(language)), note=note.get(language, "") if isinstance(note, dict) else "",
        named=lambda code: titled(framework, code, language), **more,
    )  # fmt: skip


def decimal(value: float | None, places: int = 2) -> str:
    """A number with some decimals, and a true minus sign."""
    return "" if value is None else f"{value:,.{places}f}".replace("-", "−")


def capital(text: str) -> str:
    """A name at the head of a page."""
    return text[:1].upper() + text[1:]


def refused(request: Request, workspace: Workspace, view: View, error: FaultyIndexError) -> HTMLResponse:
    """The page of an index that cannot be computed: every fault with its place, and the form to ask otherwise."""
    told = [fault.sentence(wanted(request)) for fault in error.faults]
    try:
        return shown(request, "index_refused.html", workspace, view, faults=told, status=422)
    except FaultyIndexError:  # the file itself is faulty
        return show(request, "index_faulty.html", 422, name=view.name, faults=told)


# -- the list --------------------------------------------------------------------------------------------------------


@router.get("/indices.json", response_model=list[index_shapes.FrameworkListed], responses=FAILURES)
def all_json(workspace: Held) -> list[index_shapes.FrameworkListed]:
    """The frameworks there are, and how much of each the workspace has observations of."""
    return [index_shapes.FrameworkListed(**one) for one in _frameworks(workspace)]


@router.get("/indices", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held) -> HTMLResponse:
    """The frameworks there are, and the computations that were kept."""
    kept = workspace.indices.find(SIZE, 0)
    return show(request, "indices.html", frameworks=_frameworks(workspace, wanted(request)), kept=kept)


def _frameworks(workspace: Workspace, language: str = "en") -> list[dict[str, Any]]:
    found = []
    for one in workspace.indices.frameworks():
        framework = one.framework
        counts = workspace.indices.coverage(framework) if framework else {}
        codes = [indicator.code for indicator in framework.indicators] if framework else []
        found.append(
            {"name": one.name, "origin": one.origin, "indicators": len(codes), "covered": sum(code in counts for code in codes),
             "title": {tongue: capital(framework.name(tongue)) if framework else one.name for tongue in LANGUAGES},
             "faults": [fault.sentence(language) for fault in one.trouble.faults] if one.trouble else [],
             "address": addresses.index(one.name)}
        )  # fmt: skip
    return found


# -- results ---------------------------------------------------------------------------------------------------------


@router.get("/indices/frameworks/{name}.json", response_model=index_shapes.IndexResult, responses=FAILURES)
def result_json(workspace: Held, view: Written) -> index_shapes.IndexResult:
    """Scores and ranks by one node in one year, with the recipe."""
    made = computed(workspace, view)
    found, framework = results(made, view), made.result.framework
    rows = [
        index_shapes.Ranked(
            place=row.unit, place_name=shapes.place_names(row.unit), score=row.score, rank=row.rank, moved=row.moved,
            below=dict(zip(found.children, row.below, strict=True)), address=view.unit(row.unit),
        )
        for row in found.rows
    ]  # fmt: skip
    return index_shapes.IndexResult(
        framework=view.name, title={tongue: framework.name(tongue) for tongue in LANGUAGES}, node=found.code,
        node_name=both(framework, found.code), year=found.year, years=list(found.years), rows=rows,
        uncovered=list(made.result.uncovered), silent=list(made.given.silent), thin=list(made.given.thin),
        recipe=json.loads(made.result.recipe.as_json()), address=view.link(),
    )  # fmt: skip


@router.get("/indices/frameworks/{name}", response_class=HTMLResponse)
def result(request: Request, workspace: Held, view: Written) -> HTMLResponse:
    """Places by their score, which dimensions are covered, weights to move; all of the view is in its address."""
    try:
        made = computed(workspace, view)
    except FaultyIndexError as error:
        return refused(request, workspace, view, error)
    found: Results = results(made, view)
    framework = made.result.framework
    top = [framework.codes[at] for at in framework.tree.children[framework.tree.root]]
    return shown(
        request, "index.html", workspace, view, found=found, made=made, map_size=size([one[0] for one in found.tiles]), plain=plain,
        dimensions=[(code, code not in made.result.uncovered) for code in top],
        nodes=[node.code for node in framework.nodes], weights=movable(workspace.indices.framework(view.name), view),
    )  # fmt: skip


@router.post("/indices/frameworks/{name}/keep", openapi_extra=TOKEN_BODY)
def keep(workspace: Held, view: Written, form: Form) -> RedirectResponse:
    """Keep the index of a view: its scores become observations of origin "computed", with the recipe."""
    return RedirectResponse(addresses.index_run(workspace.indices.write(computed(workspace, view))), 303)


# -- one place -------------------------------------------------------------------------------------------------------


def _place(made: Computed, unit: str) -> str:
    if unit not in made.result.panel.units:
        raise ProblemError("not_found")
    return unit


def _changed(made: Computed, unit: str, year: str, code: str) -> Change | None:
    """The change since the year before that has a score."""
    times, scores = made.result.panel.times, made.result.of(code)[:, made.result.panel.units.index(unit)]
    at = times.index(year)
    before = [time for time, score in zip(times[:at], scores[:at], strict=True) if not np.isnan(score)]
    return change(made.result, unit, before[-1], year, code) if before and not np.isnan(scores[at]) else None


@router.get("/indices/frameworks/{name}/units/{unit}.json", response_model=index_shapes.IndexUnit, responses=FAILURES)
def unit_json(workspace: Held, view: Written, unit: str) -> index_shapes.IndexUnit:
    """The score of a place opened into contributions, indicators and observations."""
    made = computed(workspace, view)
    code = node_of(made, view)
    year = year_of(made, code, view)
    one = opened(made.result, _place(made, unit), year, code)
    lifts = {rise.code: rise for rise in rises(made.result, unit, year, code)}
    moved = _changed(made, unit, year, code)
    return index_shapes.IndexUnit(
        place=unit, place_name=shapes.place_names(unit), node=code, year=year, score=number(one.score),
        rank=whole(one.rank), attribution=one.attribution, start=one.start,
        parts=[_part(made, line) for line in lines(made, unit, year, code, lifts)],
        change=None if moved is None else _effects(moved),
    )  # fmt: skip


def _part(made: Computed, line: Line) -> index_shapes.Part:
    return index_shapes.Part(
        element=line.code, name=both(made.result.framework, line.code), level=line.level, score=line.score, weight=line.weight,
        points=line.points, percent=line.percent, observed=shapes.observed(line.raw) if line.raw else None,
        needed=number(line.rise.needed) if line.rise else None,
    )  # fmt: skip


def _effects(moved: Change) -> index_shapes.Changed:
    effects = [
        index_shapes.Effect(element=one.code, value=one.value, weight=number(one.weight), coverage=one.coverage)
        for one in moved.effects
    ]
    return index_shapes.Changed(
        since=moved.times[0], before=number(moved.before), after=number(moved.after), effects=effects,
        weights=moved.weights, rest=moved.rest,
    )  # fmt: skip


@router.get("/indices/frameworks/{name}/units/{unit}", response_class=HTMLResponse)
def unit(request: Request, workspace: Held, view: Written, unit: str) -> HTMLResponse:
    """A place: what its score is made of, down to the observations; what changed it; what would raise its rank."""
    try:
        made = computed(workspace, view)
    except FaultyIndexError as error:
        return refused(request, workspace, view, error)
    code = node_of(made, view)
    year = year_of(made, code, view)
    one = opened(made.result, _place(made, unit), year, code)
    lifts = {rise.code: rise for rise in rises(made.result, unit, year, code)}
    name = wording(wanted(request)).indicator
    raw = made.given.panel
    divisors = {
        indicator.code: (indicator.denominator, made.source(indicator.denominator, unit, year))
        for indicator in made.result.framework.indicators if indicator.denominator
    }  # fmt: skip
    return shown(
        request, "index_unit.html", workspace, view, unit=unit, code=code, year=year, one=one, made=made, source=source,
        lines=lines(made, unit, year, code, lifts), moved=_changed(made, unit, year, code), divisors=divisors,
        statement=lambda each: as_statement(each, name), units=raw.units,
        ranked=int((~np.isnan(made.result.of(code)[raw.times.index(year)])).sum()),
    )  # fmt: skip


# -- rank intervals ----------------------------------------------------------------------------------------


def _ranks(workspace: Workspace, view: View) -> tuple[Computed, index_shapes.IndexRanks]:
    from xietong.indices.uncertain.analyse import ranking, uncertainty
    from xietong.indices.uncertain.usual import usual

    made = computed(workspace, view)
    code = node_of(made, view)
    year = year_of(made, code, view)
    framework, plan = usual(made.result.framework, code, _RUNS)
    found = ranking(uncertainty(framework, made.result.panel, plan))
    when = made.result.panel.times.index(year)
    rows = [
        {"place": place, "rank": whole(found.nominal[when, who, 0]), "low": number(found.low[when, who, 0]),
         "high": number(found.high[when, who, 0]), "best": whole(found.best[when, who, 0]), "worst": whole(found.worst[when, who, 0])}
        for who, place in enumerate(made.result.panel.units)
    ]  # fmt: skip
    varied = [code for one in plan.inputs for code in one.on]
    rows.sort(key=lambda row: (row["rank"] or 10**6, row["place"]))
    return made, index_shapes.IndexRanks(node=code, year=year, runs=_RUNS, level=plan.level, varied=varied, rows=rows)


@router.get("/indices/frameworks/{name}/ranks.json", response_model=index_shapes.IndexRanks, responses=FAILURES)
def ranks_json(workspace: Held, view: Written) -> index_shapes.IndexRanks:
    """Where ranks lie when every weight varies by a quarter."""
    return _ranks(workspace, view)[1]


@router.get("/indices/frameworks/{name}/ranks", response_class=HTMLResponse)
def ranks(request: Request, workspace: Held, view: Written) -> HTMLResponse:
    """Where ranks lie when every weight varies by a quarter."""
    try:
        made, found = _ranks(workspace, view)
    except FaultyIndexError as error:
        return refused(request, workspace, view, error)
    return shown(request, "index_ranks.html", workspace, view, found=found, made=made, last=max(len(found.rows), 2))
