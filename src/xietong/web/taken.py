"""What a person hands in about targets: fields of a form, and refusals as one sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar

from fastapi import Depends, Query
from starlette.datastructures import FormData
from starlette.requests import Request

from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.targets.entered import FIELDS
from xietong.web.language import wanted
from xietong.web.problems import ProblemError
from xietong.web.submission import written

T = TypeVar("T")


def taken(request: Request, work: Callable[[], T]) -> T:
    """The result, or the refusal as a sentence in the language of the request."""
    try:
        return work()
    except ValuesError as error:
        raise ProblemError("not_taken", detail=error.sentence(wanted(request))) from None


def fields(form: FormData) -> dict[str, str]:
    """The fields that a person changed: a form sends those that it showed as they were besides."""
    given = {name: written(form, name).strip() for name in FIELDS if name in form}
    return {name: value for name, value in given.items() if value != written(form, f"was.{name}")}


def lines(form: FormData, name: str) -> dict[str, str]:
    """名称=值, one a line, as a mapping."""
    found: dict[str, str] = {}
    for line in written(form, name).splitlines():
        if line.strip():
            key, sign, value = line.replace("＝", "=").partition("=")
            if not sign or not key.strip() or key.strip() in found:
                raise ProblemError("bad_line", line=line.strip()[:60])
            found[key.strip()] = value.strip()
    return found


def _day(as_of: Annotated[str, Query(description="a day, month or year: as known at its end")] = "") -> date | None:
    try:
        return Period.parse(as_of.strip()).end if as_of.strip() else None
    except ValueError:
        raise ProblemError("bad_date", date=as_of) from None


AsOf = Annotated[date | None, Depends(_day)]
