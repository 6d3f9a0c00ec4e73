"""Scorecards: level, rank, effort and change of each target together, and what was changed after its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from xietong.core.period import Period
from xietong.observations.model import Observation
from xietong.targets.aim import Aim
from xietong.targets.course import Reading
from xietong.targets.held import Held, changed
from xietong.targets.needle import course
from xietong.targets.state import Stand

ORDER = ("missed", "lost", "away", "overshot", "behind", "short", "refused", "no_data", "ahead", "kept", "met")


@dataclass(frozen=True, slots=True)
class LateEntry:
    """A change of a target itself after its day: when, by whom, why, and each field before and after."""

    at: datetime
    person: str
    reason: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LateValue:
    """A value that is another now than it was known on the target's day: both, and what made the new one known."""

    period: Period
    before: Decimal
    now: Decimal
    by: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One target on a scorecard. rank: place among `peers` territories with data of the same period (None: no data, or no
    side to be on); ties share a place."""

    stand: Stand
    rank: int | None
    peers: int
    entries: tuple[LateEntry, ...] = ()
    values: tuple[LateValue, ...] = ()

    @property
    def late(self) -> bool:
        """Whether something was changed after the target's day."""
        return bool(self.entries or self.values)


def rank(aim: Aim | None, value: Decimal | None, others: Sequence[Decimal]) -> tuple[int | None, int]:
    """The place of a value among those of other territories, and how many there are with it."""
    count = len(others) + (value is not None)
    side = _side(aim)
    if value is None or aim is None or not side:
        return None, count
    return 1 + sum((one - value) * side > 0 for one in others), count


def _side(aim: Aim | None) -> int:
    return 0 if aim is None or aim.to is None or aim.accepted.bounded else aim.direction


@dataclass(frozen=True, slots=True)
class Version:
    """A target as it was from a moment on; None: withdrawn."""

    held: Held | None
    at: datetime
    person: str
    reason: str


def late_entries(versions: Sequence[Version], until: datetime | None = None) -> tuple[LateEntry, ...]:
    """The changes made after the day that held before them: a later day does not make an earlier change timely. A target
    that a person entered when its day was over is one as well."""
    found = []
    first = versions[0] if versions else None
    if first is not None and first.held is not None and first.held.origin == "hand" and _after(first.at, first.held):
        found.append(LateEntry(first.at, first.person, first.reason, (("state", "", "held"),)))
    for before, after in pairwise(versions):
        if before.held is None or (until is not None and after.at > until) or not _after(after.at, before.held):
            continue
        fields = (("state", "held", "withdrawn"),) if after.held is None else changed(before.held, after.held)
        if fields:
            found.append(LateEntry(after.at, after.person, after.reason, fields))
    return tuple(found)


def _after(at: datetime, held: Held) -> bool:
    return at.date() > held.closes


def late_values(held: Held, observations: Sequence[Observation], as_of: date, today: date) -> tuple[LateValue, ...]:
    """The values up to the due day that are others now than they were on the target's day."""
    if held.closes >= as_of:
        return ()
    then = course(held.target, observations, held.closes, today)
    now = course(held.target, observations, as_of, today, then.length)
    known = {one.period: one for one in now.readings}
    return tuple(
        LateValue(one.period, one.value, known[one.period].value, now.sources[one.period])
        for one in _up_to(then.readings, held.target.due)
        if one.period in known and known[one.period].value != one.value
    )


def _up_to(readings: Iterable[Reading], due: date) -> Iterable[Reading]:
    return (one for one in readings if one.period.end <= due)


def counted(rows: Iterable[Stand]) -> Mapping[str, int]:
    """How many targets there are of each status, the worst first; those that are none are left out."""
    found: dict[str, int] = {}
    for one in rows:
        found[one.status] = found.get(one.status, 0) + 1
    return dict(sorted(found.items(), key=lambda one: ORDER.index(one[0]) if one[0] in ORDER else len(ORDER)))
