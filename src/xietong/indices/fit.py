"""Whether data fit a framework: what is missing, constant, zero or unknown, each with its indicator, unit and time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.aggregate import listed, manual_weights
from xietong.indices.apply import Given, Stage, chosen, method_of, scope
from xietong.indices.faults import Fault
from xietong.indices.parameters import misfits as wrong
from xietong.indices.statistics.moments import highest, lowest
from xietong.indices.steps.methods import METHODS
from xietong.indices.steps.sample import sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.indices.framework import Choice, Indicator, Step

OVER_TIME = (
    "latest",
    "constant",
    "linear",
    "value",
)  # imputation that can speak for a unit without any value at a time


def misfits(given: Given) -> Iterator[Fault]:
    """What is wrong with the raw data for this framework. A method that is unknown is not looked into."""
    steps = [step for step in given.framework.steps if step.kind and step.choice.method in METHODS[step.kind]]
    yield from _columns(given)
    yield from _missing_units(given, steps)
    yield from _denominators(given, steps)
    for step in steps:
        for choice in [step.choice, *(one.choices[step.kind] for one in _exceptions(given, step.kind))]:
            yield from _names(given, step, choice)
    yield from _weights(given)


def misfits_of_stages(given: Given, stages: Sequence[Stage]) -> Iterator[Fault]:
    """What cannot be normalised: columns without spread, values that have no logarithm or no ratio."""
    for before, stage in pairwise(stages):
        if stage.kind != "normalise":
            continue
        step = next(step for step in given.framework.steps if step.kind == "normalise")
        for choice, places in chosen(given.framework, step):
            told = [*_spread(given, choice, places, before.values), *_positive(given, choice, places, before.values)]
            yield from told
            known = {fault.words["code"] for fault in told}
            yield from _undefined(given, choice, places, (before.values, stage.values), known)


def _exceptions(given: Given, kind: str) -> list[Indicator]:
    return [
        one for one in given.framework.indicators if kind in one.choices and one.choices[kind].method in METHODS[kind]
    ]


def _columns(given: Given) -> Iterator[Fault]:
    """Indicators and denominators that the data do not have; a partial framework goes without indicators."""
    raw, known = given.raw, set(given.panel.indicators)
    for place, indicator in enumerate(given.framework.indicators):
        if given.framework.partial:
            pass
        elif indicator.code not in known:
            yield Fault(indicator.place, "no_column", {"code": indicator.code})
        elif np.isnan(raw[:, :, place]).all():
            yield Fault(indicator.place, "all_missing", {"code": indicator.code})
        if indicator.denominator and indicator.code in known and indicator.denominator not in known:
            yield Fault(indicator.place, "no_column", {"code": indicator.denominator})


def _missing_units(given: Given, steps: Sequence[Step]) -> Iterator[Fault]:
    """A unit without any value at a time, unless screening leaves it out by name or other times speak for it."""
    handled = any(
        step.kind == "screen" or (step.kind == "impute" and step.choice.method in OVER_TIME) for step in steps
    )
    if handled or not given.framework.indicators:
        return
    empty = np.asarray(np.isnan(given.raw).all(axis=-1))
    for unit in np.flatnonzero(empty.any(axis=0)):
        times = [given.panel.times[time] for time in np.flatnonzero(empty[:, unit])]
        yield Fault("data", "unit_missing", {"unit": given.panel.units[unit], "times": listed(times)})


def _denominators(given: Given, steps: Sequence[Step]) -> Iterator[Fault]:
    used = [indicator for indicator in given.framework.indicators if indicator.denominator]
    if used and not any(step.kind == "denominate" for step in steps):
        yield Fault(used[0].place, "no_denomination", {"codes": listed([one.code for one in used])})
    for code in dict.fromkeys(one.denominator for one in used):
        zero = np.argwhere(given.columns([code])[:, :, 0] == 0)
        if zero.size:
            yield Fault("data", "zero_denominator", {"code": code, "where": _places(given, zero)})


def _names(given: Given, step: Step, choice: Choice) -> Iterator[Fault]:
    """Groupings, units and times that a method names."""
    said, panel = choice.parameters, given.panel
    if any(wrong(said, METHODS[step.kind][choice.method].parameters)):
        return  # a fault of the framework already
    if "group" in said and said["group"] not in given.groups:
        yield Fault(step.place, "no_group", {"group": said["group"], "allowed": ", ".join(given.groups) or "—"})
    for unit in (*said.get("keep", ()), *said.get("drop", ()), *((said["unit"],) if "unit" in said else ())):
        if unit not in panel.units:
            yield Fault(step.place, "no_unit", {"unit": unit})
    times = [said[key] for key in ("base", "first", "last") if said.get(key)]
    for time in times:
        if time not in panel.times:
            yield Fault(step.place, "no_time", {"time": time})
    first, last = said.get("first"), said.get("last")
    if {first, last} <= set(panel.times) and panel.times.index(first) > panel.times.index(last):
        yield Fault(step.place, "time_order", {"first": first, "last": last})


def _weights(given: Given) -> Iterator[Fault]:
    by_hand = {node.code for node in given.framework.nodes if node.weigh.method == "manual"}
    weights = manual_weights(given.framework, given.panel.times)
    for place, element in enumerate(given.framework.elements):
        lacking = np.flatnonzero(np.isnan(weights[:, place]))
        if element.parent in by_hand and lacking.size:
            times = listed([given.panel.times[time] for time in lacking])
            yield Fault(element.place, "weight_missing", {"code": element.code, "times": times})


def _spread(given: Given, choice: Choice, places: NDArray[np.int64], values: Floats) -> Iterator[Fault]:
    method, parameters = method_of("normalise", choice)
    if not method.spread:
        return
    drawn = sample(values[:, :, places], *scope(given, parameters))
    flat = (lowest(drawn, 1) == highest(drawn, 1))[:, 0, :]
    for column in np.flatnonzero(flat.any(axis=0)):
        times = [given.panel.times[time] for time in np.flatnonzero(flat[:, column])] if len(flat) > 1 else []
        indicator = given.framework.indicators[places[column]]
        yield Fault(
            indicator.place, "constant", {**_of(indicator, choice), "times": listed(times or given.panel.times)}
        )


def _positive(given: Given, choice: Choice, places: NDArray[np.int64], values: Floats) -> Iterator[Fault]:
    _, parameters = method_of("normalise", choice)
    if not (parameters.get("log") or choice.method == "base_index"):
        return
    for place in places:
        low = np.argwhere(values[:, :, place] <= 0)
        if low.size:
            indicator = given.framework.indicators[place]
            yield Fault(indicator.place, "no_log", {**_of(indicator, choice), "where": _places(given, low)})


def _undefined(
    given: Given, choice: Choice, places: NDArray[np.int64], values: tuple[Floats, Floats], known: set[str]
) -> Iterator[Fault]:
    """Values that were there and have no score: a maximum of zero to divide by, a target at the minimum, and the like."""
    lost = ~np.isnan(values[0]) & np.isnan(values[1])
    if given.framework.partial and choice.method == "base_index":  # without a base a unit is not covered
        base = given.panel.times.index(choice.parameters["base"])
        lost &= ~np.isnan(values[0][[base]])
    for place in places:
        indicator, found = given.framework.indicators[place], np.argwhere(lost[:, :, place])
        if found.size and indicator.code not in known:
            yield Fault(indicator.place, "undefined", {**_of(indicator, choice), "where": _places(given, found)})


def _of(indicator: Indicator, choice: Choice) -> dict[str, Any]:
    return {"code": indicator.code, "method": choice.method}


def _places(given: Given, found: NDArray[np.int64]) -> str:
    """Units and times of positions (time, unit), some of them."""
    return listed([f"{given.panel.units[unit]} {given.panel.times[time]}" for time, unit in found])
