"""What a printed name was taken for, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from xietong.core.territory import Territory
from xietong.data import table

How = Literal[
    "name", "alias", "short", "stands", "code", "former", "ended", "later", "parent", "joint", "list", "flow", "tail",
    "status", "near", "home", "ambiguous", "context", "outside", "unknown",
]  # fmt: skip

MESSAGES = "messages/territories.toml"


@dataclass(frozen=True, slots=True)
class Resolution:
    """`territory` is the one meant; None for an unknown or ambiguous name, a flow, or a list that has no name.

    `key` is one for the same place however it is printed: what figures are grouped by. `members` are the places of a
    joint name or a list, `successors` those that the land of an ended territory belongs to, `sides` the two ends of a
    flow, `candidates` what an unknown or ambiguous name may mean, nearest first. `score` is 1 for the full name, less
    for whatever had to be inferred, 0 where nothing was found.
    """

    printed: str
    key: str
    how: How
    score: float
    territory: Territory | None = None
    members: tuple[Territory, ...] = ()
    successors: tuple[Territory, ...] = ()
    sides: tuple[Resolution, ...] = ()
    candidates: tuple[Territory, ...] = ()
    words: tuple[tuple[str, str], ...] = field(default=())

    @property
    def known(self) -> bool:
        """Whether every place of the name is known."""
        return self.how not in ("ambiguous", "context", "outside", "unknown") and all(one.known for one in self.sides)

    @property
    def label(self) -> str:
        """The name of what was found, else the name as printed."""
        return self.territory.name if self.territory is not None else self.printed

    def why(self, language: str = "en") -> str:
        """The reason as a sentence ("zh", "en")."""
        words = dict(self.words)
        words["inner"] = words.get(f"inner_{language}", "")
        sentence: str = table(MESSAGES)[self.how][language].format(**words)
        if not self.candidates:
            return sentence
        may_be: str = table(MESSAGES)["candidates"][language].format(**words)
        return sentence + may_be
