"""Sheet × Fit × Mapping → cells, one at a time, and what is doubtful in each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from operator import itemgetter

from xietong.core.period import Period
from xietong.data import table
from xietong.observations.model import Status
from xietong.statements.numbers import plain
from xietong.tables import mapping as mapped
from xietong.tables.fit import Fit, folded, is_place
from xietong.tables.found import Findings
from xietong.tables.mapping import Source, bare
from xietong.tables.model import Cell, Row, Series, Sheet, State, When
from xietong.tables.numbers import PLAIN, clean, read_number
from xietong.tables.periods import read_period, status_of
from xietong.tables.resolve import What, what, when, where
from xietong.tables.units import in_brackets, is_unit, split, unit_level

_UNIT_ABOVE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s，,；;。)）]{1,16})")
_NOTE = re.compile(r"^[注说明\s]{1,4}[:：]\s*|^注(?=\W)")
_YEAR_ABOVE = re.compile(r"((?:19|20)\d\d)\s*年")


_LARGEST = 15  # powers of ten that a multiplier can mean
_EXACT = Decimal(10) ** 12  # a short number times this is not rounded
_PATH = 160  # characters of a row that is kept without being read
_NOTHING = Series("", "", "", "", "", "", Decimal(1), "level", False)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of values: where each thing said of it stands in a row, and what its headings say for all rows."""

    at: int
    heading: str
    fixed: Mapping[str, str]
    columns: Mapping[str, tuple[int, ...]]
    keyed: tuple[int, ...]
    key: Callable[[Row], object]
    when: When | None


class Reader:
    """The cells of one sheet. `aliases` are what a workspace was taught; `date` and `document` say who released it."""

    def __init__(
        self,
        sheet: Sheet,
        fit: Fit,
        mapping: mapped.Mapping,
        findings: Findings,
        aliases: Mapping[str, str] | None = None,
        released: str = "",
    ) -> None:
        self.sheet, self.fit, self.mapping, self.findings = sheet, fit, mapping, findings
        self.aliases = aliases or {}
        self.released = released
        self.width = len(fit.paths)
        self.series: dict[tuple[int, object], tuple[Series, State]] = {}
        self._words_held: dict[str, str] = {}
        self.above = self._unit_above()
        self._before: tuple[object, tuple[Series, State]] | None = None
        self.columns = [self._column(at, value) for at, value in self._values()]
        self.first = self.columns[0].at
        told = ("place", "period", "indicator", "breakdown")
        self.labels = sorted({i for column in self.columns for name in told for i in column.columns.get(name, ())})
        self.spread = sorted({i for column in self.columns for own in column.columns.values() for i in own})
        self.periods = mapping.source("period").names
        note = mapping.source("note")
        self.notes = tuple(i for name in note.column for i in self._named(name))
        self._skip = re.compile("|".join(mapping.skip)) if mapping.skip else None
        self._footer = tuple(table("tables.toml")["notes"])
        self._placeless = 0  # the last row that was told to have no place
        self._marks: list[tuple[str, int, int, str, str]] = []
        self.kinds = self._kinds()
        self.below: list[str] = list(sheet.below)

    # --- what the headings say ---------------------------------------------------------------------------------------

    def _values(self) -> Iterator[tuple[int, mapped.Value]]:
        for value in self.mapping.values:
            for at in self._named(value.column):
                yield at, value

    def _named(self, wording: str) -> list[int]:
        """The columns of an entry of the layout, given as the entry or one of its wordings."""
        layout = self.mapping.columns
        wanted = {i for i, entry in enumerate(layout) if wording == entry or wording in bare(entry)}
        return [at for at, entry in enumerate(self.fit.entries) if entry in wanted]

    def _column(self, at: int, value: mapped.Value) -> _Column:
        path = self.fit.paths[at]
        fixed: dict[str, str] = {}
        columns: dict[str, tuple[int, ...]] = {}
        for name in mapped.FIELDS:
            source = self.mapping.source(name)
            if name in value.said:
                fixed[name] = value.said[name]
            elif source.column:
                named = (i for column in source.column for i in self._named(column))
                columns[name] = tuple(i for i in named if self.fit.blocks[i] == self.fit.blocks[at])
            else:
                fixed[name] = source.named(self._constant(source, path))
        if not fixed.get("indicator") and "indicator" not in columns:
            words = (level for level in path if not when(level) and not is_place(level))
            fixed["indicator"] = " ".join(level for level in words if not unit_level(level, path))
        if not fixed.get("unit") and "unit" not in columns:
            own = next((level for level in path if unit_level(level, path)), "")
            fixed["unit"] = in_brackets(" ".join(path))[1] or own or self.above
        if not fixed.get("status") and "status" not in columns:
            fixed["status"] = next(filter(None, map(status_of, path)), "")
        keyed = tuple(i for name, own in columns.items() if name not in ("period", "note") for i in own)
        key: Callable[[Row], object] = itemgetter(*keyed) if keyed else lambda row: ""
        said = fixed.get("period", "")
        if said and when(said) is None and (found := _YEAR_ABOVE.search(said)):
            said = found[1]
        return _Column(at, " / ".join(path), fixed, columns, keyed, key, when(said) if said else None)

    def _constant(self, source: Source, path: Sequence[str]) -> str:
        if source.fixed:
            return source.fixed
        if source.header:
            return path[source.header - 1] if source.header <= len(path) else ""
        if source.caption:
            pattern = re.compile(source.caption)
            for words in (*reversed(self.fit.above), self.sheet.title, self.sheet.name, self.sheet.context):
                if found := pattern.search(words):
                    return found[1] if found.groups() else found[0]
        return ""

    def _unit_above(self) -> str:
        for words in (*reversed(self.fit.above), self.sheet.title):
            if found := _UNIT_ABOVE.search(words):
                if is_unit(found[1]):
                    return found[1]
                self.findings.add("two_units_above", 1, 0, found[1], words)
        return ""

    def _kinds(self) -> tuple[tuple[int, Callable[[str], bool]], ...]:
        """What the columns of a long table can hold: by this a row that has slipped sideways is known."""
        tests: dict[str, Callable[[str], bool]] = {
            "period": lambda text: read_period(text) is not None,
            "place": is_place,
            "unit": is_unit,
        }
        found: dict[int, Callable[[str], bool]] = {}
        for column in self.columns:
            found[column.at] = lambda text: read_number(text).value is not None
            for name, test in tests.items():
                for i in column.columns.get(name, ()):
                    found[i] = test
        return tuple(sorted(found.items()))

    # --- rows --------------------------------------------------------------------------------------------------------

    def cells(self) -> Iterator[Cell]:
        """All cells that hold something, in reading order."""
        self._whole_sheet()
        only = self.columns[0] if len(self.columns) == 1 else None
        for number, row in self._rows():
            if len(row) != self.width:
                yield from self._unread(row, number)
                continue
            if only is not None:  # a long table: spare it a generator for every row
                text = row[only.at]
                if text and not text.isspace():
                    yield self._cell(row, number, only, text, *self._told(row))
                continue
            yield from self._row(row, number)
        self._footnotes()

    def _rows(self) -> Iterator[tuple[int, Row]]:
        """The rows of data, of one width, with the labels of merged cells, without notes and repeated headings."""
        head = self.fit.heads[-1]
        last: dict[int, str] = {}
        covered, width, fill = self.sheet.covered, self.width, self.mapping.fill
        for number, row in enumerate(self.sheet.rows, start=1):
            if number < self.fit.first:
                continue
            if len(row) != width:
                fixed = self._width(row, number)
                if fixed is None:
                    continue
                if len(fixed) != width:
                    yield number, fixed
                    continue
                row = fixed
            if covered:
                row = self._uncovered(row, number)
            if fill:
                row = self._filled(row, last)
            if not self._passed_over(row, number, head):
                yield number, row

    def _passed_over(self, row: Row, number: int, head: Row) -> bool:
        if row[0] == head[0] and row == head[: len(row)]:
            self.findings.add("header_repeated", number, 0, row[0])
            return True
        if self._skip and self._skip.search(row[0]):
            return True
        # millions of rows hold something here, and are neither notes nor headings
        return not row[self.first].strip() and self._is_note(row, number)

    def _whole_sheet(self) -> None:
        for trouble in self.sheet.troubles:
            self.findings.add(trouble.code, trouble.row, trouble.column, trouble.text, subject=trouble.text)

    def _width(self, row: Row, number: int) -> Row | None:
        """A row of another length than the headings: padded where it is blank there; as it is, and told, where not; None
        for what is no data."""
        if not any(cell.strip() for cell in row):
            return None
        more = row[self.width :]
        if len(row) > self.width and not any(cell.strip() for cell in more):
            return row[: self.width]
        padded = row + ("",) * (self.width - len(row))
        if len(row) < self.width and (self._is_note(padded, number) or self.sheet.covered):
            return padded if self.sheet.covered else None
        if len(row) < self.width and sum(1 for cell in row if cell.strip()) == 1:
            self.below.append(row[0].strip())
            return None
        self.findings.add(
            "width", number, min(len(row), self.width) + (len(row) > self.width), " ".join(row)[:80],
            fields=len(row), expected=self.width,
        )  # fmt: skip
        return row

    def _unread(self, row: Row, number: int) -> Iterator[Cell]:
        """The numbers of a row of another width: kept, but nobody knows what they are of."""
        for column, text in enumerate(row, start=1):
            if read_number(text).value is not None and read_period(text) is None:
                yield Cell(number, column, text, "", " / ".join(row)[:_PATH], _NOTHING, None, None, "width")

    def _uncovered(self, row: Row, number: int) -> Row:
        """What merged cells say of values, in every row that they span; a merged value stands only where it begins."""
        cells = list(row)
        for i in self.spread:
            origin = self.sheet.covered.get((number, i + 1))
            if origin is not None:
                cells[i] = self._origins().get(origin, "")
        return tuple(cells)

    def _origins(self) -> dict[tuple[int, int], str]:
        if not hasattr(self, "_texts"):
            wanted = set(self.sheet.covered.values())
            self._texts = {
                (number, column): text
                for number, row in enumerate(self.sheet.rows, start=1)
                for column, text in enumerate(row, start=1)
                if (number, column) in wanted
            }
        return self._texts

    def _filled(self, row: Row, last: dict[int, str]) -> Row:
        """Blank labels as the row above has them, where a mapping says that merged cells lost their merging."""
        cells = list(row)
        for i in self.labels:
            cells[i] = last[i] = cells[i] if cells[i].strip() else last.get(i, "")
        return tuple(cells)

    def _is_note(self, row: Row, number: int) -> bool:
        """A line below the table, or a heading between its rows."""
        for column in self.columns:
            if (text := row[column.at]) and not text.isspace():
                return False
        first = row[0].strip()
        rest = any(cell.strip() for cell in row[1:])
        if first.startswith(self._footer):
            self.below.append(" ".join(cell for cell in row if cell.strip()))
            return True
        if first and not rest and len(row) > 1:
            self.findings.add("line", number, 1, first, subject=first)
            self.below.append(first)
            return True
        return not first and not rest

    # --- cells -------------------------------------------------------------------------------------------------------

    def _row(self, row: Row, number: int) -> Iterator[Cell]:
        label, note = self._told(row)
        folded_ = self.fit.blocks[-1] > 0
        for column in self.columns:
            text = row[column.at]
            if not text or text.isspace():
                continue
            if folded_:
                own = [i for i in self.labels if self.fit.blocks[i] == self.fit.blocks[column.at]]
                label = " / ".join([row[i].strip() for i in own])
            yield self._cell(row, number, column, text, label, note)

    def _told(self, row: Row) -> tuple[str, str]:
        """The labels and the notes of a row."""
        label = " / ".join([row[i].strip() for i in self.labels])
        return label, " ".join([row[i] for i in self.notes if row[i]]) if self.notes else ""

    def _cell(self, row: Row, number: int, column: _Column, text: str, label: str, note: str) -> Cell:
        series, state = self._series(row, number, column)
        path = f"{label} / {column.heading}" if label else column.heading
        time = column.when
        if "period" in column.columns:
            own = column.columns["period"]
            printed = row[own[0]] if len(own) == 1 else " ".join([row[i] for i in own])
            time = when(self.periods.get(printed, printed) if self.periods else printed)
        # most cells, and all of a clean file
        if not state and time is not None and series.factor <= _EXACT and PLAIN.fullmatch(text):
            exact = plain(Decimal(text) * series.factor)
            return Cell(number, column.at + 1, text, text, path, series, time, exact, "", "", note)
        if state == "place" and number != self._placeless:
            self._placeless = number
            self.findings.add("no_place", number, column.columns.get("place", (column.at,))[0] + 1, "", column.heading)
        read = read_number(text)
        value = read.value
        if value is not None:
            if read.unit or read.mark:
                state, series = self._written_in(read.unit, read.mark, text, number, column, path, series, state)
            if time is None:
                state = state or "period"
                self._no_period(row, number, column, text)
            value = None if state == "text" else _times(value, series.factor)
        elif read.missing:
            state = "missing"
        else:
            state = "text"
            self._words(row, number, column, text, path)
        return Cell(number, column.at + 1, text, read.digits, path, series, time, value, state, read.mark, note)

    def _series(self, row: Row, number: int, column: _Column) -> tuple[Series, State]:
        key = (column.at, column.key(row))
        if self._before is not None and key == self._before[0]:  # a long table has a series year after year
            return self._before[1]
        found = self.series.get(key)
        if found is None:
            row = self._shared(row, column)
            key = (column.at, column.key(row))
            found = self.series[key] = self._made(row, number, column)
        self._before = key, found
        return found

    def _shared(self, row: Row, column: _Column) -> Row:
        """A row with the words of its series as they were kept before: each is held once, however many series bear it."""
        cells = list(row)
        for i in column.keyed:
            cells[i] = self._words_held.setdefault(cells[i], cells[i])
        return tuple(cells)

    def _made(self, row: Row, number: int, column: _Column) -> tuple[Series, State]:
        def said(name: str) -> str:
            if name in column.columns:
                words = " ".join(row[i].strip() for i in column.columns[name]).strip()
                return self.mapping.sources[name].named(words)
            return column.fixed.get(name, "")

        phrase, bracketed = in_brackets(folded(said("indicator")))
        printed = said("unit") or bracketed
        unit, factor = split(printed)
        state = self._units_agree(number, column, (printed, bracketed), phrase)
        if (multiplier := said("multiplier")) and multiplier != "0":
            try:
                power = int(multiplier)
                if abs(power) > _LARGEST:
                    raise ValueError(multiplier)
                factor = factor.scaleb(power)
            except ValueError:
                state = "unit"
                self.findings.add("multiplier", number, column.at + 1, multiplier, phrase, subject=multiplier)
        claimed = said("claimed")
        if claimed and split(claimed) != (unit, factor):
            self._claimed(number, column, printed, claimed, phrase)
        place_printed = said("place")
        place = where(place_printed)
        named = what(phrase, unit, place_printed, said("measure"), self.aliases)
        if not place_printed:
            state = state or "place"
        self._doubt_names(number, column, place_printed, named)
        vintage = said("vintage")
        return Series(
            phrase, named.indicator, place_printed, place.key, printed, unit, factor, named.measure, named.stock,
            said("scope"), said("breakdown"), said("part"), vintage, self._released(vintage, number, column),
            self._status(said("status")), claimed, place.sure or not place.known,
        ), state  # fmt: skip

    def _units_agree(self, number: int, column: _Column, units: tuple[str, str], phrase: str) -> State:
        """Whether the unit, that in brackets behind the indicator, and that above the table are one."""
        printed, bracketed = units
        own, above = split(printed), split(self.above)
        if bracketed and split(bracketed) != own:
            self._unit(number, column, printed, bracketed, phrase)
        elif self.above and above[0] == own[0] and above[1] != own[1]:
            self._unit(number, column, printed, self.above, phrase)
        else:
            if not printed:
                self.findings.add("no_unit", number, column.at + 1, phrase, subject=phrase)
            return ""
        return "unit"

    def _doubt_names(self, number: int, column: _Column, printed: str, named: What) -> None:
        place = where(printed)
        at = column.columns.get("place", (column.at,))[0] + 1
        if header := self.mapping.source("place").header:
            number = self.fit.start + header - 1
        if not printed:
            pass  # told row by row
        elif not place.known:
            self.findings.add(
                "place_unknown", number, at, printed, subject=printed,
                candidates_zh=f"可能是 {place.candidates}。" if place.candidates else "",
                candidates_en=f" It may be {place.candidates}." if place.candidates else "",
            )  # fmt: skip
        elif not place.sure:
            self.findings.add("place_damaged", number, at, printed, subject=printed, taken=place.label)
        if not named.phrase:
            self.findings.add("no_indicator", number, column.at + 1, "", column.heading)

    def _released(self, vintage: str, number: int, column: _Column) -> str:
        if not vintage:
            return self.released
        written = self.mapping.dates.get(vintage, vintage)
        try:
            day = str(Period.parse(written).end)
            return self._words_held.setdefault(day, day)
        except ValueError:
            self.findings.add("vintage_undated", number, column.at + 1, vintage, subject=vintage)
            return self.released

    def _status(self, said: str) -> Status:
        known: dict[str, Status] = table("tables.toml")["status"]
        return known.get(said, "")

    # --- what is wrong with one cell ---------------------------------------------------------------------------------

    def _written_in(
        self, unit: str, mark: str, text: str, number: int, column: _Column, path: str, series: Series, state: State
    ) -> tuple[State, Series]:
        """A unit or a footnote mark inside the cell."""
        if mark:
            self._marks.append((mark, number, column.at + 1, text, path))
        if not unit:
            return state, series
        if not is_unit(unit):
            self.findings.add("text", number, column.at + 1, text, path, subject=text)
            return "text", series
        own = split(unit)
        if own == (series.unit, series.factor):
            return state, series
        if series.unit_printed:
            self._unit(number, column, series.unit_printed, unit, path, text)
            return "unit", series
        key = (column.at, (id(series), unit))
        if key not in self.series:
            named = what(series.phrase, own[0], series.place_printed, "", self.aliases)
            changed = {name: getattr(series, name) for name in Series.__slots__}
            changed |= {
                "unit_printed": unit, "unit": own[0], "factor": own[1], "indicator": named.indicator,
                "measure": named.measure, "stock": named.stock,
            }  # fmt: skip
            self.series[key] = Series(**changed), state
        series, state = self.series[key]
        return state, series

    def _footnotes(self) -> None:
        """Marks behind numbers, once it is known whether the lines below the table explain them."""
        lines = [_NOTE.sub("", clean(line)) for line in self.below]
        for mark, number, column, text, path in self._marks:
            bare = mark.strip("()（）[]")
            declared = any(line.startswith(bare) or (bare in line and not bare.isascii()) for line in lines)
            code = "footnote_declared" if declared else "footnote"
            self.findings.add(code, number, column, text, path, subject=f"{mark}{text}", mark=mark)

    def _unit(self, number: int, column: _Column, one: str, other: str, path: str, text: str = "") -> None:
        self.findings.add(
            "two_units", number, column.at + 1, text or other, path, subject=f"{one}|{other}", one=one, other=other
        )

    def _claimed(self, number: int, column: _Column, unit: str, claimed: str, phrase: str) -> None:
        (one, factor), (other, claimed_factor) = split(unit), split(claimed)
        power = factor / claimed_factor
        if one != other or power == 1:
            return self._unit(number, column, unit, claimed, phrase)
        self.findings.add(
            "unit_claimed", number, column.columns.get("claimed", (column.at,))[0] + 1, claimed, phrase,
            subject=f"{phrase}|{unit}|{claimed}", unit=unit, claimed=claimed, indicator=phrase,
            power=abs(power.adjusted()), computation=f"1{unit} = {format(power.normalize(), 'f')}{claimed}",
        )  # fmt: skip
        return None

    def _words(self, row: Row, number: int, column: _Column, text: str, path: str) -> None:
        """Words where a number should be: has the whole row slipped sideways?"""
        if text.startswith("#") and text.rstrip("!?/0A").isupper():
            self.findings.add("formula_error", number, column.at + 1, text, path, subject=text)
            return
        if self._slipped(row, number):
            return
        self.findings.add("text", number, column.at + 1, text, path, subject=text)

    def _slipped(self, row: Row, number: int) -> bool:
        if len(self.kinds) < 2:
            return False
        here = sum(test(row[i]) for i, test in self.kinds)
        for by in (1, -1):
            beside = [(i, test) for i, test in self.kinds if 0 <= i + by < len(row)]
            fits = sum(test(row[i + by]) for i, test in beside)
            if fits > here and fits >= 2:
                column = min((i for i, test in beside if not test(row[i]) and test(row[i + by])), default=0) + 1
                self.findings.add(
                    "shifted", number, column, row[column - 1], " ".join(row)[:80], subject=str(by),
                    way_zh="右" if by > 0 else "左", way_en="right" if by > 0 else "left",
                )  # fmt: skip
                return True
        return False

    def _no_period(self, row: Row, number: int, column: _Column, text: str) -> None:
        own = column.columns.get("period", ())
        printed = " ".join(row[i] for i in own) if own else column.fixed.get("period", "")
        if own and self._slipped(row, number):
            return
        self.findings.add("no_period", number, (own or (column.at,))[0] + 1, printed or text, subject=printed)


def _times(value: Decimal, factor: Decimal) -> Decimal:
    """The exact product, however many digits were printed."""
    with localcontext() as context:
        context.prec = 160
        return plain(value * factor)
