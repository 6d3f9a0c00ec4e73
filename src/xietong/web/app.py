"""The application: the pages of one workspace."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong import __version__
from xietong.web import (
    agenda,
    assessments,
    assets,
    cadence,
    calendar,
    catalogue,
    derived,
    documents,
    draft,
    explore,
    exports,
    home,
    index_audit,
    index_kept,
    indicators,
    indices,
    issues,
    matters,
    observations,
    picker,
    plans,
    problems,
    projects,
    regional,
    report_builder,
    reports,
    review,
    reviews,
    reviews_forms,
    scorecards,
    search,
    series,
    statements,
    tables,
    target_forms,
    targets,
    task_forms,
    task_lists,
    tasks,
    territories,
)  # fmt: skip
from xietong.web.guard import Guard
from xietong.web.remarks import Remarks
from xietong.web.render import show
from xietong.web.tokens import Tokens
from xietong.workspace import Workspace


@asynccontextmanager
async def _settled(_app: FastAPI) -> AsyncIterator[None]:
    """What the program is made of lives as long as it serves: looking through it for garbage again and again is half of the
    time of the slowest pages."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def make_app(workspace: Workspace) -> FastAPI:
    """The pages of a workspace that the caller keeps open as long as they are served."""
    app = FastAPI(
        title="Xietong 协同",
        version=__version__,
        description="Every page is also JSON at the same address with .json. Errors: {error: {code, message, advice}}.",
        docs_url=None,
        redoc_url=None,
        lifespan=_settled,
    )
    app.state.workspace = workspace
    app.state.tokens = Tokens()
    app.state.as_json = set()
    app.state.remarks = Remarks()
    problems.install(app)
    for noun in (
        assets,
        home,
        documents,
        draft,
        exports,
        statements,
        issues,
        indicators,
        catalogue,
        explore,
        derived,
        indices,
        observations,
        index_audit,
        index_kept,
        regional,
        series,
        territories,
        tables,
        plans,
        picker,
        targets,
        target_forms,
        scorecards,
        review,
        report_builder,
        reports,
        reviews,
        reviews_forms,
        assessments,
        calendar,
        cadence,
        tasks,
        task_forms,
        task_lists,
        matters,
        agenda,
        projects,
        search,
    ):
        app.include_router(noun.router)
        app.state.as_json.update(
            one.path
            for one in noun.router.routes
            if isinstance(one, APIRoute) and "GET" in (one.methods or ()) and one.path.endswith(".json")
        )

    @app.get("/api", response_class=HTMLResponse, include_in_schema=False)
    def addresses(request: Request) -> HTMLResponse:
        return show(request, "api.html", paths=_described(app.openapi()))

    app.add_middleware(Guard, limit=lambda: workspace.settings.size_limit)
    return app


def _described(openapi: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Method, address and first line of description of everything that OpenAPI lists."""
    return [
        (method.upper(), path, operation.get("description", "").partition("\n")[0])
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    ]
