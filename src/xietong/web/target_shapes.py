"""What the JSON of plans, targets and scorecards holds; made of what `targets/told.py` gives."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

Both = dict[str, str]


class Target(BaseModel):
    """A target. `goal` has kind, low, high, unit, strict, about (numbers as text); `said` is where the plan says it; `read`
    what the machine had read where the person said otherwise; `freeze` the day after which changes count as late."""

    id: str
    title: str
    indicator: str
    indicator_name: Both
    territory: str
    territory_name: str
    goal: dict[str, Any]
    goal_text: str
    due: str
    inherited: bool
    baseline: dict[str, str] | None
    direction: int
    strength: str
    measure: str
    scope: str
    members: list[str]
    body: str
    freeze: str
    origin: str
    state: str
    whole: str
    read: dict[str, str]
    said: dict[str, Any] | None
    address: str


class Proposal(BaseModel):
    """A goal of a plan: what was read, what it is linked to, what is lacking (by field, in both languages), and what a
    person decided ("open", "held", "rejected")."""

    id: str
    quote: str
    start: int
    end: int
    sentence: str
    clause: str
    indicator: str
    phrase: str
    why: str
    territory: str
    places: list[str]
    goal: dict[str, Any]
    goal_text: str
    modifier: str
    measure: str
    due: str
    inherited: bool
    strength: str
    direction: int
    baseline: dict[str, str] | None
    lacks: dict[str, Both]
    state: str
    status: str
    address: str


class ClauseOf(BaseModel):
    """A clause of a plan: text[start:end], its number and title, and the ids of its goals. `parent` is an index, -1 for none."""

    index: int
    parent: int
    kind: str
    label: str
    title: str
    start: int
    end: int
    goals: list[str]


class Plan(BaseModel):
    """A plan: its clauses, goals, the day it runs to, and what is worth a look."""

    title: str
    date: str | None
    horizon: str | None
    clauses: list[ClauseOf]
    goals: list[Proposal]
    issues: list[dict[str, Any]]


class PlanListed(BaseModel):
    """A document in which something is to be reached."""

    id: str
    title: str
    date: str | None
    goals: int
    address: str


class Listed(BaseModel):
    """A target in a list, with how it stands: a status and the last value (null: no data)."""

    target: Target
    status: str
    value: str | None
    period: str


class Targets(BaseModel):
    """Part of a longer list of targets."""

    items: list[Listed]
    total: int
    limit: int
    offset: int


class TargetWhole(BaseModel):
    """One target on a day: how it stands by every method, the forecast, what moved it, its versions, splits and parts, and
    what was changed after its day."""

    target: Target
    person: str
    at: str
    reason: str
    stand: dict[str, Any]
    ahead: dict[str, Any]
    moves: list[dict[str, Any]]
    late: dict[str, Any]
    rank: int | None
    peers: int
    versions: list[dict[str, Any]]
    splits: list[dict[str, Any]]
    parts: list[Target]


class ScoreRow(BaseModel):
    """A line of a scorecard. `effort`: the yearly change achieved over the one required from now on (null where there is no
    way or no time left); `change`: of the last year; `late`: what was changed after the target's day, in both versions."""

    target: Target
    status: str
    value: str | None
    period: str
    rank: int | None
    peers: int
    achieved: str | None
    required: str | None
    effort: str | None
    change: str | None
    sentence: Both
    late: dict[str, Any]


class Group(BaseModel):
    """A territory or body that has targets."""

    by: str
    key: str
    name: Both
    targets: int
    address: str


class Scorecard(BaseModel):
    """Without `of` the groups there are; else the rows of one, and how many of all its targets have each status."""

    by: str
    of: str
    as_of: str
    groups: list[Group]
    rows: list[ScoreRow]
    statuses: dict[str, int]
    total: int
    limit: int
    offset: int


class Decided(BaseModel):
    """What was recorded: the targets, as they are now."""

    targets: list[Target]
