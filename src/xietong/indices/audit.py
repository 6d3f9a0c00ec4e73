"""What is to be known of an index before anyone trusts it: gaps, doubles, opposites, weights that do not act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.data import table
from xietong.indices.change import acting_weights
from xietong.indices.explain import principal
from xietong.indices.faults import MESSAGES
from xietong.indices.statistics.correlation import correlation, flagged
from xietong.indices.statistics.describe import describe
from xietong.indices.statistics.reliability import cronbach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xietong.core.panel import Floats
    from xietong.indices.run import Result


@dataclass(frozen=True)
class Limits:
    """From where on something is said.

    available: share of units that have an indicator; covered: share of the indicators that a unit has; redundant:
    correlation of two indicators; against: correlation of a child with its parent; dominant and silent: share in the
    variance of the index over the weight; reliable: Cronbach's α.
    """

    available: float = 0.8
    covered: float = 0.8
    redundant: float = 0.92
    against: float = 0.0
    dominant: float = 2.5
    silent: float = 0.2
    reliable: float = 0.7


@dataclass(frozen=True)
class Remark:
    """One thing to be known: the message of data/messages/indices.toml under audit, what it is about, and its words."""

    code: str
    about: tuple[str, ...]
    words: dict[str, Any] = field(default_factory=dict, hash=False)

    def sentence(self, language: str) -> str:
        """The remark in one language ("zh", "en")."""
        said: str = table(MESSAGES)["audit"][self.code][language].format(**self.words)
        return said


@dataclass(frozen=True, eq=False)
class Acting:
    """How an indicator acts in the index: its weight, and its share in what the index varies by.

    weight: effective weight by the framework; acts: r²/Σr² with r the correlation of its normalised values with the index;
    with_parent: correlation with its parent's score.
    """

    code: str
    weight: float
    acts: float
    with_parent: float


@dataclass(frozen=True, eq=False)
class Audit:
    """The cross-section at a time: remarks, how every indicator acts, α by node, correlations of the indicators.

    acting is of the index, or of the node that has scores over the most indicators where the index has none. matrix:
    Pearson, of normalised values, (indicators, indicators) in the order of the framework, NaN where undefined.
    """

    time: str
    remarks: tuple[Remark, ...]
    acting: tuple[Acting, ...]
    alpha: dict[str, float]
    matrix: Floats


def audit(result: Result, time: str, limits: Limits | None = None) -> Audit:
    """Look an index over at a time. Raises ValueError for a time the result does not have.

    Silent and dominant indicators after Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?,
    J. R. Statist. Soc. A 176: the weight of a variable is not what it does; here by its linear main effect, r².
    """
    limits, when = limits or Limits(), result.panel.times.index(time)
    framework = result.framework
    leaves = len(framework.indicators)
    scores = result.scores[when]
    matrix = correlation(scores[:, :leaves])
    acting = tuple(_acting(result, when))
    alpha = {
        node.code: _alpha_of(scores[:, framework.tree.children[leaves + at]]) for at, node in enumerate(framework.nodes)
    }
    remarks = (
        *_coverage(result, when, limits), *_values(result, when), *_redundant(result, matrix, limits),
        *_against(result, when, limits), *_weights(acting, limits), *_alpha(alpha, limits),
    )  # fmt: skip
    return Audit(time, remarks, acting, alpha, matrix)


def _coverage(result: Result, when: int, limits: Limits) -> Iterator[Remark]:
    """Indicators that few units have, units that have few indicators, nodes without a score."""
    framework, raw = result.framework, result.given.raw[when]
    there = ~np.isnan(raw)
    for indicator, share in zip(framework.indicators, there.mean(axis=0), strict=True):
        if share == 0:
            yield Remark("no_data", (indicator.code,), {"code": indicator.code})
        elif share < limits.available:
            yield Remark("few_units", (indicator.code,), {"code": indicator.code, "share": share * 100})
    known = there.any(axis=0)
    for unit, share in zip(result.panel.units, there[:, known].mean(axis=1) if known.any() else (), strict=False):
        if share < limits.covered:
            yield Remark("few_indicators", (unit,), {"unit": result.panel.name(unit), "share": share * 100})
    for at, node in enumerate(framework.nodes, len(framework.indicators)):
        if np.isnan(result.scores[when, :, at]).all():
            yield Remark("no_score", (node.code,), {"code": node.code})


def _values(result: Result, when: int) -> Iterator[Remark]:
    """Indicators with outliers, with many zeros, and those that hardly differ, in raw values."""
    found = describe(result.given.raw[when])
    for at, indicator in enumerate(result.framework.indicators):
        if not found.available[at]:
            continue
        if found.outliers[at]:
            words = {"skewness": found.skewness[at], "kurtosis": found.kurtosis[at]}
            yield Remark("outliers", (indicator.code,), {"code": indicator.code, **words})
        if found.nonzero[at] < 0.5 * found.available[at]:
            yield Remark("zeros", (indicator.code,), {"code": indicator.code})
        if found.unique[at] < 0.5 * found.available[at]:
            yield Remark("alike", (indicator.code,), {"code": indicator.code, "unique": int(found.unique[at])})


def _redundant(result: Result, matrix: Floats, limits: Limits) -> Iterator[Remark]:
    codes = result.framework.codes
    for pair in flagged(matrix, [np.arange(len(matrix))], limits.redundant):
        about = (codes[pair.first], codes[pair.second])
        yield Remark("redundant", about, {"one": about[0], "other": about[1], "value": pair.value})


def _against(result: Result, when: int, limits: Limits) -> Iterator[Remark]:
    framework = result.framework
    for at, value in enumerate(_with_parent(result, when)):
        if value < limits.against:
            element = framework.elements[at]
            yield Remark("against", (element.code, element.parent), {"code": element.code, "parent": element.parent, "value": value})  # fmt: skip


def _with_parent(result: Result, when: int) -> Floats:
    """Correlation of every element with its parent over the units, NaN for the root."""
    scores, parents = result.scores[when], result.framework.tree.parents
    found = np.full(len(parents), np.nan)
    for at, parent in enumerate(parents):
        if parent >= 0:
            found[at] = correlation(scores[:, [at]], scores[:, [parent]])[0, 0]
    return found


def _acting(result: Result, when: int) -> Iterator[Acting]:
    """Of indicators that have scores; weights are those among what is there, the mean over the units."""
    framework = result.framework
    leaves, top = len(framework.indicators), framework.position(principal(result))
    scores = result.scores[when]
    ranked = ~np.isnan(scores[:, top])
    if not ranked.any():
        return
    weights = acting_weights(result, top)[when][ranked].mean(axis=0)
    strength = np.nan_to_num(correlation(scores[:, :leaves], scores[:, [top]])[:, 0]) ** 2 * (weights[:leaves] > 0)
    total, with_parent = strength.sum(), _with_parent(result, when)
    for at in np.flatnonzero(weights[:leaves] > 0):
        acts = float(strength[at] / total) if total else float("nan")
        yield Acting(framework.codes[at], float(weights[at]), acts, float(with_parent[at]))


def _weights(acting: tuple[Acting, ...], limits: Limits) -> Iterator[Remark]:
    for one in acting:
        words = {"code": one.code, "weight": one.weight * 100, "acts": one.acts * 100}
        if one.acts > limits.dominant * one.weight:
            yield Remark("dominant", (one.code,), words)
        elif one.acts < limits.silent * one.weight:
            yield Remark("silent", (one.code,), words)


def _alpha_of(children: Floats) -> float:
    """α of the children that have scores; NaN for fewer than two."""
    return cronbach(children[:, ~np.isnan(children).all(axis=0)])


def _alpha(alpha: dict[str, float], limits: Limits) -> Iterator[Remark]:
    for code, value in alpha.items():
        if value < limits.reliable:
            yield Remark("unreliable", (code,), {"code": code, "value": value})
