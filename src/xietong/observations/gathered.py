"""Yearly numbers from observations: of each indicator and place one series, of every value the observation it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xietong.observations.model import Observation
from xietong.observations.pivot import Row, pivot
from xietong.observations.series import View
from xietong.observations.units import factor, first_of, scaled

RATIO = "比"  # the unit of what is printed as a bare number, 2.35, or as 2.35:1
Cell = tuple[str, str, str]
"""Code, place, year."""


@dataclass(frozen=True, eq=False)
class Gathered:
    """values and the observations they are, by (code, place, year); refused: units of a code and place that nothing
    turns into the one wanted, by code."""

    values: Mapping[Cell, float]
    observations: Mapping[Cell, Observation]
    refused: Mapping[str, frozenset[str]]


def rows_of(given: Iterable[Observation], view: View = "latest") -> tuple[Row, ...]:
    """Observations of level as yearly rows."""
    return pivot((one for one in given if one.key.measure == "level"), "year", view)


def gathered(
    rows: Iterable[Row],
    wanted: Mapping[str, str],
    places: Sequence[str],
    span: tuple[str, str] = ("", ""),
    code_of: Callable[[Row], str] = lambda row: "" if row.kind.breakdown else row.kind.indicator,
) -> Gathered:
    """Numbers of the codes of `wanted` (code → unit, empty for that of the data) at some places.

    Of each code and place the series that has the most years is taken, of those the one without scope; of a year the
    value that is shown in its series. Without a wanted unit values are in the first unit of their family
    (conversion.toml). A range counts with its middle, a ratio a : b as a/b. Years are those from span[0] to span[1],
    bounds may be empty. code_of: the code a row belongs to, empty for none; series with a breakdown belong to none.
    """
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    known = set(places)
    for row in rows:
        code = code_of(row)
        if code in wanted and row.kind.place in known:
            groups[code, row.kind.place].append(row)
    values: dict[Cell, float] = {}
    found: dict[Cell, Observation] = {}
    refused: dict[str, set[str]] = defaultdict(set)
    for (code, place), many in groups.items():
        fitting = [row for row in many if by_unit(row, wanted[code]) is not None]
        refused[code] |= {row.kind.unit for row in many} if not fitting else set()
        for row in sorted(fitting, key=lambda row: (-len(row.points), row.kind.scope))[:1]:
            for year, point in row.points.items():
                if (not span[0] or year >= span[0]) and (not span[1] or year <= span[1]):
                    values[code, place, year] = number(point.choice.chosen, wanted[code])
                    found[code, place, year] = point.choice.chosen
    return Gathered(values, found, {code: frozenset(units) for code, units in refused.items()})


def thin(values: Iterable[Cell], places: int, least: float) -> tuple[tuple[str, str], ...]:
    """Codes and years that a smaller share of the places than `least` has: a single figure compares nothing."""
    counts = Counter((code, year) for code, _, year in values)
    return tuple(sorted(key for key, count in counts.items() if count < least * places))


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
