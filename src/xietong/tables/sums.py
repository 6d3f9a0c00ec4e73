"""A whole and all its parts in one table: does the nation equal its provinces, a province its cities?

Some totals never do (gross domestic product is reckoned apart, population counts the forces): so where several years
can be compared, a year is doubted only if most others agree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
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


Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A total that is not the sum of its parts: where, the sum, of how many parts; whether other years agree."""

    at: Point
    series: Series
    total: str
    parts: int
    doubted: bool


def short_totals(series: Mapping[Key, Series], points: Callable[[Key], Sequence[Point]]) -> Iterator[Short]:
    """The totals of a table that miss the sum of their parts; `series` by what they are of, the second part of a key
    being the place, and the values of each by time."""
    groups: dict[tuple[object, ...], dict[str, Key]] = defaultdict(dict)
    for key, one in series.items():
        if one.measure == "level" and one.sure and one.unit not in ("%", "‰") and "/" not in one.unit:
            groups[key[:1] + key[2:]][one.place] = key
    for places in groups.values():
        if len(places) <= _LEAST:
            continue
        for place, key in places.items():
            parts = _parts(place)
            if parts and not _MEAN.search(series[key].phrase) and all(part in places for part in parts):
                yield from _short(series[key], points(key), [points(places[part]) for part in parts])


def _short(series: Series, wholes: Sequence[Point], lines: Sequence[Sequence[Point]]) -> Iterator[Short]:
    times = [{one.order: one for one in line} for line in lines]
    agree, off = 0, []
    for whole in wholes:
        known = [line[whole.order] for line in times if whole.order in line]
        if len(known) < len(lines) or whole.value <= 0:
            continue
        total = sum(one.value for one in known)
        rounding = (sum(one.step for one in known) + whole.step) / 2
        if abs(total - whole.value) <= max(rounding, _OFF * whole.value):
            agree += 1
        else:
            off.append((whole, total))
    alone = agree == 0 and len(off) == 1
    for whole, total in off if alone or agree > len(off) else ():
        yield Short(whole, series, shown(whole._replace(value=total), series), len(lines), not alone)


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
