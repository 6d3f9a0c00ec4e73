"""Uncertainty and sensitivity of an index, and both made again from their recipe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.faults import Fault, FaultyIndexError, refuse
from xietong.indices.framework_read import from_table as framework_from
from xietong.indices.recipe import array_hash, data_hash
from xietong.indices.run import run
from xietong.indices.uncertain.check import combined, misfits
from xietong.indices.uncertain.draw import crossed, picked, points
from xietong.indices.uncertain.engine import compute
from xietong.indices.uncertain.ranks import RankIntervals, intervals
from xietong.indices.uncertain.read import from_table, sound
from xietong.indices.uncertain.replications import Replications
from xietong.indices.uncertain.sobol import Indices, bootstrapped
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
    """indices: by input in the order of the design, and by whatever the target has besides (units); outputs: the target.

    complete: rows of the design (of `runs`) that have the target in all their replications; the others are left out.
    """

    replications: Replications
    outputs: Floats
    indices: Indices
    complete: int

    def by_input(self) -> dict[str, tuple[Floats, Floats]]:
        """First-order and total index of every input, by its code."""
        codes = [one.code for one in self.replications.design.inputs]
        return dict(zip(codes, zip(self.indices.first, self.indices.total, strict=True), strict=True))


def uncertainty(framework: Framework, panel: Panel, design: Design, groups: Groupings | None = None) -> Replications:
    """`runs` replications at the points of the design.

    Raises FaultyIndexError with everything that is wrong with framework, data and design, and with every combination that
    is undefined (unless the design says to report these).
    """
    design = ready(framework, design)
    return replicated(
        framework, panel, design, points(design.kind, design.runs, design.columns[-1].stop, design.seed), groups
    )


def sensitivity(
    framework: Framework, panel: Panel, design: Design, groups: Groupings | None = None, own: Target | None = None
) -> Sensitivity:
    """Sobol' indices from (inputs + 2)·runs replications, with bootstrap intervals unless the design has none.

    own: a function of the replications in place of the design's target, → (replications, …); it is no part of the recipe.
    Raises as `uncertainty`.
    """
    design = ready(framework, design)
    done = replicated(framework, panel, design, crossed(design), groups, analysis="sensitivity")
    outputs, inputs = target(done, design, own), len(design.inputs)
    found = bootstrapped(outputs, inputs, design.bootstrap, design.level, design.seed)
    blocks = outputs.reshape(inputs + 2, design.runs, -1)
    return Sensitivity(done, outputs, found, int(np.sum(~np.isnan(blocks).any(axis=(0, 2)))))


def chosen(
    framework: Framework, panel: Panel, design: Design, picks: NDArray[np.int64], groups: Groupings | None = None
) -> Replications:
    """Replications of given alternatives, (replications, inputs) counted from 0: those of another tool, or of one's own.

    Raises as `uncertainty`, and ValueError for alternatives that an input does not have (what is continuous has none).
    """
    design = ready(framework, design)
    most = [0 if one.continuous else one.alternatives for one in design.inputs]
    if picks.ndim != 2 or picks.shape[1] != len(most) or (picks < 0).any() or (picks >= most).any():
        raise ValueError(f"alternatives are (replications, {len(most)}), each from 0 to below {most}")
    return replicated(framework, panel, design, (picks + 0.5) / most, groups, picks=picks)


def ready(framework: Framework, design: Design) -> Design:
    """The design with the codes that its weights are of. Raises FaultyIndexError for faults of framework and design."""
    refuse([*framework.faults, *design.faults])
    return replace(design, inputs=tuple(resolved(framework, one) for one in design.inputs))


def replicated(
    framework: Framework,
    panel: Panel,
    design: Design,
    uniform: Floats,
    groups: Groupings | None = None,
    analysis: str = "uncertainty",
    picks: NDArray[np.int64] | None = None,
) -> Replications:
    """Replications of a ready design at points (replications, dimensions), or of given alternatives (counted from 0)."""
    nominal = run(framework, panel, groups)
    refuse(misfits(nominal.given, design))
    given = picks is not None
    picks = picked(design, uniform) if picks is None else picks
    elements = design.elements or (nominal.index,)
    done = compute(nominal.given, design, picks, uniform, elements)
    if done.undefined and design.undefined == "refuse":
        raise FaultyIndexError(combined(done.undefined, design.inputs, picks))
    said: dict[str, Any] = {**design.table, "analysis": analysis}
    if given:
        said["picks"] = picks.tolist()
    recipe = replace(nominal.recipe, design=said, scores_hash=array_hash(done.scores))
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
