"""Which targets add up, as the catalogue says of their indicators: over places, and over the periods of a year."""

from __future__ import annotations

from typing import Literal

from xietong.observations.catalogue import catalogue
from xietong.targets.model import Target
from xietong.targets.refusal import refused

Along = Literal["places", "years"]


def adds_up(target: Target, along: Along) -> bool:
    """Whether goals of parts are summed to the whole's: levels of indicators that add up over territories, or over time.

    Growth rates, shares, ratios and ranks never add up. Raises ValuesError for an indicator the catalogue does not know.
    """
    if target.measure not in ("level", "difference") or target.goal.kind == "rank":
        return False
    known = catalogue().indicators.get(target.indicator)
    if known is None:
        raise refused("not_in_catalogue", indicator=target.indicator)
    return known.space if along == "places" else known.time == "sum"


def wished(indicator: str) -> int:
    """The direction the catalogue gives an indicator; 0 where it knows none."""
    known = catalogue().indicators.get(indicator)
    return known.direction if known else 0
