"""Neighbours, attraction, flows as people ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.analyses import faults, gaps
from xietong.regional.analyses.model import (
    Chart,
    Column,
    Given,
    Point,
    Remark,
    Result,
    Row,
    Score,
    Series,
    Table,
    listed,
    plain,
)
from xietong.regional.spatial.gravity import attraction, mass
from xietong.regional.spatial.local import QUADRANTS, Local, local_moran
from xietong.regional.spatial.moran import moran as global_moran
from xietong.regional.spatial.weights import inverse, rows_to_one

if TYPE_CHECKING:
    from xietong.core.panel import Floats

_SEED, _PERMUTATIONS, _LEVEL = 20140226, 9999, 0.05
_PAIRS = 60


def moran(given: Given) -> Result:
    """Moran's I by year; scatter, local Moran and clusters of the year that is looked at."""
    values = given.values()
    kept, left = gaps.throughout(given, np.isnan(values))
    links = _links(given)
    faults.refuse([
        *_unmapped(given), *faults.too_few(int(kept.sum()), 4, "balanced"), *faults.constant(given, values[:, kept]),
    ])  # fmt: skip
    assert links is not None
    units, inside = gaps.pick(given.units, kept), rows_to_one(links[np.ix_(kept, kept)])
    alone = tuple(unit for unit, row in zip(units, inside, strict=True) if not row.any())
    if len(alone) == len(units):
        raise faults.FaultyAnalysisError([Remark("no_neighbours")])
    level = values[:, kept]
    found = global_moran(level, inside)
    local = local_moran(level[given.at], inside, _SEED, _PERMUTATIONS)
    rows = tuple(
        Row((time, plain(found.statistic[at]), plain(found.expected[()] if np.ndim(found.expected) == 0 else found.expected[at]),
             plain(found.z[at]), plain(found.p[at]), len(units)), given.sources("", time))
        for at, time in enumerate(given.times)
    )  # fmt: skip
    columns = (
        Column("year", "year"), Column("moran"), Column("expected"), Column("z"), Column("p", "p"), Column("used", "count"),
    )  # fmt: skip
    scores = tuple(
        Score("moran", "", time, float(found.statistic[at])) for at, time in enumerate(given.times)
        if np.isfinite(found.statistic[at])
    )  # fmt: skip
    remarks = [Remark("lisa", {"permutations": _PERMUTATIONS})]
    remarks += [Remark("islands", {"names": alone})] if alone else []
    line = Chart("lines", "chart_moran", given.times, (Series("moran", listed(found.statistic)),))
    return Result(
        (Table("by_year", columns, rows), _local(given, units, local)),
        (line, _scatter(given, units, local), _map(given, units, local)), tuple(remarks), scores, left,
    )  # fmt: skip


def _links(given: Given) -> Floats | None:
    if given.options["weights"] == "distance":
        return None if given.away is None else inverse(given.units, given.away).matrix
    return given.links


def _unmapped(given: Given) -> list[Remark]:
    return [] if _links(given) is not None else [Remark("no_map")]


def _local(given: Given, units: tuple[str, ...], local: Local) -> Table:
    clusters = local.clusters(_LEVEL)
    rows = tuple(
        Row(
            (unit, plain(local.z[at]), plain(local.lag[at]), plain(local.statistic[at]), QUADRANTS[local.quadrant[at]] or None,
             plain(local.p[at]), plain(local.adjusted[at]), QUADRANTS[clusters[at]] or "not_significant"),
            given.sources(unit, given.year),
        )
        for at, unit in enumerate(units)
    )  # fmt: skip
    columns = (
        Column("place", "place"), Column("standardised"), Column("lag"), Column("local"), Column("quadrant", "word"),
        Column("p", "p"), Column("adjusted", "p"), Column("cluster", "word"),
    )  # fmt: skip
    return Table("lisa", columns, rows, given.year)


def _scatter(given: Given, units: tuple[str, ...], local: Local) -> Chart:
    points = tuple(
        Point(unit, float(local.z[at]), float(local.lag[at]), QUADRANTS[local.quadrant[at]],
              given.sources(unit, given.year))
        for at, unit in enumerate(units) if np.isfinite(local.z[at])
    )  # fmt: skip
    slope = float((local.z * local.lag).sum() / (local.z**2).sum()) if points else 0.0
    return Chart(
        "scatter", "chart_scatter", points=points, line=(0.0, slope), x="standardised", y="lag", year=given.year
    )


def _map(given: Given, units: tuple[str, ...], local: Local) -> Chart:
    clusters = local.clusters(_LEVEL)
    said = {unit: QUADRANTS[clusters[at]] or "not_significant" for at, unit in enumerate(units)}
    return Chart("map", "chart_lisa", classes=said, year=given.year)


def gravity(given: Given) -> Result:
    """Attraction between units in a year by their masses and great-circle distances between seats of government."""
    every = np.stack([given.values(code) for code in given.indicators], axis=-1)
    kept, left = gaps.of_year(given, np.asarray(np.isnan(every).any(axis=-1)))
    faults.refuse([
        *(one for code in given.indicators for one in faults.negative(given, code)),
        *([] if given.away is not None else [Remark("no_centres")]), *faults.too_few(int(kept.sum()), 2),
    ])  # fmt: skip
    assert given.away is not None
    units, away = gaps.pick(given.units, kept), given.away[np.ix_(kept, kept)]
    masses = mass(every[given.at][kept])
    if not masses.max() > 0:
        raise faults.FaultyAnalysisError([Remark("no_mass")])
    directed = given.options["form"] == "directed"
    found = attraction(masses / masses.max(), away / 100.0, float(given.options["power"]), directed=directed)
    order = np.argsort(-found.linkage, kind="stable")
    whole = found.linkage.sum()
    rows = tuple(
        Row(
            (units[who], plain(masses[who]), plain(found.linkage[who]), plain(found.received[who]),
             plain(found.linkage[who] / whole) if whole > 0 else None, units[int(np.nanargmax(found.matrix[who]))]),
            given.sources(units[who], given.year),
        )
        for who in order
    )  # fmt: skip
    columns = (
        Column("place", "place"), Column("mass"), Column("linkage"), Column("received"), Column("share_linkage", "share"),
        Column("strongest", "place"),
    )  # fmt: skip
    scores = tuple(Score("linkage", units[who], given.year, float(found.linkage[who])) for who in range(len(units)))
    return Result(
        (Table("linkage", columns, rows, given.year), _strongest(given, units, found.matrix, away, directed)),
        remarks=(Remark("gravity"),), scores=scores, left=left,
    )  # fmt: skip


def _strongest(given: Given, units: tuple[str, ...], forces: Floats, away: Floats, directed: bool) -> Table:
    """The strongest pairs; each once where both directions are the same."""
    n = len(units)
    pairs = [(one, other) for one in range(n) for other in range(n) if (one < other or (directed and one != other))]
    pairs.sort(key=lambda pair: -forces[pair])
    rows = tuple(
        Row((units[one], units[other], plain(away[one, other]), plain(forces[one, other])),
            (*given.sources(units[one], given.year), *given.sources(units[other], given.year)))
        for one, other in pairs[:_PAIRS]
    )  # fmt: skip
    columns = (Column("place", "place"), Column("other_place", "place"), Column("distance_km"), Column("attraction"))
    return Table("pairs_strongest", columns, rows, given.year)
