"""Series of one indicator at one place: as known on a date, first releases, revisions, breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from xietong.core.period import Period
from xietong.observations.choose import Choice, choose
from xietong.observations.model import Observation

View = Literal["latest", "first"]


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series: what is shown for it and all its sources."""

    period: Period
    choice: Choice


@dataclass(frozen=True, slots=True)
class Revision:
    """The values of one period that were made known one after the other and do not agree, the first first."""

    period: Period
    values: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Why two neighbouring points cannot be compared: `scope`, `unit` or `vintage`, and the words that differ."""

    kind: Literal["scope", "unit", "vintage"]
    before: Observation
    after: Observation
    words: str


def as_known(observations: Iterable[Observation], day: str) -> list[Observation]:
    """Those released on or before an ISO day; releases without a date are left out, as nobody knows."""
    return [one for one in observations if one.release.date and one.release.date <= day]


def points(observations: Iterable[Observation], view: View = "latest") -> list[Point]:
    """One point a period, by its end; `first`: what was known when the period was first reported."""
    found = []
    for period, group in _by_period(observations).items():
        dated = [one for one in group if one.release.date]
        first = min((one.release.date for one in dated), default="")
        asked = [one for one in dated if one.release.date == first] if view == "first" and dated else group
        found.append(Point(Period.parse(period), choose(asked)))
    return sorted(found, key=lambda point: (point.period.end, point.period.start or point.period.end))


def revisions(observations: Iterable[Observation]) -> list[Revision]:
    """The periods whose later releases do not agree with earlier ones; what was derived here is no release."""
    found = []
    for period, group in _by_period(observations).items():
        said: list[Observation] = []
        told = (one for one in group if one.release.date and one.origin not in ("derived", "computed"))
        for one in sorted(told, key=lambda one: (one.release.date, one.id)):
            comparable = not said or said[-1].unit == one.unit
            if comparable and (not said or not said[-1].values.meets(one.values)):
                said.append(one)
        if len(said) > 1 and len({one.release.date for one in said}) > 1:
            found.append(Revision(Period.parse(period), tuple(said)))
    return sorted(found, key=lambda one: one.period.end)


def breaks(series: Sequence[Point]) -> list[Break]:
    """Where neighbours differ in scope or unit, or come from vintages that disagree."""
    found: list[Break] = []
    for one, other in pairwise(series):
        before, after = one.choice.chosen, other.choice.chosen
        if before.key.scope != after.key.scope:
            found.append(Break("scope", before, after, f"{before.key.scope or '—'} / {after.key.scope or '—'}"))
        if before.unit != after.unit:
            found.append(Break("unit", before, after, f"{before.unit} / {after.unit}"))
        # the document of the later value prints the earlier period too, and not as it is shown
        document = after.release.document
        own = [rest for rest in one.choice.differing if document and rest.release.document == document]
        if own:
            found.append(Break("vintage", before, after, f"{before.quote} / {own[0].quote}"))
    return found


def _by_period(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    groups: dict[str, list[Observation]] = defaultdict(list)
    for one in observations:
        groups[one.key.period].append(one)
    return groups
