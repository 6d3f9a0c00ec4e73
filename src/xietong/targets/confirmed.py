"""A proposal as a person takes it, with what they say otherwise, or turns it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from xietong.targets.entered import Named, corrected, read_period, sound
from xietong.targets.faults import Faults
from xietong.targets.held import Held, differing
from xietong.targets.model import Target
from xietong.targets.plans.model import PlanGoal
from xietong.targets.proposals import Proposal, drafted, said_of

_NEVER = date(9999, 12, 31)  # the due day of what was turned down and had none


def confirmed(
    made: Proposal, fields: Mapping[str, str], indicator: Named, place: Named, faults: Faults | None = None
) -> Held:
    """The target that a person confirms; `fields` as of `entered.FIELDS`, empty ones say nothing.

    Raises ValuesError with all that is lacking and was not given and all that is wrong in a field, and with what `faults`
    holds besides.
    """
    faults = Faults() if faults is None else faults
    given = {name: value.strip() for name, value in fields.items() if value.strip()}
    for field, lack in made.lacks:
        if field not in given and (not given or field in ("indicator", "territory")):
            faults.add(lack)
    if not given:
        faults.refuse()
        return sound(made.held or drafted(made))
    drawn = faults.take(lambda: drafted(replace(made, goal=_with(made.goal, given))), None)
    if drawn is None:
        faults.refuse()
    assert drawn is not None
    held = corrected(drawn, given, indicator, place, faults)
    machine = made.held
    return held if machine is None else replace(held, read=differing(machine.target, held.target))


def _with(goal: PlanGoal, given: Mapping[str, str]) -> PlanGoal:
    """The goal without what a person says anew, where that could make it unsound before they are heard."""
    if "due" in given:
        goal = replace(goal, due=read_period("due", given["due"]).end, inherited=False)
    return replace(goal, baseline=None) if "baseline" in given and "baseline_period" in given else goal


def turned_down(made: Proposal) -> Held:
    """What is kept of a proposal that a person rejects."""
    goal = made.goal
    target = Target(made.code or goal.indicator, made.place, goal.goal, goal.due or _NEVER)
    return Held(made.subject, target, goal.indicator, "plan", said_of(made), state="rejected")
