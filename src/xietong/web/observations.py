"""An observation's address: it leads to the sentence, cell or computation it is from."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse

from xietong.web.asked import FAILURES, Held
from xietong.web.observed import source
from xietong.web.problems import ProblemError

router = APIRouter()


@router.get("/observations/{identity}", responses=FAILURES, include_in_schema=False)
def one(workspace: Held, identity: str) -> RedirectResponse:
    """Go to where an observation was read or made."""
    address = source(workspace.observations.get(identity).observation)
    if not address:
        raise ProblemError("not_found")
    return RedirectResponse(address, 307)
