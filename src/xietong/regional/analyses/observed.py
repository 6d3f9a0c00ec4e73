"""What an analysis computes on, from observations: of every value the observation it is; nothing left out unsaid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.core.panel import Panel
from xietong.observations.gathered import Cell, gathered, rows_of, thin
from xietong.regional.analyses.catalogue import word
from xietong.regional.analyses.faults import refuse
from xietong.regional.analyses.grouping import groupings, links_and_distances, usual
from xietong.regional.analyses.model import Given, Remark
from xietong.regional.analyses.naming import PART, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from xietong.observations.model import Observation
    from xietong.observations.pivot import Row
    from xietong.regional.analyses.question import Question

_LISTED = 12


@dataclass(frozen=True, eq=False)
class Observed:
    """What an analysis computes on; the observation of each raw value by (code, unit, year); units of which nothing is
    known, and remarks on what was left out; units: the unit of measure of each code."""

    given: Given
    observations: Mapping[Cell, Observation]
    silent: tuple[str, ...]
    remarks: tuple[Remark, ...]
    measured: Mapping[str, str]


def observed(question: Question, found: Iterable[Observation], units: Sequence[str]) -> Observed:
    """The panel of a question, by calendar year, at some places.

    Series are chosen as `gathered` does; computed observations count only for indicators of which there are no others.
    Values of one indicator are in the first unit of the commonest family; others are a fault. Years are those in which
    every indicator is known at enough units. FaultyAnalysisError with all that is wrong.
    """
    flow = question.kind.takes == "flow"
    every = rows_of(_reported_first(found), question.view)
    rows = [row for row in every if ("→" in row.kind.place) == flow]
    indicators, code_of = _parts(question, rows, set(units))
    at = _flows(rows, set(units)) if flow else tuple(dict.fromkeys(units))
    codes = tuple(dict.fromkeys((*indicators, *question.needed[len(question.indicators) :])))
    measured = {code: _commonest(row.kind.unit for row in rows if code_of(row) == code) for code in codes}
    taken = gathered(rows, measured, at, (question.first, question.last), code_of)
    few = () if flow else thin(taken.values, len(at), question.least)
    values = {key: value for key, value in taken.values.items() if (key[0], key[2]) not in few}
    times, dropped = _times(values, codes)
    there = tuple(unit for unit in at if any((code, unit, time) in values for code in indicators for time in times))
    options, groups = _options(question, there), groupings(there)
    refuse([
        *question.faults(), *_group_faults(options, groups, there),
        *_faults(question, codes, values, times, rows, taken.refused, measured, code_of),
    ])  # fmt: skip
    panel = Panel(
        there, times, codes, _array(values, times, there, codes), {one: named(one) for one in (*there, *codes)}
    )
    given = given_of(question, panel, indicators, units if flow else ())
    kept = {
        key: one for key, one in taken.observations.items() if key in values and key[1] in there and key[2] in times
    }
    silent = () if flow else tuple(unit for unit in at if unit not in there)
    return Observed(given, kept, silent, tuple(_remarks(few, dropped)), measured)


def _reported_first(found: Iterable[Observation]) -> list[Observation]:
    every = list(found)
    read = {one.key.indicator for one in every if one.origin != "computed"}
    return [one for one in every if one.origin != "computed" or one.key.indicator not in read]


def _parts(question: Question, rows: Sequence[Row], units: set[str]) -> tuple[tuple[str, ...], Callable[[Row], str]]:
    """The codes that are analysed, and the code of each row: of a structure of one indicator its breakdowns."""
    if question.kind.takes != "structure" or len(question.indicators) != 1:
        return question.indicators, lambda row: "" if row.kind.breakdown else row.kind.indicator
    parts = {row.kind.indicator + PART + row.kind.breakdown for row in rows
             if row.kind.breakdown and row.kind.place in units and row.kind.indicator == question.indicators[0]}  # fmt: skip
    return tuple(
        sorted(parts)
    ), lambda row: row.kind.indicator + (PART + row.kind.breakdown if row.kind.breakdown else "")


def _flows(rows: Sequence[Row], units: set[str]) -> tuple[str, ...]:
    """The flows that touch some places."""
    return tuple(
        dict.fromkeys(row.kind.place for row in rows if units & set(row.kind.place.replace("→", "+").split("+")))
    )


def _commonest(units: Iterable[str]) -> str:
    """The unit that most rows are in."""
    counts = Counter(units)
    return min(counts, key=lambda unit: (-counts[unit], unit)) if counts else ""


def _times(values: Mapping[Cell, float], codes: Sequence[str]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Years in which every code is known, and the other years of each code."""
    of = {code: {time for one, _, time in values if one == code} for code in codes}
    common = set.intersection(*of.values()) if of else set()
    return tuple(sorted(common)), {code: tuple(sorted(times - common)) for code, times in of.items()}


def _array(
    values: Mapping[Cell, float], times: Sequence[str], units: Sequence[str], codes: Sequence[str]
) -> np.ndarray:
    array = np.full((len(times), len(units), len(codes)), np.nan)
    when, who, what = ({one: at for at, one in enumerate(axis)} for axis in (times, units, codes))
    for (code, unit, time), value in values.items():
        if time in when and unit in who:
            array[when[time], who[unit], what[code]] = value
    return array


def _options(question: Question, units: Sequence[str]) -> dict[str, str]:
    options = question.chosen()
    if options.get("group") == "usual":
        options["group"] = usual(units)
    return options


def given_of(question: Question, panel: Panel, indicators: tuple[str, ...], places: Sequence[str] = ()) -> Given:
    """A panel as an analysis takes it, with groups, neighbours and distances of its units. places: of a matrix of flows."""
    options, groups = _options(question, panel.units), groupings(panel.units)
    links, away = links_and_distances(panel.units, options.get("weights") != "contiguity")
    labels = {name: tuple(label or "" for label in given) for name, given in groups.items()}
    return Given(
        panel, indicators, question.year or _year(panel, indicators), options, question.per, question.by, question.less,
        labels, links, away, tuple(places),
    )  # fmt: skip


def _group_faults(
    options: Mapping[str, str], groups: Mapping[str, tuple[str | None, ...]], units: Sequence[str]
) -> Iterable[Remark]:
    asked = options.get("group", "")
    wanted = ("regions", "pack") if asked == "nested" else (asked,) if asked in groups and units else ()
    for grouping in wanted:
        without = [unit for unit, label in zip(units, groups[grouping], strict=True) if label is None]
        if without:
            yield Remark("no_group", {"group": _both(grouping), "names": tuple(without[:_LISTED])})
        elif len(set(groups[grouping])) < 2:
            yield Remark("one_group", {"group": _both(grouping)})


def _both(key: str) -> dict[str, str]:
    return {language: word(key, language) for language in ("zh", "en")}


def _year(panel: Panel, indicators: Sequence[str]) -> str:
    """The last year in which at least half of the units that ever are have all indicators."""
    there = np.isfinite(np.stack([panel.of(code) for code in indicators])).all(axis=0).sum(axis=1)
    full = np.flatnonzero(there * 2 >= max(int(there.max()), 1))
    return panel.times[int(full[-1])] if full.size else panel.times[-1]


def _faults(
    question: Question, codes: Sequence[str], values: Mapping[Cell, float], times: Sequence[str], rows: Sequence[Row],
    refused: Mapping[str, frozenset[str]], measured: Mapping[str, str], code_of: Callable[[Row], str],
) -> Iterable[Remark]:  # fmt: skip
    known = {code for code, _, _ in values}
    nothing = "no_flows" if question.kind.takes == "flow" else "no_observations"
    missing = [code for code in codes if code not in known]
    for code in missing or ([] if times or not codes else [codes[0]]):
        yield Remark(nothing, {"indicator": (code,)})
    if question.kind.takes == "structure" and len(question.indicators) == 1 and len(codes) < question.kind.least:
        yield Remark("few_indicators", {"got": len(codes) or 1, "wanted": question.kind.least})
    for code, units in refused.items():
        if units:
            at = [row.kind.place for row in rows if code_of(row) == code and row.kind.unit in units]
            words = {"indicator": (code,), "places": tuple(dict.fromkeys(at)), "unit": "、".join(sorted(units)) or "—"}
            yield Remark("unit", {**words, "wanted": measured[code] or "—"})
    if question.year and times and question.year not in times:
        yield Remark("no_year", {"year": question.year, "known": _runs(times)})


def _remarks(few: Sequence[tuple[str, str]], dropped: Mapping[str, tuple[str, ...]]) -> Iterable[Remark]:
    if few:
        yield Remark("thin", {"listed": (*few[:_LISTED], *(("…",) if len(few) > _LISTED else ()))})
    for code, years in dropped.items():
        if years:
            yield Remark("years_dropped", {"indicator": (code,), "years": _runs(years)})


def _runs(times: Sequence[str]) -> str:
    """Years in few characters: those that follow each other are a span, as 2010–2014, 2017."""
    runs: list[list[str]] = []
    for one in sorted(times):
        if runs and one.isdigit() and runs[-1][-1].isdigit() and int(one) == int(runs[-1][-1]) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
