"""Territories with time: what a place is called, where it lies, from when to when, and what became of its land."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from xietong.core.errors import TerritoryError
from xietong.core.period import Period

Kind = Literal[
    "country", "region", "province", "prefecture", "county", "area", "new_area", "park", "port", "joint"
]  # fmt: skip
ChangeKind = Literal["established", "renamed", "status", "merged", "split", "adjusted"]


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name the territory had under the same code.

    In use at the latest through `valid_to`; the next one at the earliest from `replaced` on.
    """

    name: str
    valid_to: date
    replaced: date


@dataclass(frozen=True, slots=True)
class Territory:
    """A place that figures can be of.

    `code` is the six-digit code of GB/T 2260 for divisions, the name for areas, parks and ports, and the codes of the
    members joined by "+" for a joint name. `short` is the name without 省, 市, 区 …, empty where that leaves nothing.
    `valid_from` and `valid_to` are the first and the last day on which the territory may have been in force (both days
    included; None: not known, or still): where only the year of a change is known, the old and the new territory are
    both in force in that year. `successors` are the codes its land went to; `continued` says that it went to one
    successor, undivided and with nothing added, so that both are one place. `members` are the codes that a joint
    name, an area or a region consists of.
    """

    code: str
    name: str
    kind: Kind
    short: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    continued: bool = False
    members: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise TerritoryError(
                f"{self.name} ({self.code}) is said to be a {self.kind!r}; it must be one of {', '.join(get_args(Kind))}.",
                f"{self.name}（{self.code}）的类别“{self.kind}”不存在，只能是 {'、'.join(get_args(Kind))} 之一。",
            )
        if self.valid_from is not None and self.valid_to is not None and self.valid_from > self.valid_to:
            raise TerritoryError(
                f"{self.name} ({self.code}) ends on {self.valid_to}, before it begins on {self.valid_from}. "
                "Correct one of the two dates.",
                f"{self.name}（{self.code}）终止于 {self.valid_to}，早于其设立日 {self.valid_from}，请更正其中一个日期。",
            )

    def in_force(self, on: date) -> bool:
        """Whether the territory may have existed on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def name_on(self, on: date) -> str:
        """The name on a day: an earlier one where the territory was renamed later."""
        return next((one.name for one in self.former if on <= one.valid_to), self.name)


@dataclass(frozen=True, slots=True)
class Successor:
    """One receiver of the land of a changed territory; `new`: it began with the change."""

    code: str
    name: str
    new: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the list of changes: what happened to `code`, then called `name`.

    `when` is the day, or the span in which the day lies. `established`: it began; `renamed`: another name, the same
    code; `status`: another rank or seat in the tree, another code, the same land; `merged`, `split`: it ended, and
    its land went to one or to several; `adjusted`: it goes on, and gave land to others.
    """

    when: Period
    kind: ChangeKind
    code: str
    name: str
    into: tuple[Successor, ...]
    source: str

    @property
    def moves_land(self) -> bool:
        """Whether figures before and after are of different ground."""
        return self.kind in ("merged", "split", "adjusted")
