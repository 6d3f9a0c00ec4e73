"""The course of a series: reversals that two figures hide, a value out of line by a power of ten, copied rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.observations import places
from xietong.observations.changes import Levels
from xietong.observations.figures import Figure, at_constant_prices
from xietong.observations.finding import finding, number, printed, spread
from xietong.observations.same import akin
from xietong.statements.places import find_places

_HUNDRED = Interval.exactly(100)
_ONE = Interval.exactly(1)
_AROUND = 2  # years before and after a change within which another level says something of its course


def check_courses(figures: list[Figure]) -> Iterator[Issue]:
    """All that only several times together show."""
    levels = Levels(figures)
    for figure in figures:
        one = figure.statement
        if (
            one.measure == "growth"
            and one.modality == "actual"
            and figure.base is not None
            and figure.period is not None
        ):
            yield from _reversal(figure, levels)
    yield from _outrun(figures)
    yield from _turns(figures, levels)
    yield from _out_of_line(levels)
    yield from _copied(figures, levels)


def _reversal(figure: Figure, levels: Levels) -> Iterator[Issue]:
    """A long change whose end lies behind a level printed for a year in between: worth knowing."""
    assert figure.period is not None
    assert figure.base is not None
    first, last = figure.base.end.year, figure.period.end.year
    if last - first < 2 or at_constant_prices(figure):
        return
    falls = figure.statement.value[0] < 0
    for before in levels.at(figure, figure.base):
        try:
            reached = before.values * (_ONE + figure.values / _HUNDRED)
        except ValueError:
            continue
        for between in levels.of(figure):
            assert between.period is not None
            year = between.period.end.year
            if not first < year < last or between.statement.unit != before.statement.unit:
                continue
            behind = reached.above(between.values) if falls else between.values.above(reached)
            if behind:
                shown = spread(reached, before.statement.unit)
                yield finding(
                    "reversal", "note", [figure, before, between],
                    f"{printed(before)} × (1 + {number(figure.statement.value[0])}%) = {shown}; {year}: {printed(between)}",
                    base=printed(before), said=printed(figure), year=str(last), result=shown,
                    between=printed(between), between_year=str(year),
                )  # fmt: skip
                return


def _outrun(figures: list[Figure]) -> Iterator[Issue]:
    """2022年比2013年增长61.2%, 2023年比2013年增长52.0%: on one base, so that the last year went the other way."""
    changes: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        one = figure.statement
        long = (
            figure.base is not None and figure.period is not None and figure.period.end.year - figure.base.end.year > 1
        )
        if one.measure == "growth" and one.modality == "actual" and long and "年均" not in one.scope:
            changes[(figure.thing, figure.base, at_constant_prices(figure))].append(figure)
    for found in changes.values():
        ordered = sorted(found, key=lambda one: one.period.end if one.period is not None else date.min)
        for earlier, later in pairwise(ordered):
            if earlier.period == later.period or earlier.statement.value[0] * later.statement.value[0] <= 0:
                continue
            rises = earlier.statement.value[0] > 0
            if earlier.values.above(later.values) if rises else later.values.above(earlier.values):
                listed = f"{printed(earlier)} ({_year(earlier)}) → {printed(later)} ({_year(later)})"
                yield finding("turn", "note", [later, earlier], listed, said=listed)


def _turns(figures: list[Figure], levels: Levels) -> Iterator[Issue]:
    """由A降至B, and a level printed elsewhere for the year before A that lies below A: it rose first."""
    for before, after in pairwise(figures):
        if not _from_to(before, after):
            continue
        assert before.period is not None
        assert after.period is not None
        first, last = before.period.end.year, after.period.end.year
        falls = before.values.above(after.values)
        for other in levels.of(before):
            assert other.period is not None
            year = other.period.end.year
            if other.document == before.document or other.statement.unit != before.statement.unit:
                continue
            if not _as_long(other.period, before.period):
                continue
            if first - _AROUND <= year < first:
                turned = before.values.above(other.values) if falls else other.values.above(before.values)
            elif last < year <= last + _AROUND:
                turned = other.values.above(after.values) if falls else after.values.above(other.values)
            else:
                continue
            if turned:
                years = sorted([(year, other), (first, before), (last, after)], key=lambda one: one[0])
                listed = " → ".join(f"{printed(figure)} ({when})" for when, figure in years)
                yield finding("turn", "note", [before, other, after], listed, said=listed)


def _as_long(one: Period, other: Period) -> bool:
    """A quarter and a year are no course of one figure; two dates ("as of") are."""
    return _span(one) == _span(other)


def _span(period: Period) -> int | None:
    """Length in months, rounded; None for a date."""
    return None if period.start is None else round((period.end - period.start).days / 30)


def _from_to(before: Figure, after: Figure) -> bool:
    """Whether two figures are the ends of one change: 由2014年的A降至2022年的B."""
    one, other = before.statement, after.statement
    return (
        before.document == after.document
        and one.sentence == other.sentence
        and before.thing == after.thing
        and before.actual_level
        and after.actual_level
        and one.unit == other.unit
        and before.period is not None
        and after.period is not None
        and before.period.end.year < after.period.end.year
        and _as_long(before.period, after.period)
        and (after.values.above(before.values) or before.values.above(after.values))
    )


# --- powers of ten ---------------------------------------------------------------------------------------------------

_ALIKE = Decimal(2)  # neighbours within this ratio of each other make a line that a value can fall out of
_STEADY = Decimal("1.5")
_CLOSE = 40  # characters between two figures of one row
_BESIDE = 3  # years from a value within which its neighbours lie
_LINE = Decimal(4)  # within which all the others of a series stay


_OTHER_SCOPE = re.compile(r"并入|合并|口径|扩区|区划调整|纳入|计入|统计范围")


def _out_of_line(levels: Levels) -> Iterator[Issue]:
    """428.1、4268、431.0: one value of a series ten or more times its neighbours, which are alike."""
    for series in levels.series():
        if len(series) < 3:
            continue
        for index, figure in enumerate(series):
            others = [one for at, one in enumerate(series) if at != index]
            sizes = [abs(one.statement.value[0]) for one in others]
            if max(sizes) > _LINE * min(sizes):
                continue  # the others are no line either
            near = sorted(others, key=lambda one: abs(_year(one) - _year(figure)))[:2]
            if any(abs(_year(one) - _year(figure)) > _BESIDE for one in near):
                continue
            shift = _shift(figure, near[0], near[1])
            if shift and not _OTHER_SCOPE.search(figure.line):
                mended = number(figure.statement.value[0] / shift, figure.statement.unit)
                listed = "、".join(f"{printed(one)}（{_year(one)}）" for one in near)
                yield finding(
                    "magnitude", "warning", [figure, *near], f"{printed(figure)} ÷ {shift.normalize():f} = {mended}; {listed}",
                    said=printed(figure), others=listed, result=mended,
                )  # fmt: skip


def _shift(figure: Figure, left: Figure, right: Figure) -> Decimal:
    """The power of ten by which a value is out of line with two others; 0 where it is not."""
    value, a, b = (abs(one.statement.value[0]) for one in (figure, left, right))
    if not value or not a or not b or max(a, b) > _ALIKE * min(a, b):
        return Decimal(0)
    middle = (a * b).sqrt()
    for power in (1, 2, 3, 4, -1, -2, -3, -4):
        shift = Decimal(10) ** power
        if middle / _STEADY <= value / shift <= middle * _STEADY:
            return shift
    return Decimal(0)


def _year(figure: Figure) -> int:
    assert figure.period is not None
    return figure.period.end.year


# --- copied rows -----------------------------------------------------------------------------------------------------


def _copied(figures: list[Figure], levels: Levels) -> Iterator[Issue]:
    """Two rows of three or more different figures, the same for different things."""
    seen: dict[tuple[object, ...], list[Figure]] = {}
    said: set[frozenset[int]] = set()
    for row in (*_runs(figures), *levels.series()):
        if (
            len(row) < 3
            or sum(map(_digits, row)) < _ENOUGH
            or len({figure.statement.value for figure in row}) < 3
            or not all(map(_telling, row))
        ):
            continue
        # compared as printed: a row copied under another unit has the same numerals
        key = (
            row[0].document,
            *(("".join(re.findall(r"[\d.]", one.statement.quote)), one.statement.measure) for one in row),
        )
        other = seen.setdefault(key, row)
        if other is row or _same_row(row, other):
            continue
        about = frozenset(one.statement.start for one in (*row, *other))
        if about in said:
            continue
        said.add(about)
        shown = "、".join(printed(figure) for figure in row)
        names = [f"{places.words(places.joined(one.thing[1]))}{one.statement.indicator}" for one in (row[0], other[0])]
        yield finding("copied", "warning", [*row, *other], shown, parts=shown, one=names[0], other=names[1])


_ENOUGH = 6  # digits of a row that is hardly the same as another by chance


def _digits(figure: Figure) -> int:
    return sum(char.isdigit() for char in figure.statement.quote)


def _telling(figure: Figure) -> bool:
    """Round figures are often alike by chance: not 0 at the end but for decimals, two digits at least."""
    digits = "".join(char for char in figure.statement.quote if char.isdigit())
    return len(digits if "." in figure.statement.quote else digits.rstrip("0")) >= 2


def _same_row(row: list[Figure], other: list[Figure]) -> bool:
    """Whether two rows are one, or say the same of one thing again."""
    if {one.statement.start for one in row} & {one.statement.start for one in other}:
        return True
    things = [one.thing for one in row], [one.thing for one in other]
    one_place = things[0][0][1] == things[1][0][1] or not (_says_place(row[0]) and _says_place(other[0]))
    again = "同上" in row[0].statement.sentence + other[0].statement.sentence
    same = things[0] == things[1] or again or (akin(row[0], other[0]) and one_place)
    return same and [one.period for one in row] == [one.period for one in other]


def _says_place(figure: Figure) -> bool:
    return any(place.names for place in find_places(figure.line, 0, len(figure.line)))


def _runs(figures: list[Figure]) -> Iterator[list[Figure]]:
    """Figures of one unit, measure and phrase that follow each other closely."""
    run: list[Figure] = []
    for figure in figures:
        last = run[-1] if run else None
        if last is not None and not (
            last.document == figure.document
            and last.line == figure.line
            and (last.statement.unit, last.statement.measure) == (figure.statement.unit, figure.statement.measure)
            and last.thing[0] == figure.thing[0]
            and 0 < figure.statement.start - last.statement.end < _CLOSE
        ):
            yield run
            run = []
        run.append(figure)
    if run:
        yield run
