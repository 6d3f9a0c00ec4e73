"""Targets, proposals and how they stand as plain values for JSON and CSV: numbers as text, sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xietong.core.errors import ValuesError
from xietong.core.grid import name
from xietong.core.issue import Issue
from xietong.observations import places
from xietong.observations.model import Observation
from xietong.targets.held import Held, goal_record
from xietong.targets.progress.verdict import Verdict, shown
from xietong.targets.proposals import Proposal
from xietong.targets.score import Row
from xietong.targets.split import Split
from xietong.targets.state import Ahead, Move, Stand
from xietong.targets.words import LANGUAGES, indicator_words


def both(said: ValuesError | Verdict) -> dict[str, str]:
    """A sentence in both languages."""
    return {language: said.sentence(language) for language in LANGUAGES}


def target(held: Held) -> dict[str, Any]:
    """A target: what, where, by when, from where, how firmly, and which clause says so."""
    one, start, said = held.target, held.target.baseline, held.said
    return {
        "id": held.subject, "title": held.title, "indicator": one.indicator, "indicator_name": indicator_words(one.indicator),
        "territory": one.territory, "territory_name": places.words(one.territory), "goal": goal_record(one.goal),
        "goal_text": str(one.goal), "due": str(one.due), "inherited": one.inherited,
        "baseline": None if start is None else {"value": str(start.value), "period": str(start.period)},
        "direction": one.direction, "strength": one.strength, "measure": one.measure, "scope": one.scope,
        "members": list(one.members), "body": held.body, "freeze": str(held.freeze or ""), "origin": held.origin,
        "state": held.state, "whole": held.whole, "read": dict(held.read),
        "said": None if said is None else {field: getattr(said, field) for field in type(said).__slots__},
    }  # fmt: skip


def proposal(made: Proposal) -> dict[str, Any]:
    """A goal of a plan with what it was linked to and what is lacking."""
    goal = made.goal
    return {
        "id": made.subject, "quote": goal.said.quote, "start": goal.said.start, "end": goal.said.end,
        "sentence": goal.sentence.quote, "clause": made.path, "indicator": made.code, "phrase": goal.indicator, "why": made.why,
        "territory": made.place, "places": list(goal.places), "goal": goal_record(goal.goal), "goal_text": str(goal.goal),
        "modifier": goal.modifier, "measure": goal.measure, "due": str(goal.due or ""), "inherited": goal.inherited,
        "strength": goal.strength, "direction": goal.direction,
        "baseline": None if goal.baseline is None else {
            "value": str(goal.baseline.value), "period": str(goal.baseline.period or ""), "quote": goal.baseline.said.quote,
        },
        "lacks": {field: both(error) for field, error in made.lacks},
    }  # fmt: skip


def verdict(one: Verdict) -> dict[str, Any]:
    """A method's verdict with its numbers and sentence."""
    return {
        "method": one.method, "status": one.status, "numbers": {key: str(value) for key, value in one.numbers},
        "computation": one.computation, "remarks": [remark.code for remark in one.remarks], "sentence": both(one),
    }  # fmt: skip


def source(one: Observation, titles: Mapping[str, str]) -> dict[str, Any]:
    """Where a value was read."""
    return {
        "observation": one.id, "statement": one.statement, "cell": one.cell, "document": one.release.document,
        "title": titles.get(one.id, ""), "released": one.release.date, "quote": one.quote, "origin": one.origin,
    }  # fmt: skip


def stand(one: Stand, titles: Mapping[str, str]) -> dict[str, Any]:
    """How a target stands on a day: every verdict, the readings with their sources, effort."""
    pace = one.pace
    return {
        "as_of": str(one.as_of), "status": one.status, "value": _text(one.value), "length": one.course.length,
        "period": name(one.last.period) if one.last else "",
        "verdicts": [verdict(each) for each in one.verdicts],
        "readings": [
            {"period": str(each.period), "name": name(each.period), "value": str(each.value), "released": str(each.released or ""),
             "sources": [source(by, titles) for by in one.course.sources[each.period]]}
            for each in one.course.readings
        ],
        "left": dict(one.course.left), "lengths": dict(one.course.lengths),
        "pace": None if pace is None else {field: _text(getattr(pace, field)) for field in type(pace).__slots__},
    }  # fmt: skip


def ahead(one: Ahead) -> dict[str, Any]:
    """The forecast for the due day, or why there is none."""
    if one.reason is not None:
        return {"reason": both(one.reason)}
    return {
        "middle": one.middle, "low": one.low, "high": one.high, "level": one.level, "chance": one.chance, "points": one.points,
        "band": [{"day": str(day), "low": low, "middle": middle, "high": high} for day, low, middle, high in one.band],
    }  # fmt: skip


def move(one: Move, titles: Mapping[str, str]) -> dict[str, Any]:
    """A day on which the needle moved, and what moved it."""
    return {
        "day": str(one.day), "before": _text(one.before.value), "after": _text(one.after.value),
        "status_before": one.before.status, "status": one.after.status, "by": [source(each, titles) for each in one.by],
    }  # fmt: skip


def row(one: Row, titles: Mapping[str, str]) -> dict[str, Any]:
    """A line of a scorecard: level, rank, effort and change together; late changes with both versions."""
    held, pace = one.stand.held, one.stand.pace
    return {
        "target": target(held), "status": one.stand.status, "value": _text(one.stand.value),
        "period": name(one.stand.last.period) if one.stand.last else "",
        "rank": one.rank, "peers": one.peers,
        "achieved": _text(pace.achieved) if pace else None, "required": _text(pace.required) if pace else None,
        "effort": _text(pace.ratio) if pace else None, "change": _text(pace.last) if pace else None,
        "sentence": both(one.stand.main), "late": late(one, titles),
    }  # fmt: skip


def late(one: Row, titles: Mapping[str, str]) -> dict[str, Any]:
    """What was changed after the target's day: of the target, and of values."""
    return {
        "entries": [
            {"at": each.at.isoformat(), "person": each.person, "reason": each.reason,
             "fields": [{"field": field, "before": before, "after": after} for field, before, after in each.fields]}
            for each in one.entries
        ],
        "values": [
            {"period": name(each.period), "before": str(each.before), "now": str(each.now),
             "by": [source(by, titles) for by in each.by]}
            for each in one.values
        ],
    }  # fmt: skip


def split(one: Split, issues: tuple[Issue, ...]) -> dict[str, Any]:
    """A split with what was remarked on it."""
    return {
        "along": one.along, "members": list(one.members),
        "parts": [{"key": part.key, "goal": goal_record(part.goal), "goal_text": str(part.goal)} for part in one.parts],
        "issues": [{"code": each.code, "severity": each.severity, "message": each.message} for each in issues],
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else shown(value)
