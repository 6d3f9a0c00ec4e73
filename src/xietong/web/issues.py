"""Findings: the list with its filters, and one finding alone with its sentences in their texts."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core.issue import Severity
from xietong.store.issues import IssueFilter, State
from xietong.web import shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.finding import SEVERITIES, kept
from xietong.web.render import show
from xietong.workspace import Workspace

router = APIRouter()
_SELECTABLE = 100  # documents that the filter offers


def _filter(
    severity: Severity | Literal[""] = "",
    code: Annotated[str, Query(description="kind of finding, such as growth")] = "",
    document: Annotated[str, Query(description="id of a document, or its beginning")] = "",
    state: Annotated[State, Query(description="those set aside in the review are left out unless asked for")] = "open",
) -> IssueFilter:
    return IssueFilter(severity, code.strip(), document.strip(), state)


Filter = Annotated[IssueFilter, Depends(_filter)]


def _severities(workspace: Workspace, asked: IssueFilter) -> dict[str, int]:
    return {one: sum(workspace.issues.counts(replace(asked, severity=one)).values()) for one in SEVERITIES}


def _whole(workspace: Workspace, asked: IssueFilter) -> IssueFilter:
    """The filter with the whole id of its document; NotFoundError where it names none."""
    document = workspace.documents.get(asked.document).id if asked.document else ""
    return replace(asked, document=document)


@router.get("/issues.json", response_model=shapes.Findings, responses=FAILURES)
def issues_json(workspace: Held, asked: Filter, offset: Offset) -> shapes.Findings:
    """Findings that pass the filters, errors first, and how many there are of each severity and kind."""
    asked = _whole(workspace, asked)
    page = workspace.issues.find(asked, SIZE, offset)
    return shapes.Findings(
        items=[shapes.finding(one) for one in kept(workspace, page.items)],
        total=page.total,
        limit=page.limit,
        offset=page.offset,
        severities=_severities(workspace, asked),
        codes=workspace.issues.counts(replace(asked, code="")),
    )


@router.get("/issues", response_class=HTMLResponse)
def issues(request: Request, workspace: Held, asked: Filter, offset: Offset) -> HTMLResponse:
    """Findings that pass the filters, errors first, each with its sentences side by side."""
    asked = _whole(workspace, asked)
    page = workspace.issues.find(asked, SIZE, offset)
    codes = workspace.issues.counts(replace(asked, code=""))
    documents = list(workspace.documents.all(_SELECTABLE, 0).items)
    if asked.document and all(one.id != asked.document for one in documents):
        documents.append(workspace.documents.get(asked.document))
    return show(
        request,
        "issues.html",
        page=page,
        findings=kept(workspace, page.items),
        asked=asked,
        filtered=asked != IssueFilter(),
        severities=_severities(workspace, asked),
        codes=sorted(codes.items(), key=lambda one: (-one[1], one[0])),
        documents=documents,
    )


@router.get("/issues/{identity}.json", response_model=shapes.Finding, responses=FAILURES)
def issue_json(workspace: Held, identity: str) -> shapes.Finding:
    """One finding."""
    return shapes.finding(kept(workspace, [workspace.issues.get(identity)])[0])


@router.get("/issues/{identity}", response_class=HTMLResponse)
def issue(request: Request, workspace: Held, identity: str) -> HTMLResponse:
    """One finding, its sentences in the texts they stand in."""
    (found,) = kept(workspace, [workspace.issues.get(identity)], around=True)
    return show(request, "issue.html", finding=found)
