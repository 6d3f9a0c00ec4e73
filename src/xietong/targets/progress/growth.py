"""CAGR ratio: the growth rate so far against the one that leads to the goal (Statistics Canada; Open SDG 2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from xietong.core.grid import Clock, position
from xietong.data import table
from xietong.targets.course import Reading, known, same_length
from xietong.targets.model import Baseline, Direction
from xietong.targets.progress.look import Look, remarks
from xietong.targets.progress.rates import cagr, rate_to_goal
from xietong.targets.progress.verdict import Verdict, decimal, settled, shown, term
from xietong.targets.refusal import refused

METHOD = "growth"


def score(ratio: Decimal) -> Decimal:
    """R ≥ 0.6: min(7.1429 R − 4.2857, 5); else max(4.1667 R − 2.5, −5)."""
    line = _limits()["score"]
    slope, shift = (Decimal(one) for one in line["above" if settled(ratio) >= Decimal(line["from"]) else "below"])
    value = slope * ratio + shift
    return max(min(value, Decimal(line["most"])), Decimal(line["least"]))


def grade(value: Decimal, limits: str = "target") -> str:
    """on_track, moderate, limited or deterioration, by the limits of a ratio ("target") or a rate ("no_target")."""
    known_limits = _limits()[limits].items()
    return next((name for name, least in known_limits if settled(value) >= Decimal(least)), "deterioration")


def growth(seen: Look) -> Verdict:
    """R = d·CAGR_o / |CAGR_T|.

    numbers: value, observed, required, ratio, score; without ratio where the goal is only to be kept. status: achieved where
    the last reading meets the goal, else as R says. Raises ValuesError for values at or below zero, a goal of zero, ranks.
    """
    if seen.aim.goal.kind == "rank":
        raise refused("rank_rate")
    now, aim, start = seen.now, seen.aim, seen.start.value
    if now is None:
        return Verdict(METHOD, "no_data", remarks=remarks(seen))
    observed = cagr(start, now.value, decimal(seen.gone))
    bound = seen.bound
    if bound is None:
        status = "kept" if aim.met(now.value) else "lost"
        return Verdict(METHOD, status, (("value", now.value), ("observed", observed)), "", remarks(seen))
    needed = rate_to_goal(start, bound, decimal(seen.whole))
    ratio = aim.direction * observed / abs(needed)
    status = "overshot" if aim.overshot(now.value) else "achieved" if aim.met(now.value) else grade(ratio)
    numbers = (
        ("value", now.value),
        ("observed", observed),
        ("required", needed),
        ("ratio", ratio),
        ("score", score(ratio)),
    )
    said = (
        f"({shown(now.value)}/{shown(start)})^(1/{shown(seen.gone)}) − 1 = {shown(observed)}; "
        f"({shown(bound)}/{shown(start)})^(1/{shown(seen.whole)}) − 1 = {shown(needed)}; "
        f"{aim.direction} × {term(observed)} / |{shown(needed)}| = {shown(ratio)}"
    )
    return Verdict(METHOD, status, numbers, said, remarks(seen))


def growth_without_goal(
    start: Baseline, readings: Iterable[Reading], direction: Direction, as_of: date, clock: Clock = "periods"
) -> Verdict:
    """d·CAGR_o against 1.5 %, 0.5 % and 0: for indicators nobody set a goal for.

    numbers: value, observed. Raises ValuesError for direction 0 and where the rate is not defined.
    """
    if not direction:
        raise refused("no_direction", indicator="–", goal="–")
    way = [one for one in known(readings, as_of) if one.period.end > start.period.end]
    same_length([start.period, *(one.period for one in way)])
    if not way:
        return Verdict("growth_without_goal", "no_data")
    now = way[-1]
    years = decimal(position(now.period.end, clock) - position(start.period.end, clock))
    observed = cagr(start.value, now.value, years)
    said = f"({shown(now.value)}/{shown(start.value)})^(1/{shown(years)}) − 1 = {shown(observed)}"
    numbers = (("value", now.value), ("observed", observed))
    return Verdict("growth_without_goal", grade(direction * observed, "no_target"), numbers, said)


def _limits() -> dict[str, Any]:
    limits: dict[str, Any] = table("progress.toml")["cagr"]
    return limits
