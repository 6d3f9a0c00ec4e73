"""What this workspace has been taught: phrases that a person assigned to an indicator, or said to be none."""

from __future__ import annotations

from collections.abc import Mapping

from xietong.observations.catalogue import plain
from xietong.observations.link import Link, link
from xietong.statements.model import Statement

NONE: Mapping[str, str] = {}


def linked(statement: Statement, aliases: Mapping[str, str] = NONE) -> Link:
    """The link of a statement; `aliases` (plain phrase → code, "" for no indicator) go before the catalogue."""
    code = aliases.get(plain(statement.indicator))
    if code is None:
        return link(statement)
    return Link(code, 1.0 if code else 0.0, "assigned in this workspace" if code else "no indicator, said a person")
