"""What changed between two lists of lines: an edition and the one before it, or an edition and the present."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from xietong.targets.cadence.edition import Line, Lines, line_of, line_record

ChangeKind = Literal["new", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """A line that came, went or changed; `facts`: (name, before, after) of those that changed, empty text where there was
    or is none."""

    kind: ChangeKind
    line: Line
    facts: tuple[tuple[str, str, str], ...] = ()


def changes(before: Sequence[Line], after: Sequence[Line]) -> tuple[Change, ...]:
    """By section in the order they stand, first what came and changed, then what went."""
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    found: list[Change] = []
    for one in after:
        was = old.get(one.key)
        if was is None:
            found.append(Change("new", one))
        elif (differs := _facts(was, one)):  # fmt: skip
            found.append(Change("changed", one, differs))
    found += [Change("gone", one) for one in before if one.key not in new]
    order = {section: at for at, section in enumerate(dict.fromkeys(one.section for one in (*after, *before)))}
    return tuple(sorted(found, key=lambda one: order[one.line.section]))


def _facts(was: Line, now: Line) -> tuple[tuple[str, str, str], ...]:
    said = [("title", was.title, now.title), ("bodies", "、".join(was.bodies), "、".join(now.bodies))]
    names = dict.fromkeys((*was.facts, *now.facts))
    said += [(name, was.facts.get(name, ""), now.facts.get(name, "")) for name in names if name not in PASSING]
    return tuple(one for one in said if one[1] != one[2])


PASSING = ("days", "reported")  # a count of days grows by itself, a report is listed as such: neither is news
OF_THE_PERIOD = ("reported", "done")  # sections that are new in every edition


def lasting(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that an edition can be compared by with the one before: not those about its own period alone."""
    return tuple(one for one in lines if one.section not in OF_THE_PERIOD)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a page of an edition opens with: the first lines and changes of each section; `changed` counts all changes."""

    lines: Lines
    moved: tuple[Change, ...]
    changed: Mapping[str, int]


def opening(lines: Lines, moved: Sequence[Change], most: int = 50) -> Opening:
    """The first lines and changes of each section."""
    return Opening(
        Lines(_first(lines.lines, most), lines.late[:most]),
        tuple(_first_changes(moved, most)), dict(Counter(one.line.section for one in moved)),
    )  # fmt: skip


def _first(lines: Sequence[Line], most: int) -> tuple[Line, ...]:
    seen: Counter[str] = Counter()
    return tuple(one for one in lines if seen.update((one.section,)) or seen[one.section] <= most)


def _first_changes(moved: Sequence[Change], most: int) -> list[Change]:
    seen: Counter[str] = Counter()
    return [one for one in moved if seen.update((one.line.section,)) or seen[one.line.section] <= most]


def opening_record(one: Opening) -> dict[str, Any]:
    """As JSON."""
    return {
        "lines": [line_record(each) for each in one.lines.lines], "late": [line_record(each) for each in one.lines.late],
        "moved": [[each.kind, line_record(each.line), [list(fact) for fact in each.facts]] for each in one.moved],
        "changed": dict(one.changed),
    }  # fmt: skip


def opening_of(content: Mapping[str, Any]) -> Opening:
    """Back from JSON."""
    lines, late = (tuple(line_of(each) for each in content[name]) for name in ("lines", "late"))
    moved = tuple(
        Change(kind, line_of(line), tuple((name, was, now) for name, was, now in facts))
        for kind, line, facts in content["moved"]
    )
    return Opening(Lines(lines, late), moved, content["changed"])
