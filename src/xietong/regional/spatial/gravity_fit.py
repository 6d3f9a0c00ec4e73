"""The parameters of a gravity model from observed flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xietong.regional.spatial.flows import checked_flows
from xietong.regional.spatial.gravity import checked_distances
from xietong.regional.spatial.least_squares import ordinary
from xietong.regional.spatial.poisson import poisson
from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

Method = Literal["ppml", "ols"]
Decay = Literal["power", "exponential"]


@dataclass(frozen=True, eq=False)
class GravityFit:
    """F = e^constant Mᵢ^origin Mⱼ^destination d^−decay, or e^(−decay·d); errors (4,) in this order.

    With fixed effects origin and destination are NaN: the effects are in their place, and the constant is that of the
    first origin and destination. fitted (origins, destinations), NaN where no flow was used; used: how many flows;
    left_out: flows of 0 that have no logarithm; r2: squared correlation of observed and fitted flows.
    """

    constant: float
    origin: float
    destination: float
    decay: float
    errors: Floats
    fitted: Floats
    used: int
    left_out: int
    r2: float


def fit_gravity(
    flows: Floats,
    distances: Floats,
    masses: tuple[Floats, Floats] | None = None,
    method: Method = "ppml",
    decay: Decay = "power",
) -> GravityFit:
    """Estimate how flows follow masses and distance.

    flows: (units, units), origins in rows, NaN where not observed; distances: (units, units), positive; neither diagonal is
    read. masses: (units,) of origins and of destinations, positive; None for fixed effects, a dummy for each origin and
    destination (Anderson & van Wincoop 2003, American Economic Review 93:170–192).
    "ppml": ln E(F) = c + α ln Mᵢ + β ln Mⱼ − b ln d by Poisson pseudo maximum likelihood, zeros included, with errors
    robust to heteroskedasticity (Santos Silva & Tenreyro 2006, Review of Economics and Statistics 88:641–658). "ols":
    the same for ln F by least squares with classical errors; zeros are left out and counted, which biases the result.
    Raises ValuesError for negative flows, masses not positive, unfit distances, collinear variables (all masses or
    distances equal), too few flows, and an estimate that does not exist.
    """
    flows = checked_flows(flows)
    observed = np.isfinite(flows) & ~np.eye(len(flows), dtype=bool)
    rows, columns = np.nonzero(observed & (flows > 0) if method == "ols" else observed)
    between = checked_distances(distances)[rows, columns]
    sides = _effects(rows, columns) if masses is None else _masses(masses, rows, columns)
    variables = np.column_stack([sides, -(between if decay == "exponential" else np.log(between))])
    beta, errors, fitted = _estimated(flows[rows, columns], variables, method)
    if masses is None:  # keep the first and the last
        beta, errors = (np.array([one[0], np.nan, np.nan, one[-1]]) for one in (beta, errors))
    table = np.full(flows.shape, np.nan)
    table[rows, columns] = fitted
    left_out, r2 = int(observed.sum()) - len(rows), _squared_correlation(flows[rows, columns], fitted)
    constant, origin, destination, along = map(float, beta)
    return GravityFit(constant, origin, destination, along, errors, table, len(rows), left_out, r2)


def _estimated(y: Floats, variables: Floats, method: Method) -> tuple[Floats, Floats, Floats]:
    """Coefficients with the constant first, their errors, fitted flows."""
    if method == "ols":
        found = ordinary(np.log(y), variables)
        return found.coefficients, found.errors, np.asarray(np.exp(np.log(y) - found.residuals))
    if method != "ppml":
        raise refusal("parameter", name="method", value=method, wanted="ppml / ols")
    fit = poisson(y, np.column_stack([np.ones(len(y)), variables]))
    return fit.coefficients, fit.errors, fit.fitted


def _masses(masses: tuple[Floats, Floats], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Floats:
    origin, destination = (np.asarray(one, dtype=np.float64) for one in masses)
    for one in (origin, destination):
        wrong = ~(np.isfinite(one) & (one > 0))
        if wrong.any():
            raise refusal("distances", what="masses", where=positions(wrong))
    return np.log(np.column_stack([origin[rows], destination[columns]]))


def _effects(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Floats:
    """Dummies of origins and destinations but for the first of each."""
    sides = [(side[:, None] == np.unique(side)[1:]).astype(np.float64) for side in (rows, columns)]
    return np.column_stack(sides)


def _squared_correlation(y: Floats, fitted: Floats) -> float:
    if np.ptp(y) == 0 or np.ptp(fitted) == 0:
        return float("nan")
    return float(np.corrcoef(y, fitted)[0, 1] ** 2)
