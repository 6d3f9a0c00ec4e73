"""Changes against the levels they are changes of: growth, differences, multiples, annual averages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.observations.beside import years_said
from xietong.observations.figures import Figure, at_constant_prices, same_time
from xietong.observations.finding import finding, printed, spread

_HUNDRED = Interval.exactly(100)
_ONE = Interval.exactly(1)


class Levels:
    """The reported levels of some documents, by what they measure."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_thing: dict[tuple[str, tuple[str, ...]], list[Figure]] = defaultdict(list)
        for figure in figures:
            if figure.actual_level and figure.period is not None and figure.statement.form == "number":
                self._by_thing[figure.thing].append(figure)

    def of(self, figure: Figure) -> list[Figure]:
        """All levels of the thing a change is of, in any unit."""
        return self._by_thing.get(figure.thing, [])

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
        found = [level for level in self.of(figure) if same_time(level.period, when)]
        return sorted(found, key=lambda level: _distance(level, figure))


def _distance(level: Figure, figure: Figure) -> tuple[bool, int]:
    return level.document != figure.document, abs(level.statement.start - figure.statement.start)


def check_changes(figures: list[Figure]) -> Iterator[Issue]:
    """Every change whose two levels are printed."""
    levels = Levels(figures)
    for figure in figures:
        if figure.statement.modality != "actual" or figure.base is None or figure.period is None:
            continue
        measure, unit = figure.statement.measure, figure.statement.unit
        if measure == "growth" and "年均" in _before(figure):
            yield from _average(figure, levels)
        elif measure == "growth":
            yield from _growth(figure, levels)
        elif measure == "multiple":
            yield from _multiple(figure, levels)
        elif measure == "difference" and unit not in ("百分点", ""):
            yield from _difference(figure, levels)
    yield from _implied(figures)


def _before(figure: Figure) -> str:
    return figure.statement.sentence[: figure.statement.start - figure.statement.sentence_start + 1]


def _pairs(figure: Figure, levels: Levels) -> list[tuple[Figure, Figure]]:
    """Levels at the time of a change and at its base, printed in one unit, nearest first."""
    return [
        (after, before)
        for after in levels.at(figure, figure.period)
        for before in levels.at(figure, figure.base)
        if after.statement.unit == before.statement.unit and after is not before
    ]


def _growth(figure: Figure, levels: Levels) -> Iterator[Issue]:
    if at_constant_prices(figure):
        return
    pairs = _pairs(figure, levels)
    results = [(pair, _rate(pair[0].values, pair[1].values)) for pair in pairs]
    if not results or any(rate is None or rate.meets(figure.values) for _, rate in results):
        return
    (after, before), rate = results[0]
    assert rate is not None
    shown = spread(rate, "%")
    yield finding(
        "growth", "error", [figure, after, before],
        f"({printed(after)} ÷ {printed(before)} − 1) × 100 = {shown} ≠ {printed(figure)}",
        level=printed(after), base=printed(before), result=shown, said=printed(figure),
    )  # fmt: skip


def _rate(after: Interval, before: Interval) -> Interval | None:
    try:
        return (after / before - _ONE) * _HUNDRED
    except ValueError:
        return None


def _difference(figure: Figure, levels: Levels) -> Iterator[Issue]:
    pairs = [pair for pair in _pairs(figure, levels) if pair[0].statement.unit == figure.statement.unit]
    results = [(pair, pair[0].values - pair[1].values) for pair in pairs]
    if not results or any(change.meets(figure.values) for _, change in results):
        return
    (after, before), change = results[0]
    shown = spread(change, figure.statement.unit)
    yield finding(
        "difference", "error", [figure, after, before],
        f"{printed(after)} − {printed(before)} = {shown} ≠ {printed(figure)}",
        level=printed(after), base=printed(before), result=shown, said=printed(figure),
    )  # fmt: skip


def _multiple(figure: Figure, levels: Levels) -> Iterator[Issue]:
    if at_constant_prices(figure):
        return
    more = figure.statement.note == "increase"
    results: list[tuple[tuple[Figure, Figure], Interval]] = []
    for pair in _pairs(figure, levels):
        try:
            times = pair[0].values / pair[1].values
        except ValueError:
            return
        results.append((pair, times - _ONE if more else times))
    if not results or any(times.meets(figure.values) for _, times in results):
        return
    (after, before), times = results[0]
    shown = spread(times, "倍")
    formula = f"{printed(after)} ÷ {printed(before)}{' − 1' if more else ''}"
    yield finding(
        "multiple", "error", [figure, after, before],
        f"{formula} = {shown} ≠ {printed(figure)}",
        level=printed(after), base=printed(before), result=shown.removesuffix("倍"), said=printed(figure),
    )  # fmt: skip


def _average(figure: Figure, levels: Levels) -> Iterator[Issue]:
    """年均: over as many steps as there are years from the base to the end."""
    assert figure.period is not None
    assert figure.base is not None
    steps = figure.period.end.year - figure.base.end.year
    if steps < 2 or at_constant_prices(figure) or years_said(_before(figure)) not in (0, steps):
        return
    last = Period.year(figure.period.end.year)
    pairs = [
        (after, before)
        for after in levels.at(figure, last)
        for before in levels.at(figure, figure.base)
        if after.statement.unit == before.statement.unit
    ]
    results = [(pair, _yearly(*pair, steps)) for pair in pairs]
    if not results or any(rate is None or rate.meets(figure.values) for _, rate in results):
        return
    (after, before), rate = results[0]
    assert rate is not None
    hint = next(
        (
            other
            for other in (steps - 1, steps + 1)
            if other > 0 and (near := _yearly(after, before, other)) is not None and near.meets(figure.values)
        ),
        0,
    )
    shown = spread(rate, "%")
    yield finding(
        "average", "error", [figure, after, before],
        f"({printed(after)} ÷ {printed(before)})^(1/{steps}) − 1 = {shown} ≠ {printed(figure)}",
        level=printed(after), base=printed(before), result=shown, said=printed(figure), steps=str(steps),
        hint=f"（{printed(figure)} = ^(1/{hint})）" if hint else "",
    )  # fmt: skip


def _yearly(after: Figure, before: Figure, steps: int) -> Interval | None:
    try:
        return ((after.values / before.values).root(steps) - _ONE) * _HUNDRED
    except ValueError:
        return None


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
            computed = change.values / (level.values - change.values) * _HUNDRED
        except ValueError:
            continue
        if computed.meets(rate.values):
            continue
        shown = spread(computed, "%")
        yield finding(
            "implied", "error", [rate, level, change],
            f"{printed(change)} ÷ ({printed(level)} − ({printed(change)})) = {shown} ≠ {printed(rate)}",
            level=printed(level), change=printed(change), result=shown, said=printed(rate),
        )  # fmt: skip
