"""A panel from observations: of every value the observation it is, in the unit that the framework asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from xietong.core.panel import Panel
from xietong.indices.faults import Fault
from xietong.observations.model import Observation
from xietong.observations.pivot import Row, pivot
from xietong.observations.units import factor, first_of, scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xietong.indices.framework import Framework
    from xietong.observations.series import View


RATIO = "比"  # the unit of what is printed as a bare number, 2.35, or as 2.35:1


@dataclass(frozen=True, eq=False)
class Observed:
    """A panel with what it is made of: the observation of each value by (indicator, unit, time).

    silent: units asked for of which nothing is known; they are not in the panel. thin: (indicator, year) left out as too
    few units have them. faults: what cannot be taken over.
    """

    panel: Panel
    observations: Mapping[tuple[str, str, str], Observation]
    silent: tuple[str, ...]
    thin: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]


def needed(framework: Framework) -> tuple[str, ...]:
    """The codes that a framework computes on: its indicators, then what they are divided by."""
    divisors = (indicator.denominator for indicator in framework.indicators if indicator.denominator)
    return tuple(dict.fromkeys([*(indicator.code for indicator in framework.indicators), *divisors]))


def observed(
    framework: Framework,
    given: Iterable[Observation],
    units: Sequence[str],
    names: Mapping[str, str],
    span: tuple[str, str] = ("", ""),
    view: View = "latest",
    least: float = 0.5,
) -> Observed:
    """A panel by calendar year of observations at some places.

    Of each indicator and place the series without breakdown that has the most years is taken, of those the one without
    scope; of a year the value that is shown in its series. Computed observations are left out: an index does not rest on
    itself. An indicator that is not divided is turned into the unit of the framework; one that is, and its divisor, into
    the first unit of its family (conversion.toml), to which `factor` applies. A range counts with its middle, a ratio a : b
    as a/b. Years are those from span[0] to span[1] (bounds may be empty) in which an indicator is known.
    An indicator that a smaller share of the units than `least` has in a year is left out of it: a single figure of one
    place compares nothing.
    """
    wanted = unit_of(framework)
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in pivot((one for one in given if one.origin != "computed" and one.key.measure == "level"), "year", view):
        if row.kind.indicator in wanted and row.kind.place in units and not row.kind.breakdown:
            rows[row.kind.indicator, row.kind.place].append(row)
    values: dict[tuple[str, str, str], float] = {}
    found: dict[tuple[str, str, str], Observation] = {}
    refused: dict[str, set[str]] = defaultdict(set)
    for (code, place), many in rows.items():
        fitting = [row for row in many if by_unit(row, wanted[code]) is not None]
        refused[code] |= {row.kind.unit for row in many} if not fitting else set()
        for row in sorted(fitting, key=lambda row: (-len(row.points), row.kind.scope))[:1]:
            for year, point in row.points.items():
                if (not span[0] or year >= span[0]) and (not span[1] or year <= span[1]):
                    values[code, place, year] = number(point.choice.chosen, wanted[code])
                    found[code, place, year] = point.choice.chosen
    thin = _thin(values, len(set(units)), least)
    for key in [key for key in values if (key[0], key[2]) in thin]:
        del values[key], found[key]
    own = {indicator.code for indicator in framework.indicators}
    times = tuple(sorted({year for code, _, year in values if code in own}))
    known = {place for code, place, _ in values if code in own}
    there = tuple(unit for unit in dict.fromkeys(units) if unit in known)
    codes = tuple(code for code in needed(framework) if code in {one for one, _, _ in values})
    array = np.full((len(times), len(there), len(codes)), np.nan)
    for (code, place, year), value in values.items():
        if year in times and place in there:
            array[times.index(year), there.index(place), codes.index(code)] = value
    silent = tuple(unit for unit in units if unit not in known)
    said = {unit: names.get(unit, unit) for unit in there}
    return Observed(
        Panel(there, times, codes, array, said), found, silent, thin, tuple(_faults(framework, wanted, refused))
    )


def _thin(values: Mapping[tuple[str, str, str], float], units: int, least: float) -> tuple[tuple[str, str], ...]:
    """Indicators and years that too few units have."""
    counts = Counter((code, year) for code, _, year in values)
    return tuple(sorted(key for key, count in counts.items() if count < least * units))


def unit_of(framework: Framework) -> dict[str, str]:
    """The unit that values of each code are wanted in; empty where the framework leaves it to the data."""
    divided = {code for one in framework.indicators if one.denominator for code in (one.code, one.denominator)}
    found = {one.code: "" if one.code in divided else one.unit for one in framework.indicators}
    return {**found, **dict.fromkeys(divided - set(found), "")}


def by_unit(row: Row, wanted: str) -> Fraction | None:
    """What the values of a row are multiplied by, from the first unit of their family; None where they cannot be."""
    plain = row.kind.form == "ratio" or not wanted or (not row.kind.unit and wanted == RATIO)
    return Fraction(1) if plain else factor(row.kind.unit, wanted)


def number(one: Observation, wanted: str) -> float:
    """The value that is computed with: the middle of a range, a/b of a ratio."""
    if one.form == "ratio":
        return float(Fraction(one.value[0]) / Fraction(one.value[-1])) if one.value[-1] else float("nan")
    value = sum(one.value[1:], one.value[0]) / len(one.value)
    by = factor(one.unit, wanted if wanted and one.unit else first_of(one.unit))
    return float(value if by is None else scaled(value, by))


def _faults(framework: Framework, wanted: Mapping[str, str], refused: Mapping[str, set[str]]) -> Iterable[Fault]:
    places = {indicator.code: indicator.place for indicator in framework.indicators}
    for code, units in refused.items():
        if units:
            words = {"code": code, "unit": "、".join(sorted(units)) or "—", "wanted": wanted[code]}
            yield Fault(places.get(code, "data"), "unit", words)
