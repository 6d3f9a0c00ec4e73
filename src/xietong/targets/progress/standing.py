"""Standing: the last value beside the goal, for targets that name no baseline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xietong.targets.aim import aim
from xietong.targets.course import Reading, known, same_length
from xietong.targets.model import Target
from xietong.targets.progress.verdict import Remark, Verdict, Word

METHOD = "standing"


def standing(target: Target, readings: Iterable[Reading], as_of: date, *, wished: int = 0) -> Verdict:
    """Whether the last value known on a day, up to the due date, meets the goal, and how far it is from it.

    Says nothing of pace. numbers: value, gap (0 where met), surplus (beyond the bound; not for ranges). status: met, short
    (due date to come or without data), missed (the value of the due date), no_data. Raises ValuesError for an unknown
    direction and readings of several lengths.
    """
    way = aim(target, wished)
    taken = [one for one in known(readings, as_of) if one.period.end <= target.due]
    same_length([one.period for one in taken])
    if not taken:
        return Verdict(METHOD, "no_data")
    last = taken[-1]
    numbers = [("value", last.value), ("gap", way.gap(last.value))]
    numbers += [("surplus", way.surplus(last.value))] if way.surplus(last.value) > 0 else []
    short = "missed" if last.period.end == target.due else "short"
    words: tuple[tuple[str, Word], ...] = (("goal", target.goal), ("when", last.period))
    said = [Remark("stands", words)]
    if way.surplus(last.value) > 0 and way.met(last.value) and not way.accepted.bounded:
        said.append(Remark("over", (("goal", target.goal), *numbers)))
    return Verdict(METHOD, "met" if way.met(last.value) else short, tuple(numbers), "", tuple(said))
