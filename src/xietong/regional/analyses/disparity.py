"""Theil by groups, Gini after Dagum: how large differences are, and between whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.analyses import faults, gaps
from xietong.regional.analyses.model import (
    Chart,
    Column,
    Given,
    Point,
    Result,
    Row,
    Score,
    Series,
    Table,
    Value,
    listed,
    plain,
)
from xietong.regional.disparity.gini import dagum
from xietong.regional.disparity.nested import nested

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.regional.disparity.gini import Dagum
    from xietong.regional.disparity.nested import Nested


def theil(given: Given) -> Result:
    """Theil's T (or L) by groups, or groups in groups, for every year; the groups of the year that is looked at."""
    values, weights = given.values(), given.weights()
    logs = given.options["entropy"] == "theil_l"
    faults.refuse([
        *(faults.not_positive(given) if logs else faults.negative(given)), *faults.bad_weights(given),
        *faults.too_few(len(given.units), 2),
    ])  # fmt: skip
    levels = [given.labels("regions"), given.labels("pack")] if given.options["group"] == "nested" else [_labels(given)]
    found = nested(values, levels, weights, 0.0 if logs else 1.0)
    inner = [f"between_{at}" for at in range(1, len(found.between))]
    parts = dict(zip(["between", *inner, "within"], (*found.between, found.within), strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(found.total > 0, found.between[0] / found.total, np.nan)
    columns = (
        Column("year", "year"), Column(given.options["entropy"]), *map(Column, parts), Column("share_between", "share"),
        Column("used", "count"), Column("missing", "count"),
    )  # fmt: skip
    rows = [
        Row(
            (time, plain(found.total[at]), *(plain(part[at]) for part in parts.values()), plain(share[at]),
             int(found.used[at]), int(found.dropped[at])),
            given.sources("", time),
        )
        for at, time in enumerate(given.times)
    ]  # fmt: skip
    chart = Chart("bars", "chart_parts", given.times, tuple(Series(name, listed(one)) for name, one in parts.items()))
    scores = [Score(given.options["entropy"], "", time, float(found.total[at])) for at, time in enumerate(given.times)]
    scores += [Score("between", "", time, float(found.between[0][at])) for at, time in enumerate(given.times)]
    return Result(
        (Table("by_year", columns, tuple(rows)), *_groups(given, found)), (chart,),
        scores=tuple(one for one in scores if np.isfinite(one.value)),
        left=gaps.by_year(given, gaps.absent(values, weights)),
    )  # fmt: skip


def _labels(given: Given) -> tuple[str, ...]:
    return given.labels(given.options["group"])


def _groups(given: Given, found: Nested) -> list[Table]:
    """Each grouping in the year that is looked at."""
    columns = (
        Column("group", "word"), Column("own"), Column("contribution"), Column("share_weight", "share"),
        Column("share_value", "share"),
    )  # fmt: skip
    made = []
    for at, level in enumerate(found.levels):
        rows = tuple(
            Row((name, *(plain(one[given.at, who]) for one in
                         (level.entropy, level.contribution, level.population, level.income))))
            for who, name in enumerate(level.groups)
        )  # fmt: skip
        made.append(Table("groups" if len(found.levels) == 1 else f"groups_{at + 1}", columns, rows, given.year))
    return made


def gini(given: Given) -> Result:
    """Gini for every year, by groups: within, net between, transvariation (Dagum); pairs and the Lorenz curve of one."""
    values, weights = given.values(), given.weights()
    faults.refuse([
        *faults.negative(given), *faults.bad_weights(given), *faults.too_few(len(given.units), 2),
    ])  # fmt: skip
    found = dagum(values, _labels(given), weights)
    parts = {"within": found.within, "net_between": found.net_between, "transvariation": found.transvariation}
    shares = found.shares
    columns = (
        Column("year", "year"), Column("gini"), *map(Column, parts),
        *(Column(f"share_{name}", "share") for name in parts), Column("used", "count"), Column("missing", "count"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (time, plain(found.gini[at]), *(plain(one[at]) for one in parts.values()),
             *(plain(shares[name][at]) for name in parts), int(found.used[at]), int(found.dropped[at])),
            given.sources("", time),
        )
        for at, time in enumerate(given.times)
    )  # fmt: skip
    chart = Chart("bars", "chart_parts", given.times, tuple(Series(name, listed(one)) for name, one in parts.items()))
    scores = tuple(
        Score("gini", "", time, float(found.gini[at])) for at, time in enumerate(given.times)
        if np.isfinite(found.gini[at])
    )  # fmt: skip
    return Result(
        (Table("by_year", columns, rows), _pairs(given, found)), (chart, lorenz(given, values, weights)), scores=scores,
        left=gaps.by_year(given, gaps.absent(values, weights)),
    )  # fmt: skip


def _pairs(given: Given, found: Dagum) -> Table:
    rows = []
    for one, name in enumerate(found.groups):
        for other in range(one, len(found.groups)):
            cells: tuple[Value, ...] = (
                name, found.groups[other], plain(found.pair_gini[given.at, one, other]),
                plain(found.pair_affluence[given.at, one, other]) if other > one else None,
            )  # fmt: skip
            rows.append(Row(cells))
    columns = (Column("group", "word"), Column("other_group", "word"), Column("pair_gini"), Column("affluence"))
    return Table("pairs", columns, tuple(rows), given.year)


def lorenz(given: Given, values: Floats, weights: Floats | None) -> Chart:
    """The Lorenz curve of a year: units from the poorest, shares of weight and of the whole, both from 0 to 1."""
    x = values[given.at]
    w = np.ones_like(x) if weights is None else weights[given.at]
    known = ~(np.isnan(x) | np.isnan(w))
    at = np.flatnonzero(known)[np.argsort(x[known], kind="stable")]
    across, up = np.cumsum(w[at]), np.cumsum(w[at] * x[at])
    if not len(at) or not across[-1] > 0 or not up[-1] > 0:
        return Chart("scatter", "lorenz", x="cumulative_weight", y="cumulative_value", year=given.year)
    points = tuple(
        Point(given.units[who], float(across[step] / across[-1]), float(up[step] / up[-1]),
              sources=given.sources(given.units[who], given.year))
        for step, who in enumerate(at)
    )  # fmt: skip
    return Chart(
        "scatter", "lorenz", points=points, line=(0.0, 1.0), x="cumulative_weight", y="cumulative_value",
        year=given.year,
    )  # fmt: skip
