"""An assessment and its values → scores, totals and ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xietong.targets.adding import adds_up, wished
from xietong.targets.aim import aim
from xietong.targets.assessment.model import Assessment, Item, Value, Values
from xietong.targets.assessment.score import SCORED, Cell, cell
from xietong.targets.model import Goal, Target
from xietong.targets.split import joint_value


@dataclass(frozen=True, slots=True)
class Total:
    """A territory's points: `score` of `possible` (the points of the goals set for it), `missing` the items without a
    score, `rank` None while one is missing; equal shares of the possible have one rank."""

    territory: str
    score: Decimal
    possible: Decimal
    missing: tuple[str, ...]
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A joint goal as a whole: the value of all members together, None with the members that have no data, or where
    members do not add up and the joint territory has no value of its own."""

    item: str
    goal: Goal
    value: Decimal | None
    missing: tuple[str, ...]
    met: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """Cells by territory and item in the order of the assessment, totals by rank, joint goals as wholes."""

    cells: tuple[Cell, ...]
    totals: tuple[Total, ...]
    wholes: tuple[Whole, ...] = ()

    def cell(self, item: str, territory: str) -> Cell:
        """One of them."""
        return next(one for one in self.cells if (one.item, one.territory) == (item, territory))


def result(one: Assessment, values: Values) -> Result:
    """Score everything. A goal that is reached together is judged on the joint value and counts for each member."""
    cells: list[Cell] = []
    wholes: list[Whole] = []
    for item in one.items:
        goals = item.shared(one.year)
        whole = _whole(one, item, values)
        wholes += [whole] if whole else []
        for territory in one.territories:
            value = values.get((item.code, territory))
            if whole and item.joint and item.joint.how == "together" and territory in goals:
                value = _joint(item, whole, values)
            cells.append(cell(one, item, territory, goals.get(territory), value))
    return Result(tuple(cells), _totals(one, cells), tuple(wholes))


def _joint(item: Item, whole: Whole, values: Values) -> Value | None:
    if whole.value is None or item.joint is None:
        return None
    own = values.get((item.code, item.joint.place))
    if own is not None:
        return own
    parts = [values[item.code, member] for member in item.joint.members]
    return Value(whole.value, parts[0].unit, "", max(part.released for part in parts))


def _whole(one: Assessment, item: Item, values: Values) -> Whole | None:
    """The joint goal's own value: of the joint territory where there is one, else the sum where it adds up."""
    joint = item.joint
    if joint is None:
        return None
    target = Target(item.indicator, joint.place, joint.goal, one.period.end, None, item.direction, measure=item.measure)
    own = values.get((item.code, joint.place))
    held: Mapping[str, Decimal | None] = {
        member: found.value if (found := values.get((item.code, member))) else None for member in joint.members
    }
    value, missing = (own.value, ()) if own else joint_value(joint.members, held)
    if own is None and not adds_up(target, "places"):
        value = None
    met = None if value is None else aim(target, wished(item.indicator)).met(value)
    return Whole(item.code, joint.goal, value, missing, met)


def _totals(one: Assessment, cells: list[Cell]) -> tuple[Total, ...]:
    points = {item.code: item.points for item in one.items}
    found = []
    for territory in one.territories:
        own = [each for each in cells if each.territory == territory and each.status != "not_asked"]
        score = sum((each.score for each in own if each.score is not None), Decimal(0))
        possible = sum((points[each.item] for each in own), Decimal(0))
        missing = tuple(each.item for each in own if each.status not in SCORED)
        found.append(Total(territory, score, possible, missing))
    whole = [one for one in found if not one.missing and one.possible]
    ranked = sorted(whole, key=lambda one: -one.score / one.possible)
    shares = [one.score / one.possible for one in ranked]
    placed = [
        Total(one.territory, one.score, one.possible, (), shares.index(share) + 1)
        for one, share in zip(ranked, shares, strict=True)
    ]
    return (*placed, *(one for one in found if one.missing or not one.possible))
