"""Style and scripts under an address that holds the hash of their contents, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

router = APIRouter(include_in_schema=False)
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"


@cache
def contents() -> MappingProxyType[str, bytes]:
    """The bytes of each file of `static/`."""
    folder = files("xietong.web").joinpath("static")
    return MappingProxyType(
        {one.name: one.read_bytes() for one in folder.iterdir() if one.name.rpartition(".")[2] in _TYPES}
    )


@cache
def edition() -> str:
    """One hash over all of them: modules import each other by relative address, so they share one edition."""
    digest = hashlib.sha256()
    for name, data in sorted(contents().items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a file of `static/` is; KeyError where there is none of that name."""
    contents()[name]
    return f"/static/{edition()}/{name}"


@router.get("/static/{version}/{name}")
def static(version: str, name: str) -> Response:
    """A style or script; kept for ever only under its own edition."""
    data = contents().get(name)
    if data is None:
        raise HTTPException(404)
    caching = _FOREVER if version == edition() else "no-cache"
    return Response(data, media_type=_TYPES[name.rpartition(".")[2]], headers={"Cache-Control": caching})
