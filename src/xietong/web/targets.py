"""Targets: the list, and one with its way and verdicts; what persons enter is in `target_forms.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core.errors import ValuesError
from xietong.core.grid import GRAINS, cells, name
from xietong.targets import told
from xietong.targets.course import Reading
from xietong.targets.entered import FIELDS
from xietong.targets.held import changed
from xietong.targets.state import Stand
from xietong.targets.words import short
from xietong.web import target_shapes as shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.language import wanted
from xietong.web.observed import source
from xietong.web.plans import target_of
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.taken import AsOf
from xietong.web.target_words import TargetWords
from xietong.web.trajectory import trajectory
from xietong.web.typed import Typed
from xietong.workspace import Workspace
from xietong.workspace.observations import indicator_key, place_key
from xietong.workspace.progress import Progress
from xietong.workspace.targets import Recorded

router = APIRouter()
_FILTERS = ("territory", "indicator", "body", "strength", "year", "document")
_MOST_CELLS = 120


@dataclass(frozen=True, slots=True)
class Filter:
    """Which targets: territory and indicator by name or code, the body as written, binding or expected, the year due, the
    plan."""

    territory: str = ""
    indicator: str = ""
    body: str = ""
    strength: str = ""
    year: str = ""
    document: str = ""

    def terms(self) -> dict[str, str]:
        """The words that the targets must bear."""
        asked = {one: getattr(self, one).strip() for one in _FILTERS}
        asked["territory"] = place_key(asked["territory"]) if asked["territory"] else ""
        asked["indicator"] = indicator_key(asked["indicator"]) if asked["indicator"] else ""
        return {one: value for one, value in asked.items() if value}


def _filter(
    territory: str = "", indicator: str = "", body: str = "", strength: str = "", year: str = "", document: str = ""
) -> Filter:
    return Filter(territory, indicator, body, strength, year, document)


Asked = Annotated[Filter, Depends(_filter)]
Grid = Annotated[str, Query(description="week, month, quarter, half, year or stock; empty: as the baseline")]


def _page(workspace: Workspace, asked: Filter, offset: int, as_of: date | None) -> tuple[Any, Sequence[Stand]]:
    page = workspace.targets.find(asked.terms(), SIZE, offset, as_of=as_of)
    return page, workspace.standing.stands([one.held for one in page.items], as_of)


@router.get("/targets.json", response_model=shapes.Targets, responses=FAILURES)
def all_json(workspace: Held, asked: Asked, offset: Offset, as_of: AsOf) -> shapes.Targets:
    """Targets by due day, each with its status and last value; as they were on a day."""
    page, stands = _page(workspace, asked, offset, as_of)
    items = [
        shapes.Listed(
            target=target_of(one), status=stood.status, value=None if stood.value is None else str(stood.value),
            period=_last(stood),
        )
        for one, stood in zip(page.items, stands, strict=True)
    ]  # fmt: skip
    return shapes.Targets(items=items, total=page.total, limit=page.limit, offset=page.offset)


def _last(stood: Stand) -> str:
    return name(stood.last.period) if stood.last else ""


@router.get("/targets", response_class=HTMLResponse)
def all_html(request: Request, workspace: Held, asked: Asked, offset: Offset, as_of: AsOf) -> HTMLResponse:
    """The targets with filters, and the form to enter one."""
    return list_page(request, workspace, asked, offset, as_of)


def list_page(
    request: Request, workspace: Workspace, asked: Filter, offset: int = 0, as_of: date | None = None, *,
    typed: Mapping[str, str] | None = None, fault: ValuesError | None = None,
) -> HTMLResponse:  # fmt: skip
    """The list, with what was typed into its form and why that was not taken."""
    page, stands = _page(workspace, asked, offset, as_of)
    choices = {one: list(workspace.targets.counts(one)) for one in ("territory", "body", "year", "strength")}
    return show(
        request, "targets.html", 422 if fault else 200, page=page, stands=stands, asked=asked, choices=choices, as_of=as_of,
        fields=FIELDS, tell=TargetWords(wanted(request)), anything=any(asked.terms()) or as_of, typed=Typed(typed), fault=fault,
        person=workspace.review.reviewer,
    )  # fmt: skip


# -- one ---------------------------------------------------------------------------------------------------------------


def _found(workspace: Workspace, identity: str, as_of: date | None, grain: str) -> Progress:
    if grain and grain not in (*GRAINS, "stock"):
        raise ProblemError("bad_query_value", names="grain")
    return workspace.standing.of(identity, as_of, grain)


@router.get("/targets/{identity}.json", response_model=shapes.TargetWhole, responses=FAILURES)
def target_json(workspace: Held, identity: str, as_of: AsOf, grain: Grid = "") -> shapes.TargetWhole:
    """One target on a day, whole."""
    found = _found(workspace, identity, as_of, grain)
    one, parts = found.recorded, _parts(workspace, found.recorded)
    versions = [
        {"at": each.at.isoformat(), "person": each.person, "reason": each.reason,
         "target": told.target(each.held) if each.held else None}
        for each in found.versions
    ]  # fmt: skip
    return shapes.TargetWhole(
        target=target_of(one), person=one.person, at=one.at.isoformat(), reason=one.reason,
        stand=told.stand(found.stand, found.titles), ahead=told.ahead(found.ahead),
        moves=[told.move(each, found.titles) for each in found.moves], late=told.late(found.row, found.titles),
        rank=found.row.rank, peers=found.row.peers, versions=versions,
        splits=[told.split(each.split, each.issues) for each in found.splits], parts=[target_of(each) for each in parts],
    )  # fmt: skip


def _parts(workspace: Workspace, one: Recorded) -> Sequence[Recorded]:
    return workspace.targets.find({}, None, whole=one.held.subject).items


@router.get("/targets/{identity}", response_class=HTMLResponse)
def target(request: Request, workspace: Held, identity: str, as_of: AsOf, grain: Grid = "") -> HTMLResponse:
    """One target: the words that set it, its way as a chart, the verdicts of all methods, the forecast, the sentence that moved
    it last, the grid, its splits and versions, and the forms."""
    return target_page(request, workspace, identity, as_of, grain)


def target_page(
    request: Request, workspace: Workspace, identity: str, as_of: date | None = None, grain: str = "", *,
    typed: Mapping[str, str] | None = None, fault: ValuesError | None = None, form: str = "",
) -> HTMLResponse:  # fmt: skip
    """The page with what was typed into one of its forms, and why that was not taken."""
    found = _found(workspace, identity, as_of, grain)
    parts = _parts(workspace, found.recorded)
    years = next((each.split.parts for each in found.splits if each.split.along == "years"), ())
    versions = [
        (before, after, changed(before.held, after.held) if before and before.held and after.held else ())
        for before, after in zip((None, *found.versions), found.versions, strict=False)
    ]
    return show(
        request, "target.html", 422 if fault else 200, found=found, stood=found.stand, held=found.recorded.held, parts=parts, versions=versions,
        chart=trajectory(found.stand, found.ahead, years), tell=TargetWords(wanted(request)), grid=list(_grid(found.stand)),
        ahead={**told.ahead(found.ahead), "unit": found.stand.target.goal.unit}, as_of=as_of, grain=grain, source=source,
        grains=[one for one in (*GRAINS, "stock") if one in found.stand.course.lengths], fields=FIELDS, now=_values(found.recorded),
        part_stands=workspace.standing.stands([one.held for one in parts], as_of), short=short, named=name, years=years,
        sentences=_sentences(workspace, found.stand), gone=_gone(workspace, found.recorded), just=request.query_params.get("just", ""),
        typed=Typed(typed), fault=fault, form=form, person=workspace.review.reviewer,
    )  # fmt: skip


def _gone(workspace: Workspace, one: Recorded) -> bool:
    """Whether the document that sets a target was purged since."""
    return bool(one.held.document and not workspace.documents.held([one.held.document]))


def _sentences(workspace: Workspace, stood: Stand) -> list[str]:
    """The sentences that the last value was read in; cells have none."""
    said = (one.statement for one in stood.latest if one.statement)
    return list(dict.fromkeys(workspace.statements.get(one).statement.sentence for one in said))


def _grid(stood: Stand) -> list[tuple[str, Reading | None]]:
    """The cells from the first reading to the due day, or to the present where that comes first; None: no data."""
    readings = {one.period: one for one in stood.course.readings}
    if not readings:
        return []
    ordered = sorted(readings, key=lambda one: one.end)
    if stood.course.length not in GRAINS:
        return [(name(one), readings[one]) for one in reversed(ordered)]
    last = max(min(stood.target.due, stood.as_of), ordered[-1].end)
    whole = list(cells(ordered[0].end, last, stood.course.length))[-_MOST_CELLS:]
    return [(name(one), readings.get(one)) for one in reversed(whole)]


def _values(one: Recorded) -> dict[str, str]:
    """The fields of a target as a person would type them."""
    held, target, start = one.held, one.held.target, one.held.target.baseline
    return {
        "indicator": target.indicator, "territory": target.territory, "goal": str(target.goal), "due": str(target.due),
        "baseline": "" if start is None else f"{start.value}{target.goal.unit}",
        "baseline_period": "" if start is None else str(start.period),
        "direction": {1: "up", -1: "down", 0: ""}[target.direction], "strength": target.strength, "measure": target.measure,
        "scope": target.scope, "members": "、".join(target.members), "title": held.title, "body": held.body,
        "freeze": str(held.freeze or ""),
    }  # fmt: skip
