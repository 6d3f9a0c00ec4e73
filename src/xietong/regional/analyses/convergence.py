"""σ, β and club convergence as people ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.core.errors import ValuesError
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
from xietong.regional.convergence import beta as regression
from xietong.regional.convergence import sigma as dispersion
from xietong.regional.convergence.clubs import clubs as found_clubs
from xietong.regional.convergence.logt import LEAST, LogT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.regional.convergence.beta import Beta

_P = Column("p", "p")


def sigma(given: Given) -> Result:
    """Dispersion of logs and coefficient of variation by year, with the trends of both."""
    values = given.values()
    kept, left = gaps.throughout(given, np.isnan(values))
    faults.refuse([
        *faults.not_positive(given), *faults.too_few(int(kept.sum()), 2, "balanced"),
        *faults.too_few(len(given.times), 3, "times"),
    ])  # fmt: skip
    found = dispersion.sigma(values, given.years)
    series = (Series("sd_log", listed(found.sd_log)), Series("cv", listed(found.cv)))
    rows = tuple(
        Row((time, plain(found.sd_log[at]), plain(found.cv[at]), found.used), given.sources("", time))
        for at, time in enumerate(given.times)
    )
    columns = (Column("year", "year"), Column("sd_log"), Column("cv"), Column("used", "count"))
    trends = tuple(
        Row((name, plain(one.slope), plain(one.error), plain(one.t), plain(one.p), plain(one.kendall_z), plain(one.kendall_p)))
        for name, one in (("sd_log", found.sd_log_trend), ("cv", found.cv_trend))
    )  # fmt: skip
    tested = (
        Column("measure", "word"), Column("slope"), Column("error"), Column("t"), _P, Column("kendall_z"),
        Column("kendall_p", "p"),
    )  # fmt: skip
    scores = [
        Score(name, "", time, float(one[at]))
        for name, one in (("sd_log", found.sd_log), ("cv", found.cv))
        for at, time in enumerate(given.times)
    ]
    return Result(
        (Table("by_year", columns, rows), Table("trends", tested, trends)),
        (Chart("lines", "chart_dispersion", given.times, series),),
        (_said(found.sd_log_trend.slope < 0, found.sd_log_trend.p, "sigma"),), tuple(scores), left,
    )  # fmt: skip


def beta(given: Given) -> Result:
    """Growth from the first to the last year on the level at the start; other indicators are controls, in logs."""
    values = given.values()
    ends = np.asarray(np.isnan(values[[0, -1]]).any(axis=0))
    missing = np.zeros_like(values, dtype=bool)
    missing[0], missing[-1] = np.isnan(values[0]), np.isnan(values[-1])
    controls = [given.values(code)[0] for code in given.indicators[1:]]
    for one in controls:
        ends = np.asarray(ends | np.isnan(one))
    for one in controls:
        missing[0] |= np.isnan(one)
    _, left = gaps.throughout(given, missing)
    faults.refuse([
        *(one for code in given.indicators for one in faults.not_positive(given, code)),
        *faults.too_few(int((~ends).sum()), 3 + len(controls), "balanced"),
        *faults.too_few(len(given.times), 2, "times"),
    ])  # fmt: skip
    span = given.years[-1] - given.years[0]
    more = np.log(np.column_stack(controls)) if controls else None
    found = regression.beta(values[0], values[-1], span, more, given.options["errors"])
    chart, rows = _scatter(given, values, ~ends, span, found, bool(controls))
    columns = (Column("place", "place"), Column("start"), Column("end"), Column("growth", "share"))
    return Result(
        (_fit(given, found), Table("growth_of_units", columns, rows)), (chart,),
        (_said(found.b < 0, found.p, "beta"),), left=left,
    )  # fmt: skip


def _fit(given: Given, found: Beta) -> Table:
    """Coefficients with their errors, then what follows from them."""
    names = ["constant_term", "log_start", *given.indicators[1:]]
    fit = found.fit
    rows = [
        Row((name, plain(fit.coefficients[at]), plain(fit.errors[at]), plain(fit.t[at]), plain(fit.p[at])))
        for at, name in enumerate(names)
    ]
    rows.append(Row(("speed", plain(found.speed), plain(found.speed_error), None, None)))
    rows.append(Row(("half_life", plain(found.half_life), plain(found.half_life_error), None, None)))
    rows.append(Row(("r2", plain(found.r2), None, None, None)))
    columns = (Column("term", "word"), Column("estimate"), Column("error"), Column("t"), _P)
    return Table("regression", columns, tuple(rows), f"{given.times[0]}–{given.times[-1]}")


def _scatter(
    given: Given, values: Floats, kept: NDArray[np.bool_], span: float, found: Beta, controlled: bool
) -> tuple[Chart, tuple[Row, ...]]:
    points, rows = [], []
    for who in np.flatnonzero(kept):
        unit, first, last = given.units[who], float(values[0, who]), float(values[-1, who])
        growth = float(np.log(last / first) / span)
        sources = (*given.sources(unit, given.times[0]), *given.sources(unit, given.times[-1], given.indicators[0]))
        points.append(Point(unit, float(np.log(first)), growth, sources=sources))
        rows.append(Row((unit, first, last, growth), sources))
    line = None if controlled else (found.alpha, found.b)
    return Chart("scatter", "chart_beta", points=tuple(points), line=line, x="log_start", y="growth"), tuple(rows)


def clubs(given: Given) -> Result:
    """Clubs of Phillips and Sul on logarithms; the paths of the clubs relative to the mean of all."""
    values = given.values()
    kept, left = gaps.throughout(given, np.isnan(values))
    trimmed = len(given.times) - round(len(given.times) / 3)
    faults.refuse([
        *faults.not_positive(given), *faults.too_few(int(kept.sum()), 2, "balanced"),
        *faults.too_few(trimmed, LEAST, "times_trimmed"), *_negative_logs(given, values),
    ])  # fmt: skip
    logs = np.log(values[:, kept]) if given.options["path"] == "log" else values[:, kept]
    units = gaps.pick(given.units, kept)
    try:
        found = found_clubs(logs, merge=given.options["merge"])
    except ValuesError as error:
        raise faults.FaultyAnalysisError(
            [Remark("refused", {"why": {"zh": error.sentence("zh"), "en": error.sentence("en")}})]
        ) from None
    paths = logs / logs.mean(axis=1, keepdims=True)
    groups = [(str(at + 1), club.units, club.test) for at, club in enumerate(found.clubs)]
    rows = [
        Row((name, units[who], plain(paths[0, who]), plain(paths[-1, who])),
            (*given.sources(units[who], given.times[0]), *given.sources(units[who], given.times[-1])))
        for name, members, _ in (*groups, ("divergent", found.divergent, None)) for who in members
    ]  # fmt: skip
    tests = [Row(("all_units", len(units), *_test(found.overall)))]
    tests += [Row((name, len(members), *_test(test))) for name, members, test in groups]
    drawn = tuple(Series(f"club {name}", listed(paths[:, list(members)].mean(axis=1))) for name, members, _ in groups)
    columns = (Column("club", "word"), Column("place", "place"), Column("path_first"), Column("path_last"))
    tested = (Column("club", "word"), Column("members", "count"), Column("b"), Column("error"), Column("t"), _P)
    return Result(
        (Table("clubs", columns, tuple(rows)), Table("tests", tested, tuple(tests))),
        (Chart("lines", "chart_paths", given.times, drawn),), (Remark(f"clubs_{given.options['path']}", {"number": len(groups)}),), left=left,
    )  # fmt: skip


def _negative_logs(given: Given, values: Floats) -> list[Remark]:
    """Values at or below one: their logarithms change sign, and a path relative to the mean means nothing."""
    low = given.options["path"] == "log" and bool((values <= 1).any())
    return [Remark("logs_below_zero", {"indicator": given.indicators[:1]})] if low else []


def _test(test: LogT) -> tuple[float | None, ...]:
    return plain(test.b), plain(test.error), plain(test.t), plain(test.p)


def _said(falling: bool, p: float, kind: str) -> Remark:
    """What a trend or slope says at five per cent."""
    if not p < 0.05:
        return Remark(f"{kind}_open", {"p": f"{p:.3f}"})
    return Remark(f"{kind}_yes" if falling else f"{kind}_no", {"p": f"{p:.3f}"})
