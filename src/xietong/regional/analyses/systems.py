"""Coupling coordination of systems, and what holds each unit back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from xietong.observations import places
from xietong.regional.analyses import faults, gaps
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
    Value,
    listed,
    plain,
)
from xietong.regional.coupling import coupling as degree
from xietong.regional.coupling import scale
from xietong.regional.obstacle import obstacle

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.regional.coupling import Coupling

_FLOOR = 0.01  # what the lowest value of a system becomes: at 0 every coupling would be 0
_DRAWN = 8


def coupling(given: Given) -> Result:
    """C, T, D and the lagging system of every unit; obstacle degrees; each system is an indicator on 0–1."""
    raw = np.stack([given.values(code) for code in given.indicators], axis=-1)
    faults.refuse([
        *(one for code in given.indicators for one in faults.constant(given, given.values(code), code)),
        *_unfit(given, raw),
    ])  # fmt: skip
    systems = _systems(given, raw)
    found = degree(systems, form=given.options["form"])
    graded = scale(given.options["grades"], date(int(given.year), 12, 31))
    grades = graded.grade(found.coordination)
    missing = np.asarray(np.isnan(systems).any(axis=-1))
    scores = [
        Score(name, unit, time, float(one[when, who]))
        for name, one in (("coordination", found.coordination), ("coupling", found.coupling), ("development", found.development))
        for who, unit in enumerate(given.units) for when, time in enumerate(given.times)
        if np.isfinite(one[when, who])
    ]  # fmt: skip
    best = np.argsort(-np.nan_to_num(found.coordination[given.at], nan=-1.0), kind="stable")
    own = [who for who in best if given.units[who] in places.members()]
    shown = sorted(dict.fromkeys([*own, *best[:_DRAWN]][:_DRAWN]), key=list(best).index)
    drawn = tuple(Series(given.units[who], listed(found.coordination[:, who])) for who in shown)
    return Result(
        (_now(given, systems, found, grades, graded.grades), _course(given, found), _obstacles(given, systems)),
        (Chart("lines", "chart_coordination", given.times, drawn),),
        (Remark(f"form_{given.options['form']}"), Remark(f"scale_{given.options['systems']}"),
         Remark("grades", {"source": graded.source})),
        tuple(scores), gaps.by_year(given, missing),
    )  # fmt: skip


def _unfit(given: Given, raw: Floats) -> list[Remark]:
    """Values that are no degrees, where they are taken as they are."""
    top = {"as_is": 1.0, "hundredths": 100.0}.get(given.options["systems"])
    if top is None:
        return []
    return [
        Remark("not_degrees", {"indicator": (code,), "top": f"{top:g}"})
        for at, code in enumerate(given.indicators)
        if (raw[..., at] < 0).any() or (raw[..., at] > top).any()
    ]


def _systems(given: Given, raw: Floats) -> Floats:
    """Systems on 0–1, larger is better: as they are, or by minimum and maximum over all units and years."""
    if given.options["systems"] == "as_is":
        found = raw
    elif given.options["systems"] == "hundredths":
        found = raw / 100.0
    else:
        low, high = np.nanmin(raw, axis=(0, 1)), np.nanmax(raw, axis=(0, 1))
        found = (raw - low) / (high - low)
        found = np.clip(found, 0.0, 1.0)
    less = np.array([code in given.less for code in given.indicators])
    found = np.where(less, 1.0 - found, found)
    return found if given.options["systems"] != "minmax" else _FLOOR + (1 - _FLOOR) * found


def _now(
    given: Given, systems: Floats, found: Coupling, grades: np.ndarray, names: tuple[tuple[str, str], ...]
) -> Table:
    rows = []
    order = np.argsort(-np.nan_to_num(found.coordination[given.at], nan=-1.0), kind="stable")
    for who in order:
        at = given.at, int(who)
        lagging, grade = int(found.lagging[at]), int(grades[at])
        cells: tuple[Value, ...] = (
            given.units[who], plain(found.coordination[at]), "|".join(names[grade]) if grade >= 0 else None,
            plain(found.coupling[at]), plain(found.development[at]),
            given.indicators[lagging] if lagging >= 0 else None, *listed(systems[at]),
        )  # fmt: skip
        rows.append(Row(cells, given.sources(given.units[who], given.year)))
    columns = (
        Column("place", "place"), Column("coordination"), Column("grade", "word"), Column("coupling"),
        Column("development"), Column("lagging", "indicator"), *(Column(code) for code in given.indicators),
    )  # fmt: skip
    return Table("coupling_now", columns, tuple(rows), given.year)


def _course(given: Given, found: Coupling) -> Table:
    rows = tuple(Row((unit, *listed(found.coordination[:, who]))) for who, unit in enumerate(given.units))
    return Table("coordination_course", (Column("place", "place"), *(Column(time) for time in given.times)), rows)


def _obstacles(given: Given, systems: Floats) -> Table:
    """What share of its shortfall each unit owes to each system."""
    found = obstacle(np.clip(systems[given.at], 0.0, 1.0))
    order = found.ranking()
    rows = tuple(
        Row((unit, given.indicators[order[who, 0]] if np.isfinite(found.degree[who]).any() else None, *listed(found.degree[who])),
            given.sources(unit, given.year))
        for who, unit in enumerate(given.units)
    )  # fmt: skip
    columns = (
        Column("place", "place"), Column("greatest_obstacle", "indicator"),
        *(Column(code, "share") for code in given.indicators),
    )  # fmt: skip
    return Table("obstacles", columns, rows, given.year)
