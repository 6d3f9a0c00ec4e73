"""What an analysis is given and what it finds, as plain values that commands and pages lay out alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from xietong.data import table
from xietong.regional.analyses.naming import Name, named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats, Panel

MESSAGES = "messages/analyses.toml"
Value = str | float | int | None
Kind = Literal["place", "year", "indicator", "word", "text", "number", "count", "share", "p"]
Source = tuple[str, str, str]
"""Where a number comes from: indicator, unit, year of the panel; an empty unit stands for all."""


@dataclass(frozen=True)
class Remark:
    """What is to be known of a result; `code` is one of data/messages/analyses.toml."""

    code: str
    words: dict[str, Any] = field(default_factory=dict, hash=False)

    def sentence(self, language: str, name: Name = named) -> str:
        """In one language ("zh", "en"). Of the words a mapping is by language; a tuple holds keys that are named, or keys
        with what follows them."""
        said = {key: _said(one, language, name) for key, one in self.words.items()}
        sentence: str = table(MESSAGES)[self.code][language].format(**said)
        return sentence


def _said(word: Any, language: str, name: Name) -> Any:
    if isinstance(word, dict):
        return word[language]
    if not isinstance(word, tuple):
        return word
    found = [f"{name(one[0], language)} {one[1]}" if isinstance(one, tuple) else name(one, language) for one in word]
    return ("、" if language == "zh" else ", ").join(found)


@dataclass(frozen=True)
class Column:
    """A column of a table: its key in data/analyses.toml [word] (or a code of an indicator), and what its cells are."""

    key: str
    kind: Kind = "number"


@dataclass(frozen=True)
class Row:
    """Cells of a row; what they rest on."""

    cells: tuple[Value, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table under a key of data/analyses.toml [word]; year: of which it is, empty for all."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    year: str = ""


@dataclass(frozen=True)
class Series:
    """A line over time, or a part of a bar: a key (a word, or a place) and a value for each time, None for none."""

    key: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Point:
    """A mark of a scatter; unit names it."""

    unit: str
    x: float
    y: float
    word: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Chart:
    """What is drawn. kind: "lines" and "bars" (series over times), "scatter" (points, and a line y = a + b x), "curve"
    (series over grid), "map" (a word for each unit). x, y: keys of what the axes hold."""

    kind: Literal["lines", "bars", "scatter", "curve", "map"]
    key: str
    times: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    points: tuple[Point, ...] = ()
    line: tuple[float, float] | None = None
    grid: tuple[float, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    x: str = ""
    y: str = ""
    year: str = ""


@dataclass(frozen=True)
class Score:
    """A number that can be kept as an observation: what it is (a key of [word], or "key|breakdown"), the unit it is of
    (empty for all together), the year, the value, and what it rests on."""

    key: str
    unit: str
    year: str
    value: float


@dataclass(frozen=True, eq=False)
class Result:
    """Tables, the first the main one; charts; remarks; numbers to keep; left: units that could not be used, with why."""

    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    remarks: tuple[Remark, ...] = ()
    scores: tuple[Score, ...] = ()
    left: tuple[tuple[str, Remark], ...] = ()


@dataclass(frozen=True, eq=False)
class Given:
    """What an analysis computes on: a panel of raw values (times, units, codes) and how it is to be read.

    indicators: those analysed, in order; per: the code they are divided by; by: the code of the weights; year: the one
    that is looked at; options: all of them, as text; groups: label of each unit by grouping; links: binary
    neighbours (units, units) where all units have some; away: distances in kilometres likewise; words: what codes and
    units are called, for messages.
    """

    panel: Panel
    indicators: tuple[str, ...]
    year: str
    options: Mapping[str, str]
    per: str = ""
    by: str = ""
    less: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Floats | None = None
    away: Floats | None = None
    places: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """The units of the panel."""
        return self.panel.units

    @property
    def times(self) -> tuple[str, ...]:
        """The years of the panel."""
        return self.panel.times

    @property
    def at(self) -> int:
        """Position of the year that is looked at."""
        return self.panel.times.index(self.year)

    @property
    def years(self) -> Floats:
        """The years as numbers, (times,)."""
        return np.array([float(time) for time in self.times])

    def values(self, code: str = "") -> Floats:
        """An indicator, divided where it is to be, (times, units); the first where none is named. NaN where a divisor is
        zero."""
        found = np.array(self.panel.of(code or self.indicators[0]))
        if self.per:
            below = self.panel.of(self.per)
            found = np.divide(found, below, out=np.full_like(found, np.nan), where=below != 0)
        return found

    def weights(self) -> Floats | None:
        """The weights of the units, (times, units), None for equal ones."""
        return np.array(self.panel.of(self.by)) if self.by else None

    def sources(self, unit: str, year: str, *codes: str) -> tuple[Source, ...]:
        """The raw values that a number of a unit in a year rests on."""
        asked = [*(codes or self.indicators), *filter(None, (self.per, self.by))]
        return tuple((code, unit, year) for code in dict.fromkeys(asked))

    def labels(self, grouping: str) -> tuple[str, ...]:
        """The label of each unit."""
        return self.groups[grouping]


def plain(value: Any) -> float | None:
    """A number, None for a missing or infinite one."""
    number = float(value)
    return number if np.isfinite(number) else None


def listed(values: Floats) -> tuple[float | None, ...]:
    """Numbers of a series."""
    return tuple(plain(one) for one in values)


def spans(times: tuple[str, ...], held: NDArray[np.bool_]) -> str:
    """Which times hold, as years and spans of years: 2001–2003, 2007."""
    found: list[list[str]] = []
    before = False
    for time, one in zip(times, held, strict=True):
        if one and before:
            found[-1].append(time)
        elif one:
            found.append([time])
        before = bool(one)
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found)
