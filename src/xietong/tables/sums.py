"""A whole and all its parts in one table: does the nation equal its provinces, a province its cities?

Some totals never do (gross domestic product is reckoned apart, population counts the forces): so where several years
can be compared, a year is doubted only if most others agree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xietong.observations.territories import gazetteer
from xietong.tables.lines import Point, shown
from xietong.tables.model import Series

_LEAST = 3  # parts of a whole
_OFF = 0.001  # of the whole: differences up to this are rounding
_NATION = "000000"
_BEYOND = ("71", "81", "82")  # not in the nation's totals
_MEAN = re.compile(r"人均|平均|每|率|比重|比例|强度|指数|密度|均")


@dataclass(frozen=True, slots=True)
class Short:
    """A total that is not the sum of its parts: where, the sum, of how many parts; whether other years agree."""

    at: Point
    series: Series
    total: str
    parts: int
    doubted: bool


def short_totals(tracks: Mapping[tuple[object, ...], tuple[Series, Sequence[Point]]]) -> Iterator[Short]:
    """The totals of a table that miss the sum of their parts; `tracks` are its series by what they are of, the second
    part of a key being the place."""
    wholes: dict[tuple[object, ...], dict[str, dict[float, Point]]] = defaultdict(dict)
    for key, (series, points) in tracks.items():
        if series.measure == "level" and series.sure and series.unit not in ("%", "‰") and "/" not in series.unit:
            wholes[key[:1] + key[2:]][str(key[1])] = {one.order: one for one in points}
    for rest, places in wholes.items():
        for place in places:
            series = tracks[(*rest[:1], place, *rest[1:])][0]
            if len(places) > _LEAST and not _MEAN.search(series.phrase) and (parts := _parts(place)):
                yield from _short(series, places, place, parts)


def _short(
    series: Series, places: Mapping[str, Mapping[float, Point]], place: str, parts: tuple[str, ...]
) -> Iterator[Short]:  # fmt: skip
    if any(part not in places for part in parts):
        return
    agree, off = 0, []
    for order, whole in places[place].items():
        lines = [places[part].get(order) for part in parts]
        known = [one for one in lines if one is not None]
        if len(known) < len(parts) or whole.value <= 0:
            continue
        total = sum(one.value for one in known)
        rounding = (sum(one.step for one in known) + whole.step) / 2
        if abs(total - whole.value) <= max(rounding, _OFF * whole.value):
            agree += 1
        else:
            off.append((whole, total, len(known)))
    alone = agree == 0 and len(off) == 1
    for whole, total, count in off if alone or agree > len(off) else ():
        yield Short(whole, series, shown(whole._replace(value=total), series), count, not alone)


@lru_cache(512)
def _parts(code: str) -> tuple[str, ...]:
    """The divisions that a place consists of, as they are today."""
    book = gazetteer()
    if code == _NATION:
        return tuple(one.code for one in book.select(kind="province") if not one.code.startswith(_BEYOND))
    one = book.territories.get(code)
    if one is None or one.kind != "province":
        return ()
    cities = tuple(part.code for part in book.select(code, "prefecture"))
    return cities if len(cities) >= _LEAST else ()
