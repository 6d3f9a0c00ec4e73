"""Changes against the levels they are changes of: growth, differences, multiples, annual averages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise

from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.observations.arithmetic import (
    HUNDRED,
    ONE,
    Compute,
    Computed,
    difference,
    growth,
    multiple,
    wrong_change,
    wrong_percent,
    wrong_rate,
    yearly,
)
from xietong.observations.beside import YEARLY, years_said
from xietong.observations.figures import Figure, at_constant_prices, same_time, same_unit
from xietong.observations.finding import finding, printed, spread
from xietong.observations.named import goes_into
from xietong.observations.same import akin, bare
from xietong.statements.model import Statement


class Levels:
    """The reported levels of some documents, by what they measure."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_thing: dict[tuple[str, tuple[str, ...]], list[Figure]] = defaultdict(list)
        self._by_time: dict[tuple[tuple[str, tuple[str, ...]], date], list[Figure]] = defaultdict(list)
        self._by_end: dict[tuple[str, tuple[str, ...], date], list[Figure]] = defaultdict(list)
        for figure in figures:
            if figure.actual_level and figure.period is not None and figure.statement.form == "number":
                self._by_thing[figure.thing].append(figure)
                self._by_time[(figure.thing, figure.period.end)].append(figure)
                self._by_end[(figure.document, figure.thing[1], figure.period.end)].append(figure)

    def of(self, figure: Figure) -> list[Figure]:
        """All levels of the thing a change is of, in any unit."""
        found = self._by_thing.get(figure.thing, [])
        return (
            found if figure.thing[0] else [one for one in found if one.line == figure.line]
        )  # nameless: its own sentence

    def series(self) -> list[list[Figure]]:
        """For each thing the levels of years (or of one part of each year), one a year, in order."""
        found: list[list[Figure]] = []
        for levels in self._by_thing.values():
            kinds: dict[tuple[object, ...], dict[int, Figure]] = defaultdict(dict)
            for level in levels:
                assert level.period is not None
                start = level.period.start
                kind = (
                    level.statement.unit,
                    level.period.end.month,
                    start and (start.month, start.day, level.period.end.year - start.year),
                )
                kinds[kind].setdefault(level.period.end.year, level)
            found += [[by_year[year] for year in sorted(by_year)] for by_year in kinds.values()]
        return found

    def at(self, figure: Figure, when: Period | None) -> list[Figure]:
        """Those of one time, the nearest to the figure first."""
        if when is None:
            return []
        found = self._by_time.get((figure.thing, when.end), [])
        found = [level for level in found if same_time(level.period, when)]
        if not figure.thing[0]:  # nameless: its own sentence
            found = [level for level in found if level.line == figure.line]
        return _different(sorted(found, key=lambda level: _distance(level, figure)))

    def shortened(self, figure: Figure, when: Period) -> list[Figure]:
        """Those of one time and its unit, earlier in its document, whose name has the characters of its name in order."""
        name = bare(figure.statement.indicator)
        return [
            level
            for (document, where, end), found in self._by_end.items()
            if document == figure.document
            and end == when.end
            and (where == figure.thing[1] or not where or not figure.thing[1])
            for level in found
            if same_unit(level, figure)
            and level.statement.start < figure.statement.start
            and same_time(level.period, when)
            and goes_into(name, level.statement.indicator)
        ]

    def akin(self, figure: Figure, when: Period | None) -> list[Figure]:
        """Those of one time in its document whose name is a longer or shorter one for the same (床位, 养老床位)."""
        if when is None:
            return []
        at_end = self._by_end.get((figure.document, figure.thing[1], when.end), ())
        return [level for level in at_end if same_time(level.period, when) and akin(level, figure)]


_MOST = 20  # different values of one thing and time, above which nothing can be told by them


def _different(levels: list[Figure]) -> list[Figure]:
    """Of levels with one value the first; none of too many."""
    first: dict[tuple[object, ...], Figure] = {}
    for level in levels:
        first.setdefault((level.document, level.values, level.period, level.statement.unit), level)
    return list(first.values()) if len(first) <= _MOST else []


def _distance(level: Figure, figure: Figure) -> tuple[bool, int]:
    return level.document != figure.document, abs(level.statement.start - figure.statement.start)


def check_changes(figures: list[Figure]) -> Iterator[Issue]:
    """Every change whose two levels are printed."""
    levels = Levels(figures)
    rates = [one for one in figures if _is_rate(one)]
    for index, figure in enumerate(figures):
        if figure.statement.modality != "actual":
            continue
        yearly_rate = YEARLY.search(_before(figure)) or (index and _again_yearly(figures[index - 1], figure))
        if figure.statement.measure == "growth" and yearly_rate and not _OF_PLAN.search(_before(figure)):
            based = figure if figure.base is not None else _since_last(figure, levels)
            yield from _average(based, levels) if based is not None else ()
            continue
        if figure.base is None:
            continue
        compute = _compute(figure)
        each_year = figure.statement.measure == "difference" and YEARLY.search(_before(figure))
        if compute is None or each_year or (index and _one_of_list(figures[index - 1], figure)):
            continue
        pairs = _pairs(figure, levels, figure.period) or _from_beside(figure, figures[index - 1], levels)
        pairs = pairs or _shortened(figure, figures[index - 1], levels)
        if not pairs and index + 1 < len(figures):
            pairs = _led_to(figure, figures[index + 1], levels)
        computed = _compare(figure, pairs, compute)
        if computed:
            yield wrong_change(figure, computed)
        elif not pairs and figure.statement.measure == "growth":
            yield from _of_rates(figure, rates)
    yield from _implied(figures)
    yield from _of_whole(figures)


_OF_PLAN = re.compile(r"十[一二三四五]五[”」]?(?:时期|期间)?以来")  # “十四五”以来: since no year that is said


def _again_yearly(before: Figure, figure: Figure) -> bool:
    """年均增速超过30%，达到32.8%: the yearly rate once more."""
    same = before.line == figure.line and before.document == figure.document and before.statement.unit == "%"
    again = same and re.fullmatch(r"，?(?:达到?|为)(?:了|约|近)*", _between(before.statement, figure.statement))
    return bool(again) and bool(YEARLY.search(_before(before)))


def _of_whole(figures: list[Figure]) -> Iterator[Issue]:
    """2021年比2016年累计增长97.1%，年均增长18.5%: the whole change makes the yearly one."""
    for whole, rate in pairwise(figures):
        one, other = whole.statement, rate.statement
        beside = whole.document == rate.document and whole.line == rate.line and 0 < other.start - one.end < _BESIDE
        if not beside or one.measure not in ("growth", "multiple") or other.measure != "growth" or other.unit != "%":
            continue
        if not YEARLY.search(_between(one, other)) or YEARLY.search(_before(whole)[-12:]) or other.modality != "actual":
            continue
        if whole.base is None or whole.period is None or at_constant_prices(whole) != at_constant_prices(rate):
            continue
        steps = whole.period.end.year - whole.base.end.year
        if (
            steps < 2
            or years_said(_between(one, other)) not in (0, steps)
            or re.search(r"[；。\d]", _between(one, other))
        ):
            continue
        times = whole.values if one.measure == "multiple" and one.note != "increase" else whole.values / HUNDRED + ONE
        times = whole.values + ONE if one.measure == "multiple" and one.note == "increase" else times
        try:
            computed = (times.root(steps) - ONE) * HUNDRED
        except ValueError:
            continue
        if not computed.meets(rate.values):
            shown = spread(computed, "%")
            yield finding(
                "chained_average", "error", [rate, whole], f"{printed(whole)}^(1/{steps}) → {shown} ≠ {printed(rate)}",
                said=printed(rate), whole=printed(whole), steps=str(steps), result=shown,
            )  # fmt: skip


_BESIDE = 24


def _between(one: Statement, other: Statement) -> str:
    """The words between two figures of one sentence."""
    if one.sentence_start == other.sentence_start:
        return one.sentence[one.end - one.sentence_start : other.start - one.sentence_start]
    return other.sentence[: max(0, other.start - other.sentence_start)]


def _one_of_list(before: Figure, figure: Figure) -> bool:
    """分别增长13.6%和3.0%, both read as of one thing: they are of two, and which is of which is not known."""
    one, other = before.statement, figure.statement
    beside = before.document == figure.document and 0 < other.start - one.end <= 1
    return (
        beside
        and before.thing == figure.thing
        and (one.measure, before.period, before.base)
        == (
            other.measure,
            figure.period,
            figure.base,
        )
    )


def _is_rate(figure: Figure) -> bool:
    one = figure.statement
    return one.unit == "%" and one.measure in ("share", "level") and one.modality == "actual" and one.form == "number"


def _of_rates(figure: Figure, rates: list[Figure]) -> Iterator[Issue]:
    """森林覆盖率2016年为51.0%, elsewhere 2017年达到54.8%，提升3.8%: points, not per cent."""
    own = [
        one
        for one in rates
        if one.document == figure.document and one.thing[1] == figure.thing[1] and akin(one, figure)
    ]
    later = [one for one in own if same_time(one.period, figure.period)]
    earlier = [one for one in own if same_time(one.period, figure.base)]
    if len(later) == len(earlier) == 1 and "占" not in _before(figure)[-12:]:
        yield from wrong_percent(figure, later[0], earlier[0])


def _compute(figure: Figure) -> Compute | None:
    """How a change follows from two levels; None for one that does not."""
    one = figure.statement
    if one.measure == "difference":
        return difference if one.unit not in ("百分点", "") else None
    if one.measure not in ("growth", "multiple") or at_constant_prices(figure):
        return None
    return growth if one.measure == "growth" else partial(multiple, more=one.note == "increase")


def _before(figure: Figure) -> str:
    return figure.statement.sentence[: figure.statement.start - figure.statement.sentence_start + 1]


def _pairs(figure: Figure, levels: Levels, when: Period | None) -> list[tuple[Figure, Figure]]:
    """Levels at a time and at the base of a change, printed in one unit (that of a difference), nearest first."""
    if when is None:
        return []
    unit = figure.statement.unit if figure.statement.measure == "difference" else ""
    later = levels.at(figure, when) or _last(figure, levels) or levels.akin(figure, when)
    if not later:
        return []
    earlier = [*levels.at(figure, figure.base), *_year_before(figure, levels)] or levels.akin(figure, figure.base)
    return [
        (after, before)
        for after in later
        for before in earlier
        if same_unit(after, before) and after is not before and (not unit or same_unit(figure, after))
    ]


def _from_beside(figure: Figure, before: Figure, levels: Levels) -> list[tuple[Figure, Figure]]:
    """眼下职工8600人，比2013年少了四成多: a level right before its change needs no date."""
    same_line = before.document == figure.document and before.line == figure.line and before is not figure
    if figure.base is None or figure.period is not None or not same_line or not before.actual_level:
        return []
    if before.period is not None or before.thing[1] != figure.thing[1] or not akin(before, figure):
        return []
    bases = levels.at(figure, figure.base) or levels.akin(figure, figure.base)
    return [(before, base) for base in bases if base.statement.unit == before.statement.unit]


def _shortened(figure: Figure, before: Figure, levels: Levels) -> list[tuple[Figure, Figure]]:
    """2017年…受理劳动争议A。2023年仅受理B，比2017年下降c: a level right before its change, whose name shortens that of the
    one earlier level of the base in its unit."""
    same_line = before.document == figure.document and before.line == figure.line and before is not figure
    if figure.base is None or not same_line or not before.actual_level or before.period != figure.period:
        return []
    if before.statement.unit in ("", "%") or (
        figure.statement.measure == "difference" and not same_unit(before, figure)
    ):
        return []
    if figure.thing[1] != before.thing[1] or re.search(
        "全国|全省|同期|平均", _between(before.statement, figure.statement)
    ):
        return []
    found = levels.shortened(before, figure.base)
    return [(before, found[0])] if len(found) == 1 else []


def _led_to(figure: Figure, after: Figure, levels: Levels) -> list[tuple[Figure, Figure]]:
    """2014年以来累计增长26.9%，2022年达到4625个: a change since some year, and right behind it where it has led."""
    same_line = after.document == figure.document and after.line == figure.line
    reached = re.fullmatch(
        r"，(?:总量)?(?:达到?|升至|增至|降至|为)(?:了|约|近|超过?)*", _between(figure.statement, after.statement)
    )
    if not (figure.since or reached) or not same_line or not after.actual_level or after.thing[1] != figure.thing[1]:
        return []
    if not akin(after, figure):
        return []
    bases = levels.at(figure, figure.base) + _year_before(figure, levels) or levels.akin(figure, figure.base)
    return [(after, base) for base in bases if same_unit(after, base) and base is not after]


def _last(figure: Figure, levels: Levels) -> list[Figure]:
    """What a change since some year leads to: the level of the last whole year that is printed."""
    if not figure.since or figure.period is None:
        return []
    last = figure.period.end.year
    if (figure.period.end.month, figure.period.end.day) == (12, 31):
        return levels.at(figure, Period.year(last))
    return levels.at(figure, Period.year(last)) or levels.at(figure, Period.year(last - 1))


def _year_before(figure: Figure, levels: Levels) -> list[Figure]:
    """2014年以来 may mean on 2013 as well."""
    assert figure.base is not None
    return levels.at(figure, Period.year(figure.base.end.year - 1)) if figure.since else []


def _compare(figure: Figure, pairs: list[tuple[Figure, Figure]], compute: Compute) -> Computed | None:
    """What the nearest levels make of a change, where no levels of these names make it what is said."""
    try:
        results = [compute(after, before) for after, before in pairs]
    except ValueError:
        return None
    # 空气质量指数同比改善8.1%: what is better is not always more
    either = "改善" in _before(figure)[-12:]
    said = (figure.values, -figure.values) if either else (figure.values,)
    if not results or any(one.values.meets(values) for one in results for values in said):
        return None
    return results[0]


def _since_last(figure: Figure, levels: Levels) -> Figure | None:
    """2014年…A。（paragraphs）2023年…B，年均增长g: over the years since the one earlier value that the text gives."""
    if figure.period is None or not figure.period.is_year:
        return None
    if not any(level.line == figure.line for level in levels.at(figure, figure.period)):
        return None  # a rate that stands alone may be of anything
    told = {
        level.period
        for level in levels.of(figure)
        if level.document == figure.document
        and level.statement.start < figure.statement.start
        and level.period is not None
        and level.period.end.year < figure.period.end.year
    }
    return replace(figure, base=told.pop()) if len(told) == 1 else None


def _average(figure: Figure, levels: Levels) -> Iterator[Issue]:
    """年均: over as many steps as there are years from the base to the end."""
    if figure.period is None or figure.base is None:
        return
    steps = figure.period.end.year - figure.base.end.year
    if steps < 2 or at_constant_prices(figure) or years_said(_before(figure)) not in (0, steps):
        return
    pairs = _pairs(figure, levels, Period.year(figure.period.end.year))
    computed = _compare(figure, pairs, partial(yearly, years=steps))
    if computed is None:
        return
    near = (other for other in (steps - 1, steps + 1) if other > 0)
    ends = computed.later, computed.earlier
    hint = next((other for other in near if yearly(*ends, other).values.meets(figure.values)), 0)
    yield wrong_change(figure, computed, steps=str(steps), hint=f"（{printed(figure)} = ^(1/{hint})）" if hint else "")


def _implied(figures: list[Figure]) -> Iterator[Issue]:
    """A level, its change in its own unit and its rate, printed together: two of them make the third."""
    for index, rate in enumerate(figures):
        if rate.statement.measure != "growth" or rate.base is None or at_constant_prices(rate):
            continue
        near = [
            one
            for one in figures[max(0, index - 3) : index + 4]
            if one.document == rate.document and one.line == rate.line and one.thing == rate.thing
        ]
        level = next((one for one in near if one.actual_level and same_time(one.period, rate.period)), None)
        change = next((one for one in near if one.statement.measure == "difference" and one.base == rate.base), None)
        if level is None or change is None or level.statement.unit != change.statement.unit:
            continue
        try:
            computed = change.values / (level.values - change.values) * HUNDRED
        except ValueError:
            continue
        if computed.meets(rate.values):
            continue
        yield wrong_rate(rate, level, change, computed)
