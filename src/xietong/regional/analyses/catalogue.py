"""Which analyses there are and what they are asked with: `data/analyses.toml`, read as it is; no arrays here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from xietong.data import table

FILE = "analyses.toml"
Takes = Literal["one", "several", "structure", "flow"]


@dataclass(frozen=True)
class Option:
    """A choice of an analysis: its name, what it is if nothing is said, and what it may be; empty choices: a number from
    least to most."""

    name: str
    default: str
    choices: tuple[str, ...]
    least: float
    most: float
    words: Mapping[str, str]

    def fits(self, value: str) -> bool:
        """Whether a value is one it can be."""
        if self.choices:
            return value in self.choices
        try:
            return self.least <= float(value) <= self.most
        except ValueError:
            return False

    @property
    def allowed(self) -> str:
        """What it may be, for a message."""
        return " | ".join(self.choices) if self.choices else f"{self.least:g} … {self.most:g}"


@dataclass(frozen=True)
class Analysis:
    """An analysis: what it takes (one indicator, several, the parts of a structure, directed flows), whether indicators
    are divided (per) and units weighted (by), whether it looks at one year, and its options."""

    name: str
    takes: Takes
    per: bool
    by: bool
    year: bool
    least: int
    options: tuple[Option, ...]
    title: Mapping[str, str]
    about: Mapping[str, str]

    def option(self, name: str) -> Option | None:
        """An option by its name."""
        return next((one for one in self.options if one.name == name), None)


@cache
def analyses() -> Mapping[str, Analysis]:
    """All analyses in their order."""
    return {name: _analysis(name, said) for name, said in table(FILE)["analysis"].items()}


def _analysis(name: str, said: Mapping[str, Any]) -> Analysis:
    options = tuple(_option(name, one) for one in said.get("options", ()))
    return Analysis(
        name, said["takes"], said.get("per", False), said.get("by", False), said.get("year", False),
        said.get("least", 2), options, {"zh": said["zh"], "en": said["en"]}, said["about"],
    )  # fmt: skip


def _option(analysis: str, name: str) -> Option:
    known = table(FILE)["option"]
    said = known.get(f"{analysis}.{name}", known.get(name))
    ends = said.get("range", [0, 0])
    words = {"zh": said["zh"], "en": said["en"]}
    return Option(name, str(said["default"]), tuple(said.get("choices", ())), ends[0], ends[1], words)


def word(key: str, language: str) -> str:
    """What a column, part, choice or chart is called; the key itself where it has no word."""
    said = table(FILE)["word"].get(key)
    return str(said[0 if language == "zh" else 1]) if said else key
