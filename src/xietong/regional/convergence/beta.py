"""β-convergence: do poorer units grow faster, absolutely or given what else sets them apart?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.convergence.regression import Fit, least_squares, two_sided
from xietong.regional.refusal import numbers, positive, refused, shaped

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from xietong.core.panel import Floats


@dataclass(frozen=True, eq=False)
class Beta:
    """growth = α + b ln y₀ + controls. speed λ per unit of time with its standard error, half_life = ln 2 / λ with its own.

    b below zero is convergence. Where b ≥ 0 there is no half-life (NaN); where 1 + bT ≤ 0 the gap is overshot and λ has no
    value either (NaN). fit holds α, b and the controls in this order.
    """

    alpha: float
    b: float
    error: float
    t: float
    p: float
    r2: float
    speed: float
    speed_error: float
    half_life: float
    half_life_error: float
    fit: Fit
    used: int
    dropped: int


def beta(
    start: ArrayLike, end: ArrayLike, span: float, controls: ArrayLike | None = None, errors: str = "classical"
) -> Beta:
    """Growth regression ln(y_T / y₀) / T = α + b ln y₀ (+ γ'z): absolute without controls, conditional with them.

    λ = −ln(1 + bT) / T, half-life ln 2 / λ; standard errors of λ and of the half-life by the delta method. The non-linear regression on
    −(1 − e^(−λT)) / T has this λ and this error exactly (it is the same model with b renamed), so no iteration is needed.
    Source: Barro and Sala-i-Martin (1992), Journal of Political Economy 100; Mankiw, Romer and Weil (1992).

    start, end (units,) above zero, span the number of periods T between them; controls (units, k), given as they are to enter (logs are
    the caller's); errors as in `least_squares`. Missing: a unit that lacks any of these is left out, the count is in the result.
    Raises ValuesError for values at or below zero, infinite ones, a span not above zero, too few units, collinear controls.
    """
    first, last = (numbers(values, what) for values, what in ((start, "start"), (end, "end")))
    if first.ndim != 1:
        raise refused("shape", what="start", got=first.shape, wanted="(units,)")
    last = shaped(last, first.shape, "end")
    positive(first, "start")
    positive(last, "end")
    _span(span)
    table = np.column_stack([first, last, _controls(controls, len(first))])
    kept = table[~np.isnan(table).any(1)]
    logs = np.log(kept[:, 0])
    growth = (np.log(kept[:, 1]) - logs) / span
    fit = least_squares(growth, np.column_stack([np.ones_like(logs), logs, kept[:, 2:]]), errors)
    return _result(fit, span, len(kept), len(first) - len(kept))


def beta_panel(values: ArrayLike, span: int = 1, controls: ArrayLike | None = None, errors: str = "HC1") -> Beta:
    """β with effects of units and of times: ln(y_{t+s} / y_t) / s = α_i + η_t + b ln y_t (+ γ'z_t), by the within transformation.

    The effects of the units stand for what sets their steady states apart, so this is conditional convergence.
    Source: Islam (1995), Quarterly Journal of Economics 110. b is biased downwards in short panels (Nickell 1981): for few times take λ as
    an upper bound. Standard errors count the effects as estimated; they are not clustered.

    values (times, units) above zero; span s in times; controls (times, units, k). alpha and r2 are those of the within regression (alpha 0).
    Missing: an observation that lacks any of these is left out; the effects are those of the rest; counts are of observations.
    Raises ValuesError as `beta`, and for span not within the times.
    """
    x = numbers(values, "values", 2)
    positive(x, "values")
    if not 1 <= span < len(x):
        raise refused("out_of_range", what="span", got=span, wanted=f"1 … {len(x) - 1}")
    logs = np.log(x)
    growth = (logs[span:] - logs[:-span]) / span
    more = np.empty((*x.shape, 0)) if controls is None else numbers(controls, "controls", 3)
    if more.shape[:2] != x.shape:
        raise refused("shape", what="controls", got=more.shape, wanted=(*x.shape, "k"))
    columns = np.concatenate([growth[..., None], logs[:-span, :, None], more[:-span]], axis=-1)
    present = ~np.isnan(columns).any(-1)
    within, lost = _without_effects(columns, present)
    fit = _within_fit(within, lost, errors)
    return _result(fit, span, len(within), present.size - len(within))


def _controls(controls: ArrayLike | None, units: int) -> Floats:
    if controls is None:
        return np.empty((units, 0))
    table = numbers(controls, "controls")
    table = table[:, None] if table.ndim == 1 else table
    if table.ndim != 2 or len(table) != units:
        raise refused("shape", what="controls", got=table.shape, wanted=(units, "k"))
    return table


def _span(span: float) -> None:
    if not 0 < span < np.inf:
        raise refused("out_of_range", what="span", got=span, wanted="above 0 and finite")


def _without_effects(columns: Floats, present: NDArray[np.bool_]) -> tuple[Floats, int]:
    """Values (observations, k) less their effects of units and times, and how many effects there are.

    The units' means are taken off everything, the dummies of the times too; what is left is regressed on what is left of these
    (Frisch, Waugh and Lovell): exact for panels with gaps, and never a matrix of all units.
    """
    time, unit = np.nonzero(present)
    both = np.column_stack([columns[present], (time[:, None] == np.arange(len(present))).astype(np.float64)])
    counts = np.bincount(unit, minlength=present.shape[1]).astype(np.float64)
    sums = np.zeros((present.shape[1], both.shape[1]))
    np.add.at(sums, unit, both)
    left = both - sums[unit] / counts[unit, None]
    values, times = left[:, : columns.shape[-1]], left[:, columns.shape[-1] :]
    within = values - times @ np.linalg.lstsq(times, values, rcond=None)[0]
    return within, int((counts > 0).sum()) + int(np.linalg.matrix_rank(times))


def _within_fit(within: Floats, lost: int, errors: str) -> Fit:
    """Least squares on values free of effects, the degrees of freedom less those the effects have taken."""
    fit = least_squares(within[:, 0], within[:, 1:], errors)
    freedom = fit.freedom - lost
    if freedom <= 0:
        raise refused("too_few", what="observations", got=len(within), wanted=len(within) - freedom + 1)
    error = fit.errors * (np.sqrt(fit.freedom / freedom) if errors in ("classical", "HC1") else 1.0)
    t = fit.coefficients / error
    joined = [np.concatenate([[head], tail]) for head, tail in ((0.0, fit.coefficients), (np.nan, error), (np.nan, t))]
    p = np.concatenate([[np.nan], two_sided(t, freedom)])
    return Fit(joined[0], joined[1], joined[2], p, fit.r2, fit.residuals, freedom)


def _result(fit: Fit, span: float, used: int, dropped: int) -> Beta:
    b, error = float(fit.coefficients[1]), float(fit.errors[1])
    left = 1 + b * span
    speed = float(-np.log1p(b * span) / span) if left > 0 else float("nan")
    speed_error = error / left if left > 0 else float("nan")
    half = float(np.log(2) / speed) if speed > 0 else float("nan")
    half_error = half * speed_error / speed if speed > 0 else float("nan")
    return Beta(
        float(fit.coefficients[0]), b, error, float(fit.t[1]), float(fit.p[1]), fit.r2,
        speed, speed_error, half, half_error, fit, used, dropped,
    )  # fmt: skip
