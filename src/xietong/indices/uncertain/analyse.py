"""Uncertainty and sensitivity of an index, and both made again from their recipe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.faults import Fault, FaultyIndexError, refuse
from xietong.indices.framework_read import from_table as framework_from
from xietong.indices.recipe import array_hash, data_hash
from xietong.indices.run import Result, run
from xietong.indices.uncertain.check import combined, misfits
from xietong.indices.uncertain.draw import crossed, picked, points
from xietong.indices.uncertain.engine import compute
from xietong.indices.uncertain.ranks import RankIntervals, intervals
from xietong.indices.uncertain.read import from_table, sound
from xietong.indices.uncertain.replications import Replications
from xietong.indices.uncertain.sobol import Indices, indices
from xietong.indices.uncertain.targets import target
from xietong.indices.uncertain.variant import resolved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats, Panel
    from xietong.indices.framework import Framework
    from xietong.indices.recipe import Recipe
    from xietong.indices.run import Groupings
    from xietong.indices.uncertain.model import Design
    from xietong.indices.uncertain.targets import Target


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """outputs: the target in every replication; indices by input in the order of the design, and by what outputs have besides."""

    replications: Replications
    outputs: Floats
    indices: Indices

    def by_input(self) -> dict[str, tuple[Floats, Floats]]:
        """First-order and total index of every input, by its code."""
        codes = [one.code for one in self.replications.design.inputs]
        return dict(zip(codes, zip(self.indices.first, self.indices.total, strict=True), strict=True))


def uncertainty(framework: Framework, panel: Panel, design: Design, groups: Groupings | None = None) -> Replications:
    """`runs` replications at the points of the design.

    Raises FaultyIndexError with everything that is wrong with framework, data and design, and with every combination that
    is undefined (unless the design says to report these).
    """
    nominal, design = prepared(framework, panel, design, groups)
    uniform = points(design.kind, design.runs, design.columns[-1].stop, design.seed)
    return replicated(nominal, design, uniform, picked(design, uniform), {"analysis": "uncertainty"})


def sensitivity(
    framework: Framework, panel: Panel, design: Design, groups: Groupings | None = None, own: Target | None = None
) -> Sensitivity:
    """Sobol' indices from (inputs + 2)·runs replications, with bootstrap intervals unless the design has none.

    own: a function of the replications in place of the design's target, → (replications, …); it is no part of the recipe.
    Raises as `uncertainty`.
    """
    nominal, design = prepared(framework, panel, design, groups)
    uniform = crossed(design)
    done = replicated(nominal, design, uniform, picked(design, uniform), {"analysis": "sensitivity"})
    outputs = target(done, design, own)
    return Sensitivity(done, outputs, indices(outputs, len(design.inputs), design.bootstrap, design.level, design.seed))


def chosen(
    framework: Framework, panel: Panel, design: Design, picks: NDArray[np.int64], groups: Groupings | None = None
) -> Replications:
    """Replications of given alternatives, (replications, inputs) counted from 0: those of another tool, or of one's own.

    Raises as `uncertainty`, and ValueError for alternatives that an input does not have (what is continuous has none).
    """
    nominal, design = prepared(framework, panel, design, groups)
    most = [0 if one.continuous else one.alternatives for one in design.inputs]
    if picks.ndim != 2 or picks.shape[1] != len(most) or (picks < 0).any() or (picks >= most).any():
        raise ValueError(f"alternatives are (replications, {len(most)}), each from 0 to below {most}")
    return replicated(nominal, design, (picks + 0.5) / most, picks, {"analysis": "chosen", "picks": picks.tolist()})


def prepared(
    framework: Framework, panel: Panel, design: Design, groups: Groupings | None = None
) -> tuple[Result, Design]:
    """The framework computed as it is, and the design with the codes its weights are of; both refused for their faults."""
    refuse([*framework.faults, *design.faults])
    nominal = run(framework, panel, groups)
    design = replace(design, inputs=tuple(resolved(framework, one) for one in design.inputs))
    refuse(misfits(nominal.given, design))
    return nominal, design


def replicated(
    nominal: Result, design: Design, uniform: Floats, picks: NDArray[np.int64], said: dict[str, Any]
) -> Replications:
    """Replications at points (replications, dimensions) and of the alternatives they pick; said is for the recipe."""
    elements = design.elements or (nominal.index,)
    done = compute(nominal.given, design, picks, uniform, elements)
    if done.undefined and design.undefined == "refuse":
        raise FaultyIndexError(combined(done.undefined, design.inputs, picks))
    recipe = replace(nominal.recipe, design={**design.table, **said}, scores_hash=array_hash(done.scores))
    return Replications(design, nominal, uniform, picks, elements, done.scores, done.undefined, recipe)


def ranking(done: Replications, level: float | None = None) -> RankIntervals:
    """Rank intervals of (times, units, elements); of a sensitivity analysis over its independent points, A and B."""
    sampled = 2 * done.design.runs if done.recipe.design["analysis"] == "sensitivity" else len(done.ranks)
    return intervals(done.ranks[:sampled], done.nominal_ranks, done.design.level if level is None else level)


def replay(recipe: Recipe, panel: Panel, groups: Groupings | None = None) -> Replications:
    """Replications again by their recipe. Raises FaultyIndexError if data or scores are not, to the bit, those of it."""
    other = data_hash(panel, groups or {})
    if other != recipe.data_hash:
        raise FaultyIndexError([Fault("recipe", "other_data", {"was": recipe.data_hash[:12], "is": other[:12]})])
    table = {key: value for key, value in recipe.design.items() if key not in ("analysis", "picks")}
    design, framework = sound(from_table(table)), framework_from(recipe.framework)
    if "picks" in recipe.design:
        done = chosen(framework, panel, design, np.array(recipe.design["picks"]), groups)
    elif recipe.design["analysis"] == "sensitivity":
        done = sensitivity(framework, panel, replace(design, bootstrap=0), groups).replications
    else:
        done = uncertainty(framework, panel, design, groups)
    if done.recipe.scores_hash != recipe.scores_hash:
        words = {"version": f"{recipe.version} (numpy {recipe.numpy})", "now": done.recipe.version}
        raise FaultyIndexError([Fault("recipe", "other_scores", words)])
    return done
