"""The tile map of the region: places of equal size, roughly where they lie; geometry only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from xietong.data import table
from xietong.observations import places
from xietong.web.scale import class_of, classes

FILE = "territories/tiles.toml"
PROVINCES = "territories/tiles-provinces.toml"
WIDTH, HEIGHT, GAP = 112, 84, 6
_CORNER = (58, 36)


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the map, in pixels; a small one lies on another."""

    place: str
    x: int
    y: int
    width: int
    height: int
    small: bool


@cache
def layout() -> tuple[Tile, ...]:
    """The tiles of the region pack, those on others last."""
    entries = table(FILE)["tile"]
    made = [_tile(entry) for entry in entries if "at" in entry]
    under = {one.place: one for one in made}
    for entry in entries:
        if "corner" in entry:
            on, (width, height) = under[places.key(entry["corner"])], _CORNER
            x, y = on.x + on.width - width + GAP // 2, on.y + on.height - height + GAP // 2
            made.append(Tile(places.key(entry["name"]), x, y, width, height, True))
    return tuple(made)


@cache
def provinces() -> tuple[Tile, ...]:
    """The tiles of the provinces of the country."""
    return tuple(_tile({"name": name, "at": at}) for name, at in table(PROVINCES)["tiles"].items())


def _tile(entry: Mapping[str, Any]) -> Tile:
    column, row = entry["at"]
    return Tile(places.key(entry["name"]), column * (WIDTH + GAP), row * (HEIGHT + GAP), WIDTH, HEIGHT, False)


def size(tiles: Sequence[Tile] = ()) -> tuple[int, int]:
    """Width and height of a whole map, that of the region if none is given."""
    shown = tiles or layout()
    return max(one.x + one.width for one in shown), max(one.y + one.height for one in shown)


def shades(values: Mapping[str, Decimal]) -> tuple[dict[str, int], tuple[Decimal, ...]]:
    """A shade from 0 to 4 for each place, and the bounds between them."""
    bounds: Sequence[Decimal] = classes(list(values.values()))
    return {place: class_of(value, bounds) for place, value in values.items()}, tuple(bounds)
