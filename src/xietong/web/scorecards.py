"""Scorecards of territories and bodies: level, rank, effort and change together; what was changed late is marked."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core import clock
from xietong.core.grid import name
from xietong.targets import told
from xietong.targets.score import counted
from xietong.targets.words import short
from xietong.web import addresses
from xietong.web import target_shapes as shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import LANGUAGES, wanted
from xietong.web.observed import source
from xietong.web.places import place_name
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.taken import AsOf
from xietong.web.target_words import TargetWords
from xietong.workspace import Workspace
from xietong.workspace.observations import place_key
from xietong.workspace.progress import BY

router = APIRouter()
By = Annotated[str, Query(description="territory or body")]
Of = Annotated[str, Query(description="a territory by name or key, or a body as written; empty: the groups there are")]


def _groups(workspace: Workspace) -> list[shapes.Group]:
    return [
        shapes.Group(
            by=by, key=key, targets=count, address=addresses.scorecard(by, key),
            name={tongue: place_name(key, tongue) if by == "territory" else key for tongue in LANGUAGES},
        )
        for by in BY for key, count in workspace.targets.counts(by).items()
    ]  # fmt: skip


def _asked(by: str, of: str) -> tuple[str, str]:
    if by not in BY:
        raise ProblemError("bad_query_value", names="by")
    return by, place_key(of) if by == "territory" and of else of.strip()


def _card(workspace: Workspace, by: str, of: str, as_of: date | None, offset: int) -> dict[str, Any]:
    page, stands = workspace.standing.scorecard(by, of, as_of, SIZE, offset)
    return {"page": page, "statuses": counted(stands)}


@router.get("/scorecards.json", response_model=shapes.Scorecard, responses=FAILURES)
def scorecard_json(workspace: Held, offset: Offset, as_of: AsOf, by: By = "territory", of: Of = "") -> shapes.Scorecard:
    """The groups there are, or the scorecard of one on a day."""
    by, of = _asked(by, of)
    day = str(as_of or clock.today())
    if not of:
        return shapes.Scorecard(
            by=by, of="", as_of=day, groups=_groups(workspace), rows=[], statuses={}, total=0, limit=SIZE, offset=0
        )
    card = _card(workspace, by, of, as_of, offset)
    rows = []
    for one in card["page"].items:
        made = told.row(one, {})
        made["target"]["address"] = addresses.target(one.stand.held.subject)
        rows.append(shapes.ScoreRow(**made))
    page = card["page"]
    return shapes.Scorecard(
        by=by, of=of, as_of=day, groups=[], rows=rows, statuses=dict(card["statuses"]), total=page.total, limit=page.limit,
        offset=page.offset,
    )  # fmt: skip


@router.get("/scorecards", response_class=HTMLResponse)
def scorecard(
    request: Request, workspace: Held, offset: Offset, as_of: AsOf, by: By = "territory", of: Of = ""
) -> HTMLResponse:
    """The territories and bodies that have targets, or the scorecard of one."""
    by, of = _asked(by, of)
    if not of:
        return show(request, "scorecards.html", groups=_groups(workspace))
    card = _card(workspace, by, of, as_of, offset)
    return show(
        request, "scorecard.html", by=by, of=of, as_of=as_of, day=as_of or clock.today(), tell=TargetWords(wanted(request)),
        source=source, short=short, named=name, **card,
    )  # fmt: skip
