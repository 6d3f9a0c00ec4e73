"""The neighbours and the coordinates that come with the project: 31 provinces, and the 13 cities of 京津冀."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.data import raw, table
from xietong.regional.spatial.refusal import listed, refusal
from xietong.regional.spatial.weights import Weights, contiguity

if TYPE_CHECKING:
    from xietong.core.panel import Floats

Level = Literal["provinces", "cities"]
_BORDERS = "territories/neighbours.toml"
_CENTRES = "territories/centres.tsv"


def neighbours(level: Level, straits: bool = False) -> Weights:
    """Binary contiguity by land borders; units are codes of divisions, in order.

    `straits` joins Hainan to Guangdong by custom; without it Hainan is an island of the weights. Source: data file
    territories/neighbours.toml.
    """
    lines = list(table(_BORDERS)[level])
    units = {name for line in lines for name in line.split()}
    if straits:
        lines += [line for line in table(_BORDERS)["straits"] if set(line.split()) <= units]
    codes = {name: code for code, (name, _) in _centres().items()}
    pairs = [(codes[one], codes[other]) for one, other in _pairs(lines)]
    return contiguity(sorted(codes[name] for name in units), pairs)


def centres(codes: Sequence[str]) -> Floats:
    """Longitude and latitude of the seats of government, (units, 2) in degrees, in the order of the codes.

    Raises ValuesError for codes that are not in the data file territories/centres.tsv.
    """
    unknown = [code for code in codes if code not in _centres()]
    if unknown:
        raise refusal("unknown_units", names=listed(unknown))
    return np.array([_centres()[code][1] for code in codes]).reshape(len(codes), 2)


def names(codes: Sequence[str]) -> tuple[str, ...]:
    """The names of divisions of the data file. Raises KeyError for others."""
    return tuple(_centres()[code][0] for code in codes)


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        one, *others = line.split()
        yield from ((one, other) for other in others)


@cache
def _centres() -> dict[str, tuple[str, tuple[float, float]]]:
    """Code → name, (longitude, latitude)."""
    rows = (line.split("\t") for line in raw(_CENTRES).splitlines()[1:])
    return {code: (name, (float(longitude), float(latitude))) for code, name, longitude, latitude in rows}
