"""The region pack as the reader uses it: the region, its members and the characters that stand for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xietong.data import REGION, table


@dataclass(frozen=True)
class Region:
    """京津冀 with its members in their customary order; `letters` are the one-character names (京, 津, 冀)."""

    whole: str
    members: tuple[str, ...]
    letters: dict[str, str]
    words: tuple[str, ...]  # that open a clause about the whole
    parts: frozenset[str]  # its members, the functional areas, and the joint names of both

    def united(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names, or the region where they are all its members."""
        return (self.whole,) if self.whole in names or set(self.members) <= set(names) else names


@cache
def region() -> Region:
    """The region of the pack."""
    found = table(REGION)
    parts = {*found["members"], *(area["name"] for area in found["area"])}
    parts |= {word for word, names in found["joint"].items() if parts.issuperset(names)}
    return Region(
        found["whole"], tuple(found["members"]), dict(found["letters"]), tuple(found["whole_words"]), frozenset(parts)
    )
