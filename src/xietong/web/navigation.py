"""The pages that can be reached from every page, by what people come for; the words are `nav.*` of the locale."""

from __future__ import annotations

from dataclasses import dataclass

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sources", ("documents", "statements", "tables", "indicators")),
    ("checks", ("issues", "review")),
    ("figures", ("catalogue", "territories", "explore", "derived")),
    ("evaluation", ("indices", "regional")),
    ("targets", ("targets", "plans", "scorecards")),
    ("work", ("tasks", "agenda", "projects", "calendar", "cadence", "duties", "reviews", "assessments")),
    ("reports", ("reports",)),
)
_PART_OF = {
    "cells": "tables",
    "series": "catalogue",
}  # pages without an entry of their own → the entry they belong to


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the navigation; `key` names its words."""

    key: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The groups, each leading to the first of its pages, and the pages of the group one is in (none where it has one)."""

    groups: tuple[Entry, ...]
    pages: tuple[Entry, ...]


def navigation(path: str) -> Navigation:
    """The navigation as it looks from an address."""
    first = path.strip("/").partition("/")[0]
    first = _PART_OF.get(first, first)
    groups = tuple(Entry(f"group.{key}", f"/{pages[0]}", first in pages) for key, pages in _GROUPS)
    around = next((pages for _, pages in _GROUPS if first in pages), ())
    return Navigation(groups, tuple(Entry(one, f"/{one}", one == first) for one in around) if len(around) > 1 else ())
