"""Rates of growth of some years against the growth over all of them: 分别增长a、b和c，三年累计增长t; 年均增长g，五年累计增长t."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.observations.arithmetic import HUNDRED, ONE
from xietong.observations.beside import YEARLY, years_said
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed, spread
from xietong.observations.sentence import Row

_ALL = re.compile(
    r"(?:累计|合计|总共|共|总的|一共)[^，。；\d]{0,8}(?:增长|增幅|增|提高|上升|下降|降低|减少|降幅|涨幅|上涨)(?:率|了|为|达|约|近|超过?)*$"
)
_NEXT = re.compile(r"(?:左右)?(?:[、，]|[、，]?[和与及])(?:(?:19|20)\d\d年)?(?:同比)?(?:增长|增|下降|降)?(?:了|约|近)?")
_APART = re.compile(r"[。；]|“[^”]*$|其中|全国|全省|全球|分别为?(?:19|20)")
_FEWEST = 2


def check_rates(row: Row) -> Iterator[Issue]:
    """Every growth over several years that stands behind the rates it is made of."""
    for at in range(1, len(row)):
        said = row.figures[at]
        lead = row.lead(at)
        if not _is_rate(said) or not _ALL.search(lead) or YEARLY.search(lead) or _APART.search(lead):
            continue
        made = _of_yearly(row, at) if YEARLY.search(row.lead(at - 1)) else _of_each(row, at)
        if made is None:
            continue
        rates, results = made
        if any(result.meets(said.values) for result in results):
            continue
        shown, listed = spread(results[0], "%"), "、".join(map(printed, rates))
        yield finding(
            "cumulated", "error", [said, *rates], f"{listed} → {shown} ≠ {printed(said)}", said=printed(said),
            rates=listed, result=shown,
        )  # fmt: skip


def _is_rate(figure: Figure) -> bool:
    one = figure.statement
    return one.measure == "growth" and one.unit == "%" and one.form == "number" and one.modality == "actual"


def _of_yearly(row: Row, at: int) -> tuple[list[Figure], list[Interval]] | None:
    """年均增长g over the years that either rate is said to be over, or the years of its period."""
    rate = row.figures[at - 1]
    told = {years_said(row.lead(at)), years_said(row.lead(at - 1)), _steps(rate), _steps(row.figures[at])} - {0, 1}
    if not _is_rate(rate) or not told:
        return None
    try:
        return [rate], [(_power(rate.values / HUNDRED + ONE, years) - ONE) * HUNDRED for years in sorted(told)]
    except ValueError:
        return None


def _steps(figure: Figure) -> int:
    if figure.period is None or figure.base is None:
        return 0
    return max(0, figure.period.end.year - figure.base.end.year)


def _power(values: Interval, years: int) -> Interval:
    result = ONE
    for _ in range(years):
        result = result * values
    return result


def _of_each(row: Row, at: int) -> tuple[list[Figure], list[Interval]] | None:
    """分别增长a、b和c: the rates of single years listed right before, as many as the years the whole is said to be of."""
    first = at - 1
    while first > 0 and _is_rate(row.figures[first - 1]) and _NEXT.fullmatch(row.lead(first)):
        first -= 1
    rates = list(row.figures[first:at])
    count = years_said(row.lead(at)) or _years_before(row.lead(at))
    if len(rates) < _FEWEST or count != len(rates) or not all(map(_is_rate, rates)):
        return None
    if len({one.thing for one in rates}) > 1 and len({one.period for one in rates}) == 1:
        return None  # rates of several things in one year
    result = ONE
    try:
        for one in rates:
            result = result * (one.values / HUNDRED + ONE)
        return rates, [(result - ONE) * HUNDRED]
    except ValueError:
        return None


_YEARS = re.compile(r"([两二三四五六七八九])年")


def _years_before(lead: str) -> int:
    found = _YEARS.search(lead)
    return "零一二三四五六七八九".index(found[1].replace("两", "二")) if found else 0
