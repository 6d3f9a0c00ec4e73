"""Figures of one thing that cannot all hold: two values, a part of a year above the year, rows that were copied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from xietong.core.interval import Interval
from xietong.core.issue import Issue, Severity
from xietong.core.period import Period
from xietong.observations.changes import Levels
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, number, printed, spread

_GROWING = ("超", "突破", "余", "多")


def check_conflicts(figures: list[Figure]) -> Iterator[Issue]:
    """Between figures of one document and of several."""
    yield from _values(figures)
    yield from _parts_of_years(figures)
    yield from _copied(figures)


def _comparable(figure: Figure) -> bool:
    """Whether a figure names its thing well enough to be compared with another of the same name."""
    one = figure.statement
    return (
        one.modality == "actual"
        and one.measure == "level"
        and bool(figure.thing[1])
        and (bool(figure.link.code) or len(figure.thing[0]) >= 5)
    )


def _values(figures: list[Figure]) -> Iterator[Issue]:
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if _comparable(figure) and figure.period is not None:
            scope = tuple(sorted(figure.statement.scope))
            groups[(figure.thing, figure.statement.unit, str(figure.period), scope)].append(figure)
    for group in groups.values():
        yield from _disagreements(group)


def _disagreements(group: list[Figure]) -> Iterator[Issue]:
    said: set[tuple[str, str]] = set()
    for one, other in combinations(group, 2):
        pair = (printed(one), printed(other))
        if pair in said:
            continue
        if one.values.meets(other.values):
            if one.statement.value == other.statement.value and one.statement.modifier != other.statement.modifier:
                said.add(pair)
                yield finding("relation", "note", [one, other], f"{pair[0]} ~ {pair[1]}", said=pair[0], other=pair[1])
            continue
        if one.document == other.document and one.line == other.line:
            continue  # two amounts in one sentence are parts of a list, not two values of one thing
        said.add(pair)
        gap = number(one.values.distance(other.values), one.statement.unit)
        severity: Severity = "error" if one.document == other.document else "warning"
        yield finding(
            "values", severity, [one, other], f"{pair[0]} | {pair[1]}: {gap}", said=pair[0], other=pair[1], result=gap
        )


# --- parts of a year -------------------------------------------------------------------------------------------------


def _is_year(period: Period | None) -> bool:
    if period is None or period.start is None:
        return False
    ends = (period.start.month, period.start.day, period.end.month, period.end.day)
    return period.start.year == period.end.year and ends == (1, 1, 12, 31)


def _is_part(period: Period | None) -> bool:
    if period is None or period.start is None or _is_year(period):
        return False
    return period.start.year == period.end.year and (period.end - period.start).days >= 27


def _is_flow(figure: Figure) -> bool:
    """Whether values of parts of a year add up to the year's."""
    if figure.known is not None:
        return figure.known.time == "sum"
    return figure.statement.unit in ("元", "美元", "吨", "标准箱", "人次", "千瓦时")


def _parts_of_years(figures: list[Figure]) -> Iterator[Issue]:
    levels = Levels(figures)
    growths = [one for one in figures if one.statement.measure == "growth" and _is_part(one.period)]
    for part in figures:
        if not part.actual_level or not _is_part(part.period) or not _is_flow(part) or part.statement.form != "number":
            continue
        assert part.period is not None
        year = part.period.end.year
        for whole in levels.of(part):
            if whole.statement.unit != part.statement.unit or not _is_year(whole.period):
                continue
            assert whole.period is not None
            if whole.period.end.year == year and _above(part.values, whole.values):
                yield finding(
                    "period_exceeds", "error", [part, whole], f"{printed(part)} > {printed(whole)}",
                    part=printed(part), whole=printed(whole), part_period=str(part.period), whole_period=str(year),
                )  # fmt: skip
            elif whole.period.end.year == year - 1:
                yield from _chained(part, whole, growths)


def _chained(part: Figure, whole: Figure, growths: list[Figure]) -> Iterator[Issue]:
    """前11个月X，增长g: the same months of the year before were X/(1+g), and not more than that whole year."""
    for rate in growths:
        if rate.thing != part.thing or rate.period != part.period or rate.document != part.document:
            continue
        try:
            before = part.values / (Interval.exactly(1) + rate.values / Interval.exactly(100))
        except ValueError:
            continue
        if _above(before, whole.values):
            shown = spread(before, part.statement.unit)
            assert whole.period is not None
            yield finding(
                "chained", "error", [part, rate, whole],
                f"{printed(part)} ÷ (1 + {printed(rate)}) = {shown} > {printed(whole)}",
                part=printed(part), part_period=str(part.period), rate=printed(rate), result=shown,
                whole=printed(whole),
            )  # fmt: skip


def _above(one: Interval, other: Interval) -> bool:
    return one.low is not None and other.high is not None and one.low > other.high


# --- copied rows -----------------------------------------------------------------------------------------------------


def _copied(figures: list[Figure]) -> Iterator[Issue]:
    """Two lists of three or more different figures, the same for different things."""
    rows: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if "分别" in figure.statement.sentence or "依次" in figure.statement.sentence:
            rows[(figure.document, figure.statement.sentence)].append(figure)
    seen: dict[tuple[object, ...], list[Figure]] = {}
    for row in rows.values():
        if len(row) < 3 or len({figure.statement.value for figure in row}) < 3:
            continue
        key = tuple((figure.statement.value, figure.statement.unit, figure.statement.measure) for figure in row)
        other = seen.setdefault(key, row)
        if other is row or other[0].thing[0] == row[0].thing[0]:
            continue
        if not all(figure.statement.quote.count(".") for figure in row):
            continue  # round figures are often alike
        listed = "、".join(printed(figure) for figure in row)
        yield finding(
            "copied", "warning", [*row, *other], listed, parts=listed, one=row[0].statement.indicator,
            other=other[0].statement.indicator,
        )  # fmt: skip
