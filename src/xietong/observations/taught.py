"""Names that a person said are one: a phrase is read as another phrase, a printed place as a known one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from xietong.observations.catalogue import plain
from xietong.observations.territories.spelling import plain as plain_place
from xietong.statements.model import Statement


@dataclass(frozen=True, slots=True)
class Taught:
    """`names`: plain phrase → phrase; `places`: plain printed place → place."""

    names: Mapping[str, str]
    places: Mapping[str, str]

    def said(self, statement: Statement) -> Statement:
        """The statement with the names that hold here in place of those that are one with them."""
        if not self.names and not self.places:
            return statement
        return replace(
            statement,
            indicator=self.phrase(statement.indicator),
            regions=tuple(dict.fromkeys(self._place(one) for one in statement.regions)),
        )

    def phrase(self, phrase: str) -> str:
        """The name a phrase goes by: one with another that is one with a third; two that were said to be one with each other are the first."""
        seen: dict[str, str] = {}
        while (known := plain(phrase)) in self.names:
            if known in seen:
                return min(seen.values())
            seen[known] = phrase
            phrase = self.names[known]
        return phrase

    def _place(self, name: str) -> str:
        return "→".join(self.places.get(plain_place(side), side) for side in name.split("→"))
