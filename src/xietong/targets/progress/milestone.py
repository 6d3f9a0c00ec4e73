"""Linear milestone: where a straight line from the baseline to the goal would be now."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xietong.targets.progress.look import Look, remarks
from xietong.targets.progress.verdict import Verdict, decimal, shown, term

METHOD = "milestone"


def required(y0: Decimal, target: Decimal, gone: Fraction, whole: Fraction) -> Fraction:
    """y0 + (yT − y0)·(t − t0)/(tT − t0), exactly."""
    return Fraction(y0) + (Fraction(target) - Fraction(y0)) * gone / whole


def milestone(seen: Look) -> Verdict:
    """The value required now, and the share of the required change that was made (above 1 is ahead; never capped).

    numbers: value, required, ratio, gap (how far short of the milestone; negative: ahead). A goal that the baseline meets
    already has no way to go: it is kept or lost, and there is no ratio. status: met, ahead, behind, away (moved the wrong
    way), overshot, kept, lost, no_data.
    """
    now, aim, start = seen.now, seen.aim, seen.start.value
    if now is None:
        return Verdict(METHOD, "no_data", remarks=remarks(seen))
    bound = seen.bound
    if bound is None:
        status = "kept" if aim.met(now.value) else "lost"
        return Verdict(METHOD, status, (("value", now.value),), "", remarks(seen))
    due_now = required(start, bound, seen.gone, seen.whole)
    ratio = (Fraction(now.value) - Fraction(start)) / (due_now - Fraction(start))
    gap = (due_now - Fraction(now.value)) * aim.direction
    said = (
        f"{shown(start)} + ({shown(bound)} − {term(start)}) × {shown(seen.gone)}/{shown(seen.whole)} = {shown(due_now)}; "
        f"({shown(now.value)} − {term(start)}) / ({shown(due_now)} − {term(start)}) = {shown(ratio)}"
    )
    numbers = (("value", now.value), ("required", decimal(due_now)), ("ratio", decimal(ratio)), ("gap", decimal(gap)))
    return Verdict(METHOD, _status(seen, now.value, ratio), numbers, said, remarks(seen))


def _status(seen: Look, value: Decimal, ratio: Fraction) -> str:
    if seen.aim.overshot(value):
        return "overshot"
    if seen.aim.met(value):
        return "met"
    if ratio < 0:
        return "away"
    return "ahead" if ratio >= 1 else "behind"
