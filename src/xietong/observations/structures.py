"""Structures in per cent (6.2:35.7:58.1): their parts come to 100, and are those that the levels printed beside them make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations.figures import Figure, same_time
from xietong.observations.finding import finding, number, printed, spread
from xietong.observations.printed import parts

_HUNDRED = Decimal(100)
_LEAST = 3
_INDUSTRIES = ("VA_1", "VA_2", "VA_3")


def check_structure(figure: Figure, names: Mapping[tuple[str, str], Sequence[Figure]]) -> Iterator[Issue]:
    """One structure; `names` gives the levels of a document by ("code", code)."""
    intervals = parts(figure.statement)
    if len(intervals) < _LEAST or any(one.high is None or one.high > 101 for one in intervals):
        return
    total = added(intervals)
    middle = sum(figure.statement.value, Decimal(0))
    of_shares = re.search(r"产业|结构|构成", figure.statement.indicator + figure.statement.sentence)
    low, high = (Decimal(40), Decimal(200)) if of_shares else (Decimal(80), Decimal(120))
    if _HUNDRED not in total and low < middle < high:
        yield finding(
            "ratio_sum", "error", [figure], f"{' + '.join(str(v) for v in figure.statement.value)} = {number(middle)}",
            said=printed(figure), result=number(middle),
        )  # fmt: skip
    elif _HUNDRED in total and re.search("产业", figure.statement.indicator + figure.statement.sentence):
        yield from _against_levels(figure, intervals, names)


def _against_levels(
    figure: Figure, intervals: Sequence[Interval], names: Mapping[tuple[str, str], Sequence[Figure]]
) -> Iterator[Issue]:
    """三次产业结构为a:b:c beside the value added of each: where one at least fits, all must; the last digit may be one off."""
    levels = [_level(figure, code, names) for code in ("GDP", *_INDUSTRIES)]
    known = [one for one in levels if one is not None]
    if (
        len(known) != len(levels)
        or len(intervals) != len(_INDUSTRIES)
        or len({one.statement.unit for one in known}) > 1
    ):
        return
    try:
        made = [one.values / known[0].values * Interval.exactly(100) for one in known[1:]]
    except ValueError:
        return
    digit = Decimal(1).scaleb(min(int(value.as_tuple().exponent) for value in figure.statement.value))
    fits = [result.meets(said + Interval(-digit, digit)) for result, said in zip(made, intervals, strict=True)]
    if not any(fits) or all(fits):
        return
    at = fits.index(False)
    part, shown = known[1 + at], spread(made[at], "%")
    yield finding(
        "share", "error", [figure, part, known[0]],
        f"{printed(part)} ÷ {printed(known[0])} × 100 = {shown} ≠ {figure.statement.value[at]}",
        part=printed(part), whole=printed(known[0]), result=shown, said=printed(figure),
    )  # fmt: skip


def _level(figure: Figure, code: str, names: Mapping[tuple[str, str], Sequence[Figure]]) -> Figure | None:
    own = [
        one
        for one in names.get(("code", code), ())
        if one.document == figure.document
        and one.thing[1] == figure.thing[1]
        and (same_time(one.period, figure.period) or figure.period is None)
    ]
    return min(own, key=lambda one: abs(one.statement.start - figure.statement.start), default=None)
