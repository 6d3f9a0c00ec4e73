"""What an index was asked for on the pages: all of it in the query of the address, and back into one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query
from starlette.requests import Request

from xietong.core.period import Period
from xietong.observations.series import View as Vintage
from xietong.web import addresses
from xietong.web.problems import ProblemError
from xietong.workspace.indices import Asked
from xietong.workspace.sets import unit_keys

WEIGHT = "w."  # begins the parameter of a moved weight: w.RD_INT=2
_MOST = 80


@dataclass(frozen=True, slots=True)
class View:
    """A view of an index. places: keys, or the name of a set; of: the node that is looked at; year: of the table."""

    name: str
    places: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    known: str = ""
    vintage: Vintage = "latest"
    of: str = ""
    year: str = ""
    weights: tuple[tuple[str, float], ...] = ()

    def link(self, page: str = "", **changes: object) -> str:
        """The address of a page of this index with some of the view changed; what is as it always is stays out."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [("place", one) for one in other.places]
        plain = (
            ("from", other.first),
            ("to", other.last),
            ("known", other.known),
            ("of", other.of),
            ("year", other.year),
        )
        pairs += [(name, value) for name, value in plain if value]
        pairs += [("view", other.vintage)] if other.vintage != "latest" else []
        pairs += [(WEIGHT + code, f"{value:g}") for code, value in other.weights]
        return addresses.index(other.name, page) + ("?" + urlencode(pairs) if pairs else "")

    def unit(self, unit: str) -> str:
        """The address of one place in this view."""
        return self.link(f"units/{addresses.segment(unit)}")

    @property
    def asked(self) -> Asked:
        """What the workspace is asked."""
        return Asked(self.places, self.first, self.last, self.known, self.vintage, self.weights)


def _year(text: str) -> str:
    text = text.strip()
    if text and not (len(text) == 4 and text.isascii() and text.isdigit() and text != "0000"):
        raise ProblemError("bad_year", year=text)
    return text


def _weights(request: Request) -> tuple[tuple[str, float], ...]:
    found = []
    for name, value in request.query_params.multi_items():
        if name.startswith(WEIGHT) and value.strip():
            try:
                number = float(value.replace("，", "."))
            except ValueError:
                raise ProblemError("bad_query_value", names=name) from None
            if not math.isfinite(number) or number < 0:
                raise ProblemError("bad_query_value", names=name)
            found.append((name.removeprefix(WEIGHT), number))
    return tuple(dict(found).items())


def _written(
    request: Request,
    name: str,
    place: Annotated[
        list[str], Query(description="places, or one of provinces, members, cities", max_length=_MOST)
    ] = [],  # noqa: B006
    first: Annotated[str, Query(alias="from", description="first year")] = "",
    last: Annotated[str, Query(alias="to", description="last year")] = "",
    known: Annotated[str, Query(description="a day, month or year: only what was made known by its end")] = "",
    view: Annotated[Literal["latest", "first"], Query(description="the latest release, or the first")] = "latest",
    of: Annotated[str, Query(description="code of a node; the index")] = "",
    year: Annotated[str, Query(description="year of the table; the last with scores")] = "",
) -> View:
    try:
        day = str(Period.parse(known.strip()).end) if known.strip() else ""
    except ValueError:
        raise ProblemError("bad_date", date=known) from None
    return View(
        name, unit_keys(place), _year(first), _year(last), day, view, of.strip(), _year(year), _weights(request)
    )


Written = Annotated[View, Depends(_written)]
