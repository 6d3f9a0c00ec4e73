"""The catalogue: its indicators with what is linked to them, the phrases it does not know, and teaching it some."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from xietong.core.errors import NotFoundError
from xietong.observations.catalogue import Indicator, catalogue, plain
from xietong.store.decisions import Decision
from xietong.store.observations import ObservationFilter
from xietong.web import addresses, shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.keys import code_and_occasion
from xietong.web.language import wanted
from xietong.web.observed import Line, as_statement, drawn, lines, named_sources, source
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.submission import Form, written
from xietong.web.tokens import FIELD
from xietong.web.wording import wording
from xietong.workspace import Workspace

router = APIRouter()
_UNRESOLVED, _ROWS = 60, 3000
_CHARTS, _OCCASIONS = 12, 20
_CODE = re.compile(r"[（(]([A-Z0-9_]+)[）)]\s*$")


# -- the whole -------------------------------------------------------------------------------------------------------


def _indicators(text: str) -> list[Indicator]:
    """Indicators with a text in their code, a name or an alias."""
    text = text.lower()
    return [
        one
        for one in catalogue().indicators.values()
        if text in "\n".join((one.code, one.zh, one.en, *one.aliases)).lower()
    ]


def _taught(workspace: Workspace) -> list[Decision]:
    """The assignments that hold, the latest first."""
    last = {one.subject: one for one in workspace.observations.taught()}
    return sorted((one for one in last.values() if one.verdict != "withdraw"), key=lambda one: -one.number)


def _counts(workspace: Workspace) -> dict[str, int]:
    """The statements linked to each code, at whatever occasion."""
    counts: Counter[str] = Counter()
    for key, count in workspace.observations.resolved():
        counts[code_and_occasion(key)[0]] += count
    return counts


def _unresolved(workspace: Workspace, text: str) -> list[tuple[str, int]]:
    """Phrases that no indicator answers to, one more than a page shows; those of signs alone name nothing."""
    return [one for one in workspace.observations.unresolved(text, _UNRESOLVED + 1) if plain(one[0])]


def phrase_of(decision: Decision) -> str:
    """The phrase of an assignment as it was given."""
    return str(decision.content.get("phrase", decision.subject))


def code_of(decision: Decision) -> str:
    """The code of an assignment; empty for "no such indicator"."""
    return str(decision.content.get("code", ""))


@router.get("/catalogue.json", response_model=shapes.Catalogue, responses=FAILURES)
def catalogue_json(workspace: Held, text: str = "") -> shapes.Catalogue:
    """The indicators of the catalogue, the most frequent phrases it does not know, and what was taught here."""
    counts = _counts(workspace)
    return shapes.Catalogue(
        indicators=[shapes.indicator(one, counts.get(one.code, 0)) for one in _indicators(text.strip())],
        unresolved=[shapes.phrase(*one) for one in _unresolved(workspace, text.strip())[:_UNRESOLVED]],
        taught=[shapes.taught(one) for one in _taught(workspace)],
    )


@router.get("/catalogue", response_class=HTMLResponse)
def whole(request: Request, workspace: Held, text: str = "", taught: str = "") -> HTMLResponse:
    """The indicators of the catalogue by dimension, the phrases it does not know, and what was taught here."""
    text = text.strip()
    dimensions: dict[str, list[Indicator]] = {}
    for one in _indicators(text):
        dimensions.setdefault(one.dimension, []).append(one)
    decisions = _taught(workspace)
    return show(
        request,
        "catalogue.html",
        text=text,
        dimensions=dimensions,
        counts=_counts(workspace),
        unresolved=_unresolved(workspace, text),
        most=_UNRESOLVED,
        taught=decisions,
        just=taught,
        just_holds=next((one for one in decisions if taught and one.subject == plain(taught)), None),
        all_indicators=tuple(catalogue().indicators.values()),
        indicators=catalogue().indicators,
        phrase_of=phrase_of,
        code_of=code_of,
    )


# -- teaching --------------------------------------------------------------------------------------------------------


def _body(**fields: str) -> dict[str, Any]:
    properties = {name: {"type": "string", "description": about} for name, about in fields.items()}
    schema = {"type": "object", "properties": properties | {FIELD: {"type": "string"}}}
    return {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


_ASSIGN = _body(
    phrase="an indicator phrase", code="a code or name of the catalogue", reason="why",
    verdict="none where the catalogue has no such indicator; code is not read then",
)  # fmt: skip
_WITHDRAW = _body(phrase="an indicator phrase that was assigned", reason="why")


def find_code(text: str) -> str:
    """The code that a text names: a code, a name of the catalogue, or a name with its code behind it. ProblemError
    where it names none."""
    book, text = catalogue(), text.strip()
    behind = _CODE.search(text)
    for code in (text.upper(), behind[1] if behind else "", book.names.get(plain(text), "")):
        if code in book.indicators:
            return code
    found = next((one.code for one in book.indicators.values() if one.en.lower() == text.lower()), "")
    if not found:
        raise ProblemError("no_such_indicator", name=text)
    return found


def _phrase(form: FormData) -> str:
    phrase = written(form, "phrase").strip()
    if not plain(phrase):
        raise ProblemError("no_phrase")
    return phrase


def _assign(workspace: Workspace, form: FormData) -> shapes.Assigned:
    phrase = _phrase(form)
    code = "" if written(form, "verdict") == "none" else find_code(written(form, "code"))
    changed = workspace.observations.assign(phrase, code, written(form, "reason").strip())
    return shapes.Assigned(phrase=phrase, code=code, statements=changed)


def _withdraw(workspace: Workspace, form: FormData) -> shapes.Assigned:
    phrase = _phrase(form)
    if plain(phrase) not in (one.subject for one in _taught(workspace)):
        raise NotFoundError(phrase)
    changed = workspace.observations.withdraw(phrase, written(form, "reason").strip())
    return shapes.Assigned(phrase=phrase, code="", statements=changed)


def _back(form: FormData, phrase: str) -> RedirectResponse:
    """To the catalogue as it was filtered, with what became of the phrase."""
    return RedirectResponse(addresses.taught(phrase, written(form, "text").strip()), 303)


@router.post("/catalogue/assign.json", response_model=shapes.Assigned, responses=FAILURES, openapi_extra=_ASSIGN)
def assign_json(workspace: Held, form: Form) -> shapes.Assigned:
    """Say which indicator a phrase names, or that there is none; its statements are linked anew."""
    return _assign(workspace, form)


@router.post("/catalogue/assign", openapi_extra=_ASSIGN)
def assign(workspace: Held, form: Form) -> RedirectResponse:
    """Say which indicator a phrase names, or that there is none; its statements are linked anew."""
    return _back(form, _assign(workspace, form).phrase)


@router.post("/catalogue/withdraw.json", response_model=shapes.Assigned, responses=FAILURES, openapi_extra=_WITHDRAW)
def withdraw_json(workspace: Held, form: Form) -> shapes.Assigned:
    """Take an assignment back; the phrase is linked by the catalogue again."""
    return _withdraw(workspace, form)


@router.post("/catalogue/withdraw", openapi_extra=_WITHDRAW)
def withdraw(workspace: Held, form: Form) -> RedirectResponse:
    """Take an assignment back; the phrase is linked by the catalogue again."""
    return _back(form, _withdraw(workspace, form).phrase)


@router.get("/catalogue/proposals.json", response_model=list[shapes.Proposal], responses=FAILURES)
def proposals(workspace: Held) -> list[shapes.Proposal]:
    """What was taught here and still holds, as aliases for the catalogue."""
    return [
        shapes.Proposal(code=code, zh=catalogue().indicators[code].zh, aliases=phrases)
        for code, phrases in workspace.observations.proposals().items()
        if code in catalogue().indicators
    ]


# -- one indicator ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _One:
    indicator: Indicator
    lines: list[Line]
    statements: int
    left: int


def _one(workspace: Workspace, code: str) -> _One:
    known = catalogue().indicators.get(code)
    if known is None:
        raise NotFoundError(code)
    # an indicator that is counted by occasion has a key for each
    keys = [key for key, _ in workspace.observations.resolved() if key != code and code_and_occasion(key)[0] == code]
    pages = [
        workspace.observations.find(ObservationFilter(indicator=key), _ROWS, 0) for key in (code, *keys[:_OCCASIONS])
    ]
    rows = [row for page in pages for row in page.items]
    left = sum(page.total for page in pages) - len(rows)
    return _One(known, lines(rows), _counts(workspace).get(code, 0), left)


@router.get("/catalogue/{code}.json", response_model=shapes.FullIndicator, responses=FAILURES)
def indicator_json(workspace: Held, code: str) -> shapes.FullIndicator:
    """An indicator of the catalogue and the series there are of it."""
    found = _one(workspace, code)
    return shapes.FullIndicator(
        indicator=shapes.indicator(found.indicator, found.statements),
        series=[shapes.line(one) for one in found.lines],
        left_out=found.left,
    )


@router.get("/catalogue/{code}", response_class=HTMLResponse)
def indicator(
    request: Request, workspace: Held, code: str, charts: Annotated[int, Query(ge=12, le=96)] = _CHARTS
) -> HTMLResponse:
    """An indicator of the catalogue: what it is, and its series by place."""
    found = _one(workspace, code)
    name = wording(wanted(request)).indicator
    worth = [one for one in found.lines if len(one.points) > 1]
    made = [
        (line, chart, named_sources(line.rows))
        for line in worth[:charts]
        for chart in drawn(line.points, line.revisions, line.breaks, name)
        if len(chart.points) > 1
    ]
    return show(
        request,
        "catalogue_indicator.html",
        indicator=found.indicator,
        statements=found.statements,
        lines=found.lines,
        left=found.left,
        charts=made[:charts],
        more=charts + _CHARTS if len(made) > charts or len(worth) > charts else 0,
        source=source,
        statement=lambda one: as_statement(one, name),
    )
