"""Indicators: the phrases that statements use, and one phrase with its charts and the sentence of each point."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core.errors import NotFoundError
from xietong.store.rows import StatementRow
from xietong.web import addresses, shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.chart import Chart, Given, charts
from xietong.web.linked import Linked, linked
from xietong.web.render import show
from xietong.web.view import quote
from xietong.workspace import Workspace

router = APIRouter()
_MOST = 300
_CHARTS, _FEW = 24, 8


@router.get("/indicators.json", response_model=list[shapes.Phrase], responses=FAILURES)
def indicators_json(workspace: Held, text: str = "") -> list[shapes.Phrase]:
    """Indicator phrases that contain a text, the most frequent first, at most 300."""
    return [shapes.phrase(phrase, count) for phrase, count in workspace.statements.indicators(text.strip(), _MOST)]


@router.get("/indicators", response_class=HTMLResponse)
def indicators(request: Request, workspace: Held, text: str = "") -> HTMLResponse:
    """Indicator phrases that contain a text, the most frequent first."""
    phrases = workspace.statements.indicators(text.strip(), _MOST)
    return show(request, "indicators.html", phrases=phrases, text=text.strip(), most=_MOST)


def _series(workspace: Workspace, phrase: str) -> list[StatementRow]:
    rows = list(workspace.statements.series(phrase))
    if not rows:
        raise NotFoundError(phrase)
    return rows


@router.get("/indicators/{phrase:path}.json", response_model=shapes.Series, responses=FAILURES)
def indicator_json(workspace: Held, phrase: str) -> shapes.Series:
    """All statements of one indicator phrase."""
    return shapes.Series(phrase=phrase, statements=[shapes.kept(row) for row in _series(workspace, phrase)])


@router.get("/indicators/{phrase:path}", response_class=HTMLResponse)
def indicator(request: Request, workspace: Held, phrase: str) -> HTMLResponse:
    """One indicator phrase: its charts, and for each point the sentence it came from."""
    rows = _series(workspace, phrase)
    titles = {addresses.figure(row): row.document_title for row in rows}

    def sources(chart: Chart) -> list[tuple[str, str]]:
        by_title = {titles[point.given.href]: point.given.href for point in reversed(chart.points)}
        return [(href.partition("#")[0], title) for title, href in reversed(by_title.items())]

    link, series = _in_catalogue(workspace, rows)
    drawn = charts(Given(row.statement, addresses.figure(row)) for row in rows)
    return show(
        request,
        "indicator.html",
        phrase=phrase,
        rows=rows,
        charts=drawn[:_CHARTS],
        sources=sources,
        quote=quote,
        linked=link,
        series=series,
    )


def _in_catalogue(workspace: Workspace, rows: list[StatementRow]) -> tuple[Linked | None, list[Linked]]:
    """What the first statement of a phrase is linked to, and the series that the first few belong to."""
    links = [link for row in rows[:_FEW] if (link := linked(workspace, row.id)) is not None]
    series = {(one.key, one.place): one for one in links if one.place}
    there = [one for one in series.values() if workspace.observations.all_series(one.key, one.place, 1)]
    return (links[0] if links else None), there
