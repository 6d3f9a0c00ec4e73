"""What a person writes about a target, field by field as text → the target; each wrong field is one clear sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from xietong.core.period import Period
from xietong.data import table
from xietong.observations.catalogue import catalogue
from xietong.statements.model import Measure
from xietong.targets.adding import wished
from xietong.targets.aim import aim
from xietong.targets.ground import standing
from xietong.targets.held import Held
from xietong.targets.model import Baseline, Direction, Goal, Strength, Target
from xietong.targets.plans.cells import goal_of_cell
from xietong.targets.proposals import with_members
from xietong.targets.refusal import refused

FIELDS = (
    "indicator", "territory", "goal", "due", "baseline", "baseline_period", "direction", "strength", "measure", "scope",
    "members", "title", "body", "freeze",
)  # fmt: skip
_LONGEST = 200
_DIRECTIONS: Mapping[str, Direction] = {"": 0, "0": 0, "up": 1, "1": 1, "+": 1, "down": -1, "-1": -1, "-": -1}
_STRENGTHS: tuple[Strength, ...] = ("", "binding", "expected")

Named = Callable[[str], str]


def corrected(before: Held, fields: Mapping[str, str], indicator: Named, place: Named) -> Held:
    """A target with the fields that a person gave; others stay. `indicator` and `place` turn names into keys.

    Raises ValuesError for a field there is none of, that is too long or cannot be read, a due date before the baseline, a
    direction that nobody knows or that contradicts the goal, a place that is gone by then.
    """
    _known(fields)
    given = {name: value.strip() for name, value in fields.items()}
    target = with_members(_target(before.target, given, indicator, place))
    body, title = given.get("body", before.body), given.get("title", before.title) or target.indicator
    freeze = before.freeze if "freeze" not in given else _day("freeze", given["freeze"]) if given["freeze"] else None
    return sound(replace(before, target=target, body=body, title=title, freeze=freeze))


def blank(fields: Mapping[str, str], indicator: Named, place: Named) -> Target:
    """A target that a person enters anew: indicator, territory, goal and due day are needed. Raises as `corrected`."""
    _known(fields)
    given = {name: value.strip() for name, value in fields.items()}
    for name in ("indicator", "territory", "goal", "due"):
        if not given.get(name):
            raise refused("field_missing", field=name)
    start = Target(
        indicator(given["indicator"]), place(given["territory"]), read_goal(given["goal"]), _day("due", given["due"])
    )
    return with_members(_target(start, given, indicator, place))


def sound(held: Held) -> Held:
    """The same, or a refusal: its direction must be known and its places must last until it is due."""
    _unit(held.target)
    aim(held.target, wished(held.target.indicator))
    for one in (*held.target.territory.split("+"), *held.target.members):
        standing(one, held.target.due)
    return held


def _unit(target: Target) -> None:
    """A goal without the unit of its indicator would meet no observation."""
    known = catalogue().indicators.get(target.indicator)
    if known is None or target.measure not in ("level", "difference") or target.goal.kind == "rank":
        return
    if not catalogue().fits(known.code, target.goal.unit) and target.goal.unit != "百分点":
        units = "、".join(sorted(known.units or catalogue().kinds[known.kind])[:8])
        raise refused("goal_unit", goal=target.goal, indicator=known.zh, units=units)


def read_goal(words: str) -> Goal:
    """不低于6%, 2700万标准箱左右, 45%–50%, 前15位, ≤32微克/立方米. Raises ValuesError for what is no figure."""
    goal = goal_of_cell(words, "", whole=True)
    if goal is None:
        raise refused("goal_words", words=words)
    return goal


def _known(fields: Mapping[str, str]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise refused("field_unknown", field=name, fields=", ".join(FIELDS))
        if len(value) > _LONGEST or any(ord(char) < 32 for char in value):
            raise refused("field_long", field=name, most=_LONGEST)


def _target(before: Target, given: Mapping[str, str], indicator: Named, place: Named) -> Target:
    due = _day("due", given["due"]) if given.get("due") else before.due
    goal = read_goal(given["goal"]) if given.get("goal") else before.goal
    territory = place(given["territory"]) if given.get("territory") else before.territory
    moved = territory != before.territory
    members = (
        before.members if "members" not in given and not moved else tuple(map(place, _list(given.get("members", ""))))
    )
    return Target(
        indicator(given["indicator"]) if given.get("indicator") else before.indicator, territory, goal, due,
        _baseline(before, given), _direction(before, given, goal), _strength(before, given), before.clause,
        before.inherited and due == before.due, _measure(before, given, goal), given.get("scope", before.scope), members,
    )  # fmt: skip


def _baseline(before: Target, given: Mapping[str, str]) -> Baseline | None:
    if "baseline" not in given and "baseline_period" not in given:
        return before.baseline
    start = before.baseline
    value = given.get("baseline", str(start.value) if start else "")
    when = given.get("baseline_period", str(start.period) if start else "")
    if not value and not when:
        return None
    if not value or not when:
        raise refused("baseline_half")
    goal = goal_of_cell(value, "", whole=True)
    if goal is None or goal.low is None or goal.low != goal.high:
        raise refused("baseline_words", words=value)
    return Baseline(goal.low, read_period("baseline_period", when))


def _direction(before: Target, given: Mapping[str, str], goal: Goal) -> Direction:
    if "direction" not in given:
        return before.direction if goal.kind == before.goal.kind else 0
    if given["direction"] not in _DIRECTIONS:
        raise refused("field_choice", field="direction", value=given["direction"], choice="up | down")
    return _DIRECTIONS[given["direction"]]


def _strength(before: Target, given: Mapping[str, str]) -> Strength:
    value = given.get("strength", before.strength)
    said = table("plans.toml")["strength"]
    value = next((name for name in ("binding", "expected") if value == said[name]), value)
    for one in _STRENGTHS:
        if value == one:
            return one
    raise refused("field_choice", field="strength", value=value, choice="binding | expected")


def _measure(before: Target, given: Mapping[str, str], goal: Goal) -> Measure:
    value = given.get("measure") or ("rank" if goal.kind == "rank" else before.measure)
    measures: tuple[Measure, ...] = get_args(Measure)
    for one in measures:
        if value == one:
            return one
    raise refused("field_choice", field="measure", value=value, choice=" | ".join(measures))


def _day(field: str, words: str) -> date:
    """A day, or the last day of a month or year."""
    return read_period(field, words).end


def read_period(field: str, words: str) -> Period:
    """A period as a person writes it. Raises ValuesError."""
    try:
        return Period.parse(words)
    except ValueError:
        raise refused("field_date", field=field, value=words) from None


def _list(words: str) -> list[str]:
    return [one for one in re.split("[、，,;；+]", words) if one.strip()]
