"""What a regional analysis was asked for on the pages: all of it in the query of the address, and back into one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query
from starlette.requests import Request

from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.regional.analyses.catalogue import Analysis, analyses
from xietong.regional.analyses.question import Question
from xietong.web import addresses
from xietong.web.asked import Held
from xietong.web.problems import ProblemError

_MOST = 40


@dataclass(frozen=True, slots=True)
class View:
    """A view of an analysis: its question."""

    question: Question

    @property
    def kind(self) -> Analysis:
        """The analysis."""
        return self.question.kind

    def link(self, page: str = "", **changes: object) -> str:
        """The address of this view with some of it changed; what is as it always is stays out."""
        other = replace(self.question, **changes)  # type: ignore[arg-type]
        pairs = [("indicator", one) for one in other.indicators] + [("place", one) for one in other.units]
        plain = (
            ("per", other.per), ("by", other.by), ("from", other.first), ("to", other.last), ("known", other.known),
            ("year", other.year),
        )  # fmt: skip
        pairs += [(name, value) for name, value in plain if value]
        pairs += [("less", one) for one in other.less]
        pairs += [("view", other.view)] if other.view != "latest" else []
        usual = {one.name: one.default for one in other.kind.options}
        pairs += [(name, value) for name, value in other.options if value != usual.get(name)]
        return addresses.analysis(other.analysis, page) + ("?" + urlencode(pairs) if pairs else "")

    def without(self, key: str) -> str:
        """The address without one indicator."""
        return self.link(indicators=tuple(one for one in self.question.indicators if one != key))

    def beside(self, analysis: str) -> str:
        """The address of another analysis of the same indicators and places."""
        kind, mine = analyses()[analysis], self.question
        indicators = mine.indicators[:1] if kind.takes in ("one", "flow") else mine.indicators
        known = {one.name for one in kind.options}
        options = tuple((name, value) for name, value in mine.options if name in known and kind.name == mine.analysis)
        return self.link(
            analysis=analysis, indicators=indicators, per=mine.per if kind.per else "", by=mine.by if kind.by else "",
            less=(), options=options, year=mine.year if kind.year else "",
        )  # fmt: skip


def year_of(text: str) -> str:
    """A year as typed. ProblemError where it is none."""
    text = text.strip()
    if text and not (len(text) == 4 and text.isascii() and text.isdigit() and text != "0000"):
        raise ProblemError("bad_year", year=text)
    return text


def _written(
    request: Request,
    workspace: Held,
    name: str,
    indicator: Annotated[list[str], Query(description="codes, names or phrases", max_length=_MOST)] = [],  # noqa: B006
    place: Annotated[list[str], Query(description="places, or one of provinces, members, cities", max_length=80)] = [],  # noqa: B006
    per: Annotated[str, Query(description="the indicator to divide by")] = "",
    by: Annotated[str, Query(description="the indicator that weighs places")] = "",
    less: Annotated[list[str], Query(description="indicators of which less is better", max_length=_MOST)] = [],  # noqa: B006
    first: Annotated[str, Query(alias="from", description="first year")] = "",
    last: Annotated[str, Query(alias="to", description="last year")] = "",
    known: Annotated[str, Query(description="a day, month or year: only what was made known by its end")] = "",
    view: Annotated[Literal["latest", "first"], Query(description="the latest release, or the first")] = "latest",
    year: Annotated[str, Query(description="the year that is looked at")] = "",
) -> View:
    try:
        day = str(Period.parse(known.strip()).end) if known.strip() else ""
    except ValueError:
        raise ProblemError("bad_date", date=known) from None
    question = Question(
        name, tuple(indicator), tuple(place), year_of(first), year_of(last), day, view, per.strip(), by.strip(), tuple(less),
        year_of(year),
    )  # fmt: skip
    try:
        known_options = [one.name for one in question.kind.options]
    except NotFoundError:
        raise ProblemError("not_found") from None
    asked = ((one, request.query_params.get(one, "").strip()) for one in known_options)
    return View(
        workspace.regional.keyed(replace(question, options=tuple((one, value) for one, value in asked if value)))
    )


Written = Annotated[View, Depends(_written)]
