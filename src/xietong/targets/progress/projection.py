"""UN projection: where the growth so far would lead by the due date, as a share of the way to the goal."""

from __future__ import annotations

from decimal import Decimal

from xietong.data import table
from xietong.targets.progress.look import Look, remarks
from xietong.targets.progress.rates import cagr
from xietong.targets.progress.verdict import Verdict, decimal, settled, shown, term
from xietong.targets.refusal import refused

METHOD = "projection"


def projected(value: Decimal, rate: Decimal, years: Decimal) -> Decimal:
    """v_t (1 + CAGR)^(T − t); in the target year the value itself, also where it has fallen to nothing."""
    return value * (1 + rate) ** years if years else value


def projection(seen: Look) -> Verdict:
    """(v^e − v_b)/(v_T − v_b) ≥ 0.95 → level 3, ≥ 0.10 → level 2, less → level 1; a target once met counts as met.

    numbers: value, observed, expected, ratio. Raises ValuesError for values at or below zero and for ranks. A goal that is
    only to be kept has no way and no ratio: kept, lost.
    """
    if seen.aim.goal.kind == "rank":
        raise refused("rank_rate")
    now, aim, start = seen.now, seen.aim, seen.start.value
    if now is None:
        return Verdict(METHOD, "no_data", remarks=remarks(seen))
    rate = cagr(start, now.value, decimal(seen.gone))
    expected = projected(now.value, rate, decimal(seen.whole - seen.gone))
    numbers = (("value", now.value), ("observed", rate), ("expected", expected))
    bound = seen.bound
    if bound is None:
        return Verdict(METHOD, "kept" if aim.met(now.value) else "lost", numbers, "", remarks(seen))
    ratio = (expected - start) / (bound - start)
    said = (
        f"{shown(now.value)} × (1 + {term(rate)})^{shown(seen.whole - seen.gone)} = {shown(expected)}; "
        f"({shown(expected)} − {term(start)}) / ({shown(bound)} − {term(start)}) = {shown(ratio)}"
    )
    return Verdict(METHOD, _status(seen, ratio), (*numbers, ("ratio", ratio)), said, remarks(seen))


def _status(seen: Look, ratio: Decimal) -> str:
    if any(seen.aim.met(one.value) for one in seen.way):
        return "met"
    limits = table("progress.toml")["projection"]["limits"].items()
    return next((name for name, least in limits if settled(ratio) >= Decimal(least)), "level_1")
