"""The data: kinds with their codes, shapes of sentences, subjects with the size of their figures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
FILES = ("changes", "parts", "wording", "rows", "conflicts")


@dataclass(frozen=True)
class Shape:
    """One way to say it. `¶` in the text parts two paragraphs, `‖` two documents.

    `why` tells why a twin is harmless. `off`: its figures do not follow from each other and need not, for that reason.
    """

    kind: str
    id: str
    text: str
    scheme: str
    why: str = ""
    off: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of error: which codes may name it, its shapes, and those of its twins."""

    name: str
    codes: frozenset[str]
    severity: str  # "alarm": error or warning; "note" where only a note is right
    conflict: bool
    apart: bool  # whether its own sentences are no twins even with figures that hold
    planted: tuple[Shape, ...]
    twins: tuple[Shape, ...]


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name, in the order of the files."""
    found = {}
    for file in FILES:
        for name, entry in _load(file).items():
            planted = tuple(_shape(name, f"{name}-{at}", one, entry) for at, one in enumerate(entry["planted"], 1))
            twins = tuple(_shape(name, f"{name}-t{at}", one, entry) for at, one in enumerate(entry["twins"], 1))
            severity, conflict = entry.get("severity", "alarm"), bool(entry.get("conflict"))
            apart = bool(entry.get("twins_apart"))
            found[name] = Kind(name, frozenset(entry["codes"]), severity, conflict, apart, planted, twins)
    return found


_OF_THE_KIND = ("codes", "scheme", "severity", "conflict", "twins_apart", "planted", "twins")


def _shape(kind: str, name: str, written: str | dict[str, Any], entry: dict[str, Any]) -> Shape:
    """A shape as written, or with only its text; what the kind says holds for all of its shapes."""
    one = {"text": written} if isinstance(written, str) else written
    options = {key: value for key, value in entry.items() if key not in _OF_THE_KIND}
    options |= {key: value for key, value in one.items() if key not in ("text", "scheme", "why", "off")}
    scheme = one.get("scheme", entry.get("scheme", kind))
    return Shape(kind, name, one["text"], scheme, one.get("why", ""), bool(one.get("off")), options)


@cache
def subjects(pool: str) -> tuple[Mapping[str, Any], ...]:
    """A pool of subjects: names, units, the range of their values."""
    return tuple(_load("subjects")[pool])


@cache
def articles() -> Mapping[str, Any]:
    """Titles, headings and sentences of the articles around."""
    return _load("articles")


@cache
def _load(file: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{file}.toml").read_text("utf-8"))
