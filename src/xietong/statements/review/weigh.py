"""The value of an answer: gravity × nearness × (1 + log₂(1 + reach)).

`gravity` is how bad the doubt is if it is true, `near` how close the thing stands to what people use (a chosen value of
the catalogue first, a figure without a series last), `reach` how many statements, observations and findings the answer
touches: twice as many count one step more. Both tables are in `data/review.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log2
from typing import Literal

from xietong.data import table
from xietong.statements.review.model import Doubt

Near = Literal["chosen", "catalogue", "series", "outside"]


def weigh(gravity: float, near: Near, reach: int) -> float:
    """The value of an answer; never negative, grows with each of the three."""
    closeness: float = table("review.toml")["near"][near]
    return round(gravity * closeness * (1 + log2(1 + max(0, reach))), 4)


def gravity(doubts: Iterable[Doubt]) -> float:
    """The gravest of some doubts, and a little for each further one."""
    known: dict[str, float] = table("review.toml")["gravity"]
    found = sorted((known[one.code] for one in doubts), reverse=True)
    return found[0] + sum(found[1:]) / 4 if found else 0.0
