"""What the pages of an index show, as plain values: rows, parts, intervals, bars in per cent of their column."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.explain import opened, principal
from xietong.indices.rise import Rise
from xietong.indices.vary import MOVABLE
from xietong.observations.model import Observation
from xietong.web.index_asked import View
from xietong.web.problems import ProblemError
from xietong.web.tiles import Tile, layout, provinces, shades

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.indices.framework import Element, Framework
    from xietong.workspace.indices import Computed


@dataclass(frozen=True, slots=True)
class Row:
    """A place in the table. bar: 0 … 100; moved: places gained since the year before, None where not known."""

    unit: str
    score: float | None
    rank: int | None
    bar: float
    moved: int | None
    below: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A table of one node in one year, best first; children: the columns beside the score."""

    code: str
    year: str
    years: tuple[str, ...]
    rows: tuple[Row, ...]
    children: tuple[str, ...]
    bounds: tuple[Decimal, ...]
    tiles: tuple[tuple[Tile, Row | None, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An element in the decomposition of a place; level from 1, bar in per cent of the largest share of points."""

    code: str
    level: int
    score: float | None
    weight: float | None
    points: float | None
    percent: float | None
    bar: float
    raw: Observation | None
    rise: Rise | None


def node_of(computed: Computed, view: View) -> str:
    """The node that is looked at; the index, or what has scores where it has none. ProblemError for one unknown."""
    known = [node.code for node in computed.result.framework.nodes]
    if view.of and view.of not in known:
        raise ProblemError("not_found")
    return view.of or principal(computed.result)


def year_of(computed: Computed, code: str, view: View) -> str:
    """The year that is looked at; the last in which half of the places that ever have one have a score."""
    times = computed.result.panel.times
    if view.year:
        if view.year not in times:
            raise ProblemError("not_found")
        return view.year
    counts = (~np.isnan(computed.result.of(code))).sum(axis=1)
    full = np.flatnonzero(counts * 2 >= max(counts.max(), 1))
    return times[int(full[-1])] if full.size else times[-1]


def results(computed: Computed, view: View) -> Results:
    """The table of a view."""
    result, code = computed.result, node_of(computed, view)
    framework, year = result.framework, year_of(computed, code, view)
    when = result.panel.times.index(year)
    children = tuple(
        framework.codes[at]
        for at in framework.tree.children[framework.position(code)]
        if framework.codes[at] not in result.uncovered
    )
    scores, ranks = result.of(code)[when], result.rank_of(code)
    low, high = min(float(np.nanmin(scores, initial=0.0)), 0.0), float(np.nanmax(scores, initial=-np.inf))
    span = high - low if np.isfinite(high) and high > low else 1.0
    rows = [
        Row(
            unit, number(scores[who]), whole(ranks[when, who]),
            0.0 if np.isnan(scores[who]) else round(float((scores[who] - low) / span * 100), 2),
            _moved(ranks, when, who), tuple(number(result.of(child)[when, who]) for child in children),
        )
        for who, unit in enumerate(result.panel.units)
    ]  # fmt: skip
    ordered = tuple(sorted(rows, key=lambda row: (row.rank or 10**6, row.unit)))
    tiles, bounds = _tiles(ordered)
    return Results(code, year, result.panel.times, ordered, children, bounds, tiles)


def _moved(ranks: Floats, when: int, who: int) -> int | None:
    if when == 0 or np.isnan(ranks[when, who]) or np.isnan(ranks[when - 1, who]):
        return None
    return int(ranks[when - 1, who] - ranks[when, who])


def _tiles(rows: tuple[Row, ...]) -> tuple[tuple[tuple[Tile, Row | None, int], ...], tuple[Decimal, ...]]:
    """The tile map of the cities or of the provinces, where most of them are in the table."""
    of = {row.unit: row for row in rows}
    maps = ([tile for tile in layout() if not tile.small], list(provinces()))
    on = next((tiles for tiles in maps if sum(tile.place in of for tile in tiles) * 2 > len(tiles)), None)
    if on is None:
        return (), ()
    shade, bounds = shades({row.unit: Decimal(repr(row.score)) for row in rows if row.score is not None})
    return tuple((tile, of.get(tile.place), shade.get(tile.place, 0)) for tile in on), bounds


def lines(computed: Computed, unit: str, year: str, code: str, rises: dict[str, Rise], level: int = 1) -> list[Line]:
    """What a score is made of, children followed by their own; without a score where there is none."""
    result = computed.result
    framework, one = result.framework, opened(result, unit, year, code)
    most = max((abs(part.points) for part in one.parts), default=0.0) or 1.0
    found: list[Line] = []
    for part in one.parts:
        raw = computed.source(part.code, unit, year)
        bar = 0.0 if np.isnan(part.points) else round(max(part.points, 0.0) / most * 100, 2)
        found.append(
            Line(part.code, level, number(part.score), part.weight, number(part.points), number(part.percent), bar, raw, rises.get(part.code))
        )  # fmt: skip
        if framework.position(part.code) >= len(framework.indicators):
            found += lines(computed, unit, year, part.code, rises, level + 1)
    found += [Line(missing, level, None, None, None, None, 0.0, None, None) for missing in one.missing]
    return found


@dataclass(frozen=True, slots=True)
class Movable:
    """A weight that can be moved: its element, what it is now among its siblings in per cent, and whether it was moved."""

    element: Element
    share: float
    moved: float | None


def movable(framework: Framework, view: View) -> tuple[tuple[Element, tuple[Movable, ...]], ...]:
    """Weights by node, of the framework as it is: those of nodes that do not weigh by the data."""
    moved = dict(view.weights)
    found = []
    for at, node in enumerate(framework.nodes, len(framework.indicators)):
        children = [framework.elements[child] for child in framework.tree.children[at]]
        if node.weigh.method not in MOVABLE or len(children) < 2:
            continue
        weights = [
            child.weights[-1].value if child.weights and node.weigh.method == "manual" else 1.0 for child in children
        ]
        total = sum(weights) or 1.0
        shares = zip(children, weights, strict=True)
        found.append(
            (node, tuple(Movable(child, weight / total * 100, moved.get(child.code)) for child, weight in shares))
        )
    return tuple(found)


def number(value: float) -> float | None:
    """A number, or None for a missing one."""
    return None if np.isnan(value) else float(value)


def whole(value: float) -> int | None:
    """A rank, or None for a missing one."""
    return None if np.isnan(value) else int(value)
