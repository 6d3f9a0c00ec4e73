"""The words around a value → its series: what it is of, in which unit, at which place; each is made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xietong.core.period import Period
from xietong.data import table
from xietong.observations.model import Status
from xietong.tables.columns import Column, Layout
from xietong.tables.fit import folded
from xietong.tables.found import Findings
from xietong.tables.model import Row, Series, State
from xietong.tables.resolve import What, what, where
from xietong.tables.units import in_brackets, is_unit, split

_LARGEST = 15  # powers of ten that a multiplier can mean


class SeriesOf:
    """The series of one sheet; `aliases` are what a workspace was taught, `released` says when it was published."""

    def __init__(self, layout: Layout, findings: Findings, aliases: Mapping[str, str], released: str) -> None:
        self.mapping, self.fit, self.above = layout.mapping, layout.fit, layout.above
        self.findings, self.aliases, self.released = findings, aliases, released
        self.kept: dict[tuple[int, object], tuple[Series, State]] = {}
        self._words_held: dict[str, str] = {}
        self._before: tuple[object, tuple[Series, State]] | None = None

    def of(self, row: Row, number: int, column: Column) -> tuple[Series, State]:
        """The series of a value in a row, and why it is none of an observation."""
        key = (column.at, column.key(row))
        if self._before is not None and key == self._before[0]:  # a long table has a series year after year
            return self._before[1]
        found = self.kept.get(key)
        if found is None:
            row = self._shared(row, column)
            key = (column.at, column.key(row))
            found = self.kept[key] = self._made(row, number, column)
        self._before = key, found
        return found

    def _shared(self, row: Row, column: Column) -> Row:
        """A row with the words of its series as they were kept before: each is held once, however many series bear it."""
        cells = list(row)
        for i in column.keyed:
            cells[i] = self._words_held.setdefault(cells[i], cells[i])
        return tuple(cells)

    def _made(self, row: Row, number: int, column: Column) -> tuple[Series, State]:
        def said(name: str) -> str:
            if name in column.columns:
                words = " ".join(row[i].strip() for i in column.columns[name]).strip()
                return self.mapping.sources[name].named(words)
            return column.fixed.get(name, "")

        phrase, bracketed = in_brackets(folded(said("indicator")))
        printed = said("unit") or bracketed
        unit, factor = split(printed)
        state = self._units_agree(number, column, (printed, bracketed), phrase)
        if (multiplier := said("multiplier")) and (power := _power(multiplier)) is not None:
            factor = factor.scaleb(power)
        elif multiplier:
            state = "unit"
            self.findings.add("multiplier", number, column.at + 1, multiplier, phrase, subject=multiplier)
        claimed = said("claimed")
        if claimed and split(claimed) != (unit, factor):
            self._claimed(number, column, printed, claimed, phrase)
        place_printed = said("place")
        place = where(place_printed)
        named = what(phrase, unit, place_printed, said("measure"), self.aliases)
        if not place.key:
            state = state or "place"
        if not named.phrase:
            state = state or "indicator"
        self._doubt_names(number, column, place_printed, named)
        vintage = said("vintage")
        return Series(
            phrase, named.indicator, place_printed, place.key, printed, unit, factor, named.measure, named.stock,
            said("scope"), said("breakdown"), said("part"), vintage, self._released(vintage, number, column),
            self._status(said("status")), claimed, place.sure or not place.known,
        ), state  # fmt: skip

    def _units_agree(self, number: int, column: Column, units: tuple[str, str], phrase: str) -> State:
        """Whether the unit, that in brackets behind the indicator, and that above the table are one."""
        printed, bracketed = units
        own, above = split(printed), split(self.above)
        if bracketed and split(bracketed) != own:
            self.two_units(number, column, printed, bracketed, phrase)
        elif self.above and above[0] == own[0] and above[1] != own[1]:
            self.two_units(number, column, printed, self.above, phrase)
        else:
            if not printed:
                self.findings.add("no_unit", number, column.at + 1, phrase, subject=phrase)
            return ""
        return "unit"

    def _doubt_names(self, number: int, column: Column, printed: str, named: What) -> None:
        place = where(printed)
        at = column.columns.get("place", (column.at,))[0] + 1
        if header := self.mapping.source("place").header:
            number = self.fit.start + header - 1
        if not place.key:
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

    def _released(self, vintage: str, number: int, column: Column) -> str:
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

    def written_in(
        self, unit: str, text: str, number: int, column: Column, path: str, said: tuple[Series, State]
    ) -> tuple[Series, State]:
        """The series of a value with a unit inside its cell."""
        series, state = said
        if not is_unit(unit):
            self.findings.add("text", number, column.at + 1, text, path, subject=text)
            return series, "text"
        own = split(unit)
        if own == (series.unit, series.factor):
            return said
        if series.unit_printed:
            self.two_units(number, column, series.unit_printed, unit, path, text)
            return series, "unit"
        key = (column.at, (id(series), unit))
        if key not in self.kept:
            named = what(series.phrase, own[0], series.place_printed, "", self.aliases)
            changed: dict[str, Any] = {
                "unit_printed": unit, "unit": own[0], "factor": own[1], "indicator": named.indicator,
                "measure": named.measure, "stock": named.stock,
            }  # fmt: skip
            self.kept[key] = replace(series, **changed), state
        return self.kept[key]

    def two_units(self, number: int, column: Column, one: str, other: str, path: str, text: str = "") -> None:
        self.findings.add(
            "two_units", number, column.at + 1, text or other, path, subject=f"{one}|{other}", one=one, other=other
        )

    def _claimed(self, number: int, column: Column, unit: str, claimed: str, phrase: str) -> None:
        (one, factor), (other, claimed_factor) = split(unit), split(claimed)
        power = factor / claimed_factor
        if one != other or power == 1:
            return self.two_units(number, column, unit, claimed, phrase)
        self.findings.add(
            "unit_claimed", number, column.columns.get("claimed", (column.at,))[0] + 1, claimed, phrase,
            subject=f"{phrase}|{unit}|{claimed}", unit=unit, claimed=claimed, indicator=phrase,
            power=abs(power.adjusted()), computation=f"1{unit} = {format(power.normalize(), 'f')}{claimed}",
        )  # fmt: skip
        return None


def _power(multiplier: str) -> int | None:
    """The power of ten that a multiplier is; None where it is none that can be meant."""
    try:
        power = int(multiplier)
    except ValueError:
        return None
    return power if abs(power) <= _LARGEST else None
