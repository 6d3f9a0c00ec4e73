"""What handlers ask of a request: the workspace, and which part of a list."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query
from starlette.requests import Request

from xietong.web.problems import Failure
from xietong.workspace import Workspace

SIZE = 50
FAILURES: dict[int | str, dict[str, Any]] = {"4XX": {"model": Failure}, "5XX": {"model": Failure}}


def _workspace(request: Request) -> Workspace:
    held: Workspace = request.app.state.workspace
    return held


def _offset(page: Annotated[int, Query(ge=1, le=1_000_000, description="pages of 50 count from 1")] = 1) -> int:
    return (page - 1) * SIZE


Held = Annotated[Workspace, Depends(_workspace)]
Offset = Annotated[int, Depends(_offset)]
