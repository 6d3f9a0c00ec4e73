"""How a distribution moves: Markov transitions, kernel densities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.analyses import faults, gaps
from xietong.regional.analyses.model import (
    Chart,
    Column,
    Given,
    Remark,
    Result,
    Row,
    Series,
    Table,
    Value,
    listed,
    plain,
)
from xietong.regional.convergence.classes import classify, quantile_cuts
from xietong.regional.convergence.markov import closed_classes, ergodic, first_passage, transitions
from xietong.regional.convergence.mobility import mobility
from xietong.regional.density import density as kernel

if TYPE_CHECKING:
    from xietong.regional.convergence.markov import Transitions

_CURVES = 6


def markov(given: Given) -> Result:
    """Moves between classes from one year to a later one; where they lead; how mobile the units are."""
    values, k, lag = given.values(), int(given.options["classes"]), int(given.options["lag"])
    faults.refuse([
        *faults.too_few(len(given.units), k), *faults.too_few(len(given.times), lag + 1, "times"),
        *faults.constant(given, values), *_unspaced(given),
    ])  # fmt: skip
    cuts = quantile_cuts(values, k, "each time" if given.options["base"] == "each" else "all times")
    classes = classify(values, cuts)
    found = transitions(classes, k, lag)
    tables = [_matrix(found, k)]
    remarks = [Remark("pairs_left", {"number": found.dropped})] if found.dropped else []
    never = [str(at + 1) for at in range(k) if not found.counts[at].sum()]
    closed = () if never else closed_classes(found.probability)
    if never:
        remarks.append(Remark("never_left", {"classes": ", ".join(never)}))
    elif len(closed) > 1:
        sets = " / ".join("+".join(str(one + 1) for one in each) for each in closed)
        remarks.append(Remark("several_closed", {"sets": sets}))
    else:
        tables += _long_run(found)
    tables.append(_classes(given, classes))
    return Result(tuple(tables), (), tuple(remarks), left=gaps.by_year(given, np.isnan(values)))


def _unspaced(given: Given) -> list[Remark]:
    """Years that do not follow each other: moves over one and over two years are not moves of one chain."""
    steps = np.diff(given.years)
    if len(steps) and (steps != steps[0]).any():
        return [Remark("uneven_years", {"years": ", ".join(given.times)})]
    return []


def _matrix(found: Transitions, k: int) -> Table:
    p, error = found.probability, found.error
    rows = []
    for start in range(k):
        cells: list[Value] = [start + 1, int(found.counts[start].sum())]
        cells += [plain(one) for one in p[start]]
        cells += [plain(one) for one in error[start]]
        rows.append(Row(tuple(cells)))
    columns = (
        Column("class", "count"), Column("starts", "count"), *(Column(f"→ {at + 1}", "share") for at in range(k)),
        *(Column(f"± {at + 1}", "share") for at in range(k)),
    )  # fmt: skip
    return Table("transitions", columns, tuple(rows))


def _long_run(found: Transitions) -> list[Table]:
    p = found.probability
    share, steps, moved = ergodic(p), first_passage(p), mobility(p)
    columns = (Column("class", "count"), Column("ergodic", "share"), *(Column(f"→ {at + 1}") for at in range(len(p))))
    rows = tuple(
        Row((at + 1, plain(share[at]), *(plain(one) for one in steps[at]))) for at in range(len(p))
    )  # fmt: skip
    names = ("shorrocks", "determinant", "eigenvalue", "leaving", "distance", "half_life")
    indices = tuple(Row((name, plain(getattr(moved, name)))) for name in names)
    return [
        Table("long_run", columns, rows), Table("mobility", (Column("measure", "word"), Column("value")), indices)
    ]  # fmt: skip


def _classes(given: Given, classes: np.ndarray) -> Table:
    first, last = given.times[0], given.times[-1]
    rows = tuple(
        Row((unit, *(int(one) + 1 if one >= 0 else None for one in (classes[0, who], classes[-1, who]))),
            (*given.sources(unit, first), *given.sources(unit, last)))
        for who, unit in enumerate(given.units)
    )  # fmt: skip
    columns = (Column("place", "place"), Column("class_first", "count"), Column("class_last", "count"))
    return Table("classes", columns, rows, f"{first}, {last}")


def density(given: Given) -> Result:
    """Gaussian kernel densities of some years on one axis, relative to the mean of the year where asked."""
    values, bound = given.values(), given.options["bound"] == "zero"
    faults.refuse([
        *(faults.negative(given) if bound else []), *faults.constant(given, values), *_flat_years(given),
    ])  # fmt: skip
    if given.options["scale"] == "mean":
        mean = np.nanmean(values, axis=1, keepdims=True)
        if (mean <= 0).any():
            raise faults.FaultyAnalysisError([Remark("mean_not_positive")])
        values = values / mean
    found = kernel(values, given.options["bandwidth"], lower=0.0 if bound else None)
    shown = _spread(len(given.times))
    curves = tuple(Series(given.times[at], listed(found.density[at])) for at in shown)
    chart = Chart("curve", "chart_density", series=curves, grid=tuple(map(float, found.grid)), x=given.options["scale"])
    rows = tuple(
        Row((time, plain(found.bandwidth[at]), int(found.used[at]), int(found.dropped[at]), len(found.peaks[at]),
             ", ".join(f"{peak:.3g}" for peak in found.peaks[at])), given.sources("", time))
        for at, time in enumerate(given.times)
    )  # fmt: skip
    columns = (
        Column("year", "year"), Column("bandwidth"), Column("used", "count"), Column("missing", "count"),
        Column("peaks", "count"), Column("peaks_at", "text"),
    )  # fmt: skip
    left = gaps.by_year(given, np.isnan(values))
    return Result((Table("by_year", columns, rows),), (chart,), left=left)


def _flat_years(given: Given) -> list[Remark]:
    """Years with fewer than two units, or one value."""
    values = given.values()
    wrong = [
        time for time, row in zip(given.times, values, strict=True)
        if np.isfinite(row).sum() < 2 or np.nanmin(row) == np.nanmax(row)
    ]  # fmt: skip
    return [Remark("flat_years", {"years": ", ".join(wrong)})] if wrong else []


def _spread(count: int) -> list[int]:
    """At most six years, evenly spaced, the first and the last among them."""
    return sorted({round(float(at)) for at in np.linspace(0, count - 1, min(count, _CURVES))})
