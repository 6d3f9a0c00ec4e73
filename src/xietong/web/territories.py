"""Territories: the places that observations have, and what is known of one place."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core.errors import NotFoundError
from xietong.observations.catalogue import catalogue
from xietong.store.observations import ObservationFilter
from xietong.web import shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.keys import code_and_occasion
from xietong.web.language import wanted
from xietong.web.observed import Line, as_statement, lines, source
from xietong.web.places import place_name
from xietong.web.render import show
from xietong.web.wording import wording
from xietong.workspace import Workspace
from xietong.workspace.observations import place_key

router = APIRouter()
_SERIES, _ROWS = 5000, 3000


def _places(workspace: Workspace, text: str) -> list[tuple[str, int]]:
    """Places whose name in either language holds a text, with the number of their series, most first."""
    counts = Counter(place for _, place, _, _ in workspace.observations.all_series(limit=_SERIES))
    return [
        (place, count)
        for place, count in counts.most_common()
        if text.lower() in "\n".join((place, place_name(place, "zh"), place_name(place, "en"))).lower()
    ]


@router.get("/territories.json", response_model=list[shapes.Territory], responses=FAILURES)
def territories_json(workspace: Held, text: str = "") -> list[shapes.Territory]:
    """Places that observations have, with the number of their series."""
    return [shapes.territory(place, count) for place, count in _places(workspace, text.strip())]


@router.get("/territories", response_class=HTMLResponse)
def territories(request: Request, workspace: Held, text: str = "") -> HTMLResponse:
    """Places that observations have: single ones, joint ones, flows."""
    places = _places(workspace, text.strip())
    groups = {kind: [one for one in places if _kind(one[0]) == kind] for kind in ("single", "joint", "flow")}
    return show(request, "territories.html", groups=groups, total=len(places), text=text.strip())


def _kind(place: str) -> str:
    return "flow" if "→" in place else "joint" if "+" in place else "single"


def _lines(workspace: Workspace, place: str) -> tuple[list[Line], int]:
    """The series of a place, those of the catalogue first and in its order, and how many observations were left out."""
    page = workspace.observations.find(ObservationFilter(place=place), _ROWS, 0)
    if not page.items:  # a name will do as well
        page = workspace.observations.find(ObservationFilter(place=place_key(place)), _ROWS, 0)
    if not page.items:
        raise NotFoundError(place)
    order = {code: at for at, code in enumerate(catalogue().indicators)}
    found = sorted(lines(page.items), key=lambda one: order.get(code_and_occasion(one.indicator)[0], len(order)))
    return found, page.total - len(page.items)


@router.get("/territories/{place:path}.json", response_model=shapes.FullTerritory, responses=FAILURES)
def territory_json(workspace: Held, place: str) -> shapes.FullTerritory:
    """A place with the latest value of each of its series."""
    found, left = _lines(workspace, place)
    return shapes.FullTerritory(
        territory=shapes.territory(place, len(found)), series=[shapes.line(one) for one in found], left_out=left
    )


@router.get("/territories/{place:path}", response_class=HTMLResponse)
def territory(request: Request, workspace: Held, place: str) -> HTMLResponse:
    """A place: its indicators with the latest value of each."""
    found, left = _lines(workspace, place)
    say = wording(wanted(request))
    known = [one for one in found if code_and_occasion(one.indicator)[0]]
    return show(
        request,
        "territory.html",
        place=place,
        known=known,
        phrases=[one for one in found if not code_and_occasion(one.indicator)[0]],
        left=left,
        source=source,
        statement=lambda one: as_statement(one, say.indicator),
    )
