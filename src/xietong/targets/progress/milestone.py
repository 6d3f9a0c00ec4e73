"""Linear milestone: where a straight line from the baseline to the goal would be now."""

from __future__ import annotations

from decimal import Decimal

from xietong.targets.progress.look import Look, remarks
from xietong.targets.progress.verdict import Verdict, shown

METHOD = "milestone"


def required(y0: Decimal, target: Decimal, gone: Decimal, whole: Decimal) -> Decimal:
    """y0 + (yT − y0)·(t − t0)/(tT − t0)."""
    return y0 + (target - y0) * gone / whole


def milestone(seen: Look) -> Verdict:
    """The value required now, and the share of the required change that was made (above 1 is ahead; never capped).

    numbers: value, required, ratio, gap (how far short of the milestone; negative: ahead). A goal that the baseline meets
    already has no way to go: it is kept or lost, and there is no ratio. status: met, ahead, behind, away (moved the wrong
    way), overshot, kept, lost, no_data.
    """
    now, aim, start = seen.now, seen.aim, seen.start.value
    if now is None:
        return Verdict(METHOD, "no_data", remarks=remarks(seen))
    if aim.to is None or aim.hold:
        status = "kept" if aim.met(now.value) else "lost"
        return Verdict(METHOD, status, (("value", now.value),), "", remarks(seen))
    due_now = required(start, aim.to, seen.gone, seen.whole)
    ratio = (now.value - start) / (due_now - start)
    gap = (due_now - now.value) * aim.direction
    said = (
        f"{shown(start)} + ({shown(aim.to)} − {shown(start)}) × {shown(seen.gone)}/{shown(seen.whole)} = {shown(due_now)}; "
        f"({shown(now.value)} − {shown(start)}) / ({shown(due_now)} − {shown(start)}) = {shown(ratio)}"
    )
    numbers = (("value", now.value), ("required", due_now), ("ratio", ratio), ("gap", gap))
    return Verdict(METHOD, _status(seen, now.value, ratio), numbers, said, remarks(seen))


def _status(seen: Look, value: Decimal, ratio: Decimal) -> str:
    if seen.aim.overshot(value):
        return "overshot"
    if seen.aim.met(value):
        return "met"
    if ratio < 0:
        return "away"
    return "ahead" if ratio >= 1 else "behind"
