"""An index computed: framework and panel to a result that holds every stage, its weights and its recipe."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.aggregate import aggregate, manual_weights
from xietong.indices.apply import Given, Stage, carried_out, method_of
from xietong.indices.combine import AGGREGATIONS, WEIGHTINGS
from xietong.indices.faults import Fault, FaultyIndexError, refuse
from xietong.indices.fit import misfits, misfits_of_stages
from xietong.indices.framework_check import tree_is_sound
from xietong.indices.framework_read import from_table
from xietong.indices.parameters import complete
from xietong.indices.recipe import Recipe, array_hash, data_hash
from xietong.indices.statistics.ranks import descending

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xietong.core.panel import Floats, Panel
    from xietong.indices.framework import Framework

    Groupings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, eq=False)
class Result:
    """stages: raw, then one for every step, then "aggregate"; weights (times, elements) relative to their siblings."""

    given: Given
    stages: tuple[Stage, ...]
    weights: Floats
    recipe: Recipe

    @property
    def framework(self) -> Framework:
        """The framework it was computed by."""
        return self.given.framework

    @property
    def panel(self) -> Panel:
        """The data it was computed on."""
        return self.given.panel

    @property
    def scores(self) -> Floats:
        """Scores of all elements, (times, units, elements): indicators normalised, then nodes."""
        return self.stages[-1].values

    @cached_property
    def ranks(self) -> Floats:
        """Ranks of the scores among the units of a time, 1 for the best, ties the lowest; missing stay missing."""
        return descending(self.scores, axis=1)

    def stage(self, kind: str) -> Stage:
        """The last stage of a kind: raw, denominate, impute, screen, treat, normalise, aggregate. Raises KeyError."""
        found = [stage for stage in self.stages if stage.kind == kind]
        if not found:
            raise KeyError(kind)
        return found[-1]

    def of(self, code: str) -> Floats:
        """The scores of one element, (times, units). Raises KeyError for a code that is not in the framework."""
        scores: Floats = self.scores[:, :, self.framework.position(code)]
        return scores

    def rank_of(self, code: str) -> Floats:
        """The ranks by one element, (times, units)."""
        ranks: Floats = self.ranks[:, :, self.framework.position(code)]
        return ranks

    @cached_property
    def index(self) -> str:
        """The code of the root: the index itself."""
        return self.framework.codes[self.framework.tree.root]

    @cached_property
    def uncovered(self) -> tuple[str, ...]:
        """Elements without any score: indicators that the data do not have, nodes with too few children."""
        empty = np.asarray(np.isnan(self.scores).all(axis=(0, 1)))
        return tuple(code for code, none in zip(self.framework.codes, empty, strict=True) if none)

    @cached_property
    def excluded(self) -> tuple[tuple[str, str], ...]:
        """(time, unit) of what screening left out."""
        out = np.zeros((len(self.panel.times), len(self.panel.units)), bool)
        for stage in self.stages:
            if "stays" in stage.record:
                out |= ~stage.record["stays"]
        return tuple((self.panel.times[time], self.panel.units[unit]) for time, unit in np.argwhere(out))


def run(framework: Framework, panel: Panel, groups: Groupings | None = None, faults: Iterable[Fault] = ()) -> Result:
    """Compute an index.

    groups: groupings of the units (name → unit → group) for imputation by group; faults: what reading the data found
    wrong. Raises FaultyIndexError with everything that is wrong with framework and data at once, and returns nothing then.
    """
    given = Given(framework, panel, groups or {})
    found = [*framework.faults, *faults, *misfits(given)]
    if any(fault.code in STOP for fault in found) or not tree_is_sound(framework):
        raise FaultyIndexError(found)
    stages = tuple(carried_out(given))
    done = aggregate(framework, stages[-1].values, manual_weights(framework, panel.times), panel.units)
    refuse([*found, *misfits_of_stages(given, stages), *done.faults])
    recipe = Recipe(
        framework.table, tuple(said(given)), framework.hash, data_hash(panel, given.groups), array_hash(done.scores)
    )
    return Result(given, (*stages, Stage("aggregate", done.scores)), done.weights, recipe)


# what leaves the steps without a meaning: nothing further can be found out
STOP = (
    "toml", "no_method", "unknown_key", "bad_value", "needed", "no_indicators", "no_group", "no_unit", "no_time",
    "cycle", "two_parents", "repeated_code", "no_parent", "parent_is_indicator", "two_roots", "no_children", "time_order",
    "after_normalisation",
)  # fmt: skip


def replay(recipe: Recipe, panel: Panel, groups: Groupings | None = None) -> Result:
    """Compute again by a recipe. Raises FaultyIndexError if data or scores are not, to the bit, those of the recipe.

    A recipe of replications is replayed by `uncertain.analyse.replay`, and refused here.
    """
    if recipe.design:
        raise FaultyIndexError([Fault("recipe", "of_replications")])
    other = data_hash(panel, groups or {})
    if other != recipe.data_hash:
        raise FaultyIndexError([Fault("recipe", "other_data", {"was": recipe.data_hash[:12], "is": other[:12]})])
    result = run(from_table(recipe.framework), panel, groups)
    if result.recipe.scores_hash != recipe.scores_hash:
        words = {"version": f"{recipe.version} (numpy {recipe.numpy})", "now": result.recipe.version}
        raise FaultyIndexError([Fault("recipe", "other_scores", words)])
    return result


def said(given: Given) -> list[dict[str, Any]]:
    """The steps as they are carried out, with all parameters, and the indicators or nodes each goes for."""
    found: list[dict[str, Any]] = []
    for step in given.framework.steps:
        for indicator in given.framework.indicators:
            choice = indicator.choices.get(step.kind, step.choice)
            _, parameters = method_of(step.kind, choice)
            one = {"do": step.kind, "method": choice.method, "parameters": parameters}
            if found and {key: found[-1][key] for key in one} == one:
                found[-1]["for"].append(indicator.code)
            else:
                found.append({**one, "for": [indicator.code]})
    for node in given.framework.nodes:
        parts = (("weights", node.weigh, WEIGHTINGS), ("aggregate", node.aggregate, AGGREGATIONS))
        for kind, choice, table in parts:
            parameters = {**choice.parameters, **complete(choice.parameters, table[choice.method].parameters)}
            found.append({"do": kind, "method": choice.method, "parameters": parameters, "for": [node.code]})
    return found
