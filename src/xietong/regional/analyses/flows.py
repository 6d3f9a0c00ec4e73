"""Directed flows between places: what documents report as 北京→津冀, and how much of all stays inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.analyses import faults
from xietong.regional.analyses.model import (
    Chart,
    Column,
    Given,
    Remark,
    Result,
    Row,
    Score,
    Series,
    Table,
    listed,
    plain,
)
from xietong.regional.spatial.flow_table import FlowTable, flow_table
from xietong.regional.spatial.flows import internal_share, strengths

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def flows(given: Given) -> Result:
    """A matrix of the places for the year that is looked at, with what follows from joint flows; shares that stay inside;
    every reported flow over time. The units of the panel are flows, `places` those of the matrix."""
    faults.refuse([*faults.negative(given), *faults.too_few(len(given.places), 2)])
    values = given.values()
    found = [_table(given, row) for row in values]
    shares = np.array([_internal(one) for one in found])
    rows = tuple(
        Row((time, *(plain(one) for one in shares[at]), int(np.isfinite(values[at]).sum())), given.sources("", time))
        for at, time in enumerate(given.times)
    )
    columns = (
        Column("year", "year"), Column("share_origins", "share"), Column("share_destinations", "share"),
        Column("share_all", "share"), Column("reported", "count"),
    )  # fmt: skip
    now = found[given.at]
    drawn = tuple(Series(unit, listed(values[:, who])) for who, unit in enumerate(given.units))
    scores = [
        Score(name, "", time, float(shares[at, which]))
        for at, time in enumerate(given.times)
        for which, name in enumerate(("share_origins", "share_destinations", "share_all"))
        if np.isfinite(shares[at, which])
    ]
    remarks = [Remark("no_internal_share")] if not np.isfinite(shares).any() else [Remark("internal_share")]
    listed_places = others(now)
    if listed_places and np.isnan(now.leaving).any() and np.isfinite(shares[given.at]).any():
        remarks.append(Remark("totals_listed", {"names": listed_places}))
    short = [time for time, one in zip(given.times, found, strict=True) if _short(one)]
    remarks += [Remark("inside_exceeds", {"year": ", ".join(short)})] if short else []
    return Result(
        (_reported(given), _matrix(given, now), Table("internal", columns, rows), *_told(given, now)),
        (Chart("lines", "chart_flows", given.times, drawn),), tuple(remarks), tuple(scores),
    )  # fmt: skip


def _table(given: Given, row: Floats) -> FlowTable:
    known = {unit: float(value) for unit, value in zip(given.units, row, strict=True) if np.isfinite(value)}
    return flow_table(known, given.places)


def _internal(found: FlowTable) -> tuple[float, float, float]:
    """Shares by the published totals; without them by the flows with other places, where none of these is missing. NaN
    where what is needed is not known.

    A flow of a place to itself that nobody reports is not meant, and counts as none.
    """
    inside = _inside(found)
    everyone = np.ones(len(found.units), dtype=bool)
    leaving, arriving = (np.full(len(one), np.nan) if one.sum() < inside.sum() * (1 - 1e-12) else one
                         for one in _totals(found, inside))  # fmt: skip
    made = internal_share(inside, everyone, leaving, arriving)
    return float(made.of_origins), float(made.of_destinations), float(made.of_all)


def others(found: FlowTable) -> tuple[str, ...]:
    """Single places outside that flows go to or come from."""
    ends = {end for place in found.outside for end in place.split("→") if end and "+" not in end}
    return tuple(sorted(ends - set(found.units)))


def _totals(found: FlowTable, inside: Floats) -> tuple[Floats, Floats]:
    """What leaves and what arrives in all: as published, else the sum over all places that are named."""
    apart = others(found)
    nan = float("nan")
    if not apart:
        return found.leaving, found.arriving
    away = np.array([[found.outside.get(f"{unit}→{other}", nan) for other in apart] for unit in found.units])
    back = np.array([[found.outside.get(f"{other}→{unit}", nan) for other in apart] for unit in found.units])
    leaving, arriving = inside.sum(axis=1) + away.sum(axis=1), inside.sum(axis=0) + back.sum(axis=1)
    return (
        np.where(np.isnan(found.leaving), leaving, found.leaving),
        np.where(np.isnan(found.arriving), arriving, found.arriving),
    )


def _inside(found: FlowTable) -> Floats:
    own = np.eye(len(found.units), dtype=bool) & np.isnan(found.matrix)
    return np.where(own, 0.0, found.matrix)


def _short(found: FlowTable) -> bool:
    """Whether totals are reported that are less than what flows inside."""
    least = float(_inside(found).sum()) * (1 - 1e-12)
    return bool(found.leaving.sum() < least or found.arriving.sum() < least)


def _reported(given: Given) -> Table:
    """Every flow that is reported, year by year."""
    values = given.values()
    rows = tuple(
        Row((unit, *listed(values[:, who])), tuple(one for time in given.times for one in given.sources(unit, time)))
        for who, unit in enumerate(given.units)
    )
    return Table("reported_flows", (Column("flow", "place"), *(Column(time) for time in given.times)), rows)


def _matrix(given: Given, found: FlowTable) -> Table:
    """Origins in rows; totals to and from anywhere at the ends."""
    made = strengths(found.matrix)
    rows = tuple(
        Row((unit, *listed(found.matrix[at]), plain(found.leaving[at]), plain(made.net[at])))
        for at, unit in enumerate(found.units)
    )
    columns = (Column("origin", "place"), *(Column(unit) for unit in found.units), Column("leaving"), Column("net"))
    return Table("flow_matrix", columns, rows, given.year)


def _told(given: Given, found: FlowTable) -> list[Table]:
    """What was deduced, what could not be taken apart, what lies outside, and what does not add up."""
    rows = [
        *(Row((f"{one.origin}→{one.destination}", "deduced", one.value, one.whole)) for one in found.deduced),
        *(Row((place, "joint", value, None)) for place, value in found.joint.items()),
        *(Row((place, "outside", value, None)) for place, value in found.outside.items()),
        *(Row((one.whole, "gap", one.given - one.parts, None)) for one in found.gaps),
    ]
    columns = (Column("flow", "place"), Column("state", "word"), Column("value"), Column("of_flow", "place"))
    return [Table("other_flows", columns, tuple(rows), given.year)] if rows else []
