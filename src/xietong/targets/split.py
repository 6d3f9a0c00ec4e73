"""Targets shared among territories or years: whether the parts make the whole, and sharing by an agreed rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue, Severity
from xietong.observations import places
from xietong.targets.adding import Along, adds_up
from xietong.targets.model import Goal, Target
from xietong.targets.refusal import refused
from xietong.targets.words import LANGUAGES, both, figure, goal_words, indicator_words


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a target: the territory's key or the year it falls to, and its own goal."""

    key: str
    goal: Goal


@dataclass(frozen=True, slots=True)
class Split:
    """A target and its parts, along territories or years. `members`: who or which years must have a part (none: not said)."""

    whole: Target
    along: Along
    parts: tuple[Part, ...]
    members: tuple[str, ...] = ()


def check(split: Split, tolerance: Decimal = Decimal(0), *, adds: bool | None = None) -> list[Issue]:
    """What is wrong with a split: parts that are missing, twice or of nobody, other units, parts that exceed or fall short.

    Goals that add up are summed as intervals (a floor is any value from it), and the sum must lie in the whole's goal;
    `tolerance` is what rounding may take. Goals that do not (rates, shares, levels over years) are never summed: of levels
    over years the last must be the whole's. adds: None to ask the catalogue, which refuses what it does not know.
    """
    issues = [*_keys(split), *_units(split)]
    if issues or not split.parts:
        return issues or [_issue("split_empty", "error", "", whole=_whole(split))]
    if adds_up(split.whole, split.along) if adds is None else adds:
        return list(_sum(split, tolerance))
    return list(_last(split) if split.along == "years" else _apart(split))


def _keys(split: Split) -> Iterator[Issue]:
    counts = Counter(part.key for part in split.parts)
    wanted = split.members or (split.whole.members if split.along == "places" else ())
    for code, keys in (
        ("part_twice", [key for key, count in counts.items() if count > 1]),
        ("part_missing", [key for key in wanted if key not in counts]),
        ("part_unknown", [key for key in counts if wanted and key not in wanted]),
    ):
        if keys:
            yield _issue(code, "error", "", keys="、".join(_name(split, key) for key in keys), whole=_whole(split))


def _units(split: Split) -> Iterator[Issue]:
    for part in split.parts:
        if part.goal.unit != split.whole.goal.unit:
            yield _issue(
                "part_unit", "error", "", key=_name(split, part.key), goal=both(part.goal), whole=_whole(split)
            )


def _sum(split: Split, tolerance: Decimal) -> Iterator[Issue]:
    total, whole = added(part.goal.interval for part in split.parts), split.whole.goal.interval
    said = " + ".join(f"{_name(split, part.key)} {part.goal}" for part in split.parts)
    room = whole.wider(tolerance)
    words = {"total": _bounds(split, total), "whole": _whole(split), "parts": _parts(split)}
    if room.high is not None and (total.high is None or total.high > room.high):
        yield _issue("parts_exceed", "error", said, **words, by=_by(split, total.high, whole.high))
    if room.low is not None and (total.low is None or total.low < room.low):
        yield _issue("parts_short", "error", said, **words, by=_by(split, whole.low, total.low))
    kind = split.whole.goal.kind
    if kind == "floor" and total.low is not None and whole.low is not None and total.low > whole.low + tolerance:
        yield _issue("parts_above_floor", "note", said, **words, by=_by(split, total.low, whole.low))
    if kind == "ceiling" and total.high is not None and whole.high is not None and total.high < whole.high - tolerance:
        yield _issue("parts_below_ceiling", "note", said, **words, by=_by(split, whole.high, total.high))


def _last(split: Split) -> Iterator[Issue]:
    """Levels over years are milestones: the one of the due year is the whole's goal, and none comes after it."""
    due = str(split.whole.due.year)
    for part in split.parts:
        if part.key > due:
            yield _issue("part_after_due", "error", "", key=part.key, whole=_whole(split), due=due)
        if part.key == due and part.goal.interval != split.whole.goal.interval:
            yield _issue("last_part", "error", "", key=part.key, goal=both(part.goal), whole=_whole(split))


def _apart(split: Split) -> Iterator[Issue]:
    """Rates and shares are not summed; a mean of the parts, however weighted, lies between the least and the greatest."""
    least = [part.goal.low if part.goal.low is not None else part.goal.high for part in split.parts]
    values = [value for value in least if value is not None]
    goal = split.whole.goal
    bound = goal.low if goal.low is not None else goal.high
    low, high = (_said(goal.unit, one) for one in (min(values), max(values)))
    words = {"whole": _whole(split), "low": low, "high": high}
    if bound is not None and split.whole.measure != "rank" and not min(values) <= bound <= max(values):
        yield _issue("whole_outside_parts", "warning", f"{min(values)} … {max(values)}", **words)
    yield _issue("not_added", "note", "", **words)


def share_out(
    whole: Target, weights: Mapping[str, Decimal], step: Decimal = Decimal("0.01"), along: Along = "places"
) -> Split:
    """A target shared in proportion to agreed weights, in multiples of `step` that make the whole exactly (largest remainder;
    ties to the one named first).

    Raises ValuesError for weights that are negative or sum to zero, a range or a rank, a whole that is no multiple of step.
    """
    goal = whole.goal
    bound = goal.high if goal.low is None else goal.low
    if goal.kind in ("range", "rank") or bound is None or bound % step:
        raise refused("not_shared", goal=both(goal), step=step)
    total = sum(weights.values(), Decimal(0))
    if total <= 0 or min(weights.values()) < 0:
        raise refused("weights")
    exact = {key: bound * weight / total / step for key, weight in weights.items()}
    floors = {key: value.to_integral_value(ROUND_FLOOR) for key, value in exact.items()}
    left = int(bound / step - sum(floors.values(), Decimal(0)))
    favoured = sorted(exact, key=lambda key: floors[key] - exact[key])[:left]
    parts = tuple(Part(key, _like(goal, (floors[key] + (key in favoured)) * step)) for key in weights)
    return Split(whole, along, parts, tuple(weights))


def joint_value(members: Sequence[str], values: Mapping[str, Decimal | None]) -> tuple[Decimal | None, tuple[str, ...]]:
    """The value of a joint goal that adds up, and the members without data: with one missing there is no sum."""
    missing = tuple(member for member in members if values.get(member) is None)
    return (None if missing else sum((values[one] or Decimal(0) for one in members), Decimal(0))), missing


def _like(goal: Goal, value: Decimal) -> Goal:
    low, high = (None if goal.low is None else value), (None if goal.high is None else value)
    return Goal(goal.kind, low, high, goal.unit, goal.strict, goal.about)


def _issue(code: str, severity: Severity, computation: str, **words: object) -> Issue:
    error = refused(code, **words)
    return Issue(code, severity, (), computation, {language: error.sentence(language) for language in LANGUAGES})


def _name(split: Split, key: str) -> str:
    """A part as people read it: the place of a key, or the year."""
    return places.words(key) if split.along == "places" else key


Said = Mapping[str, str]  # by language


def _whole(split: Split) -> Said:
    named, goal = indicator_words(split.whole.indicator), both(split.whole.goal)
    return {language: f"{named[language]} {goal[language]}" for language in LANGUAGES}


def _parts(split: Split) -> Said:
    return {
        language: " + ".join(f"{_name(split, part.key)} {goal_words(part.goal, language)}" for part in split.parts)
        for language in LANGUAGES
    }


def _said(unit: str, value: Decimal) -> Said:
    return {language: figure(value, unit, language) for language in LANGUAGES}


def _by(split: Split, more: Decimal | None, less: Decimal | None) -> Said | str:
    return "∞" if more is None or less is None else _said(split.whole.goal.unit, more - less)


def _bounds(split: Split, total: Interval) -> Said:
    low, high = ({} if one is None else _said(split.whole.goal.unit, one) for one in (total.low, total.high))
    return {
        language: low.get(language, "") if low == high else f"{low.get(language, '')}…{high.get(language, '')}"
        for language in LANGUAGES
    }
