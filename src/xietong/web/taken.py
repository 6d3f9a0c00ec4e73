"""What a person hands in about targets: the fields of a form, lists of parts, the day that is asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from starlette.datastructures import FormData

from xietong.core.period import Period
from xietong.targets.entered import FIELDS
from xietong.targets.faults import Faults
from xietong.targets.refusal import refused
from xietong.web.problems import ProblemError
from xietong.web.submission import written


def fields(form: FormData) -> dict[str, str]:
    """The fields that a person changed: a form sends those that it showed as they were besides."""
    given = {name: written(form, name).strip() for name in FIELDS if name in form}
    return {name: value for name, value in given.items() if value != written(form, f"was.{name}")}


def lines(form: FormData, name: str) -> dict[str, str]:
    """名称=值, one a line, as a mapping. ValuesError with every line that is none."""
    found: dict[str, str] = {}
    faults = Faults()
    for line in written(form, name).splitlines():
        if line.strip():
            key, sign, value = line.replace("＝", "=").partition("=")
            if not sign or not key.strip() or key.strip() in found:
                faults.add(refused("bad_line", line=line.strip()[:60]))
            found[key.strip()] = value.strip()
    faults.refuse()
    return found


def _day(as_of: Annotated[str, Query(description="a day, month or year: as known at its end")] = "") -> date | None:
    try:
        return Period.parse(as_of.strip()).end if as_of.strip() else None
    except ValueError:
        raise ProblemError("bad_date", date=as_of) from None


AsOf = Annotated[date | None, Depends(_day)]
