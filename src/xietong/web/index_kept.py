"""Composite indices that were kept: their pages, computed again from the recipe, and computed anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from xietong.web import addresses, index_shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.index_view import number
from xietong.web.indices import capital, decimal
from xietong.web.language import wanted
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.submission import TOKEN_BODY, Form
from xietong.workspace.indices import RunState

if TYPE_CHECKING:
    from xietong.store.indices import RunRow

router = APIRouter()


@router.get("/indices/results/{observation}", responses=FAILURES)
def of_score(workspace: Held, observation: str) -> RedirectResponse:
    """The computation that a kept score, or a number of an analysis, is of."""
    row = workspace.indices.of_score(observation)
    return RedirectResponse((addresses.analysis_run if row.analysis else addresses.index_run)(row.id), 303)


@router.get("/indices/runs/{run}.json", response_model=index_shapes.IndexRun, responses=FAILURES)
def run_json(workspace: Held, run: str) -> index_shapes.IndexRun:
    """A computed index that was kept: what was asked, the recipe, whether it is out of date."""
    row = workspace.indices.get(run)
    if row.analysis:
        raise ProblemError("not_found")
    over = row.superseded
    return index_shapes.IndexRun(
        id=row.id, framework=row.kept.framework, asked=dict(row.kept.asked), made=row.made.isoformat(), released=row.kept.released,
        outdated=workspace.indices.state(row).outdated, recipe=json.loads(row.kept.recipe),
        superseded={"at": over.at.isoformat(), "by": over.by} if over else None,
        inputs=len(workspace.indices.inputs(row.id)), address=addresses.index_run(row.id),
    )  # fmt: skip


@router.get("/indices/runs/{run}", response_class=HTMLResponse)
def run_html(request: Request, workspace: Held, run: str) -> HTMLResponse:
    """A computed index that was kept, computed again from its recipe."""
    row: RunRow = workspace.indices.get(run)
    if row.analysis:
        raise ProblemError("not_found")
    state: RunState = workspace.indices.state(row)
    again = workspace.indices.replayed(row)
    language = wanted(request)
    scored = [node for node in again.framework.nodes if node.code not in again.uncovered]
    table = [
        (
            node,
            [
                [number(again.of(node.code)[when, who]) for when in range(len(again.panel.times))]
                for who in range(len(again.panel.units))
            ],
        )
        for node in scored
    ]
    refusal = [fault.sentence(language) for fault in state.refusal.faults] if state.refusal else []
    return show(
        request, "index_run.html", row=row, state=state, again=again, table=table, refusal=refusal, decimal=decimal,
        language_name=capital(again.framework.name(language)), inputs=len(workspace.indices.inputs(row.id)), recipe=again.recipe,
    )  # fmt: skip


@router.post("/indices/runs/{run}/recompute", openapi_extra=TOKEN_BODY)
def recompute(workspace: Held, run: str, form: Form) -> RedirectResponse:
    """Compute an index anew from what is known now; the old keeps its address."""
    return RedirectResponse(addresses.index_run(workspace.indices.recompute(run)), 303)
