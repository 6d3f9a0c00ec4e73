"""Convergence clubs: groups of units that approach a path of their own, found from the data and merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.convergence.logt import THRESHOLD, LogT, log_t
from xietong.regional.refusal import complete, one_of, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from xietong.core.panel import Floats

ORDERS = ("last", "last half")
MERGES = ("none", "PS", "vLT")
CAP = 3.0  # the sieve is not drawn tighter than this


@dataclass(frozen=True, eq=False)
class Club:
    """Positions of its units, richest first, and the test of the whole club."""

    units: tuple[int, ...]
    test: LogT


@dataclass(frozen=True, eq=False)
class Clubs:
    """overall is the test of all units; one club of all where it does not reject. divergent units belong to no club."""

    overall: LogT
    clubs: tuple[Club, ...]
    divergent: tuple[int, ...]


def clubs(
    values: ArrayLike,
    trim: float = 1 / 3,
    order: str = "last",
    sieve: float = 0.0,
    step: float = 0.1,
    merge: str = "none",
) -> Clubs:
    """Clustering of Phillips and Sul, in four steps repeated on what remains.

    1. Units are ordered by their last value ("last") or the mean of the last half ("last half", for volatile series). 2. Core: the first
    adjacent pair with t > −1.65 is widened by the next units while t > −1.65; the core is the size with the greatest t. 3. A unit joins
    where t of the core with it exceeds `sieve` (c*); where the club so formed has t ≤ −1.65, c* is raised by `step` up to 3, and
    at last the core alone remains; step = 0 keeps c* fixed and takes the club as it is. 4. The rest is one club where its t > −1.65, else the
    steps are repeated; units among whom no pair converges are divergent.
    merge: "PS" joins adjacent clubs in turn while t > −1.65 (Phillips and Sul 2009); "vLT" joins a pair only where its t also exceeds that
    of the next pair, and begins again (von Lyncker and Thoennessen 2017, Empirical Economics 52).
    Source: Phillips and Sul (2007), Econometrica 75; (2009), Journal of Applied Econometrics 24, 1153–1185.

    values (times, units) and errors as in `log_t`; missing values are refused. ValuesError also for an unknown order or merge, or
    a step below zero.
    """
    x = complete(values, "values", 2)
    one_of(order, ORDERS, "order")
    one_of(merge, MERGES, "merge")
    if not 0 <= step < np.inf:
        raise refused("out_of_range", what="step", got=step, wanted="0 or above")
    overall = log_t(x, trim)
    final = x[-1] if order == "last" else x[len(x) // 2 :].mean(0)
    rest = [int(unit) for unit in np.argsort(-final, kind="stable")]
    found: list[Club] = []
    while len(rest) > 1:
        club = _first_club(x, rest, trim, sieve, step)
        if club is None:
            break
        found.append(club)
        rest = [unit for unit in rest if unit not in club.units]
    return Clubs(overall, _merged(x, tuple(found), trim, merge), tuple(rest))


def _first_club(x: Floats, rest: list[int], trim: float, sieve: float, step: float) -> Club | None:
    whole = log_t(x[:, rest], trim)
    if whole.converges:
        return Club(tuple(rest), whole)
    core = _core(x, rest, trim)
    return _widened(x, rest, core, trim, sieve, step) if core else None


def _core(x: Floats, rest: list[int], trim: float) -> list[int] | None:
    """The units that anchor a club: from the first pair that converges, the size with the greatest t."""
    for start in range(len(rest) - 1):
        best, greatest = None, -np.inf
        for end in range(start + 2, len(rest) + 1):
            t = log_t(x[:, rest[start:end]], trim).t
            if t <= THRESHOLD:
                break
            if t > greatest:
                best, greatest = rest[start:end], t
        if best:
            return best
    return None


def _widened(x: Floats, rest: list[int], core: list[int], trim: float, sieve: float, step: float) -> Club:
    joined = {unit: log_t(x[:, [*core, unit]], trim).t for unit in rest if unit not in core}
    while True:
        units = tuple(unit for unit in rest if unit in core or joined[unit] > sieve)
        club = Club(units, log_t(x[:, units], trim))
        if club.test.converges or step == 0 or len(units) == len(core):
            return club
        sieve = sieve + step if sieve + step <= CAP else np.inf


def _merged(x: Floats, found: tuple[Club, ...], trim: float, merge: str) -> tuple[Club, ...]:
    if merge == "none":
        return found
    return _merge_in_turn(x, found, trim) if merge == "PS" else _merge_best(x, found, trim)


def _joint(x: Floats, parts: Sequence[Club], trim: float) -> Club:
    units = tuple(unit for part in parts for unit in part.units)
    return Club(units, log_t(x[:, units], trim))


def _merge_in_turn(x: Floats, found: tuple[Club, ...], trim: float) -> tuple[Club, ...]:
    merged: list[Club] = []
    for club in found:
        both = _joint(x, (merged[-1], club), trim) if merged else None
        if both and both.test.converges:
            merged[-1] = both
        else:
            merged.append(club)
    return tuple(merged)


def _merge_best(x: Floats, found: tuple[Club, ...], trim: float) -> tuple[Club, ...]:
    pairs = [_joint(x, found[at : at + 2], trim) for at in range(len(found) - 1)]
    for at, pair in enumerate(pairs):
        last = at == len(pairs) - 1
        if pair.test.converges and (last or pair.test.t > pairs[at + 1].test.t):
            return _merge_best(x, (*found[:at], pair, *found[at + 2 :]), trim)
    return found
