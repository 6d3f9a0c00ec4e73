"""The link of a statement to the catalogue, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from xietong.web.keys import code_and_occasion
from xietong.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Linked:
    """`indicator` is a code of the catalogue, or empty where there is none; `key` the code or else the phrase, as
    series are asked for; `why` as the linker says it."""

    indicator: str
    key: str
    place: str
    score: float
    why: str


def linked(workspace: Workspace, statement: str) -> Linked | None:
    """The link of a present statement."""
    found = workspace.observations.link(statement)
    if found is None:
        return None
    indicator, place, score, why = found
    return Linked(code_and_occasion(indicator)[0] if score > 0 else "", indicator, place, score, why)
