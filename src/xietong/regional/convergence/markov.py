"""Markov chains of classes: transitions, where they lead, how long it takes, and whether they are the same throughout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.refusal import complete, not_negative, refused

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from xietong.core.panel import Floats
    from xietong.regional.convergence.classes import Classes


@dataclass(frozen=True, eq=False)
class Transitions:
    """counts (…, k, k) from row to column; probability and its standard error √(p(1−p)/nᵢ), NaN in a row never left.

    dropped is the number of pairs of times that lacked a class at either end (or a class of the neighbours).
    """

    counts: Floats
    dropped: int

    @property
    def probability(self) -> Floats:
        """Maximum likelihood estimate n_ij / n_i."""
        starts = self.counts.sum(-1, keepdims=True)
        return np.asarray(np.divide(self.counts, starts, out=np.full_like(self.counts, np.nan), where=starts > 0))

    @property
    def error(self) -> Floats:
        """Standard error of each probability."""
        p, starts = self.probability, self.counts.sum(-1, keepdims=True)
        return np.asarray(np.sqrt(p * (1 - p) / np.where(starts > 0, starts, 1.0)))


def transitions(classes: ArrayLike, k: int | None = None, lag: int = 1) -> Transitions:
    """Count moves between classes from each time to `lag` times later: counts (k, k).

    Source: Quah (1993), European Economic Review 37; Anderson and Goodman (1957), Annals of Mathematical Statistics 28.
    classes (times, units) of whole numbers 0 … k−1, −1 for missing (from `classify`); k None takes the highest class. Missing: a pair
    with a missing end is left out and counted. Raises ValuesError for classes outside 0 … k−1, or a lag beyond the times.
    """
    c, k = checked(classes, k)
    start, end = lagged(c, lag)
    known = (start >= 0) & (end >= 0)
    counts = np.zeros((k, k))
    np.add.at(counts, (start[known], end[known]), 1)
    return Transitions(counts, int((~known).sum()))


def transitions_by_time(classes: ArrayLike, k: int | None = None, lag: int = 1) -> Transitions:
    """Like `transitions`, one matrix for each start: counts (times − lag, k, k). For `homogeneity`."""
    c, k = checked(classes, k)
    start, end = lagged(c, lag)
    known = (start >= 0) & (end >= 0)
    counts = np.zeros((len(start), k, k))
    np.add.at(counts, (np.nonzero(known)[0], start[known], end[known]), 1)
    return Transitions(counts, int((~known).sum()))


def spatial_transitions(classes: ArrayLike, around: ArrayLike, k: int | None = None, lag: int = 1) -> Transitions:
    """Spatial Markov: moves by the class of the neighbours at the start, counts (k of neighbours, k, k).

    Source: Rey (2001), Geographical Analysis 33. around (times, units) are the classes of the spatial lag, as a rule `classify` of the
    row-standardised weights times the values with the same cuts; its classes may be fewer or more than k. Missing as in
    `transitions`. Whether neighbours matter: `homogeneity` of the counts. Errors as in `transitions`.
    """
    c, k = checked(classes, k)
    near, kinds = checked(around, None)
    if near.shape != c.shape:
        raise refused("shape", what="around", got=near.shape, wanted=c.shape)
    start, end = lagged(c, lag)
    beside = near[: len(start)]
    known = (start >= 0) & (end >= 0) & (beside >= 0)
    counts = np.zeros((max(kinds, k), k, k))
    np.add.at(counts, (beside[known], start[known], end[known]), 1)
    return Transitions(counts, int((~known).sum()))


def checked(classes: ArrayLike, k: int | None) -> tuple[Classes, int]:
    """Classes as whole numbers with their k. Raises ValuesError for others than −1 … k−1 and for anything but two axes."""
    given = np.asarray(classes, dtype=np.float64)
    if given.ndim != 2:
        raise refused("shape", what="classes", got=given.shape, wanted="(times, units)")
    given = np.where(np.isnan(given), -1, given)
    most = int(given.max(initial=0)) + 1 if k is None else k
    wrong = (given < -1) | (given >= most) | (given != np.floor(given))
    if wrong.any():
        raise refused(
            "out_of_range", what="a class", got=float(given[wrong][0]), wanted=f"a whole number 0 … {most - 1}"
        )
    return given.astype(np.intp), most


def lagged(classes: Classes, lag: int) -> tuple[Classes, Classes]:
    """Classes at the start and at the end of each step."""
    if not 1 <= lag < len(classes):
        raise refused("out_of_range", what="lag", got=lag, wanted=f"1 … {len(classes) - 1}")
    return classes[:-lag], classes[lag:]


def stochastic(probability: ArrayLike) -> Floats:
    """A transition matrix. Raises ValuesError where it is not square, a class is never left (NaN), or a row is no distribution."""
    p = np.array(probability, dtype=np.float64)
    if p.ndim != 2 or p.shape[0] != p.shape[1]:
        raise refused("shape", what="probability", got=p.shape, wanted="(k, k)")
    never = np.isnan(p).any(1)
    if never.any():
        raise refused("never_left", place=int(np.argmax(never)))
    wrong = (p < 0).any(1) | (np.abs(p.sum(1) - 1) > 1e-6)
    if wrong.any():
        raise refused("not_stochastic", place=int(np.argmax(wrong)), got=float(p.sum(1)[wrong][0]))
    return p


def closed_classes(probability: ArrayLike) -> tuple[tuple[int, ...], ...]:
    """Sets of classes that are never left and in which each is reached from each. Errors as in `stochastic`."""
    p = stochastic(probability)
    reached = _reached(p)
    mutual = reached & reached.T
    sets = {tuple(int(j) for j in np.flatnonzero(mutual[i])) for i in range(len(p)) if (reached[i] <= mutual[i]).all()}
    return tuple(sorted(sets))


def _reached(p: Floats) -> NDArray[np.bool_]:
    reached = (p > 0) | np.eye(len(p), dtype=bool)
    for _ in range(len(p).bit_length()):
        reached = (reached.astype(np.float64) @ reached) > 0
    return np.asarray(reached)


def ergodic(probability: ArrayLike) -> Floats:
    """The distribution π with πP = π, Σπ = 1, to which the shares of the classes tend: (k, k) → (k,).

    Source: Kemeny and Snell (1976), Finite Markov Chains. Classes that are left for ever have share 0. Raises ValuesError as
    `stochastic`, and where several closed sets exist: then the limit depends on the start.
    """
    p = stochastic(probability)
    closed = closed_classes(p)
    if len(closed) > 1:
        raise refused("several_closed", count=len(closed), place=" / ".join(str(set(classes)) for classes in closed))
    inside = np.array(closed[0])
    k = len(inside)
    system = np.vstack([p[np.ix_(inside, inside)].T - np.eye(k), np.ones(k)])
    share = np.zeros(len(p))
    share[inside] = np.linalg.lstsq(system, np.append(np.zeros(k), 1.0), rcond=None)[0]
    share = np.maximum(share, 0.0)
    return np.asarray(share / share.sum())


def first_passage(probability: ArrayLike) -> Floats:
    """Mean number of steps from row until column is first reached, on the diagonal until the return 1 / πᵢ: (k, k) → (k, k).

    Source: Kemeny and Snell (1976), theorem 4.4.7; here m_ij = 1 + Σ_{l≠j} p_il m_lj is solved for each column. Infinite where the
    column is not certain to be reached. Raises ValuesError as `stochastic`.
    """
    p = stochastic(probability)
    reaches = _reached(p)
    return np.column_stack([_steps_to(goal, p, reaches[:, goal]) for goal in range(len(p))])


def _steps_to(goal: int, p: Floats, reaches: NDArray[np.bool_]) -> Floats:
    """Mean steps from each class until the goal; a class from which the goal may be missed for ever has infinity."""
    others = np.arange(len(p)) != goal
    before = _reached(p * others)
    sure = ~(before & ~reaches & others).any(1)
    kept = np.flatnonzero(sure & others)
    steps = np.full(len(p), np.inf)
    steps[kept] = np.linalg.solve(np.eye(len(kept)) - p[np.ix_(kept, kept)], np.ones(len(kept)))
    if sure[goal]:
        steps[goal] = 1 + p[goal, kept] @ steps[kept]
    return steps


@dataclass(frozen=True)
class Homogeneity:
    """Pearson's Q and the likelihood ratio, with the degrees of freedom and the p value of each; small p: not the same chain."""

    q: float
    q_p: float
    ratio: float
    ratio_p: float
    freedom: int


def homogeneity(counts: ArrayLike) -> Homogeneity:
    """Are the transition probabilities of several samples (times, periods, regions, classes of neighbours) the same?

    Q = Σ_s Σ_i Σ_j n_i(s) (p_ij(s) − p_ij)² / p_ij, LR = 2 Σ n_ij(s) ln(p_ij(s) / p_ij); freedom Σ_i (aᵢ − 1)(bᵢ − 1) with aᵢ the samples in
    which class i is left and bᵢ the classes it is left for.
    Source: Anderson and Goodman (1957); Bickenbach and Bode (2003), International Regional Science Review 26, eqs 6 and 9.

    counts (samples, k, k), complete, not negative. Raises ValuesError for others, for fewer than two samples, and where no class
    could show a difference (freedom 0).
    """
    n = complete(counts, "counts", 3)
    not_negative(n, "counts")
    if len(n) < 2:
        raise refused("too_few", what="samples", got=len(n), wanted=2)
    starts = n.sum(2)
    together = np.broadcast_to(n.sum(0) / np.where(starts.sum(0) > 0, starts.sum(0), 1.0)[:, None], n.shape)
    expected = starts[..., None] * together
    possible = expected > 0
    q = float(((n - expected)[possible] ** 2 / expected[possible]).sum())
    moved = n > 0
    ratio = 2 * float((n[moved] * np.log(n[moved] / expected[moved])).sum())
    freedom = int((((starts > 0).sum(0) - 1).clip(0) * ((n.sum(0) > 0).sum(1) - 1).clip(0)).sum())
    if freedom == 0:
        raise refused("constant", what="counts")
    return Homogeneity(q, _beyond(q, freedom), ratio, _beyond(ratio, freedom), freedom)


def _beyond(statistic: float, freedom: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(freedom, max(statistic, 0.0)))
