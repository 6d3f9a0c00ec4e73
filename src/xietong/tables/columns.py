"""Sheet × Fit × Mapping → the columns of values: where each thing said of them stands, and what their headings say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from xietong.tables import mapping as mapped
from xietong.tables.fit import Fit, is_place
from xietong.tables.found import Findings
from xietong.tables.mapping import Source, bare
from xietong.tables.model import Row, Sheet, When
from xietong.tables.periods import status_of, years_in_digits
from xietong.tables.resolve import when
from xietong.tables.units import in_brackets, is_unit, unit_level

_UNIT_ABOVE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s，,；;。)）]{1,16})")
_YEAR_ABOVE = re.compile(r"((?:19|20)\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of values: where each thing said of it stands in a row, and what its headings say for all rows; `keyed`
    are the cells of a row that tell its series, `key` takes them."""

    at: int
    heading: str
    fixed: Mapping[str, str]
    columns: Mapping[str, tuple[int, ...]]
    keyed: tuple[int, ...]
    key: Callable[[Row], object]
    when: When | None


class Layout:
    """The columns of values of a sheet that a mapping fits; `above` is the unit that stands over the table."""

    def __init__(self, sheet: Sheet, fit: Fit, mapping: mapped.Mapping, findings: Findings) -> None:
        self.sheet, self.fit, self.mapping, self.findings = sheet, fit, mapping, findings
        self.above = self._unit_above()
        self.columns = [self._column(at, value) for at, value in self._values()]
        self.notes = tuple(i for name in mapping.source("note").column for i in self._named(name))

    def told(self, *names: str) -> list[int]:
        """The columns of a row in which some things are said; without names, all that is said of values."""
        said = (one.columns for one in self.columns)
        return sorted({i for one in said for name in names or one for i in one.get(name, ())})

    def _values(self) -> Iterator[tuple[int, mapped.Value]]:
        for value in self.mapping.values:
            for at in self._named(value.column):
                yield at, value

    def _named(self, wording: str) -> list[int]:
        """The columns of an entry of the layout, given as the entry or one of its wordings."""
        layout = self.mapping.columns
        wanted = {i for i, entry in enumerate(layout) if wording == entry or wording in bare(entry)}
        return [at for at, entry in enumerate(self.fit.entries) if entry in wanted]

    def _column(self, at: int, value: mapped.Value) -> Column:
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
        return Column(at, " / ".join(path), fixed, columns, keyed, key, when(said) if said else None)

    def _constant(self, source: Source, path: Sequence[str]) -> str:
        if source.fixed:
            return source.fixed
        if source.header:
            return path[source.header - 1] if source.header <= len(path) else ""
        if source.caption:
            pattern = re.compile(source.caption)
            for words in (*reversed(self.fit.above), self.sheet.title, self.sheet.name, self.sheet.context):
                if found := pattern.search(words) or pattern.search(years_in_digits(words)):
                    return found[1] if found.groups() else found[0]
        return ""

    def _unit_above(self) -> str:
        for words in (*reversed(self.fit.above), self.sheet.title):
            if found := _UNIT_ABOVE.search(words):
                if is_unit(found[1]):
                    return found[1]
                self.findings.add("two_units_above", 1, 0, found[1], words)
        return ""
