"""Choosing what an entry rests on: looked for by words, chosen by boxes. All of it works without a script; with one, it is found
while words are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.core import clock
from xietong.targets.tasks.fields import parts
from xietong.web import addresses
from xietong.web.asked import FAILURES, Held
from xietong.web.render import show
from xietong.web.submission import written
from xietong.workspace import Workspace
from xietong.workspace.evidence import KINDS, Found, Kind

router = APIRouter()
FIELD = "evidence"
_NOTE = "note:"
RECORDED: tuple[Kind, ...] = ("document", "statement")  # what an update or a problem can rest on
_Words = Annotated[str, Query(description="words of a title, of a clause; or an id, or the beginning of one")]
_Kinds = Annotated[list[str] | None, Query(description=" | ".join(KINDS))]


class Evidence(BaseModel):
    """Something an entry can rest on; `reference` is what forms and the command line take."""

    reference: str
    kind: str
    title: str
    of: str
    words: str
    day: str
    address: str


@dataclass(frozen=True, slots=True)
class Picker:
    """What a form shows of it: what is chosen (None: it stands for nothing), the words looked for, and what was found."""

    kinds: tuple[Kind, ...]
    chosen: tuple[tuple[str, Found | None], ...] = ()
    words: str = ""
    found: tuple[Found, ...] = ()


def picker(workspace: Workspace, kinds: Sequence[Kind] = RECORDED, typed: Mapping[str, str] | None = None) -> Picker:
    """The choice as it stands in a form that was sent, or an empty one."""
    given = typed or {}
    chosen = [one for one in parts(given.get(FIELD, "")) if not one.startswith(_NOTE)]
    known = workspace.evidence.named(chosen)
    words = given.get("seek", "").strip()
    found = workspace.evidence.find(words, kinds, day=clock.today())
    left = tuple(one for one in found if one.reference not in chosen)
    return Picker(tuple(kinds), tuple((one, known.get(one)) for one in chosen), words, left)


def seeking(form: FormData) -> bool:
    """Whether a person looks for evidence: by its button, or by the enter key behind words not yet looked for."""
    words = written(form, "seek").strip()
    return bool(written(form, "find")) or (words != "" and words != written(form, "sought").strip())


def references(form: FormData) -> list[str]:
    """What was chosen, and the notes that were written, one a line."""
    lines = [line for value in form.getlist(FIELD) if isinstance(value, str) for line in value.splitlines()]
    lines += [f"{_NOTE}{line}" for line in written(form, "note").splitlines() if line.strip()]
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _kinds(given: list[str] | None) -> tuple[Kind, ...]:
    return tuple(one for one in KINDS if not given or one in given)


@router.get("/evidence.json", response_model=list[Evidence], responses=FAILURES)
def found_json(workspace: Held, q: _Words = "", kind: _Kinds = None) -> list[Evidence]:
    """Documents, statements and tasks that hold all the words: what an entry can rest on."""
    found = workspace.evidence.find(q, _kinds(kind), day=clock.today())
    return [
        Evidence(
            reference=one.reference, kind=one.kind, title=one.title, of=one.of, words=one.words, day=one.day,
            address=addresses.evidence(one.kind, one.id),
        )
        for one in found
    ]  # fmt: skip


@router.get("/evidence", response_class=HTMLResponse)
def found(request: Request, workspace: Held, q: _Words = "", kind: _Kinds = None) -> HTMLResponse:
    """The same as boxes of a form: a part of a page."""
    return show(
        request, "evidence.html", found=workspace.evidence.find(q, _kinds(kind), day=clock.today()), words=q.strip()
    )
