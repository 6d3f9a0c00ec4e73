"""What a person hands in: dropped files or a pasted text, with what they know of it; checked against forged forms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from xietong.core.period import Period
from xietong.web.language import wanted, words
from xietong.web.problems import ProblemError
from xietong.web.tokens import FIELD, HEADER, SESSION, Tokens

MOST_FILES = 200
MOST_FIELDS = 1000  # the tasks of a long plan are confirmed by a box each


async def _form(request: Request) -> AsyncIterator[FormData]:
    """The form of a request, whose token belongs to its session."""
    form = await request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=request.app.state.workspace.settings.size_limit
    )
    try:
        tokens: Tokens = request.app.state.tokens
        token = request.headers.get(HEADER) or form.get(FIELD)
        if not isinstance(token, str) or not tokens.holds(request.cookies.get(SESSION, ""), token):
            raise ProblemError("stale_form")
        yield form
    finally:
        await form.close()


Form = Annotated[FormData, Depends(_form)]


@dataclass(frozen=True, slots=True)
class Submission:
    """Files by name, and what the person says of them: empty and None where they say nothing."""

    files: tuple[tuple[str, bytes], ...]
    pasted: str
    title: str
    date: Period | None  # of the document
    publisher: str
    date_as_written: str


def written(form: FormData, field: str) -> str:
    """What stands in a field of a form; empty where it is missing or a file."""
    value = form.get(field)
    return value if isinstance(value, str) else ""


def typed(form: FormData) -> dict[str, str]:
    """What stands in the fields of a form, the token left out; boxes of one name together."""
    found: dict[str, str] = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and name != "token":
            found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


def day_of(form: FormData, field: str) -> date | None:
    """A day of a form, None where nothing is written. ProblemError for what is none."""
    given = written(form, field).strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise ProblemError("bad_day", day=given[:40]) from None


def body_of(**fields: str) -> dict[str, Any]:
    """Fields of a form with what they are, as OpenAPI has them; the token comes with them."""
    properties = {name: {"type": "string", "description": about} for name, about in fields.items()}
    schema = {"type": "object", "properties": properties | {FIELD: {"type": "string"}}}
    return {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


async def _submission(request: Request, form: Form) -> Submission:
    files: list[tuple[str, bytes]] = []
    for upload in form.getlist("file"):
        if isinstance(upload, UploadFile) and upload.filename:
            files.append((upload.filename, await upload.read()))
    pasted = written(form, "text")
    # browsers send line ends as CRLF in forms; the person pasted what they saw, one line end each
    pasted = pasted.replace("\r\n", "\n")
    if pasted.strip():
        files.append((words(wanted(request))("home.pasted_name"), pasted.encode()))
    if not files:
        raise ProblemError("nothing_given")
    day = written(form, "date").strip()
    try:
        dated = Period.parse(day) if day else None
    except ValueError:
        raise ProblemError("bad_date", date=day) from None
    return Submission(
        tuple(files), pasted, written(form, "title").strip(), dated, written(form, "publisher").strip(), day
    )


Submitted = Annotated[Submission, Depends(_submission)]

# said to OpenAPI by hand: the form is parsed by hand so that a long pasted text is not cut at the parser's default
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "text": {"type": "string", "description": "a pasted text, beside or instead of files"},
                        "title": {"type": "string"},
                        "date": {"type": "string", "description": "YYYY, YYYY-MM or YYYY-MM-DD"},
                        "publisher": {"type": "string"},
                        FIELD: {"type": "string", "description": "token of /index.json, or as header X-CSRF-Token"},
                    },
                }
            }
        },
    }
}
TOKEN_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {FIELD: {"type": "string"}}}
            }
        },
    }
}
