"""What a series may come to: an interval, and the probability that a goal is met, from the series alone.

The drift of a series (on logarithms where all values are above zero) is drawn on, damped, from the last value. Several ways
to do so are combined, each with a weight by how little it would have missed the series' own later values: to choose the one
that did best would take for its error what was partly luck.
Weights after Bates & Granger (1969), The combination of forecasts, Operational Research Quarterly 20(4); model after
Gardner & McKenzie (1985), Forecasting trends in time series, Management Science 31(10) (damped trend), with the
variance of Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, ch. 6: c_j = 1 + β Σ φ^k.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.stats import t as student

from xietong.core.grid import cells, grain_of
from xietong.core.period import Period, shift_years
from xietong.data import table
from xietong.targets.aim import Aim
from xietong.targets.course import Reading, known, part_of_year, same_length
from xietong.targets.refusal import refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

LEAST = 5
_LEAST_SHARE = (
    1e-12  # of the greatest variance: a way that has not missed at all has nearly all the weight, not infinitely much
)
Scale = Literal["log", "level"]


@dataclass(frozen=True, slots=True)
class Drift:
    """One way to draw a series on: `damping` φ of the drift (0: no drift), `memory` w: each earlier change counts w times
    the later one."""

    damping: float
    memory: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Steps ahead 1 … h: middle (the median), low and high of the interval at `level`; how it was made.

    `scale` "log": the errors are relative. `ways`: the drifts with their weights, which make one. `spread`: standard error on
    that scale, `freedom` of Student's t. `held_back`: the mean absolute one-step error on that scale over the points that were
    foretold.
    """

    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    level: float
    scale: Scale
    ways: tuple[tuple[Drift, float], ...]
    spread: tuple[float, ...]
    freedom: float
    points: int
    held_back: float

    def chance(self, aim: Aim, step: int) -> float:
        """Probability that the value `step` steps ahead meets the goal, by the same distribution as the interval."""
        low, high = aim.accepted.low, aim.accepted.high
        strict = aim.goal.strict
        under = 0.0 if low is None else self._under(float(low), step, reached=strict)
        within = 1.0 if high is None else self._under(float(high), step, reached=not strict)
        return max(within - under, 0.0)

    def _under(self, value: float, step: int, *, reached: bool) -> float:
        """Probability of less than a value, or of the value itself (`reached`), which matters where there is no width."""
        middle, spread = self.middle[step - 1], self.spread[step - 1]
        if self.scale == "log" and value <= 0:
            return 0.0
        away = math.log(value / middle) if self.scale == "log" else value - middle
        if not spread:
            return float(away >= 0 if reached else away > 0)
        return float(student.cdf(away / spread, self.freedom))


def forecast(values: Sequence[float], steps: int, level: float = 0.8) -> Forecast:
    """Forecast of a series of even steps, oldest first, without gaps.

    Raises ValuesError with fewer than five values, for missing or infinite ones, for steps outside 1 … `most_steps` of
    `data/forecast.toml`. A constant series is forecast constant, with no width: it has given no reason for another.
    """
    rule = table("forecast.toml")
    series = _checked(values, steps, rule["most_steps"])
    scale: Scale = "log" if bool((series > 0).all()) else "level"
    line = (
        np.log(series / series[-1]) if scale == "log" else series - series[-1]
    )  # a constant series stays exactly where it is
    drifts = [Drift(*one) for one in rule["drifts"]]
    missed = np.array([_errors(line, way) for way in drifts])
    weights = _weights([_variance(line, one, rule)[0] for one in missed])
    ahead = np.arange(1, steps + 1)
    middle = weights @ np.array([_drift(line, way) * _damped(way, ahead) for way in drifts])
    errors = weights @ missed
    variance, freedom = _variance(line, errors, rule)
    growing = weights @ np.array([_growing(way, rule["trend_error"], steps) for way in drifts])
    spread = np.sqrt(variance * growing)
    half = student.ppf(0.5 + level / 2, freedom) * spread
    low, mid, high = (_back(one, scale, float(series[-1])) for one in (middle - half, middle, middle + half))
    kept = float(np.abs(errors).mean())
    ways = tuple(zip(drifts, weights.tolist(), strict=True))
    return Forecast(mid, low, high, level, scale, ways, tuple(spread.tolist()), freedom, len(series), kept)


def foretell(
    readings: Iterable[Reading], as_of: date, due: date, *, by: Literal["year", "step"] = "year", level: float = 0.8
) -> tuple[Forecast, int]:
    """The forecast up to the first reading that will end on or after the due date, and how many steps ahead that is.

    by "year": readings of the same part of the year as the last, so that seasons do not speak; "step": every reading, for
    what has no seasons. Only what was known on the day, and of that the unbroken run that ends with the last. Raises
    ValuesError as `forecast`, for readings of several lengths, for a due date that is reached already.
    """
    taken = known(readings, as_of)
    same_length([one.period for one in taken])
    line = _run([one for one in taken if by == "step" or _part(one) == _part(taken[-1])], by)
    last = line[-1].period if line else Period.day(as_of)
    steps = _steps(last, due, by)
    return forecast([float(one.value) for one in line], steps, level), steps


def _part(reading: Reading) -> tuple[int, ...]:
    return part_of_year(reading.period)[1:]


def _run(line: Sequence[Reading], by: str) -> list[Reading]:
    """The readings at the end that follow on one another without a gap."""
    run: list[Reading] = []
    for one in reversed(line):
        if run and not _next(one.period, run[0].period, by):
            break
        run.insert(0, one)
    return run


def _next(first: Period, second: Period, by: str) -> bool:
    if by == "year" or first.start is None or second.start is None:
        return part_of_year(second)[0] - part_of_year(first)[0] == 1
    return second.start - first.end == timedelta(days=1)


def _steps(last: Period, due: date, by: str) -> int:
    grain = grain_of(last)
    if by == "step" and grain is not None:
        return max(len(list(cells(last.end, due, grain))) - 1, 0)
    years = due.year - last.end.year
    return years + (shift_years(last.end, years) < due)


def _checked(values: Sequence[float], steps: int, most: int) -> Floats:
    series = np.array(values, dtype=np.float64)
    if len(series) < LEAST:
        raise refused("too_short", got=len(series), wanted=LEAST)
    for at in np.flatnonzero(~np.isfinite(series)):
        raise refused("value_number", period=int(at), value=series[at])
    if not 1 <= steps <= most:
        raise refused("forecast_horizon", steps=steps, most=most)
    return series


def _drift(line: Floats, way: Drift) -> float:
    """The mean of the changes, the later ones counting more."""
    changes = np.diff(line)
    weights = way.memory ** np.arange(len(changes) - 1, -1, -1.0)
    return float(changes @ weights / weights.sum())


def _damped(way: Drift, ahead: NDArray[np.intp]) -> Floats:
    """φ + φ² + … + φ^h for each h."""
    steps: Floats = np.cumsum(way.damping ** np.arange(1.0, ahead[-1] + 1))
    return steps[ahead - 1]


def _errors(line: Floats, way: Drift) -> Floats:
    """What one step ahead was missed by, foretold from the third value on with nothing but what came before."""
    foretold = [line[at - 1] + _drift(line[:at], way) * way.damping for at in range(3, len(line))]
    missed: Floats = line[3:] - np.array(foretold)
    return missed


def _weights(variances: Sequence[float]) -> Floats:
    """Weights that make one, each as the inverse of a variance; equal ones where there is none."""
    most = max(variances)
    inverse: Floats = np.array([1.0 / max(one, most * _LEAST_SHARE) if most else 1.0 for one in variances])
    shares: Floats = inverse / inverse.sum()
    return shares


def _variance(line: Floats, errors: Floats, rule: Mapping[str, float]) -> tuple[float, float]:
    """The mean squared error and how many errors it is worth; later ones count more, for series calm down and wake up. The
    variance of the changes counts as `prior` errors beside them: few errors may be small by luck."""
    weights = rule["error_memory"] ** np.arange(len(errors) - 1, -1, -1.0)
    changes = np.diff(line)
    aged = rule["error_memory"] ** np.arange(len(changes) - 1, -1, -1.0)
    varied = float(aged @ (changes - aged @ changes / aged.sum()) ** 2 / (aged.sum() - aged @ aged / aged.sum()))
    worth = float(weights.sum() ** 2 / (weights @ weights))
    squared = float(weights @ errors**2 / weights.sum())
    return (worth * squared + rule["prior"] * varied) / (worth + rule["prior"]), worth


def _growing(way: Drift, trend_error: float, steps: int) -> Floats:
    """Σ c_j² up to each step, c_j = 1 + β (φ + … + φ^(j−1))."""
    carried = np.concatenate(([0.0], np.cumsum(way.damping ** np.arange(1.0, steps))))
    growing: Floats = np.cumsum((1 + trend_error * carried) ** 2)
    return growing


def _back(line: Floats, scale: Scale, last: float) -> tuple[float, ...]:
    """On the scale of the values; what is beyond the numbers there are is infinite."""
    with np.errstate(over="ignore"):
        return tuple((last * np.exp(line) if scale == "log" else last + line).tolist())
