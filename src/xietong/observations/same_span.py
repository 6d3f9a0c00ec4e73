"""上年同期 with no time to be the same as: of the span that the same thing is given for right beside it, a year before."""

from __future__ import annotations

import re
from dataclasses import replace

from xietong.observations.figures import Figure, same_unit

_SAME = re.compile(r"(?:上年|去年|上一年)同期[^。；]*$")
_NEAR = 200  # characters
_AROUND = 3  # figures to each side


def of_same_span(found: list[Figure]) -> list[Figure]:
    """The figures, those of 上年同期 that have no time with the one that their neighbours give them."""
    return [_dated(found, at) if _is_undated(one) else one for at, one in enumerate(found)]


def _is_undated(one: Figure) -> bool:
    if one.period is not None or not one.actual_level:
        return False
    return bool(_SAME.search("".join(one.line.partition(one.statement.quote)[0].split())))


def _dated(found: list[Figure], at: int) -> Figure:
    one = found[at]
    near = [
        other
        for other in found[max(0, at - _AROUND) : at + _AROUND + 1]
        if other.document == one.document
        and other is not one
        and abs(other.statement.start - one.statement.start) < _NEAR
        and other.thing == one.thing
        and other.actual_level
        and other.period is not None
        and other.period.start is not None
        and same_unit(other, one)
    ]
    spans = {other.period.shifted(-1) for other in near if other.period is not None}
    return replace(one, period=spans.pop()) if len(spans) == 1 else one
