"""A panel from observations: of every value the observation it is, in the unit that the framework asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.core.panel import Panel
from xietong.indices.faults import Fault
from xietong.observations.gathered import gathered, rows_of, thin
from xietong.observations.model import Observation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xietong.indices.framework import Framework
    from xietong.observations.series import View


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
    rows = rows_of((one for one in given if one.origin != "computed"), view)
    taken = gathered(rows, wanted, units, span)
    few = thin(taken.values, len(set(units)), least)
    values = {key: value for key, value in taken.values.items() if (key[0], key[2]) not in few}
    found = {key: one for key, one in taken.observations.items() if key in values}
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
        Panel(there, times, codes, array, said), found, silent, few, tuple(_faults(framework, wanted, taken.refused))
    )


def unit_of(framework: Framework) -> dict[str, str]:
    """The unit that values of each code are wanted in; empty where the framework leaves it to the data."""
    divided = {code for one in framework.indicators if one.denominator for code in (one.code, one.denominator)}
    found = {one.code: "" if one.code in divided else one.unit for one in framework.indicators}
    return {**found, **dict.fromkeys(divided - set(found), "")}


def _faults(framework: Framework, wanted: Mapping[str, str], refused: Mapping[str, frozenset[str]]) -> Iterable[Fault]:
    places = {indicator.code: indicator.place for indicator in framework.indicators}
    for code, units in refused.items():
        if units:
            words = {"code": code, "unit": "、".join(sorted(units)) or "—", "wanted": wanted[code]}
            yield Fault(places.get(code, "data"), "unit", words)
