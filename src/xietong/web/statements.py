"""Statements: the list with its filters, one statement with its history, and its card for the reading page."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core.period import Period
from xietong.statements.model import Measure, Modality
from xietong.store.issues import IssueRow
from xietong.store.rows import StatementFilter, StatementRow
from xietong.web import shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.finding import kept, touching
from xietong.web.life import PARTS, look_back
from xietong.web.linked import linked
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.uses import address, uses
from xietong.web.view import around, quote
from xietong.workspace import Workspace

router = APIRouter()


def _filter(
    indicator: str = "",
    territory: str = "",
    period: str = "",
    measure: Measure | Literal[""] = "",
    modality: Modality | Literal[""] = "",
    document: str = "",
    text: str = "",
) -> StatementFilter:
    try:
        span = Period.parse(period.strip()) if period.strip() else None
    except ValueError:
        raise ProblemError("bad_date", date=period) from None
    return StatementFilter(
        indicator=indicator.strip(),
        territory=territory.strip(),
        period=span,
        measure=measure,
        modality=modality,
        document=document.strip(),
        text=text.strip(),
    )


Filter = Annotated[StatementFilter, Depends(_filter)]


@router.get("/statements.json", response_model=shapes.Listed[shapes.Kept], responses=FAILURES)
def statements_json(workspace: Held, asked: Filter, offset: Offset) -> shapes.Listed[shapes.Kept]:
    """Statements that pass the filters; an empty filter asks nothing."""
    page = workspace.statements.find(asked, SIZE, offset)
    return shapes.listed(page, [shapes.kept(row) for row in page.items])


@router.get("/statements", response_class=HTMLResponse)
def statements(request: Request, workspace: Held, asked: Filter, offset: Offset) -> HTMLResponse:
    """Statements that pass the filters, each with its meaning and its clause."""
    page = workspace.statements.find(asked, SIZE, offset)
    return show(request, "statements.html", page=page, asked=asked, filtered=asked != StatementFilter(), quote=quote)


@router.get("/statements/{identity}.json", response_model=shapes.FullStatement, responses=FAILURES)
def statement_json(workspace: Held, identity: str) -> shapes.FullStatement:
    """A statement and every reading its mention ever had."""
    row = workspace.statements.get(identity)
    link = linked(workspace, row.id)
    return shapes.FullStatement(
        statement=shapes.kept(row),
        history=[shapes.kept(one) for one in workspace.statements.history(row.mention_id)],
        link=shapes.link(link) if link else None,
        issues=[shapes.finding(one) for one in kept(workspace, _findings(workspace, row))],
        uses=uses(workspace.evidence.uses_of_statement(row.id)),
    )


@router.get("/statements/{identity}/life.json", response_model=shapes.Life, responses=FAILURES)
def life_json(workspace: Held, identity: str) -> shapes.Life:
    """The life of a figure: who said it first, who repeats it, who differs."""
    row = workspace.statements.get(identity)
    return shapes.life(row, look_back(workspace.observations.life(row.id)))


@router.get("/statements/{identity}/life", response_class=HTMLResponse)
def life(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """The life of a figure, by the dates of the documents."""
    row = workspace.statements.get(identity)
    return show(
        request, "life.html", row=row, life=look_back(workspace.observations.life(row.id)), quote=quote, parts=PARTS
    )


def _findings(workspace: Workspace, row: StatementRow) -> list[IssueRow]:
    """What was found about a figure, the gravest first."""
    one = row.statement
    return touching(workspace.issues.of_document(row.document_id), row.document_id, one.start, one.end)


@router.get("/statements/{identity}/card", response_class=HTMLResponse, include_in_schema=False)
def card(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """The card that stands beside a figure on the reading page."""
    row = workspace.statements.get(identity)
    return show(request, "card.html", row=row, findings=_findings(workspace, row), linked=linked(workspace, row.id))


@router.get("/statements/{identity}", response_class=HTMLResponse)
def statement(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """A statement: its meaning in both languages, its attributes, its sentence, who read it, and its history."""
    row = workspace.statements.get(identity)
    text = workspace.documents.text(row.document_id)
    return show(
        request,
        "statement.html",
        row=row,
        around=around(text.content, row.statement),
        history=workspace.statements.history(row.mention_id),
        meanings=shapes.meanings(row.statement),
        findings=_findings(workspace, row),
        linked=linked(workspace, row.id),
        judged=workspace.review.holding(row),
        uses=workspace.evidence.uses_of_statement(row.id),
        used_at=address,
    )
