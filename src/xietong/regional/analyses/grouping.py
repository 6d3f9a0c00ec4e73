"""Groups of places, and what lies between them: economic regions, provinces, borders, distances."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from xietong.data import table
from xietong.observations import places
from xietong.regional.spatial.distance import great_circle
from xietong.regional.spatial.neighbours import centres, neighbours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xietong.core.panel import Floats

FILE = "territories/groups.toml"
REST = "其余"


def groupings(units: Sequence[str]) -> Mapping[str, tuple[str | None, ...]]:
    """The label of each unit by grouping, None where it belongs to no group.

    regions: the four economic regions of the country; pack: members and cities of the region, and the rest; province: of
    which province. "nested" is regions, and inside them pack: the labels of pack then name the region too.
    """
    regions = tuple(_regions().get(_province(unit)) for unit in units)
    inside = set(places.members())
    pack = tuple(
        (places.words(places.whole()) if _province(unit) in inside else None if region is None else f"{region}{REST}")
        for unit, region in zip(units, regions, strict=True)
    )
    province = tuple(places.words(_province(unit)) if _province(unit) else None for unit in units)
    return {"regions": regions, "pack": pack, "province": province}


def usual(units: Sequence[str]) -> str:
    """What fits some units: the regions of provinces, where there are several, else their provinces."""
    return "regions" if len({_regions().get(unit) for unit in units} - {None}) > 1 else "province"


def links_and_distances(units: Sequence[str], straits: bool) -> tuple[Floats | None, Floats | None]:
    """Binary neighbours and kilometres between units, None where some have none in our data."""
    for level in ("provinces", "cities"):
        borders = neighbours("provinces" if level == "provinces" else "cities", straits)
        if units and set(units) <= set(borders.units):
            return np.array(borders.of(units).matrix), great_circle(centres(list(units)))
    return None, None


@cache
def _regions() -> Mapping[str, str]:
    """The region of each province, by code."""
    return {places.key(name): region for region, names in table(FILE)["regions"].items() for name in names.split()}


def _province(unit: str) -> str:
    """The code of the province of a division; empty for what is none."""
    return unit[:2] + "0000" if len(unit) == 6 and unit.isdigit() else ""
