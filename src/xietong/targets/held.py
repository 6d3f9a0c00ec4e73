"""A target as a workspace keeps it: what a person confirmed or entered, where it is from, and its form as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from xietong.core.ids import content_id
from xietong.core.period import Period
from xietong.targets.model import Baseline, Goal, Target

KIND = "target"
State = Literal["held", "rejected"]
Origin = Literal["plan", "hand", "split"]


@dataclass(frozen=True, slots=True)
class Said:
    """Where a plan says it: document, text[start:end] == quote, the sentence, the number and title of the clause."""

    document: str
    start: int
    end: int
    quote: str
    sentence: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A target with what a workspace knows of it.

    `subject` is its id here, which stays when it is corrected. `title` is what it is called, as printed. `body` answers
    for it (empty: nobody was named). `freeze`: the day after which changes count as late (None: the due date). `read`:
    what the machine had read where the person said otherwise, by field. `whole`: subject of the target it is a part of.
    A rejected proposal is kept as well, with the person's reason in its record.
    """

    subject: str
    target: Target
    title: str
    origin: Origin
    said: Said | None = None
    body: str = ""
    freeze: date | None = None
    state: State = "held"
    whole: str = ""
    read: Mapping[str, str] = field(default_factory=dict)

    @property
    def closes(self) -> date:
        """The last day on which a change is not late."""
        return min(self.freeze or self.target.due, self.target.due)

    @property
    def document(self) -> str:
        """The plan it is from; empty for one entered by hand."""
        return self.said.document if self.said else ""

    @property
    def terms(self) -> dict[str, tuple[str, ...]]:
        """The words it is found and counted by."""
        one = self.target
        named = {
            "state": self.state, "origin": self.origin, "indicator": one.indicator, "territory": one.territory,
            "measure": one.measure, "strength": one.strength, "body": self.body, "document": self.document,
            "year": str(one.due.year),
        }  # fmt: skip
        return {name: (value,) for name, value in named.items() if value}


def by_hand(target: Target) -> str:
    """The id of a target that a person entered: what is to be reached, where and by when."""
    return content_id("target by hand", target.id)


def part_of(whole: str, along: str, key: str) -> str:
    """The id of a part of a target."""
    return content_id("target part", whole, along, key)


# --- JSON --------------------------------------------------------------------------------------------------------------


def goal_record(goal: Goal) -> dict[str, Any]:
    """A goal as JSON; numbers as text, so that nothing is lost."""
    return {
        "kind": goal.kind, "low": _text(goal.low), "high": _text(goal.high), "unit": goal.unit, "strict": goal.strict,
        "about": goal.about,
    }  # fmt: skip


def goal_of(record: Mapping[str, Any]) -> Goal:
    """The goal back from JSON. Raises ValuesError for one that no goal can be."""
    return Goal(
        record["kind"], _number(record["low"]), _number(record["high"]), record["unit"], record["strict"],
        record["about"],
    )  # fmt: skip


def record(held: Held) -> dict[str, Any]:
    """A target as its record keeps it."""
    one, said, start = held.target, held.said, held.target.baseline
    return {
        "indicator": one.indicator, "territory": one.territory, "measure": one.measure, "scope": one.scope,
        "goal": goal_record(one.goal), "due": str(one.due), "inherited": one.inherited, "direction": one.direction,
        "strength": one.strength, "clause": one.clause, "members": list(one.members),
        "baseline": None if start is None else {"value": str(start.value), "period": str(start.period)},
        "said": None if said is None else {name: getattr(said, name) for name in Said.__slots__},
        "title": held.title, "origin": held.origin, "body": held.body, "freeze": str(held.freeze or ""),
        "state": held.state, "whole": held.whole, "read": dict(held.read),
    }  # fmt: skip


def of_record(subject: str, content: Mapping[str, Any]) -> Held:
    """The same back. Raises ValuesError where it is no sound target."""
    start, said, freeze = content["baseline"], content["said"], content["freeze"]
    target = Target(
        content["indicator"], content["territory"], goal_of(content["goal"]), date.fromisoformat(content["due"]),
        None if start is None else Baseline(Decimal(start["value"]), Period.parse(start["period"])),
        content["direction"], content["strength"], content["clause"], content["inherited"], content["measure"],
        content["scope"], tuple(content["members"]),
    )  # fmt: skip
    return Held(
        subject, target, content["title"], content["origin"], None if said is None else Said(**said), content["body"],
        date.fromisoformat(freeze) if freeze else None, content["state"], content["whole"], dict(content["read"]),
    )  # fmt: skip


def differing(machine: Target, person: Target) -> dict[str, str]:
    """What the machine had read, of the fields in which a person's target is another."""
    before, after = _target(machine), _target(person)
    return {name: before[name] for name in before if before[name] != after[name]}


def changed(before: Held, after: Held) -> tuple[tuple[str, str, str], ...]:
    """(field, before, after) of what two versions of one target differ in."""
    old, new = _flat(before), _flat(after)
    return tuple((name, old[name], new[name]) for name in old if old[name] != new[name])


def _target(one: Target) -> dict[str, str]:
    start = one.baseline
    return {
        "indicator": one.indicator, "territory": one.territory, "goal": str(one.goal), "due": str(one.due),
        "baseline": "" if start is None else f"{start.value} ({start.period})", "direction": str(one.direction),
        "strength": one.strength, "measure": one.measure, "scope": one.scope, "members": "、".join(one.members),
    }  # fmt: skip


def _flat(held: Held) -> dict[str, str]:
    rest = {"body": held.body, "freeze": str(held.freeze or ""), "title": held.title, "state": held.state}
    return {**_target(held.target), **rest}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
