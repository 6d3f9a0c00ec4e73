"""Values that no place and no year has: shares above a hundred, provinces of seventy billion people (`data/limits.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.data import table
from xietong.observations import places
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed
from xietong.observations.same import named


@dataclass(frozen=True, slots=True)
class Limit:
    """One entry of `data/limits.toml`."""

    name: re.Pattern[str]
    unit: str
    bounds: Interval
    below_country: bool
    own_words: bool  # only of figures whose own clause names them
    why: dict[str, str]


@cache
def limits() -> tuple[Limit, ...]:
    """The entries of `data/limits.toml`."""
    return tuple(
        Limit(
            re.compile(f"(?:{one['name']})$"), one["unit"], Interval(Decimal(one["low"]), Decimal(one["high"])),
            one.get("below_country", False), one.get("own_words", False), {"zh": one["zh"], "en": one["en"]},
        )
        for one in table("limits.toml")["limit"]
    )  # fmt: skip


def check_limits(figures: Sequence[Figure]) -> Iterator[Issue]:
    """Every actual value, wanted ones too, against the bounds of what it is of; a change has none."""
    for figure in figures:
        one = figure.statement
        if one.measure not in ("level", "share") or one.form != "number":
            continue
        limit = next((limit for limit in limits() if limit.unit == one.unit and limit.name.search(one.indicator)), None)
        if (
            limit is None
            or figure.values.meets(limit.bounds)
            or _is_wider(figure, limit)
            or (limit.own_words and not named(figure))
        ):
            continue
        low, high = limit.bounds.low, limit.bounds.high
        yield finding(
            "implausible", "error", [figure], f"{low}…{high} ∌ {printed(figure)}", indicator=one.indicator,
            said=printed(figure), why_zh=limit.why["zh"], why_en=limit.why["en"],
        )  # fmt: skip


def _is_wider(figure: Figure, limit: Limit) -> bool:
    """Whether a bound for parts of the country meets the country, or what may be it."""
    return limit.below_country and (not figure.thing[1] or places.country() in figure.thing[1])
