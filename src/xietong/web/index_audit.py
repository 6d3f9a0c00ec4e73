"""What is to be known of a composite index before anyone trusts it: the audit as page and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.indices.audit import Audit, audit
from xietong.indices.faults import FaultyIndexError
from xietong.web import index_shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.index_asked import View, Written
from xietong.web.index_view import node_of, number, year_of
from xietong.web.indices import computed, refused, shown, titled
from xietong.web.language import LANGUAGES, wanted

if TYPE_CHECKING:
    from xietong.workspace import Workspace
    from xietong.workspace.indices import Computed

router = APIRouter()


def _audited(workspace: Workspace, view: View) -> tuple[Computed, Audit]:
    made = computed(workspace, view)
    return made, audit(made.result, year_of(made, node_of(made, view), view))


@router.get("/indices/frameworks/{name}/audit.json", response_model=index_shapes.IndexAudit, responses=FAILURES)
def audit_json(workspace: Held, view: Written) -> index_shapes.IndexAudit:
    """Coverage, redundancy, opposites, weights that do not act, Cronbach's alpha, correlations of the indicators."""
    made, found = _audited(workspace, view)
    remarks = [
        {"code": one.code, "about": list(one.about), "message": {tongue: one.sentence(tongue) for tongue in LANGUAGES}}
        for one in found.remarks
    ]
    acting = [
        {"code": one.code, "weight": one.weight, "acts": number(one.acts), "with_parent": number(one.with_parent)}
        for one in found.acting
    ]
    return index_shapes.IndexAudit(
        year=found.time, remarks=remarks, acting=acting, alpha={code: number(value) for code, value in found.alpha.items()},
        codes=[indicator.code for indicator in made.result.framework.indicators],
        matrix=[[number(value) for value in row] for row in found.matrix],
    )  # fmt: skip


@router.get("/indices/frameworks/{name}/audit", response_class=HTMLResponse)
def audit_html(request: Request, workspace: Held, view: Written) -> HTMLResponse:
    """What is to be known of an index before anyone trusts it, and how its indicators go together."""
    try:
        made, found = _audited(workspace, view)
    except FaultyIndexError as error:
        return refused(request, workspace, view, error)
    there = [at for at, row in enumerate(found.matrix) if not np.isnan(row).all()]
    codes = [made.result.framework.codes[at] for at in there]
    matrix = [[number(found.matrix[row, column]) for column in there] for row in there]
    alpha = {code: value for code, value in found.alpha.items() if not np.isnan(value)}
    names = {
        element.code: titled(made.result.framework, element.code, wanted(request))
        for element in made.result.framework.elements
    }
    remarks = [_named(one.sentence(wanted(request)), one.about, names) for one in found.remarks]
    return shown(
        request,
        "index_audit.html",
        workspace,
        view,
        found=found,
        made=made,
        codes=codes,
        matrix=matrix,
        alpha=alpha,
        remarks=remarks,
    )


def _named(sentence: str, about: tuple[str, ...], names: dict[str, str]) -> str:
    """A remark with names in place of the codes it is about."""
    for code in sorted(about, key=len, reverse=True):
        sentence = sentence.replace(code, names.get(code, code), 1)
    return sentence
