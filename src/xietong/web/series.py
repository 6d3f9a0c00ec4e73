"""One series: the value of each period with its sources, what was revised, where it breaks; as known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.observations.series import View
from xietong.statements.model import Measure
from xietong.web import shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.keys import code_and_occasion
from xietong.web.language import wanted
from xietong.web.observed import as_statement, drawn, named_sources, source
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.wording import wording
from xietong.workspace import Workspace
from xietong.workspace.observations import Series, indicator_key, place_key

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which measure (empty: the one most is known of), as known at the end of which day (ISO; empty: now), and how."""

    measure: str
    known: str
    written: str
    view: View


def _asked(
    measure: Measure | Literal[""] = "",
    known: Annotated[str, Query(description="a day, month or year: only what was made known by its end")] = "",
    view: Annotated[View, Query(description="of each period the latest release, or the first")] = "latest",
) -> Asked:
    try:
        day = str(Period.parse(known.strip()).end) if known.strip() else ""
    except ValueError:
        raise ProblemError("bad_date", date=known) from None
    return Asked(measure, day, known.strip(), view)


Wanted = Annotated[Asked, Depends(_asked)]


def _series(workspace: Workspace, indicator: str, place: str, asked: Asked) -> tuple[Series, dict[str, int]]:
    """The series, and the observations of each measure that there is; NotFoundError where there is none at all."""
    measures = {one[2]: one[3] for one in workspace.observations.all_series(indicator, place)}
    if not measures:  # names will do as well
        indicator, place = indicator_key(indicator), place_key(place)
        measures = {one[2]: one[3] for one in workspace.observations.all_series(indicator, place)}
    if not measures:
        raise NotFoundError(f"{indicator} {place}")
    measure = asked.measure or ("level" if "level" in measures else next(iter(measures)))
    return workspace.observations.series(indicator, place, measure, asked.known, asked.view), measures


@router.get("/series/{indicator}/{place:path}.json", response_model=shapes.FullSeries, responses=FAILURES)
def series_json(workspace: Held, indicator: str, place: str, asked: Wanted) -> shapes.FullSeries:
    """One series with all its sources, revisions and breaks."""
    found, measures = _series(workspace, indicator, place, asked)
    return shapes.full_series(found, measures, asked.known, asked.view)


@router.get("/series/{indicator}/{place:path}", response_class=HTMLResponse)
def series(request: Request, workspace: Held, indicator: str, place: str, asked: Wanted) -> HTMLResponse:
    """One series: its chart, and of each period the value that is shown, why, and what other sources say."""
    found, measures = _series(workspace, indicator, place, asked)
    say = wording(wanted(request))
    name = say.indicator
    titles = {row.observation.id: row.document_title for row in found.rows}
    return show(
        request,
        "series.html",
        series=found,
        asked=asked,
        measures=measures,
        code=code_and_occasion(found.indicator)[0],
        phrase=_phrase(workspace, found),
        charts=drawn(found.points, found.revisions, found.breaks, name),
        sources=named_sources(found.rows),
        titles=titles,
        source=source,
        statement=lambda one: as_statement(one, name),
    )


def _phrase(workspace: Workspace, found: Series) -> str:
    """The phrase of a series that the catalogue does not know, as texts print it."""
    if code_and_occasion(found.indicator)[0]:
        return ""
    statement = next((row.observation.statement for row in found.rows if row.observation.statement), "")
    return workspace.statements.get(statement).statement.indicator if statement else ""
