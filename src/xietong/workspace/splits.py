"""Splits of targets over territories or years: checked before anything is kept; parts over territories are targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from xietong.core.errors import ValuesError
from xietong.core.issue import Issue
from xietong.core.record import Entry, Record
from xietong.store import records
from xietong.store.ledger import Ledger
from xietong.targets.adding import Along
from xietong.targets.faults import Faults
from xietong.targets.held import KIND as TARGET
from xietong.targets.held import Held, goal_of, goal_record, part_of
from xietong.targets.model import Goal
from xietong.targets.plans.cells import goal_of_cell
from xietong.targets.refusal import refused
from xietong.targets.split import Part, Split, check, share_out
from xietong.workspace.targets import Targets, entry, known_place

KIND = "split"
_PLACES: Along = "places"


@dataclass(frozen=True, slots=True)
class KeptSplit:
    """A split as it is kept: along places or years, with its parts, what was remarked on it, by what rule, and by whom."""

    split: Split
    rule: str
    issues: tuple[Issue, ...]
    at: datetime
    person: str
    reason: str


class Splits:
    """One split along each way; a new one takes the place of the old, whose parts are withdrawn."""

    def __init__(self, ledger: Ledger, targets: Targets) -> None:
        self._ledger, self._targets = ledger, targets

    @classmethod
    def of_targets(cls, targets: Targets) -> Splits:
        """The splits of some targets, whose entries bear their name."""
        return cls(targets.ledger, targets)

    def of(self, subject: str) -> tuple[KeptSplit, ...]:
        """The splits of a target that hold."""
        held = self._targets.get(subject).held
        with self._ledger.reading() as connection:
            found = records.find(connection, KIND, parent=held.subject, limit=None)
        return tuple(_kept(held, one) for one in found.items)

    def by_parts(self, subject: str, along: str, parts: Mapping[str, str], reason: str) -> KeptSplit:
        """Split into parts as written: territory or year → goal. Raises ValuesError where the parts do not make the whole, or
        some cannot be read, with all that is wrong: nothing is kept then."""
        held = self._targets.get(subject).held
        goal, unread = held.target.goal, Faults()
        way: Along = unread.take(lambda: _along(along), _PLACES)
        made = [
            Part(unread.take(partial(self._key, way, key), key), unread.take(partial(_part_goal, goal, words), goal))
            for key, words in parts.items()
        ]
        self._refuse(unread, reason)
        return self._keep(held, Split(held.target, way, tuple(made), _members(held, way)), "", reason)

    def by_weights(
        self, subject: str, along: str, weights: Mapping[str, str], reason: str, step: str = ""
    ) -> KeptSplit:
        """Split in proportion to agreed weights, exactly (the largest remainder). Raises as `by_parts`."""
        held, unread = self._targets.get(subject).held, Faults()
        way: Along = unread.take(lambda: _along(along), _PLACES)
        agreed = {
            unread.take(partial(self._key, way, key), key): unread.take(partial(_number, words), Decimal(0))
            for key, words in weights.items()
        }
        least = unread.take(lambda: _number(step), Decimal(0)) if step else _step(held.target.goal)
        self._refuse(unread, reason)
        made = share_out(held.target, agreed, least, way)
        rule = "、".join(f"{key}={weight}" for key, weight in agreed.items())
        return self._keep(held, replace(made, members=_members(held, way)), rule, reason)

    def _refuse(self, unread: Faults, reason: str) -> None:
        """Refuse what cannot be read, and in the same breath what the entry lacks; a sum is looked at only where all is read."""
        if unread:
            unread.also(self._targets.unfit(reason))
            unread.refuse()

    def _key(self, along: Along, key: str) -> str:
        if along == "places":
            return known_place(self._ledger, key)
        if not (key.isascii() and key.isdigit() and len(key) == 4):
            raise refused("split_years", key=key)
        return key

    def _keep(self, held: Held, split: Split, rule: str, reason: str) -> KeptSplit:
        faults = self._targets.unfit(reason)
        if wrong := [one for one in checked(split) if one.severity == "error"]:
            faults.add(refused_split(wrong))
        faults.refuse()
        parts = _as_targets(held, split)
        known = {one.held.subject for one in self._targets.find({}, None, whole=held.subject).items}
        gone = known - {one.subject for one in parts} if split.along == "places" else set()
        subject = part_of(held.subject, split.along, "")
        content = {
            "along": split.along, "rule": rule, "members": list(split.members),
            "parts": [{"key": one.key, "goal": goal_record(one.goal)} for one in split.parts],
        }  # fmt: skip
        kept = Entry(KIND, subject, content, held.subject, held.target.due, {"along": (split.along,)}, reason.strip())
        withdrawn = [Entry(TARGET, one, None, held.subject, reason=reason.strip()) for one in sorted(gone)]
        self._targets.put([kept, *withdrawn, *(entry(one, reason) for one in parts)])
        return next(one for one in self.of(held.subject) if one.split.along == split.along)


def checked(split: Split) -> list[Issue]:
    """What is wrong with a split. Over years amounts are summed only where the goal is what comes together (累计): the others
    are the way to it."""
    return check(split, adds=None if split.along == "places" else "累计" in split.whole.scope)


def refused_split(issues: Sequence[Issue]) -> ValuesError:
    """All that is wrong with a split in one refusal, in both languages."""
    error = refused("split_refused", issues="")
    said = {tongue: error.sentence(tongue) + " ".join(one.message[tongue] for one in issues) for tongue in ("zh", "en")}
    return type(error)(said["en"], said["zh"])


def _kept(held: Held, one: Record) -> KeptSplit:
    content: Mapping[str, Any] = one.content or {}
    parts = tuple(Part(part["key"], goal_of(part["goal"])) for part in content["parts"])
    split = Split(held.target, content["along"], parts, tuple(content["members"]))
    return KeptSplit(split, content["rule"], tuple(checked(split)), one.at, one.person, one.reason)


def _along(along: str) -> Along:
    if along == "places":
        return "places"
    if along == "years":
        return "years"
    raise refused("split_along", along=along)


def _members(held: Held, along: Along) -> tuple[str, ...]:
    return held.target.members if along == "places" else ()


def _part_goal(whole: Goal, words: str) -> Goal:
    """The goal of a part; a plain number is meant as the whole is (at least, at most), in its unit where none is written."""
    goal = goal_of_cell(words, whole.unit, whole=True)
    if goal is None:
        raise refused("goal_words", words=words)
    if goal.kind == "value" and whole.kind in ("floor", "ceiling"):
        low = goal.low if whole.kind == "floor" else None
        return Goal(whole.kind, low, None if whole.kind == "floor" else goal.high, goal.unit, whole.strict, goal.about)
    return goal


def _number(words: str) -> Decimal:
    try:
        value = Decimal(words.strip())
    except InvalidOperation:
        raise refused("not_a_number", words=words) from None
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise refused("not_a_number", words=words)
    return value


def _step(goal: Goal) -> Decimal:
    """The last place that is printed, and two more: 5600亿元 is shared to 1亿元."""
    bound = goal.high if goal.low is None else goal.low
    exponent = bound.normalize().as_tuple().exponent if bound else 0
    return Decimal(1).scaleb(int(exponent) - 2)


def _as_targets(held: Held, split: Split) -> list[Held]:
    """The parts over territories as targets of their own; those over years are the way of the whole."""
    if split.along != "places":
        return []
    return [
        Held(
            part_of(held.subject, "places", one.key),
            replace(held.target, territory=one.key, goal=one.goal, baseline=None, members=()),
            held.title, "split", held.said, freeze=held.freeze, whole=held.subject,
        )
        for one in split.parts
    ]  # fmt: skip
