"""What is doubtful among the cells of a table: keys that stand twice, zeros, breaks, series that look made, slipped rows.

Cells are seen one after the other and kept as five packed numbers each (`track.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from statistics import median

from xietong.tables.found import Findings
from xietong.tables.lines import Doubt, Point, doubts, shown
from xietong.tables.model import Cell, Series, State
from xietong.tables.sums import short_totals
from xietong.tables.track import Track
from xietong.tables.units import split

_WIDE = 5  # columns of values from which rows are compared as wholes
_ROWS = 200_000  # rows that are remembered to find copies
_BESIDE = 2.5  # years between rows that are compared
_SLIP = 0.4  # tenth powers by which a row must be nearer when moved, all its columns together
_FAR = 0.3  # more than this between two years counts as this
_LISTED = 3  # cells from which a repeated row is told as a row, and a fault of several series as one
_MANY = 100  # lone values at one time among which swapped ones are looked for
_LIKE = 0.05  # tenth powers by which a swapped value may miss its series


@dataclass(frozen=True, slots=True)
class Held:
    """A cell that is no observation after all, and why."""

    row: int
    column: int
    state: State


@dataclass(slots=True)
class _Units:
    count: int = 0
    row: int = 0
    column: int = 0
    text: str = ""


class Watch:
    """Sees the cells of one sheet in reading order; `finish` says which are held back."""

    def __init__(self, findings: Findings, columns: int) -> None:
        self.findings, self.wide = findings, columns >= _WIDE
        self._seen: dict[object, Track] = {}  # by series, further ones of it by their length too
        self._tracks: dict[tuple[object, ...], Track] = {}
        self._units: dict[tuple[str, str, str], dict[str, _Units]] = defaultdict(dict)
        self._row: list[Cell] = []
        self._before: dict[int, float] = {}
        self._before_order = 0.0
        self._rows: dict[int, tuple[int, str]] = {}
        self._moved: dict[int, int] = {}  # rows that slipped, and from which column on
        self._same: set[int] = set()  # rows that repeat another's values
        self._held: list[Held] = []
        self._doubts: list[_Doubted] = []
        self._doubles: list[tuple[Point, Point, Track, bool]] = []

    def see(self, cell: Cell) -> None:
        """One cell after the other."""
        if cell.state or cell.value is None or cell.when is None:
            return
        series, time = cell.series, cell.when
        track = self._seen.get(id(series))
        if track is None or track.months != time.months:
            track = self._other(cell, track, time.months)
        track.add(cell, time.order, float(cell.value))
        if self.wide:
            if self._row and self._row[0].row != cell.row:
                self._end_of_row()
            self._row.append(cell)

    def _other(self, cell: Cell, first: Track | None, months: int) -> Track:
        """The track of a series that is seen for the first time, or for the first time with values so long."""
        key = id(cell.series) if first is None else (id(cell.series), months)
        track = self._seen.get(key)
        if track is None:
            track = self._seen[key] = self._track(cell.series, months)
            self._unit(cell)
        return track

    def _track(self, series: Series, months: int) -> Track:
        key: tuple[object, ...] = (
            series.indicator, series.place, series.measure, series.scope, series.breakdown, series.part,
            series.vintage, series.stock, months, series.unit,
        )  # fmt: skip
        if not series.sure:
            key = (*key, series.place_printed)
        return self._tracks.setdefault(key, Track(series, months))

    def _unit(self, cell: Cell) -> None:
        one = cell.series
        units = self._units[one.phrase, one.breakdown, one.part]
        entry = units.setdefault(one.unit_printed, _Units(0, cell.row, cell.column, cell.text))
        entry.count += 1

    def finish(self) -> tuple[Held, ...]:
        """All that needs the whole sheet; the cells that are held back."""
        if self._row:
            self._end_of_row()
        self._seen.clear()
        self._check_units()
        sure = {key for key, track in self._tracks.items() if track.series.sure}
        for key, track in self._tracks.items():
            points = self._once(track, self.points(key))
            if not track.series.sure:
                self._inferred(track, points, key[:-1] in sure, key)
            if track.series.measure in ("level", "share"):
                self._doubts += [(doubt, track.series) for doubt in doubts(points, track.series)]
        self._told_series()
        self._told_sums()
        self._told_doubles()
        return tuple(self._held)

    # --- units -------------------------------------------------------------------------------------------------------

    def _check_units(self) -> None:
        for (phrase, _, _), units in self._units.items():
            if len(units) < 2:
                continue
            usual = max(units, key=lambda unit: units[unit].count)
            for other, seen in units.items():
                if other == usual:
                    continue
                same = split(other)[0] == split(usual)[0]
                code = "units_mixed" if same else "units_of_series"
                self.findings.add(
                    code, seen.row, seen.column, seen.text, phrase, subject=f"{phrase}|{other}", indicator=phrase,
                    one=usual or "—", other=other or "—", count_other=seen.count,
                    computation=f"{phrase}: {usual or '—'} × {units[usual].count}, {other or '—'} × {seen.count}",
                )  # fmt: skip

    # --- keys that stand twice ---------------------------------------------------------------------------------------

    @property
    def tracks(self) -> Mapping[tuple[object, ...], Track]:
        """The series of the sheet by what they are of."""
        return self._tracks

    def points(self, key: tuple[object, ...]) -> list[Point]:
        """The values of a series by time."""
        return self._tracks[key].points()

    def shown(self, key: tuple[object, ...], one: Point) -> str:
        """A value as its table prints it."""
        return shown(one, self._tracks[key].series)

    def _once(self, track: Track, points: Sequence[Point]) -> list[Point]:
        """The values by time, each time once; what stands twice is noted."""
        found: list[Point] = []
        for one in points:
            if not found or found[-1].order != one.order:
                found.append(one)
                continue
            self._doubles.append((found[-1], one, track, found[-1].value == one.value))
        return found

    def _told_doubles(self) -> None:
        """Rows that repeat a period as rows, others cell by cell."""
        rows: dict[tuple[int, int], list[tuple[Point, Point, Track, bool]]] = defaultdict(list)
        for double in self._doubles:
            rows[double[0].row, double[1].row].append(double)
        for (first, again), doubles in sorted(rows.items()):
            differing = [one for one in doubles if not one[3]]
            if first != again and len(doubles) >= _LISTED:
                words = {
                    "same": f"{len(differing)} 个数值不同，都没有作为观测值" if differing else "数值相同，只取一次",
                    "same_en": f"{len(differing)} values differ and are no observations" if differing else "their values agree and were taken once",
                }  # fmt: skip
                self.findings.add(
                    "row_repeated", again, 0, "", subject=f"{first}|{again}", other_row=first,
                    same_of=_same_of(doubles), **words,
                )  # fmt: skip
            for before, one, track, same in doubles:
                self._held.append(Held(one.row, one.column, "repeated" if same else "duplicate"))
                if not same:
                    self._held.append(Held(before.row, before.column, "duplicate"))
                if first == again or len(doubles) < _LISTED:
                    series = track.series
                    self.findings.add(
                        "repeated" if same else "duplicate", one.row, one.column, shown(one, series),
                        f"{series.phrase} / {series.place_printed}", subject=f"{one.row}|{one.column}",
                        other_row=before.row, other_column=before.column, other=shown(before, series),
                    )  # fmt: skip

    def _inferred(self, track: Track, points: Sequence[Point], _known: bool, key: tuple[object, ...]) -> None:
        """A damaged name is taken for a place only where the table does not give that place itself."""
        own = self._tracks.get(key[:-1])
        if own is None:
            return
        there = set(own.orders())
        for one in points:
            if one.order in there:
                self._held.append(Held(one.row, one.column, "duplicate"))
                printed = track.series.place_printed
                self.findings.add(
                    "place_twice", one.row, one.column, printed, subject=printed, taken=own.series.place_printed
                )

    # --- rows --------------------------------------------------------------------------------------------------------

    def _end_of_row(self) -> None:
        cells, self._row = self._row, []
        values = {cell.column: float(cell.value or 0) for cell in cells}
        first = cells[0]
        assert first.when is not None
        one_period = all(cell.when is first.when for cell in cells)
        if len(values) >= _WIDE and not any(values.values()):
            self.findings.add("zero_row", first.row, 0, "0")
        elif len(values) >= _WIDE and one_period:
            self._copied(first, values)
            beside = self._before and abs(first.when.order - self._before_order) < _BESIDE
            if beside and self._slipped(first, values):
                return  # the next row is compared with the last that stood right
        self._before, self._before_order = (values, first.when.order) if one_period else ({}, 0.0)

    def _copied(self, first: Cell, values: dict[int, float]) -> None:
        assert first.when is not None
        mark = hash(tuple(values.items()))
        other = self._rows.get(mark)
        if other is not None and other[1] != first.when.printed:
            self._same |= {first.row, other[0]}
            self.findings.add(
                "row_copied", first.row, 0, first.when.printed, subject=str(first.row), cells=len(values),
                other_row=other[0], other_period=other[1], period=first.when.printed,
            )  # fmt: skip
        elif len(self._rows) < _ROWS:
            self._rows[mark] = (first.row, first.when.printed)

    def _slipped(self, first: Cell, values: dict[int, float]) -> bool:
        """A row whose values agree with the row before only when moved by one column."""
        columns = sorted(values)
        for by in (1, -1):
            gains = {column: self._gain(column, by, values) for column in columns}
            total, first_column = max(
                (sum(gains[c][0] for c in columns[at:]), column) for at, column in enumerate(columns)
            )
            tail = [gains[column] for column in columns if column >= first_column]
            better = sum(gain > 0 for gain, _ in tail)
            if total >= _SLIP and len(tail) >= 4 and better >= 0.8 * len(tail) and median(m for _, m in tail) < 0.08:
                self.findings.add(
                    "shifted_row", first.row, first_column, first.text, subject=str(first.row),
                    way_zh="右" if by > 0 else "左", way_en="right" if by > 0 else "left",
                    computation=f"{better} / {len(tail)}",
                )  # fmt: skip
                self._moved[first.row] = first_column
                return True
        return False

    def _gain(self, column: int, by: int, values: dict[int, float]) -> tuple[float, float]:
        """How much nearer (in tenth powers) a value is to the one before in the next column, and how near that is."""
        here = _apart(values[column], self._before.get(column))
        moved = _apart(values[column], self._before.get(column - by))
        return here - moved, moved

    # --- series ------------------------------------------------------------------------------------------------------

    def _told_series(self) -> None:
        """What is doubtful in each series; what befalls several series at one time is one finding."""
        several = Counter(_at_once(doubt, series) for doubt, series in self._doubts)
        swapped = _swapped(self._doubts)
        for doubt, series in self._doubts:
            code, one, words = doubt
            if one.column >= self._moved.get(one.row, one.column + 1) or (code == "constant" and one.row in self._same):
                continue  # told as a row
            if (other := swapped.get((one.row, one.column))) is not None:
                code, words = "swapped", {"other": shown(other[0], other[1]), "other_place": other[1].place_printed}
            subject = f"{one.row}|{one.column}"
            if code != "swapped" and several[_at_once(doubt, series)] >= _LISTED:
                subject = "|".join(map(str, _at_once(doubt, series)))
            place = series.place_printed
            self.findings.add(
                code, one.row, one.column, shown(one, series), f"{series.phrase} / {place}", subject=subject,
                indicator=series.phrase, place=place, **words,
            )  # fmt: skip

    def _told_sums(self) -> None:
        for one in short_totals({key: track.series for key, track in self._tracks.items()}, self.points):
            self.findings.add(
                "sum_differs" if one.doubted else "sum_other", one.at.row, one.at.column, shown(one.at, one.series),
                f"{one.series.phrase} / {one.series.place_printed}", subject=f"{one.at.row}|{one.at.column}",
                indicator=one.series.phrase, place=one.series.place_printed, total=one.total, parts=one.parts,
                computation=f"Σ {one.parts} = {one.total} ≠ {shown(one.at, one.series)}",
            )  # fmt: skip


_Doubted = tuple[Doubt, Series]


def _same_of(doubles: Sequence[tuple[Point, Point, Track, bool]]) -> str:
    """What two rows have in common: their year, or their place."""
    orders = {one.order for _, one, _, _ in doubles}
    return f"{orders.pop():.0f}" if len(orders) == 1 else doubles[0][2].series.place_printed


def _at_once(doubt: Doubt, series: Series) -> tuple[object, ...]:
    code, one, words = doubt
    return code, series.phrase, series.breakdown, series.part, series.vintage, one.order, words.get("power", "")


def _swapped(doubted: Sequence[_Doubted]) -> dict[tuple[int, int], tuple[Point, Series]]:
    """Lone values of two places at one time that would each fit the other's series."""
    groups: dict[tuple[object, ...], list[_Doubted]] = defaultdict(list)
    for doubt, series in doubted:
        if doubt[0] == "outlier":
            groups[_at_once(doubt, series)].append((doubt, series))
    found: dict[tuple[int, int], tuple[Point, Series]] = {}
    for group in groups.values():
        for at, ((_, one, words), series) in enumerate(group[:_MANY]):
            for (_, other, others), beside in group[at + 1 : _MANY]:
                if _fits(one.value, others) and _fits(other.value, words):
                    found[one.row, one.column] = other, beside
                    found[other.row, other.column] = one, series
    return found


def _fits(value: float, words: dict[str, object]) -> bool:
    return abs(log10(value / float(str(words["between"])))) < _LIKE


def _apart(one: float, other: float | None) -> float:
    return min(_FAR, abs(log10(one / other))) if other is not None and one > 0 and other > 0 else _FAR
