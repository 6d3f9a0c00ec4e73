"""What a person should look at before the goals of a plan are confirmed."""

from __future__ import annotations

from datetime import date

from xietong.core.issue import Issue, Place, Severity
from xietong.core.period import Period
from xietong.data import table
from xietong.targets.plans.model import Horizon, PlanGoal, Words


def issues(dated: Period | None, horizon: Horizon | None, goals: tuple[PlanGoal, ...]) -> tuple[Issue, ...]:
    """Goals without any date, several horizons, goals due before the plan was written or before their baseline."""
    found = [_issue("plan_undated", "warning", [one.said], "") for one in goals if one.due is None]
    inherited = [one.said for one in goals if one.inherited]
    if horizon is not None and horizon.others and inherited:
        days = ", ".join(str(day) for day in (horizon.due, *horizon.others))
        found.append(
            _issue("plan_horizons", "note", [horizon.said, *inherited], days, due=str(horizon.due), others=days)
        )
    for one in goals:
        if dated is not None and one.due is not None and one.due < (dated.start or dated.end):
            found.append(
                _issue("plan_past", "warning", [one.said], f"{one.due} < {dated.start or dated.end}", due=str(one.due))
            )
        start = one.baseline.period.end if one.baseline is not None and one.baseline.period is not None else None
        if start is not None and one.due is not None and one.due <= start:
            found.append(_backwards(one, start))
    return tuple(found)


def _backwards(goal: PlanGoal, start: date) -> Issue:
    said = [goal.said] if goal.baseline is None else [goal.said, goal.baseline.said]
    return _issue("plan_backwards", "error", said, f"{goal.due} ≤ {start}", due=str(goal.due), start=str(start))


def _issue(code: str, severity: Severity, said: list[Words], computation: str, **words: str) -> Issue:
    sentences = table("messages/plans.toml")[code]
    places = tuple(Place("", one.start, one.end, one.quote) for one in said)
    message = {
        tongue: sentences[tongue].format(words=said[0].quote, count=len(said), **words) for tongue in ("zh", "en")
    }
    return Issue(code, severity, places, computation, message)
