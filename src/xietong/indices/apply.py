"""The steps of a framework carried out, from raw values to normalised ones, with a record of what each did."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.parameters import complete
from xietong.indices.steps.denominate import denominate
from xietong.indices.steps.methods import DEFAULTS, METHODS, StepMethod
from xietong.indices.steps.sample import sample
from xietong.indices.steps.screen import included, screen
from xietong.indices.steps.treat import Treatment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from xietong.core.panel import Floats, Panel
    from xietong.indices.framework import Choice, Framework, Step

Groups = dict[str, dict[str, str]]  # name of a grouping → unit → group


@dataclass(frozen=True)
class Given:
    """What is computed on: a framework, a panel that has its indicators and denominators, groupings of the units."""

    framework: Framework
    panel: Panel
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def columns(self, codes: Sequence[str]) -> Floats:
        """Values of the panel by codes, (times, units, codes); a code the panel does not have is missing throughout."""
        known = {code: place for place, code in enumerate(self.panel.indicators)}
        empty = np.full((len(self.panel.times), len(self.panel.units)), np.nan)
        found = [self.panel.values[:, :, known[code]] if code in known else empty for code in codes]
        return np.stack(found, axis=-1) if found else np.empty((*empty.shape, 0))

    @property
    def raw(self) -> Floats:
        """The raw values of the indicators, (times, units, indicators)."""
        return self.columns([indicator.code for indicator in self.framework.indicators])

    @property
    def directions(self) -> Floats:
        """±1 by indicator."""
        return np.array([float(indicator.direction) for indicator in self.framework.indicators])


@dataclass(frozen=True, eq=False)
class Stage:
    """What a step left, and what it did: (times, units, indicators), for the last one (times, units, elements).

    record: "stays" (times, units) of screening, "filled" of imputation, "treatments" of treatment.
    """

    kind: str
    values: Floats
    choices: tuple[tuple[Choice, tuple[str, ...]], ...] = ()
    record: dict[str, Any] = field(default_factory=dict)


def carried_out(given: Given) -> Iterator[Stage]:
    """Every stage in order, the raw values first. The framework and the panel must fit (`fit.misfits`)."""
    stage = Stage("raw", given.raw)
    yield stage
    for step in given.framework.steps:
        stage = DO[step.kind](given, step, stage.values)
        yield stage


def chosen(framework: Framework, step: Step) -> list[tuple[Choice, NDArray[np.int64]]]:
    """The methods of a step, each with the positions of the indicators that are under it, in their order."""
    found: list[tuple[Choice, list[int]]] = []
    for place, indicator in enumerate(framework.indicators):
        choice = indicator.choices.get(step.kind, step.choice)
        same = next((members for other, members in found if other == choice), None)
        if same is None:
            found.append((choice, [place]))
        else:
            same.append(place)
    return [(choice, np.array(members)) for choice, members in found]


def method_of(kind: str, choice: Choice) -> tuple[StepMethod, dict[str, Any]]:
    """The method of a step and its parameters, defaults included."""
    method = METHODS[kind][choice.method or DEFAULTS[kind]]
    return method, complete(choice.parameters, method.parameters)


def _named(given: Given, step: Step) -> tuple[tuple[Choice, tuple[str, ...]], ...]:
    codes = [indicator.code for indicator in given.framework.indicators]
    return tuple((choice, tuple(codes[place] for place in places)) for choice, places in chosen(given.framework, step))


def _denominate(given: Given, step: Step, values: Floats) -> Stage:
    indicators = given.framework.indicators
    divided = np.array([bool(indicator.denominator) for indicator in indicators])
    by = given.columns([indicator.denominator for indicator in indicators])
    factors = np.array([indicator.factor for indicator in indicators])
    result = np.where(divided, denominate(values, by, factors), values)
    return Stage("denominate", result, _named(given, step))


def _screen(given: Given, step: Step, values: Floats) -> Stage:
    _, parameters = method_of("screen", step.choice)
    units = given.panel.units
    for key in ("keep", "drop"):
        parameters[key] = np.isin(units, parameters[key])
    stays = included(values, **parameters)
    return Stage("screen", screen(values, stays), _named(given, step), {"stays": stays})


def _impute(given: Given, step: Step, values: Floats) -> Stage:
    result = values.copy()
    for choice, places in chosen(given.framework, step):
        method, parameters = method_of("impute", choice)
        if method.function is None:
            continue
        directed = given.directions[places] if "families" in method.asks else np.ones(len(places))
        asked = {key: ASKED[key](given, parameters, places) for key in method.asks}
        said = {key: value for key, value in parameters.items() if key not in ("group", "up")}
        names = {"moments": "moments_of"}
        asked = {names.get(key, key): value for key, value in asked.items()}
        filled = method.function(values[:, :, places] * directed, **said, **asked) * directed
        result[:, :, places] = np.where(np.isnan(values[:, :, places]), filled, values[:, :, places])
    return Stage("impute", result, _named(given, step), {"filled": np.isnan(values) & ~np.isnan(result)})


def _treat(given: Given, step: Step, values: Floats) -> Stage:
    """Column by column: treatment looks at one distribution at a time."""
    result, treatments = values.copy(), {}
    for choice, places in chosen(given.framework, step):
        method, parameters = method_of("treat", choice)
        if method.function is None:
            continue
        together = parameters.pop("across") == "all"
        for place in places:
            for rows in [slice(None)] if together else [slice(time, time + 1) for time in range(len(values))]:
                column = values[rows, :, place]
                treated, treatment = method.function(column.ravel(), **parameters)
                result[rows, :, place] = treated.reshape(column.shape)
                treatments[rows.start or 0, int(place)] = treatment
    return Stage("treat", result, _named(given, step), {"treatments": treatments})


def _normalise(given: Given, step: Step, values: Floats) -> Stage:
    result = np.full_like(values, np.nan)
    for choice, places in chosen(given.framework, step):
        method, parameters = method_of("normalise", choice)
        directed = values[:, :, places] * given.directions[places]
        drawn = sample(directed, *scope(given, parameters))
        asked = {key: ASKED[key](given, parameters, places) for key in method.asks}
        said = {key: value for key, value in parameters.items() if key not in SCOPE}
        assert method.function is not None
        result[:, :, places] = method.function(directed, drawn, **said, **asked)
    return Stage("normalise", result, _named(given, step))


SCOPE = ("across", "window", "first", "last", "unit", "base")
DO: dict[str, Callable[[Given, Step, Floats], Stage]] = {
    "denominate": _denominate,
    "screen": _screen,
    "impute": _impute,
    "treat": _treat,
    "normalise": _normalise,
}


def scope(given: Given, parameters: Mapping[str, Any]) -> tuple[str, int, tuple[int, int] | None]:
    """What `sample` is told: across, window, positions of the first and last time."""
    across, window = parameters.get("across", "each"), parameters.get("window", 1)
    if across != "span":
        return across, window, None
    times = given.panel.times
    first, last = parameters["first"] or times[0], parameters["last"] or times[-1]
    return across, window, (times.index(first), times.index(last))


def _groups(given: Given, parameters: Mapping[str, Any], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The group of each unit as a number, -1 for none."""
    grouping = given.groups[parameters["group"]]
    names = sorted({name for name in grouping.values() if name})
    return np.array([names.index(grouping[unit]) if grouping.get(unit) else -1 for unit in given.panel.units])


def _families(given: Given, parameters: Mapping[str, Any], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The ancestor of each indicator `up` steps above it; with 0 all are of one family."""
    tree, up = given.framework.tree, parameters["up"]
    return np.array([tree.ancestor(int(place), up) if up else -1 for place in places])


def _goalposts(given: Given, parameters: Mapping[str, Any], places: NDArray[np.int64]) -> Floats:
    return np.array([given.framework.indicators[place].goalposts for place in places], dtype=np.float64)


def _targets(given: Given, parameters: Mapping[str, Any], places: NDArray[np.int64]) -> Floats:
    return np.array([given.framework.indicators[place].target for place in places], dtype=np.float64)


def moments_of(times: Sequence[str]) -> Floats:
    """When times are, in years where the labels are dates (2019, 2019-05, 2019-05-01, 2019-Q2), else by position."""
    found = [re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d\d)(?:-(\d\d))?))?", time) for time in times]
    if not all(found):
        return np.arange(len(times), dtype=np.float64)
    parts = [[int(part or 0) for part in match.groups()] for match in found if match]
    return np.array(
        [year + max(quarter - 1, 0) / 4 + max(month - 1, 0) / 12 + max(day - 1, 0) / 372
         for year, quarter, month, day in parts]
    )  # fmt: skip


ASKED: dict[str, Callable[[Given, Mapping[str, Any], NDArray[np.int64]], Any]] = {
    "groups": _groups,
    "families": _families,
    "goalposts": _goalposts,
    "target": _targets,
    "direction": lambda given, parameters, places: given.directions[places],
    "moments": lambda given, parameters, places: moments_of(given.panel.times),
    "reference": lambda given, parameters, places: given.panel.units.index(parameters["unit"]),
    "base": lambda given, parameters, places: given.panel.times.index(parameters["base"]),
}
__all__ = ["Given", "Groups", "Stage", "Treatment", "carried_out", "chosen", "method_of", "moments_of", "scope"]
