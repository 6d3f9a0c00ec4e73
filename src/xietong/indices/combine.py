"""The methods by which children become their parent, and by which they are weighted: one table each, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.data import table
from xietong.indices.aggregation import doubt, grey, mazziotta, means, ordered, outrank, ranksum, scales, topsis
from xietong.indices.aggregation.means import enough
from xietong.indices.parameters import Parameter, complete
from xietong.indices.refused import refused
from xietong.indices.weights import ahp, combination, components, correlate, entropy, given, optimise, spread

if TYPE_CHECKING:
    from xietong.core.panel import Floats


@dataclass(frozen=True)
class Method:
    """A method with what a framework may say of it and what it demands.

    function: for aggregation of values (…, units, children) and weights (…, children), for weights of values (units,
    children); both take the parameters by name. needs_all_units: the score of a unit depends on the others, of which
    there must be one at least. requires_positive: values above zero. Names and source for people are in TITLES.
    """

    function: Callable[..., Floats]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    needs_all_units: bool = False
    requires_positive: bool = False


TITLES = "methods.toml"  # zh, en and source of every method, under aggregation and weights
NUMBERS = Parameter((), kind="list of numbers")
MATRIX = Parameter((), kind="matrix")
DDOF = {"ddof": Parameter(0, low=0, high=1)}
DDOF1 = {"ddof": Parameter(1, low=0, high=1)}
PENALTY = {"penalty": Parameter("minus", names=("minus", "plus")), **DDOF}
CORRELATION = Parameter("pearson", names=correlate.NAMES)
KEEP = {
    "keep": Parameter("kaiser", names=("kaiser", "share", "number", "all")),
    "share": Parameter(0.85, low=0, high=1),
    "number": Parameter(1, low=1),
}
RANDOM_INDICES = {"random_index": Parameter("saaty1980", names=tuple(table(ahp.TABLES)))}

AGGREGATIONS = {
    "arithmetic": Method(means.arithmetic),
    "geometric": Method(means.geometric, requires_positive=True),
    "harmonic": Method(means.harmonic, requires_positive=True),
    "generalised": Method(means.generalised, {"power": Parameter(2.0)}),
    "copeland": Method(outrank.copeland, needs_all_units=True),
    "owa": Method(
        ordered.owa,
        {
            "order": NUMBERS,
            "power": Parameter(1.0, low=0),
            "start": Parameter(0.0, low=0, high=1),
            "end": Parameter(1.0, low=0, high=1),
        },
    ),
    "mpi": Method(mazziotta.mpi, PENALTY, needs_all_units=True),
    "ampi": Method(
        mazziotta.ampi, {**PENALTY, "least": NUMBERS, "most": NUMBERS, "reference": NUMBERS}, needs_all_units=True
    ),
    "penalised": Method(mazziotta.penalised, PENALTY),
    "topsis": Method(
        topsis.topsis,
        {
            "normalise": Parameter("vector", names=("vector", "minmax", "sum", "max", "none")),
            "weigh": Parameter("values", names=("values", "distances")),
            "distance": Parameter("euclidean", names=("euclidean", "manhattan")),
            "best": NUMBERS,
            "worst": NUMBERS,
        },
        needs_all_units=True,
    ),
    "grey": Method(
        grey.grey,
        {
            "resolution": Parameter(0.5, low=1e-9, high=1),
            "normalise": Parameter("none", names=scales.NAMES),
            "reference": NUMBERS,
        },
        needs_all_units=True,
    ),
    "ranksum": Method(
        ranksum.ranksum, {"ranks": Parameter("whole", names=("whole", "proportional"))}, needs_all_units=True
    ),
    "doubt": Method(
        doubt.doubt,
        {"least": Parameter(0.0, low=0), "most": Parameter(1.0, low=0), "around": Parameter(False)},
        needs_all_units=True,
    ),
}


def combined(
    values: Floats,
    of: Sequence[str] = (),
    how: str = "product",
    parts: Sequence[float] = (),
    given_weights: Sequence[float] = (),
    matrix: ahp.Comparisons = (),
) -> Floats:
    """Weights combined from several methods, named in `of`, each with its defaults; `matrix` is that of "ahp".

    given_weights, one a child, are one more set before them, and parts are in this order. Source, how and errors as in
    `weights.combination.combined`; also ValuesError for a name that is no method to combine and for fewer than two sets.
    """
    known = [name for name in WEIGHTINGS if name not in ("manual", "combination")]
    if unknown := [name for name in of if name not in known]:
        raise refused("no_such_weights", names=", ".join(unknown), allowed=", ".join(known))
    sets = [_relative(given_weights, values.shape[-1])] if len(given_weights) else []
    for name in of:
        own = {"matrix": matrix} if name == "ahp" else {}
        sets.append(WEIGHTINGS[name].function(values, **complete(own, WEIGHTINGS[name].parameters)))
    if len(sets) < 2:
        raise refused("two_sets", sets=len(sets))
    return combination.combined(np.stack(sets), how, parts)


def _relative(weights: Sequence[float], children: int) -> Floats:
    if len(weights) != children:
        raise refused("length", children=children, given=len(weights))
    return given.relative(np.asarray(weights, dtype=np.float64))


WEIGHTINGS = {
    "manual": Method(given.equal),  # the runner takes them from the framework
    "equal": Method(given.equal),
    "pca_first": Method(components.first, {"negative": Parameter("refuse", names=components.NEGATIVE)}),
    "pca_explained": Method(
        components.explained, {**KEEP, "negative": Parameter("squared", names=components.NEGATIVE)}
    ),
    "pca_rotated": Method(components.rotated, KEEP),
    "entropy": Method(
        entropy.entropy,
        {
            "normalise": Parameter("sum", names=("sum", "minmax")),
            "zeros": Parameter("zero_term", names=entropy.ZEROS),
            "epsilon": Parameter(0.0, low=0),
        },
    ),
    "critic": Method(
        spread.critic,
        {
            "normalise": Parameter("minmax", names=("minmax", "none")),
            "correlation": CORRELATION,
            "conflict": Parameter("signed", names=("signed", "absolute")),
            "spread": Parameter("deviation", names=("deviation", "variation")),
            **DDOF1,
        },
    ),
    "variation": Method(spread.variation, DDOF1),
    "deviation": Method(spread.deviation, DDOF1),
    "ahp": Method(
        ahp.ahp,
        {
            "matrix": Parameter(None, kind="matrix"),
            "method": Parameter("eigenvector", names=ahp.METHODS),
            **RANDOM_INDICES,
        },
    ),
    "combination": Method(
        combined,
        {
            "of": Parameter(()),
            "how": Parameter("product", names=combination.HOW),
            "parts": NUMBERS,
            "given_weights": NUMBERS,
            "matrix": MATRIX,
        },
    ),
    "correlation": Method(
        optimise.optimised,
        {
            "objective": Parameter("balance", names=optimise.OBJECTIVES),
            "correlation": CORRELATION,
            "importance": NUMBERS,
            "negative": Parameter(False),
        },
    ),
}


def title(kind: str, name: str, language: str) -> str:
    """What people call a method: kind "aggregation" or "weights", language "zh" or "en"."""
    said: dict[str, Any] = table(TITLES)[kind][name]
    return str(said[language])


def source(kind: str, name: str) -> str:
    """Where a method is from."""
    return str(table(TITLES)[kind][name]["source"])


__all__ = ["AGGREGATIONS", "WEIGHTINGS", "Method", "enough", "source", "title"]
