"""What goes out and comes back: an observation with what stands around it, and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xietong.core.issue import Issue
from xietong.observations.model import Observation

Cell = str | int | Decimal | None
Record = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Entry:
    """An observation, the title of its document, and where in it the figure stands ("text:120-128")."""

    observation: Observation
    title: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class RowIssue(Issue):
    """What is wrong with a row of a file, which is left out for it: row (1 is the heading) and column."""

    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file holds: the entries that could be read, in order, and why the others could not."""

    entries: tuple[Entry, ...]
    issues: tuple[RowIssue, ...] = ()
