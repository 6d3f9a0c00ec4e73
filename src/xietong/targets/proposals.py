"""Goals of a plan → proposals: each linked to an indicator and a territory where that is known, or listed with what lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from xietong.core.errors import ValuesError
from xietong.core.ids import content_id
from xietong.core.period import Period
from xietong.documents.model import Clause
from xietong.observations import places
from xietong.observations.aliases import linked
from xietong.observations.catalogue import catalogue
from xietong.observations.territories import gazetteer
from xietong.statements.model import Statement
from xietong.targets.adding import wished
from xietong.targets.aim import aim
from xietong.targets.ground import standing
from xietong.targets.held import Held, Said
from xietong.targets.model import Baseline, Target
from xietong.targets.plans.model import Plan, PlanGoal, clause_id
from xietong.targets.plans.source import above
from xietong.targets.refusal import refused


@dataclass(frozen=True, slots=True)
class Proposal:
    """A goal of a plan as a target that a person may confirm.

    `subject` is its id, the same when the text is read again or stands in another document. `code` is the indicator of
    the catalogue ("" where there is none; `why` says how it was found or why not); `place` the key of the places.
    `lacks`: what must be said before it can be confirmed, by field, each with its sentence. `held`: the target as far as
    it can be made.
    """

    document: str
    subject: str
    goal: PlanGoal
    clause: Clause
    path: str
    code: str
    why: str
    place: str
    lacks: tuple[tuple[str, ValuesError], ...] = ()
    held: Held | None = None

    @property
    def printed(self) -> bool:
        """Whether it can be taken as printed: nothing is lacking but what its phrase and places mean, and there are some."""
        return (
            self.held is not None
            and bool(self.place)
            and all(field in ("indicator", "territory") for field, _ in self.lacks)
        )

    @property
    def said(self) -> str:
        """What it is of, as printed."""
        return self.goal.indicator


def proposals(document: str, plan: Plan, aliases: Mapping[str, str]) -> tuple[Proposal, ...]:
    """The goals of a plan in text order, each as a proposal. `aliases` is what the workspace was taught."""
    count: Counter[tuple[str, str]] = Counter()
    made = []
    for goal in plan.goals:
        clause = plan.clauses[goal.clause]
        key = (clause_id(clause), goal.said.quote)
        made.append(_proposal(document, plan, goal, content_id("goal", *key, count[key]), aliases))
        count[key] += 1
    return tuple(made)


def _proposal(document: str, plan: Plan, goal: PlanGoal, subject: str, aliases: Mapping[str, str]) -> Proposal:
    named = linked(as_statement(goal), aliases)
    clause = plan.clauses[goal.clause]
    path = " ".join(
        one.title or one.label for one in reversed(list(above(plan.clauses, goal.clause))) if one.parent >= 0
    )
    place = places.joined(places.keys(goal.places))
    made = Proposal(document, subject, goal, clause, path[:200], named.code + named.occasion, named.why, place)
    lacks: list[tuple[str, ValuesError]] = []
    if not named.code:
        lacks.append(("indicator", refused("proposal_indicator", words=goal.indicator or goal.said.quote)))
    if not place or any(one not in gazetteer().territories for one in re.split("[+→]", place)):
        printed = "、".join(goal.places) or "–"
        lacks.append(("territory", refused("proposal_place", words=goal.indicator or goal.said.quote, places=printed)))
    try:
        held = drafted(made)
    except ValuesError as error:
        return replace(made, lacks=(*lacks, ("due", error)))
    return replace(made, lacks=(*lacks, *_unsound(held)), held=held)


def _unsound(held: Held) -> Iterator[tuple[str, ValuesError]]:
    try:
        aim(held.target, wished(held.target.indicator))
    except ValuesError as error:
        yield "direction", error
    for one in (*held.target.territory.split("+"), *held.target.members):
        try:
            standing(one, held.target.due)
        except ValuesError as error:
            yield "territory", error


def drafted(made: Proposal) -> Held:
    """The target that a proposal makes as it stands. Raises ValuesError for one without due day, or with one before its
    baseline."""
    target = made.goal.target(made.code or made.goal.indicator, made.place, made.clause)
    return Held(made.subject, with_members(_periods(target)), made.goal.indicator or made.code, "plan", said_of(made))


def said_of(made: Proposal) -> Said:
    """Where the plan says it."""
    said = made.goal.said
    return Said(made.document, said.start, said.end, said.quote, made.goal.sentence.quote[:1000], made.path)


def _periods(target: Target) -> Target:
    """A baseline of a stock is that of the year's end: 由2022年的… of what exists at a moment."""
    known = catalogue().indicators.get(target.indicator)
    start = target.baseline
    if known is None or known.time != "stock" or start is None or start.period.start is None:
        return target
    return replace(target, baseline=Baseline(start.value, Period.until(start.period.end)))


def with_members(target: Target) -> Target:
    """A joint goal names those that answer for it: the members of the region or area, or the places it is of."""
    if target.members:
        return target
    parts = tuple(target.territory.split("+"))
    if len(parts) > 1:
        return replace(target, members=parts)
    known = gazetteer().territories.get(target.territory)
    joint = known is not None and known.kind in ("region", "joint")
    return replace(target, members=known.members) if joint and known is not None else target


def as_statement(goal: PlanGoal) -> Statement:
    """A goal as the statement it was read from, for the link; one of a table has the words of its row."""
    bounds = [one for one in (goal.goal.low, goal.goal.high) if one is not None]
    value = tuple(dict.fromkeys(bounds)) or (Decimal(0),)
    return Statement(
        goal.said.start, goal.said.end, goal.said.quote, goal.sentence.start, goal.sentence.end, goal.sentence.quote,
        value, "range" if len(value) > 1 else "number", goal.goal.unit, goal.modifier, goal.measure, "target",
        goal.indicator, goal.places, goal.period, goal.base_period, goal.scope,
    )  # fmt: skip
