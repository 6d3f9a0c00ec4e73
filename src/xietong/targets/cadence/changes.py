"""What changed between two lists of lines: an edition and the one before it, or an edition and the present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xietong.targets.cadence.edition import Line

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
