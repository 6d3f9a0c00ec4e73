"""How mobile a Markov chain is: 0 where every unit stays in its class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.convergence.markov import ergodic, stochastic
from xietong.regional.refusal import refused

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Mobility:
    """shorrocks = (k − tr P) / (k − 1); determinant = 1 − |det P|; eigenvalue = 1 − |λ₂|; leaving and distance by start weights.

    leaving = k (1 − Σ πᵢ pᵢᵢ) / (k − 1); distance = Σᵢ Σⱼ πᵢ pᵢⱼ |i − j| / (k − 1); half_life = ln 2 / −ln |λ₂| steps until half of
    the way to the ergodic distribution is gone (0 where λ₂ = 0, infinite where |λ₂| = 1).
    """

    shorrocks: float
    determinant: float
    eigenvalue: float
    leaving: float
    distance: float
    half_life: float


def mobility(probability: ArrayLike, start: ArrayLike | None = None) -> Mobility:
    """Indices of mobility of a transition matrix (k, k), k ≥ 2.

    Source: Shorrocks (1978), Econometrica 46; Sommers and Conlisk (1979) for 1 − |λ₂|; Bartholomew (1973) for distance; formulas as
    collected by Formby, Smith and Zheng (2004), Journal of Econometrics 120. start (k,) are the shares π of the classes, None for the
    ergodic ones. Raises ValuesError as `stochastic` and `ergodic`, for one class alone, and for shares that are no distribution.
    """
    p = stochastic(probability)
    k = len(p)
    if k < 2:
        raise refused("too_few", what="classes", got=k, wanted=2)
    pi = ergodic(p) if start is None else stochastic(np.tile(np.asarray(start, dtype=np.float64), (k, 1)))[0]
    second = float(np.sort(np.abs(np.linalg.eigvals(p)))[-2])
    away = np.abs(np.arange(k)[:, None] - np.arange(k)[None, :])
    with np.errstate(divide="ignore"):
        half = float(np.log(0.5) / np.log(second)) if second < 1 - 1e-12 else np.inf
    return Mobility(
        float((k - np.trace(p)) / (k - 1)),
        float(1 - abs(np.linalg.det(p))),
        1 - second,
        float(k * (1 - pi @ np.diag(p)) / (k - 1)),
        float(pi @ (p * away).sum(1) / (k - 1)),
        half,
    )
