"""What the explorer was asked for: all of it in the query of its address, and back into one."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query

from xietong.core.period import Period
from xietong.observations.pivot import Grain
from xietong.observations.series import View
from xietong.statements.model import Measure
from xietong.web.problems import ProblemError

Shown = Literal["table", "lines", "multiples", "map"]
SHOWN: tuple[Shown, ...] = ("table", "lines", "multiples", "map")
_MOST = 40  # indicators, or places, in one address


@dataclass(frozen=True, slots=True)
class Asked:
    """A view. `indicators` and `places` are keys of observations; `first` and `last` years or empty; `measure` empty for
    the one most is known of; `period` the column of the map; `written`: the day as it was typed."""

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    measure: Measure | Literal[""] = ""
    first: str = ""
    last: str = ""
    known: str = ""
    view: View = "latest"
    shown: Shown = "table"
    grain: Grain = "year"
    period: str = ""

    def link(self, **changes: object) -> str:
        """The address of this view with some of it changed; what is as it always is stays out of it."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        pairs: list[tuple[str, str]] = []
        for field in fields(Asked):
            value = getattr(other, field.name)
            if value == field.default:
                continue
            many = value if isinstance(value, tuple) else (value,)
            pairs += [(_NAMES.get(field.name, field.name), str(one)) for one in many]
        return "/explore" + ("?" + urlencode(pairs) if pairs else "")

    def without(self, kind: Literal["indicators", "places"], key: str) -> str:
        """The address of this view without one indicator or place."""
        return self.link(**{kind: tuple(one for one in getattr(self, kind) if one != key)})


_NAMES = {"indicators": "indicator", "places": "place", "first": "from", "last": "to", "shown": "show"}


def _year(text: str) -> str:
    text = text.strip()
    if text and not (len(text) == 4 and text.isascii() and text.isdigit() and text != "0000"):
        raise ProblemError("bad_year", year=text)
    return text


def _written(
    indicator: Annotated[list[str], Query(description="codes, names or phrases", max_length=_MOST + 1)] = [],  # noqa: B006
    place: Annotated[list[str], Query(description="places, joint places or flows", max_length=_MOST + 1)] = [],  # noqa: B006
    measure: Measure | Literal[""] = "",
    first: Annotated[str, Query(alias="from", description="first year")] = "",
    last: Annotated[str, Query(alias="to", description="last year")] = "",
    known: Annotated[str, Query(description="a day, month or year: only what was made known by its end")] = "",
    view: Annotated[View, Query(description="of each period the latest release, or the first")] = "latest",
    show: Annotated[Shown, Query(description="table, lines, multiples (small charts) or map (tiles)")] = "table",
    grain: Annotated[Grain, Query(description="by year, or all periods")] = "year",
    period: Annotated[str, Query(description="of the map")] = "",
) -> Asked:
    try:
        day = str(Period.parse(known.strip()).end) if known.strip() else ""
    except ValueError:
        raise ProblemError("bad_date", date=known) from None
    return Asked(
        tuple(dict.fromkeys(one.strip() for one in indicator if one.strip())),
        tuple(dict.fromkeys(one.strip() for one in place if one.strip())),
        measure, _year(first), _year(last), day, view, show, grain, period.strip(),
    )  # fmt: skip


Written = Annotated[Asked, Depends(_written)]
"""As it stands in the address: indicators and places may still be names."""
