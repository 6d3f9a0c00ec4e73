"""The methods by which children become their parent, and by which they are weighted: one table each, by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xietong.indices.aggregation import means
from xietong.indices.aggregation.means import enough
from xietong.indices.parameters import Parameter
from xietong.indices.weights import given

if TYPE_CHECKING:
    from collections.abc import Callable

    from xietong.core.panel import Floats


@dataclass(frozen=True)
class Method:
    """A method with what a framework may say of it and what it demands.

    function: for aggregation of values (…, units, children) and weights (…, children), for weights of values (units,
    children); both take the parameters by name. needs_all_units: the score of a unit depends on the others, of which
    there must be one at least. requires_positive: values above zero.
    """

    function: Callable[..., Floats]
    zh: str
    en: str
    source: str
    parameters: dict[str, Parameter] = field(default_factory=dict)
    needs_all_units: bool = False
    requires_positive: bool = False


OECD = "OECD/JRC, Handbook on Constructing Composite Indicators (2008)"

AGGREGATIONS = {
    "arithmetic": Method(means.arithmetic, "算术平均", "arithmetic mean", OECD),
    "geometric": Method(means.geometric, "几何平均", "geometric mean", OECD, requires_positive=True),
    "harmonic": Method(
        means.harmonic, "调和平均", "harmonic mean", "UNDP, HDR Technical Notes", requires_positive=True
    ),
    "generalised": Method(
        means.generalised,
        "幂平均",
        "power mean",
        "Hardy, Littlewood & Pólya, Inequalities (1934)",
        {"power": Parameter(2.0)},
    ),
}
WEIGHTINGS = {
    "manual": Method(given.equal, "给定", "as given", "the framework"),
    "equal": Method(given.equal, "等权", "equal", OECD),
}
__all__ = ["AGGREGATIONS", "WEIGHTINGS", "Method", "enough"]
